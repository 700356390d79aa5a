"""What the documentation says can be run, can be run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {".tox", ".venv", "node_modules", "build", ".git", "runs"} & set(path.relative_to(ROOT).parts)
)

#: What makes a documented command short enough for a test, and keeps it out of the checkout; FOLDER is a fresh folder.
SHORT_HIERARCHY = [
    "--hierarchy.reactive-steps", "0", "--hierarchy.teacher-rounds", "1", "--hierarchy.imitation-epochs", "1",
    "--hierarchy.correction-rounds", "0",
    "--hierarchy.tactical-updates", "1", "--hierarchy.strategic-updates", "1", "--hierarchy.ppo.arenas", "2",
    "--hierarchy.ppo.decisions", "8", "--evaluation-episodes", "0",
]  # fmt: skip
MORE_WORDS = {
    "agent.train --hierarchical": SHORT_HIERARCHY,
    "survival_basic-hierarchy-1 --episodes": ["--episodes", "2"],
    "agent.ablate": ["--episodes", "2", "--searched-episodes", "0", "--model-episodes", "2", "--arenas", "2"],
    "agent.export": ["--out", "FOLDER/exported"],
    "agent.world_model": ["--arenas", "4", "--steps", "32", "--epochs", "1"],
    "agent.train": ["--steps", "20000", "--out", "FOLDER/run"],
    "agent.baseline": ["--seeds", "1", "--runs", "FOLDER/runs", "--out", "FOLDER/baselines"],
    "agent.demos record": ["--episodes", "4", "--out", "FOLDER/demos"],
    "agent.bc": ["--evaluation-episodes", "4", "--how.gradient-steps", "50", "--out", "FOLDER/clone"],
    "harness watch": ["--pictures", "4", "--out", "FOLDER/film.gif"],
    "harness bench": ["--seconds", "0.1"],
    "harness gate": ["--tier", "wall", "--workload", "channel", "--seconds", "5"],
}

#: Words of the documentation that stand for what its reader has made before.
READERS_RUN = "runs/movement_micro-1"
READERS_HIERARCHY = "runs/survival_basic-hierarchy-1"
READERS_DEMOS = "demos/building_micro-beginner"
READERS_FILES = {"scores.json": "FOLDER/scores.json", "record.json": "FOLDER/record.json"}

#: Libraries that examples are for and that the tests can do without.
LEARNERS_OF_OTHERS = ("stable_baselines3", "sb3_contrib")

COMMAND = re.compile(r"^(?:python -m (?:harness|agent)|pytest suites).*$", re.MULTILINE)


def blocks(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(), re.MULTILINE | re.DOTALL)


def documented_commands() -> list[str]:
    """All but those on `my_suite`, which test_own_case.py types in their order."""
    found = [line for doc in DOCUMENTS for block in blocks(doc, "sh") for line in COMMAND.findall(block)]
    return sorted({line.split("#")[0].strip() for line in found if "my_suite" not in line})


def test_the_documentation_names_commands() -> None:
    assert len(documented_commands()) >= 5


@pytest.fixture(scope="session")
def readers_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short training run, as the reader of the documentation has one."""
    folder = tmp_path_factory.mktemp("documentation") / "movement_micro-1"
    words = ["--scenario", "movement_micro", "--steps", "40000", "--evaluation-episodes", "20", "--out", str(folder)]
    command = [sys.executable, "-m", "agent.train", *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=1100)
    return folder


@pytest.fixture(scope="session")
def readers_hierarchy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short hierarchical run."""
    folder = tmp_path_factory.mktemp("documentation") / "survival_basic-hierarchy-1"
    words = ["--hierarchical", "--scenario", "survival_basic", "--out", str(folder), *SHORT_HIERARCHY]
    command = [sys.executable, "-m", "agent.train", *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=1100)
    return folder


@pytest.fixture(scope="session")
def readers_demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few demonstrations, as the reader of the documentation has recorded them."""
    folder = tmp_path_factory.mktemp("documentation") / "demos"
    words = ["--scenario", "building_micro", "--level", "beginner", "--episodes", "2", "--out", str(folder)]
    command = [sys.executable, "-m", "agent.demos", "record", *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=1100)
    return folder


def runnable(command: str, folder: Path, made: dict[str, Path]) -> list[str]:
    """The command with the words that a test adds and replaces."""
    words = shlex.split(command)
    words[:1] = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"] if words[0] == "pytest" else [sys.executable]
    for part, more in MORE_WORDS.items():
        if part in command:
            words += [word for word in more if "--out" not in words or word not in ("--out", "FOLDER/run")]
    for stands, there in made.items():
        words = [word.replace(stands, str(there)) for word in words]
    words = [READERS_FILES.get(word, word) for word in words]
    return [word.replace("FOLDER", str(folder)) for word in words]


@pytest.mark.slow
@pytest.mark.parametrize("command", documented_commands())
def test_a_documented_command_runs(command: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    fixtures = {READERS_RUN: "readers_run", READERS_HIERARCHY: "readers_hierarchy", READERS_DEMOS: "readers_demos"}
    made = {word: request.getfixturevalue(name) for word, name in fixtures.items() if word in command}
    words = runnable(command, tmp_path, made)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=1100)
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("document", "number"),
    [(doc, i) for doc in DOCUMENTS for i in range(len(blocks(doc, "python")))],
    ids=lambda value: str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value),
)
def test_a_documented_python_example_runs(document: Path, number: int) -> None:
    code = blocks(document, "python")[number]
    for library in LEARNERS_OF_OTHERS:
        if re.search(rf"^(?:from|import) {library}\b", code, re.MULTILINE):
            pytest.importorskip(library)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=1100
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_link_to_a_file_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.relative_to(ROOT)} links to {target}"
