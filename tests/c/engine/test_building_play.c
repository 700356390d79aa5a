/* Random building: whatever is built, replaced, turned, filled, emptied, mined, dropped, planned and put back to a
 * snapshot, no item is made or lost, and a refusal changes nothing.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { CALLS = 12000, CALLS_BETWEEN_COUNTS = 40, SIDE = 20, KINDS = 14 };

/* Things that hold, carry and join, and none that makes something else of what it gets. */
static const char *const ITEMS[KINDS] = {
    "wooden-chest", "iron-chest", "steel-chest", "transport-belt", "fast-transport-belt", "underground-belt", "splitter",
    "inserter", "long-handed-inserter", "stone-furnace", "assembling-machine-1", "assembling-machine-2",
    "copper-plate", "small-electric-pole"};

static sim_random source;

static int32_t draw(int32_t low, int32_t high)
{
    return sim_random_range(&source, low, high);
}

static sim_position draw_place(void)
{
    sim_position place = {draw(-SIDE * 128, SIDE * 128), draw(-SIDE * 128, SIDE * 128)};
    return place;
}

static uint16_t draw_item(void)
{
    return item(ITEMS[draw(0, KINDS - 1)]);
}

static sim_handle draw_handle(const sim_arena *arena)
{
    return sim_entity_handle(arena, (uint32_t)draw(2, (int32_t)arena->entity_slots));
}

/* Units of the item wherever it is: in hands, machines, on belts, on the ground, and as what it has become. */
static uint64_t count_everywhere(const sim_arena *arena, uint16_t wanted)
{
    uint64_t count = sim_inventory_count(arena, sim_character_get(arena, 0)->inventory, wanted);
    for (uint32_t slot = 2; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
        if (prototype->type == SIM_TYPE_ITEM_ENTITY) {
            count += entity->item == wanted ? entity->amount : 0;
            continue;
        }
        count += prototype->placeable_by == wanted;
        sim_stack stack;
        for (uint32_t i = 0; (stack = sim_transfer_content(arena, prototypes, slot, i)).item; i++)
            if (stack.item == wanted) count += stack.count;
    }
    return count;
}

static enum sim_result plan_something(sim_arena *arena)
{
    sim_blueprint_row rows[16];
    sim_position corner = draw_place();
    sim_box area = {corner.x, corner.y, corner.x + 4 * TILE, corner.y + 4 * TILE};
    uint32_t count = sim_blueprint_capture(arena, prototypes, area, rows, 16);
    sim_blueprint_placing placing = {.position = draw_place(), .direction = (uint8_t)(draw(0, 3) * 4),
                                     .flip_horizontal = (uint8_t)draw(0, 1), .force = SIM_FORCE_ARENA};
    sim_blueprint_place(arena, prototypes, rows, count < 16 ? count : 16, &placing, NULL);
    return SIM_OK;
}

/* One random call; those that can refuse and must then change nothing return why. */
static enum sim_result act(sim_arena *arena)
{
    switch (draw(0, 13)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
        return sim_build_from_item(arena, prototypes, 0, draw_item(), draw_place(), (uint8_t)(draw(0, 3) * 4), NULL);
    case 5: return sim_build_rotate_by(arena, prototypes, 0, draw_handle(arena), draw(0, 1));
    case 6:
    case 7:
        return sim_hand_insert(arena, prototypes, 0, draw_handle(arena), draw_item(), (uint32_t)draw(0, 30), NULL);
    case 8: return sim_hand_take(arena, prototypes, 0, draw_handle(arena), draw_item(), (uint32_t)draw(0, 30), NULL);
    case 9: return sim_mining_finish(arena, prototypes, 0, draw_handle(arena));
    case 10: return sim_hand_drop(arena, prototypes, 0, draw_item(), (uint32_t)draw(0, 5), draw_place());
    case 11: return sim_ghost_mark(arena, prototypes, draw_handle(arena));
    case 12: return plan_something(arena);
    default: sim_ground_item_pick_up(arena, prototypes, 0); return SIM_OK;
    }
}

static sim_arena *make_site(void)
{
    sim_arena *arena = make_arena(SIDE, 400);
    put(arena, "character", 0, 0, 0);
    for (int i = 0; i < KINDS; i++)
        sim_inventory_insert(arena, prototypes, sim_character_get(arena, 0)->inventory, item(ITEMS[i]), 40);
    return arena;
}

TEST(no_play_of_building_makes_or_loses_an_item_and_refusals_change_nothing)
{
    sim_arena *arena = make_site();
    sim_arena *snapshot = aligned_alloc(64, arena->block_bytes);
    sim_random_seed(&source, 2024);
    int done = 0, refused = 0;
    for (int call = 0; call < CALLS; call++) {
        int is_watched = call % 8 == 0;
        uint64_t before = is_watched ? sim_arena_hash(arena, prototypes) : 0;
        enum sim_result result = act(arena);
        done += result == SIM_OK;
        refused += result != SIM_OK;
        if (is_watched && result != SIM_OK) CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
        if (call % 3 == 0) sim_run(arena, prototypes, (uint32_t)draw(0, 20));
        if (call % 500 == 250) CHECK_EQ_INT(sim_arena_copy(snapshot, arena->block_bytes, arena), SIM_OK);
        if (call % 500 == 400) sim_arena_restore(arena, snapshot);
        if (call % CALLS_BETWEEN_COUNTS) continue;
        check_sane(arena);
        for (int i = 0; i < KINDS; i++) CHECK_EQ_INT(count_everywhere(arena, item(ITEMS[i])), 40);
    }
    CHECK_EQ_INT(arena->refused, 0);
    CHECK(done > CALLS / 5 && refused > CALLS / 5);
    free(snapshot);
    free(arena);
}

TEST(two_plays_of_building_with_one_seed_leave_the_same_bytes)
{
    sim_arena *arenas[2];
    for (int i = 0; i < 2; i++) {
        arenas[i] = make_site();
        sim_random_seed(&source, 7);
        for (int call = 0; call < 1500; call++) {
            act(arenas[i]);
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
    RUN(no_play_of_building_makes_or_loses_an_item_and_refusals_change_nothing);
    RUN(two_plays_of_building_with_one_seed_leave_the_same_bytes);
    return kit_end();
}
