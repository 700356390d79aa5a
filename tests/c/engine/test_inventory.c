/* Inventories: stacks, insertion, removal, sorting, reuse of slots.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static uint32_t main_inventory(const sim_arena *arena)
{
    return sim_character_get(arena, 0)->inventory;
}

static sim_arena *make_scene(void)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "character", 0, 0, 0);
    return arena;
}

TEST(a_character_has_eighty_slots_and_a_wooden_chest_sixteen)
{
    sim_arena *arena = make_scene();
    CHECK_EQ_INT(sim_inventory_get(arena, main_inventory(arena))->slot_count, 80);
    sim_handle chest = put(arena, "wooden-chest", 4 * TILE, 0, 0);
    CHECK_EQ_INT(sim_inventory_get(arena, sim_entity_get(arena, chest)->amount)->slot_count, 16);
    free(arena);
}

TEST(items_fill_begun_stacks_before_empty_slots)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    sim_stack *slots = sim_inventory_slots(arena, inventory);
    slots[1] = (sim_stack){.item = item("coal"), .count = 40};
    slots[3] = (sim_stack){.item = item("iron-ore"), .count = 50};
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item("coal"), 75), 75);
    CHECK_EQ_INT(slots[0].count, 50);
    CHECK_EQ_INT(slots[1].count, 50);
    CHECK_EQ_INT(slots[2].count, 15);
    CHECK_EQ_INT(slots[3].item, item("iron-ore"));
    check_sane(arena);
    free(arena);
}

TEST(what_does_not_fit_stays_out)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item("stone"), 5000), 4000);
    CHECK_EQ_INT(sim_inventory_room(arena, prototypes, inventory, item("stone")), 0);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item("coal"), 1), 0);
    CHECK_EQ_INT(sim_inventory_empty_slots(arena, inventory), 0);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, 0, 1), 0);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, 999, item("coal"), 1), 0);
    free(arena);
}

TEST(items_leave_from_the_last_stack_backwards)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    sim_inventory_insert(arena, prototypes, inventory, item("coal"), 120);
    CHECK_EQ_INT(sim_inventory_remove(arena, inventory, item("coal"), 30), 30);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    CHECK_EQ_INT(slots[0].count, 50);
    CHECK_EQ_INT(slots[1].count, 40);
    CHECK_EQ_INT(slots[2].item, 0);
    CHECK_EQ_INT(sim_inventory_remove(arena, inventory, item("coal"), 1000), 90);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, 0), 0);
    free(arena);
}

TEST(room_is_what_insertion_then_takes)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    const char *const names[] = {"coal", "wood", "stone-furnace", "iron-plate", "coin"};
    sim_random random;
    sim_random_seed(&random, 4);
    for (int i = 0; i < 2000; i++) {
        uint16_t some = item(names[sim_random_range(&random, 0, 4)]);
        uint32_t count = (uint32_t)sim_random_range(&random, 0, 700);
        uint32_t room = sim_inventory_room(arena, prototypes, inventory, some);
        uint32_t before = sim_inventory_count(arena, inventory, some);
        uint32_t moved = sim_inventory_insert(arena, prototypes, inventory, some, count);
        CHECK_EQ_INT(moved, count < room ? count : room);
        CHECK_EQ_INT(sim_inventory_count(arena, inventory, some), before + moved);
        if (i % 3 == 0) sim_inventory_remove(arena, inventory, item(names[sim_random_range(&random, 0, 4)]), count);
        if (i % 100 == 0) sim_inventory_clear(arena, inventory);
    }
    check_sane(arena);
    free(arena);
}

TEST(there_is_room_for_one_where_there_is_room_at_all)
{
    static const char *const ITEMS[] = {"coal", "iron-plate", "wood"};
    sim_arena *arena = make_scene();
    sim_handle chest = put(arena, "wooden-chest", 4 * TILE, 0, 0);
    uint32_t inventory = sim_entity_get(arena, chest)->amount, with = 0;
    for (int i = 0; i < 3000; i++) {
        uint32_t word = sim_random_next(&arena->random);
        uint16_t kind = item(ITEMS[word % 3]);
        if (word >> 4 & 1) sim_inventory_insert(arena, prototypes, inventory, kind, word >> 5 & 255);
        if (word >> 13 & 1) sim_inventory_remove(arena, inventory, kind, word >> 14 & 255);
        if (word >> 22 & 1) sim_inventory_set_filter(arena, inventory, word >> 23 & 15, word >> 27 & 1 ? kind : 0);
        if ((word >> 28 & 7) == 0) sim_inventory_set_bar(arena, inventory, word >> 23 & 15);
        for (int other = 0; other < 3; other++) {
            uint32_t room = sim_inventory_room(arena, prototypes, inventory, item(ITEMS[other]));
            CHECK_EQ_INT(sim_inventory_has_room(arena, prototypes, inventory, item(ITEMS[other])), room > 0);
            CHECK_EQ_INT(sim_transfer_is_insertable(arena, prototypes, chest.index, item(ITEMS[other])),
                         sim_transfer_insertable(arena, prototypes, chest.index, item(ITEMS[other])) > 0);
            with += room > 0;
        }
    }
    CHECK(with > 1000 && with < 8000);
    free(arena);
}

TEST(sorting_merges_stacks_and_follows_the_games_order)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    sim_stack *slots = sim_inventory_slots(arena, inventory);
    slots[5] = (sim_stack){.item = item("iron-ore"), .count = 30};
    slots[9] = (sim_stack){.item = item("wooden-chest"), .count = 3};
    slots[11] = (sim_stack){.item = item("iron-ore"), .count = 45};
    slots[70] = (sim_stack){.item = item("coal"), .count = 1};
    sim_inventory_sort(arena, prototypes, inventory);
    CHECK_EQ_INT(slots[0].item, item("wooden-chest"));
    CHECK_EQ_INT(slots[1].item, item("coal"));
    CHECK_EQ_INT(slots[2].item, item("iron-ore"));
    CHECK_EQ_INT(slots[2].count, 50);
    CHECK_EQ_INT(slots[3].count, 25);
    CHECK_EQ_INT(slots[4].item, 0);
    check_sane(arena);
    free(arena);
}

TEST(a_freed_inventory_is_empty_and_its_slots_are_used_again)
{
    sim_arena *arena = make_scene();
    sim_handle first = put(arena, "wooden-chest", 4 * TILE, 0, 0);
    uint32_t inventory = sim_entity_get(arena, first)->amount, used = arena->stack_slots;
    sim_inventory_insert(arena, prototypes, inventory, item("coal"), 100);
    sim_entity_destroy(arena, prototypes, first);
    CHECK(sim_inventory_get(arena, inventory) == NULL);
    CHECK(sim_inventory_slots(arena, inventory) == NULL);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, 0), 0);
    sim_handle second = put(arena, "wooden-chest", 4 * TILE, 0, 0);
    CHECK_EQ_INT(sim_entity_get(arena, second)->amount, inventory);
    CHECK_EQ_INT(sim_inventory_count(arena, inventory, 0), 0);
    CHECK_EQ_INT(arena->stack_slots, used);
    check_sane(arena);
    free(arena);
}

TEST(a_chest_without_room_for_its_slots_is_refused)
{
    sim_arena *arena = make_scene();
    arena->config.slot_capacity = arena->stack_slots + 15;
    sim_entity_spec chest = {.prototype = sim_entity_named(prototypes, "wooden-chest"), .position = {4 * TILE, 0}};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &chest, NULL), SIM_ARENA_FULL);
    check_sane(arena);
    free(arena);
}

TEST(a_bar_closes_slots_for_what_comes_and_not_for_what_is_there)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    uint64_t before = sim_arena_hash(arena, prototypes);
    sim_inventory_insert(arena, prototypes, inventory, item("coal"), 150);
    sim_inventory_set_bar(arena, inventory, 2);
    CHECK_EQ_INT(sim_inventory_bar(arena, inventory), 2);
    CHECK_EQ_INT(sim_inventory_room(arena, prototypes, inventory, item("coal")), 0);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item("stone"), 1), 0);
    CHECK_EQ_INT(sim_inventory_remove(arena, inventory, item("coal"), 60), 60);
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item("coal"), 60), 10);
    sim_inventory_sort(arena, prototypes, inventory);
    check_sane(arena);
    sim_inventory_clear(arena, inventory);
    CHECK_EQ_INT(sim_inventory_bar(arena, inventory), 2);
    CHECK(sim_arena_hash(arena, prototypes) != before);
    sim_inventory_set_bar(arena, inventory, UINT32_MAX);
    CHECK(sim_arena_hash(arena, prototypes) == before);
    free(arena);
}

TEST(a_filtered_slot_takes_its_item_first_and_no_other)
{
    sim_arena *arena = make_scene();
    uint32_t inventory = main_inventory(arena);
    sim_inventory_set_filter(arena, inventory, 3, item("coal"));
    sim_inventory_set_filter(arena, inventory, 0, item("stone"));
    CHECK_EQ_INT(sim_inventory_insert(arena, prototypes, inventory, item("coal"), 60), 60);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    CHECK_EQ_INT(slots[3].count, 50);
    CHECK_EQ_INT(slots[1].count, 10);
    CHECK_EQ_INT(sim_inventory_room(arena, prototypes, inventory, item("iron-ore")), 77 * 50);
    sim_inventory_sort(arena, prototypes, inventory);
    CHECK_EQ_INT(slots[3].count, 50);
    CHECK_EQ_INT(slots[0].item, 0);
    CHECK_EQ_INT(sim_inventory_filter(arena, inventory, 3), item("coal"));
    check_sane(arena);
    free(arena);
}

TEST(the_bar_of_a_chest_goes_with_it)
{
    sim_arena *arena = make_scene();
    sim_handle first = put(arena, "wooden-chest", 4 * TILE, 0, 0);
    sim_inventory_set_bar(arena, sim_entity_get(arena, first)->amount, 4);
    check_sane(arena);
    sim_entity_destroy(arena, prototypes, first);
    check_sane(arena);
    sim_handle second = put(arena, "wooden-chest", 4 * TILE, 0, 0);
    CHECK_EQ_INT(sim_inventory_bar(arena, sim_entity_get(arena, second)->amount), 16);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_character_has_eighty_slots_and_a_wooden_chest_sixteen);
    RUN(items_fill_begun_stacks_before_empty_slots);
    RUN(what_does_not_fit_stays_out);
    RUN(items_leave_from_the_last_stack_backwards);
    RUN(room_is_what_insertion_then_takes);
    RUN(there_is_room_for_one_where_there_is_room_at_all);
    RUN(sorting_merges_stacks_and_follows_the_games_order);
    RUN(a_freed_inventory_is_empty_and_its_slots_are_used_again);
    RUN(a_chest_without_room_for_its_slots_is_refused);
    RUN(a_bar_closes_slots_for_what_comes_and_not_for_what_is_there);
    RUN(a_filtered_slot_takes_its_item_first_and_no_other);
    RUN(the_bar_of_a_chest_goes_with_it);
    return kit_end();
}
