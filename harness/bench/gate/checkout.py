"""The files of a revision, unpacked beside the checkout and kept by their hash.

A revision is unpacked, not checked out: the repository's index, branches and work tree stay as they are, and a shallow
clone serves as long as it has the revision. The folder's name is the hash of the tree, so revisions with equal files
share it, and the paths of any two are equally long (a path's length can move what is measured).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from harness.bench.machine import ROOT
from harness.errors import HarnessError

#: What stands for the files as they are now, committed or not.
WORKTREE = "worktree"

#: Unpacked revisions and what was built from them.
CACHE = Path("build") / "gate"

HASH_DIGITS = 16
GIT_SECONDS = 120


@dataclass(frozen=True)
class Checkout:
    """A revision's files."""

    revision: str
    """As it was asked for."""
    tree: str
    """Hash of the files."""
    folder: Path


def git(repository: Path, *words: str, index: Path | None = None) -> bytes:
    """Output of a git command.

    Raises:
        HarnessError: if git is missing, the folder is no repository, or the command fails; with git's own words.
    """
    environment = os.environ | ({"GIT_INDEX_FILE": str(index)} if index else {})
    command = ["git", "-C", str(repository), *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, env=environment)
    except FileNotFoundError as error:
        raise HarnessError("git is not on PATH; a gate compares two revisions, so install git") from error
    if done.returncode != 0:
        raise HarnessError(f"`{' '.join(command)}` failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def tree_of(repository: Path, revision: str) -> str:
    """Hash of the files of a revision.

    Args:
        repository: the checkout's root.
        revision: anything that git resolves, or WORKTREE.

    Raises:
        HarnessError: if there is no such revision; says what to do in a shallow clone and elsewhere.
    """
    if revision == WORKTREE:
        return _tree_of_worktree(repository)
    if revision.startswith("-"):
        raise HarnessError(f"{revision!r} is not a revision; give a branch, a tag or a commit")
    try:
        found = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
    except HarnessError as error:
        git(repository, "rev-parse", "--git-dir")  # not a repository at all: says so itself
        raise HarnessError(_missing(repository, revision)) from error
    return found.decode().strip()


def _missing(repository: Path, revision: str) -> str:
    if git(repository, "rev-parse", "--is-shallow-repository").decode().strip() == "true":
        return (
            f"this clone is shallow and does not hold {revision!r}; fetch it with `git fetch --unshallow`, or "
            f"`git fetch --depth=1 origin {revision}` (GitHub Actions: `fetch-depth: 0` of actions/checkout)"
        )
    near = git(repository, "for-each-ref", "--format=%(refname:short)", "--count=8").decode().split()
    return (
        f"there is no revision {revision!r} in {repository}; branches and tags there: {', '.join(near) or 'none'}; "
        f"`git fetch origin` may bring it"
    )


def _tree_of_worktree(repository: Path) -> str:
    """Writes the files as they are (tracked, changed and new, but not ignored) through an index of its own."""
    with tempfile.TemporaryDirectory(prefix="gate-") as folder:
        index = Path(folder) / "index"
        git(repository, "read-tree", "HEAD", index=index)
        git(repository, "add", "--all", index=index)
        return git(repository, "write-tree", index=index).decode().strip()


def check_out(revision: str, repository: Path = ROOT) -> Checkout:
    """Unpacks a revision, unless it is there.

    Args:
        revision: anything that git resolves, or WORKTREE.
        repository: the checkout's root.

    Returns:
        The files of that revision.

    Raises:
        HarnessError: if there is no such revision.
    """
    tree = tree_of(repository, revision)
    folder = repository / CACHE / "trees" / tree[:HASH_DIGITS]
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="unpack-", dir=folder.parent) as unfinished:
            with tarfile.open(fileobj=BytesIO(git(repository, "archive", "--format=tar", tree))) as archive:
                if hasattr(tarfile, "data_filter"):
                    archive.extractall(unfinished, filter="data")
                else:  # Python before 3.11.4; the files are this repository's own
                    archive.extractall(unfinished)  # noqa: S202
            _put_in_place(Path(unfinished), folder)
    return Checkout(revision, tree, folder)


def _put_in_place(unfinished: Path, folder: Path) -> None:
    """Renames the unpacked files to their place; another gate may have been first, then theirs stay."""
    inner = unfinished.with_name(unfinished.name + ".whole")
    unfinished.rename(inner)
    unfinished.mkdir()  # the temporary directory's own end wants to find it
    try:
        inner.rename(folder)
    except OSError:
        shutil.rmtree(inner)


def commit_of(repository: Path, checkout: Checkout) -> str:
    """Name for a history: the commit's first digits, with `+` behind it for a work tree that differs from it."""
    revision = "HEAD" if checkout.revision == WORKTREE else checkout.revision
    name = git(repository, "rev-parse", "--short=12", revision).decode().strip()
    return name if tree_of(repository, revision) == checkout.tree else name + "+"
