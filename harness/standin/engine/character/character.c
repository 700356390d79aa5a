#include "harness/standin/engine/character/character.h"

#include <string.h>

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/research/force.h"

static sim_character *records_of(const sim_arena *arena)
{
    return (sim_character *)((char *)arena + arena->characters_offset);
}

sim_character *sim_character_get(const sim_arena *arena, uint32_t character)
{
    if (character >= arena->character_count) return NULL;
    sim_character *record = records_of(arena) + character;
    return record->entity ? record : NULL;
}

uint32_t sim_character_of(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_CHARACTER) return UINT32_MAX;
    return entity->amount;
}

sim_position sim_character_position(const sim_arena *arena, uint32_t character)
{
    const sim_character *record = sim_character_get(arena, character);
    sim_position none = {0, 0};
    return record ? sim_entity_slot(arena, record->entity)->position : none;
}

enum sim_result sim_character_attach(sim_arena *arena, const sim_entity_prototype *prototype, uint32_t slot,
                                     uint32_t *character)
{
    uint32_t number = arena->character_free ? arena->character_free - 1 : arena->character_count;
    if (number == arena->config.character_capacity) return SIM_ARENA_FULL;
    uint32_t inventory;
    double more = sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_INVENTORY_SLOTS_BONUS);
    double slots = prototype->inventory_size + (more > 0.0 ? more : 0.0);
    enum sim_result result =
        sim_inventory_create(arena, slots < UINT16_MAX ? (uint16_t)slots : UINT16_MAX, slot, &inventory);
    if (result != SIM_OK) return result;
    sim_character *record = records_of(arena) + number;
    if (number == arena->character_count)
        arena->character_count++;
    else
        arena->character_free = record->next_free;
    memset(record, 0, sizeof *record);
    record->entity = slot;
    record->inventory = inventory;
    *character = number;
    return SIM_OK;
}

int sim_character_has_room(const sim_arena *arena, double more_slots)
{
    double slots = 0.0;
    uint32_t inventories = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *record = sim_character_get(arena, i);
        if (record) slots += sim_inventory_get(arena, record->inventory)->slot_count + more_slots;
        if (record) inventories++;
    }
    return arena->config.slot_capacity - arena->stack_slots >= slots &&
           arena->config.inventory_capacity + 1 - arena->inventory_slots >= inventories;
}

enum sim_result sim_character_fit_inventory(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    return sim_inventory_resize(arena, sim_bonus_slots(arena, prototypes, record), &record->inventory);
}

enum sim_result sim_character_resize_inventories(sim_arena *arena, const sim_prototypes *prototypes)
{
    enum sim_result result = SIM_OK;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        enum sim_result of_this = sim_character_fit_inventory(arena, prototypes, i);
        if (of_this != SIM_OK && of_this != SIM_DEAD) result = of_this;
    }
    return result;
}

void sim_character_detach(sim_arena *arena, uint32_t character)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return;
    sim_inventory_destroy(arena, record->inventory);
    if (record->guns) sim_inventory_destroy(arena, record->guns);
    if (record->ammo) sim_inventory_destroy(arena, record->ammo);
    if (record->armor) sim_inventory_destroy(arena, record->armor);
    memset(record, 0, sizeof *record);
    record->next_free = arena->character_free;
    arena->character_free = character + 1;
}

enum sim_result sim_character_set_walking(sim_arena *arena, uint32_t character, int walking, uint8_t direction)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    if (direction >= SIM_DIRECTION_COUNT) return SIM_BAD_ARGUMENT;
    record->walking = walking != 0;
    record->walking_direction = direction;
    if (!walking) {
        record->blocked = 0;
        return SIM_OK;
    }
    sim_entity_slot(arena, record->entity)->direction = direction;
    arena->awake |= SIM_AWAKE_WALKING;
    return SIM_OK;
}

static int check_record(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_character *record = records_of(arena) + number;
    SIM_EXPECT(fault, "character", number, none, record->next_free <= arena->character_count);
    if (record->entity == 0) return 1;
    const sim_entity *entity = sim_entity_slot(arena, record->entity);
    SIM_EXPECT(fault, "character", number, none, entity != NULL);
    sim_position position = entity->position;
    SIM_EXPECT(fault, "character", number, position,
               prototypes->entities[entity->prototype].type == SIM_TYPE_CHARACTER);
    SIM_EXPECT(fault, "character", number, position, entity->amount == number);
    const sim_inventory *inventory = sim_inventory_get(arena, record->inventory);
    SIM_EXPECT(fault, "character", number, position, inventory != NULL);
    SIM_EXPECT(fault, "character", number, position, inventory->owner == record->entity);
    const uint32_t fighting[3] = {record->guns, record->ammo, record->armor};
    for (int i = 0; i < 3; i++) {
        const sim_inventory *other = sim_inventory_get(arena, fighting[i]);
        SIM_EXPECT(fault, "character", number, position,
                   fighting[i] == 0 || (other != NULL && other->owner == record->entity));
    }
    SIM_EXPECT(fault, "character", number, position, record->shooting == 0 || arena->awake & SIM_AWAKE_SHOOTING);
    SIM_EXPECT(fault, "character", number, position, record->selected_gun < 3);
    SIM_EXPECT(fault, "character", number, position, record->sticker < prototypes->entity_count);
    SIM_EXPECT(fault, "character", number, position,
               record->sticker == 0 || prototypes->entities[record->sticker].sticker != 0);
    SIM_EXPECT(fault, "character", number, position, record->walking_direction < SIM_DIRECTION_COUNT);
    SIM_EXPECT(fault, "character", number, position, !record->walking || arena->awake & SIM_AWAKE_WALKING);
    return 1;
}

static int check_free_records(const sim_arena *arena, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t steps = 0;
    for (uint32_t next = arena->character_free; next != 0; next = records_of(arena)[next - 1].next_free) {
        SIM_EXPECT(fault, "free character", next - 1, none, records_of(arena)[next - 1].entity == 0);
        SIM_EXPECT(fault, "free character", next - 1, none, ++steps <= arena->character_count);
    }
    return 1;
}

/* Every character entity has a record of its own: as many entities as records, and records name their entities. */
static int check_entities(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_CHARACTER) continue;
        const sim_character *record = sim_character_get(arena, entity->amount);
        SIM_EXPECT(fault, "entity", slot, entity->position, record != NULL);
        SIM_EXPECT(fault, "entity", slot, entity->position, record->entity == slot);
    }
    return 1;
}

int sim_character_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 0; i < arena->character_count; i++)
        if (!check_record(arena, prototypes, i, fault)) return 0;
    return check_free_records(arena, fault) && check_entities(arena, prototypes, fault);
}

/* Nothing for the many who have none. */
static uint64_t hash_bonus(const sim_character_bonus *bonus, uint64_t hash)
{
    const sim_character_bonus none = {0};
    if (memcmp(bonus, &none, sizeof none) == 0) return hash;
    hash = sim_hash_double(sim_hash_double(hash, bonus->running_speed), bonus->mining_speed);
    hash = sim_hash_double(sim_hash_double(hash, bonus->crafting_speed), bonus->health);
    hash = sim_hash_word(hash, (uint64_t)bonus->reach_distance << 32 | bonus->build_distance);
    hash = sim_hash_word(hash, (uint64_t)bonus->resource_reach_distance << 32 | bonus->item_drop_distance);
    return sim_hash_word(hash, bonus->inventory_slots);
}

static uint64_t hash_record(const sim_character *record, uint64_t hash)
{
    hash = sim_hash_word(hash, (uint64_t)record->entity << 32 | record->inventory);
    if (record->entity == 0) return sim_hash_word(hash, record->next_free);
    hash = sim_hash_word(hash, (uint64_t)record->walking << 24 | record->walking_direction << 16 |
                                   record->blocked << 8 | record->mining);
    hash = sim_hash_word(hash, (uint64_t)record->blocked_ticks << 32 | record->mining_result);
    hash = sim_hash_word(hash, (uint64_t)(uint32_t)record->mining_position.x << 32 |
                                   (uint32_t)record->mining_position.y);
    hash = sim_hash_word(hash, (uint64_t)record->mining_target.index << 32 | record->mining_target.generation);
    hash = sim_hash_double(hash, record->mining_seconds);
    hash = sim_hash_word(hash, (uint64_t)record->mined_items << 32 | record->mined_entities);
    hash = sim_hash_word(hash, (uint64_t)record->repair_target.index << 32 | record->repair_target.generation);
    hash = sim_hash_word(hash, record->repair_wear);
    hash = sim_hash_word(hash, (uint64_t)record->guns << 32 | record->ammo);
    hash = sim_hash_word(hash, (uint64_t)record->armor << 32 | (uint32_t)record->shooting << 8 | record->selected_gun);
    for (int i = 0; i < 3; i++) hash = sim_hash_word(hash, record->rounds[i]);
    hash = sim_hash_word(hash, (uint64_t)(uint32_t)record->shooting_position.x << 32 |
                                   (uint32_t)record->shooting_position.y);
    hash = sim_hash_double(hash, record->shoot_ready_tick);
    if (record->sticker) hash = sim_hash_word(sim_hash_word(hash, record->sticker), record->sticker_end_tick);
    return hash_bonus(&record->bonus, sim_hash_word(hash, record->combat_until_tick));
}

uint64_t sim_character_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 0; i < arena->character_count; i++) hash = hash_record(records_of(arena) + i, hash);
    return hash;
}
