#include "harness/standin/engine/belts/belt_line.h"

#include "harness/standin/engine/belts/belt_await.h"
#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/belts/belt_glide.h"
#include "harness/standin/engine/belts/belt_lane.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/inserters/inserter_quiet.h"

/* Lines that wait for each other within one update: bounds the stack. No line of a real factory comes near. */
#define MAX_DEPTH 256
_Static_assert(sizeof(sim_belt) == 256, "see belt.h");

/* One tick of belts on its way. */
typedef struct update {
    sim_arena *arena;
    uint32_t loaded; /* lanes that were loaded from the side for the first time, chained by `chain` */
} update;

static sim_belt_lane *lane_at(const sim_arena *arena, uint32_t lane)
{
    return sim_belt_lane_at(arena, lane);
}

/* The order ------------------------------------------------------------------------------------------------------ */

static void append(sim_arena *arena, uint32_t front)
{
    sim_belt_lane *line = lane_at(arena, front);
    line->older = arena->newest_line;
    line->newer = 0;
    if (arena->newest_line) lane_at(arena, arena->newest_line)->newer = front;
    arena->newest_line = front;
    line->is_awake = 1;
    line->woken = arena->belt_updates;
    arena->quiet_updates = 0;
    sim_pool_wake(arena, SIM_POOL_BELT, front / 2);
    sim_inserter_hear_line(arena, front);
    sim_belt_tell_line(arena, front);
}

void sim_belt_line_wake_first(sim_arena *arena, uint32_t front)
{
    sim_belt_lane *line = lane_at(arena, front);
    uint32_t oldest = arena->newest_line;
    if (line->is_awake) return;
    append(arena, front);
    if (oldest == 0) return;
    arena->newest_line = line->older;
    lane_at(arena, line->older)->newer = 0;
    while (lane_at(arena, oldest)->older != 0) oldest = lane_at(arena, oldest)->older;
    lane_at(arena, oldest)->older = front;
    line->newer = oldest;
    line->older = 0;
}

void sim_belt_line_wake(sim_arena *arena, uint32_t lane)
{
    uint32_t front = lane_at(arena, lane)->line;
    if (!lane_at(arena, front)->is_awake) append(arena, front);
}

void sim_belt_line_sleep(sim_arena *arena, uint32_t front)
{
    sim_belt_lane *line = lane_at(arena, front);
    if (!line->is_awake) return;
    if (line->newer)
        lane_at(arena, line->newer)->older = line->older;
    else
        arena->newest_line = line->older;
    if (line->older) lane_at(arena, line->older)->newer = line->newer;
    line->is_awake = 0; /* `older` stays: a tick on its way through the order goes on from here */
    if (!lane_at(arena, front ^ 1)->is_awake) sim_pool_sleep(arena, SIM_POOL_BELT, front / 2);
}

/* An item comes to the line of the lane: one that had none begins anew at the end of the order. */
void sim_belt_line_welcome(sim_arena *arena, uint32_t lane)
{
    uint32_t front = lane_at(arena, lane)->line;
    sim_belt_lane *line = lane_at(arena, front);
    if (line->items == 0) sim_belt_line_sleep(arena, front);
    sim_belt_line_wake(arena, front);
}

/* The foremost lane ---------------------------------------------------------------------------------------------- */

/* The foremost item leaves its line for `place` on another lane. */
static void leave(update *u, uint32_t front, uint32_t to, int32_t place)
{
    sim_arena *arena = u->arena;
    sim_belt_lane *lane = lane_at(arena, front), *target = lane_at(arena, to);
    if (lane->entry >= 0 && !target->was_loaded) {
        target->was_loaded = 1;
        target->chain = u->loaded;
        u->loaded = to;
    }
    sim_belt_line_welcome(arena, to);
    sim_belt_lane_put(arena, to, place, lane->item[0], lane->id[0]);
    sim_belt_lane_delete(lane, 0);
    lane->items--;
}

static int move_front_on(update *u, uint32_t front)
{
    sim_arena *arena = u->arena;
    sim_belt_lane *lane = lane_at(arena, front), *ahead = lane_at(arena, lane->next);
    int moved = sim_belt_lane_move(lane, sim_belt_lane_limit(ahead, lane->speed));
    if (lane->position[0] < 0) leave(u, front, lane->next, lane->position[0] + ahead->length);
    return moved;
}

/* A lane that ends, at a side or at nothing: items stop at 0, or go over to where `to` and `place` say. */
static int move_front_over(update *u, uint32_t front, uint32_t to, int32_t place)
{
    sim_belt_lane *lane = lane_at(u->arena, front);
    if (to) leave(u, front, to, place);
    int moved = lane->count ? sim_belt_lane_move(lane, 0) : 0;
    return moved || to;
}

/* An item that crosses the seam moves once more as far as it went beyond it, unless that brings it too close. */
static void cross_seam(sim_arena *arena, uint32_t front)
{
    sim_belt_lane *lane = lane_at(arena, front), *back = lane_at(arena, lane->next);
    int32_t beyond = -lane->position[0], place = back->length - 2 * beyond;
    if (back->count && back->position[back->count - 1] + SIM_BELT_ITEM_LENGTH > place)
        place = back->position[back->count - 1] + SIM_BELT_ITEM_LENGTH;
    if (place > back->length - beyond) place = back->length - beyond;
    uint16_t item = lane->item[0];
    uint32_t id = lane->id[0];
    sim_belt_lane_drop(arena, front, 0);
    sim_belt_lane_put(arena, lane->next, place, item, id);
}

/* A lane that loads onto a side. Items that a script has put so close together that a step brings several to the end go
 * over one after the other. */
static int load(update *u, uint32_t front)
{
    sim_belt_lane *lane = lane_at(u->arena, front);
    int loaded = 0;
    for (; lane->count && lane->position[0] < lane->speed; loaded = 1) {
        int32_t wanted = lane->entry + lane->position[0] - lane->speed;
        int32_t place = sim_belt_lane_place(u->arena, lane->next, lane->entry, wanted);
        if (place < 0) break;
        leave(u, front, lane->next, place);
    }
    return (lane->count ? sim_belt_lane_move(lane, 0) : 0) || loaded;
}

static int move_front(update *u, uint32_t front)
{
    sim_arena *arena = u->arena;
    sim_belt_lane *lane = lane_at(arena, front);
    if (lane->count == 0) return 0;
    int32_t wanted = lane->position[0] - lane->speed, place = -1;
    if (lane->is_loop) {
        int is_full = lane_at(arena, lane->next)->count == SIM_BELT_LANE_ITEMS;
        return sim_belt_lane_move(lane, is_full ? 0 : -lane->speed);
    }
    if (lane->next && lane->entry < 0) return move_front_on(u, front);
    if (lane->next) return load(u, front);
    if (wanted >= 0) return move_front_over(u, front, 0, 0);
    if (sim_belt_at(arena, front / 2)->kind != SIM_BELT_SPLITTER_IN) return move_front_over(u, front, 0, 0);
    uint32_t to = sim_splitter_route(arena, front, wanted, &place);
    if (to) sim_splitter_routed(arena, front, to);
    return move_front_over(u, front, to, place);
}

/* A line --------------------------------------------------------------------------------------------------------- */

/* Notes how far nothing moves, where that saves a look. */
static void note_head(sim_belt_lane *line, uint32_t front, uint32_t head)
{
    if (head == 0 || head == front) return;
    line->head_rests = 1;
    line->chain = head;
}

/* Moves all items of the lanes behind `last`, up to which some have `moved` or the head rests; then `last` is the last lane
 * of the line, and `head` that of its head, 0 for none. Returns whether any moved. */
static int move_lanes_behind(sim_arena *arena, uint32_t front, int moved, uint32_t *last, uint32_t *head)
{
    sim_belt_lane *ahead = lane_at(arena, *last);
    for (uint32_t number = ahead->previous; number != 0 && number != front;) {
        sim_belt_lane *lane = lane_at(arena, number);
        if (lane->line != front) break;
        if (lane->count && sim_belt_lane_move(lane, sim_belt_lane_limit(ahead, lane->speed))) {
            moved = 1;
            sim_belt_tell_lane(arena, number);
            if (lane->position[0] < 0) {
                sim_belt_lane_cross(lane, ahead);
                if (*head == *last) *head = *last == front ? 0 : ahead->next;
            }
        }
        if (!moved) *head = number;
        *last = number;
        ahead = lane;
        number = lane->previous;
    }
    return moved;
}

/* Moves all items of a line; the last lane goes to `back`. Returns whether any moved. A head that rested stays at rest as
 * long as the foremost lane does and nobody changes anything on it. */
static int move_lanes(update *u, uint32_t front, uint32_t *back)
{
    sim_arena *arena = u->arena;
    sim_belt_lane *line = lane_at(arena, front);
    int moved = move_front(u, front);
    uint32_t head = moved ? 0 : line->head_rests ? line->chain : front;
    *back = head ? head : front;
    if (moved) sim_belt_tell_lane(arena, front);
    moved = move_lanes_behind(arena, front, moved, back, &head);
    if (line->is_loop && line->count && line->position[0] < 0) cross_seam(arena, front);
    line->glides = line->head_rests = 0;
    if (u->loaded == 0) sim_belt_glide_begin(arena, front);
    if (!line->glides) note_head(line, front, head);
    return moved;
}

static void move_line(update *u, uint32_t front, int depth);
static int take_turn(update *u, uint32_t front, int depth);
static void follow_all(update *u, uint32_t front, uint32_t back, int depth, int is_vain);

/* Moves what the line runs into, where that is awake and has not moved; `reads`: who runs into it looks at it. */
static void move_ahead(update *u, uint32_t lane, int depth, int reads)
{
    if (lane == 0) return;
    uint32_t front = lane_at(u->arena, lane)->line;
    const sim_belt_lane *line = lane_at(u->arena, front);
    if (line->is_awake && line->moved != u->arena->belt_updates) move_line(u, front, depth + 1);
    if (reads) sim_belt_settle(u->arena, lane);
}

/* Moves what lies ahead of a line before the line. */
static void move_all_ahead(update *u, uint32_t front, int depth, int reads)
{
    const sim_belt_lane *line = lane_at(u->arena, front);
    const sim_belt *record = sim_belt_at(u->arena, front / 2);
    if (!line->is_loop) move_ahead(u, line->next, depth, reads);
    if (record->kind != SIM_BELT_SPLITTER_IN) return;
    const sim_splitter *splitter = SIM_RECORD(u->arena, SIM_POOL_SPLITTER, sim_splitter, record->partner);
    for (int side = 0; side < 2; side++) move_ahead(u, splitter->output[side] * 2 + front % 2, depth, reads);
}

/* The last lane of a line. */
static uint32_t back_of(const sim_arena *arena, uint32_t front)
{
    uint32_t back = front;
    for (uint32_t behind; (behind = lane_at(arena, back)->previous) != 0 && behind != front; back = behind)
        if (lane_at(arena, behind)->line != front) break;
    return back;
}

/* A line behind one that has had its turn: wakes, and has its own at once unless it has had it. `is_vain`: what it runs
 * into was woken, could not move, and is as it was, so its turn would change nothing. */
static void follow(update *u, uint32_t lane, int depth, int is_vain)
{
    sim_arena *arena = u->arena;
    uint32_t front = lane_at(arena, lane)->line;
    sim_belt_lane *line = lane_at(arena, front);
    if (line->is_awake || line->items == 0) return;
    int has_turn = arena->belt_updates & 1 && line->moved != arena->belt_updates;
    if (!has_turn || !is_vain) append(arena, front);
    if (!has_turn || depth >= MAX_DEPTH) return;
    if (is_vain)
        line->moved = arena->belt_updates;
    else if (take_turn(u, front, depth + 1))
        return;
    follow_all(u, front, back_of(arena, front), depth + 1, 1);
}

/* Everything that runs into the line: behind its last lane, and beside its lanes. */
static void follow_all(update *u, uint32_t front, uint32_t back, int depth, int is_vain)
{
    const sim_arena *arena = u->arena;
    const sim_belt_lane *last = lane_at(arena, back);
    if (last->previous && lane_at(arena, last->previous)->line != front) follow(u, last->previous, depth, is_vain);
    for (uint32_t number = lane_at(arena, front)->is_fed ? front : 0; number != 0;) {
        const sim_belt_lane *lane = lane_at(arena, number);
        for (uint32_t side = 0; lane->feeder && side < 2; side++)
            if (lane_at(arena, lane->feeder * 2 + side)->next == number)
                follow(u, lane->feeder * 2 + side, depth, is_vain);
        number = number == back ? 0 : lane->previous;
    }
    const sim_belt *record = sim_belt_at(arena, back / 2);
    if (record->kind != SIM_BELT_SPLITTER_OUT) return;
    const sim_splitter *splitter = SIM_RECORD(arena, SIM_POOL_SPLITTER, sim_splitter, record->partner);
    for (int side = 0; side < 2; side++) follow(u, splitter->input[side] * 2 + back % 2, depth, is_vain);
}

/* The turn of a line that coasts: what it runs into has its own turn no later. 0 when it has to move. */
static int coast(update *u, uint32_t front, int depth)
{
    if (sim_belt_coasts(u->arena, lane_at(u->arena, front))) {
        move_all_ahead(u, front, depth, 0);
        return 1;
    }
    sim_belt_coast_move(u->arena, front, u->arena->belt_updates - 2);
    return 0;
}

/* Moves a line after what lies ahead of it; what runs into it follows. Returns 0 when it has items and none moved: it
 * sleeps then, and what runs into it is up to the caller. */
static int take_turn(update *u, uint32_t front, int depth)
{
    sim_arena *arena = u->arena;
    sim_belt_lane *line = lane_at(arena, front);
    uint32_t back = front;
    if (depth > MAX_DEPTH) return 1;
    if (line->coast && coast(u, front, depth)) return 1;
    line->moved = arena->belt_updates;
    move_all_ahead(u, front, depth, 1);
    int is_empty = line->items == 0;
    int moved = !is_empty && (sim_belt_glide(arena, front, &back) || move_lanes(u, front, &back));
    if (moved) {
        follow_all(u, front, back, depth, 0);
        sim_belt_coast_begin(arena, front, back);
        return 1;
    }
    sim_belt_line_sleep(arena, front);
    if (!is_empty && line->next) sim_belt_coast_end(arena, lane_at(arena, line->next)->line); /* it waits for that */
    return is_empty;
}

static void move_line(update *u, uint32_t front, int depth)
{
    if (!take_turn(u, front, depth)) follow_all(u, front, back_of(u->arena, front), depth, 0);
}

void sim_belt_line_freed(sim_arena *arena, uint32_t lane)
{
    uint32_t front = lane_at(arena, lane)->line;
    if (lane_at(arena, front)->items) sim_belt_line_wake(arena, front);
    update u = {arena, 0};
    follow_all(&u, front, back_of(arena, front), 0, 0);
}

void sim_belt_line_lost(sim_arena *arena, uint32_t lane)
{
    uint32_t front = lane_at(arena, lane)->line;
    if (lane_at(arena, front)->items == 0) { /* it has no turn, and moves nothing that lies ahead of it */
        sim_belt_line_sleep(arena, front);
        sim_belt_line_freed(arena, lane);
        return;
    }
    sim_belt_line_wake(arena, front);
}

void sim_belt_lines_tick(sim_arena *arena)
{
    update u = {arena, 0};
    arena->belt_updates++;
    if (arena->quiet_updates) {
        arena->quiet_updates--;
        arena->belt_updates++;
        return;
    }
    for (uint32_t front = arena->newest_line; front != 0; front = lane_at(arena, front)->older) {
        const sim_belt_lane *line = lane_at(arena, front);
        if (!line->is_awake || line->moved == arena->belt_updates || line->woken == arena->belt_updates) continue;
        move_line(&u, front, 0);
    }
    while (u.loaded != 0) {
        uint32_t lane = u.loaded;
        u.loaded = lane_at(arena, lane)->chain;
        sim_belt_line_join(arena, lane, 0);
    }
    sim_belt_coast_note_quiet(arena);
    arena->belt_updates++;
    if (arena->newest_line) return;
    for (uint32_t i = 0; (i = sim_pool_next_awake(arena, SIM_POOL_BELT, i)) != 0;)
        sim_pool_sleep(arena, SIM_POOL_BELT, i);
}

/* Whether a lane's items could move, the foremost to `limit` at best. */
static int can_move(const sim_belt_lane *lane, int32_t limit)
{
    int32_t ahead = limit - SIM_BELT_ITEM_LENGTH;
    for (uint32_t i = 0; i < lane->count; i++) {
        if (lane->position[i] > ahead + SIM_BELT_ITEM_LENGTH) return 1;
        ahead = lane->position[i];
    }
    return 0;
}

int sim_belt_line_can_move(const sim_arena *arena, uint32_t front)
{
    const sim_belt_lane *ahead = lane_at(arena, front);
    int32_t limit = 0;
    if (ahead->is_loop) return ahead->items != 0;
    if (ahead->next && ahead->entry < 0) limit = sim_belt_lane_limit(lane_at(arena, ahead->next), ahead->speed);
    if (ahead->count && ahead->position[0] < ahead->speed && ahead->next && ahead->entry >= 0) {
        int32_t wanted = ahead->entry + ahead->position[0] - ahead->speed;
        if (sim_belt_lane_place(arena, ahead->next, ahead->entry, wanted) >= 0) return 1;
    }
    if (can_move(ahead, limit)) return 1;
    for (uint32_t number = ahead->previous; number != 0 && number != front;) {
        const sim_belt_lane *lane = lane_at(arena, number);
        if (lane->line != front) break;
        if (can_move(lane, sim_belt_lane_limit(ahead, lane->speed))) return 1;
        ahead = lane;
        number = lane->previous;
    }
    return 0;
}
