"""A model of options, and the search in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

import harness
from agent.errors import AgentError, LossNotFinite
from agent.options.play import Decision, OptionEpisode, OptionPlayer
from agent.options.situation import TASK_FEATURES, Situation, Situations
from agent.options.vocabulary import NO_DIRECTIVE, PATIENCE, SUBTASKS, K, P, R
from agent.search.imagined import ImaginedTactical, learn_option_model
from agent.search.option_model import Foreseen, OptionModel, fit, transitions_of

ARENAS, GAMMA = 4, 0.99


def situation(task: float = 0.0, allowed: tuple[tuple[int, int], ...] = ((0, 0), (2, 2))) -> Situation:
    mask = np.zeros((K, R), dtype=np.bool_)
    for subtask, resource in allowed:
        mask[subtask, resource] = True
    vector = np.full(TASK_FEATURES, task, dtype=np.float32)
    nothing: Any = np.zeros(1)
    return Situation(nothing, vector, nothing, nothing, mask, nothing)


def stacked(parts: list[Situation]) -> Situations:
    empty = np.zeros((len(parts), 1), dtype=np.float32)
    tasks = np.stack([part.task for part in parts])
    return Situations(empty, tasks, empty, empty.astype(bool), np.stack([part.allowed for part in parts]))


def episode(rewards: list[float], steps: int = 16) -> OptionEpisode:
    """Mines coal as often as there are rewards."""
    told = [
        Decision(situation(0.1 * n), 2, 2, 1, NO_DIRECTIVE, n * steps, reward, steps)
        for n, reward in enumerate(rewards)
    ]
    return OptionEpisode(seed=1, decisions=told)


def test_an_episode_is_cut_into_decisions_and_what_came_of_them() -> None:
    one = episode([1.0, 0.0, 2.0])
    advised = replace(one, decisions=[replace(other, subtask=1, resource=1) for other in one.decisions])
    data = transitions_of([one], [advised], GAMMA)
    assert data.ends.tolist() == [0, 0, 1]
    assert data.task[:, 0].tolist() == pytest.approx([0, 0.1, 0.2])
    assert data.after[:, 0].tolist() == pytest.approx([0.1, 0.2, 0.2])
    assert data.options.tolist() == [[2, 2, 1]] * 3 and data.advised.tolist() == [[1, 1, 1]] * 3
    last = 2.0
    assert data.returns.tolist() == pytest.approx([1 + GAMMA**16 * GAMMA**16 * last, GAMMA**16 * last, last])


def test_without_decisions_there_is_nothing_to_learn() -> None:
    with pytest.raises(AgentError, match="no decision was played"):
        transitions_of([OptionEpisode(1)], [OptionEpisode(1)], GAMMA)


def test_a_model_learns_what_options_earn_how_long_they_last_and_who_would_choose_them() -> None:
    """Mining coal earns 3 and lasts 16 steps, resting earns nothing and lasts 64; the script mines."""
    random = np.random.default_rng(0)
    played = list[OptionEpisode]()
    for _ in range(60):
        one = episode([0.0] * 4)
        for decision in one.decisions:
            decision.situation.task[:] = random.normal(scale=0.1, size=TASK_FEATURES)
            decision.subtask, decision.resource = (2, 2) if random.random() < 0.5 else (0, 0)
            decision.reward, decision.steps = (3.0, 16) if decision.subtask else (0.0, 64)
        played.append(one)
    advised = [
        replace(one, decisions=[replace(two, subtask=2, resource=2, patience=1) for two in one.decisions])
        for one in played
    ]
    model = OptionModel(hidden=32)
    losses = fit(model, transitions_of(played, advised, GAMMA), steps=200, rows=64, rate=3e-3)
    assert np.mean(losses[-20:]) < np.mean(losses[:20]) / 2
    task = torch.from_numpy(random.normal(scale=0.1, size=(64, TASK_FEATURES)).astype(np.float32))
    with torch.no_grad():
        mines, rests = (model(task, torch.tensor([option] * 64)) for option in ((2, 2, 1), (0, 0, 1)))
        _, _, pairs, patience = model.look(task)
    assert mines.reward.mean() > rests.reward.mean() + 1.5
    assert mines.steps.mean() < 24 < 56 < rests.steps.mean()
    assert (pairs.argmax(-1) == 2 * R + 2).all() and (patience.argmax(-1) == 1).all()


def test_a_loss_that_is_no_number_is_named() -> None:
    one = episode([1.0, float("nan")])
    with pytest.raises(LossNotFinite, match="in step 1"):
        fit(OptionModel(hidden=8), transitions_of([one], [one], GAMMA), steps=2)


class Oracle(torch.nn.Module):
    """A model that is told what it foresees: an option earns its row of a table, and afterwards nothing is left."""

    def __init__(self, rewards: dict[tuple[int, int], float], steps: float = 16.0) -> None:
        super().__init__()
        self.rewards, self.steps = rewards, steps

    def forward(self, task: torch.Tensor, options: torch.Tensor) -> Foreseen:
        earned = [self.rewards.get((int(k), int(r)), 0.0) for k, r, _ in options]
        many = torch.ones(len(task))
        return Foreseen(task, torch.tensor(earned), self.steps * many, -20 * many)

    def look(self, task: torch.Tensor) -> tuple[torch.Tensor, ...]:
        pairs = torch.zeros(len(task), K * R)
        pairs[:, 0] = 1  # it would rest
        return torch.zeros(len(task)), torch.ones(len(task), K * R), pairs, torch.zeros(len(task), P)


def test_the_search_takes_what_seems_to_earn_most_of_what_may_begin() -> None:
    level: Any = ImaginedTactical(Oracle({(2, 2): 1.0, (2, 4): 2.0, (5, 0): 9.0}), depth=2, gamma=GAMMA)
    first, second = situation(allowed=((0, 0), (2, 2), (2, 4))), situation(allowed=((0, 0), (2, 2)))
    choices = level.decide(stacked([first, second]), [first, second], np.arange(2))
    assert choices.subtask.tolist() == [2, 2] and choices.resource.tolist() == [4, 2]


def test_what_comes_later_is_discounted_by_the_steps_before_it() -> None:
    level: Any = ImaginedTactical(Oracle({(0, 0): 1.0}, steps=10.0), depth=3, gamma=GAMMA)
    returns = level.returns(torch.zeros(1, TASK_FEATURES), torch.tensor([[2, 2, 0]]))
    assert float(returns[0]) == pytest.approx(GAMMA**10 + GAMMA**20)


@pytest.fixture(scope="module")
def env() -> Iterator[harness.FactorioVectorEnv]:
    """Half a minute to fell trees."""
    fields = harness.load_scenario("survival_basic").model_dump(mode="json", exclude_none=True)
    fields["task"] |= {"items": {"wood": 4}, "seconds": 30}
    fields["reset"]["pool_scenes"] = 2
    scenario = harness.Scenario.model_validate(fields | {"name": "short_gathering", "episode_steps": 62})
    with harness.FactorioVectorEnv(scenario, ARENAS) as made:
        yield made


def test_what_is_learned_from_play_can_be_planned_in(env: harness.FactorioVectorEnv) -> None:
    player = OptionPlayer(env)
    told = list[int]()
    model = learn_option_model(player, range(2 * ARENAS), steps=100, advance=told.append)
    assert told == [ARENAS, ARENAS]
    played = [player.play(range(50, 50 + ARENAS), ImaginedTactical(model)) for _ in range(2)]
    names = [[(d.subtask, d.resource, d.patience) for one in episodes for d in one.decisions] for episodes in played]
    assert names[0] == names[1]
    assert all(one.decisions and one.steps in (60, 62) for one in played[0])
    assert all(SUBTASKS[k] in SUBTASKS and PATIENCE[p] for k, _, p in names[0])
