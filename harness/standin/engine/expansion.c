#include "expansion.h"

#include "hash.h"

void sim_expansion_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    (void)prototypes;
    arena->awake &= ~(uint64_t)SIM_AWAKE_EXPANSION;
}

int sim_expansion_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)arena, (void)prototypes, (void)fault;
    return 1;
}

uint64_t sim_expansion_hash(const sim_arena *arena, uint64_t hash)
{
    return sim_hash_word(hash, arena->expansion_due_tick);
}
