/* Inserters sleep and wake without a trace: random yards of chests, belts and inserters of every kind, changed at
 * random while they work.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#include "tests/c/engine/inserter_kit.h"

#define SIDE 9
#define YARDS 25
#define TICKS 700

static const char *const INSERTERS[] = {"burner-inserter", "inserter", "long-handed-inserter", "fast-inserter",
                                        "bulk-inserter"};
static const char *const ITEMS[] = {"coal", "wood", "iron-plate", "copper-plate"};

typedef struct yard {
    sim_arena *arena;
    uint32_t slots[SIDE][SIDE];
    sim_random dice;
} yard;

static uint32_t roll(yard *yard, uint32_t sides)
{
    return sim_random_next(&yard->dice) % sides;
}

static void build_something(yard *yard, int32_t x, int32_t y)
{
    uint8_t direction = (uint8_t)(roll(yard, 4) * 4);
    const char *name = "wooden-chest";
    uint32_t kind = roll(yard, 10);
    if (kind < 4) name = INSERTERS[roll(yard, 5)];
    if (kind >= 7) name = "transport-belt";
    if (roll(yard, 3) == 0) return;
    yard->slots[y][x] = build(yard->arena, name, x, y, direction);
    if (kind == 4 || kind == 5) sim_transfer_insert(yard->arena, prototypes, yard->slots[y][x], item("copper-plate"), 1600);
}

static yard make_yard(uint32_t seed)
{
    yard made = {.arena = make_inserter_arena()};
    sim_random_seed(&made.dice, seed);
    sim_force_set_bonus(made.arena, prototypes, SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS, 0, 2.0);
    for (int32_t y = 0; y < SIDE; y++)
        for (int32_t x = 0; x < SIDE; x++) build_something(&made, x, y);
    return made;
}

static void change_something(yard *yard)
{
    int32_t x = (int32_t)roll(yard, SIDE), y = (int32_t)roll(yard, SIDE);
    uint32_t slot = yard->slots[y][x], what = roll(yard, 12);
    const char *name = ITEMS[roll(yard, 4)];
    if (slot == 0) {
        if (what == 0) build_something(yard, x, y);
        return;
    }
    sim_handle handle = sim_entity_handle(yard->arena, slot);
    if (what == 0) destroy(yard->arena, slot), yard->slots[y][x] = 0;
    if (what == 1) sim_entity_turn(yard->arena, prototypes, handle, (uint8_t)(roll(yard, 4) * 4));
    if (what == 2) sim_transfer_take(yard->arena, prototypes, slot, item("copper-plate"), 1 + roll(yard, 20));
    if (what == 10) sim_transfer_take(yard->arena, prototypes, slot, item(name), 1 + roll(yard, 20));
    if (what == 3) sim_inserter_set_filter(yard->arena, prototypes, slot, roll(yard, 5), item(name));
    if (what == 4) sim_inserter_hold(yard->arena, prototypes, slot, item(name), (uint16_t)roll(yard, 3));
    if (what == 5) sim_inserter_set_filter(yard->arena, prototypes, slot, roll(yard, 5), 0);
    if (what > 5 && what < 10) sim_transfer_insert(yard->arena, prototypes, slot, item(name), 1 + roll(yard, 9));
    if (what > 5) sim_belt_insert(yard->arena, prototypes, slot, roll(yard, 2), 128, item(name));
}

TEST(with_all_awake_in_every_tick_the_state_is_the_same)
{
    for (uint32_t seed = 0; seed < YARDS; seed++) {
        yard sleeping = make_yard(seed), waking = make_yard(seed);
        for (int tick = 0; tick < TICKS; tick++) {
            if (tick % 7 == 0) change_something(&sleeping), change_something(&waking);
            sim_pool_wake_all(waking.arena);
            sim_run(sleeping.arena, prototypes, 1);
            sim_run(waking.arena, prototypes, 1);
            CHECK(sim_arena_hash(sleeping.arena, prototypes) == sim_arena_hash(waking.arena, prototypes));
            if (tick % 50 == 0) check_sane(sleeping.arena);
        }
        free(sleeping.arena);
        free(waking.arena);
    }
}

static int serves_a_belt_or_an_inserter(const sim_arena *arena, const sim_inserter *inserter)
{
    return record_of(arena, inserter->target) != NULL ||
           (inserter->source && sim_belt_is_belt(arena, prototypes, inserter->source)) ||
           (inserter->target && sim_belt_is_belt(arena, prototypes, inserter->target));
}

/* Units of all items but fuel, which is burned. */
static uint64_t units(const sim_arena *arena)
{
    uint64_t total = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        for (uint32_t i = 0;; i++) {
            sim_stack stack = sim_transfer_content(arena, prototypes, slot, i);
            if (stack.item == 0) break;
            if (stack.item == item("iron-plate") || stack.item == item("copper-plate")) total += stack.count;
        }
    }
    return total + sim_ground_item_total(arena, prototypes, item("iron-plate")) +
           sim_ground_item_total(arena, prototypes, item("copper-plate"));
}

TEST(nothing_is_made_or_lost_between_changes)
{
    for (uint32_t seed = 0; seed < YARDS; seed++) {
        yard yard = make_yard(seed);
        for (int turn = 0; turn < 60; turn++) {
            change_something(&yard);
            uint64_t before = units(yard.arena);
            sim_run(yard.arena, prototypes, 10);
            CHECK_EQ_INT(units(yard.arena), before);
        }
        free(yard.arena);
    }
}

TEST(away_from_belts_and_other_inserters_almost_all_sleep_in_the_end)
{
    uint32_t awake = 0, live = 0;
    for (uint32_t seed = 0; seed < YARDS; seed++) {
        yard yard = make_yard(seed);
        sim_run(yard.arena, prototypes, 2000);
        for (uint32_t record = 1; record < yard.arena->pools[SIM_POOL_INSERTER].used; record++) {
            const sim_inserter *inserter = SIM_RECORD(yard.arena, SIM_POOL_INSERTER, sim_inserter, record);
            if (serves_a_belt_or_an_inserter(yard.arena, inserter)) continue;
            live++;
            awake += (uint32_t)sim_pool_is_awake(yard.arena, SIM_POOL_INSERTER, record);
        }
        free(yard.arena);
    }
    CHECK(live > 200); /* some carry things round in a circle, for ever */
    CHECK(awake * 50 < live);
}

TEST(it_goes_on_when_what_stood_where_it_lays_down_is_gone)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle chest = put(arena, "wooden-chest", CENTRE, CENTRE - TILE, 0);
    put(arena, "burner-inserter", CENTRE, CENTRE, 0);
    sim_handle wall = put(arena, "stone-wall", CENTRE, CENTRE + TILE, 0);
    CHECK_EQ_INT(sim_transfer_insert(arena, prototypes, chest.index, item("iron-plate"), 5), 5);
    sim_run(arena, prototypes, 300);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 0);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, wall), SIM_OK);
    sim_run(arena, prototypes, 2);
    CHECK_EQ_INT(sim_ground_item_total(arena, prototypes, 0), 1);
    free(arena);
}

/* The one that fell asleep first takes it, as factory-sim has it. */
TEST(items_that_fall_far_away_leave_the_order_of_sleepers_alone)
{
    sim_arena *arena = make_arena(64, 16);
    sim_handle chest = put(arena, "wooden-chest", CENTRE, CENTRE, 0);
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, "burner-inserter"), .force = SIM_FORCE_ARENA};
    sim_handle first, last;
    spec.direction = 12;
    spec.position = (sim_position){CENTRE + TILE, CENTRE};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &first), SIM_OK);
    spec.direction = 4;
    spec.position = (sim_position){CENTRE - TILE, CENTRE};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &last), SIM_OK);
    sim_run(arena, prototypes, 60);
    sim_entity_spec pile = {.prototype = prototypes->item_entity, .amount = 1, .item = item("stone"),
                            .position = {CENTRE + TILE, 6 * TILE}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &pile, NULL), SIM_OK);
    sim_run(arena, prototypes, 5);
    CHECK_EQ_INT(sim_transfer_insert(arena, prototypes, chest.index, item("wood"), 1), 1);
    sim_run(arena, prototypes, 1);
    CHECK_EQ_INT(sim_inserter_held(arena, prototypes, last.index).count, 1);
    CHECK_EQ_INT(sim_inserter_held(arena, prototypes, first.index).count, 0);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(with_all_awake_in_every_tick_the_state_is_the_same);
    RUN(nothing_is_made_or_lost_between_changes);
    RUN(away_from_belts_and_other_inserters_almost_all_sleep_in_the_end);
    RUN(it_goes_on_when_what_stood_where_it_lays_down_is_gone);
    RUN(items_that_fall_far_away_leave_the_order_of_sleepers_alone);
    return kit_end();
}
