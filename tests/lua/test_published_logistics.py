"""Published numbers of splitters, underground belts and hands, and the tools that scripts measure them with.

Sources: the wiki's pages Inserters (Chest to splitter), Belt transport system, Electric system, and the API's pages of
LuaEntity (infinity containers, electric energy interfaces), all of 2.0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import NO_POWER, a_second, grown

Yard = Callable[..., Any]

SOURCE_AND_SINK = """
function endless(x, y, name)
    local chest = place("infinity-chest", x, y)
    chest.set_infinity_container_filter(1, {name = name, count = 100})
    return chest
end
function void(x, y)
    local chest = place("infinity-chest", x, y)
    chest.remove_unfiltered_items = true
    return chest
end
"""


@pytest.mark.parametrize(("onto", "rate"), [("express-splitter", 16.0), ("express-transport-belt", 14.4)])
def test_a_full_bulk_hand_leaves_faster_onto_a_splitter_which_shares_it(yard: Yard, onto: str, rate: float) -> None:
    y = 5 if "splitter" in onto else 4.5
    game = yard(
        SOURCE_AND_SINK
        + f"""force.bulk_inserter_capacity_bonus = 11
        endless(4.5, 2.5, "iron-plate") place("bulk-inserter", 4.5, 3.5)
        place("{onto}", 4.5, {y}, {{direction = defines.direction.east}})
        local ends = {{}}
        for x = 5, 8 do for row = 4, 5 do
            ends[row] = place("express-transport-belt", x + 0.5, row + 0.5, {{direction = defines.direction.east}})
        end end
        upper, lower = 0, 0
        local function taken(belt)
            return belt.get_transport_line(1).remove_item{{name = "iron-plate", count = 10}}
                + belt.get_transport_line(2).remove_item{{name = "iron-plate", count = 10}}
        end
        every_tick(function() upper, lower = upper + taken(ends[4]), lower + taken(ends[5]) end)"""
    )
    before = game.value("{upper, lower}")
    game.ticks(3600)
    upper, lower = grown(game, "{upper, lower}", before)
    assert (upper + lower) / 60 == pytest.approx(rate, rel=0.03)
    assert lower == (pytest.approx(upper, abs=12) if "splitter" in onto else 0)


@pytest.mark.parametrize(("kind", "gap"), [("", 4), ("fast-", 6), ("express-", 8)])
def test_a_full_pair_of_underground_belts_holds_eight_items_a_tile_and_gives_all_of_them_back(
    yard: Yard, kind: str, gap: int
) -> None:
    """The wiki's 44 and 72 are of the item spacing before 0.17: 6 and 10 tiles over 9/32 of a tile, rounded up."""
    game = yard(
        f"""east = defines.direction.east
        first = place("{kind}underground-belt", -0.5, 0.5, {{direction = east, type = "input"}})
        last = place("{kind}underground-belt", {gap + 0.5}, 0.5, {{direction = east, type = "output"}})
        function held(belt)
            local sum = 0
            for line = 1, 4 do sum = sum + #belt.get_transport_line(line) end
            return sum
        end
        every_tick(function()
            for line = 1, 2 do first.get_transport_line(line).insert_at_back{{name = "iron-plate"}} end
        end)""",
        900,
    )
    assert game.value("held(first) + held(last)") == 8 * (gap + 2)
    game.run("""every_tick(nil) hero = place("character", 2, 3)
        hero.mining_state = {mining = true, position = first.position}""")
    game.ticks(30)
    assert game.value('{first.valid, hero.get_item_count("iron-plate")}') == [False, 8 * (gap + 2) - 8]


def test_a_rig_of_endless_chests_measures_an_assembling_machine(yard: Yard) -> None:
    game = yard(
        SOURCE_AND_SINK
        + """m = place("assembling-machine-2", 5.5, 4.5) m.set_recipe("iron-gear-wheel")
        source, sink = endless(2.5, 4.5, "iron-plate"), void(8.5, 4.5)
        place("fast-inserter", 3.5, 4.5, {direction = defines.direction.west})
        place("fast-inserter", 7.5, 4.5, {direction = defines.direction.west})"""
    )
    assert a_second(game, 120, "m.products_finished") == pytest.approx(2.5 / 2, rel=0.02)  # two plates a gear
    assert game.value("{source.get_item_count(), sink.get_item_count()}") == [100, 0]


def test_filters_of_an_endless_chest_are_read_back_and_hold_their_mode(yard: Yard) -> None:
    game = yard(
        """c = place("infinity-chest", 0.5, 0.5)
        c.infinity_container_filters = {
            {name = "iron-plate", count = 50, mode = "at-most"}, {name = "coal", count = 7, mode = "exactly"}}
        for name, count in pairs{["iron-plate"] = 80, coal = 20, wood = 3} do
            c.insert{name = name, count = count}
        end""",
        1,
    )
    counts = '{c.get_item_count("iron-plate"), c.get_item_count("coal"), c.get_item_count("wood")}'
    assert game.value(counts) == [50, 7, 3]
    game.run("c.remove_unfiltered_items = true c.clear_items_inside() c.insert('wood')")
    game.ticks(1)
    assert game.value(counts) == [0, 7, 0]
    assert game.value("c.get_infinity_container_filter(2)") == {
        "name": "coal", "quality": "normal", "count": 7, "mode": "exactly", "index": 2,
    }  # fmt: skip
    assert game.value("c.get_infinity_container_filter(1).mode") == "at-most"
    game.run("c.set_infinity_container_filter(1, nil)")
    assert game.value("#c.infinity_container_filters") == 1
    assert "is not an infinity container" in game.error("x = place('iron-chest', 4.5, 0.5).remove_unfiltered_items")
    assert "at-least" in game.error("c.set_infinity_container_filter(1, {name = 'coal', mode = 'some'})")
    assert "Unknown item name" in game.error("c.set_infinity_container_filter(1, {name = 'cole'})")


def test_too_little_power_slows_all_machines_alike(yard: Yard) -> None:
    """The wiki's example with the prototypes' numbers: 180 kW for a drill and an assembling machine 3 with drain."""
    game = yard("""ore_field("iron-ore")
        drill, chest = place("electric-mining-drill", 0.5, 0.5), place("steel-chest", 0.5, -1.5)
        m = place("assembling-machine-3", 6.5, 0.5) m.set_recipe("iron-gear-wheel")
        source = surface.find_entities_filtered{name = "electric-energy-interface"}[1]
        source.power_production = 180e3 / 60
        every_tick(function() m.insert{name = "iron-plate", count = 10} m.get_output_inventory().clear() end)""")
    share = 180 / (90 + 375 + 12.5)
    expression = '{chest.get_item_count("iron-ore"), m.products_finished}'
    before = game.value(expression)
    game.ticks(12000)
    ore, gears = grown(game, expression, before)
    assert gears / 200 == pytest.approx(2.5 * share, rel=0.01)
    assert ore / 200 == pytest.approx(0.5 * share, rel=0.03)
    assert game.value("drill.status == defines.entity_status.low_power") is True


def test_an_interface_can_use_power_and_give_a_store_once(yard: Yard) -> None:
    game = yard(
        NO_POWER
        + """pole = surface.find_entities_filtered{name = "substation"}[1]
        source, load = place("electric-energy-interface", 12, 12), place("electric-energy-interface", 4, 12)
        source.power_production, load.power_production = 500, 0
        load.power_usage = 2000"""
    )
    statistics = 'pole.electric_network_statistics.get_{}_count("electric-energy-interface")'
    assert game.value("{source.power_production, load.power_usage, load.power_production}") == [500, 2000, 0]
    assert a_second(game, 10, statistics.format("input")) == pytest.approx(60 * 500, rel=1e-3)
    before = game.value(statistics.format("output"))
    game.run("source.power_production, source.energy = 0, 7000")
    game.ticks(20)
    assert game.value("source.energy") == 0
    assert game.value(statistics.format("output")) - before == pytest.approx(7000, rel=1e-3)
    assert "is not an electric energy interface" in game.error("pole.power_usage = 5")
    assert "must be from 0" in game.error("load.power_usage = -1")


#: A balancer of four belts as players share it, from before 0.17: its splitters with their priorities, its belts.
SPLITTERS = [
    (-1.5, 1, "left"), (0.5, 1, "left"), (-0.5, 2, "left"), (-1.5, -1, None), (0.5, -1, None), (-0.5, 0, "left"),
    (-1.5, -3, None), (0.5, -3, None), (-0.5, -2, "right"),
]  # fmt: skip
BELTS = [(-2, -2), (1, -2), (-2, 0), (1, 0), (-2, 2), (1, 2)]


@pytest.mark.parametrize("fed", [[1], [1, 2], [2, 3], [1, 2, 3, 4]])
def test_a_balancer_of_four_belts_from_an_old_blueprint_string_gives_every_output_a_quarter(
    yard: Yard, fed: list[int]
) -> None:
    rows = ",".join(
        [f'{{name = "transport-belt", position = {{x = {x}, y = {y}}}}}' for x, y in BELTS]
        + [
            f'{{name = "splitter", position = {{x = {x}, y = {y}}}'
            + (f', output_priority = "{side}"}}' if side else "}")
            for x, y, side in SPLITTERS
        ]
    )
    game = yard(
        f"""local stack = game.create_inventory(1)[1]
        stack.set_stack("blueprint")
        local old = {{blueprint = {{version = 77311770624, entities = {{{rows}}}}}}}
        assert(stack.import_stack("0" .. helpers.encode_string(helpers.table_to_json(old))) == 0)
        for _, ghost in pairs(stack.build_blueprint{{surface = surface, force = force, position = {{-10, 0}}}}) do
            ghost.revive()
        end
        ins, outs, fed, counts = {{}}, {{}}, {{{", ".join(f"[{belt}] = true" for belt in fed)}}}, {{0, 0, 0, 0}}
        for i = 1, 4 do
            ins[i], outs[i] = place("transport-belt", i - 12.5, 3.5), place("transport-belt", i - 12.5, -3.5)
        end
        every_tick(function()
            for i = 1, 4 do for lane = 1, 2 do
                local line = ins[i].get_transport_line(lane)
                if fed[i] and line.can_insert_at_back() then line.insert_at_back{{name = "coal", count = 1}} end
                counts[i] = counts[i] + outs[i].get_transport_line(lane).remove_item{{name = "coal", count = 8}}
            end end
        end)"""
    )
    game.ticks(3600)
    before = game.value("counts")
    game.ticks(3600)
    assert [count / 60 for count in grown(game, "counts", before)] == pytest.approx([15 * len(fed) / 4] * 4, rel=0.01)
