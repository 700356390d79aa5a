/* drill.h - mining drills: ore out of the ground, one operation after another.
 *
 * A drill mines one tile of its area at a time, ten operations long, then goes on to the next tile with ore, row by
 * row; it begins with the second tile of its area. An operation takes mining_time / mining_speed seconds. What it gives
 * stays in the drill until the next tick, in which the drill first puts it down (drill_output.h) and works on only when
 * that is done: a drill that cannot get rid of it neither works nor burns fuel. All this was measured in the game
 * (factory-sim), for burner drills; that electric ones choose tiles in the same order is a guess. */
#ifndef SIM_DRILL_H
#define SIM_DRILL_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_DRILL_OPERATIONS_PER_TILE 10

typedef struct sim_drill {
    /* what a tick of work reads */
    uint32_t entity;          /* entity slot; 0: the record is free                                               */
    uint32_t kind;            /* enum sim_machine_kind                                                            */
    sim_energy energy;
    double seconds;           /* of the operation that runs, at mining speed 1                                    */
    double seconds_per_tick;  /* at full energy                                                                   */
    double needed_seconds;    /* of the tile that is mined                                                        */
    double joules_per_tick;
    uint32_t effect_version;  /* of the arena, when speed and energy were worked out                              */
    uint32_t nap_begin;       /* tick of the part of the run in which a nap began (nap.h)                         */
    uint32_t target;          /* resource entity that is mined, 0 for none                                        */
    uint32_t resource_version; /* of the arena, when the target was chosen                                        */
    uint16_t held_item;       /* to put down, 0 for nothing                                                       */
    uint16_t held_count;
    uint32_t reserved_word;
    /* the rest */
    double productivity;      /* bonus                                                                            */
    double bonus;             /* share of the next operation that comes for nothing                               */
    double pollution;         /* of a tick                                                                        */
    uint32_t modules;         /* inventory, 0 for none                                                            */
    uint32_t output;          /* entity at the drop position, 0 for none (drill_output.h)                         */
    uint32_t output_watch;
    uint32_t watch;           /* of itself: fuel                                                                  */
    uint16_t cursor;          /* the tile that is mined, in the order of the area                                 */
    uint16_t operations;      /* on that tile                                                                     */
    uint16_t gives;           /* resource prototype of the operation that is being put down                       */
    uint8_t product;          /* the product of it that comes next                                                */
    uint8_t flags;            /* enum sim_drill_flag                                                              */
    uint8_t status;           /* enum sim_status, as it was when the drill had its turn                           */
    uint8_t reserved[3];
    uint32_t fluid_box;       /* the first of its fluid boxes, 0 for none (drill_fluid.h)                         */
} sim_drill;

enum sim_drill_flag {
    SIM_DRILL_OUTPUT_KNOWN = 1, /* output holds                                                                   */
    SIM_DRILL_BLOCKED = 2       /* it rests until what it holds is put down                                       */
};

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_drill_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_drill_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_drill_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Something appeared or is about to go: drills that mine it or put down onto it look again. */
void sim_drill_neighbours(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of one record awake, which the machines take in turn (machines.h). */
void sim_drill_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* 1 when the drill is in the middle of an operation that nothing but its energy can end. */
int sim_drill_works_alone(const sim_arena *arena, const sim_drill *drill);

/* The record of a mining drill. */
sim_drill *sim_drill_get(const sim_arena *arena, uint32_t slot);

/* LuaEntity.mining_target: slot of the resource that it mines or will mine next, 0 for none. */
uint32_t sim_drill_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* LuaEntity.mining_progress, 0..1. */
double sim_drill_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* 1 when a drill of that prototype would have something to mine there. */
int sim_drill_finds_resource(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                             sim_position position);

/* Takes up to `count` of the item that the drill is about to put down; returns how many. */
uint32_t sim_drill_take_held(sim_arena *arena, uint32_t slot, uint16_t item, uint32_t count);

enum sim_status sim_drill_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_drill_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_drill_hash(const sim_arena *arena, uint64_t hash);

#endif
