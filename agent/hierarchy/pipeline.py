"""The training pipeline of the documents: three levels, from the bottom up, in one run that resumes anywhere.

runs/survival_basic-hierarchy-1/
reactive/     the walker's own run, as `python -m agent.train` makes it
tactical/     checkpoints and record of the level that chooses options
strategic/    of the level that directs
model/        the three levels together
"""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from torch import nn

import harness
from agent.allocator import keep_freed_memory
from agent.checkpoint import write_folder
from agent.config import TrainConfig
from agent.curriculum import CurriculumManager
from agent.dashboard import display_for
from agent.determinism import settle_arithmetic
from agent.environments import EnvMaker, make_env
from agent.hierarchy.layer import Layer
from agent.hierarchy.model import REACTIVE, HierarchySpec, hierarchy_files
from agent.hierarchy.reactive import LearnedSteering, walking_scenario
from agent.hierarchy.strategic_layer import StrategicLayer
from agent.hierarchy.tactical_layer import TacticalLayer
from agent.interrupt import StopWish, stop_wish
from agent.model import Model, load_model
from agent.options.play import OptionPlayer, check_scenario
from agent.policies.strategic import StrategicPolicy
from agent.policies.tactical import TacticalPolicy
from agent.ppo.config import PPOConfig
from agent.run import train
from agent.run_folder import RunFolder
from agent.seeds import training_seed
from agent.trackers import trackers_for

#: What the reactive level is trained on: a scenario file that is made for it, and stays with its model.
WALKING = "walking.yaml"


class Interrupted(Exception):
    """Somebody wants the run to stop; the same command goes on."""


class FactorioTrainingPipeline:
    """Trains the hierarchy of one scenario.

    Args:
        config: the run; `config.hierarchy` says how the levels learn.
        console: where progress goes.
        make: makes arenas.

    Raises:
        AgentError: if no option can act in the scenario, or the seed is held out.
    """

    def __init__(self, config: TrainConfig, console: Console, make: EnvMaker = make_env) -> None:
        training_seed(config.seed)
        self.config, self.console, self.make = config, console, make
        self.scenario = harness.load_scenario(config.scenario)
        names = [*config.hierarchy.curriculum, config.scenario]
        self.scenarios = [harness.load_scenario(name) for name in names]
        for scenario in self.scenarios:
            check_scenario(scenario)
        self.curriculum = CurriculumManager([scenario.name for scenario in self.scenarios])
        self.reactive_policy: nn.Module | None = None
        """Immediate actions (1-10 steps); None before it is trained, or where the script walks."""
        self.tactical_policy: TacticalPolicy | None = None
        """Short-term goals (100-1000 steps)."""
        self.strategic_policy: StrategicPolicy | None = None
        """Long-term planning (1000+ steps)."""
        self._reactive: Model | None = None
        self._tactical_steps = 0
        self._prototypes: tuple[int, int] | None = None

    @property
    def folder(self) -> Path:
        """Folder of the run."""
        return hierarchy_folder(self.config)

    def train_hierarchical(self) -> Path:
        """Trains the levels from the bottom up; layers that are done are taken as they are.

        Returns:
            The model's folder.

        Raises:
            Interrupted: if somebody wants it to stop.
            AgentError: if it cannot go on; the text says why and what to do.
        """
        settle_arithmetic(self.config.threads)
        keep_freed_memory()
        self.train_reactive_layer()
        with stop_wish() as wish:
            self.train_tactical_layer(wish)
            self.train_strategic_layer(wish)
        return self._write_model()

    def train_reactive_layer(self) -> None:
        """Trains the walker, as a run of its own on a scenario of walking."""
        steps = self.config.hierarchy.reactive_steps
        if steps == 0:
            return
        path = (self.folder / WALKING).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        fields = walking_scenario(self.scenario).model_dump(mode="json", exclude_none=True)
        path.write_text(yaml.safe_dump(fields, sort_keys=False))
        run = replace(
            self.config, scenario=str(path), out=self.folder / "reactive", steps=steps, hierarchical=False,
            evaluation_episodes=min(400, self.config.evaluation_episodes), floor_episodes=None, method="ppo",
            ppo=PPOConfig(),
        )  # fmt: skip
        if not (self.folder / "reactive" / "model" / "model.json").is_file() or self.config.fresh:
            result = train(run, self.console, self.make)
            if result.interrupted:
                raise Interrupted
        self._reactive = load_model(self.folder / "reactive" / "model")
        self.reactive_policy = self._reactive.policy

    def train_tactical_layer(self, wish: StopWish) -> None:
        """Trains the level that chooses options."""
        layer = TacticalLayer(
            self.scenarios, self._player, self.config.hierarchy, seed=self.config.seed, reactive=self._reactive,
            **self._rest("tactical"),
        )  # fmt: skip
        with closing(layer):
            self._run(layer, wish)
        self.tactical_policy, self._tactical_steps = layer.learner.policy, layer.learner.steps

    def train_strategic_layer(self, wish: StopWish) -> None:
        """Trains the level that directs, above the tactical one as it is now."""
        if self.config.hierarchy.strategic_updates == 0:
            return
        assert self.tactical_policy is not None  # noqa: S101  trained before this one
        steering = None if self._reactive is None else LearnedSteering(self._reactive, self.scenario)
        player = self._player(self.scenario)
        with closing(player.env):
            player.env.reset(seed=0)
            layer = StrategicLayer(
                player, self.tactical_policy, self.config.hierarchy, seed=self.config.seed, steering=steering,
                **self._rest("strategic"),
            )  # fmt: skip
            self._run(layer, wish)
        self.strategic_policy, self._prototypes = layer.learner.policy, layer.prototypes

    def _player(self, scenario: harness.Scenario) -> OptionPlayer:
        hierarchy = self.config.hierarchy
        env = self.make(scenario, hierarchy.ppo.arenas, self.config.servers)
        return OptionPlayer(env, hierarchy.ppo.gamma, hierarchy.tactical.minimap_scale, hierarchy.strategic_period)

    def _rest(self, name: str) -> dict[str, Any]:
        """What all layers are given."""
        scenarios = [scenario.model_dump(mode="json") for scenario in self.scenarios]
        identity = {**self.config.hierarchy.identity(), "seed": self.config.seed, "threads": self.config.threads}
        identity |= {"layer": name, "scenarios": scenarios}
        folder = RunFolder(self.folder / name, identity, self.config.milestones)
        if self.config.fresh:
            folder.set_aside()
        return {
            "folder": folder,
            "checkpoint_every": self.config.hierarchy.checkpoint_every,
            "display": display_for(self.console),
            "trackers": trackers_for(folder.path, self.config.tensorboard, self.config.wandb),
        }

    def _run(self, layer: Layer, wish: StopWish) -> None:
        layer.run(wish)
        if wish:
            raise Interrupted

    def _write_model(self) -> Path:
        """Writes the three levels together; a model of before is replaced."""
        assert self.tactical_policy is not None  # noqa: S101  trained before
        hierarchy = self.config.hierarchy
        sizes = HierarchySpec(self.scenario.name, self._tactical_steps, self.config.seed)
        spec = replace(
            sizes,
            tactical=vars(hierarchy.tactical),
            strategic=None if self.strategic_policy is None else vars(hierarchy.strategic),
            prototypes=self._prototypes,
            strategic_period=hierarchy.strategic_period,
        )
        path = self.folder / "model"
        write_folder(path, hierarchy_files(spec, self.tactical_policy, self.strategic_policy))
        if self._reactive is not None:
            shutil.copytree(self.folder / "reactive" / "model", path / REACTIVE)
            shutil.copy(self.folder / WALKING, path / REACTIVE)
        return path


def hierarchy_folder(config: TrainConfig) -> Path:
    """Folder of a hierarchical run; runs/SCENARIO-hierarchy-SEED when none is given."""
    return config.out or Path("runs") / f"{Path(config.scenario).stem}-hierarchy-{config.seed}"


