/* cell.h - a tile, or a square of tiles, in one word: what lies there and what stands there. */
#ifndef NATIVE_CELL_H
#define NATIVE_CELL_H

#include <stdint.h>

#include "comm_c/frames.h"
#include "harness/standin/engine/sim.h"
#include "harness/standin/native/status.h"

/* What prototypes mean in a cell, looked up once. */
typedef struct native_classes {
    uint8_t *of_entity;    /* FACTORIO_CLASS_* by entity prototype                        */
    uint8_t *of_resource;  /* FACTORIO_TILE_* by entity prototype; 0 for all but resources */
    uint8_t *of_tile;      /* FACTORIO_TILE_* by tile prototype                           */
} native_classes;

/* 0 on success, -1 without memory. */
int native_classes_init(native_classes *classes, const sim_prototypes *prototypes);
void native_classes_free(native_classes *classes);

/* Writes columns x rows cells, each for a square of `scale` tiles, whose first one begins at the tile left, top. Packed as
 * frames.h says: of several resources in a square the largest amount counts, of several entities the highest bits, class first; a
 * cell is walkable when no tile of it holds a character back; its ground is that of its first tile. `statuses` are those of
 * the frame, or NULL (status.h). */
void native_cells(uint32_t *cells, const sim_arena *arena, const sim_prototypes *prototypes,
                  const native_classes *classes, native_statuses *statuses, int32_t left, int32_t top, uint32_t columns,
                  uint32_t rows, uint32_t scale);

#endif
