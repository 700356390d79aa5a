#include "harness/standin/engine/combat/target.h"

#include <math.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/combat/damage.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/combat/land_mine.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/unit.h"

static int32_t gap(int32_t low, int32_t high, int32_t other_low, int32_t other_high)
{
    if (other_low > high) return other_low - high;
    return low > other_high ? low - other_high : 0;
}

static int64_t box_distance_squared(sim_box a, sim_box b)
{
    int64_t x = gap(a.left, a.right, b.left, b.right), y = gap(a.top, a.bottom, b.top, b.bottom);
    return x * x + y * y;
}

int64_t sim_target_distance_squared(const sim_prototypes *prototypes, uint8_t range_mode, const sim_entity *attacker,
                                    const sim_entity *target)
{
    if (range_mode == SIM_RANGE_CENTER_TO_CENTER) return sim_distance_squared(attacker->position, target->position);
    sim_position centre = attacker->position;
    sim_box from = {centre.x, centre.y, centre.x, centre.y};
    if (range_mode == SIM_RANGE_BOUNDING_BOX_TO_BOUNDING_BOX) from = sim_entity_collision_box(prototypes, attacker);
    return box_distance_squared(from, sim_entity_collision_box(prototypes, target));
}

static int is_enemy(const sim_prototypes *prototypes, const sim_entity *entity, uint32_t force, int military_only)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    return sim_force_is_hostile(entity->force, force) && prototype->max_health > SIM_NO_HEALTH &&
           (!military_only || prototype->flags & SIM_FLAG_IS_MILITARY_TARGET);
}

float sim_target_orientation(sim_position from, sim_position to)
{
    double turns = atan2((double)(to.x - from.x), (double)(from.y - to.y)) / (2.0 * 3.14159265358979323846);
    return (float)(turns < 0.0 ? turns + 1.0 : turns);
}

int sim_target_is_ahead(const sim_entity *attacker, sim_position place, double turn_range)
{
    if (turn_range <= 0.0 || turn_range >= 1.0) return 1;
    float off = sim_target_orientation(attacker->position, place) - (float)attacker->direction / 16.0f;
    off -= floorf(off + 0.5f); /* the shorter way round: -0.5 to 0.5 */
    return (double)fabsf(off) <= turn_range / 2.0;
}

static int burns(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *enemy)
{
    const sim_unit *unit = sim_unit_get(arena, prototypes, sim_entity_handle(arena, sim_entity_index(arena, enemy)));
    return unit && unit->sticker && arena->tick < unit->sticker_end_tick;
}

/* How far the enemy counts as; negative when it is out of range. */
static double score(const sim_arena *arena, const sim_prototypes *prototypes, const sim_target_query *query,
                    const sim_entity *attacker, const sim_entity *enemy)
{
    int64_t distance = sim_target_distance_squared(prototypes, query->range_mode, attacker, enemy);
    if (distance > (int64_t)query->range * query->range || distance < (int64_t)query->min_range * query->min_range)
        return -1.0;
    if (!sim_target_is_ahead(attacker, enemy->position, query->turn_range)) return -1.0;
    if (query->health_penalty == 0.0 && query->fire_penalty == 0.0) return (double)distance;
    double health = enemy->health / (double)sim_entity_prototype_of(prototypes, enemy)->max_health;
    double tiles = query->health_penalty * health;
    if (query->fire_penalty != 0.0 && burns(arena, prototypes, enemy)) tiles += query->fire_penalty;
    return sqrt((double)distance) + tiles * SIM_FIXED_ONE;
}

sim_handle sim_target_find(const sim_arena *arena, const sim_prototypes *prototypes, const sim_target_query *query)
{
    const sim_entity *attacker = sim_entity_slot(arena, query->attacker);
    uint32_t best = 0;
    double best_score = 0.0;
    int32_t reach = query->radius ? query->radius : query->range;
    sim_position c = query->centre;
    sim_box area = {c.x - reach, c.y - reach, c.x + reach, c.y + reach};
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *other; (other = sim_entity_next(arena, &cursor)) != NULL;) {
        if (!is_enemy(prototypes, other, attacker->force, query->military_only)) continue;
        if (sim_land_mine_is_buried(arena, prototypes, other)) continue;
        if (query->radius && sim_distance_squared(other->position, c) > (int64_t)reach * reach) continue;
        double far = score(arena, prototypes, query, attacker, other);
        uint32_t slot = sim_entity_index(arena, other);
        if (far < 0.0 || (best && (far > best_score || (far == best_score && slot > best)))) continue;
        best = slot;
        best_score = far;
    }
    return sim_entity_handle(arena, best);
}

/* Keeps the nearer of two; the smaller slot among equals. */
static void take_nearer(const sim_arena *arena, sim_position from, uint32_t slot, uint32_t *best, int64_t *nearest)
{
    int64_t distance = sim_distance_squared(sim_entity_slot(arena, slot)->position, from);
    if (distance > *nearest || (distance == *nearest && (*best == 0 || slot > *best))) return;
    if (distance == *nearest && *best == 0) return;
    *best = slot;
    *nearest = distance;
}

sim_handle sim_target_seen(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t unit, int32_t range)
{
    const sim_entity *self = sim_entity_slot(arena, unit);
    if (self->force != SIM_FORCE_ENEMY) {
        sim_target_query query = {.attacker = unit, .military_only = 1, .range = range, .centre = self->position};
        return sim_target_find(arena, prototypes, &query);
    }
    uint32_t best = 0;
    int64_t nearest = (int64_t)range * range + 1;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_TURRET].used; i++) {
        const sim_turret *turret = SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, i);
        if (turret->entity == 0 || sim_distance_squared(turret->position, self->position) > nearest) continue;
        const sim_entity *entity = sim_entity_slot(arena, turret->entity);
        if (!is_enemy(prototypes, entity, self->force, 1)) continue;
        if (sim_land_mine_is_buried(arena, prototypes, entity)) continue;
        take_nearer(arena, self->position, turret->entity, &best, &nearest);
    }
    for (uint32_t i = 0; i < arena->character_count; i++) {
        const sim_character *character = sim_character_get(arena, i);
        if (character == NULL) continue;
        if (!is_enemy(prototypes, sim_entity_slot(arena, character->entity), self->force, 1)) continue;
        take_nearer(arena, self->position, character->entity, &best, &nearest);
    }
    return sim_entity_handle(arena, best);
}

static void wake_turrets(sim_arena *arena, const sim_entity *entity)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_TURRET].used; i++) {
        const sim_turret *turret = SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, i);
        int64_t notice = turret->notice_distance;
        if (turret->entity == 0 || sim_distance_squared(turret->position, entity->position) > notice * notice) continue;
        if (sim_force_is_hostile(sim_entity_slot(arena, turret->entity)->force, entity->force))
            sim_pool_wake(arena, SIM_POOL_TURRET, i);
    }
}

static void wake_units(sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    if (arena->pools[SIM_POOL_UNIT].live == arena->pools[SIM_POOL_UNIT].awake) return;
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_UNIT].used; i++) {
        const sim_unit *unit = SIM_RECORD(arena, SIM_POOL_UNIT, sim_unit, i);
        if (unit->entity == 0 || sim_pool_is_awake(arena, SIM_POOL_UNIT, i)) continue;
        const sim_entity *self = sim_entity_slot(arena, unit->entity);
        if (!sim_force_is_hostile(self->force, entity->force)) continue;
        if (sim_distance_squared(self->position, entity->position) <= sim_unit_notice_squared(prototypes, self))
            sim_pool_wake(arena, SIM_POOL_UNIT, i);
    }
}

void sim_target_announce(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_pool *pools = arena->pools;
    if ((pools[SIM_POOL_TURRET].live | pools[SIM_POOL_UNIT].live | pools[SIM_POOL_GATE].live) == 0) return;
    const sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
    if (prototype->type == SIM_TYPE_CHARACTER) sim_gate_announce(arena, entity); /* also one of no side */
    if (entity->force == SIM_FORCE_NEUTRAL || !(prototype->flags & SIM_FLAG_IS_MILITARY_TARGET)) return;
    wake_turrets(arena, entity);
    /* Units of the enemy, the only ones that sleep, see no units; see sim_target_seen. */
    if (prototype->type != SIM_TYPE_UNIT) wake_units(arena, prototypes, entity);
}
