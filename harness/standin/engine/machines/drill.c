#include "harness/standin/engine/machines/drill.h"

#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/machines/drill_fluid.h"
#include "harness/standin/engine/machines/drill_output.h"
#include "harness/standin/engine/machines/drill_target.h"
#include "harness/standin/engine/entities/event.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/entities/inventory.h"
#include "harness/standin/engine/machines/machine_nap.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/machines/module.h"
#include "harness/standin/engine/world/resource.h"
#include "harness/standin/engine/core/statistics.h"
#include "harness/standin/engine/entities/watch.h"

#define TICKS_PER_SECOND 60.0

static sim_drill *record_at(const sim_arena *arena, uint32_t record)
{
    return &SIM_RECORD(arena, SIM_POOL_MACHINE, sim_machine, record)->drill;
}

sim_drill *sim_drill_get(const sim_arena *arena, uint32_t slot)
{
    return record_at(arena, sim_entity_slot(arena, slot)->record);
}

static int is_drill(const sim_arena *arena, uint32_t record)
{
    const sim_drill *drill = record_at(arena, record);
    return drill->entity && drill->kind == SIM_MACHINE_DRILL;
}

/* Coming and going -------------------------------------------------------------------------------------------- */

static void work_out_effects(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, drill->entity);
    sim_effects effects = sim_module_effects(arena, prototypes, drill->entity, drill->modules);
    drill->seconds_per_tick = prototype->mining_speed * (1.0 + effects.speed) / TICKS_PER_SECOND;
    drill->joules_per_tick = prototype->energy_usage_joules_per_tick * (1.0 + effects.consumption);
    drill->productivity = effects.productivity + sim_machines_mining_productivity(arena);
    drill->pollution = sim_machines_pollution_per_tick(prototype, &effects);
    drill->effect_version = arena->effect_version;
    if (drill->fluid_box) drill->resource_version = arena->resource_version - 1; /* it may mine with fluids now */
}

static enum sim_result create_parts(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                    uint32_t record)
{
    sim_drill *drill = record_at(arena, record);
    enum sim_result result = sim_watch_add(arena, slot, SIM_POOL_MACHINE, record, &drill->watch);
    if (result != SIM_OK) return result;
    result = sim_module_create_inventory(arena, prototypes, slot, &drill->modules);
    if (result == SIM_OK) result = sim_drill_fluid_attach(arena, prototypes, drill);
    if (result == SIM_OK) result = sim_energy_attach(arena, prototypes, slot, &drill->energy);
    if (result == SIM_OK) return SIM_OK;
    sim_drill_fluid_detach(arena, prototypes, drill);
    sim_inventory_destroy(arena, drill->modules);
    sim_watch_remove(arena, drill->watch);
    return result;
}

enum sim_result sim_drill_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    uint32_t record = sim_pool_take(arena, SIM_POOL_MACHINE, slot);
    if (record == 0) return SIM_ARENA_FULL;
    enum sim_result result = create_parts(arena, prototypes, slot, record);
    if (result != SIM_OK) {
        sim_pool_give_back(arena, SIM_POOL_MACHINE, record);
        return result;
    }
    sim_drill *drill = record_at(arena, record);
    drill->kind = SIM_MACHINE_DRILL;
    drill->resource_version = arena->resource_version - 1;
    sim_entity_slot(arena, slot)->record = record;
    work_out_effects(arena, prototypes, drill);
    drill->status = SIM_STATUS_NO_MINABLE_RESOURCES;
    sim_pool_wake(arena, SIM_POOL_MACHINE, record);
    return SIM_OK;
}

void sim_drill_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_drill *drill = sim_drill_get(arena, slot);
    sim_drill_forget_output(arena, drill);
    sim_drill_fluid_detach(arena, prototypes, drill);
    sim_energy_detach(arena, prototypes, &drill->energy);
    sim_inventory_destroy(arena, drill->modules);
    sim_watch_remove(arena, drill->watch);
    sim_pool_give_back(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
}

void sim_drill_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_drill *drill = sim_drill_get(arena, slot);
    sim_drill_forget_output(arena, drill);
    sim_drill_fluid_moved(arena, prototypes, drill);
    drill->resource_version = arena->resource_version - 1;
    arena->effect_version++;
    sim_pool_wake(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
}

void sim_drill_neighbours(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const int32_t reach = 16 * SIM_FIXED_ONE; /* farther than any drill mines or puts down */
    if (arena->pools[SIM_POOL_MACHINE].live == 0) return;
    sim_box near = sim_entity_collision_box(prototypes, sim_entity_slot(arena, slot));
    near = (sim_box){near.left - reach, near.top - reach, near.right + reach, near.bottom + reach};
    sim_entity_cursor cursor = sim_entity_search(arena, near, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (prototypes->entities[entity->prototype].type != SIM_TYPE_MINING_DRILL || entity->record == 0) continue;
        if (sim_entity_index(arena, entity) == slot) continue;
        sim_drill_forget_output(arena, record_at(arena, entity->record));
        sim_pool_wake(arena, SIM_POOL_MACHINE, entity->record);
    }
}

/* Work -------------------------------------------------------------------------------------------------------- */

/* Draws the next product of the operation that is being put down; 0 when there is none left. */
static int hold_next_product(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    const sim_entity_prototype *resource = &prototypes->entities[drill->gives];
    while (drill->gives && drill->product < resource->product_count) {
        const sim_product *product = &prototypes->products[resource->first_product + drill->product++];
        uint32_t count = sim_machines_draw_product(arena, product);
        if (product->item == 0 || count == 0) continue;
        sim_statistics_flow(arena, product->item, count);
        drill->held_item = product->item;
        drill->held_count = (uint16_t)count;
        return 1;
    }
    drill->gives = 0;
    return 0;
}

static void begin_giving(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill, uint16_t resource)
{
    drill->gives = resource;
    drill->product = 0;
    sim_drill_fluid_give(arena, prototypes, drill);
    hold_next_product(arena, prototypes, drill);
}

static void note_depletion(sim_arena *arena, uint16_t prototype, sim_position position)
{
    sim_event event = {.entity = 1, .kind = SIM_EVENT_RESOURCE_DEPLETED, .number = prototype, .position = position};
    sim_event_emit(arena, event);
}

static void complete_operation(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    const sim_entity resource = *sim_entity_slot(arena, drill->target);
    double ticks = drill->needed_seconds / drill->seconds_per_tick;
    drill->seconds -= drill->needed_seconds;
    begin_giving(arena, prototypes, drill, resource.prototype);
    sim_drill_fluid_use(arena, prototypes, drill);
    int is_gone = sim_resource_take(arena, prototypes, drill->target);
    if (is_gone) note_depletion(arena, resource.prototype, resource.position);
    sim_machines_pollute(arena, prototypes, drill->entity, &drill->energy, drill->pollution * ticks);
    if (++drill->operations < SIM_DRILL_OPERATIONS_PER_TILE) return;
    drill->operations = 0;
    drill->cursor++;
    drill->resource_version = arena->resource_version - 1;
}

/* The bonus bar grows with the work and gives an operation's products without an operation. */
static void grow_bonus(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill, double seconds)
{
    drill->bonus += seconds / drill->needed_seconds * drill->productivity;
    if (drill->bonus < 1.0) return;
    drill->bonus -= 1.0;
    begin_giving(arena, prototypes, drill, sim_entity_slot(arena, drill->target)->prototype);
}

/* Puts down all that the drill holds; 0 when something is left. */
static int empty_hands(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_drill *drill = record_at(arena, record);
    do {
        if (drill->held_item && !sim_drill_put_down(arena, prototypes, record)) return 0;
    } while (drill->gives && hold_next_product(arena, prototypes, drill));
    return 1;
}

static enum sim_status work_out_status(const sim_arena *arena, const sim_prototypes *prototypes,
                                       const sim_drill *drill)
{
    enum sim_status energy = sim_energy_status(arena, prototypes, &drill->energy);
    if (energy == SIM_STATUS_NO_FUEL) return energy;
    if (drill->held_item && !sim_drill_can_put_down(arena, prototypes, drill))
        return SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION;
    return drill->target == 0 && drill->held_item == 0 ? SIM_STATUS_NO_MINABLE_RESOURCES : energy;
}

/* One tick of mining; 0 when there was no energy for it. */
static int mine(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    double share = sim_energy_take(arena, prototypes, &drill->energy, drill->joules_per_tick);
    double seconds = drill->seconds_per_tick * share;
    drill->seconds += seconds;
    if (drill->productivity > 0.0 && share > 0.0) grow_bonus(arena, prototypes, drill, seconds);
    if (drill->seconds >= drill->needed_seconds && drill->held_item == 0)
        complete_operation(arena, prototypes, drill);
    sim_energy_refill(arena, prototypes, &drill->energy, drill->joules_per_tick);
    int works_on = share >= 1.0 && drill->held_item == 0;
    drill->status = works_on ? SIM_STATUS_WORKING : (uint8_t)work_out_status(arena, prototypes, drill);
    return share > 0.0;
}

/* The status of a drill that has just failed to put down; a belt that took nothing then takes nothing now. */
static enum sim_status status_of_blocked(const sim_arena *arena, const sim_prototypes *prototypes,
                                         const sim_drill *drill)
{
    if (!sim_drill_is_over_belt(arena, prototypes, drill)) return work_out_status(arena, prototypes, drill);
    enum sim_status energy = sim_energy_status(arena, prototypes, &drill->energy);
    return energy == SIM_STATUS_NO_FUEL ? energy : SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION;
}

static void wait_for_output(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_drill *drill = record_at(arena, record);
    if (!(drill->flags & SIM_DRILL_BLOCKED)) sim_energy_rest(arena, prototypes, &drill->energy);
    drill->flags |= SIM_DRILL_BLOCKED;
    drill->status = (uint8_t)status_of_blocked(arena, prototypes, drill);
    if (sim_drill_awaits_room(arena, prototypes, drill)) sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
}

/* Sleeps until its fluid box changes. */
static void wait_for_fluid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, enum sim_status lack)
{
    sim_drill *drill = record_at(arena, record);
    sim_energy_rest(arena, prototypes, &drill->energy);
    drill->status = (uint8_t)lack;
    sim_fluid_box_wait(arena, drill->fluid_box);
    sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
}

int sim_drill_works_alone(const sim_arena *arena, const sim_drill *drill)
{
    return drill->status == SIM_STATUS_WORKING && drill->held_item == 0 && drill->productivity == 0.0 &&
           drill->fluid_box == 0 && drill->resource_version == arena->resource_version;
}

void sim_drill_work(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_drill *drill = record_at(arena, record);
    sim_machine_make_up(arena, prototypes, record);
    if (drill->effect_version != arena->effect_version) work_out_effects(arena, prototypes, drill);
    if (drill->held_item && !empty_hands(arena, prototypes, record)) {
        wait_for_output(arena, prototypes, record);
        return;
    }
    drill->flags &= (uint8_t)~SIM_DRILL_BLOCKED;
    if (drill->resource_version != arena->resource_version) sim_drill_choose_target(arena, prototypes, drill);
    enum sim_status lack = SIM_STATUS_WORKING;
    if (drill->target && drill->fluid_box) lack = sim_drill_fluid_lack(arena, prototypes, drill);
    if (lack != SIM_STATUS_WORKING) {
        wait_for_fluid(arena, prototypes, record, lack);
    } else if (drill->target == 0) {
        sim_energy_rest(arena, prototypes, &drill->energy);
        drill->status = (uint8_t)work_out_status(arena, prototypes, drill);
        sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
    } else if (!mine(arena, prototypes, drill) &&
               sim_energy_status(arena, prototypes, &drill->energy) != SIM_STATUS_WORKING) {
        sim_pool_sleep(arena, SIM_POOL_MACHINE, record);
    } else if (sim_drill_works_alone(arena, drill)) {
        sim_machine_nap(arena, prototypes, record);
    }
}

/* Questions --------------------------------------------------------------------------------------------------- */

uint32_t sim_drill_take_held(sim_arena *arena, uint32_t slot, uint16_t item, uint32_t count)
{
    sim_drill *drill = sim_drill_get(arena, slot);
    if (item == 0 || drill->held_item != item) return 0;
    uint32_t taken = count < drill->held_count ? count : drill->held_count;
    drill->held_count = (uint16_t)(drill->held_count - taken);
    if (drill->held_count == 0) drill->held_item = 0;
    sim_pool_wake(arena, SIM_POOL_MACHINE, sim_entity_slot(arena, slot)->record);
    return taken;
}

enum sim_status sim_drill_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_drill *drill = sim_drill_get(arena, slot);
    return sim_machines_status(arena, prototypes, &drill->energy, drill->status);
}

/* Check and hash ---------------------------------------------------------------------------------------------- */

static int check_record(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t number, sim_fault *fault)
{
    const sim_position none = {0, 0};
    const sim_drill *drill = record_at(arena, number);
    const sim_entity *entity = sim_entity_slot(arena, drill->entity);
    SIM_EXPECT(fault, "drill", number, none, entity != NULL);
    SIM_EXPECT(fault, "drill", number, entity->position,
               prototypes->entities[entity->prototype].type == SIM_TYPE_MINING_DRILL);
    SIM_EXPECT(fault, "drill", number, entity->position, entity->record == number);
    SIM_EXPECT(fault, "drill", number, entity->position,
               sim_energy_is_sound(arena, prototypes, drill->entity, &drill->energy));
    SIM_EXPECT(fault, "drill", number, entity->position, sim_machines_owns(arena, drill->entity, drill->modules));
    SIM_EXPECT(fault, "drill", number, entity->position, sim_pool_is_live(arena, SIM_POOL_WATCH, drill->watch));
    SIM_EXPECT(fault, "drill", number, entity->position,
               drill->output_watch == 0 || sim_pool_is_live(arena, SIM_POOL_WATCH, drill->output_watch));
    SIM_EXPECT(fault, "drill", number, entity->position,
               drill->output == 0 || sim_entity_slot(arena, drill->output) != NULL);
    SIM_EXPECT(fault, "drill", number, entity->position,
               drill->target == 0 || drill->resource_version != arena->resource_version ||
                   sim_entity_slot(arena, drill->target) != NULL);
    SIM_EXPECT(fault, "drill", number, entity->position, drill->status < SIM_STATUS_COUNT);
    SIM_EXPECT(fault, "drill", number, entity->position, drill->seconds >= 0.0);
    SIM_EXPECT(fault, "drill", number, entity->position, drill->bonus >= 0.0);
    SIM_EXPECT(fault, "drill", number, entity->position, (drill->held_item == 0) == (drill->held_count == 0));
    SIM_EXPECT(fault, "drill", number, entity->position, drill->held_item < prototypes->item_count);
    SIM_EXPECT(fault, "drill", number, entity->position, drill->gives < prototypes->entity_count);
    SIM_EXPECT(fault, "drill", number, entity->position,
               drill->fluid_box == 0 || (sim_pool_is_live(arena, SIM_POOL_FLUID_BOX, drill->fluid_box) &&
                                         sim_fluid_box_at(arena, drill->fluid_box)->entity == drill->entity));
    return 1;
}

int sim_drill_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_MACHINE].used; i++)
        if (is_drill(arena, i) && !check_record(arena, prototypes, i, fault)) return 0;
    return 1;
}

uint64_t sim_drill_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 1; i < arena->pools[SIM_POOL_MACHINE].used; i++) {
        const sim_drill *drill = record_at(arena, i);
        if (!is_drill(arena, i)) continue;
        hash = sim_hash_double(hash, drill->seconds);
        hash = sim_hash_double(hash, drill->bonus);
        hash = sim_hash_word(hash, (uint64_t)drill->held_item << 48 | (uint64_t)drill->held_count << 32 | drill->gives);
        hash = sim_hash_word(hash, (uint64_t)drill->cursor << 32 | (uint64_t)drill->operations << 16 | drill->product);
    }
    return hash;
}
