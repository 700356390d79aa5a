"""One arena of the engine with short names for what tests do to it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from harness.standin import library
from harness.standin.prototypes.load import LoadedPrototypes, load

ffi, lib = library.load()

TILE = 256
DIRECTIONS = {"north": 0, "northeast": 2, "east": 4, "southeast": 6, "south": 8, "southwest": 10, "west": 12}
DIRECTIONS["northwest"] = 14


class Point(NamedTuple):
    """A position in 1/256 tile."""

    x: int
    y: int


class Handle(NamedTuple):
    """An entity's handle."""

    index: int
    generation: int


@cache
def base_prototypes() -> LoadedPrototypes:
    """The tables of the file that the project ships."""
    return load(ffi)


def fixed(tiles: float) -> int:
    """Tiles to 1/256 tile."""
    return int(tiles * TILE)


class World:
    """An arena with one character at `character` (tiles), on a map centred on 0, 0."""

    def __init__(
        self,
        side: int = 64,
        entities: int = 64,
        character: tuple[float, float] | None = (0, 0),
        prototypes: LoadedPrototypes | None = None,
        containers: int = 8,
        tile_pages: int = 16,
    ) -> None:
        self.prototypes = prototypes or base_prototypes()
        self.table = self.prototypes.pointer
        config = lib.sim_arena_default_config(side, side, entities, self.table)
        config.inventory_capacity += containers
        config.slot_capacity += containers * 48
        config.tile_page_capacity = tile_pages
        for pool in range(lib.SIM_POOL_COUNT):
            config.pool_capacity[pool] = 16 + 4 * entities
        self._config = ffi.new("sim_arena_config *", config)
        self.bytes = lib.sim_arena_bytes(self._config, self.table)
        self.memory = ffi.new("uint64_t[]", self.bytes // 8)
        assert lib.sim_arena_init(self.memory, self.bytes, self._config, self.table) == lib.SIM_OK
        self.character = Handle(0, 0)
        if character is not None:
            self.character = self.create("character", *character)

    @property
    def arena(self) -> Any:
        return ffi.cast("sim_arena *", self.memory)

    # What stands there ------------------------------------------------------------------------------------

    def entity_number(self, name: str) -> int:
        return self.prototypes.number("entities", name)

    def item_number(self, name: str) -> int:
        return self.prototypes.number("items", name)

    def try_create(self, name: str, x: float, y: float, amount: int = 0, item: str | None = None) -> Any:
        """Result code and handle of creating an entity at x, y (tiles)."""
        spec = ffi.new("sim_entity_spec *")
        spec.prototype = self.entity_number(name)
        spec.position.x, spec.position.y = fixed(x), fixed(y)
        spec.amount = amount
        spec.item = self.item_number(item) if item else 0
        created = ffi.new("sim_handle *")
        result = lib.sim_entity_create(self.arena, self.table, spec, created)
        return result, Handle(created.index, created.generation)

    def create(self, name: str, x: float, y: float, amount: int = 0, item: str | None = None) -> Handle:
        result, handle = self.try_create(name, x, y, amount, item)
        assert result == lib.SIM_OK, ffi.string(lib.sim_result_text(result))
        return handle

    def destroy(self, handle: Handle) -> int:
        return lib.sim_entity_destroy(self.arena, self.table, tuple(handle))

    def entity(self, handle: Handle) -> Any:
        """The entity's struct, None when it is gone."""
        found = lib.sim_entity_get(self.arena, tuple(handle))
        return None if found == ffi.NULL else found

    def slot(self, index: int) -> Any:
        found = lib.sim_entity_slot(self.arena, index)
        return None if found == ffi.NULL else found

    def entity_record(self, index: int) -> int:
        """Number of what belongs to the entity in a slot: of a container its inventory."""
        return int(self.slot(index).record)

    def set_tile(self, name: str, x: int, y: int) -> int:
        return lib.sim_map_set_tile(self.arena, self.table, x, y, self.prototypes.number("tiles", name))

    # The character ----------------------------------------------------------------------------------------

    @property
    def record(self) -> Any:
        return lib.sim_character_get(self.arena, 0)

    @property
    def position(self) -> Point:
        place = lib.sim_character_position(self.arena, 0)
        return Point(place.x, place.y)

    def teleport(self, x: int, y: int) -> int:
        """Puts the character at x, y (1/256 tile)."""
        return lib.sim_entity_teleport(self.arena, self.table, tuple(self.character), (x, y))

    def walk(self, direction: str | int | None) -> int:
        number = DIRECTIONS[direction] if isinstance(direction, str) else direction or 0
        return lib.sim_character_set_walking(self.arena, 0, direction is not None, number)

    def mine(self, x: float, y: float) -> int:
        """Starts mining what is at x, y (tiles)."""
        return lib.sim_mining_start(self.arena, self.table, 0, (fixed(x), fixed(y)))

    def can_mine(self, x: float, y: float) -> int:
        """What mining at x, y (tiles) would answer; changes nothing."""
        return lib.sim_mining_target(self.arena, self.table, 0, (fixed(x), fixed(y)), ffi.NULL)

    def stop_mining(self) -> None:
        lib.sim_mining_stop(self.arena, 0)

    @property
    def progress(self) -> float:
        return lib.sim_mining_progress(self.arena, self.table, 0)

    # Items ------------------------------------------------------------------------------------------------

    def insert(self, item: str, count: int, inventory: int | None = None) -> int:
        inventory = self.record.inventory if inventory is None else inventory
        return lib.sim_inventory_insert(self.arena, self.table, inventory, self.item_number(item), count)

    def count(self, item: str, inventory: int | None = None) -> int:
        inventory = self.record.inventory if inventory is None else inventory
        return lib.sim_inventory_count(self.arena, inventory, self.item_number(item))

    def stacks(self, inventory: int | None = None) -> list[tuple[int, str, int]]:
        """Slot number from 0, item name and count of every stack."""
        inventory = self.record.inventory if inventory is None else inventory
        slots = lib.sim_inventory_slots(self.arena, inventory)
        size = lib.sim_inventory_get(self.arena, inventory).slot_count
        names = self.prototypes.tables.rows["items"]
        return [(i, str(names[slots[i].item]["name"]), slots[i].count) for i in range(size) if slots[i].item]

    def produced(self, item: str) -> int:
        return lib.sim_statistics_get(self.arena, self.item_number(item)).produced

    # Time and state ---------------------------------------------------------------------------------------

    def run(self, ticks: int = 1) -> None:
        lib.sim_run(self.arena, self.table, ticks)

    @property
    def tick(self) -> int:
        return self.arena.tick

    def hash(self) -> int:
        return lib.sim_arena_hash(self.arena, self.table)

    def fault(self) -> str | None:
        """What the sanity sweep finds, None when all is well."""
        fault = ffi.new("sim_fault *")
        if lib.sim_arena_check(self.arena, self.table, fault):
            return None
        return (
            f"{ffi.string(fault.object).decode()} {fault.index} at ({fault.position.x}, {fault.position.y}): "
            f"{ffi.string(fault.expression).decode()}"
        )

    def snapshot(self) -> bytes:
        return bytes(ffi.buffer(self.memory, self.arena.block_bytes))

    def restore(self, snapshot: bytes) -> None:
        ffi.buffer(self.memory)[: len(snapshot)] = snapshot
