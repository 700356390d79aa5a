"""A prototype file with another number in it, loaded as the server loads it, is another behaviour."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from engine_world import World, ffi, lib
from factory_kit import create

from harness.standin.prototypes import schema
from harness.standin.prototypes.load import load


@pytest.fixture
def prototypes_with(tmp_path: Path) -> Any:
    """Loads the shipped numbers from a file in which `change` has changed some."""

    def make(change: Any) -> Any:
        data = schema.read()
        data = json.loads(json.dumps(data))
        change(data)
        path = tmp_path / "changed.json"
        path.write_text(json.dumps(data))
        return load(ffi, path)

    return make


def unchanged(data: dict[str, Any]) -> None:
    """No change."""


def test_a_faster_belt_carries_its_items_farther(prototypes_with: Any) -> None:
    def carried(prototypes: Any) -> int:
        world = World(prototypes=prototypes, character=(-20, -20))
        belt = create(world, "transport-belt", 0.5, 0.5, 4)
        assert lib.sim_belt_insert(world.arena, world.table, belt, 0, 250, world.item_number("coal")) == lib.SIM_OK
        world.run(9)
        row = ffi.new("sim_belt_item *")
        assert lib.sim_belt_items(world.arena, world.table, belt, row, 1) == 1
        return 250 - int(row.position)

    def faster(data: dict[str, Any]) -> None:
        data["entities"]["transport-belt"]["belt_speed"] = 20 / 256
        data["entities"]["transport-belt"]["belt_speed_fixed"] = 20

    assert carried(prototypes_with(unchanged)) == 80
    assert carried(prototypes_with(faster)) == 200


def test_a_longer_recipe_makes_fewer(prototypes_with: Any) -> None:
    def made(prototypes: Any) -> int:
        world = World(prototypes=prototypes, character=(-20, -20))
        furnace = create(world, "stone-furnace", 0, 0)
        for item, count in (("coal", 5), ("iron-ore", 20)):
            lib.sim_transfer_insert(world.arena, world.table, furnace, world.item_number(item), count)
        world.run(1930)
        return int(lib.sim_crafter_get(world.arena, furnace).products_finished)

    def longer(data: dict[str, Any]) -> None:
        data["recipes"]["iron-plate"]["energy_required"] = 6.4

    assert made(prototypes_with(unchanged)) == 10
    assert made(prototypes_with(longer)) == 5


def test_a_faster_drill_mines_more(prototypes_with: Any) -> None:
    def mined(prototypes: Any) -> int:
        world = World(prototypes=prototypes, character=(-20, -20), containers=16)
        for x, y in ((-1, -1), (0, -1), (-1, 0), (0, 0)):
            world.create("iron-ore", x + 0.5, y + 0.5, 1000)
        drill, chest = create(world, "burner-mining-drill", 0, 0), create(world, "wooden-chest", -0.5, -1.5)
        lib.sim_transfer_insert(world.arena, world.table, drill, world.item_number("coal"), 20)
        world.run(2410)
        return world.count("iron-ore", world.entity_record(chest))

    def faster(data: dict[str, Any]) -> None:
        data["entities"]["burner-mining-drill"]["mining_speed"] *= 3

    assert mined(prototypes_with(unchanged)) == 10
    assert mined(prototypes_with(faster)) == 30


def test_stronger_ammunition_wounds_deeper(prototypes_with: Any) -> None:
    def wound(prototypes: Any) -> float:
        world = World(prototypes=prototypes, character=(-20, -20))
        turret = create(world, "gun-turret", 0, 0)
        lib.sim_transfer_insert(world.arena, world.table, turret, world.item_number("firearm-magazine"), 5)
        spec = ffi.new("sim_entity_spec *")
        spec.prototype, spec.force = world.entity_number("biter-spawner"), lib.SIM_FORCE_ENEMY
        spec.position.x, spec.position.y = 128, -12 * 256
        spawner = ffi.new("sim_handle *")
        assert lib.sim_entity_create(world.arena, world.table, spec, spawner) == lib.SIM_OK
        whole = lib.sim_entity_get(world.arena, spawner[0]).health
        while (health := lib.sim_entity_get(world.arena, spawner[0]).health) == whole:
            world.run()
            assert world.tick < 600
        return float(whole - health)

    def stronger(data: dict[str, Any]) -> None:
        data["items"]["firearm-magazine"]["ammo_effect"]["damages"][0]["amount"] = 50

    # A spawner takes 2 and then 15 percent off physical damage.
    assert wound(prototypes_with(unchanged)) == pytest.approx((5 - 2) * 0.85, abs=0.05)
    assert wound(prototypes_with(stronger)) == pytest.approx((50 - 2) * 0.85, abs=0.05)
