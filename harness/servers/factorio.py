"""Finds the user's own Factorio binary. Driving it, the stock door, is still to come, and the error says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

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
        f"no Factorio binary was found. Tried: {tried}. Download the free headless server 2.0.77 from the game's site "
        f"and give its path with --factorio-bin or in ${BINARY_VARIABLE}; or use --server standin, which needs no game"
    )


def refuse(given: Path | None) -> NoReturn:
    """Says what stands between the user and a real server; first that the binary is missing, if it is.

    Raises:
        ServerError: always.
    """
    binary = find_binary(given)
    raise ServerError(
        f"the Factorio binary is there ({binary}), but this version cannot step it yet: the stock door, which carries "
        "actions and frames over RCON through the mod, is still to come. Use --server standin"
    )


def _from_environment() -> Path | None:
    text = os.environ.get(BINARY_VARIABLE, "")
    return Path(text).expanduser() if text else None


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
