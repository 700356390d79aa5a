/* Filling chunks that were asked for, and asking for those near characters. */
#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/objects/classes.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/vm/raise.h"

#define ENTITIES_OF_A_CHUNK 2048 /* ore on every tile, and as many trees                          */
#define FIGHTERS_OF_A_CHUNK 64   /* spawners and worms                                            */
#define CHUNKS_A_TICK 4          /* that are generated while the game runs                        */
#define LOOK_AROUND_TICKS 32     /* how often characters are looked at                            */
#define SIGHT_CHUNKS 4           /* radius that exists around a character: 9 x 9 chunks around one that was created far
                                  * out on 2.1.17, twice (arturh85/factorio-bot, exploration, 2026-09-06) */

static uint32_t at_least(uint32_t capacity, uint32_t used, uint32_t more)
{
    return capacity >= used + more ? capacity : used + more + capacity / 2;
}

/* Gives the arena room for whatever a chunk may hold, so that none is left half done. 0 when memory runs out. */
static int make_room(luaapi_world *world, luaapi_surface *surface)
{
    static const uint8_t pools[] = {SIM_POOL_SPAWNER, SIM_POOL_TURRET, SIM_POOL_UNIT};
    const sim_arena *arena = surface->arena;
    sim_arena_config config = arena->config;
    uint32_t chunks = arena->chunk_columns * arena->chunk_rows;
    config.entity_capacity = at_least(config.entity_capacity, arena->entity_slots, ENTITIES_OF_A_CHUNK);
    config.inventory_capacity = at_least(config.inventory_capacity, arena->inventory_slots, FIGHTERS_OF_A_CHUNK);
    config.slot_capacity = at_least(config.slot_capacity, arena->stack_slots, 4 * FIGHTERS_OF_A_CHUNK);
    config.tile_page_capacity = at_least(config.tile_page_capacity, arena->tile_page_count, 1);
    config.tile_page_capacity = config.tile_page_capacity < chunks ? config.tile_page_capacity : chunks;
    for (size_t i = 0; i < sizeof pools; i++) {
        uint32_t *capacity = &config.pool_capacity[pools[i]];
        *capacity = at_least(*capacity, arena->pools[pools[i]].used, FIGHTERS_OF_A_CHUNK);
    }
    return memcmp(&config, &arena->config, sizeof config) == 0 || luaapi_surface_move(world, surface, &config);
}

static void raise_generated(lua_State *L, luaapi_world *world, uint32_t surface, int32_t x, int32_t y)
{
    sim_box area = {x * SIM_CHUNK_TILES * SIM_FIXED_ONE, y * SIM_CHUNK_TILES * SIM_FIXED_ONE,
                    (x + 1) * SIM_CHUNK_TILES * SIM_FIXED_ONE, (y + 1) * SIM_CHUNK_TILES * SIM_FIXED_ONE};
    lua_newtable(L);
    luaapi_push_box(L, area);
    luaapi_ordered_setfield(L, -2, "area");
    luaapi_push_position(L, x, y);
    luaapi_ordered_setfield(L, -2, "position");
    luaapi_push_surface(L, world, surface);
    luaapi_ordered_setfield(L, -2, "surface");
    luaapi_event_raise(L, world, "on_chunk_generated");
}

/* generate_with_lab_tiles: two kinds of tile in turn, nothing else. */
static enum sim_result lay_lab(luaapi_world *world, luaapi_surface *surface, int32_t chunk_x, int32_t chunk_y)
{
    const uint16_t tiles[2] = {sim_tile_named(world->prototypes, "lab-dark-1"),
                               sim_tile_named(world->prototypes, "lab-dark-2")};
    for (int32_t i = 0; i < SIM_CHUNK_TILES * SIM_CHUNK_TILES; i++) {
        int32_t x = chunk_x * SIM_CHUNK_TILES + i % SIM_CHUNK_TILES;
        int32_t y = chunk_y * SIM_CHUNK_TILES + i / SIM_CHUNK_TILES;
        enum sim_result result = luaapi_surface_set_tile(world, surface, x, y, tiles[(x + y) & 1]);
        if (result == SIM_ARENA_FULL) {
            return result;
        }
    }
    return SIM_OK;
}

static enum sim_result fill(luaapi_world *world, luaapi_surface *surface, int32_t x, int32_t y)
{
    if (surface->lab_tiles) {
        return lay_lab(world, surface, x, y);
    }
    return sim_map_generate_chunk(surface->arena, world->prototypes, surface->generation, surface->seed, x, y);
}

static void generate_one(lua_State *L, luaapi_world *world, luaapi_surface *surface, int32_t x, int32_t y)
{
    if (!make_room(world, surface) || fill(world, surface, x, y) != SIM_OK) {
        luaapi_raise(L, "Surface %s: chunk %d, %d cannot be generated: out of memory", surface->name, (int)x, (int)y);
    }
    luaapi_chunk_mark_generated(surface, x, y);
    if (luaapi_event_is_heard(L, "on_chunk_generated")) {
        raise_generated(L, world, surface->index, x, y);
    }
}

void luaapi_chunks_generate(lua_State *L, luaapi_world *world, luaapi_surface *surface, uint32_t most)
{
    uint32_t index = surface->index;
    uint32_t columns = surface->arena->chunk_columns;
    uint32_t count = surface->chunks == NULL ? 0 : columns * surface->arena->chunk_rows;
    for (uint32_t i = 0; i < count && most > 0 && surface->chunks_requested > 0; i++) {
        if (surface->chunks[i] == LUAAPI_CHUNK_REQUESTED) {
            surface->chunks_requested--;
            most--;
            generate_one(L, world, surface, surface->arena->chunk_left + (int32_t)(i % columns),
                         surface->arena->chunk_top + (int32_t)(i / columns));
            surface = luaapi_world_surface(world, index); /* a handler may have done anything */
            if (surface == NULL || surface->chunks == NULL) {
                return;
            }
        }
    }
}

/* Asks for what the characters of a surface come near. */
static void look_around(luaapi_world *world, luaapi_surface *surface)
{
    for (uint32_t number = 0; number < surface->arena->character_count; number++) {
        const sim_character *character = sim_character_get(surface->arena, number);
        const sim_entity *entity = character == NULL ? NULL : sim_entity_slot(surface->arena, character->entity);
        if (entity != NULL && world->prototypes->entities[entity->prototype].type == SIM_TYPE_CHARACTER) {
            luaapi_chunks_request(surface, luaapi_chunk_of(sim_fixed_tile(entity->position.x)),
                                  luaapi_chunk_of(sim_fixed_tile(entity->position.y)), SIGHT_CHUNKS);
        }
    }
}

void luaapi_chunks_tick(lua_State *L, luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index++) {
        luaapi_surface *surface = luaapi_world_surface(world, index);
        if (surface == NULL || surface->chunks == NULL || surface->doomed) {
            continue;
        }
        if (world->tick % LOOK_AROUND_TICKS == 0) {
            look_around(world, surface);
        }
        if (surface->chunks_requested > 0) {
            luaapi_chunks_generate(L, world, surface, CHUNKS_A_TICK);
        }
    }
}
