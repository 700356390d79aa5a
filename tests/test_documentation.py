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

#: What makes a documented command short enough for a test.
SHORTER = {
    "agent.train": ["--steps", "20000"],
    "agent.evaluate": [],
    "harness bench": ["--seconds", "0.1"],
}

COMMAND = re.compile(r"^(?:python -m (?:harness|agent)|pytest suites).*$", re.MULTILINE)


def blocks(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(), re.MULTILINE | re.DOTALL)


def documented_commands() -> list[str]:
    found = [line for doc in DOCUMENTS for block in blocks(doc, "sh") for line in COMMAND.findall(block)]
    return sorted({line.split("#")[0].strip() for line in found})


def test_the_documentation_names_commands() -> None:
    assert len(documented_commands()) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("command", documented_commands())
def test_a_documented_command_runs(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    if words[0] == "pytest":
        words[:1] = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    else:
        words[0] = sys.executable
    for part, more in SHORTER.items():
        if part in command:
            words += more
    if "agent.train" in command and "--out" not in words:
        words += ["--out", str(tmp_path / "run")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("document", "number"),
    [(doc, i) for doc in DOCUMENTS for i in range(len(blocks(doc, "python")))],
    ids=lambda value: str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value),
)
def test_a_documented_python_example_runs(document: Path, number: int) -> None:
    code = blocks(document, "python")[number]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_link_to_a_file_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.relative_to(ROOT)} links to {target}"
