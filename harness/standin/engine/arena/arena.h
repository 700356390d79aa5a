/* arena.h - a block as a whole: making, copying, growing, hashing and checking it. What lies in it says arena_header.h. */
#ifndef SIM_ARENA_H
#define SIM_ARENA_H

#include "harness/standin/engine/core/arena_header.h"

/* A config for a map of that size centred on 0, 0, with room for `entities` entities and one character. */
sim_arena_config sim_arena_default_config(uint32_t width_tiles, uint32_t height_tiles, uint32_t entities,
                                          const sim_prototypes *prototypes);

/* Bytes of a block for that config; 0 when the config is out of its ranges. A multiple of 64. */
size_t sim_arena_bytes(const sim_arena_config *config, const sim_prototypes *prototypes);

/* Builds an empty arena in memory of at least sim_arena_bytes bytes, 8-byte aligned. Its generator has seed 0. */
enum sim_result sim_arena_init(void *memory, size_t memory_bytes, const sim_arena_config *config,
                               const sim_prototypes *prototypes);

/* Copies the arena over a block of at least source->block_bytes bytes: snapshot, restore, clone. */
enum sim_result sim_arena_copy(void *memory, size_t memory_bytes, const sim_arena *source);

/* Puts an arena back into the state of a snapshot. The arena's memory must have room for the snapshot's block and hold
 * an arena. Where both have the same layout, what is known to be equal is not copied. */
void sim_arena_restore(sim_arena *arena, const sim_arena *snapshot);

/* The config with twice the room wherever less than an eighth of the room is left. */
sim_arena_config sim_arena_roomier_config(const sim_arena *arena);

/* The smallest config that holds what the arena holds now, plus `spare_entities` more. */
sim_arena_config sim_arena_tight_config(const sim_arena *arena, uint32_t spare_entities);

/* Copies the arena into a block of another config with the same map. Handles, numbers and hash stay the same.
 * SIM_ARENA_FULL when a capacity of config is smaller than what is in use. */
enum sim_result sim_arena_grow(void *memory, size_t memory_bytes, const sim_arena_config *config,
                               const sim_arena *source, const sim_prototypes *prototypes);

/* Hash over the named fields of all mechanics. Equal states have equal hashes, whatever the block's capacities. */
uint64_t sim_arena_hash(const sim_arena *arena, const sim_prototypes *prototypes);

/* The sanity sweep over all mechanics: 1 when all holds, else 0 and the first fault. */
int sim_arena_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

/* Checks header, sizes and offsets of a block that came from outside (a file, a frame). Only then may
 * sim_arena_check look at the rest, which it does without trusting it. */
enum sim_result sim_arena_validate(const void *memory, size_t memory_bytes, const sim_prototypes *prototypes);

#endif
