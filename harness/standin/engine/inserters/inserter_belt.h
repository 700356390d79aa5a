/* inserter_belt.h - taking from a belt: the hand follows one item until it has it.
 *
 * It takes the lane nearer to the inserter before the other, the left one where both are equally near or the belt
 * turns, and there the item farthest upstream. The choice stays until the item leaves the belt entity. Measured:
 * FactorioGym, docs/sim-logistics.md, "Inserter belt pickup", rules 4 and 5. */
#ifndef SIM_INSERTER_BELT_H
#define SIM_INSERTER_BELT_H

#include "harness/standin/engine/inserters/inserter.h"

enum sim_inserter_chase {
    SIM_INSERTER_CHASE_NONE = 0, /* nothing to take: to the pickup position                                        */
    SIM_INSERTER_CHASE_ITEM = 1, /* the arm aims at the item                                                       */
    SIM_INSERTER_CHASE_LOST = 2  /* the item is gone while the hand was over the belt: the arm stands for a tick   */
};

/* Chooses or follows an item on the belt at the pickup position, and aims the arm at it. */
enum sim_inserter_chase sim_inserter_belt_chase(const sim_arena *arena, const sim_prototypes *prototypes,
                                                sim_inserter *inserter);

/* Takes the chased item, which the hand has reached; 0 when it is gone. */
int sim_inserter_belt_take(sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter);

/* 1 when nothing that it wants lies anywhere on the line of belts that the pickup position is part of: then an inserter
 * that waits there dozes, and its burner stays as it is. Electric ones may doze whenever their own belt offers nothing,
 * which shows nowhere. */
int sim_inserter_belt_may_doze(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter);

/* 1 when the item that the hand follows lies still, on a line that sleeps: it does so until there are news. */
int sim_inserter_belt_item_rests(const sim_arena *arena, const sim_prototypes *prototypes,
                                 const sim_inserter *inserter);

/* Ticks in which an inserter that dozes certainly does not wake, as long as nobody else changes anything: none that it
 * wants can come to its belt in time. Fewer than there may be; 0 where that is not known. */
uint32_t sim_inserter_belt_quiet_ticks(const sim_arena *arena, const sim_prototypes *prototypes,
                                       sim_inserter *inserter);

/* Ticks in which one that swings to its belt with an empty hand, following nothing, surely finds nothing to follow. */
uint32_t sim_inserter_belt_bare_ticks(const sim_arena *arena, const sim_prototypes *prototypes,
                                      sim_inserter *inserter);

/* 1 when an inserter that dozes wakes. What lies on its own belt it sees at once; it learns in the next tick of what
 * another inserter put elsewhere on an empty line. */
int sim_inserter_belt_wakes(const sim_arena *arena, const sim_prototypes *prototypes, sim_inserter *inserter);

#endif
