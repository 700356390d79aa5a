#include "harness/standin/engine/dispatch/entity_settings.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/building/build.h"
#include "harness/standin/engine/machines/crafter.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/dispatch/transfer.h"
#include "harness/standin/engine/entities/inventory.h"

static uint8_t type_in(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return prototypes->entities[sim_entity_slot(arena, slot)->prototype].type;
}

/* Reading ----------------------------------------------------------------------------------------------------- */

static void read_inserter(const sim_arena *arena, uint32_t slot, sim_entity_settings *settings)
{
    const sim_inserter *inserter = SIM_RECORD(arena, SIM_POOL_INSERTER, sim_inserter,
                                              sim_entity_slot(arena, slot)->record);
    for (int i = 0; i < SIM_ENTITY_FILTERS && i < SIM_INSERTER_FILTERS; i++)
        settings->filters[i] = inserter->filters[i];
    settings->filters_refuse = (inserter->flags & SIM_INSERTER_BLACKLIST) != 0;
    settings->stack_size = inserter->hand_size_limit;
}

static uint16_t bar_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t inventory = sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_MAIN);
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    if (found == NULL || sim_inventory_bar(arena, inventory) >= found->slot_count) return 0;
    return (uint16_t)(sim_inventory_bar(arena, inventory) + 1);
}

sim_entity_settings sim_entity_settings_read(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity_settings settings = {0};
    switch (type_in(arena, prototypes, slot)) {
    case SIM_TYPE_INSERTER: read_inserter(arena, slot, &settings); break;
    case SIM_TYPE_ASSEMBLING_MACHINE: settings.recipe = sim_crafter_get(arena, slot)->recipe; break;
    case SIM_TYPE_SPLITTER: {
        const sim_splitter *splitter = sim_splitter_of(arena, prototypes, slot);
        settings.filters[0] = splitter->filter;
        settings.input_priority = splitter->input_priority;
        settings.output_priority = splitter->output_priority;
        break;
    }
    case SIM_TYPE_UNDERGROUND_BELT:
        settings.is_output = (uint8_t)sim_underground_is_output(arena, prototypes, slot);
        break;
    case SIM_TYPE_CONTAINER: settings.bar = bar_of(arena, prototypes, slot); break;
    default: break;
    }
    return settings;
}

/* Writing ----------------------------------------------------------------------------------------------------- */

static void write_inserter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                           const sim_entity_settings *settings)
{
    for (uint32_t i = 0; i < SIM_ENTITY_FILTERS; i++)
        sim_inserter_set_filter(arena, prototypes, slot, i, settings->filters[i]);
    sim_inserter_set_blacklist(arena, prototypes, slot, settings->filters_refuse);
    SIM_RECORD(arena, SIM_POOL_INSERTER, sim_inserter, sim_entity_slot(arena, slot)->record)->hand_size_limit =
        settings->stack_size;
}

void sim_entity_settings_write(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               const sim_entity_settings *settings, uint32_t inventory)
{
    switch (type_in(arena, prototypes, slot)) {
    case SIM_TYPE_INSERTER: write_inserter(arena, prototypes, slot, settings); break;
    case SIM_TYPE_SPLITTER:
        sim_splitter_set(arena, prototypes, slot, settings->input_priority, settings->output_priority,
                         settings->filters[0]);
        break;
    case SIM_TYPE_UNDERGROUND_BELT:
        sim_underground_set_output(arena, prototypes, slot, settings->is_output);
        break;
    case SIM_TYPE_ASSEMBLING_MACHINE:
        sim_entity_set_recipe(arena, prototypes, slot, settings->recipe, inventory);
        break;
    case SIM_TYPE_CONTAINER:
        sim_inventory_set_bar(arena, sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_MAIN),
                              settings->bar ? settings->bar - 1u : UINT32_MAX);
        break;
    default: break;
    }
}

enum sim_result sim_entity_set_recipe(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                      uint32_t recipe, uint32_t inventory)
{
    if (type_in(arena, prototypes, slot) != SIM_TYPE_ASSEMBLING_MACHINE) return SIM_WRONG_TYPE;
    if (recipe >= prototypes->recipe_count) return SIM_NOT_FOUND;
    sim_stack returned[SIM_CRAFTER_MOST_STACKS];
    uint32_t count = 0;
    enum sim_result result = sim_crafter_set_recipe(arena, prototypes, slot, (uint16_t)recipe, returned, &count);
    if (result != SIM_OK) return result;
    sim_position position = sim_entity_slot(arena, slot)->position;
    for (uint32_t i = 0; i < count; i++)
        sim_build_deliver(arena, prototypes, inventory, position, returned[i].item, returned[i].count);
    return SIM_OK;
}

enum sim_result sim_entity_set_filter(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                      uint32_t index, uint32_t item)
{
    if (item >= prototypes->item_count) return SIM_BAD_ARGUMENT;
    switch (type_in(arena, prototypes, slot)) {
    case SIM_TYPE_INSERTER: return sim_inserter_set_filter(arena, prototypes, slot, index, (uint16_t)item);
    case SIM_TYPE_SPLITTER: {
        const sim_splitter *splitter = sim_splitter_of(arena, prototypes, slot);
        if (index != 0) return SIM_BAD_ARGUMENT;
        return sim_splitter_set(arena, prototypes, slot, splitter->input_priority, splitter->output_priority,
                                (uint16_t)item);
    }
    default: return SIM_WRONG_TYPE;
    }
}

enum sim_result sim_entity_settings_copy(sim_arena *arena, const sim_prototypes *prototypes, sim_handle from,
                                         sim_handle to, uint32_t inventory)
{
    if (sim_entity_get(arena, from) == NULL || sim_entity_get(arena, to) == NULL) return SIM_NOT_FOUND;
    if (type_in(arena, prototypes, from.index) != type_in(arena, prototypes, to.index)) return SIM_WRONG_TYPE;
    sim_entity_settings settings = sim_entity_settings_read(arena, prototypes, from.index);
    sim_entity_settings_write(arena, prototypes, to.index, &settings, inventory);
    return SIM_OK;
}
