/* steam.h - power plants: the common record of offshore pumps, pumps, boilers and generators (offshore_pump.c, pump.c,
 * boiler.c, generator.c). */
#ifndef SIM_STEAM_H
#define SIM_STEAM_H

#include <stdint.h>

#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/dispatch/status.h"

typedef struct sim_steam {
    uint32_t entity;      /* entity slot; 0: the record is free                                     */
    uint32_t next_free;
    uint32_t first_box;   /* its fluid boxes                                                        */
    uint32_t electric;    /* generator, pump: its record in SIM_POOL_ELECTRIC                       */
    sim_energy energy;    /* boiler                                                                 */
    uint32_t watch;       /* boiler: of itself, for fuel                                            */
    uint16_t prototype;   /* of the entity                                                          */
    uint16_t fluid;       /* offshore pump: what it draws; 0 for nothing                            */
    uint8_t type;         /* enum sim_type                                                          */
    uint8_t reserved[3];
} sim_steam;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL, or
 * SIM_BLOCKED when it would connect two fluids. */
enum sim_result sim_steam_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_steam_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_steam_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* One tick of all records awake. */
void sim_steam_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* What the entity is doing. */
enum sim_status sim_steam_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Joules that a generator gave in the last tick. */
double sim_steam_generated_joules(const sim_arena *arena, uint32_t slot);

int sim_steam_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_steam_hash(const sim_arena *arena, uint64_t hash);

static inline sim_steam *sim_steam_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_STEAM, sim_steam, record);
}

#endif
