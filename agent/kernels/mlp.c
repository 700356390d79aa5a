#include "agent/kernels/mlp.h"

#include "agent/kernels/widths.h"

/* Columns of 256 + 16 rows that a tile has beside inputs and layers, as passes.h cuts them. */
enum { TILE_COLUMN = 256 + 16, SINGLE_COLUMNS = 6, ALIGNMENT = 16 };

int32_t agent_mlp_lanes(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
        return 16;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return 8;
#endif
    return 4;
}

int64_t agent_mlp_parameters(const struct agent_mlp *shape)
{
    const int64_t hidden = shape->hidden;
    return (shape->features + 1) * hidden + (shape->layers - 1) * (hidden + 1) * hidden +
           (shape->actions + 1) * (hidden + 1);
}

int64_t agent_mlp_scratch(const struct agent_mlp *shape)
{
    const int64_t hidden = shape->hidden, actions = shape->actions;
    const int64_t columns =
        shape->features + (shape->layers + 2) * hidden + 2 * (actions + 1) + 2 * actions + SINGLE_COLUMNS;
    return columns * TILE_COLUMN + (actions + 1) * (hidden + 1) + ALIGNMENT;
}

void agent_mlp_act(
    const struct agent_mlp *shape, const float *parameters, int64_t count, const float *features, const uint8_t *masks,
    const float *uniform, int64_t *taken, float *log_probs, float *all_log_probs, float *values, float *scratch)
{
    switch (shape->lanes) {
#if defined(__x86_64__)
    case 16:
        agent_mlp_act_16(
            shape, parameters, count, features, masks, uniform, taken, log_probs, all_log_probs, values, scratch);
        break;
    case 8:
        agent_mlp_act_8(
            shape, parameters, count, features, masks, uniform, taken, log_probs, all_log_probs, values, scratch);
        break;
#endif
    default:
        agent_mlp_act_4(
            shape, parameters, count, features, masks, uniform, taken, log_probs, all_log_probs, values, scratch);
    }
}

void agent_mlp_gradient(
    const struct agent_mlp *shape, const float *parameters, const struct agent_mlp_rows *rows, const int64_t *index,
    int64_t count, const struct agent_mlp_objective *objective, float *gradient, struct agent_mlp_sums *sums,
    float *scratch)
{
    switch (shape->lanes) {
#if defined(__x86_64__)
    case 16:
        agent_mlp_gradient_16(shape, parameters, rows, index, count, objective, gradient, sums, scratch);
        break;
    case 8:
        agent_mlp_gradient_8(shape, parameters, rows, index, count, objective, gradient, sums, scratch);
        break;
#endif
    default:
        agent_mlp_gradient_4(shape, parameters, rows, index, count, objective, gradient, sums, scratch);
    }
}
