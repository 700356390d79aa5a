#include "harness/standin/engine/machines/crafting.h"

#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/machines/machine_fluid.h"
#include "harness/standin/engine/machines/machine_nap.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/machines/recipe_choice.h"
#include "harness/standin/engine/machines/rocket_silo.h"
#include "harness/standin/engine/core/statistics.h"

#define TICKS_PER_SECOND 60.0

void sim_crafting_work_out_effects(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    const sim_entity_prototype *machine = sim_entity_prototype_at(arena, prototypes, crafter->entity);
    const sim_recipe_prototype *recipe = &prototypes->recipes[crafter->recipe];
    sim_effects effects = sim_module_effects(arena, prototypes, crafter->entity, crafter->modules);
    crafter->seconds_per_tick = machine->crafting_speed * (1.0 + effects.speed) / TICKS_PER_SECOND;
    crafter->joules_per_tick = machine->energy_usage_joules_per_tick * (1.0 + effects.consumption);
    crafter->productivity = machine->base_productivity + sim_machines_recipe_productivity(arena, crafter->recipe);
    if (recipe->allow_productivity) crafter->productivity += effects.productivity - machine->base_productivity;
    if (crafter->productivity > recipe->maximum_productivity) crafter->productivity = recipe->maximum_productivity;
    crafter->pollution = sim_machines_pollution_per_tick(machine, &effects) * recipe->emissions_multiplier;
    crafter->effect_version = arena->effect_version;
    sim_watch_note(arena, crafter->entity);
}

/* The next craft ---------------------------------------------------------------------------------------------- */

static uint16_t furnace_recipe(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter)
{
    const sim_inventory *source = sim_inventory_get(arena, crafter->source);
    const sim_stack *slots = sim_inventory_slots(arena, crafter->source);
    for (uint32_t i = 0; source && i < source->slot_count; i++) {
        if (slots[i].item == 0) continue;
        if (crafter->recipe && sim_recipe_ingredient(prototypes, crafter->recipe, slots[i].item, NULL))
            return crafter->recipe;
        uint16_t prototype = sim_entity_slot(arena, crafter->entity)->prototype;
        uint16_t recipe = sim_recipe_for_item(arena, prototypes, prototype, slots[i].item);
        if (recipe) return recipe;
    }
    return 0;
}

static enum sim_crafting_lack lacking_ingredient(const sim_arena *arena, const sim_prototypes *prototypes,
                                                 const sim_crafter *crafter, uint16_t number)
{
    const sim_recipe_prototype *recipe = &prototypes->recipes[number];
    for (uint32_t i = 0; i < recipe->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[recipe->first_ingredient + i];
        if (ingredient->item == 0) {
            if (!sim_machine_has_fluid(arena, prototypes, crafter, number, i)) return SIM_CRAFTING_LACKS_FLUIDS;
        } else if (sim_inventory_count(arena, crafter->source, ingredient->item) < ingredient->amount) {
            return SIM_CRAFTING_LACKS_ITEMS;
        }
    }
    return SIM_CRAFTING_LACKS_NOTHING;
}

/* Products go on until their stack is full; what a craft gives at its largest has to fit on it. */
static int has_room(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter,
                    uint16_t number)
{
    const sim_recipe_prototype *recipe = &prototypes->recipes[number];
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        const sim_product *product = &prototypes->products[recipe->first_product + i];
        if (product->item == 0) {
            if (!sim_machine_has_fluid_room(arena, prototypes, crafter, number, i)) return 0;
            continue;
        }
        if (sim_inventory_count(arena, crafter->result, product->item) == 0) {
            if (sim_inventory_empty_slots(arena, crafter->result) == 0) return 0;
        } else if (sim_inventory_room(arena, prototypes, crafter->result, product->item) < product->amount_max) {
            return 0;
        }
    }
    return 1;
}

enum sim_crafting_lack sim_crafting_next(const sim_arena *arena, const sim_prototypes *prototypes,
                                         const sim_crafter *crafter, uint16_t *recipe)
{
    int is_furnace = sim_entity_prototype_at(arena, prototypes, crafter->entity)->type == SIM_TYPE_FURNACE;
    *recipe = is_furnace ? furnace_recipe(arena, prototypes, crafter) : crafter->recipe;
    if (*recipe == 0) return is_furnace ? SIM_CRAFTING_LACKS_ITEMS : SIM_CRAFTING_LACKS_RECIPE;
    enum sim_crafting_lack lack = crafter->silo_stage ? SIM_CRAFTING_LACKS_ROOM
                                                      : lacking_ingredient(arena, prototypes, crafter, *recipe);
    if (lack == SIM_CRAFTING_LACKS_NOTHING && !has_room(arena, prototypes, crafter, *recipe))
        lack = SIM_CRAFTING_LACKS_ROOM;
    if (lack != SIM_CRAFTING_LACKS_NOTHING) *recipe = 0;
    return lack;
}

static enum sim_status status_of_lack(int is_furnace, enum sim_crafting_lack lack)
{
    switch (lack) {
    case SIM_CRAFTING_LACKS_RECIPE: return SIM_STATUS_NO_RECIPE;
    case SIM_CRAFTING_LACKS_FLUIDS: return SIM_STATUS_FLUID_INGREDIENT_SHORTAGE;
    case SIM_CRAFTING_LACKS_ROOM: return SIM_STATUS_FULL_OUTPUT;
    default: return is_furnace ? SIM_STATUS_NO_INGREDIENTS : SIM_STATUS_ITEM_INGREDIENT_SHORTAGE;
    }
}

enum sim_status sim_crafting_status(const sim_arena *arena, const sim_prototypes *prototypes,
                                    const sim_crafter *crafter)
{
    enum sim_status energy = sim_energy_status(arena, prototypes, &crafter->energy);
    uint16_t next;
    if (crafter->silo_stage) return sim_silo_status(crafter);
    if (crafter->is_crafting || energy == SIM_STATUS_NO_FUEL || energy == SIM_STATUS_NO_POWER) return energy;
    enum sim_crafting_lack lack = sim_crafting_next(arena, prototypes, crafter, &next);
    if (lack == SIM_CRAFTING_LACKS_NOTHING) return energy;
    return status_of_lack(sim_entity_prototype_at(arena, prototypes, crafter->entity)->type == SIM_TYPE_FURNACE, lack);
}

/* One craft --------------------------------------------------------------------------------------------------- */

static void start(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, uint16_t recipe)
{
    const sim_recipe_prototype *started = &prototypes->recipes[recipe];
    crafter->is_crafting = 1;
    crafter->needed_seconds = started->energy_required;
    if (crafter->recipe != recipe) {
        crafter->recipe = recipe;
        sim_crafting_work_out_effects(arena, prototypes, crafter);
    }
    for (uint32_t i = 0; i < started->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[started->first_ingredient + i];
        if (ingredient->item == 0) {
            sim_machine_take_fluid(arena, prototypes, crafter, i);
            continue;
        }
        sim_inventory_remove(arena, crafter->source, ingredient->item, ingredient->amount);
        sim_statistics_flow(arena, ingredient->item, -(int64_t)ingredient->amount);
    }
}

/* Puts products onto their stacks, however high they get. */
static void stack_up(sim_arena *arena, const sim_crafter *crafter, uint16_t item, uint32_t count)
{
    const sim_inventory *result = sim_inventory_get(arena, crafter->result);
    sim_stack *slots = sim_inventory_slots(arena, crafter->result);
    sim_stack *place = NULL;
    for (uint32_t i = 0; result && i < result->slot_count && (place == NULL || place->item != item); i++)
        if (slots[i].item == item || (slots[i].item == 0 && place == NULL)) place = &slots[i];
    if (place == NULL) return;
    place->item = item;
    place->count += count;
    sim_inventory_changed(arena, crafter->result);
}

static void give_products(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, int is_bonus)
{
    const sim_recipe_prototype *recipe = &prototypes->recipes[crafter->recipe];
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        const sim_product *product = &prototypes->products[recipe->first_product + i];
        if (product->item == 0) {
            sim_machine_give_fluid(arena, prototypes, crafter, i, is_bonus);
            continue;
        }
        uint32_t count = sim_machines_draw_product(arena, product);
        uint32_t ignored = is_bonus ? (uint32_t)product->ignored_by_productivity : 0;
        if (count <= ignored) continue;
        stack_up(arena, crafter, product->item, count - ignored);
        sim_statistics_flow(arena, product->item, count - ignored);
    }
    if (crafter->is_silo) sim_silo_collect(arena, prototypes, crafter);
}

static void finish(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    double ticks = crafter->needed_seconds / crafter->seconds_per_tick;
    give_products(arena, prototypes, crafter, 0);
    crafter->products_finished++;
    sim_machines_pollute(arena, prototypes, crafter->entity, &crafter->energy, crafter->pollution * ticks);
}

/* The bonus bar grows with the work and gives a craft's products without a craft. */
static void grow_bonus(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, double seconds)
{
    crafter->bonus += seconds / crafter->needed_seconds * crafter->productivity;
    while (crafter->bonus >= 1.0) {
        crafter->bonus -= 1.0;
        give_products(arena, prototypes, crafter, 1);
    }
}

/* Finishes what is done, and starts what comes next within the same tick. What is left over is rounded as the game
 * rounds it, which counts in parts of a craft. */
static void advance(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    while (crafter->seconds >= crafter->needed_seconds) {
        uint16_t next;
        double left = (crafter->seconds / crafter->needed_seconds - 1.0) * crafter->needed_seconds;
        finish(arena, prototypes, crafter);
        if (sim_crafting_next(arena, prototypes, crafter, &next) != SIM_CRAFTING_LACKS_NOTHING) {
            crafter->is_crafting = 0;
            crafter->seconds = 0.0;
            return;
        }
        crafter->seconds = left;
        start(arena, prototypes, crafter, next);
    }
}

/* One tick ---------------------------------------------------------------------------------------------------- */

static void rest(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, uint32_t record)
{
    if (!crafter->rests) sim_energy_rest(arena, prototypes, &crafter->energy);
    crafter->rests = 1;
    crafter->status = (uint8_t)sim_crafting_status(arena, prototypes, crafter);
    if (crafter->fluid_box) sim_machine_wait_for_fluid(arena, crafter);
    if (!crafter->silo_stage) sim_pool_sleep(arena, SIM_POOL_MACHINE, record); /* its rocket goes on */
}

/* Works with the share of a tick's energy that there is, and returns it. */
static double work(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, uint16_t next)
{
    double share = sim_energy_take(arena, prototypes, &crafter->energy, crafter->joules_per_tick);
    crafter->rests = 0;
    if (share <= 0.0) return share;
    if (!crafter->is_crafting) start(arena, prototypes, crafter, next);
    double seconds = crafter->seconds_per_tick * share;
    crafter->seconds += seconds;
    if (crafter->productivity > 0.0) grow_bonus(arena, prototypes, crafter, seconds);
    if (crafter->seconds >= crafter->needed_seconds) advance(arena, prototypes, crafter);
    return share;
}

void sim_crafter_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_crafter *crafter = &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->crafter;
    uint16_t next = 0;
    sim_machine_make_up(arena, prototypes, record);
    if (crafter->is_silo && sim_silo_turn(arena, prototypes, record)) return;
    if (crafter->effect_version != arena->effect_version) sim_crafting_work_out_effects(arena, prototypes, crafter);
    if (!crafter->is_crafting && sim_crafting_next(arena, prototypes, crafter, &next) != SIM_CRAFTING_LACKS_NOTHING) {
        rest(arena, prototypes, crafter, record);
        return;
    }
    double share = work(arena, prototypes, crafter, next);
    if (share > 0.0 && !crafter->is_crafting) {
        rest(arena, prototypes, crafter, record);
        return;
    }
    sim_energy_refill(arena, prototypes, &crafter->energy, crafter->joules_per_tick);
    int is_full = share >= 1.0 && crafter->is_crafting;
    crafter->status = is_full ? SIM_STATUS_WORKING : (uint8_t)sim_crafting_status(arena, prototypes, crafter);
    if (is_full && crafter->productivity == 0.0) sim_machine_nap(arena, prototypes, record);
    if (share <= 0.0 && crafter->status != SIM_STATUS_WORKING) sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
}
