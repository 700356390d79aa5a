/* workload.h - hot paths that a gate compares between two revisions: one name, one way to open, one step.
 *
 * The same sources are compiled against both revisions, into a library each, so a difference is the revision's. A
 * workload plays the same steps on every run: its random numbers are seeded, and it reads no clock. */
#ifndef SUITES_BENCH_WORKLOAD_H
#define SUITES_BENCH_WORKLOAD_H

#include <stdint.h>

typedef struct workload {
    const char *name;
    const char *what;              /* one step, in words                                      */
    void *(*open)(void);           /* the state that steps are played on                       */
    uint64_t (*step)(void *state); /* one step; returns something that depends on its result   */
    void (*close)(void *state);    /* frees it                                                 */
} workload;

extern const workload WORKLOAD_MOVEMENT, WORKLOAD_MINING, WORKLOAD_BUILDING, WORKLOAD_FACTORY, WORKLOAD_RESET,
    WORKLOAD_SNAPSHOT, WORKLOAD_QUERY, WORKLOAD_CHANNEL;

/* All of them, then NULL. What a library shows to the player under the name below; nothing else of it is visible. */
typedef const workload *const *workload_list_function(void);

#define WORKLOAD_LIST "workload_list"

__attribute__((visibility("default"))) workload_list_function workload_list;

#endif
