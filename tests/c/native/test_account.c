/* What a step has done, told as a script can tell it.
 *
 * sources: harness/standin/native/arenas.c harness/standin/native/account.c harness/standin/native/cell.c
 * sources: harness/standin/native/decode.c harness/standin/native/pages.c
 * sources: harness/standin/native/delta.c harness/standin/native/encode.c harness/standin/native/encode_factory.c
 * sources: harness/standin/native/ground.c
 * sources: harness/standin/native/nearby.c harness/standin/native/plan.c harness/standin/native/room.c
 * sources: harness/standin/native/status.c
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "harness/standin/native/arenas.h"

#include "harness/standin/prototypes/prototypes_table.h"
#include "tests/c/kit.h"

enum { SIDE = 64, TILE = SIM_FIXED_ONE };

static const FactorioResetRule PLAIN = {.pool_scenes = 1};

static const sim_prototypes *prototypes(void)
{
    return sim_builtin_prototypes();
}

static sim_handle place(sim_arena *arena, const char *name, int32_t x, int32_t y, uint32_t amount)
{
    sim_entity_spec spec = {.prototype = sim_entity_named(prototypes(), name), .position = {x, y}, .amount = amount,
                            .force = amount ? SIM_FORCE_NEUTRAL : SIM_FORCE_ARENA};
    sim_handle created = {0, 0};
    CHECK_EQ_INT(sim_entity_create(arena, prototypes(), &spec, &created), SIM_OK);
    return created;
}

/* One arena: a character at 0, 0, ore in front of it, a chest that holds three chests behind it. */
static native_arenas *make_arena(void)
{
    static native_arenas arenas;
    sim_arena_config config = sim_arena_default_config(SIDE, SIDE, 64, prototypes());
    config.ground_tile = sim_tile_named(prototypes(), "lab-dark-1");
    config.inventory_capacity = config.slot_capacity = 400;
    config.pool_capacity[SIM_POOL_CRAFT] = config.pool_capacity[SIM_POOL_WATCH] = 16;
    config.pool_capacity[SIM_POOL_RECIPE] = prototypes()->recipe_count;
    size_t bytes = sim_arena_bytes(&config, prototypes());
    sim_arena *scene = aligned_alloc(64, bytes);
    CHECK(sim_arena_init(scene, bytes, &config, prototypes()) == SIM_OK);
    sim_entity_spec character = {.prototype = prototypes()->character, .force = SIM_FORCE_ARENA};
    CHECK(sim_entity_create(scene, prototypes(), &character, NULL) == SIM_OK);
    place(scene, "iron-ore", 2 * TILE + 128, 128, 50);
    sim_handle chest = place(scene, "wooden-chest", -2 * TILE + 128, 128, 0);
    uint32_t content = sim_entity_inventory(scene, prototypes(), chest.index, SIM_INVENTORY_MAIN);
    CHECK_EQ_INT(sim_inventory_insert(scene, prototypes(), content, sim_item_named(prototypes(), "wooden-chest"), 3), 3);
    CHECK_EQ_INT(native_arenas_init(&arenas, prototypes(), &PLAIN, 1, FACTORIO_FRAME_MINING), 0);
    CHECK_EQ_INT(native_arenas_add_scene(&arenas, scene), 0);
    free(scene);
    return &arenas;
}

static uint32_t mine(native_arenas *arenas, float x, uint32_t ticks)
{
    FactorioAction action = {.action_type = FACTORIO_ACTION_MINE, .parameters = {x, 0.5f}};
    native_arenas_step(arenas, 0, &action, ticks);
    return arenas->records[0].mined_total;
}

static void hold(native_arenas *arenas, const char *item, uint32_t count)
{
    sim_arena *arena = native_arenas_block(arenas, 0);
    uint32_t inventory = sim_character_get(arena, NATIVE_CHARACTER)->inventory;
    sim_inventory_insert(arena, prototypes(), inventory, sim_item_named(prototypes(), item), count);
}

TEST(ore_counts_alike_in_steps_of_any_length_and_in_a_full_inventory)
{
    static const uint32_t LENGTHS[] = {1, 10, 363, 726};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++) {
        native_arenas *arenas = make_arena();
        uint32_t mined = 0;
        for (uint32_t tick = 0; tick < 726; tick += LENGTHS[i]) mined = mine(arenas, 2.5f, LENGTHS[i]);
        CHECK_EQ_INT(mined, 6); /* 121 ticks each */
        hold(arenas, "coal", 50 * 80);
        CHECK_EQ_INT(mine(arenas, 2.5f, 121), 7); /* on the stack that is begun */
        native_arenas_free(arenas);
    }
}

TEST(a_chest_that_is_mined_counts_with_those_that_lay_in_it)
{
    native_arenas *arenas = make_arena();
    CHECK_EQ_INT(mine(arenas, -1.5f, 30), 4);
    native_arenas_free(arenas);
}

TEST(what_is_crafted_counts_while_the_like_is_mined)
{
    native_arenas *arenas = make_arena();
    sim_arena *arena = native_arenas_block(arenas, 0);
    uint16_t recipe = sim_recipe_named(prototypes(), "wooden-chest");
    hold(arenas, "wood", 4);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes(), NATIVE_CHARACTER, recipe, 2, NULL), SIM_OK);
    CHECK_EQ_INT(mine(arenas, 2.5f, 120), 0); /* two chests, while it mines ore */
    hold(arenas, "wood", 2);
    CHECK_EQ_INT(sim_hand_crafting_start(arena, prototypes(), NATIVE_CHARACTER, recipe, 1, NULL), SIM_OK);
    CHECK_EQ_INT(mine(arenas, -1.5f, 60), 5);
    native_arenas_free(arenas);
}

TEST(what_was_mined_stays_counted_after_a_death)
{
    native_arenas *arenas = make_arena();
    sim_arena *arena = native_arenas_block(arenas, 0);
    CHECK_EQ_INT(mine(arenas, 2.5f, 130), 1);
    sim_entity_destroy(arena, prototypes(), sim_entity_handle(arena, sim_character_get(arena, NATIVE_CHARACTER)->entity));
    CHECK_EQ_INT(mine(arenas, 2.5f, 10), 1);
    native_arenas_free(arenas);
}

/* A wall to the east, and one to the north further on: first it slides along the one, then along the other. */
TEST(ticks_held_back_are_those_that_lack_on_the_axis_that_lacks_most)
{
    native_arenas *arenas = make_arena();
    sim_arena *arena = native_arenas_block(arenas, 0);
    for (int32_t y = -6; y <= 0; y++) place(arena, "stone-wall", 2 * TILE + 128, y * TILE - 128, 0);
    FactorioAction action = {.action_type = FACTORIO_ACTION_MOVE, .parameters = {1, -1}};
    native_arenas_step(arenas, 0, &action, 60);
    const native_record *record = &arenas->records[0];
    CHECK_EQ_INT(record->displacement.y, -60 * 27);
    CHECK_EQ_INT(record->blocked_ticks, 60 - record->displacement.x / 27);
    place(arena, "stone-wall", TILE + 128, record->position.y - 2 * TILE, 0);
    place(arena, "stone-wall", 128, record->position.y - 2 * TILE, 0);
    action.parameters[0] = -1;
    native_arenas_step(arenas, 0, &action, 60);
    CHECK_EQ_INT(record->displacement.x, -60 * 27);
    CHECK_EQ_INT(record->blocked_ticks, 60 + record->displacement.y / 27);
    CHECK(record->blocked_ticks > 0);
    native_arenas_free(arenas);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(ore_counts_alike_in_steps_of_any_length_and_in_a_full_inventory);
    RUN(a_chest_that_is_mined_counts_with_those_that_lay_in_it);
    RUN(what_is_crafted_counts_while_the_like_is_mined);
    RUN(what_was_mined_stays_counted_after_a_death);
    RUN(ticks_held_back_are_those_that_lack_on_the_axis_that_lacks_most);
    return kit_end();
}
