#include "harness/standin/engine/character/ride.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_link.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/walk_step.h"

#define HALF_TILE (SIM_FIXED_ONE / 2)

/* The tiles of a belt, as a box whose right and bottom edges do not belong to it. */
static sim_box tiles_of(const sim_prototypes *prototypes, const sim_entity *belt)
{
    int is_splitter = sim_entity_prototype_of(prototypes, belt)->type == SIM_TYPE_SPLITTER;
    sim_box box = {is_splitter ? -2 * HALF_TILE : -HALF_TILE, -HALF_TILE, is_splitter ? 2 * HALF_TILE : HALF_TILE,
                   HALF_TILE};
    return sim_box_at(sim_box_turned(box, belt->direction), belt->position);
}

/* A belt whose tiles the area overlaps, NULL for none. */
static const sim_entity *belt_in(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area)
{
    if (!(arena->live_pools & 1u << SIM_POOL_BELT)) return NULL;
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t slot = sim_entity_index(arena, entity);
        if (!sim_belt_is_belt(arena, prototypes, slot)) continue;
        if (sim_box_overlaps(tiles_of(prototypes, entity), area)) return entity;
    }
    return NULL;
}

static const sim_entity *belt_under(const sim_arena *arena, const sim_prototypes *prototypes, sim_position place)
{
    sim_box area = {place.x, place.y, place.x + 1, place.y + 1};
    return belt_in(arena, prototypes, area);
}

void sim_ride_look(sim_arena *arena, const sim_prototypes *prototypes, sim_position place)
{
    if (!(arena->awake & SIM_AWAKE_RIDING) && belt_under(arena, prototypes, place)) arena->awake |= SIM_AWAKE_RIDING;
}

int sim_ride_begins_in(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area)
{
    return belt_in(arena, prototypes, area) != NULL;
}

/* How far a place lies from the centre of a belt, along a direction. */
static int32_t along(const sim_entity *belt, sim_position place, uint8_t direction)
{
    sim_position step = sim_belt_step(direction);
    return (place.x - belt->position.x) * step.x + (place.y - belt->position.y) * step.y;
}

/* The direction in which a turn carries what stands there. */
static uint8_t way_round(const sim_entity *belt, uint32_t shape, sim_position place)
{
    uint8_t from = (uint8_t)((belt->direction + (shape == SIM_BELT_LEFT ? 4 : 12)) % 16);
    return along(belt, place, from) + along(belt, place, belt->direction) < 0 ? from : belt->direction;
}

/* Where a belt carries what stands there, in a tick. */
static sim_position carry(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *belt,
                          sim_position place)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, belt);
    uint32_t slot = sim_entity_index(arena, belt), shape = sim_belt_shape_of(arena, prototypes, slot);
    sim_position none = {0, 0};
    if (prototype->type == SIM_TYPE_UNDERGROUND_BELT) {
        int is_beyond = along(belt, place, belt->direction) >= 0;
        if (is_beyond != sim_underground_is_output(arena, prototypes, slot)) return none;
    }
    sim_position step = sim_belt_step(shape == SIM_BELT_STRAIGHT ? belt->direction : way_round(belt, shape, place));
    int32_t speed = (int32_t)prototype->belt_speed_fixed;
    return (sim_position){step.x * speed, step.y * speed};
}

void sim_ride_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int is_anybody_on_a_belt = 0, is_held;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character == NULL) continue;
        const sim_entity *entity = sim_entity_slot(arena, character->entity);
        sim_position place = entity->position;
        const sim_entity *belt = belt_under(arena, prototypes, place);
        if (belt == NULL) continue;
        is_anybody_on_a_belt = 1;
        sim_position step = carry(arena, prototypes, belt, place);
        if ((step.x | step.y) == 0) continue;
        sim_position to = sim_walk_step(arena, prototypes, entity->prototype, place, step, &is_held);
        sim_entity_move(arena, prototypes, character->entity, to);
    }
    if (!is_anybody_on_a_belt) arena->awake &= ~SIM_AWAKE_RIDING;
}

int sim_ride_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 0; i < arena->character_count; i++) {
        if (sim_character_get(arena, i) == NULL) continue;
        sim_position place = sim_character_position(arena, i);
        SIM_EXPECT(fault, "ride", i, place,
                   arena->awake & SIM_AWAKE_RIDING || belt_under(arena, prototypes, place) == NULL);
    }
    return 1;
}
