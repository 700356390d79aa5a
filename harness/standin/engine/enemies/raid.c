#include "harness/standin/engine/enemies/raid.h"

#include "harness/standin/engine/core/direction.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_generation.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/combat/unit_group.h"

#define JOIN_TILES 96          /* how far apart spawners share a group; not published               */
#define RENDEZVOUS_TILES 32    /* from the spawner to where its units gather; not published          */
#define RENDEZVOUS_CLEARANCE_TILES 24 /* and from any spawner, farther than units hold others back from spawning   */
#define TARGET_RADIUS_TILES 24 /* of the area that is attacked; not published                       */
#define LOOK_TILES 48          /* around the middle of the thickest chunk, for buildings that pollute */
#define MOST_BUILDINGS 256     /* looked at                                                         */
#define CHUNK_UNITS (SIM_CHUNK_TILES * SIM_FIXED_ONE)

static sim_spawner *spawner_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_SPAWNER, sim_spawner, record);
}

/* The group that gathers at a spawner; NULL when it has none or it is gone. A record that was given to another group
 * since then was made at another time. */
static sim_unit_group *group_of(const sim_arena *arena, const sim_spawner *spawner)
{
    sim_unit_group *group = spawner->group ? sim_unit_group_get(arena, spawner->group) : NULL;
    int is_it = group && group->since_tick == spawner->group_since && group->command.kind == SIM_COMMAND_NONE &&
                !group->is_script_driven;
    return is_it ? group : NULL;
}

/* Where to ------------------------------------------------------------------------------------------------------ */

/* The middle of the chunk next to that place with the most pollution, or of its own. */
static sim_position uphill(const sim_arena *arena, sim_position place)
{
    sim_position best = place;
    for (int32_t y = -CHUNK_UNITS; y <= CHUNK_UNITS; y += CHUNK_UNITS) {
        for (int32_t x = -CHUNK_UNITS; x <= CHUNK_UNITS; x += CHUNK_UNITS) {
            sim_position next = {place.x + x, place.y + y};
            if (!sim_map_contains(arena, sim_fixed_tile(next.x), sim_fixed_tile(next.y))) continue;
            if (sim_pollution_get(arena, next) > sim_pollution_get(arena, best)) best = next;
        }
    }
    return best;
}

static int pollutes(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return prototypes->entities[entity->prototype].energy.pollution_per_minute > 0.0;
}

sim_position sim_raid_target(const sim_arena *arena, const sim_prototypes *prototypes, sim_position from)
{
    sim_position place = from;
    for (uint32_t i = 0; i < arena->chunk_columns + arena->chunk_rows; i++) {
        sim_position next = uphill(arena, place);
        if (next.x == place.x && next.y == place.y) break;
        place = next;
    }
    uint32_t slots[MOST_BUILDINGS];
    int32_t reach = LOOK_TILES * SIM_FIXED_ONE;
    sim_box around = sim_box_at((sim_box){-reach, -reach, reach, reach}, place);
    const sim_entity_filter buildings = {.force_bits = 1u << SIM_FORCE_ARENA};
    uint32_t count = sim_entity_find(arena, prototypes, around, &buildings, slots, MOST_BUILDINGS);
    sim_position target = place;
    int64_t nearest = INT64_MAX;
    for (uint32_t i = 0; i < count && i < MOST_BUILDINGS; i++) {
        const sim_entity *entity = sim_entity_slot(arena, slots[i]);
        int64_t distance = sim_distance_squared(entity->position, from);
        if (!pollutes(prototypes, entity) || distance >= nearest) continue;
        nearest = distance;
        target = entity->position;
    }
    return target;
}

/* Gathering ------------------------------------------------------------------------------------------------------ */

/* The spawner near a place at which a group gathers that has room; 0 for none. Counts all groups that gather. */
static uint32_t gathering_near(const sim_arena *arena, const sim_prototypes *prototypes, sim_position place,
                               uint32_t *gathering)
{
    uint32_t found = 0, most = sim_settings_get(arena, prototypes)->unit_group.max_unit_group_size;
    const int64_t reach = (int64_t)JOIN_TILES * SIM_FIXED_ONE;
    *gathering = 0;
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_SPAWNER, record)) != 0;) {
        const sim_unit_group *group = group_of(arena, spawner_at(arena, record));
        if (group == NULL) continue;
        ++*gathering;
        if (found == 0 && group->member_count < most && sim_distance_squared(group->position, place) <= reach * reach)
            found = record;
    }
    return found;
}

static int is_near_a_spawner(const sim_arena *arena, sim_position place)
{
    const int64_t reach = (int64_t)RENDEZVOUS_CLEARANCE_TILES * SIM_FIXED_ONE;
    for (uint32_t record = 0; (record = sim_pool_next_awake(arena, SIM_POOL_SPAWNER, record)) != 0;) {
        const sim_entity *nest = sim_entity_slot(arena, spawner_at(arena, record)->entity);
        if (sim_distance_squared(nest->position, place) < reach * reach) return 1;
    }
    return 0;
}

/* 1 when a group of such units can gather at a place. */
static int is_open_ground(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *unit,
                          sim_position place)
{
    const sim_entity_prototype *prototype = &prototypes->entities[unit->prototype];
    return sim_map_contains(arena, sim_fixed_tile(place.x), sim_fixed_tile(place.y)) &&
           !sim_map_box_collides(arena, prototypes, sim_box_at(prototype->collision_box, place),
                                 prototype->collision_layers) &&
           !is_near_a_spawner(arena, place);
}

/* Where units of a spawner gather: off its base, so that it goes on spawning, on the side of what they will attack; where
 * they are when no place around will do. */
static sim_position rendezvous(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *nest,
                               const sim_entity *unit)
{
    sim_position target = sim_raid_target(arena, prototypes, nest->position);
    int ahead = sim_direction_of_sixteen(target.x - nest->position.x, target.y - nest->position.y);
    for (int turn = 0; turn < SIM_DIRECTION_COUNT; turn++) { /* ahead, a little to the one side, to the other, more ... */
        int aside = turn % 2 ? (turn + 1) / 2 : SIM_DIRECTION_COUNT - turn / 2;
        sim_vector way = sim_direction_vector((uint8_t)((ahead + aside) % SIM_DIRECTION_COUNT));
        sim_position place = {nest->position.x + sim_fixed_from_tiles(way.x * RENDEZVOUS_TILES),
                              nest->position.y + sim_fixed_from_tiles(way.y * RENDEZVOUS_TILES)};
        if (is_open_ground(arena, prototypes, unit, place)) return place;
    }
    return unit->position;
}

/* A new group of the spawner, with the unit as its first; 0 when there are enough or there is no room. */
static int found_group(sim_arena *arena, const sim_prototypes *prototypes, sim_spawner *spawner, sim_handle unit)
{
    const sim_unit_group_settings *settings = &sim_settings_get(arena, prototypes)->unit_group;
    const sim_entity *first = sim_entity_get(arena, unit);
    sim_position place = rendezvous(arena, prototypes, sim_entity_slot(arena, spawner->entity), first);
    uint32_t group = 0;
    if (sim_unit_group_create(arena, first->force, place, 0, &group) != SIM_OK) return 0;
    spawner->group = group;
    spawner->group_since = sim_unit_group_get(arena, group)->since_tick;
    spawner->attack_tick = arena->tick + (uint32_t)sim_random_range(&arena->random,
                                                                    (int32_t)settings->min_group_gathering_time,
                                                                    (int32_t)settings->max_group_gathering_time);
    if (spawner->attack_tick < arena->spawner_due_tick) arena->spawner_due_tick = spawner->attack_tick;
    return 1;
}

/* Puts a unit of the spawner into a group that gathers nearby. */
static int join(sim_arena *arena, const sim_prototypes *prototypes, sim_spawner *spawner, sim_handle unit)
{
    uint32_t gathering;
    sim_position place = sim_entity_slot(arena, spawner->entity)->position;
    uint32_t host = gathering_near(arena, prototypes, place, &gathering);
    if (host == 0) {
        if (gathering >= sim_settings_get(arena, prototypes)->unit_group.max_gathering_unit_groups) return 0;
        if (!found_group(arena, prototypes, spawner, unit)) return 0;
        host = (uint32_t)(spawner - spawner_at(arena, 0));
    }
    return sim_unit_group_add(arena, prototypes, spawner_at(arena, host)->group, unit) == SIM_OK;
}

/* What a unit costs; below 0 when it joins no attacks. */
static double cost_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_unit_prototype *unit = &prototypes->units[prototypes->entities[entity->prototype].unit];
    double modifier = sim_settings_get(arena, prototypes)->pollution.enemy_attack_pollution_consumption_modifier;
    return unit->join_attacks ? unit->absorptions_to_join_attack * modifier : -1.0;
}

void sim_raid_recruit(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_spawner *spawner = spawner_at(arena, record);
    if (arena->peace) return;
    for (int i = 0; i < SIM_SPAWNER_UNITS; i++) {
        sim_handle handle = spawner->units[i];
        const sim_entity *entity = sim_entity_get(arena, handle);
        if (entity == NULL) continue;
        double cost = cost_of(arena, prototypes, entity);
        if (cost < 0.0 || cost > spawner->absorbed || !join(arena, prototypes, spawner, handle)) continue;
        spawner->absorbed -= cost;
        spawner->units[i] = (sim_handle){0, 0}; /* the spawner may make another one */
        sim_unit_set_spawner(arena, prototypes, handle, (sim_handle){0, 0});
    }
}

void sim_raid_send(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_spawner *spawner = spawner_at(arena, record);
    const sim_unit_group *group = group_of(arena, spawner);
    uint32_t number = spawner->group;
    spawner->group = 0;
    if (group == NULL) return;
    sim_command command = sim_command_of(SIM_COMMAND_ATTACK_AREA);
    command.destination = sim_raid_target(arena, prototypes, group->position);
    command.radius = TARGET_RADIUS_TILES * SIM_FIXED_ONE;
    sim_unit_group_set_command(arena, prototypes, number, &command);
}
