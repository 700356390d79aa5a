/* arena.h - the block: one surface, its force and everything on it, in one piece of memory without pointers.
 *
 *      sim_arena          header: identity, time, generator, counts, offsets
 *      characters         sim_character
 *      entities           sim_entity
 *      inventories        sim_inventory, and slots, sim_stack
 *      chunks             sim_chunk per 32 x 32 tiles
 *      cells              sim_cell per 8 x 8 tiles: what stands where
 *      resource cells     a bit per cell, rows of whole 64-bit words: set where the cell holds resources
 *      flows              sim_flow per item prototype: production statistics
 *      tile pages         1024 bytes each, for chunks that hold more than one kind of tile
 * Every section is 8-byte aligned and found by its offset from the start. */
#ifndef SIM_ARENA_H
#define SIM_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "fixed.h"
#include "prototypes.h"
#include "random.h"
#include "result.h"
#include "sanity.h"

#define SIM_ARENA_MAGIC 0x414d4953u /* "SIMA", little endian */
#define SIM_ARENA_VERSION 1
#define SIM_CHUNK_TILES 32
#define SIM_CHUNK_SHIFT 5
#define SIM_CELL_TILES 8
#define SIM_CELL_SHIFT 3
#define SIM_CHUNK_CELLS 4 /* of a chunk's side */
#define SIM_CELLS_PER_CHUNK 16
#define SIM_TILE_PAGE_BYTES 1024
#define SIM_MAX_SIDE_TILES 8192

typedef struct sim_arena_config {
    int32_t left_tile;            /* first column and row of the map                                              */
    int32_t top_tile;
    uint32_t width_tiles;         /* 1..SIM_MAX_SIDE_TILES                                                        */
    uint32_t height_tiles;
    uint32_t entity_capacity;     /* entities alive at a time, 1..2^24                                            */
    uint32_t character_capacity;  /* characters alive at a time                                                   */
    uint32_t inventory_capacity;  /* inventories, the characters' included                                        */
    uint32_t slot_capacity;       /* slots of all inventories together                                            */
    uint32_t tile_page_capacity;  /* chunks that can hold more than one kind of tile                              */
    uint16_t ground_tile;         /* tile prototype that covers the new map                                       */
    uint16_t reserved;
} sim_arena_config;

/* sim_arena.awake: mechanics with something to do; the others cost nothing. */
enum sim_awake { SIM_AWAKE_WALKING = 1, SIM_AWAKE_MINING = 2, SIM_AWAKE_HEALTH = 4 };

typedef struct sim_arena {
    /* what every step reads */
    uint64_t tick;                 /* ticks run since sim_arena_init                                              */
    uint32_t awake;                /* enum sim_awake                                                              */
    uint32_t character_count;      /* records of the character section ever used                                  */
    uint32_t characters_offset;
    uint32_t entities_offset;
    uint32_t cells_offset;
    uint32_t chunks_offset;
    uint32_t resource_cells_offset;
    int32_t chunk_left, chunk_top; /* chunk coordinates of chunk 0                                                */
    uint32_t chunk_columns, chunk_rows;
    uint32_t entity_slots;         /* slots ever used; slot 0 stands for none                                     */
    uint32_t resource_version;     /* raised when a resource entity appears or goes                               */
    uint32_t obstacle_count;       /* entities that hold characters back                                          */
    uint32_t tile_page_count;      /* pages in use; 0: the whole map is config.ground_tile                        */
    sim_random random;
    /* bookkeeping */
    uint32_t tile_pages_offset;
    uint32_t inventories_offset;
    uint32_t slots_offset;
    uint32_t flows_offset;
    uint32_t flow_count;           /* item prototypes                                                             */
    uint64_t block_bytes;          /* the whole block: what a copy copies                                         */
    uint32_t magic;
    uint32_t version;
    uint32_t entity_count;         /* entities alive                                                              */
    uint32_t entity_free;          /* first free slot below entity_slots, 0 for none                              */
    uint32_t character_free;       /* number of the first free record + 1, 0 for none                             */
    uint32_t inventory_slots;      /* inventories ever used; inventory 0 stands for none                          */
    uint32_t stack_slots;          /* slots of inventories ever used                                              */
    uint32_t next_unit_number;
    int32_t largest_extent;        /* farthest that a box reaches from its entity's centre, 1/256 tile            */
    uint32_t flows_used;           /* 0: all statistics are zero                                                  */
    sim_arena_config config;
} sim_arena;

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
