#include "harness/standin/luaapi/entity/fluid_values.h"

#include <math.h>

#include "harness/standin/luaapi/prototype/prototype_fields.h"
#include "harness/standin/luaapi/vm/ordered.h"

uint32_t luaapi_fluid_box_of(const luaapi_object *self)
{
    return ENTITY_PROTOTYPE(self)->fluid_box_count == 0
               ? 0
               : sim_fluid_first_box(ARENA(self), PROTOTYPES(self), SLOT(self));
}

uint32_t luaapi_fluid_boxes(const luaapi_object *self)
{
    uint32_t count = 0;
    for (uint32_t box = luaapi_fluid_box_of(self); box; box = sim_fluid_box_next(ARENA(self), box)) {
        count++;
    }
    return count;
}

sim_fluid_content luaapi_fluid_content(const luaapi_object *self, uint32_t box)
{
    return sim_fluid_box_content(ARENA(self), PROTOTYPES(self), box);
}

int luaapi_push_fluid(lua_State *L, const luaapi_object *self, sim_fluid_content content)
{
    static const char *const keys[] = {"name", "amount", "temperature", NULL};
    if (content.fluid == 0 || !(content.amount > 0)) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 4);
    luaapi_ordered_template(L, -1, keys);
    lua_pushstring(L, PROTOTYPES(self)->fluids[content.fluid].name);
    lua_setfield(L, -2, "name");
    lua_pushnumber(L, content.amount);
    lua_setfield(L, -2, "amount");
    lua_pushnumber(L, content.temperature);
    lua_setfield(L, -2, "temperature");
    return 1;
}

sim_fluid_content luaapi_read_fluid(lua_State *L, int index, luaapi_world *world)
{
    sim_fluid_content content = {0, 0, 0, 0};
    index = lua_absindex(L, index);
    luaapi_check_type(L, index, LUA_TTABLE, "fluid");
    luaapi_push_field(L, index, "name");
    content.fluid = luaapi_read_fluid_prototype(L, -1, world);
    lua_pop(L, 1);
    content.amount = luaapi_field_number(L, index, "amount");
    content.temperature =
        luaapi_field_number_or(L, index, "temperature", world->prototypes->fluids[content.fluid].default_temperature);
    if (!(content.amount >= 0 && content.amount < 1e12) || !(fabs(content.temperature) < 1e6)) {
        luaapi_raise(L, "Fluid amount and temperature must be numbers in range, the amount not negative.");
    }
    return content;
}

uint32_t luaapi_fluid_box_at(lua_State *L, const luaapi_object *self, int argument)
{
    uint32_t index = (uint32_t)luaapi_read_integer(L, argument, "fluidbox index", 1, UINT32_MAX);
    uint32_t first = luaapi_fluid_box_of(self);
    uint32_t box = first ? sim_fluid_box_nth(ARENA(self), first, index - 1) : 0;
    if (box == 0) {
        luaapi_raise(L, "Index out of bounds: %d of %d fluid boxes.", (int)index, (int)luaapi_fluid_boxes(self));
    }
    return box;
}
