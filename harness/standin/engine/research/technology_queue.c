/* The queue of research: what waits, what comes first, what goes when something is cancelled. Part of technology.h. */
#include "harness/standin/engine/research/technology_queue.h"

#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/machines/lab.h"

uint32_t sim_technology_current(const sim_arena *arena)
{
    return arena->research;
}

uint32_t sim_technology_queue(const sim_arena *arena, uint16_t *technologies)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_TECHNOLOGY].used; i++) {
        uint8_t place = sim_technology_record(arena, i)->place;
        if (place == 0) continue;
        technologies[place - 1] = (uint16_t)i;
        count++;
    }
    return count;
}

void sim_technology_set_queue(sim_arena *arena, const uint16_t *technologies, uint32_t count)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_TECHNOLOGY].used; i++) sim_technology_record(arena, i)->place = 0;
    for (uint32_t i = 0; i < count; i++) sim_technology_record(arena, technologies[i])->place = (uint8_t)(i + 1);
    uint32_t current = count ? technologies[0] : 0;
    if (current == arena->research) return;
    arena->research = current;
    sim_lab_wake(arena);
    if (current) sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_RESEARCH_STARTED, .number = current});
}

enum sim_result sim_technology_enqueue(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    enum sim_result result = sim_technology_may_wait(arena, prototypes, technology, 1);
    if (result != SIM_OK) return result;
    uint16_t queue[SIM_RESEARCH_QUEUE];
    uint32_t count = sim_technology_queue(arena, queue);
    if (sim_technology_state(arena, prototypes, technology).place) return SIM_BLOCKED;
    if (count == SIM_RESEARCH_QUEUE) return SIM_QUEUE_FULL;
    result = sim_technology_open(arena, prototypes);
    if (result != SIM_OK) return result;
    queue[count] = (uint16_t)technology;
    sim_technology_set_queue(arena, queue, count + 1);
    return SIM_OK;
}

enum sim_result sim_technology_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    enum sim_result result = sim_technology_may_wait(arena, prototypes, technology, 0);
    if (result == SIM_OK) result = sim_technology_open(arena, prototypes);
    if (result != SIM_OK) return result;
    uint16_t old[SIM_RESEARCH_QUEUE], queue[SIM_RESEARCH_QUEUE] = {(uint16_t)technology};
    uint32_t count = sim_technology_queue(arena, old), kept = 1;
    for (uint32_t i = 0; i < count && kept < SIM_RESEARCH_QUEUE; i++)
        if (old[i] != technology) queue[kept++] = old[i];
    sim_technology_set_queue(arena, queue, kept);
    return SIM_OK;
}

uint32_t sim_technology_drop_orphans(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t *queue,
                                     uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const sim_technology_prototype *prototype = &prototypes->technologies[queue[i]];
        int holds = 1;
        for (uint32_t p = 0; p < prototype->prerequisite_count; p++) {
            uint16_t needed = prototypes->prerequisites[prototype->first_prerequisite + p].number;
            int is_there = sim_technology_record(arena, needed)->researched;
            for (uint32_t k = 0; k < kept; k++) is_there |= queue[k] == needed;
            holds &= is_there;
        }
        if (holds) queue[kept++] = queue[i];
    }
    return kept;
}

void sim_technology_leave_queue(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    uint16_t queue[SIM_RESEARCH_QUEUE];
    uint32_t count = sim_technology_queue(arena, queue), kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (queue[i] != technology) queue[kept++] = queue[i];
    sim_technology_set_queue(arena, queue, sim_technology_drop_orphans(arena, prototypes, queue, kept));
}

enum sim_result sim_technology_cancel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t technology)
{
    if (technology == 0 || technology >= prototypes->technology_count ||
        !sim_technology_state(arena, prototypes, technology).place) return SIM_NOT_FOUND;
    sim_technology_leave_queue(arena, prototypes, technology);
    return SIM_OK;
}

void sim_technology_clear_queue(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)prototypes;
    sim_technology_set_queue(arena, NULL, 0);
}
