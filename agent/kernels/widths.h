/* The passes for each width of vectors; their contracts are those of agent_mlp_act() and agent_mlp_gradient(). */
#ifndef AGENT_MLP_WIDTHS_H
#define AGENT_MLP_WIDTHS_H

#include "agent/kernels/mlp.h"

#define DECLARE_WIDTH(width)                                                                                          \
    void agent_mlp_act_##width(                                                                                        \
        const struct agent_mlp *shape, const float *parameters, int64_t count, const float *features,                  \
        const uint8_t *masks, const float *uniform, int64_t *taken, float *log_probs, float *all_log_probs,            \
        float *values, float *scratch);                                                                                \
    void agent_mlp_gradient_##width(                                                                                   \
        const struct agent_mlp *shape, const float *parameters, const struct agent_mlp_rows *rows,                     \
        const int64_t *index, int64_t count, const struct agent_mlp_objective *objective, float *gradient,             \
        struct agent_mlp_sums *sums, float *scratch)

DECLARE_WIDTH(4);
#if defined(__x86_64__)
DECLARE_WIDTH(8);
DECLARE_WIDTH(16);
#endif

#endif
