--- What lies nearest to a place, in an order that does not depend on the server: by distance between centres, then from
--- north to south, then from west to east, then by the prototype's number.

local UNITS_PER_TILE = 256

--- Whole numbers below it are exact.
local TWO_53 = 2 ^ 53

local sort = table.sort

local nearest = {}

---@param places MapPosition[]
---@param a integer
---@param b integer
---@param number_of (fun(index: integer): integer)?
local function lies_first(places, a, b, number_of)
    local one, other = places[a], places[b]
    if one.y ~= other.y then
        return one.y < other.y
    elseif one.x ~= other.x then
        return one.x < other.x
    end
    return number_of ~= nil and number_of(a) < number_of(b)
end

--- For so many places so far away that a number cannot hold both a distance and an index.
---@return integer[]
local function pick_by_comparing(places, x, y, most, number_of)
    local squares, picked = {}, {}
    for index, place in ipairs(places) do
        local dx, dy = place.x - x, place.y - y
        squares[index], picked[index] = dx * dx + dy * dy, index
    end
    sort(picked, function(a, b)
        if squares[a] ~= squares[b] then
            return squares[a] < squares[b]
        end
        return lies_first(places, a, b, number_of)
    end)
    for rank = #picked, most + 1, -1 do
        picked[rank] = nil
    end
    return picked
end

--- Takes the first of sorted keys, each group of equal distances in its order.
---@param keys number[]
---@param scale integer
---@return integer[]
local function take_first(keys, scale, places, most, number_of)
    local picked, distance, first = {}, -1, 1
    for rank = 1, #keys do
        local index = keys[rank] % scale
        local own = keys[rank] - index
        if own ~= distance then
            if rank > most then
                break
            end
            distance, first = own, rank
        end
        local at = rank
        while at > first and lies_first(places, index, picked[at - 1], number_of) do
            picked[at] = picked[at - 1]
            at = at - 1
        end
        picked[at] = index
    end
    for rank = #picked, most + 1, -1 do
        picked[rank] = nil
    end
    return picked
end

--- Picks the places that lie nearest. Numbers sort much faster than places do with a function that compares them: each
--- place becomes one number, its distance squared before its index.
---@param places MapPosition[] or anything else with x and y
---@param x number tiles
---@param y number
---@param most integer
---@param number_of (fun(index: integer): integer)? what decides between two at the same place
---@return integer[] indices of the nearest, at most `most`, nearest first
function nearest.pick(places, x, y, most, number_of)
    local keys, count = {}, #places
    local scale = count + 1
    for index = 1, count do
        local place = places[index]
        local dx, dy = (place.x - x) * UNITS_PER_TILE, (place.y - y) * UNITS_PER_TILE
        keys[index] = (dx * dx + dy * dy) * scale + index
    end
    sort(keys)
    if count > 0 and keys[count] >= TWO_53 then
        return pick_by_comparing(places, x, y, most, number_of)
    end
    return take_first(keys, scale, places, most, number_of)
end

return nearest
