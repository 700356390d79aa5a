"""The generator of scenes is written twice: in C for the native door, in Lua for the mod. Both give one sequence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.standin.library import load
from harness.standin.lua_vm import lua52

SOURCE = Path(__file__).resolve().parents[2] / "factorio_mod" / "factorio-agent-mod" / "scripts" / "random.lua"


@pytest.fixture(scope="module")
def draw():
    """Draws from the mod's generator: (low 32 bits, high 32 bits, ranges) -> numbers."""
    lua = lua52.LuaRuntime()
    module = lua.execute(SOURCE.read_text())
    run = lua.eval("""function(random, low, high, count, from, to)
        local state, result = random.new(low, high), {}
        for i = 1, count do result[i] = random.range(state, from, to) end
        return result, random.next(state)
    end""")
    return lambda *arguments: run(module, *arguments)


def draw_in_c(seed: int, count: int, low: int, high: int) -> tuple[list[int], int]:
    ffi, lib = load()
    state = ffi.new("sim_random *")
    lib.sim_random_seed(state, seed)
    return [lib.sim_random_range(state, low, high) for _ in range(count)], lib.sim_random_next(state)


@settings(max_examples=300)
@given(
    seed=st.integers(0, 2**64 - 1),
    count=st.integers(1, 20),
    low=st.integers(-(2**20), 2**20),
    width=st.integers(0, 2**21 - 1),
)
def test_lua_and_c_draw_the_same_numbers(draw, seed: int, count: int, low: int, width: int) -> None:
    table, following = draw(seed % 2**32, seed >> 32, count, low, low + width)
    assert ([int(number) for number in table.values()], int(following)) == draw_in_c(seed, count, low, low + width)


def test_a_seed_below_two_to_the_53_needs_no_upper_half(draw) -> None:
    seed = 2**53 - 12345
    lua, _ = draw(float(seed), None, 5, 0, 1000)
    assert [int(number) for number in lua.values()] == draw_in_c(seed, 5, 0, 1000)[0]
