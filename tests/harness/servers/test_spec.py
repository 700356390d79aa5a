"""Servers that are more than the cores take turns at them; others are left to the system."""

from __future__ import annotations

import os

import pytest

from harness.scenarios import load_scenario
from harness.servers import ServerKind, ServerSpec


def cores_of(
    monkeypatch: pytest.MonkeyPatch, usable: set[int], servers: int, kind: ServerKind = "standin"
) -> list[set[int]]:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: usable)
    scenario, door = load_scenario("movement_micro"), "native" if kind == "standin" else "stock"
    specs = [
        ServerSpec(scenario, arenas=1, kind=kind, door=door, servers=servers, number=number)
        for number in range(servers)
    ]
    return [set(spec.cores) for spec in specs]


def test_two_servers_and_their_client_on_two_cores_get_a_core_each(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores_of(monkeypatch, {4, 7}, 2) == [{4}, {7}]


def test_more_servers_than_cores_are_spread_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores_of(monkeypatch, {0, 1}, 5) == [{0}, {1}, {0}, {1}, {0}]


def test_where_every_process_has_a_core_the_system_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores_of(monkeypatch, {0, 1, 2}, 2) == [{0, 1, 2}] * 2


def test_a_server_alone_runs_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores_of(monkeypatch, {0}, 1) == [{0}]
    assert cores_of(monkeypatch, {0, 1}, 1) == [{0, 1}]


def test_a_real_game_has_threads_and_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores_of(monkeypatch, {0, 1}, 3, "factorio") == [{0, 1}] * 3
