/* Ghosts of tiles: planned, replaced, revived, laid.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

static uint16_t tile(const char *name)
{
    return sim_tile_named(prototypes, name);
}

static sim_position at(double x, double y)
{
    return (sim_position){sim_fixed_from_tiles(x), sim_fixed_from_tiles(y)};
}

static enum sim_result plan(sim_arena *arena, const char *name, double x, double y, sim_handle *made)
{
    return sim_tile_ghost_create(arena, prototypes, tile(name), at(x, y), SIM_FORCE_ARENA, made);
}

TEST(a_planned_tile_is_revived_for_nothing)
{
    sim_arena *arena = make_arena(32, 8);
    sim_handle ghost;
    CHECK_EQ_INT(plan(arena, "stone-path", 3.2, -1.7, &ghost), SIM_OK);
    CHECK_EQ_INT(sim_tile_ghost_tile(arena, prototypes, ghost), tile("stone-path"));
    CHECK_EQ_INT(sim_entity_get(arena, ghost)->position.x, 3 * TILE + CENTRE);
    check_sane(arena);
    CHECK_EQ_INT(sim_tile_ghost_revive(arena, prototypes, ghost), SIM_OK);
    CHECK_EQ_INT(sim_map_tile(arena, prototypes, 3, -2), tile("stone-path"));
    CHECK(sim_entity_get(arena, ghost) == NULL);
    CHECK_EQ_INT(sim_tile_ghost_revive(arena, prototypes, ghost), SIM_NOT_FOUND);
    CHECK_EQ_INT(plan(arena, "stone-path", 3.2, -1.7, NULL), SIM_DONE_ALREADY);
    check_sane(arena);
    free(arena);
}

TEST(one_plan_to_a_tile_and_the_newest_counts)
{
    sim_arena *arena = make_arena(32, 8);
    sim_handle first, second;
    CHECK_EQ_INT(plan(arena, "stone-path", 0.5, 0.5, &first), SIM_OK);
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(plan(arena, "concrete", 0.5, 0.5, &second), SIM_OK);
    CHECK_EQ_INT(first.index, second.index);
    CHECK(sim_arena_hash(arena, prototypes) != before);
    CHECK_EQ_INT(sim_tile_ghost_tile(arena, prototypes, first), tile("concrete"));
    CHECK_EQ_INT(sim_ghost_mark(arena, prototypes, first), SIM_OK);
    CHECK(sim_entity_get(arena, first) == NULL);
    free(arena);
}

TEST(what_cannot_be_laid_is_not_planned)
{
    sim_arena *arena = make_arena(32, 8);
    sim_map_set_tile(arena, prototypes, 2, 2, tile("water"));
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(plan(arena, "stone-path", 2.5, 2.5, NULL), SIM_NEEDS_TILE);
    CHECK_EQ_INT(plan(arena, "grass-1", 4.5, 2.5, NULL), SIM_WRONG_TYPE);
    CHECK_EQ_INT(plan(arena, "stone-path", 400, 2.5, NULL), SIM_OUT_OF_MAP);
    CHECK_EQ_INT(sim_tile_ghost_create(arena, prototypes, 0, at(1, 1), SIM_FORCE_ARENA, NULL), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    CHECK_EQ_INT(plan(arena, "landfill", 2.5, 2.5, NULL), SIM_OK);
    free(arena);
}

TEST(a_plan_is_in_nobodys_way_and_goes_when_the_tile_is_laid)
{
    sim_arena *arena = make_arena(32, 8);
    put(arena, "character", CENTRE, CENTRE, 0);
    sim_handle ghost;
    CHECK_EQ_INT(plan(arena, "stone-path", 2.5, 0.5, &ghost), SIM_OK);
    put(arena, "wooden-chest", 2 * TILE + CENTRE, CENTRE, 0);
    CHECK(sim_entity_get(arena, ghost) != NULL);
    sim_character *character = sim_character_get(arena, 0);
    sim_inventory_insert(arena, prototypes, character->inventory, item("stone-brick"), 2);
    sim_handle built;
    CHECK_EQ_INT(sim_build_from_item(arena, prototypes, 0, item("stone-brick"), at(2.5, 0.5), 0, &built), SIM_OK);
    CHECK(sim_entity_get(arena, ghost) == NULL);
    CHECK_EQ_INT(held(arena, "stone-brick"), 1);
    check_sane(arena);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_planned_tile_is_revived_for_nothing);
    RUN(one_plan_to_a_tile_and_the_newest_counts);
    RUN(what_cannot_be_laid_is_not_planned);
    RUN(a_plan_is_in_nobodys_way_and_goes_when_the_tile_is_laid);
    return kit_end();
}
