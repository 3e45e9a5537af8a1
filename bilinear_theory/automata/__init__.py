"""Floor 1: finite machines, their equivalence, their monoids, and the files that hold them."""
