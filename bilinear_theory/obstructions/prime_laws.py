"""Laws of p-groups: what blocks of size k cannot do with elements whose order is a power of a prime.

A finite p-group of k x k matrices is monomial: it permutes lines, p^j <= k of them in each irreducible
part, and what fixes these lines is diagonal and commutes. So there is a group W, the Sylow p-subgroup of
all permutations of p^s points, such that two elements that are trivial in W by their form commute: for
s = 0, which is p > k, any two; else all ``x^(p^s)`` and ``[x^(p^(s-1)), y]``, as ``x^(p^(s-1))`` is central
in W. That passes to the subgroups of order p^n of a group that is tracked with any decoder, for they come
from p-groups of blocks; also where this group lies in a transition monoid. For p > 2k + 1 any two
elements whose orders are powers of p commute, by a theorem of Feit and Thompson.

An element y that normalises an abelian p-group, p > k, permutes the at most k characters in a block, so
that ``[.. [[x, y^c], y^d] ..] = 1`` for all x in the group, c, d, .. being the numbers up to k; and if y has
order r^n, r > k + 1 a prime, and p is another one, y and x commute (``prime_actions``).

Over R, for odd p, non-trivial irreducible representations of p-groups have twice the degree.

``obstruct(question, size, real)``   a pair of such elements that do not commute; None if none is found

References: Isaacs, *Character Theory of Finite Groups* (1976), corollary 6.14; Feit and Thompson, *Groups
which have a faithful representation of degree less than (p - 1)/2* (1961); theory.md, section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice

import numpy as np

from bilinear_theory.algebra.stabiliser_chain import group_order
from bilinear_theory.automata.automaton import Word, word_text
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.obstructions.orders import MAX_ORDER
from bilinear_theory.obstructions.primary_elements import (
    MAX_WORD,
    Map,
    Words,
    groups_of,
    inverse,
    order,
    power,
    primary_parts,
    primes,
    then,
)
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Full
from bilinear_theory.systems.setting import Setting

#: The most elements of a p-group that are looked at.
MAX_SYLOW = 1024
#: So many elements with the shortest words may generate a p-group, in pairs or together, and so many groups
#: are tried.
SHORT, MAX_GROUPS = 8, 4
#: The most elements x, y that are combined, and the most values of a form that are compared.
MAX_FORMS, MAX_VALUES = 64, 400
#: Groups of at most so many elements are counted one by one.
FEW = 100


@dataclass(frozen=True)
class Form:
    """An element of a p-group that is trivial in W by its form: ``x^(p^s)``, or ``[x^(p^(s-1)), y]``."""

    x: Map
    y: Map | None


def obstruct(question: Question, size: int, *, real: bool) -> Obstruction | None:
    """Two elements of a group of the automaton that commute wherever blocks of the size track it.

    The decoder and the additive term make no difference.

    Args:
        question: its restriction has blocks of the size, or a width of at most the size.
        size: k, at least 2.
        real: whether the blocks are real.
    """
    found = _found(question.subject, size, real=real)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=256)
def _found(subject: Subject, size: int, *, real: bool) -> Obstruction | None:
    for place, (_, elements) in enumerate(groups_of(subject)):
        for p in primes(elements):
            found = _of_prime(subject, place, p, size, real=real)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=256)
def _pair(
    subject: Subject, place: int, p: int, s: int, *, together: bool
) -> tuple[Words, tuple[Form, Form]] | None:
    """Two forms that do not commute in a p-group, or among all elements of p-power order, and these.

    Args:
        subject: the automaton.
        place: that of the group of the elements among ``groups_of``.
        p: the prime.
        s: the exponent of the forms.
        together: whether all elements of p-power order stand for one group.
    """
    _, elements = groups_of(subject)[place]
    parts = primary_parts(elements, p)
    groups = iter([parts]) if together else _p_groups(parts, p)
    return next(((group, pair) for group in groups if (pair := _noncommuting(group, p, s))), None)


def _of_prime(
    subject: Subject,
    place: int,
    p: int,
    size: int,
    *,
    real: bool,
) -> Obstruction | None:
    most = size // 2 if real and p > 2 else size
    s = 0
    while p ** (s + 1) <= most:
        s += 1
    together = p > 2 * size + 1
    if not together and _is_too_small(subject, p, s):
        return None
    found = _pair(subject, place, p, s, together=together)
    if found is None:
        return None
    states, _ = groups_of(subject)[place]
    group, pair = found
    variables: list[Map] = []
    steps: list[tuple[int, ...]] = []
    for form in pair:
        variables += [g for g in (form.x, form.y) if g is not None and g not in variables]

    def record(*step: int) -> int:
        if step not in steps:
            steps.append(step)
        return len(variables) + steps.index(step)

    def raised(i: int, exponent: int) -> int:
        result = i
        for digit in bin(exponent)[3:]:
            result = record(result, result)
            result = record(result, i) if digit == "1" else result
        return result

    places: list[int] = []
    for form in pair:
        i = variables.index(form.x)
        if form.y is None:
            places.append(raised(i, p**s))
        else:
            i, j = raised(i, p ** (s - 1)), variables.index(form.y)
            back = record(record(i), record(j))
            places.append(record(record(back, i), j))
    a, b = (_value(form, p, s) for form in pair)
    ab, ba = then(a, b), then(b, a)
    q = next(i for i in range(len(ab)) if ab[i] != ba[i])
    words = {
        "u": subject.access.word(states[q]),
        "w": subject.separating(states[ab[q]], states[ba[q]]),
    }
    used = tuple(group[g] for g in variables)
    if max(map(len, used)) > MAX_WORD:
        return None
    fields = {
        "p": p,
        "states": list(states),
        "variables": [list(word) for word in used],
        "steps": [list(step) for step in steps],
        "pair": places,
    }
    pairs = [tuple(group[g] for g in (f.x, f.y) if g is not None) for f in pair]
    law = Detail(fields, _detail(p, s, size, pairs))
    question = Question(subject, Full(None), Setting())
    return Obstruction(question, "prime-law", words, detail=law)


def _is_too_small(subject: Subject, p: int, s: int) -> bool:
    """Whether all forms commute in the p-groups inside the group of the letters, by its order.

    Groups of order p^2 are abelian. For s > 0 the forms lie in the Frattini subgroup, whose index is p^2 at
    least unless the group is cyclic: so it has order p^2 at most in a group of order p^4.
    """
    task = group_task(subject.minimal)
    return task is not None and task.group.order % p ** (5 if s else 3) != 0


def _detail(p: int, s: int, size: int, pair: list[tuple[Word, ...]]) -> str:
    """The two elements in words."""
    named: list[str] = []
    for x, *y in ([word_text(word) for word in words] for words in pair):
        exponent = p ** (s - len(y))
        power = x if exponent == 1 else f"({x})^{exponent}"
        named.append(f"[{power}, {y[0]}]" if y else power)
    kind = f"elements of {p}-power order" if p > 2 * size + 1 else f"a group of order {p}^n"
    return f"but in {kind} {named[0]} and {named[1]} do not"


def _p_groups(parts: Words, p: int) -> Iterator[Words]:
    """Groups of order a power of p, or the elements of them with the shortest words."""
    first = sorted(parts, key=lambda g: len(parts[g]))[:SHORT]
    chosen = (xs for xs in (first, *combinations(first, 2)) if _is_p(xs, p))
    yield from (_elements(xs, parts) for xs in islice(chosen, MAX_GROUPS))
    yield _sylow(parts)


def _is_p(generators: Sequence[Map], p: int) -> bool:
    """Whether permutations that do not all commute generate a group of order a power of p, not too large."""
    if all(then(g, h) == then(h, g) for g, h in combinations(generators, 2)):
        return False
    tried = list(generators)
    for g in islice(tried, len(generators) + 2 * SHORT):
        if not _is_power(order(g), p):
            return False
        tried += [then(g, h) for h in generators]
    n = _few(generators)
    try:
        n = n or group_order([np.array(g, np.intp) for g in generators])
    except ValueError:
        return False
    return n <= MAX_ORDER and _is_power(n, p)


def _few(generators: Sequence[Map]) -> int | None:
    """The number of elements that permutations generate, None past ``FEW``."""
    identity = tuple(range(len(generators[0])))
    elements = {identity}
    for g in (queue := [identity]):
        for x in generators:
            h = then(g, x)
            if h not in elements:
                elements.add(h)
                queue.append(h)
        if len(elements) > FEW:
            return None
    return len(elements)


def _is_power(n: int, p: int) -> bool:
    while n % p == 0:
        n //= p
    return n == 1


def _elements(generators: Sequence[Map], parts: Words) -> Words:
    """The first elements of a group, by words in its generators."""
    identity = tuple(range(len(generators[0])))
    group: Words = {identity: ()}
    for g in (queue := [identity]):
        for x in generators:
            if (h := then(g, x)) not in group and len(group) < MAX_SYLOW:
                group[h] = (*group[g], *parts[x])
                queue.append(h)
    return group


def _sylow(parts: Words) -> Words:
    """A p-group of such elements that none of the others normalises, or one past the bound.

    If the elements are all those of a group, it is a Sylow subgroup: a smaller p-group is normalised by a
    further element of one.
    """
    if not parts:
        return {}
    identity = tuple(range(len(next(iter(parts)))))
    group: Words = {identity: ()}
    generators: list[Map] = []
    grown = True
    while grown and len(group) < MAX_SYLOW:
        grown = False
        for y, word in parts.items():
            back = inverse(y)
            if y in group or any(then(then(back, g), y) not in group for g in generators):
                continue
            generators.append(y)
            cosets = dict(group)
            z, spelled = y, word
            while z not in group:
                cosets |= {then(g, z): (*w, *spelled) for g, w in group.items()}
                z, spelled = then(z, y), spelled + word
            group, grown = cosets, True
            break
    return group


def _noncommuting(group: Words, p: int, s: int) -> tuple[Form, Form] | None:
    """Two forms whose values do not commute."""
    values: dict[Map, Form] = {}
    for value, form in _forms(group, p, s):
        if value in values or len(values) == MAX_VALUES:
            continue
        for other, first in values.items():
            if then(value, other) != then(other, value):
                return first, form
        values[value] = form
    return None


def _forms(group: Words, p: int, s: int) -> Iterator[tuple[Map, Form]]:
    """The values of the forms, of the elements with the shortest words."""
    chosen = sorted(group, key=lambda g: len(group[g]))
    for x in chosen[: MAX_VALUES * 4]:
        yield _value(Form(x, None), p, s), Form(x, None)
    if not s:
        return
    short = chosen[1:MAX_FORMS]
    inverses = [(y, inverse(y)) for y in short]
    for x in short:
        z = power(x, p ** (s - 1))
        back = inverse(z)
        for y, before in inverses:
            if x is not y:
                yield then(then(back, before), then(z, y)), Form(x, y)


def _value(form: Form, p: int, s: int) -> Map:
    if form.y is None:
        return power(form.x, p**s)
    z = power(form.x, p ** (s - 1))
    return then(then(inverse(z), inverse(form.y)), then(z, form.y))
