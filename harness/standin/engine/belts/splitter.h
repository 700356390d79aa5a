/* splitter.h - splitters: two belts in, two belts out, with priorities and a filter.
 *
 * Each side has an input half and an output half, a tile's half each, and between them a buffer that nobody sees, which
 * is the end of the input half here; what reaches the end of an input half goes to the output that is its turn, on the
 * lane that it came on. The two lanes are split apart from each other. */
#ifndef SIM_SPLITTER_H
#define SIM_SPLITTER_H

#include <stdint.h>

#include "harness/standin/engine/entities/entity.h"
#include "harness/standin/engine/core/pool.h"

#define SIM_SPLITTER_BUFFER 51 /* 1/256 tile; measured in the game (row B06 of the facts about its mechanics) */

enum sim_splitter_priority { SIM_SPLITTER_NONE = 0, SIM_SPLITTER_LEFT = 1, SIM_SPLITTER_RIGHT = 2 };

typedef struct sim_splitter {
    uint32_t entity;        /* entity slot; 0: the record is free                                                 */
    uint32_t next_free;
    uint32_t input[2];      /* belt records of the input halves: left, right                                      */
    uint32_t output[2];     /* belt records of the output halves: left, right                                     */
    uint16_t filter;        /* item that goes to the side of the output priority alone; 0 for none                */
    uint8_t input_priority;  /* enum sim_splitter_priority                                                        */
    uint8_t output_priority;
    uint8_t next_output[2]; /* by lane: the output whose turn it is                                               */
    uint8_t last_input[2];  /* by lane: the input that gave an item last                                          */
} sim_splitter;

/* Makes the record of an entity that was just built; its number goes to sim_entity.record. SIM_ARENA_FULL. */
enum sim_result sim_splitter_attach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Removes the record of an entity that is about to go. */
void sim_splitter_detach(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* The entity faces another direction or stands in another place now. */
void sim_splitter_turned(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Splitters move with the belts that they join: nothing is left to do. */
void sim_splitter_tick(sim_arena *arena, const sim_prototypes *prototypes);

int sim_splitter_check(const sim_arena *arena, const sim_prototypes *prototypes, sim_fault *fault);
uint64_t sim_splitter_hash(const sim_arena *arena, uint64_t hash);

/* Sets the priorities (enum sim_splitter_priority) and the filter item (0 for none). A filter without an output
 * priority goes to the left, as in the game. SIM_WRONG_TYPE when the entity is no splitter, SIM_BAD_ARGUMENT. */
enum sim_result sim_splitter_set(sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot,
                                 uint32_t input_priority, uint32_t output_priority, uint16_t filter);

/* The splitter of an entity, NULL when it is none. */
sim_splitter *sim_splitter_of(const sim_arena *arena, const sim_prototypes *prototypes, uint32_t slot);

/* Where the foremost item of an input half's lane goes that would come to stand `wanted` (below its end) now: the
 * output lane, with the item's place on it in `place`; 0 when it has to wait. Belts ask this (belt_line.h). */
uint32_t sim_splitter_route(sim_arena *arena, uint32_t lane, int32_t wanted, int32_t *place);

/* The item that sim_splitter_route let through has gone to that lane. */
void sim_splitter_routed(sim_arena *arena, uint32_t from, uint32_t to);

#endif
