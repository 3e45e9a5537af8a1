"""The decoder of the nearest point, which the kernel knows without comparing logits."""

import json
from pathlib import Path

import pytest

from bilinear_theory.certificates import check as kernel
from bilinear_theory.certificates.check import RefusedCertificate, check, read

ACCEPTED = Path(__file__).parent / "corpus" / "accepted"


def nearest() -> list[str]:
    """The accepted certificates whose readout is that of the nearest point."""
    known: list[str] = []
    found = kernel._is_nearest_point
    for path in sorted(ACCEPTED.glob("*.json")):
        document = read(path.read_bytes())
        if "readout" in document:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    kernel,
                    "_is_nearest_point",
                    lambda *given, name=path.name: found(*given) and not known.append(name),
                )
                check(document)
    return known


NEAREST = nearest()


def test_many_decoders_are_that_of_the_nearest_point():
    assert len(NEAREST) > 10


@pytest.mark.parametrize("name", NEAREST)
def test_a_decoder_of_the_nearest_point_is_strict_by_comparison(name, monkeypatch):
    monkeypatch.setattr(kernel, "_is_nearest_point", lambda *_: False)
    check(read((ACCEPTED / name).read_bytes()))


@pytest.mark.parametrize("name", NEAREST)
@pytest.mark.parametrize("field", ["rows", "bias"])
def test_no_other_decoder_is_taken_for_it(name, field):
    document = json.loads((ACCEPTED / name).read_bytes())
    readout = document["readout"]
    if len(readout["outputs"]) < 2:
        pytest.skip("one output is right everywhere")
    if field == "bias":
        readout["bias"][-1] = 10**9  # the last output is the largest logit everywhere
    else:
        readout["rows"][-1] = readout["rows"][0]
        readout["bias"][-1] = readout["bias"][0]  # two outputs with one logit
    with pytest.raises(RefusedCertificate, match="logit"):
        check(document)
