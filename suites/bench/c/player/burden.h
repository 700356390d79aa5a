/* burden.h - work added to every step, so that a gate can be asked whether it would notice. */
#ifndef SUITES_BENCH_BURDEN_H
#define SUITES_BENCH_BURDEN_H

#include <stdint.h>

enum burden { BURDEN_NONE, BURDEN_BUSY, BURDEN_COPY, BURDEN_ALLOCATE };

/* A burden's kind by its name: busy, copy or allocate; BURDEN_NONE for others. */
enum burden burden_named(const char *name);

/* Does `units` of it: a turn of an empty loop, a copied cache line, an allocation of 64 bytes. */
uint64_t burden_carry(enum burden burden, uint32_t units);

#endif
