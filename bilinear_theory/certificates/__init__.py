"""Floor 3: the trusted kernel, and the verdicts that it checks."""
