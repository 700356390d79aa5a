#include "harness/standin/engine/core/random.h"

#define GOLDEN_RATIO 0x9E3779B9u
#define MIX_FIRST 0x21F0AAADu
#define MIX_SECOND 0x735A2D97u

static uint32_t rotate_left(uint32_t word, int bits)
{
    return word << bits | word >> (32 - bits);
}

static uint32_t mix(uint32_t word)
{
    word = (word ^ word >> 16) * MIX_FIRST;
    word = (word ^ word >> 15) * MIX_SECOND;
    return word ^ word >> 15;
}

void sim_random_seed(sim_random *random, uint64_t seed)
{
    uint32_t counter = (uint32_t)seed;
    uint32_t high = (uint32_t)(seed >> 32);
    for (int i = 0; i < 4; i++) {
        counter += GOLDEN_RATIO;
        random->state[i] = mix(i % 2 ? counter ^ high : counter);
    }
    if ((random->state[0] | random->state[1] | random->state[2] | random->state[3]) == 0) random->state[0] = 1;
}

uint32_t sim_random_next(sim_random *random)
{
    uint32_t *s = random->state;
    uint32_t result = rotate_left(s[0] + s[3], 7) + s[0];
    uint32_t shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 11);
    return result;
}

int32_t sim_random_range(sim_random *random, int32_t low, int32_t high)
{
    uint32_t word = sim_random_next(random);
    if (high < low) return low;
    uint64_t count = (uint64_t)((int64_t)high - low) + 1;
    return (int32_t)(low + (int64_t)(word * count >> 32));
}

int sim_random_chance(sim_random *random, double probability)
{
    return sim_random_next(random) < probability * 4294967296.0;
}
