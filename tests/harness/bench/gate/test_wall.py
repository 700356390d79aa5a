"""The wall-clock gate, with a player whose times are made up: what is tested is the gate, not the machine."""

from __future__ import annotations

import os
import random
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from harness.bench.gate.build import PLAYER, Program
from harness.bench.gate.burden import Burden, burden_of
from harness.bench.gate.sequential import LOOKS, Rule
from harness.bench.gate.verdict import Verdict
from harness.bench.gate.wall import TURNS, Rounds, Sides, compare, compare_all, play_round
from harness.errors import HarnessError

ROOT = Path(__file__).parents[4]

#: A turn takes 1000 ns a step, the head's more by the units of its burden in percent, with three percent of noise.
MADE_UP = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static double noisy(void) { return 100000.0 * (0.97 + 0.06 * rand() / RAND_MAX); }
int main(int argc, char **argv) {
    long turns = atol(argv[7]), slow = argc > 10 ? atol(argv[10]) : 0;
    srand((unsigned)atoll(argv[8]));
    if (strcmp(argv[5], "broken") == 0) return fprintf(stderr, "it broke\n"), 7;
    printf("steps 100\n");
    for (long i = 0; i < turns; i++)
        printf("%.0f %.0f %.0f\n", noisy(), noisy() * (1 + slow / 100.0), noisy());
    return 0;
}
"""

#: A library of one workload whose step costs nothing.
LIBRARY = r"""
#include <stddef.h>
#include "suites/bench/c/workloads/workload.h"
static int state;
static void *open_it(void) { return &state; }
static uint64_t step(void *s) { return (uint64_t)++*(int *)s; }
static void close_it(void *s) { (void)s; }
static const workload NOTHING = {"nothing", "an addition", open_it, step, close_it};
const workload *const *workload_list(void) { static const workload *const all[] = {&NOTHING, NULL}; return all; }
"""


def compiled(folder: Path, name: str, text: str, *words: str) -> Path:
    (folder / f"{name}.c").write_text(text)
    command = [os.environ.get("CC", "gcc"), "-std=c11", "-D_GNU_SOURCE", f"-I{ROOT}", "-o", name, f"{name}.c", *words]
    subprocess.run(command, cwd=folder, check=True)
    return folder / name


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    player = compiled(tmp_path_factory.mktemp("made-up"), "made_up", MADE_UP)
    return Sides(player, Path("base"), Path("head"), Path("again"))


def verdict(sides: Sides, slow: int) -> Verdict:
    burdened = replace(sides, burden=Burden("busy", slow))
    return compare(burdened, "movement", Rule(), time.monotonic() + 10_000, random.Random(0)).verdict


def test_a_program_against_itself_is_the_same_and_one_that_is_slower_by_five_percent_slower(sides: Sides) -> None:
    assert verdict(sides, 0) is Verdict.SAME
    assert verdict(sides, 5) is Verdict.SLOWER
    assert verdict(sides, -5) is Verdict.FASTER


def test_every_round_is_one_value_of_the_change_and_one_of_the_noise(sides: Sides) -> None:
    rounds = Rounds()
    play_round(replace(sides, burden=Burden("busy", 20)), "movement", random.Random(0), rounds)
    changes, noise = rounds.arrays()
    assert changes.shape == noise.shape == (1,)
    assert changes[0] > 0.1
    assert abs(noise[0]) < 0.05
    assert rounds.base_ns[0] == pytest.approx(1000, rel=0.05)


@pytest.mark.parametrize("seconds", [-1.0, 0.0])
def test_when_the_time_is_over_what_is_left_is_inconclusive_and_says_what_to_do(sides: Sides, seconds: float) -> None:
    found = compare(sides, "movement", Rule(), time.monotonic() + seconds, random.Random(0))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert "run again on a quieter machine" in found.reason
    assert LOOKS[0] > 1


def test_workloads_take_turns_and_the_sure_ones_leave_their_time_to_the_others(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[str] = []

    def play(_sides: Sides, name: str, _rng: random.Random, rounds: Rounds) -> None:
        played.append(name)
        rounds.changes.append(0.0 if name == "quiet" else (-1) ** len(rounds.changes) * 0.2)
        rounds.noise.append(0.0)
        rounds.base_ns.append(1.0)

    monkeypatch.setattr("harness.bench.gate.wall.play_round", play)
    told: list[tuple[int, int]] = []
    end = time.monotonic() + 10_000
    found = list(
        compare_all(sides, ["loud", "quiet"], Rule(), end, random.Random(0), lambda *at: told.append(at))
    )
    assert [(one.name, one.verdict) for one in found] == [
        ("quiet", Verdict.SAME), ("loud", Verdict.INCONCLUSIVE),
    ]  # fmt: skip
    assert played[:4] == ["loud", "quiet", "loud", "quiet"]
    assert played.count("loud") == LOOKS[-1]
    assert played.count("quiet") in LOOKS[:2]
    assert told[-1] == (2 * LOOKS[-1], 2 * LOOKS[-1])


def test_a_player_that_fails_is_named_with_its_status_and_its_words(sides: Sides) -> None:
    with pytest.raises(HarnessError, match=r"(?s)made_up.*broken.* ended with status 7:\nit broke"):
        play_round(sides, "broken", random.Random(0), Rounds())


def test_a_revision_against_itself_is_three_libraries() -> None:
    one, two = Program(Path("/one/workloads.so"), ()), Program(Path("/two/workloads.so"), ())
    assert len({(sides := Sides.of(one, one)).base, sides.head, sides.again}) == 3
    assert Sides.of(one, two) == Sides(two.player, one.path, two.path, one.copies[0])


def test_the_player_plays_three_libraries_in_turn_and_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    sources = [str(path) for path in sorted((ROOT / PLAYER).glob("*.c"))]
    player = tmp_path / "player"
    strict = ["-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"]
    command = [os.environ.get("CC", "gcc"), "-std=c11", "-D_GNU_SOURCE", *strict, f"-I{ROOT}", *sources, "-ldl"]
    subprocess.run([*command, "-o", str(player)], check=True)
    libraries = [compiled(tmp_path, f"{name}.so", LIBRARY, "-shared", "-fPIC") for name in ("base", "head", "again")]

    def call(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(player), *map(str, words)], capture_output=True, text=True)

    done = call("duel", *libraries, "nothing", 10_000, TURNS, 3, "copy", 5, 2)
    first, *lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert int(first.removeprefix("steps ")) > 0
    assert np.array([line.split() for line in lines], dtype=float).shape == (TURNS, 3)
    assert call("list", libraries[0]).stdout == "nothing\tan addition\n"
    assert call("count", libraries[0], "nothing", 100).returncode == 0
    for words, told in (
        (("list", tmp_path / "none.so"), "no library of workloads"), (("play",), "LIBRARY"),
        (("play", libraries[0]), "no such mode: play"),
        (("count", libraries[0], "speed", 1), "no such workload: speed"),
        (("count", libraries[0], "nothing", 1, "slow", 1, 1), "no such burden: slow"),
    ):  # fmt: skip
        refused = call(*words)
        assert (refused.returncode, told in refused.stderr) == (2, True), refused.stderr


def test_a_burden_is_as_large_as_asked_for() -> None:
    def cost(burden: Burden | None) -> float:
        return 1000.0 if burden is None else 1000.0 + 12.0 + 3.5 * burden.units

    found = burden_of(0.05, "copy", 16, cost)
    assert 1.05 <= cost(found) / 1000.0 < 1.055
    assert found.words == ["copy", str(found.units), "16"]


def test_a_burden_that_costs_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="cost nothing that could be seen"):
        burden_of(0.05, "busy", 1, lambda _: 1.0)
