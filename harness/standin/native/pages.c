#include "harness/standin/native/pages.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { LINE = 64, LARGE_PAGE = 2 << 20 };

static size_t whole(size_t bytes, size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

void *native_pages_alloc(size_t bytes)
{
    if (bytes < LARGE_PAGE) return aligned_alloc(LINE, whole(bytes, LINE));
    void *memory = aligned_alloc(LARGE_PAGE, whole(bytes, LARGE_PAGE));
    /* A hint: where the system refuses it, small pages do. */
    if (memory) (void)madvise(memory, bytes, MADV_HUGEPAGE);
    return memory;
}
