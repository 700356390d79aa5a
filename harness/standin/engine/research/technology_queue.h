/* technology_queue.h - what technology.c and technology_queue.c know of each other. */
#ifndef SIM_TECHNOLOGY_QUEUE_H
#define SIM_TECHNOLOGY_QUEUE_H

#include "harness/standin/engine/research/technology.h"

/* The record, or what it would be while none are open. */
sim_technology sim_technology_state(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

/* As sim_technology_may_start; with `may_be_queued` prerequisites may be in the queue. */
enum sim_result sim_technology_may_wait(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology,
                                        int may_be_queued);

/* Makes what is first in the queue the current research, and tells those who care. */
void sim_technology_set_queue(sim_arena *arena, const uint16_t *technologies, uint32_t count);

/* Takes out of a list what waits for something that is neither researched nor before it; returns how many are left. */
uint32_t sim_technology_drop_orphans(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t *queue,
                                     uint32_t count);

/* The queue without a technology and what needs it. */
void sim_technology_leave_queue(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology);

#endif
