#include "harness/standin/native/ground.h"

#include <stdlib.h>

#include "harness/standin/engine/world/map.h"

/* Marks of tiles while the ground is looked for; from the first number on, that of the set that a tile is in. */
enum { BLOCKED, FREE, FIRST_SET };

typedef struct flood {
    uint32_t *marks;
    uint32_t *waiting;  /* tiles of the set whose neighbours have still to be looked at; every tile once at most */
    uint32_t width, height;
} flood;

static uint32_t mark_free_tiles(flood *f, const sim_arena *arena)
{
    const sim_arena_config *config = &arena->config;
    uint32_t free_tiles = 0;
    for (uint32_t i = 0; i < f->width * f->height; i++) {
        int32_t x = config->left_tile + (int32_t)(i % f->width), y = config->top_tile + (int32_t)(i / f->width);
        f->marks[i] = sim_map_tiles_free(arena, x, y, x, y) ? FREE : BLOCKED;
        free_tiles += f->marks[i];
    }
    return free_tiles;
}

static void join(flood *f, uint32_t tile, uint32_t set, uint32_t *waiting)
{
    if (f->marks[tile] != FREE) return;
    f->marks[tile] = set;
    f->waiting[(*waiting)++] = tile;
}

/* Marks all tiles that a way joins to the first one; returns how many they are. */
static uint32_t spread(flood *f, uint32_t first, uint32_t set)
{
    uint32_t waiting = 0, size = 0;
    join(f, first, set, &waiting);
    while (waiting) {
        uint32_t tile = f->waiting[--waiting], x = tile % f->width, y = tile / f->width;
        size++;
        if (x > 0) join(f, tile - 1, set, &waiting);
        if (x + 1 < f->width) join(f, tile + 1, set, &waiting);
        if (y > 0) join(f, tile - f->width, set, &waiting);
        if (y + 1 < f->height) join(f, tile + f->width, set, &waiting);
    }
    return size;
}

/* The mark of the largest set; FREE, which no tile has any more, where there is none. */
static uint32_t largest_set(flood *f)
{
    uint32_t best = FREE, most = 0, set = FIRST_SET;
    for (uint32_t i = 0; i < f->width * f->height; i++) {
        if (f->marks[i] != FREE) continue;
        uint32_t size = spread(f, i, set);
        if (size > most) {
            most = size;
            best = set;
        }
        set++;
    }
    return best;
}

uint8_t *native_main_ground(const sim_arena *arena)
{
    flood f = {.width = arena->config.width_tiles, .height = arena->config.height_tiles};
    size_t tiles = (size_t)f.width * f.height;
    uint8_t *ground = malloc(tiles);
    f.marks = malloc(tiles * sizeof *f.marks);
    f.waiting = malloc(tiles * sizeof *f.waiting);
    if (ground && f.marks && f.waiting) {
        mark_free_tiles(&f, arena);
        uint32_t main_set = largest_set(&f);
        for (size_t i = 0; i < tiles; i++) ground[i] = f.marks[i] == main_set;
    } else {
        free(ground);
        ground = NULL;
    }
    free(f.marks);
    free(f.waiting);
    return ground;
}

int native_is_on_ground(const uint8_t *ground, const sim_arena *arena, sim_position place)
{
    int32_t x = sim_fixed_tile(place.x), y = sim_fixed_tile(place.y);
    if (!sim_map_contains(arena, x, y)) return 0;
    const sim_arena_config *config = &arena->config;
    return ground[(size_t)(y - config->top_tile) * config->width_tiles + (size_t)(x - config->left_tile)];
}
