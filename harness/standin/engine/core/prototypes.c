#include "harness/standin/engine/core/prototypes.h"

#include <string.h>

/* Every table is an array of structs of `stride` bytes that begin with the name, sorted from entry 1 on. */
static uint16_t named(const void *table, size_t stride, uint32_t count, const char *name)
{
    uint32_t low = 1, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *const *entry = (const void *)((const char *)table + stride * middle);
        int order = strcmp(*entry, name);
        if (order == 0) return (uint16_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

uint16_t sim_tile_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->tiles, sizeof *prototypes->tiles, prototypes->tile_count, name);
}

uint16_t sim_item_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->items, sizeof *prototypes->items, prototypes->item_count, name);
}

uint16_t sim_entity_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->entities, sizeof *prototypes->entities, prototypes->entity_count, name);
}

uint16_t sim_recipe_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->recipes, sizeof *prototypes->recipes, prototypes->recipe_count, name);
}

uint16_t sim_technology_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->technologies, sizeof *prototypes->technologies, prototypes->technology_count, name);
}

uint16_t sim_fluid_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->fluids, sizeof *prototypes->fluids, prototypes->fluid_count, name);
}

uint16_t sim_recipe_category_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->recipe_categories, sizeof *prototypes->recipe_categories, prototypes->recipe_category_count, name);
}

uint16_t sim_fuel_category_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->fuel_categories, sizeof *prototypes->fuel_categories, prototypes->fuel_category_count, name);
}

uint16_t sim_resource_category_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->resource_categories, sizeof *prototypes->resource_categories, prototypes->resource_category_count, name);
}

uint16_t sim_module_category_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->module_categories, sizeof *prototypes->module_categories, prototypes->module_category_count, name);
}

uint16_t sim_ammo_category_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->ammo_categories, sizeof *prototypes->ammo_categories, prototypes->ammo_category_count, name);
}

uint16_t sim_damage_type_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->damage_types, sizeof *prototypes->damage_types, prototypes->damage_type_count, name);
}

uint16_t sim_fast_replaceable_group_named(const sim_prototypes *prototypes, const char *name)
{
    return named(prototypes->fast_replaceable_groups, sizeof *prototypes->fast_replaceable_groups, prototypes->fast_replaceable_group_count, name);
}
