"""Adam over one vector against torch's."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from agent.kernels.adam import VectorAdam
from agent.ppo.state import optimizer_state


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 70), st.floats(1e-4, 1e-1))
def test_it_steps_as_torch_does(seed: int, size: int, rate: float) -> None:
    random = np.random.default_rng(seed)
    mine, gradient = random.normal(size=size).astype(np.float32), np.zeros(size, np.float32)
    theirs = nn.Parameter(torch.from_numpy(mine.copy()))
    ours, torchs = VectorAdam(mine, gradient, lr=rate, eps=1e-5), torch.optim.Adam([theirs], lr=rate, eps=1e-5)
    for step in range(30):
        gradient[:] = random.normal(size=size) * 10.0 ** random.integers(-4, 3)
        theirs.grad = torch.from_numpy(gradient.copy())
        for optimizer in (ours, torchs):
            optimizer.param_groups[0]["lr"] = rate * (1 - step / 40)
            optimizer.step()
    np.testing.assert_allclose(mine, theirs.detach().numpy(), rtol=1e-4, atol=1e-5 + rate * 1e-3)
    told, expected = ours.state_dict()["state"][0], torchs.state_dict()["state"][0]
    assert float(told["step"]) == float(expected["step"])
    for name in ("exp_avg", "exp_avg_sq"):
        np.testing.assert_allclose(told[name].numpy(), expected[name].numpy(), rtol=1e-3, atol=1e-3)


def test_what_is_saved_and_loaded_goes_on_to_the_same_bytes() -> None:
    gradient = np.linspace(-1, 1, 9, dtype=np.float32)
    one, other = np.ones(9, np.float32), np.ones(9, np.float32)
    first, second = (VectorAdam(vector, gradient, lr=0.1, eps=1e-5) for vector in (one, other))
    for _ in range(3):
        first.step()
    other[:] = one
    slots = {f"0/{name}": tensor.clone() for name, tensor in first.state_dict()["state"][0].items()}
    second.load_state_dict(optimizer_state(second, slots))  # type: ignore[arg-type]
    for optimizer in (first, second):
        optimizer.step()
    assert np.array_equal(one, other)
