#include "harness/standin/native/nearby.h"

#include <string.h>

#include "harness/standin/engine/entities/entity_grid.h"
#include "harness/standin/native/record.h"

/* Slots that are looked through in less time than the lists of the cells within sight. */
enum { FEW_ENTITIES = 64 };

static int comes_before(const native_nearby *a, const native_nearby *b)
{
    if (a->distance_squared != b->distance_squared) return a->distance_squared < b->distance_squared;
    sim_position p = a->entity->position, q = b->entity->position;
    if (p.y != q.y) return p.y < q.y;
    if (p.x != q.x) return p.x < q.x;
    if (a->entity->prototype != b->entity->prototype) return a->entity->prototype < b->entity->prototype;
    return a->entity < b->entity;
}

/* Puts a row where it belongs among the `count` there are; the last falls out when they are full. Places are found by
 * distance alone first: few are equal. */
static uint32_t insert_row(native_nearby *rows, uint32_t count, uint32_t capacity, native_nearby row)
{
    if (count == capacity) {
        if (count == 0 || !comes_before(&row, &rows[count - 1])) return count;
        count--;
    }
    uint32_t place = count;
    while (place > 0 && rows[place - 1].distance_squared > row.distance_squared) place--;
    while (place > 0 && comes_before(&row, &rows[place - 1])) place--;
    memmove(&rows[place + 1], &rows[place], (count - place) * sizeof *rows);
    rows[place] = row;
    return count + 1;
}

/* Whom the character sees from where it stands. */
typedef struct view {
    const sim_prototypes *prototypes;
    const sim_entity *self;
    sim_position place;
    int64_t farthest; /* (1/256 tile) squared */
} view;

static uint32_t look_at(const view *v, const sim_entity *entity, native_nearby *rows, uint32_t count, uint32_t capacity)
{
    native_nearby row = {sim_distance_squared(entity->position, v->place), entity};
    if (row.distance_squared > v->farthest || entity == v->self) return count;
    uint8_t type = v->prototypes->entities[entity->prototype].type;
    if (type == SIM_TYPE_ENTITY_GHOST || type == SIM_TYPE_RESOURCE) return count;
    return insert_row(rows, count, capacity, row);
}

/* All that there are, where they are few: they lie side by side, and the cells of the map do not. */
static uint32_t look_at_all(const view *v, const sim_arena *arena, native_nearby *rows, uint32_t capacity)
{
    const sim_entity *entity = sim_entity_at(arena, 1), *end = sim_entity_at(arena, arena->entity_slots);
    uint32_t count = 0;
    for (; entity < end; entity++)
        if (entity->prototype) count = look_at(v, entity, rows, count, capacity);
    return count;
}

uint32_t native_nearby_entities(const sim_arena *arena, const sim_prototypes *prototypes, sim_position place,
                                int32_t radius, native_nearby *rows, uint32_t capacity)
{
    const sim_character *character = sim_character_get(arena, NATIVE_CHARACTER);
    const sim_entity *self = character ? sim_entity_slot(arena, character->entity) : NULL;
    view v = {prototypes, self, place, (int64_t)radius * radius};
    if (arena->entity_slots <= FEW_ENTITIES) return look_at_all(&v, arena, rows, capacity);
    sim_box area = {place.x - radius, place.y - radius, place.x + radius, place.y + radius};
    uint32_t count = 0;
    sim_entity_cursor cursor = sim_entity_search(arena, area, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;)
        count = look_at(&v, entity, rows, count, capacity);
    return count;
}

uint32_t native_nearby_ghosts(const sim_arena *arena, sim_position place, native_nearby *rows, uint32_t capacity)
{
    uint32_t count = 0;
    for (uint32_t record = 1; record < arena->pools[SIM_POOL_GHOST].used; record++) {
        uint32_t slot = SIM_RECORD(arena, SIM_POOL_GHOST, sim_ghost, record)->entity;
        const sim_entity *entity = slot ? sim_entity_slot(arena, slot) : NULL;
        if (entity == NULL || entity->force != SIM_FORCE_ARENA) continue;
        native_nearby row = {sim_distance_squared(entity->position, place), entity};
        count = insert_row(rows, count, capacity, row);
    }
    return count;
}
