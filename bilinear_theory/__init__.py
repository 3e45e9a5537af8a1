"""Exact bilinear recurrences for finite automata and group actions, with certificates."""
