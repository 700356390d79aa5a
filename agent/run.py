"""One training run: a policy learns a scenario, survives whatever stops it, and is scored at the end."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console

import harness
from agent.allocator import keep_freed_memory
from agent.bc.dagger import Dagger
from agent.bc.recurrent import RecurrentDagger
from agent.checkpoint import Checkpoint, write_folder
from agent.config import TrainConfig
from agent.curriculum.reverse_env import with_reverse_starts
from agent.dashboard import display_for
from agent.determinism import settle_arithmetic
from agent.environments import EnvMaker, around, encoder_of, make_env
from agent.errors import AgentError, LossNotFinite, RunMismatch
from agent.evaluate import evaluate_held_out
from agent.interrupt import StopWish, stop_wish
from agent.kept_scores import kept_or_scored, subject_of
from agent.kernels.library import is_built
from agent.limits import check
from agent.model import Model, ModelSpec, load_model, model_files
from agent.model_card import card_files
from agent.monitor import Progress, TrainingMonitor
from agent.phases import Phases
from agent.policies.architectures import architecture_of
from agent.ppo.ppo import PPO
from agent.ppo.recurrent import RecurrentPPO
from agent.run_folder import RunFolder, locked
from agent.scores import Evaluation
from agent.seeds import training_seed
from agent.summary import print_summary
from agent.trackers import trackers_for
from agent.world_model.auxiliary import PredictingPPO

#: Times that a snapshot is tried again when a server is lost in it.
SNAPSHOT_ATTEMPTS = 3


@dataclass(frozen=True)
class TrainResult:
    """How a run ended."""

    folder: RunFolder
    content_hash: str
    """Of the last checkpoint."""
    interrupted: bool
    """Whether it was stopped before its end, and can go on."""
    evaluation: Evaluation | None
    """Held-out scores; None when interrupted or not asked for."""


class Run:
    """One session of a run: the learner, its arenas, its monitor and its folder, from start or checkpoint to stop."""

    def __init__(self, config: TrainConfig, folder: RunFolder, monitor: TrainingMonitor, learner: PPO) -> None:
        self.config, self.folder, self.monitor, self.learner = config, folder, monitor, learner
        self._saved_at = -1
        self._content_hash = ""

    def begin(self, checkpoint: Checkpoint | None) -> None:
        """Resets the arenas, or goes on exactly where the checkpoint stopped."""
        learner, monitor = self.learner, self.monitor
        if checkpoint is None:
            learner.begin(*learner.env.reset(seed=training_seed(self.config.seed)))
            return
        state, arrays = checkpoint.state, checkpoint.arrays
        learner.load(arrays, state["learner"], *learner.env.restore(arrays["arenas"].tobytes()))
        monitor.resume(state["monitor"], arrays, checkpoint.notes["seconds"])
        monitor.progress.note = f"resumed at {learner.steps:,} steps"
        self._saved_at, self._content_hash = learner.steps, checkpoint.content_hash

    def learn(self, wish: StopWish) -> None:
        """Rollouts and updates until the steps or the budget are used up, or somebody wants it to stop."""
        learner, monitor = self.learner, self.monitor
        learner.phases.take()
        while learner.steps < self.config.steps and not self._is_out_of_time() and not wish:
            rollout = learner.collect()
            for columns in rollout.episodes:
                monitor.log_episodes(columns)
            report = learner.update(rollout)
            numbers = report._asdict() | self._further_numbers()
            monitor.log_update(learner.steps, learner.updates, numbers, learner.phases.take())
            if learner.updates % self.config.checkpoint_every == 0:
                self._save_scheduled()

    def _further_numbers(self) -> dict[str, float]:
        """What the record tells of reverse starts and of the auxiliary loss, where there are any."""
        env: Any = self.learner.env
        numbers: dict[str, float] = env.numbers() if self.config.reverse_starts else {}
        if isinstance(self.learner, PredictingPPO):
            numbers["prediction_error"] = self.learner.prediction_error
        return numbers

    def _is_out_of_time(self) -> bool:
        budget = self.config.budget
        return budget is not None and self.monitor.progress.seconds >= budget

    def _save_scheduled(self) -> None:
        """Saves at a fixed number of updates. Only then may it become the best: so a resumed run judges the same."""
        best = self.monitor.should_save_checkpoint()
        if best:
            self.monitor.mark_saved()
        self.save(best)

    def save(self, best: bool = False) -> str:
        """Writes a checkpoint of the present state, unless there is one; returns its content hash."""
        if self._saved_at != self.learner.steps:
            self._content_hash = self.folder.store.save(self.learner.steps, self._checkpoint(), best)
            self._saved_at = self.learner.steps
            suffix = ", the best so far" if best else ""
            self.monitor.progress.note = f"checkpoint at {self.learner.steps:,} steps{suffix}"
        return self._content_hash

    def _checkpoint(self) -> Checkpoint:
        snapshot = self._snapshot()
        arrays = {**self.learner.arrays(), **self.monitor.arrays()}
        return Checkpoint(
            arrays={**arrays, "arenas": np.frombuffer(snapshot, dtype=np.uint8)},
            state={
                "learner": self.learner.counters(),
                "monitor": self.monitor.counters(),
                "model": vars(self.spec()) | {"steps": 0},
            },
            notes={"seconds": self.monitor.progress.seconds},
        )

    def _snapshot(self) -> bytes:
        """The state of all arenas. A server that is lost meanwhile costs the open episodes: all arenas begin anew."""
        env, learner = self.learner.env, self.learner
        learner.hold()
        for _ in range(SNAPSHOT_ATTEMPTS):
            try:
                return env.snapshot()
            except harness.ServerLost as error:
                self.monitor.progress.note = f"{str(error).splitlines()[0]}; all arenas begin new episodes"
                learner.begin(*env.reset())
        return env.snapshot()

    def spec(self) -> ModelSpec:
        """Describes the policy as it is now."""
        learner = self.learner
        return ModelSpec(
            scenario=learner.env.scenario.name,
            frame=learner.encoder.frame,
            features=list(learner.encoder.feature_names),
            actions=list(learner.env.action_names),
            hidden_units=learner.config.hidden_units,
            hidden_layers=learner.config.hidden_layers,
            architecture=architecture_of(learner.encoder, learner.config.memory),
            steps=learner.steps,
            seed=self.config.seed,
        )


def train(config: TrainConfig, console: Console, make: EnvMaker = make_env) -> TrainResult:
    """Trains, or goes on training, and scores the result.

    Args:
        config: what to do.
        console: where progress and summary go.
        make: makes the arenas.

    Raises:
        AgentError: if the run cannot start or go on; the text says why and what to do.
        harness.HarnessError: if servers cannot be started.
    """
    started = perf_counter()
    check(config)
    training_seed(config.seed)
    settle_arithmetic(config.threads)
    keep_freed_memory()
    scenario = harness.load_scenario(config.scenario)
    identity = {**config.identity(), "scenario": scenario.model_dump(mode="json")}
    folder = RunFolder(config.folder, identity, config.milestones)
    with locked(folder.path):
        checkpoint = folder.begin(fresh=config.fresh, resume=config.resume, resume_from=config.resume_from)
        with closing(_arenas(config, scenario, make)) as env:
            run = _make_run(config, scenario, folder, env, console)
            interrupted, content_hash = _run_session(run, checkpoint, started)
        if interrupted:
            return TrainResult(folder, content_hash, interrupted=True, evaluation=None)
        return TrainResult(folder, content_hash, False, _finish(config, scenario, run, console, make))


def _arenas(config: TrainConfig, scenario: harness.Scenario, make: EnvMaker) -> Any:
    """The arenas that the run learns in.

    Raises:
        AgentError: if they are to begin at demonstrations that do not fit.
    """
    env = around(make(scenario, config.ppo.arenas, config.servers))
    if config.reverse_starts is None:
        return env
    try:
        return with_reverse_starts(env, config.reverse_starts, config.reverse, config.seed)
    except BaseException:
        env.close()
        raise


def _make_run(
    config: TrainConfig,
    scenario: harness.Scenario,
    folder: RunFolder,
    env: harness.FactorioVectorEnv,
    console: Console,
) -> Run:
    progress = Progress(f"{scenario.name}  seed {config.seed}", total_steps=config.steps, budget=config.budget)
    trackers = trackers_for(folder.path, config.tensorboard, config.wandb)
    monitor = TrainingMonitor(folder.path, progress, display_for(console), trackers)
    sizes = (env, scenario, encoder_of(env), config.ppo)
    rest: dict[str, Any] = {"anneal_steps": config.steps, "seed": config.seed, "phases": Phases()}
    run = Run(config, folder, monitor, _learner(config, sizes, rest))
    if config.ppo.compiled and not config.ppo.memory and not is_built():
        progress.note = "slow: the compiled kernel is missing; python agent/kernels/build_ffi.py builds it"
    if config.start_from is not None:
        _start_from(run, load_model(config.start_from))
    return run


def _learner(config: TrainConfig, sizes: Any, rest: dict[str, Any]) -> PPO:
    """The learner that the run asks for.

    Raises:
        AgentError: if it cannot have an auxiliary loss, or a memory.
    """
    remembers = config.ppo.memory
    if config.auxiliary and (config.method == "dagger" or remembers):
        raise AgentError(
            "--auxiliary goes with --method ppo and without --ppo.memory: imitation has no transitions to predict, "
            "and a world model of its own remembers"
        )
    if config.method == "dagger":
        return (RecurrentDagger if remembers else Dagger)(*sizes, how=config.dagger, **rest)
    if config.auxiliary:
        return PredictingPPO(*sizes, weight=config.auxiliary, **rest)
    return (RecurrentPPO if remembers else PPO)(*sizes, **rest)


def _start_from(run: Run, model: Model) -> None:
    """Gives the learner a model's weights.

    Raises:
        RunMismatch: if the model has other features, actions or sizes.
    """
    own, other = run.spec(), model.spec
    for name in ("architecture", "hidden_units", "hidden_layers", "actions", "features"):
        mine, its = getattr(own, name), getattr(other, name)
        if mine != its:
            told = [f"{len(one)} names" if isinstance(one, list) else str(one) for one in (its, mine)]
            raise RunMismatch(
                f"the model {model.source} cannot be started from: its {name} are {told[0]}, the run's {told[1]}. "
                f"It was trained on {other.scenario}; sizes are set by --ppo.hidden-units and --ppo.hidden-layers"
            )
    run.learner.start_from(model.policy.state_dict())


def _run_session(run: Run, checkpoint: Checkpoint | None, started: float) -> tuple[bool, str]:
    """Learns until the end or an interruption; the last thing written is a checkpoint."""
    with closing(run.monitor), stop_wish() as wish:
        run.begin(checkpoint)
        run.monitor.progress.seconds += perf_counter() - started
        try:
            run.learn(wish)
        except LossNotFinite as error:
            good = ", ".join(reversed(run.folder.store.names())) or "none yet"
            raise LossNotFinite(
                f"{error}; nothing of this update was saved. Last good checkpoints: {good}. "
                "Lower --ppo.learning-rate and begin anew with --fresh"
            ) from error
        content_hash = run.save()
    return bool(wish), content_hash


def _finish(
    config: TrainConfig, scenario: harness.Scenario, run: Run, console: Console, make: EnvMaker
) -> Evaluation | None:
    """Writes the model, scores it on held-out episodes unless it has been, writes its card, tells the story."""
    folder, path = run.folder.path, run.folder.path / "model"
    files = model_files(run.learner.policy.state_dict(), run.spec())
    write_folder(path, files)
    evaluation = None
    if config.evaluation_episodes:
        how: dict[str, Any] = {"episodes": config.evaluation_episodes, "floor_episodes": config.floor_episodes}
        evaluation = kept_or_scored(
            folder / "evaluation.json", subject_of(path, scenario, **how),
            lambda: evaluate_held_out(scenario, load_model(path), **how, make=make), console,
        )  # fmt: skip
    write_folder(path, files | card_files(config, run.spec(), folder, evaluation))
    print_summary(console, run.monitor.progress, folder, evaluation)
    return evaluation
