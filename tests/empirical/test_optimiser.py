import torch

from empirical.optimiser import Adam


def test_adam_moves_as_the_library_moves():
    g = torch.Generator().manual_seed(0)
    ours = [torch.randn(3, 4, generator=g).requires_grad_(), torch.ones(2).requires_grad_()]
    theirs = [p.detach().clone().requires_grad_() for p in ours]
    unused = torch.zeros(1, requires_grad=True)
    mine, judge = Adam([*ours, unused], rate=0.01), torch.optim.Adam(theirs, lr=0.01)
    for _ in range(30):
        for parameters, optimiser in ((ours, mine), (theirs, judge)):
            optimiser.clear() if optimiser is mine else judge.zero_grad()
            (parameters[0].sin().sum() + parameters[1].prod() ** 2).backward()
            optimiser.step()
    for p, q in zip(ours, theirs, strict=True):
        torch.testing.assert_close(p, q)
    assert unused.item() == 0
