#include "harness/standin/engine/enemies/spawner.h"

#include <math.h>

#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/world/evolution.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/generation/map_generation.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/enemies/raid.h"
#include "harness/standin/engine/combat/unit.h"

#define PLACE_TRIES 16      /* random places that a spawner looks at before it waits; not published    */
#define RETRY_TICKS 30      /* between looks of a spawner that could spawn but may not; not published  */
#define MOST_STORED 3.0     /* times the costliest unit that can come now: what a spawner keeps (wiki: Pollution) */
#define TWO_TO_32 4294967296.0

static sim_spawner *record_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, record);
}

static const sim_spawner_prototype *prototype_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                                 const sim_spawner *spawner)
{
    const sim_entity *entity = sim_entity_slot(arena, spawner->entity);
    return &prototypes->spawners[prototypes->entities[entity->prototype].spawner];
}

static const sim_unit_prototype *unit_prototype(const sim_prototypes *prototypes, uint16_t entity)
{
    return &prototypes->units[prototypes->entities[entity].unit];
}

enum sim_result sim_spawner_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_SPAWNER, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_entity_slot(arena, slot)->record = record;
    sim_spawner *spawner = record_at(arena, record);
    double evolution = sim_evolution_get(arena, prototypes);
    spawner->due_tick = arena->tick;
    spawner->due_tick += (uint64_t)sim_spawner_cooldown(prototype_of(arena, prototypes, spawner), evolution, 1.0);
    arena->spawner_due_tick = arena->tick;
    arena->awake |= SIM_AWAKE_EXPANSION;
    sim_pool_wake(arena, SIM_POOL_SPAWNER, record);
    return SIM_OK;
}

void sim_spawner_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_entity_slot(arena, slot)->record;
    sim_raid_send(arena, prototypes, record); /* whoever waits here goes now */
    sim_pool_give_back(arena, SIM_POOL_SPAWNER, record);
}

void sim_spawner_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_spawner *spawner = record_at(arena, sim_entity_slot(arena, slot)->record);
    for (int i = 0; i < SIM_SPAWNER_UNITS; i++)
        if (sim_unit_get(arena, prototypes, spawner->units[i]))
            sim_pool_wake(arena, SIM_POOL_UNIT, sim_entity_get(arena, spawner->units[i])->record);
}

/* Who comes, and when ------------------------------------------------------------------------------------------- */

double sim_spawn_weight(const sim_prototypes *prototypes, const sim_spawn *spawn, double evolution)
{
    const sim_spawn_point *points = prototypes->spawn_points + spawn->first_point;
    if (spawn->point_count == 0 || evolution < points[0].evolution) return 0.0;
    for (uint32_t i = 1; i < spawn->point_count; i++) {
        if (evolution >= points[i].evolution) continue;
        double span = points[i].evolution - points[i - 1].evolution;
        double part = (evolution - points[i - 1].evolution) / span;
        return points[i - 1].weight + (points[i].weight - points[i - 1].weight) * part;
    }
    return points[spawn->point_count - 1].weight;
}

uint16_t sim_spawner_draw(sim_arena *arena, const sim_prototypes *prototypes, const sim_spawner_prototype *prototype,
                          double evolution)
{
    const sim_spawn *spawns = prototypes->spawns + prototype->first_spawn;
    double total = 0.0;
    for (uint32_t i = 0; i < prototype->spawn_count; i++) total += sim_spawn_weight(prototypes, &spawns[i], evolution);
    double drawn = sim_random_next(&arena->random) / TWO_TO_32 * total;
    uint16_t unit = 0;
    for (uint32_t i = 0; i < prototype->spawn_count && drawn >= 0.0; i++) {
        double weight = sim_spawn_weight(prototypes, &spawns[i], evolution);
        if (weight <= 0.0) continue;
        unit = spawns[i].unit;
        drawn -= weight;
    }
    return unit;
}

double sim_spawner_cooldown(const sim_spawner_prototype *prototype, double evolution, double modifier)
{
    double longest = prototype->spawning_cooldown_max_ticks, shortest = prototype->spawning_cooldown_min_ticks;
    return (longest + (shortest - longest) * evolution) * modifier;
}

uint32_t sim_spawner_owned(const sim_arena *arena, const sim_spawner *spawner)
{
    uint32_t owned = 0;
    for (int i = 0; i < SIM_SPAWNER_UNITS; i++) owned += sim_entity_get(arena, spawner->units[i]) != NULL;
    return owned;
}

double sim_spawner_health_factor(const sim_arena *arena, const sim_prototypes *prototypes)
{
    double most = prototypes->constants.spawner_evolution_factor_health_modifier;
    return pow(most, sim_evolution_get(arena, prototypes));
}

/* Spawning ------------------------------------------------------------------------------------------------------ */

static sim_box box_around(sim_position centre, double tiles)
{
    int32_t reach = sim_fixed_from_tiles(tiles);
    sim_box box = {-reach, -reach, reach, reach};
    return sim_box_at(box, centre);
}

static int is_crowded(const sim_arena *arena, const sim_prototypes *prototypes, const sim_spawner *spawner)
{
    const sim_spawner_prototype *prototype = prototype_of(arena, prototypes, spawner);
    const sim_entity *entity = sim_entity_slot(arena, spawner->entity);
    uint32_t most = prototype->max_count_of_owned_units;
    if (sim_spawner_owned(arena, spawner) >= (most < SIM_SPAWNER_UNITS ? most : SIM_SPAWNER_UNITS)) return 1;
    sim_entity_filter friends = {.type_bits = 1ull << SIM_TYPE_UNIT, .force_bits = (uint8_t)(1u << entity->force)};
    sim_box around = box_around(entity->position, prototype->spawning_radius);
    return sim_entity_find(arena, prototypes, around, &friends, NULL, 0) >= prototype->max_friends_around_to_spawn;
}

/* A free place for the unit within the spawner's radius, with its spacing to other units; 0 when chance found none. */
static int find_place(sim_arena *arena, const sim_prototypes *prototypes, const sim_spawner *spawner, uint16_t unit,
                      sim_position *place)
{
    const sim_spawner_prototype *prototype = prototype_of(arena, prototypes, spawner);
    sim_position centre = sim_entity_slot(arena, spawner->entity)->position;
    int32_t reach = sim_fixed_from_tiles(prototype->spawning_radius);
    const sim_entity_filter units = {.type_bits = 1ull << SIM_TYPE_UNIT};
    for (int i = 0; i < PLACE_TRIES; i++) {
        place->x = centre.x + sim_random_range(&arena->random, -reach, reach);
        place->y = centre.y + sim_random_range(&arena->random, -reach, reach);
        sim_box spaced = box_around(*place, prototype->spawning_spacing);
        if (sim_distance_squared(*place, centre) <= (int64_t)reach * reach &&
            sim_entity_can_place(arena, prototypes, unit, 0, *place, (sim_handle){0, 0}) &&
            sim_entity_find(arena, prototypes, spaced, &units, NULL, 0) == 0)
            return 1;
    }
    return 0;
}

static void own(const sim_arena *arena, sim_spawner *spawner, sim_handle unit)
{
    for (int i = 0; i < SIM_SPAWNER_UNITS; i++) {
        if (sim_entity_get(arena, spawner->units[i])) continue;
        spawner->units[i] = unit;
        return;
    }
}

/* Makes one unit; 0 when there is no place or no room for it. */
static int spawn(sim_arena *arena, const sim_prototypes *prototypes, sim_spawner *spawner, uint16_t unit)
{
    sim_entity_spec spec = {.prototype = unit, .force = sim_entity_slot(arena, spawner->entity)->force};
    sim_handle created;
    if (!find_place(arena, prototypes, spawner, unit, &spec.position)) return 0;
    if (sim_entity_create(arena, prototypes, &spec, &created) != SIM_OK) {
        arena->refused++;
        return 0;
    }
    own(arena, spawner, created);
    sim_unit_set_spawner(arena, prototypes, created, sim_entity_handle(arena, spawner->entity));
    sim_event event = {.kind = SIM_EVENT_ENTITY_SPAWNED, .subject = created,
                       .other = sim_entity_handle(arena, spawner->entity)};
    sim_event_emit(arena, event);
    return 1;
}

/* A spawner whose time has come. */
static void work(sim_arena *arena, const sim_prototypes *prototypes, sim_spawner *spawner)
{
    const sim_spawner_prototype *prototype = prototype_of(arena, prototypes, spawner);
    spawner->due_tick = arena->tick + RETRY_TICKS;
    if (arena->peace & SIM_PEACE_NO_ENEMIES || is_crowded(arena, prototypes, spawner)) return;
    double evolution = sim_evolution_get(arena, prototypes);
    uint16_t unit = sim_spawner_draw(arena, prototypes, prototype, evolution);
    if (unit == 0 || !spawn(arena, prototypes, spawner, unit)) return;
    double modifier = unit_prototype(prototypes, unit)->spawning_time_modifier;
    spawner->due_tick = arena->tick + (uint64_t)fmax(sim_spawner_cooldown(prototype, evolution, modifier), 1.0);
}

void sim_spawner_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    if (arena->tick < arena->spawner_due_tick) return;
    uint64_t next = UINT64_MAX;
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_SPAWNER, record)) != 0;) {
        sim_spawner *spawner = record_at(arena, record);
        if (arena->tick >= spawner->due_tick) work(arena, prototypes, spawner);
        if (spawner->group && arena->tick >= spawner->attack_tick) sim_raid_send(arena, prototypes, record);
        if (spawner->due_tick < next) next = spawner->due_tick;
        if (spawner->group && spawner->attack_tick < next) next = spawner->attack_tick;
    }
    arena->spawner_due_tick = next;
}

/* Pollution ----------------------------------------------------------------------------------------------------- */

/* What the costliest unit that can come at this evolution needs to join an attack. */
static double largest_cost(const sim_prototypes *prototypes, const sim_spawner_prototype *prototype, double evolution)
{
    double largest = 0.0;
    for (uint32_t i = 0; i < prototype->spawn_count; i++) {
        const sim_spawn *spawn = &prototypes->spawns[prototype->first_spawn + i];
        if (sim_spawn_weight(prototypes, spawn, evolution) <= 0.0) continue;
        largest = fmax(largest, unit_prototype(prototypes, spawn->unit)->absorptions_to_join_attack);
    }
    return largest;
}

void sim_spawner_absorb(sim_arena *arena, const sim_prototypes *prototypes)
{
    double evolution = sim_evolution_get(arena, prototypes);
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_SPAWNER, record)) != 0;) {
        sim_spawner *spawner = record_at(arena, record);
        sim_position place = sim_entity_slot(arena, spawner->entity)->position;
        double pollution = sim_pollution_get(arena, place);
        if (pollution <= 0.0) continue;
        const sim_spawner_prototype *prototype = prototype_of(arena, prototypes, spawner);
        double wanted = prototype->pollution_absorption_absolute;
        wanted += prototype->pollution_absorption_proportional * pollution;
        if (spawner->absorbed <= MOST_STORED * largest_cost(prototypes, prototype, evolution))
            spawner->absorbed += sim_pollution_absorb(arena, place, wanted);
        sim_raid_recruit(arena, prototypes, record);
    }
}

/* Sanity and hash ----------------------------------------------------------------------------------------------- */

int sim_spawner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_SPAWNER].used; record++) {
        const sim_spawner *spawner = record_at(arena, record);
        if (spawner->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, spawner->entity);
        SIM_EXPECT(fault, "spawner", record, none, entity != NULL);
        uint8_t type = prototypes->entities[entity->prototype].type;
        SIM_EXPECT(fault, "spawner", record, none, type == SIM_TYPE_UNIT_SPAWNER);
        SIM_EXPECT(fault, "spawner", record, entity->position, entity->record == record);
        SIM_EXPECT(fault, "spawner", record, entity->position, sim_pool_is_awake(arena, SIM_POOL_SPAWNER, record));
        SIM_EXPECT(fault, "spawner", record, entity->position, spawner->absorbed >= 0.0);
        SIM_EXPECT(fault, "spawner", record, entity->position,
                   arena->spawner_due_tick <= spawner->due_tick || arena->spawner_due_tick <= arena->tick);
    }
    return 1;
}

uint64_t sim_spawner_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_SPAWNER].used; record++) {
        const sim_spawner *spawner = record_at(arena, record);
        if (spawner->entity == 0) continue;
        hash = sim_hash_word(hash, spawner->due_tick);
        hash = sim_hash_word(hash, spawner->group);
        hash = sim_hash_word(hash, spawner->group_since);
        hash = sim_hash_word(hash, spawner->attack_tick);
        hash = sim_hash_double(hash, spawner->absorbed);
        for (int i = 0; i < SIM_SPAWNER_UNITS; i++)
            hash = sim_hash_word(hash, (uint64_t)spawner->units[i].generation << 32 | spawner->units[i].index);
    }
    return hash;
}
