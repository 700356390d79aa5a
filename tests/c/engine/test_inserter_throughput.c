/* Items a second that inserters move, by hand size and belt, as players measured them in the game (the wiki's page
 * Inserters; 2.0 but for what comes from belts, which is of 1.1), and the energy of a cycle.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

#include "tests/c/engine/inserter_kit.h"

#include "harness/standin/engine/inserters/inserter_arm.h"

enum { WARM_UP = 400, TICKS = 3600, BELT_TILES = 16 };

static const char *const BELTS[] = {"transport-belt", "fast-transport-belt", "express-transport-belt"};

static int is_bulk(const char *name)
{
    return strcmp(name, "bulk-inserter") == 0;
}

static int32_t reach_of(const char *name)
{
    return strcmp(name, "long-handed-inserter") == 0 ? 2 : 1;
}

static void set_hand(sim_arena *arena, const char *name, int hand)
{
    enum sim_technology_effect_kind effect = is_bulk(name) ? SIM_TECHNOLOGY_EFFECT_BULK_INSERTER_CAPACITY_BONUS
                                                           : SIM_TECHNOLOGY_EFFECT_INSERTER_STACK_SIZE_BONUS;
    sim_force_set_bonus(arena, prototypes, effect, 0, hand - 1);
}

/* Keeps a chest full: its items do not run out. */
static void refill(sim_arena *arena, uint32_t chest)
{
    if (in_chest(arena, chest, "iron-plate") < 200) fill(arena, chest, "iron-plate", 200);
}

static uint32_t build_inserter(sim_arena *arena, const char *name, int hand)
{
    uint32_t inserter = build(arena, name, 0, 0, 0);
    if (strcmp(name, "burner-inserter") == 0) give_fuel(arena, inserter, "coal", 5);
    set_hand(arena, name, hand);
    return inserter;
}

static double chest_to_chest(const char *name, int hand)
{
    sim_arena *arena = make_inserter_arena();
    uint32_t source = build(arena, "iron-chest", 0, -reach_of(name), 0);
    uint32_t target = build(arena, "iron-chest", 0, reach_of(name), 0), moved = 0;
    build_inserter(arena, name, hand);
    for (int tick = 0; tick < WARM_UP + TICKS; tick++) {
        refill(arena, source);
        sim_run(arena, prototypes, 1);
        uint32_t came = in_chest(arena, target, "iron-plate");
        if (tick >= WARM_UP) moved += came;
        sim_transfer_take(arena, prototypes, target, item("iron-plate"), came);
    }
    free(arena);
    return moved * 60.0 / TICKS;
}

TEST(from_chest_to_chest_a_whole_hand_moves_with_every_cycle) /* measured in 2.0.26 */
{
    const struct row { const char *name; int hand; double rate; } rows[] = {
        {"burner-inserter", 1, .79}, {"burner-inserter", 2, 1.58}, {"burner-inserter", 4, 3.16},
        {"inserter", 1, .86}, {"inserter", 2, 1.71}, {"inserter", 3, 2.57}, {"inserter", 4, 3.43},
        {"long-handed-inserter", 1, 1.2}, {"long-handed-inserter", 3, 3.6}, {"fast-inserter", 1, 2.5},
        {"fast-inserter", 4, 10}, {"bulk-inserter", 2, 5}, {"bulk-inserter", 4, 10}, {"bulk-inserter", 12, 30}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR_F64(chest_to_chest(rows[i].name, rows[i].hand), rows[i].rate, 0.02 * rows[i].rate);
}

static double chest_to_belt(const char *name, int hand, const char *belt)
{
    sim_arena *arena = make_inserter_arena();
    uint32_t source = build(arena, "iron-chest", 0, -reach_of(name), 0), last = 0, moved = 0;
    for (int32_t x = 0; x < 6; x++) last = build(arena, belt, x, reach_of(name), 4);
    build_inserter(arena, name, hand);
    for (int tick = 0; tick < WARM_UP + TICKS; tick++) {
        refill(arena, source);
        sim_run(arena, prototypes, 1);
        for (uint32_t lane = 0; lane < 2; lane++) {
            uint32_t gone = 0;
            while (sim_belt_remove(arena, prototypes, last, lane, 0, NULL) == SIM_OK) gone++;
            if (tick >= WARM_UP) moved += gone;
        }
    }
    free(arena);
    return moved * 60.0 / TICKS;
}

TEST(to_an_empty_belt_a_hand_needs_the_time_in_which_the_belt_makes_room) /* measured in 2.0; yellow, red, blue */
{
    const struct row { const char *name; int hand; double rates[3]; } rows[] = {
        {"burner-inserter", 1, {.78, .78, .78}}, {"burner-inserter", 2, {1.57, 1.57, 1.57}},
        {"burner-inserter", 3, {2.15, 2.25, 2.3}}, {"burner-inserter", 4, {2.6, 2.87, 2.93}},
        {"inserter", 1, {.85, .85, .85}}, {"inserter", 2, {1.7, 1.7, 1.7}}, {"inserter", 3, {2.3, 2.45, 2.5}},
        {"inserter", 4, {2.8, 3.07, 3.2}}, {"long-handed-inserter", 1, {1.2, 1.2, 1.2}},
        {"long-handed-inserter", 2, {2.33, 2.33, 2.33}}, {"long-handed-inserter", 3, {3.1, 3.35, 3.45}},
        {"long-handed-inserter", 4, {3.65, 4.13, 4.33}}, {"fast-inserter", 1, {2.5, 2.5, 2.5}},
        {"fast-inserter", 2, {4.8, 4.8, 4.8}}, {"fast-inserter", 3, {5.62, 6.42, 6.9}},
        {"fast-inserter", 4, {6, 7.5, 8.27}}, {"bulk-inserter", 2, {4.8, 4.8, 4.8}},
        {"bulk-inserter", 4, {6, 7.5, 8.27}}, {"bulk-inserter", 12, {6.93, 11.23, 14.4}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int belt = 0; belt < 3; belt++) {
            double rate = rows[i].rates[belt], got = chest_to_belt(rows[i].name, rows[i].hand, BELTS[belt]);
            if (fabs(got - rate) > 0.03 * rate) printf("# %s %d %s\n", rows[i].name, rows[i].hand, BELTS[belt]);
            CHECK_NEAR_F64(got, rate, 0.03 * rate);
        }
}

/* From the far lane of a full belt that moves past. */
static double belt_to_chest(const char *name, int hand, const char *belt)
{
    sim_arena *arena = make_inserter_arena();
    uint32_t first = 0, last = 0, moved = 0, chest = build(arena, "iron-chest", 0, reach_of(name), 0);
    for (int32_t x = -BELT_TILES / 2; x < BELT_TILES / 2; x++) {
        last = build(arena, belt, x, -reach_of(name), 4);
        if (first == 0) first = last;
    }
    build_inserter(arena, name, hand);
    for (int tick = 0; tick < WARM_UP + TICKS; tick++) {
        sim_belt_insert_at_back(arena, prototypes, first, 0, item("iron-plate"));
        sim_belt_take(arena, prototypes, last, 0, 9);
        sim_run(arena, prototypes, 1);
        uint32_t came = in_chest(arena, chest, "iron-plate");
        if (tick >= WARM_UP) moved += came;
        sim_transfer_take(arena, prototypes, chest, item("iron-plate"), came);
    }
    free(arena);
    return moved * 60.0 / TICKS;
}

TEST(from_a_moving_belt_a_full_hand_is_worth_waiting_a_little) /* measured in 1.1, where fast arms took 26 ticks, not 24 */
{
    const struct row { const char *name; int hand; double rates[3]; } rows[] = {
        {"inserter", 1, {.94, .94, .94}}, {"long-handed-inserter", 1, {1.18, 1.18, 1.25}}, {"long-handed-inserter", 2, {2.2, 2.31, 2.4}},
        {"long-handed-inserter", 3, {3.21, 3.21, 3.46}}, {"fast-inserter", 1, {2.5, 2.31, 2.5}},
        {"bulk-inserter", 12, {7.5, 11.25, 15}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int belt = 0; belt < 3; belt++) {
            double rate = rows[i].rates[belt], got = belt_to_chest(rows[i].name, rows[i].hand, BELTS[belt]);
            if (fabs(got - rate) > 0.1 * rate) printf("# %s %d %s\n", rows[i].name, rows[i].hand, BELTS[belt]);
            CHECK_NEAR_F64(got, rate, 0.1 * rate);
        }
}

TEST(a_cycle_takes_the_published_energy_however_many_items_it_moves) /* drain apart */
{
    const struct row { const char *name; double joules; } rows[] = {
        {"inserter", 6650}, {"long-handed-inserter", 7000}, {"fast-inserter", 8120}, {"bulk-inserter", 23200}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        prototypes = sim_builtin_prototypes();
        const char *name = rows[i].name;
        const sim_inserter_prototype *numbers =
            &prototypes->inserters[prototypes->entities[sim_entity_named(prototypes, name)].inserter];
        sim_inserter arm = {.length = 1};
        double joules = 0, ends[2] = {reach_of(name) + 0.2, -reach_of(name)};
        arm.length = reach_of(name);
        for (int half = 0; half < 2; half++) {
            sim_inserter_arm_aim(&arm, (sim_vector_f64){0, ends[half]});
            while (!sim_inserter_arm_is_there(&arm)) {
                joules += sim_inserter_arm_cost(&arm, numbers);
                sim_inserter_arm_move(&arm, numbers, 1);
            }
        }
        CHECK_NEAR_F64(joules, rows[i].joules, 0.01 * rows[i].joules);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(from_chest_to_chest_a_whole_hand_moves_with_every_cycle);
    RUN(to_an_empty_belt_a_hand_needs_the_time_in_which_the_belt_makes_room);
    RUN(from_a_moving_belt_a_full_hand_is_worth_waiting_a_little);
    RUN(a_cycle_takes_the_published_energy_however_many_items_it_moves);
    return kit_end();
}
