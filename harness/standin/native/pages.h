/* pages.h - memory for the arenas' blocks, in large pages where the system has them. */
#ifndef NATIVE_PAGES_H
#define NATIVE_PAGES_H

#include <stddef.h>

/* At least that many bytes, aligned to a cache line or better, to be freed with free; NULL without memory. A step
 * touches lines all over its arena: with pages of 4 KiB, a hundred arenas of a factory take more of them than the
 * processor keeps translations of. */
void *native_pages_alloc(size_t bytes);

#endif
