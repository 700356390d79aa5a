#include "harness/standin/engine/combat/unit.h"

#include "harness/standin/engine/combat/command_alarm.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/combat/health.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/generation/map_generation.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/combat/target.h"
#include "harness/standin/engine/combat/unit_attack.h"
#include "harness/standin/engine/combat/unit_follow.h"
#include "harness/standin/engine/combat/unit_group.h"
#include "harness/standin/engine/combat/unit_move.h"


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

int sim_command_is_waiting(const sim_command *command, uint64_t since, uint64_t tick)
{
    return tick < since + command->wait_ticks;
}

uint64_t sim_command_due_tick(const sim_command *command, uint64_t since, uint64_t tick)
{
    uint64_t begins = since + command->wait_ticks, ends = begins + command->ticks;
    if (command->wait_ticks && tick <= begins) return begins;
    return command->kind == SIM_COMMAND_STOP && command->ticks && tick <= ends ? ends : 0;
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

enum sim_result sim_unit_stun(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, uint32_t ticks)
{
    sim_unit *unit = sim_unit_get(arena, prototypes, handle);
    if (unit == NULL) return SIM_NOT_FOUND;
    unit->stunned_until = arena->tick + ticks;
    arena->stuns++;
    return SIM_OK;
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
    sim_command_alarm_set(arena, sim_command_due_tick(command, arena->tick, arena->tick));
    sim_pool_wake(arena, SIM_POOL_UNIT, record);
    return SIM_OK;
}

void sim_unit_set_spawner(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle, sim_handle spawner)
{
    sim_unit *unit = sim_unit_get(arena, prototypes, handle);
    if (unit) unit->spawner = spawner;
}

/* Thinking ---------------------------------------------------------------------------------------------------- */

static uint8_t distraction_of(const sim_unit_turn *t)
{
    const sim_command *command = sim_unit_command_of(t);
    uint8_t own = command->kind == SIM_COMMAND_NONE ? (uint8_t)SIM_DISTRACTION_BY_ENEMY : command->distraction;
    int is_peaceful = t->arena->peace & SIM_PEACE_PEACEFUL && t->entity->force == SIM_FORCE_ENEMY;
    return is_peaceful && own != SIM_DISTRACTION_NONE ? (uint8_t)SIM_DISTRACTION_BY_DAMAGE : own;
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
    sim_target_query query = {.attacker = t->unit->entity, .range = sight, .centre = t->entity->position};
    return sim_target_find(t->arena, t->prototypes, &query);
}

/* 1 when the unit may follow an enemy there: one without a command does not go far from home. */
static int may_pursue(const sim_unit_turn *t, sim_handle enemy)
{
    const sim_entity *entity = sim_entity_get(t->arena, enemy);
    if (sim_unit_command_of(t)->kind != SIM_COMMAND_NONE || t->prototype->max_pursue_distance <= 0.0) return 1;
    return is_near(entity->position, t->unit->home, fixed(t->prototype->max_pursue_distance));
}

/* A unit of the enemy that stands about and has nobody near sleeps; others may have units to look out for. */
static void sleep_if_idle(const sim_unit_turn *t)
{
    const sim_unit *unit = t->unit;
    if (unit->state != SIM_UNIT_IDLE || unit->is_hurt || unit->is_eager || unit->target.index) return;
    if (!sim_unit_is_at_rest(t)) return;
    if (t->entity->force != SIM_FORCE_ENEMY || distraction_of(t) == SIM_DISTRACTION_BY_ANYTHING) return;
    int32_t notice = fixed(t->prototype->vision_distance) + SIM_NOTICE_MARGIN;
    if (sim_target_seen(t->arena, t->prototypes, unit->entity, notice).index) return;
    sim_pool_sleep(t->arena, SIM_POOL_UNIT, t->record);
}

/* 0 when its own attack has killed it: a command may name itself. */
static int is_alive(const sim_unit_turn *t)
{
    return t->unit->entity != 0;
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
        sim_unit_follow(t);
        target = sim_unit_target(t);
    }
    if (target) sim_unit_fight(t, target);
    if (is_alive(t)) sleep_if_idle(t);
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
    uint32_t path_steps = sim_settings_get(arena, prototypes)->path_finder.max_steps_worked_per_tick;
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_UNIT, i)) != 0;) {
        sim_unit_turn turn = turn_of(arena, prototypes, i, &path_steps);
        sim_unit *unit = turn.unit;
        if (unit->is_hurt) unit->is_hurt = (uint8_t)sim_health_regenerate(arena, prototypes, unit->entity);
        if (unit->state == SIM_UNIT_ATTACKING) {
            sim_unit_attack(&turn);
        } else if (unit->state == SIM_UNIT_WALKING) {
            sim_unit_step(&turn);
            if (unit->target.index && sim_unit_has_reached(&turn)) unit->is_eager = 1;
        }
        if (!is_alive(&turn)) continue;
        if (unit->is_eager || (arena->tick + i) % SIM_UNIT_THINK_TICKS == 0) think(&turn);
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
        SIM_EXPECT(fault, "unit", i, place, unit->path_index < SIM_PATH_PLACES);
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
    return sim_hash_word(hash, (uint64_t)command->wait_ticks << 32 | command->ticks);
}

static uint64_t hash_unit(const sim_unit *unit, uint64_t hash)
{
    if (unit->stunned_until) hash = sim_hash_word(hash, unit->stunned_until);
    if (unit->sticker) hash = sim_hash_word(sim_hash_word(hash, unit->sticker), unit->sticker_end_tick);
    hash = sim_hash_word(hash, (uint64_t)unit->steps << 32 | unit->path);
    hash = sim_hash_word(hash, (uint64_t)(uint32_t)unit->step_x << 32 | (uint32_t)unit->step_y);
    hash = sim_hash_word(hash, (uint64_t)unit->fraction_x << 24 | (uint32_t)unit->fraction_y << 16 |
                                   (uint32_t)unit->state << 8 | unit->path_index);
    hash = sim_hash_word(hash, (uint64_t)unit->is_distracted << 24 | (uint32_t)unit->is_eager << 16 |
                                   (uint32_t)unit->is_blocked << 8 | unit->is_done);
    hash = sim_hash_word(hash, unit->is_coarse);
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
