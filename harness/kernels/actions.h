/* actions.h - numbered actions and commands, checked and written as the action frames that go to a server.
 *
 * The compiled twin of `harness/envs/action_check.py` and `harness/envs/action_sets.py`, byte for byte. */
#ifndef KERNELS_ACTIONS_H
#define KERNELS_ACTIONS_H

#include <stdint.h>

#include "comm_c/frames.h"

#define ACTIONS_COMMAND_COLUMNS 9 /* an action type, then FACTORIO_PARAMETERS parameters */

/* What those actions aim at that do not walk; the numbers are those of enum judge_mask. */
enum actions_aim {
    ACTIONS_AIM_NONE = 0,
    ACTIONS_AIM_MINE = 1,  /* one action: the nearest resource; the character itself where none is in sight */
    ACTIONS_AIM_BUILD = 2  /* one for each listed ghost                                                      */
};

/* Actions that are numbers 0..count-1. */
typedef struct actions_set {
    const FactorioAction *table; /* [count] the frame of each                                                      */
    uint32_t count;
    uint32_t aim;                /* enum actions_aim                                                               */
    uint32_t aim_first;          /* the first action that aims                                                     */
    uint32_t frame_bytes;        /* of one observation frame; at least those that what is aimed at lies in         */
} actions_set;

/* Copies n numbers, so that what has been checked is what is used. Returns -1, or the first row whose number is not
 * within 0..actions-1. */
int64_t actions_check(const int64_t *given, int64_t *numbers, uint32_t n, uint32_t actions);

/* Writes the action frames of n checked numbers, which answer these observation frames. */
void actions_encode(const actions_set *set, const int64_t *numbers, const uint8_t *frames, uint32_t n,
                    FactorioAction *out);

/* Copies n commands [n][ACTIONS_COMMAND_COLUMNS], types rounded down. Returns -1, or the first row whose type is not within
 * 0..last_type or that has a parameter which is not within -largest..largest; NaN is neither. */
int64_t actions_check_commands(const double *given, double *commands, uint32_t n, double last_type, double largest);

/* Writes type and parameters of n checked commands; the rest of the action frames stays as it is. */
void actions_encode_commands(const double *commands, uint32_t n, FactorioAction *out);

#endif
