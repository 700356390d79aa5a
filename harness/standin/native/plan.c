#include "harness/standin/native/plan.h"

void native_plan_fill(FactorioPlanCell *row, const sim_arena *arena, const sim_prototypes *prototypes,
                      const sim_entity *ghost)
{
    (void)row, (void)arena, (void)prototypes, (void)ghost;
}

void native_plan_machine(FactorioEntityRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                         const sim_entity *entity)
{
    (void)row, (void)arena, (void)prototypes, (void)entity;
}

void native_plan_technology(FactorioTechnologyRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                            uint16_t technology)
{
    (void)row, (void)arena, (void)prototypes, (void)technology;
}

uint32_t native_researched(const sim_arena *arena)
{
    (void)arena;
    return 0;
}
