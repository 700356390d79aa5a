"""The record of a benchmark and its table."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from harness.bench.record import Record, RoundTrip, Row, read_record, record_schema, write_record
from harness.bench.table import round_trip_line, table, target_table
from harness.errors import HarnessError


def row(**changes: object) -> Row:
    values: dict[str, object] = {
        "scenario": "movement_micro",
        "layer": "transport",
        "door": "native",
        "servers": 1,
        "arenas": 1,
        "ticks_per_step": 4,
        "steps_per_second": 2_500_000.0,
        "rounds": 1000,
        "latency_ns": {"p50": 150.0, "p99": 300.0, "p999": 900.0, "max": 5e6},
        "observation_bytes": 64,
        "memory_bytes": {"client": 2**26, "servers": 2**25, "arena": 8192},
        "server_share": 0.5,
    }
    return Row.model_validate(values | changes)


TRIP = RoundTrip(scenario="movement_micro", pairs=3, bare_ns=100.0, step_ns=150.0, ratio=1.5, ratio_interval=(1.4, 1.6))


def record(*rows: Row) -> Record:
    machine = {"cpu": "a processor", "cores": 2}
    return Record(command="bench", machine=machine, round_trips=[TRIP], rows=list(rows))


def test_a_record_written_is_read_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "record.json"
    write_record(record(row()), path)
    assert read_record(path) == record(row())


def test_a_record_of_another_version_is_refused_with_both_versions(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    write_record(record().model_copy(update={"version": 99}), path)
    with pytest.raises(HarnessError, match="record version 99, this program reads 1"):
        read_record(path)


def test_a_file_that_is_no_record_is_refused_with_the_command_that_writes_one(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text("{")
    with pytest.raises(HarnessError, match="harness bench --json"):
        read_record(path)


def test_the_schema_names_the_keys_that_gates_read() -> None:
    keys = record_schema()["$defs"]["Row"]["properties"]
    assert {"steps_per_second", "latency_ns", "observation_bytes", "memory_bytes", "door"} <= set(keys)


def test_the_table_puts_the_targets_beside_the_measured_value() -> None:
    console = Console(width=250, record=True, file=None, quiet=True)
    console.quiet = False
    with console.capture() as capture:
        console.print(table(record(row())))
    text = capture.get()
    assert "2.5 M" in text
    assert "1 k / 20 M" in text
    assert "2,500x" in text
    assert "150 ns / 300 ns / 900 ns" in text


def test_the_round_trip_is_told_beside_the_ping_pong_with_its_doubt() -> None:
    line = round_trip_line(TRIP)
    assert "150 ns; bare cache-line ping-pong 100 ns; ratio 1.50 (1.40 .. 1.60, goal <= 1.5)" in line


def test_goals_stand_beside_what_was_measured_and_those_without_a_measure_are_left_out() -> None:
    rows = [row(), row(steps_per_second=4e6), row(layer="environment", steps_per_second=3e6)]
    console = Console(width=200)
    with console.capture() as capture:
        console.print(target_table(record(*rows)))
    lines = [line for line in capture.get().splitlines() if "movement_micro" in line]
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]
    assert cells == [
        ["movement_micro, native door, steps/s", "1 k", "20 M", "4 M", "3 M"],
        ["movement_micro, round trip against bare ping-pong", "-", "<= 1.5x", "1.50x (1.40 .. 1.60)", "-"],
        ["movement_micro, memory of an arena", "-", "<= 16 KiB", "8 KiB", "-"],
    ]
