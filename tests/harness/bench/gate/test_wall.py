"""The wall-clock gate, with programs whose times are made up: what is tested is the gate, not the machine."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path

import pytest

from harness.bench.gate.burden import Burden, burden_of
from harness.bench.gate.sequential import LOOKS, Rule
from harness.bench.gate.verdict import Verdict
from harness.bench.gate.wall import Player, Rounds, Side, compare, play_round, steps_of_a_block
from harness.errors import HarnessError

#: Answers that a step takes 1000 ns, more by the units of its burden in percent, with three percent of noise.
MADE_UP = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
    long steps, slow = argc > 4 ? atol(argv[4]) : 0;
    if (strcmp(argv[2], "broken") == 0) return 7;
    srand((unsigned)getpid());
    while (scanf("%ld", &steps) == 1) {
        double ns = steps * 1000.0 * (1 + slow / 100.0) * (0.97 + 0.06 * rand() / RAND_MAX);
        int preempted = rand() % 4 == 0;
        printf("%.0f %.0f %d\n", preempted ? 50 * ns : ns, ns, preempted);
        fflush(stdout);
    }
    return 0;
}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    (folder / "made_up.c").write_text(MADE_UP)
    compiler = os.environ.get("CC", "gcc")
    subprocess.run([compiler, "-o", "made_up", "made_up.c"], cwd=folder, check=True, timeout=60)
    return folder / "made_up"


def verdict(program: Path, slow: int) -> Verdict:
    sides = (Side(program), Side(program, Burden("busy", slow)))
    return compare(sides, "movement", Rule(), time.monotonic() + 600, random.Random(0)).verdict


def test_a_program_against_itself_is_the_same_and_one_that_is_slower_by_ten_percent_slower(program: Path) -> None:
    assert verdict(program, 0) is Verdict.SAME
    assert verdict(program, 10) is Verdict.SLOWER


def test_a_block_that_was_interrupted_counts_by_the_processors_clock(program: Path) -> None:
    with Player(Side(program), "movement", 0) as player:
        assert all(player.play(1000) < 1.1e6 for _ in range(50))


def test_a_block_has_as_many_steps_as_fit_into_its_time(program: Path) -> None:
    assert 250 <= steps_of_a_block(Side(program), "movement", 0) <= 350


def test_every_round_is_one_value_of_the_change_and_one_of_the_noise(program: Path) -> None:
    rounds = Rounds()
    play_round((Side(program), Side(program, Burden("busy", 20))), "movement", 100, random.Random(0), rounds)
    changes, noise = rounds.arrays()
    assert changes.shape == noise.shape == (1,)
    assert changes[0] > 0.1
    assert abs(noise[0]) < 0.05


def test_when_the_time_is_over_what_is_left_is_inconclusive_and_says_what_to_do(program: Path) -> None:
    found = compare((Side(program), Side(program)), "movement", Rule(), time.monotonic() + 0.05, random.Random(0))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert "run again on a quieter machine" in found.reason
    assert LOOKS[0] > 1


def test_a_program_that_ends_by_itself_is_named_with_its_status(program: Path) -> None:
    with pytest.raises(HarnessError, match=r"made_up.*broken.* ended with status 7"):
        steps_of_a_block(Side(program), "broken", 0)


def test_a_burden_is_as_large_as_asked_for() -> None:
    def cost(burden: Burden | None) -> float:
        return 1000.0 if burden is None else 1000.0 + 12.0 + 3.5 * burden.units

    found = burden_of(0.05, "copy", 16, cost)
    assert 1.05 <= cost(found) / 1000.0 < 1.055
    assert found.words == ["copy", str(found.units), "16"]


def test_a_burden_that_costs_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="cost nothing that could be seen"):
        burden_of(0.05, "busy", 1, lambda _: 1.0)
