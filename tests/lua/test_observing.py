"""What the agent's mod keeps between frames, against searches that keep nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comm_c.layout import constants

from .conftest import Game

MODS = ["factorio-agent-mod", "training-scenarios"]
DOOR = {
    "frames_version": constants.FACTORIO_FRAMES_VERSION, "arenas": 1, "frame": constants.FACTORIO_FRAME_FULL,
    "pool_scenes": 1, "start_area": [0, 0, 0, 0], "goal_area": [0, 0, 0, 0], "goal_min_distance": 0, "main_ground": 0,
    "goal_max_distance": 0, "speed": 100,
}  # fmt: skip

#: Names that the code of these tests may use.
PRELUDE = """
local function module(name) return package.loaded["__factorio-agent-mod__/scripts/" .. name .. ".lua"] end
local self = storage.door and storage.door.episodes[1]
local surface = self and self.surface
"""

#: The nearest ores, as a search finds them: distance squared, north to south, west to east.
SEARCHED = """
local found = {}
for _, ore in ipairs(surface.find_entities_filtered{position = {self.x, self.y}, radius = 16, type = "resource"}) do
    local x, y = ore.position.x, ore.position.y
    found[#found + 1] = {(x - self.x) ^ 2 + (y - self.y) ^ 2, y, x, ore.amount}
end
table.sort(found, function(a, b)
    for i = 1, 3 do if a[i] ~= b[i] then return a[i] < b[i] end end
    return false
end)
local searched = {}
for i = 1, math.min(#found, 8) do searched[i] = {found[i][3], found[i][2], found[i][4]} end
"""
KEPT = """
local near, count = module("observe/ores").nearest(self, 8)
local kept = {}
for i, ore in ipairs(near) do kept[i] = {ore.x, ore.y, ore.entity.amount} end
"""


def in_mod(game: Game, code: str, value: str) -> Any:
    """Runs code where the mod lives and returns the expression's value."""
    game.host.begin_reply()
    said = f"rcon.print(helpers.table_to_json({{value = {value}}}))"
    message = game.mods["factorio-agent-mod"].execute(f"{PRELUDE}\n{code}\n{said}")
    reply = game.host.end_reply()
    assert message is None, message
    return json.loads(reply)["value"]


@pytest.fixture(scope="module")
def game() -> Game:
    """An arena of bare ground behind an open stock door."""
    game = Game(MODS, "")
    request = {"protocol": 1, "scenario": "movement_micro", "settings": {"width": 128, "height": 128}, "scenes": 1}
    assert json.loads(game.command("agent-setup", json.dumps(request | {"scene_seed": 1, "door": DOOR})))["ok"]
    return game


places = st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(places=places, most=st.integers(1, 20), far=st.sampled_from([1, 2**14, 2**19]))
def test_the_nearest_are_those_that_sorting_all_would_put_first(
    game: Game, places: list[tuple[int, int]], most: int, far: int
) -> None:
    """Few whole places: many distances are equal. Far ones are more than a number with an index can hold."""
    scaled = [(x * far / 256, y * far / 256) for x, y in places]
    listed = ", ".join(f"{{x = {x!r}, y = {y!r}}}" for x, y in scaled)
    picked = in_mod(
        game,
        f"local places = {{{listed}}} local last = #places + 1",
        f"module('observe/nearest').pick(places, 0.25, -0.5, {most}, function(i) return last - i end)",
    )
    order = sorted(
        range(len(places)),
        key=lambda i: ((scaled[i][0] - 0.25) ** 2 + (scaled[i][1] + 0.5) ** 2, scaled[i][1], scaled[i][0], -i),
    )
    assert list(picked or []) == [i + 1 for i in order[:most]]


@pytest.mark.parametrize("spacing", [1, 3, 7])
def test_the_ores_that_are_kept_are_those_that_a_search_finds(spacing: int) -> None:
    """From place to place, while ores are mined out, and once others have been laid."""
    game = Game(MODS, "")
    request = {"protocol": 1, "scenario": "movement_micro", "settings": {"width": 128, "height": 128}, "scenes": 1}
    assert json.loads(game.command("agent-setup", json.dumps(request | {"scene_seed": 1, "door": DOOR})))["ok"]
    lay = f"""for x = -30, 30, {spacing} do for y = -30, 30, {spacing} do
        surface.create_entity{{name = "iron-ore", position = {{x + 0.5, y + 0.5}}, amount = 100, raise_built = raises}}
    end end"""
    in_mod(game, "local raises = false " + lay, "1")
    for x, y in [(0, 0), (0, 0), (0.5, 0.5), (31.25, -3), (-33, 33), (60, 60), (1.5, 0)]:
        moved = f"self.x, self.y = {x}, {y}"
        same, count = in_mod(game, moved + KEPT + SEARCHED, "{{kept, searched}, {count, #found}}")
        assert same[0] == same[1]
        assert count[0] == count[1]
        gone, left = in_mod(
            game,
            KEPT + "if near[1] then near[1].entity.destroy() end if near[2] then near[2].entity.amount = 7 end"
            + KEPT.replace("local ", "") + SEARCHED,
            "{kept, searched}",
        )  # fmt: skip
        assert gone == left
    in_mod(game, "for _, ore in ipairs(surface.find_entities_filtered{type = 'resource'}) do ore.destroy() end", "1")
    in_mod(game, "local raises = true " + lay, "1")
    kept, searched = in_mod(game, KEPT + SEARCHED, "{kept, searched}")
    assert kept == searched and len(kept) > 0


def test_a_census_is_taken_anew_when_something_is_built_or_goes(game: Game) -> None:
    census = 'local census = module("observe/census")\n'
    counts = "{census.of(self).structures, #census.of(self).machines, #census.of(self).ghosts}"
    assert in_mod(game, census, counts) == [0, 0, 0]
    build = """local function build(name, x, ghost)
        return surface.create_entity{name = ghost and "entity-ghost" or name, inner_name = ghost and name or nil,
            position = {x, 10}, force = self.force}
    end
    chest, furnace, ghost = build("wooden-chest", 0.5), build("stone-furnace", 5), build("stone-furnace", 9, true)
    """
    assert in_mod(game, census + build, counts) == [2, 1, 1]
    replaced = 'chest.destroy() surface.create_entity{name = "stone-furnace", position = {15, 10}, force = self.force}'
    assert in_mod(game, census + replaced, counts) == [2, 2, 1], "as many as before, and not the same ones"
    assert in_mod(game, census + "ghost.destroy() furnace.destroy()", counts) == [1, 1, 0]
