"""PuffeRL, the learner of PufferLib 3, on our arenas, for a comparison of speed.

Its own class learns, as it is: its importance weights, its choice of segments and its advantages by its own kernel. A
minibatch is of whole segments of `horizon` steps. Its table on the screen is left out.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from typing import Any

import numpy as np
import torch
from gymnasium import spaces
from old_gym import gymnasium_as_gym

import harness
from agent.encoders import encoder_for
from agent.ppo.config import PPOConfig


class Arenas:
    """Our arenas behind the interface of PufferLib's vectors of environments."""

    def __init__(self, env: harness.FactorioVectorEnv) -> None:
        self.env, self.encoder = env, encoder_for(env.scenario)
        self.num_agents = self.agents_per_batch = env.num_envs
        columns = len(self.encoder.feature_names)
        self.single_observation_space = spaces.Box(-np.inf, np.inf, (columns,), np.float32)
        self.single_action_space = spaces.Discrete(len(env.action_names))
        self.action_space = spaces.MultiDiscrete([self.single_action_space.n] * env.num_envs)
        self._numbers, self._all = np.arange(env.num_envs), np.ones(env.num_envs, bool)

    def async_reset(self, seed: int) -> None:
        observation, _ = self.env.reset(seed=seed)
        nothing = np.zeros(self.num_agents)
        self._seen = observation, nothing.astype(np.float32), nothing.astype(bool), nothing.astype(bool)

    def recv(self) -> Any:
        observation, rewards, terminated, truncated = self._seen
        features = self.encoder.encode(harness.fields(observation, self.encoder.frame))
        return features, rewards, terminated, truncated, [], self._numbers, self._all

    def send(self, actions: Any) -> None:
        observation, rewards, terminated, truncated, _ = self.env.step(actions.astype(np.int64))
        self._seen = observation, rewards.astype(np.float32), terminated, truncated


class Shared(torch.nn.Module):
    """The hidden layers with two heads, as ours."""

    def __init__(self, columns: int, actions: int, sizes: PPOConfig) -> None:
        super().__init__()
        self.hidden_size = sizes.hidden_units
        widths = [columns, *[sizes.hidden_units] * sizes.hidden_layers]
        layers: list[torch.nn.Module] = []
        for before, after in zip(widths, widths[1:], strict=False):
            layers += [torch.nn.Linear(before, after), torch.nn.Tanh()]
        self.trunk = torch.nn.Sequential(*layers)
        self.actor, self.critic = torch.nn.Linear(widths[-1], actions), torch.nn.Linear(widths[-1], 1)

    def forward(self, observations: torch.Tensor, state: Any = None) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.trunk(observations)
        return self.actor(hidden), self.critic(hidden)

    forward_eval = forward


def pufferl(env: harness.FactorioVectorEnv, sizes: PPOConfig) -> Any:
    """Their learner with our sizes; `evaluate` plays a rollout, `train` learns from it.

    Raises:
        ImportError: if PufferLib, or what it imports, is not there.
    """
    gymnasium_as_gym()
    folder = tempfile.mkdtemp()
    os.chdir(folder)  # it puts a link to its pictures where it is imported
    with contextlib.redirect_stdout(sys.stderr):
        from pufferlib import pufferl as theirs
    arenas = Arenas(env)
    rows = sizes.arenas * sizes.horizon
    config = {
        "env": "arenas", "seed": 1, "torch_deterministic": True, "cpu_offload": False, "device": "cpu",
        "optimizer": "adam", "anneal_lr": False, "precision": "float32", "total_timesteps": 10**12,
        "learning_rate": sizes.learning_rate, "gamma": sizes.gamma, "gae_lambda": sizes.gae_lambda,
        "update_epochs": sizes.epochs, "clip_coef": sizes.clip, "vf_coef": sizes.value_coefficient,
        "vf_clip_coef": 0.2, "max_grad_norm": sizes.max_gradient_norm, "ent_coef": sizes.entropy_coefficient,
        "adam_beta1": 0.9, "adam_beta2": 0.999, "adam_eps": 1e-5, "data_dir": folder,
        "checkpoint_interval": 10**9, "batch_size": rows, "bptt_horizon": sizes.horizon,
        "minibatch_size": rows // sizes.minibatches, "max_minibatch_size": rows, "use_rnn": False,
        "compile": False, "vtrace_rho_clip": 1.0, "vtrace_c_clip": 1.0, "prio_alpha": 0.8, "prio_beta0": 0.2,
    }  # fmt: skip
    theirs.PuffeRL.print_dashboard = lambda *_, **__: None
    theirs.Utilization = object  # a thread that feeds the table, and outlives the learner
    policy = Shared(arenas.single_observation_space.shape[0], int(arenas.single_action_space.n), sizes)
    return theirs.PuffeRL(config, arenas, policy)
