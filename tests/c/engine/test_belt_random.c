/* Random fields of belts: sleeping changes nothing, no item is lost or made, a copy goes on alike.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"
#include "tests/c/engine/belt_kit.h"

static sim_arena *random_belts(uint32_t seed, uint32_t *slots, uint32_t count)
{
    static const char *const NAMES[3] = {"transport-belt", "transport-belt", "fast-transport-belt"};
    sim_arena *arena = make_arena(64, 64);
    sim_random_seed(&arena->random, seed);
    for (uint32_t i = 0; i < count; i++)
        slots[i] = lay(arena, NAMES[sim_random_next(&arena->random) % 3], (int32_t)(i % 6), (int32_t)(i / 6),
                       (uint8_t)(sim_random_next(&arena->random) % 4 * 4));
    return arena;
}

/* One random call or none, and a tick. */
static void stir(sim_arena *arena, const uint32_t *slots, uint32_t count)
{
    uint32_t word = sim_random_next(&arena->random), slot = slots[word >> 8 & 31];
    if ((word >> 8 & 31) < count && sim_entity_slot(arena, slot)) {
        if (word % 8 < 5) sim_belt_insert(arena, prototypes, slot, word >> 16 & 1, word >> 17 & 127, item("coal"));
        if (word % 8 == 5) sim_belt_remove(arena, prototypes, slot, word >> 16 & 1, 0, NULL);
        if (word % 64 == 7)
            sim_entity_turn(arena, prototypes, sim_entity_handle(arena, slot), (uint8_t)(word >> 16 & 12));
    }
    sim_run(arena, prototypes, 1);
}

TEST(sleeping_changes_nothing_and_the_sweep_holds_in_random_fields_of_belts)
{
    uint32_t slots[2][30];
    for (uint32_t seed = 0; seed < 30; seed++) {
        sim_arena *sleeping = random_belts(seed, slots[0], 30), *woken = random_belts(seed, slots[1], 30);
        for (int tick = 0; tick < 250; tick++) {
            stir(sleeping, slots[0], 30);
            sim_pool_wake_all(woken);
            stir(woken, slots[1], 30);
            if (tick % 10 == 0) {
                check_sane(sleeping);
                CHECK(sim_arena_hash(sleeping, prototypes) == sim_arena_hash(woken, prototypes));
            }
        }
        free(sleeping);
        free(woken);
    }
}

TEST(items_are_neither_lost_nor_made_in_random_fields_of_belts)
{
    uint32_t slots[30];
    for (uint32_t seed = 100; seed < 120; seed++) {
        sim_arena *arena = random_belts(seed, slots, 30);
        uint32_t put_down = 0;
        for (int tick = 0; tick < 300; tick++) {
            uint32_t word = sim_random_next(&arena->random), slot = slots[word % 30];
            uint32_t lane = word >> 16 & 1;
            put_down += sim_belt_insert(arena, prototypes, slot, lane, word >> 17 & 63, item("coal")) == SIM_OK;
            sim_run(arena, prototypes, 1);
        }
        CHECK_EQ_INT(sim_belt_count(arena, item("coal")), put_down);
        CHECK_EQ_INT(sim_belt_count(arena, 0), put_down);
        check_sane(arena);
        free(arena);
    }
}

TEST(a_copy_goes_on_as_the_arena_does)
{
    uint32_t slots[30];
    sim_arena *arena = random_belts(7, slots, 30);
    for (int tick = 0; tick < 100; tick++) stir(arena, slots, 30);
    sim_arena_config config = sim_arena_roomier_config(arena);
    config.pool_capacity[SIM_POOL_BELT] += 100;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *copy = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(copy, bytes, &config, arena, prototypes), SIM_OK);
    for (int tick = 0; tick < 100; tick++) {
        stir(arena, slots, 30);
        stir(copy, slots, 30);
    }
    CHECK(sim_arena_hash(arena, prototypes) == sim_arena_hash(copy, prototypes));
    free(copy);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(sleeping_changes_nothing_and_the_sweep_holds_in_random_fields_of_belts);
    RUN(items_are_neither_lost_nor_made_in_random_fields_of_belts);
    RUN(a_copy_goes_on_as_the_arena_does);
    return kit_end();
}
