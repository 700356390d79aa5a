"""Everything that a training run can be told, and what each scenario needs to reach its goal."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import tyro
import yaml

from agent.bc.dagger import DaggerConfig
from agent.curriculum import ReverseConfig
from agent.errors import AgentError
from agent.hierarchy.config import HierarchyConfig
from agent.ppo.config import PPOConfig


@dataclass(frozen=True)
class TrainConfig:
    """Trains a policy with PPO, checks it on held-out episodes, and writes it with its card.

    A run goes on by itself where it stopped: after Ctrl-C, a crash or a kill, give the same command again.

    Example: python -m agent.train --scenario movement_micro --seed 1
    """

    scenario: str = "movement_micro"
    """Scenario to learn: a name or a YAML file."""
    recipe: str | None = None
    """Name of the recipe (agent/recipes) that gives the defaults of everything below; the scenario's own when left
    out."""
    seed: int = 1
    """Seed of everything: weights, episodes, draws. The same seed gives the same bytes."""
    steps: int = 1_000_000
    """Arena steps to train for; learning rate and entropy fall over them."""
    budget: float | None = None
    """Stop after this many seconds, earlier sessions of the run included."""
    out: Path | None = None
    """Folder of the run; runs/SCENARIO-SEED when left out."""
    resume: bool = False
    """Insist on going on with a run: an error where the folder holds none."""
    resume_from: str | None = None
    """Go on from this checkpoint of the folder instead of the newest; newer ones are set aside."""
    fresh: bool = False
    """Begin anew: a run in the folder is set aside."""
    servers: int = 1
    """Server processes that host the arenas; what is learned does not depend on them, but a run keeps their number."""
    threads: int = 1
    """Threads of torch. One learns small networks about as fast as two and leaves a core to the server. Part of a
    run's identity: sums are rounded differently with another number."""
    checkpoint_every: int = 25
    """Updates between checkpoints."""
    evaluation_episodes: int = 400
    """Held-out episodes at the end; 0 for none."""
    floor_episodes: int | None = None
    """How many of them the floors play; all when left out."""
    tensorboard: bool = False
    """Write TensorBoard's files beside metrics.jsonl."""
    wandb: str | None = None
    """Tell this project of Weights & Biases every number, too."""
    milestones: int | None = None
    """Keep the first checkpoint at or after every so many steps for good, beside the newest two and the best."""
    method: Literal["ppo", "dagger"] = "ppo"
    """Reinforcement from rewards, or imitation of the scenario's scripted expert on the learner's own states."""
    start_from: Path | None = None
    """Folder of a model whose weights the policy starts with, such as one that has imitated; with
    --ppo.clone-coefficient it stays near it at first."""
    auxiliary: float = 0.0
    """Weight of a world model's loss on the trunk of the policy (agent/world_model/auxiliary.py); 0 for none. For PPO;
    the compiled kernel does not compute it."""
    reverse_starts: Path | None = None
    """Folder of demonstrations (python -m agent.demos): episodes begin near the end of one, and earlier and earlier as
    the policy succeeds from there. For PPO in scenarios whose actions are numbers."""
    reverse: ReverseConfig = field(default_factory=ReverseConfig)
    """How those starts move back."""
    ppo: PPOConfig = field(default_factory=PPOConfig)
    """How the policy learns; imitation takes sizes, passes and learning rate from here."""
    dagger: DaggerConfig = field(default_factory=DaggerConfig)
    """What is imitation's own."""
    hierarchical: bool = False
    """Train three levels from the bottom up: walking, choosing options, directing. For scenarios of commands."""
    hierarchy: HierarchyConfig = field(default_factory=HierarchyConfig)
    """How the three levels learn; only with --hierarchical."""

    @property
    def folder(self) -> Path:
        """Folder of the run."""
        return self.out or Path("runs") / f"{Path(self.scenario).stem}-{self.seed}"

    def identity(self) -> dict[str, Any]:
        """What decides a run's bytes: two runs with the same identity have the same checkpoints."""
        return {
            "seed": self.seed,
            "threads": self.threads,
            "servers": self.servers,
            "checkpoint_every": self.checkpoint_every,
            "method": self.method,
            **_named("ppo.", self.ppo),
            **self._identity_of_imitation(),
            **({} if self.start_from is None else {"start_from": str(self.start_from)}),
            **({} if self.auxiliary == 0 else {"auxiliary": self.auxiliary}),
            **self._identity_of_starts(),
        }

    def _identity_of_starts(self) -> dict[str, Any]:
        if self.reverse_starts is None:
            return {}
        return {"reverse_starts": str(self.reverse_starts), **_named("reverse.", self.reverse)}

    def _identity_of_imitation(self) -> dict[str, Any]:
        if self.method != "dagger":
            return {}
        return _named("dagger.", self.dagger)


def _named(prefix: str, settings: Any) -> dict[str, Any]:
    """A dataclass's values by their flags."""
    return {prefix + name: value for name, value in asdict(settings).items()}


#: What each scenario needs to reach its goal: one file a scenario.
RECIPES = Path(__file__).parent / "recipes"


def defaults_for(scenario: str, recipe: str | None = None) -> TrainConfig:
    """A recipe's settings; the defaults of the dataclass for a scenario that has none.

    Args:
        scenario: to be learned.
        recipe: name of the recipe; that of the scenario when None.

    Raises:
        AgentError: if there is no such recipe, or it says something that there is not.
    """
    path = RECIPES / f"{recipe or Path(scenario).stem}.yaml"
    known = sorted(one.stem for one in RECIPES.glob("*.yaml"))
    if recipe is not None and recipe not in known:
        raise AgentError(f"there is no recipe '{recipe}'; known: {', '.join(known)}")
    said: dict[str, Any] = yaml.safe_load(path.read_text()) if path.is_file() else {}
    try:
        ppo, dagger = PPOConfig(**said.pop("ppo", {})), DaggerConfig(**said.pop("dagger", {}))
        return TrainConfig(scenario=scenario, recipe=recipe, ppo=ppo, dagger=dagger, **said)
    except TypeError as error:
        raise AgentError(f"{path} is no recipe: {error}; its keys are the flags of python -m agent.train") from error


def parse(arguments: list[str] | None = None) -> TrainConfig:
    """Reads the command line; the scenario decides the defaults of everything else."""
    peek = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    peek.add_argument("--scenario", default=TrainConfig.scenario)
    peek.add_argument("--recipe")
    known, _ = peek.parse_known_args(arguments)
    return tyro.cli(
        TrainConfig,
        args=arguments,
        default=defaults_for(known.scenario, known.recipe),
        prog="python -m agent.train",
        config=(tyro.conf.FlagCreatePairsOff,),
    )
