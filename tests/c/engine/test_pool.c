/* Records that are used again, sleep and wake; and watches that wake them.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"
#include "tests/c/engine/arena_kit.h"

#define POOL SIM_POOL_GROUP /* the rules are the same for all; a group has none of its own that a test must keep */

static sim_arena *arena;

static void begin(void)
{
    free(arena);
    arena = make_arena(64, 40);
}

TEST(records_come_in_order_and_a_freed_one_comes_first)
{
    begin();
    CHECK_EQ_INT(sim_pool_take(arena, POOL, 7), 1);
    CHECK_EQ_INT(sim_pool_take(arena, POOL, 8), 2);
    sim_pool_give_back(arena, POOL, 1);
    CHECK(!sim_pool_is_live(arena, POOL, 1));
    CHECK(sim_pool_is_live(arena, POOL, 2));
    CHECK_EQ_INT(sim_pool_take(arena, POOL, 9), 1);
    CHECK_EQ_INT(arena->pools[POOL].live, 2);
}

TEST(a_full_pool_gives_zero_and_stays_as_it_was)
{
    begin();
    uint32_t capacity = arena->config.pool_capacity[POOL];
    for (uint32_t i = 0; i < capacity; i++) CHECK(sim_pool_take(arena, POOL, 1) != 0);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_pool_take(arena, POOL, 1), 0);
    CHECK(sim_arena_hash(arena, prototypes) == before);
}

TEST(records_awake_are_met_in_the_order_of_their_numbers)
{
    begin();
    for (int i = 0; i < 150; i++) sim_pool_take(arena, POOL, 1);
    const uint32_t woken[] = {149, 64, 1, 128, 63};
    for (int i = 0; i < 5; i++) sim_pool_wake(arena, POOL, woken[i]);
    const uint32_t expected[] = {1, 63, 64, 128, 149, 0};
    uint32_t record = 0;
    for (int i = 0; i < 6; i++) {
        record = sim_pool_next_awake(arena, POOL, record);
        CHECK_EQ_INT(record, expected[i]);
    }
}

TEST(a_pool_is_awake_as_long_as_one_record_is)
{
    begin();
    sim_pool_take(arena, POOL, 1);
    sim_pool_take(arena, POOL, 1);
    CHECK(!(arena->awake & SIM_AWAKE_POOL(POOL)));
    sim_pool_wake(arena, POOL, 1);
    sim_pool_wake(arena, POOL, 1);
    sim_pool_wake(arena, POOL, 2);
    sim_pool_sleep(arena, POOL, 1);
    CHECK(arena->awake & SIM_AWAKE_POOL(POOL));
    sim_pool_give_back(arena, POOL, 2);
    CHECK(!(arena->awake & SIM_AWAKE_POOL(POOL)));
    CHECK_EQ_INT(sim_pool_next_awake(arena, POOL, 0), 0);
}

TEST(a_larger_block_keeps_records_numbers_and_hash)
{
    begin();
    for (int i = 0; i < 70; i++) sim_pool_take(arena, POOL, 5);
    sim_pool_give_back(arena, POOL, 3);
    sim_pool_wake(arena, POOL, 70);
    sim_arena_config config = arena->config;
    config.pool_capacity[POOL] *= 3;
    config.pool_capacity[SIM_POOL_WATCH] *= 2;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *grown = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_grow(grown, bytes, &config, arena, prototypes), SIM_OK);
    CHECK(sim_arena_hash(grown, prototypes) == sim_arena_hash(arena, prototypes));
    CHECK_EQ_INT(sim_pool_next_awake(grown, POOL, 0), 70);
    CHECK_EQ_INT(sim_pool_take(grown, POOL, 1), 3);
    free(grown);
}

TEST(only_pools_that_are_nearly_used_up_get_more_room)
{
    begin();
    uint32_t capacity = arena->config.pool_capacity[POOL];
    for (uint32_t i = 0; i < capacity - 1; i++) sim_pool_take(arena, POOL, 1);
    sim_arena_config config = sim_arena_roomier_config(arena);
    CHECK_EQ_INT(config.pool_capacity[POOL], 2 * capacity);
    CHECK_EQ_INT(config.pool_capacity[SIM_POOL_WATCH], arena->config.pool_capacity[SIM_POOL_WATCH]);
}

TEST(a_change_of_contents_wakes_those_who_watch_and_nobody_else)
{
    begin();
    sim_handle chest = put(arena, "wooden-chest", 0, 0, 0);
    uint32_t watcher = sim_pool_take(arena, POOL, 1), other = sim_pool_take(arena, POOL, 1), watch = 0;
    CHECK_EQ_INT(sim_watch_add(arena, chest.index, POOL, watcher, &watch), SIM_OK);
    uint32_t inventory = sim_entity_get(arena, chest)->record;
    sim_inventory_insert(arena, prototypes, inventory, item("coal"), 5);
    CHECK(sim_pool_is_awake(arena, POOL, watcher));
    CHECK(!sim_pool_is_awake(arena, POOL, other));
    sim_pool_sleep(arena, POOL, watcher);
    CHECK_EQ_INT(sim_inventory_remove(arena, inventory, item("stone"), 1), 0);
    CHECK(!sim_pool_is_awake(arena, POOL, watcher));
    sim_inventory_remove(arena, inventory, item("coal"), 1);
    CHECK(sim_pool_is_awake(arena, POOL, watcher));
    check_sane(arena);
}

TEST(the_loss_of_the_watched_wakes_the_watcher_whose_watch_then_ends_quietly)
{
    begin();
    sim_handle chest = put(arena, "wooden-chest", 0, 0, 0);
    uint32_t watcher = sim_pool_take(arena, POOL, 1), watch = 0;
    sim_watch_add(arena, chest.index, POOL, watcher, &watch);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, chest), SIM_OK);
    CHECK(sim_pool_is_awake(arena, POOL, watcher));
    sim_handle next = put(arena, "wooden-chest", 0, 0, 0);
    CHECK_EQ_INT(next.index, chest.index);
    sim_pool_sleep(arena, POOL, watcher);
    sim_inventory_insert(arena, prototypes, sim_entity_get(arena, next)->record, item("coal"), 1);
    CHECK(!sim_pool_is_awake(arena, POOL, watcher));
    sim_watch_remove(arena, watch);
    CHECK_EQ_INT(arena->pools[SIM_POOL_WATCH].live, 0);
    check_sane(arena);
}

TEST(events_are_kept_for_those_who_listen_in_the_order_in_which_they_came)
{
    begin();
    sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_RESEARCH_FINISHED, .number = 1});
    arena->event_mask = 1u << SIM_EVENT_RESEARCH_FINISHED;
    uint64_t before = sim_arena_hash(arena, prototypes);
    for (uint32_t i = 2; i < 5; i++)
        sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_RESEARCH_FINISHED, .number = i});
    sim_event_emit(arena, (sim_event){.kind = SIM_EVENT_ENTITY_DIED, .number = 9});
    CHECK(sim_arena_hash(arena, prototypes) == before);
    sim_event events[8];
    CHECK_EQ_INT(sim_event_take(arena, events, 8), 3);
    CHECK_EQ_INT(events[0].number, 2);
    CHECK_EQ_INT(events[2].number, 4);
    CHECK_EQ_INT(sim_event_take(arena, events, 8), 0);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(records_come_in_order_and_a_freed_one_comes_first);
    RUN(a_full_pool_gives_zero_and_stays_as_it_was);
    RUN(records_awake_are_met_in_the_order_of_their_numbers);
    RUN(a_pool_is_awake_as_long_as_one_record_is);
    RUN(a_larger_block_keeps_records_numbers_and_hash);
    RUN(only_pools_that_are_nearly_used_up_get_more_room);
    RUN(a_change_of_contents_wakes_those_who_watch_and_nobody_else);
    RUN(the_loss_of_the_watched_wakes_the_watcher_whose_watch_then_ends_quietly);
    RUN(events_are_kept_for_those_who_listen_in_the_order_in_which_they_came);
    free(arena);
    return kit_end();
}
