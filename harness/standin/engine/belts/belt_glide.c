#include "harness/standin/engine/belts/belt_glide.h"

#include "harness/standin/engine/belts/belt_await.h"
#include "harness/standin/engine/belts/belt_lane.h"
#include "harness/standin/engine/belts/belt_line.h"

/* Lanes so short that an item could get too near to one two lanes ahead, or so long that they could fill up, do not
 * glide. No lane of the game is either. */
#define SHORTEST SIM_BELT_ITEM_LENGTH
#define LONGEST (SIM_BELT_ITEM_LENGTH * (SIM_BELT_LANE_ITEMS - 1))

static sim_belt_lane *lane_at(const sim_arena *arena, uint32_t lane)
{
    return sim_belt_lane_at(arena, lane);
}

/* The same where the first record is known: what is written to a lane could have changed where it lies, for all that
 * the compiler knows. */
static inline sim_belt_lane *lane_of(sim_belt *belts, uint32_t lane)
{
    return &belts[lane / 2].lanes[lane % 2];
}

/* 1 when the foremost lane's items move by the full speed and stay on it. */
static int is_free(const sim_arena *arena, const sim_belt_lane *front)
{
    if (front->is_loop) return 0;
    if (front->count == 0) return 1;
    int32_t wanted = front->position[0] - front->speed;
    if (wanted < 0) return 0;
    return front->next == 0 || front->entry >= 0 ||
           wanted >= sim_belt_lane_limit(lane_at(arena, front->next), front->speed);
}

/* 1 when the items of a lane keep their distance, and the foremost keeps it from the last on the lane ahead. */
static int is_loose(const sim_belt_lane *lane, const sim_belt_lane *ahead)
{
    if (lane->is_squeezed || lane->length < SHORTEST || lane->length > LONGEST) return 0;
    return lane->count == 0 || ahead == NULL || ahead->count == 0 ||
           lane->position[0] - sim_belt_lane_last(ahead) >= SIM_BELT_ITEM_LENGTH;
}

/* The lane behind on the same line, 0 for none; the line is no loop. */
static uint32_t lane_behind(const sim_arena *arena, const sim_belt_lane *lane, uint32_t front)
{
    return lane->previous && lane_at(arena, lane->previous)->line == front ? lane->previous : 0;
}

void sim_belt_glide_begin(sim_arena *arena, uint32_t front)
{
    sim_belt *belts = sim_belt_at(arena, 0);
    sim_belt_lane *line = lane_of(belts, front), *kept = line, *ahead = NULL;
    if (!is_free(arena, line)) return;
    for (uint32_t number = front, behind; number != 0; number = behind) {
        sim_belt_lane *lane = lane_of(belts, number);
        if (!is_loose(lane, ahead)) return;
        behind = lane_behind(arena, lane, front);
        if (lane != line && (lane->count || behind == 0)) {
            kept->chain = number;
            kept = lane;
        }
        ahead = lane;
    }
    kept->chain = 0;
    line->glides = 1;
    sim_belt_tell_line(arena, front);
}

/* The chain goes on from lane `kept` to lane `number`; returns the latter. */
static inline uint32_t link_up(sim_belt *belts, uint32_t kept, uint32_t number)
{
    if (kept != number) lane_of(belts, kept)->chain = number;
    return number;
}

/* The lane's foremost item, which stands below 0, goes to the lane ahead where that ends, however far; returns it. */
static uint32_t send_ahead(sim_belt *belts, uint32_t number)
{
    sim_belt_lane *lane = lane_of(belts, number);
    while (lane->position[0] < 0) {
        number = lane_of(belts, number)->next;
        lane->position[0] = (int16_t)(lane->position[0] + lane_of(belts, number)->length);
    }
    sim_belt_lane_hand_on(lane, lane_of(belts, number), lane->position[0]);
    return number;
}

uint32_t sim_belt_glide_by(const sim_arena *arena, uint32_t front, uint32_t moves)
{
    sim_belt *belts = sim_belt_at(arena, 0);
    uint32_t kept = front, last = front;
    const int32_t way = (int32_t)(lane_of(belts, front)->speed * moves); /* of all lanes of a line */
    for (uint32_t number = front, behind; number != 0; number = behind) {
        sim_belt_lane *lane = lane_of(belts, number);
        behind = lane->chain;
        last = number;
        if (lane->count == 0) continue; /* somebody has taken what it held */
        sim_belt_lane_shift(lane, way);
        while (lane->count && lane->position[0] < 0) kept = link_up(belts, kept, send_ahead(belts, number));
        if (lane->count) kept = link_up(belts, kept, number);
    }
    link_up(belts, kept, last);
    lane_of(belts, last)->chain = 0;
    return last;
}

int sim_belt_glide(sim_arena *arena, uint32_t front, uint32_t *back)
{
    const sim_belt_lane *line = lane_at(arena, front);
    if (!line->glides || !is_free(arena, line)) return 0;
    *back = sim_belt_glide_by(arena, front, 1);
    return 1;
}

int sim_belt_glide_is_sound(const sim_arena *arena, uint32_t front)
{
    const sim_belt_lane *line = lane_at(arena, front), *ahead = NULL;
    uint32_t expected = line->chain;
    if (!line->glides) return 1;
    if (line->is_loop) return 0;
    for (uint32_t number = front, behind; number != 0; number = behind) {
        const sim_belt_lane *lane = lane_at(arena, number);
        behind = lane_behind(arena, lane, front);
        int is_chained = number == expected;
        if (is_chained) expected = lane->chain;
        if (lane->count > SIM_BELT_LANE_ITEMS || !is_loose(lane, ahead)) return 0;
        if (number != front && !is_chained && (lane->count || behind == 0)) return 0;
        if (behind == 0 && number != front && lane->chain != 0) return 0;
        ahead = lane;
    }
    return expected == 0;
}
