#include "harness/standin/engine/character/gun.h"

#include "harness/standin/engine/combat/attack.h"
#include "harness/standin/engine/combat/target.h"

#define ARMOR_SLOTS 1
#define SELECTION_REACH SIM_FIXED_ONE /* how far from the position an enemy still counts as selected; ours */

/* A character in its tick. */
typedef struct shooter {
    sim_arena *arena;
    const sim_prototypes *prototypes;
    sim_character *character;
    const sim_entity *entity;
    uint16_t gun;  /* item */
    uint16_t ammo; /* item */
    const sim_attack_prototype *attack;
} shooter;

enum sim_result sim_gun_inventory(sim_arena *arena, uint32_t character, enum sim_inventory_role role,
                                  uint32_t *inventory)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    if (role < SIM_INVENTORY_AMMO || role > SIM_INVENTORY_ARMOR) return SIM_BAD_ARGUMENT;
    uint32_t *field = role == SIM_INVENTORY_GUNS   ? &record->guns
                      : role == SIM_INVENTORY_AMMO ? &record->ammo
                                                   : &record->armor;
    uint16_t slots = role == SIM_INVENTORY_ARMOR ? ARMOR_SLOTS : SIM_GUN_SLOTS;
    if (*field == 0) {
        enum sim_result result = sim_inventory_create(arena, slots, record->entity, field);
        if (result != SIM_OK) return result;
    }
    *inventory = *field;
    return SIM_OK;
}

static uint16_t item_in(const sim_arena *arena, uint32_t inventory, uint32_t slot)
{
    const sim_stack *slots = sim_inventory_slots(arena, inventory);
    return inventory && slots ? slots[slot].item : 0;
}

uint16_t sim_gun_armor(const sim_arena *arena, const sim_character *character)
{
    return item_in(arena, character->armor, 0);
}

enum sim_result sim_gun_set_shooting(sim_arena *arena, uint32_t character, enum sim_shooting shooting,
                                     sim_position position)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    if (shooting > SIM_SHOOTING_SELECTED) return SIM_BAD_ARGUMENT;
    record->shooting = (uint8_t)shooting;
    record->shooting_position = position;
    if (shooting != SIM_SHOOTING_NONE) arena->awake |= SIM_AWAKE_SHOOTING;
    return SIM_OK;
}

enum sim_result sim_gun_select(sim_arena *arena, uint32_t character, uint32_t slot)
{
    sim_character *record = sim_character_get(arena, character);
    if (record == NULL) return SIM_DEAD;
    if (slot >= SIM_GUN_SLOTS) return SIM_BAD_ARGUMENT;
    record->selected_gun = (uint8_t)slot;
    return SIM_OK;
}

static sim_handle find_target(const shooter *s)
{
    int32_t range = (int32_t)(s->attack->range * SIM_FIXED_ONE);
    sim_target_query query = {.attacker = s->character->entity, .range_mode = SIM_RANGE_CENTER_TO_BOUNDING_BOX,
                              .military_only = 1, .range = range, .centre = s->entity->position};
    if (s->character->shooting == SIM_SHOOTING_ENEMIES) return sim_target_find(s->arena, s->prototypes, &query);
    query.military_only = 0;
    query.centre = s->character->shooting_position;
    query.radius = SELECTION_REACH;
    sim_handle enemy = sim_target_find(s->arena, s->prototypes, &query);
    if (enemy.index) return enemy;
    sim_handle selected = sim_entity_selected_at(s->arena, s->prototypes, query.centre);
    const sim_entity *entity = sim_entity_get(s->arena, selected);
    const sim_handle none = {0, 0};
    if (entity == NULL || s->prototypes->entities[entity->prototype].max_health <= SIM_NO_HEALTH) return none;
    int64_t distance = sim_target_distance_squared(s->prototypes, query.range_mode, s->entity, entity);
    return distance <= (int64_t)range * range ? selected : none;
}

static void use_round(const shooter *s)
{
    uint16_t size = s->prototypes->items[s->ammo].magazine_size;
    uint16_t *rounds = &s->character->rounds[s->character->selected_gun];
    if (size == 0) size = 1;
    if (*rounds == 0 || *rounds > size) *rounds = size;
    if (--*rounds > 0) return;
    sim_stack *stack = sim_inventory_slots(s->arena, s->character->ammo) + s->character->selected_gun;
    if (--stack->count == 0) stack->item = 0;
}

static void shoot(const shooter *s, sim_handle target)
{
    sim_attack attack = {.prototype = s->prototypes->items[s->gun].attack,
                         .ammo_effect = s->prototypes->items[s->ammo].ammo_effect,
                         .ammo_category = s->prototypes->items[s->ammo].ammo_category,
                         .from = s->entity->position,
                         .source = {sim_entity_handle(s->arena, s->character->entity), s->entity->force}};
    double now = (double)s->arena->tick, ready = s->character->shoot_ready_tick;
    if (ready < now - 1.0) ready = now;
    s->character->shoot_ready_tick = ready + sim_attack_cooldown(s->arena, s->prototypes, attack.prototype,
                                                                 attack.ammo_category, s->entity->force);
    use_round(s);
    sim_attack_deliver(s->arena, s->prototypes, &attack, target);
}

static void shooter_tick(sim_arena *arena, const sim_prototypes *prototypes, sim_character *character)
{
    uint16_t gun = item_in(arena, character->guns, character->selected_gun);
    uint16_t ammo = item_in(arena, character->ammo, character->selected_gun);
    if ((double)arena->tick < character->shoot_ready_tick || gun == 0 || ammo == 0) return;
    const sim_attack_prototype *attack = &prototypes->attacks[prototypes->items[gun].attack];
    if (prototypes->items[gun].attack == 0 || attack->ammo_category != prototypes->items[ammo].ammo_category) return;
    shooter s = {arena, prototypes, character, sim_entity_slot(arena, character->entity), gun, ammo, attack};
    sim_handle target = find_target(&s);
    if (target.index) shoot(&s, target);
}

void sim_gun_tick(sim_arena *arena, const sim_prototypes *prototypes)
{
    int shooting = 0;
    for (uint32_t i = 0; i < arena->character_count; i++) {
        sim_character *character = sim_character_get(arena, i);
        if (character == NULL || character->shooting == SIM_SHOOTING_NONE) continue;
        shooting = 1;
        shooter_tick(arena, prototypes, character);
    }
    if (!shooting) arena->awake &= ~(uint64_t)SIM_AWAKE_SHOOTING;
}
