/* fluid_kit.h - pipes and tanks for tests: short names. Include after arena_kit.h. */
#ifndef TESTS_C_ENGINE_FLUID_KIT_H
#define TESTS_C_ENGINE_FLUID_KIT_H

#define NORTH 0
#define EAST 4
#define SOUTH 8
#define WEST 12

/* With its centre on the tile's centre; sides of an even number of tiles have their centre on the tile's upper left. */
__attribute__((unused)) static enum sim_result try_place(sim_arena *arena, const char *name, int x, int y,
                                                         uint8_t direction, sim_handle *created)
{
    uint16_t prototype = sim_entity_named(prototypes, name);
    int is_across = direction / 4 % 2;
    uint8_t width = prototypes->entities[prototype].tile_width, height = prototypes->entities[prototype].tile_height;
    int is_odd_x = (is_across ? height : width) % 2, is_odd_y = (is_across ? width : height) % 2;
    sim_entity_spec spec = {.prototype = prototype, .direction = direction,
                            .position = {x * TILE + (is_odd_x ? CENTRE : 0), y * TILE + (is_odd_y ? CENTRE : 0)}};
    return sim_entity_create(arena, prototypes, &spec, created);
}

__attribute__((unused)) static sim_handle place(sim_arena *arena, const char *name, int x, int y, uint8_t direction)
{
    sim_handle created = {0, 0};
    CHECK_EQ_INT(try_place(arena, name, x, y, direction, &created), SIM_OK);
    return created;
}

__attribute__((unused)) static uint32_t box_of(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_first_box(arena, prototypes, handle.index);
}

__attribute__((unused)) static uint32_t segment_of(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_box_at(arena, box_of(arena, handle))->segment;
}

__attribute__((unused)) static double amount_in(const sim_arena *arena, sim_handle handle)
{
    return sim_fluid_box_content(arena, prototypes, box_of(arena, handle)).amount;
}

__attribute__((unused)) static double fill(sim_arena *arena, sim_handle handle, uint16_t fluid, double units)
{
    return sim_fluid_units(sim_fluid_box_add(arena, prototypes, box_of(arena, handle), fluid, sim_fluid_amount(units),
                                             prototypes->fluids[fluid].default_temperature));
}

#endif
