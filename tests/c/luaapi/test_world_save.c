/* The world as bytes and back, and bytes that are none.
 *
 * sources: harness/standin/luaapi/world/world_save.c harness/standin/luaapi/world/world.c harness/standin/luaapi/world/surface.c
 * sources: harness/standin/luaapi/world/surface_room.c harness/standin/luaapi/world/chunks.c harness/standin/luaapi/world/research.c
 * sources: harness/standin/luaapi/world/flow_history.c harness/standin/luaapi/world/flow_sampling.c
 * sources: harness/standin/luaapi/world/network_flows.c
 * sources: harness/standin/prototypes/prototypes_table.c harness/standin/engine */
#include "tests/c/kit.h"

#include "harness/standin/luaapi/world/chunks.h"
#include "harness/standin/luaapi/world/world.h"
#include "harness/standin/prototypes/prototypes_table.h"

static luaapi_world world;

/* A world with a bare surface on which something stands, a deleted one, and one of chunks. */
static void begin(void)
{
    CHECK(luaapi_world_init(&world, sim_builtin_prototypes(), 5));
    luaapi_surface_spec bare = {.name = "bare", .width = 32, .height = 32};
    luaapi_surface_spec gone = {.name = "gone", .width = 32, .height = 32};
    luaapi_surface_spec wild = {.name = "wild", .width = 64, .height = 64, .is_generated = 1};
    wild.generation = sim_map_gen_default();
    luaapi_surface *surface = NULL;
    CHECK_EQ_INT(luaapi_world_create_surface(&world, &bare, &surface), SIM_OK);
    sim_entity_spec chest = {.prototype = sim_entity_named(world.prototypes, "wooden-chest"), .force = 1};
    sim_handle created;
    CHECK_EQ_INT(luaapi_surface_create_entity(&world, surface, &chest, &created), SIM_OK);
    CHECK_EQ_INT(luaapi_world_create_surface(&world, &gone, &surface), SIM_OK);
    CHECK_EQ_INT(luaapi_world_create_surface(&world, &wild, &surface), SIM_OK);
    luaapi_world_delete_surface(&world, 2);
    luaapi_chunks_request(surface, 0, 0, 0);
    luaapi_world_create_force(&world, "fourth");
    for (int tick = 0; tick < 5; tick++) {
        luaapi_world_tick(&world);
    }
}

static uint8_t *save(size_t *size)
{
    *size = luaapi_world_save_bytes(&world);
    uint8_t *bytes = malloc(*size);
    CHECK(luaapi_world_save(&world, bytes, *size));
    return bytes;
}

TEST(a_world_comes_back_as_it_was_saved)
{
    size_t size = 0, again = 0;
    begin();
    uint64_t hash = sim_arena_hash(luaapi_world_surface(&world, 1)->arena, world.prototypes);
    uint8_t *bytes = save(&size);
    CHECK(luaapi_world_load(&world, bytes, size));
    CHECK_EQ_INT(world.tick, 5);
    CHECK_EQ_INT(world.surface_count, 3);
    CHECK(luaapi_world_surface(&world, 2) == NULL);
    CHECK_EQ_INT(luaapi_world_force_named(&world, "fourth")->index, 4);
    CHECK_EQ_INT(luaapi_chunk_state(luaapi_world_surface(&world, 3), 0, 0), LUAAPI_CHUNK_REQUESTED);
    CHECK_EQ_INT(luaapi_world_surface(&world, 3)->chunks_requested, 1);
    CHECK(sim_arena_hash(luaapi_world_surface(&world, 1)->arena, world.prototypes) == hash);
    uint8_t *same = save(&again);
    CHECK(size == again && memcmp(bytes, same, size) == 0);
    free(bytes);
    free(same);
    luaapi_world_clear(&world);
}

TEST(bytes_of_another_length_are_refused)
{
    size_t size = 0;
    begin();
    uint8_t *bytes = save(&size);
    CHECK(!luaapi_world_save(&world, bytes, size - 1));
    for (size_t length = 0; length < size; length += size / 97 + 1) {
        CHECK(!luaapi_world_load(&world, bytes, length));
        luaapi_world_clear(&world);
        CHECK(luaapi_world_init(&world, sim_builtin_prototypes(), 5));
    }
    CHECK(luaapi_world_load(&world, bytes, size));
    free(bytes);
    luaapi_world_clear(&world);
}

/* Whatever is loaded must also run. */
TEST(damaged_bytes_are_refused_or_harmless)
{
    size_t size = 0;
    begin();
    uint8_t *bytes = save(&size);
    sim_random random;
    sim_random_seed(&random, 7);
    for (int round = 0; round < 300; round++) {
        uint32_t limit = round % 2 ? (uint32_t)size : 4000;
        size_t place = sim_random_next(&random) % limit;
        uint8_t before = bytes[place];
        bytes[place] ^= (uint8_t)(1 + sim_random_next(&random) % 255);
        if (luaapi_world_load(&world, bytes, size)) {
            luaapi_world_tick(&world);
        }
        bytes[place] = before;
        luaapi_world_clear(&world);
        CHECK(luaapi_world_init(&world, sim_builtin_prototypes(), 5));
    }
    free(bytes);
    luaapi_world_clear(&world);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_world_comes_back_as_it_was_saved);
    RUN(bytes_of_another_length_are_refused);
    RUN(damaged_bytes_are_refused_or_harmless);
    return kit_end();
}
