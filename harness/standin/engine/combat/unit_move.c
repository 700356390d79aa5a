#include "harness/standin/engine/combat/unit_move.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/world/settings.h"

#define FINE 256 /* 1/65536 tile in 1/256 */
#define MOST_NEIGHBOURS 24 /* that keeping apart looks at: in a crowd some are enough */

static sim_box box_of(const sim_unit_turn *t)
{
    return t->prototypes->entities[t->entity->prototype].collision_box;
}

static int is_held_by(const sim_prototypes *prototypes, const sim_entity_prototype *self, const sim_entity *other)
{
    const sim_entity_prototype *prototype = &prototypes->entities[other->prototype];
    if (prototype->type == SIM_TYPE_UNIT || prototype->type == SIM_TYPE_CHARACTER) return 0;
    if (prototype->type == SIM_TYPE_GATE && sim_gate_is_open(other)) return 0;
    return !prototype->colliding_with_tiles_only && (prototype->collision_layers & self->collision_layers) != 0;
}

/* The entity that holds the unit back at the place; 0 for none. */
static uint32_t holder_at(const sim_unit_turn *t, sim_position place)
{
    const sim_entity_prototype *self = &t->prototypes->entities[t->entity->prototype];
    sim_box box = sim_box_at(self->collision_box, place);
    uint32_t best = 0;
    sim_entity_cursor cursor = sim_entity_search(t->arena, box, SIM_SEARCH_ENTITIES);
    for (const sim_entity *other; (other = sim_entity_next(t->arena, &cursor)) != NULL;) {
        uint32_t slot = sim_entity_index(t->arena, other);
        if (best && slot > best) continue;
        if (is_held_by(t->prototypes, self, other) &&
            sim_box_overlaps(box, sim_entity_collision_box(t->prototypes, other)))
            best = slot;
    }
    return best;
}

static int is_free(const sim_unit_turn *t, sim_position place)
{
    sim_box box = sim_box_at(box_of(t), place);
    if (sim_map_tiles_free(t->arena, sim_fixed_tile(box.left), sim_fixed_tile(box.top), sim_fixed_tile(box.right),
                           sim_fixed_tile(box.bottom)))
        return 1;
    uint32_t layers = t->prototypes->entities[t->entity->prototype].collision_layers;
    return !sim_map_box_collides(t->arena, t->prototypes, box, layers) && holder_at(t, place) == 0;
}

/* Ways -------------------------------------------------------------------------------------------------------- */

void sim_unit_head_for(const sim_unit_turn *t, sim_position place, double pace)
{
    sim_unit *unit = t->unit;
    int64_t x = ((int64_t)place.x - t->entity->position.x) * FINE - unit->fraction_x;
    int64_t y = ((int64_t)place.y - t->entity->position.y) * FINE - unit->fraction_y;
    double speed = t->prototype->movement_speed * pace * SIM_FIXED_ONE * FINE;
    double steps = ceil(sqrt((double)(x * x + y * y)) / speed);
    unit->steps = steps < 1.0 ? 1 : (uint32_t)steps;
    unit->step_x = (int32_t)(x / unit->steps);
    unit->step_y = (int32_t)(y / unit->steps);
    unit->waypoint = place;
    unit->state = SIM_UNIT_WALKING;
    unit->is_blocked = 0;
    unit->is_coarse = 0;
}

static void drop_path(const sim_unit_turn *t)
{
    sim_path_free(t->arena, t->unit->path);
    t->unit->path = 0;
    t->unit->path_index = 0;
}

void sim_unit_stand(const sim_unit_turn *t)
{
    drop_path(t);
    t->unit->state = SIM_UNIT_IDLE;
    t->unit->steps = 0;
    t->unit->is_blocked = 0;
    t->unit->is_coarse = 0;
}

/* Heads for the next place of its path; 0 at its end. */
static int follow_path(const sim_unit_turn *t)
{
    sim_unit *unit = t->unit;
    if (unit->path == 0) return 0;
    const sim_path_piece *piece = SIM_RECORD(t->arena, SIM_POOL_PATH, sim_path_piece, unit->path);
    sim_position place = piece->places[unit->path_index];
    uint8_t is_coarse = (uint8_t)piece->number;
    if (++unit->path_index == piece->count) {
        uint32_t next = piece->next;
        SIM_RECORD(t->arena, SIM_POOL_PATH, sim_path_piece, unit->path)->next = 0;
        sim_path_free(t->arena, unit->path);
        unit->path = next;
        unit->path_index = 0;
    }
    sim_unit_head_for(t, place, 1.0);
    unit->is_coarse = is_coarse;
    return 1;
}

static sim_path_query query_to(const sim_unit_turn *t, sim_position goal, int32_t radius)
{
    const sim_entity_prototype *self = &t->prototypes->entities[t->entity->prototype];
    sim_path_query query = {.start = t->entity->position, .goal = goal, .box = self->collision_box,
                            .layers = self->collision_layers, .radius = radius, .force = t->entity->force};
    return query;
}

/* Puts a path in front of what is left of the unit's own. */
static void prepend(const sim_unit_turn *t, uint32_t first)
{
    sim_unit *unit = t->unit;
    uint32_t rest = unit->path, last = first;
    if (rest) {
        sim_path_piece *piece = SIM_RECORD(t->arena, SIM_POOL_PATH, sim_path_piece, rest);
        piece->count -= unit->path_index;
        memmove(piece->places, piece->places + unit->path_index, piece->count * sizeof *piece->places);
    }
    while (SIM_RECORD(t->arena, SIM_POOL_PATH, sim_path_piece, last)->next)
        last = SIM_RECORD(t->arena, SIM_POOL_PATH, sim_path_piece, last)->next;
    SIM_RECORD(t->arena, SIM_POOL_PATH, sim_path_piece, last)->next = rest;
    unit->path = first;
    unit->path_index = 0;
}

/* Held back on a coarse line: a fine way to its end. */
static void make_detour(const sim_unit_turn *t)
{
    uint32_t first = 0;
    sim_path_query query = query_to(t, t->unit->waypoint, 2 * SIM_FIXED_ONE);
    enum sim_path_outcome outcome = sim_path_find(t->arena, t->prototypes, &query, t->path_steps, &first);
    if (outcome == SIM_PATH_LATER) {
        t->unit->state = SIM_UNIT_WAITING; /* until its next turn, so that everybody gets one */
        return;
    }
    t->unit->is_coarse = 0;
    if (first) prepend(t, first);
    follow_path(t);
}

static void search_path(const sim_unit_turn *t, sim_position goal, int32_t radius)
{
    uint32_t first = 0;
    sim_path_query query = query_to(t, goal, radius);
    enum sim_path_outcome outcome = sim_path_find(t->arena, t->prototypes, &query, t->path_steps, &first);
    if (outcome == SIM_PATH_LATER) {
        t->unit->state = SIM_UNIT_WAITING;
        return;
    }
    t->unit->failures = outcome == SIM_PATH_NONE ? (uint16_t)(t->unit->failures + 1) : 0;
    t->unit->path = first;
    if (!follow_path(t)) sim_unit_head_for(t, goal, 1.0);
}

/* 1 when the straight line is free up to `radius` before the goal. */
static int is_straight_to(const sim_unit_turn *t, sim_position goal, int32_t radius)
{
    sim_position from = t->entity->position;
    double x = goal.x - from.x, y = goal.y - from.y, length = sqrt(x * x + y * y);
    if (length <= radius) return 1;
    double part = (length - radius) / length;
    sim_position end = {from.x + (int32_t)(x * part), from.y + (int32_t)(y * part)};
    return sim_path_is_straight(t->arena, box_of(t), from, end);
}

void sim_unit_walk_to(const sim_unit_turn *t, sim_position goal, int32_t radius)
{
    sim_unit *unit = t->unit;
    int is_same = sim_distance_squared(unit->goal, goal) <= (int64_t)SIM_FIXED_ONE * SIM_FIXED_ONE;
    if (unit->state == SIM_UNIT_WALKING && is_same && !unit->is_blocked) return;
    if (is_same && unit->is_blocked && unit->is_coarse) {
        make_detour(t);
        if (unit->is_coarse || !unit->is_blocked) return;
    }
    drop_path(t);
    unit->goal = goal;
    if (!unit->is_blocked && is_straight_to(t, goal, radius)) {
        sim_unit_head_for(t, goal, 1.0);
        return;
    }
    search_path(t, goal, radius);
}

/* Steps ------------------------------------------------------------------------------------------------------- */

/* The place a step away, and what is left below 1/256 tile. */
static sim_position step_to(const sim_unit_turn *t, int32_t x, int32_t y, uint8_t *fraction_x, uint8_t *fraction_y)
{
    int64_t fine_x = (int64_t)t->entity->position.x * FINE + t->unit->fraction_x + x;
    int64_t fine_y = (int64_t)t->entity->position.y * FINE + t->unit->fraction_y + y;
    *fraction_x = (uint8_t)(fine_x & (FINE - 1));
    *fraction_y = (uint8_t)(fine_y & (FINE - 1));
    sim_position to = {(int32_t)(fine_x >> 8), (int32_t)(fine_y >> 8)};
    return to;
}

static int try_step(const sim_unit_turn *t, int32_t x, int32_t y)
{
    uint8_t fraction_x, fraction_y;
    sim_position to = step_to(t, x, y, &fraction_x, &fraction_y);
    if (!is_free(t, to)) return 0;
    t->unit->fraction_x = fraction_x;
    t->unit->fraction_y = fraction_y;
    sim_entity_move(t->arena, t->prototypes, t->unit->entity, to);
    return 1;
}

/* 1 in the ticks in which one who is slowed does not walk: of every 1 / (1 - part) ticks one. */
static int leaves_out_step(const sim_unit_turn *t)
{
    double part = sim_sticker_part(t->arena, t->prototypes, t->unit->sticker, t->unit->sticker_end_tick);
    double tick = (double)(t->arena->tick % 3600);
    return floor((tick + 1.0) * part) == floor(tick * part);
}

void sim_unit_step(const sim_unit_turn *t)
{
    sim_unit *unit = t->unit;
    if (t->arena->stuns && t->arena->tick < unit->stunned_until) return;
    if (unit->sticker && leaves_out_step(t)) return;
    if (unit->steps == 0) {
        if (!follow_path(t)) {
            unit->state = SIM_UNIT_IDLE;
            unit->is_eager = 1;
            return;
        }
    }
    unit->steps--;
    if (try_step(t, unit->step_x, unit->step_y)) return;
    /* Along the obstacle, when the way leads on past it. */
    if (unit->step_x && unit->step_y && (try_step(t, unit->step_x, 0) || try_step(t, 0, unit->step_y))) return;
    unit->is_blocked = 1;
    unit->is_eager = 1;
}

sim_handle sim_unit_blocker(const sim_unit_turn *t)
{
    uint8_t x, y;
    const sim_handle none = {0, 0};
    if (t->unit->is_coarse) return none; /* there may be a way around it */
    uint32_t slot = holder_at(t, step_to(t, t->unit->step_x, t->unit->step_y, &x, &y));
    if (slot == 0) return none;
    const sim_entity *holder = sim_entity_slot(t->arena, slot);
    if (holder->force == t->entity->force || t->prototypes->entities[holder->prototype].max_health <= SIM_NO_HEALTH)
        return none;
    return sim_entity_handle(t->arena, slot);
}

/* Keeping apart ----------------------------------------------------------------------------------------------- */

/* A search of the cell of a place alone: neighbours across its edge are left out. */
static sim_entity_cursor own_cell(sim_position place)
{
    const int shift = 8 + SIM_CELL_SHIFT;
    int32_t column = place.x >> shift, row = place.y >> shift;
    sim_entity_cursor cursor = {column, column, row, column, row, 0, 0, SIM_SEARCH_ENTITIES};
    return cursor;
}

void sim_unit_separate(const sim_unit_turn *t)
{
    const sim_steering_settings *steering = t->unit->state == SIM_UNIT_WALKING
                                                ? &sim_settings_get(t->arena, t->prototypes)->steering_moving
                                                : &sim_settings_get(t->arena, t->prototypes)->steering_default;
    /* Overlapping boxes are driven apart; a third of the published radius keeps crowds as dense as they look. */
    int32_t near = (int32_t)(steering->radius * SIM_FIXED_ONE / 3.0);
    sim_position c = t->entity->position;
    int64_t push_x = 0, push_y = 0;
    int met = 0;
    sim_entity_cursor cursor = own_cell(c);
    for (int i = 0; i < MOST_NEIGHBOURS; i++) {
        const sim_entity *other = sim_entity_next(t->arena, &cursor);
        if (other == NULL) break;
        int32_t x = c.x - other->position.x, y = c.y - other->position.y;
        if (other == t->entity || abs(x) >= near || abs(y) >= near) continue;
        if (t->prototypes->entities[other->prototype].type != SIM_TYPE_UNIT) continue;
        if ((x | y) == 0) x = sim_entity_index(t->arena, other) > t->unit->entity ? 1 : -1;
        push_x += x > 0 ? near - x : x < 0 ? -near - x : 0;
        push_y += y > 0 ? near - y : y < 0 ? -near - y : 0;
        met++;
    }
    if (met == 0) return;
    int32_t most = (int32_t)(t->prototype->movement_speed * SIM_FIXED_ONE * FINE);
    int64_t longest = llabs(push_x) > llabs(push_y) ? llabs(push_x) : llabs(push_y);
    if (longest == 0) return;
    try_step(t, (int32_t)(push_x * most / longest), (int32_t)(push_y * most / longest));
}
