/* Resources: the nearest ones, amounts, depletion.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

TEST(the_nearest_resources_come_first_and_equals_by_y_then_x)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "coal", 2 * TILE, 0, 7);
    put(arena, "iron-ore", -3 * TILE, 0, 5);
    put(arena, "stone", 0, 2 * TILE, 3);
    put(arena, "copper-ore", 0, -3 * TILE, 4);
    sim_resource_row rows[8];
    uint32_t in_range = 0;
    CHECK_EQ_INT(sim_resource_nearest(arena, prototypes, 0, 0, 16 * TILE, 8, rows, &in_range), 4);
    CHECK_EQ_INT(in_range, 4);
    static const char *const ORDER[4] = {"copper-ore", "iron-ore", "coal", "stone"};
    for (int i = 0; i < 4; i++) CHECK_EQ_STR(prototypes->entities[rows[i].prototype].name, ORDER[i]);
    CHECK_EQ_INT(rows[0].dx, 128);
    CHECK_EQ_INT(rows[0].dy, -3 * TILE + 128);
    CHECK_EQ_INT(rows[0].amount, 4);
    CHECK_EQ_INT(rows[0].item, item("copper-ore"));
    free(arena);
}

TEST(the_radius_holds_its_rim)
{
    sim_arena *arena = make_arena(64, 8);
    put(arena, "coal", 128 + 3 * TILE, 128 + 4 * TILE, 1);
    sim_resource_row rows[1];
    CHECK_EQ_INT(sim_resource_nearest(arena, prototypes, 128, 128, 5 * TILE, 1, rows, NULL), 1);
    CHECK_EQ_INT(sim_resource_nearest(arena, prototypes, 128, 128, 5 * TILE - 1, 1, rows, NULL), 0);
    CHECK_EQ_INT(sim_resource_nearest(arena, prototypes, 128, 128, -1, 1, rows, NULL), 0);
    free(arena);
}

static int row_order(const void *a, const void *b)
{
    const sim_resource_row *left = a, *right = b;
    if (left->distance_squared != right->distance_squared)
        return left->distance_squared < right->distance_squared ? -1 : 1;
    if (left->dy != right->dy) return left->dy < right->dy ? -1 : 1;
    return (left->dx > right->dx) - (left->dx < right->dx);
}

/* All resources within the radius, by looking at every slot. */
static uint32_t look_at_all(const sim_arena *arena, sim_position place, int32_t radius, sim_resource_row *rows)
{
    uint32_t count = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        int64_t distance = sim_distance_squared(entity->position, place);
        if (distance > (int64_t)radius * radius) continue;
        rows[count++] = (sim_resource_row){.slot = slot, .dx = entity->position.x - place.x,
                                           .dy = entity->position.y - place.y, .distance_squared = distance};
    }
    qsort(rows, count, sizeof *rows, row_order);
    return count;
}

TEST(the_nearest_are_those_that_a_look_at_every_slot_finds)
{
    sim_arena *arena = make_arena(100, 900);
    sim_random random;
    sim_random_seed(&random, 6);
    for (int i = 0; i < 800; i++) {
        sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, i % 2 ? "coal" : "stone"), .amount = 9};
        int32_t spread = i % 3 ? 49 * TILE : 6 * TILE;
        spec.position.x = sim_random_range(&random, -spread, spread);
        spec.position.y = sim_random_range(&random, -spread, spread);
        sim_entity_create(arena, prototypes, &spec, NULL);
    }
    static sim_resource_row all[900], rows[64];
    for (int round = 0; round < 1000; round++) {
        sim_position place = {sim_random_range(&random, -60 * TILE, 60 * TILE),
                              sim_random_range(&random, -60 * TILE, 60 * TILE)};
        int32_t radius = sim_random_range(&random, 0, 20 * TILE);
        uint32_t capacity = (uint32_t)sim_random_range(&random, 0, 64), in_range = 0;
        uint32_t expected = look_at_all(arena, place, radius, all);
        uint32_t count = sim_resource_nearest(arena, prototypes, place.x, place.y, radius, capacity, rows, &in_range);
        CHECK_EQ_INT(in_range, expected);
        CHECK_EQ_INT(count, expected < capacity ? expected : capacity);
        for (uint32_t i = 0; i < count; i++) CHECK_EQ_INT(rows[i].slot, all[i].slot);
    }
    check_sane(arena);
    free(arena);
}

TEST(the_last_unit_takes_the_resource_away)
{
    sim_arena *arena = make_arena(64, 2);
    sim_handle ore = put(arena, "iron-ore", 0, 0, 2);
    uint32_t version = arena->resource_version;
    CHECK_EQ_INT(sim_resource_take(arena, prototypes, ore.index), 0);
    CHECK_EQ_INT(sim_entity_get(arena, ore)->amount, 1);
    CHECK_EQ_INT(arena->resource_version, version);
    CHECK_EQ_INT(sim_resource_take(arena, prototypes, ore.index), 1);
    CHECK(sim_entity_get(arena, ore) == NULL);
    CHECK(arena->resource_version != version);
    CHECK_EQ_INT(sim_resource_at_tile(arena, 0, 0), 0);
    check_sane(arena);
    free(arena);
}

TEST(an_infinite_resource_sinks_to_its_minimum_and_stays)
{
    sim_arena *arena = make_arena(64, 2);
    sim_handle oil = put(arena, "crude-oil", 0, 0, 60015);
    CHECK_EQ_INT(sim_resource_take(arena, prototypes, oil.index), 0);
    CHECK_EQ_INT(sim_entity_get(arena, oil)->amount, 60005);
    CHECK_EQ_INT(sim_resource_take(arena, prototypes, oil.index), 0);
    CHECK_EQ_INT(sim_entity_get(arena, oil)->amount, 60000);
    CHECK_EQ_INT(sim_resource_take(arena, prototypes, oil.index), 0);
    CHECK_EQ_INT(sim_entity_get(arena, oil)->amount, 60000);
    sim_handle poor = put(arena, "crude-oil", 9 * TILE, 0, 5);
    CHECK_EQ_INT(sim_resource_take(arena, prototypes, poor.index), 0);
    CHECK_EQ_INT(sim_entity_get(arena, poor)->amount, 5);
    free(arena);
}

TEST(amounts_can_be_set_but_not_to_zero)
{
    sim_arena *arena = make_arena(64, 4);
    sim_handle ore = put(arena, "iron-ore", 0, 0, 2), wall = put(arena, "stone-wall", 4 * TILE, 0, 0);
    CHECK_EQ_INT(sim_resource_set_amount(arena, prototypes, ore, 70), SIM_OK);
    CHECK_EQ_INT(sim_resource_total(arena, prototypes, item("iron-ore")), 70);
    CHECK_EQ_INT(sim_resource_set_amount(arena, prototypes, ore, 0), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_resource_set_amount(arena, prototypes, wall, 3), SIM_WRONG_TYPE);
    CHECK_EQ_INT(sim_resource_set_amount(arena, prototypes, (sim_handle){3, 9}, 3), SIM_NOT_FOUND);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(the_nearest_resources_come_first_and_equals_by_y_then_x);
    RUN(the_radius_holds_its_rim);
    RUN(the_nearest_are_those_that_a_look_at_every_slot_finds);
    RUN(the_last_unit_takes_the_resource_away);
    RUN(an_infinite_resource_sinks_to_its_minimum_and_stays);
    RUN(amounts_can_be_set_but_not_to_zero);
    return kit_end();
}
