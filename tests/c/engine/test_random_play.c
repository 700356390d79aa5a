/* A hundred thousand random calls with the sanity sweep on: every refusal changes nothing, nothing is lost or made.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { CALLS = 100000, CALLS_BETWEEN_SWEEPS = 50, SIDE = 24 };

static const char *const THINGS[] = {"stone-wall", "wooden-chest", "stone-furnace", "tree-01", "huge-rock", "iron-ore",
                                     "coal", "crude-oil", "item-on-ground", "character", "transport-belt", "pipe"};
static const char *const ITEMS[] = {"coal", "iron-ore", "wood", "stone-furnace", "coin"};
static const char *const TILES[] = {"grass-1", "water", "concrete", "water-shallow"};

static sim_random random_source;

static int32_t draw(int32_t low, int32_t high)
{
    return sim_random_range(&random_source, low, high);
}

static sim_position draw_place(void)
{
    sim_position place = {draw(-SIDE * 160, SIDE * 160), draw(-SIDE * 160, SIDE * 160)};
    return place;
}

static sim_handle draw_handle(const sim_arena *arena)
{
    uint32_t slot = (uint32_t)draw(0, (int32_t)arena->entity_slots);
    if (draw(0, 9) == 0) return (sim_handle){slot, (uint32_t)draw(0, 5)};
    return sim_entity_handle(arena, slot);
}

static enum sim_result create_something(sim_arena *arena)
{
    sim_entity_spec spec = {
        .prototype = sim_entity_named(prototypes, THINGS[draw(0, 11)]),
        .direction = (uint8_t)draw(0, 17),
        .force = (uint8_t)draw(0, 2),
        .position = draw_place(),
        .amount = (uint32_t)draw(0, 60),
        .item = item(ITEMS[draw(0, 4)]),
    };
    return sim_entity_create(arena, prototypes, &spec, NULL);
}

static enum sim_result change_inventory(sim_arena *arena)
{
    uint32_t inventory = (uint32_t)draw(0, (int32_t)arena->inventory_slots);
    uint16_t some = item(ITEMS[draw(0, 4)]);
    uint32_t count = (uint32_t)draw(0, 3000);
    switch (draw(0, 3)) {
    case 0: sim_inventory_insert(arena, prototypes, inventory, some, count); break;
    case 1: sim_inventory_remove(arena, inventory, some, count); break;
    case 2: sim_inventory_sort(arena, prototypes, inventory); break;
    default: sim_inventory_clear(arena, inventory); break;
    }
    return SIM_OK;
}

/* One random call that may refuse. */
static enum sim_result call_something(sim_arena *arena)
{
    uint32_t character = (uint32_t)draw(0, 4);
    switch (draw(0, 11)) {
    case 0: return create_something(arena);
    case 1: return sim_entity_destroy(arena, prototypes, draw_handle(arena));
    case 2: return sim_entity_teleport(arena, prototypes, draw_handle(arena), draw_place());
    case 3: return sim_entity_turn(arena, prototypes, draw_handle(arena), (uint8_t)draw(0, 17));
    case 4: return sim_character_set_walking(arena, character, draw(0, 4) > 0, (uint8_t)draw(0, 17));
    case 5: return sim_mining_start(arena, prototypes, character, draw_place());
    case 6: return sim_mining_finish(arena, prototypes, character, draw_handle(arena));
    case 7: return sim_map_set_tile(arena, prototypes, draw(-SIDE, SIDE), draw(-SIDE, SIDE),
                                    sim_tile_named(prototypes, TILES[draw(0, 3)]));
    case 8: return sim_health_damage(arena, prototypes, draw_handle(arena), (float)draw(0, 200), NULL);
    case 9: return sim_health_set(arena, prototypes, draw_handle(arena), (float)draw(-50, 400));
    case 10: return sim_resource_set_amount(arena, prototypes, draw_handle(arena), (uint32_t)draw(0, 3));
    default: return change_inventory(arena);
    }
}

TEST(a_hundred_thousand_random_calls_leave_the_arena_sane_and_refusals_leave_it_alone)
{
    sim_arena *arena = make_arena(SIDE, 30);
    sim_random_seed(&random_source, 77);
    int refusals[SIM_DEAD + 1] = {0};
    for (int call = 0; call < CALLS; call++) {
        int is_watched = call % 10 == 0;
        uint64_t before = is_watched ? sim_arena_hash(arena, prototypes) : 0;
        enum sim_result result = call_something(arena);
        refusals[result]++;
        if (is_watched && result != SIM_OK) CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
        if (draw(0, 3) == 0) sim_run(arena, prototypes, (uint32_t)draw(0, 40));
        if (draw(0, 50) == 0) sim_ground_item_pick_up(arena, prototypes, (uint32_t)draw(0, 4));
        if (call % CALLS_BETWEEN_SWEEPS == 0) check_sane(arena);
    }
    CHECK(refusals[SIM_OK] > CALLS / 6);
    CHECK(refusals[SIM_ARENA_FULL] && refusals[SIM_OUT_OF_MAP] && refusals[SIM_NOT_FOUND] && refusals[SIM_BLOCKED]);
    CHECK(refusals[SIM_DEAD] && refusals[SIM_WRONG_TYPE] && refusals[SIM_BAD_ARGUMENT] && refusals[SIM_OUT_OF_REACH]);
    free(arena);
}

TEST(two_plays_of_one_seed_end_in_the_same_bytes)
{
    sim_arena *arenas[2];
    for (int i = 0; i < 2; i++) {
        arenas[i] = make_arena(SIDE, 30);
        sim_random_seed(&random_source, 5);
        for (int call = 0; call < 5000; call++) {
            call_something(arenas[i]);
            sim_run(arenas[i], prototypes, (uint32_t)draw(0, 5));
        }
    }
    CHECK_EQ_BYTES(arenas[0], arenas[1], arenas[0]->block_bytes);
    free(arenas[0]);
    free(arenas[1]);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_hundred_thousand_random_calls_leave_the_arena_sane_and_refusals_leave_it_alone);
    RUN(two_plays_of_one_seed_end_in_the_same_bytes);
    return kit_end();
}
