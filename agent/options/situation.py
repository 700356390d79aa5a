"""What a tactical level sees of an arena when it decides: task, entities nearby, minimap, and what it may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

import harness
from agent.encoders.planes import area_around, cell_planes
from agent.options.field_work import receiver_of, receiver_place, wanted_items
from agent.options.vocabulary import DIRECTIVE_FEATURES, NO_DIRECTIVE, RESOURCES, SUBTASKS, Directive, K, R
from harness import scripts

#: Entities that are told, the nearest first.
ENTITY_ROWS = 16
#: Tiles of a side that the minimap covers.
MINIMAP_TILES = 256
#: Names of what is told of an entity.
ENTITY_NAMES = (
    "x", "y", "distance", "drill", "crafter", "container", "defence", "other", "working", "without_fuel", "fuel",
    "holds_coal", "holds_iron", "holds_copper", "held", "progress",
)  # fmt: skip
#: Names of what is told of each resource but "none", in the order of `RESOURCES`.
RESOURCE_NAMES = ("held", "lacking", "wanted", "waiting", "drills", "distance", "present")
#: Names of what is told besides.
GENERAL_NAMES = (
    "time", "time_left", "machines", "without_fuel", "working", "drills_held", "chests_held", "furnaces_held",
    "trees", "made", "health", "position_x", "position_y",
)  # fmt: skip
#: Length of the task's vector.
TASK_FEATURES = len(GENERAL_NAMES) + (R - 1) * len(RESOURCE_NAMES) + K + DIRECTIVE_FEATURES

UNITS_PER_TILE = 256.0
_ORES = ("coal", "stone", "iron-ore", "copper-ore")
_MACHINES = ("burner-mining-drill", "electric-mining-drill", "stone-furnace")
_CLASS_COLUMN = {
    scripts.constants.FACTORIO_CLASS_DRILL: 3, scripts.constants.FACTORIO_CLASS_CRAFTER: 4,
    scripts.constants.FACTORIO_CLASS_CONTAINER: 5, scripts.constants.FACTORIO_CLASS_DEFENCE: 6,
}  # fmt: skip
#: Whether entities of a class were built, or attack; by its number.
_IS_TOLD = np.ones(256, dtype=np.bool_)
_IS_TOLD[[scripts.constants.FACTORIO_CLASS_NATURAL, scripts.constants.FACTORIO_CLASS_CHARACTER]] = False


@dataclass(frozen=True)
class Facts:
    """What a script would ask about an arena, by name."""

    tick: int
    held: dict[str, int]
    """Items in the hand, of those that frames count."""
    waiting: dict[str, int]
    """Items in chests and furnaces that can be taken out."""
    drills: dict[str, int]
    """Drills by the ore under them."""
    unserved: dict[str, int]
    """Of them those without anything that takes their ore."""
    machines: int
    """Machines that burn fuel."""
    without_fuel: int
    """Of them those with no unit of fuel but what burns."""
    fuel: int
    """Units of fuel in all of them, but what burns."""
    trees: int
    ores: frozenset[str]
    """Ores that the map has."""


class Situations(NamedTuple):
    """Situations of n arenas, as a tactical policy reads them."""

    minimap: NDArray[np.float32]
    """float32 [n, PLANES, side, side]."""
    task: NDArray[np.float32]
    """float32 [n, TASK_FEATURES]."""
    entities: NDArray[np.float32]
    """float32 [n, ENTITY_ROWS, len(ENTITY_NAMES)], zeros where there is none."""
    present: NDArray[np.bool_]
    """bool [n, ENTITY_ROWS]."""
    allowed: NDArray[np.bool_]
    """bool [n, K, R], the subtasks that can begin, with the resources that they can begin with."""

    @classmethod
    def stack(cls, parts: list[Situation]) -> Self:
        """One row for each situation."""
        return cls(*(np.stack([getattr(part, name) for part in parts]) for name in cls._fields))


@dataclass(frozen=True)
class Situation:
    """The situation of one arena: rows of `Situations`, and the facts behind them."""

    minimap: NDArray[np.float32]
    task: NDArray[np.float32]
    entities: NDArray[np.float32]
    present: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    facts: Facts


class RememberingWorld(scripts.WorldView):
    """A world that asks no question twice while no tick passes; `forget` after every step."""

    def __init__(self, env: harness.FactorioVectorEnv, arena: int) -> None:
        super().__init__(env, arena)
        self._answers: dict[str, NDArray[Any]] = {}

    def remember(self, kind: str, answer: NDArray[Any]) -> None:
        """Takes an answer that was asked for elsewhere."""
        self._answers[kind] = answer

    def forget(self) -> None:
        """The world has moved on."""
        self._answers.clear()

    def ask(self, kind: str, area: tuple[int, int, int, int] = (0, 0, 0, 0)) -> NDArray[Any]:
        """What a query answers; from memory where it was asked since the last step, of the whole map."""
        if any(area):
            return super().ask(kind, area)
        if kind not in self._answers:
            self._answers[kind] = super().ask(kind)
        return self._answers[kind]


@dataclass
class ArenaView:
    """One arena as the tactical level asks about it: once for every decision.

    Args:
        env: the environment.
        arena: which of its arenas.
        minimap_scale: tiles a side of a cell of the minimap; 8 gives 32 x 32 cells, 1 the 256 x 256 of the documents.
    """

    env: harness.FactorioVectorEnv
    arena: int
    minimap_scale: int = 8
    directive: Directive = NO_DIRECTIVE
    last_subtask: int | None = None
    """Place in `SUBTASKS` of the option before; None at the start."""
    body: scripts.Body = field(init=False)
    """Its hands: the newest frame, and its world."""
    _patches: dict[str, tuple[float, float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        scenario = self.env.scenario
        self._world = RememberingWorld(self.env, self.arena)
        self.body = scripts.Body(self._world, scenario.ticks_per_step)
        names = self.env.prototype_names
        self._entity_names, self._item_names = names["entity"], names["item"]
        self._tree = names["entity"].index("tree-01") + 1 if "tree-01" in names["entity"] else 0
        self._goals = wanted_items(scenario)
        self._end = float(getattr(scenario.task, "seconds", scenario.episode_ticks / 60)) * 60
        self._half = np.array(scenario.map.sides, dtype=np.float32) / 2

    def begin(self, frame: Any) -> None:
        """Begins an episode with its first frame: fields of ore are looked up once, for they stay where they are."""
        self.see(frame)
        self.directive, self.last_subtask = NO_DIRECTIVE, None
        rows = self.env.query(self.arena, "resources")
        self._patches = {}
        for number in np.unique(rows["prototype"]):
            middle = rows["position"][rows["prototype"] == number].mean(axis=0) / UNITS_PER_TILE
            self._patches[self._entity_names[int(number) - 1]] = (float(middle[0]), float(middle[1]))

    def take_over(self, other: ArenaView) -> None:
        """Sees what another view of the same episode has seen."""
        self.see(other.body.frame)
        self.directive, self.last_subtask, self._patches = other.directive, other.last_subtask, other._patches

    def see(self, frame: Any) -> None:
        """Takes in the frame of a step."""
        self.body.frame = frame
        self._world.forget()

    def questions(self) -> list[scripts.Question]:
        """What `look` has to know; with the answers to many arenas' questions in one exchange it asks nothing."""
        area = area_around(*self.body.place, MINIMAP_TILES)
        return [
            scripts.Question(self.arena, "entities"), scripts.Question(self.arena, "cells", area, self.minimap_scale)
        ]  # fmt: skip

    def look(self, answers: Sequence[NDArray[Any]] | None = None) -> Situation:
        """The present situation; runs no tick.

        Args:
            answers: to `questions`; asked for when None.

        Raises:
            harness.ServerLost: if the server is lost meanwhile.
        """
        rows, cells = self.env.ask(self.questions()) if answers is None else answers
        self._world.remember("entities", rows)
        facts = self._facts(rows)
        x, y = self.body.place
        entities, present = self._tokens(rows, x, y)
        return Situation(
            minimap=cell_planes(cells),
            task=self._task(facts, rows, x, y),
            entities=entities,
            present=present,
            allowed=allowed_options(facts, self._goals),
            facts=facts,
        )

    def _facts(self, rows: NDArray[Any]) -> Facts:
        counts = self.body.frame["item_counts"]
        waiting: dict[str, int] = {}
        drills: dict[str, int] = {}
        unserved: dict[str, int] = {}
        standing = {(x, y) for x, y in (rows["position"] / UNITS_PER_TILE).tolist()}
        machines = without_fuel = fuel = 0
        for row in rows[_IS_TOLD[rows["entity_class"]]]:
            name = self._entity_names[int(row["prototype"]) - 1]
            if row["item_count"]:
                item = self._item_names[int(row["item"]) - 1]
                waiting[item] = waiting.get(item, 0) + int(row["item_count"])
            if name not in _MACHINES:
                continue
            machines += 1
            without_fuel += row["fuel"] == 0
            fuel += int(row["fuel"])
            if name.endswith("drill"):
                x, y = (row["position"] / UNITS_PER_TILE).tolist()
                ore = self.ore_under(x, y)
                is_served = receiver_place(x, y, receiver_of(ore, self._goals)) in standing
                drills[ore] = drills.get(ore, 0) + 1
                unserved[ore] = unserved.get(ore, 0) + (not is_served)
        return Facts(
            tick=self.body.tick,
            held={name: int(counts[column]) for name, column in scripts.ITEM_COLUMNS.items()},
            waiting=waiting,
            drills=drills,
            unserved=unserved,
            machines=machines,
            without_fuel=int(without_fuel),
            fuel=fuel,
            trees=int((rows["prototype"] == self._tree).sum()),
            ores=frozenset(self._patches),
        )

    def ore_under(self, x: float, y: float) -> str:
        """The ore whose field is nearest to a place: fields lie apart."""
        distances = {ore: float(np.hypot(px - x, py - y)) for ore, (px, py) in self._patches.items()}
        return min(distances, key=distances.__getitem__, default="")

    def _task(self, facts: Facts, rows: NDArray[Any], x: float, y: float) -> NDArray[np.float32]:
        frame, held = self.body.frame, facts.held
        machines = max(facts.machines, 1)
        general = [
            facts.tick / self._end, max(0.0, self._end - facts.tick) / 3600, facts.machines / 8,
            facts.without_fuel / machines, float(frame["machines_working"]) / machines,
            held["burner-mining-drill"] / 4, held["wooden-chest"] / 4, held["stone-furnace"] / 4, facts.trees / 32,
            self._made(), float(frame["health"]) / 250, x / self._half[0], y / self._half[1],
        ]  # fmt: skip
        tree = self._nearest_tree(rows, x, y)
        told = [number for name in RESOURCES[1:] for number in self._resource(name, facts, tree, x, y)]
        last = np.zeros(K, dtype=np.float32)
        if self.last_subtask is not None:
            last[self.last_subtask] = 1
        return np.concatenate([np.array([*general, *told], np.float32), last, self.directive.features()])

    def _resource(self, name: str, facts: Facts, tree: float, x: float, y: float) -> tuple[float, ...]:
        held, wanted = facts.held[name], self._goals.get(name, 0)
        owned = held if not self._makes else self._made() * wanted
        lacking = max(0.0, wanted - owned) / wanted if wanted else 0.0
        place = self._patches.get(name)
        distance = tree if name == "wood" else 64.0 if place is None else np.hypot(place[0] - x, place[1] - y)
        return (
            np.log1p(held) / 6, lacking, float(wanted > 0), np.log1p(facts.waiting.get(name, 0)) / 6,
            facts.drills.get(name, 0) / 4, min(float(distance), 64.0) / 64, float(distance < 64),
        )  # fmt: skip

    @property
    def _makes(self) -> bool:
        """Whether what counts is what machines have made, not what is held."""
        return self.env.scenario.task.kind == "automate"

    def _made(self) -> float:
        """Share of the items to be made that are made, 0 for tasks that ask for none."""
        if not self._makes:
            return 0.0
        (name, wanted), *_ = self._goals.items()
        return min(1.0, float(self.body.frame["produced"][scripts.ITEM_COLUMNS[name]]) / wanted)

    def _nearest_tree(self, rows: NDArray[Any], x: float, y: float) -> float:
        """Tiles to the nearest tree; 64 where there is none."""
        places = rows["position"][rows["prototype"] == self._tree] / UNITS_PER_TILE
        return float(np.hypot(places[:, 0] - x, places[:, 1] - y).min()) if len(places) else 64.0

    def _tokens(self, rows: NDArray[Any], x: float, y: float) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The nearest entities that were built, or that attack."""
        out = np.zeros((ENTITY_ROWS, len(ENTITY_NAMES)), dtype=np.float32)
        rows = rows[_IS_TOLD[rows["entity_class"]]]
        offset = rows["position"] / UNITS_PER_TILE - np.array([x, y])
        distance = np.hypot(offset[:, 0], offset[:, 1])
        order = np.argsort(distance, kind="stable")[:ENTITY_ROWS]
        near, count = rows[order], len(order)
        out[:count, 0:2], out[:count, 2] = offset[order] / 32, distance[order] / 32
        columns = [_CLASS_COLUMN.get(int(number), 7) for number in near["entity_class"]]
        out[np.arange(count), columns] = 1
        out[:count, 8] = near["status"] == scripts.constants.FACTORIO_STATUS_WORKING
        out[:count, 9] = (near["fuel"] == 0) & np.isin(columns, (3, 4))
        out[:count, 10] = near["fuel"] / 8
        for column, names in ((11, ("coal",)), (12, ("iron-ore", "iron-plate")), (13, ("copper-ore", "copper-plate"))):
            out[:count, column] = [n > 0 and self._item_names[n - 1] in names for n in near["item"].tolist()]
        out[:count, 14], out[:count, 15] = np.log1p(near["item_count"]) / 5, near["progress"]
        return out, np.arange(ENTITY_ROWS) < count


def allowed_options(facts: Facts, goals: dict[str, int]) -> NDArray[np.bool_]:
    """Where options can be initiated.

    Resting always; felling while trees stand; mining ores that the map has; building a drill, and what takes the ore
    of one that has nothing of the kind, while they are held; refuelling while there are machines, with wood only those
    that have no fuel left; collecting what waits somewhere.

    Args:
        facts: of the arena.
        goals: items that the task asks for: plates make furnaces the receivers of their ore.

    Returns:
        bool [K, R]; at least one is True.
    """
    allowed = np.zeros((K, R), dtype=np.bool_)
    allowed[SUBTASKS.index("rest"), 0] = True
    allowed[SUBTASKS.index("fell_trees"), RESOURCES.index("wood")] = facts.trees > 0
    for ore in facts.ores & set(_ORES):
        allowed[SUBTASKS.index("mine"), RESOURCES.index(ore)] = True
        allowed[SUBTASKS.index("build_drill"), RESOURCES.index(ore)] = facts.held["burner-mining-drill"] > 0
        can_serve = facts.unserved.get(ore, 0) > 0 and facts.held[receiver_of(ore, goals)] > 0
        allowed[SUBTASKS.index("build_receiver"), RESOURCES.index(ore)] = can_serve
    allowed[SUBTASKS.index("refuel"), RESOURCES.index("coal")] = facts.held["coal"] > 0 and facts.machines > 0
    allowed[SUBTASKS.index("refuel"), RESOURCES.index("wood")] = facts.held["wood"] > 0 and facts.without_fuel > 0
    for item, count in facts.waiting.items():
        if item in RESOURCES:
            allowed[SUBTASKS.index("collect"), RESOURCES.index(item)] = count > 0
    return allowed
