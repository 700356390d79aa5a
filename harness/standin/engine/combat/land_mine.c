#include "harness/standin/engine/combat/land_mine.h"

#include "harness/standin/engine/combat/attack.h"
#include "harness/standin/engine/combat/target.h"
#include "harness/standin/engine/combat/health.h"

static sim_turret *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, record);
}

void sim_land_mine_laid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_turret *mine = at(arena, record);
    mine->state = SIM_TURRET_PREPARING;
    mine->ticks = sim_turret_prototype_of(prototypes, sim_entity_slot(arena, mine->entity)->prototype)->preparing_ticks;
}

int sim_land_mine_is_buried(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity)
{
    return prototypes->entities[entity->prototype].type == SIM_TYPE_LAND_MINE &&
           at(arena, entity->record)->state == SIM_TURRET_PREPARED;
}

static void go_off(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    uint16_t attack = sim_turret_prototype_of(prototypes, entity->prototype)->attack;
    sim_handle self = sim_entity_handle(arena, slot);
    sim_attack blast = {.prototype = attack, .attacker = entity->prototype, .from = entity->position,
                        .ammo_category = prototypes->attacks[attack].ammo_category,
                        .source = {self, entity->force}};
    sim_attack_deliver(arena, prototypes, &blast, self);
    sim_attack_stick_area(arena, prototypes, sim_attack_effect_of(prototypes, attack, 0), blast.from, blast.source);
    sim_entity_die(arena, prototypes, self, blast.source);
}

/* Enemies within that distance of the mine's centre, by theirs; military targets alone. */
static int finds_enemy(const sim_arena *arena, const sim_prototypes *prototypes, const sim_turret *mine, int32_t range)
{
    sim_target_query query = {.attacker = mine->entity, .military_only = 1, .range = range, .centre = mine->position};
    return sim_target_find(arena, prototypes, &query).index != 0;
}

void sim_land_mine_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_turret *mine = at(arena, record);
    if (mine->state == SIM_TURRET_PREPARING) {
        if (mine->ticks > 0) mine->ticks--;
        if (mine->ticks == 0) mine->state = SIM_TURRET_PREPARED;
        return;
    }
    const sim_entity *entity = sim_entity_slot(arena, mine->entity);
    double radius = prototypes->attacks[sim_turret_prototype_of(prototypes, entity->prototype)->attack].range;
    if (finds_enemy(arena, prototypes, mine, (int32_t)(radius * SIM_FIXED_ONE)))
        go_off(arena, prototypes, mine->entity);
    else if (!finds_enemy(arena, prototypes, mine, mine->notice_distance))
        sim_pool_sleep(arena, SIM_POOL_TURRET, record);
}
