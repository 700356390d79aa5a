/* daytime.h - the time of day and what the sun gives. A day begins at noon. */
#ifndef SIM_DAYTIME_H
#define SIM_DAYTIME_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Ticks of a day of Nauvis: its surface property day-night-cycle. */
#define SIM_TICKS_PER_DAY 25200

/* The game's defaults of LuaSurface.dusk, evening, morning and dawn, as parts of a day. */
#define SIM_DUSK 0.25
#define SIM_EVENING 0.45
#define SIM_MORNING 0.55
#define SIM_DAWN 0.75

/* Ticks since noon, 0..SIM_TICKS_PER_DAY - 1. */
uint32_t sim_daytime_ticks(const sim_arena *arena);

/* LuaSurface.daytime: 0..1, 0 is noon, 0.5 midnight. */
double sim_daytime(const sim_arena *arena);

/* Sets the time of day from now on; wakes all that depends on it. SIM_BAD_ARGUMENT outside 0..1 (1 excluded). */
enum sim_result sim_daytime_set(sim_arena *arena, double daytime);

/* Stops the time of day where it is, until it is set. */
void sim_daytime_freeze(sim_arena *arena);

/* 1 while it is frozen; sim_daytime_set lets it go on. */
int sim_daytime_is_frozen(const sim_arena *arena);

/* The sun's light at a time of day: 1 by day, 0 by night, on straight lines between. */
double sim_sunlight(double daytime);

/* Part of its full production that a solar panel gives now. */
double sim_solar_multiplier(const sim_arena *arena);

/* 1 when lamps are lit: less than half of the sun's light is left. */
int sim_lamps_are_lit(const sim_arena *arena);

int sim_daytime_check(const sim_arena *arena, sim_fault *fault);
uint64_t sim_daytime_hash(const sim_arena *arena, uint64_t hash);

#endif
