#include "electric.h"

enum sim_result sim_electric_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)arena, (void)prototypes, (void)slot;
    return SIM_OK;
}

void sim_electric_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)arena, (void)prototypes, (void)slot;
}

void sim_electric_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)arena, (void)prototypes;
}

int sim_electric_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)arena, (void)prototypes, (void)fault;
    return 1;
}

uint64_t sim_electric_hash(const sim_arena *arena, uint64_t hash)
{
    (void)arena;
    return hash;
}

/* Plugged into a source that gives everything. */
enum sim_result sim_electric_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  uint32_t *record)
{
    (void)arena, (void)prototypes, (void)slot;
    *record = 0;
    return SIM_OK;
}

void sim_electric_leave(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    (void)arena, (void)prototypes, (void)record;
}

double sim_electric_draw(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules)
{
    (void)arena, (void)prototypes, (void)record, (void)joules;
    return 1.0;
}

void sim_electric_rest(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    (void)arena, (void)prototypes, (void)record;
}

enum sim_status sim_electric_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record)
{
    (void)arena, (void)prototypes, (void)record;
    return SIM_STATUS_WORKING;
}
