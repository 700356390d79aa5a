/* drill_area.h - the tiles that a mining drill mines, in the order in which it takes them. */
#ifndef SIM_DRILL_AREA_H
#define SIM_DRILL_AREA_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

typedef struct sim_drill_area {
    int32_t left, top, columns, rows; /* tiles */
} sim_drill_area;

/* The tiles that a drill of the prototype at the position touches with its mining area. */
sim_drill_area sim_drill_area_of(const sim_entity_prototype *prototype, sim_position position);

/* Slot of the resource on the `tile`th tile, row by row; 0 for none. */
uint32_t sim_drill_area_resource(const sim_arena *arena, const sim_drill_area *area, int32_t tile);

#endif
