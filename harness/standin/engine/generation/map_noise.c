#include "harness/standin/engine/generation/map_noise.h"

#include <math.h>

#define TWO_TO_32 4294967296.0

/* Finaliser of splitmix64: every bit of the input reaches every bit of the output. */
static uint64_t mix(uint64_t word)
{
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
    word = (word ^ word >> 27) * 0x94D049BB133111EBu;
    return word ^ word >> 31;
}

static uint64_t bits_of(uint64_t seed, int32_t x, int32_t y)
{
    return mix(mix(seed + 0x9E3779B97F4A7C15u) ^ ((uint64_t)(uint32_t)x << 32 | (uint32_t)y));
}

uint32_t sim_noise_bits(uint64_t seed, int32_t x, int32_t y)
{
    return (uint32_t)(bits_of(seed, x, y) >> 32);
}

double sim_noise_unit(uint64_t seed, int32_t x, int32_t y)
{
    return sim_noise_bits(seed, x, y) / TWO_TO_32;
}

static double lattice(uint64_t seed, int32_t x, int32_t y)
{
    return sim_noise_unit(seed, x, y) * 2.0 - 1.0;
}

static double curved(double part)
{
    return part * part * part * (part * (part * 6.0 - 15.0) + 10.0);
}

double sim_noise_smooth(uint64_t seed, double x, double y, double scale)
{
    double u = x / scale, v = y / scale;
    double left = floor(u), top = floor(v);
    int32_t column = (int32_t)left, row = (int32_t)top;
    double across = curved(u - left), down = curved(v - top);
    double a = lattice(seed, column, row), b = lattice(seed, column + 1, row);
    double c = lattice(seed, column, row + 1), d = lattice(seed, column + 1, row + 1);
    double upper = a + (b - a) * across, lower = c + (d - c) * across;
    return upper + (lower - upper) * down;
}

double sim_noise_octaves(uint64_t seed, double x, double y, double scale, int octaves)
{
    double sum = 0.0, height = 1.0, all = 0.0;
    for (int i = 0; i < octaves; i++) {
        sum += height * sim_noise_smooth(seed + (uint64_t)i, x, y, scale);
        all += height;
        height *= 0.5;
        scale *= 0.5;
    }
    return sum / all;
}

sim_random sim_noise_random(uint64_t seed, int32_t x, int32_t y)
{
    sim_random random;
    sim_random_seed(&random, bits_of(seed, x, y));
    return random;
}
