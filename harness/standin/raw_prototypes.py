"""``data.raw`` of the base game, as far as it is kept (prototypes/prune_raw.py)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

RAW_FILE = Path(__file__).parent / "prototypes" / "data-raw-2.0.77.json.gz"


def base_raw_text() -> str:
    """As JSON: type to name to prototype."""
    return gzip.decompress(RAW_FILE.read_bytes()).decode()


def base_raw() -> dict[str, Any]:
    """Type to name to prototype."""
    raw: dict[str, Any] = json.loads(base_raw_text())
    return raw
