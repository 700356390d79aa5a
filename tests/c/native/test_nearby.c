/* What a frame lists of the surroundings is the same whether an arena holds few entities or many.
 *
 * sources: harness/standin/native/nearby.c
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/nearby.h"

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { RADIUS = 10 * SIM_FIXED_ONE, SIDE = 24 };

static uint32_t stand(sim_arena *arena, const char *name, int32_t x, int32_t y)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes, name), .force = SIM_FORCE_ARENA,
                            .position = {x * SIM_FIXED_ONE + SIM_FIXED_ONE / 2, y * SIM_FIXED_ONE + SIM_FIXED_ONE / 2},
                            .amount = 10};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes, &spec, &created), SIM_OK);
    return created.index;
}

/* Chests and ore in turn, every third place, so that some of them are as far from the middle as others. */
static uint32_t furnish(sim_arena *arena, uint32_t wanted)
{
    uint32_t chests = 0;
    for (int32_t y = -SIDE; y < SIDE && chests < wanted; y += 3)
        for (int32_t x = -SIDE; x < SIDE && chests < wanted; x += 3, chests++) {
            stand(arena, "wooden-chest", x, y);
            stand(arena, "iron-ore", x + 1, y);
        }
    return chests;
}

/* How many come before the entity in the order of the rows, found by comparing it with all others. */
static uint32_t rank_of(const sim_arena *arena, uint16_t prototype, const sim_entity *self, sim_position place)
{
    uint32_t before = 0;
    int64_t own = sim_distance_squared(self->position, place);
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *other = sim_entity_slot(arena, slot);
        if (other == NULL || other == self || other->prototype != prototype) continue;
        int64_t away = sim_distance_squared(other->position, place);
        sim_position p = other->position, q = self->position;
        before += away < own || (away == own && (p.y < q.y || (p.y == q.y && p.x < q.x)));
    }
    return before;
}

static void check_rows(uint32_t chests, sim_position place)
{
    sim_arena *arena = make_arena(64, 2048);
    furnish(arena, chests);
    uint16_t prototype = sim_entity_named(prototypes, "wooden-chest");
    native_nearby rows[NATIVE_NEARBY_MOST];
    uint32_t count = native_nearby_entities(arena, prototypes, place, RADIUS, rows, 8), within = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL || entity->prototype != prototype) continue;
        within += sim_distance_squared(entity->position, place) <= (int64_t)RADIUS * RADIUS;
    }
    CHECK_EQ_INT(count, within < 8 ? within : 8);
    for (uint32_t i = 0; i < count; i++) {
        CHECK_EQ_INT(rows[i].entity->prototype, prototype);
        CHECK_EQ_INT(rank_of(arena, prototype, rows[i].entity, place), i);
    }
    free(arena);
}

TEST(rows_are_the_nearest_in_their_order_however_many_entities_there_are)
{
    const uint32_t chests[] = {0, 1, 5, 20, 31, 32, 33, 60, 200};
    const sim_position places[] = {{0, 0}, {-5000, -5000}, {128, 384}, {5000, 0}};
    for (size_t i = 0; i < sizeof chests / sizeof chests[0]; i++)
        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) check_rows(chests[i], places[k]);
}

TEST(what_has_been_taken_away_is_not_seen)
{
    sim_arena *arena = make_arena(64, 64);
    uint32_t gone = stand(arena, "wooden-chest", 2, 2), there = stand(arena, "wooden-chest", 4, 4);
    CHECK_EQ_INT(sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, gone)), SIM_OK);
    native_nearby rows[NATIVE_NEARBY_MOST];
    sim_position middle = {0, 0};
    CHECK_EQ_INT(native_nearby_entities(arena, prototypes, middle, RADIUS, rows, 8), 1);
    CHECK_EQ_INT(sim_entity_index(arena, rows[0].entity), there);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(rows_are_the_nearest_in_their_order_however_many_entities_there_are);
    RUN(what_has_been_taken_away_is_not_seen);
    return kit_end();
}
