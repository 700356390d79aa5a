#include "harness/standin/engine/machines/rocket_silo.h"

#include <math.h>
#include <string.h>

#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/entities/watch.h"
#include "harness/standin/engine/dispatch/transfer.h"
#include "harness/standin/engine/machines/machines.h"

#define FLIGHT 0.5 /* of its way that a rocket flies before the silo closes; not in the prototypes (production calculators) */

static const sim_entity_prototype *machine_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                              const sim_crafter *crafter)
{
    return sim_entity_prototype_at(arena, prototypes, crafter->entity);
}

static sim_crafter *silo_in(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    int is_silo = sim_entity_prototype_at(arena, prototypes, slot)->type == SIM_TYPE_ROCKET_SILO;
    return is_silo ? sim_crafter_get(arena, slot) : NULL;
}

enum sim_result sim_silo_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_crafter *crafter)
{
    const sim_entity_prototype *machine = sim_entity_prototype_at(arena, prototypes, slot);
    crafter->is_silo = machine->type == SIM_TYPE_ROCKET_SILO && machine->silo != 0;
    uint16_t slots = crafter->is_silo ? prototypes->silos[machine->silo].cargo_slots : 0;
    return slots ? sim_inventory_create(arena, slots, slot, &crafter->cargo) : SIM_OK;
}

/* Stages ------------------------------------------------------------------------------------------------------ */

static uint32_t steps(double speed)
{
    return speed > 0.0 ? (uint32_t)ceil(1.0 / speed - 1e-6) : 0;
}

static uint32_t flight_ticks(const sim_silo_prototype *silo)
{
    if (!(silo->flying_speed > 0.0 && silo->flying_acceleration > 0.0)) return 0;
    return (uint32_t)ceil(log(1.0 + FLIGHT * silo->flying_acceleration / silo->flying_speed) /
                          log(1.0 + silo->flying_acceleration));
}

/* How long a stage takes; 0 for those that end by other things. */
static uint32_t stage_ticks(const sim_silo_prototype *silo, uint32_t stage)
{
    switch (stage) {
    case SIM_SILO_LIGHTS_BLINKING_OPEN:
    case SIM_SILO_LIGHTS_BLINKING_CLOSE: return steps(silo->light_blinking_speed) + 1;
    case SIM_SILO_DOORS_OPENING:
    case SIM_SILO_DOORS_CLOSING: return steps(silo->door_opening_speed) + 1;
    case SIM_SILO_DOORS_OPENED: return silo->rocket_rising_delay + 1;
    case SIM_SILO_ROCKET_RISING: return steps(silo->rising_speed) + 1;
    case SIM_SILO_LAUNCH_STARTING: return silo->launch_wait_time + 1;
    case SIM_SILO_ENGINE_STARTING: return steps(silo->engine_starting_speed) + 1;
    case SIM_SILO_ROCKET_FLYING: return flight_ticks(silo);
    default: return 0;
    }
}

static void enter(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, uint32_t stage)
{
    uint32_t ticks = stage_ticks(&prototypes->silos[machine_of(arena, prototypes, crafter)->silo], stage);
    crafter->silo_stage = (uint8_t)stage;
    crafter->stage_ticks = (uint16_t)(ticks < UINT16_MAX ? ticks : UINT16_MAX);
    if (stage != SIM_SILO_BUILDING_ROCKET) crafter->status = (uint8_t)sim_silo_status(crafter);
}

void sim_silo_collect(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    const sim_recipe_prototype *recipe = &prototypes->recipes[crafter->recipe];
    uint32_t required = machine_of(arena, prototypes, crafter)->rocket_parts_required, parts = crafter->rocket_parts;
    for (uint32_t i = 0; i < recipe->product_count; i++) {
        uint16_t item = prototypes->products[recipe->first_product + i].item;
        if (item) parts += sim_inventory_remove(arena, crafter->result, item, UINT32_MAX);
    }
    crafter->rocket_parts = (uint16_t)(parts < UINT16_MAX ? parts : UINT16_MAX);
    if (crafter->silo_stage == SIM_SILO_BUILDING_ROCKET && parts >= required)
        enter(arena, prototypes, crafter, SIM_SILO_LIGHTS_BLINKING_OPEN);
}

/* Launching --------------------------------------------------------------------------------------------------- */

/* A landing pad of a force; 0 for none. */
static uint32_t landing_pad_of(const sim_arena *arena, const sim_prototypes *prototypes, uint8_t force)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL || entity->force != force) continue;
        const sim_entity_prototype *prototype = sim_entity_prototype_of(prototypes, entity);
        if (prototype->type == SIM_TYPE_CONTAINER && strcmp(prototype->type_name, "cargo-landing-pad") == 0) return slot;
    }
    return 0;
}

/* What the cargo gives comes down on the landing pad; what has no room there is lost. */
static void deliver(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    const sim_inventory *cargo = sim_inventory_get(arena, crafter->cargo);
    uint32_t pad = landing_pad_of(arena, prototypes, sim_entity_slot(arena, crafter->entity)->force);
    for (uint32_t i = 0; cargo && i < cargo->slot_count; i++) {
        sim_stack stack = sim_inventory_slots(arena, crafter->cargo)[i];
        if (stack.item == 0) continue;
        sim_inventory_remove(arena, crafter->cargo, stack.item, stack.count);
        sim_statistics_flow(arena, stack.item, -(int64_t)stack.count);
        const sim_item_prototype *item = &prototypes->items[stack.item];
        for (uint32_t p = 0; p < item->product_count; p++) {
            const sim_product *product = &prototypes->products[item->first_product + p];
            uint32_t count = sim_machines_draw_product(arena, product) * stack.count;
            sim_statistics_flow(arena, product->item, count);
            if (pad) sim_transfer_insert(arena, prototypes, pad, product->item, count);
        }
    }
}

static void announce(sim_arena *arena, const sim_crafter *crafter, enum sim_event_kind kind)
{
    sim_event_emit(arena, (sim_event){.kind = kind, .subject = sim_entity_handle(arena, crafter->entity)});
}

static void lift_off(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    arena->rockets_launched++;
    announce(arena, crafter, SIM_EVENT_ROCKET_LAUNCHED);
    deliver(arena, prototypes, crafter);
}

enum sim_result sim_silo_launch(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_crafter *crafter = silo_in(arena, prototypes, slot);
    if (crafter == NULL) return SIM_WRONG_TYPE;
    if (crafter->silo_stage != SIM_SILO_ROCKET_READY) return SIM_NOT_FOUND;
    if (!landing_pad_of(arena, prototypes, sim_entity_slot(arena, slot)->force)) return SIM_BLOCKED;
    enter(arena, prototypes, crafter, SIM_SILO_LAUNCH_STARTING);
    announce(arena, crafter, SIM_EVENT_ROCKET_LAUNCH_ORDERED);
    sim_pool_wake(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
    return SIM_OK;
}

enum sim_result sim_silo_set_parts(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t parts)
{
    sim_crafter *crafter = silo_in(arena, prototypes, slot);
    if (crafter == NULL) return SIM_WRONG_TYPE;
    if (parts > machine_of(arena, prototypes, crafter)->rocket_parts_required) return SIM_BAD_ARGUMENT;
    if (crafter->silo_stage != SIM_SILO_BUILDING_ROCKET) return SIM_BLOCKED;
    crafter->rocket_parts = (uint16_t)parts;
    sim_silo_collect(arena, prototypes, crafter);
    sim_pool_wake(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
    return SIM_OK;
}

/* A turn ------------------------------------------------------------------------------------------------------ */

static int is_loaded(const sim_arena *arena, const sim_crafter *crafter)
{
    const sim_inventory *cargo = sim_inventory_get(arena, crafter->cargo);
    return cargo && sim_inventory_empty_slots(arena, crafter->cargo) < cargo->slot_count;
}

static void wait_for_launch(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter, uint32_t record)
{
    int goes = crafter->sends_itself && is_loaded(arena, crafter);
    if (goes && sim_silo_launch(arena, prototypes, crafter->entity) == SIM_OK) return;
    if (!crafter->rests) sim_energy_rest(arena, prototypes, &crafter->energy);
    crafter->rests = 1;
    if (!goes) sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
}

static void leave_stage(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter)
{
    uint32_t stage = crafter->silo_stage;
    if (stage == SIM_SILO_ROCKET_FLYING) lift_off(arena, prototypes, crafter);
    if (stage != SIM_SILO_DOORS_CLOSING) {
        enter(arena, prototypes, crafter, stage + 1);
        return;
    }
    crafter->rocket_parts -= (uint16_t)machine_of(arena, prototypes, crafter)->rocket_parts_required;
    enter(arena, prototypes, crafter, SIM_SILO_BUILDING_ROCKET);
    sim_watch_changed(arena, crafter->entity);
}

int sim_silo_turn(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_crafter *crafter = &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->crafter;
    if (crafter->silo_stage == SIM_SILO_BUILDING_ROCKET) return 0;
    if (crafter->silo_stage == SIM_SILO_ROCKET_READY) {
        wait_for_launch(arena, prototypes, crafter, record);
    } else {
        double joules = machine_of(arena, prototypes, crafter)->active_energy_usage_joules_per_tick;
        if (joules > 0.0) sim_energy_draw(arena, prototypes, &crafter->energy, joules);
        crafter->rests = 0;
        if (crafter->stage_ticks > 0) crafter->stage_ticks--;
        if (crafter->stage_ticks == 0) leave_stage(arena, prototypes, crafter);
    }
    return 1;
}

enum sim_status sim_silo_status(const sim_crafter *crafter)
{
    if (crafter->silo_stage < SIM_SILO_ROCKET_READY) return SIM_STATUS_PREPARING_ROCKET_FOR_LAUNCH;
    return crafter->silo_stage == SIM_SILO_ROCKET_READY ? SIM_STATUS_WAITING_TO_LAUNCH_ROCKET
                                                        : SIM_STATUS_LAUNCHING_ROCKET;
}

int sim_silo_takes(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    const sim_crafter *crafter = silo_in(arena, prototypes, slot);
    return crafter && crafter->silo_stage == SIM_SILO_ROCKET_READY && prototypes->items[item].product_count > 0;
}

int sim_silo_is_sound(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter)
{
    const sim_entity_prototype *machine = machine_of(arena, prototypes, crafter);
    if (!crafter->is_silo) return crafter->silo_stage == 0 && crafter->cargo == 0 && crafter->rocket_parts == 0;
    int has_rocket = crafter->silo_stage != SIM_SILO_BUILDING_ROCKET;
    return crafter->silo_stage < SIM_SILO_STAGES && machine->type == SIM_TYPE_ROCKET_SILO &&
           sim_machines_owns(arena, crafter->entity, crafter->cargo) &&
           has_rocket == (crafter->rocket_parts >= machine->rocket_parts_required);
}
