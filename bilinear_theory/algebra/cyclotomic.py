"""Cyclotomic numbers and exact matrices over them: what other modules import.

``Cyclotomic``        an element of a field Q(zeta_n), with exact equality, signs and conjugates
``CyclotomicMatrix``  a matrix over Q(zeta_n), with exact products, ranks, kernels and inverses
``stack``             a matrix made of blocks

References: Washington, *Introduction to Cyclotomic Fields* (1997), chapter 2.
"""

from bilinear_theory.algebra.matrix import CyclotomicMatrix, stack
from bilinear_theory.algebra.scalar import Cyclotomic

__all__ = ["Cyclotomic", "CyclotomicMatrix", "stack"]
