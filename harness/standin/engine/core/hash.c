#include "harness/standin/engine/core/hash.h"

#include <string.h>

uint64_t sim_hash_start(void)
{
    return 0x9AE16A3B2F90404Full;
}

uint64_t sim_hash_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
    return hash * 0xC4CEB9FE1A85EC53ull;
}

uint64_t sim_hash_double(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return sim_hash_word(hash, bits);
}
