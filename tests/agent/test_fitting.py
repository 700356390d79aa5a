"""The one loop that fits a network to data."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from agent.errors import LossNotFinite
from agent.fitting import descend

ROWS = torch.linspace(-1, 1, 64).unsqueeze(1)


def squares(module: nn.Module, index: Tensor) -> Tensor:
    """How far a network is from doubling and adding one."""
    return (module(ROWS[index]) - (2 * ROWS[index] + 1)).square().mean()


def test_a_line_is_found() -> None:
    line, whole = nn.Linear(1, 1), torch.arange(64)
    losses = list(descend(line, [whole] * 300, lambda index: squares(line, index), steps=300, rate=0.05))
    assert len(losses) == 300
    assert losses[-1] < 1e-4 < losses[0]


def test_the_step_size_falls_to_its_share_of_the_start() -> None:
    """Adam moves a weight whose gradient never changes by the step size, whatever the gradient."""
    weight = nn.Linear(1, 1, bias=False)
    places = [float(weight.weight.detach())]
    loss = lambda index: weight.weight.sum()  # noqa: E731
    for _ in descend(weight, [torch.arange(1)] * 10, loss, steps=10, rate=0.1, falls_to=0.5):
        places.append(float(weight.weight.detach()))
    moves = [before - after for before, after in zip(places, places[1:], strict=False)]
    assert moves == pytest.approx([0.1 * (1 - 0.05 * step) for step in range(10)], rel=1e-3)


def test_a_loss_that_is_no_number_changes_no_weight() -> None:
    line = nn.Linear(1, 1)
    before = line.weight.detach().clone()
    with pytest.raises(LossNotFinite, match=r"loss of the line is nan in step 1; lower the learning rate"):
        list(descend(line, [torch.arange(1)], lambda _: line.weight.sum() * torch.nan, steps=1, rate=1, of="the line"))
    assert torch.equal(line.weight.detach(), before)
