/* Maps from a seed: what lies where, how much of it, and that nothing but seed and settings decides.
 *
 * sources: harness/standin/engine harness/standin/prototypes/prototypes_table.c */
#include <math.h>

#include "tests/c/kit.h"

#include "tests/c/engine/arena_kit.h"

enum { SEEDS = 3 };

static sim_arena *empty_map(const sim_map_gen *settings, uint32_t more)
{
    prototypes = sim_builtin_prototypes();
    sim_arena_config config = sim_map_gen_config(settings, prototypes);
    config.entity_capacity = config.entity_capacity + more;
    size_t bytes = sim_arena_bytes(&config, prototypes);
    sim_arena *arena = aligned_alloc(64, bytes);
    CHECK_EQ_INT(sim_arena_init(arena, bytes, &config, prototypes), SIM_OK);
    return arena;
}

static sim_arena *generated(const sim_map_gen *settings, uint64_t seed)
{
    sim_arena *arena = empty_map(settings, 0);
    CHECK_EQ_INT(sim_map_generate(arena, prototypes, settings, seed), SIM_OK);
    return arena;
}

static sim_map_gen settings_of_side(uint32_t side)
{
    sim_map_gen settings = sim_map_gen_default();
    settings.width = settings.height = side;
    return settings;
}

typedef struct tally {
    int count;
    double amount;
    double nearest; /* tiles from the start */
} tally;

/* All entities of a type, or of a prototype when it has a name, no farther than `reach` tiles from the start. */
static tally count(const sim_arena *arena, int type, const char *name, double reach)
{
    tally found = {0, 0.0, 1e9};
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL || (type && prototypes->entities[entity->prototype].type != type)) continue;
        if (name && entity->prototype != sim_entity_named(prototypes, name)) continue;
        double distance = hypot(entity->position.x / 256.0, entity->position.y / 256.0);
        if (distance > reach) continue;
        found.count++;
        found.amount += entity->amount;
        found.nearest = fmin(found.nearest, distance);
    }
    return found;
}

static double water_part(const sim_arena *arena, int32_t reach)
{
    int wet = 0, all = 0;
    for (int32_t y = -reach; y < reach; y++)
        for (int32_t x = -reach; x < reach; x++, all++)
            wet += prototypes->tiles[sim_map_tile(arena, prototypes, x, y)].fluid != 0;
    return (double)wet / all;
}

TEST(one_seed_gives_one_map_whatever_the_block_and_another_seed_another)
{
    sim_map_gen settings = settings_of_side(256);
    sim_arena *first = generated(&settings, 7), *other = generated(&settings, 8);
    sim_arena *roomy = empty_map(&settings, 5000);
    sim_random_next(&first->random);
    CHECK_EQ_INT(sim_map_generate(roomy, prototypes, &settings, 7), SIM_OK);
    sim_random_next(&roomy->random);
    CHECK_EQ_INT(sim_arena_hash(first, prototypes), sim_arena_hash(roomy, prototypes));
    CHECK(sim_arena_hash(first, prototypes) != sim_arena_hash(other, prototypes));
    check_sane(first);
    free(first);
    free(other);
    free(roomy);
}

/* Sum over what stands where, in any order of slots. */
static uint64_t picture(const sim_arena *arena)
{
    uint64_t sum = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        uint64_t hash = sim_hash_word(sim_hash_start(), (uint64_t)entity->prototype << 8 | entity->force);
        hash = sim_hash_word(hash, (uint64_t)(uint32_t)entity->position.x << 32 | (uint32_t)entity->position.y);
        int is_ore = prototypes->entities[entity->prototype].type == SIM_TYPE_RESOURCE;
        sum += sim_hash_word(hash, is_ore ? entity->amount : 0);
    }
    return sim_hash_word(sim_map_hash(arena, sim_hash_start()), sum);
}

TEST(the_order_in_which_chunks_are_generated_does_not_matter)
{
    sim_map_gen settings = settings_of_side(448);
    sim_arena *forward = generated(&settings, 3), *backward = empty_map(&settings, 0);
    for (int32_t row = 6; row >= -7; row--)
        for (int32_t column = 6; column >= -7; column--)
            CHECK_EQ_INT(sim_map_generate_chunk(backward, prototypes, &settings, 3, column, row), SIM_OK);
    CHECK(count(forward, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9).count > 0);
    CHECK_EQ_INT(picture(forward), picture(backward));
    check_sane(backward);
    free(forward);
    free(backward);
}

TEST(the_start_has_iron_copper_coal_stone_and_water_in_published_amounts)
{
    static const struct { const char *name; double amount; } ORES[] = {
        {"iron-ore", 400000}, {"copper-ore", 320000}, {"coal", 320000}, {"stone", 160000},
    };
    sim_map_gen settings = settings_of_side(288);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        sim_arena *arena = generated(&settings, seed);
        for (size_t i = 0; i < sizeof ORES / sizeof *ORES; i++) {
            tally ore = count(arena, 0, ORES[i].name, 110);
            CHECK(fabs(ore.amount - ORES[i].amount) < 0.25 * ORES[i].amount);
            CHECK(ore.count > 150);
        }
        CHECK(water_part(arena, 100) > 0.005);
        free(arena);
    }
}

TEST(a_small_map_has_the_same_start_in_less_room)
{
    sim_map_gen settings = settings_of_side(96);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        sim_arena *arena = generated(&settings, seed);
        CHECK(fabs(count(arena, 0, "iron-ore", 1e9).amount - 400000) < 0.3 * 400000);
        CHECK(count(arena, 0, "copper-ore", 1e9).count > 50 && count(arena, 0, "coal", 1e9).count > 50);
        CHECK(count(arena, 0, "stone", 1e9).count > 30);
        CHECK(water_part(arena, 48) > 0.0);
        CHECK_EQ_INT(count(arena, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9).count, 0);
        free(arena);
    }
}

TEST(a_character_can_stand_and_walk_at_the_start)
{
    sim_map_gen settings = settings_of_side(256);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        sim_arena *arena = generated(&settings, seed);
        sim_handle none = {0, 0};
        CHECK(sim_entity_can_place(arena, prototypes, prototypes->character, 0, (sim_position){0, 0}, none));
        put(arena, "character", 0, 0, 0);
        sim_character_set_walking(arena, 0, 1, 4);
        sim_run(arena, prototypes, 30);
        check_place(arena, 30 * 38, 0);
        free(arena);
    }
}

TEST(no_enemy_lives_in_the_starting_area_and_a_wider_one_drives_them_out)
{
    sim_map_gen settings = settings_of_side(512), wide = settings;
    wide.starting_area = 1.8;
    int bases = 0, far_bases = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        sim_arena *arena = generated(&settings, seed), *other = generated(&wide, seed);
        tally spawners = count(arena, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9);
        tally worms = count(arena, SIM_TYPE_TURRET, NULL, 1e9);
        bases += spawners.count;
        CHECK(spawners.nearest > 150 && worms.nearest > 150);
        tally far = count(other, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9);
        far_bases += far.count;
        CHECK(far.nearest > 1.8 * 150);
        for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
            const sim_entity *entity = sim_entity_slot(arena, slot);
            if (prototypes->entities[entity->prototype].type == SIM_TYPE_UNIT_SPAWNER)
                CHECK_EQ_INT(entity->force, SIM_FORCE_ENEMY);
        }
        free(arena);
        free(other);
    }
    CHECK(bases > far_bases && bases >= SEEDS);
}

TEST(what_is_set_to_none_is_not_there)
{
    sim_map_gen settings = settings_of_side(448);
    for (int i = 0; i < SIM_CONTROL_COUNT; i++) settings.controls[i].size = sim_map_gen_value("none");
    sim_arena *arena = generated(&settings, 1);
    CHECK_EQ_INT(arena->entity_count, 0);
    CHECK(water_part(arena, 224) == 0.0);
    free(arena);
    settings = settings_of_side(448);
    settings.no_enemies_mode = 1;
    settings.cliff_settings.richness = 0;
    arena = generated(&settings, 1);
    CHECK_EQ_INT(count(arena, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9).count, 0);
    CHECK_EQ_INT(count(arena, SIM_TYPE_TURRET, NULL, 1e9).count, 0);
    CHECK_EQ_INT(count(arena, SIM_TYPE_CLIFF, NULL, 1e9).count, 0);
    CHECK_EQ_INT(arena->peace, SIM_PEACE_NO_ENEMIES);
    free(arena);
}

TEST(richness_multiplies_amounts_and_size_makes_patches_wider)
{
    sim_map_gen settings = settings_of_side(256), rich = settings, big = settings;
    rich.controls[SIM_CONTROL_COAL].richness = 2.0;
    big.controls[SIM_CONTROL_COAL].size = 2.0;
    sim_arena *plain = generated(&settings, 5), *richer = generated(&rich, 5), *bigger = generated(&big, 5);
    tally a = count(plain, 0, "coal", 90), b = count(richer, 0, "coal", 90), c = count(bigger, 0, "coal", 90);
    CHECK(fabs(b.amount / a.amount - 2.0) < 0.02);
    CHECK(abs(b.count - a.count) < 0.05 * a.count);
    CHECK(c.count > 1.3 * a.count);
    CHECK(count(plain, 0, "stone", 90).amount == count(richer, 0, "stone", 90).amount);
    free(plain);
    free(richer);
    free(bigger);
}

TEST(more_water_trees_and_bases_come_with_their_controls)
{
    sim_map_gen settings = settings_of_side(448), more = settings;
    more.controls[SIM_CONTROL_WATER].size = 2.0;
    more.controls[SIM_CONTROL_TREES].size = 2.0;
    more.controls[SIM_CONTROL_ENEMY_BASE].frequency = 3.0;
    more.controls[SIM_CONTROL_ROCKS].frequency = 3.0;
    sim_arena *plain = generated(&settings, 2);
    sim_arena *fuller = empty_map(&more, 60000);
    CHECK_EQ_INT(sim_map_generate(fuller, prototypes, &more, 2), SIM_OK);
    CHECK(water_part(fuller, 224) > 1.2 * water_part(plain, 224));
    CHECK(count(fuller, SIM_TYPE_TREE, NULL, 1e9).count > 1.5 * count(plain, SIM_TYPE_TREE, NULL, 1e9).count);
    CHECK(count(fuller, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9).count > count(plain, SIM_TYPE_UNIT_SPAWNER, NULL, 1e9).count);
    int rocks = count(plain, SIM_TYPE_SIMPLE_ENTITY, NULL, 1e9).count;
    CHECK(count(fuller, SIM_TYPE_SIMPLE_ENTITY, NULL, 1e9).count > 1.5 * rocks);
    check_sane(fuller);
    free(plain);
    free(fuller);
}

TEST(far_patches_hold_more_than_near_ones)
{
    sim_map_gen settings = settings_of_side(1152);
    sim_arena *arena = generated(&settings, 4);
    double near_area = 0.82, far_area = 1.33 - near_area; /* square kilometres within 512 tiles and beyond */
    tally all = count(arena, 0, "iron-ore", 1e9), near = count(arena, 0, "iron-ore", 512);
    CHECK((all.amount - near.amount) / far_area > 1e6); /* a tenth of the base density at least */
    CHECK((all.amount - near.amount) / far_area > near.amount / near_area);
    CHECK(count(arena, 0, "crude-oil", 1e9).count > 10);
    CHECK(count(arena, 0, "crude-oil", 1e9).amount / count(arena, 0, "crude-oil", 1e9).count > 220000);
    CHECK(count(arena, 0, "uranium-ore", 1e9).count > 100);
    CHECK(count(arena, 0, "medium-worm-turret", 600).count == 0);
    free(arena);
}

TEST(the_names_of_the_game_mean_their_numbers)
{
    CHECK(sim_map_gen_value("none") == 0.0 && sim_map_gen_value("very-low") == 0.5);
    CHECK(sim_map_gen_value("normal") == 1.0 && sim_map_gen_value("very-good") == 2.0);
    CHECK(sim_map_gen_value("huge") == -1.0);
    for (int i = 0; i < SIM_CONTROL_COUNT; i++) CHECK_EQ_INT(sim_map_control_named(sim_map_control_name(i)), i);
    CHECK_EQ_INT(sim_map_control_named("gold"), -1);
}

TEST(a_block_that_is_too_small_and_impossible_settings_are_refused)
{
    sim_map_gen settings = settings_of_side(128);
    sim_arena *arena = make_arena(128, 20);
    CHECK_EQ_INT(sim_map_generate(arena, prototypes, &settings, 1), SIM_ARENA_FULL);
    settings.controls[SIM_CONTROL_COAL].size = NAN;
    uint64_t before = sim_arena_hash(arena, prototypes);
    CHECK_EQ_INT(sim_map_generate(arena, prototypes, &settings, 1), SIM_BAD_ARGUMENT);
    settings.controls[SIM_CONTROL_COAL].size = -1;
    CHECK_EQ_INT(sim_map_generate(arena, prototypes, &settings, 1), SIM_BAD_ARGUMENT);
    CHECK_EQ_INT(sim_arena_hash(arena, prototypes), before);
    free(arena);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(one_seed_gives_one_map_whatever_the_block_and_another_seed_another);
    RUN(the_order_in_which_chunks_are_generated_does_not_matter);
    RUN(the_start_has_iron_copper_coal_stone_and_water_in_published_amounts);
    RUN(a_small_map_has_the_same_start_in_less_room);
    RUN(a_character_can_stand_and_walk_at_the_start);
    RUN(no_enemy_lives_in_the_starting_area_and_a_wider_one_drives_them_out);
    RUN(what_is_set_to_none_is_not_there);
    RUN(richness_multiplies_amounts_and_size_makes_patches_wider);
    RUN(more_water_trees_and_bases_come_with_their_controls);
    RUN(far_patches_hold_more_than_near_ones);
    RUN(the_names_of_the_game_mean_their_numbers);
    RUN(a_block_that_is_too_small_and_impossible_settings_are_refused);
    return kit_end();
}
