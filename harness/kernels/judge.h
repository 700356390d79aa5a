/* judge.h - what a step says of every arena, in one pass over the frames: reward, ends, sums of episodes, action mask.
 *
 * The compiled twin of `harness/tasks` and of the masks of `harness/envs/action_sets.py`: those say what the rules mean,
 * this says the same to the last bit, and tests hold the two together. A task's memory stays in the arrays of its Python
 * object, so that either of the two can go on where the other has stopped.
 *
 * All arrays are of one environment, row i an arena, and belong to the caller. Nothing is allocated. */
#ifndef KERNELS_JUDGE_H
#define KERNELS_JUDGE_H

#include <stdint.h>

#include "comm_c/frames.h"

#define JUDGE_COLUMNS 16 /* columns of item_counts, produced and consumed: FACTORIO_ITEM_COUNTS */

/* The tasks, in the order of the members of judge_task. */
enum judge_kind {
    JUDGE_REACH_GOAL = 0,
    JUDGE_MINE_ITEMS = 1,
    JUDGE_BUILD_PLAN = 2,
    JUDGE_GATHER = 3,
    JUDGE_AUTOMATE = 4,
    JUDGE_DEFEND = 5,
    JUDGE_RESEARCH = 6,
    JUDGE_UNATTENDED = 7
};

/* Which numbered actions a mask forbids now and then. */
enum judge_mask {
    JUDGE_MASK_NONE = 0,  /* every action always makes sense                             */
    JUDGE_MASK_MINE = 1,  /* one: the nearest resource must be within reach              */
    JUDGE_MASK_BUILD = 2  /* one for each listed ghost, which must be within reach       */
};

/* Of each task: its rule, and then what it remembers of every arena. Fields are named as the attributes of the Python
 * object are. Rewards, counts of items and distances are float32, as the arithmetic is. */
typedef struct judge_reach_goal {
    float radius, progress_reward, step_reward, success_reward;
    float *distance;
} judge_reach_goal;

typedef struct judge_mine_items {
    float wanted, item_reward, approach_reward, step_reward, success_reward;
    uint32_t column;
    float *items, *distance;
} judge_mine_items;

typedef struct judge_build_plan {
    float build_reward, approach_reward, step_reward, success_reward;
    float *planned, *ghosts, *distance;
} judge_build_plan;

typedef struct judge_gather {
    uint64_t end;
    float item_reward, success_reward, wanted_together;
    uint32_t column_count;
    uint32_t columns[JUDGE_COLUMNS];
    float wanted[JUDGE_COLUMNS];
    float *held;
} judge_gather;

typedef struct judge_automate {
    uint64_t end;
    float wanted, item_reward, success_reward;
    uint32_t column;
    float *before, *made;
} judge_automate;

typedef struct judge_defend {
    uint64_t end;
    float loss_reward, kill_reward, integrity, success_reward;
    float *lost_before, *lost, *enemies;
} judge_defend;

typedef struct judge_research {
    float wanted, technology_reward, success_reward;
    float *known;
} judge_research;

typedef struct judge_unattended {
    uint64_t ticks;
    float wanted, item_reward, success_reward;
    uint32_t columns[2];
    uint32_t counted;          /* of the columns of item_counts, how many are in use */
    uint64_t *since;
    float *before;             /* [n][2]       */
    float *best;
    float *held;               /* [n][counted] */
} judge_unattended;

typedef union judge_task {
    judge_reach_goal reach_goal;
    judge_mine_items mine_items;
    judge_build_plan build_plan;
    judge_gather gather;
    judge_automate automate;
    judge_defend defend;
    judge_research research;
    judge_unattended unattended;
} judge_task;

typedef struct judge_rules {
    uint32_t kind;             /* enum judge_kind                                                  */
    uint32_t mask_kind;        /* enum judge_mask                                                  */
    uint32_t frame_bytes;      /* of one frame; at least those that the task's fields lie in       */
    uint32_t mask_columns;     /* actions                                                          */
    uint32_t mask_first;       /* the first action that may be forbidden                           */
    uint64_t limit;            /* of an episode, ticks                                             */
    judge_task task;
} judge_rules;

/* What a step says; flags are 0 or 1. */
typedef struct judge_batch {
    float *reward;
    uint8_t *terminated, *truncated, *success, *done;
    float *returns;            /* sum of the episode's rewards   */
    int32_t *lengths;          /* steps of the episode           */
    uint8_t *mask;             /* [n][mask_columns]              */
} judge_batch;

/* Some of the arenas of an environment. */
typedef struct judge_rows {
    uint32_t first, count;
    const uint8_t *frames;     /* [count][frame_bytes], of the row `first` on                                      */
    uint8_t *copy;             /* [count][frame_bytes]: where a copy goes, with the arenas' numbers; NULL: nowhere  */
    const int64_t *resets;     /* rows, counted from `first`, whose frames answer a reset                          */
    uint32_t reset_count;
} judge_rows;

/* How many episodes ended in a step, and how many of them with success. */
typedef struct judge_tally {
    uint32_t done, successes;
} judge_tally;

/* Judges one step of `rows`; adds to the tally. Rows of a reset begin an episode: no reward, no end. */
void judge_step(const judge_rules *rules, const judge_batch *batch, const judge_rows *rows, judge_tally *tally);

/* Begins episodes in the rows of `resets` alone: what a step says of the others, and the masks of theirs, stay. */
void judge_begin(const judge_rules *rules, const judge_batch *batch, const judge_rows *rows);

/* Brings the mask alone up to date with the frames of `rows`. */
void judge_update_mask(const judge_rules *rules, const judge_batch *batch, const judge_rows *rows);

#endif
