"""The instruction gate: callgrind counts what base and head execute for the same steps.

Counts do not depend on the machine's load, so one run a side is enough and a threshold of a percent is meaningful.
What could move them is held still: the environment is empty, paths are equally long, `PYTHONHASHSEED` is 0, and the
collector of Python's garbage rests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness.bench.gate.build import BuildFailed, Program, compiler, run_tool
from harness.bench.gate.burden import Burden
from harness.bench.gate.checkout import Checkout
from harness.bench.gate.verdict import Finding, Verdict
from harness.errors import HarnessError

#: Steps counted of each C workload: enough for some ten million instructions.
STEPS = {
    "movement": 16_000, "mining": 4_000, "building": 1_000, "factory": 100, "reset": 1_000, "snapshot": 20,
    "query": 200, "channel": 3_000,
}  # fmt: skip
OTHER_STEPS = 500

#: What is called a regression, and what is worth a word: head / base - 1.
C_THRESHOLD, C_WARNING = 0.01, 0.005
PYTHON_THRESHOLD = 0.02
#: Workloads that are Python programs, and the steps counted of each.
PYTHON_STEPS = {"client_loop": 50, "lua_codec": 10}
PYTHON_FOLDER = Path("suites/bench/python")
MARKS_FILE = Path("suites/bench/c/marks.c")

COUNT_SECONDS = 600


def require_valgrind() -> str:
    """Path of valgrind.

    Raises:
        HarnessError: if it is not installed; says how to install it, and what can be gated without.
    """
    found = shutil.which("valgrind")
    if found is None:
        raise HarnessError(
            "valgrind is not on PATH, so instructions cannot be counted; install it (Debian, Ubuntu: `apt-get install "
            "valgrind`), or gate wall-clock time alone with `--tier wall`"
        )
    return found


def _counted(command: list[str], environment: dict[str, str], options: list[str], folder: Path) -> int:
    """Instructions that callgrind collected while the command ran."""
    with tempfile.TemporaryDirectory(prefix="count-") as scratch:
        out = Path(scratch) / "callgrind"
        words = [require_valgrind(), "--tool=callgrind", f"--callgrind-out-file={out}", *options, *command]
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=COUNT_SECONDS)
        if done.returncode != 0:
            raise HarnessError(f"{' '.join(command)} failed under callgrind:\n{(done.stdout + done.stderr)[-2000:]}")
        dumps = [path for path in (out.with_name("callgrind.1"), out) if path.exists()]
        totals = re.search(r"^totals: (\d+)", dumps[0].read_text(), re.MULTILINE) if dumps else None
    if totals is None or int(totals.group(1)) == 0:
        raise HarnessError(f"callgrind counted nothing of {' '.join(command)}; is valgrind older than 3.15?")
    return int(totals.group(1))


def count_workload(program: Program, workload: str, burden: Burden | None = None) -> float:
    """Instructions a step of a C workload.

    Args:
        program: of the revision.
        workload: one of its workloads.
        burden: work added to every step.

    Returns:
        Instructions a step.

    Raises:
        HarnessError: if valgrind is missing or the workload fails.
    """
    steps = STEPS.get(workload, OTHER_STEPS)
    command = ["./player", "count", "./workloads.so", workload, str(steps), *(burden.words if burden else [])]
    options = ["--toggle-collect=workload_run", f"--instr-atstart={'no' if program.is_marked else 'yes'}"]
    return _counted(command, {}, options, program.path.parent) / steps


def _built_marks(head: Checkout) -> Path:
    """The shared object that a Python program marks its measured part with."""
    target = head.folder / "build" / "marks.so"
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        try:
            run_tool([compiler(), "-O2", "-shared", "-fPIC", str(MARKS_FILE), "-o", str(target)], head.folder)
        except BuildFailed as error:
            raise HarnessError(
                f"valgrind's header valgrind/callgrind.h is needed for the Python count (Debian, Ubuntu: it is in the "
                f"package valgrind); leave it out with `--no-python`. {error}"
            ) from error
    return target


def build_python(checkout: Checkout, notify: Callable[[str], None] = lambda _: None) -> None:
    """Builds the C extensions of a revision in its folder, unless they are there.

    Raises:
        HarnessError: if they cannot be built.
    """
    for script in ("comm_c/build_ffi.py", "harness/standin/build_ffi.py", "harness/kernels/build_ffi.py"):
        folder = (checkout.folder / script).parent
        if (checkout.folder / script).exists() and not list(folder.glob("*.so")):
            notify(f"{script} of {checkout.revision} (a minute or two)")
            run_tool([sys.executable, script], checkout.folder)


def count_python(name: str, checkout: Checkout, head: Checkout) -> float:
    """Instructions a step of a Python workload, with the revision's package and the head's workload.

    Args:
        name: one of PYTHON_STEPS.
        checkout: the revision, built by `build_python`.
        head: whose workload is played.

    Returns:
        Instructions a step, all its arenas together.

    Raises:
        HarnessError: if valgrind or its header is missing, or the workload fails.
    """
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "PYTHONHASHSEED": "0", "PYTHONPATH": str(checkout.folder),
        "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(checkout.folder),
    }  # fmt: skip
    options = ["--instr-atstart=no", "--toggle-collect=comm_wake_wait", "--toggle-collect=comm_wake_poll"]
    program, steps = head.folder / PYTHON_FOLDER / f"{name}.py", PYTHON_STEPS[name]
    command = [sys.executable, str(program), str(steps), str(_built_marks(head))]
    return _counted(command, environment, [*options, "--collect-atstart=yes"], checkout.folder) / steps


def judge(
    name: str, base: float, head: float, threshold: float, warning: float | None = None, recount: bool = False
) -> Finding:
    """Compares two counts.

    Args:
        name: of the workload.
        base: instructions a step.
        head: instructions a step.
        threshold: a change of at least this is a regression.
        warning: a change of at least this is worth a word.
        recount: the counts are the ones nearest to each other of two countings.
    """
    change = head / base - 1
    verdict = Verdict.SLOWER if change >= threshold else Verdict.FASTER if change <= -threshold else Verdict.SAME
    reason = "counted twice" if recount and verdict.is_red else ""
    if verdict is Verdict.SAME and warning is not None and change >= warning:
        reason = f"more than {warning:.1%} more instructions: not red yet"
    return Finding(
        tier="instructions", name=name, verdict=verdict, base=base, head=head, unit="instructions a step",
        change=change, threshold=threshold, reason=reason,
    )  # fmt: skip


def compare(
    name: str,
    count_base: Callable[[], float],
    count_head: Callable[[], float],
    threshold: float,
    warning: float | None = None,
) -> Finding:
    """Counts both sides; counts once more before it says slower, and believes the smaller difference."""
    base, head = count_base(), count_head()
    first = judge(name, base, head, threshold, warning)
    if not first.verdict.is_red:
        return first
    base, head = max(base, count_base()), min(head, count_head())
    return judge(name, base, head, threshold, warning, recount=True)
