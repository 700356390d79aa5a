/* projectile.h - what flies, what shines, and what burns on the ground.
 *
 * A shot flies at its target and hits it when it arrives, wherever it is then; a stream of acid or fire flies to the
 * place where the target was and hurts what is there then; a beam hurts its target again and again for its duration; a
 * fire hurts who stands in it (fire.h); what sticks burns who was hit (burning.h) and slows the walker (sticker.h).
 * Left out: shots that miss or hit something on their way, the curve of a stream. */
#ifndef SIM_PROJECTILE_H
#define SIM_PROJECTILE_H

#include <stdint.h>

#include "harness/standin/engine/combat/attack.h"
#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

enum sim_projectile_kind {
    SIM_PROJECTILE_SHOT = 1,
    SIM_PROJECTILE_STREAM = 2,
    SIM_PROJECTILE_BEAM = 3,
    SIM_PROJECTILE_FIRE = 4,
    SIM_PROJECTILE_STICKER = 5
};

typedef struct sim_projectile {
    uint32_t entity;         /* enum sim_projectile_kind; 0: the record is free                                   */
    uint32_t ticks;          /* until it arrives, or is gone                                                      */
    uint16_t attack;         /* in sim_prototypes.attacks                                                         */
    uint16_t ammo_effect;    /* in sim_prototypes.ammo_effects, 0 for the attack's own                            */
    uint16_t fire;           /* entity prototype of a fire or a sticker                                           */
    uint16_t force;
    sim_position place;      /* where it will hit, or burns                                                       */
    sim_handle target;       /* who is shot at, or burns                                                          */
    sim_handle attacker;
    double multiplier;       /* of the published damage                                                           */
    double growth;           /* of a fire that was fed: damage is times 1 + growth                                */
    uint64_t fuel_tick;      /* a fire takes fuel again from then on; 0 for all else                              */
} sim_projectile;

/* Sends what the attack sends. Without a free record it is lost and counted in sim_arena.refused. */
void sim_projectile_send(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                         sim_handle target, sim_position place, double multiplier);

/* Sends a shot of the attack's own effect on its way as a script does, at that many tiles a tick to begin with: to the
 * target or, where that is nobody, to the place. Without a free record it is lost and counted in sim_arena.refused.
 * SIM_BAD_ARGUMENT for a speed that is not above 0. */
enum sim_result sim_projectile_launch(sim_arena *arena, const sim_prototypes *prototypes, const sim_attack *attack,
                                      sim_handle target, sim_position place, double speed);

/* One tick of all records awake. */
void sim_projectile_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_projectile_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_projectile_hash(const sim_arena *arena, uint64_t hash);

#endif
