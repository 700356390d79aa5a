#include "harness/standin/engine/machines/drill_fluid.h"

#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/machines/drill_area.h"
#include "harness/standin/engine/research/force.h"

/* fluid_amount of a resource is for the mining operation of ten ores (a developer: forums.factorio.com, post 688574). */
#define ORES_PER_OPERATION 10.0

/* 1 when the first box of the drill's prototype lets nothing in. */
static int only_gives(const sim_prototypes *prototypes, const sim_entity_prototype *drill)
{
    if (drill->fluid_box_count == 0) return 0;
    const sim_fluid_box_prototype *box = &prototypes->fluid_boxes[drill->first_fluid_box];
    return box->connection_count && prototypes->pipe_connections[box->first_connection].flow_direction == SIM_FLOW_OUTPUT;
}

/* The fluid that some ore in the drill's area takes; 0 for none. */
static uint16_t fluid_needed(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, drill->entity);
    sim_drill_area area = sim_drill_area_of(prototype, sim_entity_slot(arena, drill->entity)->position);
    for (int32_t tile = 0; tile < area.columns * area.rows; tile++) {
        uint32_t slot = sim_drill_area_resource(arena, &area, tile);
        if (slot == 0) continue;
        const sim_entity_prototype *resource = sim_entity_prototype_at(arena, prototypes, slot);
        if (resource->required_fluid && prototype->resource_categories >> resource->resource_category & 1)
            return resource->required_fluid;
    }
    return 0;
}

enum sim_result sim_drill_fluid_attach(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, drill->entity);
    if (prototype->fluid_box_count == 0) return SIM_OK;
    uint16_t needed = only_gives(prototypes, prototype) ? 0 : fluid_needed(arena, prototypes, drill);
    if (!only_gives(prototypes, prototype) && needed == 0) return SIM_OK;
    enum sim_result result = sim_fluid_boxes_attach(arena, prototypes, drill->entity, &drill->fluid_box);
    if (result != SIM_OK) drill->fluid_box = 0;
    if (result == SIM_OK && needed) sim_fluid_box_set_filter(arena, prototypes, drill->fluid_box, needed);
    return result;
}

void sim_drill_fluid_detach(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    sim_fluid_boxes_detach(arena, prototypes, drill->fluid_box);
    drill->fluid_box = 0;
}

void sim_drill_fluid_moved(sim_arena *arena, const sim_prototypes *prototypes, sim_drill *drill)
{
    sim_fluid_boxes_moved(arena, prototypes, drill->fluid_box);
}

static int yields_fluid(const sim_prototypes *prototypes, const sim_entity_prototype *resource)
{
    return resource->product_count && prototypes->products[resource->first_product].fluid != 0;
}

int sim_drill_fluid_allows(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill,
                           const sim_entity_prototype *resource)
{
    const sim_entity_prototype *prototype = sim_entity_prototype_at(arena, prototypes, drill->entity);
    if (resource->required_fluid) {
        if (drill->fluid_box == 0 || sim_force_bonus(arena, SIM_TECHNOLOGY_EFFECT_MINING_WITH_FLUID) == 0.0) return 0;
        if (sim_fluid_box_at(arena, drill->fluid_box)->filter != resource->required_fluid) return 0;
    }
    return !yields_fluid(prototypes, resource) || (drill->fluid_box && only_gives(prototypes, prototype));
}

/* Of the required fluid, for one ore. */
static int64_t fluid_for_one(const sim_entity_prototype *resource)
{
    return sim_fluid_amount(resource->required_fluid_amount / ORES_PER_OPERATION);
}

/* Amount of a product of one operation on the target. */
static int64_t amount_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill,
                         const sim_product *product)
{
    const sim_entity_prototype *resource = sim_entity_prototype_at(arena, prototypes, drill->target);
    double units = product->fluid_amount_max;
    if (resource->resource_infinite && resource->resource_normal)
        units *= (double)sim_entity_slot(arena, drill->target)->amount / resource->resource_normal;
    return sim_fluid_amount(units);
}

enum sim_status sim_drill_fluid_lack(const sim_arena *arena, const sim_prototypes *prototypes,
                                     const sim_drill *drill)
{
    const sim_entity_prototype *resource = sim_entity_prototype_at(arena, prototypes, drill->target);
    if (resource->required_fluid) {
        int64_t needed = fluid_for_one(resource);
        uint16_t fluid = sim_fluid_box_content(arena, prototypes, drill->fluid_box).fluid;
        if (fluid != resource->required_fluid || sim_fluid_box_available(arena, drill->fluid_box) < needed)
            return SIM_STATUS_MISSING_REQUIRED_FLUID;
    }
    if (!yields_fluid(prototypes, resource)) return SIM_STATUS_WORKING;
    const sim_product *product = &prototypes->products[resource->first_product];
    int64_t room = sim_fluid_box_room(arena, prototypes, drill->fluid_box, product->fluid);
    return room < amount_of(arena, prototypes, drill, product) ? SIM_STATUS_FULL_OUTPUT : SIM_STATUS_WORKING;
}

void sim_drill_fluid_give(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    const sim_entity_prototype *resource = sim_entity_prototype_at(arena, prototypes, drill->target);
    for (uint32_t i = 0; i < resource->product_count; i++) {
        const sim_product *product = &prototypes->products[resource->first_product + i];
        if (product->fluid == 0 || drill->fluid_box == 0) continue;
        int64_t added = sim_fluid_box_add(arena, prototypes, drill->fluid_box, product->fluid,
                                          amount_of(arena, prototypes, drill, product), product->temperature);
        sim_fluid_count(arena, product->fluid, added);
    }
}

void sim_drill_fluid_use(sim_arena *arena, const sim_prototypes *prototypes, const sim_drill *drill)
{
    const sim_entity_prototype *resource = sim_entity_prototype_at(arena, prototypes, drill->target);
    if (resource->required_fluid == 0) return;
    int64_t used = sim_fluid_box_remove(arena, prototypes, drill->fluid_box, fluid_for_one(resource));
    sim_fluid_count(arena, resource->required_fluid, -used);
}
