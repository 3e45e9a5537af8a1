"""Files that hold automata: DOT, AT&T, JSON, permutation generators, regular expressions."""
