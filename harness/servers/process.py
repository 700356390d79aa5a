"""One child process: started so that it cannot outlive us, its output read to the end, stopped without a trace left."""

from __future__ import annotations

import collections
import ctypes
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Future
from pathlib import Path

from comm_c.patience import Patience
from harness.clock import Deadline
from harness.servers.output import Event, OutputEvent, parse_line

#: Lines of output that are kept for messages.
TAIL_LINES = 40
#: Characters of a line that are kept; a server that prints a map must not fill our memory.
LINE_CHARACTERS = 2000
#: Seconds between two looks at a process that is late.
LOOK_SECONDS = 0.2
#: Seconds that the output is read on for after the process has ended, where a grandchild holds it open.
LAST_WORDS_SECONDS = 10.0

_PR_SET_PDEATHSIG = 1
# Looked up before any fork: the child may then call it without taking a lock of the loader.
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def _die_with_parent(parent: int) -> None:
    """Runs in the child between fork and exec: the kernel kills it when the thread that forked it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the request was made
        os.kill(os.getpid(), signal.SIGKILL)


class ServerProcess:
    """A running server.

    The thread that reads its output also starts it: the parent-death signal is tied to the thread that forks,
    so it must be one that lives as long as the child, whichever thread owns this object.
    """

    def __init__(
        self,
        command: Sequence[str],
        directory: Path,
        environment: Mapping[str, str],
        descriptors: Sequence[int] = (),
        cores: Set[int] | None = None,
    ) -> None:
        """Starts the process.

        Args:
            command: words of the command line; no shell is involved.
            directory: its working directory.
            environment: all its environment variables.
            descriptors: descriptors that it inherits; everything else but stdin, stdout and stderr is closed.
            cores: that it may run on; None: those that this process may.

        Raises:
            OSError: if the program cannot be started.
        """
        self.command = list(command)
        self._tail: collections.deque[str] = collections.deque(maxlen=TAIL_LINES)
        self._seen: dict[Event, OutputEvent] = {}
        self._changed = threading.Condition()
        self._output_ended = False
        started: Future[subprocess.Popen[str]] = Future()
        self._reader = threading.Thread(
            target=self._run,
            args=(started, directory, dict(environment), tuple(descriptors), cores),
            name=f"output of {self.command[0]}",
            daemon=True,
        )
        self._reader.start()
        self._popen = started.result()

    def _run(
        self,
        started: Future[subprocess.Popen[str]],
        directory: Path,
        environment: dict[str, str],
        descriptors: tuple[int, ...],
        cores: Set[int] | None,
    ) -> None:
        parent = os.getpid()
        try:
            usable = os.sched_getaffinity(0)
            os.sched_setaffinity(0, cores or usable)  # of this thread: its child inherits it
            popen = subprocess.Popen(
                self.command,
                cwd=directory,
                env=environment,
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,  # Ctrl-C at the terminal is for us; we stop our servers in order
                preexec_fn=lambda: _die_with_parent(parent),  # noqa: PLW1509  touches no lock, see above
            )
        except BaseException as error:
            started.set_exception(error)
            return
        os.sched_setaffinity(0, usable)
        started.set_result(popen)
        assert popen.stdout is not None  # noqa: S101  for the type checker
        with popen.stdout as lines:
            for line in lines:
                self._note(line)
        with self._changed:
            self._output_ended = True
            self._changed.notify_all()
        popen.wait()  # keeps this thread, whose end would kill the child, until the child has ended

    def _note(self, line: str) -> None:
        event = parse_line(line)
        with self._changed:
            self._tail.append(line.rstrip("\n")[:LINE_CHARACTERS])
            if event is not None:
                self._seen.setdefault(event.event, event)
                self._changed.notify_all()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """Exit status, negative for a signal; None while it runs."""
        return self._popen.poll()

    def event(self, event: Event) -> OutputEvent | None:
        """The first output of that meaning, if there was one."""
        with self._changed:
            return self._seen.get(event)

    def wait_for(self, event: Event, deadline: Deadline) -> bool:
        """Waits until the output tells `event`; False when it tells a failure, ends, or the time is up.

        A process that is held up by a busy machine is given more time (`comm_c.patience`).
        """
        seconds = deadline.left()
        patience = Patience(self.pid, seconds)
        with self._changed:
            while not self._changed.wait_for(
                lambda: event in self._seen or Event.FAILURE in self._seen or self._output_ended, seconds
            ):
                if not patience.is_held_up():
                    break
                seconds = LOOK_SECONDS
            return event in self._seen

    def tail(self) -> list[str]:
        """The last lines of the output, oldest first."""
        with self._changed:
            return list(self._tail)

    def describe_exit(self) -> str:
        """How it ended, in words."""
        code = self.exit_code
        if code is None:
            return f"still runs as process {self.pid}"
        if code < 0:
            return f"was ended by signal {signal.Signals(-code).name}"
        return f"exited with status {code}"

    def wait_end(self, seconds: float) -> bool:
        """Whether it ends by itself within `seconds`."""
        self._reader.join(seconds)  # it ends with the process
        return self.exit_code is not None

    def stop(self, grace: float = 10.0) -> None:
        """Asks it to end, then makes it end; returns when it is gone and reaped. Harmless when it has ended.

        Args:
            grace: seconds between asking and SIGKILL.
        """
        if self._popen.poll() is None:
            self._popen.terminate()
            self.wait_end(grace)
        self.kill()

    def kill(self) -> None:
        """Ends it at once, also when it is stopped or hangs; returns when it is gone and reaped."""
        if self._popen.poll() is None:
            self._popen.kill()
        self.join()

    def join(self) -> None:
        """Waits for the end of the process and of its output."""
        self._popen.wait()
        # A grandchild may hold the pipe open; its words are not worth waiting for.
        self._reader.join(LAST_WORDS_SECONDS)
