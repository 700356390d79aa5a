/* craft_queue.h - the entries of a queue of crafts: what a request holds, and how entries go. For hand_crafting.c. */
#ifndef SIM_CRAFT_QUEUE_H
#define SIM_CRAFT_QUEUE_H

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/hand_crafting.h"

static inline sim_craft *sim_craft_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_CRAFT, sim_craft, record);
}

/* Puts into the character's inventory, and the rest on the ground. */
void sim_craft_hand_over(sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character,
                         uint16_t item, uint32_t count);

/* Units of the item that the entries of a request take beyond what its prerequisites give. */
int64_t sim_craft_needed_by(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t request, uint16_t item);

/* Takes the record out of its character's queue; the next one is crafted then. */
void sim_craft_drop(sim_arena *arena, sim_character *character, uint32_t record);

/* The character's queue goes on, whether or not there is room now. */
void sim_craft_stop_waiting(sim_arena *arena, sim_character *character);

#endif
