#include "harness/standin/engine/enemies/expansion.h"

#include <math.h>
#include <string.h>

#include "harness/standin/engine/world/evolution.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_generation.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/combat/unit_group.h"

#define CANDIDATES 48          /* chunks that are drawn and scored; the game scores all                  */
#define LOOK_TICKS 64          /* between looks for settlers that have arrived                           */
#define RETRY_TICKS 3600       /* after a base had too few units; not published                          */
#define GATHER_TILES 64        /* around the base, for settlers; not published                           */
#define MOST_SETTLERS 64
#define PLACE_TRIES 24
#define PLACE_TILES 8          /* how far from itself a settler builds; not published                    */
#define WORMS_PART 0.35        /* of what settlers build; not published                                  */
#define TILES_PER_CHUNK (SIM_CHUNK_TILES * SIM_CHUNK_TILES)

static const sim_expansion_settings *settings_of(const sim_arena *arena, const sim_prototypes *prototypes)
{
    return &sim_settings_get(arena, prototypes)->enemy_expansion;
}

uint32_t sim_expansion_cooldown(const sim_arena *arena, const sim_prototypes *prototypes)
{
    const sim_expansion_settings *settings = settings_of(arena, prototypes);
    double longest = settings->max_expansion_cooldown, shortest = settings->min_expansion_cooldown;
    return (uint32_t)(longest + (shortest - longest) * sim_evolution_get(arena, prototypes));
}

uint32_t sim_expansion_group_size(const sim_arena *arena, const sim_prototypes *prototypes)
{
    const sim_expansion_settings *settings = settings_of(arena, prototypes);
    double fewest = settings->settler_group_min_size, most = settings->settler_group_max_size;
    double size = fewest + (most - fewest) * sim_evolution_get(arena, prototypes);
    return size < MOST_SETTLERS ? (uint32_t)size : MOST_SETTLERS;
}

/* Where --------------------------------------------------------------------------------------------------------- */

static uint32_t count_in_chunk(const sim_arena *arena, const sim_prototypes *prototypes, int32_t chunk_x,
                               int32_t chunk_y, uint64_t type_bits, enum sim_force force)
{
    int32_t side = SIM_CHUNK_TILES * SIM_FIXED_ONE;
    sim_box chunk = {chunk_x * side, chunk_y * side, (chunk_x + 1) * side, (chunk_y + 1) * side};
    sim_entity_filter filter = {.type_bits = type_bits, .force_bits = (uint8_t)(1u << force)};
    return sim_entity_find(arena, prototypes, chunk, &filter, NULL, 0);
}

static int is_buildable(const sim_arena *arena, const sim_prototypes *prototypes, int32_t chunk_x, int32_t chunk_y)
{
    uint16_t spawner = sim_entity_named(prototypes, "biter-spawner");
    uint32_t colliding = 0, layers = prototypes->entities[spawner].collision_layers;
    for (int32_t y = chunk_y * SIM_CHUNK_TILES; y < (chunk_y + 1) * SIM_CHUNK_TILES; y++)
        for (int32_t x = chunk_x * SIM_CHUNK_TILES; x < (chunk_x + 1) * SIM_CHUNK_TILES; x++)
            colliding += (prototypes->tiles[sim_map_tile(arena, prototypes, x, y)].collision_layers & layers) != 0;
    return colliding <= settings_of(arena, prototypes)->max_colliding_tiles_coefficient * TILES_PER_CHUNK;
}

/* Sum over the chunks of a square: what stands there, less for every step of the way. */
static double weighed(const sim_arena *arena, const sim_prototypes *prototypes, int32_t chunk_x, int32_t chunk_y,
                      int is_base)
{
    const sim_expansion_settings *settings = settings_of(arena, prototypes);
    int32_t radius = (int32_t)(is_base ? settings->friendly_base_influence_radius
                                       : settings->enemy_building_influence_radius);
    double fading = is_base ? settings->neighbouring_base_chunk_coefficient : settings->neighbouring_chunk_coefficient;
    uint64_t types = is_base ? 1ull << SIM_TYPE_UNIT_SPAWNER | 1ull << SIM_TYPE_TURRET : ~(1ull << SIM_TYPE_CHARACTER);
    enum sim_force force = is_base ? SIM_FORCE_ENEMY : SIM_FORCE_ARENA;
    double sum = 0.0;
    for (int32_t y = -radius; y <= radius; y++) {
        for (int32_t x = -radius; x <= radius; x++) {
            uint32_t found = count_in_chunk(arena, prototypes, chunk_x + x, chunk_y + y, types, force);
            int32_t distance = (x < 0 ? -x : x) + (y < 0 ? -y : y);
            if (found) sum += found * pow(fading, distance);
        }
    }
    return sum;
}

double sim_expansion_score(const sim_arena *arena, const sim_prototypes *prototypes, int32_t chunk_x, int32_t chunk_y)
{
    const sim_expansion_settings *settings = settings_of(arena, prototypes);
    if (!is_buildable(arena, prototypes, chunk_x, chunk_y)) return 0.0;
    double player = settings->building_coefficient * weighed(arena, prototypes, chunk_x, chunk_y, 0);
    double base = settings->other_base_coefficient * weighed(arena, prototypes, chunk_x, chunk_y, 1);
    return 1.0 / (1.0 + player + base);
}

static int32_t chunk_of(int32_t coordinate)
{
    return sim_fixed_tile(coordinate) >> SIM_CHUNK_SHIFT;
}

/* The best of some chunks around a place, drawn; 0 when none will do. */
static int choose_chunk(sim_arena *arena, const sim_prototypes *prototypes, sim_position from, int32_t chosen[2])
{
    int32_t reach = (int32_t)fmin(settings_of(arena, prototypes)->max_expansion_distance, INT16_MAX);
    double best = 0.0;
    for (int i = 0; i < CANDIDATES; i++) {
        int32_t x = chunk_of(from.x) + sim_random_range(&arena->random, -reach, reach);
        int32_t y = chunk_of(from.y) + sim_random_range(&arena->random, -reach, reach);
        int32_t middle_x = x * SIM_CHUNK_TILES + SIM_CHUNK_TILES / 2;
        int32_t middle_y = y * SIM_CHUNK_TILES + SIM_CHUNK_TILES / 2;
        if (!sim_map_contains(arena, middle_x, middle_y)) continue;
        double score = sim_expansion_score(arena, prototypes, x, y);
        if (score <= best) continue;
        best = score;
        chosen[0] = middle_x;
        chosen[1] = middle_y;
    }
    return best > 0.0;
}

/* Who ----------------------------------------------------------------------------------------------------------- */

/* A spawner by chance; 0 when there is none. */
static uint32_t draw_spawner(sim_arena *arena)
{
    const sim_pool *pool = &arena->pools[SIM_POOL_SPAWNER];
    if (pool->live == 0) return 0;
    int32_t chosen = sim_random_range(&arena->random, 0, (int32_t)pool->live - 1);
    for (uint32_t record = 1; record < pool->used; record++)
        if (sim_pool_is_live(arena, SIM_POOL_SPAWNER, record) && chosen-- == 0) return record;
    return 0;
}

/* Units around a place that are in no group, up to `wanted`. */
static uint32_t find_settlers(const sim_arena *arena, const sim_prototypes *prototypes, sim_position from,
                              uint32_t wanted, sim_handle *settlers)
{
    uint32_t slots[4 * MOST_SETTLERS], count = 0;
    int32_t reach = GATHER_TILES * SIM_FIXED_ONE;
    const sim_entity_filter filter = {.type_bits = 1ull << SIM_TYPE_UNIT, .force_bits = 1u << SIM_FORCE_ENEMY};
    sim_box around = sim_box_at((sim_box){-reach, -reach, reach, reach}, from);
    uint32_t found = sim_entity_find(arena, prototypes, around, &filter, slots, 4 * MOST_SETTLERS);
    for (uint32_t i = 0; i < found && i < 4 * MOST_SETTLERS && count < wanted; i++) {
        sim_handle handle = sim_entity_handle(arena, slots[i]);
        const sim_unit *unit = sim_unit_get(arena, prototypes, handle);
        if (unit && unit->group == 0 && unit->command.kind == SIM_COMMAND_NONE) settlers[count++] = handle;
    }
    return count;
}

/* Sends one group; 0 when no base could. */
static int send(sim_arena *arena, const sim_prototypes *prototypes)
{
    uint32_t record = draw_spawner(arena), wanted = sim_expansion_group_size(arena, prototypes), group = 0;
    sim_handle settlers[MOST_SETTLERS];
    int32_t tile[2] = {0, 0};
    if (record == 0) return 0;
    const sim_spawner *spawner = SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, record);
    sim_position from = sim_entity_slot(arena, spawner->entity)->position;
    uint32_t count = find_settlers(arena, prototypes, from, wanted, settlers);
    if (count < settings_of(arena, prototypes)->settler_group_min_size) return 0;
    if (!choose_chunk(arena, prototypes, from, tile)) return 0;
    sim_position meeting = sim_entity_get(arena, settlers[0])->position;
    if (sim_unit_group_create(arena, SIM_FORCE_ENEMY, meeting, 0, &group) != SIM_OK) return 0;
    for (uint32_t i = 0; i < count; i++) {
        sim_unit_group_add(arena, prototypes, group, settlers[i]);
        sim_unit_set_spawner(arena, prototypes, settlers[i], (sim_handle){0, 0});
    }
    sim_command command = sim_command_of(SIM_COMMAND_BUILD_BASE);
    command.destination = (sim_position){sim_fixed_tile_centre(tile[0]), sim_fixed_tile_centre(tile[1])};
    sim_unit_group_set_command(arena, prototypes, group, &command);
    arena->settlers = 1;
    return 1;
}

/* Building ------------------------------------------------------------------------------------------------------ */

/* The strongest worm that can be built at an evolution, or the spawner of the unit's kind. */
static uint16_t draw_building(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *unit)
{
    static const char *const WORMS[] = {"behemoth-worm-turret", "big-worm-turret", "medium-worm-turret",
                                        "small-worm-turret"};
    double evolution = sim_evolution_get(arena, prototypes);
    if (!sim_random_chance(&arena->random, WORMS_PART)) {
        int is_spitter = strstr(prototypes->entities[unit->prototype].name, "spitter") != NULL;
        return sim_entity_named(prototypes, is_spitter ? "spitter-spawner" : "biter-spawner");
    }
    for (size_t i = 0; i < sizeof WORMS / sizeof *WORMS; i++) {
        uint16_t number = sim_entity_named(prototypes, WORMS[i]);
        const sim_turret_prototype *worm = &prototypes->turrets[prototypes->entities[number].turret];
        if (evolution >= worm->build_base_evolution_requirement) return number;
    }
    return 0;
}

/* Builds in the settler's place or, by chance, near to it. */
static enum sim_result build(sim_arena *arena, const sim_prototypes *prototypes, sim_handle unit, sim_handle *built)
{
    const sim_entity *settler = sim_entity_get(arena, unit);
    sim_entity_spec spec = {.prototype = draw_building(arena, prototypes, settler), .force = settler->force};
    sim_position place = settler->position;
    int32_t reach = PLACE_TILES * SIM_FIXED_ONE;
    for (int i = 0; i < PLACE_TRIES && spec.prototype; i++) {
        spec.position.x = place.x + (i ? sim_random_range(&arena->random, -reach, reach) : 0);
        spec.position.y = place.y + (i ? sim_random_range(&arena->random, -reach, reach) : 0);
        sim_position snapped = sim_entity_snap(prototypes, spec.prototype, 0, spec.position);
        if (!sim_entity_can_place(arena, prototypes, spec.prototype, 0, snapped, unit)) continue;
        return sim_entity_create(arena, prototypes, &spec, built);
    }
    return SIM_BLOCKED;
}

enum sim_result sim_expansion_settle(sim_arena *arena, const sim_prototypes *prototypes, sim_handle unit,
                                     sim_handle *built)
{
    const sim_entity *settler = sim_entity_get(arena, unit);
    if (settler == NULL) return SIM_NOT_FOUND;
    if (prototypes->entities[settler->prototype].type != SIM_TYPE_UNIT) return SIM_WRONG_TYPE;
    sim_random before = arena->random;
    enum sim_result result = build(arena, prototypes, unit, built);
    if (result == SIM_OK)
        sim_entity_destroy(arena, prototypes, unit);
    else
        arena->random = before; /* who refuses has drawn nothing */
    return result;
}

/* Lets settlers build that have arrived; forgets about them when none is under way any more. */
static void look_for_settlers(sim_arena *arena, const sim_prototypes *prototypes)
{
    int are_under_way = 0;
    for (uint32_t group = 1; group < arena->pools[SIM_POOL_GROUP].used; group++) {
        const sim_unit_group *found = sim_unit_group_get(arena, group);
        are_under_way |= found && found->command.kind == SIM_COMMAND_BUILD_BASE;
    }
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_UNIT].used; record++) {
        sim_unit *unit = SIM_RECORD(arena, SIM_POOL_UNIT, sim_unit, record);
        if (unit->entity == 0 || unit->state != SIM_UNIT_SETTLED) continue;
        sim_handle settler = sim_entity_handle(arena, unit->entity);
        enum sim_result result = sim_expansion_settle(arena, prototypes, settler, NULL);
        if (result == SIM_ARENA_FULL) arena->refused++;
        if (result == SIM_OK) continue;
        const sim_command stop = sim_command_of(SIM_COMMAND_STOP);
        sim_unit_set_command(arena, prototypes, settler, &stop); /* no place here: it stays what it is */
    }
    arena->settlers = (uint32_t)are_under_way;
}

void sim_expansion_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    if (arena->settlers && arena->tick % LOOK_TICKS == 0) look_for_settlers(arena, prototypes);
    if (arena->tick < arena->expansion_due_tick) return;
    int is_first = arena->expansion_due_tick == 0;
    uint32_t cooldown = sim_expansion_cooldown(arena, prototypes);
    if (arena->pools[SIM_POOL_SPAWNER].live == 0 && !arena->settlers) {
        arena->expansion_due_tick = 0;
        arena->awake &= ~(uint64_t)SIM_AWAKE_EXPANSION;
        return;
    }
    arena->expansion_due_tick = arena->tick + (cooldown ? cooldown : 1);
    if (is_first || !settings_of(arena, prototypes)->enabled || arena->peace & SIM_PEACE_NO_ENEMIES) return;
    if (!send(arena, prototypes)) arena->expansion_due_tick = arena->tick + RETRY_TICKS;
}

int sim_expansion_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    (void)prototypes;
    int has_spawners = arena->pools[SIM_POOL_SPAWNER].live != 0;
    SIM_EXPECT(fault, "expansion", 0, none, !has_spawners || arena->awake & SIM_AWAKE_EXPANSION);
    SIM_EXPECT(fault, "expansion", 0, none, arena->settlers <= 1 && arena->peace <= 3);
    return 1;
}

uint64_t sim_expansion_hash(const sim_arena *arena, uint64_t hash)
{
    hash = sim_hash_word(hash, arena->expansion_due_tick);
    return sim_hash_word(hash, (uint64_t)arena->settlers << 32 | arena->peace);
}
