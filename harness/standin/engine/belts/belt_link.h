/* belt_link.h - what runs into what: shapes of belts, links of lanes, pairs of undergrounds. For belts, underground
 * belts and splitters alone. */
#ifndef SIM_BELT_LINK_H
#define SIM_BELT_LINK_H

#include <stdint.h>

#include "harness/standin/engine/belts/belt.h"

/* Lanes whose links changed and whose lines have to be found anew. */
#define SIM_BELT_CHANGE_LANES 1024
typedef struct sim_belt_change {
    sim_arena *arena;
    const sim_prototypes *prototypes;
    uint32_t slot;       /* entity that is not in the grid yet; 0 for none                                        */
    uint32_t count;
    uint32_t lanes[SIM_BELT_CHANGE_LANES];
} sim_belt_change;

/* The offset in tiles of one step in a direction, and to the right of it. */
sim_position sim_belt_step(uint8_t direction);

/* A record of a kind on a tile with empty straight lanes; 0 when the pool is full. */
uint32_t sim_belt_new(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, enum sim_belt_kind kind,
                      int32_t tile_x, int32_t tile_y);

/* Cuts all links of the record and frees it with its items. */
void sim_belt_free(sim_belt_change *change, uint32_t record);

/* The record on a tile: of a splitter its input or its output half. 0 for none. */
uint32_t sim_belt_on_tile(const sim_belt_change *change, int32_t tile_x, int32_t tile_y, int is_output);

/* Finds the shapes and links of everything around a tile anew. */
void sim_belt_link_around(sim_belt_change *change, int32_t tile_x, int32_t tile_y);

/* Finds the links of one record's lanes anew. */
void sim_belt_link_record(sim_belt_change *change, uint32_t record);

/* Finds the lines of all changed lanes and wakes them, at the end of a change. */
void sim_belt_link_done(sim_belt_change *change);

#endif
