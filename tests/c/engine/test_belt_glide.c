/* Lines that glide move as lines whose lanes are all looked at: the same state after every tick, whatever is put on the
 * belts, taken, turned, built and removed meanwhile.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "harness/standin/engine/belts/belt_glide.h"
#include "harness/standin/engine/belts/belt_line.h"
#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"

enum { NETS = 24, ROUNDS = 120, SIDE = 7, PIECES = 110, MOST_TICKS = 25 };

static const char *const PIECE[] = {"transport-belt", "transport-belt", "transport-belt", "transport-belt",
                                    "transport-belt", "fast-transport-belt", "underground-belt", "splitter"};

typedef struct net {
    sim_arena *arena;
    sim_random dice;
} net;

static uint32_t roll(net *net, uint32_t sides)
{
    return sim_random_next(&net->dice) % sides;
}

/* Mostly eastward, so that there are long lines and turns besides loops and dead ends. */
static uint8_t roll_direction(net *net)
{
    return roll(net, 3) ? EAST : (uint8_t)(roll(net, 4) * 4);
}

static void build_piece(net *net)
{
    sim_handle none = {0, 0};
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, PIECE[roll(net, 8)]), .force = SIM_FORCE_ARENA,
                            .direction = roll_direction(net),
                            .position = {((int32_t)roll(net, 2 * SIDE) - SIDE) * TILE + CENTRE,
                                         ((int32_t)roll(net, 2 * SIDE) - SIDE) * TILE + CENTRE}};
    int is_splitter = prototypes->entities[spec.prototype].type == SIM_TYPE_SPLITTER;
    if (is_splitter && spec.direction % 8 == 0) spec.position.x -= CENTRE;
    if (is_splitter && spec.direction % 8 == 4) spec.position.y -= CENTRE;
    if (sim_entity_can_place(net->arena, prototypes, spec.prototype, spec.direction, spec.position, none))
        sim_entity_create(net->arena, prototypes, &spec, NULL);
}

static void change_something(net *net)
{
    static const char *const ITEMS[] = {"iron-plate", "iron-plate", "coal"};
    uint32_t slot = 1 + roll(net, net->arena->entity_slots), what = roll(net, 16);
    int32_t place = (int32_t)roll(net, 256);
    uint16_t kind = item(ITEMS[roll(net, 3)]), taken;
    const sim_entity *entity = sim_entity_slot(net->arena, slot);
    uint32_t lines = entity ? sim_belt_line_count(net->arena, prototypes, slot) : 0;
    sim_belt_item row;
    if (what == 0) build_piece(net);
    if (lines == 0) return;
    if (what == 1) sim_entity_destroy(net->arena, prototypes, sim_entity_handle(net->arena, slot));
    if (what == 2) sim_entity_turn(net->arena, prototypes, sim_entity_handle(net->arena, slot), roll_direction(net));
    if (what > 2 && what < 12) sim_belt_insert(net->arena, prototypes, slot, roll(net, lines), place, kind);
    if (what >= 12 && sim_belt_items(net->arena, prototypes, slot, &row, 1))
        sim_belt_remove_id(net->arena, prototypes, slot, row.id, &taken);
}

static net make_net(uint32_t seed)
{
    net made = {.arena = make_arena(64, 400)};
    sim_random_seed(&made.dice, seed);
    lay_line(made.arena, "transport-belt", -SIDE, SIDE + 2, 2 * SIDE, (uint32_t[2 * SIDE]){0});
    for (int i = 0; i < PIECES; i++) build_piece(&made);
    for (int i = 0; i < PIECES; i++) change_something(&made);
    return made;
}

/* Lines that glide now. */
static uint32_t count_gliding(const sim_arena *arena)
{
    uint32_t gliding = 0;
    for (uint32_t lane = 2; lane < 2 * arena->pools[SIM_POOL_BELT].used; lane++)
        gliding += sim_belt_lane_at(arena, lane)->line == lane && sim_belt_lane_at(arena, lane)->glides;
    return gliding;
}

/* Ticks in each of which every lane is looked at. */
static void run_without_gliding(sim_arena *arena, uint32_t ticks)
{
    for (uint32_t tick = 0; tick < ticks; tick++) {
        for (uint32_t lane = 2; lane < 2 * arena->pools[SIM_POOL_BELT].used; lane++)
            sim_belt_lane_at(arena, lane)->glides = 0;
        sim_run(arena, prototypes, 1);
    }
}

TEST(a_line_that_glides_moves_as_one_that_does_not)
{
    uint32_t gliding = 0;
    for (uint32_t seed = 0; seed < NETS; seed++) {
        net gliders = make_net(seed), walkers = make_net(seed);
        for (int round = 0; round < ROUNDS; round++) {
            uint32_t ticks = 1 + (uint32_t)(round * 7 % MOST_TICKS);
            for (uint32_t tick = 0; tick < ticks; tick++) {
                sim_run(gliders.arena, prototypes, 1);
                gliding += count_gliding(gliders.arena);
            }
            run_without_gliding(walkers.arena, ticks);
            CHECK_EQ_INT(sim_arena_hash(gliders.arena, prototypes), sim_arena_hash(walkers.arena, prototypes));
            check_sane(gliders.arena);
            change_something(&gliders);
            change_something(&walkers);
        }
        free(gliders.arena);
        free(walkers.arena);
    }
    CHECK(gliding > NETS * ROUNDS); /* or the test tests nothing */
}

TEST(an_item_alone_on_a_long_line_glides_until_it_comes_to_the_end)
{
    uint32_t slots[12];
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    put_on(arena, slots[0], 0, 200);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(count_gliding(arena), 1);
    sim_run(arena, prototypes, 12 * 256 / 8);
    CHECK_EQ_INT(place_at(arena, slots[11], 0, 0), 0);
    CHECK_EQ_INT(arena->newest_line, 0);
    free(arena);
}

TEST(an_item_put_close_to_another_ends_the_gliding)
{
    uint32_t slots[12];
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    put_on(arena, slots[0], 0, 200);
    sim_run(arena, prototypes, 2);
    put_on(arena, slots[3], 0, 100);
    CHECK_EQ_INT(count_gliding(arena), 0);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(count_gliding(arena), 1);
    free(arena);
}

TEST(a_chain_that_leaves_an_item_out_is_found_by_the_sweep)
{
    uint32_t slots[12];
    sim_fault fault;
    sim_arena *arena = make_arena(64, 40);
    lay_line(arena, "transport-belt", -6, 0, 12, slots);
    put_on(arena, slots[2], 0, 200);
    sim_run(arena, prototypes, 2);
    uint32_t front = sim_belt_lane_at(arena, sim_entity_slot(arena, slots[2])->record * 2)->line;
    CHECK_EQ_INT(sim_arena_check(arena, prototypes, &fault), 1);
    sim_belt_lane_at(arena, front)->chain = sim_belt_lane_at(arena, sim_belt_lane_at(arena, front)->chain)->chain;
    CHECK_EQ_INT(sim_arena_check(arena, prototypes, &fault), 0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_line_that_glides_moves_as_one_that_does_not);
    RUN(an_item_alone_on_a_long_line_glides_until_it_comes_to_the_end);
    RUN(an_item_put_close_to_another_ends_the_gliding);
    RUN(a_chain_that_leaves_an_item_out_is_found_by_the_sweep);
    return kit_end();
}
