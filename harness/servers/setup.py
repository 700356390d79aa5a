"""The one command that makes a server's arenas, and what its channel is told about resets."""

from __future__ import annotations

import json
from typing import Any

from comm_c.channel import Channel, ResetRule
from comm_c.layout import constants
from harness.errors import ServerError
from harness.scenarios.frames import frame_kind
from harness.scenarios.schema import Area, Scenario
from harness.servers.spec import ServerSpec

#: Version of the request and of its reply.
PROTOCOL = 1

#: Positions cross the boundary as whole numbers of 1/256 tile.
UNITS_PER_TILE = 256


def setup_command(spec: ServerSpec) -> str:
    """The mod command that builds the pool of scenes on a server."""
    request = {
        "protocol": PROTOCOL,
        "scenario": spec.scenario.setup_script,
        "settings": scene_settings(spec.scenario),
        "scenes": spec.scenario.reset.pool_scenes,
        "scene_seed": spec.scene_seed,
    }
    if spec.door == "stock":
        request["door"] = _door_request(spec)
    return "/agent-setup " + json.dumps(request, separators=(",", ":"))


def _door_request(spec: ServerSpec) -> dict[str, Any]:
    """What the mod's stock door is to serve, where the native one reads it in the channel's header."""
    rule = reset_rule(spec.scenario)
    return {
        "frames_version": constants.FACTORIO_FRAMES_VERSION,
        "arenas": spec.arenas,
        "frame": frame_kind(spec.scenario.frame),
        "pool_scenes": rule.pool_scenes,
        "start_area": rule.start_area,
        "goal_area": rule.goal_area,
        "goal_min_distance": rule.goal_min_distance,
        "goal_max_distance": rule.goal_max_distance,
        "main_ground": rule.main_ground,
        "speed": spec.config.server.speed_of(spec.kind),
    }


def scene_settings(scenario: Scenario) -> dict[str, Any]:
    """The numbers that the scenario's Lua file builds a scene from."""
    width, height = scenario.map.sides
    settings: dict[str, Any] = {"width": width, "height": height}
    for grid in scenario.resources:
        settings |= {"resource": grid.name, "spacing": grid.spacing, "amount": grid.amount}
    if scenario.starting_items:
        settings["starting_items"] = scenario.starting_items
    return settings | scenario.scene.settings()


def scenes_of(spec: ServerSpec) -> int:
    """Surfaces that the set-up makes: the pool's scenes, or the arenas themselves."""
    return spec.arenas if spec.door == "stock" else spec.scenario.reset.pool_scenes


def check_setup_reply(text: str, scenes: int) -> dict[str, list[str]]:
    """Checks the answer to the set-up command.

    Returns:
        Names of the server's prototypes by kind, in the order of their numbers, which begin at 1.

    Raises:
        ServerError: if it is not a reply of this protocol, reports an error, or lists another number of scenes.
    """
    try:
        reply = json.loads(text)
    except json.JSONDecodeError:
        reply = None
    if not isinstance(reply, dict) or "ok" not in reply:
        raise ServerError(
            f"/agent-setup was answered with {text[:200]!r}, which is not a set-up reply; is the mod loaded?"
        )
    if not reply["ok"]:
        raise ServerError(f"/agent-setup failed: {reply.get('error', 'no reason was given')}")
    surfaces = reply.get("surfaces")
    if not isinstance(surfaces, list) or len(surfaces) != scenes:
        raise ServerError(f"/agent-setup made the surfaces {surfaces!r}; {scenes} were asked for")
    names: dict[str, list[str]] = reply.get("prototypes", {})
    return names


def make_channel(spec: ServerSpec) -> Channel:
    """A channel for a server that has yet to be started.

    Raises:
        ChannelError: if the machine refuses it.
    """
    return Channel.create(
        arena_count=spec.arenas,
        frame_kind=frame_kind(spec.scenario.frame),
        ticks_per_step=spec.scenario.ticks_per_step,
        reset_rule=reset_rule(spec.scenario),
        processes=spec.servers + 1,
    )


def reset_rule(scenario: Scenario) -> ResetRule:
    """What a reset draws, as the channel's header carries it."""
    reset = scenario.reset
    goal = reset.goal
    return ResetRule(
        start_area=_units(reset.start_area),
        goal_area=(0, 0, 0, 0) if goal is None else _units(goal.area),
        goal_min_distance=0 if goal is None else round(goal.min_distance * UNITS_PER_TILE),
        goal_max_distance=0 if goal is None else round(goal.max_distance * UNITS_PER_TILE),
        pool_scenes=reset.pool_scenes,
        main_ground=int(reset.main_ground),
    )


def _units(area: Area) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * UNITS_PER_TILE) for side in (area.left, area.top, area.right, area.bottom))
    return left, top, right, bottom
