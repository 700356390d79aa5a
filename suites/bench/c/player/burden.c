/* burden.c - slowdowns made on purpose, in units small enough to be a percent of a step. */
#include <stdlib.h>
#include <string.h>

#include "suites/bench/c/player/burden.h"

enum { LINE = 64, LINES = 64 };

enum burden burden_named(const char *name)
{
    static const char *const NAMES[] = {"none", "busy", "copy", "allocate"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, NAMES[i]) == 0) return (enum burden)i;
    return BURDEN_NONE;
}

static uint64_t turn(uint32_t units)
{
    uint64_t value = 88172645463325252ULL;
    for (uint32_t i = 0; i < units; i++) {
        value ^= value << 7;
        __asm__ volatile("" : "+r"(value)); /* the loop stays a loop */
    }
    return value;
}

static uint64_t copy(uint32_t units)
{
    static uint8_t from[LINES][LINE], to[LINES][LINE];
    for (uint32_t i = 0; i < units; i++) {
        memcpy(to[i % LINES], from[i % LINES], LINE);
        __asm__ volatile("" : : "r"(to) : "memory");
    }
    return to[0][0];
}

static uint64_t allocate(uint32_t units)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < units; i++) {
        uint8_t *volatile block = malloc(LINE);
        if (block == NULL) abort();
        block[0] = (uint8_t)i;
        sum += block[0];
        free(block);
    }
    return sum;
}

uint64_t burden_carry(enum burden burden, uint32_t units)
{
    switch (burden) {
    case BURDEN_BUSY: return turn(units);
    case BURDEN_COPY: return copy(units);
    case BURDEN_ALLOCATE: return allocate(units);
    default: return 0;
    }
}
