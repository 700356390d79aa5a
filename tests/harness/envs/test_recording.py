"""Play by hand: recorded through the console of a real server process, read back, judged, learned from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import harness
from harness.envs.recording import Recording, judge, numbered_actions, read_recording
from harness.errors import RecordingError

MAX_STEPS = 120


class Hand:
    """A program in the place of a person: it sees the frames and holds keys down, a step at a time.

    The game is paused between its steps, so that it plays alike on a machine of any speed.
    """

    def __init__(self, arena: harness.PlayedArena, surface: str) -> None:
        self._arena = arena
        self._character = f"game.surfaces['{surface}'].find_entities_filtered({{type = 'character'}})[1]"
        arena.console("/silent-command game.tick_paused = true")

    def pass_ticks(self, count: int) -> None:
        arena = self._arena
        due = int(arena.console(f"/silent-command game.ticks_to_run = {count} rcon.print(game.tick + {count})"))
        while int(arena.console("/silent-command rcon.print(game.tick)")) < due:
            pass

    def hold(self, code: str) -> None:
        self._arena.console(f"/silent-command local c = {self._character} {code}")

    def walk(self, dx: int, dy: int) -> None:
        ways = {(0, -1): 0, (1, -1): 2, (1, 0): 4, (1, 1): 6, (0, 1): 8, (-1, 1): 10, (-1, 0): 12, (-1, -1): 14}
        walks, way = (dx, dy) in ways, ways.get((dx, dy), 0)
        self.hold(f"c.walking_state = {{walking = {str(walks).lower()}, direction = {way}}}")

    def seen(self) -> Recording:
        return read_recording(self._arena.file)[-1]


def play_to_the_goal(arena: harness.PlayedArena, seed: int) -> None:
    """Walks an episode of movement_micro to its end."""
    hand = Hand(arena, arena.begin(seed))
    ticks = arena.scenario.ticks_per_step
    hand.pass_ticks(ticks + 1)
    for _ in range(MAX_STEPS):
        recording = hand.seen()
        if judge(recording, arena.scenario).terminated:
            break
        frame = recording.fields[-1]
        offset = frame["goal_pos"] - frame["player_pos"]
        dx, dy = (int(sign) for sign in np.where(np.abs(offset) > 0.5, np.sign(offset), 0))
        hand.walk(dx, dy)
        hand.pass_ticks(ticks)
    arena.stop()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file with two episodes."""
    path = tmp_path_factory.mktemp("played") / "recording.jsonl"
    with harness.PlayedArena(harness.load_scenario("movement_micro")) as arena:
        for seed in (3, 4):
            play_to_the_goal(arena, seed)
        path.write_bytes(arena.file.read_bytes())
    yield path


def test_a_hand_that_walks_to_the_goal_is_a_success(played: Path) -> None:
    scenario = harness.load_scenario("movement_micro")
    recordings = read_recording(played)
    assert [one.head["label"] for one in recordings] == ["3", "4"]
    for one in recordings:
        one.check(scenario)
        judged = judge(one, scenario)
        assert judged.success and judged.terminated and one.ends == "stopped"
        assert (np.diff(one.fields["timestamp"].astype(np.int64)) == scenario.ticks_per_step).all()


def test_a_recording_begins_the_seeds_episode_and_its_actions_lead_where_they_led(played: Path) -> None:
    scenario = harness.load_scenario("movement_micro")
    for recording, seed in zip(read_recording(played), (3, 4), strict=True):
        actions, foreign = numbered_actions(recording, scenario)
        assert not foreign.any()
        with harness.FactorioVectorEnv(scenario, 1, copy=True) as env:
            frame = harness.fields(env.reset(seed=[seed])[0], "movement")[0]
            recorded = recording.fields
            for name in ("player_pos", "goal_pos", "health"):
                assert np.array_equal(frame[name], recorded[0][name])
            for step, action in enumerate(actions):
                observation, _, terminated, _, _ = env.step(np.array([action]))
                frame = harness.fields(observation, "movement")[0]
                late = 2 * 0.15 * scenario.ticks_per_step  # a key goes down within a step, an action begins with one
                assert np.abs(frame["player_pos"] - recorded[step + 1]["player_pos"]).max() <= late
                if terminated[0]:  # as much sooner than the hand
                    break
            assert step >= len(actions) - 3


def test_a_file_that_breaks_off_ends_at_the_last_whole_step(played: Path, tmp_path: Path) -> None:
    whole = read_recording(played)[-1]
    lines = played.read_text().splitlines()
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join([*lines[:-2], lines[-2][:40]]))
    broken = read_recording(cut)[-1]
    assert broken.ends is None and len(broken.commands) == len(whole.commands) - 1
    assert np.array_equal(broken.frames, whole.frames[:-1])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda lines: ["nonsense", *lines], "line 1 is not JSON"),
        (lambda lines: lines[1:], "line 1 is no line of a recording"),
        (lambda lines: [lines[0].replace('"format":1', '"format":9'), *lines[1:]], "the format is 9; 1 can be read"),
        (lambda lines: [*lines[:3], '{"action": [0], "more": 0, "frame": "?"}', *lines[3:]], "line 4 is no step"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(played: Path, tmp_path: Path, change, reason: str) -> None:  # noqa: ANN001
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join(change(played.read_text().splitlines())) + "\n")
    with pytest.raises(RecordingError, match=reason):
        read_recording(path)


def test_a_recording_of_another_scenario_is_refused(played: Path) -> None:
    with pytest.raises(RecordingError, match=r"not made in mining_micro: its frame_kind is 0, the scenario's 1"):
        read_recording(played)[0].check(harness.load_scenario("mining_micro"))


def test_a_deed_that_the_actions_have_no_number_for_stands_still() -> None:
    scenario = harness.load_scenario("movement_micro")
    frames = np.zeros((3, harness.frame_dtype(0).itemsize), np.uint8)
    rows = np.zeros((2, 9))
    rows[0, :3] = harness.constants.FACTORIO_ACTION_MINE, 1, 1
    rows[1, :3] = 0, -1, 0
    recording = Recording({"frame_kind": 0}, frames, rows, np.zeros(2, np.int64), None)
    actions, foreign = numbered_actions(recording, scenario)
    assert actions.tolist() == [0, 7] and foreign.tolist() == [True, False]
    assert numbered_actions(recording, harness.load_scenario("mining_micro"))[0].tolist() == [9, 7]


def test_a_ghost_that_was_built_is_found_in_the_frame_before() -> None:
    scenario = harness.load_scenario("building_micro")
    frames = np.zeros((2, harness.frame_dtype(2).itemsize), np.uint8)
    recording = Recording({"frame_kind": 2}, frames, np.zeros((1, 9)), np.zeros(1, np.int64), None)
    recording.fields["player_pos"][0] = 4, 5
    recording.fields["plan"]["offset"][0, 3] = 2, -1
    recording.fields["plan"]["item"][0, 3] = 17
    recording.commands[0, :5] = harness.constants.FACTORIO_ACTION_BUILD, 6, 4, 17, 0
    actions, foreign = numbered_actions(recording, scenario)
    assert actions.tolist() == [9 + 3] and not foreign.any()
    recording.commands[0, 1] = 7
    assert numbered_actions(recording, scenario)[1].all()


def test_a_recording_that_is_refused_says_why() -> None:
    with harness.PlayedArena(harness.load_scenario("movement_micro")) as arena:
        with pytest.raises(RecordingError, match="there is no player nobody"):
            arena.begin(1, player="nobody")
        with pytest.raises(RecordingError, match="nothing is being recorded"):
            arena.stop()
        assert json.loads(arena.console("/agent-status"))["ok"]
