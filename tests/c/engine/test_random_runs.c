/* Random worlds however they are run: many ticks in one call are as many calls of one tick, and a snapshot goes on as
 * the world that it was taken of, whether it is restored over another state or grown into a larger block.
 *
 * RANDOM_WORLD_SEED and RANDOM_WORLD_SEEDS play other worlds and more of them.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/random_world_kit.h"

enum { WORLDS = 4, CALLS = 600, MOST_TICKS = 40, CALLS_AFTER = 60 };

static sim_arena *copy_of(const sim_arena *arena)
{
    sim_arena *copy = aligned_alloc(64, arena->block_bytes);
    CHECK_EQ_INT(sim_arena_copy(copy, arena->block_bytes, arena), SIM_OK);
    return copy;
}

static sim_arena *grown_of(const sim_arena *arena)
{
    sim_arena_config larger = arena->config;
    larger.entity_capacity += 50;
    larger.slot_capacity *= 2;
    for (int pool = 0; pool < SIM_POOL_COUNT; pool++) larger.pool_capacity[pool] += 100;
    size_t bytes = sim_arena_bytes(&larger, prototypes);
    sim_arena *grown = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(grown, bytes, &larger, arena, prototypes), SIM_OK);
    return grown;
}

/* One random call and some ticks, the same that `before` leads to. */
static void play_on(sim_arena *arena, sim_random before)
{
    source = before;
    call_something(arena);
    sim_run(arena, prototypes, (uint32_t)draw(0, MOST_TICKS));
}

TEST(a_run_of_many_ticks_is_as_many_runs_of_one)
{
    long first = number_from("RANDOM_WORLD_SEED", 1), last = first + number_from("RANDOM_WORLD_SEEDS", WORLDS);
    for (long seed = first; seed < last; seed++) {
        sim_random_seed(&source, (uint64_t)seed);
        sim_arena *at_once = make_world();
        sim_arena *one_by_one = copy_of(at_once);
        for (int call = 0; call < CALLS; call++) {
            sim_random before = source;
            call_something(at_once);
            source = before;
            call_something(one_by_one);
            uint32_t ticks = (uint32_t)draw(0, MOST_TICKS);
            sim_run(at_once, prototypes, ticks);
            while (ticks-- > 0) sim_run(one_by_one, prototypes, 1);
            uint64_t hash = sim_arena_hash(at_once, prototypes);
            if (hash != sim_arena_hash(one_by_one, prototypes))
                printf("# seed %ld: they differ after call %d, tick %lu\n", seed, call, (unsigned long)at_once->tick);
            CHECK_EQ_INT(sim_arena_hash(one_by_one, prototypes), hash);
        }
        free(at_once);
        free(one_by_one);
    }
}

TEST(a_snapshot_restored_or_grown_goes_on_as_the_world_it_was_taken_of)
{
    long first = number_from("RANDOM_WORLD_SEED", 1), last = first + number_from("RANDOM_WORLD_SEEDS", WORLDS);
    for (long seed = first; seed < last; seed++) {
        sim_random_seed(&source, (uint64_t)seed);
        sim_arena *world = make_world();
        sim_arena *elsewhere = make_world();
        for (int call = 0; call < CALLS; call++) {
            play_on(world, source);
            if (call % CALLS_AFTER) continue;
            sim_arena *snapshot = copy_of(world);
            sim_random after = source;
            for (int other = 0; other < CALLS_AFTER; other++) play_on(elsewhere, source);
            sim_arena_restore(elsewhere, snapshot);
            CHECK_EQ_INT(sim_arena_validate(elsewhere, elsewhere->block_bytes, prototypes), SIM_OK);
            sim_arena *grown = grown_of(snapshot);
            source = after;
            for (int on = 0; on < CALLS_AFTER; on++) {
                sim_random before = source;
                play_on(world, before);
                play_on(elsewhere, before);
                CHECK_EQ_INT(sim_arena_hash(elsewhere, prototypes), sim_arena_hash(world, prototypes));
                play_on(grown, before);
                CHECK_EQ_INT(sim_arena_hash(grown, prototypes), sim_arena_hash(world, prototypes));
            }
            check_sane(elsewhere);
            free(snapshot);
            free(grown);
        }
        free(world);
        free(elsewhere);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_run_of_many_ticks_is_as_many_runs_of_one);
    RUN(a_snapshot_restored_or_grown_goes_on_as_the_world_it_was_taken_of);
    return kit_end();
}
