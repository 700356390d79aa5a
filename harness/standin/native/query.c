#include "harness/standin/native/query.h"

#include <stdlib.h>
#include <string.h>

#include "harness/standin/engine/combat/health.h"
#include "harness/standin/native/encode_factory.h"
#include "harness/standin/native/graph_rows.h"
#include "harness/standin/native/listing.h"
#include "harness/standin/native/nearby.h"
#include "harness/standin/native/plan.h"
#include "harness/standin/native/record.h"
#include "harness/standin/native/status.h"

/* Where the rows of an answer go. */
typedef struct answer {
    uint8_t *out;
    size_t capacity;
    size_t used;
    uint32_t rows;
    uint32_t skip; /* rows still to leave out */
} answer;

/* Adds a row; 0 when there is no room for it. */
static int add_row(answer *a, const void *row, size_t bytes)
{
    if (a->skip > 0) {
        a->skip--;
        return 1;
    }
    if (a->capacity - a->used < bytes) return 0;
    memcpy(a->out + a->used, row, bytes);
    a->used += bytes;
    a->rows++;
    return 1;
}

static sim_box map_box(const sim_arena *arena)
{
    const sim_arena_config *config = &arena->config;
    int32_t right = config->left_tile + (int32_t)config->width_tiles;
    int32_t bottom = config->top_tile + (int32_t)config->height_tiles;
    return (sim_box){config->left_tile, config->top_tile, right, bottom};
}

/* The query's area in tiles; the whole map where it is all zero. */
static sim_box area_of(const FactorioQuery *query, const sim_arena *arena)
{
    const int32_t *area = query->area;
    if ((area[0] | area[1] | area[2] | area[3]) == 0) return map_box(arena);
    return (sim_box){area[0], area[1], area[2], area[3]};
}

/* What can be taken out of it, else the magazines in it. */
static sim_stack first_stack(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    sim_stack first = sim_transfer_output(arena, prototypes, slot, 0);
    uint32_t ammo = first.item ? 0 : sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_AMMO);
    const sim_inventory *inventory = ammo ? sim_inventory_get(arena, ammo) : NULL;
    for (uint32_t i = 0; inventory && first.item == 0 && i < inventory->slot_count; i++)
        first = sim_inventory_slots(arena, ammo)[i];
    return first;
}

static void fill_contents(FactorioEntityRow *row, const sim_arena *arena, const sim_prototypes *prototypes,
                          uint32_t slot)
{
    sim_stack first = first_stack(arena, prototypes, slot);
    if (first.item) {
        row->item = first.item;
        row->item_count = (uint16_t)(first.count < UINT16_MAX ? first.count : UINT16_MAX);
    }
    uint32_t fuel = sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_FUEL);
    uint32_t units = fuel ? sim_inventory_count(arena, fuel, 0) : 0;
    row->fuel = (uint16_t)(units < UINT16_MAX ? units : UINT16_MAX);
}

static FactorioEntityRow row_of(const sim_arena *arena, const sim_prototypes *prototypes, const native_items *items,
                                const sim_entity *entity)
{
    uint32_t slot = sim_entity_index(arena, entity);
    FactorioEntityRow row = {
        .position = {entity->position.x, entity->position.y},
        .prototype = entity->prototype,
        .direction = entity->direction,
        .status = native_status(arena, prototypes, slot),
        .force = entity->force,
        .entity_class = items->classes.of_entity[entity->prototype],
        .health = sim_health_points(arena, prototypes, entity),
    };
    uint8_t type = prototypes->entities[entity->prototype].type;
    if (type == SIM_TYPE_RESOURCE || type == SIM_TYPE_ITEM_ENTITY) row.amount = entity->amount;
    row.item = entity->item;
    if (type != SIM_TYPE_RESOURCE && type != SIM_TYPE_ITEM_ENTITY) {
        fill_contents(&row, arena, prototypes, slot);
        native_plan_machine(&row, arena, prototypes, entity);
    }
    return row;
}

static int is_inside(const sim_entity *entity, sim_box tiles)
{
    int32_t x = sim_fixed_tile(entity->position.x), y = sim_fixed_tile(entity->position.y);
    return x >= tiles.left && x < tiles.right && y >= tiles.top && y < tiles.bottom;
}

/* Slots of rows are places in the list of the whole map, whatever the area. */
static const char *list_entities(answer *a, const sim_arena *arena, const sim_prototypes *prototypes,
                                 const native_items *items, sim_box area, int resources)
{
    uint32_t *slots, count = native_list(arena, prototypes, resources, &slots);
    for (uint32_t i = 0; count != UINT32_MAX && i < count; i++) {
        const sim_entity *entity = sim_entity_slot(arena, slots[i]);
        if (!is_inside(entity, area)) continue;
        FactorioEntityRow row = row_of(arena, prototypes, items, entity);
        row.slot = i + 1;
        if (!add_row(a, &row, sizeof row)) break;
    }
    free(slots);
    return count == UINT32_MAX ? "no memory for the list of entities" : NULL;
}

static const char *list_graph(answer *a, const sim_arena *arena, const sim_prototypes *prototypes)
{
    FactorioEdgeRow *edges;
    uint32_t count = native_graph_rows(arena, prototypes, &edges);
    for (uint32_t i = 0; count != UINT32_MAX && i < count; i++)
        if (!add_row(a, &edges[i], sizeof edges[i])) break;
    free(edges);
    return count == UINT32_MAX ? "no memory for the graph" : NULL;
}

static const char *draw_cells(answer *a, const FactorioQuery *query, const sim_arena *arena,
                              const sim_prototypes *prototypes, const native_items *items, sim_box area)
{
    uint32_t scale = query->scale;
    if (scale != 1 && scale != 2 && scale != 4 && scale != 8) return "scale must be 1, 2, 4 or 8";
    if (area.right <= area.left || area.bottom <= area.top) return "area must have an inside";
    uint64_t columns = ((uint64_t)(area.right - area.left) + scale - 1) / scale;
    uint64_t rows = ((uint64_t)(area.bottom - area.top) + scale - 1) / scale;
    if (columns * rows > a->capacity / sizeof(uint32_t)) return "the cells do not fit into the channel's blob";
    native_cells((uint32_t *)a->out, arena, prototypes, &items->classes, NULL, area.left, area.top, (uint32_t)columns,
                 (uint32_t)rows, scale);
    a->used = (size_t)(columns * rows) * sizeof(uint32_t);
    a->rows = (uint32_t)rows;
    return NULL;
}

static uint32_t inventory_of(const sim_arena *arena)
{
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    return character ? character->inventory : 0;
}

static void list_inventory(answer *a, const sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t item = 0; item < prototypes->item_count; item++) {
        uint32_t count = item ? sim_inventory_count(arena, inventory_of(arena), (uint16_t)item) : 0;
        if (!add_row(a, &count, sizeof count)) return;
    }
}

static void list_flows(answer *a, const sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t item = 0; item < prototypes->item_count; item++) {
        sim_flow flow = sim_statistics_get(arena, (uint16_t)item);
        FactorioFlowRow row = {flow.produced, flow.consumed};
        if (!add_row(a, &row, sizeof row)) return;
    }
}

static void list_technologies(answer *a, const sim_arena *arena, const sim_prototypes *prototypes)
{
    for (uint32_t technology = 0; technology < prototypes->technology_count; technology++) {
        FactorioTechnologyRow row = {0};
        if (technology) native_plan_technology(&row, arena, prototypes, (uint16_t)technology);
        if (!add_row(a, &row, sizeof row)) return;
    }
}

/* The eight layers of FactorioState.local_map, from a cell. */
static void fill_layers(uint8_t layers[FACTORIO_MAP_LAYERS], uint32_t cell)
{
    uint32_t amount = cell >> 16 & 0xFFF;
    layers[0] = (uint8_t)(cell >> 28);
    layers[1] = (uint8_t)(amount >> 4);
    layers[2] = (uint8_t)(cell >> 12 & 0xF);
    layers[3] = (uint8_t)(cell >> 8 & 0xF);
    layers[4] = (uint8_t)(cell >> 4 & 0xF);
    layers[5] = (uint8_t)(cell & 1);
    layers[6] = (uint8_t)(amount & 0xF);
    layers[7] = 0;
}

static void fill_state_map(FactorioState *state, const sim_arena *arena, const sim_prototypes *prototypes,
                           const native_items *items, sim_position place)
{
    uint32_t cells[FACTORIO_MAP_SIDE * FACTORIO_MAP_SIDE];
    native_cells(cells, arena, prototypes, &items->classes, NULL, sim_fixed_tile(place.x) - FACTORIO_MAP_SIDE / 2,
                 sim_fixed_tile(place.y) - FACTORIO_MAP_SIDE / 2, FACTORIO_MAP_SIDE, FACTORIO_MAP_SIDE, 1);
    for (uint32_t i = 0; i < FACTORIO_MAP_SIDE * FACTORIO_MAP_SIDE; i++)
        fill_layers(state->local_map[i / FACTORIO_MAP_SIDE][i % FACTORIO_MAP_SIDE], cells[i]);
}

static void fill_state(answer *a, const sim_arena *arena, const sim_prototypes *prototypes, const native_items *items,
                       uint64_t timestamp)
{
    FactorioState state = {0};
    sim_position place = sim_character_position(arena, NATIVE_CHARACTER);
    state.player_pos[0] = (float)sim_fixed_to_tiles(place.x);
    state.player_pos[1] = (float)sim_fixed_to_tiles(place.y);
    fill_state_map(&state, arena, prototypes, items, place);
    native_encode_kinds(state.inventory, arena, inventory_of(arena));
    native_nearby found[NATIVE_NEARBY_MOST];
    uint32_t count = native_nearby_entities(arena, prototypes, place, 32 * SIM_FIXED_ONE, found, FACTORIO_ENTITY_ROWS);
    native_encode_rows(state.entities, arena, prototypes, items, NULL, found, count);
    state.timestamp = timestamp;
    add_row(a, &state, sizeof state);
}

int64_t native_query(const FactorioQuery *query, const sim_arena *arena, const sim_prototypes *prototypes,
                     const native_items *items, uint64_t timestamp, uint8_t *out, size_t capacity, uint32_t *rows,
                     const char **reason)
{
    answer a = {out, capacity, 0, 0, query->first};
    sim_box area = area_of(query, arena);
    const char *refusal = NULL;
    switch (query->kind) {
    case FACTORIO_QUERY_ENTITIES: refusal = list_entities(&a, arena, prototypes, items, area, 0); break;
    case FACTORIO_QUERY_RESOURCES: refusal = list_entities(&a, arena, prototypes, items, area, 1); break;
    case FACTORIO_QUERY_CELLS: refusal = draw_cells(&a, query, arena, prototypes, items, area); break;
    case FACTORIO_QUERY_STATE: fill_state(&a, arena, prototypes, items, timestamp); break;
    case FACTORIO_QUERY_INVENTORY: list_inventory(&a, arena, prototypes); break;
    case FACTORIO_QUERY_FLOWS: list_flows(&a, arena, prototypes); break;
    case FACTORIO_QUERY_TECHNOLOGIES: list_technologies(&a, arena, prototypes); break;
    case FACTORIO_QUERY_GRAPH: refusal = list_graph(&a, arena, prototypes); break;
    default: refusal = "the query's kind is not known"; break;
    }
    *rows = a.rows;
    *reason = refusal;
    return refusal ? -1 : (int64_t)a.used;
}
