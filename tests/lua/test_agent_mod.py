"""The mod and the training scenarios, in the VM."""

from __future__ import annotations

import json

import pytest

MODS = ["factorio-agent-mod", "training-scenarios"]
MINING = {"width": 128, "height": 128, "resource": "iron-ore", "amount": 1000, "spacing": 16}


@pytest.fixture
def agent(new_game):
    return new_game(mods=MODS)


def set_up(game, **changes) -> dict:
    request = {"protocol": 1, "scenario": "movement_micro", "settings": {"width": 64, "height": 64}, "scenes": 2}
    return json.loads(game.command("agent-setup", json.dumps(request | {"scene_seed": 1} | changes)))


def test_the_server_waits_paused_with_everything_off_that_training_does_without(agent) -> None:
    assert agent.value("game.tick_paused") is True
    assert agent.value("game.autosave_enabled") is False
    for group in ("enemy_evolution", "enemy_expansion", "pollution"):
        assert agent.value(f"game.map_settings.{group}.enabled") is False


def test_a_scenario_may_keep_single_things_that_training_does_without(agent) -> None:
    assert set_up(agent, settings={"width": 64, "height": 64, "keep": {"pollution": True}})["ok"]
    kept = [agent.value(f"game.map_settings.{group}.enabled") for group in ("pollution", "enemy_evolution")]
    assert kept == [True, False]


def test_what_cannot_be_kept_is_named(agent) -> None:
    reply = set_up(agent, settings={"width": 64, "height": 64, "keep": {"weather": True}})
    assert "settings.keep.weather is true; true or false for autosave, evolution" in reply["error"]


def test_setup_builds_the_scenes_each_with_its_surface_force_and_character(agent) -> None:
    reply = set_up(agent)
    names = reply.pop("prototypes")
    assert reply == {"ok": True, "surfaces": ["arena-1", "arena-2"], "tick": 0}
    assert {kind: list_ == sorted(list_) for kind, list_ in names.items()} == dict.fromkeys(
        ("item", "entity", "recipe", "technology", "fluid"), True
    )
    for name in ("arena-1", "arena-2"):
        surface = f"game.surfaces['{name}']"
        assert agent.value(f"{surface}.find_entities()[1].name") == "character"
        assert agent.value(f"#{surface}.find_entities()") == 1
        assert agent.value(f"{surface}.find_entities()[1].force.name") == name
        assert agent.value(f"{surface}.find_entities()[1].position") == {"x": 0, "y": 0}
        assert agent.value(f"{surface}.map_gen_settings.width") == 64
        assert agent.value(f"{surface}.always_day") is True


def test_mining_micro_lays_a_centred_grid_of_sixty_four_ores(agent) -> None:
    assert set_up(agent, scenario="mining_micro", settings=MINING, scenes=1)["ok"]
    ores = "game.surfaces['arena-1'].find_entities_filtered{type = 'resource'}"
    assert agent.value(f"#{ores}") == 64
    code = f"local r = {{}} for i, o in ipairs({ores}) do r[i] = {{o.name, o.amount, o.position.x, o.position.y}} end "
    rows = json.loads(agent.run(code + "rcon.print(helpers.table_to_json(r))"))
    assert {row[0] for row in rows} == {"iron-ore"}
    assert {row[1] for row in rows} == {1000}
    xs, ys = (sorted({row[i] for row in rows}) for i in (2, 3))
    assert xs == ys == [-56 + 16 * i + 0.5 for i in range(8)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"protocol": 2}, "protocol is 2; this mod speaks 1"),
        ({"scenes": 0}, "scenes is 0; it must be a whole number of 1..61"),
        ({"scenes": 1.5}, "scenes is 1.5"),
        ({"scenes": 62}, "scenes is 62"),
        ({"settings": 5}, "settings is missing"),
        ({"settings": {"width": 64}}, "settings.height"),
        ({"settings": {"width": 64, "height": "x"}}, "settings.height"),
        ({"scenario": "nope"}, "there is no scenario nope; known: factory_ground, mining_micro, movement_micro"),
        ({"scenario": "mining_micro"}, "settings.resource is nil"),
        ({"scenario": "mining_micro", "settings": MINING | {"spacing": 0}}, "settings.spacing is 0"),
        ({"scenario": "mining_micro", "settings": MINING | {"resource": "gold"}}, "settings.resource is gold"),
        ({"scene_seed": "x"}, "scene_seed is x"),
        ({"scene_seed": -1}, "scene_seed is -1"),
    ],
)
def test_setup_answers_a_bad_request_with_its_reason_and_goes_on(agent, changes: dict, reason: str) -> None:
    reply = set_up(agent, **changes)
    assert reply["ok"] is False
    assert reason in reply["error"]
    assert "\n" not in reply["error"]
    assert json.loads(agent.command("agent-status", None))["ok"] is True


@pytest.mark.parametrize("parameter", [None, "", "{", "[]", "5", '"x"'])
def test_setup_answers_what_is_no_request_at_all(agent, parameter: str | None) -> None:
    assert json.loads(agent.command("agent-setup", parameter))["ok"] is False


def test_a_second_setup_is_refused(agent) -> None:
    assert set_up(agent)["ok"]
    assert "already" in set_up(agent)["error"]


def test_status_lists_the_arenas(agent) -> None:
    assert json.loads(agent.command("agent-status", None))["arenas"] == {}
    set_up(agent, scene_seed=5)
    status = json.loads(agent.command("agent-status", None))
    assert (status["protocol"], status["tick"], status["paused"]) == (1, 0, True)
    assert [(a["surface"], a["scene_seed"], a["alive"]) for a in status["arenas"]] == [
        ("arena-1", 5, True),
        ("arena-2", 6, True),
    ]


def test_state_that_must_survive_a_save_is_in_storage(agent) -> None:
    set_up(agent)
    code = "rcon.print(#remote.interfaces and 1)"
    assert agent.run(code) == "1"
    agent.host.begin_reply()
    assert agent.mods["factorio-agent-mod"].execute("rcon.print(#storage.arenas, storage.arenas[1].scenario)") is None
    assert agent.host.end_reply() == "2\n"
