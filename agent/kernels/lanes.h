/* Vectors of LANES floats and the functions of them that torch has and C has not. Included by each width's file, which
 * defines LANES; no guard, and everything is static, so that each file has its own.
 *
 * The compiler's vector types carry the arithmetic, so one text serves every processor. Comparisons give all ones or
 * all zeros a lane.
 */
#include <stdint.h>

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef uint32_t bits __attribute__((vector_size(4 * LANES)));
typedef int32_t whole __attribute__((vector_size(4 * LANES)));
typedef float loose_vec __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef uint32_t loose_bits __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#if LANES == 16
#define COUNTED {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
#elif LANES == 8
#define COUNTED {0, 1, 2, 3, 4, 5, 6, 7}
#else
#define COUNTED {0, 1, 2, 3}
#endif

#define INLINE static inline __attribute__((always_inline, unused))
#define OUTLINE static __attribute__((noinline))

INLINE vec load(const float *from) { return *(const loose_vec *)from; }

INLINE bits load_bits(const uint32_t *from) { return *(const loose_bits *)from; }

INLINE void store(float *to, vec x) { *(loose_vec *)to = x; }

INLINE vec all(float x) { return x - (vec){0}; }

INLINE vec either(bits condition, vec yes, vec no) { return (vec)((condition & (bits)yes) | (~condition & (bits)no)); }

/* Where one is not a number, both keep x. */
INLINE vec at_most(vec x, vec limit) { return either((bits)(x > limit), limit, x); }
INLINE vec at_least(vec x, vec limit) { return either((bits)(x < limit), limit, x); }

/* e^x, to about 1e-7 of it; x is held within -87..88, where neither end overflows.
 * x = n ln 2 + r with |r| <= ln(2) / 2; the series of e^r to r^7 leaves 5e-9; ln 2 is split so that n ln 2 is exact. */
INLINE vec exp_of(vec x)
{
    const vec shift = all(12582912.0f); /* 1.5 * 2^23: adding it rounds to a whole number, which its low bits hold */
    x = at_least(at_most(x, all(88.0f)), all(-87.0f));
    const vec shifted = x * 1.44269504f + shift;
    const vec n = shifted - shift;
    const vec r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    vec series = r * (1.0f / 5040) + 1.0f / 720;
    series = series * r + 1.0f / 120;
    series = series * r + 1.0f / 24;
    series = series * r + 1.0f / 6;
    series = series * r + 0.5f;
    series = series * r + 1.0f;
    series = series * r + 1.0f;
    return series * (vec)(((bits)shifted - (bits)shift + 127u) << 23);
}

/* log x for x > 0 that is no subnormal, to about 1e-7.
 * x = 2^n m with m in sqrt(1/2)..sqrt(2); log m = 2 atanh((m - 1) / (m + 1)), whose series to the 9th power leaves 1e-9. */
INLINE vec log_of(vec x)
{
    const uint32_t root_half = 0x3f3504f3u; /* the bits of sqrt(1/2) */
    const whole exponent = (whole)((bits)x - root_half) >> 23; /* the compilers that know vectors keep the sign */
    const vec m = (vec)((bits)x - ((bits)exponent << 23));
    const vec n = __builtin_convertvector(exponent, vec);
    const vec s = (m - 1.0f) / (m + 1.0f), square = s * s;
    vec series = square * (2.0f / 9) + 2.0f / 7;
    series = series * square + 2.0f / 5;
    series = series * square + 2.0f / 3;
    series = series * square + 2.0f;
    return n * 0.693147182f + s * series;
}

/* tanh x, to about 1e-7. */
INLINE vec tanh_of(vec x) { return 1.0f - 2.0f / (exp_of(x + x) + 1.0f); }

/* Halves two vectors of partial sums into one: lane i has two of `even` added where i lacks the bit `step`, else two of
 * `odd`. */
INLINE vec fold(vec even, vec odd, const uint32_t step)
{
#ifdef __clang__
    vec sum;
    for (uint32_t lane = 0; lane < LANES; lane++)
        sum[lane] = lane & step ? odd[lane - step] + odd[lane] : even[lane] + even[lane + step];
    return sum;
#else
    /* Lanes of `even` count from 0, those of `odd` from LANES. Whole vectors, so that the compiler knows the result. */
    const bits lane = COUNTED, from_odd = (bits)((lane & step) != 0);
    const bits low = (from_odd & (lane + LANES - step)) | (~from_odd & lane);
    const bits high = (from_odd & (lane + LANES)) | (~from_odd & (lane + step));
    return __builtin_shuffle(even, odd, low) + __builtin_shuffle(even, odd, high);
#endif
}

/* One vector whose lane i is the sum of all lanes of parts[i]; `parts` is overwritten. */
INLINE vec sums_of(vec parts[LANES])
{
#pragma GCC unroll 4
    for (uint32_t step = 1, count = LANES / 2; count > 0; step *= 2, count /= 2)
#pragma GCC unroll 8
        for (uint32_t pair = 0; pair < count; pair++)
            parts[pair] = fold(parts[2 * pair], parts[2 * pair + 1], step);
    return parts[0];
}

INLINE double sum_of(vec x)
{
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++)
        sum += (double)x[lane];
    return sum;
}
