/* random.h - the arena's generator: xoshiro128++ with 32-bit operations only, so that the mod's Lua can run the same
 * sequence (factorio-agent-mod/scripts/random.lua). */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <stdint.h>

typedef struct sim_random {
    uint32_t state[4]; /* never all zero after sim_random_seed */
} sim_random;

/* Spreads the 64 bits of the seed over the state; every seed gives a valid state. */
void sim_random_seed(sim_random *random, uint64_t seed);

/* The next 32 random bits. */
uint32_t sim_random_next(sim_random *random);

/* A whole number of [low, high], both ends included; low when high < low. Takes exactly one output. */
int32_t sim_random_range(sim_random *random, int32_t low, int32_t high);

/* 1 with the given probability; takes one output. 0 or less never, 1 or more always. */
int sim_random_chance(sim_random *random, double probability);

#endif
