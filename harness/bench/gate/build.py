"""Builds what a gate measures: a library of workloads of each revision, and the player that plays one or several.

The workloads of `suites/bench/c/workloads` are compiled against a revision's engine and transport. Both sides are built
from the head's workloads, so that a difference is the revision's and not the workload's. A base whose functions the
head's workloads no longer fit is built with its own; the gate then says so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from harness.bench.gate.checkout import HASH_DIGITS, Checkout
from harness.errors import HarnessError

#: The flags of the shipped build (`harness/standin/build_ffi.py`): what is measured is what is run.
FLAGS = ("-std=c11", "-D_GNU_SOURCE", "-O3", "-fPIC", "-fvisibility=hidden", "-flto=auto")
LINK = ("-shared", "-O3", "-flto=auto", "-Wl,-z,now", "-lm", "-pthread")
PLAYER_FLAGS = ("-std=c11", "-D_GNU_SOURCE", "-O2")

WORKLOADS = Path("suites/bench/c")
PLAYER = WORKLOADS / "player"
STANDIN = Path("harness/standin")
BUILD_SECONDS = 900


class BuildFailed(HarnessError):
    """Raised when the compiler refuses a revision's sources; the message holds what it said."""


@dataclass(frozen=True)
class Program:
    """A revision's library of workloads, and the player beside it."""

    path: Path
    """The library."""
    workloads: tuple[str, ...]
    own_sources: bool = False
    """The revision's own workloads were used, since the head's do not fit it."""

    @property
    def player(self) -> Path:
        """The program that plays it."""
        return self.path.with_name("player")

    @property
    def copies(self) -> tuple[Path, Path]:
        """The same library twice more: mapped beside the first, each is another one, at other addresses."""
        return self.path.with_name("again.so"), self.path.with_name("other.so")

    @property
    def is_marked(self) -> bool:
        """Whether the player tells valgrind what to look at, so that all else runs at its full speed."""
        return self.path.with_name("marked").exists()


def compiler() -> str:
    """The C compiler's command.

    Raises:
        HarnessError: if there is none.
    """
    command = os.environ.get("CC", "gcc")
    if shutil.which(command) is None:
        raise HarnessError(f"no C compiler: {command!r} is not on PATH; install gcc, or set CC to a C11 compiler")
    return command


def run_tool(command: list[str], folder: Path) -> str:
    """Output of a command of the build.

    Raises:
        BuildFailed: if it fails; with the end of what it printed.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=BUILD_SECONDS)
    if done.returncode != 0:
        raise BuildFailed(f"{' '.join(command[:3])} ... failed in {folder}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def _engine_sources(folder: Path) -> list[Path]:
    """The C files of engine, native door and channel, relative to the revision's root."""
    found = sorted((folder / STANDIN / "engine").rglob("*.c")) + sorted((folder / STANDIN / "native").glob("*.c"))
    own_main = {"pingpong.c", "relay.c", "_comm.c"}
    found += [path for path in sorted((folder / "comm_c").glob("*.c")) if path.name not in own_main]
    return [path.relative_to(folder) for path in found]


def _key_files(folder: Path) -> Iterator[Path]:
    for place in (folder / STANDIN, folder / "comm_c"):
        yield from (path for path in sorted(place.rglob("*")) if path.suffix in (".c", ".h", ".json"))


def _key(folder: Path, workloads: Path) -> str:
    """Hash of everything that decides the program's bytes."""
    version = run_tool([compiler(), "--version"], folder).splitlines()[0]
    digest = hashlib.sha256("\n".join([version, *FLAGS, *LINK, *PLAYER_FLAGS]).encode())
    for root, files in ((folder, _key_files(folder)), (workloads, sorted((workloads / WORKLOADS).rglob("*.[ch]")))):
        for path in files:
            if path.name != "prototypes_table.c":
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:HASH_DIGITS]


def build_workloads(checkout: Checkout, head: Checkout, notify: Callable[[str], None] = lambda _: None) -> Program:
    """Builds the workload program of a revision, unless it is there.

    Args:
        checkout: the revision to measure.
        head: whose workloads are used.
        notify: is told what is being done, for a progress line.

    Returns:
        The program and the names of its workloads.

    Raises:
        BuildFailed: if it can be built neither with the head's workloads nor with its own.
        HarnessError: if there is no compiler, or the head has no workloads.
    """
    if not (head.folder / WORKLOADS / "workloads").is_dir():
        raise HarnessError(f"{head.revision} has no {WORKLOADS}/workloads; gate a revision that has it")
    try:
        return Program(*_built(checkout.folder, head.folder, notify))
    except BuildFailed as error:
        if checkout.tree == head.tree or not (checkout.folder / WORKLOADS / "workloads").is_dir():
            raise
        if not (checkout.folder / PLAYER).is_dir():
            raise BuildFailed(
                f"the workloads of {head.revision} do not fit {checkout.revision}, and those that it has cannot be "
                f"played: it has no {PLAYER}; take a later revision as the base\n{error}"
            ) from error
        return Program(*_built(checkout.folder, checkout.folder, notify), own_sources=True)


def _built(folder: Path, workloads: Path, notify: Callable[[str], None]) -> tuple[Path, tuple[str, ...]]:
    place = folder.parents[1] / "programs" / _key(folder, workloads)
    library = place / "workloads.so"
    if not library.exists():
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place) as scratch:
            built = _compile(folder, workloads, Path(scratch), notify)
            for file in sorted(built.iterdir(), key=lambda file: file.name == library.name):  # who finds it finds all
                file.replace(place / file.name)
    lines = run_tool([str(place / "player"), "list", str(library)], folder).splitlines()
    return library, tuple(line.split("\t")[0] for line in lines)


def _compile(folder: Path, workloads: Path, scratch: Path, notify: Callable[[str], None]) -> Path:
    """Compiles every file and links them; the workloads are found before the revision's own.

    Returns:
        A folder with the library, its copies, the player and, where valgrind's header is, a file `marked`.
    """
    overlay, built = scratch / "overlay", scratch / "built"
    built.mkdir()
    shutil.copytree(workloads / WORKLOADS, overlay / WORKLOADS)
    generator = STANDIN / "prototypes" / "generate.py"
    table = scratch / "prototypes_table.c"
    run_tool([sys.executable, str(generator), str(table)], folder)
    mine = sorted((overlay / WORKLOADS / "workloads").glob("*.c"))
    sources = [*mine, table, *_engine_sources(folder)]
    objects = [str(scratch / f"{number}.o") for number in range(len(sources))]
    common = [compiler(), *FLAGS, f"-I{overlay}", "-I."]
    done = 0

    def compile_one(source: Path, target: str) -> None:
        nonlocal done
        run_tool([*common, "-c", str(source), "-o", target], folder)
        done += 1
        notify(f"compiling {done} of {len(sources)} files")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_one, sources, objects))
    notify("linking with optimisation (up to a minute)")
    run_tool([compiler(), *objects, *LINK, "-o", str(built / "workloads.so")], folder)
    for name in ("again.so", "other.so"):
        shutil.copy(built / "workloads.so", built / name)
    _build_player(overlay, built)
    return built


def _build_player(overlay: Path, built: Path) -> None:
    own = [str(path) for path in sorted((overlay / PLAYER).glob("*.c"))]
    command = [compiler(), *PLAYER_FLAGS, f"-I{overlay}", *own, "-ldl", "-o", str(built / "player")]
    try:
        run_tool([*command, "-DWITH_MARKS"], overlay)
        (built / "marked").touch()
    except BuildFailed:  # valgrind's header is not there: counting is slower then, and no different
        run_tool(command, overlay)
