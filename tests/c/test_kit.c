/* The kit itself: each check lets pass what is right and catches what is wrong, saying both values.
 * sources:
 */
#include "tests/c/kit.h"

#include <sys/wait.h>

static void wrong_condition(void) { CHECK(1 + 1 == 3); }
static void wrong_integer(void) { CHECK_EQ_INT(2u + 2u, 5); }
static void wrong_double(void) { CHECK_EQ_F64(0.5, 0.25); }
static void wrong_nan(void) { CHECK_EQ_F64(NAN, NAN); }
static void wrong_string(void) { CHECK_EQ_STR("belt", "inserter"); }
static void wrong_part(void) { CHECK_STR_CONTAINS("iron-ore", "copper"); }
static void wrong_bytes(void) { CHECK_EQ_BYTES("abcd", "abXd", 4); }

/* Runs body in a child; its exit status comes back, and what it printed in text. */
static int run_in_child(void (*body)(void), char *text, size_t bytes)
{
    int ends[2], status = 0;
    CHECK_EQ_INT(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        body();
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], text, bytes - 1);
    text[got > 0 ? got : 0] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

static void expect_caught(void (*body)(void), const char *part)
{
    char text[512];
    CHECK_EQ_INT(run_in_child(body, text, sizeof text), KIT_CHILD_FAILED);
    CHECK_STR_CONTAINS(text, part);
}

TEST(what_is_right_passes_every_check)
{
    CHECK(1 + 1 == 2);
    CHECK_EQ_INT((uint8_t)255, 255u);
    CHECK_EQ_F64(0.0, -0.0);
    CHECK_NEAR_F64(1.0, 1.0 + 1e-9, 1e-8);
    CHECK_EQ_STR("belt", "belt");
    CHECK_STR_CONTAINS("iron-ore", "ore");
    CHECK_EQ_BYTES("abcd", "abcX", 3);
}

TEST(what_is_wrong_is_caught_and_both_values_are_said)
{
    expect_caught(wrong_condition, "1 + 1 == 3");
    expect_caught(wrong_integer, "2u + 2u == 5: 4 (0x4) is not 5 (0x5)");
    expect_caught(wrong_double, "0.5 is not 0.25");
    expect_caught(wrong_nan, "nan is not nan");
    expect_caught(wrong_string, "\"belt\" is not \"inserter\"");
    expect_caught(wrong_part, "\"iron-ore\" does not contain \"copper\"");
    expect_caught(wrong_bytes, "byte 2 is 0x63, not 0x58");
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(what_is_right_passes_every_check);
    RUN(what_is_wrong_is_caught_and_both_values_are_said);
    return kit_end();
}
