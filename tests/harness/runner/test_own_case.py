"""A case of one's own: the README's section is followed to the letter in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SECTION = re.compile(r"^### Add your own case in 15 minutes\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def environment() -> dict[str, str]:
    """As after an installation: the plugin is known, and `python` and `pytest` are those of this environment."""
    found = dict(os.environ)
    found["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{found['PATH']}"
    found["PYTHONPATH"] = str(ROOT)
    names = [entry.name for entry in metadata.entry_points(group="pytest11")]
    if "harness.runner.pytest_plugin" not in names:
        found["PYTEST_ADDOPTS"] = "-p harness.runner.pytest_plugin"
    return found


@pytest.mark.slow
def test_the_readme_leads_to_a_case_of_ones_own(tmp_path: Path) -> None:
    section = SECTION.search((ROOT / "README.md").read_text())
    assert section is not None
    blocks = re.findall(r"^```sh\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    script = "set -e\n" + "".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=1100
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.count("4 passed") == 2
    assert "admitted" in done.stdout
    assert (tmp_path / "report" / "index.html").is_file()
