/* Vectors of 16 floats: AVX-512. */
#include "agent/kernels/widths.h"

#if defined(__x86_64__)
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,fma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,fma")
#endif

#define LANES 16
#define NAME(pass) agent_mlp_##pass##_16

#include "agent/kernels/lanes.h"
#include "agent/kernels/layers.h"
#include "agent/kernels/objective.h"
#include "agent/kernels/passes.h"

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
