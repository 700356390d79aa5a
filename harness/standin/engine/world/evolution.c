#include "harness/standin/engine/world/evolution.h"

#include <math.h>

#include "harness/standin/engine/core/hash.h"
#include "harness/standin/engine/world/settings.h"

#define SOURCES 3
#define TICKS_PER_SECOND 60.0

/* What time and pollution would add to an evolution of 0, were there no law of diminishing: factors times amounts. */
typedef struct pending {
    double time, pollution;
} pending;

static double settled_total(const sim_arena *arena)
{
    return arena->evolution[0] + arena->evolution[1] + arena->evolution[2] + arena->evolution_by_script;
}

static pending pending_of(const sim_arena *arena, const sim_prototypes *prototypes)
{
    const sim_evolution_settings *settings = &sim_settings_get(arena, prototypes)->enemy_evolution;
    pending none = {0.0, 0.0};
    if (!settings->enabled) return none;
    double seconds = (double)(arena->tick - arena->evolution_tick) / TICKS_PER_SECOND;
    pending since = {settings->time_factor * seconds, settings->pollution_factor * arena->evolution_pollution};
    return since;
}

/* The part of the law's solution that a share of what is pending has. */
static double gained(double evolution, double share, double all)
{
    double left = fmax(1.0 - evolution, 0.0);
    return share * left * left / (1.0 + all * left);
}

static double part_now(const sim_arena *arena, const sim_prototypes *prototypes, enum sim_evolution_source source)
{
    pending since = pending_of(arena, prototypes);
    double shares[SOURCES] = {since.time, since.pollution, 0.0};
    return arena->evolution[source] + gained(settled_total(arena), shares[source], since.time + since.pollution);
}

double sim_evolution_by(const sim_arena *arena, const sim_prototypes *prototypes, enum sim_evolution_source source)
{
    return part_now(arena, prototypes, source);
}

double sim_evolution_get(const sim_arena *arena, const sim_prototypes *prototypes)
{
    double total = arena->evolution_by_script;
    for (int source = 0; source < SOURCES; source++) total += part_now(arena, prototypes, source);
    return fmin(fmax(total, 0.0), 1.0);
}

void sim_evolution_settle(sim_arena *arena, const sim_prototypes *prototypes)
{
    double parts[SOURCES];
    for (int source = 0; source < SOURCES; source++) parts[source] = part_now(arena, prototypes, source);
    for (int source = 0; source < SOURCES; source++) arena->evolution[source] = parts[source];
    arena->evolution_tick = arena->tick;
    arena->evolution_pollution = 0.0;
}

enum sim_result sim_evolution_set(sim_arena *arena, const sim_prototypes *prototypes, double value)
{
    if (!(value >= 0.0 && value <= 1.0)) return SIM_BAD_ARGUMENT;
    sim_evolution_settle(arena, prototypes);
    arena->evolution_by_script += value - settled_total(arena);
    return SIM_OK;
}

enum sim_result sim_evolution_set_by(sim_arena *arena, const sim_prototypes *prototypes,
                                     enum sim_evolution_source source, double value)
{
    if (!(value >= 0.0 && value <= 1.0) || (unsigned)source >= SOURCES) return SIM_BAD_ARGUMENT;
    sim_evolution_settle(arena, prototypes);
    arena->evolution[source] = value;
    double total = settled_total(arena);
    if (total > 1.0 || total < 0.0) arena->evolution_by_script += fmin(fmax(total, 0.0), 1.0) - total;
    return SIM_OK;
}

void sim_evolution_spawner_killed(sim_arena *arena, const sim_prototypes *prototypes)
{
    const sim_evolution_settings *settings = &sim_settings_get(arena, prototypes)->enemy_evolution;
    if (!settings->enabled) return;
    sim_evolution_settle(arena, prototypes);
    double left = fmax(1.0 - settled_total(arena), 0.0);
    arena->evolution[SIM_EVOLUTION_KILLS] += fmin(settings->destroy_factor * left * left, left);
}

void sim_evolution_reset(sim_arena *arena)
{
    for (int source = 0; source < SOURCES; source++) arena->evolution[source] = 0.0;
    arena->evolution_by_script = 0.0;
    arena->evolution_pollution = 0.0;
    arena->evolution_tick = arena->tick;
}

int sim_evolution_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault)
{
    const sim_position none = {0, 0};
    (void)prototypes;
    for (int source = 0; source < SOURCES; source++) {
        SIM_EXPECT(fault, "evolution", (uint32_t)source, none, arena->evolution[source] >= 0.0);
        SIM_EXPECT(fault, "evolution", (uint32_t)source, none, arena->evolution[source] <= 1.0);
    }
    SIM_EXPECT(fault, "evolution", 0, none, arena->evolution_by_script >= -3.0 && arena->evolution_by_script <= 1.0);
    SIM_EXPECT(fault, "evolution", 0, none, isfinite(arena->evolution_pollution) && arena->evolution_pollution >= 0.0);
    SIM_EXPECT(fault, "evolution", 0, none, arena->evolution_tick <= arena->tick);
    return 1;
}

uint64_t sim_evolution_hash(const sim_arena *arena, uint64_t hash)
{
    for (int source = 0; source < SOURCES; source++) hash = sim_hash_double(hash, arena->evolution[source]);
    hash = sim_hash_double(hash, arena->evolution_by_script);
    hash = sim_hash_double(hash, arena->evolution_pollution);
    return sim_hash_word(hash, arena->evolution_tick);
}
