#include "harness/standin/engine/entities/inventory.h"

#include <string.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/watch.h"

static sim_inventory *inventories_of(const sim_arena *arena)
{
    return (sim_inventory *)((char *)arena + arena->inventories_offset);
}

static sim_stack *stacks_of(const sim_arena *arena)
{
    return (sim_stack *)((char *)arena + arena->slots_offset);
}

sim_inventory *sim_inventory_get(const sim_arena *arena, uint32_t inventory)
{
    if (inventory == 0 || inventory >= arena->inventory_slots) return NULL;
    sim_inventory *found = inventories_of(arena) + inventory;
    return found->owner ? found : NULL;
}

sim_stack *sim_inventory_slots(const sim_arena *arena, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    return found ? stacks_of(arena) + found->first_slot : NULL;
}

static void note_change(sim_arena *arena, const sim_inventory *inventory)
{
    if (inventory->traits & SIM_INVENTORY_HOLDS_MODULES) arena->effect_version++;
    sim_watch_changed(arena, inventory->owner);
}

void sim_inventory_changed(sim_arena *arena, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found) note_change(arena, found);
}

/* A freed inventory of that size, 0 when there is none. */
static uint32_t find_freed(const sim_arena *arena, uint16_t slot_count)
{
    for (uint32_t i = 1; i < arena->inventory_slots; i++)
        if (inventories_of(arena)[i].owner == 0 && inventories_of(arena)[i].slot_count == slot_count) return i;
    return 0;
}

enum sim_result sim_inventory_create(sim_arena *arena, uint16_t slot_count, uint32_t owner, uint32_t *inventory)
{
    uint32_t number = find_freed(arena, slot_count);
    if (number == 0) {
        if (arena->inventory_slots > arena->config.inventory_capacity ||
            arena->config.slot_capacity - arena->stack_slots < slot_count)
            return SIM_ARENA_FULL;
        number = arena->inventory_slots++;
        sim_inventory fresh = {.first_slot = arena->stack_slots, .slot_count = slot_count};
        inventories_of(arena)[number] = fresh;
        memset(stacks_of(arena) + fresh.first_slot, 0, slot_count * sizeof(sim_stack));
        arena->stack_slots += slot_count;
    }
    inventories_of(arena)[number].owner = owner;
    inventories_of(arena)[number].traits = 0;
    *inventory = number;
    return SIM_OK;
}

enum sim_result sim_inventory_resize(sim_arena *arena, uint16_t slot_count, uint32_t *inventory)
{
    const sim_inventory *old = sim_inventory_get(arena, *inventory);
    const sim_stack *held = sim_inventory_slots(arena, *inventory);
    uint16_t used = old->slot_count, traits = old->traits;
    while (used > 0 && held[used - 1].item == 0) used--;
    if (slot_count < used) slot_count = used;
    if (slot_count == old->slot_count) return SIM_OK;
    uint32_t fresh = 0;
    enum sim_result result = sim_inventory_create(arena, slot_count, old->owner, &fresh);
    if (result != SIM_OK) return result;
    memcpy(sim_inventory_slots(arena, fresh), held, used * sizeof *held);
    sim_inventory_get(arena, fresh)->traits = traits;
    sim_inventory_destroy(arena, *inventory);
    *inventory = fresh;
    return SIM_OK;
}

void sim_inventory_destroy(sim_arena *arena, uint32_t inventory)
{
    sim_inventory_clear(arena, inventory);
    sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return;
    memset(stacks_of(arena) + found->first_slot, 0, found->slot_count * sizeof(sim_stack));
    found->owner = 0;
}

/* Who may come into a slot ---------------------------------------------------------------------------------------- */

static uint16_t filter_of(sim_stack slot)
{
    return slot.rule & (uint16_t)~SIM_SLOT_CLOSED;
}

static int admits(sim_stack slot, uint16_t item)
{
    return !(slot.rule & SIM_SLOT_CLOSED) && (filter_of(slot) == 0 || filter_of(slot) == item);
}

static void note_rules(sim_arena *arena, sim_inventory *inventory)
{
    const sim_stack *slots = stacks_of(arena) + inventory->first_slot;
    uint16_t rules = 0;
    for (uint32_t i = 0; i < inventory->slot_count; i++) rules |= slots[i].rule;
    inventory->traits &= (uint16_t)~SIM_INVENTORY_HAS_RULES;
    if (rules) inventory->traits |= SIM_INVENTORY_HAS_RULES;
    note_change(arena, inventory);
}

void sim_inventory_set_bar(sim_arena *arena, uint32_t inventory, uint32_t open)
{
    sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return;
    if (open >= found->slot_count && !(found->traits & SIM_INVENTORY_HAS_RULES)) return;
    sim_stack *slots = stacks_of(arena) + found->first_slot;
    for (uint32_t i = 0; i < found->slot_count; i++)
        slots[i].rule = (uint16_t)(filter_of(slots[i]) | (i >= open ? SIM_SLOT_CLOSED : 0));
    note_rules(arena, found);
}

uint32_t sim_inventory_bar(const sim_arena *arena, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return 0;
    const sim_stack *slots = stacks_of(arena) + found->first_slot;
    uint32_t open = found->slot_count;
    while (open > 0 && slots[open - 1].rule & SIM_SLOT_CLOSED) open--;
    return open;
}

void sim_inventory_set_filter(sim_arena *arena, uint32_t inventory, uint32_t slot, uint16_t item)
{
    sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL || slot >= found->slot_count) return;
    sim_stack *at = stacks_of(arena) + found->first_slot + slot;
    at->rule = (uint16_t)((at->rule & SIM_SLOT_CLOSED) | item);
    note_rules(arena, found);
}

uint16_t sim_inventory_filter(const sim_arena *arena, uint32_t inventory, uint32_t slot)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    return found && slot < found->slot_count ? filter_of(stacks_of(arena)[found->first_slot + slot]) : 0;
}

/* Contents -------------------------------------------------------------------------------------------------------- */

static uint32_t stack_size(const sim_prototypes *prototypes, uint16_t item)
{
    return item && item < prototypes->item_count ? prototypes->items[item].stack_size : 0;
}

/* How many of the item a slot of the inventory holds; 0 for no inventory. */
static uint32_t slot_size(const sim_prototypes *prototypes, const sim_inventory *inventory, uint16_t item)
{
    if (inventory == NULL) return 0;
    uint32_t size = stack_size(prototypes, item);
    return size && inventory->traits & SIM_INVENTORY_HOLDS_MODULES ? 1 : size;
}

/* Puts up to `count` into one slot that is empty or holds the item; returns how many went in. */
static uint32_t fill_slot(sim_stack *slot, uint16_t item, uint32_t size, uint32_t count)
{
    uint32_t room = slot->count < size ? size - slot->count : 0;
    uint32_t moved = count < room ? count : room;
    if (moved == 0) return 0;
    slot->item = item;
    slot->count += moved;
    return moved;
}

/* The same of slots with rules: stacks of the item, then empty slots for it alone, then empty slots for all. */
static uint32_t fill_by_rules(sim_stack *slots, uint32_t slot_count, uint16_t item, uint32_t size, uint32_t count)
{
    uint32_t left = count;
    for (uint32_t i = 0; i < slot_count && left > 0; i++)
        if (slots[i].item == item && admits(slots[i], item)) left -= fill_slot(&slots[i], item, size, left);
    for (int with_filter = 1; with_filter >= 0; with_filter--)
        for (uint32_t i = 0; i < slot_count && left > 0; i++)
            if (slots[i].item == 0 && admits(slots[i], item) && (filter_of(slots[i]) != 0) == with_filter)
                left -= fill_slot(&slots[i], item, size, left);
    return count - left;
}

uint32_t sim_inventory_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, uint16_t item,
                              uint32_t count)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    uint32_t size = slot_size(prototypes, found, item);
    if (size == 0) return 0;
    sim_stack *slots = stacks_of(arena) + found->first_slot;
    uint32_t left = count;
    if (found->traits & SIM_INVENTORY_HAS_RULES) {
        uint32_t moved = fill_by_rules(slots, found->slot_count, item, size, count);
        if (moved) note_change(arena, found);
        return moved;
    }
    for (uint32_t i = 0; i < found->slot_count && left > 0; i++)
        if (slots[i].item == item) left -= fill_slot(&slots[i], item, size, left);
    for (uint32_t i = 0; i < found->slot_count && left > 0; i++)
        if (slots[i].item == 0) left -= fill_slot(&slots[i], item, size, left);
    if (left < count) note_change(arena, found);
    return count - left;
}

/* Of `size` that a slot holds. */
static uint32_t room_in(sim_stack slot, uint16_t item, uint32_t size)
{
    int fits = (slot.item == 0 || slot.item == item) && slot.count < size && (slot.rule == 0 || admits(slot, item));
    return fits ? size - slot.count : 0;
}

int sim_inventory_has_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory, uint16_t item)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    uint32_t size = slot_size(prototypes, found, item);
    if (size == 0) return 0;
    const sim_stack *slots = stacks_of(arena) + found->first_slot;
    for (uint32_t i = 0; i < found->slot_count; i++)
        if (room_in(slots[i], item, size)) return 1;
    return 0;
}

uint32_t sim_inventory_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                            uint16_t item)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    uint32_t size = slot_size(prototypes, found, item), room = 0;
    if (size == 0) return 0;
    const sim_stack *slots = stacks_of(arena) + found->first_slot;
    for (uint32_t i = 0; i < found->slot_count; i++) room += room_in(slots[i], item, size);
    return room;
}

uint32_t sim_inventory_remove(sim_arena *arena, uint32_t inventory, uint16_t item, uint32_t count)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL || item == 0) return 0;
    sim_stack *slots = stacks_of(arena) + found->first_slot;
    uint32_t left = count;
    for (uint32_t i = found->slot_count; i-- > 0 && left > 0;) {
        if (slots[i].item != item) continue;
        uint32_t moved = left < slots[i].count ? left : slots[i].count;
        slots[i].count -= moved;
        if (slots[i].count == 0) slots[i].item = 0;
        left -= moved;
    }
    if (left < count) note_change(arena, found);
    return count - left;
}

uint32_t sim_inventory_count(const sim_arena *arena, uint32_t inventory, uint16_t item)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return 0;
    const sim_stack *slots = stacks_of(arena) + found->first_slot;
    uint32_t count = 0;
    for (uint32_t i = 0; i < found->slot_count; i++)
        if (item == 0 || slots[i].item == item) count += slots[i].count;
    return count;
}

uint32_t sim_inventory_clear(sim_arena *arena, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return 0;
    uint32_t count = sim_inventory_count(arena, inventory, 0);
    sim_stack *slots = stacks_of(arena) + found->first_slot;
    for (uint32_t i = 0; i < found->slot_count; i++) slots[i].item = 0, slots[i].count = 0;
    if (count > 0) note_change(arena, found);
    return count;
}

/* 1 when stack a belongs before stack b: by the order of items, fuller stacks first, empty slots last. */
static int belongs_before(const sim_prototypes *prototypes, sim_stack a, sim_stack b)
{
    if (a.item == 0 || b.item == 0) return a.item != 0 && b.item == 0;
    if (a.item == b.item) return a.count > b.count;
    return prototypes->items[a.item].order < prototypes->items[b.item].order;
}

static void merge_stacks(const sim_prototypes *prototypes, sim_stack *slots, uint32_t slot_count)
{
    for (uint32_t to = 0; to < slot_count; to++) {
        for (uint32_t from = to + 1; slots[to].item && from < slot_count; from++) {
            if (slots[from].item != slots[to].item || slots[from].rule || slots[to].rule) continue;
            uint32_t size = stack_size(prototypes, slots[to].item);
            uint32_t moved = fill_slot(&slots[to], slots[to].item, size, slots[from].count);
            slots[from].count -= moved;
            if (slots[from].count == 0) slots[from].item = 0;
        }
    }
}

/* The slot without a rule before `place`; `place` itself for none. */
static uint32_t free_before(const sim_stack *slots, uint32_t place)
{
    for (uint32_t before = place; before-- > 0;)
        if (slots[before].rule == 0) return before;
    return place;
}

void sim_inventory_sort(sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return;
    sim_stack *slots = stacks_of(arena) + found->first_slot;
    merge_stacks(prototypes, slots, found->slot_count);
    for (uint32_t i = 1; i < found->slot_count; i++) {
        if (slots[i].rule) continue;
        sim_stack moved = slots[i];
        uint32_t place = i, before;
        while ((before = free_before(slots, place)) != place && belongs_before(prototypes, moved, slots[before])) {
            slots[place] = slots[before];
            place = before;
        }
        slots[place] = moved;
    }
}

uint32_t sim_inventory_empty_slots(const sim_arena *arena, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL) return 0;
    const sim_stack *slots = stacks_of(arena) + found->first_slot;
    uint32_t empty = 0;
    for (uint32_t i = 0; i < found->slot_count; i++) empty += slots[i].item == 0;
    return empty;
}

static int check_slots(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_inventory *inventory = inventories_of(arena) + number;
    const sim_stack *slots = stacks_of(arena) + inventory->first_slot;
    for (uint32_t i = 0; i < inventory->slot_count; i++) {
        SIM_EXPECT(fault, "inventory", number, none, slots[i].item < prototypes->item_count);
        SIM_EXPECT(fault, "inventory", number, none, (slots[i].item == 0) == (slots[i].count == 0));
        SIM_EXPECT(fault, "inventory", number, none, (inventory->traits & SIM_INVENTORY_MAY_OVERFLOW) ||
                                                      slots[i].count <= stack_size(prototypes, slots[i].item));
        SIM_EXPECT(fault, "inventory", number, none, inventory->owner != 0 || (slots[i].item | slots[i].rule) == 0);
        SIM_EXPECT(fault, "inventory", number, none, filter_of(slots[i]) < prototypes->item_count);
        SIM_EXPECT(fault, "inventory", number, none,
                   slots[i].rule == 0 || (inventory->traits & SIM_INVENTORY_HAS_RULES));
    }
    return 1;
}

int sim_inventory_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    uint32_t expected_first = 0;
    for (uint32_t i = 1; i < arena->inventory_slots; i++) {
        const sim_inventory *inventory = inventories_of(arena) + i;
        SIM_EXPECT(fault, "inventory", i, none, inventory->first_slot == expected_first);
        SIM_EXPECT(fault, "inventory", i, none, inventory->slot_count <= arena->stack_slots - expected_first);
        SIM_EXPECT(fault, "inventory", i, none,
                   inventory->owner == 0 || sim_entity_slot(arena, inventory->owner) != NULL);
        if (!check_slots(arena, prototypes, i, fault)) return 0;
        expected_first += inventory->slot_count;
    }
    SIM_EXPECT(fault, "arena", 0, none, expected_first == arena->stack_slots);
    return 1;
}

uint64_t sim_inventory_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->inventory_slots; i++) {
        const sim_inventory *inventory = inventories_of(arena) + i;
        const sim_stack *slots = stacks_of(arena) + inventory->first_slot;
        hash = sim_hash_word(hash, (uint64_t)inventory->owner << 32 | inventory->slot_count);
        for (uint32_t s = 0; s < inventory->slot_count; s++)
            if (slots[s].item | slots[s].rule) {
                hash = sim_hash_word(hash, (uint64_t)s << 48 | (uint64_t)slots[s].item << 32 | slots[s].count);
                if (slots[s].rule) hash = sim_hash_word(hash, slots[s].rule);
            }
    }
    return hash;
}
