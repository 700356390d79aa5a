"""Adam over one vector, in numpy: a step of a small network costs less than what torch's optimiser does around it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

#: Decay of the running means of the gradient and of its square: the defaults of Kingma and Ba ("Adam", 2015) and torch.
BETAS = (0.9, 0.999)


class VectorAdam:
    """As `torch.optim.Adam` over one parameter, and with the same state but for rounding.

    Args:
        parameters: float32 [n], changed in place.
        gradient: float32 [n], read at every step.
        lr: step size.
        eps: added to the root of the mean square.
    """

    def __init__(
        self, parameters: NDArray[np.float32], gradient: NDArray[np.float32], *, lr: float, eps: float
    ) -> None:
        self.param_groups: list[dict[str, Any]] = [{"lr": lr, "betas": BETAS, "eps": eps}]
        self._parameters, self._gradient = parameters, gradient
        self._steps = 0
        self._mean, self._square, self._scratch = (np.zeros_like(parameters) for _ in range(3))

    def step(self) -> None:
        """One step down the gradient."""
        (group,) = self.param_groups
        first, second = group["betas"]
        self._steps += 1
        mean, square, scratch = self._mean, self._square, self._scratch
        np.subtract(self._gradient, mean, out=scratch)
        scratch *= np.float32(1 - first)
        mean += scratch
        np.multiply(self._gradient, self._gradient, out=scratch)
        scratch *= np.float32(1 - second)
        square *= np.float32(second)
        square += scratch
        np.sqrt(square, out=scratch)
        scratch *= np.float32(1 / math.sqrt(1 - second**self._steps))
        scratch += np.float32(group["eps"])
        np.divide(mean, scratch, out=scratch)
        scratch *= np.float32(group["lr"] / (1 - first**self._steps))
        self._parameters -= scratch

    def state_dict(self) -> dict[str, Any]:
        """As of `torch.optim.Adam`; the tensors are views."""
        state = {
            "step": torch.tensor(float(self._steps)),
            "exp_avg": torch.from_numpy(self._mean), "exp_avg_sq": torch.from_numpy(self._square),
        }  # fmt: skip
        return {"state": {0: state}, "param_groups": self.param_groups}

    def load_state_dict(self, told: Mapping[str, Any]) -> None:
        """Takes over what `state_dict` gave."""
        state = told["state"][0]
        self._steps = int(state["step"])
        self._mean[:], self._square[:] = state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()
