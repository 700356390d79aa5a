/* turret.h - turrets and worms: finding a target, aiming, shooting.
 *
 *   folded -> preparing -> prepared -> (starting -> shooting -> ending, again and again) -> folding -> folded
 * A target is shot at until it is gone or out of range. Starting and ending take their time with worms only. A turret
 * of ammunition uses its magazine round by round; an electric one fills a buffer and takes a shot's energy out of it;
 * one of fluids stands in fluid_turret.h.
 *
 * Without a target a turret looks around every SIM_TURRET_SEARCH_TICKS ticks, and sleeps when it is folded and nobody
 * is within its notice distance (target.h). */
#ifndef SIM_TURRET_H
#define SIM_TURRET_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/dispatch/transfer.h"

/* Between two looks around, staggered by the records' numbers; the game's own interval is not published. */
#define SIM_TURRET_SEARCH_TICKS 8

enum sim_turret_state {
    SIM_TURRET_FOLDED = 0,
    SIM_TURRET_PREPARING = 1,
    SIM_TURRET_PREPARED = 2,
    SIM_TURRET_STARTING = 3,
    SIM_TURRET_SHOOTING = 4,
    SIM_TURRET_ENDING = 5,
    SIM_TURRET_FOLDING = 6
};

typedef struct sim_turret {
    uint32_t entity;         /* entity slot; 0: the record is free                                                */
    uint32_t ammo;           /* inventory, 0 for none; next free record                                           */
    sim_position position;
    int32_t notice_distance; /* 1/256 tile                                                                        */
    uint8_t state;           /* enum sim_turret_state                                                             */
    uint8_t is_hurt;         /* heals                                                                             */
    uint16_t rounds;         /* left in the opened magazine, 0: none is open                                      */
    uint32_t ticks;          /* left in its state                                                                 */
    float orientation;       /* turns clockwise from north, 0..1                                                  */
    sim_handle target;
    double ready_tick;       /* can shoot again from then on; cooldowns may have fractions                        */
    double joules;           /* in its buffer                                                                     */
    sim_energy energy;
    uint32_t first_box;      /* of a fluid turret, 0 for none                                                     */
    uint16_t fluid;          /* in its buffer                                                                     */
    uint16_t is_primed;      /* 1: the buffer held enough to begin (fluid_turret.h)                               */
    int64_t fluid_amount;
} sim_turret;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_turret_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_turret_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The turret stands in another place. */
void sim_turret_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Magazines of the item that an inserter may put in: up to the prototype's automated_ammo_count; 0 for what the turret
 * does not shoot. */
uint32_t sim_turret_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               uint16_t item);

/* What an entity prototype is as a turret, worm or mine; the empty one for others. */
static inline const sim_turret_prototype *sim_turret_prototype_of(const sim_prototypes *prototypes, uint16_t entity)
{
    return &prototypes->turrets[prototypes->entities[entity].turret];
}

/* 1 when the turret shoots the item. */
int sim_turret_accepts(const sim_prototypes *prototypes, uint16_t turret_entity, uint16_t item);

/* NO_AMMO, what keeps its energy away, or NORMAL; WORKING while it has a target. */
enum sim_status sim_turret_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_turret_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_turret_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_turret_hash(const sim_arena *arena, uint64_t hash);

#endif
