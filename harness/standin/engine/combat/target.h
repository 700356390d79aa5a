/* target.h - who is near whom: distances as attacks measure them, the nearest enemy, and the news of an enemy's coming.
 *
 * Turrets and idle units sleep while no enemy is near. Whoever may be an enemy announces itself when it appears and
 * when it enters another cell of 8 x 8 tiles (entity_grid.c); who sleeps within its notice distance is woken then. The
 * notice distance exceeds the range of sight by more than a cell's diagonal and a character's longest leap, so that
 * nobody gets into range unannounced. */
#ifndef SIM_TARGET_H
#define SIM_TARGET_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"

#define SIM_NOTICE_MARGIN 4608 /* 18 tiles, 1/256 tile */

/* Squared distance in (1/256 tile) squared between an attacker and its target, as the range mode wants it. */
int64_t sim_target_distance_squared(const sim_prototypes *prototypes, uint8_t range_mode, const sim_entity *attacker,
                                    const sim_entity *target);

/* Turns clockwise from north of the way to a place, 0 to 1. */
float sim_target_orientation(sim_position from, sim_position to);

/* 1 when the place lies in the attacker's arc: `turn_range` turns around its direction; 0 or 1 is all around. */
int sim_target_is_ahead(const sim_entity *attacker, sim_position place, double turn_range);

/* What sim_target_find looks for. */
typedef struct sim_target_query {
    uint32_t attacker;      /* entity slot                                                                        */
    uint8_t range_mode;     /* enum sim_range_mode                                                                */
    uint8_t military_only;  /* else everything of an enemy that can be damaged                                    */
    int32_t range;          /* 1/256 tile                                                                         */
    int32_t min_range;
    double health_penalty;  /* tiles that full health counts as farther                                           */
    sim_position centre;    /* of the search; the attacker's own place for the distance of attacks                */
    int32_t radius;         /* farthest from centre, 0: no limit but the range                                    */
    double fire_penalty;    /* tiles that who burns already counts as farther                                     */
    double turn_range;      /* turns around the attacker's direction, half of them to each side; 0: all around    */
} sim_target_query;

/* The enemy that is nearest to the attacker, the smaller slot among equals; index 0 for none. */
sim_handle sim_target_find(const sim_arena *arena, const sim_prototypes *prototypes, const sim_target_query *query);

/* The nearest turret or character of an enemy within `range` of the unit, by centres: what a unit sees. A unit of
 * another force than the enemy's sees all military targets. */
sim_handle sim_target_seen(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t unit, int32_t range);

/* An entity has appeared or moved to another cell: wakes the turrets and units that may have to do with it. */
void sim_target_announce(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

#endif
