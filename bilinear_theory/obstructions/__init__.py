"""Floor 4, "only if": from an automaton to a witness that a restriction cannot track it."""
