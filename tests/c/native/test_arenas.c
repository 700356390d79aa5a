/* The arenas of the native door: reset, step, save and load.
 *
 * sources: harness/standin/native/arenas.c harness/standin/native/account.c harness/standin/native/cell.c harness/standin/native/decode.c
 * sources: harness/standin/native/pages.c
 * sources: harness/standin/native/delta.c harness/standin/native/encode.c harness/standin/native/encode_factory.c
 * sources: harness/standin/native/ground.c
 * sources: harness/standin/native/nearby.c harness/standin/native/plan.c harness/standin/native/room.c
 * sources: harness/standin/native/status.c
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/arenas.h"

#include <math.h>

#include "harness/standin/prototypes/prototypes_table.h"
#include "tests/c/kit.h"

enum { SIDE = 64, ARENAS = 3, TICKS = 4 };

static const sim_prototypes *prototypes(void)
{
    return sim_builtin_prototypes();
}

/* A flat map with a character at 0, 0 and ore at 2, 0. */
static sim_arena *make_scene(void)
{
    sim_arena_config config = sim_arena_default_config(SIDE, SIDE, 64, prototypes());
    config.ground_tile = sim_tile_named(prototypes(), "lab-dark-1");
    size_t bytes = sim_arena_bytes(&config, prototypes());
    sim_arena *scene = aligned_alloc(64, bytes);
    CHECK(sim_arena_init(scene, bytes, &config, prototypes()) == SIM_OK);
    sim_handle created;
    sim_entity_spec character = {.prototype = prototypes()->character, .force = SIM_FORCE_ARENA};
    CHECK(sim_entity_create(scene, prototypes(), &character, &created) == SIM_OK);
    sim_entity_spec ore = {.prototype = sim_entity_named(prototypes(), "iron-ore"),
                           .position = {2 * SIM_FIXED_ONE + 128, 128}, .amount = 5};
    CHECK(sim_entity_create(scene, prototypes(), &ore, &created) == SIM_OK);
    return scene;
}

static void make_arenas(native_arenas *arenas, const FactorioResetRule *rule)
{
    sim_arena *scene = make_scene();
    CHECK_EQ_INT(native_arenas_init(arenas, prototypes(), rule, ARENAS, FACTORIO_FRAME_MINING), 0);
    CHECK_EQ_INT(native_arenas_ready(arenas), 0);
    CHECK_EQ_INT(native_arenas_add_scene(arenas, scene), 0);
    CHECK_EQ_INT(native_arenas_ready(arenas), 1);
    free(scene);
}

static const FactorioResetRule GOALS = {
    .start_area = {-5000, -5000, 5000, 5000},
    .goal_area = {-7000, -7000, 7000, 7000},
    .goal_min_distance = 12 * SIM_FIXED_ONE,
    .goal_max_distance = 44 * SIM_FIXED_ONE,
    .pool_scenes = 1,
};
static const FactorioResetRule PLAIN = {.pool_scenes = 1};

static FactorioAction move(float dx, float dy)
{
    FactorioAction action = {.action_type = FACTORIO_ACTION_MOVE, .parameters = {dx, dy}, .command_id = 77};
    return action;
}

static FactorioMiningFrame frame_of(const native_arenas *arenas, uint32_t index)
{
    FactorioMiningFrame frame;
    memset(&frame, 0xAA, sizeof frame);
    native_encode((uint8_t *)&frame, FACTORIO_FRAME_MINING, native_arenas_block(arenas, index),
                  &arenas->records[index], index, prototypes(), &arenas->items);
    return frame;
}

TEST(a_reset_draws_start_and_goal_inside_their_areas_and_at_their_distance)
{
    native_arenas arenas;
    make_arenas(&arenas, &GOALS);
    for (uint64_t seed = 0; seed < 2000; seed++) {
        native_arenas_reset(&arenas, 1, seed);
        FactorioMovementFrame frame = frame_of(&arenas, 1).movement;
        CHECK(fabsf(frame.player_pos[0]) <= 5000 / 256.0f && fabsf(frame.player_pos[1]) <= 5000 / 256.0f);
        CHECK(fabsf(frame.goal_pos[0]) <= 7000 / 256.0f && fabsf(frame.goal_pos[1]) <= 7000 / 256.0f);
        CHECK(frame.goal_distance >= 12.0f && frame.goal_distance <= 44.0f);
        CHECK_EQ_INT(frame.command_id, seed);
        CHECK_EQ_INT(frame.flags, FACTORIO_FLAG_ALIVE | FACTORIO_FLAG_RESET);
        CHECK_EQ_INT(frame.timestamp, 0);
    }
    native_arenas_free(&arenas);
}

TEST(the_same_seed_gives_the_same_bytes_in_any_arena_but_for_its_index)
{
    native_arenas arenas;
    make_arenas(&arenas, &GOALS);
    native_arenas_reset(&arenas, 0, 42);
    FactorioAction east = move(1, 0);
    for (int i = 0; i < 5; i++) native_arenas_step(&arenas, 0, &east, TICKS);
    native_arenas_reset(&arenas, 0, 7);
    native_arenas_reset(&arenas, 2, 7);
    CHECK(native_arenas_hash(&arenas, 0) == native_arenas_hash(&arenas, 2));
    FactorioMiningFrame a = frame_of(&arenas, 0), b = frame_of(&arenas, 2);
    b.movement.arena = 0;
    CHECK_EQ_INT(memcmp(&a, &b, sizeof a), 0);
    native_arenas_free(&arenas);
}

TEST(a_step_east_of_four_ticks_walks_152_256ths_and_says_so)
{
    native_arenas arenas;
    make_arenas(&arenas, &PLAIN);
    FactorioAction east = move(1, 0);
    native_arenas_step(&arenas, 0, &east, TICKS);
    FactorioMovementFrame frame = frame_of(&arenas, 0).movement;
    CHECK_EQ_F64(frame.player_pos[0], 4 * 38 / 256.0);
    CHECK_EQ_F64(frame.displacement[0], 4 * 38 / 256.0);
    CHECK_EQ_F64(frame.walked, 4 * 38 / 256.0);
    CHECK_EQ_INT(frame.timestamp, TICKS);
    CHECK_EQ_INT(frame.direction, 4);
    CHECK_EQ_INT(frame.command_id, 77);
    CHECK_EQ_INT(frame.flags, FACTORIO_FLAG_ALIVE | FACTORIO_FLAG_WALKING);
    native_arenas_free(&arenas);
}

TEST(an_all_zero_action_stands_still)
{
    native_arenas arenas;
    make_arenas(&arenas, &PLAIN);
    FactorioAction east = move(1, 0), zero = {0};
    native_arenas_step(&arenas, 0, &east, TICKS);
    native_arenas_step(&arenas, 0, &zero, TICKS);
    FactorioMovementFrame frame = frame_of(&arenas, 0).movement;
    CHECK_EQ_F64(frame.displacement[0], 0.0);
    CHECK_EQ_INT(frame.flags, FACTORIO_FLAG_ALIVE);
    CHECK_EQ_INT(frame.action_result, FACTORIO_RESULT_OK);
    native_arenas_free(&arenas);
}

TEST(an_action_that_is_refused_says_why_and_stands_still)
{
    native_arenas arenas;
    make_arenas(&arenas, &PLAIN);
    struct { FactorioAction action; int result; } rows[] = {
        {{.action_type = 99}, FACTORIO_RESULT_UNKNOWN_ACTION},
        {move(0.5f, 0), FACTORIO_RESULT_BAD_PARAMETER},
        {move(NAN, 0), FACTORIO_RESULT_BAD_PARAMETER},
        {{.action_type = FACTORIO_ACTION_MINE, .parameters = {NAN, 0}}, FACTORIO_RESULT_BAD_PARAMETER},
        {{.action_type = FACTORIO_ACTION_MINE, .parameters = {1e30f, 0}}, FACTORIO_RESULT_BAD_PARAMETER},
        {{.action_type = FACTORIO_ACTION_MINE, .parameters = {-9.5f, 0.5f}}, FACTORIO_RESULT_NO_TARGET},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        FactorioAction east = move(1, 0);
        native_arenas_reset(&arenas, 0, 0);
        native_arenas_step(&arenas, 0, &east, TICKS);
        native_arenas_step(&arenas, 0, &rows[i].action, TICKS);
        FactorioMovementFrame frame = frame_of(&arenas, 0).movement;
        CHECK_EQ_INT(frame.action_result, rows[i].result);
        CHECK_EQ_F64(frame.displacement[0], 0.0);
        CHECK_EQ_INT(frame.timestamp, 2 * TICKS);
    }
    native_arenas_free(&arenas);
}

TEST(mining_in_reach_takes_ore_and_the_frame_counts_it)
{
    native_arenas arenas;
    make_arenas(&arenas, &PLAIN);
    FactorioMiningFrame before = frame_of(&arenas, 0);
    CHECK_EQ_INT(before.resources[0].reachable, 1);
    CHECK_EQ_INT(before.resources[0].resource, FACTORIO_ITEM_IRON_ORE);
    CHECK_EQ_INT(before.resources[0].amount, 5);
    CHECK_EQ_INT(before.resources_in_range, 1);
    FactorioAction mine = {.action_type = FACTORIO_ACTION_MINE, .parameters = {2.5f, 0.5f}};
    for (int tick = 0; tick < 130; tick += 10) native_arenas_step(&arenas, 0, &mine, 10);
    FactorioMiningFrame after = frame_of(&arenas, 0);
    CHECK_EQ_INT(after.item_counts[FACTORIO_ITEM_IRON_ORE], 1);
    CHECK_EQ_INT(after.movement.mined_total, 1);
    CHECK_EQ_INT(after.resources[0].amount, 4);
    CHECK_EQ_INT(after.item_counts[FACTORIO_ITEM_NONE], before.item_counts[FACTORIO_ITEM_NONE] - 1);
    CHECK(after.mining_progress > 0.0f && after.mining_progress < 1.0f);
    CHECK_EQ_F64(after.mining_target[0], 2.5);
    native_arenas_free(&arenas);
}

static void play_randomly(native_arenas *arenas, uint32_t index, unsigned seed, int steps)
{
    for (int i = 0; i < steps; i++) {
        seed = seed * 1103515245u + 12345u;
        FactorioAction action = move((float)(seed >> 16 & 3) - 1, (float)(seed >> 20 & 3) - 1);
        if ((seed >> 24 & 3) == 0) action = (FactorioAction){.action_type = FACTORIO_ACTION_MINE, .parameters = {2.5f, 0.5f}};
        native_arenas_step(arenas, index, &action, TICKS);
    }
}

TEST(an_arena_saved_and_loaded_goes_on_as_if_nothing_had_been)
{
    native_arenas arenas;
    uint8_t saved[65536];
    make_arenas(&arenas, &GOALS);
    for (unsigned seed = 0; seed < 50; seed++) {
        native_arenas_reset(&arenas, 0, seed);
        play_randomly(&arenas, 0, seed, (int)(seed % 40));
        FactorioMiningFrame then = frame_of(&arenas, 0);
        size_t bytes = native_arenas_save(&arenas, 0, saved, sizeof saved);
        CHECK(bytes > 0);
        play_randomly(&arenas, 0, seed + 1, 30);
        uint64_t uninterrupted = native_arenas_hash(&arenas, 0);
        CHECK_EQ_INT(native_arenas_load(&arenas, 0, saved, bytes), bytes);
        FactorioMiningFrame again = frame_of(&arenas, 0);
        CHECK_EQ_INT(memcmp(&then, &again, sizeof then), 0);
        play_randomly(&arenas, 0, seed + 1, 30);
        CHECK(native_arenas_hash(&arenas, 0) == uninterrupted);
    }
    native_arenas_free(&arenas);
}

TEST(a_damaged_snapshot_is_refused_or_harmless_and_the_arena_goes_on)
{
    native_arenas arenas;
    uint8_t saved[65536], bad[65536];
    make_arenas(&arenas, &GOALS);
    play_randomly(&arenas, 0, 3, 30);
    size_t bytes = native_arenas_save(&arenas, 0, saved, sizeof saved);
    unsigned seed = 1;
    for (int round = 0; round < 2000; round++) {
        memcpy(bad, saved, bytes);
        for (int flips = 0; flips < 3; flips++) {
            seed = seed * 1103515245u + 12345u;
            bad[(seed >> 8) % bytes] ^= (uint8_t)(1 + (seed >> 3 & 0x7f));
        }
        native_arenas_load(&arenas, 0, bad, bytes);
        play_randomly(&arenas, 0, seed, 3);
        frame_of(&arenas, 0);
    }
    for (size_t cut = 0; cut < bytes; cut += 7) CHECK_EQ_INT(native_arenas_load(&arenas, 0, saved, cut), 0);
    native_arenas_free(&arenas);
}

TEST(a_pool_takes_as_many_scenes_as_the_rule_says_and_a_seed_picks_one)
{
    native_arenas arenas;
    FactorioResetRule rule = {.pool_scenes = 2};
    sim_arena *scene = make_scene();
    CHECK_EQ_INT(native_arenas_init(&arenas, prototypes(), &rule, ARENAS, FACTORIO_FRAME_MINING), 0);
    CHECK_EQ_INT(native_arenas_add_scene(&arenas, scene), 0);
    CHECK_EQ_INT(native_arenas_ready(&arenas), 0);
    sim_resource_set_amount(scene, prototypes(), sim_entity_handle(scene, sim_resource_at_tile(scene, 2, 0)), 9);
    CHECK_EQ_INT(native_arenas_add_scene(&arenas, scene), 0);
    CHECK_EQ_INT(native_arenas_add_scene(&arenas, scene), -2);
    native_arenas_reset(&arenas, 0, 10);
    CHECK_EQ_INT(frame_of(&arenas, 0).resources[0].amount, 5);
    native_arenas_reset(&arenas, 0, 11);
    CHECK_EQ_INT(frame_of(&arenas, 0).resources[0].amount, 9);
    free(scene);
    native_arenas_free(&arenas);
}

/* A drill that digs onto the ground wants a new entity for every piece of ore. */
TEST(what_a_full_block_has_no_room_for_is_counted)
{
    enum { ROOM = 8, A_MINUTE = 3600 };
    sim_arena_config config = sim_arena_default_config(SIDE, SIDE, ROOM, prototypes());
    config.entity_capacity = ROOM;
    config.inventory_capacity = 4 * ROOM;
    config.slot_capacity = 1024;
    for (int pool = 0; pool < SIM_POOL_COUNT; pool++) config.pool_capacity[pool] = ROOM;
    config.ground_tile = sim_tile_named(prototypes(), "lab-dark-1");
    size_t bytes = sim_arena_bytes(&config, prototypes());
    sim_arena *scene = aligned_alloc(64, bytes);
    native_arenas arenas;
    FactorioAction wait = {.action_type = FACTORIO_ACTION_WAIT};
    sim_handle drill;
    CHECK(sim_arena_init(scene, bytes, &config, prototypes()) == SIM_OK);
    sim_entity_spec spec = {.prototype = prototypes()->character, .force = SIM_FORCE_ARENA, .position = {-2560, 0}};
    CHECK(sim_entity_create(scene, prototypes(), &spec, NULL) == SIM_OK);
    spec = (sim_entity_spec){.prototype = sim_entity_named(prototypes(), "iron-ore"), .position = {128, 128},
                             .amount = 1000};
    CHECK(sim_entity_create(scene, prototypes(), &spec, NULL) == SIM_OK);
    spec = (sim_entity_spec){.prototype = sim_entity_named(prototypes(), "burner-mining-drill"),
                             .position = {256, 256}, .force = SIM_FORCE_ARENA};
    CHECK(sim_entity_create(scene, prototypes(), &spec, &drill) == SIM_OK);
    sim_transfer_insert(scene, prototypes(), drill.index, sim_item_named(prototypes(), "coal"), 5);
    spec = (sim_entity_spec){.prototype = sim_entity_named(prototypes(), "iron-chest"), .force = SIM_FORCE_ARENA};
    while (scene->entity_count < ROOM) {
        spec.position = (sim_position){-4096 + 512 * (int32_t)scene->entity_count, 4224};
        CHECK(sim_entity_create(scene, prototypes(), &spec, NULL) == SIM_OK);
    }
    CHECK_EQ_INT(native_arenas_init(&arenas, prototypes(), &PLAIN, 1, FACTORIO_FRAME_MINING), 0);
    CHECK_EQ_INT(native_arenas_add_scene(&arenas, scene), 0);
    native_arenas_step(&arenas, 0, &wait, 1);
    CHECK_EQ_INT(arenas.refused_total, 0);
    native_arenas_step(&arenas, 0, &wait, A_MINUTE);
    CHECK(arenas.refused_total > 0);
    CHECK_EQ_INT(arenas.refused_total, native_arenas_block(&arenas, 0)->refused);
    uint64_t before = arenas.refused_total;
    native_arenas_reset(&arenas, 0, 1);
    CHECK_EQ_INT(arenas.refused_total, before);
    native_arenas_free(&arenas);
    free(scene);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_reset_draws_start_and_goal_inside_their_areas_and_at_their_distance);
    RUN(the_same_seed_gives_the_same_bytes_in_any_arena_but_for_its_index);
    RUN(a_step_east_of_four_ticks_walks_152_256ths_and_says_so);
    RUN(an_all_zero_action_stands_still);
    RUN(an_action_that_is_refused_says_why_and_stands_still);
    RUN(mining_in_reach_takes_ore_and_the_frame_counts_it);
    RUN(an_arena_saved_and_loaded_goes_on_as_if_nothing_had_been);
    RUN(a_damaged_snapshot_is_refused_or_harmless_and_the_arena_goes_on);
    RUN(a_pool_takes_as_many_scenes_as_the_rule_says_and_a_seed_picks_one);
    RUN(what_a_full_block_has_no_room_for_is_counted);
    return kit_end();
}
