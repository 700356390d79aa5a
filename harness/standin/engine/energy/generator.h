/* generator.h - steam engines and turbines: fluid into electric energy, as much as their network asks for.
 *
 * A unit of fluid gives heat capacity x (temperature - default temperature) x effectivity, temperatures above the
 * generator's maximum counting as that; a generator that burns its fluid gets its fuel value. The balance of the network
 * (electric_network.h) asks each generator in three steps. */
#ifndef SIM_GENERATOR_H
#define SIM_GENERATOR_H

#include <stdint.h>

#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/entities/entity.h"

/* Says to its segment how much fluid it could use in this tick. */
void sim_generator_announce(sim_arena *arena, const sim_prototypes *prototypes, const sim_electric *device);

/* Microjoules that it can give: where the fluid is short, all that announced themselves get the same part. */
int64_t sim_generator_offer(sim_arena *arena, const sim_prototypes *prototypes, const sim_electric *device);

/* Takes the fluid for what it gives (device->given). */
void sim_generator_give(sim_arena *arena, const sim_prototypes *prototypes, sim_electric *device);

/* Its network sleeps until fluid comes. */
void sim_generator_wait(sim_arena *arena, const sim_electric *device);

#endif
