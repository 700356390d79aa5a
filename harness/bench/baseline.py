"""Baselines: recorded numbers that say what they depend on, so that nothing is compared which cannot be.

A baseline holds instruction counts, frame sizes and arena sizes: numbers that do not depend on the hour. What they do
depend on stands beside them: the contract of the frames, the toolchain, the workloads. Where one of these differs, a
comparison is refused and says which.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from comm_c.layout import constants, frame_dtype
from harness.bench.gate import instructions
from harness.bench.gate.build import WORKLOADS, build_workloads
from harness.bench.gate.checkout import WORKTREE, Checkout, check_out, commit_of
from harness.bench.gate.history import toolchain
from harness.bench.machine import ROOT, machine_fingerprint
from harness.errors import HarnessError
from harness.scenarios.frames import frame_kind

BASELINE_VERSION = 1
#: Where the repository keeps it.
DEFAULT = ROOT / "baselines" / "bench" / "counts.json"
FRAMES = ("movement", "mining", "building", "full")


class Baseline(BaseModel):
    """Recorded numbers and what they depend on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = BASELINE_VERSION
    contract: str = Field(description="hash of the frames' version and layout")
    toolchain: str = Field(description="hash of architecture, compiler, flags and valgrind")
    workloads: str = Field(description="hash of the sources of the workloads; their random numbers are seeded with 1")
    seed: int = Field(default=1, description="of the workloads")
    commit: str = Field(description="that was measured, with + behind it where files differed")
    tree: str = Field(description="hash of the files that were measured")
    time: str = Field(description="of recording, UTC")
    machine: dict[str, Any]
    values: dict[str, float] = Field(description="`instructions/WORKLOAD` a step, `frame_bytes/KIND`")
    digest: str = Field(default="", description="SHA-256 of all the rest: a file edited by hand is refused")

    def sealed(self) -> Baseline:
        """The same with its digest."""
        return self.model_copy(update={"digest": self._digest()})

    def _digest(self) -> str:
        rest = self.model_dump(exclude={"digest"})
        return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()

    @property
    def is_untouched(self) -> bool:
        """Whether the digest fits."""
        return self.digest == self._digest()


def contract_hash() -> str:
    """Hash of the frames' version and of the offset of every field."""
    layout = [str(constants.FACTORIO_FRAMES_VERSION)]
    for name in FRAMES:
        dtype = frame_dtype(frame_kind(name))
        layout.append(f"{name} {dtype.itemsize} {dtype.descr}")
    return hashlib.sha256("\n".join(layout).encode()).hexdigest()[:12]


def workloads_hash(checkout: Checkout) -> str:
    """Hash of the workloads' sources."""
    digest = hashlib.sha256()
    for path in sorted((checkout.folder / WORKLOADS).rglob("*.[ch]")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def measure(notify: Callable[[str, int, int], None]) -> Baseline:
    """Measures the work tree.

    Args:
        notify: is told what is at work, steps done and in all.

    Returns:
        A baseline of what is there now.

    Raises:
        HarnessError: if valgrind or a compiler is missing, or the workloads cannot be built.
    """
    instructions.require_valgrind()
    checkout = check_out(WORKTREE)
    program = build_workloads(checkout, checkout, lambda what: notify(what, 0, 0))
    values = {f"frame_bytes/{name}": float(frame_dtype(frame_kind(name)).itemsize) for name in FRAMES}
    for done, name in enumerate(program.workloads):
        notify(f"instructions of {name}", done, len(program.workloads))
        values[f"instructions/{name}"] = instructions.count_workload(program, name)
    machine = {"architecture": platform.machine(), **machine_fingerprint()}
    return Baseline(
        contract=contract_hash(), toolchain=toolchain(), workloads=workloads_hash(checkout),
        commit=commit_of(ROOT, checkout), tree=checkout.tree, machine=machine, values=values,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
    ).sealed()  # fmt: skip


def read_baseline(path: Path) -> Baseline:
    """Reads a baseline.

    Raises:
        HarnessError: if there is none, it is of another version, or it was edited by hand.
    """
    record = f"record one with `python -m harness baseline record --file {path}`"
    try:
        data: Any = json.loads(path.read_text())
        version = data.get("version") if isinstance(data, dict) else None
        if version != BASELINE_VERSION:
            raise HarnessError(
                f"{path} has baseline version {version}, this program reads {BASELINE_VERSION}; {record}"
            )
        baseline = Baseline.model_validate(data)
    except FileNotFoundError as error:
        raise HarnessError(f"there is no baseline {path}; {record}") from error
    except (json.JSONDecodeError, ValidationError) as error:
        raise HarnessError(f"{path} is not a baseline ({error}); {record}") from error
    if not baseline.is_untouched:
        raise HarnessError(f"{path} was changed since it was recorded: its digest does not fit; {record}")
    return baseline


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Writes a baseline, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(baseline.model_dump(), indent=2, sort_keys=True) + "\n")
    partial.replace(path)


def differences(old: Baseline, new: Baseline) -> list[str]:
    """What keeps two baselines from being compared; nothing when they can be."""
    reasons = {
        "contract": "the frames have another contract",
        "toolchain": "compiler, flags, valgrind or processor architecture are others",
        "workloads": "the workloads' sources are others",
    }
    return [
        f"{why} ({field}: recorded {getattr(old, field)}, here {getattr(new, field)})"
        for field, why in reasons.items()
        if getattr(old, field) != getattr(new, field)
    ]


def require_comparable(old: Baseline, new: Baseline) -> None:
    """Refuses to compare what cannot be.

    Raises:
        HarnessError: with every reason, and the next step.
    """
    found = differences(old, new)
    if found:
        raise HarnessError(
            f"the baseline of {old.commit} cannot be compared with what is here: {'; '.join(found)}; compare two "
            "revisions with `python -m harness gate --base REV`, or record with `python -m harness baseline update`"
        )
