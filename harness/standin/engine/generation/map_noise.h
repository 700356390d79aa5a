/* map_noise.h - numbers that belong to a seed and a place: what a generated map is drawn from. Nothing here depends on
 * what was asked before, so that chunks can be generated in any order. */
#ifndef SIM_MAP_NOISE_H
#define SIM_MAP_NOISE_H

#include <stdint.h>

#include "harness/standin/engine/core/random.h"

/* 32 bits of a seed and a place. */
uint32_t sim_noise_bits(uint64_t seed, int32_t x, int32_t y);

/* The same as a number of 0..1, 1 excluded. */
double sim_noise_unit(uint64_t seed, int32_t x, int32_t y);

/* Smooth noise of -1..1: random values on a lattice of `scale` tiles, curved between them. */
double sim_noise_smooth(uint64_t seed, double x, double y, double scale);

/* Octaves of smooth noise, each half as wide and half as high as the one before; about -1..1. */
double sim_noise_octaves(uint64_t seed, double x, double y, double scale, int octaves);

/* A generator for a seed and a place, to draw several numbers from. */
sim_random sim_noise_random(uint64_t seed, int32_t x, int32_t y);

#endif
