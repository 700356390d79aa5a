/* What a client computes: no byte outside the arrays of a batch is touched, whatever a frame says; wrong actions are found.
 *
 * sources: harness/kernels/judge.c harness/kernels/tasks.c harness/kernels/actions.c
 */
#include "harness/kernels/actions.h"
#include "harness/kernels/judge.h"
#include "tests/c/kit.h"

enum { ARENAS = 41, FIRST = 3, COUNT = 35, MASK = 17, MASK_FIRST = 9 };

static uint32_t state = 1;

static uint32_t drawn(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

/* Every block is as long as it must be, so that a sanitizer sees a step too far. */
struct world {
    judge_rules rules;
    judge_batch batch;
    float *numbers[4];
    uint64_t *since;
    uint8_t *frames, *copy;
    int64_t resets[2];
};

static float *zeros(size_t count)
{
    return calloc(count, sizeof(float));
}

static void bind_task(struct world *w)
{
    judge_task *t = &w->rules.task;
    float **n = w->numbers;
    switch (w->rules.kind) {
    case JUDGE_REACH_GOAL: t->reach_goal = (judge_reach_goal){1, 1, 1, 1, n[0]}; break;
    case JUDGE_MINE_ITEMS: t->mine_items = (judge_mine_items){5, 1, 1, 1, 1, 15, n[0], n[1]}; break;
    case JUDGE_BUILD_PLAN: t->build_plan = (judge_build_plan){1, 1, 1, 1, n[0], n[1], n[2]}; break;
    case JUDGE_GATHER: t->gather = (judge_gather){10, 1, 1, 7, 2, {1, 15}, {3, 4}, n[0]}; break;
    case JUDGE_AUTOMATE: t->automate = (judge_automate){10, 5, 1, 1, 15, n[0], n[1]}; break;
    case JUDGE_DEFEND: t->defend = (judge_defend){10, 1, 1, 0.5f, 1, n[0], n[1], n[2]}; break;
    case JUDGE_RESEARCH: t->research = (judge_research){5, 1, 1, n[0]}; break;
    default:
        free(n[0]), free(n[1]);
        n[0] = zeros(2 * ARENAS), n[1] = zeros(15 * ARENAS);
        t->unattended = (judge_unattended){10, 5, 1, 1, {1, 15}, 15, w->since, n[0], n[2], n[1]};
    }
}

static struct world make(uint32_t kind, uint32_t mask_kind, uint32_t frame_bytes)
{
    struct world w = {.rules = {kind, mask_kind, frame_bytes, MASK, MASK_FIRST, 100, {{0}}}, .resets = {0, COUNT - 1}};
    for (int k = 0; k < 4; k++) w.numbers[k] = zeros(ARENAS);
    w.since = calloc(ARENAS, sizeof *w.since);
    w.frames = malloc((size_t)COUNT * frame_bytes);
    w.copy = malloc((size_t)COUNT * frame_bytes);
    for (size_t i = 0; i < (size_t)COUNT * frame_bytes; i++) w.frames[i] = (uint8_t)drawn();
    w.batch = (judge_batch){zeros(ARENAS), calloc(ARENAS, 1), calloc(ARENAS, 1), calloc(ARENAS, 1), calloc(ARENAS, 1),
                            zeros(ARENAS), calloc(ARENAS, sizeof(int32_t)), calloc(ARENAS, MASK)};
    bind_task(&w);
    return w;
}

static void drop(struct world *w)
{
    for (int k = 0; k < 4; k++) free(w->numbers[k]);
    free(w->since), free(w->frames), free(w->copy), free(w->batch.reward), free(w->batch.terminated);
    free(w->batch.truncated), free(w->batch.success), free(w->batch.done), free(w->batch.returns);
    free(w->batch.lengths), free(w->batch.mask);
}

static judge_tally step(struct world *w, uint8_t *copy)
{
    judge_rows rows = {FIRST, COUNT, w->frames, copy, w->resets, 2};
    judge_tally tally = {0, 0};
    judge_step(&w->rules, &w->batch, &rows, &tally);
    return tally;
}

TEST(every_task_stays_within_its_rows)
{
    const uint32_t bytes[] = {64, 256, 512, 256, 2048, 256, 256, 2048};
    for (uint32_t kind = JUDGE_REACH_GOAL; kind <= JUDGE_UNATTENDED; kind++) {
        struct world w = make(kind, bytes[kind] < 512 ? JUDGE_MASK_NONE : JUDGE_MASK_BUILD, bytes[kind]);
        judge_tally tally = step(&w, w.copy);
        uint32_t done = 0;
        for (int i = 0; i < ARENAS; i++) {
            done += w.batch.done[i];
            CHECK_EQ_INT(w.batch.lengths[i], i > FIRST && i < FIRST + COUNT - 1);
            CHECK(!(w.batch.terminated[i] && w.batch.truncated[i]));
        }
        CHECK_EQ_INT(done, tally.done);
        CHECK_EQ_INT(w.batch.done[FIRST], 0);
        drop(&w);
    }
}

TEST(a_copy_is_the_frames_with_the_numbers_of_their_arenas)
{
    struct world w = make(JUDGE_MINE_ITEMS, JUDGE_MASK_MINE, 256);
    step(&w, w.copy);
    for (uint32_t i = 0; i < COUNT; i++) {
        FactorioMovementFrame *copy = (FactorioMovementFrame *)(w.copy + 256 * i);
        CHECK_EQ_INT(copy->arena, FIRST + i);
        copy->arena = ((FactorioMovementFrame *)(w.frames + 256 * i))->arena;
    }
    CHECK_EQ_INT(memcmp(w.copy, w.frames, 256 * COUNT), 0);
    drop(&w);
}

TEST(a_mask_alone_is_that_of_the_step)
{
    struct world w = make(JUDGE_BUILD_PLAN, JUDGE_MASK_BUILD, 512);
    uint8_t before[ARENAS * MASK];
    step(&w, NULL);
    memcpy(before, w.batch.mask, sizeof before);
    memset(w.batch.mask + FIRST * MASK, 0, COUNT * MASK);
    judge_rows rows = {.first = FIRST, .count = COUNT, .frames = w.frames};
    judge_update_mask(&w.rules, &w.batch, &rows);
    CHECK_EQ_INT(memcmp(before, w.batch.mask, sizeof before), 0);
    drop(&w);
}

TEST(the_first_wrong_number_is_found)
{
    int64_t given[5] = {0, 8, 3, 9, -1}, numbers[5];
    CHECK_EQ_INT(actions_check(given, numbers, 3, 9), -1);
    CHECK_EQ_INT(actions_check(given, numbers, 5, 9), 3);
    given[3] = INT64_MIN;
    CHECK_EQ_INT(actions_check(given, numbers, 5, 9), 3);
}

TEST(the_first_wrong_command_is_found)
{
    double given[3][ACTIONS_COMMAND_COLUMNS] = {{2.9, 1, -5, 1e6}, {14}, {0}}, commands[3][ACTIONS_COMMAND_COLUMNS];
    CHECK_EQ_INT(actions_check_commands(given[0], commands[0], 3, 14, 1e6), -1);
    CHECK(commands[0][0] == 2 && commands[0][3] == 1e6);
    const double wrong[] = {NAN, INFINITY, -1e7, 1e7};
    for (int k = 0; k < 4; k++) {
        given[2][8] = wrong[k];
        CHECK_EQ_INT(actions_check_commands(given[0], commands[0], 3, 14, 1e6), 2);
    }
    given[1][0] = -0.5;
    CHECK_EQ_INT(actions_check_commands(given[0], commands[0], 3, 14, 1e6), 1);
    given[1][0] = 15;
    CHECK_EQ_INT(actions_check_commands(given[0], commands[0], 3, 14, 1e6), 1);
}

TEST(actions_that_build_aim_at_their_ghost)
{
    FactorioAction table[MASK] = {{0}}, out[2];
    FactorioBuildingFrame frames[2];
    memset(frames, 0, sizeof frames);
    frames[1].mining.movement.player_pos[0] = 10;
    frames[1].plan[7] = (FactorioPlanCell){{2, 3}, 0, 4, 1, 99, 0};
    actions_set set = {table, MASK, ACTIONS_AIM_BUILD, MASK_FIRST, sizeof frames[0]};
    const int64_t numbers[] = {0, MASK - 1};
    actions_encode(&set, numbers, (const uint8_t *)frames, 2, out);
    CHECK(out[0].parameters[0] == 0);
    CHECK(out[1].parameters[0] == 12 && out[1].parameters[1] == 3 && out[1].parameters[2] == 99);
    CHECK(out[1].parameters[3] == 4);
}

TEST(commands_leave_the_number_of_the_command_alone)
{
    FactorioAction out[1] = {{.command_id = 77}};
    const double command[ACTIONS_COMMAND_COLUMNS] = {3, 0.5, -2};
    actions_encode_commands(command, 1, out);
    CHECK_EQ_INT(out[0].action_type, 3);
    CHECK(out[0].parameters[0] == 0.5f && out[0].parameters[1] == -2 && out[0].command_id == 77);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(every_task_stays_within_its_rows);
    RUN(a_copy_is_the_frames_with_the_numbers_of_their_arenas);
    RUN(a_mask_alone_is_that_of_the_step);
    RUN(the_first_wrong_number_is_found);
    RUN(the_first_wrong_command_is_found);
    RUN(actions_that_build_aim_at_their_ghost);
    RUN(commands_leave_the_number_of_the_command_alone);
    return kit_end();
}
