/* status.h - what an entity is doing, as a script reads it: worked out when it is asked for, not when it last had a turn. */
#ifndef NATIVE_STATUS_H
#define NATIVE_STATUS_H

#include <stdint.h>

#include "harness/standin/engine/sim.h"

/* FACTORIO_STATUS_* of the entity in the slot; 0 for one that has none. */
uint8_t native_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Statuses that were worked out for one frame, which names many entities several times: slot << 8 | status. Begins zeroed,
 * and holds as long as nothing in the arena changes. */
#define NATIVE_STATUSES_KEPT 128
typedef struct native_statuses {
    uint32_t kept[NATIVE_STATUSES_KEPT];
} native_statuses;

/* The same as native_status; of an entity that `statuses` (NULL: none are kept) knows it is not worked out again. */
uint8_t native_status_once(native_statuses *statuses, const sim_arena *arena, const sim_prototypes *prototypes,
                           uint32_t slot);

#endif
