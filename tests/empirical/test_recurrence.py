import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from empirical.cell import BilinearCell
from empirical.parameters import parametrisation
from empirical.recurrence import counts, fused, naive

NORMALISATIONS = ("none", "block", "state")


def problem(seed, replicas, symbols, blocks, size, batch, length, additive):
    g = torch.Generator().manual_seed(seed)
    shapes = ((replicas, symbols, blocks, size, size), (replicas, blocks, size))
    A, h0 = (torch.randn(s, generator=g, dtype=torch.float64) for s in shapes)
    b = torch.randn(replicas, symbols, blocks, size, generator=g, dtype=torch.float64)
    words = torch.randint(symbols, (batch, length), generator=g)
    leaves = [A, h0, *([b] if additive else [])]
    for leaf in leaves:
        leaf.requires_grad_()
    return leaves, words


def value_and_gradients(form, leaves, words, normalisation):
    A, h0, *b = leaves
    extra = {"offsets": b[0]} if b else {}
    path = form.states(A, h0, words, normalisation=normalisation, **extra)
    weights = torch.arange(path.numel(), dtype=path.dtype).reshape(path.shape).sin()
    return path, torch.autograd.grad(
        (weights * path).sum(), leaves, allow_unused=True, materialize_grads=True
    )


def assert_same(one, other):
    torch.testing.assert_close(one[0], other[0], rtol=1e-8, atol=1e-8)
    for g, h in zip(one[1], other[1], strict=True):
        torch.testing.assert_close(g, h, rtol=1e-6, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    replicas=st.integers(1, 3),
    symbols=st.sampled_from([1, 2, 5, 13]),
    blocks=st.integers(1, 3),
    size=st.integers(1, 4),
    batch=st.integers(1, 4),
    length=st.sampled_from([0, 1, 2, 7]),
    additive=st.booleans(),
    normalisation=st.sampled_from(NORMALISATIONS),
)
def test_the_fused_recurrence_is_the_definition(
    seed, replicas, symbols, blocks, size, batch, length, additive, normalisation
):
    if normalisation == "block" and size == 1:
        normalisation = "state"  # a number over its length has derivative zero, up to rounding
    leaves, words = problem(seed, replicas, symbols, blocks, size, batch, length, additive)
    assert_same(
        value_and_gradients(fused, leaves, words, normalisation),
        value_and_gradients(naive, leaves, words, normalisation),
    )


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    symbols=st.sampled_from([1, 2, 6]),
    blocks=st.integers(1, 4),
    size=st.sampled_from([1, 2]),
    length=st.sampled_from([0, 1, 5]),
    normalisation=st.sampled_from(NORMALISATIONS),
)
def test_letter_counts_decide_a_commuting_recurrence(
    seed, symbols, blocks, size, length, normalisation
):
    if normalisation == "block" and size == 1:
        normalisation = "state"
    (A, h0), words = problem(seed, 2, symbols, blocks, size, 3, length, False)
    rotation = torch.tensor([[0.0, -1.0], [1.0, 0.0]], dtype=A.dtype)
    column = A.detach()[..., :1].requires_grad_()

    def matrices():
        return column if size == 1 else torch.cat((column, rotation @ column), -1)

    weights = torch.randn(2, 3, length + 1, blocks, size, dtype=A.dtype)
    results = []
    for form in (counts, naive):
        path = form.states(matrices(), h0, words, normalisation=normalisation)
        grads = torch.autograd.grad(
            (weights * path).sum(), (column, h0), allow_unused=True, materialize_grads=True
        )
        results.append((path, grads))
    torch.testing.assert_close(results[0][0], results[1][0], rtol=1e-7, atol=1e-7)
    for g, h in zip(results[0][1], results[1][1], strict=True):
        torch.testing.assert_close(g, h, rtol=1e-4, atol=1e-5)


def test_counts_refuse_blocks_that_need_not_commute():
    with pytest.raises(ValueError, match="size 3 need not commute"):
        counts.states(torch.ones(1, 1, 1, 3, 3), torch.ones(1, 1, 3), torch.zeros(1, 1).long())


@pytest.mark.parametrize(
    "restriction",
    [
        "full", "full+b", "full:8", "block-real:2", "block-complex:2", "rotation", "rotation+b",
        "diagonal-real", "diagonal-nonnegative", "triangular-real", "triangular-nonnegative",
        "orthogonal", "householder:2", "cp-real:3",
    ],
)  # fmt: skip
def test_stepping_a_cell_gives_the_logits_of_every_prefix(restriction):
    g = torch.Generator().manual_seed(1)
    cell = BilinearCell(
        parametrisation(restriction, 8), symbols=3, outputs=4, replicas=2, generator=g
    )
    words = torch.randint(3, (5, 6), generator=g)
    h = cell.initial(5)
    steps = [cell.logits(h)]
    for x in words.unbind(1):
        h = cell.step(h, x)
        steps.append(cell.logits(h))
    torch.testing.assert_close(torch.stack(steps, 2), cell(words), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("restriction", "holds"),
    [
        ("block-real:2", lambda A: A.shape[2:] == (4, 2, 2)),
        ("rotation", lambda A: torch.equal(A[..., 0, 0], A[..., 1, 1])
                               and torch.equal(A[..., 0, 1], -A[..., 1, 0])),
        ("diagonal-nonnegative", lambda A: bool((A >= 0).all())),
        ("triangular-real", lambda A: torch.equal(A, A.triu())),
        ("triangular-nonnegative", lambda A: bool((A.diagonal(dim1=-2, dim2=-1) >= 0).all())),
        ("orthogonal", lambda A: torch.allclose(A @ A.mT, torch.eye(8).expand_as(A), atol=1e-5)),
        ("householder:2", lambda A: bool((torch.linalg.matrix_rank(A - torch.eye(8)) <= 2).all())),
        ("cp-real:3", lambda A: bool((torch.linalg.matrix_rank(A) <= 3).all())),
    ],
)  # fmt: skip
def test_every_parameter_value_gives_matrices_of_the_restriction(restriction, holds):
    p = parametrisation(restriction, 8)
    g = torch.Generator().manual_seed(2)
    assert holds(p.build({k: 20 * v for k, v in p.initial(2, 3, 0.05, g).items()}))


@pytest.mark.parametrize(
    ("restriction", "width", "reason"),
    [
        ("permutation", 8, "cannot be trained by gradients; these can: full, block-real"),
        ("column-one-hot", 8, "cannot be trained"),
        ("nonsense", 8, "cannot be trained"),
        ("block-real:3", 8, "width 8 is not a multiple of 3"),
        ("block-real:x", 8, "'x' is not a positive integer"),
        ("full:4", 8, "fixes the width"),
        ("full", 0, "width 0 is not positive"),
    ],
)
def test_what_cannot_be_trained_is_refused_with_what_can(restriction, width, reason):
    with pytest.raises(ValueError, match=reason):
        parametrisation(restriction, width)
