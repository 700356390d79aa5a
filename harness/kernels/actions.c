#include "harness/kernels/actions.h"

#include <math.h>
#include <stddef.h>

_Static_assert(ACTIONS_COMMAND_COLUMNS == 1 + FACTORIO_PARAMETERS, "the columns of a command");

int64_t actions_check(const int64_t *given, int64_t *numbers, uint32_t n, uint32_t actions)
{
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < n; i++) {
        numbers[i] = given[i];
        /* Read as unsigned, a negative number is a very large one. */
        wrong |= (uint64_t)numbers[i] >= actions;
    }
    for (uint32_t i = 0; wrong && i < n; i++)
        if ((uint64_t)numbers[i] >= actions) return i;
    return -1;
}

static void aim(const actions_set *set, uint32_t target, const uint8_t *observed, FactorioAction *out)
{
    const FactorioBuildingFrame *frame = (const FactorioBuildingFrame *)observed;
    const float *position = frame->mining.movement.player_pos;
    if (set->aim == ACTIONS_AIM_MINE) {
        const FactorioNearbyResource *nearest = &frame->mining.resources[0];
        out->parameters[0] = position[0] + nearest->offset[0];
        out->parameters[1] = position[1] + nearest->offset[1];
        return;
    }
    const FactorioPlanCell *ghost = &frame->plan[target];
    out->parameters[0] = position[0] + ghost->offset[0];
    out->parameters[1] = position[1] + ghost->offset[1];
    out->parameters[2] = ghost->item;
    out->parameters[3] = ghost->direction;
}

void actions_encode(const actions_set *set, const int64_t *numbers, const uint8_t *frames, uint32_t n,
                    FactorioAction *out)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = (uint32_t)numbers[i];
        out[i] = set->table[number];
        if (set->aim != ACTIONS_AIM_NONE && number >= set->aim_first)
            aim(set, number - set->aim_first, frames + (size_t)i * set->frame_bytes, &out[i]);
    }
}

int64_t actions_check_commands(const double *given, double *commands, uint32_t n, double last_type, double largest)
{
    for (uint32_t i = 0; i < n; i++, given += ACTIONS_COMMAND_COLUMNS, commands += ACTIONS_COMMAND_COLUMNS) {
        commands[0] = floor(given[0]);
        /* Written so that a NaN is refused as well. */
        int fits = commands[0] >= 0.0 && commands[0] <= last_type;
        for (int k = 1; k < ACTIONS_COMMAND_COLUMNS; k++) {
            commands[k] = given[k];
            fits &= fabs(commands[k]) <= largest;
        }
        if (!fits) return i;
    }
    return -1;
}

void actions_encode_commands(const double *commands, uint32_t n, FactorioAction *out)
{
    for (uint32_t i = 0; i < n; i++, commands += ACTIONS_COMMAND_COLUMNS) {
        out[i].action_type = (uint8_t)commands[0];
        for (int k = 0; k < FACTORIO_PARAMETERS; k++) out[i].parameters[k] = (float)commands[1 + k];
    }
}
