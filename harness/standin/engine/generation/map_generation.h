/* map_generation.h - a bounded map from a seed and the game's map generation settings.
 *
 * The terrain is our own, not the game's noise: settings mean what they mean in map-gen-settings.json, ore amounts and
 * sizes of patches follow the published rules of the resource autoplace (ore_patch.h), shapes differ. A chunk is a
 * function of the seed, the settings and its coordinates alone, whatever was generated before it.
 *
 *   terrain.c  water and ground        ore_patch.c   ore and oil       cliff.c  cliffs
 *   forest.c   trees and rocks         enemy_base.c  spawners and worms */
#ifndef SIM_MAP_GENERATION_H
#define SIM_MAP_GENERATION_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Autoplace controls of the base game. */
enum sim_map_control {
    SIM_CONTROL_COAL = 0,
    SIM_CONTROL_COPPER_ORE = 1,
    SIM_CONTROL_CRUDE_OIL = 2,
    SIM_CONTROL_ENEMY_BASE = 3,
    SIM_CONTROL_IRON_ORE = 4,
    SIM_CONTROL_CLIFF = 5,
    SIM_CONTROL_ROCKS = 6,
    SIM_CONTROL_STONE = 7,
    SIM_CONTROL_TREES = 8,
    SIM_CONTROL_URANIUM_ORE = 9,
    SIM_CONTROL_WATER = 10,
    SIM_CONTROL_COUNT = 11
};

/* Multipliers; 1 is the game's default. Frequency or size 0: nothing of it. */
typedef struct sim_autoplace_control {
    double frequency;
    double size;
    double richness;
} sim_autoplace_control;

typedef struct sim_cliff_settings {
    double cliff_elevation_0;
    double cliff_elevation_interval;
    double richness; /* 0: no cliffs */
} sim_cliff_settings;

typedef struct sim_map_gen {
    uint32_t width;  /* tiles; 0 takes SIM_MAP_GEN_DEFAULT_SIDE */
    uint32_t height;
    double starting_area; /* multiplier of the radius without enemies */
    uint8_t peaceful_mode;
    uint8_t no_enemies_mode;
    sim_autoplace_control controls[11]; /* by enum sim_map_control */
    sim_cliff_settings cliff_settings;
} sim_map_gen;

#define SIM_MAP_GEN_DEFAULT_SIDE 512

/* sim_arena.peace: what the map generation settings say about the enemy for good. */
enum sim_peace { SIM_PEACE_PEACEFUL = 1, SIM_PEACE_NO_ENEMIES = 2 };

/* The game's default settings. */
sim_map_gen sim_map_gen_default(void);

/* Name of a control in map-gen-settings.json, and the number of a name; -1 for an unknown one. */
const char *sim_map_control_name(enum sim_map_control control);
int sim_map_control_named(const char *name);

/* The multiplier that the game knows by a name ("none", "very-low" ... "very-high", "very-small" ..., "very-poor" ...);
 * -1 for an unknown one. */
double sim_map_gen_value(const char *name);

/* A config with the size of the settings and room for what such a map usually holds. */
sim_arena_config sim_map_gen_config(const sim_map_gen *settings, const sim_prototypes *prototypes);

/* Generates the whole map of an arena on which nothing stands yet. SIM_BAD_ARGUMENT for numbers that are not finite or
 * below 0; SIM_ARENA_FULL when the block is too small: the arena is then half done; take a larger one and begin again,
 * the map will be the same. The arena's generator is not used. */
enum sim_result sim_map_generate(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_gen *settings,
                                 uint64_t seed);

/* The same for one chunk. */
enum sim_result sim_map_generate_chunk(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_gen *settings,
                                       uint64_t seed, int32_t chunk_x, int32_t chunk_y);

#endif
