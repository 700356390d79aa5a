#include "harness/standin/engine/fluids/fluid_connection.h"

/* Where an end stands and which way it leads. */
typedef struct place {
    int32_t x, y;      /* tile of the end             */
    int32_t dx, dy;    /* to the next tile            */
    const sim_pipe_connection_prototype *prototype;
} place;

uint32_t sim_fluid_connection_count(const sim_prototypes *prototypes, const sim_fluid_box *box)
{
    uint32_t count = prototypes->fluid_boxes[box->prototype].connection_count;
    return count < SIM_FLUID_BOX_CONNECTIONS ? count : SIM_FLUID_BOX_CONNECTIONS;
}

sim_fluid_end sim_fluid_connection_towards(const sim_arena *arena, uint32_t other, uint32_t box)
{
    sim_fluid_end end = {0, 0};
    for (uint32_t side = 0; other && side < SIM_FLUID_BOX_CONNECTIONS; side++)
        if (sim_fluid_box_at(arena, other)->target[side] == box) {
            end.box = other;
            end.side = side;
        }
    return end;
}

const sim_pipe_connection_prototype *sim_fluid_connection_prototype(const sim_arena *arena,
                                                                    const sim_prototypes *prototypes,
                                                                    sim_fluid_end end)
{
    uint32_t first = prototypes->fluid_boxes[sim_fluid_box_at(arena, end.box)->prototype].first_connection;
    return &prototypes->pipe_connections[first + end.side];
}

static place place_of(const sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end)
{
    static const int8_t steps_x[4] = {0, 1, 0, -1}, steps_y[4] = {-1, 0, 1, 0};
    const sim_entity *entity = sim_entity_slot(arena, sim_fluid_box_at(arena, end.box)->entity);
    const sim_pipe_connection_prototype *prototype = sim_fluid_connection_prototype(arena, prototypes, end);
    uint32_t quarter = entity->direction / 4 % 4, towards = (prototype->direction / 4 + quarter) % 4;
    sim_position offset = prototype->positions[quarter];
    place here = {sim_fixed_tile(entity->position.x + offset.x), sim_fixed_tile(entity->position.y + offset.y),
                  steps_x[towards], steps_y[towards], prototype};
    return here;
}

/* How two ends lie to each other: two tunnels in the same direction follow each other. */
enum meeting { APART, FACING, FOLLOWING };

static enum meeting meeting_of(const place *a, const place *b, int32_t distance)
{
    if (b->x != a->x + a->dx * distance || b->y != a->y + a->dy * distance) return APART;
    if (a->prototype->type != b->prototype->type) return APART;
    if (!(a->prototype->connection_categories & b->prototype->connection_categories)) return APART;
    int is_facing = b->dx == -a->dx && b->dy == -a->dy;
    if (b->prototype->type != SIM_PIPE_CONNECTION_UNDERGROUND) return is_facing ? FACING : APART;
    if (b->dx == a->dx && b->dy == a->dy) return FOLLOWING;
    return is_facing && distance <= b->prototype->max_underground_distance ? FACING : APART;
}

/* Looks for an end of the entity that meets the place at that distance. */
static enum meeting meet_entity(const sim_arena *arena, const sim_prototypes *prototypes, const place *from,
                                int32_t distance, uint32_t slot, sim_fluid_end *found)
{
    uint32_t box = sim_fluid_first_box(arena, prototypes, slot);
    for (; box != 0; box = sim_fluid_box_next(arena, box)) {
        uint32_t count = sim_fluid_connection_count(prototypes, sim_fluid_box_at(arena, box));
        for (uint32_t side = 0; side < count; side++) {
            sim_fluid_end end = {box, side};
            place to = place_of(arena, prototypes, end);
            enum meeting meeting = meeting_of(from, &to, distance);
            if (meeting == APART) continue;
            *found = end;
            return meeting;
        }
    }
    return APART;
}

static enum meeting meet_tile(const sim_arena *arena, const sim_prototypes *prototypes, const place *from,
                              int32_t distance, uint32_t own_slot, sim_fluid_end *found)
{
    int32_t x = from->x + from->dx * distance, y = from->y + from->dy * distance;
    sim_position centre = {sim_fixed_tile_centre(x), sim_fixed_tile_centre(y)};
    sim_box area = {centre.x, centre.y, centre.x, centre.y};
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t slot = sim_entity_index(arena, entity);
        if (slot == own_slot || prototypes->entities[entity->prototype].fluid_box_count == 0) continue;
        enum meeting meeting = meet_entity(arena, prototypes, from, distance, slot, found);
        if (meeting != APART) return meeting;
    }
    return APART;
}

sim_fluid_end sim_fluid_connection_find(const sim_arena *arena, const sim_prototypes *prototypes, sim_fluid_end end)
{
    const sim_fluid_end none = {0, 0};
    place from = place_of(arena, prototypes, end);
    uint32_t own_slot = sim_fluid_box_at(arena, end.box)->entity;
    int is_underground = from.prototype->type == SIM_PIPE_CONNECTION_UNDERGROUND;
    int32_t farthest = is_underground ? from.prototype->max_underground_distance : 1;
    sim_fluid_end found = none;
    for (int32_t distance = 1; distance <= farthest; distance++) {
        enum meeting meeting = meet_tile(arena, prototypes, &from, distance, own_slot, &found);
        if (meeting == FACING) return found;
        if (meeting == FOLLOWING) return none; /* who faces us beyond it meets that one */
    }
    return none;
}
