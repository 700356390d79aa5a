#include "harness/standin/engine/world/ground_item.h"

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/entities/inventory.h"

#define SPILL_STEP (SIM_FIXED_ONE / 2)
#define SPILL_RINGS 32 /* half tiles: 16 tiles */

static int is_free(const sim_arena *arena, const sim_prototypes *prototypes, sim_position position)
{
    const sim_handle nothing = {0, 0};
    return sim_entity_can_place(arena, prototypes, prototypes->item_entity, 0, position, nothing);
}

/* The first free place of a square ring, row by row from the north-west; 1 when there is one. */
static int find_on_ring(const sim_arena *arena, const sim_prototypes *prototypes, sim_position centre, int32_t ring,
                        sim_position *place)
{
    for (int32_t y = -ring; y <= ring; y++) {
        int32_t stride = y == -ring || y == ring || ring == 0 ? 1 : 2 * ring;
        for (int32_t x = -ring; x <= ring; x += stride) {
            place->x = centre.x + x * SPILL_STEP;
            place->y = centre.y + y * SPILL_STEP;
            if (is_free(arena, prototypes, *place)) return 1;
        }
    }
    return 0;
}

enum sim_result sim_ground_item_spill(sim_arena *arena, const sim_prototypes *prototypes, sim_position position,
                                      uint16_t item, uint32_t count, sim_handle *created)
{
    sim_position place;
    for (int32_t ring = 0; ring <= SPILL_RINGS; ring++) {
        if (!find_on_ring(arena, prototypes, position, ring, &place)) continue;
        sim_entity_spec spec = {.prototype = prototypes->item_entity, .position = place, .amount = count, .item = item};
        return sim_entity_create(arena, prototypes, &spec, created);
    }
    return SIM_BLOCKED;
}

uint32_t sim_ground_item_take(sim_arena *arena, const sim_prototypes *prototypes, sim_handle handle,
                              uint32_t inventory)
{
    sim_entity *entity = sim_entity_get(arena, handle);
    uint32_t moved = sim_inventory_insert(arena, prototypes, inventory, entity->item, entity->amount);
    entity->amount -= moved;
    if (entity->amount == 0) sim_entity_destroy(arena, prototypes, handle);
    return moved;
}

/* The item nearest to the place within the distance that would go in at least in part; index 0 for none. */
static sim_handle nearest_takeable(const sim_arena *arena, const sim_prototypes *prototypes, sim_position place,
                                   int32_t distance, uint32_t inventory)
{
    sim_box around = {place.x - distance, place.y - distance, place.x + distance, place.y + distance};
    sim_entity_cursor cursor = sim_entity_search(arena, around, SIM_SEARCH_ENTITIES);
    int64_t nearest = (int64_t)distance * distance;
    uint32_t best = 0;
    for (const sim_entity *entity; (entity = sim_entity_next(arena, &cursor)) != NULL;) {
        if (entity->prototype != prototypes->item_entity) continue;
        int64_t distance_squared = sim_distance_squared(entity->position, place);
        uint32_t slot = sim_entity_index(arena, entity);
        if (distance_squared > nearest || (distance_squared == nearest && best && slot > best)) continue;
        if (sim_inventory_room(arena, prototypes, inventory, entity->item) == 0) continue;
        nearest = distance_squared;
        best = slot;
    }
    return sim_entity_handle(arena, best);
}

uint32_t sim_ground_item_pick_up(sim_arena *arena, const sim_prototypes *prototypes, uint32_t character)
{
    const sim_character *taker = sim_character_get(arena, character);
    if (taker == NULL) return 0;
    sim_position place = sim_character_position(arena, character);
    uint16_t prototype = sim_entity_slot(arena, taker->entity)->prototype;
    int32_t distance = sim_fixed_from_tiles(prototypes->entities[prototype].item_pickup_distance);
    uint32_t taken = 0;
    for (;;) {
        sim_handle item = nearest_takeable(arena, prototypes, place, distance, taker->inventory);
        if (item.index == 0) return taken;
        taken += sim_ground_item_take(arena, prototypes, item, taker->inventory);
    }
}

uint64_t sim_ground_item_total(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t item)
{
    uint64_t total = 0;
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity && entity->prototype == prototypes->item_entity && (item == 0 || entity->item == item))
            total += entity->amount;
    }
    return total;
}

int sim_ground_item_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    for (uint32_t slot = 1; slot < arena->entity_slots; slot++) {
        const sim_entity *entity = sim_entity_slot(arena, slot);
        if (entity == NULL || entity->prototype != prototypes->item_entity) continue;
        SIM_EXPECT(fault, "item on the ground", slot, entity->position, entity->item != 0);
        SIM_EXPECT(fault, "item on the ground", slot, entity->position, entity->item < prototypes->item_count);
        SIM_EXPECT(fault, "item on the ground", slot, entity->position, entity->amount >= 1);
        SIM_EXPECT(fault, "item on the ground", slot, entity->position,
                   entity->amount <= prototypes->items[entity->item].stack_size);
    }
    return 1;
}
