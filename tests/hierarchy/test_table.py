"""Tables for people say what the numbers in them mean."""

import pytest
from rich.console import Console

from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.table import realization_table


def printed(name, restriction):
    console = Console(width=240)
    with console.capture() as capture:
        console.print(realization_table(name, classify(name, restriction)))
    return capture.get()


@pytest.mark.parametrize(
    ("restriction", "standard"),
    [("orthogonal:2", "A^T A = I"), ("householder:2", "I - beta k k^T/(k^T k)")],
)
def test_a_form_that_is_not_the_identity_is_printed_with_its_meaning(restriction, standard):
    text = printed("S3", restriction)
    assert "H =\n[ 2 -1]\n[-1  2]\n" in text
    assert standard in text.splitlines()[-1]
    assert "H^(1/2) h" in text.splitlines()[-1]


def test_the_identity_is_not_printed_as_a_form():
    assert "H =" not in printed("D4", "orthogonal:2")
