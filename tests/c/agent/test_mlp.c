/* The compiled network: its slopes are those of its loss, whatever the width of vectors, and no byte outside its memory
 * is touched.
 *
 * sources: agent/kernels/mlp*.c
 */
#include "agent/kernels/mlp.h"
#include "tests/c/kit.h"

enum { ROWS = 70, FEATURES = 5, ACTIONS = 4 };

/* A shape, rows and parameters drawn for it; every block is as long as it must be, so that a sanitizer sees a step too
 * far. */
struct world {
    struct agent_mlp shape;
    struct agent_mlp_rows rows;
    struct agent_mlp_objective objective;
    float *parameters, *scratch;
    int64_t index[ROWS];
};

static uint32_t state = 1;

/* In -1..1. */
static float noise(void)
{
    state = state * 1664525u + 1013904223u;
    return (float)(state >> 8) / (float)(1 << 23) - 1;
}

static float *drawn(int64_t count)
{
    float *made = malloc((size_t)count * sizeof *made);
    for (int64_t i = 0; i < count; i++)
        made[i] = noise();
    return made;
}

static struct world make(int lanes, int layers)
{
    struct world w = {.shape = {FEATURES, 7, layers, ACTIONS, lanes},
                      .objective = {ROWS, 0.2f, 0.3f, 0.5f, 0.01f, 0.1f}};
    uint8_t *masks = malloc(ROWS * ACTIONS);
    int64_t *taken = malloc(ROWS * sizeof *taken);
    float *log_probs = drawn(ROWS), *clone = drawn(ROWS * ACTIONS);
    state = 7;
    for (int row = 0; row < ROWS; row++) {
        for (int a = 0; a < ACTIONS; a++) {
            masks[row * ACTIONS + a] = a == row % ACTIONS || noise() > 0;
            clone[row * ACTIONS + a] -= 2;
        }
        taken[row] = row % ACTIONS;
        log_probs[row] -= 1.4f;
        w.index[row] = ROWS - 1 - row;
    }
    w.rows = (struct agent_mlp_rows){drawn(ROWS * FEATURES), masks, taken, log_probs, drawn(ROWS), drawn(ROWS),
                                     drawn(ROWS), clone};
    w.parameters = drawn(agent_mlp_parameters(&w.shape));
    w.scratch = malloc((size_t)agent_mlp_scratch(&w.shape) * sizeof *w.scratch);
    return w;
}

static void drop(struct world *w)
{
    const float *floats[] = {w->rows.features, w->rows.log_probs, w->rows.advantages,      w->rows.returns,
                             w->rows.values,   w->parameters,     w->rows.clone_log_probs, w->scratch};
    for (unsigned i = 0; i < sizeof floats / sizeof *floats; i++)
        free((void *)floats[i]);
    free((void *)w->rows.masks);
    free((void *)w->rows.taken);
}

static struct agent_mlp_sums descend(struct world *w, float *gradient)
{
    struct agent_mlp_sums sums = {0};
    memset(gradient, 0, (size_t)agent_mlp_parameters(&w->shape) * sizeof *gradient);
    agent_mlp_gradient(
        &w->shape, w->parameters, &w->rows, w->index, ROWS, &w->objective, gradient, &sums, w->scratch);
    return sums;
}

static double loss_of(const struct agent_mlp_objective *by, const struct agent_mlp_sums *sums)
{
    return (sums->policy_loss + (double)by->value * sums->value_loss - (double)by->entropy * sums->entropy +
            (double)by->clone * sums->clone_kl) / ROWS;
}

static const int widths[] = {4, 8, 16};

TEST(slopes_are_those_of_the_loss)
{
    for (int i = 0; i < 3 && widths[i] <= agent_mlp_lanes(); i++) {
        struct world w = make(widths[i], 2);
        const int64_t count = agent_mlp_parameters(&w.shape);
        float *gradient = malloc((size_t)count * sizeof *gradient), *unused = malloc((size_t)count * sizeof *unused);
        descend(&w, gradient);
        const float step = 1.0f / 256;
        for (int64_t p = 0; p < count; p++) {
            const float kept = w.parameters[p];
            w.parameters[p] = kept + step;
            struct agent_mlp_sums above = descend(&w, unused);
            w.parameters[p] = kept - step;
            struct agent_mlp_sums below = descend(&w, unused);
            w.parameters[p] = kept;
            const double slope = (loss_of(&w.objective, &above) - loss_of(&w.objective, &below)) / (2 * (double)step);
            CHECK(fabs(slope - (double)gradient[p]) < 0.02); /* a row may cross the clip in between */
        }
        free(gradient);
        free(unused);
        drop(&w);
    }
}

TEST(every_width_gives_the_same)
{
    for (int layers = 1; layers <= 3; layers++) {
        struct world narrow = make(4, layers), wide = make(agent_mlp_lanes(), layers);
        const int64_t count = agent_mlp_parameters(&narrow.shape);
        memcpy(wide.parameters, narrow.parameters, (size_t)count * sizeof(float));
        const struct agent_mlp_rows own = wide.rows;
        wide.rows = narrow.rows;
        float *one = malloc((size_t)count * sizeof *one), *other = malloc((size_t)count * sizeof *other);
        const struct agent_mlp_sums a = descend(&narrow, one), b = descend(&wide, other);
        CHECK(fabs(a.policy_loss - b.policy_loss) < 1e-4 && fabs(a.entropy - b.entropy) < 1e-4);
        for (int64_t p = 0; p < count; p++)
            CHECK(fabs((double)one[p] - (double)other[p]) < 1e-5);
        free(one);
        free(other);
        wide.rows = own;
        drop(&wide);
        drop(&narrow);
    }
}

TEST(a_draw_is_allowed_and_by_the_cumulative_probability)
{
    for (int i = 0; i < 3 && widths[i] <= agent_mlp_lanes(); i++) {
        struct world w = make(widths[i], 1);
        float uniform[ROWS], log_probs[ROWS], every[ROWS * ACTIONS], values[ROWS];
        int64_t taken[ROWS];
        for (int row = 0; row < ROWS; row++)
            uniform[row] = row % 2 ? 1 - 0x1p-24f : 0;
        agent_mlp_act(
            &w.shape, w.parameters, ROWS, w.rows.features, w.rows.masks, uniform, taken, log_probs, every, values,
            w.scratch);
        for (int row = 0; row < ROWS; row++) {
            int64_t first = ACTIONS, last = 0;
            for (int64_t a = 0; a < ACTIONS; a++)
                if (w.rows.masks[row * ACTIONS + a]) {
                    first = a < first ? a : first;
                    last = a;
                }
            CHECK(taken[row] == (row % 2 ? last : first));
            CHECK(log_probs[row] == every[row * ACTIONS + taken[row]]);
        }
        drop(&w);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(slopes_are_those_of_the_loss);
    RUN(every_width_gives_the_same);
    RUN(a_draw_is_allowed_and_by_the_cumulative_probability);
    return kit_end();
}
