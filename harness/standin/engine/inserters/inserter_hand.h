/* inserter_hand.h - what an inserter's hand takes and gives. */
#ifndef SIM_INSERTER_HAND_H
#define SIM_INSERTER_HAND_H

#include "harness/standin/engine/inserters/inserter.h"

/* Where an inserter waits in vain: what has to change before it can go on. */
enum sim_inserter_end {
    SIM_INSERTER_END_GROUND = 0,
    SIM_INSERTER_END_BELT = 1,
    SIM_INSERTER_END_MACHINE = 2, /* something whose inventories can be watched */
    SIM_INSERTER_END_INSERTER = 3
};
enum sim_inserter_end sim_inserter_end_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* 1 when the inserter would take the item where it finds it: its filters let it through, it is what the hand holds
 * already, and the target, or its own empty fuel slot, has use for it. */
int sim_inserter_wants(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter,
                       uint16_t item);

/* Puts items into the hand, on top of what is there of the same. */
void sim_inserter_grasp(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter,
                        uint16_t item, uint32_t count);

/* The item that it would take from the machine or the ground at its pickup position; 0 for none. */
uint16_t sim_inserter_choice(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter);

/* Takes from the machine or the ground at its pickup position; 1 when something came into the hand. */
int sim_inserter_take(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter);

/* Gives what it holds to what is at its drop position, as far as that has room; 1 when something left the hand. */
int sim_inserter_give(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter);

/* 1 when the machine at the drop position would take some of what it holds. */
int sim_inserter_could_give(const sim_arena *arena, const sim_prototypes *prototypes, const sim_inserter *inserter);

/* 1 while its own fuel slots hold nothing: then it keeps what it carries when that burns. */
int sim_inserter_lacks_fuel(const sim_arena *arena, const sim_inserter *inserter);

/* Puts what it holds into its own fuel slots. */
void sim_inserter_feed_itself(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter);

#endif
