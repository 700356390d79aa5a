"""A machine with no room left: the limits of this process are lowered for a while, so that nobody else notices."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator
from typing import Literal, get_args

Shortage = Literal["full_disk", "full_memory"]
SHORTAGES: tuple[Shortage, ...] = get_args(Shortage)

#: Bytes that a file may have meanwhile. A segment has a blob of a megabyte; the files of an instance have a few hundred
#: bytes. (The segment is a memfd: /dev/shm may be full without anybody noticing, but memory may not.)
_FILE_BYTES: dict[Shortage, int] = {"full_disk": 0, "full_memory": 65_536}


@contextlib.contextmanager
def shortage(kind: Shortage) -> Iterator[None]:
    """No file of this process, in memory or on disk, can grow beyond what the shortage leaves."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES[kind], hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
