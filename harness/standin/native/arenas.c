#include "harness/standin/native/arenas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/native/account.h"
#include "harness/standin/native/decode.h"
#include "harness/standin/native/delta.h"
#include "harness/standin/native/ground.h"
#include "harness/standin/native/pages.h"
#include "harness/standin/native/room.h"

enum { LINE = 64, DRAWS_AT_MOST = 64 };

int native_arenas_init(native_arenas *arenas, const sim_prototypes *prototypes, const FactorioResetRule *rule,
                       uint32_t count, uint32_t frame_kind)
{
    memset(arenas, 0, sizeof *arenas);
    arenas->prototypes = prototypes;
    arenas->rule = *rule;
    if (arenas->rule.pool_scenes == 0) arenas->rule.pool_scenes = 1;
    arenas->count = count;
    arenas->frame_kind = frame_kind;
    arenas->has_slow_tiles = native_account_has_slow_tiles(prototypes);
    arenas->scenes = calloc(arenas->rule.pool_scenes, sizeof *arenas->scenes);
    arenas->grounds = calloc(arenas->rule.pool_scenes, sizeof *arenas->grounds);
    arenas->records = calloc(count, sizeof *arenas->records);
    if (arenas->scenes && arenas->grounds && arenas->records && native_items_init(&arenas->items, prototypes) == 0) return 0;
    native_arenas_free(arenas);
    return -1;
}

void native_arenas_free(native_arenas *arenas)
{
    for (uint32_t i = 0; i < arenas->scene_count; i++) {
        free(arenas->scenes[i]);
        free(arenas->grounds[i]);
    }
    free(arenas->scenes);
    free(arenas->grounds);
    free(arenas->blocks);
    free(arenas->records);
    native_items_free(&arenas->items);
    memset(arenas, 0, sizeof *arenas);
}

static size_t whole_lines(uint64_t bytes)
{
    return (size_t)((bytes + LINE - 1) / LINE * LINE);
}

/* A reset relies on the block holding an arena; this one does not. */
static void make_anew(native_arenas *arenas, uint32_t index)
{
    sim_arena_copy(native_arenas_block(arenas, index), arenas->stride, arenas->scenes[0]);
    native_arenas_reset(arenas, index, index);
}

/* Makes the arenas' blocks once the largest scene is known. */
static int make_blocks(native_arenas *arenas)
{
    for (uint32_t i = 0; i < arenas->scene_count; i++) {
        size_t bytes = whole_lines(arenas->scenes[i]->block_bytes);
        if (bytes > arenas->stride) arenas->stride = bytes;
    }
    arenas->blocks = native_pages_alloc(arenas->stride * arenas->count);
    if (!arenas->blocks) return -1;
    memset(arenas->blocks, 0, arenas->stride * arenas->count);
    for (uint32_t i = 0; i < arenas->count; i++) make_anew(arenas, i);
    arenas->resets_total = 0;
    return 0;
}

/* A copy of the scene with the room that its frames' episodes need; NULL without memory. */
static sim_arena *roomy_copy(const native_arenas *arenas, const sim_arena *scene)
{
    sim_arena_config config = native_roomy_config(scene, arenas->frame_kind);
    size_t bytes = whole_lines(sim_arena_bytes(&config, arenas->prototypes));
    sim_arena *copy = bytes ? aligned_alloc(LINE, bytes) : NULL;
    if (copy && sim_arena_grow(copy, bytes, &config, scene, arenas->prototypes) == SIM_OK) return copy;
    free(copy);
    return NULL;
}

int native_arenas_add_scene(native_arenas *arenas, const sim_arena *scene)
{
    if (arenas->scene_count == arenas->rule.pool_scenes) return -2;
    if (!sim_character_get(scene, NATIVE_CHARACTER)) return -3;
    sim_arena *copy = roomy_copy(arenas, scene);
    uint8_t *ground = copy && arenas->rule.main_ground ? native_main_ground(copy) : NULL;
    if (!copy || (arenas->rule.main_ground && !ground)) {
        free(copy);
        return -1;
    }
    arenas->grounds[arenas->scene_count] = ground;
    arenas->scenes[arenas->scene_count++] = copy;
    return arenas->scene_count < arenas->rule.pool_scenes ? 0 : make_blocks(arenas);
}

int native_arenas_ready(const native_arenas *arenas)
{
    return arenas->blocks != NULL;
}

sim_arena *native_arenas_block(const native_arenas *arenas, uint32_t index)
{
    return (sim_arena *)(arenas->blocks + arenas->stride * index);
}

uint64_t native_arenas_memory_bytes(const native_arenas *arenas)
{
    uint64_t bytes = (uint64_t)arenas->count * (arenas->stride + sizeof(native_record));
    for (uint32_t i = 0; i < arenas->scene_count; i++) {
        const sim_arena_config *config = &arenas->scenes[i]->config;
        bytes += arenas->scenes[i]->block_bytes;
        if (arenas->grounds[i]) bytes += (uint64_t)config->width_tiles * config->height_tiles;
    }
    return bytes;
}

static int is_zero_area(const int32_t area[4])
{
    return (area[0] | area[1] | area[2] | area[3]) == 0;
}

/* Where and from what a place is drawn. */
typedef struct drawing {
    const sim_arena *arena;
    const sim_prototypes *prototypes;
    const uint8_t *ground; /* NULL: anywhere */
    sim_random *random;
} drawing;

/* Draws until the character would fit there, on the ground; after DRAWS_AT_MOST draws the last one holds. */
static sim_position draw_free_place(const drawing *d, const int32_t area[4])
{
    sim_handle self = sim_entity_handle(d->arena, sim_character_get(d->arena, NATIVE_CHARACTER)->entity);
    sim_position place = {0, 0};
    for (int draw = 0; draw < DRAWS_AT_MOST; draw++) {
        place.x = sim_random_range(d->random, area[0], area[2]);
        place.y = sim_random_range(d->random, area[1], area[3]);
        if (d->ground && !native_is_on_ground(d->ground, d->arena, place)) continue;
        if (sim_entity_can_place(d->arena, d->prototypes, d->prototypes->character, 0, place, self)) break;
    }
    return place;
}

static int keeps_distance(const FactorioResetRule *rule, sim_position start, sim_position goal)
{
    int64_t distance_squared = sim_distance_squared(start, goal);
    int64_t least = rule->goal_min_distance, most = rule->goal_max_distance;
    return distance_squared >= least * least && (most == 0 || distance_squared <= most * most);
}

static sim_position draw_goal(const drawing *d, const FactorioResetRule *rule, sim_position start)
{
    sim_position goal = draw_free_place(d, rule->goal_area);
    for (int draw = 1; draw < DRAWS_AT_MOST && !keeps_distance(rule, start, goal); draw++)
        goal = draw_free_place(d, rule->goal_area);
    return goal;
}

void native_arenas_reset(native_arenas *arenas, uint32_t index, uint64_t seed)
{
    const FactorioResetRule *rule = &arenas->rule;
    sim_arena *arena = native_arenas_block(arenas, index);
    uint32_t scene = (uint32_t)(seed % rule->pool_scenes);
    sim_arena_restore(arena, arenas->scenes[scene]);
    sim_random random;
    sim_random_seed(&random, seed);
    drawing places = {arena, arenas->prototypes, arenas->grounds[scene], &random};
    /* What the game itself draws: as on a new surface with that seed in its map settings. */
    sim_random_seed(&arena->random, (uint32_t)seed);
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    if (!is_zero_area(rule->start_area)) {
        sim_position start = draw_free_place(&places, rule->start_area);
        sim_entity_teleport(arena, arenas->prototypes, sim_entity_handle(arena, character->entity), start);
    }
    native_record record = {
        .seed = seed,
        .command_id = seed,
        .reset_tick = arena->tick,
        .position = sim_character_position(arena, NATIVE_CHARACTER),
        .scene = scene,
        .has_goal = !is_zero_area(rule->goal_area),
        .is_reset = 1,
    };
    if (record.has_goal) record.goal = draw_goal(&places, rule, record.position);
    arenas->records[index] = record;
    arenas->resets_total++;
}

static void record_displacement(native_record *record, const sim_arena *arena, const sim_character *character)
{
    record->displacement = (sim_position){0, 0};
    if (!character) return;
    sim_position now = sim_entity_slot(arena, character->entity)->position;
    record->displacement.x = now.x - record->position.x;
    record->displacement.y = now.y - record->position.y;
    record->position = now;
    if ((record->displacement.x | record->displacement.y) == 0) return;
    double dx = sim_fixed_to_tiles(record->displacement.x), dy = sim_fixed_to_tiles(record->displacement.y);
    record->walked_tiles += sqrt(dx * dx + dy * dy);
}

void native_arenas_step(native_arenas *arenas, uint32_t index, const FactorioAction *action, uint32_t ticks)
{
    sim_arena *arena = native_arenas_block(arenas, index);
    native_record *record = &arenas->records[index];
    record->command_id = action->command_id;
    record->is_reset = 0;
    record->action_result = native_decode(arena, arenas->prototypes, action);
    if (action->action_type == FACTORIO_ACTION_MINE && record->action_result == FACTORIO_RESULT_OK)
        native_account_watch(arena, arenas->prototypes, record);
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    native_before before;
    native_account_begin(arena, character, &before);
    if (record->mined_prototype)
        native_account_begin_mining(arena, arenas->prototypes, character, record, ticks, &before);
    sim_position from = record->position;
    uint32_t refused = arena->refused;
    sim_run(arena, arenas->prototypes, ticks);
    arenas->refused_total += arena->refused - refused;
    character = sim_character_get(arena, NATIVE_CHARACTER);
    record_displacement(record, arena, character);
    int is_free = native_account_is_free(arena, character, &before, arenas->has_slow_tiles);
    record->blocked_ticks =
        is_free ? 0 : native_account_blocked(arena, arenas->prototypes, record, character, from, ticks);
    if (record->mined_prototype) native_account_mined(arena, character, record, &before);
    arenas->ticks_total += ticks;
}

uint64_t native_arenas_hash(const native_arenas *arenas, uint32_t index)
{
    uint64_t hash = sim_arena_hash(native_arenas_block(arenas, index), arenas->prototypes);
    uint64_t words[sizeof(native_record) / sizeof(uint64_t)];
    memcpy(words, &arenas->records[index], sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) hash = sim_hash_word(hash, words[i]);
    return hash;
}

size_t native_arenas_save(const native_arenas *arenas, uint32_t index, uint8_t *out, size_t capacity)
{
    const native_record *record = &arenas->records[index];
    const sim_arena *scene = arenas->scenes[record->scene];
    if (capacity < sizeof *record) return 0;
    memcpy(out, record, sizeof *record);
    size_t bytes = native_delta_write(out + sizeof *record, capacity - sizeof *record,
                                      (const uint8_t *)native_arenas_block(arenas, index), (const uint8_t *)scene,
                                      (size_t)scene->block_bytes);
    return bytes ? sizeof *record + bytes : 0;
}

/* Bytes read, 0 when the record or the coding cannot be right. */
static size_t load_block(native_arenas *arenas, uint32_t index, const uint8_t *in, size_t available)
{
    native_record record;
    if (available < sizeof record) return 0;
    memcpy(&record, in, sizeof record);
    if (record.scene >= arenas->scene_count) return 0;
    const sim_arena *scene = arenas->scenes[record.scene];
    sim_arena *arena = native_arenas_block(arenas, index);
    size_t bytes = native_delta_read((uint8_t *)arena, (const uint8_t *)scene, (size_t)scene->block_bytes,
                                     in + sizeof record, available - sizeof record);
    sim_fault fault;
    if (bytes == 0 || sim_arena_validate(arena, arenas->stride, arenas->prototypes) != SIM_OK ||
        !sim_arena_check(arena, arenas->prototypes, &fault))
        return 0;
    arenas->records[index] = record;
    return sizeof record + bytes;
}

size_t native_arenas_load(native_arenas *arenas, uint32_t index, const uint8_t *in, size_t available)
{
    size_t bytes = load_block(arenas, index, in, available);
    if (bytes == 0) make_anew(arenas, index);
    return bytes;
}
