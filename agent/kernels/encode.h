/* From frames to features, a row at a time: what agent/encoders/movement.py says column by column, with its bytes. */
#ifndef AGENT_ENCODE_H
#define AGENT_ENCODE_H

#include <stdint.h>

/* Where a movement frame has its fields, bytes from its beginning. */
struct agent_movement_fields {
    int32_t player_pos, goal_pos, displacement, goal_distance, health;     /* float, the first three two of them */
    int32_t direction, flags, action_result, blocked_ticks;                /* uint8_t */
};

/* What the columns are scaled by; `has_goal` is 0 where a scenario has none. */
struct agent_movement_scales {
    float per_tile[2];                             /* over half the map's sides */
    float per_near_tile, per_half_width, per_step_tile, per_tick, per_hit_point;
    int32_t has_goal;
};

/* Columns that agent_encode_movement() writes. */
#define AGENT_MOVEMENT_COLUMNS 26

/* Writes the first AGENT_MOVEMENT_COLUMNS floats of `count` rows of features, `columns` floats apart, from frames
 * `stride` bytes apart. Nothing need be aligned but the features. Pure; sums and products are rounded one by one, as
 * numpy's are.
 */
void agent_encode_movement(
    const struct agent_movement_fields *fields, const struct agent_movement_scales *scales, int64_t count,
    const uint8_t *frames, int64_t stride, float *features, int64_t columns);

#endif
