/* Memory for the arenas' blocks: aligned, as large as asked for, and free's to take back.
 *
 * sources: harness/standin/native/pages.c */
#include "tests/c/kit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/standin/native/pages.h"

static const size_t SIZES[] = {1, 64, 4000, 2u << 20, (2u << 20) + 1, 5000000};

TEST(memory_of_any_size_is_aligned_to_a_cache_line_and_can_be_written_to_its_end)
{
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        uint8_t *memory = native_pages_alloc(SIZES[i]);
        CHECK(memory != NULL);
        CHECK_EQ_INT((uintptr_t)memory % 64, 0);
        memset(memory, 1, SIZES[i]);
        CHECK_EQ_INT(memory[SIZES[i] - 1], 1);
        free(memory);
    }
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(memory_of_any_size_is_aligned_to_a_cache_line_and_can_be_written_to_its_end);
    return kit_end();
}
