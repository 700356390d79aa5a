#include "harness/standin/native/plan.h"

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/native/record.h"

/* 1 when the ghost's place is within the character's build distance. */
static int is_reachable(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *ghost)
{
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    if (character == NULL) return 0;
    double reach = sim_bonus_build_distance(arena, prototypes, character) * SIM_FIXED_ONE;
    sim_position place = sim_entity_slot(arena, character->entity)->position;
    return (double)sim_distance_squared(place, ghost->position) <= reach * reach;
}

void native_plan_fill(FactorioPlanCell *row, const sim_arena *arena, const sim_prototypes *prototypes,
                      const sim_entity *ghost)
{
    sim_handle handle = sim_entity_handle(arena, sim_entity_index(arena, ghost));
    const sim_ghost *planned = sim_ghost_of(arena, prototypes, handle);
    if (planned == NULL) return;
    row->prototype = planned->prototype;
    row->item = prototypes->entities[planned->prototype].placeable_by;
    row->recipe = planned->settings.recipe;
    row->reachable = (uint8_t)is_reachable(arena, prototypes, ghost);
}

void native_plan_machine(FactorioEntityRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                         const sim_entity *entity)
{
    uint32_t slot = sim_entity_index(arena, entity);
    switch (prototypes->entities[entity->prototype].type) {
    case SIM_TYPE_FURNACE:
    case SIM_TYPE_ASSEMBLING_MACHINE:
        row->recipe = sim_crafter_get(arena, slot)->recipe;
        row->progress = (float)sim_crafter_progress(arena, slot);
        break;
    case SIM_TYPE_MINING_DRILL:
        row->progress = (float)sim_drill_progress(arena, prototypes, slot);
        break;
    case SIM_TYPE_ENTITY_GHOST: {
        const sim_ghost *ghost = sim_ghost_of(arena, prototypes, sim_entity_handle(arena, slot));
        if (ghost) row->ghost = ghost->prototype;
        break;
    }
    default: break;
    }
}

void native_plan_technology(FactorioTechnologyRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                            uint16_t technology)
{
    row->researched = (uint8_t)sim_technology_is_researched(arena, prototypes, technology);
    row->available = sim_technology_may_start(arena, prototypes, technology) == SIM_OK;
    /* How far something that is waited for has come is not told to scripts. */
    int is_triggered = prototypes->technologies[technology].trigger_kind != SIM_TRIGGER_NONE;
    if (!is_triggered) row->progress = (float)sim_technology_progress(arena, prototypes, technology);
    uint16_t queue[SIM_RESEARCH_QUEUE];
    uint32_t length = sim_technology_queue(arena, queue);
    for (uint32_t i = 0; i < length && i < SIM_RESEARCH_QUEUE; i++)
        if (queue[i] == technology) row->queue_place = (uint16_t)(i + 1);
}
