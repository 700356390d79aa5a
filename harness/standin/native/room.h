/* room.h - how much a scene may grow while it is played: the native door makes its arenas' blocks once. */
#ifndef NATIVE_ROOM_H
#define NATIVE_ROOM_H

#include <stdint.h>

#include "harness/standin/engine/sim.h"

/* The scene's config with room for what can be built and what can happen in an episode that is seen through frames of
 * that kind: none for movement and mining frames, a factory for the others. */
sim_arena_config native_roomy_config(const sim_arena *scene, uint32_t frame_kind);

#endif
