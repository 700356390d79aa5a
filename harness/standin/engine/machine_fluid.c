#include "machine_fluid.h"

int sim_machine_has_fluid(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                          const sim_ingredient *ingredient)
{
    (void)arena, (void)prototypes, (void)slot, (void)ingredient;
    return 0;
}

int sim_machine_has_fluid_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               const sim_product *product)
{
    (void)arena, (void)prototypes, (void)slot, (void)product;
    return 0;
}

void sim_machine_take_fluid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                            const sim_ingredient *ingredient)
{
    (void)arena, (void)prototypes, (void)slot, (void)ingredient;
}

void sim_machine_give_fluid(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                            const sim_product *product, int is_bonus)
{
    (void)arena, (void)prototypes, (void)slot, (void)product, (void)is_bonus;
}
