--- An arena of the stock door: from a reset, through its steps, to the next reset. What happens between two frames is
--- worked out from the character before and after the ticks: nothing is heard of in between, for whether the game raises
--- on_tick while it steps under pause, and before or after what moves, is not known for certain.

local arena = require("scripts.arena")
local cells = require("scripts.observe.cells")
local ground = require("scripts.ground")
local ores = require("scripts.observe.ores")
local random = require("scripts.random")

local TWO_32 = 4294967296
local UNITS_PER_TILE = 256
local DRAWS_AT_MOST = 64

local floor, abs, sqrt, min = math.floor, math.abs, math.sqrt, math.min

local episode = {}

---@class Episode
---@field number integer of the arena in its channel, from 0
---@field surface LuaSurface
---@field force LuaForce
---@field character LuaEntity
---@field inventory LuaInventory the character's main inventory
---@field episodes integer that this arena has begun
---@field reset_tick integer
---@field command_low uint32 command_id of the action that the next frame answers
---@field command_high uint32
---@field is_reset boolean the next frame answers a reset
---@field result integer frames.RESULT
---@field x number where the character stood after the last step, or stood last; tiles
---@field y number
---@field dx number displacement of the last step, tiles
---@field dy number
---@field walked number sum of the lengths of the displacements, tiles
---@field goal {x: number, y: number}?
---@field walking boolean
---@field blocked integer ticks of the last step in which an obstacle held the character back
---@field target LuaEntity? what it mines
---@field products string[]? what that yields
---@field held table<string, integer>? of the products, before the ticks
---@field mined integer products of mining since the reset
---@field structures_lost integer buildings destroyed by damage since the reset
---@field researched integer technologies since the reset
---@field is_alive boolean as of the frame: the character is there
---@field force_index integer
---@field enemy_index integer of the force that all enemies are of
---@field ores KnownOres what observing keeps of an episode: scripts/observe/ores.lua
---@field census Census? scripts/observe/census.lua
---@field shapes table<integer, Shape> by unit_number: scripts/observe/cells.lua
---@field circle integer the neighbours' last one: scripts/observe/neighbours.lua

---@class DoorRequest
---@field arenas integer
---@field frame integer frames.FRAME
---@field ticks integer in a step
---@field pool_scenes integer
---@field start_area integer[] left, top, right, bottom, 1/256 tile; all zero: the character stays where the scene puts it
---@field goal_area integer[] all zero: no goal
---@field goal_min_distance integer 1/256 tile
---@field goal_max_distance integer 0: no limit
---@field main_ground integer 1: start and goal are drawn on the map's main ground: scripts/ground.lua
---@field speed number game.speed, which also sets how often the console is heard

---@param area integer[]
local function is_zero(area)
    return area[1] == 0 and area[2] == 0 and area[3] == 0 and area[4] == 0
end

--- Draws until the character would fit there; after DRAWS_AT_MOST draws the last one holds.
---@param surface LuaSurface
---@param main Ground? where it must be; nil: anywhere
---@param state Random
---@param area integer[]
---@return number x
---@return number y
local function draw_free_place(surface, main, state, area)
    local x, y
    for _ = 1, DRAWS_AT_MOST do
        x = random.range(state, area[1], area[3]) / UNITS_PER_TILE
        y = random.range(state, area[2], area[4]) / UNITS_PER_TILE
        local is_fit = surface.can_place_entity({ name = "character", position = { x, y } })
        if is_fit and (not main or ground.has(main, x, y)) then
            break
        end
    end
    return x, y
end

---@param rule DoorRequest
local function keeps_distance(rule, ax, ay, bx, by)
    local dx, dy = (ax - bx) * UNITS_PER_TILE, (ay - by) * UNITS_PER_TILE
    local square, most = dx * dx + dy * dy, rule.goal_max_distance
    return square >= rule.goal_min_distance * rule.goal_min_distance and (most == 0 or square <= most * most)
end

---@param rule DoorRequest
---@param surface LuaSurface
---@param main Ground?
---@param state Random
---@param x number start
---@param y number
local function draw_goal(rule, surface, main, state, x, y)
    local goal_x, goal_y = draw_free_place(surface, main, state, rule.goal_area)
    for _ = 2, DRAWS_AT_MOST do
        if keeps_distance(rule, x, y, goal_x, goal_y) then
            break
        end
        goal_x, goal_y = draw_free_place(surface, main, state, rule.goal_area)
    end
    return { x = goal_x, y = goal_y }
end

--- seed mod count, for a seed of two words and a count up to 65,536: no product reaches 2^53.
local function scene_of(low, high, count)
    return (high % count * (TWO_32 % count) + low % count) % count
end

--- The character is made once the places are drawn, so that it is not in its own way. A new one faces as every new one
--- does; an old one would turn with the next tick only.
---@param self Episode
---@param request ArenaRequest
---@param low uint32
---@param high uint32
local function populate(self, request, low, high)
    local rule = request.door
    local scene_seed = request.scene_seed + scene_of(low, high, rule.pool_scenes)
    local name = ("arena-%d-%d"):format(self.number + 1, self.episodes)
    local surface, start = arena.lay_out(request, name, self.force, scene_seed, low)
    local main = rule.main_ground == 1 and ground.of(surface, cells.bounds(request.settings)) or nil
    local state = random.new(low, high)
    local x, y = start.x or start[1], start.y or start[2]
    if not is_zero(rule.start_area) then
        x, y = draw_free_place(surface, main, state, rule.start_area)
    end
    self.goal = nil
    if not is_zero(rule.goal_area) then
        self.goal = draw_goal(rule, surface, main, state, x, y)
    end
    self.surface = surface
    self.character = arena.make_character(request, surface, self.force, { x, y })
    self.inventory = self.character.get_main_inventory()
end

--- Begins a new episode: a new surface with the seed's scene. No tick runs.
---@param self Episode
---@param request ArenaRequest
---@param low uint32 the seed's lower half
---@param high uint32
function episode.reset(self, request, low, high)
    if self.surface then
        game.delete_surface(self.surface)
    end
    self.force.reset()
    self.episodes = self.episodes + 1
    populate(self, request, low, high)
    local position = self.character.position
    self.reset_tick = game.tick
    self.command_low, self.command_high = low, high
    self.is_reset, self.result = true, 0
    self.x, self.y, self.dx, self.dy = position.x, position.y, 0, 0
    self.walked, self.blocked, self.walking = 0, 0, false
    self.target, self.products, self.held, self.mined = nil, nil, nil, 0
    self.structures_lost, self.researched = 0, 0
    self.is_alive = true
    self.ores, self.census, self.shapes, self.circle = ores.none(), nil, {}, 1
end

--- An arena of the channel, as a reset with its own number for a seed leaves it.
---@param request ArenaRequest
---@param number integer from 0
---@return Episode
function episode.new(request, number)
    local force = game.create_force("arena-" .. number + 1)
    local self = {
        number = number, episodes = 0, force = force, force_index = force.index, enemy_index = game.forces.enemy.index,
    }
    episode.reset(self, request, number, 0)
    return self
end

--- Notes what the ticks to come are compared with.
---@param self Episode
function episode.before_ticks(self)
    if self.products then
        local held = {}
        for _, name in ipairs(self.products) do
            held[name] = self.inventory.get_item_count(name)
        end
        self.held = held
    end
end

--- Whole 1/256 tiles that a tick of walking covers on one axis.
local function units_a_tick(speed, share)
    return floor(speed * UNITS_PER_TILE * share)
end

--- How many of the ticks moved the character by its whole step. An obstacle shortens steps, so that they do not add up to
--- another whole one before it stops.
---@param self Episode
---@param ticks integer
---@param direction defines.direction
local function whole_steps(self, ticks, direction, modifier)
    local speed = self.character.character_running_speed * modifier
    local is_diagonal = direction % 4 ~= 0
    local units = units_a_tick(speed, is_diagonal and 0.70710678118654752 or 1)
    local steps = ticks
    if is_diagonal or direction % 8 ~= 0 then
        steps = min(steps, floor(abs(self.dx) * UNITS_PER_TILE / units))
    end
    if is_diagonal or direction % 8 == 0 then
        steps = min(steps, floor(abs(self.dy) * UNITS_PER_TILE / units))
    end
    return steps
end

---@param self Episode
---@param ticks integer
---@param x number where it stood before
---@param y number
local function count_blocked(self, ticks, x, y)
    local direction = self.character.walking_state.direction
    local steps = whole_steps(self, ticks, direction, 1)
    if steps < ticks then
        local modifier = self.surface.get_tile(floor(x), floor(y)).prototype.walking_speed_modifier
        if modifier ~= 1 then
            steps = whole_steps(self, ticks, direction, modifier)
        end
    end
    return ticks - steps
end

---@param self Episode
local function count_mined(self)
    for name, before in pairs(self.held) do
        local gained = self.inventory.get_item_count(name) - before
        if gained > 0 then
            self.mined = self.mined + gained
        end
    end
    self.held = nil
    if not self.character.mining_state.mining then
        self.target, self.products = nil, nil
    end
end

--- Works out what has happened in the ticks that have run.
---@param self Episode
---@param ticks integer
function episode.after_ticks(self, ticks)
    local x, y = self.x, self.y
    self.dx, self.dy, self.blocked = 0, 0, 0
    self.is_alive = self.character.valid
    if not self.is_alive then
        self.walking, self.target, self.products, self.held = false, nil, nil, nil
        return
    end
    local position = self.character.position
    self.x, self.y = position.x, position.y
    local dx, dy = position.x - x, position.y - y
    if dx ~= 0 or dy ~= 0 then
        self.dx, self.dy = dx, dy
        self.walked = self.walked + sqrt(dx * dx + dy * dy)
    end
    if self.walking then
        self.blocked = count_blocked(self, ticks, x, y)
    end
    if self.held then
        count_mined(self)
    end
end

--- The episode whose force that is; nil for the game's own forces and for arenas of the native door.
---@param force LuaForce
---@return Episode?
local function of_force(force)
    for _, self in ipairs(storage.door and storage.door.episodes or {}) do
        if self.force == force then
            return self
        end
    end
end

---@param event EventData.on_entity_died
local function note_loss(event)
    local entity = event.entity
    if entity.type ~= "character" and entity.prototype.has_flag("player-creation") then
        local self = of_force(entity.force)
        if self and self.surface == entity.surface then
            self.structures_lost = self.structures_lost + 1
        end
    end
end

---@param event EventData.on_research_finished
local function note_research(event)
    local self = of_force(event.research.force)
    if self then
        self.researched = self.researched + 1
    end
end

---@param event EventData.script_raised_built
local function note_new_ore(event)
    for _, self in ipairs(event.entity.type == "resource" and storage.door and storage.door.episodes or {}) do
        if self.surface == event.entity.surface then
            self.ores = ores.none()
        end
    end
end

episode.events = {
    [defines.events.script_raised_built] = note_new_ore,
    [defines.events.on_entity_died] = note_loss,
    [defines.events.on_research_finished] = note_research,
}

return episode
