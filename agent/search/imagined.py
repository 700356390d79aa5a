"""A tactical level that tries every option out in a learned model and takes the one that seems to lead farthest.

The same search as `agent.search.options`, without a server: behind the option that is tried the model's prior, learned
from the script, chooses; behind the horizon stands the model's value. A decision costs a few passes of a small network.

So far it is worth less than its teacher: on survival_basic, learned from 32 episodes, none of 16 held-out ones was a
success and they earned 1.80; chance earned 0.85, the script 4.50 with success in all (python -m agent.ablate
--scenario survival_basic --episodes 16 --searched-episodes 0 --model-episodes 32).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agent.options.play import OptionEpisode, OptionPlayer, TacticalLevel, relabelled
from agent.options.scripted import RandomTactical, ScriptedTactical
from agent.options.situation import Situation, Situations
from agent.options.vocabulary import SUBTASKS, Choices, P, R
from agent.search.option_model import OptionModel, fit, transitions_of

#: Subtasks without an end of their own, of which a longer patience is another option.
ENDLESS = ("rest", "fell_trees", "mine")
#: What may not begin is not imagined.
NEVER = -1e9


class ImaginedTactical:
    """Searches in a model.

    Args:
        model: of options.
        depth: options that are imagined, the one that is tried among them.
        gamma: discount a step.
    """

    name = "imagined"

    def __init__(self, model: OptionModel, depth: int = 4, gamma: float = 0.999) -> None:
        self.model, self.depth, self.gamma = model.eval(), depth, gamma

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    @torch.inference_mode()
    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """The option with the greatest imagined return, for each arena."""
        candidates = [_candidates(part) for part in parts]
        counts = [len(one) for one in candidates]
        tasks = torch.from_numpy(situations.task).repeat_interleave(torch.tensor(counts), dim=0)
        returns = torch.split(self.returns(tasks, torch.from_numpy(np.concatenate(candidates))), counts)
        best = [rows[int(told.argmax())] for rows, told in zip(candidates, returns, strict=True)]
        return Choices(*(np.array(column, dtype=np.int64) for column in zip(*best, strict=True)))

    def returns(self, task: Tensor, options: Tensor) -> Tensor:
        """Imagined discounted rewards of options and what the prior makes of it.

        Args:
            task: float32 [B, TASK_FEATURES].
            options: int64 [B, 3].

        Returns:
            float32 [B].
        """
        total, weight = torch.zeros(len(task)), torch.ones(len(task))
        for deep in range(self.depth):
            foreseen = self.model(task, options)
            total = total + weight * foreseen.reward
            weight = weight * self.gamma**foreseen.steps * (1 - foreseen.ends.sigmoid())
            task = foreseen.task
            value, allowed, pairs, patience = self.model.look(task)
            if deep + 1 < self.depth:
                pair = torch.where(allowed > 0, pairs, NEVER).argmax(-1)
                options = torch.stack([pair // R, pair % R, patience.argmax(-1)], dim=-1)
        return total + weight * value


def _candidates(situation: Situation) -> NDArray[np.int64]:
    """What can begin, with a short and a long patience where that matters, int64 [n, 3]."""
    rows = []
    for pair in np.flatnonzero(situation.allowed.reshape(-1)).tolist():
        subtask, resource = divmod(pair, R)
        patiences = (0, P - 1) if SUBTASKS[subtask] in ENDLESS else (P - 1,)
        rows += [(subtask, resource, patience) for patience in patiences]
    return np.array(rows, dtype=np.int64)


class _Wandering:
    """The script, and chance now and then: what its options lead to is seen, and what others would."""

    name = "wandering"

    def __init__(self, script: ScriptedTactical, seed: int, share: float) -> None:
        self._script, self._chance = script, RandomTactical(seed)
        self._random, self._share = np.random.default_rng(seed), share

    def begin(self, arenas: int) -> None:
        """Nothing is remembered."""

    def decide(self, situations: Situations, parts: Sequence[Situation], arenas: NDArray[np.int64]) -> Choices:
        """One or the other, for each arena."""
        own, drawn = (level.decide(situations, parts, arenas) for level in (self._script, self._chance))
        wanders = self._random.random(len(parts)) < self._share
        return Choices(*(np.where(wanders, two, one) for one, two in zip(own, drawn, strict=True)))


def learn_option_model(
    player: OptionPlayer,
    seeds: Sequence[int],
    *,
    wander: float = 0.3,
    seed: int = 0,
    steps: int = 600,
    advance: Callable[[int], None] = lambda episodes: None,
) -> OptionModel:
    """Plays episodes of the script that wanders off now and then, and learns what options lead to.

    Args:
        player: arenas of the scenario.
        seeds: base seeds of the episodes.
        wander: share of the decisions that chance takes.
        seed: of chance and of the model.
        steps: gradient steps.
        advance: is told how many episodes have been played.

    Raises:
        AgentError: if servers broke all episodes.
        LossNotFinite: if a loss is no number.
    """
    script = ScriptedTactical(player.env.scenario)
    level: TacticalLevel = _Wandering(script, seed, wander)
    played = list[OptionEpisode]()
    for first in range(0, len(seeds), player.env.num_envs):
        part = seeds[first : first + player.env.num_envs]
        played += [one for one in player.play(part, level) if not one.lost]
        advance(len(part))
    model = OptionModel(seed=seed)
    fit(model, transitions_of(played, relabelled(played, script), player.gamma), steps=steps, seed=seed)
    return model
