/* door.c - workloads of the native door: an action, its ticks, the frame; reset, snapshot, query. */
#include <string.h>

#include "harness/standin/native/arenas.h"
#include "harness/standin/native/look_ahead.h"
#include "harness/standin/native/query.h"
#include "suites/bench/c/factory_scene.h"
#include "suites/bench/c/workloads/workload.h"

enum {
    ARENAS = 64, FACTORIES = 16, EPISODE_STEPS = 100, WARM_TICKS = 3000, FRAME_BYTES = 2048, BLOB_BYTES = 1 << 20,
    MOVEMENT_SIDE = 64, MINING_SIDE = 128, ORE_SPACING = 16, BELTS = 200
};

typedef struct door {
    native_arenas arenas;
    sim_random random;
    uint32_t ticks;               /* of a step                          */
    uint32_t steps;               /* played so far                      */
    uint32_t belt;                /* item number                        */
    _Alignas(16) uint8_t frames[ARENAS][FRAME_BYTES];
    _Alignas(16) uint8_t blob[BLOB_BYTES];
} door;

static const sim_prototypes *tables(void)
{
    return sim_builtin_prototypes();
}

/* Arenas of a scene, which is freed. */
static door *open_door(sim_arena *scene, uint32_t count, uint32_t frame_kind, uint32_t ticks,
                       const FactorioResetRule *rule)
{
    door *d = calloc(1, sizeof *d);
    if (d == NULL || native_arenas_init(&d->arenas, tables(), rule, count, frame_kind) != 0) abort();
    if (native_arenas_add_scene(&d->arenas, scene) != 0) abort();
    free(scene);
    sim_random_seed(&d->random, 1);
    d->ticks = ticks;
    d->belt = sim_item_named(tables(), "transport-belt");
    return d;
}

static void close_door(void *state)
{
    door *d = state;
    native_arenas_free(&d->arenas);
    free(d);
}

static const FactorioResetRule PLAIN = {.pool_scenes = 1};

static void *open_movement(void)
{
    static const FactorioResetRule rule = {
        .start_area = {-6144, -6144, 6144, 6144}, .goal_area = {-6144, -6144, 6144, 6144},
        .goal_min_distance = 2048, .goal_max_distance = 8192, .pool_scenes = 1};
    return open_door(scene_make(tables(), MOVEMENT_SIDE, MOVEMENT_SIDE, 1), ARENAS, FACTORIO_FRAME_MOVEMENT, 4, &rule);
}

static void *open_mining(void)
{
    sim_arena *scene = scene_make(tables(), MINING_SIDE, MINING_SIDE, 100);
    for (int32_t y = -48; y <= 48; y += ORE_SPACING)
        for (int32_t x = -48; x <= 48; x += ORE_SPACING) scene_put(scene, tables(), "iron-ore", x, y, 0);
    return open_door(scene, ARENAS, FACTORIO_FRAME_MINING, 10, &PLAIN);
}

static void *open_building(void)
{
    sim_arena *scene = scene_make(tables(), MINING_SIDE, MINING_SIDE, 400);
    uint16_t belt = sim_item_named(tables(), "transport-belt");
    sim_inventory_insert(scene, tables(), sim_character_get(scene, 0)->inventory, belt, BELTS);
    return open_door(scene, ARENAS, FACTORIO_FRAME_BUILDING, 6, &PLAIN);
}

static sim_arena *warm_factory(void)
{
    sim_arena *scene = scene_starter(tables(), STARTER_CELLS);
    sim_run(scene, tables(), WARM_TICKS);
    return scene;
}

static void *open_factory(void)
{
    return open_door(warm_factory(), FACTORIES, FACTORIO_FRAME_FULL, 30, &PLAIN);
}

/* Steps an arena, the next in turn; arenas begin anew every EPISODE_STEPS steps. */
static uint32_t next_arena(door *d)
{
    uint32_t i = d->steps % d->arenas.count;
    if (d->steps++ / d->arenas.count % EPISODE_STEPS == EPISODE_STEPS - 1) native_arenas_reset(&d->arenas, i, d->steps);
    if (native_looks_ahead(&d->arenas)) native_look_ahead(&d->arenas, i);
    return i;
}

static uint64_t act(door *d, uint32_t i, const FactorioAction *action)
{
    native_arenas_step(&d->arenas, i, action, d->ticks);
    native_encode(d->frames[i], d->arenas.frame_kind, native_arenas_block(&d->arenas, i), &d->arenas.records[i], i,
                  d->arenas.prototypes, &d->arenas.items);
    uint64_t place;
    memcpy(&place, d->frames[i], sizeof place);
    return place;
}

static FactorioAction random_move(door *d)
{
    uint32_t word = sim_random_next(&d->random);
    FactorioAction action = {.action_type = FACTORIO_ACTION_MOVE, .command_id = d->steps};
    action.parameters[0] = (float)(int)((word >> 8) % 3) - 1.0f;
    action.parameters[1] = (float)(int)((word >> 20) % 3) - 1.0f;
    return action;
}

static uint64_t step_walking(void *state)
{
    door *d = state;
    uint32_t i = next_arena(d);
    FactorioAction action = random_move(d);
    return act(d, i, &action);
}

/* Mines the nearest ore that the last frame showed; every fourth step walks. */
static uint64_t step_mining(void *state)
{
    door *d = state;
    uint32_t i = next_arena(d);
    FactorioMiningFrame frame;
    memcpy(&frame, d->frames[i], sizeof frame);
    FactorioAction action = random_move(d);
    if (d->steps / d->arenas.count % 4) {
        action.action_type = FACTORIO_ACTION_MINE;
        for (int axis = 0; axis < 2; axis++)
            action.parameters[axis] = frame.movement.player_pos[axis] + frame.resources[0].offset[axis];
    }
    return act(d, i, &action);
}

/* Builds a belt somewhere within reach, or mines what stands there. */
static uint64_t step_building(void *state)
{
    door *d = state;
    uint32_t i = next_arena(d), word = sim_random_next(&d->random);
    FactorioAction action = {.action_type = word & 1 ? FACTORIO_ACTION_BUILD : FACTORIO_ACTION_MINE};
    action.command_id = d->steps;
    action.parameters[0] = (float)(int)(word >> 8 & 15) - 7.5f;
    action.parameters[1] = (float)(int)(word >> 16 & 15) - 7.5f;
    if (word & 1) {
        action.parameters[2] = (float)d->belt;
        action.parameters[3] = (float)(word >> 26 & 12);
    }
    return act(d, i, &action);
}

static uint64_t step_reset(void *state)
{
    door *d = state;
    uint32_t i = d->steps++ % d->arenas.count;
    native_arenas_reset(&d->arenas, i, d->steps);
    return d->arenas.records[i].seed;
}

static uint64_t step_snapshot(void *state)
{
    door *d = state;
    uint32_t i = d->steps++ % d->arenas.count;
    sim_run(native_arenas_block(&d->arenas, i), tables(), 1);
    size_t bytes = native_arenas_save(&d->arenas, i, d->blob, sizeof d->blob);
    if (bytes == 0 || native_arenas_load(&d->arenas, i, d->blob, bytes) != bytes) abort();
    return bytes;
}

static uint64_t step_query(void *state)
{
    static const uint32_t KINDS[] = {FACTORIO_QUERY_CELLS, FACTORIO_QUERY_ENTITIES, FACTORIO_QUERY_STATE,
                                     FACTORIO_QUERY_FLOWS};
    door *d = state;
    uint32_t i = d->steps++ % d->arenas.count, rows;
    FactorioQuery query = {.kind = KINDS[d->steps % 4], .area = {-32, -32, 32, 32}};
    query.scale = query.kind == FACTORIO_QUERY_CELLS;
    const char *reason = NULL;
    int64_t bytes = native_query(&query, native_arenas_block(&d->arenas, i), tables(), &d->arenas.items, 0, d->blob,
                                 sizeof d->blob, &rows, &reason);
    if (bytes < 0) abort();
    return rows;
}

const workload WORKLOAD_MOVEMENT = {"movement", "walk 4 ticks, 64-byte frame", open_movement, step_walking,
                                    close_door};
const workload WORKLOAD_MINING = {"mining", "walk or mine 10 ticks, 256-byte frame", open_mining, step_mining,
                                  close_door};
const workload WORKLOAD_BUILDING = {"building", "build or mine a belt, 6 ticks, 512-byte frame", open_building,
                                    step_building, close_door};
const workload WORKLOAD_FACTORY = {"factory", "30 ticks of a starter factory, 2048-byte frame", open_factory,
                                   step_walking, close_door};
const workload WORKLOAD_RESET = {"reset", "reset an arena with a starter factory", open_factory, step_reset,
                                 close_door};
const workload WORKLOAD_SNAPSHOT = {"snapshot", "a tick of a starter factory, save, load", open_factory,
                                    step_snapshot, close_door};
const workload WORKLOAD_QUERY = {"query", "a query of a starter factory: cells, entities, state or flows", open_factory,
                                 step_query, close_door};
