#include "harness/standin/engine/character/hand_crafting.h"

#include "harness/standin/engine/character/bonus.h"

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/craft_plan.h"
#include "harness/standin/engine/character/craft_queue.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/entities/watch.h"

#define TICKS_PER_SECOND 60.0

/* Starting ---------------------------------------------------------------------------------------------------- */

uint32_t sim_hand_crafting_craftable_count(const sim_arena *arena, const sim_prototypes *prototypes,
                                           uint32_t character, uint16_t recipe, uint32_t most)
{
    sim_craft_plan plan;
    if (sim_character_get(arena, character) == NULL ||
        sim_craft_allowed(arena, prototypes, character, recipe) != SIM_OK)
        return 0;
    uint32_t low = 0, high = most; /* low is possible */
    while (low < high) {
        uint32_t middle = high - (high - low) / 2;
        if (low == 0 && middle > 1) middle = 1;
        if (sim_craft_plan_make(arena, prototypes, character, recipe, middle, &plan))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static uint32_t *end_of_queue(const sim_arena *arena, sim_character *character)
{
    uint32_t *link = &character->crafts;
    while (*link) link = &sim_craft_at(arena, *link)->next;
    return link;
}

/* Takes a record for every step; 0 when there are not enough, and then none is taken. */
static int take_records(sim_arena *arena, uint32_t slot, uint32_t count, uint32_t *records)
{
    for (uint32_t i = 0; i < count; i++) {
        records[i] = sim_pool_take(arena, SIM_POOL_CRAFT, slot);
        if (records[i]) continue;
        while (i-- > 0) sim_pool_give_back(arena, SIM_POOL_CRAFT, records[i]);
        return 0;
    }
    return 1;
}

/* Takes what the plan needs out of the inventory. */
static void pay(sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                const sim_craft_plan *plan)
{
    for (uint32_t step = 0; step < plan->count; step++) {
        const sim_recipe_prototype *recipe = &prototypes->recipes[plan->steps[step].recipe];
        for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
            uint16_t item = prototypes->ingredients[recipe->first_ingredient + i].item;
            int64_t need = sim_craft_plan_need(prototypes, plan, item);
            int is_paid = 0;
            for (uint32_t earlier = 0; earlier < step; earlier++)
                is_paid |= sim_craft_takes(prototypes, plan->steps[earlier].recipe, item, 1) > 0;
            if (!is_paid && need > 0) sim_inventory_remove(arena, character->inventory, item, (uint32_t)need);
        }
    }
}

static void enqueue(sim_arena *arena, sim_character *character, const sim_craft_plan *plan, const uint32_t *records)
{
    uint32_t *link = end_of_queue(arena, character);
    uint32_t request = records[plan->ordered - 1]; /* the request itself comes last */
    for (uint32_t i = 0; i < plan->ordered; i++) {
        const sim_craft_step *step = &plan->steps[plan->order[i]];
        sim_craft *craft = sim_craft_at(arena, records[i]);
        craft->recipe = step->recipe;
        craft->count = step->count;
        craft->request = request;
        *link = records[i];
        link = &craft->next;
    }
    sim_pool_wake(arena, SIM_POOL_CRAFT, character->crafts);
}

enum sim_result sim_hand_crafting_start(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character,
                                        uint16_t recipe, uint32_t count, uint32_t *started)
{
    sim_craft_plan plan;
    uint32_t records[SIM_CRAFT_ENTRIES];
    sim_character *crafter = sim_character_get(arena, character);
    if (started) *started = 0;
    if (crafter == NULL) return SIM_DEAD;
    if (count == 0) return SIM_BAD_ARGUMENT;
    enum sim_result result = sim_craft_allowed(arena, prototypes, character, recipe);
    if (result != SIM_OK) return result;
    uint32_t possible = sim_hand_crafting_craftable_count(arena, prototypes, character, recipe, count);
    if (possible == 0) return SIM_NO_ITEMS;
    sim_craft_plan_make(arena, prototypes, character, recipe, possible, &plan);
    if (!take_records(arena, crafter->entity, plan.ordered, records)) return SIM_ARENA_FULL;
    pay(arena, prototypes, crafter, &plan);
    enqueue(arena, crafter, &plan, records);
    if (started) *started = possible;
    return SIM_OK;
}

/* Crafting ---------------------------------------------------------------------------------------------------- */

/* Of what one craft gives of an item, how much does not stay with the request. */
static uint32_t surplus(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint16_t item,
                        uint32_t given)
{
    const sim_craft *craft = sim_craft_at(arena, record);
    if (craft->request == record) return given;
    int64_t needed = sim_craft_needed_by(arena, prototypes, craft->request, item);
    int64_t after = needed + sim_craft_gives(prototypes, craft->recipe, item, 1);
    int64_t kept = (after > 0 ? after : 0) - (needed > 0 ? needed : 0);
    return kept < given ? (uint32_t)(given - kept) : 0;
}

static int has_room(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                    uint32_t record)
{
    const sim_recipe_prototype *recipe = &prototypes->recipes[sim_craft_at(arena, record)->recipe];
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        const sim_product *product = &prototypes->products[recipe->first_product + i];
        uint32_t count = surplus(arena, prototypes, record, product->item, product->amount_max);
        if (count > sim_inventory_room(arena, prototypes, character->inventory, product->item)) return 0;
    }
    return 1;
}

static void count_ingredients(sim_arena *arena, const sim_prototypes *prototypes, const sim_recipe_prototype *recipe)
{
    for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[recipe->first_ingredient + i];
        sim_statistics_flow(arena, ingredient->item, -(int64_t)ingredient->amount);
    }
}

static void complete(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, uint32_t record)
{
    sim_craft *craft = sim_craft_at(arena, record);
    const sim_recipe_prototype *recipe = &prototypes->recipes[craft->recipe];
    uint32_t made = 0;
    count_ingredients(arena, prototypes, recipe);
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        const sim_product *product = &prototypes->products[recipe->first_product + i];
        uint32_t count = sim_machines_draw_product(arena, product);
        if (count) sim_statistics_flow(arena, product->item, count);
        made += count;
        sim_craft_hand_over(arena, prototypes, character, product->item,
                  surplus(arena, prototypes, record, product->item, count));
    }
    sim_event event = {.entity = 1, .kind = SIM_EVENT_HAND_CRAFTED, .number = craft->recipe, .value = made,
                       .subject = sim_entity_handle(arena, character->entity)};
    sim_event_emit(arena, event);
}

static double needed_ticks(const sim_prototypes *prototypes, const sim_craft *craft)
{
    return prototypes->recipes[craft->recipe].energy_required * TICKS_PER_SECOND;
}

/* Waits until the inventory changes; without room for a watch it looks every tick. */
static void wait_for_room(sim_arena *arena, sim_character *character, uint32_t record)
{
    sim_craft_at(arena, record)->is_waiting = 1;
    if (character->craft_watch == 0 && sim_watch_add(arena, character->entity, SIM_POOL_CRAFT, record,
                                                     &character->craft_watch) != SIM_OK) {
        arena->refused++;
        return;
    }
    sim_pool_sleep(arena, SIM_POOL_CRAFT, record);
}

static void craft_on(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, uint32_t record)
{
    sim_craft *craft = sim_craft_at(arena, record);
    double needed = needed_ticks(prototypes, craft);
    if (!craft->is_waiting)
        craft->ticks += sim_bonus_crafting(arena, character);
    while (craft->ticks >= needed) {
        if (!has_room(arena, prototypes, character, record)) {
            wait_for_room(arena, character, record);
            return;
        }
        craft->is_waiting = 0;
        sim_watch_remove(arena, character->craft_watch);
        character->craft_watch = 0;
        complete(arena, prototypes, character, record);
        double left = craft->ticks - needed;
        if (--craft->count > 0) {
            craft->ticks = left;
            continue;
        }
        sim_craft_drop(arena, character, record);
        if (character->crafts == 0) return;
        record = character->crafts;
        craft = sim_craft_at(arena, record);
        craft->ticks += left;
        needed = needed_ticks(prototypes, craft);
    }
}

/* Only the first of a queue is awake. */
void sim_hand_crafting_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 0; i < arena->character_count; i++) {
        sim_character *character = sim_character_get(arena, i);
        if (character == NULL || character->crafts == 0) continue;
        uint32_t record = character->crafts;
        if (sim_pool_is_awake(arena, SIM_POOL_CRAFT, record)) craft_on(arena, prototypes, character, record);
        for (uint32_t rest = character->crafts; rest; rest = sim_craft_at(arena, rest)->next)
            if (rest != character->crafts) sim_pool_sleep(arena, SIM_POOL_CRAFT, rest);
    }
}

/* Questions --------------------------------------------------------------------------------------------------- */

uint32_t sim_hand_crafting_queue(const sim_arena *arena, uint32_t character, sim_craft_row *rows, uint32_t capacity)
{
    const sim_character *crafter = sim_character_get(arena, character);
    uint32_t count = 0, index = 0;
    for (uint32_t record = crafter ? crafter->crafts : 0; record; record = sim_craft_at(arena, record)->next) {
        const sim_craft *craft = sim_craft_at(arena, record);
        int is_request = craft->request == record;
        sim_craft_row row = {.index = index, .count = craft->count, .recipe = craft->recipe,
                             .is_prerequisite = !is_request};
        if (count < capacity) rows[count] = row;
        count++;
        index += (uint32_t)is_request;
    }
    return count;
}

double sim_hand_crafting_progress(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    const sim_character *crafter = sim_character_get(arena, character);
    if (crafter == NULL || crafter->crafts == 0) return 0.0;
    const sim_craft *craft = sim_craft_at(arena, crafter->crafts);
    double progress = craft->ticks / needed_ticks(prototypes, craft);
    return progress < 1.0 ? progress : 1.0;
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

int sim_hand_crafting_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    uint32_t queued = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character == NULL) continue;
        sim_position position = sim_entity_slot(arena, character->entity)->position;
        for (uint32_t record = character->crafts; record; record = sim_craft_at(arena, record)->next) {
            SIM_EXPECT(fault, "craft", record, position, sim_pool_is_live(arena, SIM_POOL_CRAFT, record));
            const sim_craft *craft = sim_craft_at(arena, record);
            SIM_EXPECT(fault, "craft", record, position, ++queued <= arena->pools[SIM_POOL_CRAFT].live);
            SIM_EXPECT(fault, "craft", record, position, craft->entity == character->entity);
            SIM_EXPECT(fault, "craft", record, position, craft->recipe && craft->recipe < prototypes->recipe_count);
            SIM_EXPECT(fault, "craft", record, position, craft->count > 0 && craft->ticks >= 0.0);
            SIM_EXPECT(fault, "craft", record, position, sim_pool_is_live(arena, SIM_POOL_CRAFT, craft->request));
        }
        SIM_EXPECT(fault, "character", i, position, character->craft_watch == 0 || character->crafts != 0);
    }
    SIM_EXPECT(fault, "crafts", queued, ((sim_position){0, 0}), queued == arena->pools[SIM_POOL_CRAFT].live);
    return 1;
}

uint64_t sim_hand_crafting_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_CRAFT].used; i++) {
        const sim_craft *craft = sim_craft_at(arena, i);
        if (craft->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)craft->next << 32 | craft->request);
        hash = sim_hash_word(hash, (uint64_t)craft->count << 32 | craft->recipe);
        hash = sim_hash_double(hash, craft->ticks);
    }
    return hash;
}
