#include "harness/standin/engine/combat/remains.h"

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"

static sim_corpse *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_CORPSE, sim_corpse, record);
}

enum sim_result sim_remains_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_CORPSE, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_entity *entity = sim_entity_slot(arena, slot);
    uint32_t ticks = prototypes->entities[entity->prototype].time_to_live_ticks;
    entity->record = record;
    if (ticks == 0) return SIM_OK;
    at(arena, record)->end_tick = arena->tick + ticks;
    sim_pool_wake(arena, SIM_POOL_CORPSE, record);
    return SIM_OK;
}

void sim_remains_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    uint32_t record = sim_entity_slot(arena, slot)->record;
    if (at(arena, record)->inventory) sim_inventory_destroy(arena, at(arena, record)->inventory);
    sim_pool_give_back(arena, SIM_POOL_CORPSE, record);
}

static uint16_t filled(const sim_arena *arena, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    return found ? (uint16_t)(found->slot_count - sim_inventory_empty_slots(arena, inventory)) : 0;
}

static uint32_t move_stacks(sim_arena *arena, uint32_t from, uint32_t to, uint32_t next)
{
    const sim_inventory *source = sim_inventory_get(arena, from);
    for (uint32_t i = 0; source && i < source->slot_count; i++) {
        sim_stack *stack = sim_inventory_slots(arena, from) + i;
        if (stack->item == 0) continue;
        sim_stack *place = sim_inventory_slots(arena, to) + next++;
        place->item = stack->item;
        place->count = stack->count;
        stack->item = 0;
        stack->count = 0;
    }
    return next;
}

void sim_remains_of_character(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_character *character = sim_character_get(arena, entity->record);
    const uint32_t from[4] = {character->inventory, character->guns, character->ammo, character->armor};
    uint16_t stacks = 0;
    for (int i = 0; i < 4; i++) stacks = (uint16_t)(stacks + filled(arena, from[i]));
    if (stacks == 0 || prototypes->character_corpse == 0) return;
    sim_entity_spec spec = {.prototype = prototypes->character_corpse, .position = entity->position};
    sim_handle laid;
    if (sim_entity_create(arena, prototypes, &spec, &laid) != SIM_OK) {
        arena->refused++;
        return;
    }
    uint32_t inventory;
    if (sim_inventory_create(arena, stacks, laid.index, &inventory) != SIM_OK) {
        sim_entity_destroy(arena, prototypes, laid);
        arena->refused++;
        return;
    }
    at(arena, sim_entity_get(arena, laid)->record)->inventory = inventory;
    uint32_t next = 0;
    for (int i = 0; i < 4; i++) next = move_stacks(arena, from[i], inventory, next);
}

void sim_remains_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_CORPSE, i)) != 0;) {
        const sim_corpse *corpse = at(arena, i);
        if (corpse->end_tick == 0)
            sim_pool_sleep(arena, SIM_POOL_CORPSE, i);
        else if (arena->tick >= corpse->end_tick)
            sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, corpse->entity));
    }
}

int sim_remains_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_CORPSE].used; i++) {
        const sim_corpse *corpse = at(arena, i);
        if (corpse->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, corpse->entity);
        SIM_EXPECT(fault, "corpse", i, none, entity != NULL);
        SIM_EXPECT(fault, "corpse", i, entity->position, entity->record == i);
        SIM_EXPECT(fault, "corpse", i, entity->position,
                   prototypes->entities[entity->prototype].type == SIM_TYPE_CHARACTER_CORPSE);
        const sim_inventory *inventory = sim_inventory_get(arena, corpse->inventory);
        SIM_EXPECT(fault, "corpse", i, entity->position,
                   corpse->inventory == 0 || (inventory && inventory->owner == corpse->entity));
    }
    return 1;
}

uint64_t sim_remains_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_CORPSE].used; i++) {
        if (at(arena, i)->entity == 0) continue;
        hash = sim_hash_word(sim_hash_word(hash, at(arena, i)->inventory), at(arena, i)->end_tick);
    }
    return hash;
}
