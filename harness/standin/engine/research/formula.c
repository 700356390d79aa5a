#include "harness/standin/engine/research/formula.h"

#include <math.h>

#define MAX_DEPTH 32 /* brackets and signs inside each other */

typedef struct reader {
    const char *next;
    double level;
    int depth;
    int is_bad;
} reader;

static double read_sum(reader *text);

static char peek(reader *text)
{
    while (*text->next == ' ') text->next++;
    return *text->next;
}

static int accept(reader *text, char wanted)
{
    if (peek(text) != wanted) return 0;
    text->next++;
    return 1;
}

static double refuse(reader *text)
{
    text->is_bad = 1;
    return 0.0;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static double read_number(reader *text)
{
    double value = 0.0, place = 1.0;
    if (!is_digit(peek(text))) return refuse(text);
    for (; is_digit(*text->next); text->next++) value = value * 10.0 + (*text->next - '0');
    if (*text->next != '.') return value;
    for (text->next++; is_digit(*text->next); text->next++) {
        place /= 10.0;
        value += place * (*text->next - '0');
    }
    return value;
}

static double read_value(reader *text)
{
    if (accept(text, 'L') || accept(text, 'l')) return text->level;
    if (!accept(text, '(')) return read_number(text);
    double value = read_sum(text);
    return accept(text, ')') ? value : refuse(text);
}

/* Powers bind from the right and closer than a sign before them. */
static double read_power(reader *text)
{
    if (++text->depth > MAX_DEPTH) return refuse(text);
    double value;
    if (accept(text, '-')) {
        value = -read_power(text);
    } else {
        value = read_value(text);
        if (!text->is_bad && accept(text, '^')) value = pow(value, read_power(text));
    }
    text->depth--;
    return value;
}

static double read_product(reader *text)
{
    double value = read_power(text);
    while (!text->is_bad) {
        if (accept(text, '*'))
            value *= read_power(text);
        else if (accept(text, '/'))
            value /= read_power(text);
        else
            break;
    }
    return value;
}

static double read_sum(reader *text)
{
    double value = read_product(text);
    while (!text->is_bad) {
        if (accept(text, '+'))
            value += read_product(text);
        else if (accept(text, '-'))
            value -= read_product(text);
        else
            break;
    }
    return value;
}

double sim_formula_value(const char *formula, double level)
{
    reader text = {formula, level, 0, 0};
    double value = read_sum(&text);
    return text.is_bad || peek(&text) != '\0' || !isfinite(value) || value < 0.0 ? -1.0 : value;
}
