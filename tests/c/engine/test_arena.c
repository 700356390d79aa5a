/* The block: layout, copy, growth, hash and the checks of foreign blocks.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

/* A small busy scene. */
static sim_arena *make_scene(void)
{
    sim_arena *arena = make_arena(40, 20);
    put(arena, "character", 0, 0, 0);
    put(arena, "iron-ore", 3 * TILE, TILE, 50);
    put(arena, "huge-rock", -5 * TILE, 2 * TILE, 0);
    sim_handle chest = put(arena, "wooden-chest", 5 * TILE, 5 * TILE, 0);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->amount, item("coal"), 77);
    CHECK_EQ_INT(sim_map_set_tile(arena, prototypes, 4, 4, sim_tile_named(prototypes, "water")), SIM_OK);
    sim_character_set_walking(arena, 0, 1, 2);
    return arena;
}

static sim_arena *copy_of(const sim_arena *arena)
{
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    CHECK_EQ_INT(sim_arena_copy(copy, arena->block_bytes, arena), SIM_OK);
    return copy;
}

TEST(a_new_arena_is_sane_and_holds_nothing)
{
    sim_arena *arena = make_arena(64, 8);
    check_sane(arena);
    CHECK_EQ_INT(arena->entity_count, 0);
    CHECK_EQ_INT(arena->tick, 0);
    CHECK_EQ_INT((uintptr_t)arena->block_bytes % 64, 0);
    free(arena);
}

TEST(the_blocks_of_the_two_micro_scenarios_are_small)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config movement = sim_arena_default_config(64, 64, 0, prototypes);
    sim_arena_config mining = sim_arena_default_config(128, 128, 64, prototypes);
    CHECK(sim_arena_bytes(&movement, prototypes) <= 16 * 1024);
    CHECK(sim_arena_bytes(&mining, prototypes) <= 16 * 1024);
}

TEST(a_config_out_of_its_ranges_has_no_bytes_and_makes_no_arena)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config good = sim_arena_default_config(64, 64, 0, prototypes);
    uint8_t memory[64];
    sim_arena_config bad = good;
    bad.width_tiles = 0;
    CHECK_EQ_INT(sim_arena_bytes(&bad, prototypes), 0);
    bad = good;
    bad.ground_tile = 9999;
    CHECK_EQ_INT(sim_arena_bytes(&bad, prototypes), 0);
    bad = good;
    bad.entity_capacity = 0;
    CHECK_EQ_INT(sim_arena_init(memory, sizeof memory, &bad, prototypes), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_arena_init(memory, sizeof memory, &good, prototypes), SIM_BAD_ARGUMENT);
}

TEST(a_copy_anywhere_in_memory_lives_the_same_life)
{
    sim_arena *arena = make_scene(), *copy = copy_of(arena);
    sim_run(arena, prototypes, 500);
    CHECK(sim_arena_hash(arena, prototypes) != sim_arena_hash(copy, prototypes));
    sim_run(copy, prototypes, 500);
    CHECK_EQ_BYTES(arena, copy, arena->block_bytes);
    check_sane(arena);
    CHECK_EQ_INT(sim_arena_copy(copy, arena->block_bytes - 1, arena), SIM_BAD_ARGUMENT);
    free(arena);
    free(copy);
}

/* Lives for a while: walks, mines (which counts as production) and builds. */
static void live(sim_arena *arena, int with_production)
{
    sim_character_set_walking(arena, 0, with_production == 0, 4);
    if (with_production) {
        sim_position beside_ore = {2 * TILE, TILE};
        CHECK_EQ_INT(sim_entity_teleport(arena, prototypes, (sim_handle){1, 1}, beside_ore), SIM_OK);
        CHECK_EQ_INT(sim_mining_start(arena, prototypes, 0, (sim_position){3 * TILE + CENTRE, TILE + CENTRE}), SIM_OK);
    }
    sim_run(arena, prototypes, 300);
    put(arena, "stone-wall", -9 * TILE, -9 * TILE, 0);
}

TEST(a_restored_arena_is_in_the_state_of_the_snapshot_whatever_it_did)
{
    sim_arena *snapshot = make_scene(), *arena = copy_of(snapshot);
    for (int with_production = 0; with_production < 2; with_production++) {
        live(arena, with_production);
        CHECK_EQ_INT(arena->flows_used, with_production);
        sim_arena_restore(arena, snapshot);
        CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(snapshot, prototypes));
    }
    live(snapshot, 1);
    sim_arena_restore(arena, snapshot);
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(snapshot, prototypes));
    free(arena);
    free(snapshot);
}

TEST(an_arena_of_another_layout_is_restored_as_well)
{
    sim_arena *snapshot = make_scene(), *arena = make_arena(96, 60);
    CHECK(arena->block_bytes > snapshot->block_bytes);
    sim_arena_restore(arena, snapshot);
    CHECK_EQ_BYTES(arena, snapshot, snapshot->block_bytes);
    free(arena);
    free(snapshot);
}

TEST(a_grown_arena_has_the_same_hash_handles_and_future)
{
    sim_arena *arena = make_scene();
    sim_arena_config larger = arena->config;
    larger.entity_capacity += 100;
    larger.character_capacity += 3;
    larger.slot_capacity += 500;
    size_t bytes = sim_arena_bytes(&larger, prototypes);
    sim_arena *grown = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(grown, bytes, &larger, arena, prototypes), SIM_OK);
    CHECK_EQ_INT(sim_arena_hash(grown, prototypes), sim_arena_hash(arena, prototypes));
    check_sane(grown);
    sim_run(arena, prototypes, 200);
    sim_run(grown, prototypes, 200);
    CHECK_EQ_INT(sim_arena_hash(grown, prototypes), sim_arena_hash(arena, prototypes));
    free(arena);
    free(grown);
}

TEST(a_tight_block_holds_all_and_no_more)
{
    sim_arena *arena = make_scene();
    sim_arena_config tight = sim_arena_tight_config(arena, 0);
    size_t bytes = sim_arena_bytes(&tight, prototypes);
    CHECK(bytes < arena->block_bytes);
    sim_arena *small = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(small, bytes, &tight, arena, prototypes), SIM_OK);
    CHECK_EQ_INT(sim_arena_hash(small, prototypes), sim_arena_hash(arena, prototypes));
    sim_entity_spec rock = {.prototype = sim_entity_named(prototypes, "big-rock")};
    CHECK_EQ_INT(sim_entity_create(small, prototypes, &rock, NULL), SIM_ARENA_FULL);
    tight.entity_capacity--;
    CHECK_EQ_INT(sim_arena_grow(small, bytes, &tight, arena, prototypes), SIM_ARENA_FULL);
    tight = arena->config;
    tight.width_tiles++;
    CHECK_EQ_INT(sim_arena_grow(small, bytes, &tight, arena, prototypes), SIM_BAD_ARGUMENT);
    check_sane(small);
    free(arena);
    free(small);
}

TEST(what_differs_in_a_named_field_differs_in_hash)
{
    sim_arena *arena = make_scene();
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_random_next(&arena->random);
    uint64_t after_draw = sim_arena_hash(arena, prototypes);
    CHECK(before != after_draw);
    sim_statistics_flow(arena, item("coal"), 1);
    uint64_t after_flow = sim_arena_hash(arena, prototypes);
    CHECK(after_flow != after_draw);
    sim_map_set_tile(arena, prototypes, -3, -3, sim_tile_named(prototypes, "concrete"));
    CHECK(sim_arena_hash(arena, prototypes) != after_flow);
    free(arena);
}

TEST(a_tile_set_and_set_back_leaves_the_hash)
{
    sim_arena *arena = make_arena(64, 1);
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_map_set_tile(arena, prototypes, 1, 1, sim_tile_named(prototypes, "concrete"));
    sim_map_set_tile(arena, prototypes, 1, 1, arena->config.ground_tile);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    free(arena);
}

TEST(a_foreign_block_is_refused)
{
    sim_arena *arena = make_scene();
    CHECK_EQ_INT(sim_arena_validate(arena, arena->block_bytes, prototypes), SIM_OK);
    CHECK_EQ_INT(sim_arena_validate(arena, arena->block_bytes - 64, prototypes), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_arena_validate(arena, 16, prototypes), SIM_BAD_ARGUMENT);
    arena->entities_offset += 8;
    CHECK_EQ_INT(sim_arena_validate(arena, arena->block_bytes, prototypes), SIM_BAD_ARGUMENT);
    arena->entities_offset -= 8;
    arena->magic ^= 1;
    CHECK_EQ_INT(sim_arena_validate(arena, arena->block_bytes, prototypes), SIM_BAD_ARGUMENT);
    free(arena);
}

/* After validation, the sweep must survive any contents: a corrupt block is a fault or harmless, never a crash. */
TEST(a_block_with_flipped_bits_never_crashes_the_sweep)
{
    sim_arena *arena = make_scene(), *broken = copy_of(arena);
    sim_random random;
    sim_random_seed(&random, 5);
    int refused = 0;
    for (int round = 0; round < 20000; round++) {
        memcpy(broken, arena, arena->block_bytes);
        for (int flips = 0; flips < 1 + round % 3; flips++) {
            /* Every other bit in the front, where most is in use: most of a block is room that nobody looks at. */
            int32_t last = flips % 2 ? (int32_t)arena->block_bytes - 1 : (int32_t)arena->slots_offset - 1;
            int32_t byte = sim_random_range(&random, 0, last);
            ((uint8_t *)broken)[byte] ^= (uint8_t)(1u << sim_random_range(&random, 0, 7));
        }
        sim_fault fault;
        refused += sim_arena_validate(broken, arena->block_bytes, prototypes) != SIM_OK ||
                   !sim_arena_check(broken, prototypes, &fault);
    }
    CHECK(refused > 1000);
    free(arena);
    free(broken);
}

TEST(the_sweep_names_object_place_and_condition)
{
    sim_arena *arena = make_scene();
    sim_handle rock = put(arena, "big-rock", TILE, TILE, 0);
    sim_entity_get(arena, rock)->health = 1e9f;
    sim_fault fault = {0};
    CHECK_EQ_INT(sim_arena_check(arena, prototypes, &fault), 0);
    CHECK_EQ_STR(fault.object, "entity");
    CHECK_EQ_INT(fault.index, rock.index);
    CHECK_EQ_INT(fault.position.x, TILE);
    CHECK_STR_CONTAINS(fault.expression, "health");
    free(arena);
}

/* A block without pools, as walking and mining scenes have it. */
TEST(a_small_arena_restored_is_the_snapshot_byte_for_byte)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_arena_default_config(64, 64, 4, prototypes);
    size_t bytes = sim_arena_bytes(&config, prototypes);
    CHECK(bytes <= 32768);
    sim_arena *arena = aligned_alloc(64, bytes), *snapshot = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    put(arena, "character", 0, 0, 0);
    put(arena, "iron-ore", CENTRE + TILE, CENTRE, 50);
    sim_arena_copy(snapshot, bytes, arena);
    for (int with_production = 0; with_production < 2; with_production++) {
        sim_character_set_walking(arena, 0, !with_production, 4);
        sim_position ore = {CENTRE + TILE, CENTRE};
        if (with_production) CHECK_EQ_INT(sim_mining_start(arena, prototypes, 0, ore), SIM_OK);
        sim_run(arena, prototypes, 300);
        put(arena, "stone-wall", -9 * TILE, -9 * TILE, 0);
        sim_arena_restore(arena, snapshot);
        CHECK_EQ_BYTES(arena, snapshot, bytes);
    }
    free(arena);
    free(snapshot);
}

/* Chests with coal in a row; every third is destroyed again. */
static void play_with_chests(sim_arena *arena, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        sim_handle chest = put(arena, "wooden-chest", (i % 40 - 20) * TILE, (i / 40 - 20) * TILE, 0);
        sim_inventory_insert(arena, prototypes, sim_entity_get(arena, chest)->record, item("coal"), 30);
        uint32_t record = sim_pool_take(arena, SIM_POOL_GHOST, 1), watch = 0;
        sim_watch_add(arena, chest.index, SIM_POOL_GHOST, record, &watch);
        sim_pool_wake(arena, SIM_POOL_GHOST, record);
        if (i % 3) continue;
        sim_watch_remove(arena, watch);
        sim_pool_give_back(arena, SIM_POOL_GHOST, record);
        sim_entity_destroy(arena, prototypes, chest);
    }
}

TEST(a_large_block_restored_and_played_on_is_the_one_that_was_never_elsewhere)
{
    sim_arena *arena = make_arena(64, 600);
    CHECK(arena->block_bytes > 32768);
    play_with_chests(arena, 0, 100);
    sim_arena *snapshot = aligned_alloc(64, arena->block_bytes), *other = aligned_alloc(64, arena->block_bytes);
    sim_arena_copy(snapshot, arena->block_bytes, arena);
    sim_arena_copy(other, arena->block_bytes, arena);
    play_with_chests(arena, 200, 150);
    sim_statistics_flow(arena, item("coal"), 5);
    sim_arena_restore(arena, snapshot);
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(snapshot, prototypes));
    play_with_chests(arena, 400, 200);
    play_with_chests(other, 400, 200);
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(other, prototypes));
    CHECK_EQ_INT(arena->pools[SIM_POOL_GHOST].awake, other->pools[SIM_POOL_GHOST].awake);
    free(arena);
    free(snapshot);
    free(other);
}

static void play_with_inserters(sim_arena *arena, int count)
{
    for (int i = 0; i < count; i++) put(arena, "burner-inserter", (2 * i - 20) * TILE + CENTRE, CENTRE, 0);
    sim_run(arena, prototypes, 20);
}

TEST(an_arena_that_had_inserters_is_restored_to_a_scene_without_any)
{
    sim_arena *arena = make_arena(64, 600);
    CHECK(arena->block_bytes > 32768);
    sim_arena *snapshot = aligned_alloc(64, arena->block_bytes), *other = aligned_alloc(64, arena->block_bytes);
    sim_arena_copy(snapshot, arena->block_bytes, arena);
    sim_arena_copy(other, arena->block_bytes, arena);
    play_with_inserters(arena, 3);
    sim_arena_restore(arena, snapshot);
    play_with_inserters(arena, 2);
    play_with_inserters(other, 2);
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(other, prototypes));
    free(arena);
    free(snapshot);
    free(other);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_new_arena_is_sane_and_holds_nothing);
    RUN(the_blocks_of_the_two_micro_scenarios_are_small);
    RUN(a_config_out_of_its_ranges_has_no_bytes_and_makes_no_arena);
    RUN(a_copy_anywhere_in_memory_lives_the_same_life);
    RUN(a_restored_arena_is_in_the_state_of_the_snapshot_whatever_it_did);
    RUN(an_arena_of_another_layout_is_restored_as_well);
    RUN(a_grown_arena_has_the_same_hash_handles_and_future);
    RUN(a_tight_block_holds_all_and_no_more);
    RUN(what_differs_in_a_named_field_differs_in_hash);
    RUN(a_tile_set_and_set_back_leaves_the_hash);
    RUN(a_foreign_block_is_refused);
    RUN(a_block_with_flipped_bits_never_crashes_the_sweep);
    RUN(the_sweep_names_object_place_and_condition);
    RUN(a_small_arena_restored_is_the_snapshot_byte_for_byte);
    RUN(a_large_block_restored_and_played_on_is_the_one_that_was_never_elsewhere);
    RUN(an_arena_that_had_inserters_is_restored_to_a_scene_without_any);
    return kit_end();
}
