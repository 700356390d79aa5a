"""What an installation that is no checkout holds: everything that the program reads when it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: Files that packages read beside their Python: tables, scenarios, mods, recipes, templates.
READ = {".yaml", ".json", ".gz", ".lua", ".j2", ".cfg"}


def test_an_installed_package_holds_every_file_that_it_reads(tmp_path: Path) -> None:
    library = tmp_path / "lib"
    subprocess.run(
        [sys.executable, "setup.py", "-q", "egg_info", "--egg-base", tmp_path, "build_py", "--build-lib", library],
        cwd=ROOT, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    read = {
        path.relative_to(ROOT)
        for package in ("agent", "comm_c", "factorio_mod", "harness")
        for path in (ROOT / package).rglob("*")
        if path.suffix in READ and path.is_file()
    }
    assert len(read) > 80
    missing = {path for path in read if not (library / path).is_file()}
    assert not missing, f"not in the package: {sorted(map(str, missing))}; see package-data in pyproject.toml"
