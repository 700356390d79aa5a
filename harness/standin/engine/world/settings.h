/* settings.h - the map settings of a surface: the prototypes' own until a script changes them (game.map_settings). */
#ifndef SIM_SETTINGS_H
#define SIM_SETTINGS_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* The only record of its pool, made with the first change. */
typedef struct sim_settings {
    uint32_t entity;    /* 1: in use */
    uint32_t next_free;
    sim_map_settings map;
} sim_settings;

enum sim_setting_kind { SIM_SETTING_FLAG = 0, SIM_SETTING_COUNT = 1, SIM_SETTING_NUMBER = 2 };

/* One setting by the names under which scripts know it. */
typedef struct sim_setting {
    const char *group; /* empty for what lies in game.map_settings itself */
    const char *name;
    uint16_t offset;   /* in sim_map_settings */
    uint8_t kind;      /* enum sim_setting_kind: uint8_t, uint32_t, double */
} sim_setting;

/* The settings that hold now. Valid until the next call of sim_settings_set. */
const sim_map_settings *sim_settings_get(const sim_arena *arena, const sim_prototypes *prototypes);

/* Settings that hold from now on. SIM_ARENA_FULL without a record of SIM_POOL_SETTINGS; SIM_BAD_ARGUMENT for numbers
 * with which nothing could run: not finite, below 0, or a diffusion ratio above a quarter. */
enum sim_result sim_settings_set(sim_arena *arena, const sim_prototypes *prototypes, const sim_map_settings *settings);

/* All settings, `*count` of them. */
const sim_setting *sim_settings_list(uint32_t *count);

/* A setting as a number, and written from one; flags are 0 and 1. */
double sim_setting_read(const sim_map_settings *settings, const sim_setting *setting);
void sim_setting_write(sim_map_settings *settings, const sim_setting *setting, double value);

int sim_settings_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_settings_hash(const sim_arena *arena, uint64_t hash);

#endif
