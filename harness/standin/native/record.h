/* record.h - what the native door keeps beside an arena's block: the episode and what the next frame says of the step. */
#ifndef NATIVE_RECORD_H
#define NATIVE_RECORD_H

#include <stdint.h>

#include "harness/standin/engine/sim.h"

#define NATIVE_CHARACTER 0 /* an arena of the native door is played by its first character */

/* Without padding, so that equal records are equal bytes. */
typedef struct native_record {
    uint64_t seed;
    uint64_t command_id;        /* of the action that the frame answers                                          */
    uint64_t reset_tick;        /* arena tick of the last reset                                                  */
    double walked_tiles;        /* sum of the lengths of the steps' displacements since the reset                */
    sim_position goal;          /* 0, 0 where the scenario has none                                              */
    sim_position position;      /* where the character stood after the last step, or stood last                  */
    sim_position displacement;  /* of the last step                                                              */
    uint32_t scene;             /* the scene of the pool that the arena was made from                            */
    uint32_t mined_total;       /* products of mining since the reset (account.h)                                */
    uint8_t has_goal;
    uint8_t is_reset;           /* 1: the frame answers a RESET                                                  */
    uint8_t action_result;      /* FACTORIO_RESULT_*                                                             */
    uint8_t blocked_ticks;      /* of the last step, up to 255                                                   */
    uint16_t mined_prototype;   /* entity whose products are counted while it is mined, 0 for none               */
    uint16_t mined_item;        /* the item where that lies on the ground                                        */
} native_record;

#endif
