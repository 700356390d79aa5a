#include "harness/standin/luaapi/world/research.h"

#include <stdlib.h>
#include <string.h>

#define STORE_SIDE 32 /* tiles: nothing stands on a store */

#define GROWING_ON(world, surface, result, call)                                                                     \
    do {                                                                                                             \
        (result) = (call);                                                                                           \
    } while ((result) == SIM_ARENA_FULL && luaapi_surface_grow(world, surface))

static luaapi_surface *first_own(const luaapi_world *world, uint32_t force, uint32_t after)
{
    for (uint32_t index = luaapi_world_next(world, after); index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *surface = luaapi_world_surface(world, index);
        if (surface != NULL && luaapi_surface_own_force(surface) == force) {
            return surface;
        }
    }
    return NULL;
}

static luaapi_surface *store_of(luaapi_world *world, uint32_t force)
{
    luaapi_force *row = luaapi_world_force(world, force);
    if (row->store == NULL) {
        luaapi_surface_spec spec = {.name = "store", .width = STORE_SIDE, .height = STORE_SIDE};
        row->store = luaapi_surface_make(world, &spec);
    }
    return row->store;
}

luaapi_surface *luaapi_research_home(luaapi_world *world, uint32_t force)
{
    luaapi_surface *own = first_own(world, force, 0);
    return own != NULL ? own : store_of(world, force);
}

luaapi_surface *luaapi_research_next(luaapi_world *world, uint32_t force, const luaapi_surface *surface)
{
    if (surface == NULL) {
        return luaapi_research_home(world, force);
    }
    return surface->index ? first_own(world, force, surface->index) : NULL;
}

static void copy_technology(luaapi_world *world, const sim_arena *from, luaapi_surface *to, uint32_t technology)
{
    const sim_prototypes *all = world->prototypes;
    enum sim_result result = SIM_OK;
    GROWING_ON(world, to, result,
               sim_technology_set_enabled(to->arena, all, technology,
                                          sim_technology_is_enabled(from, all, technology)));
    int researched = sim_technology_is_researched(from, all, technology);
    uint32_t level = sim_technology_level(from, all, technology);
    for (uint32_t i = 0; result == SIM_OK && i < level + 1; i++) {
        int behind = sim_technology_level(to->arena, all, technology) < level ||
                     (researched && !sim_technology_is_researched(to->arena, all, technology));
        if (!behind) {
            break;
        }
        GROWING_ON(world, to, result, sim_technology_set_researched(to->arena, all, technology, 1));
    }
    double progress = sim_technology_progress(from, all, technology);
    if (!researched && progress > 0 && progress < 1) {
        sim_technology_set_progress(to->arena, all, technology, progress);
    }
}

static void copy_bonus(luaapi_world *world, luaapi_surface *to, uint32_t kind, uint32_t subject, double mine,
                       double theirs)
{
    enum sim_result result = SIM_OK;
    if (mine != theirs) {
        GROWING_ON(world, to, result, sim_force_set_bonus(to->arena, world->prototypes, kind, subject, theirs));
    }
}

static void copy_bonuses(luaapi_world *world, const sim_arena *from, luaapi_surface *to)
{
    const sim_prototypes *all = world->prototypes;
    for (uint32_t kind = SIM_TECHNOLOGY_EFFECT_INSERTER_STACK_SIZE_BONUS;
         kind <= SIM_TECHNOLOGY_EFFECT_MINING_WITH_FLUID; kind++) {
        copy_bonus(world, to, kind, 0, sim_force_bonus(to->arena, kind), sim_force_bonus(from, kind));
    }
    for (uint32_t ammo = 1; ammo < all->ammo_category_count; ammo++) {
        copy_bonus(world, to, SIM_TECHNOLOGY_EFFECT_AMMO_DAMAGE, ammo, sim_force_ammo_damage(to->arena, all, ammo),
                   sim_force_ammo_damage(from, all, ammo));
        copy_bonus(world, to, SIM_TECHNOLOGY_EFFECT_GUN_SPEED, ammo, sim_force_gun_speed(to->arena, all, ammo),
                   sim_force_gun_speed(from, all, ammo));
    }
    for (uint32_t entity = 1; entity < all->entity_count; entity++) {
        if (all->entities[entity].turret) {
            copy_bonus(world, to, SIM_TECHNOLOGY_EFFECT_TURRET_ATTACK, entity,
                       sim_force_turret_attack(to->arena, all, entity), sim_force_turret_attack(from, all, entity));
        }
    }
}

static void copy_recipes(luaapi_world *world, const sim_arena *from, luaapi_surface *to)
{
    const sim_prototypes *all = world->prototypes;
    for (uint32_t recipe = 1; recipe < all->recipe_count; recipe++) {
        int enabled = sim_recipe_is_enabled(from, all, recipe);
        enum sim_result result = SIM_OK;
        if (enabled != sim_recipe_is_enabled(to->arena, all, recipe)) {
            GROWING_ON(world, to, result, sim_recipe_set_enabled(to->arena, all, recipe, enabled));
        }
        copy_bonus(world, to, SIM_TECHNOLOGY_EFFECT_CHANGE_RECIPE_PRODUCTIVITY, recipe,
                   sim_recipe_productivity(to->arena, recipe), sim_recipe_productivity(from, recipe));
    }
}

static void copy_queue(luaapi_world *world, const sim_arena *from, luaapi_surface *to)
{
    uint16_t queue[SIM_RESEARCH_QUEUE];
    uint32_t count = sim_technology_queue(from, queue);
    for (uint32_t i = 0; i < count; i++) {
        enum sim_result result = SIM_OK;
        GROWING_ON(world, to, result, sim_technology_enqueue(to->arena, world->prototypes, queue[i]));
    }
}

void luaapi_research_settle(luaapi_world *world, luaapi_surface *surface)
{
    luaapi_force *force = luaapi_world_force(world, luaapi_surface_own_force(surface));
    luaapi_surface *from = force == NULL ? NULL : force->store;
    for (uint32_t index = 1; force != NULL && index <= world->surface_count; index = luaapi_world_next(world, index)) {
        luaapi_surface *other = luaapi_world_surface(world, index);
        if (other != NULL && other != surface && luaapi_surface_own_force(other) == force->index) {
            from = other;
            break;
        }
    }
    if (from == NULL || sim_technology_record(from->arena, 1) == NULL) {
        return;
    }
    for (uint32_t technology = 1; technology < world->prototypes->technology_count; technology++) {
        copy_technology(world, from->arena, surface, technology);
    }
    copy_recipes(world, from->arena, surface);
    copy_bonuses(world, from->arena, surface);
    copy_queue(world, from->arena, surface);
}

void luaapi_research_spread(luaapi_world *world, const luaapi_surface *surface, uint32_t technology)
{
    uint32_t force = luaapi_surface_own_force(surface);
    uint32_t level = sim_technology_level(surface->arena, world->prototypes, technology);
    int researched = sim_technology_is_researched(surface->arena, world->prototypes, technology);
    for (luaapi_surface *to = luaapi_research_next(world, force, NULL); to != NULL;
         to = luaapi_research_next(world, force, to)) {
        int behind = sim_technology_level(to->arena, world->prototypes, technology) < level ||
                     (researched && !sim_technology_is_researched(to->arena, world->prototypes, technology));
        enum sim_result result = SIM_OK;
        if (to != surface && behind) {
            GROWING_ON(world, to, result, sim_technology_set_researched(to->arena, world->prototypes, technology, 1));
        }
    }
}
