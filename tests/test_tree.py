"""What is kept in the repository: sources, data and trained models, and nothing that a build has made."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {".ci", ".github", "agent", "baselines", "comm_c", "factorio_mod", "harness", "suites", "tests"}
LARGEST_FILE_BYTES = 10_000_000
BUILT_BY_A_COMPILER = (b"\x7fELF", b"!<arch>\n", b"\xcf\xfa\xed\xfe", b"MZ")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that git keeps, of a checkout; an unpacked archive has no list of them."""
    if not (ROOT / ".git").exists():
        pytest.skip("this tree is no git checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def test_the_top_level_holds_the_named_folders_and_no_others(tracked: list[Path]) -> None:
    folders = {file.relative_to(ROOT).parts[0] for file in tracked if file.parent != ROOT}
    assert folders == FOLDERS


def test_no_file_is_a_program_or_a_library_that_a_compiler_has_made(tracked: list[Path]) -> None:
    def head(file: Path) -> bytes:
        with file.open("rb") as stream:
            return stream.read(8)

    assert [str(file) for file in tracked if head(file).startswith(BUILT_BY_A_COMPILER)] == []


def test_every_file_is_smaller_than_ten_megabytes(tracked: list[Path]) -> None:
    assert [str(file) for file in tracked if file.stat().st_size >= LARGEST_FILE_BYTES] == []
