/* list.c - the workloads of this library. */
#include <stddef.h>

#include "suites/bench/c/workloads/workload.h"

const workload *const *workload_list(void)
{
    static const workload *const ALL[] = {
        &WORKLOAD_MOVEMENT, &WORKLOAD_MINING,   &WORKLOAD_BUILDING, &WORKLOAD_FACTORY, &WORKLOAD_RESET,
        &WORKLOAD_SNAPSHOT, &WORKLOAD_QUERY,    &WORKLOAD_CHANNEL,  NULL};
    return ALL;
}
