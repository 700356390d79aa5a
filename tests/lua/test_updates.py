"""Several updates at once: as many as are asked for, no more than there are ticks to run, and none past a save."""

from __future__ import annotations


def run(game, most: int) -> int:
    """Updates run; a batch that ends early, for it may take about a millisecond, is gone on with."""
    done = 0
    while done < most and (ran := game.host.update(False, most - done)):
        done += ran
        if game.value("game.tick_paused") and game.value("game.ticks_to_run") == 0:
            break
    return done


def test_a_running_game_runs_the_updates_that_are_asked_for(game) -> None:
    assert run(game, 50) == 50
    assert game.value("game.tick") == 50


def test_a_paused_game_stops_where_its_ticks_end(game) -> None:
    game.run("game.tick_paused = true game.ticks_to_run = 7")
    assert run(game, 50) == 7
    assert (game.value("game.tick"), game.value("game.ticks_to_run")) == (7, 0)


def test_a_paused_game_without_ticks_to_run_updates_once_and_stays_where_it_is(game) -> None:
    game.run("game.tick_paused = true")
    assert game.host.update(False, 50) == 1
    assert game.value("game.tick") == 0


def test_a_batch_ends_with_the_update_in_which_a_script_asks_for_a_save(game) -> None:
    game.run("script.on_event(defines.events.on_tick, function() game.server_save('x') end)")
    assert [game.host.update(False, 50) for _ in range(3)] == [1, 1, 1]


def test_a_script_that_pauses_the_game_ends_the_batch(game) -> None:
    game.run("script.on_event(defines.events.on_tick, function(e) if e.tick == 3 then game.tick_paused = true end end)")
    for _ in range(100):
        game.host.update(False, 50)
    assert game.value("game.tick_paused") is True
    assert game.value("game.tick") in (3, 4)
