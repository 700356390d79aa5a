"""Revisions unpacked beside the checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from harness.bench.gate.checkout import WORKTREE, check_out, git
from harness.errors import HarnessError

AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


def commit(repository: Path, text: str) -> None:
    (repository / "file.txt").write_text(text)
    git(repository, "add", "file.txt")
    git(repository, *AUTHOR, "commit", "-q", "-m", text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits, an ignored file and a new one."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / ".gitignore").write_text("build/\n*.so\n")
    git(folder, "add", ".gitignore")
    commit(folder, "first")
    commit(folder, "second")
    (folder / "ignored.so").write_text("binary")
    return folder


def test_a_revision_is_unpacked_as_it_was(repository: Path) -> None:
    before = check_out("HEAD~1", repository)
    assert (before.folder / "file.txt").read_text() == "first"
    assert (check_out("main", repository).folder / "file.txt").read_text() == "second"


def test_the_work_tree_counts_changes_and_new_files_but_not_ignored_ones(repository: Path) -> None:
    (repository / "file.txt").write_text("third")
    (repository / "new.txt").write_text("new")
    now = check_out(WORKTREE, repository)
    assert sorted(path.name for path in now.folder.iterdir()) == [".gitignore", "file.txt", "new.txt"]
    assert (now.folder / "file.txt").read_text() == "third"


def test_the_repository_itself_is_left_as_it_was(repository: Path) -> None:
    (repository / "new.txt").write_text("new")
    before = git(repository, "status", "--porcelain"), git(repository, "worktree", "list")
    check_out(WORKTREE, repository)
    check_out("HEAD~1", repository)
    assert (git(repository, "status", "--porcelain"), git(repository, "worktree", "list")) == before


def test_equal_files_share_a_folder_whatever_the_revision_is_called(repository: Path) -> None:
    assert check_out("main", repository).folder == check_out("HEAD", repository).folder
    assert check_out(WORKTREE, repository).folder == check_out("HEAD", repository).folder


def test_paths_of_any_two_revisions_are_equally_long(repository: Path) -> None:
    lengths = {len(str(check_out(revision, repository).folder)) for revision in ("HEAD", "HEAD~1")}
    assert len(lengths) == 1


def test_a_revision_that_is_not_there_is_named_with_those_that_are(repository: Path) -> None:
    with pytest.raises(HarnessError, match="no revision 'feature'.*there: main; `git fetch"):
        check_out("feature", repository)


def test_a_word_that_git_would_take_for_a_flag_is_refused(repository: Path) -> None:
    with pytest.raises(HarnessError, match="'--all' is not a revision"):
        check_out("--all", repository)


def test_a_shallow_clone_is_told_how_to_fetch_the_base(repository: Path, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    words = ["git", "clone", "-q", "--depth=1", repository.as_uri(), str(shallow)]
    subprocess.run(words, check=True, capture_output=True)
    assert check_out("HEAD", shallow).folder.is_dir()
    with pytest.raises(HarnessError, match="shallow and does not hold 'HEAD~1'.*--unshallow"):
        check_out("HEAD~1", shallow)


def test_a_folder_that_is_no_repository_says_so(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="not a git repository"):
        check_out("HEAD", tmp_path)
