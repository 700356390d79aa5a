/* rocket_silo.h - rocket silos: a crafting machine whose products are parts of a rocket, and what comes when there are
 * enough of them.
 *
 * The stages and their lengths are those that calculators of production publish for 2.0: a stage that goes on by a speed
 * takes 1 / speed ticks and one more, a wait its ticks and one more; a rocket flies until it has gone half of its way,
 * ln(1 + acceleration / (2 speed)) / ln(1 + acceleration) ticks. With the numbers of the base game a rocket is ready 889
 * ticks after its last part, and the next one is begun 1533 ticks after the launch. Meanwhile the silo builds no parts,
 * and draws its active energy; how little of it there is does not matter. A rocket is launched by a script, or by itself
 * with cargo when the silo is told so, and only where the force has a cargo landing pad, which what the cargo gives goes
 * to as far as there is room. */
#ifndef SIM_ROCKET_SILO_H
#define SIM_ROCKET_SILO_H

#include "harness/standin/engine/machines/crafter.h"

/* Numbers are ours; luaapi maps them to defines.rocket_silo_status by name. */
enum sim_silo_stage {
    SIM_SILO_BUILDING_ROCKET = 0,
    SIM_SILO_LIGHTS_BLINKING_OPEN = 1,
    SIM_SILO_DOORS_OPENING = 2,
    SIM_SILO_DOORS_OPENED = 3,
    SIM_SILO_ROCKET_RISING = 4,
    SIM_SILO_ROCKET_READY = 5,
    SIM_SILO_LAUNCH_STARTING = 6,
    SIM_SILO_ENGINE_STARTING = 7,
    SIM_SILO_ROCKET_FLYING = 8,
    SIM_SILO_LIGHTS_BLINKING_CLOSE = 9,
    SIM_SILO_DOORS_CLOSING = 10,
    SIM_SILO_STAGES = 11
};

/* Makes what a crafter has more when it is a silo. SIM_ARENA_FULL. */
enum sim_result sim_silo_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, sim_crafter *crafter);

/* Takes finished parts out of the products; enough of them begin the rocket. */
void sim_silo_collect(sim_arena *arena, const sim_prototypes *prototypes, sim_crafter *crafter);

/* A silo's turn; 1 when it has to do with its rocket and does not craft. */
int sim_silo_turn(sim_arena *arena, const sim_prototypes *prototypes, uint32_t record);

/* launch_rocket: SIM_WRONG_TYPE for anything but a silo, SIM_NOT_FOUND without a rocket that is ready, SIM_BLOCKED where the
 * force has no landing pad. */
enum sim_result sim_silo_launch(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* LuaEntity.rocket_parts: SIM_BAD_ARGUMENT for more than a rocket needs, SIM_BLOCKED while there is a rocket. */
enum sim_result sim_silo_set_parts(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint32_t parts);

/* What a silo with a rocket is doing. */
enum sim_status sim_silo_status(const sim_crafter *crafter);

/* 1 when inserters and hands may put the item into the rocket. */
int sim_silo_takes(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot, uint16_t item);

/* 1 when the record is sound. */
int sim_silo_is_sound(const sim_arena *arena, const sim_prototypes *prototypes, const sim_crafter *crafter);

#endif
