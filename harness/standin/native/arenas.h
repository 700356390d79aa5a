/* arenas.h - the arenas of one channel: a pool of scenes, one block and one record an arena, reset and step. */
#ifndef NATIVE_ARENAS_H
#define NATIVE_ARENAS_H

#include <stddef.h>
#include <stdint.h>

#include "comm_c/frames.h"
#include "harness/standin/native/encode.h"
#include "harness/standin/native/record.h"

typedef struct native_arenas {
    const sim_prototypes *prototypes;
    FactorioResetRule rule;
    uint32_t count;          /* arenas                                                                            */
    uint32_t frame_kind;     /* FACTORIO_FRAME_*: what the arenas are seen through                                */
    uint8_t has_slow_tiles;  /* account.h                                                                         */
    uint32_t scene_count;    /* scenes added so far                                                               */
    size_t stride;           /* bytes between blocks: the largest scene, in whole lines                           */
    sim_arena **scenes;      /* rule.pool_scenes pointers                                                         */
    uint8_t **grounds;       /* as many: where starts and goals of the scene lie; NULL: wherever they fit         */
    uint8_t *blocks;         /* count * stride bytes, NULL until the pool is whole                                */
    native_record *records;
    native_items items;
    uint64_t resets_total;
    uint64_t ticks_total;
    uint64_t refused_total;  /* things that steps could not make: the blocks were full (sim_arena.refused)        */
} native_arenas;

/* 0 on success, -1 without memory. A rule without scenes counts as one scene. */
int native_arenas_init(native_arenas *arenas, const sim_prototypes *prototypes, const FactorioResetRule *rule,
                       uint32_t count, uint32_t frame_kind);
void native_arenas_free(native_arenas *arenas);

/* Copies a scene. With the last one the arenas are made, arena i as a reset with seed i leaves it.
 * 0 on success, -1 without memory, -2 when the pool is whole already, -3 when the scene has no character. */
int native_arenas_add_scene(native_arenas *arenas, const sim_arena *scene);

/* 1 when all scenes are in. */
int native_arenas_ready(const native_arenas *arenas);

sim_arena *native_arenas_block(const native_arenas *arenas, uint32_t index);

/* Bytes of blocks, scenes and records. */
uint64_t native_arenas_memory_bytes(const native_arenas *arenas);

/* Makes the arena from the scene seed mod pool_scenes, seeds its generator, draws start and goal by the rule. */
void native_arenas_reset(native_arenas *arenas, uint32_t index, uint64_t seed);

/* Acts on the action, runs the ticks, and leaves in the record what the frame will say. */
void native_arenas_step(native_arenas *arenas, uint32_t index, const FactorioAction *action, uint32_t ticks);

/* Hash of the arena's state and its record. */
uint64_t native_arenas_hash(const native_arenas *arenas, uint32_t index);

/* Writes the arena as its difference from its scene. Bytes written, 0 when capacity is too small. */
size_t native_arenas_save(const native_arenas *arenas, uint32_t index, uint8_t *out, size_t capacity);

/* Reads what native_arenas_save wrote for the same scenario. Bytes read; 0 when it cannot be right, and the arena is
 * then freshly reset. */
size_t native_arenas_load(native_arenas *arenas, uint32_t index, const uint8_t *in, size_t available);

#endif
