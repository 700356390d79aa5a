"""Drills, furnaces, chests and what lies on the ground in the engine and in factory-sim, compared on every tick."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import fsim
from engine_world import World, ffi, fixed, lib
from fsim import lib as oracle_lib

DIRECTIONS = {"north": 0, "east": 4, "south": 8, "west": 12}
DRILL, FURNACE, CHEST, WALL = "burner-mining-drill", "stone-furnace", "wooden-chest", "stone-wall"

#: factory-sim tells a full furnace and one that lacks ore by the same status.
STATUS = {
    lib.SIM_STATUS_WORKING: oracle_lib.ST_WORKING,
    lib.SIM_STATUS_NO_FUEL: oracle_lib.ST_NO_FUEL,
    lib.SIM_STATUS_NO_MINABLE_RESOURCES: oracle_lib.ST_NO_MINABLE,
    lib.SIM_STATUS_NO_INGREDIENTS: oracle_lib.ST_NO_INGREDIENTS,
    lib.SIM_STATUS_FULL_OUTPUT: oracle_lib.ST_NO_INGREDIENTS,
    lib.SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION: oracle_lib.ST_WAITING_FOR_SPACE,
}
ROLES = {"fuel": lib.SIM_INVENTORY_FUEL, "source": lib.SIM_INVENTORY_SOURCE, "result": lib.SIM_INVENTORY_RESULT}


@dataclass(frozen=True)
class Machine:
    """An entity of a scene; x and y are tiles, of its centre; contents by inventory (`main` is a chest's)."""

    name: str
    x: float
    y: float
    direction: str = "north"
    contents: tuple[tuple[str, str, int], ...] = ()  # inventory, item, count


@dataclass(frozen=True)
class MachineScene:
    """What stands where when a comparison begins."""

    machines: tuple[Machine, ...]
    ores: tuple[tuple[str, int, int, int], ...] = ()  # name, tile x, tile y, amount


def item_name(number: int) -> str | None:
    """The oracle's name of an item, None for none."""
    return fsim.ITEM_NAMES[number] if number else None


def oracle_stack(stack: Any) -> tuple[str | None, int]:
    """Item and count; an emptied stack of the oracle keeps neither."""
    return (item_name(stack.item), stack.count) if stack.count else (None, 0)


@dataclass
class MachineDuel:
    """One scene in both simulators, kept in step. Machines are named by their place in the scene."""

    seed: int
    scene: MachineScene
    sim: fsim.Sim = field(init=False)
    world: World = field(init=False)
    slots: list[int] = field(init=False)
    oracles: list[int] = field(init=False)
    held: dict[int, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sim = self._oracle()
        self.world = World(side=96, entities=160, character=(-40, -40), containers=96)
        for name, x, y, amount in self.scene.ores:
            self.world.create(name, x + 0.5, y + 0.5, amount)
        self.slots = [self._build(machine) for machine in self.scene.machines]
        places = {}
        for index in range(self.sim.env.entity_count):
            found = self.sim.env.entities[index]
            if found.alive:
                places[found.pos.x, found.pos.y] = index
        self.oracles = [places[fixed(m.x), fixed(m.y)] for m in self.scene.machines]
        for i, machine in enumerate(self.scene.machines):
            for role, item, count in machine.contents:
                self.give(i, role, item, count)

    def _oracle(self) -> fsim.Sim:
        sim = fsim.Sim(water=[])
        sim.reset(
            {
                "entities": [
                    {
                        "name": machine.name,
                        "position": [machine.x, machine.y],
                        "direction": machine.direction,
                        "force": "neutral" if machine.name == WALL else "player",
                        "contents": {},
                    }
                    for machine in self.scene.machines
                ],
                "resources": [
                    {"name": name, "position": [float(x), float(y)], "amount": amount}
                    for name, x, y, amount in self.scene.ores
                ],
                "character": {"position": [-40.0, -40.0], "inventory": {}},
                "radius": 48,
            }
        )
        return sim

    def _build(self, machine: Machine) -> int:
        spec = ffi.new("sim_entity_spec *")
        spec.prototype = self.world.entity_number(machine.name)
        spec.position.x, spec.position.y = fixed(machine.x), fixed(machine.y)
        spec.direction = DIRECTIONS[machine.direction]
        spec.force = lib.SIM_FORCE_ARENA
        created = ffi.new("sim_handle *")
        assert lib.sim_entity_create(self.world.arena, self.world.table, spec, created) == lib.SIM_OK
        return int(created.index)

    # What a test does to both ----------------------------------------------------------------------------------

    def give(self, machine: int, role: str, item: str, count: int) -> None:
        """Adds items to a stack, as far as it has room in the engine; of another item than lies there, none."""
        arena, table = self.world.arena, self.world.table
        if role == "main":
            number = lib.sim_entity_inventory(arena, table, self.slots[machine], lib.SIM_INVENTORY_MAIN)
            self.world.insert(item, count, number)
            self._copy_chest(machine, number)
            return
        number = lib.sim_entity_inventory(arena, table, self.slots[machine], ROLES[role])
        count = self.world.insert(item, count, number)
        if count:
            self._set_oracle_stack(machine, role, item, self.world.count(item, number))

    def take(self, machine: int, role: str, count: int) -> None:
        """Takes up to `count` of what lies in a stack."""
        arena, table = self.world.arena, self.world.table
        roles = {"main": lib.SIM_INVENTORY_MAIN, **ROLES}
        number = lib.sim_entity_inventory(arena, table, self.slots[machine], roles[role])
        for _, item, held in self.world.stacks(number)[:1]:
            lib.sim_inventory_remove(arena, number, self.world.item_number(item), min(count, held))
            if role == "main":
                self._copy_chest(machine, number)
            else:
                self._set_oracle_stack(machine, role, item, self.world.count(item, number))

    def pick_up_from_ground(self) -> None:
        """Removes the first item on the ground from both."""
        arena = self.world.arena
        for index in range(1, arena.entity_slots):
            found = self.world.slot(index)
            if found is None or found.prototype != self.world.table.item_entity:
                continue
            place = found.position.x, found.position.y
            for other in range(self.sim.env.entity_count):
                pile = self.sim.env.entities[other]
                if pile.alive and pile.kind == oracle_lib.K_PILE and (pile.pos.x, pile.pos.y) == place:
                    oracle_lib.fsim_remove_pile(self.sim.env, other)
            lib.sim_entity_destroy(arena, self.world.table, lib.sim_entity_handle(arena, index))
            return

    def step(self) -> None:
        """One tick of both."""
        self.sim.step("wait", ticks=1)
        self.world.run()
        self.compare()

    # Comparison ------------------------------------------------------------------------------------------------

    def _set_oracle_stack(self, machine: int, role: str, item: str, count: int) -> None:
        entity = self.sim.env.entities[self.oracles[machine]]
        stack = getattr(entity, role)
        stack.item, stack.count = (fsim.ITEM_IDS[item], count) if count else (0, 0)
        oracle_lib.fsim_script_touched(self.sim.env, self.oracles[machine])

    def _copy_chest(self, machine: int, number: int) -> None:
        chest = self.sim.env.entities[self.oracles[machine]].chest
        slots = lib.sim_inventory_slots(self.world.arena, number)
        names = self.world.prototypes.tables.rows["items"]
        for i in range(oracle_lib.FSIM_CHEST_SLOTS):
            chest[i].item = fsim.ITEM_IDS.get(str(names[slots[i].item]["name"]), 0)
            chest[i].count = slots[i].count
        oracle_lib.fsim_script_touched(self.sim.env, self.oracles[machine])

    def _stack(self, slot: int, role: str) -> tuple[str | None, int]:
        number = lib.sim_entity_inventory(self.world.arena, self.world.table, slot, ROLES[role])
        stacks = self.world.stacks(number)
        return (stacks[0][1], stacks[0][2]) if stacks else (None, 0)

    def _burner(self, energy: Any) -> dict[str, Any]:
        burner = lib.sim_burner_get(self.world.arena, energy.record)
        name = str(self.world.prototypes.tables.rows["items"][burner.burning]["name"]) if burner.burning else None
        return {"buffer": burner.buffer_joules, "remaining": burner.remaining_joules, "burning": name}

    def engine_state(self, machine: int) -> dict[str, Any]:
        """What the engine knows of a machine, in terms that both share."""
        world, slot, name = self.world, self.slots[machine], self.scene.machines[machine].name
        status = STATUS.get(lib.sim_entity_status(world.arena, world.table, slot))
        if name == CHEST:
            return {"chest": world.stacks(world.entity_record(slot))}
        if name == DRILL:
            drill = lib.sim_drill_get(world.arena, slot)
            held = str(world.prototypes.tables.rows["items"][drill.held_item]["name"]) if drill.held_item else None
            return {
                **self._burner(drill.energy),
                "fuel": self._stack(slot, "fuel"),
                "seconds": drill.seconds,
                "progress": lib.sim_drill_progress(world.arena, world.table, slot),
                "held": held,
                "status": status,
            }
        crafter = lib.sim_crafter_get(world.arena, slot)
        return {
            **self._burner(crafter.energy),
            **{role: self._stack(slot, role) for role in ROLES},
            "seconds": crafter.seconds,
            "crafting": bool(crafter.is_crafting),
            "finished": crafter.products_finished,
            "status": status,
        }

    def oracle_state(self, machine: int) -> dict[str, Any]:
        """The same from factory-sim."""
        found, name = self.sim.env.entities[self.oracles[machine]], self.scene.machines[machine].name
        if name == CHEST:
            stacks = [(i, *oracle_stack(found.chest[i])) for i in range(oracle_lib.FSIM_CHEST_SLOTS)]
            return {"chest": [stack for stack in stacks if stack[2]]}
        shared = {
            "buffer": found.energy,
            "remaining": found.remaining,
            "burning": item_name(found.burning),
            "fuel": oracle_stack(found.fuel),
            "seconds": found.seconds,
            "status": found.status,
        }
        if name == DRILL:
            return {**shared, "progress": found.progress, "held": item_name(found.held)}
        return {
            **shared,
            "source": oracle_stack(found.source),
            "result": oracle_stack(found.result),
            "crafting": bool(found.crafting),
            "finished": found.products_finished,
        }

    def compare(self) -> None:
        """Everything that both simulators know must be equal."""
        for i, machine in enumerate(self.scene.machines):
            if machine.name == WALL:
                continue
            ours, theirs = self.engine_state(i), self.oracle_state(i)
            # In the tick in which it mines something a drill of the oracle may not know yet whether it will fit.
            if machine.name == DRILL and ours["held"] and not self.held.get(i):
                theirs["status"] = ours["status"]
            self.held[i] = ours.get("held")
            if ours != theirs:
                differing = {key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]}
                raise AssertionError(
                    f"seed {self.seed} tick {self.sim.tick} {machine}: engine, oracle: {differing}; {self.scene}"
                )
        assert ground_and_ore(self.world) == oracle_ground_and_ore(self.sim), f"seed {self.seed} {self.sim.tick}"


def ground_and_ore(world: World) -> tuple[dict[tuple[int, int], int], list[Any], list[int]]:
    """Ore by position, items on the ground, and what was produced."""
    items, ore, ground = world.prototypes.tables.rows["items"], {}, []
    for index in range(1, world.arena.entity_slots):
        found = world.slot(index)
        if found is None:
            continue
        kind = world.prototypes.tables.rows["entities"][found.prototype]["type_name"]
        if kind == "resource":
            ore[found.position.x, found.position.y] = found.amount
        elif kind == "item-entity":
            ground.append((str(items[found.item]["name"]), found.amount, found.position.x, found.position.y))
    return ore, sorted(ground), [world.produced(fsim.ITEM_NAMES[i]) for i in range(1, 7)]


def oracle_ground_and_ore(sim: fsim.Sim) -> tuple[dict[tuple[int, int], int], list[Any], list[int]]:
    """The same from factory-sim."""
    env, ore, ground = sim.env, {}, []
    for index in range(env.resource_count):
        found = env.resources[index]
        if found.alive:
            ore[found.tx * 256 + 128, found.ty * 256 + 128] = found.amount
    for index in range(env.entity_count):
        found = env.entities[index]
        if found.alive and found.kind == oracle_lib.K_PILE:
            ground.append((fsim.ITEM_NAMES[found.pile.item], found.pile.count, found.pos.x, found.pos.y))
    return ore, sorted(ground), [env.produced[i] for i in range(1, 7)]
