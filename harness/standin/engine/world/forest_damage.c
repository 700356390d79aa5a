#include "harness/standin/engine/world/forest_damage.h"

#include <math.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/settings.h"

#define GRAY_SHIFT 8
#define LEAF_MASK 0xFFu
#define MOST_DAMAGE 1.2 /* parts of leaves and of gray together (wiki: Tree) */

static uint32_t leaves_lost(uint32_t stages)
{
    return stages & LEAF_MASK;
}

static uint32_t gray(uint32_t stages)
{
    return stages >> GRAY_SHIFT & LEAF_MASK;
}

static int is_spent(uint32_t stages)
{
    return (double)leaves_lost(stages) / SIM_TREE_LEAF_STAGES + (double)gray(stages) / SIM_TREE_GRAY_STAGES >
           MOST_DAMAGE;
}

static int is_tree(const sim_prototypes *prototypes, const sim_entity *entity)
{
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    return prototype->type == SIM_TYPE_TREE && prototype->pollution_absorption_per_second != 0.0;
}

double sim_tree_absorption(const sim_prototypes *prototypes, uint16_t prototype, uint32_t stages)
{
    /* How much less is not published: the same step for every stage, with something left for the bare tree. */
    double leaves = 1.0 - (double)leaves_lost(stages) / (SIM_TREE_LEAF_STAGES + 1);
    return prototypes->entities[prototype].pollution_absorption_per_second * fmax(leaves, 0.0);
}

/* The next tree of a chunk after `slot` in `cell` 0..15; 0 at the end. Begin with cell 0 and slot 0. */
static uint32_t next_tree(const sim_arena *arena, const sim_prototypes *prototypes, int32_t left, int32_t top,
                          uint32_t *cell, uint32_t slot)
{
    for (; *cell < SIM_CELLS_PER_CHUNK; ++*cell, slot = 0) {
        int32_t x = left + (int32_t)(*cell % SIM_CHUNK_CELLS) * SIM_CELL_TILES;
        int32_t y = top + (int32_t)(*cell / SIM_CHUNK_CELLS) * SIM_CELL_TILES;
        slot = slot ? sim_entity_slot(arena, slot)->next : sim_map_cell(arena, x, y)->first_entity;
        for (; slot; slot = sim_entity_slot(arena, slot)->next)
            if (is_tree(prototypes, sim_entity_slot(arena, slot))) return slot;
    }
    return 0;
}

uint32_t sim_forest_count(const sim_arena *arena, const sim_prototypes *prototypes, int32_t left, int32_t top,
                          double *per_second)
{
    uint32_t trees = 0, cell = 0, slot = 0;
    *per_second = 0.0;
    while ((slot = next_tree(arena, prototypes, left, top, &cell, slot)) != 0) {
        const sim_entity *tree = sim_entity_slot(arena, slot);
        *per_second += sim_tree_absorption(prototypes, tree->prototype, tree->amount);
        trees++;
    }
    return trees;
}

/* 1 when the tree could suffer: it loses leaves or turns grayer, whichever chance says and it has left. */
static int damage(sim_arena *arena, sim_entity *tree)
{
    if (is_spent(tree->amount)) return 0;
    int loses_leaves = sim_random_range(&arena->random, 0, 1);
    int has_leaves = leaves_lost(tree->amount) < SIM_TREE_LEAF_STAGES;
    int has_colour = gray(tree->amount) < SIM_TREE_GRAY_STAGES;
    if (has_leaves && (loses_leaves || !has_colour))
        tree->amount += 1;
    else if (has_colour)
        tree->amount += 1u << GRAY_SHIFT;
    else
        return 0;
    return 1;
}

uint32_t sim_forest_suffer(sim_arena *arena, const sim_prototypes *prototypes, int32_t left, int32_t top,
                           uint32_t trees, double pollution)
{
    const sim_pollution_settings *settings = &sim_settings_get(arena, prototypes)->pollution;
    if (!(settings->pollution_per_tree_damage > 0.0)) return 0;
    double severity = fmin(pollution, settings->pollution_with_max_forest_damage);
    double expected = fmin(severity / settings->pollution_per_tree_damage, trees);
    uint32_t tries = (uint32_t)expected, suffered = 0;
    if (sim_random_chance(&arena->random, expected - tries)) tries++;
    for (uint32_t i = 0; i < tries; i++) {
        uint32_t cell = 0, slot = 0;
        int32_t chosen = sim_random_range(&arena->random, 0, (int32_t)trees - 1);
        for (int32_t k = 0; k <= chosen; k++) slot = next_tree(arena, prototypes, left, top, &cell, slot);
        if (slot) suffered += (uint32_t)damage(arena, sim_entity_slot(arena, slot));
    }
    return suffered;
}
