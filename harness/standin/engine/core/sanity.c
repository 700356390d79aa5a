#include "harness/standin/engine/core/sanity.h"

int sim_fault_set(sim_fault *fault, const char *object, uint32_t index, sim_position position,
                  const char *expression)
{
    fault->object = object;
    fault->index = index;
    fault->position = position;
    fault->expression = expression;
    return 0;
}
