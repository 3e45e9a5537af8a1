"""Floor 5: verdicts for every restriction, and the hierarchy among them."""
