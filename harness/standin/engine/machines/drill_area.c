#include "harness/standin/engine/machines/drill_area.h"

#include "harness/standin/engine/world/map.h"
#include "harness/standin/engine/world/resource.h"

sim_drill_area sim_drill_area_of(const sim_entity_prototype *prototype, sim_position position)
{
    int32_t radius = prototype->resource_searching_radius_fixed;
    sim_drill_area area = {sim_fixed_tile(position.x - radius), sim_fixed_tile(position.y - radius), 0, 0};
    area.columns = sim_fixed_tile(position.x + radius) - area.left + 1;
    area.rows = sim_fixed_tile(position.y + radius) - area.top + 1;
    return area;
}

uint32_t sim_drill_area_resource(const sim_arena *arena, const sim_drill_area *area, int32_t tile)
{
    int32_t x = area->left + tile % area->columns, y = area->top + tile / area->columns;
    const sim_cell *cell = sim_map_cell(arena, x, y);
    return cell == NULL || cell->resources == 0 ? 0 : sim_resource_at_tile(arena, x, y);
}
