#include "harness/standin/native/status.h"

#include "harness/standin/engine/machines/crafter.h"

uint8_t native_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    uint8_t type = entity ? prototypes->entities[entity->prototype].type : 0;
    if (type == SIM_TYPE_FURNACE || type == SIM_TYPE_ASSEMBLING_MACHINE || type == SIM_TYPE_ROCKET_SILO)
        return (uint8_t)sim_crafter_status_now(arena, prototypes, slot);
    return (uint8_t)sim_entity_status(arena, prototypes, slot);
}

uint8_t native_status_once(native_statuses *statuses, const sim_arena *arena, const sim_prototypes *prototypes,
                           uint32_t slot)
{
    if (statuses == NULL || slot >> 24) return native_status(arena, prototypes, slot);
    uint32_t *kept = &statuses->kept[slot % NATIVE_STATUSES_KEPT];
    if (*kept >> 8 != slot) *kept = slot << 8 | native_status(arena, prototypes, slot);
    return (uint8_t)*kept;
}
