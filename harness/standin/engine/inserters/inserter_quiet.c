/* What an inserter that naps over a belt or on its way to one relies on: a part of inserter_belt.h. */
#include "harness/standin/engine/belts/belt_line.h"
#include "harness/standin/engine/core/watch.h"
#include "harness/standin/engine/inserters/inserter_belt.h"

static uint32_t quiet_changes(const sim_arena *arena, const sim_inserter *inserter)
{
    return arena->effect_version + arena->belt_joins + sim_watch_changes(arena, inserter->entity) +
           sim_watch_changes(arena, inserter->target);
}

/* Nine bits of items that came, and seven of those that are there, of both lines. */
static uint32_t quiet_lines(const sim_arena *arena, const sim_inserter *inserter)
{
    uint32_t record = sim_entity_slot(arena, inserter->source)->record, lines = 0;
    for (uint32_t number = 2 * record; number < 2 * record + 2; number++) {
        const sim_belt_lane *line = sim_belt_lane_at(arena, sim_belt_lane_at(arena, number)->line);
        lines = lines << 16 | (uint32_t)line->puts << 7 | (line->items & 0x7Fu);
    }
    return lines;
}

void sim_inserter_belt_note_quiet(const sim_arena *arena, sim_inserter *inserter)
{
    inserter->wait_changes = quiet_changes(arena, inserter);
    inserter->wait_lines = quiet_lines(arena, inserter);
}

/* News come in every tick of a large factory, and concern few. That a line got 512 items and lost as many within one
 * tick is out of the question. */
int sim_inserter_belt_is_quiet(const sim_arena *arena, const sim_inserter *inserter)
{
    return inserter->wait_changes == quiet_changes(arena, inserter) &&
           inserter->wait_lines == quiet_lines(arena, inserter);
}
