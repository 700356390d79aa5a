"""What scripts build on who measure a published number as strangers do: create entities, run ticks, read."""

from __future__ import annotations

from typing import Any

#: A powered yard, short names, and a force that knows every recipe.
PLACE = """
surface, force = game.surfaces[1], game.forces.player
force.enable_all_recipes()
function place(name, x, y, more)
    local spec = {name = name, position = {x, y}, force = "player"}
    for key, value in pairs(more or {}) do spec[key] = value end
    return surface.create_entity(spec)
end
function ore_field(name)
    for x = -4, 4 do for y = -4, 4 do
        surface.create_entity{name = name, position = {x + 0.5, y + 0.5}, amount = 10000}
    end end
end
function still_enemy(name, x, y)
    local enemy = surface.create_entity{name = name, position = {x, y}, force = "enemy"}
    if enemy.commandable then
        enemy.commandable.set_command{type = defines.command.stop, distraction = defines.distraction.none}
    end
    return enemy
end
place("substation", 8, 8)
place("electric-energy-interface", 12, 12)
made = 0
function every_tick(work) script.on_event(defines.events.on_tick, work) end
"""

#: For a script that brings its own power.
NO_POWER = 'surface.find_entities_filtered{name = "electric-energy-interface"}[1].destroy()\n'


def a_second(game: Any, seconds: int, expression: str = "made") -> float:
    """How much an expression grows in a second."""
    before = game.value(expression)
    game.ticks(60 * seconds)
    return float(game.value(expression) - before) / seconds


def grown(game: Any, expression: str, before: list[float]) -> list[float]:
    """How much each entry of an expression that is a list has grown."""
    return [now - then for now, then in zip(game.value(expression), before, strict=True)]


def ticks_until(game: Any, expression: str, most: int) -> int:
    """Ticks until an expression is true; the test fails when it is not within ``most``."""
    for ticks in range(most):
        if game.value(expression):
            return ticks
        game.ticks(1)
    raise AssertionError(f"not within {most} ticks: {expression}")
