#include <math.h>

#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_arm.h"
#include "harness/standin/engine/inserters/inserter_hand.h"
#include "harness/standin/engine/inserters/inserter_queue.h"
#include "harness/standin/engine/inserters/inserter_reach.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/dispatch/transfer.h"

sim_inserter *sim_inserter_at(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_INSERTER) return NULL;
    return sim_inserter_record(arena, entity->record);
}

/* Places ------------------------------------------------------------------------------------------------------ */

static sim_position turned_offset(sim_position north, uint8_t direction)
{
    const sim_position quarters[4] = {north, {-north.y, north.x}, {-north.x, -north.y}, {north.y, -north.x}};
    return quarters[direction / 4 % 4];
}

static sim_position place_at(const sim_entity *entity, sim_position north)
{
    sim_position offset = turned_offset(north, entity->direction);
    return (sim_position){entity->position.x + offset.x, entity->position.y + offset.y};
}

sim_position sim_inserter_pickup_position(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    return place_at(entity, prototypes->inserters[prototypes->entities[entity->prototype].inserter].pickup_position);
}

sim_position sim_inserter_drop_position(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    return place_at(entity, prototypes->inserters[prototypes->entities[entity->prototype].inserter].insert_position);
}

sim_position sim_inserter_hand_position(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_vector_f64 hand = sim_inserter_arm_hand(sim_inserter_at(arena, prototypes, slot));
    sim_position place = sim_entity_slot(arena, slot)->position;
    return (sim_position){place.x + sim_fixed_from_tiles(hand.x), place.y + sim_fixed_from_tiles(hand.y)};
}

/* Status ------------------------------------------------------------------------------------------------------ */

/* 1 when the inventory has neither an empty slot nor room in one that is filled, for an inserter. */
static int is_full(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t target, uint32_t number)
{
    const sim_inventory *inventory = sim_inventory_get(arena, number);
    const sim_stack *slots = sim_inventory_slots(arena, number);
    for (uint32_t i = 0; i < inventory->slot_count; i++) {
        if (slots[i].item == 0) return 0;
        if (i > 0 && slots[i].item == slots[i - 1].item && slots[i].count == slots[i - 1].count) continue;
        if (sim_transfer_is_insertable(arena, prototypes, target, slots[i].item)) return 0;
    }
    return 1;
}

/* 1 when the target would take nothing, whatever the inserter brought. Of other inserters it does not know. */
static int target_is_full(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter)
{
    const enum sim_inventory_role places[] = {SIM_INVENTORY_MAIN, SIM_INVENTORY_FUEL, SIM_INVENTORY_SOURCE,
                                              SIM_INVENTORY_LAB, SIM_INVENTORY_AMMO};
    int found = 0;
    if (sim_inserter_end_of(arena, prototypes, inserter->target) != SIM_INSERTER_END_MACHINE) return 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        uint32_t number = sim_entity_inventory(arena, prototypes, inserter->target, places[i]);
        if (number && !is_full(arena, prototypes, inserter->target, number)) return 0;
        found |= number != 0;
    }
    return found;
}

enum sim_status sim_inserter_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL) return SIM_STATUS_NONE;
    enum sim_status energy = sim_energy_status(arena, prototypes, &inserter->energy);
    int lacks_energy = energy != SIM_STATUS_WORKING && energy != SIM_STATUS_LOW_POWER;
    if (lacks_energy && (inserter->flags & SIM_INSERTER_STARVED || energy != SIM_STATUS_NO_FUEL)) return energy;
    if (target_is_full(arena, prototypes, inserter)) return SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION;
    if (!(inserter->flags & SIM_INSERTER_WAITING)) return lacks_energy ? SIM_STATUS_WORKING : energy;
    return inserter->goal == SIM_INSERTER_GOAL_DROP ? SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION
                                                    : SIM_STATUS_WAITING_FOR_SOURCE_ITEMS;
}

/* Settings ---------------------------------------------------------------------------------------------------- */

uint32_t sim_inserter_hand_size(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL) return 0;
    const sim_inserter_prototype *prototype = &prototypes->inserters[inserter->prototype];
    uint32_t size = 1u + prototype->stack_size_bonus + sim_technology_inserter_stack_bonus(arena, prototype->bulk);
    if (inserter->hand_size_limit && inserter->hand_size_limit < size) size = inserter->hand_size_limit;
    return size;
}

enum sim_result sim_inserter_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                        uint32_t index, uint16_t item)
{
    sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL) return SIM_NOT_FOUND;
    uint32_t count = prototypes->inserters[inserter->prototype].filter_count;
    if (index >= count || index >= SIM_INSERTER_FILTERS || item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    inserter->filters[index] = item;
    inserter->verdict_item = 0;
    sim_inserter_queue_wake(arena, sim_entity_slot(arena, slot)->record);
    return SIM_OK;
}

enum sim_result sim_inserter_set_blacklist(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                           int is_blacklist)
{
    sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL) return SIM_NOT_FOUND;
    inserter->flags &= (uint8_t)~SIM_INSERTER_BLACKLIST;
    inserter->verdict_item = 0;
    if (is_blacklist) inserter->flags |= SIM_INSERTER_BLACKLIST;
    sim_inserter_queue_wake(arena, sim_entity_slot(arena, slot)->record);
    return SIM_OK;
}

enum sim_result sim_inserter_set_hand_size_limit(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                                 uint16_t limit)
{
    sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL) return SIM_NOT_FOUND;
    inserter->hand_size_limit = limit;
    return SIM_OK;
}

enum sim_result sim_inserter_hold(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                                  uint16_t count)
{
    sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL) return SIM_NOT_FOUND;
    inserter->held_item = inserter->held_count = 0;
    inserter->flags &= (uint8_t)~SIM_INSERTER_HOLDS_FUEL;
    inserter->goal = SIM_INSERTER_GOAL_NONE;
    inserter->chased = 0;
    if (item && count) sim_inserter_grasp(arena, prototypes, inserter, item, count);
    sim_inserter_queue_wake(arena, sim_entity_slot(arena, slot)->record);
    return SIM_OK;
}

sim_stack sim_inserter_held(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    sim_stack stack = {0, 0, 0};
    if (inserter) stack = (sim_stack){inserter->held_item, 0, inserter->held_count};
    return stack;
}

uint32_t sim_inserter_take_held(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                                uint32_t count)
{
    const sim_inserter *inserter = sim_inserter_at(arena, prototypes, slot);
    if (inserter == NULL || inserter->held_count == 0 || inserter->held_item != item) return 0;
    uint32_t taken = inserter->held_count < count ? inserter->held_count : count;
    sim_inserter_hold(arena, prototypes, slot, item, (uint16_t)(inserter->held_count - taken));
    return taken;
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

static int check_record(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_inserter *inserter = sim_inserter_record(arena, record);
    const sim_entity *entity = sim_entity_slot(arena, inserter->entity);
    SIM_EXPECT(fault, "inserter", record, none, entity != NULL && entity->record == record);
    SIM_EXPECT(fault, "inserter", record, entity->position,
               inserter->prototype == prototypes->entities[entity->prototype].inserter);
    SIM_EXPECT(fault, "inserter", record, entity->position, isfinite(inserter->length) && inserter->length >= 0);
    SIM_EXPECT(fault, "inserter", record, entity->position,
               inserter->orientation >= 0 && inserter->orientation < 1);
    SIM_EXPECT(fault, "inserter", record, entity->position, (inserter->held_item != 0) == (inserter->held_count != 0));
    SIM_EXPECT(fault, "inserter", record, entity->position, inserter->held_item < prototypes->item_count);
    SIM_EXPECT(fault, "inserter", record, entity->position,
               inserter->source == 0 || sim_entity_slot(arena, inserter->source) != NULL);
    SIM_EXPECT(fault, "inserter", record, entity->position,
               inserter->target == 0 || sim_entity_slot(arena, inserter->target) != NULL);
    for (int i = 0; i < SIM_INSERTER_FILTERS; i++)
        SIM_EXPECT(fault, "inserter", record, entity->position, inserter->filters[i] < prototypes->item_count);
    return 1;
}

int sim_inserter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    if (!sim_inserter_agenda_check(arena, fault)) return 0;
    if (arena->pools[SIM_POOL_INSERTER].used == 1) return 1;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++)
        if (sim_inserter_record(arena, record)->entity && !check_record(arena, prototypes, record, fault)) return 0;
    return sim_inserter_queue_check(arena, fault);
}

/* Whether a record sleeps quietly or dozes does not show; that it is dormant does. */
uint64_t sim_inserter_hash(const sim_arena *arena, uint64_t hash)
{
    const uint8_t hidden = SIM_INSERTER_QUEUED | SIM_INSERTER_RESTS | SIM_INSERTER_DOZES;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_INSERTER].used; record++) {
        const sim_inserter *inserter = sim_inserter_record(arena, record);
        if (inserter->entity == 0) continue;
        hash = sim_hash_word(hash, inserter->sequence);
        hash = sim_hash_word(hash, (uint64_t)(inserter->flags & ~hidden) << 32 | inserter->goal);
        hash = sim_hash_double(hash, inserter->length);
        hash = sim_hash_double(hash, inserter->orientation);
        hash = sim_hash_word(hash, (uint64_t)inserter->source << 32 | inserter->target);
        hash = sim_hash_word(hash, (uint64_t)inserter->held_item << 32 | inserter->held_count);
        hash = sim_hash_word(hash, (uint64_t)inserter->chased << 32 | inserter->hand_size_limit);
        for (int i = 0; i < SIM_INSERTER_FILTERS; i++) hash = sim_hash_word(hash, inserter->filters[i]);
        if (inserter->waited) hash = sim_hash_word(hash, inserter->waited);
    }
    return hash;
}
