#include "harness/standin/engine/machines/crafter.h"

#include "harness/standin/engine/machines/crafting.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/machines/insertion_limit.h"
#include "harness/standin/engine/machines/machine_fluid.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/machines/module.h"
#include "harness/standin/engine/machines/recipe_choice.h"
#include "harness/standin/engine/machines/rocket_silo.h"
#include "harness/standin/engine/entities/watch.h"

#define TICKS_PER_SECOND 60.0

static sim_crafter *record_at(const sim_arena *arena, uint32_t record)
{
    return &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->crafter;
}

static int is_crafter(const sim_arena *arena, uint32_t record)
{
    const sim_crafter *crafter = record_at(arena, record);
    return crafter->entity && crafter->kind == SIM_MACHINE_CRAFTER;
}

static const sim_entity_prototype *prototype_in(const sim_arena *arena, const sim_prototypes *prototypes,
                                                uint32_t slot)
{
    return &prototypes->entities[sim_entity_slot(arena, slot)->prototype];
}

sim_crafter *sim_crafter_get(const sim_arena *arena, uint32_t slot)
{
    return record_at(arena, sim_entity_slot(arena, slot)->record);
}

/* Coming and going -------------------------------------------------------------------------------------------- */

/* An inventory for ingredients or products; 0 for one without slots. */
static enum sim_result create_inventory(sim_arena *arena, uint16_t slots, uint32_t owner, uint32_t *inventory)
{
    *inventory = 0;
    if (slots == 0) return SIM_OK;
    enum sim_result result = sim_inventory_create(arena, slots, owner, inventory);
    if (result == SIM_OK) sim_inventory_get(arena, *inventory)->traits = SIM_INVENTORY_MAY_OVERFLOW;
    return result;
}

static enum sim_result create_stores(sim_arena *arena, uint32_t slot, uint16_t source_slots, uint16_t result_slots,
                                     uint32_t *source, uint32_t *products)
{
    enum sim_result result = create_inventory(arena, source_slots, slot, source);
    if (result != SIM_OK) return result;
    result = create_inventory(arena, result_slots, slot, products);
    if (result != SIM_OK) sim_inventory_destroy(arena, *source);
    return result;
}

static void destroy_inventories(sim_arena *arena, const sim_crafter *crafter)
{
    sim_inventory_destroy(arena, crafter->source);
    sim_inventory_destroy(arena, crafter->result);
    sim_inventory_destroy(arena, crafter->modules);
    sim_inventory_destroy(arena, crafter->cargo);
}

static enum sim_result create_parts(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                    uint32_t record)
{
    sim_crafter *crafter = record_at(arena, record);
    const sim_entity_prototype *machine = prototype_in(arena, prototypes, slot);
    uint16_t sources = machine->source_inventory_size, results = machine->result_inventory_size;
    crafter->recipe = machine->type == SIM_TYPE_FURNACE ? 0 : machine->fixed_recipe;
    if (crafter->recipe) {
        sources = sim_recipe_item_ingredients(prototypes, crafter->recipe);
        results = sim_recipe_item_products(prototypes, crafter->recipe);
    }
    enum sim_result result = create_stores(arena, slot, sources, results, &crafter->source, &crafter->result);
    if (result != SIM_OK) return result;
    result = sim_module_create_inventory(arena, prototypes, slot, &crafter->modules);
    if (result == SIM_OK) result = sim_silo_attach(arena, prototypes, slot, crafter);
    if (result == SIM_OK) result = sim_watch_add(arena, slot, SIM_POOL_MACHINE, record, &crafter->watch);
    if (result == SIM_OK) result = sim_fluid_boxes_attach(arena, prototypes, slot, &crafter->fluid_box);
    if (result == SIM_OK) result = sim_energy_attach(arena, prototypes, slot, &crafter->energy);
    if (result == SIM_OK) return SIM_OK;
    sim_fluid_boxes_detach(arena, prototypes, crafter->fluid_box);
    sim_watch_remove(arena, crafter->watch);
    destroy_inventories(arena, crafter);
    return result;
}

enum sim_result sim_crafter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_MACHINE, slot);
    if (record == 0) return SIM_ARENA_FULL;
    enum sim_result result = create_parts(arena, prototypes, slot, record);
    if (result != SIM_OK) {
        sim_pool_give_back(arena, SIM_POOL_MACHINE, record);
        return result;
    }
    sim_crafter *crafter = record_at(arena, record);
    crafter->kind = SIM_MACHINE_CRAFTER;
    sim_entity_slot(arena, slot)->record = record;
    sim_crafting_work_out_effects(arena, prototypes, crafter);
    crafter->status = (uint8_t)sim_crafting_status(arena, prototypes, crafter);
    sim_pool_wake(arena, SIM_POOL_MACHINE, record);
    return SIM_OK;
}

void sim_crafter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_crafter *crafter = sim_crafter_get(arena, slot);
    sim_energy_detach(arena, prototypes, &crafter->energy);
    sim_fluid_boxes_detach(arena, prototypes, crafter->fluid_box);
    destroy_inventories(arena, crafter);
    sim_watch_remove(arena, crafter->watch);
    sim_pool_give_back(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
}

void sim_crafter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_fluid_boxes_moved(arena, prototypes, sim_crafter_get(arena, slot)->fluid_box);
    arena->effect_version++;
}

/* The recipe -------------------------------------------------------------------------------------------------- */

static enum sim_result check_recipe(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                    uint16_t recipe)
{
    const sim_entity_prototype *machine = prototype_in(arena, prototypes, slot);
    if (machine->type != SIM_TYPE_ASSEMBLING_MACHINE || machine->fixed_recipe) return SIM_WRONG_TYPE;
    if (recipe >= prototypes->recipe_count) return SIM_NOT_FOUND;
    if (recipe == 0) return SIM_OK;
    if (!sim_machines_may_craft(arena, prototypes, recipe)) return SIM_NOT_ENABLED;
    return sim_recipe_fits_machine(prototypes, sim_entity_slot(arena, slot)->prototype, recipe) ? SIM_OK
                                                                                               : SIM_WRONG_CATEGORY;
}

static uint32_t collect(const sim_arena *arena, uint32_t inventory, sim_stack *stacks, uint32_t count)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    for (uint32_t i = 0; found && i < found->slot_count; i++)
        if (slots[i].item && count < SIM_CRAFTER_MOST_STACKS) stacks[count++] = slots[i];
    return count;
}

enum sim_result sim_crafter_set_recipe(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                       uint16_t recipe, sim_stack *returned, uint32_t *count)
{
    sim_crafter *crafter = sim_crafter_get(arena, slot);
    uint32_t source, products;
    *count = 0;
    enum sim_result result = check_recipe(arena, prototypes, slot, recipe);
    if (result != SIM_OK || recipe == crafter->recipe) return result;
    uint16_t sources = recipe ? sim_recipe_item_ingredients(prototypes, recipe) : 0;
    uint16_t results = recipe ? sim_recipe_item_products(prototypes, recipe) : 0;
    result = create_stores(arena, slot, sources, results, &source, &products);
    if (result != SIM_OK) return result;
    sim_crafter_cancel(arena, prototypes, slot);
    *count = collect(arena, crafter->source, returned, 0);
    *count = collect(arena, crafter->result, returned, *count);
    sim_inventory_destroy(arena, crafter->source);
    sim_inventory_destroy(arena, crafter->result);
    crafter->source = source;
    crafter->result = products;
    crafter->recipe = recipe;
    crafter->bonus = 0.0;
    sim_machine_filter_boxes(arena, prototypes, crafter);
    sim_crafting_work_out_effects(arena, prototypes, crafter);
    crafter->status = (uint8_t)sim_crafting_status(arena, prototypes, crafter);
    sim_watch_changed(arena, slot);
    return SIM_OK;
}

/* Ingredients ------------------------------------------------------------------------------------------------- */

/* The recipe that the item would be an ingredient of; 0 when the machine has no use for it. */
static uint16_t recipe_using(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    if (item == 0) return 0;
    if (crafter->recipe && sim_recipe_ingredient(prototypes, crafter->recipe, item, NULL)) return crafter->recipe;
    if (prototype_in(arena, prototypes, slot)->type != SIM_TYPE_FURNACE) return 0;
    return sim_recipe_for_item(arena, prototypes, sim_entity_slot(arena, slot)->prototype, item);
}

static double crafting_speed(const sim_crafter *crafter)
{
    return crafter->seconds_per_tick * TICKS_PER_SECOND;
}

/* Units of an ingredient that are there, or UINT32_MAX when another item has its place. */
static uint32_t held_of(const sim_arena *arena, const sim_crafter *crafter, uint16_t item)
{
    uint32_t held = sim_inventory_count(arena, crafter->source, item);
    return held == 0 && sim_inventory_empty_slots(arena, crafter->source) == 0 ? UINT32_MAX : held;
}

/* A stack goes in, or as much as inserters would bring when that is more, and what they may overload it by. */
uint32_t sim_crafter_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    uint16_t recipe = recipe_using(arena, prototypes, slot, item);
    if (recipe == 0) return 0;
    uint32_t most = prototypes->items[item].stack_size;
    uint32_t brought = sim_insertion_multiple(prototypes, recipe, crafting_speed(crafter)) *
                       sim_recipe_ingredient(prototypes, recipe, item, NULL)->amount;
    if (brought > most && prototype_in(arena, prototypes, slot)->type != SIM_TYPE_FURNACE) most = brought;
    most += sim_insertion_overload(arena, prototypes, recipe);
    uint32_t held = held_of(arena, crafter, item);
    return held < most ? most - held : 0;
}

/* 1 when so much of a product lies there that inserters bring nothing more. Never so of a furnace: recorded ones are
 * fed on with 14 plates in them (FactorioGym, docs/sim-logistics.md, rig `hot`). */
static int is_output_blocked(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t recipe)
{
    if (prototype_in(arena, prototypes, slot)->type == SIM_TYPE_FURNACE) return 0;
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    const sim_recipe_prototype *crafted = &prototypes->recipes[recipe];
    for (uint32_t i = 0; i < crafted->product_count; i++) {
        const sim_product *product = &prototypes->products[crafted->first_product + i];
        if (product->item == 0) continue;
        uint32_t block = sim_insertion_output_block(prototypes, recipe, product, crafting_speed(crafter));
        if (sim_inventory_count(arena, crafter->result, product->item) >= block) return 1;
    }
    return 0;
}

uint32_t sim_crafter_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                uint16_t item)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    uint16_t recipe = recipe_using(arena, prototypes, slot, item);
    if (recipe == 0 || is_output_blocked(arena, prototypes, slot, recipe)) return 0;
    uint32_t most = sim_insertion_multiple(prototypes, recipe, crafting_speed(crafter)) *
                    sim_recipe_ingredient(prototypes, recipe, item, NULL)->amount;
    uint32_t held = held_of(arena, crafter, item);
    return held < most ? most - held : 0;
}

uint32_t sim_crafter_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                            uint32_t count)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    uint32_t room = sim_crafter_room(arena, prototypes, slot, item);
    uint32_t moved = count < room ? count : room;
    if (moved == 0) return 0;
    uint32_t place = 0;
    if (prototype_in(arena, prototypes, slot)->type != SIM_TYPE_FURNACE)
        sim_recipe_ingredient(prototypes, crafter->recipe, item, &place);
    sim_stack *stack = sim_inventory_slots(arena, crafter->source) + place;
    if (stack->item != 0 && stack->item != item)
        return sim_inventory_insert(arena, prototypes, crafter->source, item, moved);
    stack->item = item;
    stack->count += moved;
    sim_inventory_changed(arena, crafter->source);
    return moved;
}

int sim_crafter_uses(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    return recipe_using(arena, prototypes, slot, item) != 0;
}

/* Work in progress -------------------------------------------------------------------------------------------- */

sim_stack sim_crafter_in_work(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    const sim_recipe_prototype *recipe = &prototypes->recipes[crafter->recipe];
    sim_stack stack = {0, 0, 0};
    for (uint32_t i = 0; crafter->is_crafting && i < recipe->ingredient_count; i++) {
        const sim_ingredient *ingredient = &prototypes->ingredients[recipe->first_ingredient + i];
        if (ingredient->item == 0 || index-- > 0) continue;
        stack.item = ingredient->item;
        stack.count = ingredient->amount;
        break;
    }
    return stack;
}

/* The slot that holds the item, or else an empty one; NULL for none. */
static sim_stack *slot_for(const sim_arena *arena, uint32_t inventory, uint16_t item)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    sim_stack *slots = sim_inventory_slots(arena, inventory), *empty = NULL;
    for (uint32_t i = 0; found && i < found->slot_count; i++) {
        if (slots[i].item == item) return &slots[i];
        if (slots[i].item == 0 && empty == NULL) empty = &slots[i];
    }
    return empty;
}

/* A furnace that was given another ore meanwhile has no place for what it took: that is lost. */
void sim_crafter_cancel(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_crafter *crafter = sim_crafter_get(arena, slot);
    if (!crafter->is_crafting) return;
    for (uint32_t i = 0;; i++) {
        sim_stack taken = sim_crafter_in_work(arena, prototypes, slot, i);
        if (taken.item == 0) break;
        sim_stack *place = slot_for(arena, crafter->source, taken.item);
        if (place == NULL) continue;
        place->item = taken.item;
        place->count += taken.count;
    }
    crafter->is_crafting = 0;
    crafter->seconds = 0.0;
    sim_inventory_changed(arena, crafter->source);
    sim_pool_wake(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
}

/* Questions --------------------------------------------------------------------------------------------------- */

double sim_crafter_progress(const sim_arena *arena, uint32_t slot)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    return crafter->is_crafting ? crafter->seconds / crafter->needed_seconds : 0.0;
}

double sim_crafter_bonus_progress(const sim_arena *arena, uint32_t slot)
{
    return sim_crafter_get(arena, slot)->bonus;
}

double sim_crafter_speed(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    sim_effects effects = sim_module_effects(arena, prototypes, slot, crafter->modules);
    return prototype_in(arena, prototypes, slot)->crafting_speed * (1.0 + effects.speed);
}

enum sim_status sim_crafter_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    return sim_machines_status(arena, prototypes, &crafter->energy, crafter->status);
}

enum sim_status sim_crafter_status_now(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_crafter *crafter = sim_crafter_get(arena, slot);
    enum sim_status status = sim_crafting_status(arena, prototypes, crafter);
    int is_short = status == SIM_STATUS_ITEM_INGREDIENT_SHORTAGE || status == SIM_STATUS_FLUID_INGREDIENT_SHORTAGE;
    return is_short && is_output_blocked(arena, prototypes, slot, crafter->recipe) ? SIM_STATUS_FULL_OUTPUT : status;
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

static int check_record(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_crafter *crafter = record_at(arena, number);
    const sim_entity *entity = sim_entity_slot(arena, crafter->entity);
    SIM_EXPECT(fault, "crafter", number, none, entity != NULL);
    uint8_t type = prototypes->entities[entity->prototype].type;
    SIM_EXPECT(fault, "crafter", number, entity->position,
               type == SIM_TYPE_FURNACE || type == SIM_TYPE_ASSEMBLING_MACHINE || type == SIM_TYPE_ROCKET_SILO);
    SIM_EXPECT(fault, "crafter", number, entity->position, sim_silo_is_sound(arena, prototypes, crafter));
    SIM_EXPECT(fault, "crafter", number, entity->position, entity->record == number);
    SIM_EXPECT(fault, "crafter", number, entity->position,
               sim_energy_is_sound(arena, prototypes, crafter->entity, &crafter->energy));
    SIM_EXPECT(fault, "crafter", number, entity->position, sim_machines_owns(arena, crafter->entity, crafter->source));
    SIM_EXPECT(fault, "crafter", number, entity->position, sim_machines_owns(arena, crafter->entity, crafter->result));
    SIM_EXPECT(fault, "crafter", number, entity->position, sim_machines_owns(arena, crafter->entity, crafter->modules));
    SIM_EXPECT(fault, "crafter", number, entity->position, sim_pool_is_live(arena, SIM_POOL_WATCH, crafter->watch));
    SIM_EXPECT(fault, "crafter", number, entity->position,
               crafter->fluid_box == 0 || sim_pool_is_live(arena, SIM_POOL_FLUID_BOX, crafter->fluid_box));
    SIM_EXPECT(fault, "crafter", number, entity->position, crafter->status < SIM_STATUS_COUNT);
    SIM_EXPECT(fault, "crafter", number, entity->position, crafter->recipe < prototypes->recipe_count);
    SIM_EXPECT(fault, "crafter", number, entity->position, !crafter->is_crafting || crafter->recipe != 0);
    SIM_EXPECT(fault, "crafter", number, entity->position, crafter->is_crafting || crafter->seconds == 0.0);
    SIM_EXPECT(fault, "crafter", number, entity->position,
               !crafter->is_crafting || (crafter->seconds >= 0.0 && crafter->seconds < crafter->needed_seconds));
    SIM_EXPECT(fault, "crafter", number, entity->position, crafter->bonus >= 0.0 && crafter->bonus < 1.0);
    return 1;
}

int sim_crafter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_MACHINE].used; i++)
        if (is_crafter(arena, i) && !check_record(arena, prototypes, i, fault)) return 0;
    return 1;
}

uint64_t sim_crafter_hash(const sim_arena *arena, uint64_t hash)
{
    hash = sim_hash_word(hash, arena->rockets_launched);
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_MACHINE].used; i++) {
        const sim_crafter *crafter = record_at(arena, i);
        if (!is_crafter(arena, i)) continue;
        hash = sim_hash_double(hash, crafter->seconds);
        hash = sim_hash_double(hash, crafter->bonus);
        hash = sim_hash_word(hash, (uint64_t)crafter->recipe << 32 | crafter->is_crafting);
        hash = sim_hash_word(hash, (uint64_t)crafter->source << 32 | crafter->result);
        hash = sim_hash_word(hash, crafter->products_finished);
        if (!crafter->is_silo) continue;
        hash = sim_hash_word(hash, (uint64_t)crafter->silo_stage << 32 | (uint64_t)crafter->rocket_parts << 16 |
                                       crafter->stage_ticks);
    }
    return hash;
}
