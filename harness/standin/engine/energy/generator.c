#include "harness/standin/engine/energy/generator.h"

#include "harness/standin/engine/energy/electric_network.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/fluids/fluid_segment.h"

static sim_segment *segment_of(const sim_arena *arena, const sim_electric *device)
{
    return sim_segment_at(arena, sim_fluid_box_at(arena, device->part)->segment);
}

/* Joules that a unit of the fluid gives, in whole numbers: microjoules a millionth of a unit. 0 for a fluid that it
 * cannot use. */
static int64_t joules_per_unit(const sim_arena *arena, const sim_prototypes *prototypes, const sim_electric *device,
                               const sim_segment *segment)
{
    const sim_entity_prototype *prototype = &prototypes->entities[device->prototype];
    const sim_fluid_box *box = sim_fluid_box_at(arena, device->part);
    if (segment->fluid == 0 || segment->is_overextended || (box->filter && box->filter != segment->fluid)) return 0;
    if (segment->temperature < prototypes->fluid_boxes[box->prototype].minimum_temperature) return 0;
    const sim_fluid_prototype *fluid = &prototypes->fluids[segment->fluid];
    if (prototype->burns_fluid) return (int64_t)(fluid->fuel_value_joules * prototype->effectivity + 0.5);
    double hot = segment->temperature < prototype->maximum_temperature ? segment->temperature
                                                                       : prototype->maximum_temperature;
    double joules = fluid->heat_capacity_joules * (hot - fluid->default_temperature) * prototype->effectivity;
    return joules > 0.0 ? (int64_t)(joules + 0.5) : 0;
}

static int64_t usage_of(const sim_prototypes *prototypes, const sim_electric *device)
{
    return sim_fluid_amount(prototypes->entities[device->prototype].fluid_usage_per_tick);
}

void sim_generator_announce(sim_arena *arena, const sim_prototypes *prototypes, const sim_electric *device)
{
    if (device->part) segment_of(arena, device)->announced += usage_of(prototypes, device);
}

int64_t sim_generator_offer(sim_arena *arena, const sim_prototypes *prototypes, const sim_electric *device)
{
    if (device->part == 0) return 0;
    const sim_segment *segment = segment_of(arena, device);
    int64_t amount = usage_of(prototypes, device);
    if (segment->announced > segment->amount)
        amount = (int64_t)((double)amount * ((double)segment->amount / (double)segment->announced));
    int64_t energy = amount * joules_per_unit(arena, prototypes, device, segment) + device->stored;
    double most = prototypes->entities[device->prototype].production_joules_per_tick;
    if (most > 0.0 && energy > sim_microjoules(most)) energy = sim_microjoules(most);
    return energy;
}

void sim_generator_give(sim_arena *arena, const sim_prototypes *prototypes, sim_electric *device)
{
    if (device->part == 0) return;
    sim_segment *segment = segment_of(arena, device);
    segment->announced = 0;
    device->stored -= device->given;
    if (device->stored >= 0) return;
    int64_t joules = joules_per_unit(arena, prototypes, device, segment);
    int64_t amount = (-device->stored + joules - 1) / joules;
    device->stored += amount * joules;
    sim_fluid_count(arena, segment->fluid, -amount);
    sim_segment_remove(arena, prototypes, sim_fluid_box_at(arena, device->part)->segment, amount);
}

void sim_generator_wait(sim_arena *arena, const sim_electric *device)
{
    if (device->part) sim_fluid_box_wait(arena, device->part);
}
