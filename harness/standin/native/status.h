/* status.h - what an entity is doing, as a script reads it: worked out when it is asked for, not when it last had a turn. */
#ifndef NATIVE_STATUS_H
#define NATIVE_STATUS_H

#include <stdint.h>

#include "harness/standin/engine/sim.h"

/* FACTORIO_STATUS_* of the entity in the slot; 0 for one that has none. */
uint8_t native_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
