#include "harness/standin/engine/energy/pole_wire.h"

uint32_t sim_wire_between(const sim_arena *arena, uint32_t pole, uint32_t other)
{
    sim_wire_neighbour at = sim_wire_first_neighbour(arena, pole);
    while (at.wire && at.pole != other) at = sim_wire_next_neighbour(arena, pole, at);
    return at.wire;
}

int sim_wire_add(sim_arena *arena, uint32_t pole, uint32_t other)
{
    uint32_t number = sim_pool_take(arena, SIM_POOL_WIRE, 1);
    if (number == 0) return 0;
    sim_wire *wire = sim_wire_at(arena, number);
    wire->pole[0] = pole < other ? pole : other;
    wire->pole[1] = pole < other ? other : pole;
    for (int side = 0; side < 2; side++) {
        wire->next[side] = sim_electric_at(arena, wire->pole[side])->part;
        sim_electric_at(arena, wire->pole[side])->part = number;
    }
    return 1;
}

static void unlink_wire(sim_arena *arena, uint32_t pole, uint32_t wire)
{
    uint32_t *link = &sim_electric_at(arena, pole)->part;
    while (*link != wire) link = &sim_wire_at(arena, *link)->next[sim_wire_at(arena, *link)->pole[1] == pole];
    *link = sim_wire_at(arena, wire)->next[sim_wire_at(arena, wire)->pole[1] == pole];
}

void sim_wire_remove(sim_arena *arena, uint32_t wire)
{
    unlink_wire(arena, sim_wire_at(arena, wire)->pole[0], wire);
    unlink_wire(arena, sim_wire_at(arena, wire)->pole[1], wire);
    sim_pool_give_back(arena, SIM_POOL_WIRE, wire);
}

int sim_wire_have_common_neighbour(const sim_arena *arena, uint32_t pole, uint32_t other)
{
    for (sim_wire_neighbour at = sim_wire_first_neighbour(arena, pole); at.wire;
         at = sim_wire_next_neighbour(arena, pole, at))
        if (sim_wire_between(arena, at.pole, other)) return 1;
    return 0;
}
