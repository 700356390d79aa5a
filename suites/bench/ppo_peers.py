"""Other people's PPO on our arenas: Stable-Baselines3 and CleanRL behind one thin adapter, for a comparison of speed.

The step that resets an episode counts as a transition here, since their interfaces have no place for it.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gymnasium import spaces
from old_gym import gymnasium_as_gym
from stable_baselines3.common import vec_env
from stable_baselines3.common.vec_env import VecEnv

import harness
from agent.encoders import encoder_for
from agent.ppo.config import PPOConfig


class Adapter(VecEnv):
    """Our arenas behind Stable-Baselines3's interface.

    Args:
        env: the arenas.
        every: environment steps after which `pause` is called, before the next one.
        pause: what happens then.
    """

    def __init__(
        self, env: harness.FactorioVectorEnv, every: int = 0, pause: Callable[[], None] = lambda: None
    ) -> None:
        self.env, self.encoder = env, encoder_for(env.scenario)
        self._every, self._pause, self._steps = every, pause, 0
        features = spaces.Box(-np.inf, np.inf, (len(self.encoder.feature_names),), np.float32)
        super().__init__(env.num_envs, features, spaces.Discrete(len(env.action_names)))
        self._infos: list[dict[str, Any]] = [{} for _ in range(env.num_envs)]

    def reset(self) -> Any:
        observation, _ = self.env.reset(seed=1)
        return self._features(observation)

    def _features(self, observation: Any) -> Any:
        return self.encoder.encode(harness.fields(observation, self.encoder.frame))

    def step_async(self, actions: Any) -> None:
        if self._every and self._steps % self._every == 0 and self._steps:
            self._pause()
        self._steps += 1
        self._actions = actions

    def step_wait(self) -> Any:
        observation, rewards, terminated, truncated, _ = self.env.step(self._actions)
        return self._features(observation), rewards.copy(), terminated | truncated, self._infos

    def close(self) -> None:
        self.env.close()

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        return [getattr(self.env, attr_name, None)] * self.num_envs

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        raise NotImplementedError

    def env_method(self, method_name: str, *args: Any, indices: Any = None, **options: Any) -> list[Any]:
        raise NotImplementedError

    def env_is_wrapped(self, wrapper_class: Any, indices: Any = None) -> list[bool]:
        return [False] * self.num_envs


def stable_baselines3(env: harness.FactorioVectorEnv, sizes: PPOConfig) -> Any:
    """Their learner with our sizes: the hidden layers are shared by policy and value, as ours are."""
    from stable_baselines3 import PPO
    from stable_baselines3.common.torch_layers import BaseFeaturesExtractor

    class Trunk(BaseFeaturesExtractor):
        """The hidden layers."""

        def __init__(self, space: spaces.Box) -> None:
            super().__init__(space, sizes.hidden_units)
            widths = [space.shape[0], *[sizes.hidden_units] * sizes.hidden_layers]
            layers: list[torch.nn.Module] = []
            for before, after in zip(widths, widths[1:], strict=False):
                layers += [torch.nn.Linear(before, after), torch.nn.Tanh()]
            self.layers = torch.nn.Sequential(*layers)

        def forward(self, observations: torch.Tensor) -> torch.Tensor:
            return self.layers(observations)

    return PPO(
        "MlpPolicy", Adapter(env), n_steps=sizes.horizon, n_epochs=sizes.epochs, learning_rate=sizes.learning_rate,
        batch_size=sizes.arenas * sizes.horizon // sizes.minibatches, gamma=sizes.gamma, gae_lambda=sizes.gae_lambda,
        clip_range=sizes.clip, ent_coef=sizes.entropy_coefficient, vf_coef=sizes.value_coefficient,
        max_grad_norm=sizes.max_gradient_norm, device="cpu", seed=1,
        policy_kwargs={"features_extractor_class": Trunk, "net_arch": []},
    )  # fmt: skip


def run_cleanrl(env: harness.FactorioVectorEnv, sizes: PPOConfig, updates: int, pause: Callable[[], None]) -> None:
    """Runs CleanRL's published ppo.py as it is, on our arenas, for ever: `pause` is called after every few updates.

    It is a script that makes Gym's environments and a network of its own: two hidden layers of 64 units each for policy
    and for value. The arenas stand in for its environments, and Gymnasium for Gym, which it was written for.

    Args:
        env: the arenas.
        sizes: of the rollout, the passes and the loss.
        updates: after which `pause` is called; it may end the process.
        pause: is called between two updates.

    Raises:
        ImportError: if CleanRL is not there.
        ValueError: if the network is not of the sizes that its script has.
    """
    if (sizes.hidden_units, sizes.hidden_layers) != (64, 2):
        raise ValueError("CleanRL's script has two hidden layers of 64 units; measure it with those sizes")
    found = importlib.util.find_spec("cleanrl")
    if found is None or not found.submodule_search_locations:
        raise ImportError("cleanrl is missing: pip install --no-deps cleanrl==0.4.8")
    gymnasium_as_gym()
    arenas = Adapter(env, every=updates * sizes.horizon, pause=pause)
    vec_env.DummyVecEnv = lambda makers: arenas  # type: ignore[assignment, misc]
    script = str(Path(found.submodule_search_locations[0]) / "ppo.py")
    flags = {
        "num-envs": sizes.arenas, "num-steps": sizes.horizon, "n-minibatch": sizes.minibatches,
        "update-epochs": sizes.epochs, "learning-rate": sizes.learning_rate, "gamma": sizes.gamma,
        "gae-lambda": sizes.gae_lambda, "clip-coef": sizes.clip, "ent-coef": sizes.entropy_coefficient,
        "vf-coef": sizes.value_coefficient, "max-grad-norm": sizes.max_gradient_norm, "clip-vloss": "False",
        "total-timesteps": 10**12, "cuda": "False",
    }  # fmt: skip
    sys.argv = [script, *(word for name, value in flags.items() for word in (f"--{name}", str(value)))]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where it writes TensorBoard's files
        runpy.run_path(script, run_name="__main__")
