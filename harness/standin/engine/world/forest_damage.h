/* forest_damage.h - trees in polluted chunks: what they absorb, and how they lose leaves and colour.
 *
 * As the wiki describes (Tree, pollution removal): a tree that is damaged loses a stage of leaves or turns a stage
 * grayer, and takes in pollution_restored_per_tree_damage; it suffers no more once the parts of lost leaves and of gray
 * together pass 120 %. With fewer leaves it absorbs less. Neither comes back. */
#ifndef SIM_FOREST_DAMAGE_H
#define SIM_FOREST_DAMAGE_H

#include <stdint.h>

#include "harness/standin/engine/core/arena_header.h"

#define SIM_TREE_LEAF_STAGES 3  /* a stage is 33 % (wiki: Tree)  */
#define SIM_TREE_GRAY_STAGES 15 /* a stage is 6.7 % (wiki: Tree) */

/* Leaves and gray of a tree are kept in sim_entity.amount: stages of leaves lost, and 256 times stages of gray. */

/* Trees of the chunk whose first tile is given, and what they absorb a second. */
uint32_t sim_forest_count(const sim_arena *arena, const sim_prototypes *prototypes, int32_t left, int32_t top,
                          double *per_second);

/* Damages trees of a chunk that has `trees` of them: one for every pollution_per_tree_damage of the chunk's pollution,
 * counted up to pollution_with_max_forest_damage. Returns how many suffered. */
uint32_t sim_forest_suffer(sim_arena *arena, const sim_prototypes *prototypes, int32_t left, int32_t top,
                           uint32_t trees, double pollution);

/* What one tree absorbs a second. */
double sim_tree_absorption(const sim_prototypes *prototypes, uint16_t prototype, uint32_t stages);

#endif
