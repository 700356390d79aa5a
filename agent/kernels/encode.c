#include "agent/kernels/encode.h"

#include <math.h>
#include <string.h>

/* A product and a sum rounded at once would be other bytes than numpy's. */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif

enum { DIRECTIONS = 8, FLAGS = 4 };

/* Columns in the order of FEATURE_NAMES. */
enum { POSITION = 0, GOAL = 2, GOAL_NEAR = 4, GOAL_UNIT = 6, GOAL_DISTANCE = 8, DISPLACEMENT = 9, FACING = 11,
       FLAG = FACING + DIRECTIONS, BLOCKED_SHARE = FLAG + FLAGS, HEALTH, REFUSED };

struct offset {
    float x, y;
};

static struct offset pair_at(const uint8_t *bytes)
{
    struct offset pair;
    memcpy(&pair, bytes, sizeof pair);
    return pair;
}

static float float_at(const uint8_t *bytes)
{
    float value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

/* Within -1..1; what is no number stays so. */
static float held(float x) { return x < -1.0f ? -1.0f : x > 1.0f ? 1.0f : x; }

static void encode_goal(
    const struct agent_movement_scales *scales, struct offset goal, struct offset position, float distance, float *row)
{
    if (!scales->has_goal) {
        memset(row + GOAL, 0, (DISPLACEMENT - GOAL) * sizeof *row);
        return;
    }
    const float x = goal.x - position.x, y = goal.y - position.y, root = sqrtf(x * x + y * y);
    const float length = root < 1e-6f ? 1e-6f : root;
    row[GOAL] = x * scales->per_tile[0];
    row[GOAL + 1] = y * scales->per_tile[1];
    row[GOAL_NEAR] = held(x * scales->per_near_tile);
    row[GOAL_NEAR + 1] = held(y * scales->per_near_tile);
    row[GOAL_UNIT] = x / length;
    row[GOAL_UNIT + 1] = y / length;
    row[GOAL_DISTANCE] = distance * scales->per_half_width;
}

void agent_encode_movement(
    const struct agent_movement_fields *fields, const struct agent_movement_scales *scales, int64_t count,
    const uint8_t *frames, int64_t stride, float *features, int64_t columns)
{
    for (int64_t i = 0; i < count; i++) {
        const uint8_t *frame = frames + i * stride;
        float *row = features + i * columns;
        const struct offset position = pair_at(frame + fields->player_pos);
        const struct offset moved = pair_at(frame + fields->displacement);
        row[POSITION] = position.x * scales->per_tile[0];
        row[POSITION + 1] = position.y * scales->per_tile[1];
        encode_goal(
            scales, pair_at(frame + fields->goal_pos), position, float_at(frame + fields->goal_distance), row);
        row[DISPLACEMENT] = moved.x * scales->per_step_tile;
        row[DISPLACEMENT + 1] = moved.y * scales->per_step_tile;
        for (int d = 0; d < DIRECTIONS; d++)
            row[FACING + d] = frame[fields->direction] == 2 * d;
        for (int f = 0; f < FLAGS; f++)
            row[FLAG + f] = frame[fields->flags] >> f & 1;
        row[BLOCKED_SHARE] = (float)frame[fields->blocked_ticks] * scales->per_tick;
        row[HEALTH] = float_at(frame + fields->health) * scales->per_hit_point;
        row[REFUSED] = frame[fields->action_result] != 0;
    }
}
