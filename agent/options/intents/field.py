"""Intents in fields of ore: fell, mine, set up drills with what takes their ore, fuel them, collect."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import harness
from agent.options.field_work import FULL as FUEL
from agent.options.field_work import choose_site, receiver_place, tiles_of, wanted_items
from agent.options.intents.kit import PLACE_NAMES, Floats, IntentKit, Targets, place_columns

C = harness.constants

#: What is mined by hand, in the order of its columns in frames' item counts; wood comes from trees.
ORES = ("iron-ore", "copper-ore", "coal", "stone")
#: Item of each kind that rows and columns here speak of, with its column in item counts.
KINDS = {**{name: 1 + i for i, name in enumerate(ORES)}, "wood": 5, "iron-plate": 6, "copper-plate": 7}
#: What is looked for among the entities.
BUILDINGS = ("tree-01", "burner-mining-drill", "stone-furnace", "wooden-chest")
#: Rows that are kept of each sort of entity; those beyond are not seen.
TREES, TILES, DRILLS, FURNACES, CHESTS = 48, 120, 6, 4, 6
MACHINES, STORES = DRILLS + FURNACES, CHESTS + FURNACES
#: Units of fuel up to which machines are filled.
FULL = np.array([float(FUEL["burner-mining-drill"])] * DRILLS + [float(FUEL["stone-furnace"])] * FURNACES)
#: Tiles from which everything but ore is within reach, with room to spare; and the reach for ore.
REACH, ORE_REACH = 7.0, 2.5
#: Ticks before the end from which only what is held counts as gathered.
LATE_TICKS = 2400
#: Most items of one kind that wood is put in at once.
MOST_WOOD = 6

VERBS = ("stand", "fell", "mine", "build_drill", "build_receiver", "put_coal", "put_wood", "collect")
_SIZES = (1, 1, len(ORES), len(ORES), DRILLS, MACHINES, MACHINES, STORES)
_EDGES = np.cumsum((0, *_SIZES)).tolist()
#: Places of each verb's intents among all.
PLACES = {verb: slice(a, b) for verb, a, b in zip(VERBS, _EDGES, _EDGES[1:], strict=False)}
_MACHINE_NAMES = [*(f"drill_{i}" for i in range(DRILLS)), *(f"furnace_{i}" for i in range(FURNACES))]
_STORE_NAMES = [*(f"chest_{i}" for i in range(CHESTS)), *(f"furnace_{i}" for i in range(FURNACES))]


class FieldKit(IntentKit):
    """Intents of scenarios with fields of ore, burner drills, and chests or furnaces."""

    intents = (
        "stand", "fell_nearest_tree", *(f"mine_{ore}" for ore in ORES), *(f"build_drill_on_{ore}" for ore in ORES),
        *(f"build_receiver_of_drill_{i}" for i in range(DRILLS)),
        *(f"put_coal_into_{name}" for name in _MACHINE_NAMES), *(f"put_wood_into_{name}" for name in _MACHINE_NAMES),
        *(f"collect_from_{name}" for name in _STORE_NAMES),
    )  # fmt: skip
    global_names = (
        "time", "late", "walking", "mining", "mining_progress", "refused", "blocked",
        "drills_held", "receivers_held", "drills_without_fuel", "machines_hungry",
        *(f"{name}_held" for name in KINDS), *(f"{name}_held_log" for name in KINDS),
        *(f"{name}_lacking" for name in KINDS), *(f"{name}_stored" for name in KINDS),
        *(f"drills_on_{ore}" for ore in ORES),
    )  # fmt: skip
    row_names = (
        *PLACE_NAMES, *VERBS, *(f"is_{name}" for name in KINDS),
        "fuel", "no_fuel", "content", "content_log", "working", "held", "lacking", "lacking_owned", "most_lacking",
        "drills_there", "most_content", "least_fuel", "nearest",
    )  # fmt: skip
    kept = (
        "trees", "ore", "ore_free", "sites", "drill", "drill_ore", "served", "machine", "fuel", "status", "store",
        "store_kind", "store_count", "held",
    )  # fmt: skip

    def __init__(self, env: harness.FactorioVectorEnv, arenas: int) -> None:
        super().__init__(env, arenas)
        items = self.scenario.starting_items
        self.receiver = "wooden-chest" if "wooden-chest" in items else "stone-furnace"
        goals = wanted_items(self.scenario)
        self.wanted = np.array([float(goals.get(name, 0)) for name in KINDS])
        is_counted_at_the_end = self.scenario.task.kind != "unattended"
        seconds = getattr(self.scenario.task, "seconds", 0.0)
        self.end = float(seconds * 60 if is_counted_at_the_end else self.scenario.episode_ticks)
        self._entity = {name: self.number("entity", name) for name in (
            "tree-01", "burner-mining-drill", "stone-furnace", "wooden-chest", *ORES)}  # fmt: skip
        self._names = {number: name for name, number in self._entity.items()}
        self._item = {name: self.number("item", name) for name in (*KINDS, "burner-mining-drill", self.receiver)}
        self._kind_of_item = {self._item[name]: i for i, name in enumerate(KINDS)}
        nowhere = np.inf
        self.trees = np.full((arenas, TREES, 2), nowhere, dtype=np.float32)
        self.ore = np.full((arenas, len(ORES), TILES, 2), nowhere, dtype=np.float32)
        self.ore_free = self.ore.copy()
        self.sites = np.full((arenas, len(ORES), 2), nowhere)
        self.drill = np.full((arenas, DRILLS, 2), nowhere)
        self.drill_ore = np.full((arenas, DRILLS), -1, dtype=np.int64)
        self.served = np.zeros((arenas, DRILLS), dtype=bool)
        self.machine = np.full((arenas, MACHINES, 2), nowhere)
        self.fuel = np.zeros((arenas, MACHINES))
        self.status = np.zeros((arenas, MACHINES), dtype=np.int64)
        self.store = np.full((arenas, STORES, 2), nowhere)
        self.store_kind = np.full((arenas, STORES), -1, dtype=np.int64)
        self.store_count = np.zeros((arenas, STORES))
        self.held = np.zeros((arenas, len(KINDS)))
        self._prepare_targets()

    def _prepare_targets(self) -> None:
        """What is the same in every state."""
        arenas, count = self.arenas, len(self.intents)
        kinds = (
            C.FACTORIO_ACTION_MOVE, C.FACTORIO_ACTION_MINE, C.FACTORIO_ACTION_MINE, C.FACTORIO_ACTION_BUILD,
            C.FACTORIO_ACTION_BUILD, C.FACTORIO_ACTION_INSERT, C.FACTORIO_ACTION_INSERT, C.FACTORIO_ACTION_TAKE,
        )  # fmt: skip
        reach = np.full(count, REACH)
        reach[PLACES["stand"]], reach[PLACES["mine"]] = np.inf, ORE_REACH
        clearance = np.zeros(count)
        clearance[PLACES["build_drill"]] = 1.5
        clearance[PLACES["build_receiver"]] = 1.5 if self.receiver == "stone-furnace" else 0.9
        item = np.zeros((arenas, count), dtype=np.int64)
        item[:, PLACES["build_drill"]] = self._item["burner-mining-drill"]
        item[:, PLACES["build_receiver"]] = self._item[self.receiver]
        item[:, PLACES["put_coal"]], item[:, PLACES["put_wood"]] = self._item["coal"], self._item["wood"]
        self.targets = Targets(
            place=np.full((arenas, count, 2), np.inf), reach=reach, kind=np.repeat(np.array(kinds), _SIZES), item=item,
            count=np.zeros((arenas, count), dtype=np.int64), clearance=clearance,
            allowed=np.zeros((arenas, count), dtype=bool),
        )  # fmt: skip

    # ---- asking

    def begin(self, arenas: NDArray[np.int64]) -> None:
        """Where ore lies."""
        for arena, rows in zip(arenas.tolist(), self.env.query_many(arenas, "resources"), strict=True):
            self._read_ore(arena, rows)

    def _read_ore(self, arena: int, rows: NDArray[Any]) -> None:
        self.ore[arena] = np.inf
        for kind, name in enumerate(ORES):
            places = rows["position"][rows["prototype"] == self._entity[name]][:TILES] / 256
            self.ore[arena, kind, : len(places)] = places

    def refresh(self, arenas: NDArray[np.int64]) -> None:
        """Trees, machines and chests; where more can be built."""
        for arena, rows in zip(arenas.tolist(), self.env.query_many(arenas, "entities"), strict=True):
            self._read_entities(arena, rows)

    def _read_entities(self, arena: int, rows: NDArray[Any]) -> None:
        prototypes, places = rows["prototype"], rows["position"] / 256
        found = {name: np.flatnonzero(prototypes == self._entity[name]) for name in BUILDINGS}
        place = {name: places[numbers] for name, numbers in found.items()}
        row = {name: rows[numbers] for name, numbers in found.items() if name != "tree-01"}
        self._fill(self.trees[arena], place["tree-01"])
        drills, furnaces = place["burner-mining-drill"][:DRILLS], place["stone-furnace"][:FURNACES]
        chests = place["wooden-chest"][:CHESTS]
        before = self.machine[arena].copy(), self.store[arena].copy()
        self._fill(self.drill[arena], drills)
        self._fill(self.machine[arena, :DRILLS], drills)
        self._fill(self.machine[arena, DRILLS:], furnaces)
        self._fill(self.store[arena, :CHESTS], chests)
        self._fill(self.store[arena, CHESTS:], furnaces)
        self._read_machines(arena, 0, row["burner-mining-drill"][:DRILLS])
        self._read_machines(arena, DRILLS, row["stone-furnace"][:FURNACES])
        self.store_kind[arena], self.store_count[arena] = -1, 0
        for first, stores in ((0, row["wooden-chest"][:CHESTS]), (CHESTS, row["stone-furnace"][:FURNACES])):
            last = first + len(stores)
            self.store_kind[arena, first:last] = [self._kind_of_item.get(item, -1) for item in stores["item"].tolist()]
            self.store_count[arena, first:last] = stores["item_count"]
        now = self.machine[arena], self.store[arena]
        is_as_before = all(np.array_equal(*both) for both in zip(before, now, strict=True))
        if self.begins[arena] or not is_as_before:
            self._survey_ground(arena, drills, place)

    @staticmethod
    def _fill(table: NDArray[np.floating], places: NDArray[np.floating]) -> None:
        table[...] = np.inf
        count = min(len(table), len(places))
        table[:count] = places[:count]

    def _read_machines(self, arena: int, first: int, rows: NDArray[Any]) -> None:
        size = DRILLS if first == 0 else FURNACES
        self.fuel[arena, first : first + size], self.status[arena, first : first + size] = 0, 0
        self.fuel[arena, first : first + len(rows)] = rows["fuel"]
        self.status[arena, first : first + len(rows)] = rows["status"]

    def _survey_ground(self, arena: int, drills: NDArray[np.float64], place: dict[str, NDArray[np.float64]]) -> None:
        """After something was built: ore that is free, places for drills, drills that nothing takes the ore of."""
        taken = {tile for name, places in place.items()
                 for x, y in places.tolist() for tile in tiles_of(name, x, y)}  # fmt: skip
        for kind in range(len(ORES)):
            ore = self.ore[arena, kind]
            ore = ore[np.isfinite(ore[:, 0])]
            tiles = np.floor(ore).astype(int).tolist()
            self._fill(self.ore_free[arena, kind], ore[[(x, y) not in taken for x, y in tiles]])
            self.sites[arena, kind] = choose_site(ore, taken, self.receiver) or (np.inf, np.inf)
        receivers = {(x, y) for x, y in place[self.receiver].tolist()}
        self.served[arena], self.drill_ore[arena] = False, -1
        for i, (x, y) in enumerate(drills.tolist()):
            self.served[arena, i] = receiver_place(x, y, self.receiver) in receivers
            distance = np.hypot(*(self.ore[arena] - (x, y)).transpose(2, 0, 1)).min(axis=1)
            self.drill_ore[arena, i] = distance.argmin()

    # ---- looking

    def survey(self, frames: NDArray[Any]) -> tuple[Floats, Floats]:
        """What is known of the arenas and of each intent."""
        self.position = frames["player_pos"].astype(np.float64)
        counts = frames["item_counts"].astype(np.float64)
        self.held[:] = counts[:, list(KINDS.values())]
        self.drills_held = counts[:, C.FACTORIO_ITEM_BURNER_MINING_DRILL]
        column = C.FACTORIO_ITEM_WOODEN_CHEST if self.receiver == "wooden-chest" else C.FACTORIO_ITEM_STONE_FURNACE
        self.receivers_held = counts[:, column]
        self.tick = frames["timestamp"].astype(np.float64)
        self._aim()
        self._allow()
        return self._globals(frames), self._rows()

    def _aim(self) -> None:
        targets, position = self.targets, self.position
        targets.place[:, 0] = position
        every = np.arange(self.arenas)
        away = _squares(self.trees, position[:, None])
        targets.place[:, 1] = self.trees[every, away.argmin(axis=1)]
        nearest = _squares(self.ore_free, position[:, None, None]).argmin(axis=2)
        targets.place[:, PLACES["mine"]] = self.ore_free[every[:, None], np.arange(len(ORES)), nearest]
        targets.place[:, PLACES["build_drill"]] = self.sites
        shift = np.subtract(receiver_place(0, 0, self.receiver), (0, 0))
        targets.place[:, PLACES["build_receiver"]] = self.drill + shift
        targets.place[:, PLACES["put_coal"]] = targets.place[:, PLACES["put_wood"]] = self.machine
        targets.place[:, PLACES["collect"]] = self.store

    def _allow(self) -> None:
        targets, held = self.targets, self.held
        there = np.isfinite(targets.place[..., 0])
        allowed = targets.allowed
        allowed[...] = there
        allowed[:, PLACES["build_drill"]] &= (self.drills_held > 0)[:, None]
        allowed[:, PLACES["build_receiver"]] &= (self.receivers_held > 0)[:, None] & ~self.served
        coal, wood = held[:, [2]], held[:, [4]]
        is_there = np.isfinite(self.machine[..., 0])
        room = np.where(is_there, np.maximum(FULL - self.fuel, 0), 0)
        needy = np.maximum((room >= 2).sum(axis=1, keepdims=True), 1)
        share = np.minimum(np.ceil(coal / needy), room)
        targets.count[:, PLACES["put_coal"]] = share
        targets.count[:, PLACES["put_wood"]] = np.minimum(np.minimum(wood, room), MOST_WOOD)
        allowed[:, PLACES["put_coal"]] &= share >= 1
        allowed[:, PLACES["put_wood"]] &= targets.count[:, PLACES["put_wood"]] >= 1
        allowed[:, PLACES["collect"]] &= self.store_count > 0
        targets.count[:, PLACES["collect"]] = self.store_count
        items = np.array([*(self._item[name] for name in KINDS), 0])
        targets.item[:, PLACES["collect"]] = items[self.store_kind]
        self.is_machine = is_there

    def _globals(self, frames: NDArray[Any]) -> Floats:
        flags = frames["flags"]
        held, wanted = self.held, np.maximum(self.wanted, 20)
        self.stored = np.stack(
            [np.where(self.store_kind == kind, self.store_count, 0).sum(axis=1) for kind in range(len(KINDS))], axis=1
        )
        self.drills_on = np.stack([(self.drill_ore == kind).sum(axis=1) for kind in range(len(ORES))], axis=1)
        drills = self.is_machine[:, :DRILLS]
        columns = np.column_stack((
            self.tick / self.end, np.clip((self.tick - self.end) / 3600, -1, 1),
            (flags & C.FACTORIO_FLAG_WALKING) != 0, (flags & C.FACTORIO_FLAG_MINING) != 0, frames["mining_progress"],
            frames["action_result"] != 0, (flags & C.FACTORIO_FLAG_BLOCKED) != 0,
            self.drills_held / 4, self.receivers_held / 4,
            (drills & (self.fuel[:, :DRILLS] == 0)).sum(axis=1) / 4,
            (self.is_machine & (self.fuel < FULL / 2)).sum(axis=1) / 4,
            np.minimum(held / wanted, 2), np.log1p(held) / 4, np.maximum(self.wanted - held, 0) / wanted,
            self.stored / wanted, self.drills_on / 3,
        ))  # fmt: skip
        return columns.astype(np.float32)

    def _rows(self) -> Floats:
        arenas, count = self.targets.allowed.shape
        rows = np.zeros((arenas, count, len(self.row_names)), dtype=np.float32)
        at = {name: i for i, name in enumerate(self.row_names)}
        first = len(PLACE_NAMES)
        offset = self.targets.place - self.position[:, None]
        rows[..., :first] = place_columns(offset, self.targets.reach)
        for verb, places in PLACES.items():
            rows[:, places, at[verb]] = 1
        kinds = self._kinds()
        known = kinds >= 0
        for kind, name in enumerate(KINDS):
            rows[..., at[f"is_{name}"]] = kinds == kind
        wanted = np.maximum(self.wanted, 20)
        lacking = np.maximum(self.wanted - self.held, 0)
        owned_lacking = np.maximum(self.wanted - self.held - self.stored, 0)
        safe = np.maximum(kinds, 0)
        # What waits in chests counts until it has to be in the hand.
        short = np.where((self.tick >= self.end - LATE_TICKS)[:, None], lacking, owned_lacking)[:, : len(ORES)]
        most = np.maximum(short.max(axis=1, keepdims=True), 1)
        of_kind = {
            "held": np.log1p(self.held) / 4, "lacking": lacking / wanted, "lacking_owned": owned_lacking / wanted,
            "most_lacking": short == most,
        }  # fmt: skip
        for name, values in of_kind.items():
            padded = np.zeros_like(self.held)
            padded[:, : values.shape[1]] = values
            rows[..., at[name]] = np.take_along_axis(padded, safe, axis=1) * known
        for verb in ("mine", "build_drill"):
            rows[:, PLACES[verb], at["drills_there"]] = self.drills_on / 3
        self._machine_columns(rows, at)
        return rows

    def _kinds(self) -> NDArray[np.int64]:
        """int64 [N, C], place in KINDS of what an intent is about; -1 for nothing."""
        kinds = np.full(self.targets.allowed.shape, -1, dtype=np.int64)
        kinds[:, PLACES["fell"]] = 4
        kinds[:, PLACES["mine"]] = kinds[:, PLACES["build_drill"]] = np.arange(len(ORES))
        kinds[:, PLACES["build_receiver"]] = self.drill_ore
        for verb in ("put_coal", "put_wood"):
            kinds[:, PLACES[verb]][:, :DRILLS] = self.drill_ore
        kinds[:, PLACES["collect"]] = self.store_kind
        return kinds

    def _machine_columns(self, rows: Floats, at: dict[str, int]) -> None:
        away = np.hypot(*(self.machine - self.position[:, None]).transpose(2, 0, 1))
        ratio = np.where(self.is_machine, self.fuel / FULL, np.inf)
        for verb in ("put_coal", "put_wood"):
            part = rows[:, PLACES[verb]]
            part[..., at["fuel"]] = self.fuel / 8
            part[..., at["no_fuel"]] = self.is_machine & (self.fuel == 0)
            part[..., at["working"]] = self.status == C.FACTORIO_STATUS_WORKING
            part[..., at["least_fuel"]] = self.is_machine & (ratio == ratio.min(axis=1, keepdims=True))
            hungry = np.where(self.is_machine & (self.fuel == 0), away, np.inf)
            part[..., at["nearest"]] = np.isfinite(hungry) & (hungry == hungry.min(axis=1, keepdims=True))
        part = rows[:, PLACES["collect"]]
        part[..., at["content"]] = np.minimum(self.store_count / 50, 2)
        part[..., at["content_log"]] = np.log1p(self.store_count) / 4
        same = self.store_kind[:, :, None] == self.store_kind[:, None, :]
        most = np.where(same, self.store_count[:, None, :], 0).max(axis=2)
        part[..., at["most_content"]] = (self.store_count > 0) & (self.store_count == most)


def _squares(places: NDArray[np.float32], position: NDArray[np.float64]) -> NDArray[np.float32]:
    """Squares of the distances, tiles; infinite where there is nothing."""
    east = places[..., 0] - position[..., 0].astype(np.float32)
    south = places[..., 1] - position[..., 1].astype(np.float32)
    return east * east + south * south


__all__ = ["DRILLS", "FULL", "KINDS", "ORES", "PLACES", "FieldKit"]
