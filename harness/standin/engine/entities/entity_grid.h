/* entity_grid.h - where entities stand: each is chained to the cell that holds its centre, and marks the map with what
 * it means there. For entity.c alone; everyone else searches with sim_entity_search. */
#ifndef SIM_ENTITY_GRID_H
#define SIM_ENTITY_GRID_H

#include "harness/standin/engine/entities/entity.h"

/* The entity of a slot known to be in range; the slot may be free. */
static inline sim_entity *sim_entity_at(const sim_arena *arena, uint32_t slot)
{
    return (sim_entity *)((char *)arena + arena->entities_offset) + slot;
}

/* 1 when a resource entity stands on the tile of the position, which must be on the map. */
int sim_entity_grid_has_resource(const sim_arena *arena, sim_position position);

/* Makes an entity that was just given its slot known: chain, bitmaps, version and counts. */
void sim_entity_enter_grid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The reverse, before its slot is freed. */
void sim_entity_leave_grid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Every chain holds entities of its cell, every entity is in one chain. Trusts nothing but header and prototypes. */
int sim_entity_check_grid(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);

#endif
