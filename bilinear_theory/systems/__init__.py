"""Floor 2: bilinear systems, classes of matrices, and the setting of a question."""
