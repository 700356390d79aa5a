/* The arithmetic of PPO on a plain network, in passes over tiles of rows that stay in the cache.
 *
 * The network is ReactivePolicy: `layers` hidden layers of `hidden` tanh units, a head of `actions` logits and a head
 * of one value. Its parameters are one vector of floats, in the order in which torch lists them: weight [out][in] and
 * bias [out] of each hidden layer, of the actions' head, of the value's head.
 *
 * Every function is pure: it reads its arguments, writes its results, and uses scratch memory that the caller gives;
 * threads may call at once with scratch of their own. The same arguments give the same bytes on one kind of processor.
 * Pointers need only the alignment of their type. Sizes are not checked here: agent/kernels/mlp.py does.
 */
#ifndef AGENT_MLP_H
#define AGENT_MLP_H

#include <stdint.h>

/* The shape of a network, and the vector width to compute it with. */
struct agent_mlp {
    int32_t features; /* columns of an input row, at least 1 */
    int32_t hidden;   /* units of a hidden layer, at least 1 */
    int32_t layers;   /* hidden layers, at least 1 */
    int32_t actions;  /* logits, at least 1 */
    int32_t lanes;    /* floats of a vector: 4, 8 or 16; at most agent_mlp_lanes() */
};

/* The rows that a rollout left, row-major; those of one minibatch are named by their numbers. */
struct agent_mlp_rows {
    const float *features;        /* [B][features] */
    const uint8_t *masks;         /* [B][actions], 1 where an action is allowed, 0 where not; one a row at least */
    const int64_t *taken;         /* [B], the action taken, an allowed one */
    const float *log_probs;       /* [B], of the actions taken, under the policy that acted */
    const float *advantages;      /* [B] */
    const float *returns;         /* [B], normalised */
    const float *values;          /* [B], normalised, of the policy that acted */
    const float *clone_log_probs; /* [B][actions] of the policy to stay near; NULL without one */
};

/* The weights and limits of the loss; a mean over `count` rows. */
struct agent_mlp_objective {
    int64_t count;     /* rows of the whole minibatch, of which a call may see a part */
    float clip;        /* of the probability ratio */
    float value_clip;  /* of the value, in normalised returns; negative: none */
    float value;       /* weight of the value loss */
    float entropy;     /* weight of the entropy bonus */
    float clone;       /* weight of KL(policy || clone); 0 without one */
};

/* Sums over the rows of a call, not yet divided by their number. */
struct agent_mlp_sums {
    double policy_loss, value_loss, entropy, approximate_kl, clipped, clone_kl;
};

/* The widest vectors that this processor has: 16, 8 or 4 floats. */
int32_t agent_mlp_lanes(void);

/* Floats in the parameters of such a network. */
int64_t agent_mlp_parameters(const struct agent_mlp *shape);

/* Floats of scratch memory that a call with such a network needs. */
int64_t agent_mlp_scratch(const struct agent_mlp *shape);

/* Judges `count` rows and draws an action for each.
 *
 * uniform [count] in [0, 1) decides: the first action whose cumulative probability exceeds it; NULL draws nothing, and
 * leaves `taken` and `log_probs`, which may then be NULL, alone. `all_log_probs` [count][actions], NULL for none, gets
 * the log probability of every action, about -1e9 for a forbidden one. `values` [count] is the value head's output.
 */
void agent_mlp_act(
    const struct agent_mlp *shape, const float *parameters, int64_t count, const float *features, const uint8_t *masks,
    const float *uniform, int64_t *taken, float *log_probs, float *all_log_probs, float *values, float *scratch);

/* Adds the gradient of the loss over the rows index[0..count) to `gradient`, laid out as the parameters, and their
 * terms to `sums`. The loss is that of agent/ppo/losses.py: clipped surrogate, value error, entropy, KL to a clone.
 */
void agent_mlp_gradient(
    const struct agent_mlp *shape, const float *parameters, const struct agent_mlp_rows *rows, const int64_t *index,
    int64_t count, const struct agent_mlp_objective *objective, float *gradient, struct agent_mlp_sums *sums,
    float *scratch);

#endif
