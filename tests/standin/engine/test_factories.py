"""What must hold for every factory: items are kept, a restored arena goes on alike, sleeping shows in nothing."""

from __future__ import annotations

from factory_kit import CARRIERS, MACHINES, Act, acts, items_everywhere, make_factory, obey, things
from hypothesis import given, settings
from hypothesis import strategies as st

Stands = list[tuple[str, tuple[int, int], int]]


@given(things(CARRIERS), st.lists(acts(CARRIERS), max_size=40), st.data())
@settings(max_examples=60, deadline=None)
def test_items_are_neither_made_nor_lost(stands: Stands, play: list[Act], data: st.DataObject) -> None:
    """Built, removed, turned, put in, taken out, dropped, carried by belts and arms, and put back to a snapshot."""
    world = make_factory(stands)
    before, snapshot = items_everywhere(world), world.snapshot()
    back = data.draw(st.integers(0, len(play)))
    for number, act in enumerate(play):
        if number == back:
            assert items_everywhere(world) == before
            world.restore(snapshot)
        obey(world, act)
        assert items_everywhere(world) == before, act
    assert world.fault() is None


@given(things(MACHINES), st.lists(acts(MACHINES), max_size=30), st.data())
@settings(max_examples=60, deadline=None)
def test_a_factory_restored_at_any_point_goes_on_as_if_never_stopped(
    stands: Stands, play: list[Act], data: st.DataObject
) -> None:
    world, twin = make_factory(stands), make_factory([])
    stop = data.draw(st.integers(0, len(play)))
    for act in play[:stop]:
        obey(world, act)
    snapshot = world.snapshot()
    twin.restore(snapshot)
    hashes = []
    for act in play[stop:]:
        obey(world, act)
        obey(twin, act)
        hashes.append(world.hash())
        assert twin.hash() == hashes[-1], act
    world.restore(snapshot)
    for act, expected in zip(play[stop:], hashes, strict=True):
        obey(world, act)
        assert world.hash() == expected, act
    assert world.snapshot() == twin.snapshot()
    assert world.fault() is None


@given(things(MACHINES), st.lists(acts(MACHINES), max_size=25))
@settings(max_examples=60, deadline=None)
def test_a_factorys_time_in_one_piece_is_its_time_tick_by_tick(stands: Stands, play: list[Act]) -> None:
    whole, singly = make_factory(stands), make_factory(stands)
    for act in play:
        obey(whole, act)
        if act.verb == "run":
            for _ in range(act.count):
                singly.run(1)
        else:
            obey(singly, act)
        assert whole.hash() == singly.hash(), act
