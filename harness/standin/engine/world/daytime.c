#include "harness/standin/engine/world/daytime.h"

#include "harness/standin/engine/core/hash.h"

#define LIT_BELOW 0.5
#define FROZEN 0x80000000u /* in day_shift_ticks: it holds the time of day itself */

uint32_t sim_daytime_ticks(const sim_arena *arena)
{
    if (arena->day_shift_ticks & FROZEN) return arena->day_shift_ticks & ~FROZEN;
    return (uint32_t)((arena->tick + arena->day_shift_ticks) % SIM_TICKS_PER_DAY);
}

double sim_daytime(const sim_arena *arena)
{
    return sim_daytime_ticks(arena) / (double)SIM_TICKS_PER_DAY;
}

enum sim_result sim_daytime_set(sim_arena *arena, double daytime)
{
    if (!(daytime >= 0.0 && daytime < 1.0)) return SIM_BAD_ARGUMENT;
    uint32_t wanted = (uint32_t)(daytime * SIM_TICKS_PER_DAY);
    uint32_t unshifted = (uint32_t)(arena->tick % SIM_TICKS_PER_DAY);
    arena->day_shift_ticks = (wanted + SIM_TICKS_PER_DAY - unshifted) % SIM_TICKS_PER_DAY;
    return SIM_OK;
}

void sim_daytime_freeze(sim_arena *arena)
{
    arena->day_shift_ticks = sim_daytime_ticks(arena) | FROZEN;
}

int sim_daytime_is_frozen(const sim_arena *arena)
{
    return (arena->day_shift_ticks & FROZEN) != 0;
}

double sim_sunlight(double daytime)
{
    if (daytime <= SIM_DUSK || daytime >= SIM_DAWN) return 1.0;
    if (daytime < SIM_EVENING) return (SIM_EVENING - daytime) / (SIM_EVENING - SIM_DUSK);
    return daytime <= SIM_MORNING ? 0.0 : (daytime - SIM_MORNING) / (SIM_DAWN - SIM_MORNING);
}

double sim_solar_multiplier(const sim_arena *arena)
{
    return sim_sunlight(sim_daytime(arena));
}

int sim_lamps_are_lit(const sim_arena *arena)
{
    return sim_solar_multiplier(arena) < LIT_BELOW;
}

int sim_daytime_check(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    SIM_EXPECT(fault, "arena", 0, none, (arena->day_shift_ticks & ~FROZEN) < SIM_TICKS_PER_DAY);
    return 1;
}

uint64_t sim_daytime_hash(const sim_arena *arena, uint64_t hash)
{
    return arena->day_shift_ticks ? sim_hash_word(hash, arena->day_shift_ticks) : hash;
}
