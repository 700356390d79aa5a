/* marks.c - lets a Python program tell valgrind's callgrind where its measured part begins and ends.
 *
 * Built as a shared object of its own. Outside valgrind the calls do nothing. */
#include <valgrind/callgrind.h>

/* From here on instructions are counted. */
void marks_begin(void)
{
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
}

/* And up to here: what was counted goes into the first dump. */
void marks_end(void)
{
    CALLGRIND_DUMP_STATS;
    CALLGRIND_STOP_INSTRUMENTATION;
}
