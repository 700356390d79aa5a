/* What a turret has beside its record, and how it comes, moves and goes: part of turret.h. */
#include "harness/standin/engine/combat/land_mine.h"
#include "harness/standin/engine/combat/target.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/fluids/fluid_box.h"

static sim_turret *at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, record);
}

static int32_t notice_distance(const sim_prototypes *prototypes, uint16_t entity)
{
    const sim_turret_prototype *prototype = sim_turret_prototype_of(prototypes, entity);
    double range = prototypes->attacks[prototype->attack].range;
    return (int32_t)((range > prototype->prepare_range ? range : prototype->prepare_range) * SIM_FIXED_ONE) +
           SIM_NOTICE_MARGIN;
}

static void give_parts_back(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_turret *turret = at(arena, record);
    if (turret->ammo) sim_inventory_destroy(arena, turret->ammo);
    if (turret->energy.kind != SIM_ENERGY_NONE) sim_energy_detach(arena, prototypes, &turret->energy);
    sim_fluid_boxes_detach(arena, prototypes, turret->first_box);
    sim_pool_give_back(arena, SIM_POOL_TURRET, record);
}

/* Ammunition, energy and fluid, as the turret's kind has them; some may be there when it fails. */
static enum sim_result make_parts(sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret, uint32_t slot)
{
    uint16_t entity = sim_entity_slot(arena, slot)->prototype;
    uint16_t magazines = sim_turret_prototype_of(prototypes, entity)->ammo_inventory_size;
    enum sim_result result = SIM_OK;
    if (magazines) result = sim_inventory_create(arena, magazines, slot, &turret->ammo);
    if (result == SIM_OK && prototypes->entities[entity].type == SIM_TYPE_ELECTRIC_TURRET)
        result = sim_energy_attach(arena, prototypes, slot, &turret->energy);
    if (result == SIM_OK) result = sim_fluid_boxes_attach(arena, prototypes, slot, &turret->first_box);
    return result;
}

enum sim_result sim_turret_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_entity *entity = sim_entity_slot(arena, slot);
    uint32_t record = sim_pool_take(arena, SIM_POOL_TURRET, slot);
    if (record == 0) return SIM_ARENA_FULL;
    sim_turret *turret = at(arena, record);
    turret->position = entity->position;
    turret->notice_distance = notice_distance(prototypes, entity->prototype);
    turret->orientation = (float)entity->direction / 16.0f;
    enum sim_result result = make_parts(arena, prototypes, turret, slot);
    if (result != SIM_OK) {
        give_parts_back(arena, prototypes, record);
        return result;
    }
    entity->record = record;
    if (prototypes->entities[entity->prototype].type == SIM_TYPE_LAND_MINE)
        sim_land_mine_laid(arena, prototypes, record);
    sim_pool_wake(arena, SIM_POOL_TURRET, record);
    return SIM_OK;
}

void sim_turret_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    give_parts_back(arena, prototypes, sim_entity_slot(arena, slot)->record);
}

void sim_turret_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    at(arena, entity->record)->position = entity->position;
    sim_fluid_boxes_moved(arena, prototypes, at(arena, entity->record)->first_box);
    sim_pool_wake(arena, SIM_POOL_TURRET, entity->record);
}
