#include "harness/standin/luaapi/surface/entity_conditions.h"

#include <string.h>

#include "harness/standin/luaapi/objects/arguments.h"
#include "harness/standin/luaapi/vm/raise.h"

/* One entity that a filter is held against. */
typedef struct candidate {
    luaapi_world *world;
    const sim_arena *arena;
    uint32_t slot;
    sim_handle handle;
} candidate;

/* Whether the value on top of the stack fits the candidate. */
typedef int (*fitting)(lua_State *L, const candidate *entity);

static const sim_entity_prototype *prototype_of(const candidate *entity)
{
    return &entity->world->prototypes->entities[sim_entity_slot(entity->arena, entity->slot)->prototype];
}

static const sim_ghost *ghost_of(const candidate *entity)
{
    return sim_ghost_of(entity->arena, entity->world->prototypes, entity->handle);
}

static uint16_t tile_of(const candidate *entity)
{
    return sim_tile_ghost_tile(entity->arena, entity->world->prototypes, entity->handle);
}

static int text_is(lua_State *L, const char *text)
{
    return lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), text) == 0;
}

static int ghost_name_fits(lua_State *L, const candidate *entity)
{
    uint16_t tile = tile_of(entity);
    if (tile) {
        return text_is(L, entity->world->prototypes->tiles[tile].name);
    }
    const sim_ghost *ghost = ghost_of(entity);
    if (ghost == NULL) {
        return 0;
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        return text_is(L, entity->world->prototypes->entities[ghost->prototype].name);
    }
    return luaapi_read_entity_prototype(L, -1, entity->world) == ghost->prototype;
}

static int ghost_type_fits(lua_State *L, const candidate *entity)
{
    if (tile_of(entity)) {
        return text_is(L, "tile");
    }
    const sim_ghost *ghost = ghost_of(entity);
    return ghost != NULL && text_is(L, entity->world->prototypes->entities[ghost->prototype].type_name);
}

static int mark_fits(lua_State *L, const candidate *entity)
{
    return lua_toboolean(L, -1) == sim_ghost_is_marked(entity->arena, entity->handle);
}

/* Nothing is ever marked for an upgrade here. */
static int upgrade_fits(lua_State *L, const candidate *entity)
{
    (void)entity;
    return !lua_toboolean(L, -1);
}

static int military_fits(lua_State *L, const candidate *entity)
{
    return lua_toboolean(L, -1) == ((prototype_of(entity)->flags & SIM_FLAG_IS_MILITARY_TARGET) != 0);
}

static int item_fits(lua_State *L, const candidate *entity)
{
    uint16_t item = luaapi_read_item_prototype(L, -1, entity->world);
    for (uint32_t index = 0;; index++) {
        sim_stack stack = sim_transfer_stored(entity->arena, entity->world->prototypes, entity->slot, index);
        if (stack.item == 0 || stack.item == item) {
            return stack.item != 0;
        }
    }
}

/* The quality "normal" is the only one, and the least: what is compared with it is told by the comparator alone. */
static int quality_fits(lua_State *L, const candidate *entity)
{
    (void)entity;
    int top = lua_gettop(L), fits = 1;
    if (lua_istable(L, top)) {
        lua_getfield(L, top, "comparator");
        fits = !text_is(L, "<") && !text_is(L, ">") && !text_is(L, "!=") && !text_is(L, "\xe2\x89\xa0"); /* unequal */
        lua_getfield(L, top, "quality");
    } else {
        lua_pushvalue(L, top);
    }
    if (lua_type(L, -1) == LUA_TSTRING && !text_is(L, "normal")) {
        luaapi_raise(L, "Unknown quality name: %s", lua_tostring(L, -1));
    }
    lua_settop(L, top);
    return fits;
}

/* 1 when `fits` holds for the field's value, or for one of its elements when it is a list. */
static int field_fits(lua_State *L, int filter, enum luaapi_key key, int takes_list, fitting fits,
                      const candidate *entity)
{
    int top = lua_gettop(L), result = 0;
    luaapi_push_field(L, filter, luaapi_key_text(key));
    if (takes_list && lua_istable(L, -1)) {
        int length = (int)lua_rawlen(L, top + 1);
        for (int i = 1; i <= length && !result; i++) {
            lua_rawgeti(L, top + 1, i);
            result = fits(L, entity);
            lua_settop(L, top + 1);
        }
    } else {
        result = fits(L, entity);
    }
    lua_settop(L, top);
    return result;
}

int luaapi_conditions_fit(lua_State *L, int filter, uint32_t keys, luaapi_world *world, const luaapi_surface *surface,
                          uint32_t slot)
{
    static const struct {
        enum luaapi_key key;
        int takes_list;
        fitting fits;
    } conditions[] = {
        {LUAAPI_KEY_GHOST_NAME, 1, ghost_name_fits},
        {LUAAPI_KEY_GHOST_TYPE, 1, ghost_type_fits},
        {LUAAPI_KEY_TO_BE_DECONSTRUCTED, 0, mark_fits},
        {LUAAPI_KEY_TO_BE_UPGRADED, 0, upgrade_fits},
        {LUAAPI_KEY_IS_MILITARY_TARGET, 0, military_fits},
        {LUAAPI_KEY_HAS_ITEM_INSIDE, 0, item_fits},
        {LUAAPI_KEY_QUALITY, 0, quality_fits},
    };
    candidate entity = {world, surface->arena, slot, sim_entity_handle(surface->arena, slot)};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        if ((keys >> conditions[i].key & 1) &&
            !field_fits(L, filter, conditions[i].key, conditions[i].takes_list, conditions[i].fits, &entity)) {
            return 0;
        }
    }
    return 1;
}
