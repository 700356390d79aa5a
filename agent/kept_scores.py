"""Held-out scores that are kept: a finished run that is given again tells its scores without playing them again.

A score depends on the model's weights and description, on the scenario and the scripts that draw its scenes, and on
which episodes are played. A digest of these stands in the record; scores of another digest are played anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

import harness
from agent.scores import Evaluation

#: Files that say what a model is and does; cards, curves and scores beside them do not.
MODEL_FILES = ("*.safetensors", "model.json", "hierarchy.json")


def subject_of(model: Path, scenario: harness.Scenario, **how: Any) -> str:
    """Digest of what is scored and how.

    Args:
        model: folder of a model or of a hierarchy.
        scenario: what is played.
        how: which episodes, as the evaluation is told.

    Returns:
        SHA-256 in hexadecimal digits.
    """
    told = {"scenario": scenario.model_dump(mode="json"), "scenes": harness.scene_digest(), **how}
    told["model"] = model_digest(model)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def model_digest(model: Path) -> str:
    """Digest of the weights and the description in the folder of a model or of a hierarchy, SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MODEL_FILES for path in model.rglob(pattern)}):
        digest.update(path.relative_to(model).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def kept_or_scored(path: Path, subject: str, score: Callable[[], Evaluation], console: Console) -> Evaluation:
    """The scores in a file if they are of this subject; else those of `score`, which are kept there.

    Args:
        path: where the scores of the run are kept.
        subject: of `subject_of`.
        score: plays the episodes.
        console: is told where the scores come from.
    """
    try:
        found = Evaluation.read(path)
    except (OSError, ValueError):
        found = None
    if found is not None and found.subject == subject:
        console.print(f"scores are those of {path}; delete it to play them again", highlight=False, soft_wrap=True)
        return found
    evaluation = replace(score(), subject=subject)
    evaluation.write(path)
    return evaluation
