"""Mining by hand equals factory-sim tick by tick: progress, ore, inventories by slot, ground items, facing, reach."""

from __future__ import annotations

from random import Random

import pytest
from duel import FILLER, FILLER_STACK, ORES, Duel, oracle_reaches_its_target
from engine_world import TILE, World, ffi, lib
from oracle import Scene, Thing, footprint, oracle_position, scatter, seed_blocks

from harness.standin.prototypes import schema, tables
from harness.standin.prototypes.load import LoadedPrototypes

#: Scenes of the default run; ORACLE_SCENES=1000 plays all that are known to agree, in a minute and a half.
SCENES = 200
REACH = 4
EVENTS = 14
PAUSES = (3, 12, 30, 130, 260)


def draw_ores(rng: Random) -> tuple[tuple[str, int, int, int], ...]:
    """Ore on up to twelve tiles, some of it nearly used up."""
    side = range(-REACH, REACH)
    tiles = rng.sample([(x, y) for x in side for y in side], rng.randint(2, 12))
    return tuple((rng.choice(ORES), x, y, rng.choice((1, 2, 3, 1000))) for x, y in tiles)


def draw_inventory(rng: Random) -> dict[str, int]:
    """From nothing to all but a few slots full."""
    return rng.choice(({}, {"coal": 7}, {"iron-ore": 49, FILLER: 10}, {FILLER: FILLER_STACK * rng.randint(60, 78)}))


def draw_contents(rng: Random) -> dict[str, int]:
    """What a chest holds."""
    return rng.choice(({}, {"coal": 120, "iron-plate": 30}, {"wood": 3}, {"iron-gear-wheel": 700, "coal": 130}))


def draw_scene(seed: int) -> Scene:
    """Ore, walls, chests with contents and empty furnaces around the character."""
    rng = Random(seed)
    things = [
        Thing(t.name, t.x, t.y, draw_contents(rng)) if t.name == "wooden-chest" else t
        for t in scatter(rng, ["stone-wall", "wooden-chest", "stone-furnace"], rng.randint(0, 8), REACH)
    ]
    taken = set().union(*(footprint(thing) for thing in things)) if things else set()
    ores = tuple(ore for ore in draw_ores(rng) if (ore[1], ore[2]) not in taken)
    side = range(-REACH, REACH)
    tile_x, tile_y = rng.choice([(x, y) for x in side for y in side if (x, y) not in taken])
    start = (tile_x * TILE + rng.randint(60, 196), tile_y * TILE + rng.randint(60, 196))
    return Scene(start, tuple(things), ores, inventory=draw_inventory(rng))


def play(seed: int) -> None:
    """Plays a random scene with random orders."""
    duel, rng = Duel(seed, draw_scene(seed)), Random(~seed)
    for _ in range(EVENTS):
        match rng.choice(("mine", "mine", "mine", "walk", "fill", "drain")):
            case "mine":
                duel.mine(rng)
                for _ in range(rng.choice(PAUSES)):
                    duel.step()
            case "walk":
                duel.walk(rng)
            case "fill":
                duel.fill_inventory(rng)
            case "drain":
                duel.drain_inventory(rng)
    assert duel.world.fault() is None


@pytest.mark.parametrize("seeds", seed_blocks(SCENES), ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_mining_by_hand_equals_the_oracle_on_every_tick(seeds: range) -> None:
    for seed in seeds:
        play(seed)


@pytest.mark.parametrize(
    ("name", "is_ore"), [("iron-ore", True), ("wooden-chest", False), ("stone-furnace", False), ("stone-wall", False)]
)
def test_reach_equals_the_oracle_at_random_distances(name: str, is_ore: bool) -> None:
    """The character is put somewhere while it mines; the oracle says whether it still reaches its target."""
    centre = (0, 0) if name == "stone-furnace" else (128, 128)
    things = () if is_ore else (Thing(name, centre[0] / TILE, centre[1] / TILE),)
    ores = ((name, 0, 0, 1000),) if is_ore else ()
    duel = Duel(0, Scene((500, 128), things, ores))
    duel.sim.step("mine_at", {"handle": duel.targets()[0][0], "count": 1}, ticks=1)
    target = lib.sim_entity_selected_at(duel.world.arena, duel.world.table, centre)
    rng, reach = Random(1), 691 if is_ore else 2560
    for _ in range(1000):
        across = rng.randint(-reach - 250, reach + 250)
        along = int(max(0, reach * reach - across * across) ** 0.5) + rng.randint(-60, 260)
        place = (centre[0] + across, centre[1] + rng.choice((-1, 1)) * along)
        duel.sim.env.char_pos.x, duel.sim.env.char_pos.y = place
        assert duel.world.teleport(*place) == lib.SIM_OK
        reached = lib.sim_mining_in_reach(duel.world.arena, duel.world.table, 0, target)
        assert reached == oracle_reaches_its_target(duel.sim), f"{name} from {place}"


def test_a_character_that_is_asked_to_walk_while_it_mines_stands_as_recorded_and_walks_in_factory_sim() -> None:
    """Recordings of the game (FactorioGym, docs/sim-logistics.md): it does not move, and mining goes on unchanged. No
    action of factory-sim's own asks for both; put in that state it turns toward the ore, and walks to and fro there."""
    duel = Duel(0, Scene((128, 128), ores=(("iron-ore", 1, 0, 5),)))
    handle = duel.targets()[0][0]
    duel.sim.step("move_east", ticks=1)
    duel.world.walk("east")
    duel.world.run()
    duel.sim.step("mine_at", {"handle": handle, "count": 5}, ticks=1)
    place = duel.world.position
    assert duel.world.mine(1.5, 0.5) == lib.SIM_OK
    for tick in range(1, 26):
        duel.world.run()
        assert duel.world.position == place
        assert duel.world.record.mining_seconds == pytest.approx(tick * 0.5 / 60)
        duel.sim.step("wait", ticks=1)
    assert oracle_position(duel.sim) != place


def test_a_reach_of_another_table_is_a_difference_to_the_oracle() -> None:
    """The comparisons can fail: they see a changed number."""
    data = schema.read()
    data["entities"]["character"]["resource_reach_distance"] = 2.6
    world = World(prototypes=LoadedPrototypes(ffi, tables.build(data)))
    ore = world.create("iron-ore", 0.5, 0.5, 5)
    sim = Scene((128, 128), ores=(("iron-ore", 0, 0, 5),)).to_oracle()
    sim.observation()
    sim.step("mine_at", {"handle": "h1", "count": 1}, ticks=1)
    sim.env.char_pos.x = 128 + 700
    world.teleport(128 + 700, 128)
    assert oracle_reaches_its_target(sim) == 1
    assert lib.sim_mining_in_reach(world.arena, world.table, 0, tuple(ore)) == 0
