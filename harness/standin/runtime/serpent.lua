-- serpent: texts of Lua values, after the interface of the library of that name as the game has it.
--   serpent.line(value)   one line      serpent.block(value)   indented      serpent.dump(value)   a chunk that makes it

local serpent = {}

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
    while]]):gmatch("%S+") do
    KEYWORDS[word] = true
end

local HUGE = { [tostring(1 / 0)] = "math.huge", [tostring(-1 / 0)] = "-math.huge", [tostring(0 / 0)] = "0/0" }
local LONGEST_NUMBER_KEY = 12

---Text of a number that reads back as the same number.
local function number_text(value, options)
    local text = tostring(value)
    if HUGE[text] or value ~= value then
        return options.nohuge and text or (HUGE[text] or "0/0") .. " --[[" .. text .. "]]"
    end
    if value == math.floor(value) and math.abs(value) < 2 ^ 53 then
        return ("%.0f"):format(value)
    end
    return (options.numformat or "%.17g"):format(value)
end

local function string_text(value)
    return (("%q"):format(value):gsub("\010", "n"):gsub("\026", "\\026"))
end

---Numbers in texts are padded, so that sorted keys count naturally.
local function sort_text(key)
    local rank = ({ number = "a", string = "b" })[type(key)] or "c"
    return rank .. tostring(key):gsub("%d+", function(digits)
        return ("%0" .. LONGEST_NUMBER_KEY .. "d"):format(tonumber(digits) or 0)
    end)
end

local function sort_keys(keys)
    table.sort(keys, function(a, b)
        return sort_text(a) < sort_text(b)
    end)
end

local function is_name(key)
    return type(key) == "string" and not KEYWORDS[key] and key:match("^[%a_][%w_]*$") ~= nil
end

---One serialization: its options and what it has seen.
---@class Writer
local Writer = {}
Writer.__index = Writer

function Writer:space(text)
    return self.options.compact and "" or text
end

function Writer:scalar(value)
    local kind = type(value)
    if kind == "number" then
        return number_text(value, self.options)
    elseif kind == "string" then
        return string_text(value)
    elseif kind == "boolean" or kind == "nil" then
        return tostring(value)
    elseif kind == "function" then
        return "function() --[[..skipped..]] end"
    end
    if self.options.fatal then
        error("Can't serialize a value of type " .. kind, 0)
    end
    return string_text(tostring(value))
end

function Writer:key_text(key, path)
    if is_name(key) then
        return key, path .. (path == "" and "" or ".") .. key
    end
    local text = type(key) == "table" and string_text(tostring(key)) or self:scalar(key)
    return "[" .. text .. "]", path .. "[" .. text .. "]"
end

---The keys to write, list first.
function Writer:keys_of(value, length)
    local keys, options = {}, self.options
    for i = 1, length do
        keys[i] = i
    end
    for key in pairs(value) do
        local listed = type(key) == "number" and key >= 1 and key <= length and key == math.floor(key)
        if not listed then
            keys[#keys + 1] = key
        end
    end
    if options.sortkeys then
        local rest = {}
        for i = length + 1, #keys do
            rest[#rest + 1] = keys[i]
        end
        if type(options.sortkeys) == "function" then
            options.sortkeys(rest, value)
        else
            sort_keys(rest)
        end
        for i = 1, #rest do
            keys[length + i] = rest[i]
        end
    end
    return keys
end

function Writer:wanted(key, value)
    local options = self.options
    if options.valignore and options.valignore[value] then
        return false
    elseif options.keyallow and not options.keyallow[key] then
        return false
    elseif options.keyignore and options.keyignore[key] then
        return false
    end
    return not (options.valtypeignore and options.valtypeignore[type(value)])
end

---@param value table
---@param path string how the table is reached, for references to itself
---@param depth integer
function Writer:table(value, path, depth)
    local options = self.options
    local meta = getmetatable(value)
    if type(meta) == "table" and options.metatostring ~= false and meta.__tostring then
        return string_text(tostring(value))
    elseif self.seen[value] then
        self.later[#self.later + 1] = path .. " = " .. self.seen[value]
        return "nil --[[ref]]"
    elseif options.maxlevel and depth >= options.maxlevel then
        return "{}"
    end
    self.seen[value] = path
    local rows, count = {}, 0
    local length = #value
    for _, key in ipairs(self:keys_of(value, length)) do
        local entry = value[key]
        local in_list = type(key) == "number" and key <= length and key >= 1
        if (entry ~= nil or not options.sparse) and self:wanted(key, entry) then
            if options.maxnum and count >= options.maxnum then
                break
            end
            count = count + 1
            rows[count] = self:row(key, entry, in_list, path, depth)
        end
    end
    return self:join(rows, depth)
end

function Writer:row(key, entry, in_list, path, depth)
    local name, inner = self:key_text(key, path)
    local text = type(entry) == "table" and self:table(entry, inner, depth + 1) or self:scalar(entry)
    if in_list and name == "[" .. tostring(key) .. "]" then
        return text
    end
    return name .. self:space(" ") .. "=" .. self:space(" ") .. text
end

function Writer:join(rows, depth)
    local indent = self.options.indent
    if #rows == 0 then
        return "{}"
    elseif not indent then
        return "{" .. table.concat(rows, "," .. self:space(" ")) .. "}"
    end
    local inner, outer = indent:rep(depth + 1), indent:rep(depth)
    return "{\n" .. inner .. table.concat(rows, ",\n" .. inner) .. "\n" .. outer .. "}"
end

local function with_defaults(options, defaults)
    local result = {}
    for key, value in pairs(defaults) do
        result[key] = value
    end
    for key, value in pairs(options or {}) do
        result[key] = value
    end
    for _, list in ipairs({ "valignore", "keyallow", "keyignore", "valtypeignore" }) do
        local set = result[list]
        if set and set[1] ~= nil then
            result[list] = {}
            for _, member in ipairs(set) do
                result[list][member] = true
            end
        end
    end
    return result
end

local function write(value, options)
    local writer = setmetatable({ options = options, seen = {}, later = {} }, Writer)
    local text = type(value) == "table" and writer:table(value, options.name or "", 0) or writer:scalar(value)
    return text, writer.later
end

---One line.
function serpent.line(value, options)
    return (write(value, with_defaults(options, { sortkeys = true })))
end

---Indented lines.
function serpent.block(value, options)
    return (write(value, with_defaults(options, { sortkeys = true, indent = "  " })))
end

---A chunk that makes the value again, tables that hold themselves included.
function serpent.dump(value, options)
    options = with_defaults(options, { name = "_", compact = true, sparse = true })
    local text, later = write(value, options)
    local assignments = #later > 0 and ";" .. table.concat(later, ";") or ""
    return "do local " .. options.name .. "=" .. text .. assignments .. ";return " .. options.name .. ";end"
end

---Reads what line, block or dump wrote. With safe = false calls are allowed.
---@return boolean, any
function serpent.load(text, options)
    local chunk, message = load(text:match("^%s*do ") and text or "return " .. text, nil, "t", {})
    if not chunk then
        return false, message
    end
    if not (options and options.safe == false) and text:gsub("%b\"\"", ""):match("[%w_%]%)}]%s*%(") then
        return false, "cannot safely load: it calls a function"
    end
    return pcall(chunk)
end

return serpent
