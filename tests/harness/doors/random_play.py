"""Random play of any scenario for two environments that must stay equal: actions drawn from what frames show."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from comm_c.layout import constants as c
from harness.envs import FactorioVectorEnv, fields
from harness.scenarios import Scenario, load_scenario

#: Enough of everything that every action finds something to act with.
PLENTY = {
    "stone-furnace": 5, "burner-mining-drill": 10, "iron-plate": 200, "coal": 100, "wooden-chest": 10,
    "burner-inserter": 10, "transport-belt": 50, "iron-ore": 100, "stone": 100, "firearm-magazine": 40,
    "assembling-machine-1": 5, "iron-gear-wheel": 50, "small-electric-pole": 10, "gun-turret": 5, "stone-wall": 20,
    "repair-pack": 5, "lab": 2, "copper-plate": 100, "pipe": 20, "underground-belt": 4, "splitter": 2,
    "stone-brick": 20, "fast-transport-belt": 10, "automation-science-pack": 20, "steel-chest": 2, "inserter": 5,
}  # fmt: skip

_RECIPES = (
    "iron-gear-wheel", "stone-furnace", "wooden-chest", "transport-belt", "burner-inserter", "iron-plate", "pipe",
    "stone-brick", "copper-cable", "firearm-magazine", "electronic-circuit",
)  # fmt: skip

#: How often each action is drawn; those that seldom find a target are drawn more often.
_ACTIONS = (
    [c.FACTORIO_ACTION_MOVE] * 3 + [c.FACTORIO_ACTION_MINE] * 2 + [c.FACTORIO_ACTION_BUILD] * 3
    + [c.FACTORIO_ACTION_INSERT, c.FACTORIO_ACTION_TAKE, c.FACTORIO_ACTION_DROP] * 2 + list(range(15))
)  # fmt: skip

#: Standard deviation of a drawn place around the character, tiles.
_SPREAD = 3.0


def rich(name: str) -> Scenario:
    """A scenario whose character starts with plenty."""
    return load_scenario(name).model_copy(update={"starting_items": PLENTY})


class RandomCommands:
    """Draws commands near the character, of its items, and at what stands around it."""

    def __init__(self, env: FactorioVectorEnv, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._frame = env.scenario.frame
        self._recipes = [env.prototype_names["recipe"].index(name) + 1 for name in _RECIPES]
        self._items = [env.prototype_names["item"].index(name) + 1 for name in PLENTY]
        self._entity_names = env.prototype_names["entity"]
        self._item_names = env.prototype_names["item"]
        self._technologies = len(env.prototype_names["technology"])

    def draw(self, observations: NDArray[np.uint8]) -> NDArray[np.float32]:
        """One command for each arena, float32 [n, 9]."""
        return np.stack([self._command(frame) for frame in fields(observations, self._frame)])

    def _command(self, frame: np.void) -> NDArray[np.float32]:
        rng, command = self._rng, np.zeros(9, dtype=np.float32)
        kind = command[0] = rng.choice(_ACTIONS)
        if kind == c.FACTORIO_ACTION_MOVE:
            command[1:3] = rng.integers(-1, 2, 2)
            return command
        command[1:3] = frame["player_pos"] + self._offset(frame, kind)
        command[3], command[4] = self._number(kind), rng.choice([0, 1, 1, 2, 5, 50])
        if kind == c.FACTORIO_ACTION_BUILD:
            command[4] = rng.choice([0, 4, 8, 12])
        return command

    def _offset(self, frame: np.void, kind: float) -> NDArray[np.float64]:
        seen = list(frame["entities"]["offset"][frame["entities"]["prototype"] > 0])
        if kind == c.FACTORIO_ACTION_MINE:
            seen += list(frame["resources"]["offset"][frame["resources"]["amount"] > 0])
        if kind == c.FACTORIO_ACTION_BUILD:
            seen += list(frame["plan"]["offset"][frame["plan"]["prototype"] > 0])
        if seen and self._rng.random() < 0.5:
            return np.asarray(seen[self._rng.integers(len(seen))], dtype=np.float64)
        return self._rng.normal(0, _SPREAD, 2)

    def _number(self, kind: float) -> int:
        rng = self._rng
        if kind in (c.FACTORIO_ACTION_CRAFT, c.FACTORIO_ACTION_SET_RECIPE):
            return int(rng.choice(self._recipes))
        if kind == c.FACTORIO_ACTION_RESEARCH:
            return int(rng.integers(0, self._technologies + 2))
        if kind in (c.FACTORIO_ACTION_ROTATE, c.FACTORIO_ACTION_CANCEL_CRAFT, c.FACTORIO_ACTION_SHOOT):
            return int(rng.integers(0, 4))
        return int(rng.choice(self._items))


#: What hands things on, and what gives it something to hand on.
_LINKS = (
    ["transport-belt"] * 12 + ["underground-belt", "splitter"] * 2 + ["burner-inserter"] * 3 + ["wooden-chest"] * 2
    + ["stone-furnace", "assembling-machine-1"] + ["pipe"] * 6
    + ["small-electric-pole"] * 2 + ["burner-mining-drill"] * 4
)  # fmt: skip

_BELTS = {"transport-belt", "underground-belt", "splitter"}

#: Where a burner drill drops, from its centre, by its direction.
_DROPS = ((-0.5, -1.5), (1.5, -0.5), (0.5, 1.5), (-1.5, 0.5))

#: How much of each: enough to build without end.
_STOCK = dict.fromkeys(_LINKS, 50) | {"coal": 1000, "iron-plate": 1000, "copper-plate": 1000}


def linked(name: str) -> Scenario:
    """A scenario whose character starts with what a factory is built of; short steps show items on their way."""
    return load_scenario(name).model_copy(update={"starting_items": _STOCK, "ticks_per_step": 4})


_FACTORY_ACTIONS = (
    [c.FACTORIO_ACTION_BUILD] * 10 + [c.FACTORIO_ACTION_DROP] * 8 + [c.FACTORIO_ACTION_INSERT] * 3
    + [c.FACTORIO_ACTION_ROTATE, c.FACTORIO_ACTION_MINE]
)  # fmt: skip


class RandomFactory(RandomCommands):
    """Builds machines, belts, pipes and poles close to each other, puts things into them, turns and takes some away."""

    def _command(self, frame: np.void) -> NDArray[np.float32]:
        rng, command = self._rng, np.zeros(9, dtype=np.float32)
        kind = command[0] = rng.choice(_FACTORY_ACTIONS)
        command[1:3] = self._place(frame, kind)
        if kind == c.FACTORIO_ACTION_BUILD:
            command[3], command[4] = self._item(str(rng.choice(_LINKS))), rng.choice([0, 4, 4, 4, 4, 4, 4, 8, 12])
            ores = frame["resources"]["offset"][frame["resources"]["amount"] > 0]
            if command[3] == self._item("burner-mining-drill") and len(ores):
                command[1:3] = frame["player_pos"] + ores[rng.integers(len(ores))]
        elif kind != c.FACTORIO_ACTION_ROTATE:
            command[3], command[4] = self._item(str(rng.choice(["coal", "iron-plate", "copper-plate"]))), 5
        return command

    def _place(self, frame: np.void, kind: float) -> NDArray[np.float64]:
        """A tile near by to build on, now and then where a drill drops; else one built near by, to drop onto a belt."""
        names = [self._entity_names[number - 1] if number else "" for number in frame["entities"]["prototype"]]
        belts = [name in _BELTS for name in names]
        is_wanted = belts if kind == c.FACTORIO_ACTION_DROP and any(belts) else [name in _LINKS for name in names]
        seen = frame["entities"]["offset"][is_wanted]
        drills = frame["entities"]["offset"][[name == "burner-mining-drill" for name in names]]
        if kind == c.FACTORIO_ACTION_BUILD and len(drills) and self._rng.random() < 0.3:
            drop = _DROPS[self._rng.integers(len(_DROPS))]
            return np.asarray(frame["player_pos"] + drills[self._rng.integers(len(drills))] + drop, dtype=np.float64)
        if kind == c.FACTORIO_ACTION_BUILD or not len(seen):
            return np.floor(frame["player_pos"] + self._rng.integers(-3, 4, 2)) + 0.5
        return np.asarray(frame["player_pos"] + seen[self._rng.integers(len(seen))], dtype=np.float64)

    def _item(self, name: str) -> int:
        return self._item_names.index(name) + 1


def random_steps(
    env: FactorioVectorEnv,
    other: FactorioVectorEnv,
    steps: int,
    seed: int,
    player: type[RandomCommands] = RandomCommands,
) -> Iterator[tuple[int, str]]:
    """Plays both alike; the number of each step, and what differs after it in words, empty when nothing does."""
    rng = np.random.default_rng(seed)
    observations, others = env.reset(seed=seed)[0], other.reset(seed=seed)[0]
    commands = player(env, seed) if env.scenario.actions == "commands" else None
    for step in range(steps):
        if commands is not None:
            actions: NDArray[np.generic] = commands.draw(observations)
        else:
            actions = rng.integers(0, len(env.action_names), env.num_envs)
        yield step, difference(observations, others, env.scenario.frame)
        observations, others = env.step(actions)[0], other.step(actions)[0]
    yield steps, difference(observations, others, env.scenario.frame)


def difference(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], frame: str) -> str:
    """Which fields of which arenas differ, with both values; empty when all bytes are equal."""
    if np.array_equal(ours, theirs):
        return ""
    mine, yours = fields(ours, frame), fields(theirs, frame)
    return "; ".join(
        f"arena {arena}, {name}: {mine[name][arena]} and {yours[name][arena]}"
        for name in mine.dtype.names or ()
        for arena in range(len(mine))
        if mine[name][arena].tobytes() != yours[name][arena].tobytes()
    )
