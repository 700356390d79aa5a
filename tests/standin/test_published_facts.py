"""Every published fact about the game's mechanics is a test: by the row's id, where, or why there is none.

The ids are those of the table of published facts that the engine is held to (kinds, numbers and tolerances stand in the
tests themselves, which name the row). C: character, M: mining, F: furnaces and assemblers, I: inserters, B: belts,
P: power, L: fluids, R: research, E: enemies and pollution, T: time, G: whole factory.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from harness.standin.prototypes import schema

ROOT = Path(__file__).resolve().parents[2]
C = "tests/c/engine/test_"
HERE = "tests/standin/test_published_facts.py"
WORLD = "tests/standin/engine/test_published_facts_in_worlds.py"
NEWER = "not applicable: a change of 2.1; the engine is 2.0.77"
SPEEDRUN = "not applicable: a human's or a script's whole game on the game's own map, which is not drawn here"

FACTS = {
    "C01": f"{C}mining.c", "C02": f"{C}walk.c", "C03": f"{C}walk.c", "C06": f"{C}walk.c", "C07": f"{C}health.c",
    "C09": f"{C}mining.c", "C10": f"{C}mining.c", "C11": f"{C}mining.c", "C13": f"{C}hand_crafting.c",
    "C14": f"{C}hand.c", "C15": f"{C}direction.c", "C16": f"{C}hand.c",
    "M01": HERE, "M02": f"{C}drill.c", "M03": f"{C}drill.c", "M04": f"{C}drill.c", "M05": f"{C}drill.c",
    "M07": f"{C}drill.c", "M13": f"{C}drill.c", "M14": f"{C}drill.c", "M15": WORLD, "M16": f"{C}drill.c",
    "M17": f"{C}drill.c", "M18": f"{C}drill.c", "M20": f"{C}drill.c",
    "F01": f"{C}crafter.c", "F02": f"{C}crafter.c", "F03": f"{C}crafter.c", "F06": WORLD, "F07": f"{C}prototypes.c",
    "F08": f"{C}electric.c", "F09": f"{C}crafter.c", "F10": f"{C}crafter.c", "F12": f"{C}crafter.c",
    "F13": f"{C}crafter.c", "F15": f"{C}crafter.c", "F21": WORLD, "F22": f"{C}crafter.c", "F23": HERE,
    "I01": f"{C}inserter_numbers.c", "I04": f"{C}inserter_numbers.c", "I05": f"{C}inserter_numbers.c",
    "I07": f"{C}inserter_numbers.c", "I09": f"{C}inserter_numbers.c", "I11": f"{C}inserter_numbers.c",
    "I13": f"{C}inserter_numbers.c", "I17": f"{C}lab.c", "I18": f"{C}inserter.c", "I19": f"{C}inserter_numbers.c",
    "I20": f"{C}inserter_numbers.c", "I21": f"{C}inserter.c", "I22": f"{C}inserter.c",
    "B01": f"{C}belt.c", "B06": f"{C}underground.c", "B07": f"{C}underground.c", "B08": f"{C}underground.c",
    "B16": f"{C}splitter.c", "B17": f"{C}belt.c", "B19": NEWER, "B20": f"{C}inserter_numbers.c",
    "P01": f"{C}steam.c", "P02": f"{C}steam.c", "P03": f"{C}steam.c", "P08": f"{C}daytime.c", "P09": f"{C}pole.c",
    "P10": f"{C}pole.c", "P17": f"{C}steam.c", "P18": f"{C}steam.c", "P19": f"{C}electric.c",
    "L01": f"{C}fluid.c", "L04": f"{C}fluid.c", "L05": f"{C}fluid_flow.c", "L07": f"{C}fluid.c", "L08": NEWER,
    "R01": f"{C}technology.c", "R02": f"{C}technology.c", "R06": f"{C}lab.c", "R07": f"{C}lab.c",
    "E01": f"{C}unit.c", "E02": f"{C}unit.c", "E03": f"{C}damage.c", "E04": f"{C}spawner.c", "E11": f"{C}spawner.c",
    "E14": f"{C}pollution.c", "E15": f"{C}pollution.c", "E18": f"{C}raid.c", "E19": f"{C}expansion.c",
    "E20": f"{C}pollution.c", "E22": f"{C}damage.c", "E23": f"{C}turret.c", "E28": f"{C}turret.c", "E29": NEWER,
    "T01": "tests/standin/engine/test_properties.py", "T03": SPEEDRUN, "T04": SPEEDRUN, "T05": SPEEDRUN,
    "G05": HERE,
}  # fmt: skip

#: Traps and conflicts of the same table, by their numbers: what settles each.
TRAPS = {
    1: ("tests/c/engine/test_walk.c", "C02"),
    2: ("tests/c/engine/test_steam.c", "1 : 1 : 2"),
    3: ("tests/c/engine/test_daytime.c", "trap 3"),
    4: ("tests/c/engine/test_inserter_numbers.c", "76_70_and_24"),
    5: ("tests/c/engine/test_inserter_numbers.c", "I09"),
    6: ("tests/c/engine/test_drill.c", "M14"),
    7: ("tests/c/engine/test_underground.c", "B08"),
    8: ("tests/c/engine/test_technology.c", "R01"),
    9: ("tests/c/engine/test_crafter.c", "F15"),
    10: ("tests/c/engine/test_evolution.c", "times_what_is_left_squared"),
    11: ("tests/c/engine/test_pollution.c", "trap 11"),
    12: ("tests/c/engine/test_prototypes.c", "F07"),
}


def test_the_list_has_every_row() -> None:
    counts: dict[str, int] = {}
    for row in FACTS:
        counts[row[0]] = counts.get(row[0], 0) + 1
    assert counts == {"C": 12, "M": 13, "F": 14, "I": 13, "B": 8, "P": 9, "L": 5, "R": 4, "E": 14, "T": 4, "G": 1}


@pytest.mark.parametrize(("row", "where"), FACTS.items(), ids=FACTS)
def test_a_row_is_named_by_a_test_or_has_a_reason(row: str, where: str) -> None:
    if where.startswith("not applicable: "):
        return
    text = re.sub(r"\nFACTS = \{.*?^\}", "", (ROOT / where).read_text(), flags=re.DOTALL | re.MULTILINE)
    assert re.search(rf"\b{row}\b", text), f"{where} does not name {row}"


@pytest.mark.parametrize(("trap", "where"), TRAPS.items())
def test_a_trap_is_settled_by_a_test(trap: int, where: tuple[str, str]) -> None:
    assert where[1] in (ROOT / where[0]).read_text(), f"{where[0]} does not speak of {where[1]!r}"


# Rows about numbers that no mechanic adds anything to -----------------------------------------------------------

DATA = schema.read()


def ingredients(recipe: str) -> dict[str, Any]:
    return {row["name"]: row["amount"] for row in DATA["recipes"][recipe]["ingredients"]}


def raw_cost(item: str) -> dict[str, float]:
    """Plates and stone that an item is made of; only smelting is left undone."""
    if item not in DATA["recipes"] or DATA["recipes"][item]["category"] == "smelting":
        return {item: 1.0}
    recipe, cost = DATA["recipes"][item], {}
    made = next(row["amount_min"] for row in recipe["products"] if row["name"] == item)
    for name, amount in ingredients(item).items():
        for raw, count in raw_cost(name).items():
            cost[raw] = cost.get(raw, 0.0) + count * amount / made
    return cost


@pytest.mark.parametrize("name", ["iron-ore", "copper-ore", "coal", "stone", "crude-oil"])
def test_ore_takes_a_second_to_mine(name: str) -> None:
    """M01."""
    assert DATA["entities"][name]["mining_time"] == 1


def test_uranium_takes_two_seconds_and_ten_units_of_acid() -> None:
    """M01."""
    uranium = DATA["entities"]["uranium-ore"]
    assert (uranium["mining_time"], uranium["required_fluid"], uranium["required_fluid_amount"]) == (
        2, "sulfuric-acid", 10,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("recipe", "expected", "seconds"),
    [
        ("automation-science-pack", {"copper-plate": 1, "iron-gear-wheel": 1}, 5),
        ("electronic-circuit", {"iron-plate": 1, "copper-cable": 3}, 0.5),
        ("assembling-machine-1", {"iron-plate": 9, "iron-gear-wheel": 5, "electronic-circuit": 3}, 0.5),
        ("lab", {"iron-gear-wheel": 10, "electronic-circuit": 10, "transport-belt": 4}, 2),
        ("burner-mining-drill", {"iron-plate": 3, "iron-gear-wheel": 3, "stone-furnace": 1}, 2),
        ("electric-mining-drill", {"iron-plate": 10, "iron-gear-wheel": 5, "electronic-circuit": 3}, 2),
        ("boiler", {"stone-furnace": 1, "pipe": 4}, 0.5),
        ("steam-engine", {"iron-plate": 10, "iron-gear-wheel": 8, "pipe": 5}, 0.5),
        ("offshore-pump", {"pipe": 3, "iron-gear-wheel": 2}, 0.5),
    ],
)
def test_a_recipe_is_that_of_2_0(recipe: str, expected: dict[str, int], seconds: float) -> None:
    """F23."""
    assert ingredients(recipe) == expected
    assert DATA["recipes"][recipe]["energy_required"] == seconds


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("assembling-machine-1", {"iron-plate": 22, "copper-plate": 4.5}),
        ("lab", {"iron-plate": 36, "copper-plate": 15}),
        ("inserter", {"iron-plate": 4, "copper-plate": 1.5}),
        ("electric-mining-drill", {"iron-plate": 23, "copper-plate": 4.5}),
        ("burner-mining-drill", {"iron-plate": 9, "stone": 5}),
    ],
)
def test_raw_costs_are_the_published_ones(item: str, expected: dict[str, float]) -> None:
    """G05."""
    assert raw_cost(item) == pytest.approx(expected)
