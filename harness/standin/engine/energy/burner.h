/* burner.h - machines that burn fuel: the fuel inventory, what burns now and how much of it is left.
 *
 * A machine works from a small buffer, never from the fire: what a tick of work took is put back after it, up to 16/15
 * of a tick's energy, when the machine goes on working; a machine that stops keeps what is in the buffer, 1/15 of a
 * tick after full work. So the first tick of a machine without energy only fills the buffer, and a machine that takes
 * up its work again does 1/15 of a tick first (recorded in the game, and so in factory-sim). */
#ifndef SIM_BURNER_H
#define SIM_BURNER_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_FUEL_AUTOMATIC_LIMIT 5 /* items up to which inserters fill a slot of fuel; not in the prototypes (wiki) */

typedef struct sim_burner {
    uint32_t entity;         /* entity slot; 0: the record is free                                                */
    uint32_t fuel;           /* inventory                                                                         */
    uint32_t burnt;          /* inventory of what burning leaves, 0 for none                                      */
    uint16_t burning;        /* item, 0 for none                                                                  */
    uint16_t reserved;
    double remaining_joules; /* of the item that burns                                                            */
    double buffer_joules;    /* ready for work                                                                    */
} sim_burner;

/* Makes the burner of an entity whose prototype has one; its number goes to `burner`. SIM_ARENA_FULL. */
enum sim_result sim_burner_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  uint32_t *burner);

/* Removes it with its fuel. */
void sim_burner_detach(sim_arena *arena, uint32_t burner);

/* Takes up to `joules` out of the buffer; returns the share that there was, 0..1. */
double sim_burner_take(sim_arena *arena, uint32_t burner, double joules);

/* Fills the buffer for the next tick of work, of `joules`, lighting what it needs. */
void sim_burner_refill(sim_arena *arena, const sim_prototypes *prototypes, uint32_t burner, double joules);

/* Ticks of `joules` each, refills included, for which the fire lasts and the buffer gives all; some fewer than there may
 * be, at most 255. */
uint32_t sim_burner_ticks(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t burner, double joules);

/* Does so many takes of `joules` and refills for `refilled` joules at once, of no more ticks than sim_burner_ticks says
 * for the larger of the two. */
void sim_burner_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t burner, double joules,
                     double refilled, uint32_t ticks);

/* 1 when such a refill would do nothing. */
int sim_burner_is_full(const sim_arena *arena, uint32_t burner, double joules);

/* 1 while there is energy in buffer or fire, or something to light. */
int sim_burner_has_energy(const sim_arena *arena, uint32_t burner);

/* 1 when the item burns in an entity of that prototype. */
int sim_burner_accepts(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t item);

/* The record. */
sim_burner *sim_burner_get(const sim_arena *arena, uint32_t burner);

int sim_burner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_burner_hash(const sim_arena *arena, uint64_t hash);

#endif
