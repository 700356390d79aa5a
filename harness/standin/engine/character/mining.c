#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/character/mining.h"

#include "harness/standin/engine/character/mining_products.h"
#include "harness/standin/engine/core/direction.h"
#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/world/resource.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/dispatch/transfer.h"

#define TICKS_PER_SECOND 60.0

static const sim_entity_prototype *miner_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                            const sim_character *character)
{
    return sim_entity_prototype_of(prototypes, sim_entity_slot(arena, character->entity));
}

/* Reach ------------------------------------------------------------------------------------------------------- */

/* How far a coordinate lies outside a range. */
static int64_t outside(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low - (int64_t)value : value > high ? value - (int64_t)high : 0;
}

static int reaches(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                   sim_position from, const sim_entity *target)
{
    sim_box box = sim_entity_collision_box(prototypes, target);
    int64_t dx = outside(from.x, box.left, box.right), dy = outside(from.y, box.top, box.bottom);
    int is_resource = sim_entity_prototype_of(prototypes, target)->type == SIM_TYPE_RESOURCE;
    double tiles = is_resource ? sim_bonus_resource_reach(arena, prototypes, character)
                               : sim_bonus_reach(arena, prototypes, character);
    double reach = tiles * SIM_FIXED_ONE;
    return (double)(dx * dx + dy * dy) <= reach * reach;
}

int sim_mining_in_reach(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                        sim_handle handle)
{
    const sim_character *record = sim_character_get(arena, character);
    const sim_entity *target = sim_entity_get(arena, handle);
    if (record == NULL || target == NULL) return 0;
    return reaches(arena, prototypes, record, sim_character_position(arena, character),
                   target);
}

int sim_mining_holds(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    const sim_character *record = sim_character_get(arena, character);
    return record && record->mining && sim_mining_in_reach(arena, prototypes, character, record->mining_target);
}

/* Choosing a target ------------------------------------------------------------------------------------------- */

enum sim_result sim_mining_target(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  sim_position position, sim_handle *target)
{
    if (sim_character_get(arena, character) == NULL) return SIM_DEAD;
    sim_handle found = sim_entity_selected_at(arena, prototypes, position);
    const sim_entity *entity = sim_entity_get(arena, found);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (!sim_entity_prototype_of(prototypes, entity)->minable) return SIM_NOT_MINABLE;
    if (!sim_mining_in_reach(arena, prototypes, character, found)) return SIM_OUT_OF_REACH;
    if (target) *target = found;
    return SIM_OK;
}

static void set_target(sim_character *character, sim_handle target)
{
    sim_handle old = character->mining_target;
    if (old.index != target.index || old.generation != target.generation) character->mining_seconds = 0.0;
    character->mining_target = target;
}

enum sim_result sim_mining_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                 sim_position position)
{
    sim_handle target;
    enum sim_result result = sim_mining_target(arena, prototypes, character, position, &target);
    if (result != SIM_OK) return result;
    sim_character *record = sim_character_get(arena, character);
    record->mining = 1;
    record->mining_position = position;
    record->mining_result = SIM_OK;
    set_target(record, target);
    arena->awake |= SIM_AWAKE_MINING;
    return SIM_OK;
}

void sim_mining_stop(sim_arena *arena, uint32_t character)
{
    sim_character *record = sim_character_get(arena, character);
    if (record) record->mining = 0;
}

double sim_mining_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    const sim_character *record = sim_character_get(arena, character);
    if (record == NULL || !record->mining) return 0.0;
    const sim_entity *target = sim_entity_get(arena, record->mining_target);
    if (target == NULL || !sim_mining_in_reach(arena, prototypes, character, record->mining_target)) return 0.0;
    double wanted = sim_entity_prototype_of(prototypes, target)->mining_time;
    return wanted > 0.0 ? record->mining_seconds / wanted : 0.0;
}

/* Facing ------------------------------------------------------------------------------------------------------ */

static void face(sim_arena *arena, sim_character *character, sim_position target)
{
    sim_entity *entity = sim_entity_slot(arena, character->entity);
    int32_t dx = target.x - entity->position.x, dy = target.y - entity->position.y;
    entity->direction = sim_direction_of_eight(dx, dy);
    character->walking_direction = sim_direction_of_sixteen(dx, dy);
}

/* Completing -------------------------------------------------------------------------------------------------- */

static void stop_without_target(sim_character *character)
{
    sim_handle none = {0, 0};
    character->mining = 0;
    character->mining_position = (sim_position){0, 0};
    set_target(character, none);
}

static void complete_resource(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    const sim_entity *target = sim_entity_get(arena, character->mining_target);
    const sim_entity_prototype *mined = sim_entity_prototype_of(prototypes, target);
    sim_position position = target->position;
    int is_gone = sim_resource_take(arena, prototypes, character->mining_target.index);
    int all_fit = sim_mining_deliver_products(arena, prototypes, character, mined, position);
    character->mining_result = all_fit ? SIM_OK : SIM_INVENTORY_FULL;
    character->mined_entities++;
    if (is_gone)
        stop_without_target(character);
    else if (!all_fit)
        set_target(character, sim_entity_selected_at(arena, prototypes, character->mining_position));
}

/* An item that was picked up leaves no target, but the character goes on mining thin air until it is told. */
static void complete_ground_item(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    uint32_t moved = sim_ground_item_take(arena, prototypes, character->mining_target, character->inventory);
    int is_gone = sim_entity_get(arena, character->mining_target) == NULL;
    sim_handle none = {0, 0};
    character->mined_items += moved;
    character->mining_result = is_gone ? SIM_OK : SIM_INVENTORY_FULL;
    if (is_gone) set_target(character, none);
}

static void complete_entity(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    const sim_entity *target = sim_entity_get(arena, character->mining_target);
    const sim_entity_prototype *mined = sim_entity_prototype_of(prototypes, target);
    uint32_t slot = character->mining_target.index;
    if (!sim_mining_empty_entity(arena, prototypes, character, slot)) {
        character->mining_result = SIM_INVENTORY_FULL;
        return;
    }
    sim_position position = target->position;
    sim_stack rest = sim_transfer_content(arena, prototypes, slot, 0);
    sim_entity_destroy(arena, prototypes, character->mining_target);
    int all_fit = sim_mining_deliver_products(arena, prototypes, character, mined, position);
    if (rest.item) all_fit &= sim_mining_deliver(arena, prototypes, character, position, rest.item, rest.count);
    character->mining_result = all_fit ? SIM_OK : SIM_INVENTORY_FULL;
    character->mined_entities++;
    stop_without_target(character);
}

static void complete(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    const sim_entity *target = sim_entity_get(arena, character->mining_target);
    character->mining_seconds = 0.0;
    switch (sim_entity_prototype_of(prototypes, target)->type) {
    case SIM_TYPE_RESOURCE: complete_resource(arena, prototypes, character); break;
    case SIM_TYPE_ITEM_ENTITY: complete_ground_item(arena, prototypes, character); break;
    default: complete_entity(arena, prototypes, character); break;
    }
}

enum sim_result sim_mining_finish(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                  sim_handle handle)
{
    sim_character *record = sim_character_get(arena, character);
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (record == NULL) return SIM_DEAD;
    if (entity == NULL) return SIM_NOT_FOUND;
    if (!sim_entity_prototype_of(prototypes, entity)->minable) return SIM_NOT_MINABLE;
    if (!sim_mining_would_fit(arena, prototypes, record->inventory, entity)) return SIM_INVENTORY_FULL;
    sim_character before = *record;
    record->mining_target = handle;
    complete(arena, prototypes, record);
    record->mining = before.mining;
    record->mining_position = before.mining_position;
    record->mining_target = before.mining_target;
    record->mining_seconds = before.mining_seconds;
    record->mining_result = before.mining_result;
    return SIM_OK;
}

/* Time -------------------------------------------------------------------------------------------------------- */

/* Mines up to `ticks` ticks, at most to the next completion; returns how many. The character does not walk meanwhile
 * when ticks is more than 1. */
static uint32_t mine(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, uint32_t ticks)
{
    const sim_entity *target = sim_entity_get(arena, character->mining_target);
    if (target == NULL) {
        if (character->mining_target.index) stop_without_target(character);
        return ticks;
    }
    const sim_entity_prototype *miner = miner_of(arena, prototypes, character);
    const sim_entity *entity = sim_entity_slot(arena, character->entity);
    if (!reaches(arena, prototypes, character, entity->position, target)) {
        character->mining_result = SIM_OUT_OF_REACH;
        return ticks;
    }
    face(arena, character, target->position);
    double seconds_per_tick = miner->mining_speed * sim_bonus_mining(arena, character) / TICKS_PER_SECOND;
    double wanted = sim_entity_prototype_of(prototypes, target)->mining_time;
    for (uint32_t done = 1; done <= ticks; done++) {
        character->mining_seconds += seconds_per_tick;
        if (character->mining_seconds <= wanted) continue;
        complete(arena, prototypes, character);
        return done;
    }
    return ticks;
}

void sim_mining_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int mining = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        sim_character *character = sim_character_get(arena, i);
        if (character == NULL || !character->mining) continue;
        mine(arena, prototypes, character, 1);
        mining = 1;
    }
    if (!mining) arena->awake &= ~(uint64_t)SIM_AWAKE_MINING;
}

uint32_t sim_mining_alone(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    sim_character *character = sim_character_get(arena, 0);
    if (arena->character_count != 1 || character == NULL || !character->mining) return 0;
    return mine(arena, prototypes, character, ticks);
}

int sim_mining_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character == NULL) continue;
        sim_position position = sim_character_position(arena, i);
        SIM_EXPECT(fault, "character", i, position, !character->mining || arena->awake & SIM_AWAKE_MINING);
        SIM_EXPECT(fault, "character", i, position, character->mining_seconds >= 0.0);
        SIM_EXPECT(fault, "character", i, position, character->mining_target.index < arena->entity_slots);
        const sim_entity *target = sim_entity_get(arena, character->mining_target);
        SIM_EXPECT(fault, "character", i, position,
                   target == NULL || sim_entity_prototype_of(prototypes, target)->minable);
    }
    return 1;
}
