/* research_trigger.h - technologies that no laboratory researches: they come when something was crafted, mined or built
 * often enough and their prerequisites are there, whichever is later: what was done before the prerequisites counts, as
 * was measured of mining on 2.1.17 (notes of arturh85/factorio-bot, 2026-09-05, research-triggers).
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

/* A technology was researched: those that waited for it alone, with enough of their acts done, come now. */
void sim_research_trigger_opened(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* A technology was taken back: what was produced until now does not count for it any more. */
void sim_research_trigger_forget(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

#endif
