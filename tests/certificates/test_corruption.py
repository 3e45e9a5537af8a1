"""A certificate with one value changed is refused, or it is still right by brute force.

The judge shares nothing with the kernel: it reads numbers into mpmath with 110 digits, runs the
recurrence and the automaton side by side on all words up to a length, and decides a "no" by the
identities of theory that the transition monoid of the minimal machine must satisfy, or by characters;
a "no" of several layers by the groups in that monoid and by what letters do inside strong components.
"""

import copy
import itertools
import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from mpmath import mp, mpc, mpf

from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate, check, read
from tests.obstructions.constituents_judge import exceeds

CORPUS = Path(__file__).parent / "corpus"
ACCEPTED = {path.stem: read(path.read_bytes()) for path in sorted((CORPUS / "accepted").iterdir())}
CLOSE = mpf(10) ** -40


# --- the judge of "yes" -------------------------------------------------------------------------


def _value(x, n):
    coefficients = x if isinstance(x, list) else [x]
    z = mp.expjpi(mpf(2) / n)
    total = mpc(0)
    for k, c in enumerate(coefficients):
        q = Fraction(c)
        total += mpf(q.numerator) / q.denominator * z**k
    return total


def _vector(v, n, d):
    if isinstance(v, int):
        return [mpc(i == v) for i in range(d)]
    return [_value(x, n) for x in v]


def _matrix(m, form, n, d):
    if form == "one-hot":
        return [[mpc(m[j] == i) for j in range(d)] for i in range(d)]
    if form == "diagonal":
        return [[_value(m[i], n) if i == j else mpc(0) for j in range(d)] for i in range(d)]
    return [[_value(x, n) for x in row] for row in m]


def _direct_sum(blocks):
    d = sum(map(len, blocks))
    rows = [[mpc(0)] * d for _ in range(d)]
    at = 0
    for block in blocks:
        for i, row in enumerate(block):
            rows[at + i][at : at + len(block)] = row
        at += len(block)
    return rows


def _times(a, b):
    return [
        [sum(map(mpc.__mul__, row, column), mpc(0)) for column in zip(*b, strict=True)] for row in a
    ]


def _metric(system, n):
    """H, or the identity."""
    blocks = []
    for coded in system.get("metric", [[[1]]] * system["width"]):
        rows = [[_value(x, n) for x in row] for row in coded]
        lower = [
            [rows[i][j] if j < i else mpc(i == j) for j in range(len(rows))]
            for i in range(len(rows))
        ]
        scaled = [[x * rows[j][-1] for j, x in enumerate(row)] for row in lower]
        blocks.append(_times(scaled, list(zip(*lower, strict=True))))
    return _direct_sum(blocks)


def _factor(factor, form, n):
    """The matrix of a factor, and its beta."""
    c, d = _value(factor[0], n), len(form)
    key = _vector(factor[1], n, d)
    dual = [sum(map(mpc.__mul__, key, column), mpc(0)) for column in zip(*form, strict=True)]
    beta = c * sum(map(mpc.__mul__, key, dual), mpc(0))
    return [[mpc(i == j) - c * key[i] * dual[j] for j in range(d)] for i in range(d)], beta


def _householder(document, n):
    """The matrices of a Householder class, and whether there are few factors with the right betas."""
    system, size = document["system"], document["claim"]["restriction"].split(":")[1]
    form, heads = _metric(system, n), system.get("heads", [system["width"]])
    matrices, allowed = [], True
    for letter in system["matrices"]:
        blocks, at = [], 0
        for head, factors in zip(heads, letter if "heads" in system else [letter], strict=True):
            local = [row[at : at + head] for row in form[at : at + head]]
            total = [[mpc(i == j) for j in range(head)] for i in range(head)]
            allowed &= len(factors) <= int(size)
            for factor in factors:
                matrix, beta = _factor(factor, local, n)
                allowed &= abs(beta.imag) < CLOSE and CLOSE < beta.real < 2 + CLOSE
                allowed &= all(abs(x.imag) < CLOSE for row in matrix for x in row)
                total = _times(matrix, total)
            blocks.append(total)
            at += head
        matrices.append(_direct_sum(blocks))
    return matrices, allowed


def _is_definite(form):
    real = all(abs(x.imag) < CLOSE for row in form for x in row)
    return real and (not form or min(mp.eigsy(mp.matrix(form).apply(mp.re))[0]) > CLOSE)


def _factored(system, n, d):
    """The matrices sum_r w_r u_r v_r^T of the letters."""
    left, right = ([_vector(v, n, d) for v in system[side]] for side in ("left", "right"))
    weights = [[_value(w, n) for w in row] for row in system["weights"]]
    return [
        [
            [
                sum((w * u[i] * v[j] for w, u, v in zip(row, left, right, strict=True)), mpc(0))
                for j in range(d)
            ]
            for i in range(d)
        ]
        for row in weights
    ]


def _is_close(v, w):
    return all(abs(x - y) < CLOSE for x, y in zip(v, w, strict=True))


def _in_class(restriction, matrices, d, form):
    base, _, size = restriction.partition(":")
    k = int(size or 0)
    nonzero = [
        (i, j, m[i][j])
        for m in matrices
        for i in range(d)
        for j in range(d)
        if abs(m[i][j]) > CLOSE
    ]
    real = all(abs(x.imag) < CLOSE for _, _, x in nonzero)
    diagonal = all(i == j for i, j, _ in nonzero)
    scalars = [x for i, j, x in nonzero if i == j]
    real_scalars = all(abs(x.imag) < CLOSE for x in scalars)
    positive = real_scalars and all(x.real > 0 for x in scalars)
    triangular = all(i <= j for i, j, _ in nonzero)
    columns = [
        [m[i][j] for i in range(d) if abs(m[i][j]) > CLOSE] for m in matrices for j in range(d)
    ]
    one_hot = all(len(c) == 1 and abs(c[0] - 1) < CLOSE for c in columns)
    gram = [_times(list(zip(*m, strict=True)), _times(form, m)) for m in matrices]
    orthogonal = real and all(
        _is_close(row, e) for g in gram for row, e in zip(g, form, strict=True)
    )
    blocks = k > 0 and all(i // k == j // k for i, j, _ in nonzero)
    classes = {
        "diagonal-nonnegative": diagonal and positive,
        "diagonal-real": diagonal and real,
        "rotation": diagonal,
        "triangular-nonnegative": triangular and positive,
        "triangular-real": triangular and real_scalars,
        "triangular-complex": triangular,
        "block-real": (blocks and real) or (diagonal and k >= 2),
        "block-complex": blocks,
        "permutation": one_hot and orthogonal,
        "column-one-hot": one_hot,
        "orthogonal": orthogonal,
        "pd": all(len(c) <= 1 for c in columns),
        "full": True,
        "cp-real": real,
        "cp-complex": True,
    }
    if base.startswith("cp"):
        return classes[base]
    return classes[base] and (base.startswith("block") or not k or d <= k)


def _nearest(v, vectors):
    near = [i for i, w in enumerate(vectors) if _is_close(v, w)]
    return near[0] if len(near) == 1 else None


def _stack_tracks(document, length):
    """The stack gives the output of the automaton after every word up to the length."""
    stack, automaton, minimal = document["stack"], document["automaton"], document["minimal"]
    n, layers = stack["conductor"], []
    for layer in stack["layers"]:
        d = layer["width"]
        matrices = [_matrix(m, layer["form"], n, d) for m in layer["matrices"]]
        if not _in_class(document["claim"]["restriction"], matrices, d, _metric({"width": d}, n)):
            return False
        terms = layer.get("offsets", [[0] * d] * len(matrices))
        offsets = [_vector(b, n, d) for b in terms]
        vectors = [_vector(v, n, d) for v in layer["vectors"]]
        inputs = {tuple(row[:-1]): row[-1] for row in layer["inputs"]}
        layers.append((matrices, offsets, vectors, inputs))
    width = sum(layer["width"] for layer in stack["layers"])
    if "readout" in document:
        rows = [_vector(r, n, width) for r in document["readout"]["rows"]]
        bias = [_value(c, n) for c in document["readout"]["bias"]]
    points = {
        tuple(p): q for p, q in zip(*map(document["orbit"].get, ("points", "states")), strict=True)
    }

    def decoded(states):
        if "readout" in document:
            h = [x for v in states for x in v]
            dots = [sum(map(mpc.__mul__, r, h), c).real for r, c in zip(rows, bias, strict=True)]
            best = max(dots)
            winners = [y for y, x in enumerate(dots) if x >= best - CLOSE]
            return document["readout"]["outputs"][winners[0]] if len(winners) == 1 else None
        point = tuple(_nearest(v, l[2]) for v, l in zip(states, layers, strict=True))
        return minimal["outputs"][points[point]] if point in points else None

    def after(states, a):
        read, found = (a,), []
        for v, (matrices, offsets, vectors, inputs) in zip(states, layers, strict=True):
            m = inputs.get(read)
            if m is None:
                return None
            d = len(v)
            new = [
                sum((matrices[m][i][j] * v[j] for j in range(d)), offsets[m][i]) for i in range(d)
            ]
            found.append(new)
            read = (*read, _nearest(v if stack["coupling"] == "pre" else new, vectors))
        return found

    level = [([layer[2][p] for layer, p in zip(layers, next(iter(points)), strict=True)], 0)]
    level = [(level[0][0], automaton["start"])]
    for _ in range(length + 1):
        if any(h is None or decoded(h) != automaton["outputs"][q] for h, q in level):
            return False
        level = [
            (after(h, a), automaton["transitions"][q][a])
            for h, q in level
            for a in range(len(automaton["alphabet"]))
        ]
    return len(layers) <= document["claim"]["layers"]


def _tracks(document, length):
    """The system gives the output of the automaton after every word up to the length."""
    if "stack" in document:
        return _stack_tracks(document, length)
    system, automaton = document["system"], document["automaton"]
    n, d = system["conductor"], system["width"]
    if not _is_definite(_metric(system, n)):
        return False
    restriction = document["claim"]["restriction"]
    if restriction.startswith("householder"):
        matrices, allowed = _householder(document, n)
    elif system["form"] == "cp":
        matrices = _factored(system, n, d)
        allowed = _in_class(restriction, matrices, d, _metric(system, n))
        allowed &= len(system["left"]) <= int(restriction.partition(":")[2])
    else:
        matrices = [_matrix(m, system["form"], n, d) for m in system["matrices"]]
        allowed = _in_class(restriction, matrices, d, _metric(system, n))
    offsets = [_vector(b, n, d) for b in system.get("offsets", [[0] * d] * len(matrices))]
    points = [_vector(v, n, d) for v in document["orbit"]["vectors"]]
    if not allowed:
        return False
    if "readout" in document:
        rows = [_vector(r, n, d) for r in document["readout"]["rows"]]
        bias = [_value(c, n) for c in document["readout"]["bias"]]

    def decoded(h):
        if "readout" in document:
            dots = [sum(map(mpc.__mul__, r, h), c).real for r, c in zip(rows, bias, strict=True)]
            best = max(dots)
            winners = [y for y, x in enumerate(dots) if x >= best - CLOSE]
            return document["readout"]["outputs"][winners[0]] if len(winners) == 1 else None
        near = [i for i, v in enumerate(points) if _is_close(v, h)]
        if len(near) != 1:
            return None
        return document["minimal"]["outputs"][document["orbit"]["states"][near[0]]]

    layer = [(points[0], automaton["start"])]
    for _ in range(length + 1):
        if any(decoded(h) != automaton["outputs"][q] for h, q in layer):
            return False
        layer = [
            (
                [sum((m[i][j] * h[j] for j in range(d)), offsets[a][i]) for i in range(d)],
                automaton["transitions"][q][a],
            )
            for h, q in layer
            for a, m in enumerate(matrices)
        ]
    return True


# --- the judge of "no" --------------------------------------------------------------------------


def _minimal(automaton):
    """The table of the minimal machine, by Moore's refinement of the reachable states."""
    table, reached = automaton["transitions"], [automaton["start"]]
    for q in reached:
        reached += [r for r in dict.fromkeys(table[q]) if r not in reached]
    block = {q: automaton["outputs"][q] for q in reached}
    while True:
        signs = {q: (block[q], *(block[r] for r in table[q])) for q in reached}
        names = {sign: i for i, sign in enumerate(dict.fromkeys(signs.values()))}
        finer = {q: names[signs[q]] for q in reached}
        if len(set(finer.values())) == len(set(block.values())):
            members = {i: q for q, i in finer.items()}
            return [[finer[r] for r in table[members[i]]] for i in range(len(names))]
        block = finer


def _monoid(table):
    letters = [tuple(column) for column in zip(*table, strict=True)]
    elements = [tuple(range(len(table)))]
    for f in elements:
        elements += [
            g for g in dict.fromkeys(tuple(x[q] for q in f) for x in letters) if g not in elements
        ]
    return elements


def _excluded(document):
    """No system of the class tracks the automaton: an identity that all its monoids satisfy fails."""
    claim = document["claim"]
    if claim["layers"] > 1:
        return _stack_excluded(document)
    base = claim["restriction"].removesuffix(":1")
    base = {"block-real": "diagonal-real", "block-complex": "rotation"}.get(base, base)
    minimal = _minimal(document["automaton"])
    monoid = _monoid(minimal)

    def then(*factors):
        f = monoid[0]
        for g in factors:
            f = tuple(g[q] for q in f)
        return f

    def power(x):
        y = x
        while then(y, y) != y:
            y = then(y, x)
        return y

    def violated(law, variables):
        return any(not law(*xs) for xs in itertools.product(monoid, repeat=variables))

    group = all(len(set(f)) == len(f) for f in monoid)
    name, _, width = claim["restriction"].partition(":")
    if width and group and _nonabelian(name, int(width), minimal):
        return True
    if width and not group and _chained(name, int(width), minimal, monoid, then):
        return True
    if width and _has_wild_p_groups(monoid, name, int(width)):
        return True
    if name in ("cp-real", "cp-complex"):
        return _columns_excluded(document, then, power, violated)
    if name in ("permutation", "column-one-hot", "pd") and width and group:
        return not _fits_into(document, monoid, name, int(width))
    if name in ("permutation", "orthogonal") and (not group or not width):
        return not group
    if name in ("full", "orthogonal", "householder", "householder-heads") and width and group:
        one = name.startswith("householder") and width == "1"
        if one and any(then(x, x) != monoid[0] for x in zip(*minimal, strict=True)):
            return True
        return claim["decoder"] == "linear" and exceeds(minimal, name, int(width))
    if name.startswith("householder"):
        return _contractions_excluded(document, minimal, monoid, then, power)
    if name in ("full", "pd", "column-one-hot") and not width:
        return False
    if base.startswith("triangular") and group:
        return (
            violated(lambda x, y: then(x, y) == then(y, x), 2)
            or (base != "triangular-complex" and violated(lambda x: then(x, x) == monoid[0], 1))
            or (base == "triangular-nonnegative" and len(monoid) > 1)
        )
    if base.startswith("triangular"):

        def swapped(x, y):
            e = power(then(x, y))
            return then(e, y, x, e) == then(e, x, y)

        periods = {"nonnegative": 1, "real": 2, "complex": None}[base.removeprefix("triangular-")]
        return violated(swapped, 2) or (
            periods is not None
            and violated(lambda x: then(power(x), *[x] * periods) == power(x), 1)
        )
    if base.startswith("block") and group:
        return _blocks_excluded(monoid, base, claim["decoder"], then)
    units = [f for f in monoid if len(set(f)) == len(f)]
    if base.startswith("block") and document["witness"]["kind"] in ("separation-inside", "law"):
        return _blocks_excluded(units, base, claim["decoder"], then)
    if base == "block-real:2" and not claim["additive"] and _turns_and_resets(monoid, then, power):
        return True
    if base.startswith("block") or name in ("full", "pd", "column-one-hot"):
        return _locally_excluded(document, then, power, violated)
    if claim["additive"]:
        laws = {
            "diagonal-nonnegative": lambda x, t: then(x, t, x) == then(t, x),
            "diagonal-real": lambda x, t: then(x, x, t, x) == then(t, x),
            "rotation": lambda x, t: then(power(x), t, x) == then(t, x),
        }
        return violated(laws[base], 2) or violated(
            lambda x, y, t, s: (
                then(x, y, t, x, s, y) == then(y, x, t, x, s, y)
                and then(x, y, t, y, s, x) == then(y, x, t, y, s, x)
            ),
            4,
        )
    laws = {
        "diagonal-nonnegative": lambda x: then(x, x) == x,
        "diagonal-real": lambda x: then(x, x, x) == x,
        "rotation": lambda x: then(power(x), x) == x,
    }
    return violated(lambda x, y: then(x, y) == then(y, x), 2) or violated(laws[base], 1)


def _fits_into(document, group, name, width):
    """Some monomial matrices for the letters act on some vector as the group acts on the states.

    All choices are tried. A monomial matrix is a list of (row, exponent of a root of unity), one entry a
    column. With an arbitrary decoder the group may be any quotient of the group of the matrices; with a
    linear one it is represented by them, and a generic vector is taken of those that the elements do not
    move which fix the start.
    """
    table = _minimal(document["automaton"])
    if len(table) <= width:
        return True
    letters = [tuple(column) for column in zip(*table, strict=True)]
    cover = document["claim"]["decoder"] == "arbitrary"
    m = 1 if name != "pd" else math.lcm(*(_order(g) for g in group)) * (2 if cover else 1)
    monomial = [
        tuple(zip(images, turns, strict=True))
        for images in itertools.permutations(range(width))
        for turns in itertools.product(range(m), repeat=width)
    ]
    for chosen in itertools.product(monomial, repeat=len(letters)):
        pairs = _represented(letters, chosen, m, cover=cover)
        if pairs is not None and (cover or _separates(pairs, width, m)):
            return True
    return False


def _represented(letters, chosen, m, *, cover):
    """The matrix of each element, if the choice for the letters represents the group.

    For a cover the elements need not determine the matrices, only the matrices the elements.
    """
    one = tuple(range(len(letters[0]))), tuple((i, 0) for i in range(len(chosen[0])))
    elements, matrices, waiting = {one[1]: one[0]}, {one[0]: one[1]}, [one]
    for g, matrix in waiting:
        for x, y in zip(letters, chosen, strict=True):
            product = tuple((y[i][0], (t + y[i][1]) % m) for i, t in matrix)
            h = tuple(x[q] for q in g)
            if product not in elements and (cover or h not in matrices):
                waiting.append((h, product))
            if matrices.setdefault(h, product) != product and not cover:
                return None
            if elements.setdefault(product, h) != h and cover:
                return None
    return matrices


def _order(g):
    identity, power, order = tuple(range(len(g))), g, 1
    while power != identity:
        power, order = tuple(g[q] for q in power), order + 1
    return order


def _separates(represented, width, m):
    """A generic vector that the stabiliser of the start fixes is fixed by nothing else."""
    stabiliser = [matrix for g, matrix in represented.items() if g[0] == 0]
    vector = {}  # coordinate -> (modulus, exponent)
    for j in range(width):
        if j not in vector and all(
            t == 0 for matrix in stabiliser for i, t in [matrix[j]] if i == j
        ):
            vector |= {matrix[j][0]: (j, matrix[j][1]) for matrix in stabiliser}
    for g, matrix in represented.items():
        moved = {
            matrix[j][0]: (label, (turn + matrix[j][1]) % m) for j, (label, turn) in vector.items()
        }
        if g[0] != 0 and moved == vector:
            return False
    return True


def _stack_excluded(document):
    """No stack of so many layers: a group in the monoid, or a letter in a strong component."""
    claim = document["claim"]
    base = claim["restriction"].removesuffix(":1")
    base = {"block-real": "diagonal-real", "block-complex": "rotation"}.get(base, base)
    table = _minimal(document["automaton"])
    monoid = _monoid(table)
    factors = base.startswith("householder")
    if base.partition(":")[0] in ("permutation", "orthogonal"):
        return any(len(set(f)) < len(f) for f in monoid)
    linear = base in ("diagonal-nonnegative", "diagonal-real", "rotation") or factors
    if linear and not claim["additive"]:
        leads = {(f[p], p) for f in monoid for p in range(len(table))}  # from p to f[p]
        for p, row in enumerate(table):
            for a, r in enumerate(row):
                if (p, r) in leads and base == "diagonal-nonnegative" and r != p:
                    return True
                if (p, r) in leads and any(
                    table[q][a] == r and (p, q) in leads and (q, p) in leads
                    for q in range(len(table))
                    if q != p
                ):
                    return True
    if factors:
        return False
    return max(_series(monoid, base)) > claim["layers"] * (2 if base == "block-real:2" else 1)


def _series(monoid, base):
    """For each idempotent e the length of a series of the group of units of eMe."""

    def then(f, g):
        return tuple(g[q] for q in f)

    for e in monoid:
        if then(e, e) != e:
            continue
        local = {then(then(e, f), e) for f in monoid}
        group = {f for f in local if any(then(f, g) == e == then(g, f) for g in local)}
        inverse = {f: next(g for g in group if then(f, g) == e == then(g, f)) for f in group}
        length = 0
        while len(group) > 1 and length < math.inf:
            seeds = {then(then(inverse[f], inverse[g]), then(f, g)) for f in group for g in group}
            if base.endswith("real"):
                seeds |= {then(f, f) for f in group}
            if base.endswith("nonnegative"):
                seeds |= group
            smaller = {e}
            while len(more := smaller | {then(f, g) for f in smaller | seeds for g in seeds}) > len(
                smaller
            ):
                smaller = more
            length = math.inf if len(smaller) == len(group) else length + 1
            group = smaller
        yield length


def _contractions_excluded(document, table, monoid, then, power):
    """Tails and cycles of letters, idempotents that do not commute, and the parity of flags."""
    claim = document["claim"]
    name, _, width = claim["restriction"].partition(":")
    factors, letters = int(width), [tuple(x) for x in zip(*table, strict=True)]
    for x in letters:
        e, tail = power(x), 0
        while then(*[x] * tail, e) != then(*[x] * tail):
            tail += 1
        turn = 0 if then(e, x) == e else 1 if then(e, x, x) == e else 2
        if (tail + turn if name == "householder" else max(tail, turn)) > factors:
            return True
    idempotent = [f for f in monoid if then(f, f) == f]
    if any(then(e, f, e) != then(f, e) for e in idempotent for f in idempotent):
        return True
    if name == "householder" and _restored(claim, factors, letters, idempotent, then, power):
        return True
    one, linear = name == "householder", claim["decoder"] == "linear"
    outputs = _shown(document, table)
    if one and linear and _dependent(outputs, factors, letters, idempotent, then, power):
        return True
    if claim["additive"]:
        return False
    if any(then(e, f) != then(f, e) for e in idempotent for f in idempotent):
        return True
    if name != "householder" or claim["decoder"] != "linear":
        return False
    for chosen in itertools.combinations(letters, factors + 1):
        subsets = list(itertools.product((0, 1), repeat=len(chosen)))
        maps = {s: then(*(power(x) for x, i in zip(chosen, s, strict=True) if i)) for s in subsets}
        for q, w in itertools.product(range(len(table)), monoid):
            shown = {(sum(s) % 2, outputs[w[f[q]]]) for s, f in maps.items()}
            if len(shown) == 2 == len({y for _, y in shown}):
                return True
    return False


def _restored(claim, factors, letters, idempotent, then, power):
    """A letter, and more idempotents than factors, each of which makes a difference after it."""
    states = range(len(letters[0]))
    for y in letters:
        t = power(y) if claim["additive"] else then(power(y), y)
        for chosen in itertools.product(idempotent, repeat=factors + 1):
            tails = [then(*chosen[i:]) for i in range(len(chosen))] + [then()]
            for q in states:
                ends = [f[t[tails[0][q]]] for f in tails]
                if all(a != b for a, b in itertools.pairwise(ends)):
                    return True
    return False


def _shown(document, table):
    """The output of each state of the minimal machine."""
    automaton = document["automaton"]
    outputs = {0: automaton["outputs"][automaton["start"]]}
    for p, q in (queue := [(0, automaton["start"])]):
        for r, s in zip(table[p], automaton["transitions"][q], strict=True):
            if r not in outputs:
                outputs[r] = automaton["outputs"][s]
                queue.append((r, s))
    return outputs


def _dependent(outputs, factors, letters, idempotent, then, power):
    """More idempotents than factors, each set of which is told from the others beside a letter."""
    words = [then(), *letters, *(then(x, y) for x in letters for y in letters)]
    states = range(len(outputs))
    if factors > 2:
        return False
    for y in letters:
        r = power(y)
        for chosen in itertools.combinations_with_replacement(idempotent, factors + 1):
            told = set()
            for w in words:
                shown = {}  # two outputs: the sets that show them from a state
                for q in states:
                    ends = [(outputs[w[e[r[q]]]], outputs[w[r[e[r[q]]]]]) for e in chosen]
                    for pair in set(ends):
                        if pair[0] != pair[1]:
                            bits = sum(1 << i for i, end in enumerate(ends) if end == pair)
                            shown.setdefault(pair, []).append(bits)
                for (a, b), first in shown.items():
                    for c in range(2**factors):
                        second = [0, *shown.get((b, a), [])]
                        whole = 2 ** (factors + 1) - 1
                        if any(x | c == whole for x in first) and any(x & c == c for x in second):
                            told.add(c)
            if len(told) == 2**factors:
                return True
    return False


def _planes(monoid, letters, then):
    """Two letters x, y with x y^-1 no involution, and two elements of odd prime order that commute."""
    inverse = {f: next(g for g in monoid if then(f, g) == monoid[0]) for f in letters}
    steps = [then(x, inverse[y]) for x in letters for y in letters]
    if all(then(f, f) == monoid[0] for f in steps):
        return False
    for p in (3, 5, 7):
        found = [f for f in monoid if f != monoid[0] and then(*[f] * p) == monoid[0]]
        for f, g in itertools.product(found, repeat=2):
            powers = [then(*[f] * i) for i in range(p)]
            if then(f, g) == then(g, f) and g not in powers:
                return True
    return False


def _nonabelian(name, size, table):
    """Two elements generate a group of order p^k, p odd, that has too few dimensions to be not abelian."""
    one = tuple(range(len(table)))
    letters = [tuple(x) for x in zip(*table, strict=True)]

    def generated(seeds):
        lengths = {one: 0}
        for f in (queue := [one]):
            for x in seeds:
                g = tuple(x[q] for q in f)
                if g not in lengths:
                    lengths[g] = lengths[f] + 1
                    queue.append(g)
        return lengths

    real = name in ("block-real", "orthogonal", "permutation", "column-one-hot", "cp-real")
    factors = name.startswith("householder")
    if not (real or factors or name in ("block-complex", "full", "pd", "cp-complex")):
        return False
    lengths = generated(letters)
    for p in (3, 5, 7):
        order = len(lengths)
        if order % p**3:
            continue
        elements = [g for g in lengths if p ** len(table) % _order(g) == 0]
        for g, h in itertools.combinations(elements, 2):
            dimension = size * (lengths[g] + lengths[h] if factors else 1)
            if dimension >= p * (2 if real or factors else 1):
                continue
            if tuple(g[q] for q in h) == tuple(h[q] for q in g):
                continue
            if p ** len(table) % len(generated([g, h])) == 0:
                return True
    return False


def _chained(name, size, table, monoid, then):
    """More idempotents below one another than dimensions, with CP factors after one more letter."""
    cp = name.startswith("cp")
    if not cp and name not in ("full", "pd", "permutation", "column-one-hot", "orthogonal"):
        return False
    letters = [tuple(x) for x in zip(*table, strict=True)]
    idempotent = [f for f in monoid if then(f, f) == f]
    seen = {f: tuple(then(f, x) for x in letters) if cp else f for f in idempotent}

    def longest(f):
        below = [e for e in idempotent if then(e, f) == e == then(f, e) and seen[e] != seen[f]]
        return 1 + max(map(longest, below), default=-1)

    return longest(monoid[0]) > size


# Order of the group, number of letters: columns of a linear decoder over R and over C (theory.md, 3.7)
COLUMNS = {(3, 3): (3, 1), (6, 6): (4, 4), (8, 2): (5, 2), (12, 2): (4, 3), (24, 2): (4, 3)}


def _columns_excluded(document, then, power, violated):
    """Few columns: brute force for one, laws of letters for two or three, known groups, local laws."""
    claim, table = document["claim"], _minimal(document["automaton"])
    real, rank = claim["restriction"].startswith("cp-real"), int(claim["restriction"].split(":")[1])
    monoid, letters = _monoid(table), [tuple(x) for x in zip(*table, strict=True)]
    group = all(len(set(f)) == len(table) for f in monoid)
    if rank == 1 and (group or not claim["additive"]):
        return not _one_column(table, letters, real=real)
    if claim["additive"] and not group:
        return _locally_excluded(document, then, power, violated)

    def breaks(x, y, z):
        if len(set(y)) < len(y):
            return False
        inverse = next(f for f in monoid if then(f, y) == monoid[0])
        step = then(x, inverse)
        return then(step, z) != then(z, inverse, x) or (real and then(step, step, x) != x)

    laws = any(breaks(*chosen) for chosen in itertools.product(letters, repeat=3))
    squares = group and violated(lambda x, y: then(x, x, y, y) == then(y, y, x, x), 2)
    if (rank == 2 and (laws or (real and squares))) or (rank == 3 and real and laws and squares):
        return True
    if not group:
        return _locally_excluded(document, then, power, violated)
    if rank == 4 and real and _planes(monoid, letters, then):
        return True
    known = COLUMNS.get((len(monoid), len(letters)))
    return claim["decoder"] == "linear" and known is not None and rank < known[not real]


def _one_column(table, letters, *, real):
    """Some numbers, 0 or roots of unity, do it for the letters, or nothing matters after two of them."""
    if len({y[q] for x in letters for q in x for y in letters}) == 1:
        return True
    order = 2 if real else math.lcm(*range(1, len(table) + 1))
    for chosen in itertools.product([None, *range(order)], repeat=len(letters)):
        states, waiting, fits = {}, [(0, 0)], True
        while waiting and fits:
            q, s = waiting.pop()
            for x, w in zip(letters, chosen, strict=True):
                t = None if w is None or s is None else (s + w) % order
                if t not in states:
                    states[t] = x[q]
                    waiting.append((x[q], t))
                fits = fits and states[t] == x[q]
        if fits:
            return True
    return False


def _blocks_excluded(monoid, base, decoder, then):
    """Of the groups in the corpus these, with all states as outputs, are known (theory.md, 3.2)."""
    squares_commute = all(
        then(x, x, y, y) == then(y, y, x, x) for x, y in itertools.product(monoid, repeat=2)
    )
    if base == "block-real:2" and not squares_commute:
        return True
    no = {
        "block-real:2": {8},  # Q8 (linear)
        "block-real:3": {21},  # C7:C3
        "block-real:4": {21},
        "block-complex:2": {12, 21, 24},  # A4, C7:C3, S4
    }.get(base, set())
    return len(monoid) in no and (decoder == "linear" or not squares_commute)


def _has_wild_p_groups(monoid, name, k):
    """Elements of a p-group inside the monoid do not commute as those of k x k matrices would.

    Of x and y that generate a p-group the powers x^(p^s) and y^(p^s) commute if p^s is the largest
    power that is at most k (over R and for odd p at most k/2); all of such orders do for p > 2k + 1.
    """
    complex_ones = ("block-complex", "full", "pd", "cp-complex")
    real_ones = ("block-real", "orthogonal", "permutation", "column-one-hot", "cp-real")
    if name not in complex_ones + real_ones:
        return False
    real = name in real_ones

    def times(f, g):
        return tuple(g[q] for q in f)

    def powers(f):
        found = [f]
        while (g := times(found[-1], f)) not in found:
            found.append(g)
        return found

    def is_power(n, p):
        while n % p == 0:
            n //= p
        return n == 1

    cyclic = {f: found for f in monoid if len(found := powers(f)) > 1 and times(found[-1], f) == f}
    for x, y in itertools.combinations(cyclic, 2):
        if cyclic[x][-1] != cyclic[y][-1] or times(x, y) == times(y, x):
            continue
        for p in (2, 3, 5, 7):
            if not is_power(len(cyclic[x]), p) or not is_power(len(cyclic[y]), p):
                continue
            most, q = k // 2 if real and p > 2 else k, 1
            while q * p <= most:
                q *= p
            z, w = (cyclic[f][(q - 1) % len(cyclic[f])] for f in (x, y))
            if times(z, w) == times(w, z):
                continue
            if p > 2 * k + 1:
                return True
            group = [cyclic[x][-1]]
            for g in group:
                group += [h for f in (x, y) if (h := times(g, f)) not in group]
            if is_power(len(group), p):
                return True
    return _acts_wildly(cyclic, times, is_power, k, real=real)


def _acts_wildly(cyclic, times, is_power, k, *, real):
    """An element acts on an abelian p-group otherwise than by permuting at most k characters.

    ``cyclic`` holds the powers of each element of a group, from the element to its identity.
    """
    for x, y in itertools.permutations(cyclic, 2):
        if cyclic[x][-1] != cyclic[y][-1] or times(x, y) == times(y, x):
            continue
        period = len(cyclic[y])

        def conjugate(g, c, y=y, period=period):
            return times(times(cyclic[y][(-c - 1) % period], g), cyclic[y][(c - 1) % period])

        conjugates = [conjugate(x, c) for c in range(1, period)]
        p = next((p for p in (2, 3, 5, 7) if is_power(len(cyclic[x]), p)), None)
        if p is None or any(times(x, g) != times(g, x) for g in conjugates):
            continue
        if any(r > k + 1 and r != p and is_power(period, r) for r in (3, 5, 7)):
            return True
        if p > (k // 2 if real and p > 2 else k):
            value = x
            for c in range(1, k + 1):  # all lengths of orbits, over R those that occur
                if not real or p == 2 or c % 2 == 0 or 2 * c <= k:
                    z = conjugate(value, c)
                    powers = cyclic.get(value, [value])
                    value = times(powers[-2] if len(powers) > 1 else value, z)
            if len(cyclic.get(value, [value])) > 1:
                return True
    return False


def _turns_and_resets(monoid, then, power):
    """Elements of order 3 whose turns are neither kept nor lost by a word that is 0 where they turn."""
    turns = [t for t in monoid if then(t, t, t, t) == t != then(t, t)]
    for t, y in itertools.product(turns, monoid):
        s = then(y, y, t, y, t, t, y)
        if then(s, t, power(s), power(t)) != then(s, power(t), power(s), t):
            return True
    return False


def _locally_excluded(document, then, power, violated):
    """Laws of k x k matrices, with no or one word p of lost rank before them, fail in the monoid."""
    claim = document["claim"]
    k = int(claim["restriction"].partition(":")[2])
    table = _minimal(document["automaton"])
    identity = tuple(range(len(table)))
    words = {(identity, frozenset()): None}  # what words do, and their symbols
    for f, symbols in (queue := list(words)):
        for a in range(len(table[0])):
            pair = tuple(table[q][a] for q in f), symbols | {a}
            if pair not in words:
                words[pair] = None
                queue.append(pair)

    def fails(size, s, z):
        start = then(s, *[z] * size)
        if then(start, power(z)) != start:
            return True
        if size == 0:
            return False
        start, e = then(s, *[z] * (size - 1)), power(z)
        if violated(lambda y: then(start, e, y, start, z) == then(start, y, start, z), 1):
            return True
        if claim["additive"]:
            return False
        return violated(lambda y: then(start, e, y, start) == then(start, y, start, e), 1)

    def kernel(g, v):
        z = then(g, v)
        start, full = then(identity, *[z] * (k - 2)), then(identity, *[z] * k)
        left, right = then(start, power(z), power(g), z), then(start, power(g), z)
        if violated(lambda y: then(left, y, full) == then(right, y, full), 1):
            return True
        zero = not claim["additive"]
        return zero and violated(lambda y: then(full, y, left) == then(full, y, right), 1)

    def differ(p, x, y):
        s = then(p, x, p, y, p) if claim["additive"] else p
        x, y = then(x, s), then(y, s)
        return then(s, x, x, y, y) != then(s, y, y, x, x)

    pairs = [
        (p, x) for (p, symbols), (x, inside) in itertools.product(words, words) if inside <= symbols
    ]
    return (
        any(fails(k, identity, x) for x, _ in words)
        or any(fails(k - 1, p, then(x, p)) for p, x in pairs)
        or (k > 1 and any(kernel(g, v) for (g, _), (v, _) in itertools.product(words, repeat=2)))
        or (
            claim["restriction"] == "block-real:2"
            and any(differ(p, x, y) for p, x in pairs for q, y in pairs if p == q)
        )
    )


def right(document):
    """Whether the claim of a document is right, by brute force; series of a thousand factors are endless."""
    if document["claim"]["answer"] == "no":
        return _excluded(document)
    letters = len(document["automaton"]["alphabet"])
    with mp.workdps(110):
        return _tracks(document, {0: 0, 1: 14, 2: 5}.get(letters, 3))


# --- the tests ----------------------------------------------------------------------------------


def _places(value, wanted, path=()):
    """The paths to the values inside a document that are wanted."""
    if wanted(value):
        yield path
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(item, wanted, (*path, key))


def _is_number(value):
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and value.replace("/", "").removeprefix("-").isdigit()
    )


def _at(document, path):
    for key in path:
        document = document[key]
    return document


def _changed(document, path, value):
    changed = copy.deepcopy(document)
    _at(changed, path[:-1])[path[-1]] = copy.deepcopy(value)
    return changed


def _is_refused(document):
    """The kernel refuses the document, as what it would be in a file."""
    try:
        check(read(json.dumps(document).encode()))
    except (MalformedCertificate, RefusedCertificate):
        return True
    return False


MANY = settings(max_examples=6 * settings().max_examples)
NAMES = st.sampled_from(sorted(ACCEPTED))
NUMBERS = st.one_of(
    st.integers(-3, 12),
    st.sampled_from(["1/2", "-1/2", "2/3", "1/192", [0, 1], [0, -1], [1, 1], [0, 1, 0, "-1/2"]]),
)


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_certificates_are_right_by_brute_force(name):
    assert right(ACCEPTED[name])


@pytest.mark.parametrize(
    ("name", "restriction"),
    [
        ("S3-not-as-rotation", "pd"),
        ("parity-not-as-nonnegative", "diagonal-real"),
        ("counter-3-not-as-real", "rotation"),
    ],
)
def test_the_judge_knows_what_is_possible(name, restriction):
    if restriction == "pd":
        document = ACCEPTED["S3-as-permutation"]
        wrong = _changed(document, ("system", "matrices", 0, 0), 3)
        assert right(document)
        assert not right(wrong)
    else:
        assert not right(_changed(ACCEPTED[name], ("claim", "restriction"), restriction))


@MANY
@given(NAMES, NUMBERS, st.data())
def test_a_changed_number_is_refused_or_still_right(name, number, data):
    document = ACCEPTED[name]
    path = data.draw(st.sampled_from(list(_places(document, _is_number))))
    assume(_at(document, path) != number)
    changed = _changed(document, path, number)
    assert _is_refused(changed) or right(changed)


@MANY
@given(NAMES, NAMES, st.data())
@example("parity-as-real-diagonal", "S3-as-pd", None)
def test_a_value_from_elsewhere_is_refused_or_still_right(name, other, data):
    document, source = ACCEPTED[name], ACCEPTED[other]
    if data is None:
        changed = _changed(document, ("claim", "restriction"), source["claim"]["restriction"])
    else:
        path = data.draw(st.sampled_from(list(_places(document, lambda _: True))[1:]))
        twin = [p for p in _places(source, lambda _: True) if p == path]
        anywhere = list(_places(source, lambda _: True))
        changed = _changed(
            document, path, _at(source, data.draw(st.sampled_from(twin or anywhere)))
        )
    assert _is_refused(changed) or right(changed)


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_removed_field_and_every_foreign_value_is_refused(name):
    document = ACCEPTED[name]
    for path in list(_places(document, lambda _: True))[1:]:
        for value in (None, [[]], 10**40):
            changed = _changed(document, path, value)
            assert _is_refused(changed) or right(changed), (path, value)
        removed = copy.deepcopy(document)
        del _at(removed, path[:-1])[path[-1]]
        assert _is_refused(removed) or right(removed), path


@pytest.mark.parametrize(
    "name", [name for name, given in ACCEPTED.items() if given["claim"]["answer"] == "no"]
)
def test_nothing_is_excluded_for_an_automaton_with_one_output(name):
    """Its states are equivalent, and a decoder need not read the state of the system at all."""
    document = copy.deepcopy(ACCEPTED[name])
    for machine in (document["automaton"], document["minimal"]):
        machine["outputs"] = [0 for _ in machine["outputs"]]
    with pytest.raises(RefusedCertificate):
        check(document)
