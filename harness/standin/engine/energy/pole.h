/* pole.h - electric poles, the wires between them, and the areas that they supply.
 *
 * A wire reaches as far as the shorter of its two poles' wires. A new pole is wired to the poles in reach of its own
 * force, nearest first (of equals the older), but not to one that has a neighbour which the new pole is wired to
 * already: no triangles. Poles that hang together are one network. A device is connected when its collision box
 * overlaps a pole's supply area. */
#ifndef SIM_POLE_H
#define SIM_POLE_H

#include <stdint.h>

#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/entities/entity.h"

typedef struct sim_wire {
    uint32_t entity;    /* 1: in use                                          */
    uint32_t next_free;
    uint32_t pole[2];   /* electric records of the ends, the lower number first */
    uint32_t next[2];   /* next wire of each of them                          */
} sim_wire;

/* Builds the pole's record, its wires and its network; its number goes to sim_entity.record. SIM_ARENA_FULL changes
 * nothing. */
enum sim_result sim_pole_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the pole with its wires; its network may fall apart. */
void sim_pole_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The pole stands elsewhere now: wires that no longer reach are cut. */
void sim_pole_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Runs a wire between two poles, given by their entity slots; one that is there already stays. SIM_WRONG_TYPE when one is
 * no pole, SIM_OUT_OF_REACH, SIM_BAD_ARGUMENT for a pole with itself, SIM_ARENA_FULL. */
enum sim_result sim_pole_connect(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t other);

/* Cuts it. SIM_NOT_FOUND when there is none. */
enum sim_result sim_pole_disconnect(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                    uint32_t other);

/* Entity slot of the `index`th pole wired to this one, in no promised order; 0 past the end. */
uint32_t sim_pole_neighbour(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index);

/* Number of the pole's network; 0 for what is no pole. */
uint32_t sim_pole_network(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Puts the record into the networks of all poles that cover its entity, after taking it out of those it was in. */
void sim_pole_cover(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

int sim_pole_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_pole_hash(const sim_arena *arena, uint64_t hash);

#endif
