/* encode_factory.h - what a factory adds to the frames: counts, neighbours, the plan, the cells around, flows. */
#ifndef NATIVE_ENCODE_FACTORY_H
#define NATIVE_ENCODE_FACTORY_H

#include "harness/standin/native/encode.h"
#include "harness/standin/native/nearby.h"
#include "harness/standin/native/status.h"

/* Writes the counts of a mining frame whose bytes there are zero: structures, machines, ghosts, enemies, crafts,
 * research. Here and below `statuses` are those of the frame, or NULL (status.h). */
void native_encode_counts(FactorioMiningFrame *frame, const sim_arena *arena, const sim_prototypes *prototypes,
                          native_statuses *statuses);

/* Writes all that follows the mining frame of a building or full frame. */
void native_encode_factory(uint8_t *frame, uint32_t frame_kind, const sim_arena *arena, const native_record *record,
                           const sim_prototypes *prototypes, const native_items *items, native_statuses *statuses);

/* The kinds of item in an inventory, most plentiful first, as pairs of number and count. */
void native_encode_kinds(uint16_t out[FACTORIO_INVENTORY_SLOTS], const sim_arena *arena, uint32_t inventory);

/* Rows of state, prototype, x and y; zeros after them. */
void native_encode_rows(uint32_t rows[FACTORIO_ENTITY_ROWS][FACTORIO_ENTITY_FIELDS], const sim_arena *arena,
                        const sim_prototypes *prototypes, const native_items *items, native_statuses *statuses,
                        const native_nearby *found, uint32_t count);

#endif
