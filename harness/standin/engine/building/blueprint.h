/* blueprint.h - plans of several entities: taken from an area, turned and mirrored, put down as ghosts or as entities.
 *
 * Rows are positions relative to the plan's origin, which is a corner of tiles. A plan is put down about a point that
 * is moved to the nearest corner of tiles; it is mirrored first (left for right, top for bottom) and then turned. */
#ifndef SIM_BLUEPRINT_H
#define SIM_BLUEPRINT_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/dispatch/entity_settings.h"

typedef struct sim_blueprint_row {
    sim_position position;  /* centre, 1/256 tile from the origin                                                 */
    uint16_t prototype;
    uint8_t direction;
    uint8_t reserved;
    sim_entity_settings settings;
} sim_blueprint_row;

/* How a plan is put down. */
typedef struct sim_blueprint_placing {
    sim_position position;   /* where the origin comes                                                            */
    uint8_t direction;       /* turns to the right: 0, 4, 8, 12                                                   */
    uint8_t flip_horizontal;
    uint8_t flip_vertical;
    uint8_t as_entities;     /* builds at once, for nothing, as scripts and scenarios do; else ghosts             */
    uint8_t force;           /* enum sim_force                                                                    */
} sim_blueprint_placing;

/* Writes a row for each entity (and ghost) of the arena's force in the area that an item builds, in the order of slots;
 * at most `capacity`. Returns how many there are. The origin is the corner of tiles nearest to the area's centre. */
uint32_t sim_blueprint_capture(const sim_arena *arena, const sim_prototypes *prototypes, sim_box area,
                               sim_blueprint_row *rows, uint32_t capacity);

/* Where and how a row comes to stand. */
sim_blueprint_row sim_blueprint_placed(const sim_prototypes *prototypes, const sim_blueprint_row *row,
                                       const sim_blueprint_placing *placing);

/* Where a point of the plan comes to lie. */
sim_position sim_blueprint_point(sim_position point, const sim_blueprint_placing *placing);

/* Puts a plan down. A row that finds no room is left out, and its sim_result goes to `results` when that is not NULL;
 * what stands there already as planned counts as put down (SIM_DONE_ALREADY). Returns how many were put down.
 * Stops at SIM_ARENA_FULL, which the rows from there on get. */
uint32_t sim_blueprint_place(sim_arena *arena, const sim_prototypes *prototypes, const sim_blueprint_row *rows,
                             uint32_t count, const sim_blueprint_placing *placing, uint8_t *results);

#endif
