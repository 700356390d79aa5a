/* obstacle.h - what holds a walking character back.
 *
 * Three things do: tiles of a layer that characters collide with; collision boxes of entities, touching edges
 * included; and gaps between two buildings that are narrower than half a tile, which count as closed although the
 * character's box would fit (measured in the game: 0.45 tile is closed, 0.51 is open). */
#ifndef SIM_OBSTACLE_H
#define SIM_OBSTACLE_H

#include "harness/standin/engine/entities/entity.h"

#define SIM_CLOSED_GAP (SIM_FIXED_ONE / 2) /* a narrower gap between buildings cannot be entered */

/* How far obstacles reach across a path. */
typedef struct sim_obstacle_span {
    int found; /* 0: no entity there */
    sim_box box;
} sim_obstacle_span;

/* 1 when the entity holds characters back. Characters do not hold each other back, nor do units and open gates. */
int sim_obstacle_blocks(const sim_prototypes *prototypes, const sim_entity *entity);

/* 1 when a character's box may be there. */
int sim_obstacle_free(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box);

/* The box around all entities that hold a character's box back there; tiles and gaps do not count. */
sim_obstacle_span sim_obstacle_touched(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box);

#endif
