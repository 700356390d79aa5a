/* Codes and texts of failures.
 * sources: comm_c/error.c
 */
#include "comm_c/error.h"

#include <errno.h>

#include "tests/c/kit.h"

TEST(setting_an_error_returns_its_code_and_keeps_its_text)
{
    comm_error error = {.system_errno = 5};
    CHECK_EQ_INT(comm_error_set(&error, COMM_CORRUPT, "%s is %d, allowed is %d", "count", 7, 3), COMM_CORRUPT);
    CHECK_EQ_INT(error.code, COMM_CORRUPT);
    CHECK_EQ_INT(error.system_errno, 0);
    CHECK_EQ_STR(error.text, "count is 7, allowed is 3");
}

TEST(a_failed_system_call_adds_the_words_of_its_errno)
{
    comm_error error;
    errno = ENOSPC;
    CHECK_EQ_INT(comm_error_set_system(&error, "cannot reserve %d bytes", 12), COMM_SYSTEM);
    CHECK_EQ_INT(error.system_errno, ENOSPC);
    CHECK_EQ_STR(error.text, "cannot reserve 12 bytes: No space left on device");
}

TEST(an_error_that_climbs_gains_context_and_keeps_its_code)
{
    comm_error error;
    errno = ENOENT;
    comm_error_set_system(&error, "cannot map");
    CHECK_EQ_INT(comm_error_climb(&error, "server %d", 2), COMM_SYSTEM);
    CHECK_EQ_INT(error.system_errno, ENOENT);
    CHECK_EQ_STR(error.text, "server 2: cannot map: No such file or directory");
}

static void fill_with(comm_error *error, char letter)
{
    char text[2 * COMM_ERROR_TEXT_BYTES];
    memset(text, letter, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    comm_error_set(error, COMM_INVALID, "%s", text);
}

TEST(a_text_that_is_too_long_is_cut_and_stays_terminated)
{
    comm_error error;
    fill_with(&error, 'x');
    CHECK_EQ_INT(strlen(error.text), COMM_ERROR_TEXT_BYTES - 1);
    comm_error_climb(&error, "context");
    CHECK_EQ_INT(strlen(error.text), COMM_ERROR_TEXT_BYTES - 1);
    CHECK_STR_CONTAINS(error.text, "context: xxx");
}

TEST(a_caller_without_an_error_struct_still_gets_the_code)
{
    CHECK_EQ_INT(comm_error_set(NULL, COMM_TIMEOUT, "late by %d", 1), COMM_TIMEOUT);
    errno = EINVAL;
    CHECK_EQ_INT(comm_error_set_system(NULL, "refused"), COMM_SYSTEM);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(setting_an_error_returns_its_code_and_keeps_its_text);
    RUN(a_failed_system_call_adds_the_words_of_its_errno);
    RUN(an_error_that_climbs_gains_context_and_keeps_its_code);
    RUN(a_text_that_is_too_long_is_cut_and_stays_terminated);
    RUN(a_caller_without_an_error_struct_still_gets_the_code);
    return kit_end();
}
