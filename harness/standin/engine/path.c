#include "path.h"

int sim_path_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)arena, (void)prototypes, (void)fault;
    return 1;
}

uint64_t sim_path_hash(const sim_arena *arena, uint64_t hash)
{
    (void)arena;
    return hash;
}
