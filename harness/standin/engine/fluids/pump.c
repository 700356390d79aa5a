#include "harness/standin/engine/fluids/pump.h"

#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/fluids/fluid_connection.h"
#include "harness/standin/engine/fluids/fluid_segment.h"

/* The box that the pump's input leads to; 0 for none. */
static uint32_t source_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box)
{
    for (uint32_t side = 0; side < sim_fluid_connection_count(prototypes, sim_fluid_box_at(arena, box)); side++) {
        sim_fluid_end end = {box, side};
        if (sim_fluid_connection_prototype(arena, prototypes, end)->flow_direction == SIM_FLOW_INPUT)
            return sim_fluid_box_at(arena, box)->target[side];
    }
    return 0;
}

static double fullness_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t box)
{
    sim_fluid_content content = sim_fluid_box_content(arena, prototypes, box);
    return content.amount / content.capacity;
}

/* What it would take at full power. */
static int64_t wanted_from(const sim_arena *arena, const sim_prototypes *prototypes, const sim_steam *pump,
                           uint32_t source)
{
    if (source == 0) return 0;
    double limit = prototypes->constants.max_fluid_flow * fullness_of(arena, prototypes, source);
    double speed = prototypes->entities[pump->prototype].pumping_speed;
    int64_t wanted = sim_fluid_amount(limit < speed ? limit : speed);
    if (wanted < SIM_FLUID_LEAST_FLOW) wanted = SIM_FLUID_LEAST_FLOW;
    uint16_t fluid = sim_fluid_box_content(arena, prototypes, source).fluid;
    int64_t room = fluid ? sim_fluid_box_room(arena, prototypes, pump->first_box, fluid) : 0;
    int64_t available = sim_fluid_box_available(arena, source);
    if (wanted > available) wanted = available;
    return wanted < room ? wanted : room;
}

static void stop(sim_arena *arena, uint32_t record)
{
    sim_fluid_box_wait(arena, sim_steam_at(arena, record)->first_box);
    sim_pool_sleep(arena, SIM_POOL_STEAM, record);
}

void sim_pump_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_steam *pump = sim_steam_at(arena, record);
    uint32_t source = source_of(arena, prototypes, pump->first_box);
    int64_t wanted = wanted_from(arena, prototypes, pump, source);
    if (wanted == 0) {
        sim_electric_rest(arena, prototypes, pump->electric);
        stop(arena, record);
        return;
    }
    double joules = prototypes->entities[pump->prototype].energy_usage_joules_per_tick;
    double share = sim_electric_draw(arena, prototypes, pump->electric, joules);
    if (share <= 0.0) {
        stop(arena, record);
        return;
    }
    int64_t moved = (int64_t)((double)wanted * share);
    if (moved == 0) moved = 1; /* the last millionth of a unit, too */
    sim_fluid_content content = sim_fluid_box_content(arena, prototypes, source);
    sim_fluid_box_remove(arena, prototypes, source, moved);
    sim_fluid_box_add(arena, prototypes, pump->first_box, content.fluid, moved, content.temperature);
}

enum sim_status sim_pump_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_steam *pump = sim_steam_at(arena, record);
    uint32_t source = source_of(arena, prototypes, pump->first_box);
    if (source == 0 || sim_fluid_box_available(arena, source) == 0) return SIM_STATUS_NO_INPUT_FLUID;
    if (wanted_from(arena, prototypes, pump, source) == 0) return SIM_STATUS_FULL_OUTPUT;
    return sim_electric_status(arena, prototypes, pump->electric);
}
