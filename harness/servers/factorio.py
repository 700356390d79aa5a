"""The user's own Factorio: where its binary is, which version it is, and what of its installation a server needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.errors import ServerError

#: Environment variable that names the binary.
BINARY_VARIABLE = "FACTORIO_BIN"

#: Where installers and the archive put it.
USUAL_PLACES = (
    "~/factorio/bin/x64/factorio",
    "~/.factorio/bin/x64/factorio",
    "~/.steam/steam/steamapps/common/Factorio/bin/x64/factorio",
    "/opt/factorio/bin/x64/factorio",
)

#: Versions that the mod loads on, as their first two numbers; and the one that everything is held to.
KNOWN_SERIES = ((2, 0), (2, 1))
TARGET_VERSION = "2.0.77"

#: Seconds that `--version` may take.
VERSION_TIMEOUT = 30.0

_VERSION = re.compile(r"^Version: (\d+)\.(\d+)\.(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Installation:
    """A Factorio that can be started."""

    binary: Path
    version: tuple[int, int, int]

    @property
    def version_text(self) -> str:
        """As the game writes it."""
        return ".".join(map(str, self.version))

    @property
    def root(self) -> Path:
        """The folder that the archive unpacks to."""
        return self.binary.resolve().parents[2]

    def example(self, name: str) -> Path | None:
        """An example file of the installed version, such as `map-settings`; None where it has none."""
        path = self.root / "data" / f"{name}.example.json"
        return path if path.is_file() else None


def find_binary(given: Path | None = None) -> Path:
    """The Factorio binary: the path given, $FACTORIO_BIN, the PATH, or one of the usual places, in this order.

    Raises:
        ServerError: if there is none, with every place that was tried; a path that was given must itself be
        right.
    """
    named = given or _from_environment()
    if named is not None:
        if not _is_program(named):
            raise ServerError(f"{named} is not a program that can be run; give the path of bin/x64/factorio")
        return named
    on_path = shutil.which("factorio")
    places = [Path(place).expanduser() for place in USUAL_PLACES]
    for place in ([Path(on_path)] if on_path else []) + places:
        if _is_program(place):
            return place
    tried = ", ".join(["'factorio' on the PATH", *map(str, places)])
    raise ServerError(
        f"no Factorio binary was found. Tried: {tried}. Download the free headless server {TARGET_VERSION} from the "
        f"game's site and give its path with --factorio-bin or in ${BINARY_VARIABLE}; or use --server standin, which "
        "needs no game"
    )


def find_installation(given: Path | None = None) -> Installation:
    """The installation around the binary that `find_binary` finds.

    Raises:
        ServerError: if there is none, or it is not a Factorio of a version that the mod loads on.
    """
    binary = find_binary(given).absolute()
    version = read_version(binary)
    if version[:2] not in KNOWN_SERIES:
        known = ", ".join(f"{major}.{minor}" for major, minor in KNOWN_SERIES)
        raise ServerError(
            f"{binary} is Factorio {'.'.join(map(str, version))}; the mod loads on {known}. Give the path of another "
            f"version with --factorio-bin; everything is held to {TARGET_VERSION}"
        )
    return Installation(binary, version)


def read_version(binary: Path) -> tuple[int, int, int]:
    """What the binary says to --version.

    Raises:
        ServerError: if it says nothing of the kind.
    """
    try:
        done = subprocess.run(
            [str(binary), "--version"], capture_output=True, text=True, errors="replace", timeout=VERSION_TIMEOUT,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"{binary} --version could not be run: {error}") from error
    found = _VERSION.search(done.stdout)
    if found is None:
        said = (done.stdout + done.stderr).strip()[:200] or "nothing"
        raise ServerError(
            f"{binary} --version said {said!r} and exited with status {done.returncode}; a Factorio binary says "
            f"'Version: {TARGET_VERSION} ...'"
        )
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def _from_environment() -> Path | None:
    text = os.environ.get(BINARY_VARIABLE, "")
    return Path(text).expanduser() if text else None


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
