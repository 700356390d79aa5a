"""A chest's bar keeps machines out, and is saved with the game."""

from __future__ import annotations


def test_an_inserter_stops_at_the_bar_and_goes_on_when_it_is_raised(new_game) -> None:
    game = new_game()
    game.run("""
    local s = game.surfaces[1]
    local from = s.create_entity{name = "wooden-chest", position = {0.5, 0.5}, force = "player"}
    to = s.create_entity{name = "wooden-chest", position = {2.5, 0.5}, force = "player", bar = 2}
    local arm = s.create_entity{name = "burner-inserter", position = {1.5, 0.5}, force = "player",
                                direction = defines.direction.west}
    from.insert{name = "stone-furnace", count = 60}
    arm.insert{name = "coal", count = 5}
    """)
    for _ in range(6000):
        game.host.update(False)
    assert game.value('{to.get_item_count("stone-furnace"), to.get_inventory(1).get_bar()}') == [50, 2]
    game.run("to.get_inventory(1).set_bar()")
    for _ in range(300):
        game.host.update(False)
    assert game.value('to.get_item_count("stone-furnace")') > 51
