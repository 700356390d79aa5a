"""Memory at its peak: of the servers by the kernel's own mark, of the client's heap by memray."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.errors import HarnessError


def peak_resident_bytes(pid: int) -> int:
    """Largest resident size that a process has had.

    Args:
        pid: of a running process.

    Returns:
        Bytes; 0 where the kernel does not tell.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


class HeapPeak:
    """Filled when its `with` block has ended."""

    bytes: int = 0


@contextmanager
def heap_peak() -> Iterator[HeapPeak]:
    """Tells the largest number of bytes that Python and C code had allocated at once inside the block.

    Yields:
        The peak; its `bytes` are known after the block.

    Raises:
        HarnessError: if memray is not installed; with the command that installs it.
    """
    try:
        memray = importlib.import_module("memray")
    except ImportError as error:
        raise HarnessError("peak memory is measured by memray: `python -m pip install memray`") from error
    peak = HeapPeak()
    with tempfile.TemporaryDirectory(prefix="memray-") as folder:
        file = Path(folder) / "allocations"
        with memray.Tracker(file):
            yield peak
        with memray.FileReader(file) as reader:
            peak.bytes = int(reader.metadata.peak_memory)
