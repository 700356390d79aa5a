/* play.c - libraries of workloads, and their steps. */
#include "suites/bench/c/player/play.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Not inlined and not copied, so that it keeps its name. */
__attribute__((noinline, noclone, used)) void workload_run(play *p, uint32_t steps)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < steps; i++) {
        sum += p->workload->step(p->state);
        if (p->units && i % p->every == 0) sum += burden_carry(p->burden, p->units);
    }
    p->sum += sum;
}

const workload *const *play_library(const char *path)
{
    /* All symbols now: a count must not see the linker at work. Local: two libraries have the same names. */
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    workload_list_function *list = NULL;
    if (library != NULL) *(void **)&list = dlsym(library, WORKLOAD_LIST);
    if (list != NULL) return list();
    fprintf(stderr, "no library of workloads: %s\n", dlerror());
    return NULL;
}

const workload *play_find(const workload *const *list, const char *name)
{
    for (; *list != NULL; list++)
        if (strcmp((*list)->name, name) == 0) return *list;
    fprintf(stderr, "no such workload: %s; `list` names them\n", name);
    return NULL;
}

int play_read_burden(play *p, char **words)
{
    p->burden = burden_named(words[0]);
    p->units = (uint32_t)strtoul(words[1], NULL, 10);
    p->every = (uint32_t)strtoul(words[2], NULL, 10);
    if (p->burden != BURDEN_NONE && p->every > 0) return 0;
    fprintf(stderr, "no such burden: %s every %s; there are busy, copy and allocate\n", words[0], words[2]);
    return -1;
}
