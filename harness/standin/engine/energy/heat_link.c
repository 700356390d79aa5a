#include "harness/standin/engine/energy/heat_link.h"

/* Where a connection stands and the tile that it leads to. */
typedef struct joint {
    int32_t x, y;
    int32_t to_x, to_y;
} joint;

static const sim_heat_prototype *prototype_of(const sim_prototypes *prototypes, const sim_heat *heat)
{
    return &prototypes->heats[heat->prototype];
}

static uint32_t connection_count(const sim_prototypes *prototypes, const sim_heat *heat)
{
    uint32_t count = prototype_of(prototypes, heat)->connection_count;
    return count < SIM_HEAT_LINKS ? count : SIM_HEAT_LINKS;
}

static const sim_pipe_connection_prototype *connection_at(const sim_prototypes *prototypes, const sim_heat *heat,
                                                          uint32_t side)
{
    return &prototypes->pipe_connections[prototype_of(prototypes, heat)->first_connection + side];
}

static joint joint_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_heat *heat, uint32_t side)
{
    static const int8_t STEPS_X[4] = {0, 1, 0, -1}, STEPS_Y[4] = {-1, 0, 1, 0};
    const sim_entity *entity = sim_entity_slot(arena, heat->entity);
    const sim_pipe_connection_prototype *connection = connection_at(prototypes, heat, side);
    uint32_t quarter = entity->direction / 4 % 4, towards = (connection->direction / 4 + quarter) % 4;
    sim_position offset = connection->positions[quarter];
    int32_t x = sim_fixed_tile(entity->position.x + offset.x), y = sim_fixed_tile(entity->position.y + offset.y);
    return (joint){x, y, x + STEPS_X[towards], y + STEPS_Y[towards]};
}

/* The connection of a record that meets the joint; SIM_HEAT_LINKS for none. */
static uint32_t side_facing(const sim_arena *arena, const sim_prototypes *prototypes, const sim_heat *heat, joint from)
{
    for (uint32_t side = 0; side < connection_count(prototypes, heat); side++) {
        joint to = joint_of(arena, prototypes, heat, side);
        if (to.x == from.to_x && to.y == from.to_y && to.to_x == from.x && to.to_y == from.y) return side;
    }
    return SIM_HEAT_LINKS;
}

static void link_side(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t side)
{
    sim_heat *heat = sim_heat_at(arena, record);
    joint from = joint_of(arena, prototypes, heat, side);
    sim_position centre = {sim_fixed_tile_centre(from.to_x), sim_fixed_tile_centre(from.to_y)};
    sim_entity_cursor cursor = sim_entity_search(arena, (sim_box){centre.x, centre.y, centre.x, centre.y},
                                                 SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t slot = sim_entity_index(arena, entity), other = sim_heat_of(arena, prototypes, slot);
        if (other == 0 || other == record) continue;
        uint32_t back = side_facing(arena, prototypes, sim_heat_at(arena, other), from);
        if (back == SIM_HEAT_LINKS || sim_heat_at(arena, other)->links[back]) continue;
        heat->links[side] = other;
        sim_heat_at(arena, other)->links[back] = record;
        sim_heat_at(arena, other)->has_changed = 1;
        sim_pool_wake(arena, SIM_POOL_HEAT, other);
        return;
    }
}

void sim_heat_link(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    for (uint32_t side = 0; side < connection_count(prototypes, heat); side++)
        if (heat->links[side] == 0) link_side(arena, prototypes, record, side);
    heat->has_changed = 1;
    sim_pool_wake(arena, SIM_POOL_HEAT, record);
}

void sim_heat_cut(sim_arena *arena, uint32_t record)
{
    sim_heat *heat = sim_heat_at(arena, record);
    for (uint32_t side = 0; side < SIM_HEAT_LINKS; side++) {
        if (heat->links[side] == 0) continue;
        sim_heat *other = sim_heat_at(arena, heat->links[side]);
        for (uint32_t back = 0; back < SIM_HEAT_LINKS; back++)
            if (other->links[back] == record) other->links[back] = 0;
        other->has_changed = 1;
        sim_pool_wake(arena, SIM_POOL_HEAT, heat->links[side]);
        heat->links[side] = 0;
    }
}

/* Connections that face the same way as this one, and how many of them lead to `other`. */
static int is_whole_side(const sim_prototypes *prototypes, const sim_heat *heat, uint32_t side, uint32_t other)
{
    uint8_t direction = connection_at(prototypes, heat, side)->direction;
    for (uint32_t i = 0; i < connection_count(prototypes, heat); i++)
        if (connection_at(prototypes, heat, i)->direction == direction && heat->links[i] != other) return 0;
    return 1;
}

uint32_t sim_heat_working_neighbours(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_heat *heat = sim_heat_at(arena, record);
    uint32_t count = 0;
    for (uint32_t side = 0; side < connection_count(prototypes, heat); side++) {
        uint32_t other = heat->links[side];
        int is_first = 1;
        for (uint32_t i = 0; i < side; i++) is_first &= heat->links[i] != other;
        if (other == 0 || !is_first || !sim_heat_at(arena, other)->works) continue;
        count += (uint32_t)is_whole_side(prototypes, heat, side, other);
    }
    return count;
}
