#include "harness/standin/engine/energy/energy.h"

#include "harness/standin/engine/energy/burner.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/heat.h"

enum sim_result sim_energy_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  sim_energy *energy)
{
    energy->kind = prototypes->entities[sim_entity_slot(arena, slot)->prototype].energy.kind;
    energy->record = 0;
    switch (energy->kind) {
    case SIM_ENERGY_BURNER: return sim_burner_attach(arena, prototypes, slot, &energy->record);
    case SIM_ENERGY_ELECTRIC: return sim_electric_join(arena, prototypes, slot, &energy->record);
    case SIM_ENERGY_HEAT: return sim_heat_join(arena, prototypes, slot, &energy->record);
    default: return SIM_OK;
    }
}

void sim_energy_detach(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy)
{
    if (energy->kind == SIM_ENERGY_BURNER) sim_burner_detach(arena, energy->record);
    if (energy->kind == SIM_ENERGY_ELECTRIC) sim_electric_leave(arena, prototypes, energy->record);
    if (energy->kind == SIM_ENERGY_HEAT) sim_heat_leave(arena, prototypes, energy->record);
    energy->kind = SIM_ENERGY_NONE;
    energy->record = 0;
}

double sim_energy_draw(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules)
{
    double share = sim_energy_take(arena, prototypes, energy, joules);
    sim_energy_refill(arena, prototypes, energy, joules);
    return share;
}

double sim_energy_take(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules)
{
    switch (energy->kind) {
    case SIM_ENERGY_BURNER: return sim_burner_take(arena, energy->record, joules);
    case SIM_ENERGY_ELECTRIC: return sim_electric_draw(arena, prototypes, energy->record, joules);
    case SIM_ENERGY_HEAT: return sim_heat_take(arena, prototypes, energy->record, joules);
    case SIM_ENERGY_FLUID: return 0.0;
    default: return 1.0;
    }
}

void sim_energy_refill(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules)
{
    if (energy->kind == SIM_ENERGY_BURNER) sim_burner_refill(arena, prototypes, energy->record, joules);
}

uint32_t sim_energy_ticks(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy,
                          double joules)
{
    switch (energy->kind) {
    case SIM_ENERGY_BURNER: return sim_burner_ticks(arena, prototypes, energy->record, joules);
    case SIM_ENERGY_ELECTRIC: return sim_electric_satisfaction(arena, energy->record) >= 1.0 ? UINT8_MAX : 0;
    case SIM_ENERGY_FLUID:
    case SIM_ENERGY_HEAT: return 0;
    default: return UINT8_MAX;
    }
}

void sim_energy_work(sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy, double joules,
                     uint32_t ticks)
{
    if (energy->kind == SIM_ENERGY_BURNER)
        sim_burner_work(arena, prototypes, energy->record, joules, joules, ticks);
}

void sim_energy_rest(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy)
{
    if (energy->kind == SIM_ENERGY_ELECTRIC) sim_electric_rest(arena, prototypes, energy->record);
}

enum sim_status sim_energy_status(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy)
{
    switch (energy->kind) {
    case SIM_ENERGY_BURNER:
        return sim_burner_has_energy(arena, energy->record) ? SIM_STATUS_WORKING : SIM_STATUS_NO_FUEL;
    case SIM_ENERGY_ELECTRIC: return sim_electric_status(arena, prototypes, energy->record);
    case SIM_ENERGY_HEAT:
        return sim_heat_is_hot(arena, prototypes, energy->record) ? SIM_STATUS_WORKING : SIM_STATUS_LOW_TEMPERATURE;
    case SIM_ENERGY_FLUID: return SIM_STATUS_NO_FUEL;
    default: return SIM_STATUS_WORKING;
    }
}

int sim_energy_is_sound(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                        const sim_energy *energy)
{
    if (energy->kind != prototypes->entities[sim_entity_slot(arena, slot)->prototype].energy.kind) return 0;
    switch (energy->kind) {
    case SIM_ENERGY_BURNER: return sim_pool_is_live(arena, SIM_POOL_BURNER, energy->record);
    case SIM_ENERGY_ELECTRIC: return sim_pool_is_live(arena, SIM_POOL_ELECTRIC, energy->record);
    case SIM_ENERGY_HEAT: return sim_pool_is_live(arena, SIM_POOL_HEAT, energy->record);
    default: return 1;
    }
}

uint32_t sim_energy_fuel(const sim_arena *arena, const sim_energy *energy)
{
    return energy->kind == SIM_ENERGY_BURNER ? sim_burner_get(arena, energy->record)->fuel : 0;
}

uint32_t sim_energy_burnt(const sim_arena *arena, const sim_energy *energy)
{
    return energy->kind == SIM_ENERGY_BURNER ? sim_burner_get(arena, energy->record)->burnt : 0;
}

double sim_energy_emissions(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy)
{
    if (energy->kind != SIM_ENERGY_BURNER) return 1.0;
    uint16_t burning = sim_burner_get(arena, energy->record)->burning;
    return burning ? prototypes->items[burning].fuel_emissions_multiplier : 1.0;
}
