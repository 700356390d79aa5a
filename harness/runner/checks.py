"""What a machine needs to run the harness: one function a check, each with the next step when it fails."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import importlib
import importlib.util
import os
import platform
import resource
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.errors import HarnessError

State = Literal["ok", "warning", "failure"]

#: Number of the futex system call by machine.
_FUTEX_CALLS = {"x86_64": 202, "aarch64": 98}
_FUTEX_WAIT = 0

#: Descriptors that a process should be allowed: each server takes about ten.
ENOUGH_DESCRIPTORS = 256
#: Free bytes wanted where instance directories are made.
ENOUGH_SPACE = 64 * 2**20

_BUILD = "run `pip install -e .` in the checkout, which builds it, and read the compiler's first error if it fails"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    name: str
    state: State
    detail: str
    next_step: str = ""
    """What to do about it; empty when all is well."""


class _Problem(Exception):
    """What is wrong, and what to do about it."""

    def __init__(self, detail: str, next_step: str, state: State = "failure") -> None:
        super().__init__(detail)
        self.detail = detail
        self.next_step = next_step
        self.state = state


def check_python() -> str:
    """The interpreter and the system."""
    found = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < (3, 11):  # noqa: UP036  an interpreter that was not asked
        raise _Problem(f"{found}; 3.11 or newer is needed", "make a virtual environment with a newer Python")
    if platform.system() != "Linux":
        raise _Problem(f"{found}; memfd and futex are Linux's", "use Linux, a container or a virtual machine")
    return found


def check_compiler() -> str:
    """What building the C modules takes."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    header = Path(sysconfig.get_path("include")) / "Python.h"
    built = importlib.util.find_spec("comm_c._comm") is not None
    state: State = "warning" if built else "failure"
    if compiler is None:
        raise _Problem(
            "no C compiler (cc, gcc, clang) is on the PATH", "install gcc, for example the package gcc", state
        )
    if not header.is_file():
        raise _Problem(f"{header} is missing", "install the headers of this Python, for example python3-dev", state)
    return f"{compiler}, {header}"


def check_transport_module() -> str:
    """The C transport for Python."""
    try:
        module = importlib.import_module("comm_c._comm")
    except ImportError as error:
        raise _Problem(f"comm_c._comm cannot be imported: {error}", _BUILD) from error
    return str(module.__file__)


def check_standin_module() -> str:
    """The engine; found and not imported, since it needs a Lua VM in its process."""
    spec = importlib.util.find_spec("harness.standin._standin")
    if spec is None or spec.origin is None:
        raise _Problem("harness.standin._standin is not built", _BUILD)
    if importlib.util.find_spec("lupa.lua52") is None:
        raise _Problem("lupa's Lua 5.2 is not installed", "pip install 'lupa>=2.4'")
    return spec.origin


def check_kernels() -> str:
    """What a client computes in every step, compiled; NumPy does it where it is missing."""
    spec = importlib.util.find_spec("harness.kernels._kernels")
    if spec is None or spec.origin is None:
        raise _Problem("harness.kernels._kernels is not built: steps are slow", _BUILD, "warning")
    return spec.origin


def check_mods() -> str:
    """The mods that a server loads."""
    from harness.servers.config import OWN_MODS
    from harness.servers.instance import MOD_FOLDER

    missing = [name for name in OWN_MODS if not (MOD_FOLDER / name / "info.json").is_file()]
    if missing:
        raise _Problem(f"{MOD_FOLDER} lacks {', '.join(missing)}", "install the project again: pip install .")
    return str(MOD_FOLDER)


def check_shared_memory() -> str:
    """Memory without a name, sealed against resizing."""
    try:
        descriptor = os.memfd_create("factorio-doctor", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except OSError as error:
        raise _Problem(f"memfd_create failed: {error}", "a sandbox forbids it: allow the system call") from error
    try:
        os.ftruncate(descriptor, 4096)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    except OSError as error:
        raise _Problem(f"a memfd cannot be sealed: {error}", "use a Linux kernel of version 3.17 or newer") from error
    finally:
        os.close(descriptor)
    return "memfd with seals"


def check_futex() -> str:
    """The call that a waiter sleeps in."""
    number = _FUTEX_CALLS.get(platform.machine())
    if number is None:
        raise _Problem(f"unknown machine {platform.machine()}", "nothing, if the last check is well", "warning")
    word = ctypes.c_uint32(1)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(number, ctypes.byref(word), _FUTEX_WAIT, 0, None, None, 0)  # the word is not 0: returns at once
    if ctypes.get_errno() != errno.EAGAIN:
        raise _Problem(
            f"futex answers {os.strerror(ctypes.get_errno())}", "a sandbox forbids it: allow the system call"
        )
    return "works"


def check_pidfd() -> str:
    """How the death of a server is noticed at once."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        raise _Problem(
            f"pidfd_open failed: {error}",
            "nothing needs to be done: dead servers are noticed by their heartbeat, some seconds later", "warning",
        ) from error  # fmt: skip
    return "works"


def check_cores() -> str:
    """Processors for client and server."""
    cores = len(os.sched_getaffinity(0))
    if cores < 2:
        raise _Problem("one core", "all works; client and server take turns, so speed is a fraction", "warning")
    return f"{cores} cores"


def check_ports() -> str:
    """Loopback, where RCON listens."""
    from harness.servers.ports import free_tcp_port, free_udp_port

    try:
        tcp, udp = free_tcp_port(), free_udp_port()
    except OSError as error:
        raise _Problem(f"no port of 127.0.0.1 can be bound: {error}", "bring the loopback interface up") from error
    return f"TCP {tcp} and UDP {udp} of 127.0.0.1 can be bound"


def check_limits() -> str:
    """Descriptors, and room for instance directories."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed < ENOUGH_DESCRIPTORS:
        raise _Problem(f"{allowed} open files are allowed", f"raise it: ulimit -n {4 * ENOUGH_DESCRIPTORS}", "warning")
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_SPACE:
        raise _Problem(f"{folder} has {free // 2**20} MiB free", "set TMPDIR to a directory with more free space")
    return f"{allowed} open files, {free // 2**20} MiB free in {folder}"


def check_episode() -> str:
    """One stand-in, one episode: the whole path."""
    from harness.envs import FactorioVectorEnv
    from harness.runner.play import play_episodes
    from harness.runner.policies import scripted_policy

    try:
        with FactorioVectorEnv("movement_micro", 1) as env:
            (episode,) = play_episodes(env, scripted_policy(env.scenario), [1])
    except (HarnessError, ImportError) as error:
        raise _Problem(str(error), "if all other checks are well, this is a bug: report it with this text") from error
    if not episode.success:
        raise _Problem(
            f"the scripted walker did not reach its goal in {episode.steps} steps",
            "run `pytest tests/standin`: a mechanic of the stand-in is broken",
        )
    return f"goal reached in {episode.steps} steps"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("python", check_python),
    ("compiler", check_compiler),
    ("transport", check_transport_module),
    ("engine", check_standin_module),
    ("kernels", check_kernels),
    ("mods", check_mods),
    ("shared memory", check_shared_memory),
    ("futex", check_futex),
    ("pidfd", check_pidfd),
    ("cores", check_cores),
    ("loopback", check_ports),
    ("limits", check_limits),
    ("one episode", check_episode),
)


def make_finding(name: str, check: Callable[[], str]) -> Finding:
    """Runs one check."""
    try:
        return Finding(name, "ok", check())
    except _Problem as problem:
        return Finding(name, problem.state, problem.detail, problem.next_step)
