#include "harness/standin/engine/character/walk_step.h"

#include <stdlib.h>

#include "harness/standin/engine/core/prototypes.h"
#include "harness/standin/engine/world/obstacle.h"

#define CLOSING_STEP 8 /* 1/256 tile: the longest of the small steps that close in on an obstacle */

/* A character about to take a step. */
typedef struct walker {
    const sim_arena *arena;
    const sim_prototypes *prototypes;
    const sim_entity_prototype *prototype;
    sim_position from;
    sim_position step; /* the whole step, 1/256 tile */
} walker;

static sim_position moved(sim_position from, int32_t x, int32_t y)
{
    sim_position to = {from.x + x, from.y + y};
    return to;
}

static int is_free(const walker *w, sim_position place)
{
    return sim_obstacle_free(w->arena, w->prototypes, sim_box_at(w->prototype->collision_box, place));
}

static int32_t clipped(int32_t value, int32_t limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* Ways to get past an obstacle, as offsets across the path: to its end before and behind, in the order of trial. */
typedef struct detour {
    int count;
    int32_t across[2];
} detour;

/* Only the nearer end is tried; both, when they are equally near. The preferred one comes first. */
static detour choose_ends(int32_t before, int32_t behind, int prefers_behind)
{
    detour d = {1, {-before < behind ? before : behind, 0}};
    if (-before != behind) return d;
    d.count = 2;
    d.across[0] = prefers_behind ? behind : before;
    d.across[1] = prefers_behind ? before : behind;
    return d;
}

static detour find_detour(const walker *w, sim_box touched)
{
    sim_box box = sim_box_at(w->prototype->collision_box, w->from);
    if (w->step.x != 0) return choose_ends(touched.top - box.bottom - 1, touched.bottom - box.top + 1, 1);
    return choose_ends(touched.left - box.right - 1, touched.right - box.left + 1, 0);
}

/* Steps aside to pass what stands in the way; 0 when that does not help. */
static int step_aside(const walker *w, sim_position *to)
{
    sim_position ahead = moved(w->from, w->step.x, w->step.y);
    sim_obstacle_span touched = sim_obstacle_touched(w->arena, w->prototypes,
                                                     sim_box_at(w->prototype->collision_box, ahead));
    if (!touched.found) return 0;
    detour d = find_detour(w, touched.box);
    int32_t farthest = (int32_t)(w->prototype->corner_sliding_distance * SIM_FIXED_ONE);
    int32_t length = abs(w->step.x) + abs(w->step.y);
    for (int i = 0; i < d.count; i++) {
        int32_t across = d.across[i], first = clipped(across, length);
        if (abs(across) > farthest) continue;
        int along_x = w->step.x != 0;
        sim_position past = along_x ? moved(ahead, 0, across) : moved(ahead, across, 0);
        sim_position aside = along_x ? moved(w->from, 0, first) : moved(w->from, first, 0);
        if (!is_free(w, past) || !is_free(w, aside)) continue;
        *to = aside;
        return 1;
    }
    return 0;
}

/* Takes a shortened step on both axes or on one; 0 when an obstacle holds it back. */
static int take_step(const walker *w, int32_t x, int32_t y, sim_position *to)
{
    const sim_position tries[3] = {{x, y}, {x, 0}, {0, y}};
    int count = x != 0 && y != 0 ? 3 : 1;
    for (int i = 0; i < count; i++) {
        if ((tries[i].x | tries[i].y) == 0) continue;
        sim_position place = moved(w->from, tries[i].x, tries[i].y);
        if (!is_free(w, place)) continue;
        *to = place;
        return 1;
    }
    return 0;
}

/* Where a character gets that an obstacle holds back from its whole step. */
static sim_position held_back(const walker *w)
{
    sim_position to = w->from;
    int is_straight = w->step.x == 0 || w->step.y == 0;
    if (is_straight && step_aside(w, &to)) return to;
    if (!is_straight && take_step(w, w->step.x, w->step.y, &to)) return to;
    if (take_step(w, w->step.x / 2, w->step.y / 2, &to)) return to;
    for (int32_t length = CLOSING_STEP; length > 0; length--)
        if (take_step(w, clipped(w->step.x, length), clipped(w->step.y, length), &to)) return to;
    return to;
}

sim_position sim_walk_step(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t prototype,
                           sim_position from, sim_position step, int *is_held)
{
    walker w = {arena, prototypes, &prototypes->entities[prototype], from, step};
    sim_position to = moved(from, step.x, step.y);
    *is_held = !is_free(&w, to);
    return *is_held ? held_back(&w) : to;
}
