/* Every function here is the C of a class of harness/tasks, operation by operation in float32: the same bits come out. */
#include "harness/kernels/tasks.h"

#include <math.h>
#include <stddef.h>

#define SIGHT 16.0f /* radius in which a frame lists resources, tiles */

/* Row i of frames that begin with a struct of this type. */
#define FRAME(type, i) ((const type *)(frames + (size_t)(i) * rules->frame_bytes))

static float smaller(float a, float b)
{
    return a < b ? a : b;
}

static float larger(float a, float b)
{
    return a > b ? a : b;
}

static float length_of(const float offset[2])
{
    return sqrtf(offset[0] * offset[0] + offset[1] * offset[1]);
}

static float bonus(uint8_t success, float reward)
{
    return success ? reward : 0.0f;
}

static int begins(const FactorioMovementFrame *frame)
{
    return (frame->flags & FACTORIO_FLAG_RESET) != 0;
}

static void reach_goal(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                       uint8_t *success)
{
    const judge_reach_goal *t = &rules->task.reach_goal;
    float *distance = t->distance + first;
    for (uint32_t i = 0; i < count; i++) {
        float now = FRAME(FactorioMovementFrame, i)->goal_distance;
        success[i] = now <= t->radius;
        reward[i] = (distance[i] - now) * t->progress_reward + t->step_reward + bonus(success[i], t->success_reward);
        distance[i] = now;
    }
}

static void mine_items(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                       uint8_t *success)
{
    const judge_mine_items *t = &rules->task.mine_items;
    float *items = t->items + first, *distance = t->distance + first;
    for (uint32_t i = 0; i < count; i++) {
        const FactorioMiningFrame *frame = FRAME(FactorioMiningFrame, i);
        const FactorioNearbyResource *nearest = &frame->resources[0];
        float held = (float)frame->item_counts[t->column];
        float away = nearest->amount == 0 ? SIGHT : length_of(nearest->offset);
        success[i] = held >= t->wanted;
        reward[i] = (distance[i] - away) * t->approach_reward + (held - items[i]) * t->item_reward + t->step_reward +
                    bonus(success[i], t->success_reward);
        items[i] = held;
        distance[i] = away;
    }
}

static void build_plan(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                       uint8_t *success)
{
    const judge_build_plan *t = &rules->task.build_plan;
    float *planned = t->planned + first, *ghosts = t->ghosts + first, *distance = t->distance + first;
    for (uint32_t i = 0; i < count; i++) {
        const FactorioBuildingFrame *frame = FRAME(FactorioBuildingFrame, i);
        float standing = frame->mining.structures, left = frame->mining.ghosts;
        float away = length_of(frame->plan[0].offset);
        if (begins(&frame->mining.movement)) planned[i] = standing + left;
        success[i] = standing == planned[i] && left == 0.0f;
        float sum = (ghosts[i] - left) * t->build_reward;
        /* Another ghost is the nearest once one stands: coming nearer counts between equal plans only. */
        if (left == ghosts[i]) sum += (distance[i] - away) * t->approach_reward;
        reward[i] = sum + t->step_reward + bonus(success[i], t->success_reward);
        ghosts[i] = left;
        distance[i] = away;
    }
}

static void gather(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                   uint8_t *success)
{
    const judge_gather *t = &rules->task.gather;
    float *before = t->held + first;
    for (uint32_t i = 0; i < count; i++) {
        const FactorioMiningFrame *frame = FRAME(FactorioMiningFrame, i);
        float held = 0.0f;
        for (uint32_t k = 0; k < t->column_count; k++)
            held += smaller((float)frame->item_counts[t->columns[k]], t->wanted[k]);
        success[i] = frame->movement.timestamp >= t->end && held == t->wanted_together;
        reward[i] = (held - before[i]) * t->item_reward + bonus(success[i], t->success_reward);
        before[i] = held;
    }
}

static void automate(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                     uint8_t *success)
{
    const judge_automate *t = &rules->task.automate;
    float *before = t->before + first, *made = t->made + first;
    for (uint32_t i = 0; i < count; i++) {
        const FactorioFullFrame *frame = FRAME(FactorioFullFrame, i);
        const FactorioMiningFrame *mining = &frame->building.mining;
        float produced = (float)frame->produced[t->column];
        if (begins(&mining->movement)) before[i] = produced;
        float now = smaller(produced - before[i], t->wanted);
        success[i] = now >= t->wanted && mining->machines_working > 0 && mining->movement.timestamp >= t->end;
        reward[i] = (now - made[i]) * t->item_reward + bonus(success[i], t->success_reward);
        made[i] = now;
    }
}

static void defend(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                   uint8_t *success)
{
    const judge_defend *t = &rules->task.defend;
    float *before = t->lost_before + first, *lost = t->lost + first, *enemies = t->enemies + first;
    for (uint32_t i = 0; i < count; i++) {
        const FactorioMiningFrame *frame = FRAME(FactorioMiningFrame, i);
        float lost_in_all = frame->structures_lost, alive = frame->enemies, standing = frame->structures;
        if (begins(&frame->movement)) before[i] = lost_in_all;
        float now = lost_in_all - before[i];
        success[i] = standing >= (standing + now) * t->integrity && standing > 0.0f &&
                     frame->movement.timestamp >= t->end;
        reward[i] = (now - lost[i]) * t->loss_reward + (enemies[i] - alive) * t->kill_reward +
                    bonus(success[i], t->success_reward);
        lost[i] = now;
        enemies[i] = alive;
    }
}

static void research(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                     uint8_t *success)
{
    const judge_research *t = &rules->task.research;
    float *known = t->known + first;
    for (uint32_t i = 0; i < count; i++) {
        float now = smaller((float)FRAME(FactorioMiningFrame, i)->research, t->wanted);
        success[i] = now >= t->wanted;
        reward[i] = (now - known[i]) * t->technology_reward + bonus(success[i], t->success_reward);
        known[i] = now;
    }
}

/* Whether what the character holds is not what it held; it holds this from now on. */
static int takes_other_items(const uint16_t *counts, float *held, uint32_t columns)
{
    int differs = 0;
    for (uint32_t k = 0; k < columns; k++) {
        differs |= held[k] != (float)counts[k];
        held[k] = (float)counts[k];
    }
    return differs;
}

static void unattended(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                       uint8_t *success)
{
    const judge_unattended *t = &rules->task.unattended;
    uint64_t *since = t->since + first;
    float(*before)[2] = (float(*)[2])t->before + first, *best = t->best + first;
    for (uint32_t i = 0; i < count; i++) {
        const FactorioFullFrame *frame = FRAME(FactorioFullFrame, i);
        const FactorioMovementFrame *movement = &frame->building.mining.movement;
        float *held = t->held + (size_t)(first + i) * t->counted;
        float item = (float)frame->produced[t->columns[0]], source = (float)frame->produced[t->columns[1]];
        int is_busy = (movement->flags & (FACTORIO_FLAG_WALKING | FACTORIO_FLAG_MINING)) != 0;
        int is_touched = takes_other_items(frame->building.mining.item_counts, held, t->counted);
        if (begins(movement) || is_busy || is_touched || movement->timestamp > since[i] + t->ticks) {
            since[i] = movement->timestamp;
            before[i][0] = item;
            before[i][1] = source;
        }
        float made = smaller(smaller(item - before[i][0], source - before[i][1]), t->wanted);
        success[i] = made >= t->wanted;
        if (begins(movement)) best[i] = 0.0f;
        float now = larger(made, best[i]);
        reward[i] = (now - best[i]) * t->item_reward + bonus(success[i], t->success_reward);
        best[i] = now;
    }
}

void tasks_score(const judge_rules *rules, const uint8_t *frames, uint32_t first, uint32_t count, float *reward,
                 uint8_t *success)
{
    switch (rules->kind) {
    case JUDGE_REACH_GOAL: reach_goal(rules, frames, first, count, reward, success); break;
    case JUDGE_MINE_ITEMS: mine_items(rules, frames, first, count, reward, success); break;
    case JUDGE_BUILD_PLAN: build_plan(rules, frames, first, count, reward, success); break;
    case JUDGE_GATHER: gather(rules, frames, first, count, reward, success); break;
    case JUDGE_AUTOMATE: automate(rules, frames, first, count, reward, success); break;
    case JUDGE_DEFEND: defend(rules, frames, first, count, reward, success); break;
    case JUDGE_RESEARCH: research(rules, frames, first, count, reward, success); break;
    case JUDGE_UNATTENDED: unattended(rules, frames, first, count, reward, success); break;
    default: break;
    }
}
