"""Child processes: nothing of them is left, whatever they or we do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from harness.clock import Deadline
from harness.servers.output import Event
from harness.servers.process import LINE_CHARACTERS, TAIL_LINES, ServerProcess

READY = "print('0.1 Info R.cpp:1: Starting RCON interface at IP ADDR:({1})', flush=True)"
SLEEP = "import time; time.sleep(600)"
#: Seconds that a busy machine may take for what takes none.
LONG = 250


def start(tmp_path: Path, *lines: str) -> ServerProcess:
    return ServerProcess([sys.executable, "-c", "\n".join(lines)], tmp_path, os.environ)


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def wait_until(condition: Callable[[], bool]) -> bool:
    deadline = Deadline(LONG)
    while not condition() and not deadline.passed():
        time.sleep(0.01)
    return condition()


def test_an_event_in_the_output_ends_the_wait(tmp_path: Path) -> None:
    process = start(tmp_path, "print('nothing')", READY, SLEEP)
    assert process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    process.kill()
    assert process.tail()[0] == "nothing"


def test_a_failure_in_the_output_ends_the_wait_early(tmp_path: Path) -> None:
    process = start(tmp_path, "print('Host address is already in use', flush=True)", SLEEP)
    assert not process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    process.kill()


def test_the_end_of_the_process_ends_the_wait_early(tmp_path: Path) -> None:
    process = start(tmp_path, "raise SystemExit(3)")
    assert not process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    process.join()
    assert process.describe_exit() == "exited with status 3"


def test_stop_gives_the_process_the_time_to_end_in_order(tmp_path: Path) -> None:
    process = start(
        tmp_path,
        "import os, signal, sys",
        # `print` would raise where the signal finds the first print still at work: its buffer cannot be entered twice.
        r"signal.signal(signal.SIGTERM, lambda *_: (os.write(1, b'saved\n'), sys.exit(0)))",
        READY,
        SLEEP,
    )
    process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    process.stop(grace=LONG)
    assert process.exit_code == 0
    assert process.tail()[-1] == "saved"


def test_stop_ends_a_process_that_does_not_listen(tmp_path: Path) -> None:
    process = start(tmp_path, "import signal", "signal.signal(signal.SIGTERM, signal.SIG_IGN)", READY, SLEEP)
    process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    process.stop(grace=0.05)
    assert process.describe_exit() == "was ended by signal SIGKILL"


def test_a_stopped_process_can_be_killed(tmp_path: Path) -> None:
    process = start(tmp_path, READY, SLEEP)
    process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    os.kill(process.pid, signal.SIGSTOP)
    process.kill()
    assert process.exit_code == -signal.SIGKILL


def test_ending_twice_is_harmless_and_no_zombie_stays(tmp_path: Path) -> None:
    process = start(tmp_path, SLEEP)
    process.kill()
    process.kill()
    process.stop()
    assert not psutil.pid_exists(process.pid)


def test_only_the_last_lines_are_kept_and_long_ones_are_cut(tmp_path: Path) -> None:
    process = start(tmp_path, "for i in range(1000): print(i)", "print('x' * 100_000)")
    process.join()
    tail = process.tail()
    assert len(tail) == TAIL_LINES
    assert tail[-1] == "x" * LINE_CHARACTERS
    assert tail[-2] == "999"


def test_output_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    process = start(tmp_path, "import sys; sys.stdout.buffer.write(bytes(range(128, 256)) + b'\\nend\\n')")
    process.join()
    assert process.tail()[-1] == "end"


def test_only_the_named_descriptors_are_inherited(tmp_path: Path) -> None:
    given, kept = os.pipe()
    process = ServerProcess(
        [sys.executable, "-c", "import os; print(sorted(int(f) for f in os.listdir('/proc/self/fd')))"],
        tmp_path, os.environ, (given,),
    )  # fmt: skip
    process.join()
    os.close(given)
    os.close(kept)
    inherited = eval(process.tail()[-1])
    assert given in inherited
    assert kept not in inherited


def test_a_program_that_is_not_there_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ServerProcess(["/no/such/program"], tmp_path, os.environ)


def test_a_server_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    made: list[ServerProcess] = []
    thread = threading.Thread(target=lambda: made.append(start(tmp_path, READY, SLEEP)))
    thread.start()
    thread.join()
    process = made[0]
    assert process.wait_for(Event.RCON_OPEN, Deadline(LONG))
    assert process.exit_code is None
    process.kill()


def test_a_server_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = "\n".join(
        [
            "import os, sys, time",
            "from pathlib import Path",
            "from harness.servers.process import ServerProcess",
            f"p = ServerProcess([sys.executable, '-c', {SLEEP!r}], Path('.'), os.environ)",
            "print(p.pid, flush=True)",
            "time.sleep(600)",
        ]
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert psutil.pid_exists(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: is_gone(child))


def test_a_process_runs_on_the_cores_that_it_is_given_and_ours_stay_ours(tmp_path: Path) -> None:
    usable = os.sched_getaffinity(0)
    one = {max(usable)}
    told = "import os; print(sorted(os.sched_getaffinity(0)), flush=True)"
    process = ServerProcess([sys.executable, "-c", told], tmp_path, os.environ, cores=one)
    process.join()
    assert process.tail()[-1] == str(sorted(one))
    assert os.sched_getaffinity(0) == usable
