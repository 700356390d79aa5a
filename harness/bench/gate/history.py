"""The history of instruction counts, a line a commit, and where it changed its level.

A history is for after the merge: it sees small steps that no single gate is allowed to call red, and it needs a few
later commits to be sure, so it never blocks one.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.bench.gate.build import FLAGS, compiler
from harness.bench.gate.changepoints import SMALLEST_SIDE, change_points
from harness.bench.gate.instructions import require_valgrind
from harness.bench.gate.verdict import Finding, Verdict
from harness.errors import HarnessError

HISTORY_VERSION = 1
#: A change of the level is told from this size on.
SMALLEST = 0.005
#: Values looked at, the newest; and how new a change must be to be called slower now.
WINDOW, RECENT = 120, 12


class Entry(BaseModel):
    """One line of the history."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = HISTORY_VERSION
    time: str = Field(description="of recording, UTC, ISO 8601")
    commit: str
    toolchain: str = Field(description="hash of processor architecture, compiler, flags and valgrind")
    series: dict[str, float] = Field(description="instructions a step by workload")


def toolchain() -> str:
    """Hash of what decides a count besides the sources; counts of different toolchains are not compared.

    Raises:
        HarnessError: if there is no compiler or no valgrind.
    """

    def version(command: str) -> str:
        return subprocess.run([command, "--version"], capture_output=True, text=True, timeout=60).stdout.splitlines()[0]

    parts = [platform.machine(), version(compiler()), *FLAGS, version(require_valgrind())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def read_history(path: Path) -> list[Entry]:
    """Reads a history.

    Args:
        path: a file of lines of JSON.

    Returns:
        Its entries; none when there is no such file yet.

    Raises:
        HarnessError: if a line is not an entry of this version; names the line.
    """
    if not path.exists():
        return []
    entries = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            data: Any = json.loads(line)
            if isinstance(data, dict) and data.get("version") != HISTORY_VERSION:
                raise HarnessError(
                    f"{path}:{number} is of history version {data.get('version')}, this program reads "
                    f"{HISTORY_VERSION}; begin a new file"
                )
            entries.append(Entry.model_validate(data))
        except (json.JSONDecodeError, ValidationError) as error:
            raise HarnessError(f"{path}:{number} is not an entry of a history ({error}); remove the line") from error
    return entries


def append(path: Path, commit: str, series: dict[str, float]) -> Entry:
    """Adds a line.

    Args:
        path: the history; made when it is not there.
        commit: whose counts these are.
        series: instructions a step by workload.

    Returns:
        What was added.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(time=now, commit=commit, toolchain=toolchain(), series=series)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(json.dumps(entry.model_dump(), sort_keys=True) + "\n")
    return entry


def findings_of(entries: list[Entry], seed: int = 0) -> list[Finding]:
    """Looks for changes of the level in every series of the newest entry's toolchain.

    Args:
        entries: in the order of time.
        seed: of the permutations.

    Returns:
        A finding a series: slower or faster when its level changed within the last RECENT entries.
    """
    if not entries:
        return []
    comparable = [entry for entry in entries if entry.toolchain == entries[-1].toolchain][-WINDOW:]
    return [_finding(name, comparable, seed) for name in sorted(entries[-1].series)]


def _finding(name: str, entries: list[Entry], seed: int) -> Finding:
    having = [entry for entry in entries if name in entry.series]
    values = np.array([entry.series[name] for entry in having])
    common: dict[str, Any] = {
        "tier": "history", "name": name, "unit": "instructions a step", "threshold": SMALLEST,
        "head": float(values[-1]),
    }  # fmt: skip
    if values.size < 2 * SMALLEST_SIDE:
        need = 2 * SMALLEST_SIDE
        return Finding(**common, verdict=Verdict.INCONCLUSIVE, reason=f"{values.size} entries; {need} are needed")
    points = change_points(values, smallest=SMALLEST, seed=seed)
    if not points:
        return Finding(**common, verdict=Verdict.SAME, base=float(np.median(values)), change=0.0)
    last = points[-1]
    told = f"since {having[last.index].commit}, {values.size - last.index} entries ago"
    recent = last.index >= values.size - RECENT
    verdict = Verdict.SAME if not recent else Verdict.SLOWER if last.change > 0 else Verdict.FASTER
    return Finding(**common, verdict=verdict, base=last.before, change=last.change, reason=told)
