"""Floor 0: exact numbers and matrices; the only door to python-flint and sympy."""
