"""Networks: the exact parameters in floats do what the exact system does."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from safetensors import safe_open

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.network import network, write_network
from bilinear_theory.systems.matrix import components
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import Network, assert_realizes, realizations

CASES = [
    ("counter:3", "rotation"),
    ("counter:7", "rotation"),
    ("counter:4", "rotation+b"),
    ("C3xC3", "rotation"),
    ("cycle-navigation:5", "rotation"),
    ("modular-addition:4", "triangular-complex"),
    ("flip-flop", "diagonal-nonnegative+b"),
    ("flip-flop", "triangular-nonnegative"),
    ("tomita:5", "diagonal-real"),
    ("S3", "permutation"),
    ("Q8", "orthogonal"),
    ("S3", "orthogonal:2"),
    ("A4", "householder:2"),
    ("C2xC4", "householder-heads:2"),
]


@pytest.mark.parametrize(("name", "restriction"), CASES)
def test_networks_in_floats_decode_every_short_word(name, restriction):
    verdict = classify(name, restriction)
    assert isinstance(verdict, Realization)
    scope = assert_realizes(Network.of(verdict), target(name), max_words=1000)
    assert scope.length >= 3


@given(realizations())
def test_a_network_goes_through_the_points_of_the_orbit(r):
    arrays = network(r)
    d, D = r.width, len(arrays["initial"])
    assert D in (d, 2 * d)

    def floats(vector):
        z = np.array([complex(x) for x in components(vector)], np.complex128).reshape(d)
        return z.real if d == D else np.stack([z.real, z.imag], -1).reshape(D)

    for v, row in zip(r.orbit.vectors, r.orbit.following, strict=True):
        for a, j in enumerate(row):
            after = arrays["transitions"][a] @ floats(v)
            if "offsets" in arrays:
                after = after + arrays["offsets"][a]
            assert np.allclose(after, floats(r.orbit.vectors[j]), atol=1e-9)


def test_a_file_of_a_network_holds_what_is_needed_to_run_it(tmp_path):
    verdict = classify("counter:3", "rotation")
    assert isinstance(verdict, Realization)
    path = tmp_path / "net.safetensors"
    write_network(verdict, path)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
        shapes = {name: file.get_tensor(name).shape for name in file.keys()}  # noqa: SIM118
    description = json.loads(metadata["network"])
    assert description["alphabet"] == ["1"]
    assert description["outputs"] == [0, 1, 2]
    assert shapes == {
        "initial": (2,),
        "readout.bias": (3,),
        "readout.weight": (3, 2),
        "transitions": (1, 2, 2),
    }


def test_an_arbitrary_decoder_has_no_readout():
    verdict = classify("counter:3", "rotation", decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Realization)
    arrays = network(verdict)
    assert set(arrays) == {"initial", "transitions", "points", "point_outputs"}
    assert arrays["points"].shape == (3, 2)
    assert sorted(arrays["point_outputs"].tolist()) == [0, 1, 2]


@pytest.mark.parametrize("name", ["orthogonal:2", "householder:2"])
def test_a_network_has_the_coordinates_in_which_its_matrices_are_orthogonal(name, tmp_path):
    verdict = classify("S3", name)
    assert isinstance(verdict, Realization)
    exact = [
        np.array([[complex(x).real for x in row] for row in m.rows()])
        for m in verdict.system.matrices
    ]
    assert not all(np.allclose(m.T @ m, np.eye(2)) for m in exact)
    for m in network(verdict)["transitions"]:
        assert np.allclose(m.T @ m, np.eye(2))
    path = tmp_path / "net.safetensors"
    write_network(verdict, path)
    with safe_open(path, "numpy") as file:
        assert "H^(1/2) h" in json.loads(file.metadata()["network"])["coordinates"]
