"""Which encoder reads a scenario's frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from agent.encoders.building import BuildingEncoder
from agent.encoders.mining import MiningEncoder
from agent.encoders.movement import MovementEncoder
from agent.encoders.scales import Scales
from harness import Scenario


class Encoder(Protocol):
    """From frames of one kind to features: pure, the same bytes for the same frames."""

    frame: str
    """Name of the frame kind that it reads."""
    feature_names: tuple[str, ...]
    """One name a column of the features."""

    def encode(self, frames: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Encodes structured frames [N] into float32 [N, len(feature_names)]."""


_ENCODERS: dict[str, Callable[[Scales], Encoder]] = {
    "movement": MovementEncoder,
    "mining": MiningEncoder,
    "building": BuildingEncoder,
}


def encoder_for(scenario: Scenario) -> Encoder:
    """The encoder of the scenario's observation frame, scaled by the scenario's constants.

    Raises:
        KeyError: if there is no encoder for that frame; the scenario schema names the frames there are.
    """
    return _ENCODERS[scenario.frame](Scales.of(scenario))
