/* belt_kit.h - belts for tests: short names. Include after arena_kit.h. */
#ifndef TESTS_C_ENGINE_BELT_KIT_H
#define TESTS_C_ENGINE_BELT_KIT_H

#define NORTH 0
#define EAST 4
#define SOUTH 8
#define WEST 12

/* Creates what belongs on a tile and faces a direction; returns its entity slot. */
__attribute__((unused)) static uint32_t lay(sim_arena *arena, const char *name, int32_t x, int32_t y,
                                            uint8_t direction)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .direction = direction,
                            .force = SIM_FORCE_ARENA, .position = {x * TILE + CENTRE, y * TILE + CENTRE}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created.index;
}

/* A line of belts to the east from tile x, y; slots in `slots`. */
__attribute__((unused)) static void lay_line(sim_arena *arena, const char *name, int32_t x, int32_t y, uint32_t belts,
                                             uint32_t *slots)
{
    for (uint32_t i = 0; i < belts; i++) slots[i] = lay(arena, name, x + (int32_t)i, y, EAST);
}

__attribute__((unused)) static void remove_slot(sim_arena *arena, uint32_t slot)
{
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, slot)), SIM_OK);
}

__attribute__((unused)) static void put_on(sim_arena *arena, uint32_t slot, uint32_t line, int32_t position)
{
    CHECK_EQ_INT(sim_belt_insert(arena, prototypes, slot, line, position, item("iron-plate")), SIM_OK);
}

/* Place of the `index`th item of a line; -1 when there is none. */
__attribute__((unused)) static int32_t place_at(const sim_arena *arena, uint32_t slot, uint32_t line, uint32_t index)
{
    sim_belt_item rows[128];
    uint32_t count = sim_belt_items(arena, prototypes, slot, rows, 128);
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].line == line && rows[i].index == index) return rows[i].position;
    return -1;
}

/* Items on one line of an entity. */
__attribute__((unused)) static uint32_t on_line(const sim_arena *arena, uint32_t slot, uint32_t line)
{
    uint32_t count = 0;
    while (place_at(arena, slot, line, count) >= 0) count++;
    return count;
}

#endif
