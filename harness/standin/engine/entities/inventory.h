/* inventory.h - slots of stacks. A change of what an inventory holds wakes those who watch its owner (watch.h); whoever
 * writes to a slot's pointer calls sim_watch_changed. */
#ifndef SIM_INVENTORY_H
#define SIM_INVENTORY_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

typedef struct sim_stack {
    uint16_t item;     /* 0: empty                                                                  */
    uint16_t rule;     /* who may come in, 0: all; an item that alone may, plus SIM_SLOT_CLOSED     */
    uint32_t count;    /* 1..the stack size                                                         */
} sim_stack;

#define SIM_SLOT_CLOSED 0x8000u /* of sim_stack.rule: the slot lies behind the bar */

enum sim_inventory_trait {
    SIM_INVENTORY_HOLDS_MODULES = 1, /* one item a slot; a change of it raises sim_arena.effect_version      */
    SIM_INVENTORY_MAY_OVERFLOW = 2,  /* stacks may be larger than the item's: ingredients and products       */
    SIM_INVENTORY_HAS_RULES = 4      /* some slot has a rule: a bar or filters                               */
};

typedef struct sim_inventory {
    uint32_t first_slot; /* in the arena's slots */
    uint16_t slot_count;
    uint16_t traits;     /* enum sim_inventory_trait, set by whoever creates it; none at first */
    uint32_t owner;      /* entity slot; 0: free */
} sim_inventory;

/* An empty inventory for an entity; its number goes to `inventory`. SIM_ARENA_FULL without room. */
enum sim_result sim_inventory_create(sim_arena *arena, uint16_t slot_count, uint32_t owner, uint32_t *inventory);

/* Gives it another number of slots; what it holds keeps its slots. With fewer, those behind the last that is in use go.
 * The number of the inventory changes. SIM_ARENA_FULL without room. */
enum sim_result sim_inventory_resize(sim_arena *arena, uint16_t slot_count, uint32_t *inventory);

/* Frees it with all it holds. */
void sim_inventory_destroy(sim_arena *arena, uint32_t inventory);

/* Tells those who care that the contents have changed: for whoever wrote to a slot's pointer. */
void sim_inventory_changed(sim_arena *arena, uint32_t inventory);

/* The record; NULL for 0 or a number out of range. */
sim_inventory *sim_inventory_get(const sim_arena *arena, uint32_t inventory);

/* The slots; NULL when there is no such inventory. */
sim_stack *sim_inventory_slots(const sim_arena *arena, uint32_t inventory);

/* Closes all slots from number `open` on: nothing comes in there any more, what lies there stays and can be taken.
 * slot_count and more open all. Of an inventory with bar, 0 for no inventory: how many slots are open. */
void sim_inventory_set_bar(sim_arena *arena, uint32_t inventory, uint32_t open);
uint32_t sim_inventory_bar(const sim_arena *arena, uint32_t inventory);

/* Lets nothing but the item come into the slot from now on; item 0: everything. What lies there stays. */
void sim_inventory_set_filter(sim_arena *arena, uint32_t inventory, uint32_t slot, uint16_t item);
uint16_t sim_inventory_filter(const sim_arena *arena, uint32_t inventory, uint32_t slot);

/* Puts up to `count` in: first onto stacks of the item in slot order, then into empty slots, those with its filter
 * before those without. Returns how many went in. */
uint32_t sim_inventory_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, uint16_t item,
                              uint32_t count);

/* How many of the item would go in. */
uint32_t sim_inventory_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                            uint16_t item);

/* 1 when one would: it looks no further than to the first slot that has room. */
int sim_inventory_has_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, uint16_t item);

/* Takes up to `count` out, from the last stack of the item backwards. Returns how many came out. */
uint32_t sim_inventory_remove(sim_arena *arena, uint32_t inventory, uint16_t item, uint32_t count);

/* Units of the item; of all items when item is 0. */
uint32_t sim_inventory_count(const sim_arena *arena, uint32_t inventory, uint16_t item);

/* Empties every slot; returns how many units that were. */
uint32_t sim_inventory_clear(sim_arena *arena, uint32_t inventory);

/* Merges stacks and puts them into the game's order of items. What lies in slots with a rule stays. */
void sim_inventory_sort(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory);

/* Number of empty slots. */
uint32_t sim_inventory_empty_slots(const sim_arena *arena, uint32_t inventory);

int sim_inventory_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_inventory_hash(const sim_arena *arena, uint64_t hash);

#endif
