--- What stands in the way of who walks: ponds, and rows of rocks or walls that belong to nobody.

local random = require("__factorio-agent-mod__.scripts.random")

local obstacles = {}

--- Tiles along the edge of the map that stay free, so that there is always a way round.
local MARGIN = 3

---@class PondSettings
---@field count integer
---@field radius number tiles

---@class ObstacleSettings
---@field name string prototype
---@field count integer rows
---@field length integer entities in a row

--- A tile of the map whose distance from the edge is at least MARGIN and a radius.
---@param scene Scene
---@param radius integer
---@return integer x
---@return integer y
local function draw_tile(scene, radius)
    local far_x = math.floor(scene.settings.width / 2) - MARGIN - radius
    local far_y = math.floor(scene.settings.height / 2) - MARGIN - radius
    return random.range(scene.random, -far_x, far_x), random.range(scene.random, -far_y, far_y)
end

---@param scene Scene
---@param settings PondSettings
function obstacles.dig(scene, settings)
    local tiles, reach = {}, math.ceil(settings.radius)
    for _ = 1, settings.count do
        local x, y = draw_tile(scene, reach)
        for dy = -reach, reach do
            for dx = -reach, reach do
                if dx * dx + dy * dy <= settings.radius * settings.radius then
                    tiles[#tiles + 1] = { name = "water", position = { x + dx, y + dy } }
                end
            end
        end
    end
    scene.surface.set_tiles(tiles)
end

--- One row: what does not fit where it should stand is left out.
---@param scene Scene
---@param settings ObstacleSettings
local function place_row(scene, settings)
    local prototype = prototypes.entity[settings.name]
    local width, height = prototype.tile_width, prototype.tile_height
    local x, y = draw_tile(scene, math.max(width, height) * settings.length)
    local along_x = random.range(scene.random, 0, 1)
    for number = 0, settings.length - 1 do
        local position = {
            x + number * width * along_x + width % 2 / 2,
            y + number * height * (1 - along_x) + height % 2 / 2,
        }
        if scene.surface.can_place_entity({ name = settings.name, position = position, force = "neutral" }) then
            scene.surface.create_entity({ name = settings.name, position = position, force = "neutral" })
        end
    end
end

---@param scene Scene
---@param list ObstacleSettings[]
function obstacles.place(scene, list)
    for _, settings in ipairs(list) do
        for _ = 1, settings.count do
            place_row(scene, settings)
        end
    end
end

return obstacles
