#include "harness/standin/engine/combat/gate.h"

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/combat/target.h"

static sim_gate *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_GATE, sim_gate, record);
}

enum sim_result sim_gate_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    uint32_t record = sim_pool_take(arena, SIM_POOL_GATE, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_entity_slot(arena, slot)->record = record;
    sim_pool_wake(arena, SIM_POOL_GATE, record);
    return SIM_OK;
}

void sim_gate_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    sim_pool_give_back(arena, SIM_POOL_GATE, sim_entity_slot(arena, slot)->record);
}

void sim_gate_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    sim_pool_wake(arena, SIM_POOL_GATE, sim_entity_slot(arena, slot)->record);
}

int sim_gate_is_open(const sim_entity *entity)
{
    return entity->item != 0;
}

/* Far more than any gate's activation distance and a cell's diagonal. */
void sim_gate_announce(sim_arena *arena, const sim_entity *character)
{
    const int64_t near = SIM_NOTICE_MARGIN;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_GATE].used; i++) {
        if (at(arena, i)->entity == 0) continue;
        const sim_entity *gate = sim_entity_slot(arena, at(arena, i)->entity);
        if (sim_distance_squared(gate->position, character->position) <= near * near)
            sim_pool_wake(arena, SIM_POOL_GATE, i);
    }
}

/* The squared distance of the nearest character that may pass; INT64_MAX when there is none. */
static int64_t nearest_friend(const sim_arena *arena, const sim_entity *gate)
{
    int64_t nearest = INT64_MAX;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character == NULL) continue;
        const sim_entity *entity = sim_entity_slot(arena, character->entity);
        if (entity->force != gate->force) continue;
        int64_t distance = sim_distance_squared(entity->position, gate->position);
        if (distance < nearest) nearest = distance;
    }
    return nearest;
}

/* Lets walkers through, or does not any longer. */
static void set_open(sim_arena *arena, const sim_prototypes *prototypes, sim_entity *entity, int is_open)
{
    if (sim_gate_is_open(entity) == is_open) return;
    sim_box box = sim_entity_collision_box(prototypes, entity);
    entity->item = (uint16_t)is_open;
    if (is_open) {
        arena->obstacle_count--;
        sim_map_refresh_obstacles(arena, prototypes, box);
    } else {
        arena->obstacle_count++;
        sim_map_mark_obstacle(arena, box);
    }
}

static void gate_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_gate *gate = at(arena, record);
    sim_entity *entity = sim_entity_slot(arena, gate->entity);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    int64_t activation = (int64_t)(prototype->activation_distance * SIM_FIXED_ONE), margin = SIM_NOTICE_MARGIN;
    int64_t distance = nearest_friend(arena, entity);
    if (distance <= activation * activation) {
        gate->idle = 0;
        gate->opened += prototype->opening_speed;
    } else if (gate->opened > 0.0 && ++gate->idle > prototype->timeout_to_close_ticks) {
        gate->opened -= prototype->opening_speed;
    }
    gate->opened = gate->opened < 0.0 ? 0.0 : gate->opened > 1.0 ? 1.0 : gate->opened;
    /* Sixty-six thousandths fifteen times are not quite 1. */
    set_open(arena, prototypes, entity, gate->opened > 1.0 - prototype->opening_speed / 2.0);
    if (gate->opened > 0.0) return;
    gate->idle = 0;
    if (distance > margin * margin) sim_pool_sleep(arena, SIM_POOL_GATE, record);
}

void sim_gate_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_GATE, i)) != 0;) gate_tick(arena, prototypes, i);
}

int sim_gate_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_GATE].used; i++) {
        const sim_gate *gate = at(arena, i);
        if (gate->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, gate->entity);
        SIM_EXPECT(fault, "gate", i, none, entity != NULL);
        SIM_EXPECT(fault, "gate", i, entity->position, entity->record == i);
        SIM_EXPECT(fault, "gate", i, entity->position, prototypes->entities[entity->prototype].type == SIM_TYPE_GATE);
        SIM_EXPECT(fault, "gate", i, entity->position, gate->opened >= 0.0 && gate->opened <= 1.0);
        SIM_EXPECT(fault, "gate", i, entity->position,
                   gate->opened == 0.0 || sim_pool_is_awake(arena, SIM_POOL_GATE, i));
    }
    return 1;
}

uint64_t sim_gate_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_GATE].used; i++) {
        if (at(arena, i)->entity == 0) continue;
        hash = sim_hash_double(sim_hash_word(hash, at(arena, i)->idle), at(arena, i)->opened);
    }
    return hash;
}
