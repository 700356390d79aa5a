/* pole_wire.h - copper wires between poles: each pole has a list of its own, the last one first.
 *
 * Poles and wires are given by their records in SIM_POOL_ELECTRIC and SIM_POOL_WIRE. */
#ifndef SIM_POLE_WIRE_H
#define SIM_POLE_WIRE_H

#include <stdint.h>

#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/pole.h"

typedef struct sim_wire_neighbour {
    uint32_t wire; /* 0 at the end                  */
    uint32_t pole; /* at its other end              */
    uint32_t side; /* which end of the wire is here */
} sim_wire_neighbour;

static inline sim_wire *sim_wire_at(const sim_arena *arena, uint32_t wire)
{
    return SIM_RECORD(arena, SIM_POOL_WIRE, sim_wire, wire);
}

static inline sim_wire_neighbour sim_wire_neighbour_by(const sim_arena *arena, uint32_t pole, uint32_t wire)
{
    sim_wire_neighbour here = {wire, 0, 0};
    if (wire == 0) return here;
    here.side = sim_wire_at(arena, wire)->pole[1] == pole;
    here.pole = sim_wire_at(arena, wire)->pole[!here.side];
    return here;
}

static inline sim_wire_neighbour sim_wire_first_neighbour(const sim_arena *arena, uint32_t pole)
{
    return sim_wire_neighbour_by(arena, pole, sim_electric_at(arena, pole)->part);
}

static inline sim_wire_neighbour sim_wire_next_neighbour(const sim_arena *arena, uint32_t pole, sim_wire_neighbour here)
{
    return sim_wire_neighbour_by(arena, pole, sim_wire_at(arena, here.wire)->next[here.side]);
}

/* The wire between two poles, 0 for none. */
uint32_t sim_wire_between(const sim_arena *arena, uint32_t pole, uint32_t other);

/* Lays a wire between two poles that have none; 0 when the pool is full. */
int sim_wire_add(sim_arena *arena, uint32_t pole, uint32_t other);
void sim_wire_remove(sim_arena *arena, uint32_t wire);

/* 1 when some pole has wires to both. */
int sim_wire_have_common_neighbour(const sim_arena *arena, uint32_t pole, uint32_t other);

#endif
