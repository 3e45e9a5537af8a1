"""Floor 4, "if": from an automaton to an exact system of a restriction, one file a restriction."""
