#include "harness/standin/engine/dispatch/wake_entity.h"

#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/entities/watch.h"

/* Pools of the types whose records draw energy or hold fluids; the empty entry is SIM_POOL_WATCH, which no entity owns. */
static const uint8_t POOLS[SIM_TYPE_COUNT] = {
    [SIM_TYPE_INSERTER] = SIM_POOL_INSERTER,
    [SIM_TYPE_MINING_DRILL] = SIM_POOL_MACHINE,
    [SIM_TYPE_FURNACE] = SIM_POOL_MACHINE,
    [SIM_TYPE_ASSEMBLING_MACHINE] = SIM_POOL_MACHINE,
    [SIM_TYPE_ROCKET_SILO] = SIM_POOL_MACHINE,
    [SIM_TYPE_BEACON] = SIM_POOL_BEACON,
    [SIM_TYPE_LAB] = SIM_POOL_LAB,
    [SIM_TYPE_REACTOR] = SIM_POOL_HEAT,
    [SIM_TYPE_BOILER] = SIM_POOL_STEAM,
    [SIM_TYPE_GENERATOR] = SIM_POOL_STEAM,
    [SIM_TYPE_OFFSHORE_PUMP] = SIM_POOL_STEAM,
    [SIM_TYPE_PUMP] = SIM_POOL_STEAM,
    [SIM_TYPE_ELECTRIC_TURRET] = SIM_POOL_TURRET,
    [SIM_TYPE_FLUID_TURRET] = SIM_POOL_TURRET,
};

void sim_wake_entity(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot)
{
    const sim_entity *entity = sim_entity_slot(arena, slot);
    if (entity == NULL) return;
    enum sim_pool_id pool = POOLS[prototypes->entities[entity->prototype].type];
    if (pool != SIM_POOL_WATCH && sim_pool_is_live(arena, pool, entity->record))
        sim_pool_wake(arena, pool, entity->record);
    sim_watch_changed(arena, slot);
}
