#include "harness/standin/engine/combat/turret.h"

#include <math.h>
#include <stdlib.h>

#include "harness/standin/engine/combat/attack.h"
#include "harness/standin/engine/combat/fluid_turret.h"
#include "harness/standin/engine/combat/land_mine.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/combat/health.h"
#include "harness/standin/engine/combat/target.h"

#define TURN 1.0f

/* A turret in its tick. */
typedef struct turning {
    sim_arena *arena;
    const sim_prototypes *prototypes;
    uint32_t record;
    sim_turret *turret;
    sim_entity *entity;
    const sim_turret_prototype *prototype;
    const sim_attack_prototype *attack;
} turning;

static sim_turret *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, record);
}

static int32_t fixed(double tiles)
{
    return (int32_t)(tiles * SIM_FIXED_ONE);
}

/* Ammunition -------------------------------------------------------------------------------------------------- */

int sim_turret_accepts(const sim_prototypes *prototypes, uint16_t turret_entity, uint16_t item)
{
    const sim_turret_prototype *prototype = sim_turret_prototype_of(prototypes, turret_entity);
    const sim_item_prototype *ammo = &prototypes->items[item];
    return prototype->ammo_inventory_size && ammo->ammo_effect &&
           ammo->ammo_category == prototypes->attacks[prototype->attack].ammo_category;
}

uint32_t sim_turret_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (!sim_turret_accepts(prototypes, entity->prototype, item)) return 0;
    uint32_t ammo = at(arena, entity->record)->ammo;
    uint32_t most = sim_turret_prototype_of(prototypes, entity->prototype)->automated_ammo_count;
    uint32_t held = sim_inventory_count(arena, ammo, item), room = sim_inventory_room(arena, prototypes, ammo, item);
    uint32_t wanted = held < most ? most - held : 0;
    return wanted < room ? wanted : room;
}

static uint16_t loaded(const turning *t)
{
    const sim_inventory *inventory = sim_inventory_get(t->arena, t->turret->ammo);
    const sim_stack *slots = sim_inventory_slots(t->arena, t->turret->ammo);
    for (uint32_t i = 0; inventory && i < inventory->slot_count; i++)
        if (slots[i].item) return slots[i].item;
    return 0;
}

/* Takes a round out; an empty magazine goes. */
static void use_round(const turning *t, uint16_t item)
{
    const sim_item_prototype *ammo = &t->prototypes->items[item];
    uint16_t size = ammo->magazine_size ? ammo->magazine_size : 1;
    if (t->turret->rounds == 0 || t->turret->rounds > size) t->turret->rounds = size;
    if (--t->turret->rounds > 0) return;
    sim_inventory_remove(t->arena, t->turret->ammo, item, 1);
}

/* Energy ------------------------------------------------------------------------------------------------------ */

static double shot_joules(const turning *t)
{
    return t->attack->effect.energy_consumption_joules;
}

/* Fills the buffer as fast as its source may. */
static void charge(const turning *t)
{
    const sim_energy_source *source = &t->prototypes->entities[t->entity->prototype].energy;
    double missing = source->buffer_capacity_joules - t->turret->joules;
    double wanted = missing < source->input_flow_limit_joules_per_tick ? missing
                                                                       : source->input_flow_limit_joules_per_tick;
    if (wanted <= 0.0) return;
    t->turret->joules += wanted * sim_energy_draw(t->arena, t->prototypes, &t->turret->energy, wanted);
    if (t->turret->joules >= source->buffer_capacity_joules)
        sim_energy_rest(t->arena, t->prototypes, &t->turret->energy);
}

static int is_full(const turning *t)
{
    if (t->turret->first_box) return sim_fluid_turret_rests(t->arena, t->prototypes, t->turret);
    return t->turret->energy.kind == SIM_ENERGY_NONE ||
           t->turret->joules >= t->prototypes->entities[t->entity->prototype].energy.buffer_capacity_joules;
}

/* Aiming ------------------------------------------------------------------------------------------------------ */

/* Turns toward the target as fast as it may; 1 when it points at it. */
static int aim(const turning *t, const sim_entity *target)
{
    float wanted = sim_target_orientation(t->entity->position, target->position);
    float step = (float)t->prototype->rotation_speed;
    if (step <= 0.0f) step = TURN;
    float off = wanted - t->turret->orientation;
    off -= floorf(off + 0.5f); /* the shorter way round: -0.5 to 0.5 */
    if (fabsf(off) <= step) {
        t->turret->orientation = wanted;
        return 1;
    }
    float turned = t->turret->orientation + (off > 0.0f ? step : -step);
    t->turret->orientation = turned - floorf(turned);
    return 0;
}

static int is_in_range(const turning *t, const sim_entity *target)
{
    int64_t range = fixed(t->attack->range), least = fixed(t->attack->min_range);
    int64_t distance = sim_target_distance_squared(t->prototypes, t->attack->range_mode, t->entity, target);
    return distance <= range * range && distance >= least * least &&
           sim_target_is_ahead(t->entity, target->position, t->attack->turn_range);
}

static sim_handle find_target(const turning *t, double range, double health_penalty)
{
    sim_target_query query = {.attacker = t->turret->entity, .range_mode = t->attack->range_mode, .military_only = 1,
                              .range = fixed(range), .min_range = fixed(t->attack->min_range),
                              .health_penalty = health_penalty, .centre = t->entity->position,
                              .fire_penalty = t->attack->fire_penalty, .turn_range = t->attack->turn_range};
    return sim_target_find(t->arena, t->prototypes, &query);
}

static int is_time_to_look(const turning *t)
{
    return (t->arena->tick + t->record) % SIM_TURRET_SEARCH_TICKS == 0;
}

/* States ------------------------------------------------------------------------------------------------------ */

static void enter(const turning *t, enum sim_turret_state state, uint32_t ticks)
{
    t->turret->state = (uint8_t)state;
    t->turret->ticks = ticks;
}

/* Folded: prepares when somebody comes, sleeps when nobody is anywhere near. */
static void be_folded(const turning *t)
{
    if (!is_time_to_look(t)) return;
    const sim_handle none = {0, 0};
    t->turret->target = none;
    if (find_target(t, t->prototype->prepare_range, 0.0).index) {
        enter(t, SIM_TURRET_PREPARING, t->prototype->preparing_ticks);
        return;
    }
    sim_target_query query = {.attacker = t->turret->entity, .military_only = 1,
                              .range = t->turret->notice_distance, .centre = t->entity->position};
    if (t->turret->is_hurt || !is_full(t) || sim_target_find(t->arena, t->prototypes, &query).index) return;
    sim_pool_sleep(t->arena, SIM_POOL_TURRET, t->record);
}

static void shoot(const turning *t)
{
    sim_attack attack = {.prototype = t->prototype->attack, .attacker = t->entity->prototype,
                         .ammo_category = t->attack->ammo_category, .from = t->entity->position,
                         .source = {sim_entity_handle(t->arena, t->turret->entity), t->entity->force}};
    uint16_t item = loaded(t);
    if (t->prototype->ammo_inventory_size) {
        if (item == 0) return;
        attack.ammo_effect = t->prototypes->items[item].ammo_effect;
        use_round(t, item);
    }
    if (t->turret->first_box) attack.fluid_bonus = sim_fluid_turret_shoot(t->arena, t->prototypes, t->turret) - 1.0;
    if (shot_joules(t) > 0.0) t->turret->joules -= shot_joules(t);
    double now = (double)t->arena->tick, ready = t->turret->ready_tick;
    if (ready < now - 1.0) ready = now;
    t->turret->ready_tick = ready + sim_attack_cooldown(t->arena, t->prototypes, attack.prototype,
                                                        attack.ammo_category, t->entity->force);
    sim_attack_deliver(t->arena, t->prototypes, &attack, t->turret->target);
}

static int can_shoot(const turning *t)
{
    if (t->prototype->ammo_inventory_size && loaded(t) == 0) return 0;
    if (t->turret->first_box && !sim_fluid_turret_can_shoot(t->arena, t->prototypes, t->turret)) return 0;
    return (double)t->arena->tick >= t->turret->ready_tick && t->turret->joules >= shot_joules(t);
}

/* The target if it can still be shot at, else another that can. */
static const sim_entity *keep_target(const turning *t)
{
    const sim_entity *target = sim_entity_get(t->arena, t->turret->target);
    if (target && sim_force_is_hostile(target->force, t->entity->force) && is_in_range(t, target)) return target;
    int is_new_search = t->turret->target.index != 0; /* lost just now */
    if (!is_new_search && !is_time_to_look(t)) return NULL;
    t->turret->target = find_target(t, t->attack->range, t->attack->health_penalty);
    return sim_entity_get(t->arena, t->turret->target);
}

/* Prepared: aims, and shoots or begins to. Without anybody within its prepare range it folds. */
static void be_prepared(const turning *t)
{
    const sim_entity *target = keep_target(t);
    if (target == NULL) {
        if (is_time_to_look(t) && find_target(t, t->prototype->prepare_range, 0.0).index == 0)
            enter(t, SIM_TURRET_FOLDING, t->prototype->folding_ticks);
        return;
    }
    if (!aim(t, target) || !can_shoot(t)) return;
    if (t->prototype->starting_attack_ticks)
        enter(t, SIM_TURRET_STARTING, t->prototype->starting_attack_ticks);
    else
        shoot(t);
}

static void be_shooting(const turning *t)
{
    const sim_entity *target = sim_entity_get(t->arena, t->turret->target);
    enter(t, SIM_TURRET_ENDING, t->prototype->ending_attack_ticks);
    if (target == NULL || !is_in_range(t, target) || !can_shoot(t)) return;
    aim(t, target);
    shoot(t);
}

/* Lets the time of a state pass; 1 when it is over. */
static int passes(const turning *t)
{
    if (t->turret->ticks > 0) t->turret->ticks--;
    return t->turret->ticks == 0;
}

static void turret_tick(const turning *t)
{
    sim_turret *turret = t->turret;
    if (turret->is_hurt) turret->is_hurt = (uint8_t)sim_health_regenerate(t->arena, t->prototypes, turret->entity);
    if (t->turret->energy.kind != SIM_ENERGY_NONE) charge(t);
    if (t->turret->first_box) sim_fluid_turret_fill(t->arena, t->prototypes, t->turret);
    switch (t->turret->state) {
    case SIM_TURRET_FOLDED: be_folded(t); break;
    case SIM_TURRET_PREPARING:
        if (passes(t)) enter(t, SIM_TURRET_PREPARED, 0);
        break;
    case SIM_TURRET_PREPARED: be_prepared(t); break;
    case SIM_TURRET_STARTING:
        if (passes(t)) enter(t, SIM_TURRET_SHOOTING, 0);
        break;
    case SIM_TURRET_SHOOTING: be_shooting(t); break;
    case SIM_TURRET_ENDING:
        if (passes(t)) enter(t, SIM_TURRET_PREPARED, 0);
        break;
    default:
        if (passes(t)) enter(t, SIM_TURRET_FOLDED, 0);
        break;
    }
}

void sim_turret_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_TURRET, i)) != 0;) {
        sim_turret *turret = at(arena, i);
        sim_entity *entity = sim_entity_slot(arena, turret->entity);
        const sim_turret_prototype *prototype = sim_turret_prototype_of(prototypes, entity->prototype);
        if (prototypes->entities[entity->prototype].type == SIM_TYPE_LAND_MINE) {
            sim_land_mine_tick(arena, prototypes, i);
            continue;
        }
        turning t = {arena, prototypes, i, turret, entity, prototype, &prototypes->attacks[prototype->attack]};
        turret_tick(&t);
    }
}

enum sim_status sim_turret_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    const sim_turret *turret = at(arena, entity->record);
    if (turret->ammo && sim_inventory_count(arena, turret->ammo, 0) == 0) return SIM_STATUS_NO_AMMO;
    if (turret->first_box && turret->fluid_amount == 0) return SIM_STATUS_NO_INPUT_FLUID;
    if (turret->energy.kind != SIM_ENERGY_NONE) {
        enum sim_status energy = sim_energy_status(arena, prototypes, &turret->energy);
        if (energy != SIM_STATUS_WORKING) return energy;
    }
    return turret->target.index ? SIM_STATUS_WORKING : SIM_STATUS_NORMAL;
}

/* Sanity and hash --------------------------------------------------------------------------------------------- */

int sim_turret_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_TURRET].used; i++) {
        const sim_turret *turret = at(arena, i);
        if (turret->entity == 0) continue;
        const sim_entity *entity = sim_entity_slot(arena, turret->entity);
        SIM_EXPECT(fault, "turret", i, none, entity != NULL);
        sim_position place = entity->position;
        SIM_EXPECT(fault, "turret", i, place, entity->record == i);
        SIM_EXPECT(fault, "turret", i, place, prototypes->entities[entity->prototype].turret != 0);
        SIM_EXPECT(fault, "turret", i, place, turret->position.x == place.x && turret->position.y == place.y);
        SIM_EXPECT(fault, "turret", i, place, turret->state <= SIM_TURRET_FOLDING);
        SIM_EXPECT(fault, "turret", i, place, turret->orientation >= 0.0f && turret->orientation <= TURN);
        SIM_EXPECT(fault, "turret", i, place,
                   turret->state == SIM_TURRET_FOLDED || sim_land_mine_is_buried(arena, prototypes, entity) ||
                       sim_pool_is_awake(arena, SIM_POOL_TURRET, i));
        const sim_inventory *ammo = sim_inventory_get(arena, turret->ammo);
        SIM_EXPECT(fault, "turret", i, place,
                   turret->first_box == 0 || sim_pool_is_live(arena, SIM_POOL_FLUID_BOX, turret->first_box));
        SIM_EXPECT(fault, "turret", i, place, turret->fluid_amount >= 0 && turret->fluid < prototypes->fluid_count);
        SIM_EXPECT(fault, "turret", i, place, turret->ammo == 0 || (ammo && ammo->owner == turret->entity));
    }
    return 1;
}

uint64_t sim_turret_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_TURRET].used; i++) {
        const sim_turret *turret = at(arena, i);
        if (turret->entity == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)turret->ammo << 32 | turret->ticks);
        hash = sim_hash_word(hash, (uint64_t)turret->state << 16 | turret->rounds);
        hash = sim_hash_double(hash, (double)turret->orientation);
        hash = sim_hash_word(hash, (uint64_t)turret->target.index << 32 | turret->target.generation);
        hash = sim_hash_double(hash, turret->ready_tick);
        hash = sim_hash_double(hash, turret->joules);
        if (turret->first_box == 0) continue;
        hash = sim_hash_word(hash, (uint64_t)turret->first_box << 32 | (uint32_t)turret->fluid << 16 |
                                       turret->is_primed);
        hash = sim_hash_word(hash, (uint64_t)turret->fluid_amount);
    }
    return hash;
}
