#include "prototypes.h"

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
