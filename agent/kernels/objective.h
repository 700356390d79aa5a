/* What is done with logits: probabilities, draws, the loss of PPO and its slopes. Included after layers.h by each
 * width's file. A tile's columns stand feature by feature, as activations do.
 */

/* Of a tile: what a row brings beside its features. Rows that only fill a block have weight 0. */
struct columns {
    float *logits;     /* [actions + 1][TILE_STRIDE]: the last is the value */
    float *slopes;     /* the same layout: of the loss with regard to logits and value */
    uint32_t *allowed; /* [actions][TILE_STRIDE], all ones or all zeros */
    float *clone;      /* [actions][TILE_STRIDE] log probabilities */
    float *taken, *log_probs, *advantages, *returns, *values, *weights; /* [TILE_STRIDE] each */
};

#define FORBIDDEN (-1e9f) /* logit of a forbidden action, as in agent/policies/masked.py */

INLINE bits allowed_at(const struct columns *tile, int action, int row)
{
    return load_bits(tile->allowed + (int64_t)action * TILE_STRIDE + row);
}

INLINE float *at(float *columns, int action, int row) { return columns + (int64_t)action * TILE_STRIDE + row; }

/* Turns logits of LANES rows into log probabilities, in place: log softmax over the allowed actions. */
INLINE void normalize(const struct columns *tile, int actions, int row)
{
    vec largest = all(FORBIDDEN), sum = {0};
    for (int a = 0; a < actions; a++) {
        const vec logit = either(allowed_at(tile, a, row), load(at(tile->logits, a, row)), all(FORBIDDEN));
        store(at(tile->logits, a, row), logit);
        largest = either((bits)(largest > logit), largest, logit); /* keeps what is not a number */
    }
    for (int a = 0; a < actions; a++) {
        const vec raised = exp_of(load(at(tile->logits, a, row)) - largest);
        sum += either(allowed_at(tile, a, row), raised, (vec){0});
    }
    const vec offset = largest + log_of(sum);
    for (int a = 0; a < actions; a++)
        store(at(tile->logits, a, row), load(at(tile->logits, a, row)) - offset);
}

/* Probability of an action in LANES normalised rows; exactly 0 for a forbidden one. */
INLINE vec probability(const struct columns *tile, int action, int row)
{
    return either(allowed_at(tile, action, row), exp_of(load(at(tile->logits, action, row))), (vec){0});
}

/* The first action whose cumulative probability exceeds `uniform`; the last allowed one where rounding leaves none. */
INLINE void draw(const struct columns *tile, int actions, int row, vec uniform, vec *taken, vec *log_prob)
{
    vec cumulative = {0};
    bits decided = {0};
    *taken = *log_prob = (vec){0};
    for (int a = 0; a < actions; a++) {
        const bits allowed = allowed_at(tile, a, row), open = allowed & ~decided;
        *taken = either(open, all((float)a), *taken);
        *log_prob = either(open, load(at(tile->logits, a, row)), *log_prob);
        cumulative += probability(tile, a, row);
        decided |= allowed & (bits)(cumulative > uniform);
    }
}

/* Sums of a tile's terms, a lane each. */
struct terms {
    vec policy_loss, value_loss, entropy, approximate_kl, clipped, clone_kl;
};

/* Entropy of LANES normalised rows, log probability of the actions taken, and distance to the clone where it counts. */
INLINE void describe(
    const struct columns *tile, int actions, int row, int with_clone, vec *entropy, vec *log_prob, vec *clone_kl)
{
    const vec taken = load(tile->taken + row);
    *entropy = *log_prob = *clone_kl = (vec){0};
    for (int a = 0; a < actions; a++) {
        const vec log_p = load(at(tile->logits, a, row)), p = probability(tile, a, row);
        *entropy -= p * log_p;
        *log_prob += either((bits)(taken == all((float)a)), log_p, (vec){0});
        if (with_clone)
            *clone_kl += p * (log_p - load(at(tile->clone, a, row)));
    }
}

/* The clipped surrogate: its slope with regard to the log probability of the action taken. Where the ratio has left
 * 1 +- clip and the clipped term is the smaller one, it is 0. */
INLINE vec surrogate_slope(vec log_ratio, vec advantage, float clip, vec weight, struct terms *sums)
{
    const vec ratio = exp_of(log_ratio);
    const vec held = at_least(at_most(ratio, all(1 + clip)), all(1 - clip));
    const vec gain = ratio * advantage, held_gain = held * advantage;
    const bits is_held = (bits)(held_gain < gain);
    const vec off = ratio - 1.0f;
    sums->policy_loss -= weight * either(is_held, held_gain, gain);
    sums->approximate_kl += weight * (off - log_ratio);
    sums->clipped += either((bits)(off > all(clip)) | (bits)(-off > all(clip)), weight, (vec){0});
    return either(is_held, (vec){0}, -gain * weight);
}

/* Half the squared error, or the larger one of it and that of the value held near the old one: its slope. */
INLINE vec value_slope(vec value, vec old, vec target, float clip, vec weight, struct terms *sums)
{
    const vec miss = value - target;
    if (clip < 0) {
        sums->value_loss += 0.5f * weight * miss * miss;
        return weight * miss;
    }
    const vec move = at_least(at_most(value - old, all(clip)), all(-clip)), held_miss = old + move - target;
    const bits is_held = (bits)(held_miss * held_miss > miss * miss);
    const bits is_free = (bits)(move == value - old);
    const vec larger = either(is_held, held_miss, miss);
    sums->value_loss += 0.5f * weight * larger * larger;
    return weight * either(is_held & ~is_free, (vec){0}, larger);
}

/* Slopes of the loss of LANES rows; the terms of the rows are added to `sums`. `share` is one over the rows that the
 * loss is the mean of. */
INLINE void judge(
    const struct columns *tile, int actions, int row, const struct agent_mlp_objective *objective, float share,
    struct terms *sums)
{
    const int with_clone = objective->clone != 0;
    const vec weight = load(tile->weights + row);
    vec entropy, log_prob, clone_kl;
    normalize(tile, actions, row);
    describe(tile, actions, row, with_clone, &entropy, &log_prob, &clone_kl);
    sums->entropy += weight * entropy;
    sums->clone_kl += weight * clone_kl;
    const vec for_taken = surrogate_slope(
        log_prob - load(tile->log_probs + row), load(tile->advantages + row), objective->clip, weight, sums);
    const vec for_value = value_slope(
        load(at(tile->logits, actions, row)), load(tile->values + row), load(tile->returns + row),
        objective->value_clip, weight, sums);
    store(at(tile->slopes, actions, row), for_value * (objective->value * share));
    const vec taken = load(tile->taken + row);
    for (int a = 0; a < actions; a++) {
        const vec log_p = load(at(tile->logits, a, row)), p = probability(tile, a, row);
        vec slope = for_taken * (either((bits)(taken == all((float)a)), all(1), (vec){0}) - p);
        slope += weight * objective->entropy * p * (log_p + entropy);
        if (with_clone)
            slope += weight * objective->clone * p * (log_p - load(at(tile->clone, a, row)) - clone_kl);
        store(at(tile->slopes, a, row), slope * share);
    }
}
