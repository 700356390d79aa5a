"""The Python face of the compiled arithmetic: a plain network whose judgements and gradients C computes.

torch stays the owner of the parameters: both sides look at the same memory, so weights are saved, loaded,
copied and exported as ever. Where the extension is not built, torch does everything, several times slower.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from agent.kernels.adam import VectorAdam
from agent.kernels.library import library
from agent.policies.reactive import ReactivePolicy

#: Rows whose gradient is summed by itself. Fixed, so that the sum does not depend on the number of threads.
SHARD_ROWS = 1024
#: Forces the width of vectors, for tests: 4, 8 or 16 floats, as far as the processor has them.
LANES_VARIABLE = "AGENT_KERNEL_LANES"


class Rows(NamedTuple):
    """The rows of a rollout, B of them; what `agent/kernels/mlp.h` names agent_mlp_rows."""

    features: NDArray[np.float32]
    """[B, F]."""
    masks: NDArray[np.bool_]
    """[B, A], True where an action is allowed."""
    taken: NDArray[np.int64]
    """[B], actions, allowed ones."""
    log_probs: NDArray[np.float32]
    """[B], of the actions taken, under the policy that acted."""
    advantages: NDArray[np.float32]
    """[B]."""
    returns: NDArray[np.float32]
    """[B], normalised."""
    values: NDArray[np.float32]
    """[B], normalised, of the policy that acted."""
    clone_log_probs: NDArray[np.float32] | None = None
    """[B, A] of the policy to stay near; None without one."""


class Objective(NamedTuple):
    """Weights and limits of the loss."""

    clip: float
    value_clip: float | None
    value: float
    entropy: float
    clone: float


class Terms(NamedTuple):
    """Means over a minibatch."""

    policy_loss: float
    value_loss: float
    entropy: float
    approximate_kl: float
    clipped_share: float
    clone_kl: float


class CompiledNetwork:
    """A `ReactivePolicy` computed by the compiled kernel.

    The policy's parameters become views of one vector, and their gradients of another: what torch writes into one, C
    reads, and the other way round.

    Args:
        policy: whose parameters are used; float32, on the CPU.
        threads: calls of `gradient` are shared among so many; the result is the same.

    Raises:
        RuntimeError: if the extension is not built.
    """

    def __init__(self, policy: ReactivePolicy, threads: int = 1) -> None:
        self._ffi, self._lib = library()
        self._shape = self._ffi.new("struct agent_mlp *", self._sizes(policy))
        self.features, self.actions = int(self._shape.features), int(self._shape.actions)
        self.parameters = _flattened(policy)
        if len(self.parameters) != self._lib.agent_mlp_parameters(self._shape):
            raise RuntimeError(f"{type(policy).__name__} has other parameters than agent/kernels/mlp.h says")
        self._gradient = np.zeros_like(self.parameters)
        views = _views(torch.from_numpy(self._gradient), policy)
        self._policy, self._parts = policy, list(zip(policy.parameters(), views, strict=True))
        self._gradients, self._sums = np.zeros((0, 0), np.float32), np.zeros((0, 0))
        self._scratch = [self._new_scratch() for _ in range(threads)]
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def _sizes(self, policy: ReactivePolicy) -> tuple[int, ...]:
        first, layers = policy.trunk[0], sum(isinstance(layer, nn.Linear) for layer in policy.trunk)
        assert isinstance(first, nn.Linear)  # noqa: S101  for the type checker
        widest = self._lib.agent_mlp_lanes()
        lanes = min(widest, int(os.environ.get(LANES_VARIABLE, widest)))
        return first.in_features, first.out_features, layers, policy.primitive_action_head.out_features, lanes

    def _new_scratch(self) -> NDArray[np.float32]:
        return np.zeros(self._lib.agent_mlp_scratch(self._shape), dtype=np.float32)

    # --- judging -----------------------------------------------------------------------------------------------

    def act(
        self,
        features: NDArray[np.float32],
        masks: NDArray[np.bool_],
        uniform: NDArray[np.float32],
        taken: NDArray[np.int64],
        log_probs: NDArray[np.float32],
        values: NDArray[np.float32],
    ) -> None:
        """Draws an action for each of N rows.

        Args:
            features: [N, F].
            masks: [N, A]; one allowed action a row at least.
            uniform: [N] in [0, 1), the only source of chance.
            taken: [N], gets the actions.
            log_probs: [N], gets their log probabilities.
            values: [N], gets the values, in units of the return normaliser.

        Raises:
            ValueError: if an array has another type, shape or layout.
        """
        rows = len(features)
        self._lib.agent_mlp_act(
            self._shape, self._floats(self.parameters, self.parameters.shape), rows,
            self._floats(features, (rows, self.features)), self._masks(masks, rows), self._floats(uniform, (rows,)),
            self._pointer("int64_t[]", taken, np.int64, (rows,)), self._floats(log_probs, (rows,)), self._ffi.NULL,
            self._floats(values, (rows,)), self._floats(self._scratch[0], self._scratch[0].shape),
        )  # fmt: skip

    def judge(
        self, features: NDArray[np.float32], masks: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Log probabilities float32 [N, A] of all actions, about -1e9 for forbidden ones, and values float32 [N].

        Args:
            features: float32 [N, F].
            masks: bool [N, A].

        Raises:
            ValueError: if an array has another type, shape or layout.
        """
        rows = len(features)
        log_probs, values = np.empty((rows, self.actions), np.float32), np.empty(rows, np.float32)
        null = self._ffi.NULL
        self._lib.agent_mlp_act(
            self._shape, self._floats(self.parameters, self.parameters.shape), rows,
            self._floats(features, (rows, self.features)), self._masks(masks, rows), null, null, null,
            self._floats(log_probs, log_probs.shape), self._floats(values, values.shape),
            self._floats(self._scratch[0], self._scratch[0].shape),
        )  # fmt: skip
        return log_probs, values

    # --- learning ----------------------------------------------------------------------------------------------

    def gradient(self, rows: Rows, index: NDArray[np.int64], objective: Objective) -> Terms:
        """Leaves the gradient of the mean loss over some rows in the policy's parameters, ready for the optimiser.

        Args:
            rows: what to learn from.
            index: [b], the rows of this minibatch, each 0..B-1.
            objective: the loss.

        Raises:
            ValueError: if an array has another type, shape or layout, or the index is empty or out of range.
        """
        if len(index) == 0 or index.min() < 0 or index.max() >= len(rows.features):
            raise ValueError(f"a minibatch names rows 0..{len(rows.features) - 1}, at least one; got {index}")
        told = self._ffi.new("struct agent_mlp_objective *", (
            len(index), objective.clip, -1.0 if objective.value_clip is None else objective.value_clip,
            objective.value, objective.entropy, objective.clone,
        ))  # fmt: skip
        starts = range(0, len(index), SHARD_ROWS)
        gradients, sums = self._room_for(len(starts))
        pointers = self._pointers(rows, objective)

        def work(worker: int) -> None:
            for shard in range(worker, len(starts), len(self._scratch)):
                part = index[starts[shard] : starts[shard] + SHARD_ROWS]
                self._add_gradient(pointers, part, told, gradients[shard], sums[shard], self._scratch[worker])

        others = [self._pool.submit(work, worker) for worker in range(1, len(self._scratch))] if self._pool else []
        work(0)
        for other in others:
            other.result()
        np.sum(gradients, axis=0, out=self._gradient)
        for parameter, view in self._parts:
            if parameter.grad is not view:
                parameter.grad = view
        return Terms(*(sums.sum(axis=0) / len(index)).tolist())

    def _room_for(self, shards: int) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Zeros for the gradients and the terms of shards: the same memory as the last time, as far as it goes."""
        if len(self._sums) < shards:
            self._gradients = np.zeros((shards, len(self.parameters)), np.float32)
            self._sums = np.zeros((shards, len(Terms._fields)))
        gradients, sums = self._gradients[:shards], self._sums[:shards]
        gradients.fill(0)
        sums.fill(0)
        return gradients, sums

    def _add_gradient(
        self,
        pointers: Any,
        index: NDArray[np.int64],
        objective: Any,
        gradient: NDArray[np.float32],
        sums: NDArray[np.float64],
        scratch: NDArray[np.float32],
    ) -> None:
        into = self._ffi.cast("struct agent_mlp_sums *", self._pointer("double[]", sums, np.float64, sums.shape))
        self._lib.agent_mlp_gradient(
            self._shape, self._floats(self.parameters, self.parameters.shape), pointers,
            self._pointer("int64_t[]", index, np.int64, index.shape), len(index), objective,
            self._floats(gradient, gradient.shape), into, self._floats(scratch, scratch.shape),
        )  # fmt: skip

    def optimizer(self, *, lr: float, eps: float) -> VectorAdam:
        """Adam over all parameters, by the gradient that `gradient` leaves.

        Args:
            lr: step size.
            eps: added to the root of the mean square.
        """
        return VectorAdam(self.parameters, self._gradient, lr=lr, eps=eps)

    def clip(self, max_norm: float) -> float:
        """Scales the gradient down to a norm, as `torch.nn.utils.clip_grad_norm_` does; returns the norm it had."""
        norm = float(np.sqrt(np.dot(self._gradient, self._gradient)))
        if norm > max_norm:
            self._gradient *= np.float32(max_norm / (norm + 1e-6))
        return norm

    def _pointers(self, rows: Rows, objective: Objective) -> Any:
        """The rows as a struct; it keeps no array alive."""
        count = (len(rows.features),)
        columns = [rows.log_probs, rows.advantages, rows.returns, rows.values]
        clone = self._ffi.NULL
        if objective.clone:
            if rows.clone_log_probs is None:
                raise ValueError("a loss with a clone needs the clone's log probabilities")
            clone = self._floats(rows.clone_log_probs, (*count, self.actions))
        return self._ffi.new("struct agent_mlp_rows *", (
            self._floats(rows.features, (*count, self.features)), self._masks(rows.masks, *count),
            self._pointer("int64_t[]", rows.taken, np.int64, count),
            *(self._floats(column, count) for column in columns), clone,
        ))  # fmt: skip

    # --- pointers ----------------------------------------------------------------------------------------------

    def _floats(self, array: NDArray[np.float32], shape: Sequence[int]) -> Any:
        return self._pointer("float[]", array, np.float32, shape)

    def _masks(self, array: NDArray[np.bool_], rows: int) -> Any:
        return self._pointer("uint8_t[]", array, np.bool_, (rows, self.actions))

    def _pointer(self, kind: str, array: NDArray[Any], dtype: Any, shape: Sequence[int]) -> Any:
        if array.dtype != dtype or array.shape != tuple(shape) or not array.flags.c_contiguous:
            layout = "" if array.flags.c_contiguous else ", not contiguous"
            raise ValueError(
                f"the kernel needs {np.dtype(dtype)} {list(shape)}, row after row; "
                f"got {array.dtype} {list(array.shape)}{layout}"
            )
        return self._ffi.from_buffer(kind, array)


def _views(flat: Tensor, policy: nn.Module) -> list[Tensor]:
    """Pieces of a vector in the shapes of a policy's parameters."""
    parts = torch.split(flat, [parameter.numel() for parameter in policy.parameters()])
    return [part.view_as(parameter) for part, parameter in zip(parts, policy.parameters(), strict=True)]


def _flattened(policy: nn.Module) -> NDArray[np.float32]:
    """Makes the parameters of a policy views of one vector, and returns it."""
    flat = nn.utils.parameters_to_vector(policy.parameters()).detach().clone()
    for parameter, view in zip(policy.parameters(), _views(flat, policy), strict=True):
        parameter.data = view
    return flat.numpy()
