"""The trusted kernel: accepts or refuses a certificate, and never searches.

A certificate is one JSON document. It claims that some recurrence ``h_t = A_{x_t} h_{t-1}``, perhaps
with an additive term ``b_{x_t}``, of finite reach and with matrices in a restriction, gives the
output of an automaton after every word ("yes"), or that none does ("no"). This file, with Python's
standard library alone, decides whether the document proves its claim:
``python3 -I -S check.py CERT.json...``.

FORMAT, version 1. Every object has exactly the fields named; duplicate keys are refused.

    document    {"format": "bilinear-certificate", "version": 1, "claim", "automaton", "minimal",
                EVIDENCE}; the evidence is "system", "orbit" (and "readout" if the decoder is
                linear) for the answer "yes", where several layers may be claimed by "stack"
                instead of "system", and "witness" for the answer "no"; perhaps, last,
                "corollaries": [claim], at least one, each of which follows from the claim by
                ``follows``
    claim       {"answer": "yes" | "no", "restriction": text, "decoder": "linear" | "arbitrary",
                "additive": Boolean, "layers": L >= 1}: "yes" with at most L layers, "no" with L
    automaton   {"alphabet": [symbol], "transitions": [[state]], "start": state,
                "outputs": [output]}; transitions[q][a] is the state after q on alphabet[a]; a
                symbol is text or an integer, an output text, an integer or a Boolean (true is 1,
                false is 0)
    minimal     {"transitions", "outputs", "map"}: a machine with start 0, whose states are
                numbered in the order in which its rows name them, and map[q], its state for state
                q of the automaton, or null where q is not reached
    system      {"conductor": n, "width": d, "form": form, "matrices": [matrix of a letter],
                "offsets": [vector b_a of a letter], only if additive}; n is 1..10^5, d 0..10^7;
                "orthogonal" and the Householder classes may add "metric": [block], and
                householder-heads adds "heads": [size of a head >= 1], of sum d
    form        "diagonal": a matrix is its d diagonal numbers; "one-hot": column j is the unit
                vector of index matrix[j]; "dense": d rows of d numbers; "householder", for the
                Householder classes and no other: [factor], for householder-heads such a list
                for each head; the width times the number of letters is then at most 10^6; "cp", for
                cp-real:R and cp-complex:R and no other: the system has, in place of "matrices",
                "left": [vector u_r] and "right": [vector v_r], at most R of each and as many, and
                "weights": [[number w_r] of a letter], whose matrix is the sum of the w_r u_r v_r^T.
                No u_r or v_r is 0, nor is w_r for all letters, and the width is bounded as before
    factor      [c, key], c a number and key a vector of the width of the head: it stands for
                I - c k k^T H, where k is the key and H the metric of the head. The factors of a
                list act one after the other, the first one first: their matrix is F_m .. F_1
    block       its rows, row i the i numbers left of the diagonal of L and then the i-th of D: the
                block is L D L^T, L with ones on its diagonal. The metric H is the block-diagonal
                matrix of the blocks, of width d, each within one head, and I if none is given
    orbit       {"vectors": [vector], "next": [[point]], "states": [state of the minimal machine]}
                point 0 is h_0; points are numbered in the order in which the rows of next name them
    stack       {"coupling": "pre" | "post", "conductor": n, "layers": [layer]}, 1..L layers; its
                orbit has, instead of vectors, "points": [[the vector of each layer, by its number]]
    layer       {"width": d, "form", "matrices", "offsets" only if additive, one a matrix,
                "vectors": [vector], "inputs": [[letter, vector of layer 0, .., vector of layer j-1,
                matrix]]}, ascending; inputs name the matrices, and points the vectors, in order.
                Layer j applies to its state the matrix (and offset) that the letter x_t and the
                states of the layers below it choose: their states before ("pre") or after ("post")
                they have read x_t. So a lower state is read exactly, and not through a decoder
    readout     {"outputs": [output], "rows": [vector], "bias": [number]}, one row an output that
                occurs; the decoded output is the one with the largest Re(row . h + bias); in a
                stack h is the states of all layers, from layer 0 on: to read the last layer alone
                is as much in a class of any width, as this layer may repeat the units below it
    vector      d numbers, or an index i for the unit vector e_i
    number      an integer; a text "p/q" in lowest terms with q > 1; or a list of at least 2 and at
                most phi(n) of these, the last not 0: coefficients of 1, z, z^2, .. with
                z = exp(2 pi i / n); no integer has more than 4000 digits, and none is written -0
    witness     {"kind": kind, and the words (lists of symbols) and perhaps the exponent n >= 1 that
                ``RULES`` gives for the kind}, or {"kind": "separation", "suffixes": [word],
                "weights": [[state, place of an output, integer >= 1]], "preimages": [[place of an
                output, [rational a state]]]}, see ``_check_separation``; or the same with {"kind":
                "separation-inside", "prefix": word, "generators": [word], "suffix": word}, see
                ``_inside``; or {"kind": "subgroups",
                "suffixes": [word], "subgroups": [[word]], "against": [word]}, or of kind
                "long-order", "group-order" or "monomial-powers", with "suffixes" and what
                ``FEW_UNITS`` names, see ``_check_few_units``, or {"kind": "local-index",
                "local-exchange", "local-reset", "local-kernel", "local-kernel-zero" or "local-squares",
                "u": word, "levels": [[word]], "x": word, "v": word (with a kernel), "y": word (not with
                local-index), "w": word, "n": integer >= 1 (not with local-squares)}, see
                ``_check_local``, or {"kind": "constituents", "suffixes": [word], "classes":
                [word], "operator": [integer a class], "characters": [[integer a class]],
                "within": [place of a character], "branches": [state >= 1]}, see
                ``_check_constituents``, or {"kind": "series-too-long" | "series-without-end",
                "states": [state, ascending], "words": [word], "steps": [[element, element]],
                "suffixes": [word]}, see ``_check_series``, or {"kind": "law", "u": word, "w": word,
                "variables": [word], or for block-real:4 "squares": [[word]], "steps": [[place] or [place,
                place]], and perhaps "states": [state, ascending]}, see ``_check_law``,
                or {"kind": "prime-law", "p": prime, "states": [state, ascending], "variables": [word],
                "steps" as in a law, "pair": [place, place], "u": word, "w": word}, see
                ``_check_prime_law``, or {"kind": "prime-action", "p": prime, "states": [state, ascending],
                "u": word, "x": word, "y": word, "w": word}, or of kind "coprime-action" with "r": prime
                as well, see ``_check_prime_action``, or {"kind": "rotation-reset", "u": word, "x": word,
                "y": word, "w": word, "n": integer >= 1}, see ``_check_rotation_reset``,
                or {"kind": "one-column", "suffixes": [word]}, see ``_check_one_column``, or {"kind":
                "columns", "suffixes": [word], with "x": [symbol] and "y": [symbol] and perhaps "z": [symbol],
                or "v": word and "w": word, or both}, see ``_check_columns``, or {"kind":
                "letter-order", "x": [symbol], "n", "k": integer >= 0, "u", "w", "v", "y": word}, see
                ``_check_letter_order``, or {"kind": "idempotents", "u", "x", "y", "w": word, "n"}, see
                ``_check_idempotents``, or {"kind": "flags", "u", "w": word, "letters": [symbol], "n"},
                see ``_check_flags``, or {"kind": "prime-power", "states": [state, ascending], "u", "x",
                "y", "w": word}, see ``_check_prime_power``, or {"kind": "idempotent-chain", "n",
                "steps": [[word x, word u, word w]]}, see ``_check_idempotent_chain``, or {"kind":
                "idempotents-last" with the fields of idempotents}, see ``_check_idempotents_last``, or
                {"kind": "flags-restored", "u", "y": word, "n", "steps": [[word x, word w]]}, see
                ``_check_flags_restored``, or {"kind": "flags-dependent", "y": word, "n", "words": [word],
                "cases": [[word u, word v, word w]]}, see ``_check_flags_dependent``, or {"kind":
                "planes", "suffixes", "p": odd prime, "x", "y": [symbol], "v", "w": word}, see
                ``_check_planes``; n >= 1

WHAT IS CHECKED. The map carries the automaton onto the minimal machine. For "yes": each matrix lies
in the restriction; ``A_a v_i + b_a = v_next(i,a)`` for all points and letters; points are distinct
vectors; their states follow the minimal machine from its start; and with a linear decoder the
largest logit is strict and belongs to the right output. By induction this holds for all words. In a
stack each layer has its own matrices in the restriction, and the equations are those of every layer,
with the matrix of its input, between the vectors of one point and of the next. For
"no": the machine gives different outputs on two words between which the theorem of the rule allows
no difference.

An orthogonal matrix satisfies ``A^T H A = H``. A Householder class of number N has at most N factors
a letter, or a letter and head, and ``0 < c k^T H k <= 2``. As H is positive definite, its square root
turns all this into ``A^T A = I`` and factors ``I - beta k k^T/(k^T k)`` with ``beta = c k^T H k``.

FIELDS. full, pd, rotation, triangular-complex, block-complex and cp-complex are over C, the others over
R. There a complex unit stands for two real ones, its real and its imaginary part, so that a vector may
be complex, and an entry above the diagonal of a triangular matrix, unless the claim bounds the width,
the factors or the columns; and complex diagonal matrices, if all letters have one, are in block-real:k
for k >= 2.

References: McConnell, Mehlhorn, Naher and Schweitzer, *Certifying algorithms* (2011); Gorenstein, *Finite
Groups* (1968); Isaacs, *Character Theory of Finite Groups* (1976); Feit and Thompson, *Groups which have a
faithful representation of degree less than (p - 1)/2*, Pacific J. Math. 11 (1961).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from math import factorial, gcd, isqrt, lcm, prod
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

    ``same`` is a pair of words that must lead the automaton to one state, ``also`` a second one;
    ``x^n`` repeats a word and ``xy^n`` the two words one after the other: names are single letters.
    With ``permutes`` the rule speaks only of automata all of whose letters permute the states, with
    ``odd`` only of odd exponents, and with ``stack`` also of stacks of any number of layers; with
    ``letter`` the word x is a single symbol, for classes that products leave.
    """

    left: str
    right: str
    same: tuple[str, str] | None
    restrictions: frozenset[str]
    additive: bool
    permutes: bool = False
    also: tuple[str, str] | None = None
    letter: bool = False
    odd: bool = False
    stack: bool = False


DIAGONAL = frozenset({"diagonal-nonnegative", "diagonal-real", "rotation"})
TRIANGULAR = frozenset({"triangular-nonnegative", "triangular-real", "triangular-complex"})
BLOCKS = frozenset({"block-real", "block-complex"})
REAL_OF_WIDTH = frozenset({"permutation", "column-one-hot", "orthogonal"})
CP = frozenset({"cp-real", "cp-complex"})
BOUNDED = REAL_OF_WIDTH | {"full", "pd"}  # the name may end in a bound on the width
KERNEL = ("local-kernel", "local-kernel-zero")
LOCAL = (
    "local-index",
    "local-exchange",
    "local-reset",
    "local-squares",
    *KERNEL,
)  # see _check_local
HOUSEHOLDER = frozenset({"householder", "householder-heads"})
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
    # a finite group of triangular matrices is diagonalisable (Maschke), its eigenvalues are diagonal
    # entries: it is abelian, over R with x^2 = 1, over the non-negative numbers trivial
    "group-noncommuting": Rule(
        "u x y w", "u y x w", None, TRIANGULAR, additive=True, permutes=True
    ),
    "group-square": Rule(
        "u x x w", "u w", None, TRIANGULAR - {"triangular-complex"}, additive=True, permutes=True
    ),
    "group-letter": Rule(
        "u x w", "u w", None, frozenset({"triangular-nonnegative"}), additive=True, permutes=True
    ),
    # The next three hold in each finite monoid T of triangular matrices; [[A, b], [0, 1]] is one. Let N
    # be a multiple of n such that s^N is idempotent for all s in T: where "same" holds, n acts as N.
    # The diagonal of x^N is 0 and 1, so on the image of x^N the matrix x has finite order and roots of
    # unity on its diagonal: it is diagonalisable there, over R an involution, over R>=0 the identity
    "cycle": Rule(
        "u x^n x w",
        "u x^n w",
        ("u x^n", "u x^n x^n"),
        frozenset({"triangular-nonnegative"}),
        additive=True,
    ),
    "long-cycle": Rule(
        "u x^n x x w",
        "u x^n w",
        ("u x^n", "u x^n x^n"),
        TRIANGULAR - {"triangular-complex"},
        additive=True,
    ),
    # e = (xy)^N is 1 on the diagonal only where x and y are not 0, so exye and eyxe have no 0 on the
    # diagonal of the image of e, and the same diagonal: they lie in the group of units of eTe, which
    # is diagonalisable, and are equal. In T thus e y x e = e x y e = e x y, as e commutes with xy
    "exchange-inside": Rule(
        "u xy^n x y w",
        "u xy^n y x xy^n w",
        ("u xy^n", "u xy^n xy^n"),
        TRIANGULAR,
        additive=True,
        also=("u xy^n y x xy^n", "u xy^n y x xy^n xy^n"),
    ),
    # squares of finite groups of real 2 x 2 matrices are rotations and commute, a law of covers too
    "group-squares": Rule(
        "u x x y y w",
        "u y y x x w",
        None,
        frozenset({"block-real:2"}),
        additive=True,
        permutes=True,
    ),
    # a real matrix of finite order that differs from 1 by rank 1 is an involution, in each head
    "one-reflection": Rule(
        "u x x w",
        "u w",
        None,
        frozenset({"householder:1", "householder-heads:1"}),
        additive=True,
        permutes=True,
        letter=True,
    ),
    # STACKS of any depth and coupling. Let T be the finite monoid that words induce on the reachable
    # states of the stack, N a multiple of n such that s^N is idempotent for all s in T.
    # The step of a stack of invertible layers is invertible, the lowest layer first
    "stack-merged": Rule(
        "u w",
        "v w",
        ("u x", "v x"),
        frozenset({"permutation", "orthogonal"}),
        additive=True,
        stack=True,
    ),
    # A group in T has a normal series of one factor a layer, by the proof of _check_series, and each
    # factor is trivial over R>=0: so all groups in T are trivial, and x^N x = x^N
    "stack-cycle": Rule(
        "u x^n x w",
        "u x^n w",
        ("u x^n", "u x^n x^n"),
        frozenset({"diagonal-nonnegative", "triangular-nonnegative"}),
        additive=True,
        stack=True,
    ),
    # Over R they are 2-groups: x^N x^(2^k) = x^N for some k, so a cycle of odd length n has length 1
    "stack-odd-cycle": Rule(
        "u x w",
        "u w",
        ("u x^n", "u"),
        frozenset(
            {
                "diagonal-nonnegative",
                "diagonal-real",
                "triangular-nonnegative",
                "triangular-real",
            }
        ),
        additive=True,
        odd=True,
        stack=True,
    ),
    # Without additive term a unit that is 0 stays 0. Where words lead from a state of the stack back to
    # it, no live unit is multiplied by 0, and over R>=0 a letter that leaves the layers below as they
    # are multiplies, by finite reach, with 1: layer by layer no letter changes anything there. After
    # u (x t)^N the stack is in such a place, and the automaton in the state of u
    "stack-loop": Rule(
        "u x w",
        "u w",
        ("u x t", "u"),
        frozenset({"diagonal-nonnegative"}),
        additive=False,
        stack=True,
    ),
    # Let R be a smallest set of states over that of u which words in xs and txs do not leave. Nowhere
    # on the way is a live unit multiplied by 0, or in a layer of Householder products, where no vector
    # v grows in the norm v^T H v, does one shrink: on the vectors that do not, A keeps the form H, and
    # is injective. So, layer by layer, t, x and s are injective there, and |R| = |R t|; x s maps R and
    # R t, which are disjoint if u and u t are different states, injectively into R
    "stack-merged-inside": Rule(
        "u w",
        "u t w",
        ("u x", "u t x"),
        DIAGONAL | HOUSEHOLDER,
        additive=False,
        also=("u x s", "u"),
        stack=True,
    ),
}
SERIES = ("series-too-long", "series-without-end")
# against Householder products
CONTRACTIONS = (
    "letter-order",
    "idempotents",
    "idempotents-last",
    "flags",
    "flags-restored",
    "flags-dependent",
)
DIMENSIONS = ("prime-power", "idempotent-chain", "planes")  # against few dimensions


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
    _check_claim(claim, "claim")
    answer = claim["answer"]
    form = "stack" if claim["layers"] > 1 and "stack" in document else "system"
    evidence = [form, "orbit"] if answer == "yes" else ["witness"]
    if answer == "yes" and claim["decoder"] == "linear":
        evidence.append("readout")
    if "corollaries" in document:
        evidence.append("corollaries")
    _object(document, "document", ["format", "version", "claim", "automaton", "minimal", *evidence])
    if document["format"] != "bilinear-certificate" or not _is_one(document["version"]):
        raise MalformedCertificate("the format is not bilinear-certificate, version 1")
    base, size = _restriction(claim["restriction"])
    machine, alphabet, start = _automaton(document["automaton"])
    minimal = _check_minimal(document["minimal"], machine, start, len(alphabet))
    if answer == "yes":
        if form == "stack":
            _check_stack(document, base, size, minimal, len(alphabet))
        else:
            _check_realization(document, base, size, minimal, len(alphabet))
    else:
        name = base if size is None else f"{base}:{size}"
        _check_obstruction(claim, document["witness"], name, minimal, alphabet)
    if "corollaries" in document:
        _check_corollaries(claim, document["corollaries"])


def _check_claim(claim: Any, where: str) -> None:
    _object(claim, where, ["answer", "restriction", "decoder", "additive", "layers"])
    if claim["answer"] not in ("yes", "no"):
        raise MalformedCertificate(f'{where}.answer is neither "yes" nor "no"')
    if claim["decoder"] not in ("linear", "arbitrary"):
        raise MalformedCertificate(f'{where}.decoder is neither "linear" nor "arbitrary"')
    if not isinstance(claim["additive"], bool):
        raise MalformedCertificate(f"{where}.additive is not a Boolean")
    _integer(claim["layers"], f"{where}.layers", 1, 10**6)
    _restriction(claim["restriction"])


def _check_corollaries(claim: Any, given: Any) -> None:
    if not _list(given, "corollaries"):
        raise MalformedCertificate("corollaries is empty")
    for i, corollary in enumerate(given):
        _check_claim(corollary, f"corollaries[{i}]")
        if corollary in (claim, *given[:i]):
            raise RefusedCertificate(f"corollaries[{i}] is claimed before")
        if not follows(claim, corollary):
            raise RefusedCertificate(f"corollaries[{i}] does not follow from the claim")


def follows(claim: Any, corollary: Any) -> bool:
    """Whether a claim, if it is true of an automaton, makes another one true of it.

    What a smaller class does, a larger one does; a linear decoder is a decoder, and an additive term
    may be 0. What a larger class, any decoder, an additive term cannot do, the others cannot. More layers
    may be left out. One layer follows ``_further`` as well, with other numbers of units.
    """
    if claim["answer"] != corollary["answer"]:
        return False
    less, more = (claim, corollary) if claim["answer"] == "yes" else (corollary, claim)
    p, r = _restriction(less["restriction"]), _restriction(more["restriction"])
    if less["layers"] > 1 and p[0] in DIAGONAL | BOUNDED and r[0] == "householder-heads":
        # a unit that reads other layers may meet other numbers than roots of unity
        return False
    lower = [p]
    if less["layers"] == 1:
        lower += _further(*p, plain=not less["additive"], free=more["decoder"] == "arbitrary")
    return (
        (less["decoder"] == "linear" or more["decoder"] == "arbitrary")
        and less["additive"] <= more["additive"]
        and less["layers"] <= more["layers"]
        and any(_below(*q, *r) for q in lower)
    )


def _further(p: str, m: int | None, *, plain: bool, free: bool) -> list[tuple[str, int | None]]:
    """Classes that track in one layer all that p (of size m) tracks, by other numbers of units.

    R columns, ``A = U diag(w) V^T``: ``z = V^T h`` follows itself, and z with one coordinate of h is a
    block of R + 1, which is triangular for R = 1. A complex product is made of three real ones. Let C be
    ``V^T U``. Without additive term h is ``U C^-1 z`` after the first letter if C is invertible, and
    else z is in R - 1 dimensions there, so that these, the start and a real part of a coordinate of h
    are at most 2 R real units. One complex column: if C is not 0, h is a function of the complex unit z
    and of the letter, or of the start; if C is 0, z depends on the letter alone, and its real and its
    imaginary part make a block ``[[0, 0], [a, 0]]`` each with a real part of a coordinate of h, a product
    of two factors if a is small. In one head a unit that the letter, if any decoder may read it, or
    without additive term the first letter sets takes one factor, and z one over R and two over C; if C
    is 0, ``a e^T`` with ``|a| <= 1``, a one number or two, is the projections along a, then I - k k^T
    with k = e - a. Without additive term letters of diagonal matrices commute: any decoder knows the state
    if it knows of each whether it was read, and how often modulo a period, 1 over the non-negative
    numbers and 2 over R, by a unit that it alone makes 0, and a sign or plane that it alone turns.
    """
    if p in ("full", "pd") and m == 1:
        p = "rotation"
    elif p in BOUNDED and m == 1:
        p = "diagonal-real" if p == "orthogonal" else "diagonal-nonnegative"
    if p in DIAGONAL:
        factors = {"diagonal-nonnegative": 1, "diagonal-real": 2, "rotation": 3}[p]
        return [("householder", factors)] if plain and free else []
    if p not in CP or m is None:
        return []
    found: list[tuple[str, int | None]] = [("block-complex", m + 1), ("cp-real", 3 * m)]
    if plain or m == 1:
        found.append(("block-real", 2 * m))
    if m == 1:
        found += [("triangular-complex", None), ("householder-heads", 2)]
        if plain or free:
            found.append(("householder", 3))
    if p == "cp-real":
        found.append(("block-real", m + 1))
        if m == 1:
            found.append(("triangular-real", None))
            if plain or free:
                found.append(("householder", 2))
    return found


def _below(p: str, m: int | None, r: str, n: int | None) -> bool:
    """Whether r (of size n) tracks all that p (of size m) tracks, with any decoder, + b or not.

    Finite reach leaves a diagonal matrix the multipliers 0 and roots of unity, over R 0, 1 and -1, where
    they matter: on blocks of size two these are products of two Householder factors, over R of size one
    products of one. What is tracked has one-hot states, which are permuted if the matrices are invertible.
    A matrix of bounded width is a single block, and one of width 1 is diagonal and P D.
    """
    if n is None and r in ("full", "pd", "column-one-hot"):
        return True
    if p == r:
        return n is None or (m is not None and m <= n)
    fits = n is None or (m is not None and m <= n)  # no wider
    if p in BOUNDED and m == 1 and r == "pd":
        return fits
    if p in BOUNDED and m is not None and r not in BOUNDED:
        if m > 1:
            p = "block-real" if p in REAL_OF_WIDTH else "block-complex"
        elif p in ("full", "pd"):
            p = "rotation"
        else:
            p = "diagonal-real" if p == "orthogonal" else "diagonal-nonnegative"
        if p == r:
            return fits
    if p in DIAGONAL:
        real = p != "rotation"
        chain = ["diagonal-nonnegative", "diagonal-real", "rotation"]
        triangular = ["triangular-nonnegative", "triangular-real", "triangular-complex"]
        if r in chain:
            return chain.index(p) <= chain.index(r)
        if r in triangular:
            return chain.index(p) <= triangular.index(r)
        return r in BLOCKS or (r == "householder-heads" and (real or n != 1))
    if p in TRIANGULAR:
        order = ["triangular-nonnegative", "triangular-real", "triangular-complex"]
        return r in order and order.index(p) <= order.index(r)
    if (p, r) == ("block-complex", "block-real"):
        return m is not None and n is not None and 2 * m <= n
    if (p, r) == ("orthogonal", "permutation"):
        return n is None
    return fits and (p, r) in (
        ("block-real", "block-complex"),
        ("householder", "householder-heads"),
        ("cp-real", "cp-complex"),
        ("permutation", "orthogonal"),
        ("permutation", "column-one-hot"),
        ("permutation", "pd"),
        ("permutation", "full"),
        ("orthogonal", "full"),
        ("column-one-hot", "pd"),
        ("column-one-hot", "full"),
        ("pd", "full"),
    )


def _check_minimal(given: Any, machine: Machine, start: int, letters: int) -> Machine:
    """The minimal machine, once the map is known to carry the automaton onto it."""
    _object(given, "minimal", ["transitions", "outputs", "map"])
    outputs = _outputs(given["outputs"], "minimal.outputs")
    transitions = _table(given["transitions"], "minimal.transitions", len(outputs), letters)
    _check_numbering(transitions, "minimal.transitions")
    image = _list(given["map"], "minimal.map", len(machine.transitions))
    for q, p in enumerate(image):
        if p is not None:
            _integer(p, f"minimal.map[{q}]", 0, len(outputs) - 1)
    if image[start] != 0:
        raise RefusedCertificate(f"minimal.map sends the start to {image[start]}, not to 0")
    reached = {start}
    waiting = [start]
    while waiting:
        for r in machine.transitions[waiting.pop()]:
            if r not in reached:
                reached.add(r)
                waiting.append(r)
    for q, p in enumerate(image):
        if (p is not None) != (q in reached):
            known = "reached" if q in reached else "not reached"
            raise RefusedCertificate(f"state {q} is {known}, but minimal.map[{q}] is {p}")
        if p is None:
            continue
        if outputs[p] != machine.outputs[q]:
            raise RefusedCertificate(f"state {q} and its image {p} differ in output")
        for a, r in enumerate(machine.transitions[q]):
            if image[r] != transitions[p][a]:
                raise RefusedCertificate(f"minimal.map does not commute with letter {a} at {q}")
    return Machine(transitions, outputs)


# --- the answer "yes" ---------------------------------------------------------------------------


def _check_realization(
    document: Any, base: str, size: int | None, minimal: Machine, letters: int
) -> None:
    claim = document["claim"]
    system = document["system"]
    names = ["conductor", "width", "form"]
    names += ["left", "right", "weights"] if base in CP else ["matrices"]
    if claim["additive"]:
        names.append("offsets")
    if base == "householder-heads":
        names.append("heads")
    if base in HOUSEHOLDER | {"orthogonal"} and isinstance(system, dict) and "metric" in system:
        names.append("metric")
    _object(system, "system", names)
    n = _integer(system["conductor"], "system.conductor", 1, 10**5)
    d = _integer(system["width"], "system.width", 0, 10**7)
    factored = base in HOUSEHOLDER | CP
    if factored and system["form"] != ("cp" if base in CP else "householder"):
        raise MalformedCertificate(f"system.form is not {'cp' if base in CP else 'householder'}")
    if factored and d * letters > 10**6:
        raise MalformedCertificate("system.width times the number of letters is more than 10^6")
    heads = _heads(system["heads"], d) if "heads" in names else [d]
    metric = _metric(system["metric"], heads, n, d) if "metric" in names else None
    if base in CP:
        matrices = _cp_matrices(system, base, size, n, d, letters)
    elif factored:
        coded = _list(system["matrices"], "system.matrices", letters)
        matrices = [
            _factored(m, base, size, heads, metric, n, f"system.matrices[{a}]")
            for a, m in enumerate(coded)
        ]
    else:
        matrices = _matrices(system, n, d, "system", letters)
    offsets = _offsets(system, n, d, "system", letters)
    _check_members(base, size, matrices, metric, n, d)

    orbit = document["orbit"]
    _object(orbit, "orbit", ["vectors", "next", "states"])
    vectors = _vectors(orbit["vectors"], n, d, "orbit.vectors")
    following, states = _steps(orbit, len(vectors), letters, minimal)
    _check_distinct(vectors, base, size, n)
    for i, v in enumerate(vectors):
        for a in range(letters):
            j = following[i][a]
            if _sum(_apply(matrices[a], v, n), offsets[a]) != vectors[j]:
                raise RefusedCertificate(f"A_{a} v_{i} + b_{a} = v_{j} fails")
            _check_step(minimal, states, i, a, j)
    if claim["decoder"] == "linear":
        _check_readout(document["readout"], vectors, states, minimal, n, d)


def _matrices(system: Any, n: int, d: int, where: str, count: int | None) -> list[Matrix]:
    """The matrices of a system or of a layer."""
    if system["form"] not in ("diagonal", "one-hot", "dense"):
        raise MalformedCertificate(f"{where}.form is not diagonal, one-hot or dense")
    coded = _list(system["matrices"], f"{where}.matrices", count)
    return [_matrix(m, system["form"], n, d, f"{where}.matrices[{a}]") for a, m in enumerate(coded)]


def _offsets(system: Any, n: int, d: int, where: str, count: int) -> list[Vector]:
    """The offset of each matrix, 0 in a linear recurrence."""
    if "offsets" not in system:
        return [{} for _ in range(count)]
    given = _list(system["offsets"], f"{where}.offsets", count)
    return [_vector(b, n, d, f"{where}.offsets[{a}]") for a, b in enumerate(given)]


def _vectors(value: Any, n: int, d: int, where: str) -> list[Vector]:
    return [_vector(v, n, d, f"{where}[{i}]") for i, v in enumerate(_list(value, where))]


def _steps(
    orbit: Any, points: int, letters: int, minimal: Machine
) -> tuple[list[list[int]], list[int]]:
    """The table of an orbit and the states of its points, the first of which is the start."""
    following = _table(orbit["next"], "orbit.next", points, letters)
    _check_numbering(following, "orbit.next")
    last = len(minimal.transitions) - 1
    states = _integers(orbit["states"], "orbit.states", points, last)
    if states[0] != 0:
        raise RefusedCertificate(f"orbit.states[0] = {states[0]}, but the start is state 0")
    return following, states


def _check_distinct(vectors: list[Vector], base: str, size: int | None, n: int) -> None:
    """The vectors are distinct, and real where complex units would make a bound on them mean less."""
    seen: dict[Any, int] = {}
    for i, v in enumerate(vectors):
        j = seen.setdefault(_frozen(v), i)
        if j != i:
            raise RefusedCertificate(f"points {j} and {i} of the orbit are the same vector")
        bounded = base == "cp-real" or (base in REAL_OF_WIDTH | HOUSEHOLDER and size is not None)
        if bounded and not all(_real(x, n) for x in v.values()):
            raise RefusedCertificate(f"point {i} is not real, as {base}:{size} asks")


class Layer(NamedTuple):
    """A layer of a stack: ``inputs`` gives a letter and vectors below it the number of a matrix."""

    matrices: list[Matrix]
    offsets: list[Vector]
    vectors: list[Vector]
    inputs: dict[tuple[int, ...], int]
    width: int


def _check_stack(
    document: Any, base: str, size: int | None, minimal: Machine, letters: int
) -> None:
    """The layers lie in the restriction, and each takes its vectors of a point to those of the next."""
    claim, stack, orbit = document["claim"], document["stack"], document["orbit"]
    if base in HOUSEHOLDER | CP:
        raise RefusedCertificate(f"the layers of a stack give no factors, as {base} asks")
    _object(stack, "stack", ["coupling", "conductor", "layers"])
    if stack["coupling"] not in ("pre", "post"):
        raise MalformedCertificate('stack.coupling is neither "pre" nor "post"')
    n = _integer(stack["conductor"], "stack.conductor", 1, 10**5)
    given = _list(stack["layers"], "stack.layers")
    if not 1 <= len(given) <= claim["layers"]:
        raise RefusedCertificate(f"the stack has {len(given)} layers, not 1..{claim['layers']}")
    _object(orbit, "orbit", ["points", "next", "states"])
    points = _list(orbit["points"], "orbit.points")
    for i, point in enumerate(points):
        _integers(point, f"orbit.points[{i}]", len(given), 10**7)
    if len({tuple(point) for point in points}) != len(points):
        raise RefusedCertificate("two points of the orbit are the same")
    following, states = _steps(orbit, len(points), letters, minimal)
    layers: list[Layer] = []
    for l, value in enumerate(given):
        below = [letters, *(len(layer.vectors) for layer in layers)]
        names = ["width", "form", "matrices", "vectors", "inputs"]
        _object(value, f"stack.layers[{l}]", [*names, "offsets"] if claim["additive"] else names)
        layer = _layer(value, below, n, f"stack.layers[{l}]")
        _check_members(base, size, layer.matrices, None, n, layer.width)
        _check_distinct(layer.vectors, base, size, n)
        _check_named([point[l] for point in points], len(layer.vectors), f"vectors of layer {l}")
        layers.append(layer)

    used: list[set[tuple[int, ...]]] = [set() for _ in layers]
    after: dict[tuple[int, int, int], Vector] = {}
    for i, point in enumerate(points):
        for a in range(letters):
            j = following[i][a]
            lower = point if stack["coupling"] == "pre" else points[j]
            for l, layer in enumerate(layers):
                read = (a, *lower[:l])
                m = layer.inputs.get(read)
                if m is None:
                    raise RefusedCertificate(f"layer {l} has no input {list(read)}")
                used[l].add(read)
                step = (l, m, point[l])
                if step not in after:
                    v = _apply(layer.matrices[m], layer.vectors[point[l]], n)
                    after[step] = _sum(v, layer.offsets[m])
                if after[step] != layer.vectors[points[j][l]]:
                    raise RefusedCertificate(
                        f"A_{m} v_{point[l]} + b_{m} = v_{points[j][l]} fails in layer {l}"
                    )
            _check_step(minimal, states, i, a, j)
    for l, layer in enumerate(layers):
        if len(used[l]) != len(layer.inputs):
            raise RefusedCertificate(f"layer {l} has inputs that it never reads")
    if claim["decoder"] == "linear":
        joined: list[Vector] = []
        for point in points:
            whole: Vector = {}
            first = 0
            for p, layer in zip(point, layers, strict=True):
                whole.update({first + k: x for k, x in layer.vectors[p].items()})
                first += layer.width
            joined.append(whole)
        width = sum(layer.width for layer in layers)
        _check_readout(document["readout"], joined, states, minimal, n, width)


def _layer(value: Any, below: list[int], n: int, where: str) -> Layer:
    """A layer that reads a letter and vectors of the layers below, so many of each."""
    d = _integer(value["width"], f"{where}.width", 0, 10**7)
    matrices = _matrices(value, n, d, where, None)
    offsets = _offsets(value, n, d, where, len(matrices))
    vectors = _vectors(value["vectors"], n, d, f"{where}.vectors")
    inputs: dict[tuple[int, ...], int] = {}
    last: tuple[int, ...] = ()
    for i, row in enumerate(_list(value["inputs"], f"{where}.inputs")):
        place = f"{where}.inputs[{i}]"
        _list(row, place, len(below) + 1)
        for k, (x, count) in enumerate(zip(row, [*below, len(matrices)], strict=True)):
            _integer(x, f"{place}[{k}]", 0, count - 1)
        read = tuple(row[:-1])
        if read <= last:
            raise RefusedCertificate(f"{place} does not come after the input before it")
        last = read
        inputs[read] = row[-1]
    _check_named(list(inputs.values()), len(matrices), f"{where}.matrices")
    return Layer(matrices, offsets, vectors, inputs, d)


def _check_named(numbers: list[int], count: int, name: str) -> None:
    """All of ``0 .. count - 1`` are named, in order."""
    known = 0
    for x in numbers:
        if x > known:
            raise RefusedCertificate(f"{name}: {x} is named before {known}")
        known = max(known, x + 1)
    if known != count:
        raise RefusedCertificate(f"{name}: {known} are named, and there are {count}")


def _check_step(minimal: Machine, states: list[int], i: int, a: int, j: int) -> None:
    """The states of points i and j are joined by letter a."""
    if states[j] != minimal.transitions[states[i]][a]:
        raise RefusedCertificate(
            f"point {i} goes to point {j} on letter {a}, but state {states[i]} does not "
            f"go to state {states[j]}"
        )


def _check_readout(
    readout: Any, vectors: list[Vector], states: list[int], minimal: Machine, n: int, d: int
) -> None:
    """At every orbit point the right output has the strictly largest logit."""
    _object(readout, "readout", ["outputs", "rows", "bias"])
    outputs = _outputs(readout["outputs"], "readout.outputs")
    if outputs != list(dict.fromkeys(minimal.outputs)):
        raise RefusedCertificate(
            "readout.outputs are not the outputs that occur, in the order of the states"
        )
    given = _list(readout["rows"], "readout.rows", len(outputs))
    rows = [_vector(r, n, d, f"readout.rows[{y}]") for y, r in enumerate(given)]
    given = _list(readout["bias"], "readout.bias", len(outputs))
    bias = [_number(c, n, "readout.bias", y) for y, c in enumerate(given)]
    place = {output: y for y, output in enumerate(outputs)}
    right = [place[minimal.outputs[q]] for q in states]
    if _is_nearest_point(rows, bias, vectors, right, n):
        return
    for i, v in enumerate(vectors):
        logits = [_add(_dot(row, v, n), c) for row, c in zip(rows, bias, strict=True)]
        for y, logit in enumerate(logits):
            if y != right[i] and _sign(_difference(logits[right[i]], logit), n) <= 0:
                raise RefusedCertificate(
                    f"logit of output {right[i]} exceeds that of output {y} at point {i} fails"
                )


def _is_nearest_point(
    rows: list[Vector], bias: list[Number], vectors: list[Vector], right: list[int], n: int
) -> bool:
    """Each vector v has an output of its own, with the row 2 v* and the bias -|v|^2.

    Then that logit at h is |h|^2 - |h - v|^2 in its real part. The vectors being distinct, so are
    their rows, and at each of them its own logit is strictly the largest.
    """
    if len(rows) != len(vectors):
        return False
    for y, v in zip(right, vectors, strict=True):
        dual = {i: _conjugate(x, n) for i, x in v.items()}
        if rows[y] != _sum(dual, dual) or _sum({0: bias[y]}, {0: _dot(dual, v, n)}):
            return False
    return True


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


def _check_members(
    base: str, size: int | None, matrices: list[Matrix], metric: Matrix | None, n: int, d: int
) -> None:
    """The matrices lie in the class of the restriction; a product of factors does by itself."""
    if base in HOUSEHOLDER:
        return
    if base in BOUNDED and size is not None and d > size:
        raise RefusedCertificate(f"the width is {d}, more than {base}:{size} allows")
    if base == "block-real" and all(i == j for m in matrices for i, j, _ in _entries(m)):
        base = "rotation"  # the unit j is a real block [[a, -b], [b, a]], of size 2 <= k
    for a, matrix in enumerate(matrices):
        for i, j, value in _entries(matrix):
            if not _allowed(base, size, i, j, value, n):
                raise RefusedCertificate(f"matrices[{a}][{i}][{j}] is not an entry for {base}")
        if base in ("permutation", "column-one-hot") and any(len(c) != 1 for c in matrix):
            raise RefusedCertificate(f"a column of matrices[{a}] is not one-hot")
        if base == "permutation" and len({i for i, _, _ in _entries(matrix)}) != d:
            raise RefusedCertificate(f"matrices[{a}] is not a permutation matrix")
        if base == "pd" and any(len(column) > 1 for column in matrix):
            raise RefusedCertificate(f"a column of matrices[{a}] has more than one entry")
        if base == "orthogonal" and metric is not None:
            _check_isometry(matrix, metric, n, f"matrices[{a}]")
        elif base == "orthogonal":
            for j, column in enumerate(matrix):
                for i in range(j + 1):
                    if _dot(matrix[i], column, n) != ({0: 1} if i == j else {}):
                        raise RefusedCertificate(
                            f"columns {i} and {j} of matrices[{a}] are not orthonormal"
                        )


def _check_isometry(matrix: Matrix, metric: Matrix, n: int, name: str) -> None:
    """A^T H A = H."""
    dual = [_apply(metric, column, n) for column in matrix]
    for i, column in enumerate(matrix):
        for j, other in enumerate(dual):
            if _dot(column, other, n) != metric[j].get(i, {}):
                raise RefusedCertificate(
                    f"columns {i} and {j} of {name} do not have the product H[{i}][{j}]"
                )


def _heads(given: Any, d: int) -> list[int]:
    """The sizes of the heads, of sum d."""
    sizes = _list(given, "system.heads")
    for h, size in enumerate(sizes):
        _integer(size, f"system.heads[{h}]", 1, d)
    if sum(sizes) != d:
        raise MalformedCertificate(f"system.heads have the sum {sum(sizes)}, not {d}")
    return sizes


def _metric(given: Any, heads: list[int], n: int, d: int) -> Matrix:
    """The columns of H: symmetric as L D L^T, positive definite as L is invertible and D > 0."""
    columns: Matrix = []
    ends: list[int] = []  # for each unit the end of its head
    for size in heads:
        ends += [len(ends) + size] * size
    for b, block in enumerate(_list(given, "system.metric")):
        start, where = len(columns), f"system.metric[{b}]"
        lower: list[Vector] = []
        pivots: list[Number] = []
        for i, row in enumerate(_list(block, where)):
            place = f"{where}[{i}]"
            numbers = [_number(x, n, place, j) for j, x in enumerate(_list(row, place, i + 1))]
            if not all(_real(x, n) for x in numbers):
                raise RefusedCertificate(f"{place} has a number that is not real")
            pivots.append(numbers.pop())
            if _sign(pivots[i], n) <= 0:
                raise RefusedCertificate(f"the pivot {place}[{i}] is not positive")
            lower.append({j: x for j, x in enumerate([*numbers, {0: 1}]) if x})
        if not lower or start == d or start + len(lower) > ends[start]:
            raise MalformedCertificate(f"{where} is empty, or does not lie in one head")
        for row in lower:  # of L; the rows of the symmetric block are its columns
            scaled = {k: _multiply(x, pivots[k], n) for k, x in row.items()}
            products = {start + j: _dot(other, scaled, n) for j, other in enumerate(lower)}
            columns.append({j: x for j, x in products.items() if x})
    if len(columns) != d:
        raise MalformedCertificate(f"system.metric has the width {len(columns)}, not {d}")
    return columns


def _factored(
    given: Any,
    base: str,
    size: int | None,
    heads: list[int],
    metric: Matrix | None,
    n: int,
    name: str,
) -> Matrix:
    """The matrix of a letter from its factors, which act one after the other, the first one first."""
    columns: Matrix = []
    lists = _list(given, name, len(heads)) if base == "householder-heads" else [given]
    for h, d in enumerate(heads):
        where = f"{name}[{h}]" if base == "householder-heads" else name
        if size is not None and len(_list(lists[h], where)) > size:
            raise RefusedCertificate(
                f"{where} has {len(lists[h])} factors, more than {base}:{size} allows"
            )
        start = len(columns)
        factors: list[tuple[Vector, Vector]] = []  # k, c H k
        for f, factor in enumerate(lists[h]):
            place = f"{where}[{f}]"
            c = _number(_list(factor, place, 2)[0], n, place, 0)
            local = _vector(factor[1], n, d, f"{place}[1]")
            key = {start + i: x for i, x in local.items()}
            if not all(_real(x, n) for x in (c, *key.values())):
                raise RefusedCertificate(f"{place} has a number that is not real")
            dual = key if metric is None else _apply(metric, key, n)
            dual = {i: y for i, x in dual.items() if (y := _multiply(c, x, n))}
            beta = _dot(key, dual, n)
            if _sign(beta, n) <= 0 or _sign(_difference(beta, {0: 2}), n) > 0:
                raise RefusedCertificate(f"0 < c k^T H k <= 2 fails for {place}")
            factors.append((key, dual))
        for j in range(start, start + d):
            column: Vector = {j: {0: 1}}
            for key, dual in factors:
                t = _multiply({0: -1}, _dot(dual, column, n), n)
                column = _sum(column, {i: _multiply(t, x, n) for i, x in key.items()})
            columns.append(column)
    return columns


def _allowed(base: str, size: int | None, i: int, j: int, value: Number, n: int) -> bool:
    """The class allows the number, which is not 0, in row i and column j."""
    if base in DIAGONAL or base in TRIANGULAR:
        if i != j:
            return i < j and base in TRIANGULAR
        if base.endswith("-nonnegative"):
            return _real(value, n) and _sign(value, n) > 0
        return not base.endswith("-real") or _real(value, n)
    if base in BLOCKS:
        same = size is not None and i // size == j // size
        return same and (base == "block-complex" or _real(value, n))
    if base in ("permutation", "column-one-hot"):
        return value == {0: 1}
    return base != "orthogonal" or _real(value, n)  # full, pd, cp: every number


def _cp_matrices(
    system: Any, base: str, size: int | None, n: int, d: int, letters: int
) -> list[Matrix]:
    """The matrices ``U diag(w_a) V^T``, once U and V are known to have so many columns, all in use."""
    given = _list(system["left"], "system.left")
    if size is not None and len(given) > size:
        raise RefusedCertificate(f"U has {len(given)} columns, more than {base}:{size} allows")
    left = [_vector(u, n, d, f"system.left[{r}]") for r, u in enumerate(given)]
    given = _list(system["right"], "system.right", len(left))
    right = [_vector(v, n, d, f"system.right[{r}]") for r, v in enumerate(given)]
    weights: list[Vector] = []
    for a, w in enumerate(_list(system["weights"], "system.weights", letters)):
        place = f"system.weights[{a}]"
        weights.append(_vector(_list(w, place, len(left)), n, len(left), place))
    for r, (u, v) in enumerate(zip(left, right, strict=True)):
        numbers = [*u.values(), *v.values(), *(w[r] for w in weights if r in w)]
        if not u or not v or len(numbers) == len(u) + len(v):
            raise RefusedCertificate(f"column {r} of U or V is 0, or has weight 0 for all letters")
        if base == "cp-real" and not all(_real(x, n) for x in numbers):
            raise RefusedCertificate(f"column {r} of U or V, or a weight of it, is not real")
    matrices: list[Matrix] = []
    for w in weights:
        matrix: Matrix = [{} for _ in range(d)]
        for r, c in w.items():
            for j, y in right[r].items():
                x = _multiply(c, y, n)
                matrix[j] = _sum(matrix[j], {i: _multiply(x, z, n) for i, z in left[r].items()})
        matrices.append(matrix)
    return matrices


def _restriction(text: Any) -> tuple[str, int | None]:
    """A restriction as its class and its number, block-real:1 being diagonal-real."""
    pattern = r"([a-z-]+)(?::([1-9][0-9]{0,8}))?"
    found = re.fullmatch(pattern, text) if isinstance(text, str) else None
    if found is not None:
        base, size = found[1], int(found[2]) if found[2] else None
        if size == 1 and base in BLOCKS:
            return ("diagonal-real" if base == "block-real" else "rotation"), None
        sized = BLOCKS | HOUSEHOLDER | CP
        if base in BOUNDED or base in (DIAGONAL | TRIANGULAR if size is None else sized):
            return base, size
    raise MalformedCertificate(f"this kernel does not cover the restriction {_shown(text)}")


# --- the answer "no" ----------------------------------------------------------------------------


def _check_obstruction(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    kind = _field(witness, "kind")
    rule = RULES.get(kind) if isinstance(kind, str) else None
    if claim["layers"] > 1 and kind not in SERIES and not (rule is not None and rule.stack):
        raise RefusedCertificate(f"the witness {_shown(kind)} says nothing of several layers")
    if kind in ("separation", "separation-inside"):
        _check_separation(claim, witness, restriction, minimal, alphabet)
        return
    if isinstance(kind, str) and kind in FEW_UNITS:
        _check_few_units(claim, witness, restriction, minimal, alphabet)
        return
    if kind in LOCAL:
        _check_local(claim, witness, restriction, minimal, alphabet)
        return
    if kind == "constituents":
        _check_constituents(claim, witness, restriction, minimal, alphabet)
        return
    if kind in SERIES:
        _check_series(claim, witness, restriction, minimal, alphabet)
        return
    if kind == "law":
        _check_law(witness, restriction, minimal, alphabet)
        return
    if kind == "prime-law":
        _check_prime_law(witness, restriction, minimal, alphabet)
        return
    if kind in ("prime-action", "coprime-action"):
        _check_prime_action(witness, restriction, minimal, alphabet)
        return
    if kind == "rotation-reset":
        _check_rotation_reset(claim, witness, restriction, minimal, alphabet)
        return
    if kind in ("one-column", "columns"):
        found = _check_one_column if kind == "one-column" else _check_columns
        found(claim, witness, restriction, minimal, alphabet)
        return
    others = {
        "letter-order": _check_letter_order,
        "idempotents": _check_idempotents,
        "idempotents-last": _check_idempotents_last,
        "flags": _check_flags,
        "flags-restored": _check_flags_restored,
        "flags-dependent": _check_flags_dependent,
        "prime-power": _check_prime_power,
        "idempotent-chain": _check_idempotent_chain,
        "planes": _check_planes,
    }
    if isinstance(kind, str) and kind in others:
        others[kind](claim, witness, restriction, minimal, alphabet)
        return
    name = restriction.partition(":")[0]
    base = name if name in BOUNDED else restriction
    if rule is None:
        raise MalformedCertificate(f"this kernel does not know the witness {_shown(kind)}")
    patterns = [rule.left, rule.right, *(rule.same or ()), *(rule.also or ())]
    tokens = {t for pattern in patterns for t in pattern.split()}
    words = sorted({name for t in tokens for name in t.split("^")[0]})
    repeated = any("^" in t for t in tokens)
    _object(witness, "witness", ["kind", *words, *(["n"] if repeated else [])])
    if not {base, name} & rule.restrictions or (claim["additive"] and not rule.additive):
        term = " with an additive term" if claim["additive"] else ""
        raise RefusedCertificate(f"the witness {kind} says nothing of {base}{term}")
    if rule.permutes:
        _check_permutes(minimal, len(alphabet))
    n = _integer(witness["n"], "witness.n", 1, 10**7) if repeated else 1
    if rule.odd and n % 2 == 0:
        raise RefusedCertificate(f"the exponent of the witness {kind} is {n}, not odd")
    column = {symbol: a for a, symbol in enumerate(alphabet)}
    read: dict[str, list[int]] = {}
    for name in words:
        symbols = _list(witness[name], f"witness.{name}")
        for symbol in symbols:
            if _symbol(symbol, f"witness.{name}") not in column:
                raise RefusedCertificate(f"witness.{name} has {_shown(symbol)}, not a symbol")
        read[name] = [column[symbol] for symbol in symbols]
    if rule.letter and len(read["x"]) != 1:
        raise RefusedCertificate(f"witness.x is not a single symbol, as {kind} asks")

    def state(pattern: str) -> int:
        q = 0
        for token in pattern.split():
            names, _, power = token.partition("^")
            word = [a for name in names for a in read[name]]
            q = _repeat(minimal, q, word, n if power else 1)
        return q

    for pair in (rule.same, rule.also):
        if pair is not None and state(pair[0]) != state(pair[1]):
            raise RefusedCertificate(f"{pair[0]} and {pair[1]} reach different states")
    if minimal.outputs[state(rule.left)] == minimal.outputs[state(rule.right)]:
        raise RefusedCertificate(f"{rule.left} and {rule.right} give the same output")


def _check_permutes(minimal: Machine, letters: int) -> None:
    for a in range(letters):
        if len({row[a] for row in minimal.transitions}) != len(minimal.transitions):
            raise RefusedCertificate(f"letter {a} does not permute the states")


def _check_separation(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """No blocks of size k have a linear decoder: weights between states and wrong outputs.

    Every letter permutes the states, and no two states agree after all suffixes. A linear decoder on
    blocks of size k then gives functions L_y on the states, one an output, in the isotypic parts whose
    irreducibles have degree at most k, with L_f(x)(x) > L_y(x) for all y != f(x). On an irreducible of
    character chi the sum t of all commutators of the transition group G acts as (|G|/chi(1))^2 (Isaacs,
    problem 3.10) and the sum z of all squares as |G| ind(chi)/chi(1), ind the indicator. So a product P
    of factors t - (|G|/d)^2 for d <= k (over R: for 2d <= k, and z - |G|/d for d <= k < 2d) kills these
    parts, and P is symmetric. If the measures nu_y that the weights define are P applied to preimages,
    then sum_y nu_y(L_y) = 0; but this is the sum of weight * (L_f(x)(x) - L_y(x)) > 0.

    For "separation-inside" all this is said of the machine that ``_inside`` finds in the minimal one.
    """
    inside = witness["kind"] == "separation-inside"
    names = ["kind", "suffixes", "weights", "preimages"]
    _object(witness, "witness", [*names, "prefix", "generators", "suffix"] if inside else names)
    if claim["decoder"] != "linear":
        raise RefusedCertificate("the witness separation says nothing of an arbitrary decoder")
    size, real = _block(restriction)
    machine = _inside(witness, minimal, alphabet) if inside else minimal
    _check_permutes(machine, len(machine.transitions[0]))
    _check_suffixes(witness["suffixes"], minimal, alphabet)
    minimal, n = machine, len(machine.outputs)

    outputs = list(dict.fromkeys(minimal.outputs))
    right = [outputs.index(output) for output in minimal.outputs]
    measures = [[0] * n for _ in outputs]
    seen: set[tuple[int, int]] = set()
    for i, entry in enumerate(_list(witness["weights"], "witness.weights")):
        place = f"witness.weights[{i}]"
        x = _integer(_list(entry, place, 3)[0], f"{place}[0]", 0, n - 1)
        y = _integer(entry[1], f"{place}[1]", 0, len(outputs) - 1)
        weight = _integer(entry[2], f"{place}[2]", 1, None)
        if y == right[x] or (x, y) in seen:
            raise RefusedCertificate(f"{place} names the right output of state {x}, or one twice")
        seen.add((x, y))
        measures[right[x]][x] += weight
        measures[y][x] -= weight
    if not seen:
        raise RefusedCertificate("there are no weights")

    group = _permutation_group(minimal.transitions)
    expected = [y for y, measure in enumerate(measures) if any(measure)]
    given = _list(witness["preimages"], "witness.preimages", len(expected))
    for y, entry in zip(expected, given, strict=True):
        place = f"witness.preimages[{expected.index(y)}]"
        if _integer(_list(entry, place, 2)[0], f"{place}[0]", 0, len(outputs) - 1) != y:
            raise RefusedCertificate(f"{place} is not the preimage of measure {y}")
        preimage = [
            _rational(c, f"{place}[1]", i) for i, c in enumerate(_list(entry[1], f"{place}[1]", n))
        ]
        if _annihilated(preimage, group, size, real=real) != measures[y]:
            raise RefusedCertificate(f"P applied to {place} is not the measure of output {y}")


def _inside(witness: Any, minimal: Machine, alphabet: list[Any]) -> Machine:
    """The states that the generators reach from that of the prefix, with the outputs after the suffix.

    A system that tracks the minimal machine tracks this one from the point after the prefix: a generator
    acts as a product of its matrices, in blocks of the same size, and a linear decoder after the suffix
    is one before it. The points still determine the states, for these differ after some suffix.
    """
    (prefix,) = _words([witness["prefix"]], "witness.prefix", alphabet)
    (suffix,) = _words([witness["suffix"]], "witness.suffix", alphabet)
    generators = _words(witness["generators"], "witness.generators", alphabet)
    states = [_repeat(minimal, 0, prefix, 1)]
    rows: list[list[int]] = []
    for q in states:
        images = [_repeat(minimal, q, word, 1) for word in generators]
        states += [r for r in dict.fromkeys(images) if r not in states]
        rows.append([states.index(r) for r in images])
    return Machine(rows, [minimal.outputs[_repeat(minimal, q, suffix, 1)] for q in states])


def _check_suffixes(given: Any, minimal: Machine, alphabet: list[Any]) -> None:
    """No two states give the same outputs after all suffixes."""
    n = len(minimal.outputs)
    signatures: list[list[Any]] = [[] for _ in range(n)]
    for word in _words(given, "witness.suffixes", alphabet):
        for q in range(n):
            signatures[q].append(minimal.outputs[_repeat(minimal, q, word, 1)])
    if len({tuple(signature) for signature in signatures}) != n:
        raise RefusedCertificate("two states give the same outputs after all suffixes")


def _words(given: Any, where: str, alphabet: list[Any]) -> list[list[int]]:
    """Words, as the letters of the alphabet by number."""
    column = {symbol: a for a, symbol in enumerate(alphabet)}
    words: list[list[int]] = []
    for i, word in enumerate(_list(given, where)):
        for symbol in _list(word, f"{where}[{i}]"):
            if _symbol(symbol, where) not in column:
                raise RefusedCertificate(f"{where} has {_shown(symbol)}, not a symbol")
        words.append([column[symbol] for symbol in word])
    return words


def _check_law(witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]) -> None:
    """A law of all finite groups of blocks, which a group of words violates.

    Every letter permutes the states, or, where states are given, the variables permute these. Some products
    of the matrices of the variables (of the letters, in the first case), restricted to an invariant space of
    an idempotent product, generate a finite group H of blocks, affine maps of finite order having a common
    fixed point, and the states make the group of the variables, modulo states with the same outputs after all
    words, a quotient of H (see ``_check_prime_law``). A finite group of real 2 x 2 matrices consists of
    rotations and mirrors, and its squares commute. One of real
    3 x 3 matrices preserves a scalar product. With -1 it is {1, -1} x R, R a group of rotations: cyclic,
    dihedral, or a subgroup of S4 or A5. One of complex 2 x 2 matrices is a quotient of a subgroup of
    Z x R, Z cyclic and R the elements of determinant 1: cyclic, dicyclic, or a subgroup of the binary
    octahedral group 2O or the binary icosahedral group SL(2,5). So all consist of groups whose squares
    commute, and of two finite groups or none, by products, subgroups and quotients: H satisfies their laws.
    For block-real:4 a variable is a product of squares of words, of determinant 1 in each block. Rotations of
    four dimensions are pairs of unit quaternions, up to a common sign: a finite group of them is a
    quotient of a subgroup of a product of two groups R as of complex 2 x 2 matrices.

    A law is a straight-line program: element i is variable i, and each step adds the product of two
    earlier elements, or the inverse of one; the value is the last element. That it is trivial in all
    groups K whose squares commute: let the variables x generate K, N be the subgroup of the squares,
    abelian, and s(c) represent the coset c of K/N, one for each sum of variables modulo 2 (two sums may
    name one coset, and then one s). From the place c the variable x leads to c + x, with
    n(c, x) = s(c) x s(c + x)^-1 in N. A word from 0 to 0 is the product, in any order, of n(c, x) for each
    x read at c, and of the inverses for each inverse of x read at c + x: if it reads all of them equally
    often, it is trivial, s(0) being 1. In the finite groups all values of the variables are tried, the
    first one up to conjugation.
    """
    squares = restriction == "block-real:4"
    names = ["kind", "u", "w", "squares" if squares else "variables", "steps"]
    inside = isinstance(witness, dict) and "states" in witness
    _object(witness, "witness", [*names, "states"] if inside else names)
    if restriction not in ("block-real:2", "block-real:3", "block-real:4", "block-complex:2"):
        raise RefusedCertificate(f"the witness law says nothing of {restriction}")
    if squares:
        parts = [
            _words(part, f"witness.squares[{i}]", alphabet)
            for i, part in enumerate(_list(witness["squares"], "witness.squares"))
        ]
    else:
        parts = [[word] for word in _words(witness["variables"], "witness.variables", alphabet)]
    rank = len(parts)
    if not 1 <= rank <= 3:
        raise MalformedCertificate(f"witness.{names[3]} has {rank} entries, not 1..3")
    steps = _program_steps(witness["steps"], rank, 1)

    if not inside:
        _check_permutes(minimal, len(alphabet))
    given = witness["states"] if inside else list(range(len(minimal.outputs)))
    states, permutations = _permuted(given, [word for part in parts for word in part], minimal)
    identity = tuple(range(len(states)))
    maps: list[tuple[int, ...]] = []
    for part in parts:
        value = identity
        for g in permutations[: len(part)]:
            value = _then(_then(value, g), g) if squares else g
        permutations = permutations[len(part) :]
        maps.append(value)
    value = _program(steps, maps, _then, _inverse)[-1]
    _differ(identity, value, states, witness, minimal, alphabet)

    flows = [(1 << i, {(0, i): 1}) for i in range(rank)]
    if _program(steps, flows, _flow_product, _flow_inverse)[-1] != (0, {}):
        raise RefusedCertificate("the value is not trivial in all groups whose squares commute")
    for name, letters in _law_groups(restriction):
        if any(found[-1] for found in _values(steps, rank, letters, name)):
            raise RefusedCertificate(f"the value is not trivial in {name}")


def _program_steps(given: Any, rank: int, least: int) -> list[list[int]]:
    """The steps of a straight-line program with so many variables, ``least`` or more of them."""
    steps = _list(given, "witness.steps")
    for i, step in enumerate(steps):
        where = f"witness.steps[{i}]"
        if len(_list(step, where)) not in (1, 2):
            raise MalformedCertificate(f"{where} is neither an inverse nor a product")
        _integers(step, where, len(step), rank + i - 1)
    if not least <= len(steps) <= 10**4:
        raise MalformedCertificate(f"witness.steps has {len(steps)} entries, not {least}..10000")
    return steps


def _values(
    steps: list[list[int]], rank: int, letters: list[tuple[int, ...]], name: str
) -> Iterator[list[int]]:
    """The elements of a program, by numbers, 0 being the identity, for all values of the variables.

    The values are elements of the group that permutations generate, the first one up to conjugation.
    """
    classes = _permutation_group([list(row) for row in zip(*letters, strict=True)])
    group = [g for members in classes for g in members]
    number = {g: i for i, g in enumerate(group)}
    table = [[number[_then(g, h)] for h in group] for g in group]
    first = [number[members[0]] for members in classes]
    if len(first) * len(group) ** (rank - 1) * (len(steps) + 1) > 10**8:
        raise RefusedCertificate(f"more than 10^8 products are needed to try all of {name}")
    rest = list(product(range(len(group)), repeat=rank - 1))
    for g in first:
        for others in rest:
            yield _table_values(steps, [g, *others], table)


def _table_values(steps: list[list[int]], given: list[int], table: list[list[int]]) -> list[int]:
    """The elements of a program in a group with a table of products, element 0 being the identity."""
    found = list(given)
    for step in steps:
        row = table[found[step[0]]]
        found.append(row.index(0) if len(step) == 1 else row[found[step[1]]])
    return found


def _program(
    steps: list[list[int]], given: list[Any], product_of: Any, inverse_of: Any
) -> list[Any]:
    """The elements of a straight-line program."""
    found = list(given)
    for step in steps:
        i = step[0]
        found.append(
            inverse_of(found[i]) if len(step) == 1 else product_of(found[i], found[step[1]])
        )
    return found


def _inverse(g: tuple[int, ...]) -> tuple[int, ...]:
    back = [0] * len(g)
    for p, q in enumerate(g):
        back[q] = p
    return tuple(back)


Flow = tuple[int, dict[tuple[int, int], int]]  # place of the end, (place, variable) -> times read


def _flow_product(x: Flow, y: Flow) -> Flow:
    end, total = x[0] ^ y[0], dict(x[1])
    for (place, i), times in y[1].items():
        total[place ^ x[0], i] = total.get((place ^ x[0], i), 0) + times
    return end, {edge: times for edge, times in total.items() if times}


def _flow_inverse(x: Flow) -> Flow:
    return x[0], {(place ^ x[0], i): -times for (place, i), times in x[1].items()}


def _law_groups(restriction: str) -> list[tuple[str, list[tuple[int, ...]]]]:
    """Generators of S4 and A5, or of 2O and SL(2,5) on pairs modulo 7 and 5; none for real 2 x 2 matrices.

    With i = (0, 1; -1, 0), j = (2, 3; 3, -2) and k = ij modulo 7 the group 2O is generated by
    (1 + i)/3, 3 being a root of 2, and -(1 + i + j + k)/2.
    """
    if restriction == "block-real:2":
        return []
    if restriction == "block-real:3":
        return [
            ("S4", [(1, 0, 2, 3), (1, 2, 3, 0)]),
            ("A5", [(1, 2, 0, 3, 4), (1, 2, 3, 4, 0)]),
        ]
    return [
        ("2O", [_on_pairs(7, 5, 5, 2, 5), _on_pairs(7, 4, 6, 0, 2)]),
        ("SL(2,5)", [_on_pairs(5, 1, 1, 0, 1), _on_pairs(5, 1, 0, 1, 1)]),
    ]


def _on_pairs(p: int, a: int, b: int, c: int, d: int) -> tuple[int, ...]:
    """The permutation of the pairs (x, y) modulo p by the matrix (a, b; c, d), on the right."""
    return tuple((x * a + y * c) % p * p + (x * b + y * d) % p for x in range(p) for y in range(p))


def _check_prime_law(witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]) -> None:
    """Finite p-groups of k x k matrices are abelian if p > k, and for all p abelian by permutations.

    The variables are words that permute the given states, and generate a group G there. Elements are
    numbered as in a law, and the pair names two of them, a and b: from the state of u, one of the given
    ones, ab and ba lead to states whose outputs after w differ. Let W be the Sylow p-subgroup of all
    permutations of p^s points, with p^s <= k, over R for odd p with 2 p^s <= k, and s as large as
    possible, but at least 0. Either p <= 2k + 1, G is a p-group, and a and b are trivial in W for all
    values of the variables; or p > 2k + 1, and each variable has order a power of p.

    No blocks do that. The words act on the finitely many reached points by a finite monoid T, an element
    of which determines what it does to the given states up to their outputs after all words. With an
    idempotent e of the minimal ideal of T, the group eTe acts so as the group G modulo such states, and
    onto it; it consists of blocks of size at most k, affine maps of finite order having a common fixed
    point. If G is a p-group, it is the image of a Sylow p-subgroup of eTe. An irreducible representation
    of this by complex matrices of size at most k has degree p^j <= k and is induced from one of degree 1
    (Isaacs, corollary 6.14): its elements permute p^j lines, and do so by elements of W. If p is odd and
    the representation is not trivial, an element of order p of the centre of its image is a number that
    is not real, so that over R the conjugate is one more constituent, and 2 p^j <= k. Where a program is
    trivial in W its value fixes all these lines, and two such values commute. If p > 2k + 1, a finite
    group of k x k matrices has a normal abelian Sylow p-subgroup (Feit and Thompson 1961). The variables
    come from elements of eTe of order a power of p, whose blocks therefore commute: G is abelian.

    With R columns this is said of ``z = V^T h`` in dimension R, and of outputs after at least one letter:
    then w is not empty.
    """
    _object(witness, "witness", ["kind", "p", "states", "variables", "steps", "pair", "u", "w"])
    size, real = _size(witness, restriction)
    p = _prime(witness["p"], "witness.p")
    words = _words(witness["variables"], "witness.variables", alphabet)
    states, group = _permuted(witness["states"], words, minimal)
    steps = _program_steps(witness["steps"], len(words), 0)
    pair = _integers(witness["pair"], "witness.pair", 2, len(words) + len(steps) - 1)
    used = list(dict.fromkeys(pair))
    for i in used:
        used += [j for j in (steps[i - len(words)] if i >= len(words) else []) if j not in used]
    if len(set(used)) != len(words) + len(steps):
        raise RefusedCertificate("an element is not used")

    elements = _program(steps, group, _then, _inverse)
    a, b = (elements[i] for i in pair)
    _differ(_then(a, b), _then(b, a), states, witness, minimal, alphabet)
    if p > 2 * size + 1:
        for i, g in enumerate(group):
            if not _is_power(lcm(*_cycle_lengths(g)), p):
                raise RefusedCertificate(f"the order of witness.variables[{i}] is no power of {p}")
        return
    order = sum(map(len, _permutation_group([list(row) for row in zip(*group, strict=True)])))
    if not _is_power(order, p):
        raise RefusedCertificate(
            f"the variables generate a group of order {order}, no power of {p}"
        )
    most = size // 2 if p > 2 and real else size
    points = 1
    while points * p <= most:
        points *= p
    exponent = (points - 1) // (p - 1)
    if exponent > 9 or p**exponent > 1000:
        raise RefusedCertificate(f"the Sylow group of {points} points has too many elements")
    sylow = [tuple(range(points))]
    turned = p
    while turned <= points:  # the first p^j points turn by p^(j-1)
        step = turned // p
        sylow.append(tuple((x + step) % turned if x < turned else x for x in range(points)))
        turned *= p
    for found in _values(steps, len(words), sylow, f"the Sylow group of {points} points"):
        if any(found[i] for i in pair):
            raise RefusedCertificate(f"a or b is not trivial in the Sylow group of {points} points")


def _check_prime_action(
    witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """How an element acts on a p-group that it normalises, among k x k matrices.

    The words x and y permute the given states, x has order a power of p there, and commutes with all its
    conjugates under powers of y: these generate an abelian p-group N. From the state of u, one of the
    given ones, a value of x and y leads to another state, with another output after w. This value is

        prime-action    [.. [[x, y^c], y^d], ..], c, d, .. ascending, all numbers with k/2 < c <= k, for
                        p > k; or, over R for odd p, all even ones of these, for 2p > k
        coprime-action  [x, y], and y has order a power of a prime r > k + 1, other than p

    with [x, y] = x^-1 y^-1 x y. Among blocks it is trivial. As in ``_check_prime_law`` a finite group E of
    blocks acts as x and y do, and onto the group of these. Let K be what goes to N, and P a Sylow
    p-subgroup of K, which goes onto N. By Frattini's argument the normaliser of P goes onto all modulo N,
    so that some h that normalises P acts on N as y does. In the first case P is abelian, see there, and
    diagonal in each block, and h permutes the at most k characters that occur. On those in an orbit of
    length c an element g of P has the same values as its conjugate under h^c, or under h to a multiple
    of c; and c has one among the numbers listed. Over R, for odd p, only the trivial character is real:
    an orbit of others is its own conjugate, and c is even, or has another one beside it, and 2c <= k.

    In the second case h may be taken of order a power of r. If h does not commute with P, let Q be a
    least subgroup of P that h normalises and does not commute with, and t a power of h that acts on Q
    with order r. Then h acts irreducibly on Q modulo its Frattini subgroup (Gorenstein, theorem 5.3.7),
    so that t fixes nothing but 0 there, and Q = [Q, t]. If Q is abelian, t moves one of the characters
    in some block, and r <= k. If not, Q is special, and t commutes with its centre. In some block some
    irreducible constituent of Q and t is not trivial on Q. If t moves constituents of Q there, r <= k.
    If not, their image of Q is not abelian, or else Q = [Q, t] would be trivial there; its centre, of
    numbers, commutes with t, and is its derived group, of order p, as t fixes nothing modulo that. So
    it is extraspecial, of order p^(1 + 2m), in matrices of size p^m <= k, and r, which divides
    p^(2m) - 1, is at most p^m + 1 <= k + 1.
    """
    kind = witness["kind"]
    coprime = kind == "coprime-action"
    names = ["kind", "p", "states", "u", "x", "y", "w"]
    _object(witness, "witness", [*names, "r"] if coprime else names)
    size, real = _size(witness, restriction)
    p = _prime(witness["p"], "witness.p")
    words = _words([witness["x"], witness["y"]], "witness.x, y", alphabet)
    states, (x, y) = _permuted(witness["states"], words, minimal)
    for name, g, prime in (("x", x, p), *([("y", y, witness["r"])] if coprime else [])):
        if not _is_power(lcm(*_cycle_lengths(g)), _prime(prime, "witness.r")):
            raise RefusedCertificate(f"the order of {name} is no power of {prime}")
    if coprime:
        if witness["r"] <= size + 1 or witness["r"] == p:
            raise RefusedCertificate(f"witness.r is p, or at most {size + 1}")
    elif p <= (size // 2 if real and p > 2 else size):
        raise RefusedCertificate(
            f"groups of order {p}^n in matrices of size {size} need not be abelian"
        )
    conjugate, count = x, 1
    while (conjugate := _then(_then(_inverse(y), conjugate), y)) != x:
        count += 1
        if count > 10**4 or _then(x, conjugate) != _then(conjugate, x):
            raise RefusedCertificate(
                "x does not commute with its conjugates under powers of y, or has more than 10^4"
            )
    lengths = range(size // 2 + 1, size + 1)
    value, power, done = x, tuple(range(len(x))), 0
    for c in [1] if coprime else [c for c in lengths if not (real and p > 2 and c % 2)]:
        while done < c:
            power, done = _then(power, y), done + 1
        value = _then(_inverse(value), _then(_then(_inverse(power), value), power))
    _differ(tuple(range(len(x))), value, states, witness, minimal, alphabet)


def _size(witness: Any, restriction: str) -> tuple[int, bool]:
    """The size of the matrices of a restriction, or of a bound on it, and whether they are real."""
    base, _, bound = restriction.partition(":")
    if base not in BLOCKS | BOUNDED | CP or not bound:
        raise RefusedCertificate(f"the witness {witness['kind']} says nothing of {restriction}")
    if base in CP and not witness["w"]:
        raise RefusedCertificate(
            "witness.w is empty, and CP factors show the last letter by itself"
        )
    return int(bound), base in REAL_OF_WIDTH | {"block-real", "cp-real"}


def _prime(value: Any, where: str) -> int:
    p = _integer(value, where, 2, 10**6)
    if any(p % d == 0 for d in range(2, isqrt(p) + 1)):
        raise RefusedCertificate(f"{where} is {p}, not a prime")
    return p


def _differ(
    g: tuple[int, ...],
    h: tuple[int, ...],
    states: list[int],
    witness: Any,
    minimal: Machine,
    alphabet: list[Any],
) -> None:
    """From the state of u two permutations of states lead to different outputs after w."""
    u, w = _words([witness["u"], witness["w"]], "witness.u, w", alphabet)
    q = _repeat(minimal, 0, u, 1)
    if q not in states:
        raise RefusedCertificate("u leads to none of witness.states")
    i = states.index(q)
    ends = [_repeat(minimal, states[r], w, 1) for r in (g[i], h[i])]
    if minimal.outputs[ends[0]] == minimal.outputs[ends[1]]:
        raise RefusedCertificate("after u the two sides of the law and w give the same output")


def _permuted(
    given: Any, words: list[list[int]], minimal: Machine
) -> tuple[list[int], list[tuple[int, ...]]]:
    """States, ascending, that words permute, and what each word does to their places."""
    states = _list(given, "witness.states")
    _integers(states, "witness.states", len(states), len(minimal.outputs) - 1)
    if not states or states != sorted(set(states)) or not words:
        raise RefusedCertificate("witness.states are not ascending, or there are no words")
    place = {q: i for i, q in enumerate(states)}
    group: list[tuple[int, ...]] = []
    for i, word in enumerate(words):
        images = [_repeat(minimal, q, word, 1) for q in states]
        if sorted(images) != states:
            raise RefusedCertificate(f"word {i} of the witness does not permute witness.states")
        group.append(tuple(place[q] for q in images))
    return states, group


def _cycle_lengths(permutation: tuple[int, ...]) -> set[int]:
    lengths: set[int] = set()
    for start in range(len(permutation)):
        length, q = 1, permutation[start]
        while q != start:
            q, length = permutation[q], length + 1
        lengths.add(length)
    return lengths


def _is_power(n: int, p: int) -> bool:
    while n % p == 0:
        n //= p
    return n == 1


def _check_rotation_reset(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """What real 2 x 2 matrices cannot do: turn by a third and be reset.

    x^n is idempotent, n = 3^m n' with n' prime to 3, and t is x^e with the least e >= n that is 1
    modulo 3^m and 0 modulo n'. Let S be the word y y t y t t y. If S^n is idempotent too, then

        u S t S^n x^n w  and  u S x^n S^n t w

    act alike in each finite monoid T of real 2 x 2 matrices. The same holds with a multiple N of n for
    which s^N is idempotent for all s in T, and with the t of N. It is a matrix of a group around x^N,
    of order a power of 3. If x^N has rank 0, or rank 1, where t is x^N, or if t is the identity, this is
    clear. Else t is a rotation of order 3^j > 1. If y has rank 2, then so has S, and S^N is the
    identity; if y is 0, so is S. Else y = b c^T, and c^T t^i b is 0, 1 or -1 for all i, for the powers of
    y t^i are finitely many. These numbers are the values of a cosine at 3^j points of the circle. At most
    one of them is 0, no two points being opposite; any three that are a third of the circle apart add up
    to 0, so that one of these is 0. So j = 1, and c^T t^i b = 0 for i = 0, 1 or 2: S is 0.
    """
    _object(witness, "witness", ["kind", "u", "x", "y", "w", "n"])
    if restriction != "block-real:2" or claim["additive"]:
        term = " with an additive term" if claim["additive"] else ""
        raise RefusedCertificate(f"the witness rotation-reset says nothing of {restriction}{term}")
    u, x, y, w = _words([witness[name] for name in "uxyw"], "witness.u, x, y, w", alphabet)
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    thirds = 1
    while n % (3 * thirds) == 0:
        thirds *= 3
    other = n // thirds
    e = n + other * pow(other, -1, thirds) % n
    states = range(len(minimal.outputs))

    def power(word: tuple[int, ...], times: int) -> tuple[int, ...]:
        machine = Machine([[q] for q in word], minimal.outputs)
        return tuple(_repeat(machine, q, [0], times) for q in states)

    X, Y = (tuple(_repeat(minimal, q, word, 1) for q in states) for word in (x, y))
    t, idempotent = power(X, e), power(X, n)
    inside = Y
    for g in (Y, t, Y, t, t, Y):
        inside = _then(inside, g)
    closed = power(inside, n)
    for name, g in (("x^n", idempotent), ("S^n", closed)):
        if _then(g, g) != g:
            raise RefusedCertificate(f"{name} is not idempotent")
    q = inside[_repeat(minimal, 0, u, 1)]
    ends = [idempotent[closed[t[q]]], t[closed[idempotent[q]]]]
    left, right = (minimal.outputs[_repeat(minimal, r, w, 1)] for r in ends)
    if left == right:
        raise RefusedCertificate("the two words give the same output")


def _check_local(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """What matrices of size k cannot do inside words at which they have lost rank.

    Let T be a finite monoid of k x k matrices, or of affine maps of a space of dimension k: what words do
    to the reached states of one block, or of a whole system of width k, and to their span. From the
    ``levels`` one has the words s_0 = 1 and s_j = s_(j-1) w_1 s_(j-1) w_2 .. w_r s_(j-1), the w_i being
    those of level j. S is the last, s_m; t = k - m and z = x S. The words of each level after the first,
    and x and y at its end, must be words of the level before, or be written in the symbols of level 1
    if that is the level before. ``z^n`` is idempotent, and so is z^N, the same map, with N a multiple of n
    such that s^N is idempotent for all s in T. In each block

        local-index      S z^t z^n          and  S z^t
        local-exchange   S z^(t-1) z^n y S z^(t-1)  and  S z^(t-1) y S z^(t-1) z^n, t >= 1, not affine
        local-reset      S z^(t-1) z^n y S z^t      and  S z^(t-1) y S z^t, t >= 1
        local-kernel     S z^(t-2) z^n g^n z y S z^t  and  S z^(t-2) g^n z y S z^t, t >= 2, where here and
                         in the next one g = x S and z = x S v S, and g^n is idempotent, too
        local-kernel-zero  S z^t y S z^(t-2) z^n g^n z  and  S z^t y S z^(t-2) g^n z, t >= 2, not affine
        local-squares    S z z yS yS  and  S yS yS z z, real, k = 2, t <= 1, affine t = 0

    then act alike. For suppose that s_j has the rank r of s_(j-1) for some j, in the affine case the rank
    of the linear part. Write s_(j-1) = a b with b onto and a injective, both of rank r; then w' = b w a
    defines a finite monoid of matrices (affine maps) of size r, where the product of all w_i' is
    invertible, and so each is (if j = 1, each letter is). So are the words of later levels, x and y, and
    z acts on the image of s_(j-1) as an element of a finite group: z^N drops out, and the squares
    commute, as in a finite group of real 2 x 2 matrices they do. If there is no such j, S has rank
    r <= t. Write S = a b once more; S z^c = a x'^c b, and x' has size r, so its index is at most t. If
    it is less than t, the powers in local-exchange and local-reset drop out; if it is t, x' is nilpotent:
    x'^t is 0, in the affine case constant, and so are both words, with one value. Matrices of size 1
    commute, and affine maps of a point are equal. In the laws of kernels z^N drops out unless the
    index of z' is t - 1 or t. Then z'^t is 0 or constant, as before, or z' is invertible on a line and one
    nilpotent Jordan block of size t - 1 beside it. Its kernel K is a line, and z'^(t-2) has the image
    K + image(z'^N), whose points z'^N moves along K alone. Either g' is invertible, g'^N = 1, and z' kills
    K; or g' has the rank t - 1 of z' = g' v', and so the same kernel, and g'^N kills K.

    With R columns all this holds of ``z = V^T h`` in dimension R; as h depends on the last letter and on
    the z before it, w is not empty then.
    """
    kind = witness["kind"]
    power, two = kind != "local-squares", kind != "local-index"
    kernel = kind in KERNEL
    names = ["kind", "u", "levels", "x", *(["v"] if kernel else []), *(["y"] if two else []), "w"]
    names += ["n"] if power else []
    _object(witness, "witness", names)
    base, _, bound = restriction.partition(":")
    size = 1 if base in ("diagonal-real", "rotation") else int(bound or 0)
    additive = claim["additive"]
    if (
        (base not in BLOCKS | BOUNDED | CP and size != 1)
        or size == 0
        or (kind in ("local-exchange", "local-kernel-zero") and additive)
        or (kind == "local-squares" and restriction != "block-real:2")
    ):
        term = " with an additive term" if additive else ""
        raise RefusedCertificate(f"the witness {kind} says nothing of {restriction}{term}")
    if base in CP and not witness["w"]:
        raise RefusedCertificate(
            "witness.w is empty, and CP factors show the last letter by itself"
        )
    column = {symbol: a for a, symbol in enumerate(alphabet)}

    def word(value: Any, place: str) -> tuple[int, ...]:
        for symbol in _list(value, place):
            if _symbol(symbol, place) not in column:
                raise RefusedCertificate(f"{place} has {_shown(symbol)}, not a symbol")
        return tuple(column[symbol] for symbol in value)

    read = {
        name: word(witness[name], f"witness.{name}")
        for name in ("u", "x", "v", "y", "w")
        if name in names
    }
    levels = [
        [word(v, f"witness.levels[{j}]") for v in _list(level, f"witness.levels[{j}]")]
        for j, level in enumerate(_list(witness["levels"], "witness.levels"))
    ]
    t = size - len(levels)
    least = 2 if kernel else int(kind in ("local-exchange", "local-reset"))
    most = size if power else int(not additive)
    if not least <= t <= most:
        raise RefusedCertificate(f"there are {len(levels)} levels for matrices of size {size}")
    inner = [read[name] for name in ("x", *(["v"] if kernel else []), *([] if power else ["y"]))]
    for j in range(len(levels), 0, -1):
        for v in inner:
            if v not in levels[j - 1] if j > 1 else not {*v} <= {a for p in levels[0] for a in p}:
                raise RefusedCertificate(
                    f"a word inside witness.levels[{j - 1}] is not made of its words"
                )
        inner = levels[j - 1]

    def then(*maps: list[int]) -> list[int]:
        images = list(range(len(minimal.outputs)))
        for f in maps:
            images = [f[q] for q in images]
        return images

    def action(letters: tuple[int, ...]) -> list[int]:
        images = then()
        for a in letters:
            images = [minimal.transitions[q][a] for q in images]
        return images

    def repeated(f: list[int], times: int) -> list[int]:
        images = then()
        for digit in bin(times)[2:]:
            images = then(images, images, f) if digit == "1" else then(images, images)
        return images

    s = then()
    for level in levels:
        s = then(s, *(f for v in level for f in (action(v), s)))
    g = then(action(read["x"]), s)
    z = then(g, action(read["v"]), s) if kernel else g
    y = action(read["y"]) if two else then()
    if power:
        n = _integer(witness["n"], "witness.n", 1, 10**7)
        e, f = repeated(z, n), repeated(g, n)
        if then(e, e) != e:
            raise RefusedCertificate("z^n is not idempotent")
        if then(f, f) != f:
            raise RefusedCertificate("g^n is not idempotent")
        start = then(s, repeated(z, t - least))
        left, right = (then(start, e), start)
        if kind == "local-exchange":
            left, right = then(start, e, y, start), then(start, y, start, e)
        if kind == "local-reset":
            left, right = then(start, e, y, start, z), then(start, y, start, z)
        if kernel:
            left, right = then(start, e, f, z), then(start, f, z)
            full = then(s, repeated(z, t))
            if kind == "local-kernel":
                left, right = then(left, y, full), then(right, y, full)
            else:
                left, right = then(full, y, left), then(full, y, right)
    else:
        left, right = then(s, z, z, y, s, y, s), then(s, y, s, y, s, z, z)
    before, after = action(read["u"])[0], action(read["w"])
    if minimal.outputs[after[left[before]]] == minimal.outputs[after[right[before]]]:
        raise RefusedCertificate("the two words give the same output")


def _check_series(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """A group in the automaton has a longer series than so many diagonal or triangular layers give.

    Words that permute a set of states generate a group there. Elements are numbered: the words, then
    the steps; a step [i, j] is the commutator of the elements i and j, or for i = j the square, which
    counts over R alone. In a series that is too long a word has depth 0, a step 1 + the less of its two
    depths, and the last element has at least the depth L, over block-real:2 the depth 2L, and is not the
    identity. In a series without
    end there is a step for each word, which acts as the word does, and word 0 is not the identity:
    then all words have every depth.

    No stack of L layers does that. Words act on its finite reachable states, and the words that permute
    the given states contain a group K that maps onto theirs (take an idempotent of the minimal ideal).
    Let K_l be the kernel of K on the vectors of the layers before l; it acts on layer l, over each
    choice of those vectors, by affine maps with matrices of the restriction, which permute finitely
    many vectors. They fix the centroid of these and act on their differences by a finite group of
    diagonal or triangular matrices: diagonalisable, so abelian, over R with squares 1. So K_l / K_(l+1)
    is abelian (over R of exponent 2): an element of depth l lies in K_l, and K_L is trivial. Finite
    groups of real 2 x 2 matrices are cyclic or dihedral, so that each layer counts twice.
    """
    kind = witness["kind"]
    _object(witness, "witness", ["kind", "states", "words", "steps", "suffixes"])
    squares = ("diagonal-real", "triangular-real")
    if restriction not in (*squares, "rotation", "triangular-complex", "block-real:2"):
        raise RefusedCertificate(f"the witness {kind} says nothing of {restriction}")
    _check_suffixes(witness["suffixes"], minimal, alphabet)
    depth = claim["layers"] * (2 if restriction == "block-real:2" else 1)
    states = _list(witness["states"], "witness.states")
    _integers(states, "witness.states", len(states), len(minimal.outputs) - 1)
    if states != sorted(set(states)):
        raise RefusedCertificate("witness.states are not ascending")
    place = {q: i for i, q in enumerate(states)}
    identity = tuple(range(len(states)))
    elements: list[tuple[int, ...]] = []
    for i, word in enumerate(_words(witness["words"], "witness.words", alphabet)):
        images = [_repeat(minimal, q, word, 1) for q in states]
        if sorted(images) != states:
            raise RefusedCertificate(f"witness.words[{i}] does not permute witness.states")
        elements.append(tuple(place[q] for q in images))
    words, endless = len(elements), kind == "series-without-end"
    depths = [0] * words
    given = _list(witness["steps"], "witness.steps", words if endless else None)
    for k, step in enumerate(given):
        where = f"witness.steps[{k}]"
        i, j = _integers(step, where, 2, len(elements) - 1)
        if i == j and restriction not in squares:
            raise RefusedCertificate(f"{where} is a square, and says nothing of {restriction}")
        value = _square(elements[i]) if i == j else _commutator(elements[i], elements[j])
        if not endless:
            elements.append(value)
            depths.append(1 + min(depths[i], depths[j]))
        elif value != elements[k]:
            raise RefusedCertificate(f"{where} does not act as witness.words[{k}]")
    if not elements or elements[0 if endless else -1] == identity:
        raise RefusedCertificate("the last element, or word 0, is the identity")
    used = [0] if endless else [len(elements) - 1]
    for k in used:
        for m in given[k] if endless else given[k - words] if k >= words else []:
            if m not in used:
                used.append(m)
    if len(used) != len(elements):
        raise RefusedCertificate("an element is not used")
    if not endless and depths[-1] < depth:
        raise RefusedCertificate(f"the last element has depth {depths[-1]}, less than {depth}")


def _square(x: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x[p] for p in x)


def _commutator(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[int, ...]:
    """The permutation x^-1 y^-1 x y, read from the left: it sends the image under yx to that under xy."""
    value = [0] * len(x)
    for p in range(len(x)):
        value[x[y[p]]] = y[x[p]]
    return tuple(value)


def _block(restriction: str) -> tuple[int, bool]:
    """The size of the blocks of a restriction, and whether they are real."""
    if restriction in ("diagonal-real", "rotation"):
        return 1, restriction == "diagonal-real"
    base, _, size = restriction.partition(":")
    if base in BLOCKS:
        return int(size), base == "block-real"
    raise RefusedCertificate(f"the witness separation says nothing of {restriction}")


class Group(NamedTuple):
    """A group on the numbers 0 .. order - 1, 0 the identity."""

    product: list[list[int]]  # product[g][h] is g h, g first
    inverse: list[int]
    letters: list[int]  # the element of each letter of the alphabet
    start: list[int]  # the elements that fix state 0


class Subgroup(NamedTuple):
    """A subgroup: its elements, a byte 1 for each of them, and elements that generate it."""

    members: list[int]
    holds: bytes
    generators: list[int]


#: The witnesses against a width, with their fields after "kind" and "suffixes".
FEW_UNITS = {
    "subgroups": ["subgroups", "against"],
    "long-order": ["words"],
    "group-order": [],  # for pd ["subgroups"]
    "monomial-powers": ["words"],
    "sylow": ["words"],
}


def _check_few_units(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """N units of permutation, column-one-hot or pd matrices are too few, whatever the additive term.

    Every letter permutes the states and no two states agree after all suffixes; let G be the transition
    group. If a system of width N is right, then for some word the letters act on what it leaves of the units
    as invertible monomial matrices (permutation matrices but for pd). These generate a group C, and a
    kernel L of C with quotient G acts on an invariant space by finitely many maps.

    "long-order", not for pd: the one word w has a preimage in C, a permutation of at most N points
    whose order is a multiple of that of w: the prime powers of the order of w add up to at most N.
    "group-order": |C| divides N!, so |G| does. For pd the diagonal matrices of C have an abelian normal
    image A in G, and [G:A] divides N!. On the invariant space they have at most N eigenvalues, each of
    them a root of unity, so A is generated by N elements: for no p it has more than p^N with a^p = 1.
    "monomial-powers", for pd: two words x, y; if m = lcm(1, .., N), then m-th powers in C are diagonal and
    commute.
    "sylow", not for pd: see ``_check_sylow``.
    "subgroups", for a linear decoder: see ``_check_subgroups``.
    """
    kind = witness["kind"]
    base, _, bound = restriction.partition(":")
    listed = kind == "group-order" and base == "pd"
    _object(
        witness,
        "witness",
        ["kind", "suffixes", *FEW_UNITS[kind], *(["subgroups"] if listed else [])],
    )
    units = ("permutation", "column-one-hot")
    classes = {"long-order": units, "sylow": units, "monomial-powers": ("pd",)}
    if not bound or base not in classes.get(kind, (*units, "pd")):
        raise RefusedCertificate(f"the witness {kind} says nothing of {restriction}")
    if kind == "subgroups" and claim["decoder"] != "linear":
        raise RefusedCertificate("the witness subgroups says nothing of an arbitrary decoder")
    size, states = int(bound), len(minimal.outputs)
    if size >= states:
        raise RefusedCertificate(f"{size} units are enough for {states} states")
    _check_permutes(minimal, len(alphabet))
    _check_suffixes(witness["suffixes"], minimal, alphabet)
    if kind == "subgroups":
        _check_subgroups(witness, base, size, minimal, alphabet)
    elif kind == "sylow":
        _check_sylow(witness, size, minimal, alphabet)
    elif kind == "long-order":
        word = _words(_list(witness["words"], "witness.words", 1), "witness.words", alphabet)[0]
        needed = _points_needed([_repeat(minimal, q, word, 1) for q in range(states)])
        if needed <= size:
            raise RefusedCertificate(f"the order of witness.words[0] needs only {needed} points")
    elif kind == "monomial-powers":
        x, y = _words(_list(witness["words"], "witness.words", 2), "witness.words", alphabet)
        power = lcm(*range(1, size + 1))
        if all(
            _repeat(minimal, _repeat(minimal, q, x, power), y, power)
            == _repeat(minimal, _repeat(minimal, q, y, power), x, power)
            for q in range(states)
        ):
            raise RefusedCertificate("the powers of witness.words commute")
    else:
        if listed:
            group = _group(minimal.transitions)
            orders = [
                len(group.product) // len(subgroup.members)
                for subgroup in _listed(witness, group, alphabet)
                if _is_diagonal(group, subgroup, size)
            ]
        else:
            orders = [sum(len(members) for members in _permutation_group(minimal.transitions))]
        for order in orders:
            if factorial(size) % order == 0:
                raise RefusedCertificate(f"{order} divides {size}!")


def _check_sylow(witness: Any, size: int, minimal: Machine, alphabet: list[Any]) -> None:
    """One to three words whose group is no quotient of a p-group of permutations of N points.

    The words generate a subgroup D of the transition group G, of order p^k. G is a quotient of a group C of
    permutations of at most N points, and a Sylow p-subgroup of the preimage of D in C is mapped onto D. It
    lies in a Sylow p-subgroup S of the permutations of N points, up to conjugation in the one whose
    generators move the first p^l points of each block of p^i points (as many blocks as the digits of N to
    the base p say), by p^(l-1). So for some elements of S, the first one of them up to conjugation, the words
    are images under a homomorphism from the group that these generate: all choices are tried.
    """
    states = range(len(minimal.outputs))
    words = _words(_list(witness["words"], "witness.words"), "witness.words", alphabet)
    if not 1 <= len(words) <= 3:
        raise MalformedCertificate(f"witness.words has {len(words)} entries, not 1..3")
    maps = [tuple(_repeat(minimal, q, word, 1) for q in states) for word in words]
    order = sum(map(len, _permutation_group([list(row) for row in zip(*maps, strict=True)])))
    p = next((d for d in range(2, order + 1) if order % d == 0), 2)
    if p ** order.bit_length() % order:
        raise RefusedCertificate(
            f"the words generate a group of order {order}, no power of a prime"
        )
    generators: list[tuple[int, ...]] = []
    start = 0
    while start < size:
        length = p
        while length <= size - start:
            step = length // p
            moved = [start + (i + step) % length for i in range(length)]
            generators.append((*range(start), *moved, *range(start + length, size)))
            length *= p
        start += max(1, length // p)
    table = [list(row) for row in zip(*(generators or [tuple(range(size))]), strict=True)]
    classes = _permutation_group(table)
    group = [g for members in classes for g in members]
    if len(classes) * len(group) ** (len(words) - 1) > 10**6:
        raise RefusedCertificate("more than 10^6 choices of permutations are to be tried")
    for chosen in product([members[0] for members in classes], *[group] * (len(words) - 1)):
        images = {tuple(range(size)): tuple(states)}
        waiting = [*images]
        for g in waiting:
            pairs = [(_then(g, c), _then(images[g], f)) for c, f in zip(chosen, maps, strict=True)]
            if any(images.get(h, f) != f for h, f in pairs):
                break
            waiting += [h for h in dict(pairs) if h not in images]
            images |= dict(pairs)
        else:
            raise RefusedCertificate(f"permutations of {size} points have the words as images")


def _points_needed(permutation: list[int]) -> int:
    """The least number of points of a permutation whose order is a multiple of that of another one."""
    powers: dict[int, int] = {}
    seen: set[int] = set()
    for start in permutation:
        length, q = 0, start
        while q not in seen:
            seen.add(q)
            q, length = permutation[q], length + 1
        for p, power in _primes(length) if length else ():
            powers[p] = max(power, powers.get(p, 1))
    return sum(powers.values())


def _is_diagonal(group: Group, subgroup: Subgroup, size: int) -> bool:
    """A subgroup is normal, abelian and generated by so many elements."""
    product = group.product

    def power(h: int, n: int) -> int:
        g = 0
        for _ in range(n):
            g = product[g][h]
        return g

    return (
        all(
            subgroup.holds[product[product[group.inverse[x]][h]][x]]
            for h in subgroup.generators
            for x in group.letters
        )
        and all(
            product[h][k] == product[k][h] for h in subgroup.generators for k in subgroup.generators
        )
        and all(
            sum(power(h, p) == 0 for h in subgroup.members) <= p**size
            for p, _ in _primes(len(subgroup.members))
        )
    )


def _check_subgroups(
    witness: Any, base: str, size: int, minimal: Machine, alphabet: list[Any]
) -> None:
    """No linear decoder on width N: the cosets of subgroups that tell the states apart are too many.

    Let P be the stabiliser of state 0. The mean of the points of state 0 g lies in the space that L
    fixes. In it the fixed lines of the orbits of L on the units are permuted by G: it is a sum of
    induced modules Ind_H^G(lambda), lambda a linear character of H (trivial but for pd), whose indices
    [G:H] add up to at most N. The logits are affine in the point (or the real part of what is), so
    these means decode too and are distinct: that of state 0 is fixed by P and by no element w
    outside P. So for each word w of "against", <P, w> fixes less than P does in one of the
    modules. What Q fixes in Ind_H^G(lambda) has a dimension for each double coset H g Q with
    H n gQg^-1 inside K = ker(lambda); H/K is cyclic.

    "subgroups" generates a subgroup of each conjugacy class of G: the trivial one is among them, and what
    one of them and an element generate is conjugate to one of them; so by induction all are. The sums
    of indices up to N, each with the words of "against" that it meets, are then all listed; the words
    that a sum does not meet lie in one subgroup, so that there are at most as many as subgroups.
    """
    group = _group(minimal.transitions)
    classes = _listed(witness, group, alphabet)
    against: list[list[int]] = []
    for i, word in enumerate(_words(witness["against"], "witness.against", alphabet)):
        w = _element(group, word)
        if w in group.start:
            raise RefusedCertificate(f"witness.against[{i}] leads from state 0 to itself")
        against.append(_generated(group, [*group.start, w], group.start).members)
    everything = (1 << len(against)) - 1
    least: dict[int, int] = {}  # the words of "against" that a module meets, as bits -> its index
    for small in classes:
        for large in _cyclic_over(group, small) if base == "pd" else [small]:
            index = len(group.product) // len(large.members)
            if index <= size:
                met = _met(group, large, small, against)
                least[met] = min(index, least.get(met, size))
    sums = {0: 0}  # what some modules meet together -> the least sum of their indices
    for met, index in least.items():
        for other, paid in list(sums.items()):
            if paid + index <= sums.get(met | other, size):
                sums[met | other] = paid + index
    if everything in sums:
        raise RefusedCertificate(
            f"cosets of subgroups meet witness.against with {sums[everything]} units"
        )


def _listed(witness: Any, group: Group, alphabet: list[Any]) -> list[Subgroup]:
    """The subgroups of the witness, known to be one of each conjugacy class."""
    given = [
        _words(words, f"witness.subgroups[{i}]", alphabet)
        for i, words in enumerate(_list(witness["subgroups"], "witness.subgroups"))
    ]
    return _subgroup_classes(group, given)


def _group(table: list[list[int]]) -> Group:
    """The group that the columns of a table generate."""
    letters = [tuple(column) for column in zip(*table, strict=True)]
    elements = [tuple(range(len(table)))]
    place = {elements[0]: 0}
    chosen: list[tuple[int, ...]] = []
    steps: list[tuple[int, int]] = []  # for each element but 0 an earlier one and a chosen letter
    right: list[list[int]] = [[]]  # the product of each element with each chosen letter
    for letter in letters:
        if letter in place:
            continue
        chosen.append(letter)
        elements, place, steps, right = elements[:1], {elements[0]: 0}, [], []
        for i, g in enumerate(elements):
            row: list[int] = []
            for s, x in enumerate(chosen):
                h = tuple(x[p] for p in g)
                if h not in place:
                    if len(elements) == 2000 or len(g) > 2000:  # no more states than elements
                        raise RefusedCertificate("the transition group has more than 2000 elements")
                    place[h] = len(elements)
                    elements.append(h)
                    steps.append((i, s))
                row.append(place[h])
            right.append(row)
    product: list[list[int]] = []
    for g in range(len(elements)):
        row = [g]
        for i, s in steps:
            row.append(right[row[i]][s])
        product.append(row)
    return Group(
        product,
        [row.index(0) for row in product],
        [place[letter] for letter in letters],
        [i for i, g in enumerate(elements) if g[0] == 0],
    )


def _element(group: Group, word: list[int]) -> int:
    g = 0
    for a in word:
        g = group.product[g][group.letters[a]]
    return g


def _generated(group: Group, generators: list[int], inside: list[int] | None = None) -> Subgroup:
    """The subgroup that elements generate, one inside of which is known: its cosets, one by one."""
    known = [0] if inside is None else inside
    members, representatives = list(known), [0]
    holds = bytearray(len(group.product))
    for h in known:
        holds[h] = 1
    for r in representatives:
        for s in generators:
            x = group.product[r][s]
            if not holds[x]:
                representatives.append(x)
                for h in known:
                    members.append(group.product[h][x])
                    holds[group.product[h][x]] = 1
    return Subgroup(members, bytes(holds), generators)


def _subgroup_classes(group: Group, given: list[list[list[int]]]) -> list[Subgroup]:
    """The subgroups that lists of words generate: one of each class, and there are no others."""
    classes: list[Subgroup] = []
    known: set[bytes] = set()
    for i, words in enumerate(given):
        subgroup = _generated(group, [_element(group, word) for word in words])
        if subgroup.holds in known:
            raise RefusedCertificate(f"witness.subgroups[{i}] is conjugate to an earlier one")
        classes.append(subgroup)
        known.add(subgroup.holds)
        waiting = [subgroup.members]
        for members in waiting:
            for x in dict.fromkeys(group.letters):
                y = group.product[group.inverse[x]]
                conjugate = [group.product[y[h]][x] for h in members]
                holds = bytearray(len(group.product))
                for h in conjugate:
                    holds[h] = 1
                if bytes(holds) not in known:
                    known.add(bytes(holds))
                    waiting.append(conjugate)
    if _generated(group, []).holds not in known:
        raise RefusedCertificate("witness.subgroups lacks the trivial subgroup")
    for i, subgroup in enumerate(classes):
        for x in _double_cosets(group, subgroup):
            larger = _generated(group, [*subgroup.generators, x], subgroup.members)
            if larger.holds not in known:
                raise RefusedCertificate(
                    f"witness.subgroups lacks one that witness.subgroups[{i}] and an element generate"
                )
    return classes


def _double_cosets(group: Group, subgroup: Subgroup) -> Iterator[int]:
    """An element of each double coset H x H outside H."""
    seen = bytearray(subgroup.holds)
    for x in range(len(seen)):
        if not seen[x]:
            yield x
            for h in subgroup.members:
                y = group.product[x][h]
                if not seen[y]:
                    for k in subgroup.members:
                        seen[group.product[k][y]] = 1


def _cyclic_over(group: Group, small: Subgroup) -> list[Subgroup]:
    """The subgroups in which a subgroup is normal with a cyclic quotient."""
    found = {small.holds: small}
    seen = bytearray(small.holds)
    for x in range(len(seen)):
        if seen[x]:
            continue
        for k in small.members:
            seen[group.product[k][x]] = 1
        y = group.product[group.inverse[x]]
        if all(small.holds[group.product[y[k]][x]] for k in small.generators):
            large = _generated(group, [*small.generators, x], small.members)
            found.setdefault(large.holds, large)
    return list(found.values())


def _met(group: Group, large: Subgroup, small: Subgroup, against: list[list[int]]) -> int:
    """The places of the groups, as bits, that fix less than P in a module induced from H = large."""
    product = group.product
    coset = [-1] * len(product)  # the first element of H x
    for x in range(len(product)):
        if coset[x] < 0:
            for h in large.members:
                coset[product[h][x]] = x

    def fixed(group_: list[int]) -> int:
        dimension, seen = 0, set[int]()
        for x, first in enumerate(coset):
            if x == first and x not in seen:
                seen.update(coset[product[x][p]] for p in group_)
                stable = (product[product[x][p]][group.inverse[x]] for p in group_)
                dimension += all(small.holds[y] or not large.holds[y] for y in stable)
        return dimension

    dimension = fixed(group.start)
    return sum(1 << r for r, larger in enumerate(against) if fixed(larger) < dimension)


class Constituent(NamedTuple):
    """A class of Galois conjugate irreducibles, real or complex as the restriction asks.

    ``block`` holds, as bits, the states that they do not separate from state 0; ``costs`` is what one
    of them takes of each limit. ``degree`` is that of a complex one of them, and ``indicator`` theirs.
    """

    block: int
    costs: tuple[int, ...]
    degree: int
    indicator: int


def _check_constituents(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """No linear decoder: sets of irreducibles that separate the states exceed the restriction.

    Every letter permutes the states, and no two states agree after all suffixes. Let G be the
    transition group. Averages a_x of reachable vectors belong to the states, G permutes them, and they
    are distinct, as strict inequalities between affine functions pass to averages. The vectors
    a_x - c, c their mean, span a G-module W, of dimension at most the width (at most the width - 1 if the
    columns of the matrices add up to 1: so do all a_x, up to one factor). A letter s acts on W as
    eA_se - e with an idempotent e: rank(s - 1) <= rank(A_s - 1), at most the number of reflections, and
    with several heads so in each, and W embeds in the sum of its images in the heads. By duality W is a
    module of functions on the states that separates them, and so is the sum of the isotypic parts of
    C^X, X the states, of the irreducibles in W. Each of these adds its degree to the dimension of W, and
    the codimension of its fixed space to the rank of a letter. For the columns of CP factors see
    ``_columns``.

    The rational classes of G, unions of conjugacy classes closed under g -> g^t for t prime to the
    order of g, are r in number. Their sums R_j span an algebra A isomorphic to Q^r, the centre of QG
    fixed by the Galois group, which permutes its primitive idempotents; those of A are sums over Galois
    orbits, e = sum of chi(1)/|G| chi(1/g) g over the chi of an orbit and all g. The operator
    Z = sum of operator_j R_j has r distinct eigenvalues on the given r vectors v, so these are the
    idempotents e, up to factors; v_j / v_0 is the mean of chi(g)/chi(1) for g in R_j and chi in
    the orbit. On chi the sum of all commutators is (|G|/chi(1))^2 and that of all squares is
    |G| ind(chi)/chi(1), ind = 1 if chi is real, else 0 or -1; then the irreducible over R is
    chi + its conjugate, or 2 chi. Degree, indicator and the fixed space of g, of dimension the mean of
    chi over the powers of g, are the same for all chi of the orbit; e does not separate states 0 and
    y if and only if e(0,y) = e(0,0), e being an orthogonal projection that commutes with G.

    To exceed the restriction it is enough to exceed it on the states that the characters of "within" do
    not separate from state 0; the sets are run through by ``_check_branches``.
    """
    names = ["kind", "suffixes", "classes", "operator", "characters", "within", "branches"]
    _object(witness, "witness", names)
    if claim["decoder"] != "linear":
        raise RefusedCertificate("the witness constituents says nothing of an arbitrary decoder")
    base, _, text = restriction.partition(":")
    if base not in BOUNDED | HOUSEHOLDER | CP or not text:
        raise RefusedCertificate(f"the witness constituents says nothing of {restriction}")
    letters = len(alphabet)
    _check_permutes(minimal, letters)
    _check_suffixes(witness["suffixes"], minimal, alphabet)

    conjugacy = _permutation_group(minimal.transitions)
    columns = list(zip(*minimal.transitions, strict=True))
    words = _words(witness["classes"], "witness.classes", alphabet)
    number, powers = _rational_classes(conjugacy, columns, words, len(minimal.outputs))
    characters = _check_characters(witness, number, powers)
    limit = int(text) - (base in ("permutation", "column-one-hot"))
    moved = sorted({number[x] for x in columns}) if base in HOUSEHOLDER else None
    real = base not in ("full", "pd", "cp-complex")
    found = _constituents(conjugacy, number, powers, characters, moved, real=real)
    if base in CP:
        found = _columns(found, number, characters, columns, real=real)
    branches = _list(witness["branches"], "witness.branches")
    for i, y in enumerate(branches):
        _integer(y, f"witness.branches[{i}]", 1, len(minimal.outputs) - 1)
    block = (1 << len(minimal.outputs)) - 1
    for i, place in enumerate(_list(witness["within"], "witness.within")):
        block &= found[_integer(place, f"witness.within[{i}]", 0, len(found) - 1)].block
    if base == "householder-heads":
        found = [c._replace(costs=()) for c in found if max(c.costs, default=0) <= limit]
    rest = iter(branches)
    spent = (0,) * len(found[0].costs)  # the constants are always there
    _check_branches(found, block, spent, limit, rest)
    if next(rest, None) is not None:
        raise RefusedCertificate("witness.branches has more entries than there are branchings")


def _rational_classes(
    conjugacy: list[list[tuple[int, ...]]],
    columns: list[tuple[int, ...]],
    words: list[list[int]],
    states: int,
) -> tuple[dict[tuple[int, ...], int], list[list[tuple[int, ...]]]]:
    """The number of the rational class of each element, and the powers 1, g, .. of a g in each."""
    of = {g: members for members in conjugacy for g in members}
    if len(of) * states * len(words) > 10**8:
        raise RefusedCertificate("elements times states times classes are more than 10^8")
    identity = tuple(range(states))
    number: dict[tuple[int, ...], int] = {}
    powers: list[list[tuple[int, ...]]] = []
    for j, word in enumerate(words):
        g = identity
        for a in word:
            g = _then(g, columns[a])
        if g in number or (j == 0) != (g == identity):
            raise RefusedCertificate(
                f"witness.classes[{j}] is in an earlier class, or the first is not the identity"
            )
        path = [identity]
        while (h := _then(path[-1], g)) != identity:
            path.append(h)
        powers.append(path)
        for t, h in enumerate(path):
            if gcd(t, len(path)) == 1:
                number |= dict.fromkeys(of[h], j)
    if len(number) != len(of):
        raise RefusedCertificate("witness.classes leaves out a rational class")
    return number, powers


def _check_characters(
    witness: Any, number: dict[tuple[int, ...], int], powers: list[list[tuple[int, ...]]]
) -> list[list[int]]:
    """The r characters, once they are eigenvectors of the operator with distinct eigenvalues."""
    r = len(powers)
    operator = _list(witness["operator"], "witness.operator", r)
    for j, c in enumerate(operator):
        _integer(c, f"witness.operator[{j}]", -(10**9), 10**9)
    characters = _list(witness["characters"], "witness.characters", r)
    for i, row in enumerate(characters):
        where = f"witness.characters[{i}]"
        for j, c in enumerate(_list(row, where, r)):
            _integer(c, f"{where}[{j}]", -(10**9) if j else 1, 10**9)
    # row k: the class j holds x^-1 g, g in class k, with the weight of the class of x
    matrix = [[0] * r for _ in range(r)]
    for k, path in enumerate(powers):
        g = path[1 % len(path)]
        for y, j in number.items():  # y = x^-1 is in the class of x
            if operator[j]:
                matrix[k][number[_then(y, g)]] += operator[j]
    seen: dict[Fraction, int] = {}
    for i, v in enumerate(characters):
        image = [sum(c * x for c, x in zip(row, v, strict=True)) for row in matrix]
        if any(y * v[0] != image[0] * x for x, y in zip(v, image, strict=True)):
            raise RefusedCertificate(f"witness.characters[{i}] is no eigenvector of the operator")
        other = seen.setdefault(Fraction(image[0], v[0]), i)
        if other != i:
            raise RefusedCertificate(
                f"witness.characters[{other}] and [{i}] have the same eigenvalue"
            )
    return characters


def _constituents(
    conjugacy: list[list[tuple[int, ...]]],
    number: dict[tuple[int, ...], int],
    powers: list[list[tuple[int, ...]]],
    characters: list[list[int]],
    moved: list[int] | None,
    *,
    real: bool,
) -> list[Constituent]:
    """For each character its block, and as costs its degree or what it takes of letters in classes."""
    r, order, states = len(powers), len(number), len(powers[0][0])
    squares, commutators = [0] * r, [0] * r
    counts = [[0] * r for _ in range(states)]  # [y][j]: elements of class j that take 0 to y
    for g, j in number.items():
        squares[number[_then(g, g)]] += 1
        counts[g[0]][j] += 1
    for members in conjugacy:
        # |G|/|K| * sum of x y^-1 over x, y in the class K, that is |G| * x y^-1 for one y, in classes
        back = [0] * states
        for p, q in enumerate(members[0]):
            back[q] = p
        inverse = tuple(back)
        for x in members:
            commutators[number[_then(x, inverse)]] += order
    found: list[Constituent] = []
    for v in characters:
        degree = isqrt(
            order * order * v[0] // sum(c * x for c, x in zip(commutators, v, strict=True))
        )
        indicator = sum(c * x for c, x in zip(squares, v, strict=True)) * degree // (order * v[0])
        times = 2 if real and indicator != 1 else 1
        costs = (times * degree,)
        if moved is not None:
            means = [(len(powers[k]), sum(v[number[g]] for g in powers[k])) for k in moved]
            costs = tuple(times * degree * (m * v[0] - s) // (m * v[0]) for m, s in means)
        values = [sum(c * x for c, x in zip(row, v, strict=True)) for row in counts]
        block = sum(1 << y for y, value in enumerate(values) if value == values[0])
        found.append(Constituent(block, costs, degree, indicator))
    return found


def _columns(
    found: list[Constituent],
    number: dict[tuple[int, ...], int],
    characters: list[list[int]],
    columns: list[tuple[int, ...]],
    *,
    real: bool,
) -> list[Constituent]:
    """The constituents with what they take of the R columns of ``A_x = U diag(w_x) V^T``.

    ``z = V^T h`` follows ``z_t = C diag(w_x) z_{t-1} (+ c_x)`` with ``C = V^T U``. With z and a next
    letter the state of the automaton is known, as letters permute the states, and decoded by affine
    functions of z. So W of ``_check_constituents`` is found in R dimensions, and with the letters in W
    as slices it is a tensor of rank at most R: so is each sum of constituents of W. Of such tensors:

    * the rank is at least the dimension, and for the sum of two modules at least the dimension of one
      and the rank of the other: projecting out as many u_r as the first has dimensions, chosen
      independent on it, leaves the second plus what a projection of the columns removes;
    * it is more than the dimension d unless the ``A_x A_y^-1`` commute and are diagonalisable, which over
      R are of order at most 2: with d columns they are ``U diag(w_x / w_y) U^-1``. That these products
      lie in the kernel of chi, where chi(g) = chi(1), is the same for all Galois conjugates;
    * it is at least the dimension of the span of the slices. For an orbit of Galois conjugates together
      that is the rank of the matrix chi(x^-1 y) of letters x, y, for all of G the sum of the chi(1)^2,
      so that each of m irreducibles over the field takes at least one m-th of it. For all of G the
      spans of different irreducibles add up.

    Each list of costs below must be exceeded by no set of constituents that the factors can hold.
    """
    letters = list(dict.fromkeys(columns))[:64]
    everything = len(set(columns)) == len(number)
    inverse = {x: tuple(sorted(range(len(x)), key=x.__getitem__)) for x in letters}
    quotients = [_then(inverse[letters[0]], x) for x in letters[1:]]
    tests = {number[_then(q, q)] for q in quotients} if real else set[int]()
    for i, q in enumerate(quotients):
        for r in quotients[:i]:
            a, b = _then(q, r), _then(r, q)
            back = tuple(sorted(range(len(b)), key=b.__getitem__))
            tests.add(number[_then(a, back)])
    between = [[number[_then(inverse[x], y)] for y in letters] for x in letters]
    least: list[int] = []
    spans: list[int] = []
    for c, v in zip(found, characters, strict=True):
        d = c.costs[0]
        norm = sum(v[j] * v[j] for j in number.values())
        total = len(number) * v[0] * v[0] // norm  # the sum of chi(1)^2 over the orbit
        m = total // c.degree**2 // (2 if real and c.indicator == 0 else 1)
        spans.append(total // m if everything else d)
        rank = total if everything else _rank([[v[j] for j in row] for row in between])
        least.append(max(d if all(v[j] == v[0] for j in tests) else d + 1, -(-rank // m)))
    dear = [j for j, c in enumerate(found) if least[j] > c.costs[0]]
    return [
        c._replace(
            costs=(c.costs[0], spans[i], *(least[i] if i == j else c.costs[0] for j in dear))
        )
        for i, c in enumerate(found)
    ]


def _rank(rows: list[list[int]]) -> int:
    """The rank of an integer matrix modulo a prime: at most the rank."""
    p = 2**31 - 1
    rank = 0
    while rows and rows[0]:
        pivot = next((row for row in rows if row[-1] % p), None)
        if pivot is not None:
            rank += 1
            rows = [row for row in rows if row is not pivot]
            scale = pow(pivot[-1], -1, p)
            rows = [
                [(x - row[-1] * scale * y) % p for x, y in zip(row, pivot, strict=True)]
                for row in rows
            ]
        rows = [row[:-1] for row in rows]
    return rank


def _check_branches(
    left: list[Constituent],
    block: int,
    spent: tuple[int, ...],
    limit: int,
    rest: Iterator[int],
) -> None:
    """No set of the constituents left, with those taken, separates the states of a block.

    If all that fit do not, it is clear. Blocks of state 0 are orbits of subgroups; so a constituent of
    block C divides a part of the block by at most |block|/|block n C|, and it is clear too if, for
    one of the costs and its limit l on the rest, all have (|block|/|block n C|)^l < |block|^cost. Else one
    that separates state 0 from the next state y of the branches must be taken: each such one in turn,
    without the ones before it.
    """
    if block == 1:
        raise RefusedCertificate(f"constituents of costs {list(spent)} separate the states")
    left = [c for c in left if all(s + x <= limit for s, x in zip(spent, c.costs, strict=True))]
    together = block
    for c in left:
        together &= c.block
    if together != 1:
        return
    size = block.bit_count()
    for j, s in enumerate(spent):
        more = limit - s
        if all(
            size**more < size ** c.costs[j] * (block & c.block).bit_count() ** more for c in left
        ):
            return
    y = next(rest, None)
    if y is None or not block >> y & 1:
        raise RefusedCertificate("witness.branches has no state here, or one that is separated")
    for c in [c for c in left if not c.block >> y & 1]:
        left = [other for other in left if other is not c]
        total = tuple(s + x for s, x in zip(spent, c.costs, strict=True))
        _check_branches(left, block & c.block, total, limit, rest)


def _check_one_column(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """One column does not do: ``A_x = w_x u v^T``, with any decoder.

    No two states agree after all suffixes, so that h determines the state. Let S be the states that
    words of one letter or more reach. There ``h = s u`` with a number s. If ``v . u = 0``, then s = 0 after
    two letters, and one state is reached by all words of two letters or more. Else let ``v . u = 1``:
    the letter x multiplies s by w_x, which finite reach leaves 0 or a root of unity unless s = 0 from the
    first letter on, where S is one state. Let p be the state of the initial number. If S is not one
    state, then a letter with w_x = 0 leads from everywhere to the state of 0, which all letters fix. The
    letters with w_x not 0 permute the states of other numbers, transitively and as a quotient of the
    group of the w_x, a cyclic group, and over R one of at most two elements; p is one of these states, as
    words of these letters return to s, and has the same successors under them as the start. No letter
    of theirs is constant on S, and the state of 0 is none of theirs, or S would be one state. With an
    additive term and letters that permute the states, the linear parts do it: see ``_columns``.
    """
    _object(witness, "witness", ["kind", "suffixes"])
    if restriction not in ("cp-real:1", "cp-complex:1"):
        raise RefusedCertificate(f"the witness one-column says nothing of {restriction}")
    if claim["additive"]:
        _check_permutes(minimal, len(alphabet))
    _check_suffixes(witness["suffixes"], minimal, alphabet)
    table, letters = minimal.transitions, range(len(alphabet))
    S = sorted({q for row in table for q in row})
    if len(S) <= 1 or len({table[q][a] for q in S for a in letters}) == 1:
        raise RefusedCertificate("after two letters there is one state: one column does it")
    constant = [a for a in letters if len({table[q][a] for q in S}) == 1]
    zeros = {table[q][a] for q in [0, *S] for a in constant}
    if len(zeros) > 1 or any(r != q for q in zeros for r in table[q]):
        return
    live = [q for q in S if q not in zeros]
    turning = [a for a in letters if a not in constant]
    if any(sorted(table[q][a] for q in live) != live for a in turning):
        return
    if not any(all(table[0][a] == table[p][a] for a in turning) for p in live):
        return
    place = {q: i for i, q in enumerate(live)}
    maps = [tuple(place[table[q][a]] for q in live) for a in turning]
    if any(_then(f, g) != _then(g, f) for f in maps for g in maps):
        return
    # commutative, and transitive, as all live states come from p
    group = [tuple(range(len(live)))]
    known = {g[0] for g in group}
    for g in group:
        for f in maps:
            if f[g[0]] not in known:
                known.add(f[g[0]])
                group.append(_then(g, f))
    if restriction == "cp-real:1" and len(live) > 2:
        return
    for g in group:
        orbit = {0}
        i = g[0]
        while i:
            orbit.add(i)
            i = g[i]
        if len(orbit) == len(live):
            raise RefusedCertificate(
                "the letters are multiplication by numbers: one column does it"
            )


def _check_columns(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """Two columns, or three over R, do not do, with any decoder.

    No two states agree after all suffixes, so that h determines the state. ``z = V^T h`` follows
    ``z_t = M_x z_{t-1}`` with ``M_x = C diag(w_x)`` in R dimensions. Let the letter y permute the states
    and N be such that e = M_y^N is idempotent and y^N leaves all states as they are.

    If e is invertible, so is C, ``M_y^(N-1) C = diag(1 / w_y)``, and ``h = U diag(w_z) .. z`` is the same
    after u x y^(N-1) z and after u z y^(N-1) x, as diagonal matrices commute; over R it is the same after
    u x y^(N-1) x y^(N-1) x and u x, as the powers of a real number diag(w_x / w_y) form a finite set only
    if it is 0, 1 or -1. If R = 2 and e has rank at most one, read y^N before and after each letter of
    these words: that changes no state, and what the e M e do on the image of e are numbers, for which
    both laws hold; with another y^N at the end, h is the same after both words. So where x and z are any
    letters, x y^-1 z = z y^-1 x, and over R x y^-1 x y^-1 x = x, are laws of the maps of the states.

    If all letters permute, the M, or their linear parts if there is an additive term, give a finite
    group of matrices of size r <= R that has the transition group as a quotient (see ``_columns``). Over R
    squares commute in it if r <= 2; if r = R the laws of letters hold. So both are violated for R = 3.
    """
    names = [name for name in ("x", "y", "z", "v", "w") if name in witness]
    _object(witness, "witness", ["kind", "suffixes", *names])
    letters, squares = [n for n in names if n in "xyz"], [n for n in names if n in "vw"]
    if letters not in ([], ["x", "y"], ["x", "y", "z"]) or squares not in ([], ["v", "w"]):
        raise MalformedCertificate("witness has neither x and y and perhaps z, nor v and w alone")
    base, _, text = restriction.partition(":")
    real, size = base == "cp-real", int(text or 0)
    needed = len(letters) > 0 if size == 2 else len(letters) * len(squares) > 0
    fits = size == 2 or (size == 3 and real)
    if base not in CP or not fits or not (needed or (size == 2 and squares)):
        raise RefusedCertificate(f"these letters and words say nothing of {restriction}")
    if not real and (squares or len(letters) == 2):
        raise RefusedCertificate(f"this law of real matrices says nothing of {restriction}")
    if claim["additive"] or squares:
        _check_permutes(minimal, len(alphabet))
    _check_suffixes(witness["suffixes"], minimal, alphabet)
    columns = list(zip(*minimal.transitions, strict=True))
    words = dict(
        zip(names, _words([witness[name] for name in names], "witness", alphabet), strict=True)
    )
    maps: dict[str, tuple[int, ...]] = {}
    for name, word in words.items():
        if name in letters and len(word) != 1:
            raise RefusedCertificate(f"witness.{name} is not a single symbol")
        maps[name] = tuple(range(len(minimal.outputs)))
        for a in word:
            maps[name] = _then(maps[name], columns[a])
    if letters:
        x, y = maps["x"], maps["y"]
        if len(set(y)) != len(y):
            raise RefusedCertificate("witness.y does not permute the states")
        step = _then(x, tuple(sorted(range(len(y)), key=y.__getitem__)))  # x y^-1
        if len(letters) == 2 and _then(_then(step, step), x) == x:
            raise RefusedCertificate("x y^-1 x y^-1 x and x are the same map")
        if len(letters) == 3:
            other = _then(maps["z"], tuple(sorted(range(len(y)), key=y.__getitem__)))
            if _then(step, maps["z"]) == _then(other, x):
                raise RefusedCertificate("x y^-1 z and z y^-1 x are the same map")
    if squares:
        v, w = (_then(maps[name], maps[name]) for name in squares)
        if _then(v, w) == _then(w, v):
            raise RefusedCertificate("v v w w and w w v v are the same map")


def _check_letter_order(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """A letter has too long a tail or cycle for N Householder factors, whatever the decoder and term.

    Let z be x^n, idempotent as a map of the states, and N a multiple of n such that x^N is idempotent on
    the reachable vectors. On the affine hull of these in one head x acts as an affine map with a fixed
    point, the centroid of a cycle, and a linear part A. On K, the kernel of A^N, A is nilpotent; on the
    image of A^N it has finite order. If x^(k-1) and x^(k-1) z differ after u, as their outputs after w
    show (k = 0 asks for nothing), then in some head A^(k-1) is not 0 on K, whose dimension is at least k. If
    z x and z differ after v, as their outputs after y show, then A has another eigenvalue than 1 on the
    image of A^N, c = 1; and if z x x and z differ there, also another one than 1 and -1, and with it its
    conjugate, c = 2. But A - 1 is invertible on K and on these eigenspaces, and has rank at most the number
    of factors: with one head this is at least k + c, with several one has at least k, one at least c.
    """
    _object(witness, "witness", ["kind", "x", "n", "k", "u", "w", "v", "y"])
    base, _, bound = restriction.partition(":")
    if base not in HOUSEHOLDER:
        raise RefusedCertificate(f"the witness letter-order says nothing of {restriction}")
    names = ("x", "u", "w", "v", "y")
    x, u, w, v, y = _words([witness[name] for name in names], "witness", alphabet)
    if len(x) != 1:
        raise RefusedCertificate("witness.x is not a single symbol, as letter-order asks")
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    k = _integer(witness["k"], "witness.k", 0, 10**7)
    states = range(len(minimal.outputs))
    z = tuple(_repeat(minimal, q, x, n) for q in states)
    if _then(z, z) != z:
        raise RefusedCertificate("x^n is not idempotent")

    def shown(q: int, word: list[int]) -> Any:
        return minimal.outputs[_repeat(minimal, q, word, 1)]

    p = _repeat(minimal, 0, u, 1)
    if k > 0:
        p = _repeat(minimal, p, x, k - 1)
        if shown(p, w) == shown(z[p], w):
            raise RefusedCertificate("u x^(k-1) w and u x^(k-1) x^n w give the same output")
    elif u or w:
        raise RefusedCertificate("k is 0, so that u and w are not used")
    q = z[_repeat(minimal, 0, v, 1)]
    once, twice = ([*x * times, *y] for times in (1, 2))
    c = 2 if shown(q, twice) != shown(q, y) else int(shown(q, once) != shown(q, y))
    if c == 0 and (v or y):
        raise RefusedCertificate("v x^n y, v x^n x y and v x^n x x y give the same output")
    cost = k + c if base == "householder" else max(k, c)
    if cost <= int(bound):
        raise RefusedCertificate(f"{cost} factors are enough for the tail and the cycle of x")


def _check_idempotents(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """Idempotent words x^n and y^n that do not commute exclude Householder products, without term.

    Let N be a multiple of n such that P and Q, the maps of x^N and y^N on the span of the reachable
    vectors, are idempotent. No factor makes a vector longer in the norm v^T H v, so P and Q do not: they
    are orthogonal projections. PQP is self-adjoint with eigenvalues between 0 and 1, and has finitely many
    powers: its eigenvalues are 0 and 1, and it is the projection R onto the common image, as PQPv = v
    makes v and Qv equally long. As |QPv|^2 = (v, PQPv), QP is 0 where R is 0, and QP = R; likewise PQ = R.
    """
    _object(witness, "witness", ["kind", "u", "x", "y", "w", "n"])
    term = " with an additive term" if claim["additive"] else ""
    if term or restriction.partition(":")[0] not in HOUSEHOLDER:
        raise RefusedCertificate(f"the witness idempotents says nothing of {restriction}{term}")
    q, e, f, w = _two_idempotents(witness, minimal, alphabet)
    ends = [_repeat(minimal, p, w, 1) for p in (f[e[q]], e[f[q]])]
    if minimal.outputs[ends[0]] == minimal.outputs[ends[1]]:
        raise RefusedCertificate("u x^n y^n w and u y^n x^n w give the same output")


def _check_idempotents_last(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """Idempotent words x^n and y^n for which x y x and y x differ exclude Householder products, + b or not.

    Let N be a multiple of n such that e and f, the maps of x^N and y^N on the affine hull of the reachable
    vectors, are idempotent. Their linear parts P and Q are projections that commute: the proof at
    ``_check_idempotents`` is about them. From v to e(v) the difference is in the kernel of P; Q takes it to
    the kernel of P again, as PQ = QP, and there e makes it 0: so e(f(e(v))) = e(f(v)).
    """
    _object(witness, "witness", ["kind", "u", "x", "y", "w", "n"])
    if restriction.partition(":")[0] not in HOUSEHOLDER:
        raise RefusedCertificate(f"the witness idempotents-last says nothing of {restriction}")
    q, e, f, w = _two_idempotents(witness, minimal, alphabet)
    ends = [_repeat(minimal, p, w, 1) for p in (e[f[e[q]]], e[f[q]])]
    if minimal.outputs[ends[0]] == minimal.outputs[ends[1]]:
        raise RefusedCertificate("u x^n y^n x^n w and u y^n x^n w give the same output")


def _two_idempotents(
    witness: Any, minimal: Machine, alphabet: list[Any]
) -> tuple[int, tuple[int, ...], tuple[int, ...], list[int]]:
    """The state after u, the maps of x^n and of y^n, which are idempotent, and the word w."""
    names = ("u", "x", "y", "w")
    u, x, y, w = _words([witness[name] for name in names], "witness", alphabet)
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    e, f = (tuple(_repeat(minimal, q, v, n) for q in range(len(minimal.outputs))) for v in (x, y))
    if _then(e, e) != e or _then(f, f) != f:
        raise RefusedCertificate("x^n or y^n is not idempotent")
    return _repeat(minimal, 0, u, 1), e, f, w


def _check_flags(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """N + 1 letters whose powers show the parity of their number are too many for N factors in one head.

    There is no additive term, and the decoder is linear. Each x^n, x one of the letters, is idempotent; let
    e_x be the map of x^N on the span of the reachable vectors, N as in ``_check_idempotents``, where it is
    shown that these are orthogonal projections and commute. So the vector h after u is a sum of h_K, K
    a set of letters: the e_x with x in K kill it, the others leave it. As e_x differs from 1 by rank at
    most N, each letter is in at most N of the sets K with h_K not 0. So one of the N + 1 sets {x_j, .., x_m},
    which all hold the last letter, is none of them. After u, the x_i^N with i < j, those with i in a subset
    S of {j, .., m}, and w, the difference of two logits is a constant and a sum of numbers of the h_K that
    no letter read kills. With the signs (-1)^|S| the sum over S of each is 0, as K, if it holds no i < j,
    leaves out some letter i >= j, which may be read or not. But all terms of this sum have one sign, if
    the output after u, the x_i^n with i in S, in their order, and w is one for even S, another one for odd S.
    """
    _object(witness, "witness", ["kind", "u", "w", "letters", "n"])
    base, _, bound = restriction.partition(":")
    if base != "householder" or claim["additive"] or claim["decoder"] != "linear":
        raise RefusedCertificate(
            f"the witness flags says nothing of {restriction} with this decoder and term"
        )
    letters = [[symbol] for symbol in _list(witness["letters"], "witness.letters")]
    u, w, *words = _words([witness["u"], witness["w"], *letters], "witness", alphabet)
    if not int(bound) < len(words) <= 20:
        raise RefusedCertificate(f"there are {len(words)} letters, not {int(bound) + 1}..20")
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    states = range(len(minimal.outputs))
    reached, signs = [_repeat(minimal, 0, u, 1)], [1]
    for word in words:
        e = tuple(_repeat(minimal, q, word, n) for q in states)
        if _then(e, e) != e:
            raise RefusedCertificate("the power x^n of a letter is not idempotent")
        reached += [e[q] for q in reached]
        signs += [-sign for sign in signs]
    after = [minimal.outputs[_repeat(minimal, q, w, 1)] for q in states]
    outputs = {(sign, after[q]) for sign, q in zip(signs, reached, strict=True)}
    if len(outputs) != 2 or len({output for _, output in outputs}) != 2:
        raise RefusedCertificate("the output does not show the parity of the number of letters")


def _dimension(restriction: str, words: list[list[int]]) -> tuple[int, bool]:
    """The dimension in which words may act at most, and whether it is over R.

    Of Householder products this is the dimension that the words, each of them |w| letters and so at most
    N |w| factors in a head, do not leave as it is.
    """
    base, _, bound = restriction.partition(":")
    if not bound or base not in BLOCKS | BOUNDED | CP | HOUSEHOLDER:
        raise RefusedCertificate(f"the witness says nothing of {restriction}")
    size = int(bound) * (sum(map(len, words)) if base in HOUSEHOLDER else 1)
    return size, base not in ("block-complex", "full", "pd", "cp-complex")


def _check_flags_restored(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """A letter y that restores more than N flags is no product of N factors in one head, with any decoder.

    Step i names the word x_i, i = 1 .. k. The powers x_i^n and y^n are idempotent maps of the states. Let X
    be x_1^n .. x_k^n, let F_i be x_i^n .. x_k^n, so that F_(k+1) is empty, and let t be y^n with an
    additive term and y^(n+1) without. For each i the outputs after u X t F_i w_i and u X t F_(i+1) w_i
    differ. Then k <= N, the number of factors.

    Let N' be a multiple of n such that z^N' is idempotent for all maps z that words induce on the affine
    hull of the reachable vectors. Let e_i and e be the maps of x_i^N' and y^N', P_i and P their linear
    parts, E_i the kernel of P_i. All linear parts of idempotents among these maps are orthogonal
    projections that commute, by the proof at ``_check_idempotents``. Let D_i be what is orthogonal to
    E_(i+1), .., E_k in the sum of E_i and these, W the sum of all: D_1, .., D_k are orthogonal to one
    another. Let h be the vector after u X, and g = t(h). As the vectors after F_i and F_(i+1) differ, and
    differ by what F_(i+1) leaves of e_i(g) - g, the part of e_i(g) - g in D_i is not 0.

    With an additive term t is e. The part of a vector e_i(v) in D_i does not depend on v, and the x_j with
    j > i do not change it; so h has the same part in D_i as e_i(g), and the part of g - h in D_i is not 0.
    But g - h = e(h) - h is in the kernel of P, and so is its part in D_i, as the projections commute: so
    1 - P has rank at least k. For the linear part A of y, P = A^N', so that 1 - P is a multiple of 1 - A, and
    k <= rank(A - 1) <= N.

    Without one, all maps are linear, h is orthogonal to W, and e_i(g) - g is the negative of the part of g
    in E_i; so the part of g in D_i is not 0. On the image U of P the matrix A has finite order and makes no
    vector longer: it is an isometry there. Let Y be the vectors of U that are orthogonal to W: Ph is one,
    as P commutes with the P_i, and g = A P h is in AY. The projections onto Y and onto AY, which is that
    onto Y between A and its inverse on U, are maps of words, too, and commute with the P_i: so the part of
    g in D_i is in AY, AY meets each D_i, and meets W in dimension at least k. If v = Ay is in W, y in Y,
    then y is orthogonal to W, and v is the part of (A - 1) y in W. So k <= rank(A - 1) <= N.
    """
    _object(witness, "witness", ["kind", "u", "y", "n", "steps"])
    base, _, bound = restriction.partition(":")
    if base != "householder":
        raise RefusedCertificate(f"the witness flags-restored says nothing of {restriction}")
    u, y = _words([witness["u"], witness["y"]], "witness", alphabet)
    if len(y) != 1:
        raise RefusedCertificate("witness.y is not a single symbol, as flags-restored asks")
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    steps = [
        _words(_list(step, f"witness.steps[{i}]", 2), f"witness.steps[{i}]", alphabet)
        for i, step in enumerate(_list(witness["steps"], "witness.steps"))
    ]
    if len(steps) <= int(bound):
        raise RefusedCertificate(f"{bound} factors may restore {len(steps)} flags")
    states = range(len(minimal.outputs))
    powers = [tuple(_repeat(minimal, q, v, n) for q in states) for v in (y, *(x for x, _ in steps))]
    if any(_then(e, e) != e for e in powers):
        raise RefusedCertificate("y^n or a power x^n of a step is not idempotent")
    q = _repeat(minimal, 0, u, 1)
    for e in powers[1:]:
        q = e[q]
    q = powers[0][q]
    if not claim["additive"]:
        q = _repeat(minimal, q, y, 1)
    after = tuple(states)  # the map of F_(i+1)
    for i, (_, w) in reversed(list(enumerate(steps))):
        e = powers[i + 1]
        ends = [_repeat(minimal, p, w, 1) for p in (after[e[q]], after[q])]
        if minimal.outputs[ends[0]] == minimal.outputs[ends[1]]:
            raise RefusedCertificate(f"step {i} makes no difference to the output")
        after = _then(e, after)


def _check_flags_dependent(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """What words write that a letter y clears is dependent for more than N words, in one head of N factors.

    The decoder is linear. The words x_1, .., x_k, k > N, and the letter y have idempotent powers x_i^n and
    y^n. Let N' be a multiple of n such that z^N' is idempotent for all maps z that words induce on the
    affine hull of the reachable vectors, r and e_i the maps of y^N' and x_i^N', R and P_i their linear
    parts, which are projections that commute, by the proof at ``_check_idempotents``: r(h) = R h + d and
    e_i(h) = P_i h + d_i with R d = 0. For h = r(g), (1 - R) h = d, so that e_i(h) - r(e_i(h)) = (1 - R)(P_i
    h + d_i) - d = P_i d + (1 - R) d_i - d depends on i alone; let it be D_i. It is in the kernel of R, as
    P_i d is, whose dimension is rank(1 - R) <= N (see ``_check_flags_restored``). So the D_i are dependent:
    sum over I of a_i D_i = sum over J of b_j D_j, with a_i, b_j > 0, I and J disjoint and not both empty.

    Case c is for all I and J, or J and I, such that i - 1 is a bit of c if i is in J, and none if i is in
    I; for each I and J there is a case c < 2^(k-1), with or without k in I. Let h be the vector after u
    y^n, and g that after v y^n. Then sum of a_i e_i(h) and of b_j r(e_j(g)) = sum of a_i r(e_i(h)) and of
    b_j e_j(g), with equal sums of the coefficients on both sides, also after w. But there the output is A
    for all vectors on the left, and B, another one, for all on the right: the logit of A less that of B is
    an affine function that is positive on the left and negative on the right.
    """
    _object(witness, "witness", ["kind", "y", "n", "words", "cases"])
    base, _, bound = restriction.partition(":")
    if base != "householder" or claim["decoder"] != "linear":
        raise RefusedCertificate(
            f"the witness flags-dependent says nothing of {restriction} with this decoder"
        )
    y, *words = _words(
        [witness["y"], *_list(witness["words"], "witness.words")], "witness", alphabet
    )
    if len(y) != 1:
        raise RefusedCertificate("witness.y is not a single symbol, as flags-dependent asks")
    if not int(bound) < len(words) <= 12:
        raise RefusedCertificate(f"there are {len(words)} words, not {int(bound) + 1}..12")
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    states = range(len(minimal.outputs))
    r, *powers = (tuple(_repeat(minimal, q, x, n) for q in states) for x in (y, *words))
    if any(_then(e, e) != e for e in (r, *powers)):
        raise RefusedCertificate("y^n or a power x^n of a word is not idempotent")
    cases = _list(witness["cases"], "witness.cases", 2 ** (len(words) - 1))
    for c, case in enumerate(cases):
        where = f"witness.cases[{c}]"
        u, v, w = _words(_list(case, where, 3), where, alphabet)
        if c == 0 and v:
            raise RefusedCertificate(f"{where}[1] is not used, as no word is in J")
        p, q = (r[_repeat(minimal, 0, word, 1)] for word in (u, v))
        sides: tuple[list[int], list[int]] = ([], [])
        for i, e in enumerate(powers):
            later = c >> i & 1
            t = e[q] if later else e[p]
            sides[later].append(t)
            sides[1 - later].append(r[t])
        left, right = ({minimal.outputs[_repeat(minimal, t, w, 1)] for t in side} for side in sides)
        if len(left) != 1 or len(right) != 1 or left == right:
            raise RefusedCertificate(f"case {c} does not show one output against another one")


def _check_prime_power(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """A group of order p^k that is not abelian needs p dimensions, over R for odd p twice as many.

    The words x and y permute the given states and generate there a group of order p^k; u leads to one of
    them, and the outputs after u x y w and u y x w differ. So the group G of x and y on the states that
    these stand for in the minimal machine has order p^j, and is not abelian. The finite monoid T of the
    maps that words in x and y induce on the reachable vectors (with CP factors on ``z = V^T h``, which
    determines all that comes after another letter, and hence G) has a group eTe, e an idempotent of the
    minimal ideal, and x and y act on the states as exe and eye, which generate a group K with quotient G.
    K acts faithfully on the image of e, and on its differences if there is an additive term, its orbits
    having fixed centroids. So a Sylow p-subgroup P of K, which is mapped onto G, is not abelian in some
    block or head. There it has an irreducible constituent over C of degree p, p^2, .., and for p odd this
    is not real (only the trivial one is, in a group of odd order), so that over R its conjugate is one, too.
    In a head of Householder products exe and eye differ from e by the rank of x - 1 and y - 1 at most, and
    K acts trivially on the quotient by the sum of these images.
    """
    _object(witness, "witness", ["kind", "states", "u", "x", "y", "w"])
    names = ("u", "x", "y", "w")
    u, x, y, w = _words([witness[name] for name in names], "witness", alphabet)
    size, real = _dimension(restriction, [x, y])
    states = _list(witness["states"], "witness.states")
    _integers(states, "witness.states", len(states), len(minimal.outputs) - 1)
    if states != sorted(set(states)):
        raise RefusedCertificate("witness.states are not ascending")
    images = [[_repeat(minimal, q, word, 1) for q in states] for word in (x, y)]
    if any(sorted(row) != states for row in images):
        raise RefusedCertificate("x or y does not permute witness.states")
    place = {q: i for i, q in enumerate(states)}
    q = _repeat(minimal, 0, u, 1)
    if q not in place:
        raise RefusedCertificate("u does not lead to witness.states")
    ends = [_repeat(minimal, q, [*v, *w], 1) for v in ([*x, *y], [*y, *x])]
    if minimal.outputs[ends[0]] == minimal.outputs[ends[1]]:
        raise RefusedCertificate("u x y w and u y x w give the same output")
    table = [[place[row[i]] for row in images] for i in range(len(states))]
    order = sum(map(len, _permutation_group(table)))
    p = next(d for d in range(2, order + 1) if order % d == 0)
    if p ** (order.bit_length()) % order:
        raise RefusedCertificate(f"x and y generate a group of order {order}, no power of a prime")
    needed = 2 * p if real and p > 2 else p
    if size >= needed:
        raise RefusedCertificate(f"{size} dimensions are enough, as {needed} may be")


def _check_idempotent_chain(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """More idempotents below one another than d dimensions have ranks, whatever the decoder and term.

    Let f_0 = 1 and f_j = (f_(j-1) x f_(j-1))^n for the word x of step j, idempotent as a map of the states.
    With N a multiple of n such that s^N is idempotent for all maps s that words induce on the reachable
    vectors (with CP factors on ``z = V^T h``), (f_(j-1) x f_(j-1))^N is an idempotent below f_(j-1) there:
    if its rank, or that of its linear part, is the same, then so are their images, and they are equal. But
    u f_(j-1) w and u f_j w differ in output, w not empty with CP factors. So each step costs a rank.
    """
    _object(witness, "witness", ["kind", "n", "steps"])
    base, _, bound = restriction.partition(":")
    if not bound or base not in BOUNDED | CP:
        raise RefusedCertificate(f"the witness idempotent-chain says nothing of {restriction}")
    n = _integer(witness["n"], "witness.n", 1, 10**7)
    f = tuple(range(len(minimal.outputs)))
    steps = _list(witness["steps"], "witness.steps")
    if len(steps) <= int(bound):
        raise RefusedCertificate(f"{len(steps)} steps are possible in {bound} dimensions")
    for j, step in enumerate(steps):
        x, u, w = _words(_list(step, f"witness.steps[{j}]", 3), f"witness.steps[{j}]", alphabet)
        if base in CP and not w:
            raise RefusedCertificate(
                f"witness.steps[{j}][2] is empty, and CP factors show the last letter by itself"
            )
        s = tuple(f[_repeat(minimal, q, x, 1)] for q in f)
        e = tuple(range(len(f)))
        for digit in bin(n)[2:]:
            e = _then(_then(e, e), s) if digit == "1" else _then(e, e)
        if _then(e, e) != e:
            raise RefusedCertificate(f"the power of step {j} is not idempotent")
        q = _repeat(minimal, 0, u, 1)
        ends = [_repeat(minimal, p, w, 1) for p in (f[q], e[q])]
        if minimal.outputs[ends[0]] == minimal.outputs[ends[1]]:
            raise RefusedCertificate(
                f"the idempotents before and after step {j} give the same output"
            )
        f = e


def _check_planes(
    claim: Any, witness: Any, restriction: str, minimal: Machine, alphabet: list[Any]
) -> None:
    """Four real columns are not enough for two planes and a letter that is no reflection of another one.

    All letters permute the states, and no two states agree after all suffixes. The matrices of CP factors
    with R = 4 real columns, or their linear parts, give a finite group H of real matrices of size r <= 4
    that has the transition group as a quotient, and r = 4 only if x y^-1 x y^-1 x = x for all letters x and
    y (see ``_check_columns``: then ``M_x M_y^-1 = C diag(w_x / w_y) C^-1`` has finite order). This fails
    for x and y: so r <= 3. The words v and w act as elements of odd prime order p that commute, w as no
    power of v: a group of order p^2. A Sylow subgroup S of its preimage in H has it as a quotient. An
    irreducible real representation of a group of odd order is trivial or of even degree; so one of degree
    at most 3 that is not trivial is a plane, which S turns. As it turns one plane alone, S is cyclic, as
    its quotients are: no.
    """
    _object(witness, "witness", ["kind", "suffixes", "p", "x", "y", "v", "w"])
    if restriction != "cp-real:4":
        raise RefusedCertificate(f"the witness planes says nothing of {restriction}")
    _check_permutes(minimal, len(alphabet))
    _check_suffixes(witness["suffixes"], minimal, alphabet)
    p = _integer(witness["p"], "witness.p", 3, 10**4)
    if any(p % k == 0 for k in range(2, isqrt(p) + 1)):
        raise RefusedCertificate(f"witness.p = {p} is not a prime number")
    names = ("x", "y", "v", "w")
    read = _words([witness[name] for name in names], "witness", alphabet)
    if [len(word) for word in read[:2]] != [1, 1]:
        raise RefusedCertificate("witness.x or witness.y is not a single symbol")
    one = tuple(range(len(minimal.outputs)))
    x, y, v, w = (tuple(_repeat(minimal, q, word, 1) for q in one) for word in read)
    step = _then(x, tuple(sorted(one, key=y.__getitem__)))  # x y^-1
    if _then(step, step) == one:
        raise RefusedCertificate("x y^-1 x y^-1 x and x are the same map")
    if _then(v, w) != _then(w, v):
        raise RefusedCertificate("v w and w v are different maps")
    powers = [one]
    for _ in range(p):
        powers.append(_then(powers[-1], v))
    if powers[p] != one or any(_repeat(minimal, q, read[3], p) != q for q in one):
        raise RefusedCertificate(f"v^{p} or w^{p} moves a state")
    if v == one or w in powers:
        raise RefusedCertificate("v moves no state, or w is a power of v")


def _permutation_group(table: list[list[int]]) -> list[list[tuple[int, ...]]]:
    """The conjugacy classes of the group that the columns of a table generate."""
    identity = tuple(range(len(table)))
    elements, known = [identity], {identity}
    letters: list[tuple[int, ...]] = []  # without those that the earlier ones generate
    for column in zip(*table, strict=True):
        if column in known:
            continue
        letters.append(column)
        elements, known = [identity], {identity}
        for g in elements:
            for x in letters:
                h = _then(g, x)
                if h not in known:
                    if len(elements) == 20_000 or len(elements) * len(g) > 2 * 10**7:
                        raise RefusedCertificate(
                            "the transition group has more than 20000 elements, or 20 million images"
                        )
                    known.add(h)
                    elements.append(h)
    classes: list[list[tuple[int, ...]]] = []
    for g in elements:
        if g not in known:
            continue
        known.discard(g)
        members = [g]
        for h in members:
            for x in letters:
                conjugate = [0] * len(h)
                for p, q in enumerate(h):
                    conjugate[x[p]] = x[q]
                c = tuple(conjugate)
                if c in known:
                    known.discard(c)
                    members.append(c)
        classes.append(members)
    return classes


def _then(g: tuple[int, ...], h: tuple[int, ...]) -> tuple[int, ...]:
    """The permutation g, then h."""
    return tuple(map(h.__getitem__, g))


def _annihilated(
    measure: list[Any], classes: list[list[tuple[int, ...]]], size: int, *, real: bool
) -> list[Any]:
    """The product P of ``_check_separation`` applied to a measure on the states."""
    order, n = sum(len(members) for members in classes), len(measure)
    for d in range(1, size + 1):
        if d * d > order:
            break  # no irreducible has such a degree
        total = [0] * n
        if real and 2 * d > size:  # z - |G|/d
            scalar = Fraction(order, d)
            for members in classes:
                for g in members:
                    for p, c in enumerate(measure):
                        total[g[g[p]]] += c
        else:  # t - (|G|/d)^2, t being the sum of |G|/|C| * K * K^-1 over the classes C with sum K
            scalar = Fraction(order, d) ** 2
            for members in classes:
                part = [0] * n
                for g in members:
                    for p, c in enumerate(measure):
                        part[g[p]] += c
                factor = order // len(members)
                for g in members:
                    for p in range(n):
                        total[p] += factor * part[g[p]]
        measure = [s - scalar * c for s, c in zip(total, measure, strict=True)]
    return measure


def _repeat(machine: Machine, q: int, word: list[int], times: int) -> int:
    """The state after a word, read so many times: from the first state seen twice on, periodic."""
    path: list[int] = []
    place: dict[int, int] = {}
    while q not in place and len(path) < times:
        place[q] = len(path)
        path.append(q)
        for a in word:
            q = machine.transitions[q][a]
    if len(path) == times:
        return q
    first = place[q]
    return path[first + (times - first) % (len(path) - first)]


# --- numbers of Q(zeta_n) -----------------------------------------------------------------------


@cache
def _primes(n: int) -> tuple[tuple[int, int], ...]:
    """The primes p that divide n, each with its highest power p^e in n."""
    found: list[tuple[int, int]] = []
    p, rest = 2, n
    while rest > 1:
        power = 1
        while rest % p == 0:
            power, rest = power * p, rest // p
        if power > 1:
            found.append((p, power))
        p += 1
    return tuple(found)


def _reduced(terms: dict[int, Any], n: int) -> Number:
    """The number in a basis: those z^k for which no prime p has k mod p^e >= (p - 1) p^(e-1).

    Of the p exponents k, k + n/p, k + 2n/p, .., whose powers of z add up to 0, p excludes just one,
    and to the powers of the other primes they are congruent. So each prime can be treated once, the
    powers that stay span Q(zeta_n), and as there are phi(n) of them, they are a basis. 1 is one.
    """
    total = dict(terms)
    for p, power in _primes(n):
        for k in [k for k in total if k % power >= power - power // p]:
            c = total.pop(k)
            for j in range(1, p):
                e = (k + j * (n // p)) % n
                total[e] = total.get(e, 0) - c
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
    if not x or not y:
        return x or y
    total = dict(x)
    for e, c in y.items():
        total[e] = total.get(e, 0) + c
    return {e: c for e, c in total.items() if c}


def _difference(x: Number, y: Number) -> Number:
    return _add(x, {e: -c for e, c in y.items()})


def _conjugate(x: Number, n: int) -> Number:
    return x if x.keys() <= {0} else _reduced({-e % n: c for e, c in x.items()}, n)


def _real(x: Number, n: int) -> bool:
    return _conjugate(x, n) == x


def _sign(x: Number, n: int) -> int:
    """The sign of the real part: 0 decided exactly, else by enclosures that exclude 0 in the end."""
    if x.keys() <= {0}:
        c = x.get(0, 0)
        return (c > 0) - (c < 0)
    if not _add(x, _conjugate(x, n)):
        return 0
    size = sum(abs(c) for c in x.values())
    bits = 64
    while True:
        total, error = 0, 0
        for e, c in x.items():
            value, slack = _cosine(min(e, n - e), n, bits)
            total += c * value
            error = max(error, slack)
        if abs(total) > error * size:
            return 1 if total > 0 else -1
        bits *= 2


@cache
def _cosine(k: int, n: int, bits: int) -> tuple[int, int]:
    """An integer c and a bound e with abs(cos(2 pi k / n) - c / 2^bits) <= e / 2^bits, 2k <= n.

    In units of 2^-bits: the angle, at most pi, is wrong by less than slack + 1, and so is its
    cosine. A term of the series is at most 5.1 and arises from the one before by a factor that is
    wrong by one unit and at most 9.9 / ((j - 1) j), j = 2, 4, .., and by rounding: errors of at
    most 1.5, 2.8, 2.3, and less from then on. From j = 4 on the terms alternate and decrease, so
    what is cut off is at most one more term, 1 + 3 units.
    """
    pi, slack = _pi(bits)
    angle = 2 * k * pi // n
    square = angle * angle >> bits
    total = term = 1 << bits
    j = 0
    while abs(term) > 1:
        j += 2
        term = -term * square // ((j - 1) * j << bits)
        total += term
    return total, slack + 1 + 3 * (j // 2) + 4


@cache
def _pi(bits: int) -> tuple[int, int]:
    """An integer p and a bound e with abs(pi - p / 2^bits) <= e / 2^bits.

    Machin's formula, pi = 16 arctan(1/5) - 4 arctan(1/239). A term of either series, rounded down,
    is wrong by less than one unit, and what is cut off is less than one unit.
    """
    total, error = 0, 0
    for factor, m in ((16, 5), (-4, 239)):
        power, j = (1 << bits) // m, 0  # 2^bits / m^(2j+1), rounded down
        while power:
            total += factor * (-1) ** j * (power // (2 * j + 1))
            power, j = power // (m * m), j + 1
        error += abs(factor) * (j + 1)
    return total, error


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
    terms: dict[int, Any] = {}
    for i in v.keys() & w.keys():
        for e, b in v[i].items():
            for f, c in w[i].items():
                terms[(e + f) % n] = terms.get((e + f) % n, 0) + b * c
    return _reduced(terms, n)


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
                f"{where} has a field {_shown(name)}, which the format does not name"
            )


def _shown(value: Any) -> str:
    """A value in a message: text and integers, if they are short."""
    if isinstance(value, str):
        return ascii(value) if len(value) <= 60 else ascii(value[:60]) + ".."
    return str(value) if isinstance(value, int) and abs(value) < 10**60 else "that is given"


def _is_one(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value == 1


def _list(value: Any, where: str, length: int | None = None) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedCertificate(f"{where} is not a list")
    if length is not None and len(value) != length:
        raise MalformedCertificate(f"{where} has {len(value)} entries, not {length}")
    return value


def _integer(value: Any, where: str, low: int, high: int | None) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedCertificate(f"{where} is not an integer")
    if value < low or (high is not None and value > high):
        limits = f"{low}.." if high is None else f"{low}..{high}"
        raise MalformedCertificate(f"{where} = {_shown(value)} is outside {limits}")
    return value


def _integers(value: Any, where: str, length: int, high: int) -> list[int]:
    """A list of so many integers from 0 to a highest one."""
    for i, x in enumerate(_list(value, where, length)):
        if type(x) is not int or not 0 <= x <= high:
            _integer(x, f"{where}[{i}]", 0, high)
    return value


def _table(value: Any, where: str, rows: int, columns: int) -> list[list[int]]:
    """A table of row numbers."""
    if rows == 0:
        raise MalformedCertificate(f"{where} is empty")
    for i, row in enumerate(_list(value, where, rows)):
        _integers(row, f"{where}[{i}]", columns, rows - 1)
    return value


def _symbol(value: Any, where: str) -> Any:
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise MalformedCertificate(f"{where} has a symbol that is neither text nor an integer")
    return value


def _outputs(value: Any, where: str) -> list[Any]:
    for output in _list(value, where):
        if not isinstance(output, (str, int)):
            raise MalformedCertificate(f"{where} has an output that is no text, integer or Boolean")
    return value


def _automaton(value: Any) -> tuple[Machine, list[Any], int]:
    _object(value, "automaton", ["alphabet", "transitions", "start", "outputs"])
    alphabet = _list(value["alphabet"], "automaton.alphabet")
    for symbol in alphabet:
        _symbol(symbol, "automaton.alphabet")
    if len(set(alphabet)) != len(alphabet):
        raise MalformedCertificate("automaton.alphabet names a symbol twice")
    outputs = _outputs(value["outputs"], "automaton.outputs")
    table = _table(value["transitions"], "automaton.transitions", len(outputs), len(alphabet))
    start = _integer(value["start"], "automaton.start", 0, len(outputs) - 1)
    return Machine(table, outputs), alphabet, start


def _rational(value: Any, where: str, i: int) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    pattern = r"(-?[1-9][0-9]{0,3999})/([1-9][0-9]{0,3999})"
    found = re.fullmatch(pattern, value) if isinstance(value, str) else None
    if found is None:
        raise MalformedCertificate(f"{where}[{i}] is not a number of the format")
    p, q = int(found[1]), int(found[2])
    if q == 1 or gcd(p, q) != 1:
        raise MalformedCertificate(f"{where}[{i}] = {_shown(value)} is not in lowest terms")
    return Fraction(p, q)


def _number(value: Any, n: int, where: str, i: int) -> Number:
    if not isinstance(value, list):
        c = _rational(value, where, i)
        return {0: c} if c else {}
    where = f"{where}[{i}]"
    degree = prod(power - power // p for p, power in _primes(n))
    if not 2 <= len(value) <= degree:
        raise MalformedCertificate(f"{where} has {len(value)} coefficients, not 2..{degree}")
    coefficients = [_rational(c, where, e) for e, c in enumerate(value)]
    if not coefficients[-1]:
        raise MalformedCertificate(f"{where} ends in the coefficient 0")
    return _reduced(dict(enumerate(coefficients)), n)


def _vector(value: Any, n: int, d: int, where: str) -> Vector:
    if isinstance(value, int):
        return {_integer(value, where, 0, d - 1): {0: 1}}
    numbers = [_number(x, n, where, i) for i, x in enumerate(_list(value, where, d))]
    return {i: x for i, x in enumerate(numbers) if x}


def _matrix(value: Any, form: str, n: int, d: int, where: str) -> Matrix:
    if form == "one-hot":
        return [{i: {0: 1}} for i in _integers(value, where, d, d - 1)]
    given = _list(value, where, d)
    if form == "diagonal":
        diagonal = _vector(given, n, d, where)
        return [{j: diagonal[j]} if j in diagonal else {} for j in range(d)]
    matrix: Matrix = [{} for _ in range(d)]
    for i, row in enumerate(given):
        place = f"{where}[{i}]"
        for j, x in _vector(_list(row, place, d), n, d, place).items():
            matrix[j][i] = x
    return matrix


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise MalformedCertificate("an object names a field twice")
    return dict(pairs)


def _read_integer(text: str) -> int:
    if text == "-0" or len(text.removeprefix("-")) > 4000:
        raise MalformedCertificate("an integer is -0, or has more than 4000 digits")
    return int(text)


def _refuse_number(text: str) -> Any:
    raise MalformedCertificate(f"{_shown(text)} is not an exact number")


def read(data: bytes) -> Any:
    """The JSON value of a document, with no duplicate key, no float and no NaN.

    Raises:
        MalformedCertificate: if the bytes are no such JSON.
    """
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_int=_read_integer,
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
    if not paths:
        sys.stderr.write("usage: check.py CERT.json...\n")
        return 2
    status = 0
    for path in paths:
        name = path if path.isprintable() else ascii(path)
        try:
            with open(path, "rb") as file:
                check(read(file.read()))
        except MalformedCertificate as error:
            status = 2
            sys.stderr.write(f"{name}: {error}\n")
        except OSError as error:
            status = 2
            sys.stderr.write(f"{name}: {error.strerror}\n")
        except RefusedCertificate as error:
            status = max(status, 1)
            sys.stderr.write(f"{name}: refused: {error}\n")
        else:
            sys.stdout.write(f"{name}: accepted\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
