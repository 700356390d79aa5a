"""Builds and runs every C test program of this folder: one pytest test a program.

A program is a file `test_*.c`. Its first comment names the other files it is made of, on lines of the form

    sources: comm_c/channel.c comm_c/wake.c harness/standin/engine

A folder stands for every C file below it. Paths are relative to the root, which is also the only include
directory. `kit.h` says how the program itself is written.

The environment variable C_SANITIZER chooses what the programs are instrumented with: nothing (the default),
`address,undefined` or `thread`. Objects are kept under `build/c-tests`, named by a hash of everything that
went into them, so an unchanged file is never compiled twice.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = ROOT / "build" / "c-tests"
COMPILER = os.environ.get("CC", "gcc")
FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pthread", f"-I{ROOT}"]
SANITIZERS = ("", "address,undefined", "thread")
PROGRAM_SECONDS = 1100


def sanitizer_flags() -> list[str]:
    """Flags for C_SANITIZER; every finding ends the program."""
    chosen = os.environ.get("C_SANITIZER", "")
    if chosen not in SANITIZERS:
        pytest.fail(f"C_SANITIZER={chosen!r}: choose one of {', '.join(map(repr, SANITIZERS))}")
    if not chosen:
        return []
    return [f"-fsanitize={chosen}", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"]


@cache
def compiler_version() -> str:
    """The compiler's first line, part of every hash; fails the test when there is no compiler."""
    if shutil.which(COMPILER) is None:
        pytest.fail(f"no C compiler: {COMPILER!r} is not on PATH; install gcc or set CC to a C11 compiler")
    return run([COMPILER, "--version"]).splitlines()[0]


def run(command: list[str]) -> str:
    """Output of a command of the build; fails the test with what it printed when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout


def sources(program: Path) -> list[Path]:
    """The program and the files that its first comment names."""
    comment = re.match(r"\s*/\*(.*?)\*/", program.read_text(), re.DOTALL)
    lines = re.findall(r"^[\s*]*sources:(.*)$", comment.group(1) if comment else "", re.MULTILINE)
    if not lines:
        pytest.fail(f"{program.relative_to(ROOT)}: its first comment has no line `sources: ...`")
    found = [program]
    for pattern in " ".join(lines).split():
        place = ROOT / pattern
        files = sorted(place.rglob("*.c")) if place.is_dir() else sorted(ROOT.glob(pattern))
        if not files:
            pytest.fail(f"{program.relative_to(ROOT)}: no file fits its source {pattern!r}")
        found += files
    return list(dict.fromkeys(found))


def build(output_suffix: str, key: str, command: list[str]) -> Path:
    """The file that `command` plus `-o FILE` makes, from the cache when one with that key is there."""
    result = CACHE / (hashlib.sha256(key.encode()).hexdigest()[:32] + output_suffix)
    if not result.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = result.with_name(f"{result.name}.{os.getpid()}")
        run([*command, "-o", str(unfinished)])
        unfinished.replace(result)  # at once, for another worker may build the same file
    return result


@cache
def compile_object(source: Path, flags: tuple[str, ...]) -> Path:
    """Compiles one file, once a run; the key is its preprocessed text, so headers count too."""
    preprocessed = run([COMPILER, *flags, "-E", str(source)])
    key = "\n".join([compiler_version(), *flags, str(source), preprocessed])
    return build(".o", key, [COMPILER, *flags, "-c", str(source)])


def is_second_worker() -> bool:
    """Whether this is every other worker of pytest-xdist, which compiles from the other end: two meet in the middle."""
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:] in ("1", "3", "5", "7")


def build_program(program: Path) -> Path:
    """Compiles and links a test program."""
    flags = FLAGS + sanitizer_flags()
    compiler_version()
    files = sources(program)
    for source in reversed(files) if is_second_worker() else files:
        compile_object(source, tuple(flags))
    objects = [str(compile_object(source, tuple(flags))) for source in files]
    return build("", "\n".join([*flags, *objects]), [COMPILER, *flags, *objects, "-lm"])


def without_address_randomisation(command: list[str]) -> list[str]:
    """ThreadSanitizer's shadow memory has no room for the address randomisation of new kernels."""
    setarch = shutil.which("setarch")
    needed = os.environ.get("C_SANITIZER") == "thread" and setarch
    return [str(setarch), "--addr-no-randomize", *command] if needed else command


def complaints(output: str, exit_status: int) -> list[str]:
    """What is wrong with a program's run; nothing when it passed."""
    wrong = [line for line in output.splitlines() if line.startswith("not ok")]
    if exit_status != 0:
        wrong.append(f"exit status {exit_status}")
    plan = re.search(r"^1\.\.(\d+)$", output, re.MULTILINE)
    passed = len(re.findall(r"^ok \d+", output, re.MULTILINE))
    if plan is None:
        wrong.append("the plan line 1..N is missing: the program broke off")
    elif not wrong and passed != int(plan.group(1)):
        wrong.append(f"{passed} tests passed, the plan says {plan.group(1)}")
    elif passed == 0:
        wrong.append("it ran no test")
    return wrong


@pytest.mark.parametrize(
    "program", sorted(HERE.rglob("test_*.c")), ids=lambda path: str(path.relative_to(HERE).with_suffix(""))
)
def test_a_c_program_passes_every_check(program: Path) -> None:
    command = without_address_randomisation([str(build_program(program))])
    done = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_SECONDS, cwd=ROOT)
    wrong = complaints(done.stdout, done.returncode)
    assert not wrong, f"{program.relative_to(ROOT)}: {'; '.join(wrong)}\n{done.stdout}{done.stderr}"
