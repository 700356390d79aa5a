"""The record of a benchmark: rows, the machine, and how they are stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from harness.bench.peers import PeerRow
from harness.bench.train_loop import TrainRow
from harness.errors import HarnessError

#: Raised when a field changes its meaning; records of another version are not compared.
RECORD_VERSION = 1


class Row(BaseModel):
    """One measured configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    layer: Literal["environment", "transport"] = Field(
        description="environment: FactorioVectorEnv.step with rewards, ends and resets; "
        "transport: exchanges over the channel alone"
    )
    door: Literal["native", "stock"]
    servers: int = Field(ge=1)
    arenas: int = Field(ge=1, description="arenas of all servers together")
    ticks_per_step: int = Field(ge=1)
    steps_per_second: float = Field(gt=0, description="arena steps, all arenas together")
    rounds: int = Field(ge=1, description="exchanges measured")
    latency_ns: dict[str, float] = Field(description="one exchange, client's clock: p50, p99, p999, max")
    observation_bytes: int = Field(ge=1, description="bytes of one arena's observation")
    scheduled_latency_ns: dict[str, float] = Field(
        default={},
        description="one exchange from the moment it was due, one due every `period` ns: p50, p99, p999, max, period; "
        "empty when it was not measured",
    )
    memory_bytes: dict[str, int] = Field(
        description="client and servers: resident sizes; servers_peak: the largest they have had; arena: bytes of one "
        "arena on the server by its own counter; client_heap_peak: most bytes allocated at once, by memray, where asked"
    )
    server_share: float = Field(description="share of the wall time in which the servers were computing")


class RoundTrip(BaseModel):
    """One step of one arena through the channel, beside a bare two-process cache-line ping-pong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    pairs: int = Field(ge=1, description="interleaved pairs of blocks")
    bare_ns: float = Field(gt=0, description="median of the blocks' medians, ping-pong")
    step_ns: float = Field(gt=0, description="the same, steps of the arena")
    ratio: float = Field(gt=0, description="median over the pairs of step / bare")
    ratio_interval: tuple[float, float] = Field(description="95 % interval of that median")


class Record(BaseModel):
    """Everything that one run of the benchmark says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = RECORD_VERSION
    command: str
    machine: dict[str, Any]
    complete: bool = Field(default=True, description="false when it was interrupted: rows are missing")
    round_trips: list[RoundTrip] = []
    rows: list[Row]
    training: list[TrainRow] = Field(default=[], description="the whole training loop, when asked for")
    peers: list[PeerRow] = Field(default=[], description="other environments, measured in the same process group")


def write_record(record: Record, path: Path) -> None:
    """Writes the record as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(record.model_dump(), indent=2, sort_keys=True) + "\n")
    partial.replace(path)


def read_record(path: Path) -> Record:
    """Reads a record.

    Raises:
        HarnessError: if the file is missing, is not a record, or is one of another version.
    """
    try:
        data = json.loads(path.read_text())
    except (OSError, json.JSONDecodeError) as error:
        raise HarnessError(
            f"{path} is not a benchmark record ({error}); write one with `python -m harness bench --json {path}`"
        ) from error
    version = data.get("version") if isinstance(data, dict) else None
    if version != RECORD_VERSION:
        raise HarnessError(
            f"{path} has record version {version}, this program reads {RECORD_VERSION}; measure again"
        )
    return Record.model_validate(data)


def record_schema() -> dict[str, Any]:
    """JSON schema of `bench --json`."""
    return Record.model_json_schema()
