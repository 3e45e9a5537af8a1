"""Exact matrices over cyclotomic fields, beside sympy's DomainMatrix (and PARI if installed).

Each line is the median of a few runs on the same 20 x 20 matrices with 30-bit coefficients, in one
process; the answers are compared before anything is timed. Run ``python benchmarks/algebra.py``.
"""

from __future__ import annotations

import importlib
import random
import statistics
import time
from collections.abc import Callable

import sympy
from sympy.polys.matrices import DomainMatrix

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix

SIZE, BITS, CONDUCTOR = 20, 30, 5


def median(work: Callable[[], object], runs: int) -> float:
    """The median time of a call, in milliseconds."""
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def random_rows(rng: random.Random, rows: int) -> list[list[Cyclotomic]]:
    """Rows of numbers with random integral coefficients."""
    bound = 2**BITS
    return [
        [
            Cyclotomic(CONDUCTOR, [rng.randrange(-bound, bound) for _ in range(4)])
            for _ in range(SIZE)
        ]
        for _ in range(rows)
    ]


def for_sympy(matrix: CyclotomicMatrix) -> DomainMatrix:
    """The same matrix over sympy's algebraic field."""
    field = sympy.QQ.algebraic_field(sympy.exp(2 * sympy.I * sympy.pi / CONDUCTOR))
    rows = [
        [
            field([sympy.QQ(c.numerator, c.denominator) for c in reversed(x.coefficients)])
            for x in row
        ]
        for row in matrix.rows()
    ]
    return DomainMatrix(rows, matrix.shape, field)


def for_pari(pari: Callable[[str], object], matrix: CyclotomicMatrix) -> object:
    """The same matrix with entries modulo ``polcyclo(n)`` in PARI."""
    rows = [
        ",".join(
            "Mod("
            + "+".join(f"({c})*x^{k}" for k, c in enumerate(x.coefficients))
            + f",polcyclo({CONDUCTOR}))"
            for x in row
        )
        for row in matrix.rows()
    ]
    return pari("[" + ";".join(rows) + "]")


def main() -> None:
    """Print one line for each operation."""
    rng = random.Random(0)
    rows = random_rows(rng, SIZE)
    a, b = CyclotomicMatrix(rows), CyclotomicMatrix(random_rows(rng, SIZE))
    low = CyclotomicMatrix([*rows[:-1], [x + y for x, y in zip(rows[0], rows[1], strict=True)]])
    sa, sb, slow = for_sympy(a), for_sympy(b), for_sympy(low)
    assert for_sympy(a @ b) == sa * sb
    assert (a.rank(), low.rank()) == (SIZE, SIZE - 1)
    print(f"{SIZE} x {SIZE} over Q(zeta_{CONDUCTOR}), {BITS}-bit coefficients, medians in ms")
    print(f"{'':22}{'ours':>10}{'sympy':>12}{'ratio':>10}")
    table: list[tuple[str, Callable[[], object], Callable[[], object], int]] = [
        ("product", lambda: a @ b, lambda: sa * sb, 3),
        ("rank, full", a.rank, sa.rank, 1),
        (f"rank {SIZE - 1}", low.rank, slow.rank, 1),
        ("kernel", low.kernel, slow.nullspace, 1),
    ]
    for name, ours, theirs, runs in table:
        x, y = median(ours, 31), median(theirs, runs)
        print(f"{name:22}{x:10.3f}{y:12.1f}{y / x:10.0f}", flush=True)
    x = median(a.inverse, 5)
    print(f"{'inverse':22}{x:10.3f}")
    try:
        pari = importlib.import_module("cypari2").Pari()
    except ImportError:
        print("cypari2 is not installed: no comparison with PARI")
        return
    pa, pb, plow = (for_pari(pari, m) for m in (a, b, low))
    for name, ours, theirs in (
        ("product, PARI", lambda: a @ b, lambda: pa * pb),
        ("rank, full, PARI", a.rank, pa.matrank),
        ("rank 19, PARI", low.rank, plow.matrank),
    ):
        x, y = median(ours, 31), median(theirs, 5)
        print(f"{name:22}{x:10.3f}{y:12.3f}{y / x:10.1f}", flush=True)


if __name__ == "__main__":
    main()
