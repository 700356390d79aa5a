/* hand_crafting.h - crafting by hand: a queue of recipes a character, with the intermediate products that they need.
 *
 * A request takes all its ingredients out of the inventory at once; what is missing there and can be crafted by hand is
 * put in the queue before it. What such a prerequisite makes stays with its request; the rest of a craft that gives
 * more than is needed goes into the inventory. A queue whose products find no room waits for it.
 *
 * What a request holds follows from its entries: what the crafts still to do take, less what its prerequisites will
 * still give. So no items lie anywhere else, and a cancelled craft gives back exactly that difference. */
#ifndef SIM_HAND_CRAFTING_H
#define SIM_HAND_CRAFTING_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_CRAFT_DEPTH 8       /* of prerequisites of prerequisites              */
#define SIM_CRAFT_ENTRIES 24    /* of one request, its prerequisites included     */

typedef struct sim_craft {
    uint32_t entity;          /* entity slot of the character; 0: the record is free                              */
    uint32_t next;            /* in the queue, 0 at the end                                                       */
    uint32_t request;         /* record of the request that it belongs to; itself unless it is a prerequisite     */
    uint32_t count;           /* crafts still to do, the one that runs included                                   */
    double ticks;             /* of the craft that runs, at crafting speed 1                                      */
    uint16_t recipe;
    uint8_t is_waiting;       /* its products find no room                                                        */
    uint8_t reserved[5];
} sim_craft;

/* One entry of a queue. */
typedef struct sim_craft_row {
    uint32_t index;           /* of the request that a cancel names, from 0                                       */
    uint32_t count;
    uint16_t recipe;
    uint8_t is_prerequisite;
    uint8_t reserved[5];
} sim_craft_row;

/* LuaControl.begin_crafting: queues up to `count` crafts, as many as there are ingredients for; their number goes to
 * `started` when it is not NULL. SIM_DEAD, SIM_BAD_ARGUMENT for count 0, SIM_NOT_FOUND for no such recipe,
 * SIM_NOT_ENABLED, SIM_WRONG_CATEGORY, SIM_NO_ITEMS when not even one is possible, SIM_ARENA_FULL. */
enum sim_result sim_hand_crafting_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                        uint16_t recipe, uint32_t count, uint32_t *started);

/* LuaControl.cancel_crafting: gives up `count` crafts of the `index`th request; what they hold goes back into the
 * inventory, what does not fit to the ground. SIM_DEAD, SIM_NOT_FOUND. */
enum sim_result sim_hand_crafting_cancel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                         uint32_t index, uint32_t count);

/* The same for the whole queue. */
void sim_hand_crafting_cancel_all(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

/* LuaControl.get_craftable_count: how many crafts the inventory has ingredients for, at most `most`. */
uint32_t sim_hand_crafting_craftable_count(const sim_arena *arena, const sim_prototypes *prototypes,
                                           uint32_t character, uint16_t recipe, uint32_t most);

/* The queue, what is crafted now first. Writes at most `capacity` rows, returns how many there are. */
uint32_t sim_hand_crafting_queue(const sim_arena *arena, uint32_t character, sim_craft_row *rows, uint32_t capacity);

/* Share of the craft that runs, 0..1. */
double sim_hand_crafting_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character);

/* The character is about to go: its queue is gone with all that it holds. */
void sim_hand_crafting_forget(sim_arena *arena, uint32_t character);

/* One tick of all records awake. */
void sim_hand_crafting_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_hand_crafting_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_hand_crafting_hash(const sim_arena *arena, uint64_t hash);

#endif
