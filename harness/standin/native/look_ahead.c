#include "harness/standin/native/look_ahead.h"

/* How far ahead an arena's header is asked for, which says where the rest lies, and how far the rest. */
enum { HEADER_AHEAD = 4, REST_AHEAD = 2 };
/* The first words of the header, what counts are read from, and the slots of a character's inventory: what steps of
 * the small frames read. */
enum { LINE = 64, FIRST_WORDS = 128, COUNT_WORDS = 16, HOT_SLOTS = 80 };
/* Of a section of records at most: more would only drive out what is in the cache. Of the inserters' agenda the buckets of
 * the ticks that a step has. */
enum { MOST_BYTES = 16384, CELLS_AROUND = 3, MOST_ROWS = 32, AGENDA_BYTES = 256, SIGHT = 16 * SIM_FIXED_ONE };

/* Arenas from which on looking ahead pays, by enum FACTORIO_FRAME_*: measured on a core with 2 MiB of its own cache, in
 * turn with and without (with : without of a step of 16, 64, 256 and 1,024 arenas: movement 1.07, 1.03, 1.07, 1.05; mining
 * 1.18, 1.20, 1.19, 0.93; building 1.07, 1.11, 1.06, 0.71; full 1.00, 0.96, 0.91 and not measured). */
static const uint32_t LEAST_ARENAS[] = {[FACTORIO_FRAME_MOVEMENT] = 2048, [FACTORIO_FRAME_MINING] = 512,
                                        [FACTORIO_FRAME_BUILDING] = 512, [FACTORIO_FRAME_FULL] = 32};

/* What a factory's ticks and its frame read of the pools. */
static const enum sim_pool_id FACTORY[] = {SIM_POOL_BURNER, SIM_POOL_BELT, SIM_POOL_INSERTER, SIM_POOL_MACHINE,
                                           SIM_POOL_WATCH, SIM_POOL_GHOST};

/* Every line that the bytes touch. */
static inline void ask_for(const void *first, size_t bytes)
{
    const uint8_t *end = (const uint8_t *)first + bytes;
    for (const uint8_t *line = (const uint8_t *)first - (uintptr_t)first % LINE; line < end; line += LINE)
        __builtin_prefetch(line);
}

/* The same into the second cache: there is too much of it for the first. */
static inline void ask_for_many(const void *first, size_t bytes)
{
    const uint8_t *end = (const uint8_t *)first + (bytes < MOST_BYTES ? bytes : MOST_BYTES);
    for (const uint8_t *line = (const uint8_t *)first - (uintptr_t)first % LINE; line < end; line += LINE)
        __builtin_prefetch(line, 0, 2);
}

/* Which cells hold resources; where that stands is not known before the header is there, but it stands at the same
 * place in all arenas of a scene. */
static void ask_for_resources(const sim_arena *arena, const sim_arena *like)
{
    uint32_t rows = like->chunk_rows * SIM_CHUNK_CELLS;
    size_t row_bytes = sim_map_words_per_row(like->chunk_columns) * sizeof(uint64_t);
    ask_for((const uint8_t *)arena + like->resource_cells_offset, (rows < MOST_ROWS ? rows : MOST_ROWS) * row_bytes);
}

static void ask_for_header(const native_arenas *arenas, uint32_t index)
{
    const sim_arena *arena = native_arenas_block(arenas, index);
    if (arenas->frame_kind >= FACTORIO_FRAME_MINING)
        ask_for_resources(arena, native_arenas_block(arenas, index - HEADER_AHEAD));
    ask_for(&arenas->records[index], sizeof(native_record));
    if (arenas->frame_kind >= FACTORIO_FRAME_BUILDING) {
        ask_for(arena, sizeof *arena);
        return;
    }
    ask_for(arena, FIRST_WORDS);
    ask_for(&arena->config, LINE);
    if (arenas->frame_kind >= FACTORIO_FRAME_MINING) ask_for(&arena->structures, COUNT_WORDS);
}

static void ask_for_character(const native_arenas *arenas, const sim_arena *arena)
{
    const uint8_t *block = (const uint8_t *)arena;
    ask_for(block + arena->characters_offset, sizeof(sim_character));
    ask_for(block + arena->entities_offset, 2 * sizeof(sim_entity));
    ask_for(block + arena->inventories_offset, 2 * sizeof(sim_inventory));
    if (arenas->frame_kind >= FACTORIO_FRAME_MINING)
        ask_for(block + arena->slots_offset, HOT_SLOTS * sizeof(sim_stack));
    ask_for(block + arena->chunks_offset, arena->chunk_columns * arena->chunk_rows * sizeof(sim_chunk));
}

/* The cells of the map around a place. */
static void ask_for_cells(const sim_arena *arena, sim_position place)
{
    int32_t x = sim_fixed_tile(place.x), y = sim_fixed_tile(place.y);
    for (int32_t row = -CELLS_AROUND; row <= CELLS_AROUND; row++) {
        const sim_cell *cell = sim_map_cell(arena, x, y + row * SIM_CELL_TILES);
        /* at the map's edge some of it belongs to other rows, which does no harm: the header lies before all cells */
        if (cell) ask_for(cell - CELLS_AROUND, (2 * CELLS_AROUND + 1) * sizeof *cell);
    }
}

/* What a frame says of production. */
static void ask_for_flows(const native_arenas *arenas, const sim_arena *arena)
{
    const uint8_t *flows = (const uint8_t *)arena + arena->flows_offset;
    for (int column = 1; column < FACTORIO_ITEM_COUNTS; column++)
        __builtin_prefetch(flows + arenas->items.item[column] * sizeof(sim_flow), 0, 2);
}

static void ask_for_factory(const native_arenas *arenas, const sim_arena *arena)
{
    const uint8_t *block = (const uint8_t *)arena;
    for (size_t i = 0; i < sizeof FACTORY / sizeof FACTORY[0]; i++) {
        const sim_pool *pool = &arena->pools[FACTORY[i]];
        if (pool->live) ask_for_many(block + pool->offset, pool->used * sim_pool_stride(FACTORY[i]));
    }
    ask_for_many(block + arena->entities_offset, arena->entity_slots * sizeof(sim_entity));
    ask_for_many(block + arena->inventories_offset, arena->inventory_slots * sizeof(sim_inventory));
    ask_for_many(block + arena->slots_offset, arena->stack_slots * sizeof(sim_stack));
    ask_for_many(block + arena->nap_offset[SIM_NAP_MACHINES], arena->pools[SIM_POOL_MACHINE].used);
    ask_for_many(block + arena->nap_offset[SIM_NAP_INSERTERS], arena->pools[SIM_POOL_INSERTER].used);
    ask_for_many(block + arena->agenda_offset, AGENDA_BYTES);
    if (arenas->frame_kind == FACTORIO_FRAME_FULL) ask_for_flows(arenas, arena);
}

int native_looks_ahead(const native_arenas *arenas)
{
    return arenas->count >= LEAST_ARENAS[arenas->frame_kind];
}

void native_look_ahead(const native_arenas *arenas, uint32_t index)
{
    /* Or a compiler takes a function of hints alone for one without effect, and leaves its calls out. */
    __asm__ volatile("");
    if (index + HEADER_AHEAD < arenas->count) ask_for_header(arenas, index + HEADER_AHEAD);
    index += REST_AHEAD;
    if (index >= arenas->count) return;
    const sim_arena *arena = native_arenas_block(arenas, index);
    ask_for_character(arenas, arena);
    if (arenas->frame_kind == FACTORIO_FRAME_MINING)
        sim_resource_ask_for_cells(arena, arenas->records[index].position, SIGHT);
    if (arenas->frame_kind < FACTORIO_FRAME_BUILDING) return;
    ask_for_cells(arena, arenas->records[index].position);
    ask_for_factory(arenas, arena);
}
