"""The trusted kernel: accepts or refuses a certificate, and never searches.

A certificate is one JSON document. It claims that some recurrence ``h_t = A_{x_t} h_{t-1}``, perhaps
with an additive term ``b_{x_t}``, of finite reach and with matrices in a restriction, gives the
output of an automaton after every word ("yes"), or that none does ("no"). This file, with Python's
standard library alone, decides whether the document proves its claim:
``python3 -I -S check.py CERT.json...``.

FORMAT, version 1. Every object has exactly the fields named; duplicate keys are refused.

    document    {"format": "bilinear-certificate", "version": 1, "claim", "automaton", "minimal",
                EVIDENCE}; the evidence is "system", "orbit" (and "readout" if the decoder is
                linear) for the answer "yes", and "witness" for the answer "no"
    claim       {"answer": "yes" | "no", "restriction": text, "decoder": "linear" | "arbitrary",
                "additive": Boolean, "layers": 1}
    automaton   {"alphabet": [symbol], "transitions": [[state]], "start": state,
                "outputs": [output]}; transitions[q][a] is the state after q on alphabet[a]; a
                symbol is text or an integer, an output text, an integer or a Boolean (true is 1,
                false is 0)
    minimal     {"transitions", "outputs", "map"}: a machine with start 0, whose states are
                numbered in the order in which its rows name them, and map[q], its state for state
                q of the automaton, or null where q is not reached
    system      {"conductor": n, "width": d, "form": form, "matrices": [matrix of a letter],
                "offsets": [vector b_a of a letter], only if additive}
    form        "diagonal": a matrix is its d diagonal numbers; "one-hot": column j is the unit
                vector of index matrix[j]; "dense": d rows of d numbers
    orbit       {"vectors": [vector], "next": [[point]], "states": [state of the minimal machine]}
                point 0 is h_0; points are numbered in the order in which the rows of next name them
    readout     {"outputs": [output], "rows": [vector], "bias": [number]}, one row an output that
                occurs; the decoded output is the one with the largest Re(row . h + bias)
    vector      d numbers, or an index i for the unit vector e_i
    number      an integer; a text "p/q" in lowest terms with q > 1; or a list of at least 2 and at
                most phi(n) of these, the last not 0: coefficients of 1, z, z^2, .. with
                z = exp(2 pi i / n)
    witness     {"kind": kind, and the words (lists of symbols) and perhaps the exponent n >= 1 that
                ``RULES`` gives for the kind}

WHAT IS CHECKED. The map carries the automaton onto the minimal machine. For "yes": each matrix lies
in the restriction; ``A_a v_i + b_a = v_next(i,a)`` for all points and letters; points are distinct
vectors; their states follow the minimal machine from its start; and with a linear decoder the
largest logit is strict and belongs to the right output. By induction this holds for all words. For
"no": the machine gives different outputs on two words between which the theorem of the rule allows
no difference.

References: McConnell, Mehlhorn, Naher and Schweitzer, *Certifying algorithms* (2011).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import gcd
from typing import Any, NamedTuple

Number = dict[int, Any]  # exponent of z -> coefficient, an int or a Fraction, never 0
Vector = dict[int, Number]  # coordinate -> number, never the number 0
Matrix = list[Vector]  # the columns


class MalformedCertificate(ValueError):
    """The document is no certificate of this format."""


class RefusedCertificate(ValueError):
    """The document is a certificate, and the equation that the message names fails."""


class Rule(NamedTuple):
    """Two words that no system of the restrictions can tell apart, whatever the decoder.

    ``same`` is a pair of words that must lead the automaton to one state; ``w^n`` repeats a word.
    """

    left: str
    right: str
    same: tuple[str, str] | None
    restrictions: frozenset[str]
    additive: bool


DIAGONAL = frozenset({"diagonal-nonnegative", "diagonal-real", "rotation"})
RULES = {
    # diagonal matrices commute
    "noncommuting": Rule("u x y w", "u y x w", None, DIAGONAL, additive=False),
    # finite reach leaves the multipliers 0 and 1
    "not-idempotent": Rule(
        "u x x w", "u x w", None, frozenset({"diagonal-nonnegative"}), additive=False
    ),
    # finite reach leaves the multipliers 0, 1 and -1
    "not-involutive": Rule("u x x x w", "u x w", None, DIAGONAL - {"rotation"}, additive=False),
    # finite reach leaves 0 and roots of unity, so a power of x fixes what x has touched
    "tail": Rule("u x x^n w", "u x w", ("u x x^n", "u x x^n x^n"), DIAGONAL, additive=False),
    # a coordinate keeps what it has, or is set by its last reset: an earlier x is forgotten
    "last-letter": Rule(
        "u x t x w", "u t x w", None, frozenset({"diagonal-nonnegative"}), additive=True
    ),
    "last-letter-even": Rule(
        "u x x t x w", "u t x w", None, DIAGONAL - {"rotation"}, additive=True
    ),
    "last-letter-periodic": Rule(
        "u x^n t x w", "u t x w", ("u x^n", "u x^n x^n"), DIAGONAL, additive=True
    ),
    # occurrences of x and y that are not the last ones commute
    "exchange-first": Rule("u x y t x s y w", "u y x t x s y w", None, DIAGONAL, additive=True),
    "exchange-second": Rule("u x y t y s x w", "u y x t y s x w", None, DIAGONAL, additive=True),
    # an invertible map of a finite set has an inverse among its powers
    "merged": Rule(
        "u w", "v w", ("u x", "v x"), frozenset({"permutation", "orthogonal"}), additive=True
    ),
}


class Machine(NamedTuple):
    """A Moore machine as the certificate gives it."""

    transitions: list[list[int]]
    outputs: list[Any]


def check(document: Any) -> None:
    """Return if the document proves its claim.

    Raises:
        MalformedCertificate: if the document is no certificate of this format.
        RefusedCertificate: with the first equation that fails.
    """
    claim = _field(document, "claim")
    answer = _field(claim, "answer")
    evidence = {"yes": ["system", "orbit"], "no": ["witness"]}.get(answer)
    if evidence is None:
        raise MalformedCertificate('claim.answer is neither "yes" nor "no"')
    linear = _field(claim, "decoder") == "linear"
    if answer == "yes" and linear:
        evidence.append("readout")
    _object(document, "document", ["format", "version", "claim", "automaton", "minimal", *evidence])
    _object(claim, "claim", ["answer", "restriction", "decoder", "additive", "layers"])
    if document["format"] != "bilinear-certificate" or document["version"] != 1:
        raise MalformedCertificate("the format is not bilinear-certificate, version 1")
    if claim["decoder"] not in ("linear", "arbitrary"):
        raise MalformedCertificate('claim.decoder is neither "linear" nor "arbitrary"')
    if not isinstance(claim["additive"], bool):
        raise MalformedCertificate("claim.additive is not a Boolean")
    if claim["layers"] != 1 or isinstance(claim["layers"], bool):
        raise MalformedCertificate("claim.layers is not 1")
    machine, alphabet, start = _automaton(document["automaton"])
    minimal = _check_minimal(document["minimal"], machine, start, len(alphabet))
    if answer == "yes":
        _check_realization(document, minimal, len(alphabet))
    else:
        _check_obstruction(claim, document["witness"], minimal, alphabet)


def _check_minimal(given: Any, machine: Machine, start: int, letters: int) -> Machine:
    """The minimal machine, once the map is known to carry the automaton onto it."""
    _object(given, "minimal", ["transitions", "outputs", "map"])
    outputs = _list(given["outputs"], "minimal.outputs")
    transitions = _table(given["transitions"], "minimal.transitions", len(outputs), letters)
    _check_numbering(transitions, "minimal.transitions")
    image = _list(given["map"], "minimal.map", len(machine.transitions))
    for q, p in enumerate(image):
        if p is not None:
            _integer(p, f"minimal.map[{q}]", 0, len(outputs) - 1)
    if image[start] != 0:
        raise RefusedCertificate(f"minimal.map sends the start to {image[start]}, not to 0")
    for q, p in enumerate(image):
        if p is None:
            continue
        if _output(outputs[p], "minimal.outputs") != machine.outputs[q]:
            raise RefusedCertificate(f"state {q} and its image {p} differ in output")
        for a, r in enumerate(machine.transitions[q]):
            if image[r] != transitions[p][a]:
                raise RefusedCertificate(f"minimal.map does not commute with letter {a} at {q}")
    return Machine(transitions, outputs)


# --- the answer "yes" ---------------------------------------------------------------------------


def _check_realization(document: Any, minimal: Machine, letters: int) -> None:
    claim = document["claim"]
    system = document["system"]
    names = ["conductor", "width", "form", "matrices"]
    _object(system, "system", [*names, "offsets"] if claim["additive"] else names)
    n = _integer(system["conductor"], "system.conductor", 1, 10**5)
    d = _integer(system["width"], "system.width", 0, 10**7)
    coded = _list(system["matrices"], "system.matrices", letters)
    matrices = [
        _matrix(m, system["form"], n, d, f"system.matrices[{a}]") for a, m in enumerate(coded)
    ]
    offsets: list[Vector] = [{} for _ in range(letters)]
    if claim["additive"]:
        given = _list(system["offsets"], "system.offsets", letters)
        offsets = [_vector(b, n, d, f"system.offsets[{a}]") for a, b in enumerate(given)]
    for a, matrix in enumerate(matrices):
        _check_member(claim["restriction"], matrix, n, d, f"matrices[{a}]")

    orbit = document["orbit"]
    _object(orbit, "orbit", ["vectors", "next", "states"])
    given = _list(orbit["vectors"], "orbit.vectors")
    vectors = [_vector(v, n, d, f"orbit.vectors[{i}]") for i, v in enumerate(given)]
    following = _table(orbit["next"], "orbit.next", len(vectors), letters)
    _check_numbering(following, "orbit.next")
    states = _list(orbit["states"], "orbit.states", len(vectors))
    for i, q in enumerate(states):
        _integer(q, f"orbit.states[{i}]", 0, len(minimal.transitions) - 1)
    if states[0] != 0:
        raise RefusedCertificate(f"orbit.states[0] = {states[0]}, but the start is state 0")
    seen: dict[Any, int] = {}
    for i, v in enumerate(vectors):
        j = seen.setdefault(_frozen(v), i)
        if j != i:
            raise RefusedCertificate(f"points {j} and {i} of the orbit are the same vector")
    for i, v in enumerate(vectors):
        for a in range(letters):
            j = following[i][a]
            if _sum(_apply(matrices[a], v, n), offsets[a]) != vectors[j]:
                raise RefusedCertificate(f"A_{a} v_{i} + b_{a} = v_{j} fails")
            if states[j] != minimal.transitions[states[i]][a]:
                raise RefusedCertificate(
                    f"point {i} goes to point {j} on letter {a}, but state {states[i]} does not "
                    f"go to state {states[j]}"
                )
    if claim["decoder"] == "linear":
        _check_readout(document["readout"], vectors, states, minimal, n, d)


def _check_readout(
    readout: Any, vectors: list[Vector], states: list[int], minimal: Machine, n: int, d: int
) -> None:
    """At every orbit point the right output has the strictly largest logit."""
    _object(readout, "readout", ["outputs", "rows", "bias"])
    outputs = _list(readout["outputs"], "readout.outputs")
    if outputs != list(dict.fromkeys(minimal.outputs)):
        raise RefusedCertificate(
            "readout.outputs are not the outputs that occur, in the order of the states"
        )
    given = _list(readout["rows"], "readout.rows", len(outputs))
    rows = [_vector(r, n, d, f"readout.rows[{y}]") for y, r in enumerate(given)]
    given = _list(readout["bias"], "readout.bias", len(outputs))
    bias = [_number(c, n, f"readout.bias[{y}]") for y, c in enumerate(given)]
    place = {output: y for y, output in enumerate(outputs)}
    for i, v in enumerate(vectors):
        right = place[minimal.outputs[states[i]]]
        logits = []
        for row, c in zip(rows, bias, strict=True):
            z = c
            for k in row.keys() & v.keys():
                z = _add(z, _multiply(row[k], v[k], n))
            logits.append(_add(z, _conjugate(z, n)))  # twice the real part
        for y, logit in enumerate(logits):
            if y != right and _sign(_add(logits[right], _negative(logit)), n) <= 0:
                raise RefusedCertificate(
                    f"logit of output {right} exceeds that of output {y} at point {i} fails"
                )


def _check_numbering(table: list[list[int]], name: str) -> None:
    """Every row but the first is named by an earlier one, in order: all are reached from 0."""
    known = 1
    for i, row in enumerate(table):
        if i >= known:
            raise RefusedCertificate(f"{name}: row {i} is not reached from row 0")
        for j in row:
            if j > known:
                raise RefusedCertificate(f"{name}: row {i} names {j} before {known}")
            known = max(known, j + 1)


def _check_member(restriction: Any, matrix: Matrix, n: int, d: int, name: str) -> None:
    """The matrix lies in the class of the restriction."""
    base, size = _restriction(restriction)
    if size is not None and not base.startswith("block") and d > size:
        raise RefusedCertificate(f"the width is {d}, more than the {size} of {restriction}")
    for i, j, value in _entries(matrix):
        place = f"{name}[{i}][{j}]"
        if base.startswith("diagonal") or base == "rotation":
            allowed = i == j and _scalar(value, base, n)
        elif base.startswith("triangular"):
            allowed = i < j or (i == j and _scalar(value, base, n))
        elif base.startswith("block"):
            allowed = _block_entry(i, j, value, base, size, matrix, n)
        elif base in ("permutation", "column-one-hot"):
            allowed = value == {0: 1}
        elif base == "orthogonal":
            allowed = _conjugate(value, n) == value
        else:
            allowed = True
        if not allowed:
            raise RefusedCertificate(f"{place} is not an entry that {restriction} allows")
    if base in ("permutation", "column-one-hot"):
        if any(len(column) != 1 for column in matrix):
            raise RefusedCertificate(f"a column of {name} is not one-hot")
        if base == "permutation" and len({i for c in matrix for i in c}) != d:
            raise RefusedCertificate(f"{name} is not a permutation matrix")
    if base == "pd" and any(len(column) > 1 for column in matrix):
        raise RefusedCertificate(f"a column of {name} has more than one entry")
    if base == "orthogonal":
        for i, column in enumerate(matrix):
            for j in range(i + 1):
                if _dot(column, matrix[j], n) != ({0: 1} if i == j else {}):
                    raise RefusedCertificate(f"columns {j} and {i} of {name} are not orthonormal")


def _block_entry(
    i: int, j: int, value: Number, base: str, size: int | None, matrix: Matrix, n: int
) -> bool:
    """Inside a block and of its field; over R, k >= 2 also holds complex diagonal matrices.

    A complex diagonal matrix is a real one with blocks [[a, -b], [b, a]] in twice as many units.
    """
    if size is None:
        return False
    real = _conjugate(value, n) == value
    if base == "block-complex" or real:
        return i // size == j // size
    return size >= 2 and all(list(column) in ([], [k]) for k, column in enumerate(matrix))


def _scalar(value: Number, base: str, n: int) -> bool:
    """The number is one that the name of a diagonal or triangular class allows."""
    if base == "rotation" or base.endswith("-complex"):
        return True
    real = _conjugate(value, n) == value
    return real and (base.endswith("-real") or _sign(value, n) >= 0)


def _restriction(text: Any) -> tuple[str, int | None]:
    """A restriction as its class and its number, block-real:1 being diagonal-real."""
    found = (
        re.fullmatch(r"([a-z-]+)(?::([1-9][0-9]{0,8}))?", text) if isinstance(text, str) else None
    )
    base = found[1] if found else None
    size = int(found[2]) if found and found[2] else None
    bounded = {"full", "permutation", "column-one-hot", "pd", "orthogonal"}
    plain = DIAGONAL | {"triangular-nonnegative", "triangular-real", "triangular-complex"}
    blocks = {"block-real", "block-complex"}
    if (size is None and base in bounded | plain) or (size and base in bounded | blocks):
        if size == 1 and base in blocks:
            return ("diagonal-real" if base == "block-real" else "rotation"), None
        return base, size
    raise MalformedCertificate(f"this kernel does not cover the restriction {text!r}")


# --- the answer "no" ----------------------------------------------------------------------------


def _check_obstruction(claim: Any, witness: Any, minimal: Machine, alphabet: list[Any]) -> None:
    kind = _field(witness, "kind")
    rule = RULES.get(kind) if isinstance(kind, str) else None
    if rule is None:
        raise MalformedCertificate(f"this kernel does not know the witness {kind!r}")
    patterns = [rule.left, rule.right, *(rule.same or ())]
    tokens = {t for pattern in patterns for t in pattern.split()}
    words = sorted({t.split("^")[0] for t in tokens})
    repeated = any("^" in t for t in tokens)
    _object(witness, "witness", ["kind", *words, *(["n"] if repeated else [])])
    base, _ = _restriction(claim["restriction"])
    if base not in rule.restrictions or (claim["additive"] and not rule.additive):
        term = " with an additive term" if claim["additive"] else ""
        raise RefusedCertificate(f"the witness {kind} says nothing of {base}{term}")
    n = _integer(witness["n"], "witness.n", 1, 10**7) if repeated else 1
    column = {symbol: a for a, symbol in enumerate(alphabet)}
    read: dict[str, list[int]] = {}
    for name in words:
        symbols = _list(witness[name], f"witness.{name}")
        for symbol in symbols:
            if _symbol(symbol, f"witness.{name}") not in column:
                raise RefusedCertificate(f"witness.{name} has {symbol!r}, not a symbol")
        read[name] = [column[symbol] for symbol in symbols]

    def state(pattern: str) -> int:
        q = 0
        for token in pattern.split():
            name, _, power = token.partition("^")
            for _ in range(n if power else 1):
                for a in read[name]:
                    q = minimal.transitions[q][a]
        return q

    if rule.same is not None and state(rule.same[0]) != state(rule.same[1]):
        raise RefusedCertificate(f"{rule.same[0]} and {rule.same[1]} reach different states")
    if minimal.outputs[state(rule.left)] == minimal.outputs[state(rule.right)]:
        raise RefusedCertificate(f"{rule.left} and {rule.right} give the same output")


# --- numbers of Q(zeta_n) -----------------------------------------------------------------------


@cache
def _cyclotomic(n: int) -> tuple[int, ...]:
    """The n-th cyclotomic polynomial, lowest coefficient first: x^n - 1 over the smaller ones."""
    p = [-1] + [0] * (n - 1) + [1]
    for m in range(1, n):
        if n % m == 0:
            q = _cyclotomic(m)
            r = [0] * (len(p) - len(q) + 1)
            for i in reversed(range(len(r))):
                r[i] = p[i + len(q) - 1]
                if r[i]:
                    for j, c in enumerate(q):
                        p[i + j] -= r[i] * c
            p = r
    return tuple(p)


@cache
def _powers(n: int) -> list[tuple[tuple[int, int], ...]]:
    """z^k for 0 <= k < n in the basis 1, z, .., z^(phi(n)-1), each as (exponent, coefficient)."""
    p = _cyclotomic(n)
    degree = len(p) - 1
    rows: list[dict[int, int]] = [{k: 1} for k in range(degree)]
    for k in range(degree, n):
        row = {e + 1: c for e, c in rows[k - 1].items()}
        top = row.pop(degree, 0)
        for j in range(degree if top else 0):
            if p[j]:
                row[j] = row.get(j, 0) - top * p[j]
        rows.append({e: c for e, c in row.items() if c})
    return [tuple(row.items()) for row in rows]


def _reduced(terms: dict[int, Any], n: int) -> Number:
    total: Number = {}
    powers = _powers(n)
    for k, c in terms.items():
        for e, b in powers[k % n]:
            total[e] = total.get(e, 0) + b * c
    return {e: c for e, c in total.items() if c}


def _multiply(x: Number, y: Number, n: int) -> Number:
    if len(x) == 1 and 0 in x:
        return {e: x[0] * c for e, c in y.items()}
    terms: dict[int, Any] = {}
    for e, b in x.items():
        for f, c in y.items():
            terms[(e + f) % n] = terms.get((e + f) % n, 0) + b * c
    return _reduced(terms, n)


def _add(x: Number, y: Number) -> Number:
    total = dict(x)
    for e, c in y.items():
        total[e] = total.get(e, 0) + c
    return {e: c for e, c in total.items() if c}


def _negative(x: Number) -> Number:
    return {e: -c for e, c in x.items()}


def _conjugate(x: Number, n: int) -> Number:
    return x if x.keys() <= {0} else _reduced({-e % n: c for e, c in x.items()}, n)


def _sign(x: Number, n: int) -> int:
    """The sign of a real number: exact enclosures of its cosines, finer until they exclude 0."""
    if x.keys() <= {0}:
        c = x.get(0, 0)
        return (c > 0) - (c < 0)
    bits = 64
    while True:
        low = high = Fraction(0)
        for e, c in x.items():
            a, b = _cosine(min(e, n - e), n, bits)
            low += c * (a if c > 0 else b)
            high += c * (b if c > 0 else a)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        bits *= 2


@cache
def _cosine(k: int, n: int, bits: int) -> tuple[Fraction, Fraction]:
    """Bounds of cos(2 pi k / n), 0 <= 2k <= n, by the alternating series on [0, pi/2]."""
    if 4 * k > n:
        low, high = _cosine_turn(Fraction(n - 2 * k, n), bits)
        return -high, -low
    return _cosine_turn(Fraction(2 * k, n), bits)


def _cosine_turn(turn: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """Bounds of cos(pi turn) for 0 <= turn <= 1/2: cos decreases, its terms alternate."""
    low, high = _pi(bits)
    scale = 2**bits
    small = Fraction(int(turn * low * scale), scale)
    large = Fraction(int(turn * high * scale) + 1, scale)
    bounds: list[Fraction] = []
    for t, last in ((large, 1), (small, 0)):  # an odd number of terms bounds from above
        total, term, j = Fraction(0), Fraction(1), 0
        while j < 4 or j % 2 == last or abs(term) > Fraction(1, scale):
            total += term
            j += 1
            term = Fraction(int(-term * t * t * scale * scale), scale * scale * (2 * j - 1) * 2 * j)
        # each of the j terms was rounded by less than 1 / scale^2
        slack = Fraction(4 * j, scale * scale)
        bounds.append(total - slack if last else total + slack)
    return bounds[0], bounds[1]


@cache
def _pi(bits: int) -> tuple[Fraction, Fraction]:
    """Bounds of pi by Machin's formula, 16 arctan(1/5) - 4 arctan(1/239)."""
    bounds: list[list[Fraction]] = []
    for m in (5, 239):
        total, j, partial = Fraction(0), 0, [Fraction(0), Fraction(0)]
        while j < 4 or m ** (2 * j) < 2 ** (bits + 8):
            total += Fraction((-1) ** j, (2 * j + 1) * m ** (2 * j + 1))
            partial[j % 2] = total  # odd j bounds from below, even j from above
            j += 1
        bounds.append(partial)
    (high5, low5), (high239, low239) = bounds
    return 16 * low5 - 4 * high239, 16 * high5 - 4 * low239


# --- vectors and matrices -----------------------------------------------------------------------


def _sum(v: Vector, w: Vector) -> Vector:
    total = dict(v)
    for i, x in w.items():
        total[i] = _add(total.get(i, {}), x)
    return {i: x for i, x in total.items() if x}


def _apply(matrix: Matrix, v: Vector, n: int) -> Vector:
    total: Vector = {}
    for j, x in v.items():
        for i, y in matrix[j].items():
            total[i] = _add(total.get(i, {}), _multiply(y, x, n))
    return {i: x for i, x in total.items() if x}


def _dot(v: Vector, w: Vector, n: int) -> Number:
    total: Number = {}
    for i in v.keys() & w.keys():
        total = _add(total, _multiply(v[i], w[i], n))
    return total


def _entries(matrix: Matrix) -> Iterator[tuple[int, int, Number]]:
    for j, column in enumerate(matrix):
        for i, value in column.items():
            yield i, j, value


def _frozen(v: Vector) -> Any:
    return frozenset((i, frozenset(x.items())) for i, x in v.items())


# --- reading ------------------------------------------------------------------------------------


def _field(value: Any, name: str) -> Any:
    if not isinstance(value, dict) or name not in value:
        raise MalformedCertificate(f"there is no field {name}")
    return value[name]


def _object(value: Any, where: str, names: list[str]) -> None:
    """The value is an object with exactly these fields."""
    if not isinstance(value, dict):
        raise MalformedCertificate(f"{where} is not an object")
    for name in names:
        if name not in value:
            raise MalformedCertificate(f"{where} has no field {name}")
    for name in value:
        if name not in names:
            raise MalformedCertificate(
                f"{where} has a field {name}, which the format does not name"
            )


def _list(value: Any, where: str, length: int | None = None) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedCertificate(f"{where} is not a list")
    if length is not None and len(value) != length:
        raise MalformedCertificate(f"{where} has {len(value)} entries, not {length}")
    return value


def _integer(value: Any, where: str, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedCertificate(f"{where} is not an integer")
    if not low <= value <= high:
        raise MalformedCertificate(f"{where} = {value} is outside {low}..{high}")
    return value


def _table(value: Any, where: str, rows: int, columns: int) -> list[list[int]]:
    """A table of row numbers."""
    if rows == 0:
        raise MalformedCertificate(f"{where} is empty")
    for i, row in enumerate(_list(value, where, rows)):
        for a, j in enumerate(_list(row, f"{where}[{i}]", columns)):
            _integer(j, f"{where}[{i}][{a}]", 0, rows - 1)
    return value


def _symbol(value: Any, where: str) -> Any:
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise MalformedCertificate(f"{where} has a symbol that is neither text nor an integer")
    return value


def _output(value: Any, where: str) -> Any:
    if not isinstance(value, (str, int)):
        raise MalformedCertificate(f"{where} has an output that is no text, integer or Boolean")
    return value


def _automaton(value: Any) -> tuple[Machine, list[Any], int]:
    _object(value, "automaton", ["alphabet", "transitions", "start", "outputs"])
    alphabet = _list(value["alphabet"], "automaton.alphabet")
    for symbol in alphabet:
        _symbol(symbol, "automaton.alphabet")
    if len(set(alphabet)) != len(alphabet):
        raise MalformedCertificate("automaton.alphabet names a symbol twice")
    outputs = _list(value["outputs"], "automaton.outputs")
    for output in outputs:
        _output(output, "automaton.outputs")
    table = _table(value["transitions"], "automaton.transitions", len(outputs), len(alphabet))
    start = _integer(value["start"], "automaton.start", 0, len(outputs) - 1)
    return Machine(table, outputs), alphabet, start


def _rational(value: Any, where: str) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = (
        re.fullmatch(r"(-?[1-9][0-9]{0,4000})/([1-9][0-9]{0,4000})", value)
        if isinstance(value, str)
        else None
    )
    if found is None:
        raise MalformedCertificate(f"{where} is not a number of the format")
    p, q = int(found[1]), int(found[2])
    if q == 1 or gcd(p, q) != 1:
        raise MalformedCertificate(f"{where} = {value} is not in lowest terms")
    return Fraction(p, q)


def _number(value: Any, n: int, where: str) -> Number:
    if not isinstance(value, list):
        c = _rational(value, where)
        return {0: c} if c else {}
    degree = len(_cyclotomic(n)) - 1
    if not 2 <= len(value) <= degree:
        raise MalformedCertificate(f"{where} has {len(value)} coefficients, not 2..{degree}")
    coefficients = [_rational(c, f"{where}[{e}]") for e, c in enumerate(value)]
    if not coefficients[-1]:
        raise MalformedCertificate(f"{where} ends in the coefficient 0")
    return {e: c for e, c in enumerate(coefficients) if c}


def _vector(value: Any, n: int, d: int, where: str) -> Vector:
    if isinstance(value, int):
        return {_integer(value, where, 0, d - 1): {0: 1}}
    numbers = [_number(x, n, f"{where}[{i}]") for i, x in enumerate(_list(value, where, d))]
    return {i: x for i, x in enumerate(numbers) if x}


def _matrix(value: Any, form: Any, n: int, d: int, where: str) -> Matrix:
    if form == "diagonal":
        diagonal = _vector(_list(value, where, d), n, d, where)
        return [{j: diagonal[j]} if j in diagonal else {} for j in range(d)]
    if form == "one-hot":
        images = _list(value, where, d)
        return [{_integer(i, f"{where}[{j}]", 0, d - 1): {0: 1}} for j, i in enumerate(images)]
    if form == "dense":
        rows = [
            _vector(_list(row, f"{where}[{i}]", d), n, d, f"{where}[{i}]")
            for i, row in enumerate(_list(value, where, d))
        ]
        return [{i: row[j] for i, row in enumerate(rows) if j in row} for j in range(d)]
    raise MalformedCertificate(f"system.form {form!r} is not diagonal, one-hot or dense")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise MalformedCertificate("an object names a field twice")
    return dict(pairs)


def _refuse_number(text: str) -> Any:
    raise MalformedCertificate(f"{text} is not an exact number")


def read(data: bytes) -> Any:
    """The JSON value of a document, with no duplicate key, no float and no NaN.

    Raises:
        MalformedCertificate: if the bytes are no such JSON.
    """
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except MalformedCertificate:
        raise
    except RecursionError:
        raise MalformedCertificate("the document is nested too deeply") from None
    except ValueError as error:
        raise MalformedCertificate(f"not JSON: {error}") from None


def main(paths: list[str]) -> int:
    """Check files: 0 all accepted, 1 one refused, 2 one malformed or not readable."""
    status = 0 if paths else 2
    for path in paths:
        try:
            with open(path, "rb") as file:
                check(read(file.read()))
        except (MalformedCertificate, OSError) as error:
            status = 2
            sys.stderr.write(f"{path}: {error}\n")
        except RefusedCertificate as error:
            status = max(status, 1)
            sys.stderr.write(f"{path}: refused: {error}\n")
        else:
            sys.stdout.write(f"{path}: accepted\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
