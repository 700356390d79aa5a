#include "harness/standin/engine/machines/drill_output.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_await.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/dispatch/transfer.h"
#include "harness/standin/engine/entities/watch.h"

/* What a drop looks at is its tile without a rim of 12/256 (measured in the game, for inserters). */
#define DROP_RIM 12

sim_position sim_drill_drop_position(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    const sim_entity *entity = sim_entity_slot(arena, drill->entity);
    sim_position vector = prototypes->entities[entity->prototype].place_result_position;
    const sim_position quarters[4] = {
        vector, {-vector.y, vector.x}, {-vector.x, -vector.y}, {vector.y, -vector.x},
    };
    vector = quarters[entity->direction / 4 % 4];
    sim_position position = {entity->position.x + vector.x, entity->position.y + vector.y};
    return position;
}

static sim_box drop_box(sim_position position)
{
    int32_t left = sim_fixed_tile(position.x) * SIM_FIXED_ONE, top = sim_fixed_tile(position.y) * SIM_FIXED_ONE;
    sim_box box = {left + DROP_RIM, top + DROP_RIM, left + SIM_FIXED_ONE - DROP_RIM, top + SIM_FIXED_ONE - DROP_RIM};
    return box;
}

uint32_t sim_drill_output(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    sim_box box = drop_box(sim_drill_drop_position(arena, prototypes, drill));
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ENTITIES);
    uint32_t found = 0;
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t slot = sim_entity_index(arena, entity);
        if (slot == drill->entity || (found && slot > found)) continue;
        if (!sim_box_overlaps(box, sim_entity_collision_box(prototypes, entity))) continue;
        if (sim_transfer_takes_drops(arena, prototypes, slot) || sim_belt_is_belt(arena, prototypes, slot))
            found = slot;
    }
    return found;
}

void sim_drill_forget_output(sim_arena *arena, sim_drill *drill)
{
    sim_watch_remove(arena, drill->output_watch);
    drill->output_watch = 0;
    drill->output = 0;
    drill->flags &= (uint8_t)~SIM_DRILL_OUTPUT_KNOWN;
}

/* Without a watch (the arena is full) the output is looked for in every tick. */
static void know_output(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_drill *drill = &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->drill;
    drill->output = sim_drill_output(arena, prototypes, drill);
    if (drill->output &&
        sim_watch_add(arena, drill->output, SIM_POOL_MACHINE, record, &drill->output_watch) != SIM_OK) {
        arena->refused++;
        return;
    }
    drill->flags |= SIM_DRILL_OUTPUT_KNOWN;
}

/* Belts ------------------------------------------------------------------------------------------------------- */

static sim_belt_spot spot_on_belt(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    return sim_belt_spot_at(arena, prototypes, drill->output, sim_drill_drop_position(arena, prototypes, drill));
}

static int belt_takes(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    sim_belt_spot spot = spot_on_belt(arena, prototypes, drill);
    return sim_belt_can_insert(arena, prototypes, drill->output, spot.line, spot.position);
}

static int put_on_belt(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    sim_belt_spot spot = spot_on_belt(arena, prototypes, drill);
    return sim_belt_insert(arena, prototypes, drill->output, spot.line, spot.position, drill->held_item) == SIM_OK;
}

/* The ground -------------------------------------------------------------------------------------------------- */

/* 1 when no item on the ground lies so near that they would touch; edges count. */
static int ground_is_free(const sim_arena *arena, const sim_prototypes *prototypes, sim_position position)
{
    sim_box box = sim_box_at(prototypes->entities[prototypes->item_entity].collision_box, position);
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (entity->prototype != prototypes->item_entity) continue;
        sim_box other = sim_entity_collision_box(prototypes, entity);
        if (box.left <= other.right && other.left <= box.right && box.top <= other.bottom && other.top <= box.bottom)
            return 0;
    }
    return sim_map_contains(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y));
}

static int put_on_ground(sim_arena *arena, const sim_prototypes *prototypes, uint16_t item, sim_position position)
{
    sim_entity_spec spec = {.prototype = prototypes->item_entity, .position = position, .amount = 1, .item = item};
    if (!ground_is_free(arena, prototypes, position)) return 0;
    enum sim_result result = sim_entity_create(arena, prototypes, &spec, NULL);
    arena->refused += result == SIM_ARENA_FULL;
    return result == SIM_OK;
}

/* All together ------------------------------------------------------------------------------------------------ */

static int put_one(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    if (drill->output == 0)
        return put_on_ground(arena, prototypes, drill->held_item, sim_drill_drop_position(arena, prototypes, drill));
    if (sim_belt_is_belt(arena, prototypes, drill->output)) return put_on_belt(arena, prototypes, drill);
    return sim_transfer_insert(arena, prototypes, drill->output, drill->held_item, 1) == 1;
}

int sim_drill_put_down(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_drill *drill = &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->drill;
    if (!(drill->flags & SIM_DRILL_OUTPUT_KNOWN)) {
        sim_drill_forget_output(arena, drill);
        know_output(arena, prototypes, record);
    }
    while (drill->held_count > 0) {
        if (!put_one(arena, prototypes, drill)) return 0;
        if (--drill->held_count == 0) drill->held_item = 0;
    }
    return 1;
}

int sim_drill_can_put_down(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    uint32_t output = drill->flags & SIM_DRILL_OUTPUT_KNOWN ? drill->output : sim_drill_output(arena, prototypes, drill);
    if (output == 0) return ground_is_free(arena, prototypes, sim_drill_drop_position(arena, prototypes, drill));
    if (sim_belt_is_belt(arena, prototypes, output))
        return output == drill->output ? belt_takes(arena, prototypes, drill) : 1;
    return sim_transfer_room(arena, prototypes, output, drill->held_item) > 0;
}

int sim_drill_is_over_belt(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    return drill->flags & SIM_DRILL_OUTPUT_KNOWN && drill->output &&
           sim_belt_is_belt(arena, prototypes, drill->output);
}

int sim_drill_awaits_room(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    if (!(drill->flags & SIM_DRILL_OUTPUT_KNOWN)) return 0;
    if (!sim_drill_is_over_belt(arena, prototypes, drill)) return 1;
    return sim_belt_await_room(arena, prototypes, drill->output, spot_on_belt(arena, prototypes, drill));
}
