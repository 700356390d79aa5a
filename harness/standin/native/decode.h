/* decode.h - an action frame becomes commands to the engine. */
#ifndef NATIVE_DECODE_H
#define NATIVE_DECODE_H

#include "comm_c/frames.h"
#include "harness/standin/engine/sim.h"

/* Applies a MOVE or MINE to the arena's character. An action that is refused leaves the character standing still.
 * Returns FACTORIO_RESULT_*. RESET is not an action on an arena and is answered with UNKNOWN_ACTION. */
uint8_t native_decode(sim_arena *arena, const sim_prototypes *prototypes, const FactorioAction *action);

#endif
