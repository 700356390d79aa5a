#include "harness/standin/luaapi/world/world.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/luaapi/world/flow_sampling.h"

int luaapi_name_copy(char *to, const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length >= LUAAPI_NAME_BYTES) {
        return 0;
    }
    memcpy(to, name, length + 1);
    return 1;
}

int luaapi_world_init(luaapi_world *world, const sim_prototypes *prototypes, uint32_t seed)
{
    memset(world, 0, sizeof *world);
    world->prototypes = prototypes;
    world->speed = 1.0;
    world->autosave_enabled = 1;
    sim_random_seed(&world->random, seed);
    return luaapi_world_create_force(world, "player") && luaapi_world_create_force(world, "enemy") &&
           luaapi_world_create_force(world, "neutral");
}

void luaapi_world_clear(luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_world_delete_surface(world, index);
    }
    for (uint32_t index = 0; index < world->force_count; index++) {
        if (world->forces[index].store != NULL) {
            luaapi_surface_free(world->forces[index].store);
            world->forces[index].store = NULL;
        }
    }
    if (world->script_store != NULL) {
        luaapi_surface_free(world->script_store);
        world->script_store = NULL;
    }
    free(world->found);
    world->found = NULL;
    world->found_room = 0;
    free(world->renderings);
    world->renderings = NULL;
    world->rendering_count = 0;
    free(world->registrations);
    world->registrations = NULL;
    world->registration_count = 0;
    world->registration_room = 0;
    free(world->paths);
    world->paths = NULL;
    world->path_count = 0;
    free(world->surfaces);
    world->surfaces = NULL;
    world->surface_count = 0;
}

void luaapi_world_delete_surface(luaapi_world *world, uint32_t index)
{
    luaapi_surface *surface = luaapi_world_surface(world, index);
    if (surface != NULL) {
        luaapi_surface_free(surface);
        world->surfaces[index - 1] = NULL;
    }
    if (world->gone_until < LUAAPI_NAUVIS) {
        world->gone_until = LUAAPI_NAUVIS;
    }
    while (world->gone_until < world->surface_count && world->surfaces[world->gone_until] == NULL) {
        world->gone_until++;
    }
}

luaapi_surface *luaapi_world_surface(const luaapi_world *world, uint32_t index)
{
    if (index == LUAAPI_SCRIPT_SURFACE) {
        return world->script_store;
    }
    return index >= 1 && index <= world->surface_count ? world->surfaces[index - 1] : NULL;
}

uint32_t luaapi_world_next(const luaapi_world *world, uint32_t index)
{
    return index >= LUAAPI_NAUVIS && index < world->gone_until ? world->gone_until + 1 : index + 1;
}

luaapi_surface *luaapi_world_surface_named(const luaapi_world *world, const char *name)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = world->surfaces[index - 1];
        if (surface != NULL && strcmp(surface->name, name) == 0) {
            return surface;
        }
    }
    return NULL;
}

sim_arena *luaapi_world_arena(luaapi_world *world, const char *surface_name)
{
    luaapi_surface *surface = luaapi_world_surface_named(world, surface_name);
    return surface == NULL ? NULL : surface->arena;
}

uint32_t luaapi_world_create_force(luaapi_world *world, const char *name)
{
    if (world->force_count >= LUAAPI_MAX_FORCES || luaapi_world_force_named(world, name) != NULL) {
        return 0;
    }
    luaapi_force *force = &world->forces[world->force_count];
    if (!luaapi_name_copy(force->name, name)) {
        return 0;
    }
    force->index = ++world->force_count;
    force->cease_fires = (uint64_t)1 << (LUAAPI_FORCE_NEUTRAL - 1);
    return force->index;
}

luaapi_force *luaapi_world_force(luaapi_world *world, uint32_t index)
{
    return index >= 1 && index <= world->force_count ? &world->forces[index - 1] : NULL;
}

luaapi_force *luaapi_world_force_named(luaapi_world *world, const char *name)
{
    for (uint32_t index = 1; index <= world->force_count; index++) {
        if (strcmp(world->forces[index - 1].name, name) == 0) {
            return &world->forces[index - 1];
        }
    }
    return NULL;
}

int luaapi_world_friends(const luaapi_world *world, uint32_t a, uint32_t b)
{
    return a == b || (world->forces[a - 1].friends >> (b - 1) & 1);
}

/* A tick goes on without what did not fit into the block; the next one shall have room for it. */
static void grow_after_refusals(luaapi_world *world, luaapi_surface *surface)
{
    if (surface->arena->refused != surface->refused) {
        luaapi_surface_grow(world, surface);
        sim_character_resize_inventories(surface->arena, world->prototypes);
        surface->refused = surface->arena->refused;
    }
}

void luaapi_world_tick(luaapi_world *world)
{
    for (uint32_t index = 1; index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = world->surfaces[index - 1];
        if (surface != NULL && !surface->doomed) {
            luaapi_surface_apply_settings(surface);
            luaapi_surface_reserve_tick(world, surface);
            sim_run(surface->arena, world->prototypes, 1);
            luaapi_flows_sample(world, surface, world->tick);
            grow_after_refusals(world, surface);
            luaapi_surface_advance_daytime(surface);
        }
    }
    world->tick++;
}

const sim_prototypes *luaapi_world_prototypes(const luaapi_world *world)
{
    return world->prototypes;
}
