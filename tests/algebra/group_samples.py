"""Finite groups for the tests of representations, by name."""

from math import gcd

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.named_groups import named_group


def _metacyclic(m, n, r):
    """The group with x^m = y^n = 1, y^-1 x y = x^r on the pairs (residue mod m, residue mod n)."""
    assert pow(r, n, m) == 1 % m
    # y^i x^a = (a, i); times x and times y on the right
    x = [(a + 1) % m * n + i for a in range(m) for i in range(n)]
    y = [(a * r) % m * n + (i + 1) % n for a in range(m) for i in range(n)]
    return FiniteGroup([x, y])


def _metacyclics(bound):
    for m in range(3, bound + 1):
        for n in range(2, bound // m + 1):
            for r in range(2, m):
                if gcd(r, m) == 1 and pow(r, n, m) == 1:
                    yield f"C{m}:C{n} by {r}", _metacyclic(m, n, r)


def _matrix_group(p, *generators):
    """Matrices modulo a prime, acting on the right of all row vectors."""
    d = len(generators[0])
    count = p**d
    images = []
    for matrix in generators:
        row = []
        for code in range(count):
            v = [code // p**i % p for i in range(d)]
            w = [sum(v[i] * matrix[i][j] for i in range(d)) % p for j in range(d)]
            row.append(sum(c * p**j for j, c in enumerate(w)))
        images.append(row)
    return FiniteGroup(images)


def _quotient(group, normal):
    """The right cosets of a normal subgroup, moved by the generators."""
    number, cosets = {}, []
    for g in range(group.order):
        key = min(int(group.product(int(n), g)) for n in normal)
        if key not in number:
            number[key] = len(cosets)
            cosets.append(key)
    of = [number[min(int(group.product(int(n), g)) for n in normal)] for g in range(group.order)]
    return FiniteGroup(
        [[of[group.right[c, s]] for c in cosets] for s in range(group.right.shape[1])]
    )


def _extraspecial(left, right):
    """The central product of two groups of order 8."""
    product = named(f"{left}x{right}")
    centre = [z for z in product.centre.tolist() if z]
    for z in centre:
        quotient = _quotient(product, [0, z])
        if quotient.order == 32 and len(quotient.centre) == 2:
            return quotient
    raise AssertionError("no central element identifies the centres")


def named(name):
    return FiniteGroup(named_group(name, bound=10_000).generators)


def group(name):
    """The group with one of the names below."""
    return SPECIAL[name]() if name in SPECIAL else named(name)


SPECIAL = {
    "2_+^{1+4}": lambda: _extraspecial("D4", "D4"),
    "2_-^{1+4}": lambda: _extraspecial("D4", "Q8"),
    "C4:C4": lambda: _metacyclic(4, 4, 3),
    "C7:C3": lambda: _metacyclic(7, 3, 2),
    "C3:C4": lambda: _metacyclic(3, 4, 2),
    "C9:C3": lambda: _metacyclic(9, 3, 4),
    "M16": lambda: _metacyclic(8, 2, 5),
    "SD16": lambda: _metacyclic(8, 2, 3),
    "C5:C4": lambda: _metacyclic(5, 4, 2),
    "Heisenberg 27": lambda: _matrix_group(
        3, [[1, 1, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0, 1, 1], [0, 0, 1]]
    ),
    "C2^2:C4": lambda: _matrix_group(
        2,
        [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 0, 1]],
    ),
}

LARGER = ["A5", "S5", "SL(2,3)", "SL(2,5)", "PSL(2,7)", "GL(2,3)", "Q16", "2_+^{1+4}", "2_-^{1+4}"]


def small_groups(bound):
    """Many groups of order at most a bound: named ones, products and metacyclic groups."""
    for n in (*range(1, 17), 20, 24, 25, 30):
        if n <= bound:
            yield f"C{n}", named(f"C{n}")
    for n in range(3, bound // 2 + 1):
        yield f"D{n}", named(f"D{n}")
    for n in range(2, bound // 4 + 1):
        yield f"Dic{n}", named(f"Dic{n}")
    factors = [
        "C2",
        "C3",
        "C4",
        "C5",
        "S3",
        "D4",
        "Q8",
        "A4",
        "C2xC2",
        "C2xC2xC2",
        "C3xC3",
        "SL(2,3)",
    ]
    sizes = {name: named(name).order for name in factors}
    for i, left in enumerate(factors):
        yield left, named(left)
        for right in factors[i:]:
            if sizes[left] * sizes[right] <= bound:
                yield f"{left}x{right}", named(f"{left}x{right}")
    for name, make in SPECIAL.items():
        found = make()
        if found.order <= bound:
            yield name, found
    yield from _metacyclics(bound)
