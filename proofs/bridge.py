#!/usr/bin/env python3
"""The bridge: a certificate as a Coq file that proves its claim.

    python3 proofs/bridge.py CERT.json > cert.v

The file gives the certificate to ``accepts`` of ``theories/accept.v``, which Coq evaluates, and draws
the conclusion of ``accepts_sound``: some recurrence of the restriction gives the output of the
automaton after every word. With the answer "no" and a rule as its witness they are ``refutes`` and
``refutes_sound`` of ``theories/refute.v``: no recurrence does. Of stacks of layers they are
``accepts_stack`` of ``theories/accept_stack.v`` and ``refutes_stack`` of ``theories/refute_stack.v``;
corollaries are theorems of their own, by ``follows_in_sound`` of ``theories/follows.v``. Only the claim,
the corollaries and the automaton have to be translated faithfully, and they stand in the file to be read.
Whatever else is written there is evidence: if it were wrong, Coq would not accept it.

What is done to the evidence. Denominators are cleared: with a common one D of the points, E of the
matrices and of D times the offsets, ``A v + b = v'`` becomes ``(E A)(D v) + E D b = E (D v')``. The
powers of zeta_n below phi(n) are a basis of Q(zeta_n) over Q, so that a list of coefficients is a
number; the cyclotomic polynomial is sent with two quotients that prove it to be one. An approximation
of exp(2 pi i / n) is sent as a Gaussian integer over a power of 2. A factor has its own denominators.

The standard library alone. Outputs are numbered in the order in which the automaton names them.
"""

from __future__ import annotations

import cmath
import json
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from math import isqrt, lcm, prod
from pathlib import Path
from typing import Any

RULED = {
    "diagonal-nonnegative": "DiagonalNonnegative",
    "diagonal-real": "DiagonalReal",
    "rotation": "Rotation",
    "triangular-nonnegative": "TriangularNonnegative",
    "triangular-real": "TriangularReal",
    "triangular-complex": "TriangularComplex",
    "permutation": "Permutation",
    "orthogonal": "Orthogonal",
}
OTHER = {"column-one-hot": "ColumnOneHot", "full": "Full", "pd": "PD"}
BOUNDED = {"permutation", "orthogonal", "column-one-hot", "full", "pd"}
SIZED = {
    "block-real": "BlockReal",
    "block-complex": "BlockComplex",
    "householder": "Householder",
    "householder-heads": "HouseholderHeads",
    "cp-real": "CPReal",
    "cp-complex": "CPComplex",
}

#: The rules in the order of ``rules.v``.
KINDS = (
    *("noncommuting", "not-idempotent", "not-involutive", "tail", "last-letter"),
    *("last-letter-even", "last-letter-periodic", "exchange-first", "exchange-second", "merged"),
    *("group-noncommuting", "group-square", "group-letter", "cycle", "long-cycle"),
    *("exchange-inside", "group-squares"),
)

#: The rules of stacks in the order of ``refute_stack.v``.
STACK_KINDS = (
    *("stack-merged", "stack-cycle", "stack-odd-cycle", "stack-loop", "stack-merged-inside"),
)

Polynomial = list[int]
Number = list[Fraction]  # coefficients of 1, z, z^2, .., the last not 0
Vector = dict[int, Number]


class NotCovered(Exception):
    """The certificate is of a kind that the proved checker does not cover; the reason."""


def restriction(text: str) -> tuple[str, int | None]:
    """The class as a Coq term, and the bound on the width.

    Raises:
        NotCovered: naming a restriction that the proved checker does not know.

    >>> restriction("block-real:2"), restriction("orthogonal:3"), restriction("cp-real:1")
    (('BlockReal 2', None), ('Ruled Orthogonal', 3), ('CPReal 1', None))
    """
    found = re.fullmatch(r"([a-z-]+)(?::([1-9][0-9]{0,8}))?", text)
    if found is not None:
        base, size = found[1], int(found[2]) if found[2] else None
        if size == 1 and base in ("block-real", "block-complex"):
            return ("Ruled DiagonalReal" if base == "block-real" else "Ruled Rotation"), None
        if base in SIZED and size is not None:
            return f"{SIZED[base]} {size}", None
        if size is None or base in BOUNDED:
            if base in RULED:
                return f"Ruled {RULED[base]}", size
            if base in OTHER:
                return OTHER[base], size
    raise NotCovered(f"the restriction {text} is not covered")


# --- polynomials and the root of unity ----------------------------------------------------------


def product(p: Polynomial, q: Polynomial) -> Polynomial:
    """The product of two polynomials, lowest coefficient first."""
    total = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total


def quotient(p: Polynomial, q: Polynomial) -> Polynomial:
    """The quotient by a monic polynomial that divides."""
    rest, result = list(p), [0] * (len(p) - len(q) + 1)
    for i in reversed(range(len(result))):
        result[i] = rest[i + len(q) - 1]
        for j, b in enumerate(q):
            rest[i + j] -= result[i] * b
    return result


def unity(k: int) -> Polynomial:
    """X^k - 1."""
    return [-1] + [0] * (k - 1) + [1]


def primes(n: int) -> list[int]:
    """The primes that divide n."""
    return [p for p in range(2, n + 1) if n % p == 0 and all(p % q for q in range(2, isqrt(p) + 1))]


def modulus(n: int) -> tuple[Polynomial, Polynomial, Polynomial]:
    """The n-th cyclotomic polynomial P, and C, R with P C = X^n - 1, C R = prod (X^(n/p) - 1).

    >>> modulus(4)
    ([1, 0, 1], [-1, 0, 1], [1])
    """
    cyclotomic: dict[int, Polynomial] = {}
    for d in range(1, n + 1):
        if n % d == 0:
            p = unity(d)
            for e, q in cyclotomic.items():
                if d % e == 0:
                    p = quotient(p, q)
            cyclotomic[d] = p
    cofactor = quotient(unity(n), cyclotomic[n])
    whole = [1]
    for p in primes(n):
        whole = product(whole, unity(n // p))
    return cyclotomic[n], cofactor, quotient(whole, cofactor)


def turn(n: int, bits: int) -> tuple[int, int]:
    """The Gaussian integer below 2^bits exp(2 pi i / n), each part rounded towards 0.

    Newton's method for z^n = 1 from a float, for at least 21 bits; nothing depends on how good it
    is but acceptance.

    >>> turn(4, 30), turn(6, 30)
    ((0, 1073741824), (536870912, 929887696))
    """
    if n <= 2:
        return (1 << bits) * (1 if n == 1 else -1), 0
    one = 1 << (bits + 32)
    start = cmath.exp(2j * cmath.pi / n)
    z = (int(start.real * 2**53) << (bits - 21), int(start.imag * 2**53) << (bits - 21))

    def times(u: tuple[int, int], v: tuple[int, int]) -> tuple[int, int]:
        return (u[0] * v[0] - u[1] * v[1]) // one, (u[0] * v[1] + u[1] * v[0]) // one

    for _ in range(2 * bits.bit_length()):
        power, square, k = (one, 0), z, n
        while k:
            if k & 1:
                power = times(power, square)
            square, k = times(square, square), k >> 1
        error = times(z, (power[0] - one, power[1]))  # z (z^n - 1) is n (z - root), nearly
        z = (z[0] - error[0] // n, z[1] - error[1] // n)

    def rounded(x: int) -> int:
        near = (abs(x) + (1 << 31)) >> 32  # an exact value, such as cos(pi/3), stays exact
        part = near if abs((near << 32) - abs(x)) < 1 << 20 else abs(x) >> 32
        return part if x > 0 else -part

    return rounded(z[0]), rounded(z[1])


# --- the certificate ----------------------------------------------------------------------------


def number(value: Any) -> Number:
    """A number of the format as its coefficients."""
    coefficients = [Fraction(c) for c in (value if isinstance(value, list) else [value])]
    return coefficients if any(coefficients) else []


def vector(value: Any) -> Vector:
    """A vector of the format, sparse."""
    if isinstance(value, int):
        return {value: [Fraction(1)]}
    return {i: x for i, x in enumerate(map(number, value)) if x}


def columns(form: str, matrix: list[Any]) -> list[Vector]:
    """The columns of a matrix of the format."""
    if form == "one-hot":
        return [{i: [Fraction(1)]} for i in matrix]
    if form == "diagonal":
        return [{j: x} if x else {} for j, x in enumerate(map(number, matrix))]
    rows = [vector(row) for row in matrix]
    return [{i: row[j] for i, row in enumerate(rows) if j in row} for j in range(len(matrix))]


def denominator(vectors: list[Vector], factor: int = 1) -> int:
    """The least common denominator of the numbers, times a factor, of vectors."""
    return lcm(*((c * factor).denominator for v in vectors for x in v.values() for c in x))


def whole(x: Number, factor: int) -> list[int]:
    """A number times a factor that clears its denominators."""
    return [int(c * factor) for c in x]


def scaled(v: Vector, factor: int) -> list[tuple[int, list[int]]]:
    """A vector times a factor that clears its denominators."""
    return [(i, whole(v[i], factor)) for i in sorted(v)]


def cleared(d: Number, factor: Fraction) -> tuple[list[int], int]:
    """A number times a factor as integers over a denominator."""
    found = [c * factor for c in d]
    bottom = lcm(*(c.denominator for c in found))
    return [int(c * bottom) for c in found], bottom


def metric(system: Any) -> tuple[list[Vector], list[Number]] | None:
    """The columns of L and the pivots of the metric L D L^T, if there is one."""
    if "metric" not in system:
        return None
    lower: list[Vector] = []
    pivots: list[Number] = []
    for block in system["metric"]:
        start = len(pivots)
        rows = [[number(x) for x in row] for row in block]
        for j, row in enumerate(rows):
            pivots.append(row[j])
            below = {start + i: rows[i][j] for i in range(j + 1, len(rows)) if rows[i][j]}
            lower.append({start + j: [Fraction(1)], **below})
    return lower, pivots


def factored(system: Any, points: list[Vector], offsets: list[Vector]) -> dict[str, Any]:
    """The fields of a system of factors, which have key, top and bottom, and its points and offsets."""
    width, heads = system["width"], system.get("heads")
    sizes = [width] if heads is None else heads
    fields: dict[str, Any] = {"heads": [h for h, size in enumerate(sizes) for _ in range(size)]}
    h = metric(system)
    stretch = 1
    if h is not None:
        lower, pivots = denominator(h[0]), denominator([dict(enumerate(h[1]))])
        stretch = pivots * lower**2
        fields["metric"] = [scaled(v, lower) for v in h[0]], [whole(x, pivots) for x in h[1]]
    fields["factors"], bottoms = [], []
    for letter in system["matrices"]:
        found: list[tuple[list[tuple[int, list[int]]], list[int], int]] = []
        start = 0
        for size, given in zip(sizes, [letter] if heads is None else letter, strict=True):
            for c, key in given:
                k = {start + i: x for i, x in vector(key).items()}
                e = denominator([k])
                top, bottom = cleared(number(c), Fraction(1, stretch * e**2))
                found.append((scaled(k, e), top, bottom))
            start += size
        fields["factors"].append(found)
        bottoms.append(prod(bottom for _, _, bottom in found))
    d = lcm(denominator(points), denominator(offsets))
    fields["offsets"] = [scaled(b, e * d) for b, e in zip(offsets, bottoms, strict=False)]
    return fields | {"points": d}


def outer(system: Any, points: list[Vector], offsets: list[Vector]) -> dict[str, Any]:
    """The fields of a system ``U diag(w) V^T``, and its points and offsets."""
    parts = [list(map(vector, system[name])) for name in ("left", "right", "weights")]
    scales = [denominator(part) for part in parts]
    d, e = lcm(denominator(points), denominator(offsets)), prod(scales)
    return {
        "outer": [[scaled(v, f) for v in part] for part, f in zip(parts, scales, strict=True)],
        "den": e,
        "offsets": [scaled(b, e * d) for b in offsets],
        "points": d,
    }


def dense(system: Any, points: list[Vector], offsets: list[Vector]) -> dict[str, Any]:
    """The fields of a system of matrices, each by its columns, and its points and offsets."""
    matrices = [columns(system["form"], m) for m in system["matrices"]]
    d = denominator(points)
    e = lcm(denominator([c for m in matrices for c in m]), denominator(offsets, d))
    fields: dict[str, Any] = {}
    h = metric(system)
    if h is not None:
        lower, pivots = denominator(h[0]), denominator([dict(enumerate(h[1]))])
        fields["metric"] = [scaled(v, lower) for v in h[0]], [whole(x, pivots) for x in h[1]]
    return fields | {
        "den": e,
        "matrices": [[scaled(c, e) for c in m] for m in matrices],
        "offsets": [scaled(b, e * d) for b in offsets],
        "points": d,
    }


def root(n: int, bits: int) -> dict[str, Any]:
    """The fields of the root of unity."""
    cyclotomic, cofactor, rest = modulus(n)
    return {
        "conductor": n,
        "low": [-c for c in cyclotomic[:-1]],
        "cofactor": cofactor,
        "rest": rest,
        "scale": 1 << bits,
        "turn": turn(n, bits),
    }


def decoder(document: Any, d: int) -> dict[str, Any]:
    """The fields of the orbit and of the readout, d being the denominator of the points."""
    orbit = document["orbit"]
    readout = document.get("readout", {"outputs": [], "rows": [], "bias": []})
    rows = [vector(row) for row in readout["rows"]]
    bias = [number(c) for c in readout["bias"]]
    s = lcm(denominator(rows), denominator([dict(enumerate(bias))], d))
    return {
        "next": orbit["next"],
        "states": orbit["states"],
        "readouts": readout["outputs"],
        "rows": [scaled(row, s) for row in rows],
        "bias": [whole(c, s * d) for c in bias],
    }


def evidence(document: Any, bits: int) -> dict[str, Any]:
    """The fields of ``accept.evidence``, as integers, lists and pairs.

    Of the system there are "den", a denominator, and "matrices", each by its columns; or "outer", the
    columns of U and of V and the weights; or "heads" and "factors". "metric" is there if one is given.
    """
    system = document["system"]
    offsets = [vector(b) for b in system.get("offsets", [])]
    points = [vector(v) for v in document["orbit"]["vectors"]]
    clear = {"householder": factored, "cp": outer}.get(system["form"], dense)
    fields = clear(system, points, offsets)
    d = fields.pop("points")
    return {
        "width": system["width"],
        **root(system["conductor"], bits),
        **fields,
        "vectors": [scaled(v, d) for v in points],
        **decoder(document, d),
    }


def pile(document: Any, bits: int) -> dict[str, Any]:
    """The fields of ``accept_stack.pile``: "layers", "places" and those of the grounds.

    A layer has, besides its width, denominator, matrices, offsets and vectors, for each letter the numbers
    of the vectors below and of the matrix that they choose, and where a matrix takes a vector.
    """
    stack, orbit = document["stack"], document["orbit"]
    places, following = orbit["points"], orbit["next"]
    before = stack["coupling"] == "pre"
    vectors = [[vector(v) for v in layer["vectors"]] for layer in stack["layers"]]
    d = lcm(*map(denominator, vectors))
    layers: list[dict[str, Any]] = []
    for t, layer in enumerate(stack["layers"]):
        matrices = [columns(layer["form"], m) for m in layer["matrices"]]
        offsets = [vector(b) for b in layer.get("offsets", [])]
        e = lcm(denominator([c for m in matrices for c in m]), denominator(offsets, d))
        inputs = {tuple(row[:-1]): row[-1] for row in layer["inputs"]}
        moves: list[list[int | None]] = [[None] * len(vectors[t]) for _ in matrices]
        for p, row in enumerate(following):
            for a, q in enumerate(row):
                matrix = inputs.get((a, *places[p if before else q][:t]))
                if matrix is not None and moves[matrix][places[p][t]] is None:
                    moves[matrix][places[p][t]] = places[q][t]
        layers.append(
            {
                "width": layer["width"],
                "den": e,
                "matrices": [[scaled(c, e) for c in m] for m in matrices],
                "offsets": [scaled(b, e * d) for b in offsets],
                "vectors": [scaled(v, d) for v in vectors[t]],
                "inputs": [
                    [(list(key[1:]), matrix) for key, matrix in inputs.items() if key[0] == a]
                    for a in range(len(document["automaton"]["alphabet"]))
                ],
                "moves": moves,
            }
        )
    return {
        "before": before,
        "layers": layers,
        "places": places,
        "width": sum(layer["width"] for layer in stack["layers"]),
        **root(stack["conductor"], bits),
        "den": 1,
        "matrices": [],
        "offsets": [],
        "vectors": [],
        **decoder(document, d),
    }


# --- Coq ----------------------------------------------------------------------------------------


def coq_list(items: list[Any], term: Callable[[Any], str]) -> str:
    """A list as a Coq term."""
    return "[:: " + "; ".join(map(term, items)) + "]" if items else "[::]"


def coq_integer(c: int) -> str:
    """An integer as a term of type Z."""
    return f"({c})%Z" if c < 0 else f"{c}%Z"


def coq_number(x: list[int]) -> str:
    """A number as a list of integers."""
    return coq_list(x, coq_integer)


def coq_vector(v: list[tuple[int, list[int]]]) -> str:
    """A sparse vector as a list of pairs."""
    return coq_list(v, lambda entry: f"({entry[0]}, {coq_number(entry[1])})")


def coq_naturals(x: list[int]) -> str:
    """A list of indices."""
    return coq_list(x, str)


def coq_table(rows: list[list[int]]) -> str:
    """A table of indices."""
    return coq_list(rows, coq_naturals)


def coq_vectors(vs: list[list[tuple[int, list[int]]]]) -> str:
    """A list of sparse vectors."""
    return coq_list(vs, coq_vector)


def coq_matrices(matrices: list[Any]) -> str:
    """A list of matrices, each by its columns."""
    return coq_list(matrices, coq_vectors)


def coq_system(fields: dict[str, Any]) -> tuple[str, str]:
    """The system and the metric; the factors by ``the_factor``."""
    given = fields.pop("metric", None)
    metric = "None"
    if given is not None:
        metric = f"Some ({coq_vectors(given[0])}, {coq_list(given[1], coq_number)})"
    if "factors" in fields:

        def factor(f: Any) -> str:
            return f"the_factor {coq_vector(f[0])} {coq_number(f[1])} {coq_integer(f[2])}"

        factors = coq_list(fields.pop("factors"), lambda fs: coq_list(fs, factor))
        return f"Factors {coq_naturals(fields.pop('heads'))} {factors}", metric
    e = coq_integer(fields.pop("den"))
    if "outer" in fields:
        left, right, weights = map(coq_vectors, fields.pop("outer"))
        return f"Outer {e} {left} {right} {weights}", metric
    return f"Columns {e} {coq_matrices(fields.pop('matrices'))}", metric


def coq_record(fields: dict[str, Any], outputs: Callable[[list[Any]], str]) -> tuple[str, str]:
    """The record of the orbit, and the definitions that it needs."""
    terms: dict[str, Callable[[Any], str]] = {
        "low": coq_number,
        "cofactor": coq_number,
        "rest": coq_number,
        "scale": coq_integer,
        "turn": lambda p: f"({coq_integer(p[0])}, {coq_integer(p[1])})",
        "offsets": coq_vectors,
        "vectors": coq_vectors,
        "next": coq_table,
        "states": coq_naturals,
        "readouts": outputs,
        "rows": coq_vectors,
        "bias": lambda xs: coq_list(xs, coq_number),
    }
    before = ""
    system, metric = coq_system(fields)
    if system.startswith("Factors"):
        before = (
            f"Definition the_metric : option (seq vec * seq number) := {metric}.\n\n"
            f"Definition the_factor k top bottom :=\n"
            f"  Factor k (dual_of {coq_number(fields['low'])} {fields['width']} the_metric k) "
            "top bottom.\n\n"
        )
        metric = "the_metric"
    given = {key: terms.get(key, str)(value) for key, value in fields.items()}
    given |= {"matrices": system, "metric": metric}
    shown = ";\n  ".join(f"{key} := {value}" for key, value in given.items())
    return f"{{|\n  {shown}\n|}}", before


def coq_evidence(document: Any, bits: int, outputs: Callable[[list[Any]], str]) -> tuple[str, str]:
    """The record of the orbit, and the definitions that it needs.

    Raises:
        NotCovered: naming a field of the system that the proved checker does not know.
    """
    known = ("conductor", "width", "form", "matrices", "offsets", "metric", "heads")
    for field in document["system"]:
        if field not in (*known, "left", "right", "weights"):
            raise NotCovered(f"the field system.{field} is not covered")
    return coq_record(evidence(document, bits), outputs)


def coq_pile(document: Any, bits: int, outputs: Callable[[list[Any]], str]) -> str:
    """The record of a stack of layers."""

    def input_term(row: Any) -> str:
        return f"({coq_naturals(row[0])}, {row[1]})"

    def layer(given: dict[str, Any]) -> str:
        moves = coq_list(
            given["moves"],
            lambda row: coq_list(row, lambda q: "None" if q is None else f"Some {q}"),
        )
        inputs = coq_list(given["inputs"], lambda rows: coq_list(rows, input_term))
        return (
            f"Layer {given['width']} {coq_integer(given['den'])} {coq_matrices(given['matrices'])} "
            f"{coq_vectors(given['offsets'])} {coq_vectors(given['vectors'])}\n  {inputs}\n  {moves}"
        )

    fields = pile(document, bits)
    before = str(fields.pop("before")).lower()
    layers, places = fields.pop("layers"), coq_table(fields.pop("places"))
    grounds, _ = coq_record(fields, outputs)
    return f"Pile {before}\n  {coq_list(layers, layer)}\n  {places}\n  {grounds}"


def coq_witness(document: Any) -> tuple[str, bool]:
    """The witness: the number of its rule, its words as letters, its exponent; is it one of stacks.

    Raises:
        NotCovered: naming a kind that is no proved rule.
    """
    witness, alphabet = document["witness"], document["automaton"]["alphabet"]
    stacks = witness["kind"] in STACK_KINDS
    kinds = STACK_KINDS if stacks else KINDS
    if witness["kind"] not in kinds:
        raise NotCovered(f"the witness {witness['kind']} is not covered")
    words = [[alphabet.index(a) for a in witness.get(name, [])] for name in "uvxytsw"]
    rule = kinds.index(witness["kind"])
    return f"Witness {rule} {coq_table(words)} {witness.get('n', 1)}", stacks


def question(claim: Any) -> str:
    """What a claim answers: the class, the bound on the width, the decoder and the additive term."""
    name, bound = restriction(claim["restriction"])
    width = "None" if bound is None else f"(Some {bound})"
    return f"({name}) {width} {claim['decoder'].capitalize()} {str(claim['additive']).lower()}"


def coq_file(document: Any, bits: int = 64) -> str:
    """The Coq file of a certificate.

    Raises:
        NotCovered: naming what the proved checker does not know.
    """
    claim, automaton, small = document["claim"], document["automaton"], document["minimal"]
    asked, layers, yes = question(claim), claim["layers"], claim["answer"] == "yes"
    codes: dict[Any, int] = {}

    def outputs(given: list[Any]) -> str:
        return coq_naturals([codes.setdefault(y, len(codes)) for y in given])

    machine = (
        f"Machine {coq_table(automaton['transitions'])}\n  {outputs(automaton['outputs'])} "
        f"{automaton['start']}"
    )
    image = coq_list(small["map"], lambda p: "None" if p is None else f"Some {p}")
    minimal = f"{coq_table(small['transitions'])}\n  {outputs(small['outputs'])}\n  {image}"
    before, depth = "", ""
    if yes and layers > 1 and "stack" in document:
        test, proof, depth = "accepts_stack", coq_pile(document, bits, outputs), f" {layers}"
        reason = "accepts_stack_sound accepted"
    elif yes:
        proof, before = coq_evidence(document, bits, outputs)
        test = "accepts"
        reason = (
            "accepts_sound accepted"
            if layers == 1
            else f"accepts_layers (count := {layers}) isT accepted"
        )
    else:
        proof, stacks = coq_witness(document)
        if layers > 1 and not stacks:
            raise NotCovered(f"the witness {document['witness']['kind']} of several layers")
        test = "refutes_stack" if stacks else "refutes"
        reason = (
            f"refutes_stack_sound (count := {layers}) accepted"
            if stacks
            else "refutes_sound accepted"
        )
        if stacks and layers == 1:
            reason = f"no_layer_does (count := 1) isT ({reason})"
    letters, sign = len(automaton["alphabet"]), "" if yes else "~ "
    realized = "realizable" if layers == 1 else "stacked"
    count = "" if layers == 1 else f" {layers}"
    form = "" if layers == 1 else f", {layers} layers"
    answer = f"(fun w : seq 'I_{letters} => answer the_machine (map (@nat_of_ord _) w))"
    text = f"""(* {claim["restriction"]}, {claim["decoder"]} decoder{form}: generated from a certificate. *)
From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq choice fintype.
From BilinearTheory Require Import rules claim numbers membership follows.
From BilinearTheory Require Import accept accept_stack refute refute_stack.

Definition the_machine : machine :=
  {machine}.

Definition the_claim := Claimed {asked} {letters} the_machine.

Definition the_minimal := Minimal {minimal}.

{before}Definition the_evidence := {proof}.

Lemma accepted : {test} the_claim{depth} the_minimal the_evidence = true.
Proof. by vm_compute. Qed.

Theorem proved : {sign}
  {realized} {answer}{count}
    {asked}.
Proof. exact: ({reason}). Qed.
"""
    for i, corollary in enumerate(document.get("corollaries", [])):
        this = f"{layers} (question_of the_claim)"
        that = f"{corollary['layers']} (Question {question(corollary)})"
        less, more = (this, that) if yes else (that, this)
        text += f"""
Lemma followed_{i} : follows_in {less} {more} = true.
Proof. by vm_compute. Qed.

Theorem corollary_{i} : {sign}
  answered_in {answer}
    {that}.
"""
        if yes:
            text += f"Proof. apply: (follows_in_sound followed_{i}); exact: proved. Qed.\n"
        else:
            text += f"Proof. move=> yes; apply: proved; exact: (follows_in_sound followed_{i} yes). Qed.\n"
    return text


def main(arguments: list[str]) -> int:
    """Write the Coq file of one certificate to standard output; the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: bridge.py CERT.json\n")
        return 2
    try:
        text = coq_file(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    except (NotCovered, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{arguments[0]}: {error}\n")
        return 2
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
