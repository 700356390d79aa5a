"""The reactive level of a hierarchy: a compact policy that walks to places, trained as a scenario of its own."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

import harness
from agent.encoders.movement import MovementEncoder
from agent.encoders.scales import Scales
from agent.model import Model
from harness import scripts

#: Tiles from a goal within which some step of 30 ticks always ends (harness.scripts.walk_to): more per longer step.
NEAR_TILES_PER_TICK = 3.2 / 30


def walking_scenario(scenario: harness.Scenario) -> harness.Scenario:
    """Walking to a goal with the ticks a step of a scenario of commands: what its reactive level has to be able to do.

    Args:
        scenario: whose steps are walked.

    Returns:
        `movement_micro` with those steps, a goal as wide as one of them, and as much time as it gives.
    """
    base = harness.load_scenario("movement_micro")
    ticks = scenario.ticks_per_step
    fields = base.model_dump(mode="json")
    fields["name"] = f"walking_{ticks}_ticks"
    fields["description"] = f"Walk to a goal with {ticks} ticks a step: the reactive level under options."
    fields["script"] = base.setup_script
    fields["ticks_per_step"] = ticks
    fields["episode_steps"] = max(10, base.episode_ticks // ticks)
    fields["task"]["radius"] = max(1.0, NEAR_TILES_PER_TICK * ticks)
    return harness.Scenario.model_validate(fields)


class LearnedSteering:
    """Steers walks by a compact reactive policy; behind the protocol of `agent.options.play.OptionSteering`.

    The character's frame is shown to the policy with the place to walk to as its goal. Steps are drawn greedily, so
    that a walk is decided by where it begins. What holds the character back is the script's business: it steps aside.

    Args:
        model: a policy of the frame `movement`, trained on `walking_scenario`.
        scenario: what is played, whose steps and map give the features their scale.
    """

    def __init__(self, model: Model, scenario: harness.Scenario) -> None:
        walking = walking_scenario(scenario)
        self._encoder = MovementEncoder(Scales.of(walking))
        self._policy: nn.Module = model.policy
        self._frame = np.zeros(1, dtype=harness.frame_dtype(0))

    @torch.inference_mode()
    def __call__(self, body: scripts.Body, x: float, y: float) -> tuple[int, int]:
        """Signs of dx and dy of the likeliest step; 0, 0 where no step would end nearer."""
        if scripts.best_step(body, x, y) == (0, 0):
            return 0, 0
        frame = self._frame
        for name in frame.dtype.names or ():
            frame[name] = body.frame[name]
        # The policy knows the walking scenario's map: the goal is shown where it lies from there.
        frame["player_pos"] = 0.0
        frame["goal_pos"] = x - body.place[0], y - body.place[1]
        frame["goal_distance"] = body.distance(x, y)
        features = torch.from_numpy(self._encoder.encode(frame))
        _, dx, dy = scripts.WALKS[int(self._policy(features).primitive_action[0].argmax())]
        return dx, dy
