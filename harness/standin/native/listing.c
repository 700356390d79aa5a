#include "harness/standin/native/listing.h"

#include <stdlib.h>

#include "harness/standin/engine/combat/health.h"

typedef struct listed {
    sim_position position;
    uint32_t prototype;
    float health;
    uint32_t amount;
    uint32_t slot;
} listed;

static int by_place(const void *left, const void *right)
{
    const listed *a = left, *b = right;
    if (a->position.y != b->position.y) return a->position.y < b->position.y ? -1 : 1;
    if (a->position.x != b->position.x) return a->position.x < b->position.x ? -1 : 1;
    if (a->prototype != b->prototype) return a->prototype < b->prototype ? -1 : 1;
    if (a->health != b->health) return a->health > b->health ? -1 : 1;
    if (a->amount != b->amount) return a->amount > b->amount ? -1 : 1;
    return a->slot < b->slot ? -1 : 1;
}

uint32_t native_list(const sim_arena *arena, const sim_prototypes *prototypes, int resources, uint32_t **slots)
{
    listed *rows = malloc((arena->entity_count + 1) * sizeof *rows);
    *slots = malloc((arena->entity_count + 1) * sizeof **slots);
    uint32_t count = 0;
    for (uint32_t slot = 1; rows && *slots && slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL) continue;
        if ((prototypes->entities[entity->prototype].type == SIM_TYPE_RESOURCE) != resources) continue;
        rows[count++] = (listed){entity->position, entity->prototype, sim_health_points(arena, prototypes, entity), entity->amount, slot};
    }
    if (rows == NULL || *slots == NULL) {
        free(rows);
        return UINT32_MAX;
    }
    qsort(rows, count, sizeof *rows, by_place);
    for (uint32_t i = 0; i < count; i++) (*slots)[i] = rows[i].slot;
    free(rows);
    return count;
}
