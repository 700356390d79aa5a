/* tasks.h - the rewards and the success of every task, for some rows of an environment. */
#ifndef KERNELS_TASKS_H
#define KERNELS_TASKS_H

#include "harness/kernels/judge.h"

/* Writes reward and success of the rows first .. first + count - 1, whose frames begin at `frames`, and remembers what the
 * next step compares with. */
void tasks_score(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                 uint8_t *success);

#endif
