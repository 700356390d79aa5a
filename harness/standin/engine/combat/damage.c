#include "harness/standin/engine/combat/damage.h"

#include <math.h>

#include "harness/standin/engine/character/character.h"
#include "harness/standin/engine/character/gun.h"
#include "harness/standin/engine/combat/health.h"

/* What a decrease leaves: down to 1 it is taken off; from there on it grows ever weaker; of damage up to 1 a part that
 * the decrease alone decides, as published, but never more than there was. */
static double decreased(double amount, double decrease)
{
    if (decrease <= 0.0 || amount <= 0.0) return amount;
    double left = amount - decrease > 1.0 ? amount - decrease : 1.0 / (2.0 + decrease - fmax(amount, 1.0));
    return left < amount ? left : amount;
}

double sim_damage_resisted(const sim_prototypes *prototypes, uint32_t first, uint32_t count, uint16_t damage_type,
                           double amount)
{
    for (uint32_t i = first; i < first + count; i++) {
        const sim_resistance *row = &prototypes->resistances[i];
        if (row->damage_type == damage_type) return decreased(amount, row->decrease) * (1.0 - row->percent);
    }
    return amount;
}

/* The armour that a character wears takes its part first. */
static double behind_armor(const sim_arena *arena, const sim_prototypes *prototypes, const sim_entity *entity,
                           uint16_t damage_type, double amount)
{
    if (prototypes->entities[entity->prototype].type != SIM_TYPE_CHARACTER) return amount;
    uint16_t armor = sim_gun_armor(arena, sim_character_get(arena, entity->amount));
    const sim_item_prototype *item = &prototypes->items[armor];
    return armor ? sim_damage_resisted(prototypes, item->first_resistance, item->resistance_count, damage_type, amount)
                 : amount;
}

enum sim_result sim_damage_apply(sim_arena *arena, const sim_prototypes *prototypes, sim_handle target,
                                 uint16_t damage_type, double amount, sim_damage_source source, double *dealt)
{
    const sim_entity *entity = sim_entity_get(arena, target);
    if (entity == NULL) return SIM_NOT_FOUND;
    if (damage_type == 0 || damage_type >= prototypes->damage_type_count || !(amount >= 0.0)) return SIM_BAD_ARGUMENT;
    const sim_entity_prototype *prototype = &prototypes->entities[entity->prototype];
    double left = behind_armor(arena, prototypes, entity, damage_type, amount);
    left = sim_damage_resisted(prototypes, prototype->first_resistance, prototype->resistance_count, damage_type, left);
    return sim_health_take(arena, prototypes, target, (float)left, damage_type, source, dealt);
}

int sim_force_is_hostile(uint32_t force, uint32_t other)
{
    return force != other && force != SIM_FORCE_NEUTRAL && other != SIM_FORCE_NEUTRAL;
}
