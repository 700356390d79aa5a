#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int set_text(comm_error *error, int code, int system_errno, const char *format, va_list arguments)
{
    if (error != NULL) {
        error->code = code;
        error->system_errno = system_errno;
        vsnprintf(error->text, sizeof error->text, format, arguments);
    }
    return code;
}

int comm_error_set(comm_error *error, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_text(error, code, 0, format, arguments);
    va_end(arguments);
    return code;
}

int comm_error_set_system(comm_error *error, const char *format, ...)
{
    int failed_errno = errno;
    va_list arguments;
    va_start(arguments, format);
    set_text(error, COMM_SYSTEM, failed_errno, format, arguments);
    va_end(arguments);
    if (error != NULL) {
        size_t used = strlen(error->text);
        snprintf(error->text + used, sizeof error->text - used, ": %s", strerror(failed_errno));
    }
    return COMM_SYSTEM;
}

int comm_error_climb(comm_error *error, const char *format, ...)
{
    char below[COMM_ERROR_TEXT_BYTES];
    memcpy(below, error->text, sizeof below);
    va_list arguments;
    va_start(arguments, format);
    set_text(error, error->code, error->system_errno, format, arguments);
    va_end(arguments);
    size_t used = strlen(error->text);
    snprintf(error->text + used, sizeof error->text - used, ": %s", below);
    return error->code;
}
