/* energy.h - where a machine's energy comes from: one small struct inside the machine's record, whatever the source.
 *
 * A machine that works in a tick draws the energy of one tick and works at the share of it that it was given. Burners
 * (burner.h) take fuel from their inventory; electric machines (electric.h) tell their network what they draw and get
 * the satisfaction that the network reached in its last tick; machines that work on heat (heat.h) draw what their buffer
 * holds above its minimum working temperature; a void source always gives everything.
 *
 * What wakes: a machine that may sleep for lack of energy watches itself (watch.h). Fuel that comes reports by itself,
 * as every change of an inventory; a network whose satisfaction leaves 0, or that a machine is plugged into, calls
 * sim_watch_changed for its machines. */
#ifndef SIM_ENERGY_H
#define SIM_ENERGY_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/dispatch/status.h"

typedef struct sim_energy {
    uint32_t kind;   /* enum sim_energy_kind                  */
    uint32_t record; /* in the pool of its kind               */
} sim_energy;

/* Makes the source that the entity's prototype asks for. SIM_ARENA_FULL changes nothing. */
enum sim_result sim_energy_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                  sim_energy *energy);

/* Removes the source with its fuel. */
void sim_energy_detach(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy);

/* Draws `joules` (more than 0) for this tick and returns the share of it that there was, 0..1: the share of a tick's
 * work to do. A burner gets its buffer filled for the next tick in the same breath. A machine that got 0 may sleep when
 * sim_energy_status says that something is missing. */
double sim_energy_draw(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules);

/* The two halves of sim_energy_draw, for machines that know only after their work whether they go on: take before it,
 * refill after it when the machine will want `joules` in the next tick too, sim_energy_rest when not. */
double sim_energy_take(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules);
void sim_energy_refill(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy, double joules);

/* Ticks of `joules` each that the source will give in full, as things stand; some fewer than there may be, at most 255.
 * What an electric machine drew last must be `joules`, and its promise ends when sim_arena.power_version is raised. */
uint32_t sim_energy_ticks(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy,
                          double joules);

/* Takes and refills for so many ticks at once, of no more than sim_energy_ticks says. */
void sim_energy_work(sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy, double joules,
                     uint32_t ticks);

/* The machine does nothing from now on: an electric one draws its drain only. Called once when it stops. */
void sim_energy_rest(sim_arena *arena, const sim_prototypes *prototypes, sim_energy *energy);

/* What keeps a machine that wants to work from working: WORKING for nothing, else NO_POWER, LOW_POWER,
 * NO_FUEL or LOW_TEMPERATURE. */
enum sim_status sim_energy_status(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy);

/* 1 when the source is the one that the prototype of the entity in `slot` asks for, and its record is in use. */
int sim_energy_is_sound(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                        const sim_energy *energy);

/* Inventory of fuel or of what burning leaves; 0 without one. */
uint32_t sim_energy_fuel(const sim_arena *arena, const sim_energy *energy);
uint32_t sim_energy_burnt(const sim_arena *arena, const sim_energy *energy);

/* Times the pollution of the machine: the emissions multiplier of the fuel that burns. */
double sim_energy_emissions(const sim_arena *arena, const sim_prototypes *prototypes, const sim_energy *energy);

#endif
