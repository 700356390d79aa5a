#include "harness/standin/engine/world/pollution.h"

#include <math.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/world/forest_damage.h"
#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/settings.h"
#include "harness/standin/engine/enemies/spawner.h"

#define TICKS_PER_SECOND 60.0
#define PERIOD_SECONDS (SIM_POLLUTION_PERIOD_TICKS / TICKS_PER_SECOND)
#define TILES_PER_CHUNK (SIM_CHUNK_TILES * SIM_CHUNK_TILES)

static sim_pollution *chunks_of(const sim_arena *arena)
{
    return (sim_pollution *)((char *)arena + arena->pollution_offset);
}

static uint32_t chunk_count(const sim_arena *arena)
{
    return arena->chunk_columns * arena->chunk_rows;
}

/* First column (axis 0) or row of a chunk's tiles. */
static int32_t first_tile(const sim_arena *arena, uint32_t index, int axis)
{
    uint32_t chunk = axis ? index / arena->chunk_columns : index % arena->chunk_columns;
    return ((axis ? arena->chunk_top : arena->chunk_left) + (int32_t)chunk) * SIM_CHUNK_TILES;
}

/* NULL outside the grid of chunks. */
static sim_pollution *at_tile(const sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    uint32_t column = (uint32_t)((tile_x >> SIM_CHUNK_SHIFT) - arena->chunk_left);
    uint32_t row = (uint32_t)((tile_y >> SIM_CHUNK_SHIFT) - arena->chunk_top);
    if (column >= arena->chunk_columns || row >= arena->chunk_rows) return NULL;
    return chunks_of(arena) + (size_t)row * arena->chunk_columns + column;
}

static sim_pollution *at_place(const sim_arena *arena, sim_position position)
{
    return at_tile(arena, sim_fixed_tile(position.x), sim_fixed_tile(position.y));
}

void sim_pollution_emit(sim_arena *arena, const sim_prototypes *prototypes, sim_position position, double amount)
{
    sim_pollution *chunk = at_place(arena, position);
    if (chunk == NULL || !isfinite(amount) || !sim_settings_get(arena, prototypes)->pollution.enabled) return;
    if (amount < 0.0) {
        sim_pollution_absorb(arena, position, -amount);
        return;
    }
    chunk->amount += amount;
    arena->pollution_made += amount;
    arena->evolution_pollution += amount;
    arena->awake |= SIM_AWAKE_POLLUTION;
}

double sim_pollution_get(const sim_arena *arena, sim_position position)
{
    const sim_pollution *chunk = at_place(arena, position);
    return chunk ? chunk->amount : 0.0;
}

enum sim_result sim_pollution_set(sim_arena *arena, sim_position position, double amount)
{
    if (!(amount >= 0.0) || !isfinite(amount)) return SIM_BAD_ARGUMENT;
    sim_pollution *chunk = at_place(arena, position);
    if (chunk == NULL) return SIM_OUT_OF_MAP;
    chunk->amount = amount;
    arena->awake |= SIM_AWAKE_POLLUTION;
    return SIM_OK;
}

double sim_pollution_total(const sim_arena *arena)
{
    double total = 0.0;
    for (uint32_t i = 0; i < chunk_count(arena); i++) total += chunks_of(arena)[i].amount;
    return total;
}

static double take(sim_arena *arena, sim_pollution *chunk, double amount)
{
    double taken = amount < chunk->amount ? amount : chunk->amount;
    chunk->amount -= taken;
    arena->pollution_absorbed += taken;
    return taken;
}

double sim_pollution_absorb(sim_arena *arena, sim_position position, double amount)
{
    sim_pollution *chunk = at_place(arena, position);
    return chunk && amount > 0.0 ? take(arena, chunk, amount) : 0.0;
}

void sim_pollution_clear(sim_arena *arena)
{
    for (uint32_t i = 0; i < chunk_count(arena); i++) chunks_of(arena)[i].amount = 0.0;
}

void sim_pollution_ground_changed(sim_arena *arena, int32_t tile_x, int32_t tile_y)
{
    sim_pollution *chunk = at_tile(arena, tile_x, tile_y);
    if (chunk) chunk->is_summed = 0;
}

/* Work of a period --------------------------------------------------------------------------------------------- */

static double sum_tiles(const sim_arena *arena, const sim_prototypes *prototypes, int32_t left, int32_t top)
{
    const sim_chunk *chunk = sim_map_chunk(arena, left, top);
    if (chunk->page == 0 && sim_map_contains(arena, left, top) &&
        sim_map_contains(arena, left + SIM_CHUNK_TILES - 1, top + SIM_CHUNK_TILES - 1))
        return TILES_PER_CHUNK * prototypes->tiles[chunk->tile].pollution_absorption_per_second;
    double sum = 0.0;
    for (int32_t y = top; y < top + SIM_CHUNK_TILES; y++)
        for (int32_t x = left; x < left + SIM_CHUNK_TILES; x++)
            sum += prototypes->tiles[sim_map_tile(arena, prototypes, x, y)].pollution_absorption_per_second;
    return sum;
}

static void sum_chunk(sim_arena *arena, const sim_prototypes *prototypes, uint32_t index)
{
    sim_pollution *chunk = chunks_of(arena) + index;
    if (chunk->is_summed) return;
    int32_t left = first_tile(arena, index, 0), top = first_tile(arena, index, 1);
    chunk->tiles_per_second = sum_tiles(arena, prototypes, left, top);
    chunk->trees = sim_forest_count(arena, prototypes, left, top, &chunk->trees_per_second);
    chunk->is_summed = 1;
}

/* Gives a part of a chunk's amount to each neighbour that it has; amounts change only when all have given. */
static void give(sim_arena *arena, uint32_t index, double ratio)
{
    uint32_t columns = arena->chunk_columns, column = index % columns, row = index / columns;
    sim_pollution *chunk = chunks_of(arena) + index;
    double part = chunk->amount * ratio;
    if (column > 0) chunk[-1].flow += part, chunk->flow -= part;
    if (column + 1 < columns) chunk[1].flow += part, chunk->flow -= part;
    if (row > 0) (chunk - columns)->flow += part, chunk->flow -= part;
    if (row + 1 < arena->chunk_rows) (chunk + columns)->flow += part, chunk->flow -= part;
}

static void spread(sim_arena *arena, const sim_pollution_settings *settings)
{
    for (uint32_t i = 0; i < chunk_count(arena); i++) {
        double amount = chunks_of(arena)[i].amount;
        if (amount > 0.0 && amount >= settings->min_to_diffuse) give(arena, i, settings->diffusion_ratio);
    }
    for (uint32_t i = 0; i < chunk_count(arena); i++) {
        sim_pollution *chunk = chunks_of(arena) + i;
        chunk->amount = fmax(chunk->amount + chunk->flow, 0.0);
        chunk->flow = 0.0;
    }
}

/* Ground, trees and what the trees suffer. */
static void absorb(sim_arena *arena, const sim_prototypes *prototypes, const sim_pollution_settings *settings,
                   uint32_t index)
{
    sim_pollution *chunk = chunks_of(arena) + index;
    sum_chunk(arena, prototypes, index);
    double per_second = chunk->tiles_per_second * settings->ageing + chunk->trees_per_second;
    take(arena, chunk, per_second * PERIOD_SECONDS);
    if (chunk->trees == 0 || chunk->amount < settings->min_pollution_to_damage_trees) return;
    int32_t left = first_tile(arena, index, 0), top = first_tile(arena, index, 1);
    uint32_t damages = sim_forest_suffer(arena, prototypes, left, top, chunk->trees, chunk->amount);
    take(arena, chunk, damages * settings->pollution_restored_per_tree_damage);
    if (damages) chunk->is_summed = 0;
}

void sim_pollution_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    if (arena->tick % SIM_POLLUTION_PERIOD_TICKS) return;
    const sim_pollution_settings *settings = &sim_settings_get(arena, prototypes)->pollution;
    if (!settings->enabled) return;
    int is_polluted = 0;
    spread(arena, settings);
    for (uint32_t i = 0; i < chunk_count(arena); i++)
        if (chunks_of(arena)[i].amount > 0.0) absorb(arena, prototypes, settings, i);
    sim_spawner_absorb(arena, prototypes);
    for (uint32_t i = 0; i < chunk_count(arena); i++) is_polluted |= chunks_of(arena)[i].amount > 0.0;
    if (!is_polluted) arena->awake &= ~(uint64_t)SIM_AWAKE_POLLUTION;
}

/* Sanity and hash ---------------------------------------------------------------------------------------------- */

int sim_pollution_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    (void)prototypes;
    for (uint32_t i = 0; i < chunk_count(arena); i++) {
        const sim_pollution *chunk = chunks_of(arena) + i;
        sim_position place = {first_tile(arena, i, 0) * SIM_FIXED_ONE, first_tile(arena, i, 1) * SIM_FIXED_ONE};
        SIM_EXPECT(fault, "pollution", i, place, isfinite(chunk->amount) && chunk->amount >= 0.0);
        SIM_EXPECT(fault, "pollution", i, place, chunk->flow == 0.0);
        SIM_EXPECT(fault, "pollution", i, place, chunk->is_summed <= 1);
        SIM_EXPECT(fault, "pollution", i, place, chunk->amount == 0.0 || arena->awake & SIM_AWAKE_POLLUTION);
    }
    return 1;
}

uint64_t sim_pollution_hash(const sim_arena *arena, uint64_t hash)
{
    for (uint32_t i = 0; i < chunk_count(arena); i++) {
        if (chunks_of(arena)[i].amount == 0.0) continue;
        hash = sim_hash_word(hash, i);
        hash = sim_hash_double(hash, chunks_of(arena)[i].amount);
    }
    hash = sim_hash_double(hash, arena->pollution_made);
    return sim_hash_double(hash, arena->pollution_absorbed);
}
