/* generation.h - what the parts of map generation share. For map_generation.c and its parts alone. */
#ifndef SIM_GENERATION_H
#define SIM_GENERATION_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/generation/map_generation.h"
#include "harness/standin/engine/core/random.h"

#define SIM_STARTING_AREA_RADIUS 150.0 /* tiles, at starting_area 1 (noise expression starting_area_radius) */

/* Offsets of the seed, so that no two subjects draw the same numbers; octaves take the next ones. */
enum sim_seed_offset {
    SIM_SEED_ELEVATION = 0x100,
    SIM_SEED_MOISTURE = 0x200,
    SIM_SEED_GROUND = 0x300,
    SIM_SEED_START = 0x400,
    SIM_SEED_ORE = 0x500,
    SIM_SEED_ORE_EDGE = 0x600,
    SIM_SEED_CLIFF = 0x700,
    SIM_SEED_FOREST = 0x800,
    SIM_SEED_TREE = 0x900,
    SIM_SEED_ROCK = 0xA00,
    SIM_SEED_ENEMY = 0xB00
};

typedef struct sim_generation {
    sim_arena *arena;
    const sim_prototypes *prototypes;
    const sim_map_gen *settings;
    uint64_t seed;
    double start_radius;   /* tiles; smaller on maps that have no room for all of it */
    double start_angle;    /* where the first of its five sites lies: four ores and a lake */
} sim_generation;

/* Sites around the start, evenly spaced: 0..3 for ores, SIM_START_LAKE for water. */
#define SIM_START_SITES 5
#define SIM_START_LAKE 4

void sim_start_site(const sim_generation *generation, int site, double *x, double *y);

/* Height of the ground; below sim_water_level lies water. */
double sim_elevation(const sim_generation *generation, double x, double y);

/* -1 dry .. 1 wet. */
double sim_moisture(const sim_generation *generation, double x, double y);

/* Creates where nothing is in the way and the whole box lies in the chunk (so that chunks do not depend on each other);
 * SIM_OK also when there was no place. */
enum sim_result sim_generation_put(const sim_generation *generation, sim_entity_spec spec, int32_t left, int32_t top);

/* Tiles to a position, rounded down. */
sim_position sim_generation_place(double x, double y);

/* The subjects; `left` and `top` are the first tile of the chunk. */
enum sim_result sim_terrain_generate(const sim_generation *generation, int32_t left, int32_t top);
enum sim_result sim_ore_generate(const sim_generation *generation, int32_t left, int32_t top);
enum sim_result sim_cliff_generate(const sim_generation *generation, int32_t left, int32_t top);
enum sim_result sim_forest_generate(const sim_generation *generation, int32_t left, int32_t top);
enum sim_result sim_enemy_base_generate(const sim_generation *generation, int32_t left, int32_t top);

#endif
