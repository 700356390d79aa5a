#include "harness/standin/engine/building/blueprint.h"

#include "harness/standin/engine/building/build.h"
#include "harness/standin/engine/building/ghost.h"

#define QUARTER 4
#define HALF 8
#define FULL 16

/* Taking a plan ----------------------------------------------------------------------------------------------- */

/* The corner of tiles nearest to a coordinate. */
static int32_t corner(int32_t coordinate)
{
    return sim_fixed_tile(coordinate + SIM_FIXED_ONE / 2) * SIM_FIXED_ONE;
}

/* The row of an entity or a ghost in the slot; prototype 0 when it belongs in no plan. */
static sim_blueprint_row row_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_blueprint_row row = {0};
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL || entity->force != SIM_FORCE_ARENA) return row;
    const sim_ghost *ghost = sim_ghost_of(arena, prototypes, sim_entity_handle(arena, slot));
    uint16_t prototype = ghost ? ghost->prototype : entity->prototype;
    const sim_entity_prototype *planned = &prototypes->entities[prototype];
    if (planned->placeable_by == 0 || planned->flags & SIM_FLAG_NOT_BLUEPRINTABLE) return row;
    row.prototype = prototype;
    row.position = entity->position;
    row.direction = entity->direction;
    row.settings = ghost ? ghost->settings : sim_entity_settings_read(arena, prototypes, slot);
    return row;
}

uint32_t sim_blueprint_capture(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area,
                               sim_blueprint_row *rows, uint32_t capacity)
{
    sim_position origin = {corner((int32_t)(((int64_t)area.left + area.right) / 2)),
                           corner((int32_t)(((int64_t)area.top + area.bottom) / 2))};
    uint32_t count = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        sim_blueprint_row row = row_of(arena, prototypes, slot);
        if (row.prototype == 0) continue;
        sim_box box = prototypes->entities[row.prototype].collision_box;
        if (!sim_box_overlaps(area, sim_box_at(sim_box_turned(box, row.direction), row.position))) continue;
        row.position.x -= origin.x;
        row.position.y -= origin.y;
        if (count < capacity) rows[count] = row;
        count++;
    }
    return count;
}

/* Putting it down --------------------------------------------------------------------------------------------- */

static sim_position turned(sim_position position, uint8_t direction)
{
    switch (direction / QUARTER % 4) {
    case 1: return (sim_position){-position.y, position.x};
    case 2: return (sim_position){-position.x, -position.y};
    case 3: return (sim_position){position.y, -position.x};
    default: return position;
    }
}

/* Left and right change places. A storage tank faces only north or east, which its mirror image changes. */
static uint8_t mirrored(const sim_entity_prototype *prototype, uint8_t direction)
{
    if (prototype->two_direction_only) return (uint8_t)((direction + QUARTER) % HALF);
    return (uint8_t)((FULL - direction) % FULL);
}

static uint8_t upside_down(const sim_entity_prototype *prototype, uint8_t direction)
{
    if (prototype->two_direction_only) return (uint8_t)((direction + QUARTER) % HALF);
    return (uint8_t)((HALF + FULL - direction) % FULL);
}

sim_position sim_blueprint_point(sim_position point, const sim_blueprint_placing *placing)
{
    if (placing->flip_horizontal) point.x = -point.x;
    if (placing->flip_vertical) point.y = -point.y;
    point = turned(point, placing->direction);
    point.x += corner(placing->position.x);
    point.y += corner(placing->position.y);
    return point;
}

sim_blueprint_row sim_blueprint_placed(const sim_prototypes *prototypes, const sim_blueprint_row *row,
                                       const sim_blueprint_placing *placing)
{
    sim_blueprint_row placed = *row;
    const sim_entity_prototype *prototype = &prototypes->entities[row->prototype];
    int mirrors = (placing->flip_horizontal != 0) != (placing->flip_vertical != 0);
    if (placing->flip_horizontal) placed.direction = mirrored(prototype, placed.direction);
    if (placing->flip_vertical) placed.direction = upside_down(prototype, placed.direction);
    if (mirrors && prototype->type == SIM_TYPE_SPLITTER) {
        placed.settings.input_priority = row->settings.input_priority ? 3 - row->settings.input_priority : 0;
        placed.settings.output_priority = row->settings.output_priority ? 3 - row->settings.output_priority : 0;
    }
    placed.position = sim_blueprint_point(row->position, placing);
    placed.direction = (uint8_t)((placed.direction + placing->direction) % FULL);
    if (prototype->two_direction_only) placed.direction %= HALF;
    if (!sim_build_has_direction(prototypes, row->prototype)) placed.direction = 0;
    return placed;
}

static enum sim_result place_row(sim_arena *arena, const sim_prototypes *prototypes, const sim_blueprint_row *row,
                                 const sim_blueprint_placing *placing)
{
    if (row->prototype == 0 || row->prototype >= prototypes->entity_count || row->direction >= FULL)
        return SIM_BAD_ARGUMENT;
    sim_blueprint_row placed = sim_blueprint_placed(prototypes, row, placing);
    sim_entity_spec spec = {.prototype = placed.prototype, .direction = placed.direction, .force = placing->force,
                            .position = placed.position};
    sim_handle made;
    if (!placing->as_entities) return sim_ghost_create(arena, prototypes, &spec, &placed.settings, &made);
    enum sim_result result = sim_build_replace(arena, prototypes, &spec, 0, &made);
    if (result == SIM_OK) sim_entity_settings_write(arena, prototypes, made.index, &placed.settings, 0);
    return result;
}

uint32_t sim_blueprint_place(sim_arena *arena, const sim_prototypes *prototypes, const sim_blueprint_row *rows,
                             uint32_t count, const sim_blueprint_placing *placing, uint8_t *results)
{
    uint32_t placed = 0;
    enum sim_result result = SIM_OK;
    for (uint32_t i = 0; i < count; i++) {
        if (result != SIM_ARENA_FULL) result = place_row(arena, prototypes, &rows[i], placing);
        placed += result == SIM_OK || result == SIM_DONE_ALREADY;
        if (results) results[i] = (uint8_t)result;
    }
    return placed;
}
