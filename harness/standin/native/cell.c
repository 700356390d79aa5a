#include "harness/standin/native/cell.h"

#include <stdlib.h>
#include <string.h>


enum { TILE_SHIFT = 28, AMOUNT_SHIFT = 16, CLASS_SHIFT = 12, DIRECTION_SHIFT = 8, STATUS_SHIFT = 4 };
enum { MAX_AMOUNT = 0xFFF, MAX_STATUS = 0xF };

static const uint8_t CLASS_OF_TYPE[SIM_TYPE_COUNT] = {
    [SIM_TYPE_CHARACTER] = FACTORIO_CLASS_CHARACTER,
    [SIM_TYPE_TREE] = FACTORIO_CLASS_NATURAL,
    [SIM_TYPE_SIMPLE_ENTITY] = FACTORIO_CLASS_NATURAL,
    [SIM_TYPE_CLIFF] = FACTORIO_CLASS_NATURAL,
    [SIM_TYPE_FISH] = FACTORIO_CLASS_NATURAL,
    [SIM_TYPE_PLANT] = FACTORIO_CLASS_NATURAL,
    [SIM_TYPE_WALL] = FACTORIO_CLASS_DEFENCE,
    [SIM_TYPE_GATE] = FACTORIO_CLASS_DEFENCE,
    [SIM_TYPE_AMMO_TURRET] = FACTORIO_CLASS_DEFENCE,
    [SIM_TYPE_ELECTRIC_TURRET] = FACTORIO_CLASS_DEFENCE,
    [SIM_TYPE_FLUID_TURRET] = FACTORIO_CLASS_DEFENCE,
    [SIM_TYPE_LAND_MINE] = FACTORIO_CLASS_DEFENCE,
    [SIM_TYPE_CONTAINER] = FACTORIO_CLASS_CONTAINER,
    [SIM_TYPE_FURNACE] = FACTORIO_CLASS_CRAFTER,
    [SIM_TYPE_ASSEMBLING_MACHINE] = FACTORIO_CLASS_CRAFTER,
    [SIM_TYPE_MINING_DRILL] = FACTORIO_CLASS_DRILL,
    [SIM_TYPE_TRANSPORT_BELT] = FACTORIO_CLASS_TRANSPORT,
    [SIM_TYPE_UNDERGROUND_BELT] = FACTORIO_CLASS_TRANSPORT,
    [SIM_TYPE_SPLITTER] = FACTORIO_CLASS_TRANSPORT,
    [SIM_TYPE_INSERTER] = FACTORIO_CLASS_INSERTER,
    [SIM_TYPE_ELECTRIC_POLE] = FACTORIO_CLASS_POLE,
    [SIM_TYPE_BOILER] = FACTORIO_CLASS_POWER,
    [SIM_TYPE_GENERATOR] = FACTORIO_CLASS_POWER,
    [SIM_TYPE_SOLAR_PANEL] = FACTORIO_CLASS_POWER,
    [SIM_TYPE_ACCUMULATOR] = FACTORIO_CLASS_POWER,
    [SIM_TYPE_OFFSHORE_PUMP] = FACTORIO_CLASS_FLUID,
    [SIM_TYPE_PIPE] = FACTORIO_CLASS_FLUID,
    [SIM_TYPE_PIPE_TO_GROUND] = FACTORIO_CLASS_FLUID,
    [SIM_TYPE_STORAGE_TANK] = FACTORIO_CLASS_FLUID,
    [SIM_TYPE_PUMP] = FACTORIO_CLASS_FLUID,
    [SIM_TYPE_LAB] = FACTORIO_CLASS_LAB,
    [SIM_TYPE_ENTITY_GHOST] = FACTORIO_CLASS_GHOST,
    [SIM_TYPE_UNIT] = FACTORIO_CLASS_ENEMY,
    [SIM_TYPE_UNIT_SPAWNER] = FACTORIO_CLASS_ENEMY,
    [SIM_TYPE_TURRET] = FACTORIO_CLASS_ENEMY,
};

static uint8_t entity_class(const sim_entity_prototype *prototype)
{
    uint8_t found = CLASS_OF_TYPE[prototype->type];
    if (found != FACTORIO_CLASS_NONE) return found;
    return prototype->flags & SIM_FLAG_PLAYER_CREATION ? FACTORIO_CLASS_OTHER : FACTORIO_CLASS_NONE;
}

static uint8_t resource_class(const char *name)
{
    static const struct { const char *name; uint8_t tile; } CLASSES[] = {
        {"iron-ore", FACTORIO_TILE_IRON_ORE},       {"copper-ore", FACTORIO_TILE_COPPER_ORE},
        {"coal", FACTORIO_TILE_COAL},               {"stone", FACTORIO_TILE_STONE},
        {"uranium-ore", FACTORIO_TILE_URANIUM_ORE}, {"crude-oil", FACTORIO_TILE_CRUDE_OIL},
    };
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++)
        if (strcmp(name, CLASSES[i].name) == 0) return CLASSES[i].tile;
    return FACTORIO_TILE_OTHER_RESOURCE;
}

static uint8_t tile_class(const sim_prototypes *prototypes, uint16_t tile)
{
    if (tile == prototypes->out_of_map) return FACTORIO_TILE_OUT_OF_MAP;
    const sim_tile_prototype *prototype = &prototypes->tiles[tile];
    if (prototype->collision_layers & SIM_LAYER_WATER_TILE) return FACTORIO_TILE_WATER;
    return prototype->walking_speed_modifier > 1.0 ? FACTORIO_TILE_PAVED : FACTORIO_TILE_LAND;
}

int native_classes_init(native_classes *classes, const sim_prototypes *prototypes)
{
    memset(classes, 0, sizeof *classes);
    classes->of_entity = calloc(prototypes->entity_count, 1);
    classes->of_resource = calloc(prototypes->entity_count, 1);
    classes->of_tile = calloc(prototypes->tile_count, 1);
    if (!classes->of_entity || !classes->of_resource || !classes->of_tile) {
        native_classes_free(classes);
        return -1;
    }
    for (uint32_t i = 1; i < prototypes->entity_count; i++) {
        const sim_entity_prototype *prototype = &prototypes->entities[i];
        classes->of_entity[i] = entity_class(prototype);
        if (prototype->type == SIM_TYPE_RESOURCE) classes->of_resource[i] = resource_class(prototype->name);
    }
    for (uint32_t i = 1; i < prototypes->tile_count; i++) classes->of_tile[i] = tile_class(prototypes, (uint16_t)i);
    return 0;
}

void native_classes_free(native_classes *classes)
{
    free(classes->of_entity);
    free(classes->of_resource);
    free(classes->of_tile);
    memset(classes, 0, sizeof *classes);
}

/* The squares that are written, and where they lie. */
typedef struct raster {
    uint32_t *cells;
    const sim_arena *arena;
    const sim_prototypes *prototypes;
    const native_classes *classes;
    native_statuses *statuses;
    int32_t left, top;
    uint32_t columns, rows, scale;
} raster;

static uint32_t ground_of(const raster *r, int32_t x, int32_t y)
{
    uint32_t class = r->classes->of_tile[sim_map_tile(r->arena, r->prototypes, x, y)];
    int32_t right = x + (int32_t)r->scale - 1, bottom = y + (int32_t)r->scale - 1;
    return class << TILE_SHIFT | (uint32_t)sim_map_tiles_free(r->arena, x, y, right, bottom);
}


/* Tiles of the raster that lie in one 8 x 8 cell of the map. */
typedef struct block {
    int32_t x, y; /* the first tile */
    uint32_t columns, rows;
} block;

/* One kind of ground, and a byte of the obstacles' bits a row. */
static void draw_plain(const raster *r, const block *b, const sim_cell *cell, uint32_t ground, uint32_t *out)
{
    uint64_t free = ~cell->obstacles >> (b->y & (SIM_CELL_TILES - 1)) * SIM_CELL_TILES;
    free >>= b->x & (SIM_CELL_TILES - 1);
    for (uint32_t row = 0; row < b->rows; row++, out += r->columns, free >>= SIM_CELL_TILES)
        for (uint32_t column = 0; column < b->columns; column++) out[column] = ground | (free >> column & 1);
}

static void draw_block(const raster *r, const block *b)
{
    uint32_t *out = r->cells + (uint32_t)(b->y - r->top) * r->columns + (uint32_t)(b->x - r->left);
    const sim_chunk *chunk = sim_map_chunk(r->arena, b->x, b->y);
    if (chunk && chunk->page == 0 && sim_map_contains(r->arena, b->x, b->y) &&
        sim_map_contains(r->arena, b->x + (int32_t)b->columns - 1, b->y + (int32_t)b->rows - 1)) {
        uint32_t ground = (uint32_t)r->classes->of_tile[chunk->tile] << TILE_SHIFT;
        draw_plain(r, b, sim_map_cell(r->arena, b->x, b->y), ground, out);
        return;
    }
    for (uint32_t row = 0; row < b->rows; row++, out += r->columns)
        for (uint32_t column = 0; column < b->columns; column++)
            out[column] = ground_of(r, b->x + (int32_t)column, b->y + (int32_t)row);
}

/* Tiles up to the next cell of the map, and `left` at most. */
static uint32_t tiles_to_next_cell(int32_t tile, uint32_t left)
{
    uint32_t run = SIM_CELL_TILES - (uint32_t)(tile & (SIM_CELL_TILES - 1));
    return run < left ? run : left;
}

/* Single tiles, cell by cell of the map where the ground is uniform, which it is nearly everywhere. */
static void draw_tiles(const raster *r)
{
    block b = {.y = r->top};
    for (uint32_t row = 0; row < r->rows; row += b.rows, b.y += (int32_t)b.rows) {
        b.rows = tiles_to_next_cell(b.y, r->rows - row);
        b.x = r->left;
        for (uint32_t column = 0; column < r->columns; column += b.columns, b.x += (int32_t)b.columns) {
            b.columns = tiles_to_next_cell(b.x, r->columns - column);
            draw_block(r, &b);
        }
    }
}

static void draw_ground(const raster *r)
{
    if (r->scale == 1) {
        draw_tiles(r);
        return;
    }
    for (uint32_t row = 0; row < r->rows; row++)
        for (uint32_t column = 0; column < r->columns; column++)
            r->cells[row * r->columns + column] =
                ground_of(r, r->left + (int32_t)(column * r->scale), r->top + (int32_t)(row * r->scale));
}

/* Columns and rows of the raster, both ends included; empty where left > right or top > bottom. */
static sim_box columns_of(const raster *r, sim_box box)
{
    int32_t left = sim_fixed_tile(box.left) - r->left, top = sim_fixed_tile(box.top) - r->top;
    int32_t right = sim_fixed_tile(box.right) - r->left, bottom = sim_fixed_tile(box.bottom) - r->top;
    int32_t last_column = (int32_t)(r->columns * r->scale) - 1, last_row = (int32_t)(r->rows * r->scale) - 1;
    sim_box found = {left > 0 ? left : 0, top > 0 ? top : 0, right < last_column ? right : last_column,
                     bottom < last_row ? bottom : last_row};
    if (r->scale == 1 || found.left > found.right || found.top > found.bottom) return found;
    int32_t scale = (int32_t)r->scale;
    return (sim_box){found.left / scale, found.top / scale, found.right / scale, found.bottom / scale};
}

/* The square that holds a point; NULL outside. */
static uint32_t *square_at(const raster *r, sim_position at)
{
    uint32_t column = (uint32_t)(sim_fixed_tile(at.x) - r->left), row = (uint32_t)(sim_fixed_tile(at.y) - r->top);
    if (column >= r->columns * r->scale || row >= r->rows * r->scale) return NULL;
    return r->scale == 1 ? &r->cells[row * r->columns + column]
                         : &r->cells[row / r->scale * r->columns + column / r->scale];
}

static void draw_resource(const raster *r, const sim_entity *entity)
{
    uint32_t *cell = square_at(r, entity->position);
    if (cell == NULL) return;
    uint32_t amount = entity->amount < MAX_AMOUNT ? entity->amount : MAX_AMOUNT;
    uint32_t held = *cell >> AMOUNT_SHIFT & MAX_AMOUNT, class = r->classes->of_resource[entity->prototype];
    if (held > amount || (held == amount && *cell >> TILE_SHIFT >= class)) return;
    uint32_t rest = *cell & ((1u << AMOUNT_SHIFT) - 1);
    *cell = class << TILE_SHIFT | amount << AMOUNT_SHIFT | rest;
}

/* A resource belongs to the square of its centre, so only the cells of the map that the raster touches matter. */
static void draw_resources(const raster *r)
{
    int32_t right = r->left + (int32_t)(r->columns * r->scale) - 1, bottom = r->top + (int32_t)(r->rows * r->scale) - 1;
    const sim_entity *entities = (const sim_entity *)((const char *)r->arena + r->arena->entities_offset);
    for (int32_t y = r->top >> SIM_CELL_SHIFT; y <= bottom >> SIM_CELL_SHIFT; y++) {
        for (int32_t x = r->left >> SIM_CELL_SHIFT; x <= right >> SIM_CELL_SHIFT; x++) {
            const sim_cell *cell = sim_map_cell(r->arena, x * SIM_CELL_TILES, y * SIM_CELL_TILES);
            for (uint32_t slot = cell ? cell->first_resource : 0; slot != 0; slot = entities[slot].next)
                draw_resource(r, &entities[slot]);
        }
    }
}

static uint32_t entity_bits(const raster *r, const sim_entity *entity, uint32_t class)
{
    uint32_t status = native_status_once(r->statuses, r->arena, r->prototypes, sim_entity_index(r->arena, entity));
    if (status > MAX_STATUS) status = MAX_STATUS;
    return class << CLASS_SHIFT | (uint32_t)entity->direction << DIRECTION_SHIFT | status << STATUS_SHIFT;
}

static void draw_entity(const raster *r, const sim_entity *entity)
{
    uint32_t class = r->classes->of_entity[entity->prototype];
    if (class == FACTORIO_CLASS_NONE) return;
    sim_box where = columns_of(r, sim_entity_collision_box(r->prototypes, entity));
    if (where.left > where.right || where.top > where.bottom) return;
    uint32_t bits = entity_bits(r, entity, class);
    for (int32_t row = where.top; row <= where.bottom; row++) {
        for (int32_t column = where.left; column <= where.right; column++) {
            uint32_t *cell = &r->cells[(uint32_t)row * r->columns + (uint32_t)column];
            if ((*cell & 0xFFF0u) < bits) *cell = (*cell & ~0xFFF0u) | bits;
        }
    }
}

void native_cells(uint32_t *cells, const sim_arena *arena, const sim_prototypes *prototypes,
                  const native_classes *classes, native_statuses *statuses, int32_t left, int32_t top, uint32_t columns,
                  uint32_t rows, uint32_t scale)
{
    raster r = {cells, arena, prototypes, classes, statuses, left, top, columns, rows, scale};
    draw_ground(&r);
    sim_box area = {left * SIM_FIXED_ONE, top * SIM_FIXED_ONE, (left + (int32_t)(columns * scale)) * SIM_FIXED_ONE - 1,
                    (top + (int32_t)(rows * scale)) * SIM_FIXED_ONE - 1};
    draw_resources(&r);
    sim_entity_cursor others = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &others)) != NULL;) draw_entity(&r, entity);
}
