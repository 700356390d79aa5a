/* heat.h - heat: reactors, heat pipes, and the machines that work on heat.
 *
 * A buffer holds its specific heat for every degree above its default temperature. In a tick heat flows over each
 * connection from the hotter to the colder buffer: a quarter of the lesser specific heat for every degree by which the
 * difference exceeds the minimum gradient, never more than max_transfer. So a line of heat pipes that carries P megawatts
 * falls by 1 + P / 15 degrees a tile, as published; the quarter is what that number says, and for buffers of different
 * specific heat it is a guess. All flows of a tick follow from the temperatures at its beginning.
 *
 * A reactor burns as much as it can in every tick, whatever its temperature, and turns it into heat, times one plus its
 * neighbour bonus for each working reactor that touches it with a whole side; what would make it hotter than its maximum
 * is lost. A machine draws what its buffer holds above the minimum working temperature.
 *
 * A record sleeps while nothing changes, in it and in those it is linked with. */
#ifndef SIM_HEAT_H
#define SIM_HEAT_H

#include <stdint.h>

#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/energy/energy.h"
#include "harness/standin/engine/entities/entity.h"

#define SIM_HEAT_LINKS 12 /* connections that an entity uses at most */

typedef struct sim_heat {
    uint32_t entity;      /* entity slot; 0: the record is free                                                   */
    uint32_t next_free;
    int64_t stored;       /* microjoules above the default temperature                                            */
    int64_t coming;       /* of the tick that runs, microjoules; 0 between ticks                                  */
    int64_t going;
    uint32_t links[SIM_HEAT_LINKS]; /* record that each connection leads to, 0 for none                           */
    sim_energy energy;    /* reactor: its burner                                                                  */
    uint32_t watch;       /* reactor: of itself, for fuel                                                         */
    uint16_t prototype;   /* row of sim_prototypes.heats                                                          */
    uint8_t has_changed;  /* in the last tick, or since                                                           */
    uint8_t works;        /* reactor: it burned something in the last tick                                        */
    double burned_joules; /* reactor: in the last tick                                                            */
} sim_heat;

/* Makes the record of a reactor or heat pipe that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_heat_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);
void sim_heat_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now: a reactor, heat pipe or machine that works on heat. */
void sim_heat_moved(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The buffer of a machine whose energy source is heat; for energy.c. SIM_ARENA_FULL. */
enum sim_result sim_heat_join(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t *record);
void sim_heat_leave(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* Takes up to `joules` of what the buffer holds above its minimum working temperature; the share that there was. */
double sim_heat_take(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double joules);

/* 1 when sim_heat_take would give something. */
int sim_heat_is_hot(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* One tick of all records awake. */
void sim_heat_tick(sim_arena *arena, const sim_prototypes *prototypes);

/* The heat record of an entity, 0 when it holds none. */
uint32_t sim_heat_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* LuaEntity.temperature, degrees Celsius. A temperature that is set is brought between the default and the maximum. */
double sim_heat_temperature(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);
void sim_heat_set_temperature(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record, double degrees);

/* LuaEntity.neighbour_bonus of a reactor. */
double sim_heat_neighbour_bonus(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* What a reactor is doing. */
enum sim_status sim_heat_reactor_status(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

int sim_heat_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_heat_hash(const sim_arena *arena, uint64_t hash);

static inline sim_heat *sim_heat_at(const sim_arena *arena, uint32_t record)
{
    return SIM_RECORD(arena, SIM_POOL_HEAT, sim_heat, record);
}

#endif
