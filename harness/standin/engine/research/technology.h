/* technology.h - the force's technologies: what is researched, what comes next, and how far it is.
 *
 * An arena in which nobody has touched research holds no records of it and is in the state that the prototypes
 * describe. The first change makes all of them at once (SIM_POOL_TECHNOLOGY, SIM_POOL_RECIPE and SIM_POOL_BONUS; the
 * number of a record is that of its prototype), so that no later change can lack room.
 *
 * Work on a technology is counted in seconds of a lab of speed 1; what research gives stands in force.h, technologies
 * that wait for something to happen in research_trigger.h, labs in lab.h. */
#ifndef SIM_TECHNOLOGY_H
#define SIM_TECHNOLOGY_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_RESEARCH_QUEUE 7 /* places of the game's queue */

typedef struct sim_technology {
    uint32_t entity;     /* its own number                                                                        */
    uint32_t level;      /* the one that research would bring next; of a technology with one level always that    */
    double done_seconds; /* towards that level                                                                    */
    uint64_t counted;    /* trigger: what the statistics had produced when it was last looked at                  */
    double triggered;    /* trigger: how many of them count                                                       */
    uint8_t researched;  /* no level is left                                                                      */
    uint8_t enabled;
    uint8_t place;       /* in the queue, 1 for what is being researched; 0 for none                              */
    uint8_t reserved;
    uint32_t next_trigger; /* technologies that wait for something to happen are a chain                        */
} sim_technology;

/* Makes the records of research. SIM_ARENA_FULL; SIM_OK when they are there already. */
enum sim_result sim_technology_open(sim_arena *arena, const sim_prototypes *prototypes);

/* State; 0 for an unknown technology. */
int sim_technology_is_researched(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);
int sim_technology_is_enabled(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);
uint32_t sim_technology_level(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* Technologies that have no level left: kept, so that no frame reads all records. */
uint32_t sim_technology_researched_count(const sim_arena *arena);

/* Units of research of its next level, the price multiplier of the map included; at least 1. */
double sim_technology_units(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* Share of its next level that is done, 0..1; of one with a trigger the share that was counted. */
double sim_technology_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* Whether work on it may begin: SIM_OK, SIM_NOT_FOUND for an unknown one, SIM_NOT_ENABLED, SIM_DONE_ALREADY,
 * SIM_NEEDS_TRIGGER, SIM_NEEDS_PREREQUISITES. */
enum sim_result sim_technology_may_start(const sim_arena *arena, const sim_prototypes *prototypes,
                                         uint32_t technology);

/* What is being researched, 0 for nothing. */
uint32_t sim_technology_current(const sim_arena *arena);

/* Writes the queue, what is being researched first, in up to SIM_RESEARCH_QUEUE entries; returns how many there are. */
uint32_t sim_technology_queue(const sim_arena *arena, uint16_t *technologies);

/* Puts it at the end of the queue; alone there it starts. Prerequisites must be researched or in the queue before it.
 * Refuses as sim_technology_may_start does, and SIM_BLOCKED in the queue already, SIM_QUEUE_FULL,
 * SIM_ARENA_FULL. */
enum sim_result sim_technology_enqueue(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* Puts it first in the queue: SIM_OK when it is there already. What it interrupts waits behind it with the progress
 * that it has; the last of a full queue is dropped. */
enum sim_result sim_technology_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* Takes it out of the queue, and with it what needs it. SIM_NOT_FOUND when it is not there. */
enum sim_result sim_technology_cancel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* Empties the queue. Progress is kept. */
void sim_technology_clear_queue(sim_arena *arena, const sim_prototypes *prototypes);

/* Sets the share that is done of its next level: 0 up to, but not including, 1. */
enum sim_result sim_technology_set_progress(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                            double progress);

/* LuaTechnology.researched and level: brings its effects or takes them back, whatever its prerequisites. Of a
 * technology with several levels 1 brings the next level and 0 takes all of them back. */
enum sim_result sim_technology_set_researched(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                              int researched);

enum sim_result sim_technology_set_enabled(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                           int enabled);

/* Brings all technologies that are enabled, infinite ones excepted. */
enum sim_result sim_technology_research_all(sim_arena *arena, const sim_prototypes *prototypes);

/* Back to the state of the prototypes, queue, recipes and bonuses included. */
void sim_technology_reset(sim_arena *arena, const sim_prototypes *prototypes);

/* Adds a lab's work to what is being researched; finishes it when that was the rest. Returns 1 when it did. */
int sim_technology_work(sim_arena *arena, const sim_prototypes *prototypes, double seconds);

/* Brings the next level: effects, event, the end of its place in the queue. The records of research must be open. */
void sim_technology_finish(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

static inline const sim_technology_prototype *sim_technology_prototype_of(const sim_prototypes *prototypes,
                                                                          uint32_t technology)
{
    return &prototypes->technologies[technology];
}

/* The record of a technology, NULL while none are open. */
sim_technology *sim_technology_record(const sim_arena *arena, uint32_t technology);

int sim_technology_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_technology_hash(const sim_arena *arena, uint64_t hash);

#endif
