#include "harness/standin/engine/character/hand.h"

#include <math.h>

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/building/build.h"
#include "harness/standin/engine/dispatch/entity_settings.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/character/gun.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/dispatch/transfer.h"

/* The reasons why a character cannot lay hands on an entity. */
static enum sim_result check_reach(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                   sim_handle handle)
{
    if (sim_character_get(arena, character) == NULL) return SIM_DEAD;
    if (sim_entity_get(arena, handle) == NULL) return SIM_NOT_FOUND;
    return sim_mining_in_reach(arena, prototypes, character, handle) ? SIM_OK : SIM_OUT_OF_REACH;
}

static uint32_t pocket_of(const sim_arena *arena, uint32_t character)
{
    return sim_character_get(arena, character)->inventory;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* In and out -------------------------------------------------------------------------------------------------- */

enum sim_result sim_hand_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                sim_handle handle, uint32_t item, uint32_t count, uint32_t *moved)
{
    enum sim_result result = check_reach(arena, prototypes, character, handle);
    if (result != SIM_OK) return result;
    if (item == 0 || item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    uint32_t pocket = pocket_of(arena, character), held = sim_inventory_count(arena, pocket, (uint16_t)item);
    if (held == 0 || held < count) return SIM_NO_ITEMS;
    uint32_t room = sim_transfer_room(arena, prototypes, handle.index, (uint16_t)item);
    uint32_t wanted = smaller(count ? count : held, room);
    uint32_t done = wanted ? sim_transfer_insert(arena, prototypes, handle.index, (uint16_t)item, wanted) : 0;
    if (done == 0) return SIM_INVENTORY_FULL;
    sim_inventory_remove(arena, pocket, (uint16_t)item, done);
    if (moved) *moved = done;
    return SIM_OK;
}

/* Inventories that a hand reaches into, in order. */
static const enum sim_inventory_role REACHABLE[] = {SIM_INVENTORY_MAIN,  SIM_INVENTORY_RESULT, SIM_INVENTORY_BURNT,
                                                    SIM_INVENTORY_SOURCE, SIM_INVENTORY_FUEL,  SIM_INVENTORY_LAB,
                                                    SIM_INVENTORY_AMMO,  SIM_INVENTORY_MODULES};
enum { REACHABLE_COUNT = sizeof REACHABLE / sizeof REACHABLE[0] };

/* How many of the item a hand could take. */
static uint32_t reachable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    uint32_t count = 0;
    for (int i = 0; i < REACHABLE_COUNT; i++)
        count += sim_inventory_count(arena, sim_entity_inventory(arena, prototypes, slot, REACHABLE[i]), item);
    if (sim_belt_is_belt(arena, prototypes, slot)) count += sim_belt_count_on(arena, prototypes, slot, item);
    return count;
}

static void take_out(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                     uint32_t count)
{
    for (int i = 0; i < REACHABLE_COUNT && count > 0; i++)
        count -= sim_inventory_remove(arena, sim_entity_inventory(arena, prototypes, slot, REACHABLE[i]), item, count);
    if (count > 0 && sim_belt_is_belt(arena, prototypes, slot)) sim_belt_take(arena, prototypes, slot, item, count);
}

enum sim_result sim_hand_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                              sim_handle handle, uint32_t item, uint32_t count, uint32_t *moved)
{
    enum sim_result result = check_reach(arena, prototypes, character, handle);
    if (result != SIM_OK) return result;
    if (item == 0 || item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    if (sim_entity_prototype_of(prototypes, sim_entity_get(arena, handle))->type == SIM_TYPE_CHARACTER)
        return SIM_WRONG_TYPE;
    uint32_t there = reachable(arena, prototypes, handle.index, (uint16_t)item);
    if (there == 0) return SIM_NO_ITEMS;
    uint32_t pocket = pocket_of(arena, character);
    uint32_t wanted = smaller(count ? smaller(count, there) : there,
                              sim_inventory_room(arena, prototypes, pocket, (uint16_t)item));
    if (wanted == 0) return SIM_INVENTORY_FULL;
    take_out(arena, prototypes, handle.index, (uint16_t)item, wanted);
    sim_inventory_insert(arena, prototypes, pocket, (uint16_t)item, wanted);
    if (moved) *moved = wanted;
    return SIM_OK;
}

/* Dropping ---------------------------------------------------------------------------------------------------- */

static int in_drop_distance(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                            sim_position position)
{
    const sim_entity *entity = sim_entity_slot(arena, sim_character_get(arena, character)->entity);
    double reach = sim_bonus_drop_distance(arena, prototypes, sim_character_get(arena, character)) * SIM_FIXED_ONE;
    return (double)sim_distance_squared(entity->position, position) <= reach * reach;
}

/* Puts items on the ground stack by stack; returns how many found a place. */
static uint32_t lay_down(sim_arena *arena, const sim_prototypes *prototypes, uint16_t item, uint32_t count,
                         sim_position position)
{
    uint32_t laid = 0;
    while (laid < count) {
        uint32_t stack = smaller(count - laid, prototypes->items[item].stack_size);
        if (sim_ground_item_spill(arena, prototypes, position, item, stack, NULL) != SIM_OK) break;
        laid += stack;
    }
    return laid;
}

enum sim_result sim_hand_drop(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character, uint32_t item,
                              uint32_t count, sim_position position)
{
    if (sim_character_get(arena, character) == NULL) return SIM_DEAD;
    if (item == 0 || item >= prototypes->item_count || count == 0) return SIM_BAD_ARGUMENT;
    if (!in_drop_distance(arena, prototypes, character, position)) return SIM_OUT_OF_REACH;
    uint32_t pocket = pocket_of(arena, character), dropped = 0;
    if (sim_inventory_count(arena, pocket, (uint16_t)item) < count) return SIM_NO_ITEMS;
    sim_handle target = sim_entity_selected_at(arena, prototypes, position);
    if (target.index) {
        uint32_t room = sim_transfer_room(arena, prototypes, target.index, (uint16_t)item);
        if (room) dropped = sim_transfer_insert(arena, prototypes, target.index, (uint16_t)item, smaller(room, count));
    }
    dropped += lay_down(arena, prototypes, (uint16_t)item, count - dropped, position);
    if (dropped == 0) return SIM_BLOCKED;
    sim_inventory_remove(arena, pocket, (uint16_t)item, dropped);
    return SIM_OK;
}

/* Settings ---------------------------------------------------------------------------------------------------- */

enum sim_result sim_hand_set_recipe(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle, uint32_t recipe)
{
    enum sim_result result = check_reach(arena, prototypes, character, handle);
    if (result != SIM_OK) return result;
    return sim_entity_set_recipe(arena, prototypes, handle.index, recipe, pocket_of(arena, character));
}

enum sim_result sim_hand_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle, uint32_t index, uint32_t item)
{
    enum sim_result result = check_reach(arena, prototypes, character, handle);
    if (result != SIM_OK) return result;
    return sim_entity_set_filter(arena, prototypes, handle.index, index, item);
}

enum sim_result sim_hand_copy_settings(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                       sim_handle from, sim_handle to)
{
    enum sim_result result = check_reach(arena, prototypes, character, from);
    if (result == SIM_OK) result = check_reach(arena, prototypes, character, to);
    if (result != SIM_OK) return result;
    return sim_entity_settings_copy(arena, prototypes, from, to, pocket_of(arena, character));
}

/* Repairing --------------------------------------------------------------------------------------------------- */

/* The first item in the inventory that repairs, 0 for none. */
static uint16_t find_repair_pack(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    for (uint32_t i = 0; found && i < found->slot_count; i++)
        if (slots[i].item && prototypes->items[slots[i].item].repair_speed > 0.0) return slots[i].item;
    return 0;
}

/* Why an entity cannot be repaired by the character now. */
static enum sim_result check_repair(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                    sim_handle handle)
{
    enum sim_result result = check_reach(arena, prototypes, character, handle);
    if (result != SIM_OK) return result;
    const sim_entity *entity = sim_entity_get(arena, handle);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    if (prototype->max_health <= 0.0f || prototype->flags & SIM_FLAG_NOT_REPAIRABLE || prototype->placeable_by == 0)
        return SIM_WRONG_TYPE;
    if (entity->health >= prototype->max_health) return SIM_DONE_ALREADY;
    return find_repair_pack(arena, prototypes, pocket_of(arena, character)) ? SIM_OK : SIM_NO_ITEMS;
}

enum sim_result sim_hand_repair(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                sim_handle handle)
{
    enum sim_result result = check_repair(arena, prototypes, character, handle);
    if (result != SIM_OK) return result;
    sim_character_get(arena, character)->repair_target = handle;
    arena->awake |= SIM_AWAKE_REPAIRING;
    return SIM_OK;
}

void sim_hand_stop_repair(sim_arena *arena, uint32_t character)
{
    sim_character *record = sim_character_get(arena, character);
    if (record) record->repair_target = (sim_handle){0, 0};
}

/* One tick of one character; 0 when there is nothing left to repair, or nothing to do it with. */
static int repair(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    sim_character *record = sim_character_get(arena, character);
    if (check_repair(arena, prototypes, character, record->repair_target) != SIM_OK) return 0;
    sim_entity *entity = sim_entity_get(arena, record->repair_target);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    uint16_t pack = find_repair_pack(arena, prototypes, record->inventory);
    double health = entity->health + prototypes->items[pack].repair_speed * prototype->repair_speed_modifier;
    entity->health = (float)fmin(health, prototype->max_health);
    if (++record->repair_wear >= prototypes->items[pack].durability) {
        record->repair_wear = 0;
        sim_inventory_remove(arena, record->inventory, pack, 1);
    }
    return entity->health < prototype->max_health;
}

void sim_hand_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int is_repairing = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        sim_character *record = sim_character_get(arena, i);
        if (record == NULL || record->repair_target.index == 0) continue;
        if (repair(arena, prototypes, i))
            is_repairing = 1;
        else
            sim_hand_stop_repair(arena, i);
    }
    if (!is_repairing) arena->awake &= ~(uint64_t)SIM_AWAKE_REPAIRING;
}

/* Coming to life ---------------------------------------------------------------------------------------------- */

typedef struct gift {
    const char *item;
    uint32_t count;
} gift;

/* What the game's own freeplay scenario gives (freeplay.lua of 2.0: created_items and respawn_items). */
static const gift CREATED_ITEMS[] = {{"iron-plate", 8}, {"wood", 1}, {"pistol", 1}, {"firearm-magazine", 10},
                                     {"burner-mining-drill", 1}, {"stone-furnace", 1}};
static const gift RESPAWN_ITEMS[] = {{"pistol", 1}, {"firearm-magazine", 10}};

/* Guns and ammunition go to where they are used from, the rest and what does not fit there into the pocket. */
static void give(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character, const gift *gifts,
                 size_t count)
{
    const sim_character *record = sim_character_get(arena, character);
    for (size_t i = 0; i < count; i++) {
        uint16_t item = sim_item_named(prototypes, gifts[i].item);
        if (item == 0) continue;
        const sim_item_prototype *prototype = &prototypes->items[item];
        uint32_t place = 0;
        if (prototype->ammo_effect) sim_gun_inventory(arena, character, SIM_INVENTORY_AMMO, &place);
        if (prototype->attack) sim_gun_inventory(arena, character, SIM_INVENTORY_GUNS, &place);
        uint32_t given = sim_inventory_insert(arena, prototypes, place, item, gifts[i].count);
        sim_inventory_insert(arena, prototypes, record->inventory, item, gifts[i].count - given);
    }
}

enum sim_result sim_hand_start_items(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    if (sim_character_get(arena, character) == NULL) return SIM_DEAD;
    give(arena, prototypes, character, CREATED_ITEMS, sizeof CREATED_ITEMS / sizeof *CREATED_ITEMS);
    return SIM_OK;
}

enum sim_result sim_hand_respawn(sim_arena *arena, const sim_prototypes *prototypes, sim_position position,
                                 sim_handle *created)
{
    sim_entity_spec spec = {.prototype = prototypes->character, .force = SIM_FORCE_ARENA, .position = position};
    enum sim_result result = sim_build_may_place(arena, prototypes, spec.prototype, 0, position, 0);
    sim_handle made;
    if (result == SIM_OK) result = sim_entity_create(arena, prototypes, &spec, &made);
    if (result != SIM_OK) return result;
    uint32_t character = sim_character_of(arena, prototypes, made);
    give(arena, prototypes, character, RESPAWN_ITEMS, sizeof RESPAWN_ITEMS / sizeof *RESPAWN_ITEMS);
    if (created) *created = made;
    return SIM_OK;
}

int sim_hand_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)prototypes;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *record = sim_character_get(arena, i);
        if (record == NULL) continue;
        sim_position position = sim_character_position(arena, i);
        SIM_EXPECT(fault, "character", i, position, record->repair_target.index < arena->entity_slots);
        SIM_EXPECT(fault, "character", i, position,
                   record->repair_target.index == 0 || arena->awake & SIM_AWAKE_REPAIRING);
    }
    return 1;
}
