/* Linear layers over a tile of rows. Included after lanes.h by each width's file.
 *
 * Activations stand feature by feature: value k of row r is at k * TILE_STRIDE + r, so that a vector holds the same
 * feature of LANES rows and every width of a layer is served without padding. Only rows are padded, to whole blocks.
 */

/* Rows of a tile, and of the blocks in which they are computed. The stride is off a power of two, whose columns would
 * fall on the same lines of the cache. */
enum { TILE_ROWS = 256, BLOCK_ROWS = 64, TILE_STRIDE = TILE_ROWS + 16 };

/* Outputs and vectors of rows that a block keeps in registers. */
enum { OUTPUTS = 6, DEPTH = LANES == 16 ? 4 : 2 };

/* A matrix [outs][ins] that need not be stored so: entry (o, k) is at o * out_stride + k * in_stride. */
struct matrix {
    const float *weights;
    int64_t out_stride, in_stride;
    int outs, ins;
};

INLINE void affine_block(
    const int outs, const struct matrix *by, const float *weights, const float *bias, const float *x, float *y)
{
    vec sum[OUTPUTS][DEPTH];
    for (int o = 0; o < outs; o++)
        for (int v = 0; v < DEPTH; v++)
            sum[o][v] = all(bias ? bias[o] : 0.0f);
    for (int k = 0; k < by->ins; k++, x += TILE_STRIDE, weights += by->in_stride)
#pragma GCC unroll 6
        for (int o = 0; o < outs; o++) {
            const vec weight = all(weights[o * by->out_stride]);
#pragma GCC unroll 4
            for (int v = 0; v < DEPTH; v++)
                sum[o][v] += weight * load(x + v * LANES);
        }
    for (int o = 0; o < outs; o++)
        for (int v = 0; v < DEPTH; v++)
            store(y + (int64_t)o * TILE_STRIDE + v * LANES, sum[o][v]);
}

/* y = matrix x + bias for `rows` rows, a multiple of BLOCK_ROWS; bias may be NULL. */
OUTLINE void affine(const struct matrix *by, const float *bias, const float *x, float *y, int rows)
{
    for (int row = 0; row < rows; row += LANES * DEPTH)
        for (int o = 0; o < by->outs; o += OUTPUTS) {
            const float *weights = by->weights + o * by->out_stride, *biases = bias ? bias + o : 0;
            float *to = y + (int64_t)o * TILE_STRIDE + row;
            switch (by->outs - o) { /* each count is unrolled by itself */
            case 1: affine_block(1, by, weights, biases, x + row, to); break;
            case 2: affine_block(2, by, weights, biases, x + row, to); break;
            case 3: affine_block(3, by, weights, biases, x + row, to); break;
            case 4: affine_block(4, by, weights, biases, x + row, to); break;
            case 5: affine_block(5, by, weights, biases, x + row, to); break;
            default: affine_block(OUTPUTS, by, weights, biases, x + row, to);
            }
        }
}

/* y = tanh y. A pass of its own: within the sums its constants would take the registers that they need. */
OUTLINE void squash(float *y, int outs, int rows)
{
    for (int o = 0; o < outs; o++, y += TILE_STRIDE)
        for (int row = 0; row < rows; row += LANES)
            store(y + row, tanh_of(load(y + row)));
}

/* slopes *= the slope of tanh where it gave y. */
OUTLINE void through_squash(float *slopes, const float *y, int outs, int rows)
{
    for (int o = 0; o < outs; o++, y += TILE_STRIDE, slopes += TILE_STRIDE)
        for (int row = 0; row < rows; row += LANES)
            store(slopes + row, load(slopes + row) * (1.0f - load(y + row) * load(y + row)));
}

/* Rows and columns of the block of a weight gradient: as many sums as a vector has lanes, so that one tree of additions
 * finishes them all. The slopes of a block are read again for every column of x and stay close; x comes from afar. */
enum { GRADIENT_OUTS = LANES / 2, GRADIENT_INS = 2 };

typedef float pair __attribute__((vector_size(4 * GRADIENT_INS), aligned(4), may_alias));

/* Adds what a block has summed: total[i * GRADIENT_INS + j] belongs to row i and column j, as far as they exist. */
INLINE void add_block(vec total, int rows, int columns, int64_t stride, float *to)
{
    float sums[LANES];
    store(sums, total);
    if (columns >= GRADIENT_INS)
        for (int i = 0; i < rows && i < GRADIENT_OUTS; i++)
            *(pair *)(to + i * stride) += *(const pair *)(sums + i * GRADIENT_INS);
    else
        for (int i = 0; i < rows && i < GRADIENT_OUTS; i++)
            for (int j = 0; j < columns; j++)
                to[i * stride + j] += sums[i * GRADIENT_INS + j];
}

/* bias[o] += sum over rows of slopes[o]: as many outputs at once as a vector has lanes. */
INLINE void add_bias_gradient(const float *slopes, int outs, int rows, float *bias)
{
    for (int o = 0; o < outs; o += LANES) {
        vec sum[LANES];
        for (int i = 0; i < LANES; i++) {
            const float *from = slopes + (int64_t)(o + i < outs ? o + i : outs - 1) * TILE_STRIDE;
            sum[i] = load(from);
            for (int row = LANES; row < rows; row += LANES)
                sum[i] += load(from + row);
        }
        float sums[LANES];
        store(sums, sums_of(sum));
        for (int i = 0; i < LANES && o + i < outs; i++)
            bias[o + i] += sums[i];
    }
}

/* weights[o][k] += sum over rows of slopes[o] x[k], row-major [outs][ins]; bias[o] += sum over rows of slopes[o]. Blocks
 * at the edge read up to GRADIENT_OUTS - 1 columns beyond the last, which must be memory, and drop what comes of it. */
OUTLINE void add_gradient(const float *slopes, const float *x, int outs, int ins, int rows, float *weights, float *bias)
{
    for (int o = 0; o < outs; o += GRADIENT_OUTS)
        for (int k = 0; k < ins; k += GRADIENT_INS) {
            vec sum[LANES];
#pragma GCC unroll 16
            for (int i = 0; i < LANES; i++)
                sum[i] = (vec){0};
            const float *left = slopes + (int64_t)o * TILE_STRIDE, *right = x + (int64_t)k * TILE_STRIDE;
            for (int row = 0; row < rows; row += LANES, left += LANES, right += LANES)
#pragma GCC unroll 8
                for (int i = 0; i < GRADIENT_OUTS; i++)
#pragma GCC unroll 2
                    for (int j = 0; j < GRADIENT_INS; j++)
                        sum[i * GRADIENT_INS + j] += load(left + i * TILE_STRIDE) * load(right + j * TILE_STRIDE);
            add_block(sums_of(sum), outs - o, ins - k, ins, weights + (int64_t)o * ins + k);
        }
    add_bias_gradient(slopes, outs, rows, bias);
}
