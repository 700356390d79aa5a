#include "tick.h"

#include "health.h"
#include "mining.h"
#include "walk.h"

/* One tick of all mechanics. */
static void run_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    /* 1 */ if (arena->awake & SIM_AWAKE_WALKING) sim_walk_tick(arena, prototypes);
    /* 2 */ if (arena->awake & SIM_AWAKE_MINING) sim_mining_tick(arena, prototypes);
    /* 3 */ if (arena->awake & SIM_AWAKE_HEALTH) sim_health_tick(arena, prototypes);
    arena->tick++;
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

void sim_run(sim_arena *arena, const sim_prototypes *prototypes, uint32_t ticks)
{
    while (ticks > 0) {
        uint32_t done = run_alone(arena, prototypes, ticks);
        arena->tick += done;
        ticks -= done;
        if (done == 0) {
            run_tick(arena, prototypes);
            ticks--;
        }
    }
}
