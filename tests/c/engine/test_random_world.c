/* Random calls to all mechanics at once, on maps where anything may stand, with the sanity sweep on: nothing crashes,
 * every refusal changes nothing, two plays of one seed are one, and no record sleeps that should be awake.
 *
 * The long run, ten million calls under the address sanitizer: pytest builds the program, and gives up on it after some
 * minutes, so the play is divided by seeds. The program lies under build/c-tests and takes the same variables:
 *
 *      C_SANITIZER=address,undefined pytest tests/c -k random_world
 *      for seed in $(seq 101 150); do
 *          RANDOM_WORLD_CALLS=200000 RANDOM_WORLD_SEED=$seed build/c-tests/PROGRAM random_calls || echo $seed
 *      done
 *
 * Seeds 101 to 150 were played so: 47 seeds without a finding, three (112, 113, 122) with two bugs between them, both
 * tests of their own now: a unit that its own attack kills (test_unit.c), a load from the side that a turn makes the
 * way from behind (test_belt.c). The three were played again to the end after that, without a finding.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/random_world_kit.h"

enum { CALLS = 20000 };

TEST(random_calls_to_all_mechanics_leave_the_arena_sane_and_refusals_leave_it_alone)
{
    long calls = number_from("RANDOM_WORLD_CALLS", CALLS);
    sim_random_seed(&source, (uint64_t)number_from("RANDOM_WORLD_SEED", 1));
    sim_arena *arena = NULL;
    long done = 0, refusals = 0;
    for (long call = 0; call < calls; call++) {
        if (call % 20000 == 0) { /* a new world, before this one is full of what cannot be removed */
            free(arena);
            arena = make_world();
        }
        int is_watched = call % 10 == 0;
        uint64_t before = is_watched ? sim_arena_hash(arena, prototypes) : 0;
        enum sim_result result = call_something(arena);
        done += result == SIM_OK;
        refusals += result != SIM_OK;
        if (is_watched && result != SIM_OK) CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
        if (draw(0, 3) == 0) sim_run(arena, prototypes, (uint32_t)draw(0, 30));
        if (call % 100 == 0) check_sane(arena);
        if (call % 100000 == 0 && call) printf("# %ld calls\n", call), fflush(stdout);
    }
    CHECK(done > calls / 3 && refusals > calls / 20);
    free(arena);
}

TEST(two_plays_of_one_seed_end_in_the_same_bytes)
{
    sim_arena *arenas[2];
    for (int i = 0; i < 2; i++) {
        sim_random_seed(&source, 9);
        arenas[i] = make_world();
        for (int call = 0; call < CALLS / 5; call++) {
            call_something(arenas[i]);
            sim_run(arenas[i], prototypes, (uint32_t)draw(0, 10));
        }
    }
    CHECK_EQ_BYTES(arenas[0], arenas[1], arenas[0]->block_bytes);
    free(arenas[0]);
    free(arenas[1]);
}

/* Says which entities and which pools are not the same. */
static void report_difference(const sim_arena *a, const sim_arena *b)
{
    for (uint32_t slot = 1; slot < a->entity_slots && slot < b->entity_slots; slot++) {
        const sim_entity *x = sim_entity_slot(a, slot), *y = sim_entity_slot(b, slot);
        if ((x == NULL) != (y == NULL) || (x && (x->health != y->health || x->amount != y->amount ||
                                                 x->position.x != y->position.x || x->position.y != y->position.y)))
            printf("# slot %u %s\n", slot, x ? prototypes->entities[x->prototype].name : "free");
    }
    for (uint32_t pool = 0; pool < SIM_POOL_COUNT; pool++) {
        size_t stride = sim_pool_stride((enum sim_pool_id)pool);
        for (uint32_t i = 1; i < a->pools[pool].used && i < b->pools[pool].used; i++) {
            const char *x = (const char *)a + a->pools[pool].offset + i * stride;
            const char *y = (const char *)b + b->pools[pool].offset + i * stride;
            if (memcmp(x, y, stride) == 0) continue;
            size_t byte = 0;
            while (x[byte] == y[byte]) byte++;
            const sim_entity *owner = sim_entity_slot(a, *(const uint32_t *)(const void *)x);
            printf("# pool %u record %u byte %zu: %s\n", pool, i, byte,
                   owner ? prototypes->entities[owner->prototype].name : "?");
        }
    }
}

TEST(records_forced_awake_in_every_tick_lead_to_the_same_state)
{
    long seeds = number_from("RANDOM_WORLD_SEEDS", 4), first = number_from("RANDOM_WORLD_SEED", 1);
    for (long seed = first; seed < first + seeds; seed++) {
        sim_random_seed(&source, (uint64_t)seed);
        sim_random start = source;
        sim_arena *asleep = make_world();
        source = start;
        sim_arena *awake = make_world();
        for (int call = 0; call < CALLS / 20; call++) {
            sim_random before = source;
            call_something(asleep);
            source = before;
            call_something(awake);
            for (int32_t ticks = draw(0, 10); ticks > 0; ticks--) {
                sim_pool_wake_all(awake);
                sim_run(awake, prototypes, 1);
                sim_run(asleep, prototypes, 1);
            }
            if (sim_arena_hash(awake, prototypes) == sim_arena_hash(asleep, prototypes)) continue;
            printf("# seed %ld: they differ after call %d, tick %lu\n", seed, call, (unsigned long)awake->tick);
            report_difference(asleep, awake);
            CHECK_EQ_INT(sim_arena_hash(awake, prototypes), sim_arena_hash(asleep, prototypes));
        }
        free(asleep);
        free(awake);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(random_calls_to_all_mechanics_leave_the_arena_sane_and_refusals_leave_it_alone);
    RUN(two_plays_of_one_seed_end_in_the_same_bytes);
    RUN(records_forced_awake_in_every_tick_lead_to_the_same_state);
    return kit_end();
}
