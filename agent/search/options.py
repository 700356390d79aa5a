"""A tactical level that tries every option out and takes the one that led farthest.

All arenas of the environment hold the same episode. At a decision the state is kept, every arena plays another option
and then the script, the best one is remembered, the state is put back, and all arenas play that option.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.options.catalogue import next_command, start
from agent.options.play import ArenaInPlay, OptionEpisode, OptionPlayer, TacticalLevel
from agent.options.situation import Situation, Situations
from agent.options.vocabulary import PATIENCE, SUBTASKS, Choices, P, R

#: Subtasks without an end of their own, of which a longer patience is another option.
_ENDLESS = ("rest", "fell_trees", "mine")


@dataclass
class SearchedTactical:
    """How far and with what the search looks ahead.

    Args:
        player: arenas of the scenario: as many options as there are arenas can be tried at a decision.
        roll: chooses the options behind the one that is tried.
        horizon: steps that are looked ahead.
    """

    player: OptionPlayer
    roll: TacticalLevel
    horizon: int = 192

    name = "searched"


def play_searched(search: SearchedTactical, seed: int) -> OptionEpisode:
    """Plays one episode, searching at every decision.

    Args:
        search: how.
        seed: base seed of the episode.

    Returns:
        The episode, in which every decision is the one that the search chose: a teacher for a network.

    Raises:
        harness.ServerLost: if the server is lost meanwhile.
    """
    env = search.player.env
    observation, _ = env.reset(seed=[seed] * env.num_envs)
    frames = harness.fields(observation, env.scenario.frame)
    arenas = search.player.arenas([seed] * env.num_envs, None)
    for arena, frame in zip(arenas, frames, strict=True):
        arena.view.begin(frame)
    first = arenas[0]
    while first.running:
        situation = first.view.look()
        choices = _candidates(situation, search.roll, len(arenas))
        snapshot = env.snapshot()
        scores = _try_out(search, arenas, choices)
        observation, _ = env.restore(snapshot)
        for arena, frame in zip(arenas, harness.fields(observation, env.scenario.frame), strict=True):
            arena.view.see(frame)
        best = int(scores.argmax())
        first.begin_option(first.view.look(), choices, best)
        _play_option(search, arenas)
    return first.episode


def _candidates(situation: Situation, roll: TacticalLevel, most: int) -> Choices:
    """The script's own choice first, then what else can begin, each with a short and a long patience."""
    stacked = Situations.stack([situation])
    own = roll.decide(stacked, [situation], np.zeros(1, dtype=np.int64))
    rows = [(int(own.subtask[0]), int(own.resource[0]), int(own.patience[0]))]
    for pair in np.flatnonzero(situation.allowed.reshape(-1)).tolist():
        subtask, resource = divmod(pair, R)
        patiences = (0, P - 1) if SUBTASKS[subtask] in _ENDLESS else (P - 1,)
        rows += [row for patience in patiences if (row := (subtask, resource, patience)) not in rows]
    rows = (rows * most)[:most]
    return Choices(*(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))


def _try_out(search: SearchedTactical, arenas: list[ArenaInPlay], choices: Choices) -> NDArray[np.float64]:
    """Discounted rewards of each arena's option and what the script made of it, float64 [n]."""
    player = search.player
    trials = player.arenas([arena.episode.seed for arena in arenas], None)
    situation = arenas[0].view.look()
    for row, (trial, arena) in enumerate(zip(trials, arenas, strict=True)):
        trial.view.take_over(arena.view)
        trial.begin_option(situation, choices, row)
    returns, step = np.zeros(len(trials)), 0
    longest = PATIENCE[-1] + search.horizon
    while step < longest and any(trial.running for trial in trials):
        before = np.array([trial.episode.reward for trial in trials])
        player.step(trials, search.roll, None)
        returns += player.gamma**step * (np.array([trial.episode.reward for trial in trials]) - before)
        step += 1
    return returns


def _play_option(search: SearchedTactical, arenas: list[ArenaInPlay]) -> None:
    """Plays the first arena's option in all of them to its end: they stay alike."""
    env, first = search.player.env, arenas[0]
    decision = first.episode.decisions[-1]
    story = start(first.view, decision.subtask, decision.resource, decision.patience)
    while first.running and (command := next_command(story)) is not None:
        commands = np.tile(np.array(command), (len(arenas), 1))
        observation, rewards, terminated, truncated, info = env.step(commands)
        _see_all(arenas, harness.fields(observation, env.scenario.frame))
        first.enter(float(rewards[0]), search.player.gamma)
        if terminated[0] or truncated[0]:
            lost = bool(info.get("server_lost", np.zeros(1, dtype=bool))[0])
            first.end(bool(terminated[0]), bool(info["success"][0]), lost)


def _see_all(arenas: list[ArenaInPlay], frames: NDArray[Any]) -> None:
    for arena, frame in zip(arenas, frames, strict=True):
        arena.view.see(frame)

