#include "harness/standin/engine/character/walk.h"

#include <stdlib.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/core/direction.h"
#include "harness/standin/engine/research/force.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/obstacle.h"

#define CLOSING_STEP 8       /* 1/256 tile: the longest of the small steps that close in on an obstacle */
#define TICKS_AT_ONCE 8      /* of walking between obstacles; longer paths rarely lie free as a whole */
#define TICKS_AT_ONCE_IN_THE_OPEN 256
#define UNKNOWN_TICKS 3      /* of walking tick by tick before the way ahead is looked at again */

/* What may hurt, slow, shut in or speed up a character during a run: fights, gates and research. Of a way that was found
 * clear while none of it was there, effects and obstacles are all that can change. */
#define REACHES_CHARACTERS                                                                                              \
    (1u << SIM_POOL_UNIT | 1u << SIM_POOL_TURRET | 1u << SIM_POOL_GATE | 1u << SIM_POOL_SPAWNER | 1u << SIM_POOL_GROUP | \
     1u << SIM_POOL_PROJECTILE)

/* A character about to take a step. */
typedef struct walker {
    const sim_arena *arena;
    const sim_prototypes *prototypes;
    const sim_entity_prototype *prototype;
    sim_position from;
    sim_position step; /* the whole step, 1/256 tile */
} walker;

/* The whole step on a tile, at that part of its speed. */
static sim_position step_on(const sim_entity_prototype *prototype, const sim_tile_prototype *tile, uint8_t direction,
                            double part)
{
    double speed = prototype->running_speed * tile->walking_speed_modifier * part * SIM_FIXED_ONE;
    sim_vector unit = sim_direction_vector(direction);
    sim_position step = {(int32_t)(speed * unit.x), (int32_t)(speed * unit.y)};
    return step;
}

static sim_position moved(sim_position from, int32_t x, int32_t y)
{
    sim_position to = {from.x + x, from.y + y};
    return to;
}

static int is_free(const walker *w, sim_position place)
{
    return sim_obstacle_free(w->arena, w->prototypes, sim_box_at(w->prototype->collision_box, place));
}

static int32_t clipped(int32_t value, int32_t limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* Ways to get past an obstacle, as offsets across the path: to its end before and behind, in the order of trial. */
typedef struct detour {
    int count;
    int32_t across[2];
} detour;

/* Only the nearer end is tried; both, when they are equally near. The preferred one comes first. */
static detour choose_ends(int32_t before, int32_t behind, int prefers_behind)
{
    detour d = {1, {-before < behind ? before : behind, 0}};
    if (-before != behind) return d;
    d.count = 2;
    d.across[0] = prefers_behind ? behind : before;
    d.across[1] = prefers_behind ? before : behind;
    return d;
}

static detour find_detour(const walker *w, sim_box touched)
{
    sim_box box = sim_box_at(w->prototype->collision_box, w->from);
    if (w->step.x != 0) return choose_ends(touched.top - box.bottom - 1, touched.bottom - box.top + 1, 1);
    return choose_ends(touched.left - box.right - 1, touched.right - box.left + 1, 0);
}

/* Steps aside to pass what stands in the way; 0 when that does not help. */
static int step_aside(const walker *w, sim_position *to)
{
    sim_position ahead = moved(w->from, w->step.x, w->step.y);
    sim_obstacle_span touched = sim_obstacle_touched(w->arena, w->prototypes,
                                                     sim_box_at(w->prototype->collision_box, ahead));
    if (!touched.found) return 0;
    detour d = find_detour(w, touched.box);
    int32_t farthest = (int32_t)(w->prototype->corner_sliding_distance * SIM_FIXED_ONE);
    int32_t length = abs(w->step.x) + abs(w->step.y);
    for (int i = 0; i < d.count; i++) {
        int32_t across = d.across[i], first = clipped(across, length);
        if (abs(across) > farthest) continue;
        int along_x = w->step.x != 0;
        sim_position past = along_x ? moved(ahead, 0, across) : moved(ahead, across, 0);
        sim_position aside = along_x ? moved(w->from, 0, first) : moved(w->from, first, 0);
        if (!is_free(w, past) || !is_free(w, aside)) continue;
        *to = aside;
        return 1;
    }
    return 0;
}

/* Takes a shortened step on both axes or on one; 0 when an obstacle holds it back. */
static int take_step(const walker *w, int32_t x, int32_t y, sim_position *to)
{
    const sim_position tries[3] = {{x, y}, {x, 0}, {0, y}};
    int count = x != 0 && y != 0 ? 3 : 1;
    for (int i = 0; i < count; i++) {
        if ((tries[i].x | tries[i].y) == 0) continue;
        sim_position place = moved(w->from, tries[i].x, tries[i].y);
        if (!is_free(w, place)) continue;
        *to = place;
        return 1;
    }
    return 0;
}

/* Where a character gets that an obstacle holds back from its whole step. */
static sim_position held_back(const walker *w)
{
    sim_position to = w->from;
    int is_straight = w->step.x == 0 || w->step.y == 0;
    if (is_straight && step_aside(w, &to)) return to;
    if (!is_straight && take_step(w, w->step.x, w->step.y, &to)) return to;
    if (take_step(w, w->step.x / 2, w->step.y / 2, &to)) return to;
    for (int32_t length = CLOSING_STEP; length > 0; length--)
        if (take_step(w, clipped(w->step.x, length), clipped(w->step.y, length), &to)) return to;
    return to;
}

static const sim_tile_prototype *tile_under(const sim_arena *arena, const sim_prototypes *prototypes,
                                            sim_position place)
{
    return &prototypes->tiles[sim_map_tile(arena, prototypes, sim_fixed_tile(place.x), sim_fixed_tile(place.y))];
}

/* What the force's characters walk faster. */
static double haste(const sim_arena *arena)
{
    return 1.0 + sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_CHARACTER_RUNNING_SPEED);
}

static void walk_tick(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    const sim_entity *entity = sim_entity_slot(arena, character->entity);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    walker w = {arena, prototypes, prototype, entity->position, {0, 0}};
    double part = sim_sticker_modifier(arena, prototypes, character) * haste(arena);
    w.step = step_on(prototype, tile_under(arena, prototypes, w.from), character->walking_direction, part);
    sim_position to = moved(w.from, w.step.x, w.step.y);
    character->blocked = !is_free(&w, to);
    character->blocked_ticks += character->blocked;
    sim_entity_move(arena, prototypes, character->entity, character->blocked ? held_back(&w) : to);
}

void sim_walk_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int walking = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        sim_character *character = sim_character_get(arena, i);
        if (character == NULL || !character->walking) continue;
        walk_tick(arena, prototypes, character);
        walking = 1;
    }
    if (!walking) arena->awake &= ~(uint64_t)SIM_AWAKE_WALKING;
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The box that a character's box sweeps over on the straight way between two places. */
static sim_box swept_box(sim_box box, sim_position from, sim_position to)
{
    sim_box swept = {smaller(from.x, to.x) + box.left, smaller(from.y, to.y) + box.top,
                     larger(from.x, to.x) + box.right, larger(from.y, to.y) + box.bottom};
    return swept;
}

/* 1 when the arena is one kind of ground without an obstacle: only its edges hold a character back. Where units sleep
 * leaps must be short, or one would pass them before they look up (target.h). */
static int is_open(const sim_arena *arena, const sim_prototypes *prototypes)
{
    uint32_t layers = prototypes->entities[prototypes->character].collision_layers;
    return arena->obstacle_count == 0 && arena->pools[SIM_POOL_UNIT].live == 0 && arena->tile_page_count == 0 &&
           (prototypes->tiles[arena->config.ground_tile].collision_layers & layers) == 0;
}

static int is_inside(const sim_arena_config *map, sim_box box)
{
    return sim_fixed_tile(box.left) >= map->left_tile && sim_fixed_tile(box.top) >= map->top_tile &&
           sim_fixed_tile(box.right) < map->left_tile + (int32_t)map->width_tiles &&
           sim_fixed_tile(box.bottom) < map->top_tile + (int32_t)map->height_tiles;
}

/* 1 when every place of a rectangle not larger than a chunk lies on ground of uniform chunks. */
static int is_ground(const sim_arena *arena, sim_position a, sim_position b)
{
    const sim_position corners[4] = {a, b, {a.x, b.y}, {b.x, a.y}};
    for (int i = 0; i < 4; i++) {
        const sim_chunk *chunk = sim_map_chunk(arena, sim_fixed_tile(corners[i].x), sim_fixed_tile(corners[i].y));
        if (chunk == NULL || chunk->page) return 0;
    }
    return 1;
}

/* 1 when the whole way is ground of one kind and the box sweeps over no tile that may hold an obstacle. */
static int is_clear(const sim_arena *arena, sim_box swept, sim_position from, sim_position to)
{
    return is_ground(arena, from, to) &&
           sim_map_tiles_free(arena, sim_fixed_tile(swept.left), sim_fixed_tile(swept.top),
                              sim_fixed_tile(swept.right), sim_fixed_tile(swept.bottom));
}

/* How many of the next ticks, up to `ticks`, an arena's only character takes its whole step, and that step; 0 when nothing
 * can be proved. */
static uint32_t clear_ticks(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                            uint32_t ticks, sim_position *step)
{
    if (sim_sticker_slows(arena, character)) return 0;
    const sim_entity *entity = sim_entity_slot(arena, character->entity);
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    const sim_tile_prototype *ground = &prototypes->tiles[arena->config.ground_tile];
    *step = step_on(prototype, ground, character->walking_direction, haste(arena));
    int open = is_open(arena, prototypes);
    uint32_t most = open ? TICKS_AT_ONCE_IN_THE_OPEN : TICKS_AT_ONCE, count = ticks < most ? ticks : most;
    sim_position from = entity->position;
    sim_position to = moved(from, step->x * (int32_t)count, step->y * (int32_t)count);
    sim_box swept = swept_box(prototype->collision_box, from, to);
    return (open ? is_inside(&arena->config, swept) : is_clear(arena, swept, from, to)) ? count : 0;
}

/* The arena's only character when it walks; NULL where there are more, or none, or it stands. */
static sim_character *only_walker(const sim_arena *arena)
{
    sim_character *character = sim_character_get(arena, 0);
    return arena->character_count == 1 && character && character->walking ? character : NULL;
}

uint32_t sim_walk_free(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    sim_character *character = only_walker(arena);
    sim_position step;
    uint32_t count = character ? clear_ticks(arena, prototypes, character, ticks, &step) : 0;
    if (count == 0) return 0;
    sim_position from = sim_entity_slot(arena, character->entity)->position;
    character->blocked = 0;
    sim_entity_move(arena, prototypes, character->entity,
                    moved(from, step.x * (int32_t)count, step.y * (int32_t)count));
    return count;
}

uint32_t sim_walk_held(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    sim_character *character = only_walker(arena);
    if (character == NULL) return 0;
    sim_position before = sim_entity_slot(arena, character->entity)->position;
    walk_tick(arena, prototypes, character);
    sim_position after = sim_entity_slot(arena, character->entity)->position;
    int is_held = character->blocked && before.x == after.x && before.y == after.y;
    if (!is_held || sim_sticker_slows(arena, character)) return 1;
    character->blocked_ticks += ticks - 1;
    return ticks;
}

static int is_known(const sim_arena *arena, const sim_walk_way *way)
{
    return way->ticks > 0 && way->obstacle_count == arena->obstacle_count &&
           way->effect_version == arena->effect_version;
}

/* Finds out about the ticks ahead; returns 1 when it has walked the first of them to know. */
static int look_ahead(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, sim_walk_way *way,
                      uint32_t ticks)
{
    *way = (sim_walk_way){.obstacle_count = arena->obstacle_count, .effect_version = arena->effect_version};
    way->ticks = clear_ticks(arena, prototypes, character, ticks, &way->step);
    if (way->ticks > 0) return 0;
    sim_position before = sim_entity_slot(arena, character->entity)->position;
    walk_tick(arena, prototypes, character);
    sim_position after = sim_entity_slot(arena, character->entity)->position;
    way->step = (sim_position){0, 0};
    if (character->blocked && before.x == after.x && before.y == after.y && !sim_sticker_slows(arena, character))
        way->ticks = ticks - 1;
    else
        way->unknown_ticks = UNKNOWN_TICKS;
    return 1;
}

/* Walks a tick of the way that is known. */
static void walk_on(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character, sim_walk_way *way)
{
    way->ticks--;
    character->blocked = (way->step.x | way->step.y) == 0;
    character->blocked_ticks += character->blocked;
    if (character->blocked) return;
    sim_position from = sim_entity_slot(arena, character->entity)->position;
    sim_entity_move(arena, prototypes, character->entity, moved(from, way->step.x, way->step.y));
}

static int is_peaceful(const sim_arena *arena)
{
    return (arena->live_pools & REACHES_CHARACTERS) == 0 &&
           (arena->awake & (SIM_AWAKE_EXPANSION | SIM_AWAKE_SHOOTING | SIM_AWAKE_MINING)) == 0;
}

void sim_walk_tick_on(sim_arena *arena, const sim_prototypes *prototypes, sim_walk_way *way, uint32_t ticks)
{
    sim_character *character = only_walker(arena);
    if (character == NULL || !is_peaceful(arena)) {
        *way = (sim_walk_way){.ticks = 0};
        sim_walk_tick(arena, prototypes);
    } else if (is_known(arena, way)) {
        walk_on(arena, prototypes, character, way);
    } else if (way->unknown_ticks > 0) {
        way->unknown_ticks--;
        walk_tick(arena, prototypes, character);
    } else if (!look_ahead(arena, prototypes, character, way, ticks)) {
        walk_on(arena, prototypes, character, way);
    }
}
