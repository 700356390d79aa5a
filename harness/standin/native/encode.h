/* encode.h - the state of an arena becomes an observation frame. */
#ifndef NATIVE_ENCODE_H
#define NATIVE_ENCODE_H

#include "comm_c/frames.h"
#include "harness/standin/native/cell.h"
#include "harness/standin/native/record.h"

/* Which column of FactorioMiningFrame.item_counts counts an item, and which item each column counts. */
typedef struct native_items {
    uint16_t item[FACTORIO_ITEM_COUNTS]; /* item prototype of a column; 0 where the tables lack it             */
    uint8_t *column;                     /* by item prototype; 0 for items that no column counts               */
    native_classes classes;              /* what prototypes mean in a cell                                     */
} native_items;

/* Looks the columns' names up in the tables. 0 on success, -1 without memory. */
int native_items_init(native_items *items, const sim_prototypes *prototypes);
void native_items_free(native_items *items);

/* 1 when the door can encode frames of that kind. */
int native_encode_knows(uint32_t frame_kind);

/* Writes the whole frame of that kind; same state and record, same bytes. */
void native_encode(uint8_t *frame, uint32_t frame_kind, const sim_arena *arena, const native_record *record,
                   uint32_t arena_index, const sim_prototypes *prototypes, const native_items *items);

#endif
