/* electric_network.h - the balance of a network: who gives, who gets.
 *
 * Order of supply: solar panels, then generators and primary sources at equal shares of what each can give, then
 * accumulators and tertiary sources. Order of demand: primary, secondary, lamps. What solar panels and generators have
 * left charges the accumulators. A network's tick costs its generators and stores, not its consumers: their demand is a
 * running sum. */
#ifndef SIM_ELECTRIC_NETWORK_H
#define SIM_ELECTRIC_NETWORK_H

#include <stdint.h>

#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

typedef struct sim_network {
    uint32_t entity;             /* 1: in use                                                                     */
    uint32_t first;              /* its first generator, source, accumulator or buffer                            */
    uint32_t pole_count;
    uint32_t producer_count;     /* all that can give energy, solar panels included                               */
    uint32_t shared_count;       /* devices that ask another network for what is missing here                     */
    uint32_t reserved;
    int64_t demand[3];           /* sum of its consumers by enum sim_electric_class, microjoules a tick           */
    int64_t solar;               /* of all panels in full sun                                                     */
    int64_t light;               /* of all lamps when they are lit                                                */
    double satisfaction[3];      /* share of what each class asked for, in the last balance                       */
    int64_t produced;            /* in the last balance; what accumulators gave included                          */
    int64_t consumed;            /* what accumulators took included                                               */
    uint64_t total_joules;       /* produced so far, the part below a joule in total_microjoules                  */
    uint64_t total_microjoules;
} sim_network;

typedef struct sim_network_statistics {
    double demand_joules;        /* all that is asked for in a tick                                               */
    double produced_joules;      /* in the last tick                                                              */
    double consumed_joules;
    double satisfaction;         /* of the secondary class, which most machines belong to                         */
    double total_joules;         /* produced since the network exists                                             */
    uint32_t pole_count;
    uint32_t producer_count;
} sim_network_statistics;

/* A new network, awake; 0 when the pool is full. */
uint32_t sim_network_take(sim_arena *arena);

/* Puts a device's record into a network, or takes it out again, with all that it asks for and gives. */
void sim_network_add(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, uint32_t record);
void sim_network_remove(sim_arena *arena, const sim_prototypes *prototypes, uint32_t network, uint32_t record);

/* Wakes the network; 0 is allowed. */
void sim_network_wake(sim_arena *arena, uint32_t network);

/* Some device may have lost all its energy, or got the first: beacons count again who works (beacon.h). */
void sim_network_doubt_beacons(sim_arena *arena);

/* Asks a device's second network for what the first left missing in its last balance. */
void sim_network_ask_second(sim_arena *arena, sim_electric *device);

/* Zeros for a number that names no network. */
sim_network_statistics sim_network_statistics_get(const sim_arena *arena, uint32_t network);

int sim_network_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_network_hash(const sim_arena *arena, uint64_t hash);

static inline sim_network *sim_network_at(const sim_arena *arena, uint32_t network)
{
    return SIM_RECORD(arena, SIM_POOL_NETWORK, sim_network, network);
}

/* Joules to microjoules. */
static inline int64_t sim_microjoules(double joules)
{
    return (int64_t)(joules * SIM_MICROJOULES_PER_JOULE + 0.5);
}

#endif
