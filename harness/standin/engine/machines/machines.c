#include "harness/standin/engine/machines/machines.h"

#include "harness/standin/engine/core/statistics.h"

#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/machines/crafting.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/core/random.h"

#define TICKS_PER_MINUTE 3600.0

void sim_machines_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    if (sim_nap_is_over(arena)) sim_nap_wake_machines(arena);
    uint32_t record = arena->pools[SIM_POOL_MACHINE].used;
    while ((record = sim_pool_previous_awake(arena, SIM_POOL_MACHINE, record)) != 0) {
        if (SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->drill.kind == SIM_MACHINE_DRILL)
            sim_drill_work(arena, prototypes, record);
        else
            sim_crafter_work(arena, prototypes, record);
        if (arena->nap_version != sim_nap_reasons(arena) && arena->napping[SIM_NAP_MACHINES])
            sim_nap_wake_machines(arena); /* a drill has used up its tile: what comes later in the order sees it now */
    }
}

int sim_machines_owns(const sim_arena *arena, uint32_t slot, uint32_t inventory)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    return inventory == 0 || (found != NULL && found->owner == slot);
}

void sim_machines_reconsider(sim_arena *arena)
{
    arena->effect_version++;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_MACHINE].used; record++)
        if (sim_pool_is_live(arena, SIM_POOL_MACHINE, record)) sim_pool_wake(arena, SIM_POOL_MACHINE, record);
}

enum sim_status sim_machines_status(const sim_arena *arena, const sim_prototypes *prototypes,
                                    const sim_energy *energy, enum sim_status last)
{
    int is_about_energy = last == SIM_STATUS_WORKING || last == SIM_STATUS_LOW_POWER || last == SIM_STATUS_NO_POWER ||
                          last == SIM_STATUS_NOT_PLUGGED_IN_ELECTRIC_NETWORK;
    if (energy->kind != SIM_ENERGY_ELECTRIC || !is_about_energy) return last;
    return sim_energy_status(arena, prototypes, energy);
}

uint32_t sim_machines_draw_product(sim_arena *arena, const sim_product *product)
{
    if (product->probability < 1.0 && !sim_random_chance(&arena->random, product->probability)) return 0;
    uint32_t count = product->amount_min;
    if (product->amount_max > product->amount_min)
        count = (uint32_t)sim_random_range(&arena->random, (int32_t)product->amount_min, (int32_t)product->amount_max);
    if (product->extra_count_fraction > 0.0)
        count += (uint32_t)sim_random_chance(&arena->random, product->extra_count_fraction);
    return count;
}

double sim_machines_mining_productivity(const sim_arena *arena)
{
    return sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_MINING_DRILL_PRODUCTIVITY_BONUS);
}

double sim_machines_recipe_productivity(const sim_arena *arena, uint16_t recipe)
{
    return recipe ? sim_recipe_productivity(arena, recipe) : 0.0;
}

int sim_machines_may_craft(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t recipe)
{
    return recipe != 0 && sim_recipe_is_enabled(arena, prototypes, recipe);
}

double sim_machines_pollution_per_tick(const sim_entity_prototype *prototype, const sim_effects *effects)
{
    return prototype->energy.pollution_per_minute / TICKS_PER_MINUTE * (1.0 + effects->pollution) *
           (1.0 + effects->consumption);
}

void sim_machines_pollute(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, const sim_energy *energy,
                          double amount)
{
    amount *= sim_energy_emissions(arena, prototypes, energy);
    const sim_entity *entity = sim_entity_slot(arena, slot);
    double before = arena->pollution_made;
    if (amount == 0.0) return;
    sim_pollution_emit(arena, prototypes, entity->position, amount);
    if (arena->pollution_made > before && sim_statistics_pollution(arena, entity->prototype, amount) != SIM_OK)
        arena->refused++;
}
