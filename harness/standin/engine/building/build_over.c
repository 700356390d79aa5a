#include "harness/standin/engine/building/build_over.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/world/ground_item.h"

static int is_item(const sim_prototypes *prototypes, const sim_entity *entity)
{
    return entity->prototype == prototypes->item_entity;
}

uint32_t sim_build_over_skip(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t *slots,
                             uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!is_item(prototypes, sim_entity_slot(arena, slots[i]))) slots[kept++] = slots[i];
    return kept;
}

/* The slot of an item on the ground that lies in the box and comes after `after` in the block; 0 for none. */
static uint32_t next_in(const sim_arena *arena, const sim_prototypes *prototypes, sim_box box, uint32_t after)
{
    uint32_t next = 0;
    sim_entity_cursor cursor = sim_entity_search(arena, box, SIM_SEARCH_ENTITIES);
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        uint32_t slot = sim_entity_index(arena, entity);
        if (!is_item(prototypes, entity) || slot <= after || (next && slot > next)) continue;
        if (sim_box_overlaps(sim_entity_collision_box(prototypes, entity), box)) next = slot;
    }
    return next;
}

void sim_build_over_belt(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_box tile = {-SIM_FIXED_ONE / 2, -SIM_FIXED_ONE / 2, SIM_FIXED_ONE / 2, SIM_FIXED_ONE / 2};
    sim_box box = sim_box_at(tile, sim_entity_slot(arena, slot)->position);
    for (uint32_t item = 0; (item = next_in(arena, prototypes, box, item)) != 0;) {
        sim_entity *lying = sim_entity_slot(arena, item);
        sim_position at = lying->position;
        if (at.x < box.left || at.x >= box.right || at.y < box.top || at.y >= box.bottom) continue;
        sim_belt_spot spot = sim_belt_spot_at(arena, prototypes, slot, at);
        while (lying->amount > 0 &&
               sim_belt_insert(arena, prototypes, slot, spot.line, spot.position, lying->item) == SIM_OK)
            lying->amount--;
        if (lying->amount == 0) sim_entity_destroy(arena, prototypes, sim_entity_handle(arena, item));
    }
}

void sim_build_over_collect(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t inventory)
{
    sim_box box = sim_entity_collision_box(prototypes, sim_entity_slot(arena, slot));
    for (uint32_t item = 0; inventory && (item = next_in(arena, prototypes, box, item)) != 0;)
        sim_ground_item_take(arena, prototypes, sim_entity_handle(arena, item), inventory);
}
