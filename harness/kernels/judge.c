#include "harness/kernels/judge.h"

#include <string.h>

#include "harness/kernels/tasks.h"

/* Bytes of frames that are copied and judged at a time: they stay in the first cache meanwhile. */
enum { BLOCK_BYTES = 16384 };

_Static_assert(JUDGE_COLUMNS == FACTORIO_ITEM_COUNTS, "the columns of item counts");

static const FactorioMovementFrame *movement_of(const judge_rules *rules, const uint8_t *frames, uint32_t row)
{
    return (const FactorioMovementFrame *)(frames + (size_t)row * rules->frame_bytes);
}

/* A server numbers its own arenas; the copy says which of all it is. */
static const uint8_t *copied(const judge_rules *rules, const judge_rows *rows, uint32_t begin, uint32_t count)
{
    size_t at = (size_t)begin * rules->frame_bytes;
    if (rows->copy == NULL) return rows->frames + at;
    memcpy(rows->copy + at, rows->frames + at, (size_t)count * rules->frame_bytes);
    for (uint32_t i = 0; i < count; i++)
        ((FactorioMovementFrame *)(rows->copy + at + (size_t)i * rules->frame_bytes))->arena = rows->first + begin + i;
    return rows->copy + at;
}

/* Death ends an episode as success does; its time cuts it where neither has. */
static void find_ends(const judge_rules *rules, const judge_batch *batch, const uint8_t *frames, uint32_t first,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const FactorioMovementFrame *frame = movement_of(rules, frames, i);
        uint8_t ends = batch->success[first + i] | !(frame->flags & FACTORIO_FLAG_ALIVE);
        batch->terminated[first + i] = ends;
        batch->truncated[first + i] = (frame->timestamp >= rules->limit) & !ends;
    }
}

static void write_mask(const judge_rules *rules, const judge_batch *batch, const uint8_t *frames, uint32_t first,
                       uint32_t count)
{
    uint8_t *mask = batch->mask + (size_t)first * rules->mask_columns + rules->mask_first;
    for (uint32_t i = 0; rules->mask_kind != JUDGE_MASK_NONE && i < count; i++, mask += rules->mask_columns) {
        const FactorioBuildingFrame *frame = (const FactorioBuildingFrame *)movement_of(rules, frames, i);
        if (rules->mask_kind == JUDGE_MASK_MINE) {
            mask[0] = frame->mining.resources[0].reachable != 0;
            continue;
        }
        for (uint32_t k = 0; k < FACTORIO_PLAN_CELLS; k++) mask[k] = frame->plan[k].reachable != 0;
    }
}

static void begin_episodes(const judge_batch *batch, const judge_rows *rows)
{
    for (uint32_t k = 0; k < rows->reset_count; k++) {
        size_t row = rows->first + (size_t)rows->resets[k];
        batch->reward[row] = 0.0f;
        batch->terminated[row] = batch->truncated[row] = batch->success[row] = 0;
    }
}

/* The sums of the episodes so far, which the rows of a reset begin at nothing. */
static void add_up(const judge_batch *batch, const judge_rows *rows, judge_tally *tally)
{
    uint32_t done = 0, successes = 0;
    for (size_t row = rows->first, end = row + rows->count; row < end; row++) {
        batch->done[row] = batch->terminated[row] | batch->truncated[row];
        batch->returns[row] += batch->reward[row];
        batch->lengths[row] += 1;
        done += batch->done[row];
        successes += batch->success[row];
    }
    for (uint32_t k = 0; k < rows->reset_count; k++) {
        batch->returns[rows->first + (size_t)rows->resets[k]] = 0.0f;
        batch->lengths[rows->first + (size_t)rows->resets[k]] = 0;
    }
    tally->done += done;
    tally->successes += successes;
}

static uint32_t block_rows(const judge_rules *rules)
{
    return rules->frame_bytes < BLOCK_BYTES ? BLOCK_BYTES / rules->frame_bytes : 1;
}

void judge_step(const judge_rules *rules, const judge_batch *batch, const judge_rows *rows, judge_tally *tally)
{
    for (uint32_t begin = 0, most = block_rows(rules); begin < rows->count; begin += most) {
        uint32_t count = rows->count - begin < most ? rows->count - begin : most, first = rows->first + begin;
        const uint8_t *frames = copied(rules, rows, begin, count);
        tasks_score(rules, frames, first, count, batch->reward + first, batch->success + first);
        find_ends(rules, batch, frames, first, count);
        write_mask(rules, batch, frames, first, count);
    }
    begin_episodes(batch, rows);
    add_up(batch, rows, tally);
}

void judge_begin(const judge_rules *rules, const judge_batch *batch, const judge_rows *rows)
{
    const int64_t only = 0;
    judge_tally tally = {0, 0};
    for (uint32_t k = 0; k < rows->reset_count; k++) {
        size_t row = (size_t)rows->resets[k];
        judge_rows one = {.first = rows->first + (uint32_t)row, .count = 1, .resets = &only, .reset_count = 1,
                          .frames = rows->frames + row * rules->frame_bytes};
        judge_step(rules, batch, &one, &tally);
    }
}

void judge_update_mask(const judge_rules *rules, const judge_batch *batch, const judge_rows *rows)
{
    write_mask(rules, batch, rows->frames, rows->first, rows->count);
}
