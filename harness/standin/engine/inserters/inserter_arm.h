/* inserter_arm.h - how an inserter's arm moves: it turns and stretches at once, in steps of the game's size.
 *
 * Each tick the arm goes one step of extension and one of rotation towards its goal. Where less than a step of
 * extension is left after a full one, the arm is there; the same holds for the rotation, but only in a tick in
 * which the extension is at its goal. So the half turn of a burner inserter (0.5 turn at 0.013 a tick) takes 38
 * ticks, not 38.5. Orientations are single precision as in the game: how often a step fits decides a tick more or
 * less. Energy is paid for each step at its full size. Published measurements: FactorioGym, docs/sim-logistics.md,
 * "Inserter belt pickup", rule 2. */
#ifndef SIM_INSERTER_ARM_H
#define SIM_INSERTER_ARM_H

#include "harness/standin/engine/inserters/inserter.h"

#define SIM_INSERTER_ENERGY_CLOSE 1e-9 /* joules: less than this moves no arm; measured (FactorioGym) */

/* Sets the goal of the arm: a point relative to the inserter, in tiles. */
void sim_inserter_arm_aim(sim_inserter *inserter, sim_vector_f64 point);

/* 1 when the arm is at its goal. */
int sim_inserter_arm_is_there(const sim_inserter *inserter);

/* Ticks at full speed after which the arm is not yet at its goal; some fewer than there may be. */
uint32_t sim_inserter_arm_ticks(const sim_inserter *inserter, const sim_inserter_prototype *prototype);

/* Does so many ticks at full speed at once, of no more than sim_inserter_arm_ticks says, of an arm that has stretched as
 * far as it goes. */
void sim_inserter_arm_turn(sim_inserter *inserter, const sim_inserter_prototype *prototype, uint32_t ticks);

/* Joules that a tick's move towards the goal costs at full speed. */
double sim_inserter_arm_cost(const sim_inserter *inserter, const sim_inserter_prototype *prototype);

/* Joules that the dearest tick of moving costs. */
double sim_inserter_arm_most_joules(const sim_inserter_prototype *prototype);

/* One tick at `speed` (0..1) of full speed. Returns 1 when the arm is at its goal. */
int sim_inserter_arm_move(sim_inserter *inserter, const sim_inserter_prototype *prototype, double speed);

/* One tick with less energy than it costs: the extension is paid first and goes in proportion to what it gets; the
 * rotation gets the rest, as far as single precision has a step for it. What stays unspent remains in `joules`. Such a
 * tick ends at the goal for no hand, as in factory-sim, even where it takes the last of the way. */
void sim_inserter_arm_move_part(sim_inserter *inserter, const sim_inserter_prototype *prototype, double *joules);

/* The hand relative to the inserter, in tiles. */
sim_vector_f64 sim_inserter_arm_hand(const sim_inserter *inserter);

#endif
