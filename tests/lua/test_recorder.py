"""The mod's recorder: frames a step apart, and what the hand was at in between."""

from __future__ import annotations

import base64
import json
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from comm_c.layout import constants, frame_dtype

TICKS = 4
MODS = ["factorio-agent-mod", "training-scenarios"]
DOOR = {
    "frames_version": constants.FACTORIO_FRAMES_VERSION, "arenas": 2, "frame": constants.FACTORIO_FRAME_MINING,
    "pool_scenes": 1, "start_area": [-256, -256, 256, 256], "goal_area": [0, 0, 0, 0], "goal_min_distance": 0,
    "goal_max_distance": 0, "main_ground": 0, "speed": 100,
}  # fmt: skip
REQUEST = {"file": "play.jsonl", "arena": 2, "ticks": TICKS, "seed": [7, 0]}
#: The second arena's character, as a person's hand finds it.
HAND = "local c = game.surfaces['arena-2-2'].find_entities_filtered({type = 'character'})[1] "


def record(game, **changes) -> dict:
    return json.loads(game.command("agent-record", json.dumps(REQUEST | changes)))


def stop(game) -> dict:
    return json.loads(game.command("agent-record", '{"stop": true}'))


def lines(game) -> list[dict]:
    return [json.loads(line) for line in game.files["play.jsonl"].splitlines()]


def frames(game) -> NDArray[np.void]:
    coded = [zlib.decompress(base64.b64decode(line["frame"])) for line in lines(game) if "frame" in line]
    return np.frombuffer(b"".join(coded), dtype=frame_dtype(constants.FACTORIO_FRAME_MINING))


@pytest.fixture
def played(new_game):
    """A game whose second arena is being recorded."""
    game = new_game(mods=MODS)
    settings = {"width": 64, "height": 64, "resource": "iron-ore", "spacing": 16, "amount": 100}
    request = {"protocol": 1, "scenario": "mining_micro", "settings": settings, "scenes": 1, "scene_seed": 1}
    assert json.loads(game.command("agent-setup", json.dumps(request | {"door": DOOR})))["ok"]
    game.run("game.tick_paused = true")
    answer = record(game)
    assert answer["ok"], answer
    return game


def walk(game, direction: str) -> None:
    game.run(HAND + f"c.walking_state = {{walking = true, direction = defines.direction.{direction}}}")


def test_frames_come_a_step_apart_from_the_episodes_beginning(played) -> None:
    played.ticks(5 * TICKS + 1)
    assert frames(played)["timestamp"].tolist() == [0, 4, 8, 12, 16, 20]
    head, first, *_ = lines(played)
    assert head["format"] == 1 and head["seed"] == [7, 0] and head["ticks"] == TICKS
    assert "action" not in first


def test_a_step_has_the_action_that_the_hand_was_at_longest(played) -> None:
    played.ticks(1)
    walk(played, "east")
    played.ticks(TICKS + 3)
    walk(played, "northwest")
    played.ticks(TICKS)
    move = constants.FACTORIO_ACTION_MOVE
    assert [line["action"] for line in lines(played)[2:]] == [[move, 1, 0], [move, 1, 0]]
    played.ticks(TICKS)
    assert lines(played)[-1]["action"] == [move, -1, -1]
    seen = frames(played)
    assert seen["displacement"][1].tolist() == [3 * 38 / 256, 0], "the first tick went by before it walked"
    assert seen["walked"][-1] == pytest.approx(float(np.hypot(*seen["displacement"].T).sum()), rel=1e-6)


def test_mining_is_recorded_with_its_target_and_counted(played) -> None:
    played.ticks(1)
    ore = played.value(
        "(function() local s = game.surfaces['arena-2-2'] local o = s.find_entities_filtered({type = 'resource'})[1] "
        "local c = s.find_entities_filtered({type = 'character'})[1] "
        "c.teleport({o.position.x + 1, o.position.y}) c.update_selected_entity(o.position) "
        "c.mining_state = {mining = true, position = o.position} return o.position end)()"
    )
    played.ticks(300)
    assert lines(played)[-1]["action"] == [constants.FACTORIO_ACTION_MINE, ore["x"], ore["y"]]
    mined = frames(played)["mined_total"]
    assert mined[0] == 0 and mined[-1] >= 2
    assert (np.diff(mined.astype(int)) >= 0).all()


def test_what_is_built_is_a_deed_of_the_step(played) -> None:
    played.ticks(TICKS + 1)
    played.run(
        HAND + "for y = 3, 4 do c.surface.create_entity({name = 'stone-furnace',"
        " position = {c.position.x + 4, c.position.y + 4 * y}, force = c.force, raise_built = true}) end"
    )
    played.ticks(TICKS)
    line = lines(played)[-1]
    assert line["action"][0] == constants.FACTORIO_ACTION_BUILD and line["action"][3] > 0
    assert line["more"] == 1, "a step has one action; that there was another is told"


def test_stopping_writes_the_end_and_puts_the_clock_back(played) -> None:
    assert played.value("game.tick_paused") is False
    played.ticks(TICKS + 1)
    assert stop(played)["ok"]
    assert lines(played)[-1] == {"ends": "stopped"}
    assert played.value("game.tick_paused") is True and played.value("game.speed") == 100
    assert "nothing is being recorded" in stop(played)["error"]


def test_a_death_ends_it(played) -> None:
    played.ticks(TICKS + 1)
    played.run(HAND + "c.die()")
    played.ticks(2 * TICKS)
    assert lines(played)[-1] == {"ends": "dead"}
    assert frames(played)["timestamp"][-1] == 4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"file": "../out.jsonl"}, "file is ../out.jsonl; it must be a plain name"),
        ({"arena": 3}, "arena is 3; it must be a whole number of 1..2"),
        ({"ticks": 0}, "ticks is 0"),
        ({"seed": [1]}, "seed[2] is nil"),
        ({"player": "nobody"}, "there is no player nobody"),
    ],
)
def test_a_recording_that_cannot_be_is_refused(played, changes, reason) -> None:
    assert "arena 2 is being recorded" in record(played)["error"]
    stop(played)
    assert reason in record(played, **changes)["error"]


def test_without_arenas_it_says_so(new_game) -> None:
    assert "no arenas have been set up" in record(new_game(mods=MODS))["error"]
