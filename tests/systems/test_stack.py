"""Stacks of bilinear systems."""

import pytest

from bilinear_theory.systems.matrix import ONE, ZERO, DiagonalMatrix
from bilinear_theory.systems.stack import Coupling, Layer, Stack
from bilinear_theory.systems.system import BilinearSystem, orbit

KEEP, FLIP = DiagonalMatrix((ONE,)), DiagonalMatrix((-ONE,))
SIGNS = ((ONE,), (-ONE,))
PARITY = Layer(BilinearSystem(((0,),), (ONE,), (FLIP,)), SIGNS)


def carry(*matrices):
    return Layer(BilinearSystem(((0, 0), (0, 1)), (ONE,), matrices), SIGNS)


@pytest.mark.parametrize(
    ("coupling", "second"),
    [(Coupling.PRE, carry(KEEP, FLIP)), (Coupling.POST, carry(FLIP, KEEP))],
)
def test_two_sign_layers_count_modulo_4_with_either_coupling(coupling, second):
    stack = Stack(("a",), (PARITY, second), coupling)
    found = orbit(stack)
    assert found is not None
    assert found.following == ((1,), (2,), (3,), (0,))
    assert [stack.point(v) for v in found.vectors] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert (stack.width, stack.run("aaaaa")) == (2, stack.run("a"))


def test_the_coupling_makes_a_difference():
    pre, post = (Stack(("a",), (PARITY, carry(KEEP, FLIP)), c) for c in Coupling)
    assert pre.run("a") != post.run("a")


def test_bad_stacks_are_refused():
    with pytest.raises(ValueError, match="at least one layer"):
        Stack(("a",), ())
    with pytest.raises(ValueError, match="not its initial state"):
        Layer(PARITY.system, ((-ONE,), (ONE,)))
    with pytest.raises(ValueError, match="stands twice"):
        Layer(PARITY.system, ((ONE,), (ONE,)))
    with pytest.raises(ValueError, match="'b' is not in the alphabet"):
        Stack(("a",), (PARITY,)).run("b")
    vanishing = Layer(BilinearSystem(((0,),), (ONE,), (DiagonalMatrix((ZERO,)),)), ((ONE,),))
    with pytest.raises(ValueError, match="none of its vectors"):
        Stack(("a",), (vanishing, PARITY), Coupling.POST).run("a")
    with pytest.raises(ValueError, match=r"\(0, 0\) is not in the alphabet"):
        Stack(("a",), (PARITY, PARITY)).run("a")
