"""Invariants of cases, and the digest that they rest on."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from harness.envs import FactorioVectorEnv
from harness.errors import ScenarioError, ServerError
from harness.runner.case import Case
from harness.runner.episode import Episode, next_digests
from harness.runner.faults.injector import FaultInjector
from harness.runner.faults.kinds import FAULT_KINDS, Fault
from harness.runner.faults.shortage import SHORTAGES, Shortage, shortage
from harness.runner.invariants import BrokenMarks, compare, growth_bytes, invariant_names
from harness.runner.leftovers import watch_leftovers
from harness.runner.play import play_episodes
from harness.runner.policy import load_policy
from harness.scenarios.yaml_model import parse_model

Make = Callable[..., FactorioVectorEnv]

CASE = """
version: 1
scenario: movement_micro
episodes: 8
seed: 5
bar: {success_rate: 0.9}
"""


def case(more: str = "") -> Case:
    return parse_model(CASE + more, Case, "case.yaml")


def digests_of(frames: np.ndarray, rewards: np.ndarray | None = None) -> list[int]:
    rewards = np.zeros(len(frames), dtype=np.float32) if rewards is None else rewards
    return [int(one) for one in next_digests(np.zeros(len(frames), dtype=np.uint64), frames, rewards)]


def test_a_digest_changes_with_every_bit_of_a_frame_but_not_with_the_arenas_number() -> None:
    frames = np.random.default_rng(1).integers(0, 256, (65, 64), dtype=np.uint8)
    frames[:] = frames[0]
    for byte in range(64):
        frames[byte + 1, byte] ^= 1 << byte % 8
    found = digests_of(frames)
    same = [byte for byte in range(64) if found[byte + 1] == found[0]]
    assert same == [52, 53, 54, 55], "the four bytes of the arena's number"


def test_a_digest_changes_with_a_reward_and_with_the_order_of_steps() -> None:
    frames = np.random.default_rng(2).integers(0, 256, (2, 64), dtype=np.uint8)
    assert len(set(digests_of(frames[[0, 0]], np.array([0, 1e-7], dtype=np.float32)))) == 2
    zero = np.zeros(1, dtype=np.float32)
    forth = next_digests(next_digests(np.zeros(1, np.uint64), frames[:1], zero), frames[1:], zero)
    back = next_digests(next_digests(np.zeros(1, np.uint64), frames[1:], zero), frames[:1], zero)
    assert forth[0] != back[0]


def test_each_invariant_that_is_asked_for_is_a_test() -> None:
    asked = case(
        "invariants: {same_on_servers: [2, 4], same_in_arenas: [1], same_through_doors: [stock], memory: {},"
        " refuses: [full_disk], faults: [{kind: kill, every_steps: 9}]}\n"
    )
    assert invariant_names(asked) == [
        "same-on-2-servers", "same-on-4-servers", "same-in-1-arenas", "same-through-stock-door", "memory",
        "refuses-full_disk", "faults",
    ]  # fmt: skip
    assert invariant_names(case()) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("servers: 9\n", "9 servers need as many arenas; 8 are played at once"),
        ("invariants: {same_on_server: [2]}\n", "nearest known key is 'same_on_servers'"),
        ("invariants: {faults: [{kind: kil, every_steps: 3}]}\n", "case.yaml:7: 'invariants.faults.0.kind' is 'kil'"),
        ("floors: {policies: [lucky], episodes: 3, success_rate: 0}\n", "floors.policies has 'lucky'; known: random"),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_line_and_words(more: str, words: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        case(more)
    assert words in str(refused.value)


def test_a_bar_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(ScenarioError, match="a bar must ask for something"):
        parse_model(CASE.replace("0.9", "0.0"), Case, "case.yaml")


def test_a_difference_is_told_by_its_seed_and_its_kind() -> None:
    one = Episode(3, True, True, False, 2, 1.0, (1, 2), "aa")
    assert compare([one], [one], "").reason == ""
    for other, words in (
        (replace(one, steps=3), "steps 3 instead of 2"),
        (replace(one, actions=(1, 3)), "other actions from step 1 on"),
        (replace(one, digest="bb"), "other frames or rewards (digest bb instead of aa)"),
    ):
        found = compare([one], [other], "elsewhere")
        assert found.wrong == 3
        assert words in found.reason


def test_leftovers_are_found() -> None:
    with watch_leftovers() as left:
        Path(tempfile.mkdtemp(prefix="forgotten-"))
        kept = os.memfd_create("forgotten")
    os.close(kept)
    assert [word for word in ("the directory forgotten-", "descriptors of /memfd:") if word not in left.text] == []
    with watch_leftovers() as left:
        pass
    assert left.text == ""


@pytest.mark.parametrize("kind", SHORTAGES)
def test_a_server_that_finds_no_room_is_refused_in_words_and_leaves_nothing(
    make_fake_vec: Make, kind: Shortage
) -> None:
    words = "server-0: no (instance directory|shared memory)"
    with watch_leftovers() as left, shortage(kind), pytest.raises(ServerError, match=words):
        make_fake_vec(num_envs=1)
    assert left.text == ""


@pytest.mark.parametrize("kind", FAULT_KINDS)
def test_episodes_come_out_the_same_whatever_befalls_the_servers(kind: str) -> None:
    seeds = range(12)
    with FactorioVectorEnv("movement_micro", 4) as env:
        undisturbed = play_episodes(env, load_policy("scripted", env.scenario), seeds)
    # What hangs costs a timeout; what stands still for a moment must not be lost, however late it is let go.
    seconds = 60.0 if kind == "slow_disk" else 1.0
    injector = FaultInjector([Fault(kind=kind, every_steps=25)], seed=1, most=2)  # type: ignore[arg-type]
    marks = BrokenMarks()
    with watch_leftovers() as left, FactorioVectorEnv("movement_micro", 4, num_servers=2, timeout=seconds) as env:
        policy = load_policy("scripted", env.scenario)
        played = play_episodes(env, policy, seeds, [injector, marks], replays=100)
        losses = env.counters.servers_lost
    assert injector.total == 2
    assert compare(undisturbed, played, "").reason == ""
    assert marks.reason == left.text == ""
    if kind == "slow_disk":
        assert losses == 0
    if kind in ("kill", "stop", "torn_reply"):
        assert losses == 2
        assert injector.recoveries
    assert psutil.Process().children() == []


MEBIBYTE = 1 << 20


def test_what_is_lost_in_every_round_is_growth() -> None:
    sizes = [(75 + round_ // 2) * MEBIBYTE + swing for round_, swing in zip(range(40), [0, 900_000] * 20, strict=True)]
    assert growth_bytes(sizes) > 10 * MEBIBYTE


def test_warming_up_and_the_swings_of_a_collector_are_no_growth() -> None:
    swings = [75, 80.5, 80.2, 79.9, 81.5, 80.1, 80.4, 79.7, 82.4, 80.9, 79.8, 82.5, 80.0]
    assert abs(growth_bytes([round(size * MEBIBYTE) for size in swings])) < MEBIBYTE // 2


def test_of_two_rounds_the_second_is_compared_with_the_first() -> None:
    assert growth_bytes([10, 17]) == 7
