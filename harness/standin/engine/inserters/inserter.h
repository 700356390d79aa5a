/* inserter.h - inserters: arms that take from what stands at one end and give to what stands at the other.
 *
 * The parts: inserter_queue.h (who updates when, and who sleeps), inserter_arm.h (how the arm moves),
 * inserter_reach.h (what stands at its ends), inserter_hand.h (taking and giving), inserter_belt.h (belts at its
 * ends). */
#ifndef SIM_INSERTER_H
#define SIM_INSERTER_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/dispatch/status.h"

#define SIM_INSERTER_FILTERS 5

/* Where the arm is going. */
enum sim_inserter_goal {
    SIM_INSERTER_GOAL_NONE = 0,   /* to be chosen again                                                           */
    SIM_INSERTER_GOAL_PICKUP = 1,
    SIM_INSERTER_GOAL_DROP = 2,
    SIM_INSERTER_GOAL_SELF = 3,   /* its own fuel slot                                                            */
    SIM_INSERTER_GOAL_ITEM = 4    /* an item on the belt at its pickup position                                   */
};

enum sim_inserter_flag {
    SIM_INSERTER_QUEUED = 1,      /* linked into the queue of updates                                             */
    SIM_INSERTER_DORMANT = 2,     /* left the queue for good: it comes back at the end when a watch wakes it      */
    SIM_INSERTER_WAITING = 4,     /* where it wants to be, with nothing to do there                               */
    SIM_INSERTER_STARVED = 8,     /* it wants to move and nothing is left to burn or to draw                        */
    SIM_INSERTER_HOLDS_FUEL = 16, /* what it holds burns in its own burner                                        */
    SIM_INSERTER_RESTS = 32,      /* sim_energy_rest was called and no energy drawn since                         */
    SIM_INSERTER_BLACKLIST = 64,  /* takes everything but its filters                                             */
    SIM_INSERTER_DOZES = 128      /* waits over a belt whose whole line has nothing for it                         */
};

/* Record 0 is the head of the queue: next and previous are its two ends, sequence the last one given, source the number
 * of inserters in it. */
typedef struct sim_inserter {
    uint32_t entity;          /* entity slot; 0: the record is free                                               */
    uint32_t next;            /* updates after this one                                                           */
    uint32_t previous;
    uint8_t flags;            /* enum sim_inserter_flag                                                           */
    uint8_t goal;             /* enum sim_inserter_goal                                                           */
    uint16_t prototype;       /* in sim_prototypes.inserters                                                      */
    double length;            /* of the arm, tiles                                                                */
    double goal_length;
    float orientation;        /* of the arm, turns clockwise from north, [0, 1)                                   */
    float goal_orientation;
    sim_energy energy;
    uint32_t source;          /* entity slot at the pickup position, 0 for none                                   */
    uint32_t target;          /* entity slot at the drop position, 0 for none                                     */
    uint16_t held_item;
    uint16_t held_count;
    uint32_t chased;          /* the item on a belt that the hand follows, 0 for none (inserter_belt.h)           */
    uint64_t sequence;        /* higher ones update earlier in a tick                                             */
    uint32_t watches[2];      /* of source and target while it sleeps                                             */
    uint16_t filters[SIM_INSERTER_FILTERS];
    uint16_t hand_size_limit; /* set by a player or script; 0: what prototype and research give                   */
    /* remembered, not hashed (inserter_belt.h, inserter_nap.h) */
    uint32_t aim;             /* the place on a belt that the arm aims at, 0 for none                             */
    uint32_t verdict_changes; /* what the verdict relied on                                                       */
    uint16_t verdict_item;    /* item that was asked about last with an empty hand, 0 for none                    */
    uint8_t verdict;          /* whether it is wanted                                                             */
    uint8_t nap_begin;        /* tick of the part of the run in which a nap began                                 */
    uint32_t waited;          /* ticks that a hand with something in it has waited for more over a belt; hashed   */
    /* within sim_run, 0 outside: neighbours in a bucket of the agenda (inserter_agenda.h), the next that listens at the
     * same belt and at the same target, and whether it listens (inserter_quiet.h) */
    uint32_t bucket_previous, bucket_next;
    uint32_t next_at_belt, next_at_target;
    uint32_t listens;
} sim_inserter;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_inserter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_inserter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_inserter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* 1 when an inserter has its turn in this tick, where the pool has records awake. */
int sim_inserter_is_due(const sim_arena *arena);

/* One tick of all records awake. */
void sim_inserter_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* The record of an inserter's entity slot; NULL for anything else. */
sim_inserter *sim_inserter_at(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* What an inserter is doing. */
enum sim_status sim_inserter_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Items that the hand holds when full: prototype, research and the limit set for it. */
uint32_t sim_inserter_hand_size(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Sets one filter (item 0 clears it). SIM_NOT_FOUND for another entity, SIM_BAD_ARGUMENT for a filter that the
 * prototype lacks or an unknown item. */
enum sim_result sim_inserter_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                        uint32_t index, uint16_t item);

/* Whether the filters name what it takes (0) or what it leaves (1). SIM_NOT_FOUND. */
enum sim_result sim_inserter_set_blacklist(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                           int is_blacklist);

/* Limits the hand below what prototype and research give; 0 lifts the limit. SIM_NOT_FOUND. */
enum sim_result sim_inserter_set_hand_size_limit(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                                 uint16_t limit);

/* Puts `count` of an item in the hand in place of what was there; item or count 0 empties it. SIM_NOT_FOUND. */
enum sim_result sim_inserter_hold(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                                  uint16_t count);

/* What its hand holds; an empty stack for nothing and for another entity. */
sim_stack sim_inserter_held(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Takes up to `count` of the item out of the hand; returns how many came out. */
uint32_t sim_inserter_take_held(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                                uint32_t count);

/* Where it takes and gives, and where its hand is over the ground, in 1/256 tile; the slot must be an inserter's. */
sim_position sim_inserter_pickup_position(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
sim_position sim_inserter_drop_position(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
sim_position sim_inserter_hand_position(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* LuaEntity.pickup_target and drop_target: slots of what stands there to be emptied and filled, 0 for none. */
uint32_t sim_inserter_source(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
uint32_t sim_inserter_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_inserter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_inserter_hash(const sim_arena *arena, uint64_t hash);

#endif
