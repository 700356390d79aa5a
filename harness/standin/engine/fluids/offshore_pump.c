#include "harness/standin/engine/fluids/offshore_pump.h"

#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/fluids/fluid_box.h"
#include "harness/standin/engine/world/map.h"

void sim_offshore_pump_look(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_steam *pump = sim_steam_at(arena, record);
    const sim_entity *entity = sim_entity_slot(arena, pump->entity);
    sim_position offset = prototypes->entities[pump->prototype].fluid_source_offset;
    sim_box turned = sim_box_turned((sim_box){offset.x, offset.y, offset.x, offset.y}, entity->direction);
    int32_t x = sim_fixed_tile(entity->position.x + turned.left), y = sim_fixed_tile(entity->position.y + turned.top);
    pump->fluid = prototypes->tiles[sim_map_tile(arena, prototypes, x, y)].fluid;
}

void sim_offshore_pump_tick(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    sim_steam *pump = sim_steam_at(arena, record);
    int64_t drawn = 0;
    if (pump->fluid) {
        int64_t speed = sim_fluid_amount(prototypes->entities[pump->prototype].pumping_speed);
        double temperature = prototypes->fluids[pump->fluid].default_temperature;
        drawn = sim_fluid_box_add(arena, prototypes, pump->first_box, pump->fluid, speed, temperature);
        sim_fluid_count(arena, pump->fluid, drawn);
    }
    if (drawn == 0) sim_pool_sleep(arena, SIM_POOL_STEAM, record);
}

enum sim_status sim_offshore_pump_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    const sim_steam *pump = sim_steam_at(arena, record);
    if (pump->fluid == 0) return SIM_STATUS_NO_INPUT_FLUID;
    int64_t room = sim_fluid_box_room(arena, prototypes, pump->first_box, pump->fluid);
    return room ? SIM_STATUS_WORKING : SIM_STATUS_FULL_OUTPUT;
}
