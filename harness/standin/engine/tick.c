#include "harness/standin/engine/tick.h"

#include "harness/standin/engine/belts/belt.h"
#include "harness/standin/engine/belts/belt_coast.h"
#include "harness/standin/engine/combat/command_alarm.h"
#include "harness/standin/engine/energy/electric.h"
#include "harness/standin/engine/energy/heat.h"
#include "harness/standin/engine/enemies/expansion.h"
#include "harness/standin/engine/fluids/fluid.h"
#include "harness/standin/engine/combat/gate.h"
#include "harness/standin/engine/character/hand.h"
#include "harness/standin/engine/character/gun.h"
#include "harness/standin/engine/character/hand_crafting.h"
#include "harness/standin/engine/combat/health.h"
#include "harness/standin/engine/inserters/inserter.h"
#include "harness/standin/engine/inserters/inserter_agenda.h"
#include "harness/standin/engine/inserters/inserter_nap.h"
#include "harness/standin/engine/machines/lab.h"
#include "harness/standin/engine/machines/machine_nap.h"
#include "harness/standin/engine/machines/machines.h"
#include "harness/standin/engine/character/mining.h"
#include "harness/standin/engine/combat/path.h"
#include "harness/standin/engine/world/pollution.h"
#include "harness/standin/engine/core/nap.h"
#include "harness/standin/engine/core/pool.h"
#include "harness/standin/engine/combat/projectile.h"
#include "harness/standin/engine/combat/remains.h"
#include "harness/standin/engine/research/research_trigger.h"
#include "harness/standin/engine/enemies/spawner.h"
#include "harness/standin/engine/belts/splitter.h"
#include "harness/standin/engine/energy/steam.h"
#include "harness/standin/engine/combat/turret.h"
#include "harness/standin/engine/combat/unit.h"
#include "harness/standin/engine/combat/unit_group.h"
#include "harness/standin/engine/character/ride.h"
#include "harness/standin/engine/character/walk.h"

/* Marks for whoever measures where the time goes (suites/bench/c/bench_shares.c); nothing otherwise. */
#ifndef SIM_TICK_DID
#define SIM_TICK_BEGIN() ((void)0)
#define SIM_TICK_DID(mechanic) ((void)0)
#endif

/* One mechanic's turn. */
#define DO(mechanic, turn)        \
    do {                          \
        SIM_TICK_BEGIN();         \
        turn;                     \
        SIM_TICK_DID(mechanic);   \
    } while (0)

#define AWAKE(pool) (arena->awake & SIM_AWAKE_POOL(pool))
#define LIVE(pool) (arena->live_pools & 1u << (pool))

/* 1 when a machine has its turn in this tick. */
static int machines_are_due(const sim_arena *arena)
{
    return AWAKE(SIM_POOL_MACHINE) || (LIVE(SIM_POOL_MACHINE) && sim_nap_is_over(arena));
}

/* What comes after the machines of a factory: mostly none of it is there, or awake, and one look says so. */
#define SIM_AWAKE_SUPPLY \
    (SIM_AWAKE_POOL(SIM_POOL_LAB) | SIM_AWAKE_POOL(SIM_POOL_HEAT) | SIM_AWAKE_POOL(SIM_POOL_STEAM) | \
     SIM_AWAKE_POOL(SIM_POOL_SEGMENT) | SIM_AWAKE_POOL(SIM_POOL_FLUID_BOX) | SIM_AWAKE_POOL(SIM_POOL_NETWORK))

/* What belongs to a factory. */
static void run_factory(sim_arena *arena, const sim_prototypes *prototypes)
{
    /* 5 */ if (AWAKE(SIM_POOL_BELT)) DO(5, sim_belt_tick(arena, prototypes));
    /* 6 */ if (AWAKE(SIM_POOL_SPLITTER)) DO(6, sim_splitter_tick(arena, prototypes));
    /* 7 */ if (AWAKE(SIM_POOL_INSERTER) && sim_inserter_is_due(arena)) DO(7, sim_inserter_tick(arena, prototypes));
    /* An arena without inserters need not fetch the line that says so: among thousands it lies far away. */
    if (LIVE(SIM_POOL_INSERTER) && arena->agenda_state) sim_inserter_agenda_end_tick(arena);
    /* 8 */ if (machines_are_due(arena)) DO(8, sim_machines_tick(arena, prototypes));
    if (!(arena->awake & SIM_AWAKE_SUPPLY)) return;
    /* 9 */ if (AWAKE(SIM_POOL_LAB)) DO(9, sim_lab_tick(arena, prototypes));
    /* 10 */ if (AWAKE(SIM_POOL_HEAT)) DO(10, sim_heat_tick(arena, prototypes));
    /* 11 */ if (AWAKE(SIM_POOL_STEAM)) DO(11, sim_steam_tick(arena, prototypes));
    /* 12 */ if (AWAKE(SIM_POOL_SEGMENT) || AWAKE(SIM_POOL_FLUID_BOX)) DO(12, sim_fluid_tick(arena, prototypes));
    /* 13 */ if (AWAKE(SIM_POOL_NETWORK)) DO(13, sim_electric_tick(arena, prototypes));
}

/* What run_conflict looks at but for pollution, which has its turn once in a while. */
#define SIM_AWAKE_CONFLICT \
    (SIM_AWAKE_SHOOTING | SIM_AWAKE_EXPANSION | SIM_AWAKE_POOL(SIM_POOL_GATE) | \
     SIM_AWAKE_POOL(SIM_POOL_TURRET) | SIM_AWAKE_POOL(SIM_POOL_PATH) | SIM_AWAKE_POOL(SIM_POOL_UNIT) | \
     SIM_AWAKE_POOL(SIM_POOL_PROJECTILE) | SIM_AWAKE_POOL(SIM_POOL_GROUP) | SIM_AWAKE_POOL(SIM_POOL_SPAWNER) | \
     SIM_AWAKE_POOL(SIM_POOL_CORPSE))

/* What fights, and why. */
static void run_conflict(sim_arena *arena, const sim_prototypes *prototypes)
{
    /* 14 */ if (AWAKE(SIM_POOL_GATE)) DO(14, sim_gate_tick(arena, prototypes));
    /* 15 */ if (arena->awake & SIM_AWAKE_SHOOTING) DO(15, sim_gun_tick(arena, prototypes));
    /* 16 */ if (AWAKE(SIM_POOL_TURRET)) DO(16, sim_turret_tick(arena, prototypes));
    /* 17 */ if (AWAKE(SIM_POOL_PATH)) DO(17, sim_path_tick(arena, prototypes));
    /* 18 */ if (AWAKE(SIM_POOL_UNIT)) DO(18, sim_unit_tick(arena, prototypes));
    /* 19 */ if (AWAKE(SIM_POOL_PROJECTILE)) DO(19, sim_projectile_tick(arena, prototypes));
    /* 20 */ if (AWAKE(SIM_POOL_GROUP)) DO(20, sim_unit_group_tick(arena, prototypes));
    /* 21 */ if (AWAKE(SIM_POOL_SPAWNER)) DO(21, sim_spawner_tick(arena, prototypes));
    /* 22 */ if (arena->awake & SIM_AWAKE_POLLUTION) DO(22, sim_pollution_tick(arena, prototypes));
    /* 23 */ if (arena->awake & SIM_AWAKE_EXPANSION) DO(23, sim_expansion_tick(arena, prototypes));
    /* 24 */ if (AWAKE(SIM_POOL_CORPSE)) DO(24, sim_remains_tick(arena, prototypes));
}

static int conflict_is_due(const sim_arena *arena)
{
    uint64_t pollution = arena->tick % SIM_POLLUTION_PERIOD_TICKS ? 0 : SIM_AWAKE_POLLUTION;
    return (arena->awake & (SIM_AWAKE_CONFLICT | pollution)) != 0;
}

/* What comes after walking and mining in a tick, and its end. */
static void finish_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    /* 3 */ if (arena->awake & SIM_AWAKE_RIDING) DO(3, sim_ride_tick(arena, prototypes));
    /* 4 */ if (AWAKE(SIM_POOL_CRAFT)) DO(4, sim_hand_crafting_tick(arena, prototypes));
    run_factory(arena, prototypes);
    if (conflict_is_due(arena)) run_conflict(arena, prototypes);
    /* 25 */ if (arena->awake & SIM_AWAKE_HEALTH) DO(25, sim_health_tick(arena, prototypes));
    /* 26 */ if (arena->awake & SIM_AWAKE_REPAIRING) DO(26, sim_hand_tick(arena, prototypes));
    /* 27 */ if (arena->awake & SIM_AWAKE_TRIGGERS) DO(27, sim_research_trigger_tick(arena, prototypes));
    arena->tick++;
}

/* One tick of all mechanics, of the `ticks` that are left. */
static void run_tick(sim_arena *arena, const sim_prototypes *prototypes, sim_walk_way *way, uint32_t ticks)
{
    /* 1 */ if (arena->awake & SIM_AWAKE_WALKING) DO(1, sim_walk_tick_on(arena, prototypes, way, ticks));
    /* 2 */ if (arena->awake & SIM_AWAKE_MINING) DO(2, sim_mining_tick(arena, prototypes));
    finish_tick(arena, prototypes);
}

/* Ticks that one mechanic, awake alone, can do at once with the same result; 0 when it cannot. */
static uint32_t run_alone(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    switch (arena->awake) {
    case 0: return ticks;
    case SIM_AWAKE_WALKING: {
        uint32_t done = sim_walk_free(arena, prototypes, ticks);
        return done ? done : sim_walk_held(arena, prototypes, ticks);
    }
    case SIM_AWAKE_MINING: return sim_mining_alone(arena, prototypes, ticks);
    default: return 0;
    }
}

/* Of `ticks`, those in which no machine has its turn, where machines nap. */
static uint32_t undisturbed(const sim_arena *arena, uint32_t ticks)
{
    if (!LIVE(SIM_POOL_MACHINE) || arena->napping[SIM_NAP_MACHINES] == 0) return ticks;
    if (sim_nap_is_over(arena) || arena->awake & SIM_AWAKE_MINING) return 0;
    uint32_t left = arena->nap_next - sim_nap_clock(arena);
    return left < ticks ? left : ticks;
}

static void run_part(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    sim_walk_way way = {.ticks = 0};
    while (ticks > 0) {
        uint32_t alone = undisturbed(arena, sim_command_alarm_pass(arena, ticks));
        uint32_t done = alone ? run_alone(arena, prototypes, alone) : 0;
        if (done == 0) {
            run_tick(arena, prototypes, &way, ticks);
            ticks--;
            continue;
        }
        way.ticks = 0; /* it has gone on without it */
        ticks -= done;
        arena->tick += done - 1;
        /* What it woke has its turn in the last of these ticks. */
        if (arena->awake & ~(uint64_t)(SIM_AWAKE_WALKING | SIM_AWAKE_MINING))
            finish_tick(arena, prototypes);
        else
            arena->tick++;
    }
}

void sim_run(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    if (!LIVE(SIM_POOL_MACHINE) && !LIVE(SIM_POOL_INSERTER)) {
        run_part(arena, prototypes, ticks);
        return;
    }
    while (ticks > 0) {
        uint32_t part = ticks < SIM_NAP_PART_TICKS ? ticks : SIM_NAP_PART_TICKS;
        sim_nap_begin_part(arena, part);
        DO(0, sim_machine_begin_naps(arena, prototypes));
        run_part(arena, prototypes, part);
        sim_belt_coast_end_all(arena);
        DO(0, sim_machine_end_naps(arena, prototypes); sim_inserter_end_naps(arena, prototypes));
        sim_nap_end_part(arena);
        ticks -= part;
    }
}
