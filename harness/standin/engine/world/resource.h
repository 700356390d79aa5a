/* resource.h - ore and other things that lie in amounts on tiles. */
#ifndef SIM_RESOURCE_H
#define SIM_RESOURCE_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* One resource entity found near a place. */
typedef struct sim_resource_row {
    uint32_t slot;             /* entity slot                     */
    uint32_t amount;
    int32_t dx;                /* centre minus place, 1/256 tile  */
    int32_t dy;
    uint16_t prototype;
    uint16_t item;             /* its first product               */
    int64_t distance_squared;  /* (1/256 tile) squared            */
} sim_resource_row;

/* Finds the resource entities whose centre is at most `radius` (1/256 tile) away, nearest first; of equals the smaller
 * y, then the smaller x. Writes at most `capacity` (up to 64) rows, returns how many rows were written; the number
 * within the radius goes to `in_range` when it is not NULL. */
uint32_t sim_resource_nearest(const sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y,
                              int32_t radius, uint32_t capacity, sim_resource_row *rows, uint32_t *in_range);

/* Asks the processor for what such a search will read of the map, where the arena may not be in the cache. */
void sim_resource_ask_for_cells(const sim_arena *arena, sim_position place, int32_t radius);

/* Slot of the resource entity on the tile, 0 for none. */
uint32_t sim_resource_at_tile(const sim_arena *arena, int32_t tile_x, int32_t tile_y);

/* Takes one unit: an infinite resource stays at its minimum, an empty one is removed. 1 when it was removed. */
int sim_resource_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Sets the amount; 0 is SIM_BAD_ARGUMENT. */
enum sim_result sim_resource_set_amount(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                        uint32_t amount);

/* Units of all resource entities that give the item, for conservation checks. */
uint64_t sim_resource_total(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t item);

int sim_resource_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
