/* random_world_kit.h - worlds in which anything may stand, and random calls to all mechanics. Include after kit.h.
 * All that is drawn comes from `source`. */
#ifndef TESTS_C_ENGINE_RANDOM_WORLD_KIT_H
#define TESTS_C_ENGINE_RANDOM_WORLD_KIT_H

#include "tests/c/engine/arena_kit.h"

enum { SIDE = 40, ENTITIES = 120 };

static sim_random source;

static int32_t draw(int32_t low, int32_t high)
{
    return sim_random_range(&source, low, high);
}

static sim_position draw_place(void)
{
    return (sim_position){draw(-SIDE * 140, SIDE * 140), draw(-SIDE * 140, SIDE * 140)};
}

static uint32_t draw_slot(const sim_arena *arena)
{
    return (uint32_t)draw(1, (int32_t)arena->entity_slots);
}

static sim_handle draw_handle(const sim_arena *arena)
{
    uint32_t slot = draw_slot(arena);
    if (draw(0, 9) == 0) return (sim_handle){slot, (uint32_t)draw(0, 5)};
    return sim_entity_handle(arena, slot);
}

static uint16_t draw_item(void)
{
    return (uint16_t)draw(1, (int32_t)prototypes->item_count - 1);
}

/* Any prototype, one with a mechanic of its own more often than not. */
static uint16_t draw_prototype(void)
{
    uint16_t number = 0;
    for (int i = 0; i < 20; i++) {
        number = (uint16_t)draw(1, (int32_t)prototypes->entity_count - 1);
        uint8_t type = prototypes->entities[number].type;
        if (type != SIM_TYPE_OTHER && type != SIM_TYPE_CORPSE && type != SIM_TYPE_TREE) break;
    }
    return number;
}

static enum sim_result create_something(sim_arena *arena)
{
    sim_entity_spec spec = {
        .prototype = draw_prototype(),
        .direction = (uint8_t)(draw(0, 3) ? 4 * draw(0, 3) : draw(0, 17)),
        .force = (uint8_t)draw(0, 2),
        .position = draw_place(),
        .amount = (uint32_t)draw(0, 60),
        .item = draw_item(),
    };
    if (arena->entity_count >= ENTITIES && draw(0, 4)) /* rather make room than be refused all the time */
        return sim_entity_destroy(arena, prototypes, draw_handle(arena));
    int is_free = sim_entity_can_place(arena, prototypes, spec.prototype, spec.direction % 16, spec.position,
                                       (sim_handle){0, 0});
    if (!is_free && draw(0, 3)) return SIM_OK;
    return sim_entity_create(arena, prototypes, &spec, NULL);
}

static enum sim_result move_goods(sim_arena *arena)
{
    uint32_t slot = draw_slot(arena), amount = (uint32_t)draw(0, 60);
    if (sim_entity_slot(arena, slot) == NULL) return SIM_OK;
    uint32_t box = sim_fluid_first_box(arena, prototypes, slot);
    if (box && draw(0, 3) == 0)
        sim_fluid_box_add(arena, prototypes, box, (uint16_t)draw(1, (int32_t)prototypes->fluid_count - 1),
                          (int64_t)amount * SIM_FLUID_UNIT, 100.0);
    switch (draw(0, 4)) {
    case 0: sim_transfer_take(arena, prototypes, slot, draw_item(), amount); break;
    case 1: sim_transfer_empty(arena, prototypes, slot, draw_item(), amount); break;
    case 2: {
        sim_stack stack = sim_transfer_content(arena, prototypes, slot, (uint32_t)draw(0, 2));
        if (stack.item) sim_transfer_empty(arena, prototypes, slot, stack.item, amount);
        break;
    }
    default: {
        uint16_t item = draw_item();
        uint32_t room = sim_transfer_room(arena, prototypes, slot, item);
        if (room) sim_transfer_insert(arena, prototypes, slot, item, amount < room ? amount : room);
    }
    }
    return SIM_OK;
}

/* What a character does with its hands, or is given. */
static enum sim_result handle_things(sim_arena *arena, uint32_t character)
{
    const sim_character *who = sim_character_get(arena, character);
    if (who && draw(0, 1)) {
        for (int i = 0; i < 5; i++) sim_inventory_insert(arena, prototypes, who->inventory, draw_item(), 20);
        return SIM_OK;
    }
    uint32_t slot = who ? (uint32_t)draw(0, 9) : 0;
    uint16_t item = who ? sim_inventory_slots(arena, who->inventory)[slot].item : draw_item();
    sim_handle thing = draw_handle(arena);
    switch (draw(0, 9)) {
    case 0: return sim_hand_insert(arena, prototypes, character, thing, item, (uint32_t)draw(0, 9), NULL);
    case 1: return sim_hand_take(arena, prototypes, character, thing, item, (uint32_t)draw(0, 9), NULL);
    case 2: return sim_hand_drop(arena, prototypes, character, item, (uint32_t)draw(0, 9), draw_place());
    case 3: return sim_hand_set_recipe(arena, prototypes, character, thing,
                                       (uint32_t)draw(0, (int32_t)prototypes->recipe_count));
    case 4: return sim_hand_copy_settings(arena, prototypes, character, thing, draw_handle(arena));
    case 5: return sim_hand_repair(arena, prototypes, character, thing);
    case 6: return sim_build_rotate_by(arena, prototypes, character, thing, draw(0, 1));
    default: return sim_build_from_item(arena, prototypes, character, item, draw_place(), (uint8_t)(4 * draw(0, 3)),
                                        NULL);
    }
}

static enum sim_result act(sim_arena *arena, uint32_t character)
{
    switch (draw(0, 7)) {
    case 0: return sim_character_set_walking(arena, character, draw(0, 4) > 0, (uint8_t)draw(0, 17));
    case 1: return sim_mining_start(arena, prototypes, character, draw_place());
    case 2: return sim_mining_finish(arena, prototypes, character, draw_handle(arena));
    case 3: sim_ground_item_pick_up(arena, prototypes, character); return SIM_OK;
    case 4: sim_mining_stop(arena, character); return SIM_OK;
    case 5: return sim_gun_set_shooting(arena, character, (enum sim_shooting)draw(0, 2), draw_place());
    case 6: return sim_hand_respawn(arena, prototypes, draw_place(), NULL);
    default: return sim_hand_start_items(arena, prototypes, character);
    }
}

static enum sim_result command(sim_arena *arena)
{
    sim_command order = sim_command_of((enum sim_command_kind)draw(0, 9));
    order.destination = draw_place();
    order.target = draw_handle(arena);
    order.ticks = (uint32_t)draw(0, 200);
    uint32_t group = (uint32_t)draw(0, (int32_t)arena->pools[SIM_POOL_GROUP].used);
    switch (draw(0, 5)) {
    case 0: return sim_unit_set_command(arena, prototypes, draw_handle(arena), &order);
    case 1: return sim_unit_group_create(arena, SIM_FORCE_ENEMY, draw_place(), draw(0, 1), &group);
    case 2: return sim_unit_group_add(arena, prototypes, group, draw_handle(arena));
    case 3: return sim_unit_group_set_command(arena, prototypes, group, &order);
    case 4: sim_unit_group_destroy(arena, group); return SIM_OK;
    default: return sim_expansion_settle(arena, prototypes, draw_handle(arena), NULL);
    }
}

/* Ghosts, marks and recipes, as blueprints and scripts set them. */
static enum sim_result plan(sim_arena *arena)
{
    sim_entity_spec spec = {.prototype = draw_prototype(), .direction = (uint8_t)(4 * draw(0, 3)),
                            .force = SIM_FORCE_ARENA, .position = draw_place()};
    uint32_t slot = draw_slot(arena);
    switch (draw(0, 7)) {
    case 0: return sim_ghost_create(arena, prototypes, &spec, NULL, NULL);
    case 1: return sim_ghost_revive(arena, prototypes, draw_handle(arena), NULL);
    case 2: return sim_ghost_mark(arena, prototypes, draw_handle(arena));
    case 3: return sim_ghost_unmark(arena, draw_handle(arena));
    case 4: return sim_build_rotate(arena, prototypes, draw_handle(arena), draw(0, 1));
    case 5: return sim_tile_ghost_create(arena, prototypes, (uint32_t)draw(0, (int32_t)prototypes->tile_count),
                                         draw_place(), SIM_FORCE_ARENA, NULL);
    case 6: return sim_tile_ghost_revive(arena, prototypes, draw_handle(arena));
    default:
        if (sim_entity_slot(arena, slot) == NULL) return SIM_OK;
        return sim_entity_set_recipe(arena, prototypes, slot, (uint32_t)draw(0, (int32_t)prototypes->recipe_count), 0);
    }
}

static enum sim_result rule(sim_arena *arena)
{
    uint32_t technology = (uint32_t)draw(0, (int32_t)prototypes->technology_count);
    switch (draw(0, 7)) {
    case 0: return sim_technology_enqueue(arena, prototypes, technology);
    case 1: return sim_technology_cancel(arena, prototypes, technology);
    case 2: return sim_technology_set_researched(arena, prototypes, technology, draw(0, 1));
    case 3: return sim_recipe_set_enabled(arena, prototypes, (uint32_t)draw(0, (int32_t)prototypes->recipe_count), 1);
    case 4: return sim_evolution_set(arena, prototypes, draw(-1, 11) / 10.0);
    case 5: {
        sim_map_settings settings = *sim_settings_get(arena, prototypes);
        settings.pollution.enabled = draw(0, 3) != 0;
        settings.enemy_evolution.enabled = draw(0, 3) != 0;
        settings.pollution.diffusion_ratio = draw(0, 30) / 100.0;
        settings.enemy_expansion.min_expansion_cooldown = (uint32_t)draw(0, 200);
        settings.enemy_expansion.max_expansion_cooldown = (uint32_t)draw(200, 400);
        settings.unit_group.min_group_gathering_time = (uint32_t)draw(0, 100);
        settings.unit_group.max_group_gathering_time = (uint32_t)draw(100, 200);
        return sim_settings_set(arena, prototypes, &settings);
    }
    case 6: return sim_pollution_set(arena, draw_place(), draw(-1, 500));
    default: sim_pollution_emit(arena, prototypes, draw_place(), draw(-5, 100)); return SIM_OK;
    }
}

static enum sim_result configure(sim_arena *arena)
{
    uint32_t slot = draw_slot(arena);
    switch (draw(0, 2)) {
    case 0: return sim_splitter_set(arena, prototypes, slot, (uint32_t)draw(0, 3), (uint32_t)draw(0, 3), draw_item());
    case 1: return sim_inserter_set_filter(arena, prototypes, slot, (uint32_t)draw(0, 5), draw_item());
    default: return sim_inserter_set_hand_size_limit(arena, prototypes, slot, (uint16_t)draw(0, 12));
    }
}

static enum sim_result damage(sim_arena *arena)
{
    sim_damage_source source_of = {draw_handle(arena), (uint32_t)draw(0, 2)};
    uint16_t type = (uint16_t)draw(0, (int32_t)prototypes->damage_type_count);
    if (draw(0, 9) == 0) {
        sim_burning_put(arena, prototypes, draw_handle(arena), sim_entity_named(prototypes, "fire-sticker"), source_of);
        return SIM_OK;
    }
    return sim_damage_apply(arena, prototypes, draw_handle(arena), type, draw(-1, 200), source_of, NULL);
}

static enum sim_result call_something(sim_arena *arena)
{
    static const char *const TILES[] = {"grass-1", "water", "concrete", "water-shallow", "landfill"};
    switch (draw(0, 20)) {
    case 0: case 1: case 2: return create_something(arena);
    case 3: return sim_entity_destroy(arena, prototypes, draw_handle(arena));
    case 4: return sim_entity_teleport(arena, prototypes, draw_handle(arena), draw_place());
    case 5: return sim_entity_turn(arena, prototypes, draw_handle(arena), (uint8_t)draw(0, 17));
    case 6: return sim_map_set_tile(arena, prototypes, draw(-SIDE / 2, SIDE / 2), draw(-SIDE / 2, SIDE / 2),
                                    sim_tile_named(prototypes, TILES[draw(0, 4)]));
    case 7: return sim_health_damage(arena, prototypes, draw_handle(arena), (float)draw(0, 300), NULL);
    case 8: return sim_health_set(arena, prototypes, draw_handle(arena), (float)draw(-5, 400));
    case 9: return sim_entity_set_force(arena, prototypes, draw_handle(arena), (uint8_t)draw(0, 3));
    case 10: return act(arena, (uint32_t)draw(0, 4));
    case 11: return rule(arena);
    case 12: return configure(arena);
    case 13: case 14: return handle_things(arena, (uint32_t)draw(0, 4));
    case 15: return command(arena);
    case 16: return plan(arena);
    case 17: return damage(arena);
    default: return move_goods(arena);
    }
}

static sim_arena *make_world(void)
{
    sim_arena *arena = make_arena(SIDE, ENTITIES);
    arena->event_mask = UINT32_MAX;
    for (int i = 0; i < 3; i++) put(arena, "character", draw(-SIDE, SIDE) * 50, draw(-SIDE, SIDE) * 50, 0);
    return arena;
}

static long number_from(const char *variable, long otherwise)
{
    const char *text = getenv(variable);
    return text ? strtol(text, NULL, 10) : otherwise;
}

#endif
