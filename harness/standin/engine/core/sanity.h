/* sanity.h - what the sanity sweep reports: which object, where, and the expression that failed. */
#ifndef SIM_SANITY_H
#define SIM_SANITY_H

#include <stdint.h>

#include "harness/standin/engine/core/fixed.h"

typedef struct sim_fault {
    const char *object;     /* kind of object: "arena", "entity", "character"...   */
    uint32_t index;         /* its slot                                            */
    sim_position position;  /* 0, 0 where it has none                              */
    const char *expression; /* source text of the condition that does not hold     */
} sim_fault;

/* Notes the fault and returns 0. */
int sim_fault_set(sim_fault *fault, const char *object, uint32_t index, sim_position position,
                  const char *expression);

#define SIM_EXPECT(fault, object, index, position, expression)                                                       \
    do {                                                                                                             \
        if (!(expression)) {                                                                                         \
            return sim_fault_set(fault, object, index, position, #expression);                                       \
        }                                                                                                            \
    } while (0)

#endif
