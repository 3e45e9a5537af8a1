#!/usr/bin/env python3
"""The bridge: a certificate as a Coq file that proves its claim.

    python3 proofs/bridge.py CERT.json > cert.v

The file gives the certificate to ``accepts`` of ``theories/accept.v``, which Coq evaluates, and draws
the conclusion of ``accepts_sound``: some recurrence of the restriction gives the output of the
automaton after every word. With the answer "no" and a rule as its witness they are ``refutes`` and
``refutes_sound`` of ``theories/refute.v``: no recurrence does. Only the claim and the automaton have to
be translated faithfully, and both stand in the file to be read. Whatever else is written there is
evidence: if it were wrong, Coq would not accept it.

What is done to the evidence. Denominators are cleared: with a common one D of the points, E of the
matrices and of D times the offsets, ``A v + b = v'`` becomes ``(E A)(D v) + E D b = E (D v')``. The
powers of zeta_n below phi(n) are a basis of Q(zeta_n) over Q, so that a list of coefficients is a
number; the cyclotomic polynomial is sent with two quotients that prove it to be one. An approximation
of exp(2 pi i / n) is sent as a Gaussian integer over a power of 2.

The standard library alone. Outputs are numbered in the order in which the automaton names them.
"""

from __future__ import annotations

import cmath
import json
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from math import isqrt, lcm
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
BLOCKS = {"block-real": "BlockReal", "block-complex": "BlockComplex"}

#: The rules in the order of ``rules.v``.
KINDS = (
    *("noncommuting", "not-idempotent", "not-involutive", "tail", "last-letter"),
    *("last-letter-even", "last-letter-periodic", "exchange-first", "exchange-second", "merged"),
    *("group-noncommuting", "group-square", "group-letter", "cycle", "long-cycle"),
    *("exchange-inside", "group-squares"),
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

    >>> restriction("block-real:2"), restriction("orthogonal:3")
    (('BlockReal 2', None), ('Ruled Orthogonal', 3))
    """
    found = re.fullmatch(r"([a-z-]+)(?::([1-9][0-9]{0,8}))?", text)
    if found is not None:
        base, size = found[1], int(found[2]) if found[2] else None
        if base in BLOCKS and size is not None:
            if size == 1:
                return ("Ruled DiagonalReal" if base == "block-real" else "Ruled Rotation"), None
            return f"{BLOCKS[base]} {size}", None
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


def evidence(document: Any, bits: int) -> dict[str, Any]:
    """The fields of ``accept.evidence``, as integers, lists and pairs.

    Of the system there are "den", a denominator, and "matrices", each by its columns.
    """
    system, orbit = document["system"], document["orbit"]
    n = system["conductor"]
    matrices = [columns(system["form"], m) for m in system["matrices"]]
    offsets = [vector(b) for b in system.get("offsets", [])]
    points = [vector(v) for v in orbit["vectors"]]
    readout = document.get("readout", {"outputs": [], "rows": [], "bias": []})
    rows = [vector(row) for row in readout["rows"]]
    bias = [number(c) for c in readout["bias"]]
    d = denominator(points)
    e = lcm(denominator([c for m in matrices for c in m]), denominator(offsets, d))
    s = lcm(denominator(rows), denominator([dict(enumerate(bias))], d))
    cyclotomic, cofactor, rest = modulus(n)
    return {
        "width": system["width"],
        "conductor": n,
        "low": [-c for c in cyclotomic[:-1]],
        "cofactor": cofactor,
        "rest": rest,
        "scale": 1 << bits,
        "turn": turn(n, bits),
        "den": e,
        "matrices": [[scaled(c, e) for c in m] for m in matrices],
        "offsets": [scaled(b, e * d) for b in offsets],
        "vectors": [scaled(v, d) for v in points],
        "next": orbit["next"],
        "states": orbit["states"],
        "readouts": readout["outputs"],
        "rows": [scaled(row, s) for row in rows],
        "bias": [whole(c, s * d) for c in bias],
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


def coq_evidence(document: Any, bits: int, outputs: Callable[[list[Any]], str]) -> str:
    """The record of the orbit.

    Raises:
        NotCovered: naming a field of the system that the proved checker does not know.
    """
    for field in document["system"]:
        if field not in ("conductor", "width", "form", "matrices", "offsets"):
            raise NotCovered(f"the field system.{field} is not covered")
    terms: dict[str, Callable[[Any], str]] = {
        "low": coq_number,
        "cofactor": coq_number,
        "rest": coq_number,
        "scale": coq_integer,
        "turn": lambda p: f"({coq_integer(p[0])}, {coq_integer(p[1])})",
        "matrices": lambda s: (
            f"Columns {coq_integer(s[0])} {coq_list(s[1], lambda m: coq_list(m, coq_vector))}"
        ),
        "offsets": lambda vs: coq_list(vs, coq_vector),
        "vectors": lambda vs: coq_list(vs, coq_vector),
        "next": coq_table,
        "states": coq_naturals,
        "readouts": outputs,
        "rows": lambda vs: coq_list(vs, coq_vector),
        "bias": lambda xs: coq_list(xs, coq_number),
    }
    fields = evidence(document, bits)
    fields |= {"matrices": (fields.pop("den"), fields["matrices"]), "metric": "None"}
    given = ";\n  ".join(f"{key} := {terms.get(key, str)(value)}" for key, value in fields.items())
    return f"{{|\n  {given}\n|}}"


def coq_witness(document: Any) -> str:
    """The witness: the number of its rule, its words as letters, its exponent.

    Raises:
        NotCovered: naming a kind that is no proved rule.
    """
    witness, alphabet = document["witness"], document["automaton"]["alphabet"]
    if witness["kind"] not in KINDS:
        raise NotCovered(f"the witness {witness['kind']} is not covered")
    words = [[alphabet.index(a) for a in witness.get(name, [])] for name in "uvxytsw"]
    return f"Witness {KINDS.index(witness['kind'])} {coq_table(words)} {witness.get('n', 1)}"


def coq_file(document: Any, bits: int = 64) -> str:
    """The Coq file of a certificate.

    Raises:
        NotCovered: naming what the proved checker does not know.
    """
    claim, automaton, small = document["claim"], document["automaton"], document["minimal"]
    for field in ("corollaries", "stack"):
        if field in document:
            raise NotCovered(f"the field {field} is not covered")
    if claim["layers"] != 1:
        raise NotCovered("a claim of several layers is not covered")
    name, bound = restriction(claim["restriction"])
    codes: dict[Any, int] = {}

    def outputs(given: list[Any]) -> str:
        return coq_naturals([codes.setdefault(y, len(codes)) for y in given])

    machine = (
        f"Machine {coq_table(automaton['transitions'])}\n  {outputs(automaton['outputs'])} "
        f"{automaton['start']}"
    )
    image = coq_list(small["map"], lambda p: "None" if p is None else f"Some {p}")
    minimal = f"{coq_table(small['transitions'])}\n  {outputs(small['outputs'])}\n  {image}"
    if claim["answer"] == "yes":
        test, sign, proof = "accepts", "", coq_evidence(document, bits, outputs)
    else:
        test, sign, proof = "refutes", "~ ", coq_witness(document)
    letters, decoder = len(automaton["alphabet"]), claim["decoder"].capitalize()
    width = "None" if bound is None else f"(Some {bound})"
    additive = str(claim["additive"]).lower()
    return f"""(* {claim["restriction"]}, {claim["decoder"]} decoder: generated from a certificate. *)
From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq fintype.
From BilinearTheory Require Import rules claim numbers membership accept refute.

Definition the_machine : machine :=
  {machine}.

Definition the_claim := Claimed ({name}) {width}
  {decoder} {additive} {letters} the_machine.

Definition the_minimal := Minimal {minimal}.

Definition the_evidence := {proof}.

Lemma accepted : {test} the_claim the_minimal the_evidence = true.
Proof. by vm_compute. Qed.

Theorem proved : {sign}
  realizable (fun w : seq 'I_{letters} => answer the_machine (map (@nat_of_ord _) w))
    ({name}) {width} {decoder} {additive}.
Proof. exact: ({test}_sound accepted). Qed.
"""


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
