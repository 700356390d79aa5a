#include "harness/standin/engine/energy/boiler.h"

#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/machines/machines.h"

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

/* What a boiler can do in this tick. */
typedef struct prospect {
    boiling work;
    uint32_t input, output;
    int64_t water;          /* that it can boil with all the energy it wants */
    enum sim_status status; /* WORKING, or what it lacks beside energy       */
} prospect;

static prospect prospect_of(const sim_arena *arena, const sim_prototypes *prototypes, const sim_steam *boiler)
{
    prospect can = {{0, 0, 0, 0.0}, boiler->first_box, sim_fluid_box_next(arena, boiler->first_box), 0,
                    SIM_STATUS_NO_INPUT_FLUID};
    can.work = boiling_of(prototypes, &prototypes->entities[boiler->prototype],
                          sim_fluid_box_content(arena, prototypes, can.input));
    can.water = sim_fluid_box_available(arena, can.input);
    if (can.work.water_amount == 0 || can.water == 0) return can;
    int64_t room = sim_fluid_box_room(arena, prototypes, can.output, can.work.steam);
    int64_t fits = (int64_t)((double)room / can.work.steam_per_water);
    if (can.water > can.work.water_amount) can.water = can.work.water_amount;
    if (can.water > fits) can.water = fits;
    can.status = fits ? SIM_STATUS_WORKING : SIM_STATUS_FULL_OUTPUT;
    return can;
}

static void stop(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, const prospect *can)
{
    if (can->status == SIM_STATUS_NO_INPUT_FLUID) sim_fluid_box_wait(arena, can->input);
    sim_energy_rest(arena, prototypes, &sim_steam_at(arena, record)->energy);
    sim_pool_sleep(arena, SIM_POOL_STEAM, record);
}

/* What boiling so much gives off: the share of a full tick's work that it is. */
static void pollute(sim_arena *arena, const sim_prototypes *prototypes, const sim_steam *boiler, const boiling *work,
                    int64_t boiled)
{
    const sim_effects none = {0};
    double full = sim_machines_pollution_per_tick(&prototypes->entities[boiler->prototype], &none);
    double part = (double)boiled / (double)work->water_amount;
    sim_machines_pollute(arena, prototypes, boiler->entity, &boiler->energy, full * part);
}

void sim_boiler_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_steam *boiler = sim_steam_at(arena, record);
    prospect can = prospect_of(arena, prototypes, boiler);
    if (can.status != SIM_STATUS_WORKING) {
        stop(arena, prototypes, record, &can);
        return;
    }
    double part = (double)can.water / (double)can.work.water_amount;
    double joules = prototypes->entities[boiler->prototype].energy_usage_joules_per_tick * part;
    double share = sim_energy_draw(arena, prototypes, &boiler->energy, joules);
    int64_t boiled = (int64_t)((double)can.water * share);
    if (boiled == 0 && share > 0.0) boiled = 1; /* the last millionth of a unit, too */
    if (boiled == 0) {
        if (sim_energy_status(arena, prototypes, &boiler->energy) != SIM_STATUS_WORKING)
            stop(arena, prototypes, record, &can);
        return;
    }
    int64_t steam = (int64_t)((double)boiled * can.work.steam_per_water);
    sim_fluid_box_remove(arena, prototypes, can.input, boiled);
    sim_fluid_box_add(arena, prototypes, can.output, can.work.steam, steam,
                      prototypes->entities[boiler->prototype].target_temperature);
    sim_fluid_count(arena, can.work.water, -boiled);
    sim_fluid_count(arena, can.work.steam, steam);
    pollute(arena, prototypes, boiler, &can.work, boiled);
}

enum sim_status sim_boiler_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_steam *boiler = sim_steam_at(arena, record);
    prospect can = prospect_of(arena, prototypes, boiler);
    return can.status == SIM_STATUS_WORKING ? sim_energy_status(arena, prototypes, &boiler->energy) : can.status;
}
