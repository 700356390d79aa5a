"""Three levels on the stand-in: options end, directives are followed, runs resume, lost servers teach nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console

import harness
from agent.checkpoint import CheckpointStore
from agent.config import TrainConfig
from agent.errors import AgentError, LossNotFinite, RunMismatch
from agent.hierarchy.config import HierarchyConfig
from agent.hierarchy.layer import Layer, episode_seeds
from agent.hierarchy.model import load_hierarchy
from agent.hierarchy.pipeline import FactorioTrainingPipeline, Interrupted
from agent.hierarchy.reactive import walking_scenario
from agent.options.play import OptionPlayer, relabelled
from agent.options.ppo import OptionPPO
from agent.options.scripted import RandomTactical, RestingTactical, ScriptedTactical
from agent.options.situation import Situation, Situations
from agent.options.vocabulary import PATIENCE, RESOURCES, SUBTASKS, Choices, Directive
from agent.player import load_policy
from agent.policies.tactical import TacticalConfig
from agent.ppo.config import OptionPPOConfig
from agent.seeds import FIRST_HELD_OUT

ARENAS = 4
#: A network that learns nothing much, but fast.
SMALL = TacticalConfig(widths=(4,), embedding=8, attention=8, hidden=16)
PPO = OptionPPOConfig(arenas=ARENAS, decisions=8, epochs=2, minibatch=8)
HIERARCHY = HierarchyConfig(
    reactive_steps=0, teacher_rounds=1, imitation_epochs=1, correction_rounds=1, tactical_updates=3,
    strategic_updates=2, strategic_period=16, checkpoint_every=1, evaluate_every=2, tactical=SMALL,
    ppo=replace(PPO, clone_coefficient=0.1),
)  # fmt: skip


def short() -> harness.Scenario:
    """Gathering that lasts half a minute, of two scenes."""
    fields = harness.load_scenario("survival_basic").model_dump(mode="json")
    fields["task"] |= {"items": {"wood": 4}, "seconds": 30}
    fields["reset"]["pool_scenes"] = 2
    return harness.Scenario.model_validate(fields | {"name": "short_gathering", "episode_steps": 62})


@pytest.fixture(scope="module")
def env() -> Iterator[harness.FactorioVectorEnv]:
    with harness.FactorioVectorEnv(short(), ARENAS) as made:
        yield made


def test_the_script_solves_it_by_options_and_rest_does_not(env: harness.FactorioVectorEnv) -> None:
    player = OptionPlayer(env)
    played = player.play(range(ARENAS), ScriptedTactical(env.scenario))
    assert all(episode.success and episode.terminated for episode in played)
    assert all(sum(one.steps for one in episode.decisions) == episode.steps == 60 for episode in played)
    assert all(one.steps <= PATIENCE[-1] for episode in played for one in episode.decisions)
    idle = player.play(range(ARENAS), RestingTactical())
    assert not any(episode.success for episode in idle)
    assert all(episode.last is not None and episode.steps == 62 for episode in idle)


def test_rewards_of_an_episode_are_those_of_its_options(env: harness.FactorioVectorEnv) -> None:
    (episode, *_) = OptionPlayer(env, gamma=1.0).play(range(ARENAS), ScriptedTactical(env.scenario))
    assert sum(one.reward for one in episode.decisions) == pytest.approx(episode.reward)


def test_the_same_seeds_and_draws_give_the_same_episodes(env: harness.FactorioVectorEnv) -> None:
    def names() -> list[list[tuple[int, int, int, int]]]:
        played = OptionPlayer(env).play([5, 6, 7], RandomTactical(1))
        return [[(d.subtask, d.resource, d.patience, d.steps) for d in episode.decisions] for episode in played]

    assert names() == names()


def test_a_teacher_corrects_what_a_learner_has_played(env: harness.FactorioVectorEnv) -> None:
    played, script = OptionPlayer(env).play(range(ARENAS), RestingTactical()), ScriptedTactical(env.scenario)
    corrected = relabelled(played, script)
    for before, after in zip(played, corrected, strict=True):
        assert {one.subtask for one in before.decisions} == {0}
        assert after.decisions[0].subtask == SUBTASKS.index("fell_trees")
        assert [one.reward for one in before.decisions] == [one.reward for one in after.decisions]
        assert all(script.rule(one.situation) == (one.subtask, one.resource, one.patience) for one in after.decisions)


class Insisting:
    """Always chooses the same option."""

    name = "insisting"

    def __init__(self, subtask: str, resource: str) -> None:
        self.choice = SUBTASKS.index(subtask), RESOURCES.index(resource), 0

    def begin(self, arenas: int) -> None:
        """Nothing."""

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        return Choices(*(np.full(len(arenas), number, dtype=np.int64) for number in self.choice))


def test_an_option_that_cannot_be_initiated_is_named(env: harness.FactorioVectorEnv) -> None:
    with pytest.raises(AgentError, match="collect coal for 16 cannot be initiated"):
        OptionPlayer(env).play([1], Insisting("collect", "coal"))


class Following:
    """Chooses the options of a plan one after the other, then rests."""

    name = "following"

    def __init__(self, plan: Sequence[tuple[str, str]]) -> None:
        self.plan = [(SUBTASKS.index(subtask), RESOURCES.index(resource), 0) for subtask, resource in plan]

    def begin(self, arenas: int) -> None:
        self.next = np.zeros(arenas, dtype=np.int64)

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        chosen = [[*self.plan, *[(0, 0, 0)] * 99][number] for number in self.next[arenas]]
        self.next[arenas] += 1
        return Choices(*(np.array(column, dtype=np.int64) for column in zip(*chosen, strict=True)))


def test_an_option_builds_one_thing(env: harness.FactorioVectorEnv) -> None:
    plan = Following([("build_drill", "iron-ore"), ("build_receiver", "iron-ore"), ("build_drill", "copper-ore")])
    (episode, *_) = OptionPlayer(env).play(range(ARENAS), plan)
    facts = [one.situation.facts for one in episode.decisions[:4]]
    assert [one.drills for one in facts] == [{}, {"iron-ore": 1}, {"iron-ore": 1}, {"iron-ore": 1, "copper-ore": 1}]
    assert [sum(one.unserved.values()) for one in facts] == [0, 1, 0, 1]
    held = [(one.held["burner-mining-drill"], one.held["wooden-chest"]) for one in facts]
    assert held == [(6, 6), (5, 6), (5, 5), (4, 5)]


def test_a_scenario_that_no_option_can_act_in_is_named() -> None:
    config = TrainConfig(scenario="movement_micro", hierarchical=True)
    with pytest.raises(AgentError, match="no option can act in movement_micro"):
        FactorioTrainingPipeline(config, Console(quiet=True))


def test_a_directive_is_part_of_what_the_tactical_level_sees() -> None:
    told = Directive(resource=3, subtask=2, cell=1).features()
    assert told[3] == 1 and told[len(RESOURCES) + 2] == 1 and told[-2:].tolist() == [-0.875, -0.875]
    assert not Directive().features().any()


def test_episodes_of_a_broken_server_are_played_but_never_learned_from() -> None:
    with harness.FactorioVectorEnv(short(), ARENAS, num_servers=2) as env:
        player, killer = OptionPlayer(env), Killing(env)
        learner = OptionPPO(player, SMALL, PPO, seed=1, updates=3)
        played = player.play(range(ARENAS), killer)
        assert [episode.lost for episode in played] == [True, True, False, False]
        for episode in played[:2]:
            for decision in episode.decisions:
                decision.situation.task[:] = np.nan
        report = learner.update(played)
        assert report.valid_share == 0.5
        assert not any(tensor.isnan().any() for tensor in learner.policy.state_dict().values())


class Killing(RestingTactical):
    """Kills the first server at its second decision."""

    def __init__(self, env: harness.FactorioVectorEnv) -> None:
        self.env, self.calls = env, 0

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        self.calls += 1
        if self.calls == 2:
            os.kill(self.env.server_pids[0], signal.SIGKILL)
        choices = super().decide(situations, parts, arenas)
        return choices._replace(patience=np.zeros_like(choices.patience))


# --- runs ----------------------------------------------------------------------------------------------------------


def run_config(folder: Path, scenario: Path, **changes: Any) -> TrainConfig:
    hierarchy = replace(HIERARCHY, **changes)
    return TrainConfig(
        scenario=str(scenario), seed=3, out=folder, hierarchical=True, hierarchy=hierarchy, evaluation_episodes=0
    )


@pytest.fixture(scope="module")
def scenario_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import yaml

    path = tmp_path_factory.mktemp("scenario") / "short_gathering.yaml"
    path.write_text(yaml.safe_dump(short().model_dump(mode="json", exclude_none=True)))
    return path


def hashes(folder: Path) -> list[str]:
    """Content hashes of the last checkpoints of both layers."""
    stores = [CheckpointStore(folder / layer / "checkpoints") for layer in ("tactical", "strategic")]
    return [store.load()[1].content_hash for store in stores]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, scenario_file: Path) -> Path:
    """A run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    FactorioTrainingPipeline(run_config(folder, scenario_file), Console(quiet=True)).train_hierarchical()
    return folder


@pytest.mark.slow
def test_a_run_that_is_killed_in_every_update_ends_with_the_same_bytes(
    whole: Path, tmp_path: Path, scenario_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update, killed = Layer._update, set[tuple[str, int]]()

    def dies_once(layer: Layer) -> None:
        update(layer)
        if (layer.name, layer.done_updates) not in killed:
            killed.add((layer.name, layer.done_updates))
            raise MemoryError

    monkeypatch.setattr(Layer, "_update", dies_once)
    for _ in range(6):
        pipeline = FactorioTrainingPipeline(run_config(tmp_path / "run", scenario_file), Console(quiet=True))
        try:
            pipeline.train_hierarchical()
            break
        except MemoryError:
            continue
    assert len(killed) == 5
    assert hashes(tmp_path / "run") == hashes(whole)


@pytest.mark.slow
def test_a_run_that_is_stopped_by_a_wish_goes_on(whole: Path, tmp_path: Path, scenario_file: Path) -> None:
    config = run_config(tmp_path / "run", scenario_file)

    class Stops(FactorioTrainingPipeline):
        def _run(self, layer: Layer, wish: Any) -> None:
            advance = layer.advance

            def stop_after() -> dict[str, float]:
                wish.note(0.0)
                return advance()

            layer.advance = stop_after  # type: ignore[method-assign]
            super()._run(layer, wish)

    with pytest.raises(Interrupted):
        Stops(config, Console(quiet=True)).train_hierarchical()
    FactorioTrainingPipeline(config, Console(quiet=True)).train_hierarchical()
    assert hashes(tmp_path / "run") == hashes(whole)


@pytest.mark.slow
def test_the_model_of_a_run_is_read_again_and_plays(whole: Path, env: harness.FactorioVectorEnv) -> None:
    hierarchy = load_hierarchy(whole)
    strategic = hierarchy.strategic_level(env, "sampled", 0)
    player = OptionPlayer(env, period=hierarchy.spec.strategic_period)
    (episode, *_) = player.play([1, 2], hierarchy.tactical_level("greedy", 0), strategic)
    steps = [step for step, _ in episode.directives]
    assert steps[0] == 0 and all(later - step >= 16 for step, later in zip(steps, steps[1:], strict=False))


@pytest.mark.slow
def test_a_model_carries_the_scenario_that_its_walker_learned_on(tmp_path: Path, scenario_file: Path) -> None:
    config = run_config(tmp_path / "run", scenario_file, reactive_steps=2048, tactical_updates=1, strategic_updates=0)
    reactive = FactorioTrainingPipeline(config, Console(quiet=True)).train_hierarchical() / "reactive"
    assert harness.load_scenario(reactive / "walking.yaml").task.kind == "reach_goal"
    assert "python -m agent.train --scenario walking.yaml --seed 3" in (reactive / "README.md").read_text()
    assert str(tmp_path) not in (reactive / "README.md").read_text()


@pytest.mark.slow
def test_a_hierarchy_plays_suite_cases_as_it_plays_itself(whole: Path, env: harness.FactorioVectorEnv) -> None:
    from harness.runner.play import play_episodes

    hierarchy = load_hierarchy(whole)
    played = play_episodes(env, load_policy(whole, env.scenario), [7, 8, 9])
    strategic = hierarchy.strategic_level(env, "greedy", 0)
    player = OptionPlayer(env, period=hierarchy.spec.strategic_period)
    own = player.play([7, 8, 9], hierarchy.tactical_level("greedy", 0), strategic)
    assert [(one.steps, one.success) for one in played] == [(one.steps, one.success) for one in own]
    assert [one.reward for one in played] == pytest.approx([one.reward for one in own], abs=1e-5)


@pytest.mark.slow
def test_a_model_of_another_version_of_the_contract_is_refused(whole: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(whole / "model", tmp_path / "model")
    spec = tmp_path / "model" / "hierarchy.json"
    spec.write_text(spec.read_text().replace('"refuel"', '"dance"'))
    with pytest.raises(RunMismatch, match="another version of the contract: its subtasks"):
        load_hierarchy(tmp_path / "model")


@pytest.mark.slow
def test_a_loss_that_is_no_number_names_its_update_and_the_last_good_checkpoint(
    whole: Path, tmp_path: Path, scenario_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(learner: OptionPPO, *_: Any) -> None:
        raise LossNotFinite(f"value_loss is nan in update {learner.updates + 1}")

    monkeypatch.setattr(OptionPPO, "_gradient_step", broken)
    config = run_config(tmp_path / "run", scenario_file, teacher="none")
    pipeline = FactorioTrainingPipeline(config, Console(quiet=True))
    with pytest.raises(LossNotFinite, match=r"tactical level .*nan in update 1; .*good checkpoints: step-000000000000"):
        pipeline.train_hierarchical()


def test_training_never_plays_held_out_episodes() -> None:
    seeds = episode_seeds(FIRST_HELD_OUT - 1, 0, 50) + episode_seeds(1, 2**31, 50)
    assert all(0 <= seed < FIRST_HELD_OUT for seed in seeds) and len(set(seeds)) == 100


def test_the_walker_learns_steps_as_long_as_those_it_will_take() -> None:
    walking = walking_scenario(harness.load_scenario("survival_basic"))
    assert (walking.ticks_per_step, walking.actions, walking.task.kind) == (30, "walk", "reach_goal")
    assert walking.episode_ticks == 390
