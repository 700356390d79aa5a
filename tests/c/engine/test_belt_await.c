/* Drills and inserters sleep over belts that stand still, and whatever moves those wakes them.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "suites/bench/c/factory_scene.h"
#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"
#include "tests/c/engine/inserter_kit.h"
#include "tests/c/engine/machine_kit.h"

enum { BELTS = 30, YARDS = 12, ROUNDS = 60, YARD_SIDE = 10 };

/* Belts to the east from tile -4, -2 on, the first of them under the drop position of a burner drill on iron ore. */
static sim_handle make_full_belt(sim_arena *arena, uint32_t *slots)
{
    for (int32_t i = 0; i < 4; i++) put(arena, "iron-ore", (i % 2 - 4) * TILE + CENTRE, (i / 2 - 1) * TILE + CENTRE, 1000);
    lay_line(arena, "transport-belt", -4, -2, BELTS, slots);
    sim_handle drill = put(arena, "burner-mining-drill", -3 * TILE, 0, 0);
    give(arena, drill, "coal", 50);
    for (uint32_t i = BELTS; i-- > 0;)
        while (sim_belt_insert_at_back(arena, prototypes, slots[i], 0, item("coal")) == SIM_OK ||
               sim_belt_insert_at_back(arena, prototypes, slots[i], 1, item("coal")) == SIM_OK)
            sim_run(arena, prototypes, 60);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(status_of(arena, drill), SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION);
    return drill;
}

TEST(a_drill_over_a_full_belt_sleeps_until_an_item_goes_from_it)
{
    uint32_t slots[BELTS];
    sim_arena *arena = make_arena(80, 100);
    make_full_belt(arena, slots);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    CHECK_EQ_INT(arena->awake & ~(uint64_t)SIM_AWAKE_POLLUTION, 0);
    for (uint32_t i = 0; i < 4; i++)
        CHECK_EQ_INT(sim_belt_remove(arena, prototypes, slots[BELTS - 1], i % 2, 0, NULL), SIM_OK);
    uint32_t before = sim_belt_count(arena, 0);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(sim_belt_count(arena, 0), before + 1);
    check_sane(arena);
    free(arena);
}

TEST(it_sleeps_on_while_items_come_to_the_end_of_the_queue_that_it_stands_over)
{
    uint32_t slots[BELTS], behind[10];
    sim_arena *arena = make_arena(80, 100);
    make_full_belt(arena, slots);
    lay_line(arena, "transport-belt", -14, -2, 10, behind);
    sim_run(arena, prototypes, 1000);
    put_on(arena, behind[0], 0, 255);
    put_on(arena, behind[0], 1, 255);
    for (int tick = 0; tick < 200; tick++) {
        sim_run(arena, prototypes, 1);
        CHECK(arena->pools[SIM_POOL_BELT].awake > 0);
        if (tick > 0) CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0); /* the lines' wake was news */
    }
    free(arena);
}

TEST(it_wakes_when_a_belt_far_ahead_is_taken_away_and_when_one_is_added)
{
    uint32_t slots[BELTS];
    sim_arena *arena = make_arena(80, 100);
    make_full_belt(arena, slots);
    uint32_t before = sim_belt_count(arena, 0);
    lay(arena, "transport-belt", BELTS - 4, -2, EAST);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(sim_belt_count(arena, 0), before + 1);
    sim_run(arena, prototypes, 3000);
    CHECK_EQ_INT(arena->pools[SIM_POOL_MACHINE].awake, 0);
    remove_slot(arena, slots[BELTS - 3]); /* the line breaks in two; nothing in the rear one moves */
    sim_run(arena, prototypes, 60);
    check_sane(arena);
    remove_slot(arena, slots[BELTS - 4]);
    before = sim_belt_count(arena, 0);
    lay(arena, "transport-belt", BELTS - 8, -2, EAST);
    sim_run(arena, prototypes, 60);
    CHECK_EQ_INT(sim_belt_count(arena, 0), before + 1);
    free(arena);
}

TEST(an_inserter_that_finds_no_gap_on_a_full_belt_sleeps_until_there_is_one)
{
    uint32_t slots[4];
    sim_arena *arena = make_inserter_arena();
    lay_line(arena, "transport-belt", 0, 0, 4, slots);
    uint32_t chest = build(arena, "iron-chest", 0, 2, 0);
    build(arena, "inserter", 0, 1, SOUTH);
    fill(arena, chest, "iron-plate", 100);
    sim_run(arena, prototypes, 3000);
    CHECK_EQ_INT(arena->awake, 0);
    CHECK(in_chest(arena, chest, "iron-plate") > 50);
    uint32_t left = in_chest(arena, chest, "iron-plate");
    CHECK(sim_belt_take(arena, prototypes, slots[3], 0, 8) > 0);
    sim_run(arena, prototypes, 200);
    CHECK(in_chest(arena, chest, "iron-plate") < left);
    sim_run(arena, prototypes, 1000);
    CHECK_EQ_INT(arena->awake, 0);
    check_sane(arena);
    free(arena);
}

/* Inserters have burned their coal, the belt has filled up, drills wait over it, furnaces have nothing to smelt. */
TEST(a_jammed_factory_has_no_record_awake)
{
    prototypes = sim_builtin_prototypes();
    sim_arena *arena = scene_starter_factory(prototypes);
    sim_run(arena, prototypes, 70000);
    uint32_t blocked = 0, unfed = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        enum sim_status status = sim_entity_status(arena, prototypes, slot);
        blocked += status == SIM_STATUS_WAITING_FOR_SPACE_IN_DESTINATION;
        unfed += status == SIM_STATUS_NO_FUEL;
    }
    CHECK_EQ_INT(blocked, STARTER_DRILLS);
    CHECK(unfed >= STARTER_FURNACES - 1); /* an inserter with less energy than a step takes has a status of its own */
    CHECK_EQ_INT(scene_awake(arena), 0);
    check_sane(arena);
    free(arena);
}

/* Yards that jam and are set free again ----------------------------------------------------------------------------- */

typedef struct yard {
    sim_arena *arena;
    sim_random dice;
} yard;

static uint32_t roll(yard *yard, uint32_t sides)
{
    return sim_random_next(&yard->dice) % sides;
}

static void build_something(yard *yard)
{
    static const char *const NAMES[] = {"transport-belt", "transport-belt",  "fast-transport-belt", "underground-belt",
                                        "iron-chest",     "burner-inserter", "inserter",            "burner-inserter",
                                        "stone-furnace",  "burner-mining-drill", "burner-mining-drill"};
    uint16_t prototype = sim_entity_named(prototypes, NAMES[roll(yard, 11)]);
    sim_box box = prototypes->entities[prototype].collision_box;
    int32_t half = box.right - box.left > TILE ? 0 : CENTRE;
    sim_entity_spec spec = {.prototype = prototype, .direction = (uint8_t)(4 * roll(yard, 4)), .force = SIM_FORCE_ARENA,
                            .position = {((int32_t)roll(yard, YARD_SIDE) - YARD_SIDE / 2) * TILE + half,
                                         ((int32_t)roll(yard, YARD_SIDE) - YARD_SIDE / 2) * TILE + half}};
    sim_handle none = {0, 0}, built;
    uint32_t coal = 1 + roll(yard, 2);
    if (!sim_entity_can_place(yard->arena, prototypes, prototype, spec.direction, spec.position, none)) return;
    if (sim_entity_create(yard->arena, prototypes, &spec, &built) == SIM_OK) give(yard->arena, built, "coal", coal);
}

static yard make_jamming_yard(uint32_t seed)
{
    uint32_t slots[YARD_SIDE];
    yard made = {.arena = make_inserter_arena()};
    sim_random_seed(&made.dice, seed);
    for (int32_t y = -YARD_SIDE / 2; y < YARD_SIDE / 2; y++)
        for (int32_t x = -YARD_SIDE / 2; x < YARD_SIDE / 2; x++)
            if (roll(&made, 3) == 0) put(made.arena, "iron-ore", x * TILE + CENTRE, y * TILE + CENTRE, 500);
    lay_line(made.arena, "transport-belt", -YARD_SIDE / 2, 0, YARD_SIDE, slots);
    for (int i = 0; i < 70; i++) build_something(&made);
    return made;
}

static void change_the_yard(yard *yard)
{
    static const char *const ITEMS[] = {"coal", "iron-ore", "iron-plate"};
    uint32_t slot = 1 + roll(yard, yard->arena->entity_slots - 1), what = roll(yard, 9);
    uint16_t kind = item(ITEMS[roll(yard, 3)]);
    const sim_entity *entity = sim_entity_slot(yard->arena, slot);
    if (entity == NULL || prototypes->entities[entity->prototype].type == SIM_TYPE_RESOURCE) what = 0;
    switch (what) {
    case 0: build_something(yard); break;
    case 1: sim_entity_destroy(yard->arena, prototypes, sim_entity_handle(yard->arena, slot)); break;
    case 2: sim_entity_turn(yard->arena, prototypes, sim_entity_handle(yard->arena, slot), (uint8_t)(4 * roll(yard, 4))); break;
    case 3: case 4: sim_transfer_insert(yard->arena, prototypes, slot, kind, 1 + roll(yard, 3)); break;
    case 5: sim_transfer_empty(yard->arena, prototypes, slot, kind, 1 + roll(yard, 3)); break;
    default: sim_transfer_take(yard->arena, prototypes, slot, kind, 1 + roll(yard, 3)); break;
    }
}

TEST(yards_that_jam_are_the_same_with_all_awake_in_every_tick_and_run_at_once)
{
    uint64_t asleep = 0, live = 0;
    for (uint32_t seed = 0; seed < YARDS; seed++) {
        yard yards[3] = {make_jamming_yard(seed), make_jamming_yard(seed), make_jamming_yard(seed)};
        for (int round = 0; round < ROUNDS; round++) {
            uint32_t ticks = round % 10 == 0 ? 2000 : 1 + (uint32_t)(round * 7 % 60);
            sim_run(yards[0].arena, prototypes, ticks);
            for (uint32_t tick = 0; tick < ticks; tick++) {
                sim_run(yards[1].arena, prototypes, 1);
                sim_pool_wake_all(yards[2].arena);
                sim_run(yards[2].arena, prototypes, 1);
            }
            uint64_t hash = sim_arena_hash(yards[0].arena, prototypes);
            CHECK_EQ_INT(sim_arena_hash(yards[1].arena, prototypes), hash);
            CHECK_EQ_INT(sim_arena_hash(yards[2].arena, prototypes), hash);
            check_sane(yards[0].arena);
            const sim_pool *drills = &yards[0].arena->pools[SIM_POOL_MACHINE];
            live += drills->live;
            asleep += drills->live - drills->awake;
            for (int i = 0; i < 3; i++) change_the_yard(&yards[i]);
        }
        for (int i = 0; i < 3; i++) free(yards[i].arena);
    }
    CHECK(asleep * 2 > live);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_drill_over_a_full_belt_sleeps_until_an_item_goes_from_it);
    RUN(it_sleeps_on_while_items_come_to_the_end_of_the_queue_that_it_stands_over);
    RUN(it_wakes_when_a_belt_far_ahead_is_taken_away_and_when_one_is_added);
    RUN(an_inserter_that_finds_no_gap_on_a_full_belt_sleeps_until_there_is_one);
    RUN(a_jammed_factory_has_no_record_awake);
    RUN(yards_that_jam_are_the_same_with_all_awake_in_every_tick_and_run_at_once);
    return kit_end();
}
