/* workload.h - hot paths that a gate compares between two revisions: one name, one way to open, one step.
 *
 * The same sources are compiled against both revisions, so a difference is the revision's. A workload plays the same
 * steps on every run: its random numbers are seeded, and it reads no clock. */
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

/* Work added to every step, so that a gate can be asked whether it would notice. */
enum workload_burden { BURDEN_NONE, BURDEN_BUSY, BURDEN_COPY, BURDEN_ALLOCATE };

/* A burden's kind by its name: busy, copy or allocate; BURDEN_NONE for others. */
enum workload_burden workload_burden_named(const char *name);

/* Does `units` of it: a turn of an empty loop, a copied cache line, an allocation of 64 bytes. */
uint64_t workload_carry(enum workload_burden burden, uint32_t units);

#endif
