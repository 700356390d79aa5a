#include "harness/standin/engine/combat/unit_attack.h"

#include "harness/standin/engine/combat/attack.h"
#include "harness/standin/engine/combat/target.h"

#define NEAR_BY (8 * SIM_FIXED_ONE) /* more than what lies between the middles and the edges of any two boxes */

static int32_t fixed(double tiles)
{
    return (int32_t)(tiles * SIM_FIXED_ONE);
}

/* A number of [0, 1). */
static double drawn(sim_arena *arena)
{
    return sim_random_next(&arena->random) / 4294967296.0;
}

/* Units with a smaller distance of attack than their range choose theirs between the two. */
static uint32_t choose_distance(const sim_unit_turn *t)
{
    double least = t->attack->min_attack_distance, most = t->attack->range;
    if (least >= most) return (uint32_t)fixed(most);
    return (uint32_t)fixed(least + (most - least) * drawn(t->arena));
}

void sim_unit_take_target(const sim_unit_turn *t, sim_handle target, uint8_t is_distracted)
{
    sim_unit *unit = t->unit;
    if (unit->target.index == target.index && unit->target.generation == target.generation) return;
    sim_unit_stand(t);
    unit->target = target;
    unit->is_distracted = is_distracted;
    unit->attack_distance = is_distracted == SIM_UNIT_OBSTACLE ? (uint32_t)fixed(t->attack->range) : choose_distance(t);
    unit->pursue_until = t->arena->tick + t->prototype->min_pursue_time_ticks;
}

void sim_unit_drop_target(const sim_unit_turn *t)
{
    const sim_handle none = {0, 0};
    t->unit->target = none;
    t->unit->is_distracted = 0;
    sim_unit_stand(t);
}

const sim_entity *sim_unit_target(const sim_unit_turn *t)
{
    sim_unit *unit = t->unit;
    if (unit->target.index == 0) return NULL;
    const sim_entity *target = sim_entity_get(t->arena, unit->target);
    int64_t sight = fixed(t->prototype->vision_distance);
    int is_seen = target && sim_distance_squared(target->position, t->entity->position) <= sight * sight;
    if (is_seen || (target && !unit->is_distracted))
        unit->pursue_until = t->arena->tick + t->prototype->min_pursue_time_ticks;
    if (target && t->arena->tick < unit->pursue_until) return target;
    sim_unit_drop_target(t);
    return NULL;
}

static int64_t distance_squared(const sim_unit_turn *t, const sim_entity *target)
{
    return sim_target_distance_squared(t->prototypes, t->attack->range_mode, t->entity, target);
}

static int is_within(const sim_unit_turn *t, const sim_entity *target, int64_t distance)
{
    return distance_squared(t, target) <= distance * distance;
}

static void hit(const sim_unit_turn *t)
{
    sim_attack attack = {.prototype = t->prototype->attack, .attacker = t->entity->prototype,
                         .ammo_category = t->attack->ammo_category, .from = t->entity->position,
                         .source = {sim_entity_handle(t->arena, t->unit->entity), t->entity->force}};
    double cooldown = sim_attack_cooldown(t->arena, t->prototypes, attack.prototype, attack.ammo_category,
                                          t->entity->force);
    double deviation = t->attack->cooldown_deviation;
    if (deviation > 0.0) cooldown *= 1.0 - deviation + 2.0 * deviation * drawn(t->arena);
    t->unit->attack_tick = t->arena->tick + (uint64_t)(cooldown + 0.5);
    sim_attack_deliver(t->arena, t->prototypes, &attack, t->unit->target);
}

void sim_unit_attack(const sim_unit_turn *t)
{
    if (t->arena->tick < t->unit->attack_tick) return;
    const sim_entity *target = sim_entity_get(t->arena, t->unit->target);
    if (target && is_within(t, target, fixed(t->attack->range))) {
        hit(t);
        return;
    }
    t->unit->state = SIM_UNIT_IDLE;
    t->unit->is_eager = 1;
}

/* Stands and hits as soon as it may. */
static void begin_attack(const sim_unit_turn *t)
{
    uint64_t warm = t->arena->tick + (uint64_t)t->attack->warmup_ticks;
    sim_unit_stand(t);
    t->unit->state = SIM_UNIT_ATTACKING;
    if (t->unit->attack_tick < warm) t->unit->attack_tick = warm;
    sim_unit_attack(t); /* at once: a walker is out of range in the next tick */
}

int sim_unit_has_reached(const sim_unit_turn *t)
{
    const sim_entity *target = sim_entity_get(t->arena, t->unit->target);
    int64_t near = t->unit->attack_distance + NEAR_BY;
    if (target == NULL || sim_distance_squared(target->position, t->entity->position) > near * near) return 0;
    return is_within(t, target, t->unit->attack_distance);
}

void sim_unit_fight(const sim_unit_turn *t, const sim_entity *target)
{
    sim_unit *unit = t->unit;
    int64_t range = fixed(t->attack->range);
    if (unit->state == SIM_UNIT_ATTACKING && is_within(t, target, range)) return;
    if (is_within(t, target, unit->attack_distance) || (unit->is_blocked && is_within(t, target, range))) {
        begin_attack(t);
        return;
    }
    if (unit->is_distracted == SIM_UNIT_OBSTACLE) { /* it slid past it, or something pushed it away */
        sim_unit_drop_target(t);
        unit->is_eager = 1;
        return;
    }
    sim_handle blocker = unit->is_blocked ? sim_unit_blocker(t) : (sim_handle){0, 0};
    if (blocker.index) {
        sim_unit_take_target(t, blocker, SIM_UNIT_OBSTACLE);
        begin_attack(t);
        return;
    }
    int32_t extent = t->prototypes->entities[target->prototype].collision_box.right;
    sim_unit_walk_to(t, target->position, (int32_t)unit->attack_distance + extent + SIM_FIXED_ONE);
}
