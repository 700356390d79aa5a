/* The statuses of a frame's entities are those that are asked for one by one.
 *
 * sources: harness/standin/native/status.c harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/status.h"

#include "suites/bench/c/factory_scene.h"
#include "tests/c/kit.h"

enum { FURNACES = 300, ROUNDS = 3 };

/* Furnaces with ore, without fuel, without either: neighbours differ, and so do those that are kept in one place. */
static sim_arena *make_furnaces(const sim_prototypes *prototypes)
{
    sim_arena *arena = scene_make(prototypes, 128, 128, 2 * FURNACES);
    for (int32_t i = 0; i < FURNACES; i++) {
        uint32_t slot = scene_put(arena, prototypes, "stone-furnace", i % 20 * 3 - 60, i / 20 * 3 - 50, 0);
        if (i % 3) scene_fuel(arena, prototypes, slot, 5);
        if (i % 5) sim_transfer_insert(arena, prototypes, slot, sim_item_named(prototypes, "iron-ore"), 1 + (uint32_t)i);
    }
    sim_run(arena, prototypes, 500);
    return arena;
}

TEST(a_status_that_is_kept_is_the_one_of_its_entity)
{
    const sim_prototypes *prototypes = sim_builtin_prototypes();
    sim_arena *arena = make_furnaces(prototypes);
    native_statuses statuses = {{0}};
    uint32_t seen = 0;
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t slot = 0; slot < arena->entity_slots + 10; slot++) {
            uint8_t status = native_status(arena, prototypes, slot);
            CHECK_EQ_INT(native_status_once(&statuses, arena, prototypes, slot), status);
            CHECK_EQ_INT(native_status_once(&statuses, arena, prototypes, slot), status);
            CHECK_EQ_INT(native_status_once(NULL, arena, prototypes, slot), status);
            seen |= 1u << status;
        }
    CHECK(__builtin_popcount(seen) >= 4);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_status_that_is_kept_is_the_one_of_its_entity);
    return kit_end();
}
