/* What requests hold, and how they are cancelled: half of hand_crafting.h. */
#include "harness/standin/engine/character/craft_queue.h"

#include "harness/standin/engine/character/craft_plan.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/world/ground_item.h"

void sim_craft_hand_over(sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                         uint16_t item, uint32_t count)
{
    count -= sim_inventory_insert(arena, prototypes, character->inventory, item, count);
    sim_position position = sim_entity_slot(arena, character->entity)->position;
    while (count > 0) {
        uint32_t size = prototypes->items[item].stack_size, stack = count < size ? count : size;
        if (sim_ground_item_spill(arena, prototypes, position, item, stack, NULL) != SIM_OK) break;
        count -= stack;
    }
}

/* What a request holds ---------------------------------------------------------------------------------------- */

int64_t sim_craft_needed_by(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t request, uint16_t item)
{
    int64_t need = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < arena->character_count && first == 0; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character && character->entity == sim_craft_at(arena, request)->entity) first = character->crafts;
    }
    for (uint32_t record = first; record; record = sim_craft_at(arena, record)->next) {
        const sim_craft *craft = sim_craft_at(arena, record);
        if (craft->request != request) continue;
        need += sim_craft_takes(prototypes, craft->recipe, item, craft->count);
        if (record != request) need -= sim_craft_gives(prototypes, craft->recipe, item, craft->count);
    }
    return need;
}

static uint32_t held_by(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t request, uint16_t item)
{
    int64_t need = sim_craft_needed_by(arena, prototypes, request, item);
    return need > 0 ? (uint32_t)need : 0;
}

/* Ending ------------------------------------------------------------------------------------------------------ */

void sim_craft_drop(sim_arena *arena, sim_character *character, uint32_t record)
{
    uint32_t *link = &character->crafts;
    while (*link != record) link = &sim_craft_at(arena, *link)->next;
    *link = sim_craft_at(arena, record)->next;
    sim_pool_give_back(arena, SIM_POOL_CRAFT, record);
    if (character->crafts) sim_pool_wake(arena, SIM_POOL_CRAFT, character->crafts);
}

void sim_craft_stop_waiting(sim_arena *arena, sim_character *character)
{
    sim_watch_remove(arena, character->craft_watch);
    character->craft_watch = 0;
    if (character->crafts) sim_pool_wake(arena, SIM_POOL_CRAFT, character->crafts);
}

/* The record of the `index`th request of the queue, 0 for none. */
static uint32_t request_at(const sim_arena *arena, const sim_character *character, uint32_t index)
{
    for (uint32_t record = character->crafts; record; record = sim_craft_at(arena, record)->next)
        if (sim_craft_at(arena, record)->request == record && index-- == 0) return record;
    return 0;
}

/* Items that the entries of a request have to do with, each once; returns how many. */
static uint32_t items_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                         uint32_t request, uint16_t *items, uint32_t capacity)
{
    uint32_t count = 0;
    for (uint32_t record = character->crafts; record; record = sim_craft_at(arena, record)->next) {
        const sim_recipe_prototype *recipe = &prototypes->recipes[sim_craft_at(arena, record)->recipe];
        if (sim_craft_at(arena, record)->request != request) continue;
        for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
            uint16_t item = prototypes->ingredients[recipe->first_ingredient + i].item;
            uint32_t known = 0;
            while (known < count && items[known] != item) known++;
            if (known == count && count < capacity) items[count++] = item;
        }
    }
    return count;
}

/* Lowers prerequisites, from those nearest to the request on, to what is still needed of them. */
static void lower_prerequisites(sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                                uint32_t request)
{
    uint32_t records[SIM_CRAFT_ENTRIES], count = 0;
    for (uint32_t record = character->crafts; record; record = sim_craft_at(arena, record)->next)
        if (sim_craft_at(arena, record)->request == request && record != request && count < SIM_CRAFT_ENTRIES)
            records[count++] = record;
    while (count-- > 0) {
        sim_craft *craft = sim_craft_at(arena, records[count]);
        uint16_t item = prototypes->recipes[craft->recipe].main_item;
        int64_t gives = sim_craft_gives(prototypes, craft->recipe, item, 1);
        while (craft->count > 0 && sim_craft_needed_by(arena, prototypes, request, item) <= -gives) craft->count--;
    }
}

#define MOST_ITEMS (SIM_CRAFT_ENTRIES * 8)

static void cancel(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, uint32_t request,
                   uint32_t crafts)
{
    uint16_t items[MOST_ITEMS];
    uint32_t held[MOST_ITEMS];
    uint32_t count = items_of(arena, prototypes, character, request, items, MOST_ITEMS);
    uint16_t recipe = sim_craft_at(arena, request)->recipe;
    for (uint32_t i = 0; i < count; i++) held[i] = held_by(arena, prototypes, request, items[i]);
    sim_craft *wanted = sim_craft_at(arena, request);
    wanted->count -= crafts < wanted->count ? crafts : wanted->count;
    lower_prerequisites(arena, prototypes, character, request);
    for (uint32_t i = 0; i < count; i++) held[i] -= held_by(arena, prototypes, request, items[i]);
    for (uint32_t record = character->crafts, next; record; record = next) {
        next = sim_craft_at(arena, record)->next;
        if (sim_craft_at(arena, record)->request == request && sim_craft_at(arena, record)->count == 0)
            sim_craft_drop(arena, character, record);
    }
    for (uint32_t i = 0; i < count; i++) sim_craft_hand_over(arena, prototypes, character, items[i], held[i]);
    sim_craft_stop_waiting(arena, character);
    sim_event event = {.entity = 1, .kind = SIM_EVENT_HAND_CRAFT_CANCELLED, .number = recipe, .value = crafts,
                       .subject = sim_entity_handle(arena, character->entity)};
    sim_event_emit(arena, event);
}

enum sim_result sim_hand_crafting_cancel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                         uint32_t index, uint32_t count)
{
    sim_character *crafter = sim_character_get(arena, character);
    if (crafter == NULL) return SIM_DEAD;
    uint32_t request = request_at(arena, crafter, index);
    if (request == 0) return SIM_NOT_FOUND;
    if (count > 0) cancel(arena, prototypes, crafter, request, count);
    return SIM_OK;
}

void sim_hand_crafting_cancel_all(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    while (sim_hand_crafting_cancel(arena, prototypes, character, 0, UINT32_MAX) == SIM_OK) continue;
}

void sim_hand_crafting_forget(sim_arena *arena, uint32_t character)
{
    sim_character *crafter = sim_character_get(arena, character);
    if (crafter == NULL) return;
    while (crafter->crafts) sim_craft_drop(arena, crafter, crafter->crafts);
    sim_craft_stop_waiting(arena, crafter);
}
