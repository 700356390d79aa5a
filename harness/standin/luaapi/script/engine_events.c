#include "harness/standin/luaapi/script/engine_events.h"

#include <string.h>

#include "harness/standin/luaapi/entity/entity_members.h"
#include "harness/standin/luaapi/script/events.h"
#include "harness/standin/luaapi/vm/ordered.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/world/research.h"

#define EVENTS_AT_A_TIME 256 /* room for what happens between two looks; more is lost */
#define MOST_ROUNDS 16       /* handlers that cause events which have handlers...     */
#define MOST_WAYPOINTS 1024

typedef struct event_name {
    uint32_t kind;
    const char *name;
} event_name;

static const event_name names[] = {
    {SIM_EVENT_ENTITY_DIED, "on_entity_died"},
    {SIM_EVENT_ENTITY_DIED, "on_post_entity_died"},
    {SIM_EVENT_ENTITY_DAMAGED, "on_entity_damaged"},
    {SIM_EVENT_RESEARCH_FINISHED, "on_research_finished"},
    {SIM_EVENT_RESEARCH_STARTED, "on_research_started"},
    {SIM_EVENT_ENTITY_SPAWNED, "on_entity_spawned"},
    {SIM_EVENT_RESOURCE_DEPLETED, "on_resource_depleted"},
    {SIM_EVENT_ROCKET_LAUNCH_ORDERED, "on_rocket_launch_ordered"},
    {SIM_EVENT_ROCKET_LAUNCHED, "on_rocket_launched"},
    {SIM_EVENT_GROUP_FINISHED, "on_ai_command_completed"},
    {SIM_EVENT_GROUP_CREATED, "on_unit_group_created"},
    {SIM_EVENT_GROUP_GATHERED, "on_unit_group_finished_gathering"},
};

/* Research is always heard, to be brought to the force's other surfaces. */
static uint32_t wanted_events(lua_State *L)
{
    uint32_t mask = 1u << SIM_EVENT_RESEARCH_FINISHED;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (luaapi_event_is_heard(L, names[i].name)) {
            mask |= 1u << names[i].kind;
        }
    }
    return mask;
}

static void listen_to(luaapi_world *world, luaapi_surface *surface)
{
    int only_research = world->event_mask == 1u << SIM_EVENT_RESEARCH_FINISHED;
    luaapi_surface_reserve_events(world, surface, only_research ? 16 : EVENTS_AT_A_TIME);
    surface->arena->event_mask = world->event_mask;
}

/* The surface with that number; after the last one the stores of forces. NULL for a hole. */
static luaapi_surface *place_at(luaapi_world *world, uint32_t number)
{
    return number < world->surface_count ? world->surfaces[number]
                                         : world->forces[number - world->surface_count].store;
}

/* Places of surfaces are their indices less one. */
static uint32_t place_after(const luaapi_world *world, uint32_t place)
{
    return luaapi_world_next(world, place + 1) - 1;
}

void luaapi_engine_events_listen(lua_State *L, luaapi_world *world)
{
    if (world->events_changed || world->event_mask == 0) {
        world->event_mask = wanted_events(L);
        world->events_changed = 0;
    }
    for (uint32_t i = 0; i < world->surface_count + world->force_count; i = place_after(world, i)) {
        luaapi_surface *surface = place_at(world, i);
        if (surface != NULL && surface->arena->event_mask != world->event_mask) {
            listen_to(world, surface);
        }
    }
}

/* A LuaEntity of what the event tells about: the entity, or what it was. */
static void push_subject(lua_State *L, luaapi_world *world, const luaapi_surface *surface)
{
    if (sim_entity_get(surface->arena, world->event.subject) != NULL) {
        luaapi_push_entity(L, world, surface->index, world->event.subject);
        return;
    }
    luaapi_object *dead = luaapi_object_push(L, world, &luaapi_class_dead_entity);
    dead->surface = surface->index;
    dead->number = world->event_serial;
    dead->entity = world->event.subject;
}

static void put_entity(lua_State *L, luaapi_world *world, const luaapi_surface *surface, const char *key,
                       sim_handle handle)
{
    if (handle.index != 0 && sim_entity_get(surface->arena, handle) != NULL) {
        luaapi_push_entity(L, world, surface->index, handle);
        luaapi_ordered_setfield(L, -2, key);
    }
}

static void put_force(lua_State *L, luaapi_world *world, const luaapi_surface *surface, uint32_t byte)
{
    uint32_t force = byte < LUAAPI_SURFACE_FORCES ? surface->force_of_byte[byte] : 0;
    if (force != 0) {
        luaapi_push_force(L, world, force);
        luaapi_ordered_setfield(L, -2, "force");
    }
}

static void raise_died(lua_State *L, luaapi_world *world, const luaapi_surface *surface)
{
    const sim_event event = world->event;
    uint32_t index = surface->index;
    lua_newtable(L);
    push_subject(L, world, surface);
    luaapi_ordered_setfield(L, -2, "entity");
    put_entity(L, world, surface, "cause", event.other);
    put_force(L, world, surface, event.value);
    luaapi_event_raise(L, world, "on_entity_died");
    if (luaapi_world_surface(world, index) != surface) {
        return;
    }
    lua_newtable(L);
    luaapi_push_fixed_position(L, event.position);
    luaapi_ordered_setfield(L, -2, "position");
    luaapi_push_prototype(L, world, &luaapi_class_entity_prototype, event.number);
    luaapi_ordered_setfield(L, -2, "prototype");
    luaapi_push_prototype(L, world, &luaapi_class_quality_prototype, 1);
    luaapi_ordered_setfield(L, -2, "quality");
    put_force(L, world, surface, event.value);
    lua_newtable(L);
    luaapi_ordered_setfield(L, -2, "corpses");
    luaapi_put_number(L, "surface_index", index);
    if (event.unit_number) {
        luaapi_put_number(L, "unit_number", event.unit_number);
    }
    luaapi_event_raise(L, world, "on_post_entity_died");
}

static void raise_damaged(lua_State *L, luaapi_world *world, const luaapi_surface *surface)
{
    const sim_event *event = &world->event;
    const sim_entity *entity = sim_entity_get(surface->arena, event->subject);
    lua_newtable(L);
    push_subject(L, world, surface);
    luaapi_ordered_setfield(L, -2, "entity");
    if (event->number) {
        luaapi_push_prototype(L, world, &luaapi_class_damage_prototype, event->number);
        luaapi_ordered_setfield(L, -2, "damage_type");
    }
    luaapi_put_number(L, "final_damage_amount", event->amount);
    luaapi_put_number(L, "final_health", entity == NULL ? 0 : sim_health_points(surface->arena, world->prototypes, entity));
    put_entity(L, world, surface, "cause", event->other);
    put_entity(L, world, surface, "source", event->other);
    put_force(L, world, surface, event->value);
    luaapi_event_raise(L, world, "on_entity_damaged");
}

/* Every surface of the force finishes it: scripts hear of the first alone. */
static void raise_research(lua_State *L, luaapi_world *world, luaapi_surface *surface, int by_script)
{
    const sim_event event = world->event;
    uint32_t force = luaapi_surface_own_force(surface);
    for (uint32_t i = 0; i < world->force_count && force == 0; i++) {
        force = world->forces[i].store == surface ? i + 1 : 0;
    }
    if (force == 0) {
        return;
    }
    if (event.kind == SIM_EVENT_RESEARCH_FINISHED) {
        luaapi_research_spread(world, surface, event.number);
    }
    if (luaapi_research_home(world, force) != surface) {
        return;
    }
    lua_newtable(L);
    luaapi_push_technology(L, world, force, event.number);
    luaapi_ordered_setfield(L, -2, "research");
    if (event.kind == SIM_EVENT_RESEARCH_FINISHED) {
        luaapi_put_boolean(L, "by_script", by_script);
    }
    luaapi_event_raise(L, world,
                       event.kind == SIM_EVENT_RESEARCH_FINISHED ? "on_research_finished" : "on_research_started");
}

static void raise_of_entity(lua_State *L, luaapi_world *world, const luaapi_surface *surface, const char *name)
{
    lua_newtable(L);
    push_subject(L, world, surface);
    luaapi_ordered_setfield(L, -2, "entity");
    put_entity(L, world, surface, "spawner", world->event.other);
    luaapi_event_raise(L, world, name);
}

static void raise_of_silo(lua_State *L, luaapi_world *world, const luaapi_surface *surface, const char *name)
{
    lua_newtable(L);
    push_subject(L, world, surface);
    luaapi_ordered_setfield(L, -2, "rocket_silo");
    luaapi_event_raise(L, world, name);
}

/* unit_number is that of the unit, or the group's unique_id. */
static void raise_completed(lua_State *L, luaapi_world *world, const luaapi_surface *surface)
{
    static const char *const results[] = {"in_progress", "fail", "success", "deleted"};
    const sim_event *event = &world->event;
    const sim_unit_group *group = event->subject.index ? NULL : sim_unit_group_get(surface->arena, event->value);
    lua_newtable(L);
    luaapi_put_number(L, "unit_number", event->subject.index ? event->unit_number : group ? group->number : event->value);
    luaapi_push_define(L, "behavior_result", results[event->number & 3]);
    luaapi_ordered_setfield(L, -2, "result");
    luaapi_put_boolean(L, "was_distracted", 0);
    luaapi_event_raise(L, world, "on_ai_command_completed");
}

/* Nothing for a group that is gone. */
static void raise_of_group(lua_State *L, luaapi_world *world, const luaapi_surface *surface, const char *name)
{
    if (sim_unit_group_get(surface->arena, world->event.value) == NULL) {
        return;
    }
    lua_newtable(L);
    luaapi_push_group(L, world, surface->index, world->event.value);
    luaapi_ordered_setfield(L, -2, "group");
    luaapi_event_raise(L, world, name);
}

static void raise_event(lua_State *L, luaapi_world *world, luaapi_surface *surface, int by_script)
{
    switch (world->event.kind) {
    case SIM_EVENT_ENTITY_DIED: raise_died(L, world, surface); break;
    case SIM_EVENT_ENTITY_DAMAGED: raise_damaged(L, world, surface); break;
    case SIM_EVENT_RESEARCH_FINISHED:
    case SIM_EVENT_RESEARCH_STARTED: raise_research(L, world, surface, by_script); break;
    case SIM_EVENT_ENTITY_SPAWNED: raise_of_entity(L, world, surface, "on_entity_spawned"); break;
    case SIM_EVENT_RESOURCE_DEPLETED: raise_of_entity(L, world, surface, "on_resource_depleted"); break;
    case SIM_EVENT_ROCKET_LAUNCH_ORDERED: raise_of_silo(L, world, surface, "on_rocket_launch_ordered"); break;
    case SIM_EVENT_ROCKET_LAUNCHED: raise_of_silo(L, world, surface, "on_rocket_launched"); break;
    case SIM_EVENT_GROUP_FINISHED: raise_completed(L, world, surface); break;
    case SIM_EVENT_GROUP_CREATED: raise_of_group(L, world, surface, "on_unit_group_created"); break;
    case SIM_EVENT_GROUP_GATHERED: raise_of_group(L, world, surface, "on_unit_group_finished_gathering"); break;
    default: break;
    }
}

/* Raises what one arena has noted; 0 when that was nothing. */
static uint32_t raise_on(lua_State *L, luaapi_world *world, uint32_t place, int by_script)
{
    luaapi_surface *surface = place_at(world, place);
    uint32_t count = surface == NULL ? 0 : surface->arena->pools[SIM_POOL_EVENT].used;
    if (count <= 1) {
        return 0;
    }
    sim_event *events = lua_newuserdata(L, count * sizeof *events);
    count = sim_event_take(surface->arena, events, count);
    for (uint32_t i = 0; i < count && place_at(world, place) == surface; i++) {
        world->event = events[i];
        if (events[i].kind == SIM_EVENT_RESOURCE_DEPLETED) {
            world->event.prototype = events[i].number;
        }
        world->event_serial++;
        raise_event(L, world, surface, by_script);
    }
    world->event_serial++;
    lua_pop(L, 1);
    return count;
}

void luaapi_engine_events_raise(lua_State *L, luaapi_world *world, int by_script)
{
    uint32_t raised = 1;
    for (int round = 0; round < MOST_ROUNDS && raised > 0; round++) {
        raised = 0;
        for (uint32_t place = 0; place < world->surface_count + world->force_count; place = place_after(world, place)) {
            raised += raise_on(L, world, place, by_script);
        }
    }
}

static void append_waypoint(lua_State *L, sim_position place)
{
    lua_newtable(L);
    luaapi_push_fixed_position(L, place);
    luaapi_ordered_setfield(L, -2, "position");
    luaapi_put_boolean(L, "needs_destroy_to_reach", 0);
    lua_rawseti(L, -2, (int)lua_rawlen(L, -2) + 1);
}

static int32_t one_tile_towards(int32_t from, int32_t to)
{
    int32_t way = to - from;
    return way > SIM_FIXED_ONE ? SIM_FIXED_ONE : way < -SIM_FIXED_ONE ? -SIM_FIXED_ONE : way;
}

/* Pushes {{position = , needs_destroy_to_reach = false}, ...}: the engine keeps the corners of a path, scripts see a
 * waypoint on every tile. */
static void push_waypoints(lua_State *L, const sim_position *places, int32_t count)
{
    lua_createtable(L, count, 0);
    append_waypoint(L, places[0]);
    for (int32_t i = 1; i < count; i++) {
        sim_position at = places[i - 1];
        while (at.x != places[i].x || at.y != places[i].y) {
            at.x += one_tile_towards(at.x, places[i].x);
            at.y += one_tile_towards(at.y, places[i].y);
            append_waypoint(L, at);
        }
    }
}

static void raise_path(lua_State *L, luaapi_world *world, luaapi_path_request request, const sim_position *places,
                       int32_t count)
{
    lua_newtable(L);
    luaapi_put_number(L, "id", request.id);
    if (count > 0) {
        push_waypoints(L, places, count);
        luaapi_ordered_setfield(L, -2, "path");
    }
    luaapi_put_boolean(L, "try_again_later", request.number == 0);
    luaapi_event_raise(L, world, "on_script_path_request_finished");
}

void luaapi_engine_paths_raise(lua_State *L, luaapi_world *world)
{
    for (uint32_t i = 0; i < world->path_count;) {
        luaapi_path_request request = world->paths[i];
        luaapi_surface *surface = luaapi_world_surface(world, request.surface);
        sim_position *places = lua_newuserdata(L, MOST_WAYPOINTS * sizeof *places);
        int32_t count = request.number && surface != NULL
                            ? sim_path_result(surface->arena, request.number, places, MOST_WAYPOINTS)
                            : 0;
        if (count < 0) {
            i++;
        } else {
            memmove(world->paths + i, world->paths + i + 1, (world->path_count - i - 1) * sizeof request);
            world->path_count--;
            if (request.number && surface != NULL) {
                sim_path_forget(surface->arena, request.number);
            }
            raise_path(L, world, request, places, count < MOST_WAYPOINTS ? count : MOST_WAYPOINTS);
        }
        lua_pop(L, 1);
    }
}
