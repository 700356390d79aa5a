#include "spawner.h"

enum sim_result sim_spawner_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)arena, (void)prototypes, (void)slot;
    return SIM_OK;
}

void sim_spawner_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    (void)arena, (void)prototypes, (void)slot;
}

void sim_spawner_absorb(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)arena, (void)prototypes;
}

void sim_spawner_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)arena, (void)prototypes;
}

int sim_spawner_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)arena, (void)prototypes, (void)fault;
    return 1;
}

uint64_t sim_spawner_hash(const sim_arena *arena, uint64_t hash)
{
    (void)arena;
    return hash;
}
