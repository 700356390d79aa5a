/* Movement frames become features, wherever their fields stand, and no byte beside is read or written.
 *
 * sources: agent/kernels/encode.c
 */
#include "agent/kernels/encode.h"
#include "tests/c/kit.h"

enum { FRAMES = 3, STRIDE = 45 }; /* no field is aligned */

static const struct agent_movement_fields FIELDS = {1, 9, 17, 25, 29, 33, 34, 35, 36};

static void put(uint8_t *frame, int32_t at, float x, float y)
{
    const float both[2] = {x, y};
    memcpy(frame + at, both, sizeof both);
}

/* Features of frames that lie at the end of their memory, as a sanitizer watches it. */
static float *encoded(int has_goal)
{
    const struct agent_movement_scales scales = {{0.5f, 0.25f}, 0.25f, 0.125f, 2, 0.25f, 0.01f, has_goal};
    const size_t bytes = (FRAMES - 1) * STRIDE + 37;
    uint8_t *frames = calloc(bytes, 1);
    float *features = malloc(FRAMES * AGENT_MOVEMENT_COLUMNS * sizeof *features);
    for (int i = 0; i < FRAMES; i++) {
        uint8_t *frame = frames + i * STRIDE;
        put(frame, FIELDS.player_pos, 2, 4);
        put(frame, FIELDS.goal_pos, 5, 8);
        put(frame, FIELDS.displacement, 0.5f, -1);
        put(frame, FIELDS.goal_distance, 5, 100); /* the distance, then the health */
        frame[FIELDS.direction] = 4;
        frame[FIELDS.flags] = 1 | 8;
        frame[FIELDS.action_result] = 3;
        frame[FIELDS.blocked_ticks] = 2;
    }
    agent_encode_movement(&FIELDS, &scales, FRAMES, frames, STRIDE, features, AGENT_MOVEMENT_COLUMNS);
    free(frames);
    return features;
}

TEST(every_column_of_every_row_is_written)
{
    const float expected[AGENT_MOVEMENT_COLUMNS] = {
        1, 1, 1.5f, 1, 0.75f, 1, 0.6f, 0.8f, 0.625f, 1, -2, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0.5f, 1, 1};
    float *features = encoded(1);
    for (int i = 0; i < FRAMES * AGENT_MOVEMENT_COLUMNS; i++)
        CHECK(features[i] == expected[i % AGENT_MOVEMENT_COLUMNS]);
    free(features);
}

TEST(without_a_goal_its_columns_are_zero)
{
    float *features = encoded(0);
    for (int i = 2; i < 9; i++)
        CHECK(features[i] == 0);
    CHECK(features[9] == 1);
    free(features);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(every_column_of_every_row_is_written);
    RUN(without_a_goal_its_columns_are_zero);
    return kit_end();
}
