#include "harness/standin/engine/character/sticker.h"

#include "harness/standin/engine/combat/damage.h"

void sim_sticker_put(const sim_arena *arena, const sim_prototypes *prototypes, sim_character *character,
                     uint16_t sticker)
{
    if (sticker == 0 || prototypes->entities[sticker].sticker == 0) return;
    character->sticker = sticker;
    character->sticker_end_tick = arena->tick + prototypes->stickers[prototypes->entities[sticker].sticker].duration_ticks;
}

double sim_sticker_part(const sim_arena *arena, const sim_prototypes *prototypes, uint16_t sticker, uint64_t end_tick)
{
    if (sticker == 0 || arena->tick >= end_tick) return 1.0;
    const sim_sticker_prototype *stuck = &prototypes->stickers[prototypes->entities[sticker].sticker];
    double left = (double)(end_tick - arena->tick) / stuck->duration_ticks;
    return stuck->movement_modifier_to + (stuck->movement_modifier_from - stuck->movement_modifier_to) * left;
}

double sim_sticker_modifier(const sim_arena *arena, const sim_prototypes *prototypes, const sim_character *character)
{
    return sim_sticker_part(arena, prototypes, character->sticker, character->sticker_end_tick);
}

sim_character *sim_sticker_next_victim(const sim_arena *arena, uint32_t *number, sim_position place, int32_t distance,
                                       uint32_t force)
{
    while (*number < arena->character_count) {
        sim_character *character = sim_character_get(arena, (*number)++);
        if (character == NULL) continue;
        const sim_entity *entity = sim_entity_slot(arena, character->entity);
        if (sim_distance_squared(entity->position, place) > (int64_t)distance * distance) continue;
        if (sim_force_is_hostile(entity->force, force)) return character;
    }
    return NULL;
}
