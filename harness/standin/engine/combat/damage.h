/* damage.h - what a hit takes: resistances, friend and foe.
 *
 * Of damage d of a type that the victim resists by decrease r and part p stays m * (1 - p), where m = d - r as long as
 * that is above 1, else m = 1 / (2 + r - d): the published rule. Without a decrease m = d. */
#ifndef SIM_DAMAGE_H
#define SIM_DAMAGE_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

/* Who is to blame. */
typedef struct sim_damage_source {
    sim_handle entity; /* index 0 for nobody */
    uint32_t force;    /* enum sim_force     */
} sim_damage_source;

/* What `count` resistances, from number `first` on, leave of the damage. */
double sim_damage_resisted(const sim_prototypes *prototypes, uint32_t first, uint32_t count, uint16_t damage_type,
                           double amount);

/* Hurts an entity as LuaEntity.damage does: resistances of the entity and of a character's armour, then its health; at
 * 0 it dies. What it really lost goes to `dealt` when that is not NULL. SIM_NOT_FOUND, SIM_WRONG_TYPE when it cannot
 * be damaged, SIM_BAD_ARGUMENT for a negative amount or an unknown type. */
enum sim_result sim_damage_apply(sim_arena *arena, const sim_prototypes *prototypes, sim_handle target,
                                 uint16_t damage_type, double amount, sim_damage_source source, double *dealt);

/* 1 when the two forces fight each other of their own accord. The neutral force fights nobody. */
int sim_force_is_hostile(uint32_t force, uint32_t other);

#endif
