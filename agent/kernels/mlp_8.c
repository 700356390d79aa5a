/* Vectors of 8 floats, with multiply and add in one: AVX2. */
#include "agent/kernels/widths.h"

#if defined(__x86_64__)
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#define LANES 8
#define NAME(pass) agent_mlp_##pass##_8

#include "agent/kernels/lanes.h"
#include "agent/kernels/layers.h"
#include "agent/kernels/objective.h"
#include "agent/kernels/passes.h"

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
