/* pause.h - one turn of a busy wait, the same for the transport and for the yardstick that it is held against. */
#ifndef COMM_PAUSE_H
#define COMM_PAUSE_H

/* Tells the core that it is waiting; a few tens of nanoseconds. */
static inline void comm_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* The same in every fourth turn: a look costs a nanosecond or two while nothing changes, and what has changed is seen that
 * much sooner. `turn` counts from 0. */
static inline void comm_pause_at_times(int turn)
{
    if ((turn & 3) == 3)
        comm_pause();
}

#endif
