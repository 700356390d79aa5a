#include "harness/standin/engine/building/tile_ghost.h"

#include "harness/standin/engine/world/map.h"

static const sim_ghost *record_of(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_TILE_GHOST) return NULL;
    return SIM_RECORD(arena, SIM_POOL_GHOST, sim_ghost, entity->record);
}

uint16_t sim_tile_ghost_tile(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_ghost *ghost = record_of(arena, prototypes, handle);
    return ghost ? ghost->tile : 0;
}

/* The tile ghost on a tile; index 0 for none. */
static sim_handle ghost_on(const sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y)
{
    sim_position centre = {sim_fixed_tile_centre(x), sim_fixed_tile_centre(y)};
    sim_box point = {centre.x, centre.y, centre.x, centre.y};
    sim_entity_filter filter = {.type_bits = 1ull << SIM_TYPE_TILE_GHOST};
    uint32_t slot = 0;
    uint32_t count = sim_entity_find(arena, prototypes, point, &filter, &slot, 1);
    return sim_entity_handle(arena, count ? slot : 0);
}

/* Whether the tile can be laid there. */
static enum sim_result may_lay(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t tile, int32_t x,
                               int32_t y)
{
    uint16_t item = prototypes->tiles[tile].placeable_by;
    if (item == 0) return SIM_WRONG_TYPE;
    if (!sim_map_contains(arena, x, y)) return SIM_OUT_OF_MAP;
    uint16_t old = sim_map_tile(arena, prototypes, x, y);
    if (old == tile) return SIM_DONE_ALREADY;
    uint32_t refused = prototypes->items[item].place_as_tile_layers;
    return prototypes->tiles[old].collision_layers & refused ? SIM_NEEDS_TILE : SIM_OK;
}

enum sim_result sim_tile_ghost_create(sim_arena *arena, const sim_prototypes *prototypes, uint32_t tile,
                                      sim_position position, uint8_t force, sim_handle *created)
{
    if (tile == 0 || tile >= prototypes->tile_count || prototypes->tile_ghost == 0) return SIM_BAD_ARGUMENT;
    int32_t x = sim_fixed_tile(position.x), y = sim_fixed_tile(position.y);
    enum sim_result result = may_lay(arena, prototypes, tile, x, y);
    if (result != SIM_OK) return result;
    sim_handle handle = ghost_on(arena, prototypes, x, y);
    if (handle.index == 0) {
        sim_entity_spec spec = {.prototype = prototypes->tile_ghost, .force = force,
                                .position = {sim_fixed_tile_centre(x), sim_fixed_tile_centre(y)}};
        result = sim_entity_create(arena, prototypes, &spec, &handle);
        if (result != SIM_OK) return result;
    }
    uint32_t record = sim_entity_get(arena, handle)->record;
    SIM_RECORD(arena, SIM_POOL_GHOST, sim_ghost, record)->tile = (uint16_t)tile;
    if (created) *created = handle;
    return SIM_OK;
}

enum sim_result sim_tile_ghost_revive(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL) return SIM_NOT_FOUND;
    uint16_t tile = sim_tile_ghost_tile(arena, prototypes, handle);
    if (tile == 0) return SIM_WRONG_TYPE;
    int32_t x = sim_fixed_tile(entity->position.x), y = sim_fixed_tile(entity->position.y);
    enum sim_result result = may_lay(arena, prototypes, tile, x, y);
    if (result == SIM_OK) result = sim_map_set_tile(arena, prototypes, x, y, tile);
    if (result == SIM_OK) sim_entity_destroy(arena, prototypes, handle);
    return result;
}

void sim_tile_ghost_laid(sim_arena *arena, const sim_prototypes *prototypes, int32_t x, int32_t y)
{
    if (arena->pools[SIM_POOL_GHOST].live == 0) return;
    sim_handle handle = ghost_on(arena, prototypes, x, y);
    if (handle.index) sim_entity_destroy(arena, prototypes, handle);
}
