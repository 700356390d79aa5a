/* Vectors of 4 floats: what every 64-bit processor has. */
#include "agent/kernels/widths.h"

#define LANES 4
#define NAME(pass) agent_mlp_##pass##_4

#include "agent/kernels/lanes.h"
#include "agent/kernels/layers.h"
#include "agent/kernels/objective.h"
#include "agent/kernels/passes.h"
