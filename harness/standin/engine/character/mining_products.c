#include "harness/standin/engine/character/mining_products.h"

#include "harness/standin/engine/world/ground_item.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/dispatch/transfer.h"

static int counts_as_production(const sim_entity_prototype *mined)
{
    return mined->type == SIM_TYPE_RESOURCE || mined->type == SIM_TYPE_TREE || mined->type == SIM_TYPE_SIMPLE_ENTITY;
}

int sim_mining_deliver(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                       sim_position position, uint16_t item, uint32_t count)
{
    uint32_t moved = sim_inventory_insert(arena, prototypes, character->inventory, item, count);
    character->mined_items += moved;
    for (uint32_t rest = count - moved; rest > 0;) {
        uint32_t size = prototypes->items[item].stack_size, stack = rest < size ? rest : size;
        if (sim_ground_item_spill(arena, prototypes, position, item, stack, NULL) != SIM_OK) break;
        rest -= stack;
    }
    return moved == count;
}

int sim_mining_deliver_products(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                                const sim_entity_prototype *mined, sim_position position)
{
    int all_fit = 1;
    for (uint32_t i = 0; i < mined->product_count; i++) {
        const sim_product *product = &prototypes->products[mined->first_product + i];
        if (product->item == 0) continue;
        if (product->probability < 1.0 && !sim_random_chance(&arena->random, product->probability)) continue;
        uint32_t count = product->amount_min;
        if (product->amount_max > product->amount_min)
            count = (uint32_t)sim_random_range(&arena->random, (int32_t)product->amount_min,
                                               (int32_t)product->amount_max);
        if (count == 0) continue;
        if (counts_as_production(mined)) sim_statistics_flow(arena, product->item, count);
        all_fit &= sim_mining_deliver(arena, prototypes, character, position, product->item, count);
    }
    return all_fit;
}

/* Moves what an inventory holds into the character's, slot by slot up to the first that does not fit as a whole; 1
 * when nothing is left in it. */
static int empty_inventory(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                           uint32_t container)
{
    const sim_inventory *inventory = sim_inventory_get(arena, container);
    sim_stack *slots = sim_inventory_slots(arena, container);
    for (uint32_t i = 0; inventory && i < inventory->slot_count; i++) {
        if (slots[i].item == 0) continue;
        slots[i].count -= sim_inventory_insert(arena, prototypes, character->inventory, slots[i].item, slots[i].count);
        if (slots[i].count > 0) return 0;
        slots[i].item = 0;
    }
    return 1;
}

/* The same for what lies on lanes. What a drill has mined and an inserter's hand holds comes after them, as recorded. */
static int empty_loose(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, uint32_t slot)
{
    uint8_t type = sim_entity_prototype_of(prototypes, sim_entity_slot(arena, slot))->type;
    if (type == SIM_TYPE_MINING_DRILL || type == SIM_TYPE_INSERTER) return 1;
    for (;;) {
        sim_stack stack = sim_transfer_content(arena, prototypes, slot, 0);
        if (stack.item == 0) return 1;
        uint32_t moved = sim_inventory_insert(arena, prototypes, character->inventory, stack.item, stack.count);
        sim_transfer_empty(arena, prototypes, slot, stack.item, moved);
        if (moved < stack.count) return 0;
    }
}

int sim_mining_empty_entity(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, uint32_t slot)
{
    static const enum sim_inventory_role order[] = {
        SIM_INVENTORY_MAIN, SIM_INVENTORY_FUEL, SIM_INVENTORY_BURNT, SIM_INVENTORY_SOURCE, SIM_INVENTORY_RESULT,
        SIM_INVENTORY_MODULES, SIM_INVENTORY_LAB, SIM_INVENTORY_AMMO,
    };
    sim_transfer_stop_work(arena, prototypes, slot);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        uint32_t inventory = sim_entity_inventory(arena, prototypes, slot, order[i]);
        int is_empty = empty_inventory(arena, prototypes, character, inventory);
        sim_inventory_changed(arena, inventory);
        if (!is_empty) return 0;
    }
    return empty_loose(arena, prototypes, character, slot);
}

/* The most of an item that mining the prototype once can give. */
static uint32_t largest_yield(const sim_prototypes *prototypes, const sim_entity_prototype *mined, uint16_t item)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < mined->product_count; i++) {
        const sim_product *product = &prototypes->products[mined->first_product + i];
        if (product->item == item) count += product->amount_max;
    }
    return count;
}

/* Units of the item that the entity holds. */
static uint32_t held_by(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    uint32_t count = 0;
    for (uint32_t i = 0;; i++) {
        sim_stack stack = sim_transfer_content(arena, prototypes, slot, i);
        if (stack.item == 0) return count;
        if (stack.item == item) count += stack.count;
    }
}

#define NEVER_FITS 0x10000u /* slots that no inventory has */

/* Empty slots that `count` units take beside the stacks that are there. Where slots have rules each item is looked at
 * alone: an empty slot need not be for it. */
static uint32_t slots_needed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                             uint16_t item, uint32_t count)
{
    uint32_t size = prototypes->items[item].stack_size;
    if (sim_inventory_get(arena, inventory)->traits & SIM_INVENTORY_HAS_RULES)
        return sim_inventory_room(arena, prototypes, inventory, item) < count ? NEVER_FITS : 0;
    uint32_t on_stacks = sim_inventory_room(arena, prototypes, inventory, item) -
                         sim_inventory_empty_slots(arena, inventory) * size;
    return count > on_stacks ? (count - on_stacks + size - 1) / size : 0;
}

int sim_mining_would_fit(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                         const sim_entity *entity)
{
    const sim_entity_prototype *mined = sim_entity_prototype_of(prototypes, entity);
    if (mined->type == SIM_TYPE_ITEM_ENTITY)
        return sim_inventory_room(arena, prototypes, inventory, entity->item) >= entity->amount;
    uint32_t slot = sim_entity_index(arena, entity), needed = 0;
    for (uint32_t item = 1; item < prototypes->item_count; item++) {
        uint32_t count = held_by(arena, prototypes, slot, (uint16_t)item) +
                         largest_yield(prototypes, mined, (uint16_t)item);
        if (count) needed += slots_needed(arena, prototypes, inventory, (uint16_t)item, count);
    }
    return needed <= sim_inventory_empty_slots(arena, inventory);
}
