#include "unit.h"

#include "event.h"
#include "hash.h"
#include "health.h"
#include "map.h"
#include "path.h"
#include "target.h"
#include "unit_attack.h"
#include "unit_group.h"
#include "unit_move.h"

/* Between two thoughts, staggered by the records' numbers; the game's own interval is not published. */
#define THINK_TICKS 15
#define WANDER_TICKS 120 /* mean pause between two wanderings; ours */
#define ARRIVED (2 * SIM_FIXED_ONE)

static sim_unit *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_UNIT, sim_unit, record);
}

static int32_t fixed(double tiles)
{
    return (int32_t)(tiles * SIM_FIXED_ONE);
}

static int is_near(sim_position a, sim_position b, int64_t distance)
{
    return sim_distance_squared(a, b) <= distance * distance;
}

/* Life -------------------------------------------------------------------------------------------------------- */

enum sim_result sim_unit_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    uint32_t record = sim_pool_take(arena, SIM_POOL_UNIT, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_entity *entity = sim_entity_slot(arena, slot);
    at(arena, record)->home = entity->position;
    entity->record = record;
    sim_pool_wake(arena, SIM_POOL_UNIT, record);
    return SIM_OK;
}

void sim_unit_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    uint32_t record = sim_entity_slot(arena, slot)->record;
    sim_unit_group_remove(arena, record);
    sim_path_free(arena, at(arena, record)->path);
    sim_pool_give_back(arena, SIM_POOL_UNIT, record);
}

void sim_unit_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)prototypes;
    sim_pool_wake(arena, SIM_POOL_UNIT, sim_entity_slot(arena, slot)->record);
}

sim_unit *sim_unit_get(const sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle)
{
    const sim_entity *entity = sim_entity_get(arena, handle);
    if (entity == NULL || prototypes->entities[entity->prototype].type != SIM_TYPE_UNIT) return NULL;
    return at(arena, entity->record);
}

int64_t sim_unit_notice_squared(const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_unit_prototype *prototype = &prototypes->units[prototypes->entities[entity->prototype].unit];
    int64_t notice = fixed(prototype->vision_distance) + SIM_NOTICE_MARGIN;
    return notice * notice;
}

static sim_unit_turn turn_of(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, uint32_t *path_steps)
{
    sim_unit *unit = at(arena, record);
    sim_entity *entity = sim_entity_slot(arena, unit->entity);
    const sim_unit_prototype *prototype = &prototypes->units[prototypes->entities[entity->prototype].unit];
    sim_unit_turn turn = {arena, prototypes, record, unit, entity, prototype,
                          &prototypes->attacks[prototype->attack], path_steps};
    return turn;
}

/* Commands ---------------------------------------------------------------------------------------------------- */

sim_command sim_command_of(enum sim_command_kind kind)
{
    sim_command command = {.kind = (uint8_t)kind, .distraction = SIM_DISTRACTION_BY_ENEMY};
    if (kind == SIM_COMMAND_GO_TO_LOCATION) command.radius = 3 * SIM_FIXED_ONE;
    if (kind == SIM_COMMAND_ATTACK_AREA || kind == SIM_COMMAND_WANDER) command.radius = 10 * SIM_FIXED_ONE;
    return command;
}

static int has_destination(uint8_t kind)
{
    return kind == SIM_COMMAND_GO_TO_LOCATION || kind == SIM_COMMAND_ATTACK_AREA || kind == SIM_COMMAND_BUILD_BASE;
}

enum sim_result sim_command_check(const sim_arena *arena, const sim_command *command)
{
    if (command->kind > SIM_COMMAND_GROUP || command->distraction > SIM_DISTRACTION_BY_DAMAGE || command->radius < 0)
        return SIM_BAD_ARGUMENT;
    int32_t x = sim_fixed_tile(command->destination.x), y = sim_fixed_tile(command->destination.y);
    if (has_destination(command->kind) && !sim_map_contains(arena, x, y)) return SIM_BAD_ARGUMENT;
    int has_target = command->kind == SIM_COMMAND_ATTACK || command->kind == SIM_COMMAND_FLEE;
    return has_target && sim_entity_get(arena, command->target) == NULL ? SIM_NOT_FOUND : SIM_OK;
}

enum sim_result sim_unit_set_command(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                                     const sim_command *command)
{
    sim_unit *unit = sim_unit_get(arena, prototypes, handle);
    if (unit == NULL) return SIM_NOT_FOUND;
    enum sim_result result = sim_command_check(arena, command);
    if (result != SIM_OK) return result;
    uint32_t record = sim_entity_get(arena, handle)->record, none = 0;
    sim_unit_group_remove(arena, record);
    sim_unit_turn turn = turn_of(arena, prototypes, record, &none);
    sim_unit_drop_target(&turn);
    unit->command = *command;
    unit->command_tick = arena->tick;
    unit->home = turn.entity->position;
    unit->is_eager = 1;
    sim_pool_wake(arena, SIM_POOL_UNIT, record);
    return SIM_OK;
}

void sim_unit_set_spawner(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, sim_handle spawner)
{
    sim_unit *unit = sim_unit_get(arena, prototypes, handle);
    if (unit) unit->spawner = spawner;
}

/* What the unit shall do: its own command, or its group's. */
static const sim_command *command_of(const sim_unit_turn *t)
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
        if (t->unit->failures > t->prototypes->map_settings.max_failed_behavior_count) finish(t, SIM_BEHAVIOR_FAIL);
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
    sim_target_query query = {t->unit->entity, SIM_RANGE_CENTER_TO_CENTER, 1, 4 * radius, 0, 0.0,
                              command->destination, radius};
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
    if (t->unit->state == SIM_UNIT_WALKING || !sim_random_chance(&t->arena->random, THINK_TICKS / (double)WANDER_TICKS))
        return;
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
    const sim_unit_group_settings *settings = &t->prototypes->map_settings.unit_group;
    sim_position place = {group->position.x + t->unit->offset.x + (int32_t)((int64_t)group->step_x * THINK_TICKS / 256),
                          group->position.y + t->unit->offset.y + (int32_t)((int64_t)group->step_y * THINK_TICKS / 256)};
    place = kept_on_map(t->arena, place);
    int64_t far = fixed(settings->member_disown_distance);
    if (!is_near(t->entity->position, place, far) || t->unit->is_blocked) {
        go(t, group->position, ARRIVED);
        return;
    }
    double x = place.x - t->entity->position.x, y = place.y - t->entity->position.y;
    double most = t->prototype->movement_speed * SIM_FIXED_ONE * THINK_TICKS;
    double square = (x * x + y * y) / (most * most);
    double pace = square > 1.0 ? settings->max_member_speedup_when_behind : square;
    if (pace < settings->max_member_slowdown_when_ahead) pace = settings->max_member_slowdown_when_ahead;
    sim_unit_stand(t);
    if (square > 0.0) sim_unit_head_for(t, place, pace);
}

/* What a member does for its group; 1 when that is all. */
static int follow_group(const sim_unit_turn *t)
{
    const sim_unit_group *group = sim_unit_group_get(t->arena, t->unit->group);
    sim_position place = {group->position.x + t->unit->offset.x, group->position.y + t->unit->offset.y};
    switch (group->state) {
    case SIM_GROUP_GATHERING: go(t, kept_on_map(t->arena, place), ARRIVED); return 1;
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

static void follow(const sim_unit_turn *t)
{
    if (t->unit->state == SIM_UNIT_SETTLED || (t->unit->group && follow_group(t))) return;
    const sim_command *command = command_of(t);
    switch (command->kind) {
    case SIM_COMMAND_GO_TO_LOCATION:
    case SIM_COMMAND_BUILD_BASE: follow_go_to(t, command); break;
    case SIM_COMMAND_ATTACK: follow_attack(t, command); break;
    case SIM_COMMAND_ATTACK_AREA: follow_attack_area(t, command); break;
    case SIM_COMMAND_WANDER: follow_wander(t, command); break;
    case SIM_COMMAND_FLEE: follow_flee(t, command); break;
    case SIM_COMMAND_STOP: break;
    default: stay(t); break;
    }
}

/* Thinking ---------------------------------------------------------------------------------------------------- */

static uint8_t distraction_of(const sim_unit_turn *t)
{
    const sim_command *command = command_of(t);
    return command->kind == SIM_COMMAND_NONE ? (uint8_t)SIM_DISTRACTION_BY_ENEMY : command->distraction;
}

/* An enemy that it sees and may turn on. */
static sim_handle seen(const sim_unit_turn *t)
{
    const sim_handle none = {0, 0};
    int32_t sight = fixed(t->prototype->vision_distance);
    uint8_t distraction = distraction_of(t);
    if (distraction == SIM_DISTRACTION_NONE || distraction == SIM_DISTRACTION_BY_DAMAGE) return none;
    sim_handle enemy = sim_target_seen(t->arena, t->prototypes, t->unit->entity, sight);
    if (enemy.index || distraction == SIM_DISTRACTION_BY_ENEMY) return enemy;
    sim_target_query query = {t->unit->entity, SIM_RANGE_CENTER_TO_CENTER, 0, sight, 0, 0.0, t->entity->position, 0};
    return sim_target_find(t->arena, t->prototypes, &query);
}

/* 1 when the unit may follow an enemy there: one without a command does not go far from home. */
static int may_pursue(const sim_unit_turn *t, sim_handle enemy)
{
    const sim_entity *entity = sim_entity_get(t->arena, enemy);
    if (command_of(t)->kind != SIM_COMMAND_NONE || t->prototype->max_pursue_distance <= 0.0) return 1;
    return is_near(entity->position, t->unit->home, fixed(t->prototype->max_pursue_distance));
}

/* A unit of the enemy that stands about and has nobody near sleeps; others may have units to look out for. */
static void sleep_if_idle(const sim_unit_turn *t)
{
    const sim_unit *unit = t->unit;
    uint8_t kind = unit->command.kind;
    if (unit->state != SIM_UNIT_IDLE || unit->is_hurt || unit->is_eager || unit->group || unit->target.index) return;
    if (kind != SIM_COMMAND_NONE && kind != SIM_COMMAND_STOP) return;
    if (t->entity->force != SIM_FORCE_ENEMY || distraction_of(t) == SIM_DISTRACTION_BY_ANYTHING) return;
    int32_t notice = fixed(t->prototype->vision_distance) + SIM_NOTICE_MARGIN;
    if (sim_target_seen(t->arena, t->prototypes, unit->entity, notice).index) return;
    sim_pool_sleep(t->arena, SIM_POOL_UNIT, t->record);
}

static void think(const sim_unit_turn *t)
{
    t->unit->is_eager = 0;
    if (t->prototype->do_separation && t->unit->state != SIM_UNIT_IDLE) sim_unit_separate(t);
    const sim_entity *target = sim_unit_target(t);
    if (target == NULL || t->unit->is_distracted != 1) {
        sim_handle enemy = seen(t);
        int is_walled_off = target && t->unit->is_distracted == SIM_UNIT_OBSTACLE;
        if (enemy.index && !is_walled_off && may_pursue(t, enemy)) sim_unit_take_target(t, enemy, 1);
        target = sim_unit_target(t);
    }
    if (target == NULL) {
        follow(t);
        target = sim_unit_target(t);
    }
    if (target) sim_unit_fight(t, target);
    sleep_if_idle(t);
}

void sim_unit_was_hit(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_damage_source source)
{
    uint32_t record = sim_entity_slot(arena, slot)->record, none = 0;
    sim_unit_turn turn = turn_of(arena, prototypes, record, &none);
    const sim_entity *attacker = sim_entity_get(arena, source.entity);
    sim_pool_wake(arena, SIM_POOL_UNIT, record);
    if (attacker == NULL || turn.unit->is_distracted == 1 || distraction_of(&turn) == SIM_DISTRACTION_NONE) return;
    if (!sim_force_is_hostile(attacker->force, turn.entity->force)) return;
    if (turn.unit->state == SIM_UNIT_ATTACKING && turn.unit->target.index) return;
    sim_unit_take_target(&turn, source.entity, 1);
    turn.unit->is_eager = 1;
}

void sim_unit_call(sim_arena *arena, const sim_prototypes *prototypes, sim_position place, int32_t radius,
                   uint32_t force, sim_damage_source source)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_UNIT].used; i++) {
        const sim_unit *unit = at(arena, i);
        if (unit->entity == 0 || unit->target.index) continue;
        const sim_entity *entity = sim_entity_slot(arena, unit->entity);
        if (entity->force == force && is_near(entity->position, place, radius))
            sim_unit_was_hit(arena, prototypes, unit->entity, source);
    }
}

void sim_unit_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    uint32_t path_steps = prototypes->map_settings.path_finder.max_steps_worked_per_tick;
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_UNIT, i)) != 0;) {
        sim_unit_turn turn = turn_of(arena, prototypes, i, &path_steps);
        sim_unit *unit = turn.unit;
        if (unit->is_hurt) unit->is_hurt = (uint8_t)sim_health_regenerate(arena, prototypes, unit->entity);
        if (unit->state == SIM_UNIT_WALKING) sim_unit_step(&turn);
        else if (unit->state == SIM_UNIT_ATTACKING) sim_unit_attack(&turn);
        if (unit->is_eager || (arena->tick + i) % THINK_TICKS == 0) think(&turn);
    }
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_unit_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_UNIT].used; i++) {
        const sim_unit *unit = at(arena, i);
        if (unit->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, unit->entity);
        SIM_EXPECT(fault, "unit", i, none, entity != NULL);
        sim_position place = entity->position;
        SIM_EXPECT(fault, "unit", i, place, entity->record == i);
        SIM_EXPECT(fault, "unit", i, place, prototypes->entities[entity->prototype].unit != 0);
        SIM_EXPECT(fault, "unit", i, place, unit->state <= SIM_UNIT_SETTLED);
        SIM_EXPECT(fault, "unit", i, place, unit->command.kind <= SIM_COMMAND_GROUP);
        SIM_EXPECT(fault, "unit", i, place, unit->path == 0 || sim_pool_is_live(arena, SIM_POOL_PATH, unit->path));
        SIM_EXPECT(fault, "unit", i, place, unit->group == 0 || sim_pool_is_live(arena, SIM_POOL_GROUP, unit->group));
        int is_resting = unit->state == SIM_UNIT_IDLE && !unit->is_hurt && !unit->is_eager && unit->target.index == 0;
        SIM_EXPECT(fault, "unit", i, place, is_resting || sim_pool_is_awake(arena, SIM_POOL_UNIT, i));
    }
    return 1;
}

static uint64_t hash_position(uint64_t hash, sim_position position)
{
    return sim_hash_word(hash, (uint64_t)(uint32_t)position.x << 32 | (uint32_t)position.y);
}

static uint64_t hash_handle(uint64_t hash, sim_handle handle)
{
    return sim_hash_word(hash, (uint64_t)handle.index << 32 | handle.generation);
}

uint64_t sim_command_hash(const sim_command *command, uint64_t hash)
{
    hash = sim_hash_word(hash, (uint64_t)command->kind << 40 | (uint64_t)command->distraction << 32 |
                                   (uint32_t)command->radius);
    hash = hash_handle(hash_position(hash, command->destination), command->target);
    return sim_hash_word(hash, command->ticks);
}

static uint64_t hash_unit(const sim_unit *unit, uint64_t hash)
{
    hash = sim_hash_word(hash, (uint64_t)unit->steps << 32 | unit->path);
    hash = sim_hash_word(hash, (uint64_t)(uint32_t)unit->step_x << 32 | (uint32_t)unit->step_y);
    hash = sim_hash_word(hash, (uint64_t)unit->fraction_x << 24 | (uint32_t)unit->fraction_y << 16 |
                                   (uint32_t)unit->state << 8 | unit->path_index);
    hash = sim_hash_word(hash, (uint64_t)unit->is_distracted << 24 | (uint32_t)unit->is_eager << 16 |
                                   (uint32_t)unit->is_blocked << 8 | unit->is_done);
    hash = sim_hash_word(hash, unit->attack_tick);
    hash = hash_handle(hash, unit->target);
    hash = sim_hash_word(hash, (uint64_t)unit->group << 32 | unit->next_member);
    hash = sim_hash_word(hash, (uint64_t)unit->attack_distance << 32 | unit->failures);
    hash = hash_position(hash_position(hash, unit->waypoint), unit->goal);
    hash = hash_position(hash_position(hash, unit->home), unit->offset);
    hash = hash_handle(sim_command_hash(&unit->command, hash), unit->spawner);
    return sim_hash_word(sim_hash_word(hash, unit->command_tick), unit->pursue_until);
}

uint64_t sim_unit_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_UNIT].used; i++)
        if (at(arena, i)->entity) hash = hash_unit(at(arena, i), hash);
    return hash;
}
