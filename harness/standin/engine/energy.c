#include "energy.h"

/* A source that gives everything, until a mechanic of its kind stands behind it. */
enum sim_result sim_energy_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  sim_energy *energy)
{
    (void)arena, (void)prototypes, (void)slot;
    energy->kind = SIM_ENERGY_VOID;
    energy->record = 0;
    return SIM_OK;
}

void sim_energy_detach(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy)
{
    (void)arena, (void)prototypes;
    energy->kind = SIM_ENERGY_NONE;
}

double sim_energy_draw(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules)
{
    (void)arena, (void)prototypes, (void)energy, (void)joules;
    return 1.0;
}

void sim_energy_rest(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy)
{
    (void)arena, (void)prototypes, (void)energy;
}

enum sim_status sim_energy_status(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy)
{
    (void)arena, (void)prototypes, (void)energy;
    return SIM_STATUS_WORKING;
}
