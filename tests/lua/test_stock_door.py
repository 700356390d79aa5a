"""The stock door's commands in the mod: what repeats, what is refused, what a reset makes."""

from __future__ import annotations

import base64
import json
import zlib

import numpy as np
import pytest

from comm_c.layout import action_dtype, constants, frame_dtype

ARENAS, TICKS = 2, 4
DOOR = {
    "frames_version": constants.FACTORIO_FRAMES_VERSION, "arenas": ARENAS, "frame": constants.FACTORIO_FRAME_MOVEMENT,
    "pool_scenes": 1, "start_area": [-256, -256, 256, 256], "goal_area": [0, 0, 0, 0], "goal_min_distance": 0,
    "goal_max_distance": 0, "main_ground": 0, "speed": 100,
}  # fmt: skip


def set_up(game, **changes) -> dict:
    request = {"protocol": 1, "scenario": "movement_micro", "settings": {"width": 64, "height": 64}, "scenes": 1}
    return json.loads(game.command("agent-setup", json.dumps(request | {"scene_seed": 1, "door": DOOR | changes})))


@pytest.fixture
def door(new_game):
    """A game whose stock door is open."""
    game = new_game(mods=["factorio-agent-mod", "training-scenarios"])
    assert set_up(game)["ok"]
    return game


def walk_east() -> np.ndarray:
    actions = np.zeros(ARENAS, dtype=action_dtype)
    actions["parameters"][:, 0] = 1
    actions["command_id"] = [2**64 - 1, 5]
    return actions


def armour(actions: np.ndarray) -> str:
    return base64.b64encode(zlib.compress(actions.tobytes())).decode()


def act(game, seq: int, actions: np.ndarray) -> str:
    return game.command("agent-act", f"{seq} {TICKS} {armour(actions)}")


def see(game, seq: int) -> np.ndarray:
    kind, number, _, text = game.command("agent-see", str(seq)).split()
    assert (kind, int(number)) == ("O", seq)
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype=frame_dtype(constants.FACTORIO_FRAME_MOVEMENT))


def test_ticks_run_only_after_an_act_and_frames_come_only_after_them(door) -> None:
    assert act(door, 1, walk_east()) == "A 1 0 4"
    assert door.command("agent-see", "1") == "R 1 4"
    door.ticks(3)
    assert door.command("agent-see", "1") == "R 1 1"
    door.ticks(1)
    frames = see(door, 1)
    assert frames["timestamp"].tolist() == [4, 4]
    assert frames["displacement"][:, 0].tolist() == [4 * 38 / 256] * 2
    assert frames["command_id"].tolist() == [2**64 - 1, 5], "64 bits come back whole"


def test_commands_that_come_again_are_answered_alike_and_change_nothing(door) -> None:
    first = act(door, 1, walk_east())
    door.ticks(TICKS)
    seen = door.command("agent-see", "1")
    assert act(door, 1, walk_east()) == first
    door.ticks(10)
    assert door.value("game.tick") == TICKS, "a repeated act lets no tick run"
    assert door.command("agent-see", "1") == seen


def test_arenas_that_are_reset_are_seen_as_they_begin_while_others_step(door) -> None:
    actions = walk_east()
    actions["action_type"][1] = constants.FACTORIO_ACTION_RESET
    act(door, 1, actions)
    door.ticks(TICKS)
    frames = see(door, 1)
    assert frames["timestamp"].tolist() == [4, 0]
    assert frames["flags"][1] & constants.FACTORIO_FLAG_RESET and not frames["flags"][0] & constants.FACTORIO_FLAG_RESET


def test_a_reset_of_all_runs_no_tick_and_a_seed_gives_its_place_again(door) -> None:
    places = []
    for seq, seed in enumerate((7, 8, 7), start=1):
        actions = np.zeros(ARENAS, dtype=action_dtype)
        actions["action_type"], actions["command_id"] = constants.FACTORIO_ACTION_RESET, seed
        assert act(door, seq, actions) == f"A {seq} 0 0"
        places.append(see(door, seq)["player_pos"].tolist())
    assert places[0] == places[2] != places[1]


def test_surfaces_of_ended_episodes_go(door) -> None:
    for seq in range(1, 6):
        actions = walk_east()
        actions["action_type"][0] = constants.FACTORIO_ACTION_RESET
        act(door, seq, actions)
        door.ticks(TICKS)
        see(door, seq)
    door.ticks(1)
    assert door.value("#game.surfaces") == 1 + ARENAS


@pytest.mark.parametrize(
    ("command", "parameter", "reason"),
    [
        ("agent-act", "x", "E 0 expected the number of an exchange"),
        ("agent-act", "1", "E 1 expected the number of ticks and the actions"),
        ("agent-act", "1 4 ????", "E 1 the payload holds no bytes; 96 are expected"),
        ("agent-see", "5", "E 5 exchange 5 is not the last one, which is 0"),
        ("agent-ask", "1 0", "E 1 expected the number of the question and the query"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line_and_the_game_goes_on(door, command, parameter, reason) -> None:
    assert door.command(command, parameter) == reason
    assert act(door, 1, walk_east()).startswith("A 1")


def test_without_arenas_the_door_says_so(new_game) -> None:
    game = new_game(mods=["factorio-agent-mod", "training-scenarios"])
    assert game.command("agent-see", "1") == "E 0 no arenas have been set up"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"arenas": 62}, "door.arenas is 62; it must be a whole number of 1..61"),
        ({"frames_version": 1}, "door.frames_version is 1; this mod has"),
        ({"frame": 9}, "door.frame is 9"),
        ({"start_area": [1, 2]}, "door.start_area is nil"),
    ],
)
def test_a_door_that_cannot_be_is_refused(new_game, changes, reason) -> None:
    reply = set_up(new_game(mods=["factorio-agent-mod", "training-scenarios"]), **changes)
    assert reply["ok"] is False and reason in reply["error"]
