/* The two passes over rows, tile by tile: judging and drawing, and the gradient. Included after objective.h by each
 * width's file, which names the functions.
 */
#include <string.h>

/* The scratch memory of a call, cut into its parts. */
struct tile {
    float *inputs;     /* [features][TILE_STRIDE] */
    float *activated;  /* [layers][hidden][TILE_STRIDE] */
    float *slopes[2];  /* [hidden][TILE_STRIDE], of a layer and of the one before it */
    float *head, *head_bias; /* [actions + 1][hidden], [actions + 1]: both heads in one piece */
    struct columns columns;
};

static float *cut(float **rest, int64_t columns)
{
    float *part = *rest;
    *rest += columns * TILE_STRIDE;
    return part;
}

/* Floats of a line of the cache: columns begin with one, so that no vector lies across two. */
enum { SCRATCH_ALIGNMENT = 16 };

/* The parts of the scratch memory; agent_mlp_scratch() counts the same. */
static struct tile tile_in(const struct agent_mlp *shape, float *scratch)
{
    struct tile tile;
    const uintptr_t off = (uintptr_t)scratch / sizeof *scratch % SCRATCH_ALIGNMENT;
    float *rest = scratch + (off ? SCRATCH_ALIGNMENT - off : 0);
    tile.inputs = cut(&rest, shape->features);
    tile.activated = cut(&rest, (int64_t)shape->layers * shape->hidden);
    tile.slopes[0] = cut(&rest, shape->hidden);
    tile.slopes[1] = cut(&rest, shape->hidden);
    tile.columns.logits = cut(&rest, shape->actions + 1);
    tile.columns.slopes = cut(&rest, shape->actions + 1);
    tile.columns.allowed = (uint32_t *)cut(&rest, shape->actions);
    tile.columns.clone = cut(&rest, shape->actions);
    float **singles[] = {&tile.columns.taken,   &tile.columns.log_probs, &tile.columns.advantages,
                         &tile.columns.returns, &tile.columns.values,    &tile.columns.weights};
    for (unsigned i = 0; i < sizeof singles / sizeof *singles; i++)
        *singles[i] = cut(&rest, 1);
    tile.head = rest;
    tile.head_bias = rest + (int64_t)(shape->actions + 1) * shape->hidden;
    return tile;
}

/* Where a hidden layer's weights begin; with layer = layers, those of the actions' head. */
static int64_t layer_offset(const struct agent_mlp *shape, int layer)
{
    const int64_t first = (int64_t)(shape->features + 1) * shape->hidden;
    return layer == 0 ? 0 : first + (int64_t)(layer - 1) * (shape->hidden + 1) * shape->hidden;
}

static int inputs_of(const struct agent_mlp *shape, int layer) { return layer == 0 ? shape->features : shape->hidden; }

/* Both heads as one matrix: torch keeps the actions' bias between them. */
static void join_heads(const struct agent_mlp *shape, const float *parameters, struct tile *tile)
{
    const int64_t hidden = shape->hidden, actions = shape->actions;
    const float *head = parameters + layer_offset(shape, shape->layers);
    memcpy(tile->head, head, (size_t)(actions * hidden) * sizeof *head);
    memcpy(tile->head_bias, head + actions * hidden, (size_t)actions * sizeof *head);
    memcpy(tile->head + actions * hidden, head + actions * hidden + actions, (size_t)hidden * sizeof *head);
    tile->head_bias[actions] = head[actions * hidden + actions + hidden];
}

/* Rows of a tile that are computed when `count` are there. */
static int padded(int count) { return (count + BLOCK_ROWS - 1) / BLOCK_ROWS * BLOCK_ROWS; }

INLINE void enter_features(const struct agent_mlp *shape, const float *features, int row, float *inputs)
{
    for (int k = 0; k < shape->features; k++)
        inputs[(int64_t)k * TILE_STRIDE + row] = features[k];
}

INLINE void enter_mask(const struct agent_mlp *shape, const uint8_t *mask, int row, uint32_t *allowed)
{
    for (int a = 0; a < shape->actions; a++)
        allowed[(int64_t)a * TILE_STRIDE + row] = mask[a] ? UINT32_MAX : 0;
}

/* Rows that fill the last block see nothing, may do anything, and weigh nothing. */
static void fill_up(const struct agent_mlp *shape, struct tile *tile, int count)
{
    struct columns *columns = &tile->columns;
    for (int row = count; row < padded(count); row++) {
        for (int k = 0; k < shape->features; k++)
            tile->inputs[(int64_t)k * TILE_STRIDE + row] = 0;
        for (int a = 0; a < shape->actions; a++) {
            columns->allowed[(int64_t)a * TILE_STRIDE + row] = UINT32_MAX;
            columns->clone[(int64_t)a * TILE_STRIDE + row] = 0;
        }
        columns->taken[row] = columns->log_probs[row] = columns->advantages[row] = 0;
        columns->returns[row] = columns->values[row] = columns->weights[row] = 0;
    }
}

OUTLINE void forward(const struct agent_mlp *shape, const float *parameters, struct tile *tile, int rows)
{
    const float *x = tile->inputs;
    for (int layer = 0; layer < shape->layers; layer++) {
        const int ins = inputs_of(shape, layer);
        const struct matrix by = {parameters + layer_offset(shape, layer), ins, 1, shape->hidden, ins};
        float *y = tile->activated + (int64_t)layer * shape->hidden * TILE_STRIDE;
        affine(&by, by.weights + (int64_t)ins * shape->hidden, x, y, rows);
        squash(y, shape->hidden, rows);
        x = y;
    }
    const struct matrix heads = {tile->head, shape->hidden, 1, shape->actions + 1, shape->hidden};
    affine(&heads, tile->head_bias, x, tile->columns.logits, rows);
}

/* Slopes flow from the heads to the first layer; every layer leaves its weights' gradient. */
OUTLINE void backward(
    const struct agent_mlp *shape, const float *parameters, const struct tile *tile, int rows, float *gradient)
{
    const int hidden = shape->hidden, actions = shape->actions;
    const float *last = tile->activated + (int64_t)(shape->layers - 1) * hidden * TILE_STRIDE;
    float *head = gradient + layer_offset(shape, shape->layers), *slopes = tile->slopes[0], *below = tile->slopes[1];
    float *value = head + (int64_t)actions * hidden + actions;
    add_gradient(tile->columns.slopes, last, actions, hidden, rows, head, head + (int64_t)actions * hidden);
    add_gradient(at(tile->columns.slopes, actions, 0), last, 1, hidden, rows, value, value + hidden);
    const struct matrix heads = {tile->head, 1, hidden, hidden, actions + 1};
    affine(&heads, 0, tile->columns.slopes, slopes, rows);
    through_squash(slopes, last, hidden, rows);
    for (int layer = shape->layers - 1; layer >= 0; layer--) {
        const int ins = inputs_of(shape, layer);
        const float *weights = parameters + layer_offset(shape, layer);
        const float *x = layer ? tile->activated + (int64_t)(layer - 1) * hidden * TILE_STRIDE : tile->inputs;
        float *to = gradient + layer_offset(shape, layer);
        add_gradient(slopes, x, hidden, ins, rows, to, to + (int64_t)ins * hidden);
        if (layer == 0)
            break;
        const struct matrix back = {weights, 1, ins, ins, hidden};
        affine(&back, 0, slopes, below, rows);
        through_squash(below, x, ins, rows);
        float *other = slopes;
        slopes = below;
        below = other;
    }
}

/* Rows that are asked for ahead: a minibatch is drawn from all of a rollout, and each of its rows is far away. */
enum { ROWS_AHEAD = 8, LINE_FLOATS = 16 };

INLINE void ask_for(const struct agent_mlp *shape, const struct agent_mlp_rows *rows, int64_t row)
{
    const float *features = rows->features + row * shape->features;
    for (int k = 0; k < shape->features; k += LINE_FLOATS)
        __builtin_prefetch(features + k);
    __builtin_prefetch(features + shape->features - 1);
    __builtin_prefetch(rows->masks + row * shape->actions);
    __builtin_prefetch(rows->taken + row);
    __builtin_prefetch(rows->log_probs + row);
    __builtin_prefetch(rows->advantages + row);
    __builtin_prefetch(rows->returns + row);
    __builtin_prefetch(rows->values + row);
}

/* Enters the first `count` rows of what is left of a minibatch into a tile. */
OUTLINE void enter_rows(
    const struct agent_mlp *shape, const struct agent_mlp_rows *rows, const int64_t *index, int count, int64_t left,
    int with_clone, struct tile *tile)
{
    struct columns *columns = &tile->columns;
    for (int row = 0; row < count; row++) {
        const int64_t from = index[row];
        if (row + ROWS_AHEAD < left)
            ask_for(shape, rows, index[row + ROWS_AHEAD]);
        enter_features(shape, rows->features + from * shape->features, row, tile->inputs);
        enter_mask(shape, rows->masks + from * shape->actions, row, columns->allowed);
        columns->taken[row] = (float)rows->taken[from];
        columns->log_probs[row] = rows->log_probs[from];
        columns->advantages[row] = rows->advantages[from];
        columns->returns[row] = rows->returns[from];
        columns->values[row] = rows->values[from];
        columns->weights[row] = 1;
        for (int a = 0; with_clone && a < shape->actions; a++)
            columns->clone[(int64_t)a * TILE_STRIDE + row] = rows->clone_log_probs[from * shape->actions + a];
    }
    fill_up(shape, tile, count);
}

static void add_terms(struct agent_mlp_sums *sums, const struct terms *terms)
{
    sums->policy_loss += sum_of(terms->policy_loss);
    sums->value_loss += sum_of(terms->value_loss);
    sums->entropy += sum_of(terms->entropy);
    sums->approximate_kl += sum_of(terms->approximate_kl);
    sums->clipped += sum_of(terms->clipped);
    sums->clone_kl += sum_of(terms->clone_kl);
}

/* agent_mlp_gradient() for this width. */
void NAME(gradient)(
    const struct agent_mlp *shape, const float *parameters, const struct agent_mlp_rows *rows, const int64_t *index,
    int64_t count, const struct agent_mlp_objective *objective, float *gradient, struct agent_mlp_sums *sums,
    float *scratch)
{
    struct tile tile = tile_in(shape, scratch);
    const float share = 1.0f / (float)objective->count;
    join_heads(shape, parameters, &tile);
    for (int64_t first = 0; first < count; first += TILE_ROWS) {
        const int there = (int)(count - first < TILE_ROWS ? count - first : TILE_ROWS), computed = padded(there);
        struct terms terms = {0};
        enter_rows(shape, rows, index + first, there, count - first, objective->clone != 0, &tile);
        forward(shape, parameters, &tile, computed);
        for (int row = 0; row < computed; row += LANES)
            judge(&tile.columns, shape->actions, row, objective, share, &terms);
        add_terms(sums, &terms);
        backward(shape, parameters, &tile, computed, gradient);
    }
}

/* Turns a tile's logits into log probabilities, draws, and hands the results out. */
OUTLINE void choose(
    const struct agent_mlp *shape, const struct tile *tile, int count, const float *uniform, int64_t *taken,
    float *log_probs, float *all_log_probs, float *values)
{
    const struct columns *columns = &tile->columns;
    for (int row = 0; row < padded(count); row += LANES) {
        vec action, log_prob;
        normalize(columns, shape->actions, row);
        if (!uniform)
            continue;
        draw(columns, shape->actions, row, load(columns->weights + row), &action, &log_prob);
        store(columns->taken + row, action);
        store(columns->log_probs + row, log_prob);
    }
    for (int row = 0; row < count; row++) {
        values[row] = *at(columns->logits, shape->actions, row);
        if (uniform) {
            taken[row] = (int64_t)columns->taken[row];
            log_probs[row] = columns->log_probs[row];
        }
        for (int a = 0; all_log_probs && a < shape->actions; a++)
            all_log_probs[(int64_t)row * shape->actions + a] = *at(columns->logits, a, row);
    }
}

/* agent_mlp_act() for this width. The weights' column holds the uniform numbers. */
void NAME(act)(
    const struct agent_mlp *shape, const float *parameters, int64_t count, const float *features, const uint8_t *masks,
    const float *uniform, int64_t *taken, float *log_probs, float *all_log_probs, float *values, float *scratch)
{
    struct tile tile = tile_in(shape, scratch);
    join_heads(shape, parameters, &tile);
    for (int64_t first = 0; first < count; first += TILE_ROWS) {
        const int there = (int)(count - first < TILE_ROWS ? count - first : TILE_ROWS);
        for (int row = 0; row < there; row++) {
            enter_features(shape, features + (first + row) * shape->features, row, tile.inputs);
            enter_mask(shape, masks + (first + row) * shape->actions, row, tile.columns.allowed);
            tile.columns.weights[row] = uniform ? uniform[first + row] : 0;
        }
        fill_up(shape, &tile, there);
        forward(shape, parameters, &tile, padded(there));
        choose(
            shape, &tile, there, uniform, taken ? taken + first : 0, log_probs ? log_probs + first : 0,
            all_log_probs ? all_log_probs + first * shape->actions : 0, values + first);
    }
}
