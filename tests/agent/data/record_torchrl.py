"""Records what TorchRL computes for a fixed small batch, for test_losses.py.

    python -m venv /tmp/torchrl && /tmp/torchrl/bin/pip install torch torchrl
    /tmp/torchrl/bin/python tests/agent/data/record_torchrl.py > tests/agent/data/torchrl.json
"""

from __future__ import annotations

import json
import warnings

import tensordict
import torch
import torchrl
from tensordict import TensorDict
from tensordict.nn import ProbabilisticTensorDictModule, ProbabilisticTensorDictSequential, TensorDictModule
from torchrl.objectives import ClipPPOLoss
from torchrl.objectives.value.functional import generalized_advantage_estimate

GAMMA, LAMBDA, CLIP = 0.97, 0.9, 0.2


def advantages(generator: torch.Generator) -> dict[str, object]:
    steps, arenas = 12, 3
    rewards = torch.randn(steps, arenas, generator=generator)
    values = torch.randn(steps + 1, arenas, generator=generator)
    terminated = torch.rand(steps, arenas, generator=generator) < 0.15
    truncated = (torch.rand(steps, arenas, generator=generator) < 0.15) & ~terminated
    advantage, returns = generalized_advantage_estimate(
        GAMMA, LAMBDA,
        state_value=values[:-1].unsqueeze(-1), next_state_value=values[1:].unsqueeze(-1), reward=rewards.unsqueeze(-1),
        done=(terminated | truncated).unsqueeze(-1), terminated=terminated.unsqueeze(-1), time_dim=0,
    )  # fmt: skip
    inputs = {"rewards": rewards, "values": values, "terminated": terminated, "truncated": truncated}
    outputs = {"advantages": advantage.squeeze(-1), "returns": returns.squeeze(-1)}
    return {name: tensor.tolist() for name, tensor in (inputs | outputs).items()}


def losses(generator: torch.Generator) -> dict[str, object]:
    rows, actions = 16, 5
    batch = TensorDict(
        {
            "observation": torch.randn(rows, actions, generator=generator),
            "seen": torch.randn(rows, 1, generator=generator),
            "action": torch.randint(actions, (rows,), generator=generator),
            "advantage": torch.randn(rows, 1, generator=generator),
            "value_target": torch.randn(rows, 1, generator=generator),
        },
        batch_size=[rows],
    )
    taken = torch.log_softmax(batch["observation"], -1).gather(-1, batch["action"].unsqueeze(-1)).squeeze(-1)
    old_log_probs = taken + 0.3 * torch.randn(rows, generator=generator)
    loss = ClipPPOLoss(_actor(), _critic(), clip_epsilon=CLIP, loss_critic_type="l2", normalize_advantage=False)
    batch[loss.tensor_keys.sample_log_prob] = old_log_probs
    result = loss(batch)
    inputs = {
        "logits": batch["observation"], "actions": batch["action"], "old_log_probs": old_log_probs,
        "advantages": batch["advantage"].squeeze(-1), "values": batch["seen"].squeeze(-1),
        "returns": batch["value_target"].squeeze(-1),
    }  # fmt: skip
    names = ("loss_objective", "loss_critic", "entropy", "clip_fraction")
    outputs = {name: float(result[name].detach()) for name in names}
    outputs["critic_coefficient"] = float(loss.critic_coeff)
    return {**{name: tensor.tolist() for name, tensor in inputs.items()}, **outputs}


def _actor() -> ProbabilisticTensorDictSequential:
    return ProbabilisticTensorDictSequential(
        TensorDictModule(torch.nn.Identity(), in_keys=["observation"], out_keys=["logits"]),
        ProbabilisticTensorDictModule(
            in_keys=["logits"],
            out_keys=["action"],
            distribution_class=torch.distributions.Categorical,
            return_log_prob=True,
        ),
    )


def _critic() -> TensorDictModule:
    return TensorDictModule(torch.nn.Identity(), in_keys=["seen"], out_keys=["state_value"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    generator = torch.Generator().manual_seed(2026)
    record = {
        "made_with": {"torch": torch.__version__, "torchrl": torchrl.__version__, "tensordict": tensordict.__version__},
        "gamma": GAMMA, "gae_lambda": LAMBDA, "clip": CLIP,
        "gae": advantages(generator), "ppo": losses(generator),
    }  # fmt: skip
    print(json.dumps(record))
