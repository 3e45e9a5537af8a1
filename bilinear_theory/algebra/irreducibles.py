"""All irreducible representations of a finite group, with exact matrices over small fields.

==========================================  ====================================================
a character of degree 1                     is its own matrix
one that meets a linear character of a      Dixon's construction; monomial matrices if the index of
solvable subgroup once                      the subgroup is the degree
one that meets an irreducible character     the same with a matrix entry ``psi(h^-1)_00`` for a
psi of a subgroup once                      weight, psi represented first by the same means
a Galois conjugate of one represented       the conjugate of its matrices
==========================================  ====================================================

In a solvable group the third line always applies, because a character restricts without
multiplicities to a normal subgroup of prime index. What is represented over the rationals is put
into a reduced basis of an invariant lattice, so that all entries are small integers.

``irreducibles``    the representations of all characters of a table, in its order
``representations``  the representations of some characters
``monomial_form``   one with monomial matrices, if one is found

References: Dixon, *Constructing representations of finite groups*, DIMACS Series 11 (1993);
Isaacs, *Character Theory of Finite Groups* (1976), corollary 6.19.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bilinear_theory.algebra.character import CharacterTable, Value, character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.field import units
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.lattice import integral_form
from bilinear_theory.algebra.linear_characters import solvable_subgroups
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.algebra.spherical import Weight, linear_weight, represented
from bilinear_theory.algebra.weights import Character, choices, float_values


class NotRepresentedError(ValueError):
    """No representation of a character was found by the methods at hand."""


def irreducibles(
    group: FiniteGroup, table: CharacterTable, *, max_degree: int | None = None
) -> tuple[Representation, ...]:
    """The irreducible complex representations, in the order of the character table.

    Args:
        group: the group.
        table: its character table.
        max_degree: the largest degree that is wanted, all if None.

    Raises:
        NotRepresentedError: if a character resists.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> [rho.degree for rho in irreducibles(s3, character_table(s3))]
    [1, 1, 2]
    """
    rows = [
        table.row(i) for i, d in enumerate(table.degrees) if max_degree is None or d <= max_degree
    ]
    return representations(group, [exact_values(row) for row in rows])


def exact_values(row: Sequence[Value]) -> Character:
    """The values of a character as cyclotomic numbers."""
    return tuple(x if isinstance(x, Cyclotomic) else Cyclotomic.rational(x) for x in row)


def representations(
    group: FiniteGroup,
    characters: Sequence[Character],
    *,
    real: bool = False,
    degree_first: bool = False,
) -> tuple[Representation, ...]:
    """Representations of irreducible characters, in their order.

    Args:
        group: the group.
        characters: irreducible characters, by class.
        real: whether all matrices have to be real; the indicators are then 1.
        degree_first: whether a small degree of the field counts for more than a small conductor.

    Raises:
        NotRepresentedError: if a character resists.
    """
    heads, images = _galois_orbits(group, characters)
    nonlinear = [i for i in heads if characters[i][0] != 1]
    found = choices(group, [characters[i] for i in nonlinear], degree_first=degree_first)
    done = {i: _linear(group, characters[i]) for i in heads if characters[i][0] == 1}
    for place, i in enumerate(nonlinear):
        weight = None
        if place in found and not (real and found[place].quality[2]):
            choice = found[place]
            weight = linear_weight(choice.members, choice.exponents, group.exponent)
        done[i] = _nonlinear(group, characters[i], weight, real=real)
    return tuple(done[i] if k == 1 else done[i].galois(k) for i, k in images)


def monomial_form(group: FiniteGroup, character: Character) -> Representation | None:
    """A representation of an irreducible character by monomial matrices, None if none is found.

    Each row and column of such a matrix has one entry that is not 0, and it is a root of unity.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> monomial_form(s3, exact_values((2, 0, -1))).matrices[1]
    [z3       0]
    [ 0 -1 - z3]
    """
    if character[0] == 1:
        return _linear(group, character)
    found = choices(group, [character], monomial=True)
    if not found:
        return None
    weight = linear_weight(found[0].members, found[0].exponents, group.exponent)
    return represented(group, character, weight)


def _galois_orbits(
    group: FiniteGroup, characters: Sequence[Character]
) -> tuple[list[int], list[tuple[int, int]]]:
    """The first character of each orbit; for each character its first, and a k that leads to it."""
    values = float_values(characters)
    heads, images = list[int](), list[tuple[int, int]]()
    powers = [(k, group.power_map(k)) for k in units(group.exponent)]
    for i in range(len(characters)):
        for head in heads:
            if abs(values[head, 0] - values[i, 0]) > 0.5:
                continue
            k = next((k for k, to in powers if np.allclose(values[head, to], values[i])), None)
            if k is not None:
                images.append((head, k))
                break
        else:
            heads.append(i)
            images.append((i, 1))
    return heads, images


def _linear(group: FiniteGroup, character: Character) -> Representation:
    """The representation of a character of degree 1."""
    values = (character[c] for c in group.classes[list(group.generators)].tolist())
    return Representation(group, tuple(CyclotomicMatrix([[x]]) for x in values))


def _nonlinear(
    group: FiniteGroup, character: Character, weight: Weight | None, *, real: bool
) -> Representation:
    """The representation of a character from a weight, or else from a subgroup's representation."""
    found = None if weight is None else represented(group, character, weight)
    if found is None:
        found = _from_subgroup(group, character, real=real)
    return integral_form(found) if found.conductor == 1 else found


def _from_subgroup(group: FiniteGroup, character: Character, *, real: bool) -> Representation:
    """The representation of a character that meets one of a subgroup once.

    Raises:
        NotRepresentedError: if there is none such.
    """
    subgroups = [H for H in solvable_subgroups(group) if len(H.members) < group.order]
    for H in sorted(subgroups, key=lambda H: -len(H.members)):
        small = group.subgroup(H.members.tolist())
        members = _embedding(group, small)
        table = character_table(small)
        restricted = tuple(
            character[c] for c in group.classes[members[small.class_representatives]]
        )
        products = table.multiplicities(restricted)
        for j, product in enumerate(products):
            if product != 1 or (real and table.indicators[j] != 1):
                continue
            try:
                (psi,) = representations(small, [exact_values(table.row(j))], real=real)
            except NotRepresentedError:
                continue
            found = represented(group, character, _entry_weight(members, psi))
            if found is not None and not (real and not found.is_real):
                return found
    raise NotRepresentedError(
        f"no {'real ' if real else ''}representation was found of a character of degree "
        f"{character[0]} of {group!r}: no irreducible {'real ' if real else ''}character of a "
        "solvable proper subgroup is met once by it"
    )


def _embedding(group: FiniteGroup, small: FiniteGroup) -> np.ndarray:
    """The numbers in a group of the elements of a subgroup."""
    generators = [group.index(g) for g in small.permutations]
    numbers = np.zeros(small.order, np.intp)
    for x, (parent, s) in enumerate(small.steps.tolist()):
        if x:
            numbers[x] = group.product(numbers[parent], generators[s])
    return numbers


def _entry_weight(members: np.ndarray, psi: Representation) -> Weight:
    """The weight ``psi(h^-1)_00``, of rank one on psi and zero on other irreducibles."""
    values = psi.elements.numerators[psi.group.inverse, :, 0, 0]
    return Weight(members, psi.conductor, values, hermitian=False)
