/* crafter.h - furnaces and assembling machines: one recipe, ingredients in, products out.
 *
 * Ingredients leave when a craft starts, products appear when it ends, and what is left of the tick goes into the next
 * craft, of which a fast machine may do several in a tick. A craft starts when all ingredients are there and the
 * products fit on their stacks. The parts: crafting.h (the work), recipe_choice.h (which recipe a furnace takes),
 * insertion_limit.h (how much inserters bring). */
#ifndef SIM_CRAFTER_H
#define SIM_CRAFTER_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/core/pool.h"

typedef struct sim_crafter {
    /* what a tick of work reads */
    uint32_t entity;         /* entity slot; 0: the record is free                                                */
    uint32_t kind;           /* enum sim_machine_kind                                                             */
    sim_energy energy;
    double seconds;          /* of the craft that runs, at crafting speed 1                                       */
    double seconds_per_tick; /* at full energy                                                                    */
    double needed_seconds;   /* of the craft that runs                                                            */
    double joules_per_tick;
    uint32_t effect_version; /* of the arena, when speed and energy were worked out                               */
    uint32_t nap_begin;      /* tick of the part of the run in which a nap began (nap.h)                          */
    double productivity;     /* bonus that the recipe allows                                                      */
    uint16_t recipe;         /* assembling machine: set; furnace: its last one; 0 for none                        */
    uint8_t is_crafting;
    uint8_t rests;           /* sim_energy_rest was called and no energy drawn since                              */
    uint32_t reserved_word;
    /* the rest */
    double bonus;            /* share of the next craft's products that comes for nothing                         */
    double pollution;        /* of a tick                                                                         */
    uint32_t source;         /* inventories, 0 for none                                                           */
    uint32_t result;
    uint32_t modules;
    uint32_t watch;          /* of itself: fuel, ingredients, products taken away                                 */
    uint32_t products_finished; /* crafts ever finished                                                           */
    uint32_t fluid_box;      /* first of its boxes, 0 for none (fluid_box.h)                                      */
    uint8_t status;          /* enum sim_status, as it was when the machine had its turn                          */
    uint8_t is_silo;         /* the rest is a rocket silo's (rocket_silo.h)                                       */
    uint8_t silo_stage;      /* enum sim_silo_stage                                                               */
    uint8_t sends_itself;    /* launches as soon as it has cargo                                                  */
    uint32_t cargo;          /* inventory of its rocket                                                           */
    uint16_t rocket_parts;
    uint16_t stage_ticks;    /* left of the stage                                                                 */
} sim_crafter;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_crafter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_crafter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_crafter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The record of a furnace or assembling machine. */
sim_crafter *sim_crafter_get(const sim_arena *arena, uint32_t slot);

/* Sets the recipe of an assembling machine, 0 for none. What it holds, and what its unfinished craft took, is removed
 * and written to `returned` (room for SIM_CRAFTER_MOST_STACKS); `count` says how many stacks. SIM_WRONG_TYPE for a
 * furnace or a machine whose recipe is fixed, SIM_NOT_FOUND for no such recipe, SIM_NOT_ENABLED for one that is not
 * researched, SIM_WRONG_CATEGORY for one that it does not craft, SIM_ARENA_FULL. The recipe that it has already is
 * SIM_OK and changes nothing. */
enum sim_result sim_crafter_set_recipe(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                       uint16_t recipe, sim_stack *returned, uint32_t *count);

#define SIM_CRAFTER_MOST_STACKS 64

/* LuaEntity.crafting_progress, 0..1, and is_crafting. */
double sim_crafter_progress(const sim_arena *arena, uint32_t slot);

/* LuaEntity.bonus_progress, 0..1. */
double sim_crafter_bonus_progress(const sim_arena *arena, uint32_t slot);

/* LuaEntity.crafting_speed. */
double sim_crafter_speed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* How many of an ingredient a player or a drill can put in; how many an inserter may bring. */
uint32_t sim_crafter_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);
uint32_t sim_crafter_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                uint16_t item);

/* Puts up to `count` of an ingredient in, as far as sim_crafter_room allows; returns how many. */
uint32_t sim_crafter_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                            uint32_t count);

/* 1 when the item would be an ingredient there. */
int sim_crafter_uses(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);

/* Gives up the unfinished craft; its ingredients go back. */
void sim_crafter_cancel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The `index`th ingredient that the unfinished craft took; an empty stack past the end. */
sim_stack sim_crafter_in_work(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index);

enum sim_status sim_crafter_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* LuaEntity.status, worked out now. A machine that lacks ingredients because inserters bring nothing more to it is full:
 * read on 2.1.17 off assembling machines that had stopped at 3 gears and at 4 packs (notes of arturh85/factorio-bot on
 * what fits in a slot). */
enum sim_status sim_crafter_status_now(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_crafter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_crafter_hash(const sim_arena *arena, uint64_t hash);

#endif
