#include "harness/standin/engine/character/sticker.h"

void sim_sticker_put(const sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                     uint16_t sticker)
{
    if (sticker == 0 || prototypes->entities[sticker].sticker == 0) return;
    character->sticker = sticker;
    character->sticker_end_tick = arena->tick + prototypes->stickers[prototypes->entities[sticker].sticker].duration_ticks;
}

double sim_sticker_modifier(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    if (!sim_sticker_slows(arena, character)) return 1.0;
    const sim_sticker_prototype *sticker = &prototypes->stickers[prototypes->entities[character->sticker].sticker];
    double left = (double)(character->sticker_end_tick - arena->tick) / sticker->duration_ticks;
    return sticker->movement_modifier_to + (sticker->movement_modifier_from - sticker->movement_modifier_to) * left;
}
