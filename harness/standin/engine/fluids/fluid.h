/* fluid.h - amounts of fluids, and what flows.
 *
 * Amounts are whole millionths of the game's units, so that fluid is neither made nor lost by rounding. Pipes, tanks and
 * the boxes of machines whose connections lead both ways are members of segments (fluid_segment.h): all of a segment is
 * one vessel with one fluid. The other boxes of machines (fluid_box.h) have a content of their own; what flows in a
 * tick through one of their connections is
 *      max_fluid_flow x fullness of the source x (1 - fullness of the sink)
 * as far as there is content and room; a pump's box empties at max_fluid_flow. */
#ifndef SIM_FLUID_H
#define SIM_FLUID_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_FLUID_UNIT 1000000 /* amounts in a unit of the game */

/* Flow at the very least, where anything can flow: a hundredth of a unit. The game publishes no such number; without one
 * a vessel would fill for ever more slowly and never be full. */
#define SIM_FLUID_LEAST_FLOW 10000

typedef struct sim_fluid_content {
    uint16_t fluid;      /* 0: empty                                                    */
    double amount;       /* units; of a segment's member its share by volume            */
    double temperature;  /* degrees Celsius                                             */
    double capacity;     /* units                                                       */
} sim_fluid_content;

/* Pipes, underground pipes and storage tanks; the number of their box goes to sim_entity.record. SIM_BLOCKED when the
 * entity would connect two fluids, SIM_ARENA_FULL. */
enum sim_result sim_fluid_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
void sim_fluid_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
void sim_fluid_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all boxes awake. */
void sim_fluid_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* Adds an amount to the statistics of fluids (statistics.h): produced (more than 0) or consumed (less than 0). */
void sim_fluid_count(sim_arena *arena, uint16_t fluid, int64_t amount);

/* Amount of the fluid in all boxes and segments together. */
int64_t sim_fluid_total(const sim_arena *arena, uint16_t fluid);

int sim_fluid_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_fluid_hash(const sim_arena *arena, uint64_t hash);

static inline int64_t sim_fluid_amount(double units)
{
    return (int64_t)(units * SIM_FLUID_UNIT + 0.5);
}

static inline double sim_fluid_units(int64_t amount)
{
    return (double)amount / SIM_FLUID_UNIT;
}

#endif
