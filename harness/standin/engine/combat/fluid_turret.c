#include "harness/standin/engine/combat/fluid_turret.h"

#include "harness/standin/engine/fluids/fluid_box.h"

static const sim_turret_prototype *prototype_of(const sim_arena *arena, const sim_prototypes *prototypes,
                                                const sim_turret *turret)
{
    return sim_turret_prototype_of(prototypes, sim_entity_slot(arena, turret->entity)->prototype);
}

/* The row of a fluid that the turret shoots, NULL for any other. */
static const sim_attack_fluid *row_of(const sim_prototypes *prototypes, const sim_attack_prototype *attack,
                                      uint16_t fluid)
{
    for (uint32_t i = 0; fluid && i < attack->fluid_count; i++)
        if (prototypes->attack_fluids[attack->first_fluid + i].fluid == fluid)
            return &prototypes->attack_fluids[attack->first_fluid + i];
    return NULL;
}

/* What the buffer can take from the box in a tick. */
static int64_t wanted(const sim_arena *arena, const sim_prototypes *prototypes, const sim_turret *turret)
{
    const sim_turret_prototype *prototype = prototype_of(arena, prototypes, turret);
    uint16_t fluid = sim_fluid_box_content(arena, prototypes, turret->first_box).fluid;
    if (row_of(prototypes, &prototypes->attacks[prototype->attack], fluid) == NULL) return 0;
    if (turret->fluid_amount > 0 && turret->fluid != fluid) return 0;
    int64_t room = sim_fluid_amount(prototype->fluid_buffer_size) - turret->fluid_amount;
    int64_t flow = sim_fluid_amount(prototype->fluid_buffer_input_flow);
    int64_t available = sim_fluid_box_available(arena, turret->first_box);
    if (flow > room) flow = room;
    return flow < available ? flow : available;
}

void sim_fluid_turret_fill(sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret)
{
    int64_t amount = wanted(arena, prototypes, turret);
    if (amount <= 0) return;
    turret->fluid = sim_fluid_box_content(arena, prototypes, turret->first_box).fluid;
    turret->fluid_amount += sim_fluid_box_remove(arena, prototypes, turret->first_box, amount);
}

int sim_fluid_turret_rests(sim_arena *arena, const sim_prototypes *prototypes, const sim_turret *turret)
{
    const sim_turret_prototype *prototype = prototype_of(arena, prototypes, turret);
    if (turret->fluid_amount >= sim_fluid_amount(prototype->fluid_buffer_size)) return 1;
    if (wanted(arena, prototypes, turret) > 0) return 0;
    sim_fluid_box_wait(arena, turret->first_box);
    return 1;
}

static int64_t shot_of(const sim_prototypes *prototypes, const sim_turret_prototype *prototype)
{
    return sim_fluid_amount(prototypes->attacks[prototype->attack].fluid_consumption);
}

int sim_fluid_turret_can_shoot(const sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret)
{
    const sim_turret_prototype *prototype = prototype_of(arena, prototypes, turret);
    int64_t least = sim_fluid_amount(prototype->fluid_buffer_size * prototype->activation_buffer_ratio);
    if (turret->fluid_amount >= least) turret->is_primed = 1;
    if (turret->fluid_amount < shot_of(prototypes, prototype)) turret->is_primed = 0;
    return turret->is_primed;
}

double sim_fluid_turret_shoot(sim_arena *arena, const sim_prototypes *prototypes, sim_turret *turret)
{
    const sim_turret_prototype *prototype = prototype_of(arena, prototypes, turret);
    const sim_attack_fluid *row = row_of(prototypes, &prototypes->attacks[prototype->attack], turret->fluid);
    int64_t amount = shot_of(prototypes, prototype);
    turret->fluid_amount -= amount;
    sim_fluid_count(arena, turret->fluid, -amount);
    return row ? row->damage_modifier : 1.0;
}
