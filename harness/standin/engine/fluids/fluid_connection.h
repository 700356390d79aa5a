/* fluid_connection.h - which boxes meet: the ends of pipe of entities, by place and direction. For fluid*.c. */
#ifndef SIM_FLUID_CONNECTION_H
#define SIM_FLUID_CONNECTION_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/fluids/fluid_box.h"

/* One connection of a box. Box 0 stands for none. */
typedef struct sim_fluid_end {
    uint32_t box;
    uint32_t side; /* number of the connection in the box's prototype */
} sim_fluid_end;

/* The end that meets the given one of a box whose entity has its place; its own entity is left out. */
sim_fluid_end sim_fluid_connection_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end);

/* The end of `other` that leads to the box; box 0 for none. */
sim_fluid_end sim_fluid_connection_towards(const sim_arena *arena, uint32_t other, uint32_t box);

/* Prototype of an end. */
const sim_pipe_connection_prototype *sim_fluid_connection_prototype(const sim_arena *arena,
                                                                    const sim_prototypes *prototypes,
                                                                    sim_fluid_end end);

/* Number of ends of a box that count: at most SIM_FLUID_BOX_CONNECTIONS. */
uint32_t sim_fluid_connection_count(const sim_prototypes *prototypes, const sim_fluid_box *box);

#endif
