--- Answers what frames do not carry: lists of entities, the map in cells, inventories, statistics, research, the
--- factory as a graph.

local cells = require("scripts.observe.cells")
local entity_row = require("scripts.observe.entity_row")
local factory = require("scripts.observe.factory")
local frames = require("frames")
local graph = require("scripts.observe.graph")
local listing = require("scripts.observe.listing")
local neighbours = require("scripts.observe.neighbours")
local numbers = require("scripts.numbers")

local QUERY = frames.QUERY
local FLOW, TECHNOLOGY, STATE = frames.FlowRow, frames.TechnologyRow, frames.State
local TWO_32 = 4294967296
local STATE_RADIUS = 32
local SCALES = { [1] = true, [2] = true, [4] = true, [8] = true }

local floor, pack, unpack, rep = math.floor, string.pack, table.unpack, string.rep

local query = {}

---@class Query
---@field kind integer frames.QUERY
---@field left integer tiles
---@field top integer
---@field right integer
---@field bottom integer
---@field scale integer
---@field first integer rows to leave out

--- The rows from `first` on, as many whole ones as there is room for.
---@param rows string[]
---@param first integer
---@param bytes integer of one row
---@param capacity integer
---@return integer
---@return string
local function page(rows, first, bytes, capacity)
    local last = math.min(#rows, first + floor(capacity / bytes))
    return math.max(last - first, 0), table.concat(rows, "", first + 1, last)
end

--- Rows in the area; their slots are places in the list of the whole map.
---@param is_resources boolean
local function entities(is_resources)
    return function(self, _, asked, capacity)
        local rows = {}
        for slot, listed in ipairs(listing.all(self, is_resources)) do
            local x, y = floor(listed.x), floor(listed.y)
            if x >= asked.left and x < asked.right and y >= asked.top and y < asked.bottom then
                rows[#rows + 1] = entity_row.encode(self, listed.entity, slot)
            end
        end
        return page(rows, asked.first, frames.EntityRow.bytes, capacity)
    end
end

--- Words as bytes, in parts that the stack of arguments has room for.
---@param words integer[]
local function words_as_bytes(words)
    local parts, most = {}, 250
    for first = 1, #words, most do
        local last = math.min(first + most - 1, #words)
        parts[#parts + 1] = pack("<" .. rep("I4", last - first + 1), unpack(words, first, last))
    end
    return table.concat(parts)
end

local function draw_cells(self, settings, asked, capacity)
    local scale = asked.scale
    if not SCALES[scale] then
        error("scale must be 1, 2, 4 or 8", 0)
    end
    if asked.right <= asked.left or asked.bottom <= asked.top then
        error("area must have an inside", 0)
    end
    local columns = floor((asked.right - asked.left + scale - 1) / scale)
    local rows = floor((asked.bottom - asked.top + scale - 1) / scale)
    if columns * rows * 4 > capacity then
        error("the cells do not fit into the channel's blob", 0)
    end
    local bounds = cells.bounds(settings)
    return rows, words_as_bytes(cells.draw(self, bounds, asked.left, asked.top, columns, rows, scale))
end

--- The eight layers of FactorioState.local_map, from a cell.
local function layers_of(cell)
    local amount = floor(cell / 2 ^ 16) % 4096
    return string.char(
        floor(cell / 2 ^ 28), floor(amount / 16), floor(cell / 2 ^ 12) % 16, floor(cell / 2 ^ 8) % 16,
        floor(cell / 2 ^ 4) % 16, cell % 2, amount % 16, 0
    )
end

local function describe_state(self, settings, asked, capacity)
    local side, layers = frames.MAP_SIDE, {}
    local x, y = 0, 0
    if self.character.valid then
        x, y = self.x, self.y
    end
    local map = cells.draw(self, cells.bounds(settings), floor(x) - side / 2, floor(y) - side / 2, side, side, 1)
    for index, cell in ipairs(map) do
        layers[index] = layers_of(cell)
    end
    local words = {}
    factory.add_rows(self, neighbours.within(self, STATE_RADIUS, frames.ENTITY_ROWS), words)
    local age = game.tick - self.reset_tick
    local state = pack("<ff", x, y) .. table.concat(layers)
        .. pack("<" .. rep("I2", frames.INVENTORY_SLOTS), unpack(factory.kinds(self)))
        .. words_as_bytes(words) .. pack("<I4I4", age % TWO_32, floor(age / TWO_32))
    return page({ state }, asked.first, STATE.bytes, capacity)
end

--- Rows begin with one for the number 0, which stands for none.
local function list_inventory(self, _, asked, capacity)
    local counts, rows = {}, { pack("<I4", 0) }
    if self.character.valid then
        for _, row in ipairs(self.inventory.get_contents()) do
            counts[row.name] = (counts[row.name] or 0) + row.count
        end
    end
    for number, name in ipairs(numbers.names("item")) do
        rows[number + 1] = pack("<I4", counts[name] or 0)
    end
    return page(rows, asked.first, 4, capacity)
end

local function list_flows(self, _, asked, capacity)
    local statistics = self.force.get_item_production_statistics(self.surface)
    local produced, consumed, rows = statistics.input_counts, statistics.output_counts, { rep("\0", FLOW.bytes) }
    for number, name in ipairs(numbers.names("item")) do
        local a, b = produced[name] or 0, consumed[name] or 0
        rows[number + 1] = pack(FLOW.format, a % TWO_32, floor(a / TWO_32), b % TWO_32, floor(b / TWO_32))
    end
    return page(rows, asked.first, FLOW.bytes, capacity)
end

---@param technology LuaTechnology
local function may_start(technology)
    if not technology.enabled or technology.researched or technology.prototype.research_trigger then
        return false
    end
    for _, needed in pairs(technology.prerequisites) do
        if not needed.researched then
            return false
        end
    end
    return true
end

local function list_technologies(self, _, asked, capacity)
    local force, rows, place = self.force, { rep("\0", TECHNOLOGY.bytes) }, {}
    for index, queued in ipairs(force.research_queue) do
        place[queued.name] = index
    end
    local current = force.current_research and force.current_research.name
    local technologies = force.technologies
    for number, name in ipairs(numbers.names("technology")) do
        local technology = technologies[name]
        local progress = name == current and force.research_progress or technology.saved_progress
        rows[number + 1] = pack(
            TECHNOLOGY.format, technology.researched and 1 or 0, may_start(technology) and 1 or 0, place[name] or 0,
            progress
        )
    end
    return page(rows, asked.first, TECHNOLOGY.bytes, capacity)
end

local function list_graph(self, _, asked, capacity)
    return page(graph.rows(self), asked.first, frames.EdgeRow.bytes, capacity)
end

local ANSWER = {
    [QUERY.ENTITIES] = entities(false),
    [QUERY.RESOURCES] = entities(true),
    [QUERY.CELLS] = draw_cells,
    [QUERY.STATE] = describe_state,
    [QUERY.INVENTORY] = list_inventory,
    [QUERY.FLOWS] = list_flows,
    [QUERY.TECHNOLOGIES] = list_technologies,
    [QUERY.GRAPH] = list_graph,
}

--- Answers a query. An area of zeros is the whole map.
---@param self Episode
---@param settings table of the scenario
---@param asked Query
---@param capacity integer bytes of answer that there is room for
---@return integer rows
---@return string their bytes
function query.answer(self, settings, asked, capacity)
    local answer = ANSWER[asked.kind]
    if not answer then
        error("the query's kind is not known", 0)
    end
    if asked.left == 0 and asked.top == 0 and asked.right == 0 and asked.bottom == 0 then
        local bounds = cells.bounds(settings)
        asked.left, asked.top, asked.right, asked.bottom = bounds.left, bounds.top, bounds.right, bounds.bottom
    end
    return answer(self, settings, asked, capacity)
end

return query
