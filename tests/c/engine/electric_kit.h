/* electric_kit.h - short names for poles, networks and what hangs on them. Include after arena_kit.h. */
#ifndef TESTS_C_ENGINE_ELECTRIC_KIT_H
#define TESTS_C_ENGINE_ELECTRIC_KIT_H

#include "tests/c/engine/arena_kit.h"

__attribute__((unused)) static sim_handle place(sim_arena *arena, const char *name, double x, double y)
{
    return put(arena, name, (int32_t)(x * TILE), (int32_t)(y * TILE), 0);
}

__attribute__((unused)) static uint32_t network_at(const sim_arena *arena, sim_handle pole)
{
    return sim_pole_network(arena, prototypes, pole.index);
}

__attribute__((unused)) static sim_network_statistics statistics_of(const sim_arena *arena, sim_handle pole)
{
    return sim_network_statistics_get(arena, network_at(arena, pole));
}

__attribute__((unused)) static int are_wired(const sim_arena *arena, sim_handle a, sim_handle b)
{
    for (uint32_t index = 0, slot; (slot = sim_pole_neighbour(arena, prototypes, a.index, index)) != 0; index++)
        if (slot == b.index) return 1;
    return 0;
}

__attribute__((unused)) static uint32_t wires_of(const sim_arena *arena, sim_handle pole)
{
    uint32_t count = 0;
    while (sim_pole_neighbour(arena, prototypes, pole.index, count)) count++;
    return count;
}

/* The electric record of an entity. */
__attribute__((unused)) static uint32_t device(const sim_arena *arena, sim_handle handle)
{
    return sim_electric_of(arena, handle.index);
}

/* A device that draws, standing in for a machine: a radar, which has no behaviour of its own but the drawing. */
__attribute__((unused)) static uint32_t consumer(sim_arena *arena, double x, double y, double watts)
{
    uint32_t record = device(arena, place(arena, "radar", x, y));
    sim_electric_draw(arena, prototypes, record, watts / 60);
    return record;
}

#endif
