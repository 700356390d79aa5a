"""Published numbers of what is thrown and shot, sent on its way by a script: grenades, rockets, shells, capsules.

Sources: the wiki's pages of grenade, poison and slowdown capsule, rocket, artillery shell (2.0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from published_yard import a_second, ticks_until

Yard = Callable[..., Any]


def thrown(name: str, x: float, y: float = 0) -> str:
    """A script that throws something at a place from the left."""
    return f"""surface.create_entity{{name = "{name}", position = {{-20, {y}}}, target = {{{x}, {y}}}, speed = 0.3,
        force = "player"}} """


@pytest.mark.parametrize(
    ("shot", "enemy", "damage"),
    [
        ("grenade", "behemoth-biter", (35 - 12) * 0.9), ("grenade", "behemoth-spitter", 35 * 0.7),
        ("artillery-projectile", "behemoth-biter", 2 * (1000 - 12) * 0.9),
    ],
)  # fmt: skip
def test_a_blast_hurts_all_within_its_radius(yard: Yard, shot: str, enemy: str, damage: float) -> None:
    """Grenade 35 within 6.5 tiles; artillery shell 1000 and 1000 within 4."""
    game = yard(f'one, far = still_enemy("{enemy}", 0, 0), still_enemy("{enemy}", 20, 0) {thrown(shot, 0)}', 1)
    health = game.value("one.health")
    ticks_until(game, f"one.health < {health}", 120)
    now = game.value("one.health")
    assert health - now == pytest.approx(damage, abs=0.2)
    assert game.value("far.get_health_ratio()") == 1


@pytest.mark.parametrize(("shot", "damage"), [("rocket", 200 * 0.7), ("explosive-rocket", 150 * 0.7)])
def test_a_rocket_that_is_sent_at_somebody_finds_him(yard: Yard, shot: str, damage: float) -> None:
    game = yard(
        f"""enemy = still_enemy("behemoth-spitter", 0, 0)
        surface.create_entity{{name = "{shot}", position = {{-20, 0}}, target = enemy, speed = 0.1, force = "player"}}
        lowest = 1500 every_tick(function() lowest = math.min(lowest, enemy.health) end)""",
        200,
    )
    assert game.value("1500 - lowest") == pytest.approx(damage, abs=0.5)


def test_a_poison_cloud_takes_sixteen_a_second_from_who_breathes_for_twenty_seconds(yard: Yard) -> None:
    """8 every half second within 11 tiles; buildings do not breathe."""
    game = yard(
        f"""enemy, far = still_enemy("behemoth-worm-turret", 0, 0), still_enemy("behemoth-biter", 20, 0)
        house = place("stone-furnace", 3, 0) heals = prototypes.entity["behemoth-worm-turret"].healing_per_tick
        {thrown("poison-capsule", 0)}""",
        120,
    )
    assert -a_second(game, 10, "enemy.health") + 60 * game.value("heals") == pytest.approx(16, rel=0.06)
    assert game.value("{house.health, far.health}") == [200, 3000]
    game.ticks(900)
    assert a_second(game, 5, "enemy.health") >= 0


def test_a_slowdown_capsule_quarters_the_speed_of_enemies_within_nine_tiles(yard: Yard) -> None:
    game = yard(
        f"""slow, quick = still_enemy("small-biter", 0, 0), still_enemy("small-biter", 0, 20)
        {thrown("slowdown-capsule", 0)}""",
        120,
    )
    game.run("""for _, one in pairs{slow, quick} do one.commandable.set_command{type = defines.command.go_to_location,
        destination = {25, one.position.y}, distraction = defines.distraction.none} end""")
    game.ticks(30)
    before = game.value("{slow.position.x, quick.position.x}")
    game.ticks(60)
    slow, quick = (x - x0 for x, x0 in zip(game.value("{slow.position.x, quick.position.x}"), before, strict=True))
    assert quick == pytest.approx(12, abs=0.3)
    assert slow == pytest.approx(quick * 0.25, rel=0.15)


def test_what_the_server_cannot_let_do_its_work_is_refused_by_name(yard: Yard) -> None:
    game = yard("", 1)
    for name in ("defender", "laser-beam", "acid-stream-worm-small", "slowdown-sticker", "defender-capsule"):
        assert name in game.error(f'surface.create_entity{{name = "{name}", position = {{0, 0}}, force = "player"}}')
    assert "speed" in game.error('surface.create_entity{name = "grenade", position = {0, 0}, target = {5, 5}}')
    assert "target" in game.error('surface.create_entity{name = "grenade", position = {0, 0}, speed = 0.3}')
    assert "speed" in game.error(
        'surface.create_entity{name = "grenade", position = {0, 0}, target = {5, 5}, speed = 0}'
    )
    assert game.value("#surface.find_entities_filtered{type = 'projectile'}") == 0
