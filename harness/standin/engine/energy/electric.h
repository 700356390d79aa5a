/* electric.h - who draws electric energy and who gives it: the face that machines use.
 *
 * Energy is counted in whole microjoules, so that sums are exact in any order. Every device has a record; poles
 * (pole.h) make networks (electric_network.h) and cover devices with them. What a device draws is added to a running sum
 * of its network; once a tick the network balances that sum with what its producers have, and every device works at
 * the share of its class that the last balance gave.
 *
 * A device under the poles of two networks asks the one with the lower number first and the other for what was missing;
 * producers and buffers under two serve the one with the lower number alone. */
#ifndef SIM_ELECTRIC_H
#define SIM_ELECTRIC_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/dispatch/status.h"

#define SIM_MICROJOULES_PER_JOULE 1000000

enum sim_electric_role {
    SIM_ELECTRIC_CONSUMER = 0,
    SIM_ELECTRIC_POLE = 1,
    SIM_ELECTRIC_SOLAR = 2,
    SIM_ELECTRIC_LAMP = 3,
    SIM_ELECTRIC_GENERATOR = 4,   /* burns the fluid of its box                                                   */
    SIM_ELECTRIC_SOURCE = 5,      /* electric energy interface: energy from nowhere                               */
    SIM_ELECTRIC_ACCUMULATOR = 6,
    SIM_ELECTRIC_BUFFER = 7       /* fills a store of its own and draws on that: electric turrets                 */
};

/* Who is served first. */
enum sim_electric_class {
    SIM_ELECTRIC_PRIMARY = 0,
    SIM_ELECTRIC_SECONDARY = 1,
    SIM_ELECTRIC_LIGHT = 2,
    SIM_ELECTRIC_CLASSES = 3
};

typedef struct sim_electric {
    uint32_t entity;           /* entity slot; 0: the record is free                                              */
    uint32_t next;             /* next producer or buffer of the network, in the order of their numbers           */
    uint32_t network;          /* 0: none                                                                         */
    uint32_t second_network;   /* 0: none, else a higher number; devices that only draw                           */
    uint8_t role;              /* enum sim_electric_role                                                          */
    uint8_t priority;          /* enum sim_electric_class of one that draws                                       */
    uint16_t prototype;        /* of the entity                                                                   */
    uint32_t part;             /* generator: its fluid box; pole: its first wire                                  */
    int64_t drain;             /* drawn always, microjoules a tick                                                */
    int64_t demand;            /* asked of the network each tick, drain included, microjoules                     */
    union {
        int64_t second_demand; /* asked of the second network                                                     */
        int64_t made;          /* source, which has no second network: made each tick, out of nothing             */
    };
    int64_t stored;            /* accumulator, buffer, source: its energy; generator: of fluid taken but not given */
    int64_t given;             /* generator, source, accumulator: out of it in the last tick; charging is less than 0 */
    double drawn_joules;       /* what the last draw asked for                                                    */
} sim_electric;

/* Makes the record of a device whose entity has its place already, in every network that covers it; its number goes to
 * `record`. Its role and its place in the order of priorities are those of the prototype; it draws its drain from now on.
 * SIM_ARENA_FULL. */
enum sim_result sim_electric_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  uint32_t *record);

/* Removes it; 0 is allowed. */
void sim_electric_leave(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* The device works in this tick for so many joules beside its drain, and goes on to ask for as many every tick until the
 * next draw or rest. Returns the share that there was in the last balance, 0..1. A device that got 0 may sleep: its
 * entity is woken (wake_entity.h) when there is energy again. */
double sim_electric_draw(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules);

/* The device draws its drain only, from now on. */
void sim_electric_rest(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* The share of the last balance, without drawing. */
double sim_electric_satisfaction(const sim_arena *arena, uint32_t record);

/* WORKING, LOW_POWER or NO_POWER, which is also that of a device without a network: only generators and solar panels
 * are said to be not plugged in. */
enum sim_status sim_electric_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Joules in the store of an accumulator or a buffer. */
double sim_electric_stored_joules(const sim_arena *arena, uint32_t record);

/* Takes the joules out of a buffer's store: 1, or 0 and nothing when it holds less. */
int sim_electric_spend(sim_arena *arena, uint32_t record, double joules);

/* Sets the store, cut to 0..its capacity. */
void sim_electric_fill(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules);

/* What an electric energy interface makes from now on, joules a tick; at first what its prototype says. */
void sim_electric_set_production(sim_arena *arena, uint32_t record, double joules);

/* Number of the record of an entity that has one; 0 for none. Looks at all records. */
uint32_t sim_electric_of(const sim_arena *arena, uint32_t slot);

/* The entity's box stands elsewhere now. */
void sim_electric_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Of a solar panel, an accumulator or a radar. An accumulator with room that gives nothing is charging. */
enum sim_status sim_electric_device_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Entities that are nothing but a device: solar panels, accumulators, lamps, radars, energy interfaces. Their record's
 * number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_electric_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
void sim_electric_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all networks awake. */
void sim_electric_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_electric_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_electric_hash(const sim_arena *arena, uint64_t hash);

static inline sim_electric *sim_electric_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_ELECTRIC, sim_electric, record);
}

#endif
