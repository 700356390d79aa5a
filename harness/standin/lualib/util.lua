--- util: the helpers that scripts take from the core library at run time. Those that build prototypes are not here.

local util = {}

util.table = table

---A copy of a table with all tables in it; the game's objects and metatables are shared.
function table.deepcopy(object)
    local copies = {}
    local function copy(value)
        if type(value) ~= "table" then
            return value
        elseif copies[value] then
            return copies[value]
        end
        local result = {}
        copies[value] = result
        for key, member in pairs(value) do
            result[copy(key)] = copy(member)
        end
        return setmetatable(result, getmetatable(value))
    end
    return copy(object)
end

---Whether two tables hold equal values, tables in them compared likewise.
function table.compare(a, b)
    for key, value in pairs(a) do
        local other = b[key]
        if type(value) == "table" and type(other) == "table" then
            if not table.compare(value, other) then
                return false
            end
        elseif value ~= other then
            return false
        end
    end
    for key in pairs(b) do
        if a[key] == nil then
            return false
        end
    end
    return true
end

util.copy = table.deepcopy

local function xy(position)
    return position.x or position[1], position.y or position[2]
end

function util.distance(a, b)
    local ax, ay = xy(a)
    local bx, by = xy(b)
    return math.sqrt((ax - bx) ^ 2 + (ay - by) ^ 2)
end

function util.positiontostr(position)
    return string.format("[%g, %g]", xy(position))
end

---Ticks as minutes and seconds, with hours when there are any: "1:02:03".
function util.formattime(ticks)
    local seconds = math.floor(ticks / 60)
    local hours, minutes = math.floor(seconds / 3600), math.floor(seconds / 60) % 60
    if hours > 0 then
        return string.format("%d:%02d:%02d", hours, minutes, seconds % 60)
    end
    return string.format("%d:%02d", minutes, seconds % 60)
end

---A colour from its hexadecimal text: rgb pairs, with or without alpha; or one pair for grey.
function util.color(hex)
    local bytes = {}
    for pair in hex:gsub("#", ""):gmatch("%x%x") do
        bytes[#bytes + 1] = tonumber(pair, 16) / 255
    end
    if #bytes <= 2 then
        return { r = bytes[1], g = bytes[1], b = bytes[1], a = bytes[2] or 1 }
    end
    return { r = bytes[1], g = bytes[2], b = bytes[3], a = bytes[4] or 1 }
end

local function rgba(color)
    return color.r or color[1], color.g or color[2], color.b or color[3], color.a or color[4] or 1
end

function util.premul_color(color)
    local r, g, b, a = rgba(color)
    return { r = r * a, g = g * a, b = b * a, a = a }
end

function util.mix_color(first, second)
    local r1, g1, b1, a1 = rgba(first)
    local r2, g2, b2, a2 = rgba(second)
    return { r1 * r2, g1 * g2, b1 * b2, a1 * a2 }
end

function util.multiply_color(color, factor)
    local r, g, b, a = rgba(color)
    return { r * factor, g * factor, b * factor, a * factor }
end

function util.get_color_with_alpha(color, alpha, normalized_alpha)
    local r, g, b = rgba(color)
    if normalized_alpha and math.max(r, g, b) > 1 then
        alpha = alpha * 255
    end
    return { r = r, g = g, b = b, a = alpha }
end

local d = defines.direction

util.direction_vectors = {
    [d.north] = { 0, -1 },
    [d.northeast] = { 1, -1 },
    [d.east] = { 1, 0 },
    [d.southeast] = { 1, 1 },
    [d.south] = { 0, 1 },
    [d.southwest] = { -1, 1 },
    [d.west] = { -1, 0 },
    [d.northwest] = { -1, -1 },
}

---The position so many tiles away in one of the eight directions.
function util.moveposition(position, direction, distance)
    local vector = util.direction_vectors[direction]
    if not vector then
        error(tostring(direction) .. " is not a valid direction")
    end
    local x, y = xy(position)
    return { x + vector[1] * distance, y + vector[2] * distance }
end

function util.oppositedirection(direction)
    return (direction + 8) % 16
end

function util.multiplystripes(count, stripes)
    local result = {}
    for _, stripe in ipairs(stripes) do
        for _ = 1, count do
            result[#result + 1] = stripe
        end
    end
    return result
end

local PIXELS_PER_TILE = 32

function util.by_pixel(x, y)
    return { x / PIXELS_PER_TILE, y / PIXELS_PER_TILE }
end

function util.by_pixel_hr(x, y)
    return { x / (2 * PIXELS_PER_TILE), y / (2 * PIXELS_PER_TILE) }
end

function util.add_shift(a, b)
    if not (a and b) then
        return a or b
    end
    return { a[1] + b[1], a[2] + b[2] }
end

function util.mul_shift(shift, scale)
    if not (shift and scale) then
        return shift
    end
    return { shift[1] * scale, shift[2] * scale }
end

local SUFFIXES = { { "T", 1e12 }, { "B", 1e9 }, { "M", 1e6 }, { "k", 1e3 } }

---A number with thousands parted by commas, or short with a suffix: "1,234,567", "1.2M".
function util.format_number(amount, append_suffix)
    local suffix = ""
    if append_suffix then
        for _, pair in ipairs(SUFFIXES) do
            if math.abs(amount) >= pair[2] then
                amount = math.floor(amount / (pair[2] / 10)) / 10
                suffix = pair[1]
                break
            end
        end
    end
    local sign, whole, fraction = tostring(amount):match("^(%-?)(%d+)(.*)$")
    whole = whole:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
    return sign .. whole .. fraction .. suffix
end

function util.increment(t, index, amount)
    t[index] = t[index] + (amount or 1)
end

---One table of many: later entries win, tables on both sides are merged, nothing is shared with the sources.
function util.merge(tables)
    local result = {}
    for _, source in ipairs(tables) do
        for key, value in pairs(source) do
            if type(value) ~= "table" then
                result[key] = value
            elseif type(result[key]) == "table" then
                result[key] = util.merge({ result[key], value })
            else
                result[key] = table.deepcopy(value)
            end
        end
    end
    return result
end

---Puts items, name -> count, into an entity as far as they fit.
function util.insert_safe(entity, items)
    if not (entity and entity.valid and items) then
        return
    end
    for name, count in pairs(items) do
        if prototypes.item[name] and count > 0 then
            entity.insert({ name = name, count = count })
        else
            log("Item to insert not valid: " .. name)
        end
    end
end

---Takes items, name -> count, out of an entity as far as they are there.
function util.remove_safe(entity, items)
    if not (entity and entity.valid and items) then
        return
    end
    for name, count in pairs(items) do
        if prototypes.item[name] and count > 0 then
            entity.remove_item({ name = name, count = count })
        else
            log("Item to remove not valid: " .. name)
        end
    end
end

function util.split(text, separator)
    local result = {}
    for piece in text:gmatch("[^" .. separator .. "]+") do
        result[#result + 1] = piece
    end
    return result
end

function util.split_whitespace(text)
    return util.split(text, "%s")
end

function util.string_starts_with(text, start)
    return text:sub(1, #start) == start
end

function util.online_players()
    return game.connected_players
end

function util.clamp(x, lower, upper)
    return math.max(lower, math.min(upper, x))
end

---Name of some tile that a character can walk on.
function util.get_walkable_tile()
    for name, tile in pairs(prototypes.tile) do
        if tile.walking_speed_modifier > 0 and name:match("^grass") then
            return name
        end
    end
    error("No walkable tile in prototype list")
end

local ENERGY_PREFIXES = { k = 1e3, K = 1e3, M = 1e6, G = 1e9, T = 1e12, P = 1e15, E = 1e18, Z = 1e21, Y = 1e24 }
local TICKS_PER_SECOND = 60

---Joules of "4MJ"; joules a tick of "150kW".
function util.parse_energy(energy)
    local number, prefix, unit = energy:match("^([%d.]+)(%a?)([JW])$")
    local factor = prefix == "" and 1 or ENERGY_PREFIXES[prefix]
    if not (number and factor) then
        error(energy .. " is not an energy")
    end
    return tonumber(number) * factor / (unit == "W" and TICKS_PER_SECOND or 1)
end

---Mean number of a product of a recipe.
function util.product_amount(product)
    return (product.probability or 1) * (product.amount or (product.amount_min + product.amount_max) / 2)
end

---Removes the first entry that equals the value; whether there was one.
function util.remove_from_list(list, value)
    for i, entry in ipairs(list) do
        if entry == value then
            table.remove(list, i)
            return true
        end
    end
    return false
end

---{value = true} of a list's values.
function util.list_to_map(list)
    local map = {}
    for _, value in pairs(list) do
        map[value] = true
    end
    return map
end

return util
