#include "harness/standin/engine/combat/unit_follow.h"

#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/combat/target.h"
#include "harness/standin/engine/combat/unit_attack.h"
#include "harness/standin/engine/combat/unit_group.h"

#define WANDER_TICKS 120 /* mean pause between two wanderings; ours */
#define ARRIVED (2 * SIM_FIXED_ONE)

static int32_t fixed(double tiles)
{
    return (int32_t)(tiles * SIM_FIXED_ONE);
}

static int is_near(sim_position a, sim_position b, int64_t distance)
{
    return sim_distance_squared(a, b) <= distance * distance;
}

const sim_command *sim_unit_command_of(const sim_unit_turn *t)
{
    if (t->unit->group == 0) return &t->unit->command;
    return &sim_unit_group_get(t->arena, t->unit->group)->command;
}

/* The command is done, or cannot be done. A member of a group tells its group instead. */
static void finish(const sim_unit_turn *t, enum sim_behavior_result result)
{
    sim_unit_stand(t);
    if (t->unit->group) {
        t->unit->is_done = 1;
        return;
    }
    const sim_command none = {0};
    t->unit->command = none;
    t->unit->home = t->entity->position;
    sim_event event = {.kind = SIM_EVENT_GROUP_FINISHED, .subject = sim_entity_handle(t->arena, t->unit->entity),
                       .number = result};
    sim_event_emit(t->arena, event);
}

/* Following a command ----------------------------------------------------------------------------------------- */

/* Walks to the place; 1 when it is there. Breaks what holds it back. */
static int go(const sim_unit_turn *t, sim_position place, int32_t radius)
{
    if (is_near(t->entity->position, place, radius)) return 1;
    sim_handle blocker = t->unit->is_blocked ? sim_unit_blocker(t) : (sim_handle){0, 0};
    if (blocker.index)
        sim_unit_take_target(t, blocker, SIM_UNIT_OBSTACLE);
    else
        sim_unit_walk_to(t, place, radius);
    return 0;
}

static void follow_go_to(const sim_unit_turn *t, const sim_command *command)
{
    int32_t radius = command->radius > SIM_FIXED_ONE / 4 ? command->radius : SIM_FIXED_ONE / 4;
    if (!go(t, command->destination, radius)) {
        uint32_t most = sim_settings_get(t->arena, t->prototypes)->max_failed_behavior_count;
        if (t->unit->failures > most) finish(t, SIM_BEHAVIOR_FAIL);
        return;
    }
    finish(t, SIM_BEHAVIOR_SUCCESS);
    if (command->kind == SIM_COMMAND_BUILD_BASE) t->unit->state = SIM_UNIT_SETTLED;
}

static void follow_attack(const sim_unit_turn *t, const sim_command *command)
{
    if (sim_entity_get(t->arena, command->target) == NULL)
        finish(t, SIM_BEHAVIOR_SUCCESS);
    else
        sim_unit_take_target(t, command->target, 0);
}

/* Whom to attack in the area: military targets first. */
static sim_handle enemy_in(const sim_unit_turn *t, const sim_command *command)
{
    int32_t radius = command->radius > ARRIVED ? command->radius : ARRIVED;
    sim_target_query query = {.attacker = t->unit->entity, .military_only = 1, .range = 4 * radius,
                              .centre = command->destination, .radius = radius};
    sim_handle found = sim_target_find(t->arena, t->prototypes, &query);
    query.military_only = 0;
    return found.index ? found : sim_target_find(t->arena, t->prototypes, &query);
}

static void follow_attack_area(const sim_unit_turn *t, const sim_command *command)
{
    int32_t near = command->radius > ARRIVED ? command->radius : ARRIVED;
    if (!go(t, command->destination, near)) return;
    sim_handle enemy = enemy_in(t, command);
    if (enemy.index)
        sim_unit_take_target(t, enemy, 0);
    else
        finish(t, SIM_BEHAVIOR_SUCCESS);
}

static sim_position kept_on_map(const sim_arena *arena, sim_position place)
{
    const sim_arena_config *map = &arena->config;
    int32_t left = map->left_tile * SIM_FIXED_ONE, top = map->top_tile * SIM_FIXED_ONE;
    int32_t right = left + (int32_t)map->width_tiles * SIM_FIXED_ONE - 1;
    int32_t bottom = top + (int32_t)map->height_tiles * SIM_FIXED_ONE - 1;
    place.x = place.x < left ? left : place.x > right ? right : place.x;
    place.y = place.y < top ? top : place.y > bottom ? bottom : place.y;
    return place;
}

static void follow_wander(const sim_unit_turn *t, const sim_command *command)
{
    if (command->ticks && t->arena->tick >= t->unit->command_tick + command->ticks) {
        finish(t, SIM_BEHAVIOR_SUCCESS);
        return;
    }
    const double chance = SIM_UNIT_THINK_TICKS / (double)WANDER_TICKS;
    if (t->unit->state == SIM_UNIT_WALKING || !sim_random_chance(&t->arena->random, chance)) return;
    int32_t radius = command->radius;
    sim_position place = {t->unit->home.x + sim_random_range(&t->arena->random, -radius, radius),
                          t->unit->home.y + sim_random_range(&t->arena->random, -radius, radius)};
    sim_unit_walk_to(t, kept_on_map(t->arena, place), SIM_FIXED_ONE);
}

static void follow_flee(const sim_unit_turn *t, const sim_command *command)
{
    const sim_entity *from = sim_entity_get(t->arena, command->target);
    if (from == NULL) {
        finish(t, SIM_BEHAVIOR_SUCCESS);
        return;
    }
    sim_position self = t->entity->position;
    sim_position away = {2 * self.x - from->position.x, 2 * self.y - from->position.y};
    if (t->unit->state != SIM_UNIT_WALKING) sim_unit_walk_to(t, kept_on_map(t->arena, away), SIM_FIXED_ONE);
}

/* Keeps near the place of its group, faster when it is behind. */
static void keep_up(const sim_unit_turn *t, const sim_unit_group *group)
{
    const sim_unit_group_settings *settings = &sim_settings_get(t->arena, t->prototypes)->unit_group;
    sim_position place = {group->position.x + t->unit->offset.x, group->position.y + t->unit->offset.y};
    place.x += (int32_t)((int64_t)group->step_x * SIM_UNIT_THINK_TICKS / SIM_FIXED_ONE);
    place.y += (int32_t)((int64_t)group->step_y * SIM_UNIT_THINK_TICKS / SIM_FIXED_ONE);
    place = kept_on_map(t->arena, place);
    int64_t far = fixed(settings->member_disown_distance);
    if (!is_near(t->entity->position, place, far) || t->unit->is_blocked) {
        go(t, group->position, ARRIVED);
        return;
    }
    double x = place.x - t->entity->position.x, y = place.y - t->entity->position.y;
    double most = t->prototype->movement_speed * SIM_FIXED_ONE * SIM_UNIT_THINK_TICKS;
    double square = (x * x + y * y) / (most * most);
    double pace = square > 1.0 ? settings->max_member_speedup_when_behind : square;
    if (pace < settings->max_member_slowdown_when_ahead) pace = settings->max_member_slowdown_when_ahead;
    sim_unit_stand(t);
    if (square > 0.0) sim_unit_head_for(t, place, pace);
}

/* Its place in the group where that stands. */
static sim_position place_in(const sim_unit_turn *t, const sim_unit_group *group)
{
    sim_position place = {group->position.x + t->unit->offset.x, group->position.y + t->unit->offset.y};
    return kept_on_map(t->arena, place);
}

/* What a member does for its group; 1 when that is all. */
static int follow_group(const sim_unit_turn *t)
{
    const sim_unit_group *group = sim_unit_group_get(t->arena, t->unit->group);
    switch (group->state) {
    case SIM_GROUP_GATHERING: go(t, place_in(t, group), ARRIVED); return 1;
    case SIM_GROUP_PATHFINDING: return 1;
    case SIM_GROUP_MOVING: keep_up(t, group); return 1;
    case SIM_GROUP_ATTACKING_TARGET: return t->unit->is_done;
    default: return 1;
    }
}

/* Without a command a unit stays at home, or near its spawner. */
static void stay(const sim_unit_turn *t)
{
    const sim_entity *spawner = sim_entity_get(t->arena, t->unit->spawner);
    int32_t near = 10 * SIM_FIXED_ONE;
    if (spawner && t->prototype->allow_try_return_to_spawner) t->unit->home = spawner->position;
    if (!is_near(t->entity->position, t->unit->home, near) && t->unit->failures < 3) go(t, t->unit->home, near / 2);
}

/* Stops, for ever or until its ticks have passed. */
static void follow_stop(const sim_unit_turn *t, const sim_command *command)
{
    uint64_t ends = t->unit->command_tick + command->wait_ticks + command->ticks;
    if (command->ticks && t->arena->tick >= ends) finish(t, SIM_BEHAVIOR_SUCCESS);
}

/* A member stays in its place while its group waits, and anywhere when that has finished. */
static int rests_with_group(const sim_unit_turn *t)
{
    const sim_unit_group *group = sim_unit_group_get(t->arena, t->unit->group);
    if (!sim_unit_group_is_at_rest(t->arena, t->unit->group)) return 0;
    return group->state == SIM_GROUP_FINISHED || is_near(t->entity->position, place_in(t, group), ARRIVED);
}

int sim_unit_is_at_rest(const sim_unit_turn *t)
{
    const sim_command *command = &t->unit->command;
    if (t->unit->group) return rests_with_group(t);
    if (sim_command_is_waiting(command, t->unit->command_tick, t->arena->tick)) return 1;
    return command->kind == SIM_COMMAND_NONE || command->kind == SIM_COMMAND_STOP;
}

void sim_unit_follow(const sim_unit_turn *t)
{
    if (t->unit->state == SIM_UNIT_SETTLED || (t->unit->group && follow_group(t))) return;
    const sim_command *command = sim_unit_command_of(t);
    if (!t->unit->group && sim_command_is_waiting(command, t->unit->command_tick, t->arena->tick)) return;
    switch (command->kind) {
    case SIM_COMMAND_GO_TO_LOCATION:
    case SIM_COMMAND_BUILD_BASE: follow_go_to(t, command); break;
    case SIM_COMMAND_ATTACK: follow_attack(t, command); break;
    case SIM_COMMAND_ATTACK_AREA: follow_attack_area(t, command); break;
    case SIM_COMMAND_WANDER: follow_wander(t, command); break;
    case SIM_COMMAND_FLEE: follow_flee(t, command); break;
    case SIM_COMMAND_STOP: follow_stop(t, command); break;
    default: stay(t); break;
    }
}
