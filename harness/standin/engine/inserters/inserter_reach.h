/* inserter_reach.h - what stands at the two ends of an inserter's arm. */
#ifndef SIM_INSERTER_REACH_H
#define SIM_INSERTER_REACH_H

#include "harness/standin/engine/inserters/inserter.h"

/* Looks for source and target of a record again, leaving an entity slot out of account (0 for none). Returns 1 when one
 * of them changed. */
int sim_inserter_reach_resolve(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t ignored);

/* An entity has appeared (1) or is about to go (0): inserters around it look for their source and target again. */
void sim_inserter_neighbours(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, int appeared);

/* An entity that is no inserter has been turned or moved: all that had it or now reach it look again. */
void sim_inserter_neighbour_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* A vector that is given for an inserter facing north, as it is for one facing `direction`. */
sim_vector_f64 sim_inserter_turned_vector(sim_vector_f64 north, uint8_t direction);

/* The tile at an end of the arm, as far as the game looks there. */
sim_box sim_inserter_pickup_area(sim_position pickup);
sim_box sim_inserter_drop_area(sim_position drop);

#endif
