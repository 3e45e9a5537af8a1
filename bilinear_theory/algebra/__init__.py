"""Floor 0: exact numbers, matrices and groups; the only door to python-flint and sympy.

``cyclotomic``      numbers and matrices over Q(zeta_n): ``scalar``, ``matrix`` and what they stand on
``linear_program``  exact rational feasibility: a solution, or Gordan weights
``triangularisation``  common eigenvectors, quotient after quotient
``group``           finite groups with all their elements; products, quotients, isomorphism, names
``character``       character tables by the algorithm of Dixon and Schneider
``representation``  matrices for the generators of a group, proved by closure
``irreducibles`` ``real_form`` ``rational_form``  irreducible representations over C, R and Q
``faithful``        least blocks, least degrees and reflection counts
``sympy``           converters; imported by name only
"""
