/* belt_lane.h - the items of one lane, and their moves. For belts alone. */
#ifndef SIM_BELT_LANE_H
#define SIM_BELT_LANE_H

#include <stdint.h>
#include <string.h>

#include "harness/standin/engine/belts/belt.h"

/* Takes the item of that index off the lane. Counts and wakes nothing. */
void sim_belt_lane_delete(sim_belt_lane *lane, uint32_t index);

/* The last item of the lane as seen from the lane behind it, where that lane's end is 0: negative or 0. */
static inline int32_t sim_belt_lane_last(const sim_belt_lane *lane)
{
    return lane->position[lane->count - 1] - lane->length;
}

/* How far the foremost item may go on a lane that runs on to `ahead`. */
static inline int32_t sim_belt_lane_limit(const sim_belt_lane *ahead, int32_t speed)
{
    if (ahead->count == 0) return -speed;
    int32_t limit = sim_belt_lane_last(ahead) + SIM_BELT_ITEM_LENGTH;
    return ahead->count == SIM_BELT_LANE_ITEMS && limit < 0 ? 0 : limit;
}

/* Moves every item of a lane by so much, wherever that brings them. */
static inline void sim_belt_lane_shift(sim_belt_lane *lane, int32_t speed)
{
    /* whole arrays: a few instructions */
    for (int i = 0; i < SIM_BELT_LANE_ITEMS; i++) lane->position[i] = (int16_t)(lane->position[i] - speed);
}

/* Moves the items one by one, each as far as the one ahead of it lets it. Returns whether any moved. */
int sim_belt_lane_crawl(sim_belt_lane *lane, int32_t limit);

/* Moves the items of a lane that is not empty, the foremost no farther than `limit`. Returns whether any moved. */
static inline int sim_belt_lane_move(sim_belt_lane *lane, int32_t limit)
{
    if (lane->is_squeezed || lane->position[0] - lane->speed < limit) return sim_belt_lane_crawl(lane, limit);
    sim_belt_lane_shift(lane, lane->speed);
    return 1;
}

/* The foremost item of `lane` becomes the last one of `ahead`, at that place. */
static inline void sim_belt_lane_hand_on(sim_belt_lane *lane, sim_belt_lane *ahead, int32_t position)
{
    uint32_t last = ahead->count++;
    ahead->is_squeezed &= SIM_BELT_SQUEEZED;
    ahead->position[last] = (int16_t)position;
    ahead->item[last] = lane->item[0];
    ahead->id[last] = lane->id[0];
    /* whole arrays: moves of a constant size are a few instructions */
    memmove(lane->position, lane->position + 1, sizeof lane->position - sizeof lane->position[0]);
    memmove(lane->item, lane->item + 1, sizeof lane->item - sizeof lane->item[0]);
    memmove(lane->id, lane->id + 1, sizeof lane->id - sizeof lane->id[0]);
    lane->count--;
}

/* The foremost item of `lane`, which stands below 0, goes to the end of `ahead`. */
static inline void sim_belt_lane_cross(sim_belt_lane *lane, sim_belt_lane *ahead)
{
    sim_belt_lane_hand_on(lane, ahead, lane->position[0] + ahead->length);
}

#endif
