"""What scripted policies are made of, for agents that compose it: an arena as queries show it, and parts of stories.

    from harness import scripts

    body = scripts.Body(scripts.WorldView(env, arena=0), ticks_per_step=30)
    story = scripts.mine_ore(body, "coal", wanted=4, until=1200)      # yields a command a step

A part is a generator: it yields a row of the action set `commands` for every step and reads the newest frame from
`body.frame`, which whoever drives it sets before each `next`.
"""

from __future__ import annotations

from comm_c.layout import constants
from harness.envs.action_sets import COMMAND_COLUMNS, WALKS
from harness.envs.commands import STAND, WAIT, Command, build, insert, mine, repair, research, take, walk
from harness.envs.query import ANSWERS, Question
from harness.runner.policies.field_work import build_at, collect, fell_trees, mine_ore, put, set_up
from harness.runner.policies.script import Body, Part
from harness.runner.policies.tour import best_step, stop, walk_to
from harness.runner.policies.world_view import Thing, WorldView
from harness.tasks import ITEM_COLUMNS

__all__ = [
    "ANSWERS",
    "COMMAND_COLUMNS",
    "ITEM_COLUMNS",
    "STAND",
    "WAIT",
    "WALKS",
    "Body",
    "Command",
    "Part",
    "Question",
    "Thing",
    "WorldView",
    "best_step",
    "build",
    "build_at",
    "collect",
    "constants",
    "fell_trees",
    "insert",
    "mine",
    "mine_ore",
    "put",
    "repair",
    "research",
    "set_up",
    "stop",
    "take",
    "walk",
    "walk_to",
]
