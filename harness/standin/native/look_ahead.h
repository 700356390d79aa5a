/* look_ahead.h - the memory of arenas whose turn is near.
 *
 * An arena's block is spread over dozens of cache lines, of a factory hundreds, and with many arenas they have left the
 * near caches since its last step. Asked for in time they come all at once instead of one after another. */
#ifndef NATIVE_LOOK_AHEAD_H
#define NATIVE_LOOK_AHEAD_H

#include "harness/standin/native/arenas.h"

/* 1 when that pays: with few arenas of small frames the lines are still there, and to ask for them costs up to a fifth
 * of a step. */
int native_looks_ahead(const native_arenas *arenas);

/* Asks the processor for what stepping the next arenas will read; call it before each arena's step. */
void native_look_ahead(const native_arenas *arenas, uint32_t index);

#endif
