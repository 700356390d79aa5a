"""The faults that can befall a running server, and how each is brought about."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from pydantic import Field

from harness import clock
from harness.scenarios.yaml_model import StrictModel

if TYPE_CHECKING:
    from comm_c.channel import Channel
    from harness.envs.vector_env import FactorioVectorEnv

FaultKind = Literal["kill", "stop", "torn_reply", "torn_segment", "slow_disk"]
FAULT_KINDS: tuple[FaultKind, ...] = get_args(FaultKind)

#: Seconds for which `slow_disk` holds a server up: far less than any timeout, far more than a step.
STALL_SECONDS = 0.02

#: Seconds after the start of a step within which `kill` and `stop` strike.
STRIKE_SECONDS = 0.002

#: Words of 64 bits of the segment's header that `torn_segment` may hit: identity and offsets (lines 0 and 1), the
#: server's side (3), signs of life (4) and its message (7). What the client writes anew with every request is left out.
_HEADER_WORDS = (*range(16), *range(24, 40), *range(56, 64))


class Fault(StrictModel):
    """One kind of fault and how often it strikes."""

    kind: FaultKind = Field(
        description=(
            "kill: SIGKILL at any moment of a step; stop: SIGSTOP, so that it hangs; torn_reply: it dies after half an "
            "answer; torn_segment: a word of the segment's header is overwritten; slow_disk: it stands still for "
            f"{STALL_SECONDS:g} s, as in a slow write"
        )
    )
    every_steps: int = Field(ge=1, le=1_000_000, description="steps between two strikes, on average")


class Blow:
    """A fault under way; `land` returns when it has struck."""

    def __init__(self, kind: FaultKind, env: FactorioVectorEnv, server: int, draws: np.random.Generator) -> None:
        """Begins it.

        Args:
            kind: of the fault.
            env: whose servers are up, between two steps.
            server: number of the server that it befalls.
            draws: decides what varies: the moment, the word, the bits.
        """
        self.kind = kind
        self._thread: threading.Thread | None = None
        # A descriptor names this process for certain; its number may be another's by the time of the blow.
        process = os.pidfd_open(env.server_pids[server])
        if kind in ("kill", "stop"):
            moment = draws.uniform(0, STRIKE_SECONDS)
            self._start(process, ((moment, signal.SIGKILL if kind == "kill" else signal.SIGSTOP),))
        elif kind == "slow_disk":
            self._start(process, ((0.0, signal.SIGSTOP), (STALL_SECONDS, signal.SIGCONT)))
        elif kind == "torn_reply":
            _write_half_an_answer(env.channels[server], draws)
            _send_all(process, ((0.0, signal.SIGKILL),))
        else:
            _overwrite_a_word(env.channels[server], draws)
            os.close(process)

    def land(self) -> None:
        """Waits for its end."""
        if self._thread is not None:
            self._thread.join()

    def _start(self, process: int, signals: tuple[tuple[float, signal.Signals], ...]) -> None:
        self._thread = threading.Thread(target=_send_all, args=(process, signals), name=f"fault {self.kind}")
        self._thread.start()


def _send_all(process: int, signals: tuple[tuple[float, signal.Signals], ...]) -> None:
    """Sends signals, each so many seconds after the one before, and closes the descriptor."""
    try:
        for seconds, number in signals:
            clock.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(process, number)
    finally:
        os.close(process)


def _write_half_an_answer(channel: Channel, draws: np.random.Generator) -> None:
    """Noise over the first half of the frames that the next answer would fill."""
    start = channel.cdata.geometry.frame_offset[(channel.seq + 1) & 1]
    frames = channel.raw_frames(channel.seq + 1)
    os.pwrite(channel.fd, draws.bytes(max(1, frames.size // 2)), start)


def _overwrite_a_word(channel: Channel, draws: np.random.Generator) -> None:
    os.pwrite(channel.fd, draws.bytes(8), 8 * int(draws.choice(_HEADER_WORDS)))
