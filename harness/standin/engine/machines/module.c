#include "harness/standin/engine/machines/module.h"

#include "harness/standin/engine/machines/beacon.h"
#include "harness/standin/engine/entities/inventory.h"

#define LOWEST_BONUS -0.8 /* no effect takes away more than 80 %; not in the prototypes (wiki, Module) */

sim_effects sim_module_sum(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t inventory,
                           uint8_t allowed)
{
    sim_effects sum = {0.0, 0.0, 0.0, 0.0};
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    for (uint32_t i = 0; found && i < found->slot_count; i++) {
        const sim_module_effect *effect = &prototypes->items[slots[i].item].effect;
        if (slots[i].item == 0) continue;
        if (allowed & SIM_EFFECT_SPEED) sum.speed += effect->speed;
        if (allowed & SIM_EFFECT_CONSUMPTION) sum.consumption += effect->consumption;
        if (allowed & SIM_EFFECT_PRODUCTIVITY) sum.productivity += effect->productivity;
        if (allowed & SIM_EFFECT_POLLUTION) sum.pollution += effect->pollution;
    }
    return sum;
}

static double at_least(double value, double lowest)
{
    return value < lowest ? lowest : value;
}

sim_effects sim_module_effects(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               uint32_t inventory)
{
    const sim_entity_prototype *machine = &prototypes->entities[sim_entity_slot(arena, slot)->prototype];
    sim_effects effects = {0.0, 0.0, 0.0, 0.0};
    if (machine->uses_module_effects)
        effects = sim_module_sum(arena, prototypes, inventory, machine->allowed_effects);
    if (machine->uses_beacon_effects) {
        sim_effects around = sim_beacon_effects(arena, prototypes, slot);
        effects.speed += around.speed;
        effects.consumption += around.consumption;
        effects.productivity += around.productivity;
        effects.pollution += around.pollution;
    }
    effects.productivity += machine->base_productivity;
    effects.speed = at_least(effects.speed, LOWEST_BONUS);
    effects.consumption = at_least(effects.consumption, LOWEST_BONUS);
    effects.productivity = at_least(effects.productivity, 0.0);
    effects.pollution = at_least(effects.pollution, LOWEST_BONUS);
    return effects;
}

/* Effects that a module is there for; what it costs (slowness, consumption, pollution) may meet a machine that does
 * not take it. */
static uint8_t useful_effects(const sim_module_effect *effect)
{
    uint8_t bits = 0;
    if (effect->speed > 0.0) bits |= SIM_EFFECT_SPEED;
    if (effect->consumption < 0.0) bits |= SIM_EFFECT_CONSUMPTION;
    if (effect->productivity > 0.0) bits |= SIM_EFFECT_PRODUCTIVITY;
    if (effect->pollution < 0.0) bits |= SIM_EFFECT_POLLUTION;
    if (effect->quality > 0.0) bits |= SIM_EFFECT_QUALITY;
    return bits;
}

int sim_module_accepts(const sim_prototypes *prototypes, uint16_t entity_prototype, uint16_t item)
{
    const sim_entity_prototype *machine = &prototypes->entities[entity_prototype];
    if (prototypes->items[item].module_category == 0 || machine->module_slots == 0) return 0;
    return (useful_effects(&prototypes->items[item].effect) & ~machine->allowed_effects) == 0;
}

enum sim_result sim_module_create_inventory(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                            uint32_t *inventory)
{
    uint8_t slots = prototypes->entities[sim_entity_slot(arena, slot)->prototype].module_slots;
    *inventory = 0;
    if (slots == 0) return SIM_OK;
    enum sim_result result = sim_inventory_create(arena, slots, slot, inventory);
    if (result == SIM_OK) sim_inventory_get(arena, *inventory)->traits = SIM_INVENTORY_HOLDS_MODULES;
    return result;
}
