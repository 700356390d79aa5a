#include "harness/standin/engine/character/walk.h"

#include "harness/standin/engine/character/bonus.h"
#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/character/ride.h"
#include "harness/standin/engine/character/sticker.h"
#include "harness/standin/engine/character/walk_step.h"
#include "harness/standin/engine/core/direction.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/obstacle.h"

#define TICKS_AT_ONCE 8      /* of walking between obstacles; longer paths rarely lie free as a whole */
#define TICKS_AT_ONCE_IN_THE_OPEN 256
#define UNKNOWN_TICKS 3      /* of walking tick by tick before the way ahead is looked at again */

/* What may hurt, slow, shut in or speed up a character during a run: fights, gates and research. Of a way that was found
 * clear while none of it was there, effects and obstacles are all that can change. */
#define REACHES_CHARACTERS                                                                                              \
    (1u << SIM_POOL_UNIT | 1u << SIM_POOL_TURRET | 1u << SIM_POOL_GATE | 1u << SIM_POOL_SPAWNER | 1u << SIM_POOL_GROUP | \
     1u << SIM_POOL_PROJECTILE)

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

static const sim_tile_prototype *tile_under(const sim_arena *arena, const sim_prototypes *prototypes,
                                            sim_position place)
{
    return &prototypes->tiles[sim_map_tile(arena, prototypes, sim_fixed_tile(place.x), sim_fixed_tile(place.y))];
}

static void walk_tick(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    const sim_entity *entity = sim_entity_slot(arena, character->entity);
    sim_position from = entity->position;
    double part = sim_sticker_modifier(arena, prototypes, character) * sim_bonus_running(arena, character);
    sim_position step = step_on(&prototypes->entities[entity->prototype], tile_under(arena, prototypes, from),
                                character->walking_direction, part);
    int is_held;
    sim_position to = sim_walk_step(arena, prototypes, entity->prototype, from, step, &is_held);
    character->blocked = (uint8_t)is_held;
    character->blocked_ticks += character->blocked;
    sim_entity_move(arena, prototypes, character->entity, to);
    sim_ride_walked(arena, prototypes, from, to);
}

void sim_walk_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int walking = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        sim_character *character = sim_character_get(arena, i);
        if (character == NULL || !character->walking) continue;
        walking = 1;
        if (!sim_mining_holds(arena, prototypes, i)) walk_tick(arena, prototypes, character);
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
    *step = step_on(prototype, ground, character->walking_direction, sim_bonus_running(arena, character));
    int open = is_open(arena, prototypes);
    uint32_t most = open ? TICKS_AT_ONCE_IN_THE_OPEN : TICKS_AT_ONCE, count = ticks < most ? ticks : most;
    sim_position from = entity->position;
    sim_position to = moved(from, step->x * (int32_t)count, step->y * (int32_t)count);
    sim_box swept = swept_box(prototype->collision_box, from, to);
    int clear = open ? is_inside(&arena->config, swept) : is_clear(arena, swept, from, to);
    return clear && !sim_ride_begins_in(arena, prototypes, swept) ? count : 0;
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
           (arena->awake & (SIM_AWAKE_EXPANSION | SIM_AWAKE_SHOOTING | SIM_AWAKE_MINING | SIM_AWAKE_RIDING)) == 0;
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
