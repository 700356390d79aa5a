/* header.h - the words of a segment's header that the client writes once: drawn up, and checked. */
#ifndef COMM_HEADER_H
#define COMM_HEADER_H

#include "channel.h"

/* Fills in a whole header as the config asks, abi_version included. INVALID for a config out of range. */
int comm_header_draw(comm_header *header, const comm_config *config, comm_error *error);

/* Where a segment with the header's counts must have everything. Reads arena_count, frame_kind, ticks_per_step,
 * blob_bytes and reset_rule, which must have been checked. */
comm_geometry comm_header_lay_out(const comm_header *header);

#endif
