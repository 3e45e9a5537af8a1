"""Learning: training bilinear recurrences and reading automata back; the only door to torch."""
