/* The world that scripts share: surfaces, forces, time, growth of arenas.
 *
 * sources: harness/standin/luaapi/world/world.c harness/standin/luaapi/world/surface.c
 * sources: harness/standin/luaapi/world/surface_room.c harness/standin/luaapi/world/chunks.c harness/standin/luaapi/world/research.c
 * sources: harness/standin/luaapi/world/flow_history.c harness/standin/luaapi/world/flow_sampling.c
 * sources: harness/standin/luaapi/world/network_flows.c
 * sources: harness/standin/prototypes/prototypes_table.c harness/standin/engine */
#include "tests/c/kit.h"

#include "harness/standin/luaapi/world/world.h"
#include "harness/standin/prototypes/prototypes_table.h"

static luaapi_world world;

static void begin(void)
{
    CHECK(luaapi_world_init(&world, sim_builtin_prototypes(), 5));
}

static luaapi_surface *make(const char *name, uint32_t side)
{
    luaapi_surface_spec spec = {.name = name, .width = side, .height = side};
    luaapi_surface *surface = NULL;
    CHECK_EQ_INT(luaapi_world_create_surface(&world, &spec, &surface), SIM_OK);
    return surface;
}

static sim_handle place(luaapi_surface *surface, const char *name, int32_t x, int32_t y, uint8_t force)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(world.prototypes, name),
                            .force = force,
                            .position = {x * SIM_FIXED_ONE, y * SIM_FIXED_ONE}};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(luaapi_surface_create_entity(&world, surface, &spec, &created), SIM_OK);
    return created;
}

TEST(a_new_world_has_three_forces_and_no_surface)
{
    begin();
    CHECK_EQ_INT(luaapi_world_force_named(&world, "player")->index, LUAAPI_FORCE_PLAYER);
    CHECK_EQ_INT(luaapi_world_force_named(&world, "enemy")->index, LUAAPI_FORCE_ENEMY);
    CHECK_EQ_INT(luaapi_world_force_named(&world, "neutral")->index, LUAAPI_FORCE_NEUTRAL);
    CHECK(luaapi_world_surface(&world, 1) == NULL);
    luaapi_world_clear(&world);
}

TEST(a_surface_is_found_by_name_and_index_until_it_is_deleted)
{
    begin();
    luaapi_surface *a = make("a", 32);
    CHECK_EQ_INT(make("b", 32)->index, 2);
    CHECK(luaapi_world_surface_named(&world, "a") == a);
    CHECK(luaapi_world_arena(&world, "a") == a->arena);
    luaapi_world_delete_surface(&world, 1);
    CHECK(luaapi_world_surface(&world, 1) == NULL);
    CHECK(luaapi_world_arena(&world, "a") == NULL);
    CHECK_EQ_INT(make("a", 32)->index, 3);
    luaapi_world_clear(&world);
}

TEST(a_name_that_is_taken_empty_or_too_long_makes_no_surface)
{
    begin();
    make("a", 32);
    char name[LUAAPI_NAME_BYTES + 1];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = 0;
    luaapi_surface *surface = NULL;
    const char *const bad[] = {"a", "", name};
    for (int i = 0; i < 3; i++) {
        luaapi_surface_spec spec = {.name = bad[i], .width = 8, .height = 8};
        CHECK_EQ_INT(luaapi_world_create_surface(&world, &spec, &surface), SIM_BAD_ARGUMENT);
    }
    CHECK_EQ_INT(world.surface_count, 1);
    luaapi_world_clear(&world);
}

TEST(an_arena_grows_for_entities_characters_and_tiles_and_keeps_what_it_holds)
{
    begin();
    luaapi_surface *surface = make("a", 128);
    sim_handle first = place(surface, "wooden-chest", -60, -60, SIM_FORCE_ARENA);
    for (int i = 0; i < 40; i++) {
        place(surface, "character", i - 20, 30, SIM_FORCE_ARENA);
    }
    for (int i = 0; i < 500; i++) {
        place(surface, "iron-ore", i % 25, i / 25, SIM_FORCE_NEUTRAL);
    }
    uint16_t water = sim_tile_named(world.prototypes, "water");
    for (int32_t x = -64; x < 64; x += 16) {
        for (int32_t y = -64; y < 64; y += 16) {
            CHECK_EQ_INT(luaapi_surface_set_tile(&world, surface, x, y, water), SIM_OK);
        }
    }
    CHECK_EQ_INT(surface->arena->entity_count, 541);
    CHECK(sim_entity_get(surface->arena, first) != NULL);
    sim_fault fault;
    CHECK(sim_arena_check(surface->arena, world.prototypes, &fault));
    luaapi_world_clear(&world);
}

TEST(a_tight_arena_is_smaller_and_the_same)
{
    begin();
    luaapi_surface *surface = make("a", 64);
    place(surface, "character", 0, 0, SIM_FORCE_ARENA);
    size_t before = surface->block_bytes;
    uint64_t hash = sim_arena_hash(surface->arena, world.prototypes);
    sim_arena *tight = luaapi_world_tight_arena(&world, "a");
    CHECK(tight == surface->arena);
    CHECK(surface->block_bytes < before);
    CHECK(sim_arena_hash(tight, world.prototypes) == hash);
    place(surface, "iron-ore", 5, 5, SIM_FORCE_NEUTRAL);
    CHECK(luaapi_world_tight_arena(&world, "nope") == NULL);
    luaapi_world_clear(&world);
}

TEST(lab_ground_covers_the_map_with_and_without_entities)
{
    begin();
    uint16_t lab = sim_tile_named(world.prototypes, "lab-dark-1");
    for (int with_entity = 0; with_entity < 2; with_entity++) {
        luaapi_surface *surface = make(with_entity ? "b" : "a", 48);
        if (with_entity) {
            place(surface, "wooden-chest", 0, 0, SIM_FORCE_ARENA);
        }
        surface->lab_tiles = 1;
        CHECK_EQ_INT(luaapi_surface_generate(&world, surface), SIM_OK);
        CHECK_EQ_INT(sim_map_tile(surface->arena, world.prototypes, -24, 23), lab);
        CHECK_EQ_INT(sim_map_tile(surface->arena, world.prototypes, 0, 0), lab);
    }
    luaapi_world_clear(&world);
}

TEST(a_surface_gives_eight_forces_a_byte_each_and_its_first_player_force_is_its_own)
{
    begin();
    luaapi_surface *surface = make("a", 8);
    CHECK_EQ_INT(luaapi_surface_own_force(surface), 0);
    uint32_t red = luaapi_world_create_force(&world, "red");
    CHECK_EQ_INT(luaapi_surface_force_byte(&world, surface, red), SIM_FORCE_ARENA);
    CHECK_EQ_INT(luaapi_surface_own_force(surface), red);
    CHECK_EQ_INT(luaapi_surface_force_byte(&world, surface, LUAAPI_FORCE_ENEMY), SIM_FORCE_ENEMY);
    for (uint32_t force = 10; force < 15; force++) {
        CHECK(luaapi_surface_force_byte(&world, surface, force) < LUAAPI_SURFACE_FORCES);
    }
    CHECK_EQ_INT(luaapi_surface_force_byte(&world, surface, 20), 255);
    CHECK_EQ_INT(luaapi_surface_force_byte(&world, surface, 12), luaapi_surface_force_byte(&world, surface, 12));
    luaapi_world_clear(&world);
}

TEST(no_more_than_sixty_four_forces_are_made)
{
    begin();
    char name[24];
    for (int i = 4; i <= LUAAPI_MAX_FORCES; i++) {
        snprintf(name, sizeof name, "force-%d", i);
        CHECK_EQ_INT(luaapi_world_create_force(&world, name), i);
    }
    CHECK_EQ_INT(luaapi_world_create_force(&world, "one-too-many"), 0);
    CHECK_EQ_INT(luaapi_world_create_force(&world, "player"), 0);
    luaapi_world_clear(&world);
}

TEST(a_tick_runs_every_arena_and_the_day_goes_on_unless_it_is_frozen)
{
    begin();
    luaapi_surface *a = make("a", 8);
    luaapi_surface *b = make("b", 8);
    b->freeze_daytime = 1;
    for (int i = 0; i < LUAAPI_TICKS_PER_DAY / 4; i++) {
        luaapi_world_tick(&world);
    }
    CHECK_EQ_INT(world.tick, LUAAPI_TICKS_PER_DAY / 4);
    CHECK_EQ_INT(a->arena->tick, LUAAPI_TICKS_PER_DAY / 4);
    CHECK(fabs(a->daytime - 0.25) < 1e-6);
    CHECK(b->daytime == 0);
    luaapi_world_clear(&world);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_new_world_has_three_forces_and_no_surface);
    RUN(a_surface_is_found_by_name_and_index_until_it_is_deleted);
    RUN(a_name_that_is_taken_empty_or_too_long_makes_no_surface);
    RUN(an_arena_grows_for_entities_characters_and_tiles_and_keeps_what_it_holds);
    RUN(a_tight_arena_is_smaller_and_the_same);
    RUN(lab_ground_covers_the_map_with_and_without_entities);
    RUN(a_surface_gives_eight_forces_a_byte_each_and_its_first_player_force_is_its_own);
    RUN(no_more_than_sixty_four_forces_are_made);
    RUN(a_tick_runs_every_arena_and_the_day_goes_on_unless_it_is_frozen);
    return kit_end();
}
