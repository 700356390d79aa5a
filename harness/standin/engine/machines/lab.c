#include "harness/standin/engine/machines/lab.h"

#include <math.h>

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/machines/module.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/research/technology.h"
#include "harness/standin/engine/entities/watch.h"

#define TICKS_PER_SECOND 60.0
#define SLACK 1e-9 /* of a pack: what many small steps of wear may lack to a whole by rounding */

static sim_lab *lab_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_LAB, sim_lab, record);
}

static uint16_t input_count(const sim_entity_prototype *prototype)
{
    return prototype->lab_input_count < SIM_LAB_INPUTS ? prototype->lab_input_count : SIM_LAB_INPUTS;
}

/* Slot of a kind of pack; SIM_LAB_INPUTS when the lab does not take it. */
static uint32_t slot_of(const sim_prototypes *prototypes, const sim_entity_prototype *prototype, uint16_t item)
{
    for (uint32_t i = 0; i < input_count(prototype); i++)
        if (prototypes->lab_inputs[prototype->first_lab_input + i].number == item) return i;
    return SIM_LAB_INPUTS;
}

/* Life -------------------------------------------------------------------------------------------------------- */

static void give_back(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_lab *lab = lab_at(arena, record);
    sim_watch_remove(arena, lab->watch);
    sim_inventory_destroy(arena, lab->inventory);
    sim_inventory_destroy(arena, lab->modules);
    sim_energy_detach(arena, prototypes, &lab->energy);
    sim_pool_give_back(arena, SIM_POOL_LAB, record);
}

enum sim_result sim_lab_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, slot);
    uint32_t record = sim_pool_take(arena, SIM_POOL_LAB, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_lab *lab = lab_at(arena, record);
    lab->status = SIM_STATUS_NORMAL;
    lab->effect_version = ~arena->effect_version;
    uint32_t inventory = 0, modules = 0;
    enum sim_result result = sim_inventory_create(arena, input_count(prototype), slot, &inventory);
    lab->inventory = inventory;
    if (result == SIM_OK) result = sim_module_create_inventory(arena, prototypes, slot, &modules);
    lab->modules = modules;
    if (result == SIM_OK) result = sim_watch_add(arena, slot, SIM_POOL_LAB, record, &lab->watch);
    if (result == SIM_OK) result = sim_energy_attach(arena, prototypes, slot, &lab->energy);
    if (result != SIM_OK) {
        give_back(arena, prototypes, record);
        return result;
    }
    sim_entity_slot(arena, slot)->record = record;
    sim_pool_wake(arena, SIM_POOL_LAB, record);
    return SIM_OK;
}

void sim_lab_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    give_back(arena, prototypes, sim_entity_slot(arena, slot)->record);
}

void sim_lab_wake(sim_arena *arena)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_LAB].used; record++)
        if (lab_at(arena, record)->entity) sim_pool_wake(arena, SIM_POOL_LAB, record);
}

/* Work -------------------------------------------------------------------------------------------------------- */

/* 1 when the lab holds a pack of every kind that the technology takes. */
static int has_packs(const sim_arena *arena, const sim_prototypes *prototypes, const sim_lab *lab,
                     const sim_entity_prototype *prototype, const sim_technology_prototype *research)
{
    const sim_stack *slots = sim_inventory_slots(arena, lab->inventory);
    for (uint32_t i = 0; i < research->ingredient_count; i++) {
        uint16_t item = prototypes->technology_ingredients[research->first_ingredient + i].item;
        uint32_t slot = slot_of(prototypes, prototype, item);
        if (slot == SIM_LAB_INPUTS || slots[slot].count == 0) return 0;
    }
    return 1;
}

/* Works out what a tick at full power is worth. Speed: the force's bonus times that of modules and beacons.
 * Productivity: both added. */
static void work_out_rate(const sim_arena *arena, const sim_prototypes *prototypes, sim_lab *lab,
                          const sim_entity_prototype *prototype)
{
    sim_effects effects = sim_module_effects(arena, prototypes, lab->entity, lab->modules);
    double speed = prototype->researching_speed * (1.0 + effects.speed) *
                   (1.0 + sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED));
    double productivity = 1.0 + effects.productivity +
                          sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_LABORATORY_PRODUCTIVITY);
    lab->joules_per_tick = prototype->energy_usage_joules_per_tick * (1.0 + effects.consumption);
    lab->wear_seconds = speed / TICKS_PER_SECOND;
    lab->work_seconds = speed * productivity / TICKS_PER_SECOND;
    lab->effect_version = arena->effect_version;
}

/* Wears the packs off by so much research. */
static void wear(sim_arena *arena, const sim_prototypes *prototypes, sim_lab *lab,
                 const sim_entity_prototype *prototype, const sim_technology_prototype *research, double seconds)
{
    for (uint32_t i = 0; i < research->ingredient_count; i++) {
        const sim_technology_ingredient *needed = &prototypes->technology_ingredients[research->first_ingredient + i];
        uint32_t slot = slot_of(prototypes, prototype, needed->item);
        double durability = prototypes->items[needed->item].durability;
        lab->worn[slot] += needed->amount * seconds / (research->time_seconds * (durability > 0.0 ? durability : 1.0));
        while (lab->worn[slot] >= 1.0 - SLACK) {
            lab->worn[slot] = fmax(lab->worn[slot] - 1.0, 0.0);
            sim_inventory_remove(arena, lab->inventory, needed->item, 1);
            sim_statistics_flow(arena, needed->item, -1);
        }
    }
}

static void stop(sim_arena *arena, const sim_prototypes *prototypes, sim_lab *lab, enum sim_status status)
{
    if (lab->status == SIM_STATUS_WORKING) sim_energy_rest(arena, prototypes, &lab->energy);
    lab->status = (uint8_t)status;
}

/* One tick of a lab; 0 when it has nothing to do until something changes. */
static int run(sim_arena *arena, const sim_prototypes *prototypes, sim_lab *lab)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, lab->entity);
    if (arena->research == 0) {
        stop(arena, prototypes, lab, SIM_STATUS_NO_RESEARCH_IN_PROGRESS);
        return 0;
    }
    const sim_technology_prototype *research = &prototypes->technologies[arena->research];
    if (!has_packs(arena, prototypes, lab, prototype, research)) {
        stop(arena, prototypes, lab, SIM_STATUS_MISSING_SCIENCE_PACKS);
        return 0;
    }
    if (lab->effect_version != arena->effect_version) work_out_rate(arena, prototypes, lab, prototype);
    double share = sim_energy_draw(arena, prototypes, &lab->energy, lab->joules_per_tick);
    lab->status = SIM_STATUS_WORKING;
    if (share <= 0.0) return 0;
    wear(arena, prototypes, lab, prototype, research, lab->wear_seconds * share);
    sim_technology_work(arena, prototypes, lab->work_seconds * share);
    return 1;
}

void sim_lab_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    uint32_t record = 0;
    while ((record = sim_pool_next_awake(arena, SIM_POOL_LAB, record)) != 0)
        if (!run(arena, prototypes, lab_at(arena, record))) sim_pool_sleep(arena, SIM_POOL_LAB, record);
}

/* What others see ---------------------------------------------------------------------------------------------- */

static const sim_lab *lab_of(const sim_arena *arena, uint32_t slot)
{
    return lab_at(arena, sim_entity_slot(arena, slot)->record);
}

uint32_t sim_lab_inventory(const sim_arena *arena, uint32_t slot)
{
    return lab_of(arena, slot)->inventory;
}

uint32_t sim_lab_modules(const sim_arena *arena, uint32_t slot)
{
    return lab_of(arena, slot)->modules;
}

enum sim_status sim_lab_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_lab *lab = lab_of(arena, slot);
    if (arena->research == 0) return SIM_STATUS_NO_RESEARCH_IN_PROGRESS;
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, slot);
    if (!has_packs(arena, prototypes, lab, prototype, &prototypes->technologies[arena->research]))
        return SIM_STATUS_MISSING_SCIENCE_PACKS;
    return sim_energy_status(arena, prototypes, &lab->energy);
}

uint32_t sim_lab_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    uint32_t pack = slot_of(prototypes, sim_entity_prototype_at(arena, prototypes, slot), item);
    if (item == 0 || pack == SIM_LAB_INPUTS) return 0;
    const sim_stack *slots = sim_inventory_slots(arena, lab_of(arena, slot)->inventory);
    return prototypes->items[item].stack_size - slots[pack].count;
}

/* The game's rule of how far automatic insertion fills a machine, for a unit of the current research; for packs that it
 * does not take as if it took one. */
static uint32_t insertion_limit(const sim_arena *arena, const sim_prototypes *prototypes,
                                const sim_entity_prototype *prototype, uint16_t item)
{
    const sim_utility_constants *constants = &prototypes->constants;
    double multiplier = constants->minimum_recipe_overload_multiplier;
    uint32_t amount = 1;
    if (arena->research) {
        const sim_technology_prototype *research = &prototypes->technologies[arena->research];
        double speed = prototype->researching_speed *
                       (1.0 + sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_LABORATORY_SPEED));
        double wanted = 1.0 + ceil(constants->dynamic_recipe_overload_factor * speed / research->time_seconds);
        if (research->time_seconds > 0.0) multiplier = fmax(multiplier, wanted);
        for (uint32_t i = 0; i < research->ingredient_count; i++) {
            const sim_technology_ingredient *needed =
                &prototypes->technology_ingredients[research->first_ingredient + i];
            if (needed->item == item) amount = needed->amount;
        }
    }
    return (uint32_t)fmin(multiplier, constants->maximum_recipe_overload_multiplier) * amount;
}

uint32_t sim_lab_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    uint32_t room = sim_lab_room(arena, prototypes, slot, item);
    if (room == 0) return 0;
    uint32_t limit = insertion_limit(arena, prototypes, sim_entity_prototype_at(arena, prototypes, slot), item);
    uint32_t held = sim_inventory_count(arena, lab_of(arena, slot)->inventory, item);
    uint32_t wanted = held < limit ? limit - held : 0;
    return wanted < room ? wanted : room;
}

uint32_t sim_lab_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                        uint32_t count)
{
    uint32_t room = sim_lab_room(arena, prototypes, slot, item), moved = count < room ? count : room;
    if (moved == 0) return 0;
    uint32_t pack = slot_of(prototypes, sim_entity_prototype_at(arena, prototypes, slot), item);
    sim_stack *stack = &sim_inventory_slots(arena, lab_of(arena, slot)->inventory)[pack];
    stack->item = item;
    stack->count += moved;
    sim_watch_changed(arena, slot);
    return moved;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

static int check_packs(const sim_arena *arena, const sim_prototypes *prototypes, const sim_lab *lab, uint32_t record,
                       sim_fault *fault)
{
    const sim_entity *entity = sim_entity_slot(arena, lab->entity);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    const sim_stack *slots = sim_inventory_slots(arena, lab->inventory);
    for (uint32_t i = 0; i < SIM_LAB_INPUTS; i++)
        SIM_EXPECT(fault, "lab", record, entity->position, lab->worn[i] >= 0.0 && lab->worn[i] < 1.0);
    for (uint32_t i = 0; i < input_count(prototype); i++) {
        uint16_t pack = prototypes->lab_inputs[prototype->first_lab_input + i].number;
        SIM_EXPECT(fault, "lab", record, entity->position, slots[i].item == 0 || slots[i].item == pack);
    }
    return 1;
}

int sim_lab_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_LAB].used; record++) {
        const sim_lab *lab = lab_at(arena, record);
        const sim_position none = {0, 0};
        if (lab->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, lab->entity);
        SIM_EXPECT(fault, "lab", record, none, entity != NULL);
        const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
        SIM_EXPECT(fault, "lab", record, entity->position, prototype->type == SIM_TYPE_LAB);
        SIM_EXPECT(fault, "lab", record, entity->position, entity->record == record);
        const sim_inventory *packs = sim_inventory_get(arena, lab->inventory);
        SIM_EXPECT(fault, "lab", record, entity->position, packs && packs->owner == lab->entity);
        SIM_EXPECT(fault, "lab", record, entity->position, packs->slot_count == input_count(prototype));
        SIM_EXPECT(fault, "lab", record, entity->position, lab->status < SIM_STATUS_COUNT);
        if (!check_packs(arena, prototypes, lab, record, fault)) return 0;
    }
    return 1;
}

/* The status of a sleeping lab may be one that it has not looked at yet, so it is left out. */
uint64_t sim_lab_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_LAB].used; record++) {
        const sim_lab *lab = lab_at(arena, record);
        if (lab->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)lab->inventory << 32 | lab->modules);
        hash = sim_hash_word(hash, (uint64_t)lab->energy.kind << 32 | lab->energy.record);
        for (uint32_t i = 0; i < SIM_LAB_INPUTS; i++) hash = sim_hash_double(hash, lab->worn[i]);
    }
    return hash;
}
