"""Transcripts: one JSON object a line, first the head, then one an episode."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.runner.play import Episode

#: Raised when a key changes its meaning.
TRANSCRIPT_VERSION = 1


def write_transcript(path: Path, head: dict[str, Any], episodes: Sequence[Episode]) -> None:
    """Writes a transcript, whole or not at all.

    Args:
        path: of the file; its folder is made.
        head: what was played: case, scenario, policy, server, door, machine.
        episodes: in order.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [{"kind": "head", "version": TRANSCRIPT_VERSION, **head}]
    lines += [{"kind": "episode", **episode.to_json()} for episode in episodes]
    partial = path.with_name(path.name + ".partial")
    partial.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))
    partial.replace(path)
