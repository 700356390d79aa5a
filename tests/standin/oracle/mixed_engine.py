"""A mixed scene in the engine: built, ordered about, and told in terms that factory-sim shares."""

from __future__ import annotations

from typing import Any

from engine_world import World, ffi, fixed, lib
from machine_duel import STATUS
from mixed_scene import BELT, CHEST, DRILL, FURNACE, INSERTER, MixedScene, Order

from harness.standin.prototypes.load import LoadedPrototypes

NUMBERS = {"north": 0, "east": 4, "south": 8, "west": 12}
ROLES = {"fuel": lib.SIM_INVENTORY_FUEL, "source": lib.SIM_INVENTORY_SOURCE, "result": lib.SIM_INVENTORY_RESULT}
INSERTER_STATUS = {
    lib.SIM_STATUS_WORKING: "working",
    lib.SIM_STATUS_NO_FUEL: "no_fuel",
    lib.SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION: "waiting_for_space_in_destination",
    lib.SIM_STATUS_WAITING_FOR_SOURCE_ITEMS: "waiting_for_source_items",
}


class EngineSide:
    """The engine's half of a duel."""

    def __init__(self, scene: MixedScene, prototypes: LoadedPrototypes | None = None) -> None:
        self.world = World(side=96, entities=200, character=scene.start, containers=200, prototypes=prototypes)
        self.names = [str(row["name"]) for row in self.world.prototypes.tables.rows["entities"]]
        self.items = [str(row["name"]) for row in self.world.prototypes.tables.rows["items"]]
        self.types = [str(row.get("type_name", "")) for row in self.world.prototypes.tables.rows["entities"]]
        self.walk_ticks = 0
        self.belt_rows = ffi.new("sim_belt_item[16]")
        for name, x, y, amount in scene.ores:
            self.world.create(name, x + 0.5, y + 0.5, amount)
        for thing in sorted(scene.things, key=lambda thing: thing.name != "stone-wall"):
            self._create(thing.name, thing.x, thing.y, thing.direction)
        for item, count in scene.inventory:
            self.world.insert(item, count)

    def _create(self, name: str, x: float, y: float, direction: str) -> None:
        spec = ffi.new("sim_entity_spec *")
        spec.prototype, spec.direction = self.world.entity_number(name), NUMBERS[direction]
        spec.position.x, spec.position.y = fixed(x), fixed(y)
        spec.force = lib.SIM_FORCE_ARENA
        assert lib.sim_entity_create(self.world.arena, self.world.table, spec, ffi.NULL) == lib.SIM_OK

    def slot_at(self, x: float, y: float) -> int:
        """Slot of the building whose centre is x, y (tiles); 0 for none."""
        place = fixed(x), fixed(y)
        for slot in range(1, self.world.arena.entity_slots):
            found = lib.sim_entity_slot(self.world.arena, slot)
            if found == ffi.NULL or (found.position.x, found.position.y) != place:
                continue
            if self.types[found.prototype] not in ("resource", "item-entity", "character"):
                return slot
        return 0

    # Orders ----------------------------------------------------------------------------------------------------

    def script(self, order: Order) -> int:
        """Carries out what a script does; what came of it."""
        arena, table, slot = self.world.arena, self.world.table, self.slot_at(order.x, order.y)
        item = self.world.item_number(order.item)
        if slot == 0:
            return 0
        if order.verb == "gift":
            return int(lib.sim_transfer_insert(arena, table, slot, item, order.count))
        if self.names[self.world.slot(slot).prototype] != BELT:
            return 0
        return int(lib.sim_belt_insert(arena, table, slot, order.lane, order.count, item) == lib.SIM_OK)

    def walk(self, order: Order) -> None:
        """Walks for some ticks from now on."""
        self.world.stop_mining()
        self.world.walk(order.direction)
        self.walk_ticks = order.count

    def mine_target(self, x: float, y: float) -> tuple[int, tuple[int, int, str] | None]:
        """What mining there would answer, and what it would mine: centre and name."""
        target = ffi.new("sim_handle *")
        place = fixed(x), fixed(y)
        result = lib.sim_mining_target(self.world.arena, self.world.table, 0, place, target)
        found = lib.sim_entity_get(self.world.arena, target[0]) if result == lib.SIM_OK else ffi.NULL
        if found == ffi.NULL:
            return result, None
        return result, (found.position.x, found.position.y, self.names[found.prototype])

    def could_give(self, order: Order) -> bool:
        """Whether the character holds so much of an item, and the thing there has room for all of it."""
        item, slot = self.world.item_number(order.item), self.slot_at(order.x, order.y)
        room = lib.sim_transfer_room(self.world.arena, self.world.table, slot, item) if slot else 0
        return bool(self.world.count(order.item) >= order.count <= room)

    def hand(self, order: Order) -> int:
        """What a character does at once; the result code."""
        world = self.world
        if order.verb == "place":
            item, place = world.item_number(order.item), (fixed(order.x), fixed(order.y))
            direction = NUMBERS[order.direction]
            return int(lib.sim_build_from_item(world.arena, world.table, 0, item, place, direction, ffi.NULL))
        slot = self.slot_at(order.x, order.y)
        handle = lib.sim_entity_handle(world.arena, slot)
        if order.verb == "rotate":
            return int(lib.sim_build_rotate_by(world.arena, world.table, 0, handle, order.direction == "back"))
        do = lib.sim_hand_insert if order.verb == "give" else lib.sim_hand_take
        return int(do(world.arena, world.table, 0, handle, world.item_number(order.item), order.count, ffi.NULL))

    def step(self) -> None:
        """One tick."""
        self.world.run()
        if self.walk_ticks > 0:
            self.walk_ticks -= 1
            if self.walk_ticks == 0:
                self.world.walk(None)

    # State -----------------------------------------------------------------------------------------------------

    def state(self) -> dict[Any, Any]:
        """Everything that both know."""
        world, record = self.world, self.world.record
        state: dict[Any, Any] = {
            "position": tuple(world.position),
            "stacks": world.stacks(),
            "mining": bool(record.mining),
            "seconds": record.mining_seconds if record.mining else 0.0,
        }
        get, null = lib.sim_entity_slot, ffi.NULL
        for slot in range(1, world.arena.entity_slots):
            found = get(world.arena, slot)
            if found != null:
                self._tell(state, slot, found)
        return state

    def _tell(self, state: dict[Any, Any], slot: int, found: Any) -> None:
        name, place = self.names[found.prototype], (found.position.x, found.position.y)
        kind = self.types[found.prototype]
        if kind == "resource":
            state["ore", *place] = (name, found.amount)
        elif kind == "item-entity":
            state.setdefault(("ground", *place), []).append((self.items[found.item], found.amount))
        elif kind != "character":
            tell = {CHEST: self._chest, DRILL: self._drill, FURNACE: self._furnace, BELT: self._belt,
                    INSERTER: self._inserter}.get(name)  # fmt: skip
            state[name, *place] = tell(slot, found) if tell else {}

    def _stack(self, slot: int, role: int) -> tuple[str, int]:
        number = lib.sim_entity_inventory(self.world.arena, self.world.table, slot, role)
        first = lib.sim_inventory_slots(self.world.arena, number)[0]
        return (self.items[first.item], first.count) if first.count else ("", 0)

    def _burner(self, energy: Any) -> dict[str, Any]:
        burner = lib.sim_burner_get(self.world.arena, energy.record)
        burning = self.items[burner.burning] if burner.burning else ""
        return {"buffer": burner.buffer_joules, "remaining": burner.remaining_joules, "burning": burning}

    def _chest(self, slot: int, found: Any) -> dict[str, Any]:
        return {"chest": self.world.stacks(found.record)}

    def _drill(self, slot: int, found: Any) -> dict[str, Any]:
        drill = lib.sim_drill_get(self.world.arena, slot)
        return {
            **self._burner(drill.energy),
            "direction": found.direction,
            "fuel": self._stack(slot, ROLES["fuel"]),
            "seconds": drill.seconds,
            "held": self.items[drill.held_item] if drill.held_item else "",
            "status": STATUS.get(lib.sim_entity_status(self.world.arena, self.world.table, slot)),
        }

    def _furnace(self, slot: int, found: Any) -> dict[str, Any]:
        crafter = lib.sim_crafter_get(self.world.arena, slot)
        return {
            **self._burner(crafter.energy),
            **{name: self._stack(slot, role) for name, role in ROLES.items()},
            "seconds": crafter.seconds,
            "crafting": bool(crafter.is_crafting),
            "finished": crafter.products_finished,
            "status": STATUS.get(lib.sim_entity_status(self.world.arena, self.world.table, slot)),
        }

    def _belt(self, slot: int, found: Any) -> dict[str, Any]:
        rows = self.belt_rows
        count = lib.sim_belt_items(self.world.arena, self.world.table, slot, rows, 16)
        items = sorted((rows[i].line, rows[i].position, self.items[rows[i].item]) for i in range(count))
        return {"direction": found.direction, "items": items}

    def _inserter(self, slot: int, found: Any) -> dict[str, Any]:
        inserter = lib.sim_inserter_at(self.world.arena, self.world.table, slot)
        return {
            **self._burner(inserter.energy),
            "direction": found.direction,
            "fuel": self._stack(slot, ROLES["fuel"]),
            "orientation": inserter.orientation,
            "length": inserter.length,
            "held": self.items[inserter.held_item] if inserter.held_item else "",
            "status": INSERTER_STATUS.get(lib.sim_inserter_status(self.world.arena, self.world.table, slot)),
        }
