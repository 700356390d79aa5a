/* unit_kit.h - commands to units for tests: short names. Include after combat_kit.h. */
#ifndef TESTS_C_ENGINE_UNIT_KIT_H
#define TESTS_C_ENGINE_UNIT_KIT_H

__attribute__((unused)) static sim_command go_to(double x, double y)
{
    sim_command command = sim_command_of(SIM_COMMAND_GO_TO_LOCATION);
    command.destination = (sim_position){sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
    command.radius = TILE / 2;
    return command;
}

__attribute__((unused)) static void tell(sim_arena *arena, sim_handle unit, sim_command command)
{
    CHECK_EQ_INT(sim_unit_set_command(arena, prototypes, unit, &command), SIM_OK);
}

/* A wall of single tiles along a column, both ends included. */
__attribute__((unused)) static void build_wall(sim_arena *arena, const char *name, double x, int top, int bottom,
                                               uint8_t force)
{
    for (int y = top; y <= bottom; y++) place(arena, name, x, y + 0.5, force);
}

#endif
