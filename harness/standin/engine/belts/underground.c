#include "harness/standin/engine/belts/underground.h"

#include "harness/standin/engine/belts/belt_line.h"

static int is_end(const sim_belt *belt)
{
    return belt->kind == SIM_BELT_ENTRANCE || belt->kind == SIM_BELT_EXIT;
}

static uint16_t prototype_of(const sim_belt_change *change, const sim_belt *belt)
{
    return sim_entity_slot(change->arena, belt->entity)->prototype;
}

/* The nearest end of the same prototype that lies on the way below the ground, when it is of the other kind. An end of
 * the same kind in the way takes the place of all behind it. */
static uint32_t find_partner(const sim_belt_change *change, uint32_t record, int32_t *gap)
{
    const sim_belt *belt = sim_belt_at(change->arena, record);
    uint16_t prototype = prototype_of(change, belt);
    int32_t reach = change->prototypes->entities[prototype].max_underground_distance;
    uint8_t way = (uint8_t)(belt->kind == SIM_BELT_ENTRANCE ? belt->direction : (belt->direction + 8) % 16);
    sim_position step = sim_belt_step(way);
    for (int32_t tiles = 1; tiles <= reach; tiles++) {
        uint32_t found = sim_belt_on_tile(change, belt->tile_x + step.x * tiles, belt->tile_y + step.y * tiles, 0);
        const sim_belt *other = found ? sim_belt_at(change->arena, found) : NULL;
        if (other == NULL || !is_end(other) || prototype_of(change, other) != prototype ||
            other->direction != belt->direction)
            continue;
        *gap = tiles - 1;
        return other->kind != belt->kind ? found : 0;
    }
    return 0;
}

/* The hidden tiles from the entrance on; 0 when the pool is full, with nothing left behind. */
static int dig(sim_belt_change *change, uint32_t entrance, uint32_t exit, int32_t gap)
{
    sim_arena *arena = change->arena;
    uint32_t last = entrance;
    for (int32_t i = 0; i < gap; i++) {
        const sim_belt *belt = sim_belt_at(arena, last);
        sim_position step = sim_belt_step(belt->direction);
        uint32_t tile = sim_belt_new(arena, change->prototypes, belt->entity, SIM_BELT_HIDDEN, belt->tile_x + step.x,
                                     belt->tile_y + step.y);
        if (tile == 0) {
            for (uint32_t next = sim_belt_at(arena, entrance)->hidden; next != 0;) {
                uint32_t after = sim_belt_at(arena, next)->hidden;
                sim_pool_give_back(arena, SIM_POOL_BELT, next);
                next = after;
            }
            sim_belt_at(arena, entrance)->hidden = 0;
            return 0;
        }
        sim_belt_at(arena, tile)->partner = exit;
        sim_belt_at(arena, last)->hidden = tile;
        last = tile;
    }
    return 1;
}

enum sim_result sim_underground_connect(sim_belt_change *change, uint32_t record)
{
    int32_t gap = 0;
    uint32_t partner = find_partner(change, record, &gap);
    if (partner == 0) return SIM_OK;
    int is_entrance = sim_belt_at(change->arena, record)->kind == SIM_BELT_ENTRANCE;
    uint32_t entrance = is_entrance ? record : partner, exit = is_entrance ? partner : record;
    uint32_t farther = sim_belt_at(change->arena, partner)->partner;
    if (farther == record) return SIM_OK;
    uint32_t room = change->arena->config.pool_capacity[SIM_POOL_BELT] - change->arena->pools[SIM_POOL_BELT].live;
    if (room < (uint32_t)gap) return SIM_ARENA_FULL;
    if (farther) sim_underground_part(change, partner, &farther);
    if (!dig(change, entrance, exit, gap)) return SIM_ARENA_FULL;
    sim_belt_at(change->arena, entrance)->partner = exit;
    sim_belt_at(change->arena, exit)->partner = entrance;
    for (uint32_t tile = entrance; tile != 0; tile = sim_belt_at(change->arena, tile)->hidden)
        sim_belt_link_record(change, tile);
    return SIM_OK;
}

void sim_underground_part(sim_belt_change *change, uint32_t record, uint32_t *other)
{
    sim_belt *belt = sim_belt_at(change->arena, record);
    *other = belt->partner;
    if (belt->partner == 0) return;
    sim_belt *entrance = belt->kind == SIM_BELT_ENTRANCE ? belt : sim_belt_at(change->arena, belt->partner);
    sim_belt_at(change->arena, entrance->partner)->partner = 0;
    entrance->partner = 0;
    for (uint32_t tile = entrance->hidden; tile != 0;) {
        uint32_t next = sim_belt_at(change->arena, tile)->hidden;
        sim_belt_free(change, tile);
        tile = next;
    }
    entrance->hidden = 0;
    sim_belt_link_record(change, record);
    sim_belt_link_record(change, *other);
}
