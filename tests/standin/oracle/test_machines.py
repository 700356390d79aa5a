"""Burner drills and stone furnaces equal factory-sim on every tick: energy, progress, stacks, ore, ground, status."""

from __future__ import annotations

from random import Random

import pytest
from engine_world import lib
from machine_duel import CHEST, DRILL, FURNACE, WALL, Machine, MachineDuel, MachineScene
from oracle import seed_blocks

#: Scenes of the default run; ORACLE_SCENES=300 plays all that are known to agree.
SCENES = 20
TICKS = 900
REACH = 4
ORES = ("iron-ore", "copper-ore", "coal", "stone")
FUELS = ("coal", "wood")


def footprint(machine: Machine) -> set[tuple[int, int]]:
    """Tiles that it stands on."""
    if machine.name in (DRILL, FURNACE):
        return {(int(machine.x) + dx, int(machine.y) + dy) for dx in (-1, 0) for dy in (-1, 0)}
    return {(int(machine.x // 1), int(machine.y // 1))}


def draw_contents(rng: Random, name: str) -> tuple[tuple[str, str, int], ...]:
    """Fuel for some, ore and plates in some furnaces, something in some chests."""
    if name == WALL:
        return ()
    if name == CHEST:
        return rng.choice(((), (("main", "coal", 3),), (("main", "wood", 1595),), (("main", "stone", 800),)))
    fuel = rng.choice(((), (("fuel", "coal", rng.randint(1, 4)),), (("fuel", "wood", 1),)))
    if name == DRILL or rng.random() < 0.5:
        return fuel
    ore = rng.choice(("iron-ore", "copper-ore"))
    plate = rng.choice(("iron-plate", "copper-plate"))
    return (
        *fuel,
        ("source", ore, rng.randint(1, 5)),
        *rng.choice(((), (("result", plate, rng.choice((1, 98, 100))),))),
    )


def draw_scene(seed: int) -> MachineScene:
    """Drills on mixed ore that face each other, furnaces, chests and walls by chance."""
    rng = Random(seed)
    machines: list[Machine] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(rng.randint(2, 12)):
        name = rng.choice((DRILL, DRILL, DRILL, FURNACE, FURNACE, CHEST, WALL))
        x, y = rng.randint(-REACH, REACH), rng.randint(-REACH, REACH)
        offset = 0.0 if name in (DRILL, FURNACE) else 0.5
        direction = rng.choice(("north", "east", "south", "west")) if name == DRILL else "north"
        machine = Machine(name, x + offset, y + offset, direction, draw_contents(rng, name))
        if footprint(machine) & taken:
            continue
        taken |= footprint(machine)
        machines.append(machine)
    side = range(-REACH - 1, REACH + 1)
    share = rng.choice((0.3, 0.7, 1.0))
    # factory-sim's furnaces know no bricks.
    kinds = ORES[:3] if any(machine.name == FURNACE for machine in machines) else ORES
    ores = tuple(
        (rng.choice(kinds), x, y, rng.choice((1, 2, 3, 11, 1000))) for x in side for y in side if rng.random() < share
    )
    return MachineScene(tuple(machines), ores)


def disturb(duel: MachineDuel, rng: Random) -> None:
    """A player comes by and gives or takes something."""
    i = rng.randrange(len(duel.scene.machines))
    name = duel.scene.machines[i].name
    if name == WALL:
        duel.pick_up_from_ground()
    elif name == CHEST:
        duel.take(i, "main", rng.choice((1, 60)))
    else:
        match rng.choice(("fuel", "fuel", "ore", "plates", "unfuel")):
            case "fuel":
                duel.give(i, "fuel", rng.choice(FUELS), rng.randint(1, 2))
            case "unfuel":
                duel.take(i, "fuel", 5)
            case "ore" if name == FURNACE:
                duel.give(i, "source", rng.choice(("iron-ore", "copper-ore")), rng.randint(1, 3))
            case "plates" if name == FURNACE:
                duel.take(i, "result", rng.choice((1, 100)))


def play(seed: int) -> None:
    """Plays a random scene."""
    duel, rng = MachineDuel(seed, draw_scene(seed)), Random(~seed)
    for _ in range(TICKS):
        if rng.random() < 0.01:
            disturb(duel, rng)
        duel.step()
    assert duel.world.fault() is None


@pytest.mark.parametrize("seeds", seed_blocks(SCENES), ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_machines_equal_the_oracle_on_every_tick(seeds: range) -> None:
    for seed in seeds:
        play(seed)


def test_a_furnace_smelts_a_stack_and_stops_at_a_full_stack_of_plates_as_the_oracle_does() -> None:
    contents = (("fuel", "coal", 4), ("source", "iron-ore", 20), ("result", "iron-plate", 92))
    duel = MachineDuel(0, MachineScene((Machine(FURNACE, 0, 0, contents=contents),)))
    for _ in range(9 * 192 + 5):
        duel.step()
    assert duel.engine_state(0)["result"] == ("iron-plate", 100)
    duel.take(0, "result", 1)
    for _ in range(200):
        duel.step()


def test_a_drill_works_through_its_tiles_as_the_oracle_does() -> None:
    ores = tuple((name, x, y, 23) for name, x, y in zip(ORES, (-1, 0, -1, 0), (-1, -1, 0, 0), strict=True))
    machines = (Machine(DRILL, 0, 0, contents=(("fuel", "coal", 30),)), Machine(CHEST, -0.5, -1.5))
    duel = MachineDuel(0, MachineScene(machines, ores))
    for _ in range(240 * 93):
        duel.step()
    assert lib.sim_drill_target(duel.world.arena, duel.world.table, duel.slots[0]) == 0
