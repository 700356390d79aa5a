"""Makes a prototype file from what a user's own game writes with `factorio --dump-data`.

factorio --dump-data                      (writes script-output/data-raw-dump.json into the write directory)
python -m harness.standin.prototypes.from_dump data-raw-dump.json --out my-prototypes.json
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from harness.standin.prototypes.from_raw import from_raw, summary, to_text
from harness.standin.prototypes.schema import PrototypeError

#: The version that a dump, which does not say its own, is taken for.
TARGET_VERSION = "2.0.77"


def read_dump(path: Path, game_version: str = TARGET_VERSION) -> dict[str, Any]:
    """The content of a prototype file, from a dump of `data.raw`.

    Raises:
        PrototypeError: The dump cannot be read or lacks something; the text begins with the path.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(raw, dict):
            raise PrototypeError(f"a dump holds one object of prototype types, not {type(raw).__name__}")
        provenance = {"source": "factorio --dump-data", "made_by": "harness/standin/prototypes/from_dump.py"}
        return from_raw(raw, game_version, provenance)
    except OSError as error:
        raise PrototypeError(f"{path}: cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise PrototypeError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except PrototypeError as error:
        raise PrototypeError(f"{path}: {error}") from error


def main(arguments: list[str] | None = None) -> int:
    """Writes the file; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m harness.standin.prototypes.from_dump",
        description="Make a prototype file from the dump that factorio --dump-data writes.",
        epilog="Example: python -m harness.standin.prototypes.from_dump data-raw-dump.json --out mine.json",
    )
    parser.add_argument("dump", type=Path, help="data-raw-dump.json, from the game's script-output folder")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--game-version", default=TARGET_VERSION, help=f"version of the game ({TARGET_VERSION})")
    given = parser.parse_args(arguments)
    try:
        data = read_dump(given.dump, given.game_version)
        given.out.write_text(to_text(data), encoding="utf-8")
    except (PrototypeError, OSError) as error:
        print(f"from_dump: {error}", file=sys.stderr)
        return 1
    print(f"{given.out}: {summary(data)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
