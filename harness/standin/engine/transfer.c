#include "transfer.h"

#include "remains.h"
#include "turret.h"

uint32_t sim_entity_inventory(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                              enum sim_inventory_role role)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL) return 0;
    switch (prototypes->entities[entity->prototype].type) {
    case SIM_TYPE_CONTAINER: return role == SIM_INVENTORY_MAIN ? entity->record : 0;
    case SIM_TYPE_AMMO_TURRET:
        return role == SIM_INVENTORY_AMMO ? SIM_RECORD(arena, SIM_POOL_TURRET, sim_turret, entity->record)->ammo : 0;
    case SIM_TYPE_CHARACTER_CORPSE:
        return role == SIM_INVENTORY_MAIN ? SIM_RECORD(arena, SIM_POOL_CORPSE, sim_corpse, entity->record)->inventory
                                          : 0;
    default: return 0;
    }
}

static uint32_t main_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    return sim_entity_inventory(arena, prototypes, slot, SIM_INVENTORY_MAIN);
}

/* The `index`th stack that is not empty of an inventory. */
static sim_stack filled_stack(const sim_arena *arena, uint32_t inventory, uint32_t index)
{
    const sim_inventory *found = sim_inventory_get(arena, inventory);
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    for (uint32_t i = 0; found && i < found->slot_count; i++)
        if (slots[i].item && index-- == 0) return slots[i];
    sim_stack none = {0, 0, 0};
    return none;
}

uint32_t sim_transfer_insertable(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                 uint16_t item)
{
    return sim_transfer_room(arena, prototypes, slot, item);
}

uint32_t sim_transfer_room(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item)
{
    return sim_inventory_room(arena, prototypes, main_of(arena, prototypes, slot), item);
}

uint32_t sim_transfer_insert(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                             uint32_t count)
{
    return sim_inventory_insert(arena, prototypes, main_of(arena, prototypes, slot), item, count);
}

sim_stack sim_transfer_output(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t index)
{
    return filled_stack(arena, main_of(arena, prototypes, slot), index);
}

uint32_t sim_transfer_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                           uint32_t count)
{
    return sim_inventory_remove(arena, main_of(arena, prototypes, slot), item, count);
}

sim_stack sim_transfer_content(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                               uint32_t index)
{
    return sim_transfer_output(arena, prototypes, slot, index);
}

uint32_t sim_transfer_empty(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item,
                            uint32_t count)
{
    return sim_transfer_take(arena, prototypes, slot, item, count);
}
