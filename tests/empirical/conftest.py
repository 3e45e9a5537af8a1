import pytest
import torch

from bilinear_theory.automata.automaton import Automaton


@pytest.fixture(autouse=True)
def _one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def parity():
    return Automaton(("0", "1"), [[0, 1], [1, 0]], 0, (0, 1))


@pytest.fixture(scope="session")
def counter():
    """Addition modulo 5 with all numbers as letters."""
    table = [[(q + a) % 5 for a in range(5)] for q in range(5)]
    return Automaton(range(5), table, 0, range(5))


@pytest.fixture(scope="session")
def s3():
    """The word problem of S3 on a transposition and a rotation."""
    swap, turn, elements = (1, 0, 2), (1, 2, 0), [(0, 1, 2)]
    rows = []
    for g in elements:
        row = [tuple(s[x] for x in g) for s in (swap, turn)]
        elements += [h for h in row if h not in elements]
        rows.append([elements.index(h) for h in row])
    return Automaton(("s", "r"), rows, 0, [str(g) for g in elements])
