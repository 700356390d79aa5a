/* hash.h - the state hash: every mechanic adds its named fields, never raw bytes of a struct. */
#ifndef SIM_HASH_H
#define SIM_HASH_H

#include <stdint.h>

/* Start value of a hash. */
uint64_t sim_hash_start(void);

/* The hash with one more word. Order matters. */
uint64_t sim_hash_word(uint64_t hash, uint64_t word);

/* The same for a float or double, by its bits. */
uint64_t sim_hash_double(uint64_t hash, double value);

#endif
