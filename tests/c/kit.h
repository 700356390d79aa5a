/* kit.h - a C test kit of one header. Every check prints both expressions and their values, and lives on under
 * -O2 -DNDEBUG. A failed check leaves its test; the tests after it still run.
 *
 * A program begins with a comment that says what it tests and, on a line (or several) of this form, which files
 * beside itself it is made of, relative to the root; wildcards are welcome:
 *
 *      sources: comm_c/error.c comm_c/wake.c
 *
 * and goes on:
 *
 *      #include "tests/c/kit.h"
 *
 *      TEST(a_text_that_is_too_long_is_cut) { CHECK_EQ_INT(strlen(text), 511); }
 *
 *      int main(int argc, char **argv)
 *      {
 *          kit_begin(argc, argv);                          (arguments: parts of the names of the tests to run)
 *          RUN(a_text_that_is_too_long_is_cut);
 *          return kit_end();
 *      }
 *
 * A test that is not run is an unused function, which -Werror refuses. Output is TAP. In a forked child a failed
 * check ends the child with KIT_CHILD_FAILED; in a thread that is not the test's own it is counted and goes on. */
#ifndef TESTS_C_KIT_H
#define TESTS_C_KIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KIT_CHILD_FAILED 97

typedef struct kit_state {
    jmp_buf leave_test;
    pid_t process;
    atomic_int failed_checks;   /* of the test that runs */
    int tests;
    int failed_tests;
    int filters;
    char **filter;
} kit_state;

static kit_state kit;
static _Thread_local int kit_in_test; /* 1 in the thread that may jump out of the test */

#define TEST(sentence) static void sentence(void)
#define RUN(sentence) kit_run(#sentence, sentence)

#define KIT_IS_FLOATING(x) _Generic((x), float: 1, double: 1, long double: 1, default: 0)

/* condition is true */
#define CHECK(condition) \
    do { \
        if (!(condition)) \
            kit_fail(__FILE__, __LINE__, "CHECK(%s)", #condition); \
    } while (0)

/* integers of any width and sign are equal */
#define CHECK_EQ_INT(a, b) \
    do { \
        _Static_assert(!KIT_IS_FLOATING(a) && !KIT_IS_FLOATING(b), "CHECK_EQ_INT compares integers"); \
        kit_eq_int(__FILE__, __LINE__, #a, #b, (long long)(a), (long long)(b)); \
    } while (0)

/* doubles are equal, bit for bit but for the sign of zero; a NaN equals nothing */
#define CHECK_EQ_F64(a, b) kit_near_f64(__FILE__, __LINE__, #a, #b, (a), (b), 0.0)

/* doubles differ by at most tolerance */
#define CHECK_NEAR_F64(a, b, tolerance) kit_near_f64(__FILE__, __LINE__, #a, #b, (a), (b), (tolerance))

/* strings are equal */
#define CHECK_EQ_STR(a, b) kit_eq_str(__FILE__, __LINE__, #a, #b, (a), (b))

/* text contains part */
#define CHECK_STR_CONTAINS(text, part) kit_str_contains(__FILE__, __LINE__, #text, #part, (text), (part))

/* count bytes are equal; the first that differs is named */
#define CHECK_EQ_BYTES(a, b, count) kit_eq_bytes(__FILE__, __LINE__, #a, #b, (a), (b), (count))

__attribute__((format(printf, 3, 4))) __attribute__((unused)) static void
kit_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    printf("# %s:%d: ", file, line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    fflush(stdout);
    if (getpid() != kit.process)
        _exit(KIT_CHILD_FAILED);
    atomic_fetch_add(&kit.failed_checks, 1);
    if (kit_in_test)
        longjmp(kit.leave_test, 1);
}

__attribute__((unused)) static void
kit_eq_int(const char *file, int line, const char *a_text, const char *b_text, long long a, long long b)
{
    if (a != b)
        kit_fail(file, line, "%s == %s: %lld (%#llx) is not %lld (%#llx)", a_text, b_text, a,
                 (unsigned long long)a, b, (unsigned long long)b);
}

__attribute__((unused)) static void kit_near_f64(const char *file, int line, const char *a_text, const char *b_text,
                                                 double a, double b, double tolerance)
{
    if (!(a == b || fabs(a - b) <= tolerance))
        kit_fail(file, line, "%s == %s: %.17g is not %.17g (tolerance %g)", a_text, b_text, a, b, tolerance);
}

__attribute__((unused)) static void
kit_eq_str(const char *file, int line, const char *a_text, const char *b_text, const char *a, const char *b)
{
    if (a == NULL || b == NULL || strcmp(a, b) != 0)
        kit_fail(file, line, "%s == %s: \"%s\" is not \"%s\"", a_text, b_text, a ? a : "(null)", b ? b : "(null)");
}

__attribute__((unused)) static void kit_str_contains(const char *file, int line, const char *text_text,
                                                     const char *part_text, const char *text, const char *part)
{
    if (text == NULL || part == NULL || strstr(text, part) == NULL)
        kit_fail(file, line, "%s contains %s: \"%s\" does not contain \"%s\"", text_text, part_text,
                 text ? text : "(null)", part ? part : "(null)");
}

__attribute__((unused)) static void kit_eq_bytes(const char *file, int line, const char *a_text, const char *b_text,
                                                 const void *a, const void *b, size_t count)
{
    const uint8_t *left = a, *right = b;
    for (size_t i = 0; i < count; i++)
        if (left[i] != right[i])
            kit_fail(file, line, "%s == %s for %zu bytes: byte %zu is %#04x, not %#04x", a_text, b_text, count, i,
                     left[i], right[i]);
}

/* Takes the filters from the command line. */
__attribute__((unused)) static void kit_begin(int argc, char **argv)
{
    kit.process = getpid();
    kit.filters = argc > 1 ? argc - 1 : 0;
    kit.filter = argv + 1;
}

static int kit_is_wanted(const char *name)
{
    for (int i = 0; i < kit.filters; i++)
        if (strstr(name, kit.filter[i]) != NULL)
            return 1;
    return kit.filters == 0;
}

__attribute__((unused)) static void kit_run(const char *name, void (*test)(void))
{
    if (!kit_is_wanted(name))
        return;
    atomic_store(&kit.failed_checks, 0);
    if (setjmp(kit.leave_test) == 0) {
        kit_in_test = 1;
        test();
    }
    kit_in_test = 0;
    kit.tests++;
    int failed = atomic_load(&kit.failed_checks) != 0;
    kit.failed_tests += failed;
    printf("%sok %d - ", failed ? "not " : "", kit.tests);
    for (const char *c = name; *c != '\0'; c++)
        putchar(*c == '_' ? ' ' : *c);
    printf("\n");
    fflush(stdout); /* or a child forked by the next test prints it again */
}

/* Prints the plan, without which the run counts as broken off. Returns main's exit status. */
__attribute__((unused)) static int kit_end(void)
{
    printf("1..%d\n", kit.tests);
    if (kit.tests == 0)
        printf("# no test has a name like that\n");
    return kit.failed_tests != 0 || kit.tests == 0;
}

#endif
