"""Green's relations: which elements of a transition monoid generate the same ideals.

Two elements are R-equivalent if each is the other one times some element on the right, L-equivalent if
so on the left, H-equivalent if both, and D-equivalent if so with factors on both sides (in a finite monoid
that is J). R- and L-classes are the strong components of the Cayley graphs, D-classes are joined by them,
and their idempotents tell which representations the monoid has.

``green(m)``                  the classes of all elements of a monoid
``H-class of an idempotent``  the largest subgroup around it
``regular``                   D-classes with an idempotent: then each of their R- and L-classes has one
``DO``                        ``e f e = e`` for D-equivalent idempotents: the regular D-classes are
                              rectangular groups
``DA``                        ``DO``, and all subgroups are trivial
``noncommuting_pair``         why not all irreducible representations are one-dimensional

A monoid has only one-dimensional complex irreducible representations exactly if it is in DO and its
subgroups are abelian; that is ``(xy)^w xy = (xy)^w yx (xy)^w`` for all elements x and y, w an exponent
that makes all elements idempotent.

References: Pin, *Mathematical Foundations of Automata Theory*, chapter 5; Almeida, Margolis, Steinberg
and Volkov, *Representation theory of finite semigroups, semigroup radicals and formal language theory*
(2009); Rhodes and Steinberg, *The q-theory of Finite Semigroups* (2009).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import components, strong_components
from bilinear_theory.automata.automaton import Table
from bilinear_theory.automata.monoid import TransitionMonoid

Labels = NDArray[np.int32]
Elements = NDArray[np.intp]


@dataclass(frozen=True, eq=False, repr=False)
class Green:
    """Green's relations of a transition monoid: for each element the number of its class.

    ``right``, ``left`` and ``both`` are the labels of R-, L- and D-classes, shape ``(M,)``.
    """

    monoid: TransitionMonoid
    right: Labels
    left: Labels
    both: Labels

    def __repr__(self) -> str:
        sizes = (len(np.unique(labels)) for labels in (self.right, self.left, self.both))
        r, l, d = sizes
        return f"<Green: {len(self.monoid)} elements, {r} R-, {l} L- and {d} D-classes>"

    @cached_property
    def regular(self) -> tuple[Elements, ...]:
        """The idempotents of each regular D-class, ascending, in the order of the first."""
        idempotents = self.monoid.idempotents
        classes = self.both[idempotents]
        _, first = np.unique(classes, return_index=True)
        return tuple(idempotents[classes == classes[i]] for i in np.sort(first))

    def subgroup(self, e: int) -> Elements:
        """The largest subgroup around an idempotent: its H-class, ascending.

        Raises:
            ValueError: if the element is not idempotent.
        """
        if not np.array_equal(self.product(e, e), self.monoid.elements[e]):
            raise ValueError(f"element {e} is not idempotent")
        return np.flatnonzero((self.right == self.right[e]) & (self.left == self.left[e]))

    def product(self, *factors: int) -> Table:
        """The map of a product of elements, read from left to right, shape ``(Q,)``."""
        states = np.arange(self.monoid.elements.shape[1])
        for i in factors:
            states = self.monoid.elements[i].astype(np.intp)[states]
        return states

    @cached_property
    def is_do(self) -> bool:
        """Whether ``e f e = e`` for D-equivalent idempotents ``e`` and ``f``."""
        return all(self._separated(idempotents) is None for idempotents in self.regular)

    @cached_property
    def is_da(self) -> bool:
        """Whether the monoid is in DO and aperiodic."""
        return self.is_do and all(len(self.subgroup(int(c[0]))) == 1 for c in self.regular)

    @cached_property
    def has_abelian_subgroups(self) -> bool:
        """Whether all subgroups are commutative; one a regular D-class, for they are isomorphic."""
        return all(self._noncommuting(int(c[0])) is None for c in self.regular)

    def noncommuting_pair(self) -> tuple[int, int] | None:
        """Elements x, y with ``(xy)^w xy != (xy)^w yx (xy)^w``, None if there are none.

        First D-equivalent idempotents ``e = xy``, ``f = yx`` with ``e f e != e``, then elements of a
        subgroup that do not commute.
        """
        for idempotents in self.regular:
            found = self._separated(idempotents)
            if found is not None:
                return self._factors(*found)
        for idempotents in self.regular:
            found = self._noncommuting(int(idempotents[0]))
            if found is not None:
                return found
        return None

    def _separated(self, idempotents: Elements) -> tuple[int, int] | None:
        """D-equivalent idempotents with ``e f e != e``, of one regular D-class.

        An H-class without idempotent, in the R-class of ``f`` and the L-class of ``e``, puts ``ef``
        into a smaller D-class (Clifford and Miller). Else the D-class is a Rees matrix semigroup, and
        a normal form of its sandwich matrix at one ``e`` shows that this ``e`` is enough.
        """
        right, left = self.right[idempotents], self.left[idempotents]
        rows, columns = np.unique(right), np.unique(left)
        if len(rows) * len(columns) > len(idempotents):
            occupied = set(zip(right.tolist(), left.tolist(), strict=True))
            f, e = next(
                (f, e)
                for f in idempotents
                for e in idempotents
                if (int(self.right[f]), int(self.left[e])) not in occupied
            )
            return int(e), int(f)
        e = int(idempotents[0])
        return next(
            (
                (e, int(f))
                for f in idempotents
                if not np.array_equal(self.product(e, int(f), e), self.monoid.elements[e])
            ),
            None,
        )

    def _factors(self, e: int, f: int) -> tuple[int, int]:
        """Elements x and y with ``e = xy`` and ``f = yx``, for D-equivalent idempotents."""
        x = int(np.flatnonzero((self.right == self.right[e]) & (self.left == self.left[f]))[0])
        candidates = np.flatnonzero((self.right == self.right[f]) & (self.left == self.left[e]))
        products = self.monoid.elements[candidates][:, self.monoid.elements[x]]
        fits = (products == self.monoid.elements[e]).all(axis=1)
        return x, int(candidates[fits][0])

    def _noncommuting(self, e: int) -> tuple[int, int] | None:
        """Elements of the subgroup around ``e`` that do not commute, from growing abelian subgroups."""
        elements = self.monoid.elements
        chosen: list[int] = []
        known = {elements[e].tobytes()}
        for g in self.subgroup(e).tolist():
            x = elements[g]
            if x.tobytes() in known:
                continue
            for h in chosen:
                if not np.array_equal(elements[h][x], x[elements[h]]):
                    return h, g
            chosen.append(g)
            fresh = known
            while True:  # the cosets of the old subgroup by powers of x
                fresh = {x[np.frombuffer(y, elements.dtype)].tobytes() for y in fresh}
                if fresh <= known:
                    break
                known = known | fresh
        return None


def green(monoid: TransitionMonoid) -> Green:
    """Green's relations of a transition monoid.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.automata.monoid import transition_monoid
    >>> relations = green(transition_monoid(target("regex:(ab)*")))
    >>> relations, relations.is_do
    (<Green: 6 elements, 4 R-, 4 L- and 3 D-classes>, False)
    """
    right, left = _strong(monoid.products), _strong(_left_products(monoid))
    joined = components(left + int(right.max()) + 1, right)
    return Green(monoid, right, left, joined[right].astype(np.int32))


def _left_products(monoid: TransitionMonoid) -> Table:
    """The element "letter ``s``, then ``i``" in row ``i`` and column ``s``, shape ``(M, S)``.

    If ``i`` is ``p`` and then a letter, that is "``s``, then ``p``" and then the letter; elements come in
    the order of their parents, so those whose parents are done are done at once.
    """
    products, parents, letters = monoid.products, monoid.parents, monoid.letters
    after = np.empty_like(products)
    after[0] = products[0]
    done = 1
    while done < len(monoid):
        level = slice(done, int(np.searchsorted(parents, done)))
        after[level] = products[after[parents[level]], letters[level, None]]
        done = level.stop
    return after


def _strong(following: Table) -> Labels:
    """The strong component of each row of a table of successors."""
    return strong_components(following).astype(np.int32)
