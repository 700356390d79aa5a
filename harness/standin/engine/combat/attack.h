/* attack.h - one shot, bite or spit: what it does at once, and what it sends on its way (projectile.h). */
#ifndef SIM_ATTACK_H
#define SIM_ATTACK_H

#include <stdint.h>

#include "harness/standin/engine/combat/damage.h"
#include "harness/standin/engine/entities/entity.h"

/* Who attacks with what. */
typedef struct sim_attack {
    uint16_t prototype;        /* in sim_prototypes.attacks                                                       */
    uint16_t ammo_effect;      /* in sim_prototypes.ammo_effects; 0: the attack's own effect                       */
    uint16_t ammo_category;    /* whose bonuses count                                                             */
    uint16_t attacker;         /* entity prototype, for the bonus of turrets                                      */
    double fluid_bonus;        /* damage is times 1 + this: of the fluid that is shot                             */
    sim_position from;
    sim_damage_source source;
} sim_attack;

/* The effect of an attack or, when `ammo_effect` is not 0, of the ammunition. */
const sim_attack_effect *sim_attack_effect_of(const sim_prototypes *prototypes, uint16_t attack,
                                              uint16_t ammo_effect);

/* Hits the target or sends something at it. What cannot be sent because the block is full is counted in
 * sim_arena.refused. */
void sim_attack_deliver(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                        sim_handle target);

/* The effect's damage to the target itself; what is gone is not hit. */
void sim_attack_hit(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack_effect *effect,
                    sim_handle target, double multiplier, sim_damage_source source);

/* The effect's damage to everything whose box lies within its radius of the place. */
void sim_attack_hit_area(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack_effect *effect,
                         sim_position place, double multiplier, sim_damage_source source);

/* Puts the effect's sticker on everybody within its radius of the place who is hurt by it: who is set on fire burns
 * (burning.h), characters and units are slowed (sticker.h), units stand still while a sticker lasts that lets nobody
 * move. */
void sim_attack_stick_area(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack_effect *effect,
                           sim_position place, sim_damage_source source);

/* Where somebody may be hurt. */
typedef struct sim_attack_area {
    sim_position place;
    int32_t radius;        /* 1/256 tile, to the nearest point of a collision box                                 */
    uint8_t enemies_only;  /* of `force`                                                                          */
    uint8_t spares_trees;
    uint8_t breathers_only;
    uint32_t force;
} sim_attack_area;

/* What can be hurt in an area, at most `most` of them, the smallest slots of more; returns how many. */
uint32_t sim_attack_find_victims(const sim_arena *arena, const sim_prototypes *prototypes,
                                 const sim_attack_area *area, sim_handle *victims, uint32_t most);

/* Ticks from one shot to the next, the force's bonus in it; may have a fraction. */
double sim_attack_cooldown(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t attack,
                           uint16_t ammo_category, uint32_t force);

#endif
