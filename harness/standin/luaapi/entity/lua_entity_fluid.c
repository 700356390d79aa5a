/* LuaEntity: fluids. */
#include "harness/standin/luaapi/entity/fluid_values.h"
#include "harness/standin/luaapi/prototype/prototype_fields.h"

static int get_fluidbox(lua_State *L, luaapi_object *self)
{
    luaapi_object *box = luaapi_object_push(L, self->world, &luaapi_class_fluid_box);
    box->surface = self->surface;
    box->entity = self->entity;
    return 1;
}

NUMBER_GETTER(get_fluids_count, luaapi_fluid_boxes(self))

static int get_fluid(lua_State *L, luaapi_object *self)
{
    return luaapi_push_fluid(L, self, luaapi_fluid_content(self, luaapi_fluid_box_at(L, self, 1)));
}

static int set_fluid(lua_State *L, luaapi_object *self)
{
    uint32_t box = luaapi_fluid_box_at(L, self, 1);
    sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    if (!lua_isnoneornil(L, 2)) {
        sim_fluid_content content = luaapi_read_fluid(L, 2, self->world);
        sim_fluid_box_add(ARENA(self), PROTOTYPES(self), box, content.fluid, sim_fluid_amount(content.amount),
                          content.temperature);
    }
    return luaapi_push_fluid(L, self, luaapi_fluid_content(self, box));
}

/* get_fluid_count(name?): of all boxes. */
static int get_fluid_count(lua_State *L, luaapi_object *self)
{
    uint16_t fluid = lua_isnoneornil(L, 1) ? 0 : luaapi_read_fluid_prototype(L, 1, self->world);
    double amount = 0;
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        sim_fluid_content content = luaapi_fluid_content(self, box);
        amount += fluid == 0 || content.fluid == fluid ? content.amount : 0;
    }
    lua_pushnumber(L, amount);
    return 1;
}

static int get_fluid_contents(lua_State *L, luaapi_object *self)
{
    lua_newtable(L);
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        sim_fluid_content content = luaapi_fluid_content(self, box);
        if (content.fluid && content.amount > 0) {
            const char *name = PROTOTYPES(self)->fluids[content.fluid].name;
            lua_getfield(L, -1, name);
            double before = lua_tonumber(L, -1);
            lua_pop(L, 1);
            luaapi_put_number(L, name, before + content.amount);
        }
    }
    return 1;
}

/* 1 when a box of the entity is kept for one fluid: boxes that a recipe has no use for take nothing then. */
static int keeps_boxes(const luaapi_object *self)
{
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        if (sim_fluid_box_at(ARENA(self), box)->filter) {
            return 1;
        }
    }
    return 0;
}

/* insert_fluid(fluid): how much went in. */
static int insert_fluid(lua_State *L, luaapi_object *self)
{
    sim_fluid_content content = luaapi_read_fluid(L, 1, self->world);
    int64_t left = sim_fluid_amount(content.amount);
    int64_t inserted = 0;
    int keeps = keeps_boxes(self);
    for (uint32_t box = luaapi_fluid_box_of(self); box && left > 0; box = sim_fluid_box_next(ARENA(self), box)) {
        if (keeps && sim_fluid_box_at(ARENA(self), box)->filter == 0) {
            continue;
        }
        int64_t put = sim_fluid_box_add(ARENA(self), PROTOTYPES(self), box, content.fluid, left, content.temperature);
        left -= put;
        inserted += put;
    }
    lua_pushnumber(L, sim_fluid_units(inserted));
    return 1;
}

/* remove_fluid{name, amount}: how much came out. */
static int remove_fluid(lua_State *L, luaapi_object *self)
{
    sim_fluid_content wanted = luaapi_read_fluid(L, 1, self->world);
    int64_t left = sim_fluid_amount(wanted.amount);
    int64_t removed = 0;
    for (uint32_t box = luaapi_fluid_box_of(self); box && left > 0; box = sim_fluid_box_next(ARENA(self), box)) {
        if (luaapi_fluid_content(self, box).fluid == wanted.fluid) {
            int64_t taken = sim_fluid_box_remove(ARENA(self), PROTOTYPES(self), box, left);
            left -= taken;
            removed += taken;
        }
    }
    lua_pushnumber(L, sim_fluid_units(removed));
    return 1;
}

static int clear_fluid_inside(lua_State *L, luaapi_object *self)
{
    (void)L;
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        sim_fluid_box_flush(ARENA(self), PROTOTYPES(self), box);
    }
    return 0;
}

const luaapi_member luaapi_entity_fluid_members[] = {
    {"fluidbox", get_fluidbox, NULL, NULL},
    {"fluids_count", get_fluids_count, NULL, NULL},
    {"get_fluid", NULL, NULL, get_fluid},
    {"set_fluid", NULL, NULL, set_fluid},
    {"get_fluid_count", NULL, NULL, get_fluid_count},
    {"get_fluid_contents", NULL, NULL, get_fluid_contents},
    {"insert_fluid", NULL, NULL, insert_fluid},
    {"remove_fluid", NULL, NULL, remove_fluid},
    {"clear_fluid_inside", NULL, NULL, clear_fluid_inside},
    {NULL, NULL, NULL, NULL},
};
