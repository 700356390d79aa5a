#include "harness/standin/native/account.h"

#include <math.h>
#include <stdlib.h>

#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/world/map.h"

#define DIAGONAL 0.70710678118654752

enum { EAST = 4, SOUTH = 8 }; /* defines.direction */

/* Mining ------------------------------------------------------------------------------------------------------ */

void native_account_watch(const sim_arena *arena, const sim_prototypes *prototypes, native_record *record)
{
    const sim_entity *target = sim_entity_get(arena, sim_character_get(arena, NATIVE_CHARACTER)->mining_target);
    int is_item = target && prototypes->entities[target->prototype].type == SIM_TYPE_ITEM_ENTITY;
    record->mined_prototype = target ? target->prototype : 0;
    record->mined_item = is_item ? target->item : 0;
}

static void add_product(native_before *before, uint16_t item)
{
    for (uint32_t i = 0; i < before->product_count; i++)
        if (before->products[i] == item) return;
    if (item && before->product_count < NATIVE_PRODUCTS) before->products[before->product_count++] = item;
}

static void find_products(const sim_prototypes *prototypes, const native_record *record, native_before *before)
{
    const sim_entity_prototype *mined = &prototypes->entities[record->mined_prototype];
    if (record->mined_item) {
        add_product(before, record->mined_item);
        return;
    }
    for (uint32_t i = 0; i < mined->product_count; i++)
        add_product(before, prototypes->products[mined->first_product + i].item);
}

/* 1 when nothing but the mining of this resource can bring its one product into the inventory, and all of that fits: no
 * craft is queued, and an empty slot takes more than the ticks can yield. */
static int is_plain(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                    const native_record *record, uint32_t ticks)
{
    const sim_entity_prototype *mined = &prototypes->entities[record->mined_prototype];
    if (mined->type != SIM_TYPE_RESOURCE || mined->product_count != 1 || character->crafts) return 0;
    const sim_product *product = &prototypes->products[mined->first_product];
    const sim_inventory *inventory = sim_inventory_get(arena, character->inventory);
    if (inventory == NULL || inventory->slot_count == 0) return 0;
    if (sim_inventory_slots(arena, character->inventory)[inventory->slot_count - 1].item) return 0;
    return (uint64_t)product->amount_max * ticks <= prototypes->items[product->item].stack_size;
}

/* What the products to count are, and how many of each the character holds. */
static void count_held(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                       const native_record *record, native_before *before)
{
    before->is_counted = 1;
    find_products(prototypes, record, before);
    for (uint32_t i = 0; i < before->product_count; i++)
        before->held[i] = sim_inventory_count(arena, character->inventory, before->products[i]);
}

void native_account_begin_mining(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                                 native_record *record, uint32_t ticks, native_before *before)
{
    if (character == NULL || !character->mining) {
        record->mined_prototype = 0;
    } else if (!is_plain(arena, prototypes, character, record, ticks)) {
        count_held(arena, prototypes, character, record, before);
    }
}

void native_account_mined(const sim_arena *arena, const sim_character *character, native_record *record,
                          const native_before *before)
{
    if (character && !before->is_counted)
        record->mined_total += character->mined_items - before->mined_items;
    for (uint32_t i = 0; character && i < before->product_count; i++) {
        uint32_t now = sim_inventory_count(arena, character->inventory, before->products[i]);
        if (now > before->held[i]) record->mined_total += now - before->held[i];
    }
    if (character == NULL || !character->mining) record->mined_prototype = 0;
}

/* Walking ----------------------------------------------------------------------------------------------------- */

/* Whole steps of `units` 1/256 tile in a displacement, up to `ticks`. */
static uint32_t steps_in(int32_t displacement, uint32_t units, uint32_t ticks)
{
    uint32_t steps = units ? (uint32_t)abs(displacement) / units : ticks;
    return steps < ticks ? steps : ticks;
}

/* How many of the ticks moved the character by its whole step at that speed (tiles a tick). */
static uint32_t whole_steps(const native_record *record, uint8_t direction, double speed, uint32_t ticks)
{
    int is_diagonal = direction % EAST != 0;
    uint32_t units = (uint32_t)floor(speed * SIM_FIXED_ONE * (is_diagonal ? DIAGONAL : 1.0)), steps = ticks;
    if (is_diagonal || direction % SOUTH != 0) steps = steps_in(record->displacement.x, units, steps);
    if (is_diagonal || direction % SOUTH == 0) steps = steps_in(record->displacement.y, units, steps);
    return steps;
}

uint8_t native_account_has_slow_tiles(const sim_prototypes *prototypes)
{
    for (uint32_t tile = 1; tile < prototypes->tile_count; tile++)
        if (prototypes->tiles[tile].walking_speed_modifier < 1.0) return 1;
    return 0;
}

uint8_t native_account_blocked(const sim_arena *arena, const sim_prototypes *prototypes, const native_record *record,
                               const sim_character *character, sim_position from, uint32_t ticks)
{
    const sim_entity_prototype *walker = &prototypes->entities[sim_entity_slot(arena, character->entity)->prototype];
    double bonus = sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_RUNNING_SPEED);
    double speed = walker->running_speed * (1.0 + bonus);
    uint32_t steps = whole_steps(record, character->walking_direction, speed, ticks);
    uint16_t tile = sim_map_tile(arena, prototypes, sim_fixed_tile(from.x), sim_fixed_tile(from.y));
    double modifier = prototypes->tiles[tile].walking_speed_modifier;
    if (steps < ticks && modifier != 1.0)
        steps = whole_steps(record, character->walking_direction, speed * modifier, ticks);
    uint32_t blocked = ticks - steps;
    return (uint8_t)(blocked < UINT8_MAX ? blocked : UINT8_MAX);
}
