/* research_trigger.h - technologies that no laboratory researches: they come when something is crafted, mined or built
 * often enough, counted from when their prerequisites are there.
 *
 * What is crafted is read off the production statistics, in the tick in which they rise; whoever lets an entity be
 * mined or built reports it here. */
#ifndef SIM_RESEARCH_TRIGGER_H
#define SIM_RESEARCH_TRIGGER_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

/* Looks at what the statistics have produced; called in ticks in which they rose. */
void sim_research_trigger_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* An entity of that prototype was mined (SIM_TRIGGER_MINE_ENTITY) or built (SIM_TRIGGER_BUILD_ENTITY). */
void sim_research_trigger_entity(sim_arena *arena, const sim_prototypes *prototypes, enum sim_trigger_kind kind,
                                 uint32_t entity_prototype);

/* A technology was researched: what waited for it counts from now on. */
void sim_research_trigger_opened(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

#endif
