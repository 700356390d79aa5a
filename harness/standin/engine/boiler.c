#include "boiler.h"

#include "fluid.h"
#include "fluid_box.h"

/* What one tick of full work needs and makes. */
typedef struct boiling {
    uint16_t water, steam;
    int64_t water_amount;   /* of a full tick */
    double steam_per_water;
} boiling;

static boiling boiling_of(const sim_prototypes *prototypes, const sim_entity_prototype *prototype,
                          sim_fluid_content input)
{
    boiling work = {0, 0, 0, 0.0};
    work.water = prototypes->fluid_boxes[prototype->first_fluid_box].filter;
    work.steam = prototypes->fluid_boxes[prototype->first_fluid_box + 1].filter;
    double warming = prototype->target_temperature - input.temperature;
    if (input.fluid != work.water || work.water == 0 || work.steam == 0 || !(warming > 0.0)) return work;
    double water_capacity = prototypes->fluids[work.water].heat_capacity_joules;
    work.water_amount = sim_fluid_amount(prototype->energy_usage_joules_per_tick / (water_capacity * warming));
    work.steam_per_water = water_capacity / prototypes->fluids[work.steam].heat_capacity_joules;
    return work;
}

static void stop(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, enum sim_status status)
{
    sim_steam *boiler = sim_steam_at(arena, record);
    if (boiler->status != status) sim_energy_rest(arena, prototypes, &boiler->energy);
    boiler->status = (uint8_t)status;
    sim_pool_sleep(arena, SIM_POOL_STEAM, record);
}

void sim_boiler_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_steam *boiler = sim_steam_at(arena, record);
    const sim_entity_prototype *prototype = &prototypes->entities[boiler->prototype];
    uint32_t input = boiler->first_box, output = sim_fluid_box_next(arena, input);
    boiling work = boiling_of(prototypes, prototype, sim_fluid_box_content(arena, prototypes, input));
    int64_t water = sim_fluid_box_available(arena, input);
    if (work.water_amount == 0 || water == 0) {
        sim_fluid_box_wait(arena, input);
        stop(arena, prototypes, record, SIM_STATUS_NO_INPUT_FLUID);
        return;
    }
    int64_t room = sim_fluid_box_room(arena, prototypes, output, work.steam);
    int64_t fits = (int64_t)((double)room / work.steam_per_water);
    if (fits == 0) {
        stop(arena, prototypes, record, SIM_STATUS_FULL_OUTPUT);
        return;
    }
    int64_t wanted = work.water_amount < water ? work.water_amount : water;
    if (wanted > fits) wanted = fits;
    double part = (double)wanted / (double)work.water_amount;
    double share = sim_energy_draw(arena, prototypes, &boiler->energy, prototype->energy_usage_joules_per_tick * part);
    int64_t boiled = (int64_t)((double)wanted * share);
    if (boiled == 0) {
        stop(arena, prototypes, record, sim_energy_status(arena, prototypes, &boiler->energy));
        return;
    }
    int64_t steam = (int64_t)((double)boiled * work.steam_per_water);
    sim_fluid_box_remove(arena, prototypes, input, boiled);
    sim_fluid_box_add(arena, prototypes, output, work.steam, steam, prototype->target_temperature);
    sim_fluid_count(arena, work.water, -boiled);
    sim_fluid_count(arena, work.steam, steam);
    boiler->status = SIM_STATUS_WORKING;
}
