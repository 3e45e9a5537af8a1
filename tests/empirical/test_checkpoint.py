import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from empirical.cell import BilinearCell
from empirical.checkpoint import checkpoint_of, load, save
from empirical.parameters import parametrisation


@pytest.fixture
def made(tmp_path):
    cell = BilinearCell(parametrisation("block-real:2+b", 4), symbols=2, outputs=3, bias=True)
    checkpoint = checkpoint_of(
        cell, alphabet=("a", 7), outputs=(True, "no", 5), provenance={"seed": 3}
    )
    path = tmp_path / "model.safetensors"
    save(checkpoint, path)
    return cell, checkpoint, path


def rewritten(path, *, tensors=None, **changes):
    """The same file with other tensors or header fields; a field set to None is dropped."""
    stored = load_file(path)
    header = {
        "format": 1, "restriction": "block-real:2+b", "width": 4, "alphabet": ["a", 7],
        "outputs": [True, "no", 5], "normalise": True, "provenance": {},
    } | changes  # fmt: skip
    header = {k: v for k, v in header.items() if v is not None}
    save_file((tensors or (lambda t: t))(stored), path, {"bilinear": json.dumps(header)})


def test_a_checkpoint_comes_back_as_it_was(made):
    cell, checkpoint, path = made
    back = load(path)
    assert (back.alphabet, back.outputs, back.restriction, back.width, back.provenance) == (
        ("a", 7), (True, "no", 5), "block-real:2+b", 4, {"seed": 3},
    )  # fmt: skip
    words = torch.tensor([[0, 1, 1, 0]])
    assert torch.equal(back.cell()(words), cell(words))
    before = path.read_bytes()
    save(checkpoint, path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda p: save_file({"x": torch.zeros(1)}, p), "no 'bilinear' entry"),
        (lambda p: save_file({}, p, {"bilinear": "{"}), "metadata is not JSON"),
        (lambda p: save_file({}, p, {"bilinear": "[]"}), "not a JSON object"),
        (lambda p: rewritten(p, width=None), "field 'width' is missing"),
        (lambda p: rewritten(p, extra=1), "field 'extra' is unknown"),
        (lambda p: rewritten(p, width="4"), "field 'width' is not of type int"),
        (lambda p: rewritten(p, format=2), "format 2 is unknown"),
        (lambda p: rewritten(p, width=6), "tensor '.*' is .* not floats of"),
        (lambda p: rewritten(p, restriction="permutation"), "cannot be trained"),
        (lambda p: rewritten(p, alphabet=["a", "a"]), "a symbol stands twice"),
        (lambda p: rewritten(p, alphabet=["a", ["b"]]), "is not text or integer"),
        (lambda p: rewritten(p, outputs=[]), "there is no output"),
        (lambda p: rewritten(p, tensors=lambda t: t | {"z": t["start"].clone()}), "'z' is unknown"),
        (
            lambda p: rewritten(p, tensors=lambda t: {k: v for k, v in t.items() if k != "start"}),
            "'start' is missing",
        ),
        (
            lambda p: rewritten(p, tensors=lambda t: t | {"start": t["start"] * float("nan")}),
            "'start' has entries that are not finite",
        ),
        (
            lambda p: rewritten(p, tensors=lambda t: t | {"start": t["start"].int()}),
            "'start' is torch.int32",
        ),
    ],
)
def test_a_malformed_checkpoint_is_refused_in_one_line_that_names_it(made, damage, reason):
    path = made[2]
    damage(path)
    with pytest.raises(ValueError, match=reason) as caught:
        load(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "text"])
def test_what_is_no_safetensors_file_is_refused_in_one_line_that_names_it(made, damage):
    path = made[2]
    content = {"empty": b"", "truncated": path.read_bytes()[:-5], "text": b"digraph { a -> b }"}
    path.unlink()
    if damage in content:
        path.write_bytes(content[damage])
    with pytest.raises(ValueError, match="not a readable safetensors file") as caught:
        load(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
