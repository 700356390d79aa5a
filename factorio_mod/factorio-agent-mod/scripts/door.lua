--- The stock door: the commands by which a bridge steps all arenas over RCON.
---
---   /agent-act SEQ TICKS TEXT   acts on the arenas' actions and lets the ticks run     A SEQ TICK DUE
---                               with 0 ticks it resets those that ask for it, and no more
---   /agent-see SEQ              the frames once they have run, else how many are left  O SEQ TICK TEXT  or  R SEQ LEFT
---   /agent-ask SEQ PART TEXT    answers a query for one arena                          Q SEQ PART ROWS TEXT
---
--- TEXT is what helpers.encode_string makes of bytes. Every reply carries the number of its exchange. A command that comes
--- again changes nothing and is answered with the same reply, so that a bridge may repeat whatever was not answered.
--- What is refused is answered with `E SEQ reason`.

local actions = require("scripts.actions.init")
local episode = require("scripts.episode")
local frames = require("frames")
local observe = require("scripts.observe.init")
local query = require("scripts.observe.query")

local ACTION = frames.Action
local QUERY = frames.Query
local RESET = frames.ACTION.RESET

local unpack = string.unpack

local door = {}

---@class Door
---@field request ArenaRequest
---@field episodes Episode[]
---@field seq integer of the exchange that acted last
---@field acted string? its acknowledgement
---@field seen string? its frames' reply
---@field due integer tick at which its ticks have run
---@field ticks integer that it runs
---@field resets {[1]: integer, [2]: uint32, [3]: uint32}[] place of the arena, and the seed's halves

--- Every byte, for the question whether the two functions carry it.
local function every_byte()
    local bytes = {}
    for byte = 0, 255 do
        bytes[byte + 1] = string.char(byte)
    end
    return table.concat(bytes)
end

--- Makes the arenas that the door serves.
---@param request ArenaRequest
---@return string[] names of their surfaces
function door.open(request)
    local bytes = every_byte()
    if helpers.decode_string(helpers.encode_string(bytes)) ~= bytes then
        error("this version's helpers.encode_string does not carry every byte; the stock door needs it")
    end
    local names, episodes = {}, {}
    for index = 1, request.door.arenas do
        episodes[index] = episode.new(request, index - 1)
        names[index] = episodes[index].surface.name
    end
    game.speed = request.door.speed
    storage.door = { request = request, episodes = episodes, seq = 0, due = game.tick, ticks = 0, resets = {} }
    return names
end

---@param text string
---@param bytes integer that it must hold
---@return string
local function unarmour(text, bytes)
    local data = helpers.decode_string(text)
    if not data or #data ~= bytes then
        error(("the payload holds %s bytes; %d are expected"):format(data and #data or "no", bytes))
    end
    return data
end

--- Without ticks, arenas that are not reset stand still: their actions count for nothing.
---@param self Door
---@param data string the arenas' actions, one after the other
---@param ticks integer
local function act(self, data, ticks)
    local format, bytes, resets = ACTION.format, ACTION.bytes, {}
    for index, arena in ipairs(self.episodes) do
        local action_type, p1, p2, p3, p4, p5, p6, p7, p8, low, high = unpack(format, data, (index - 1) * bytes + 1)
        if action_type == RESET then
            resets[#resets + 1] = { index, low, high }
        elseif ticks > 0 then
            arena.command_low, arena.command_high, arena.is_reset = low, high, false
            arena.result = actions.apply(arena, action_type, p1, p2, p3, p4, p5, p6, p7, p8)
            episode.before_ticks(arena)
        end
    end
    self.resets = resets
end

--- Arenas that are reset play no part in the ticks; when all are, none runs.
---@param self Door
---@param ticks integer
local function run(self, ticks)
    self.ticks = #self.resets < #self.episodes and ticks or 0
    self.due = game.tick + self.ticks
    if self.ticks > 0 then
        game.ticks_to_run = self.ticks
    end
end

---@param self Door
---@param seq integer
---@param rest string
---@return string
local function answer_act(self, seq, rest)
    if seq == self.seq and self.acted then
        return self.acted
    end
    if game.ticks_to_run > 0 then
        error(("exchange %d still runs; see it first"):format(self.seq))
    end
    local digits, text = rest:match("^(%d+) (%S+)$")
    if not digits then
        error("expected the number of ticks and the actions")
    end
    local ticks = tonumber(digits)
    act(self, unarmour(text, #self.episodes * ACTION.bytes), ticks)
    run(self, ticks)
    self.seq, self.seen = seq, nil
    self.acted = ("A %d %d %d"):format(seq, self.due - self.ticks, self.due)
    return self.acted
end

--- The arenas after their ticks: those that are to be reset are reset now, in the pause, and are seen as they begin.
---@param self Door
local function settle(self)
    local is_reset = {}
    for _, reset in ipairs(self.resets) do
        episode.reset(self.episodes[reset[1]], self.request, reset[2], reset[3])
        is_reset[reset[1]] = true
    end
    for index, arena in ipairs(self.episodes) do
        if not is_reset[index] and self.ticks > 0 then
            episode.after_ticks(arena, self.ticks)
        end
    end
end

---@param self Door
---@return string
local function encode_all(self)
    local all, kind = {}, self.request.door.frame
    for index, arena in ipairs(self.episodes) do
        all[index] = observe.encode(arena, kind, self.request.settings)
    end
    return table.concat(all)
end

---@param self Door
---@param seq integer
---@return string
local function answer_see(self, seq)
    if seq ~= self.seq then
        error(("exchange %d is not the last one, which is %d"):format(seq, self.seq))
    end
    if self.seen then
        return self.seen
    end
    if game.ticks_to_run > 0 or game.tick < self.due then
        return ("R %d %d"):format(seq, self.due - game.tick)
    end
    settle(self)
    self.seen = ("O %d %d %s"):format(seq, game.tick, helpers.encode_string(encode_all(self)))
    return self.seen
end

--- Answers anew whenever it is asked: a question changes nothing.
---@param self Door
---@param seq integer
---@param rest string the number among several questions, and the query
---@return string
local function answer_ask(self, seq, rest)
    local part, text = rest:match("^(%d+) (%S+)$")
    if not part then
        error("expected the number of the question and the query")
    end
    if game.ticks_to_run > 0 then
        error(("exchange %d still runs; see it first"):format(self.seq))
    end
    local data = unarmour(text, QUERY.bytes + 8)
    local kind, left, top, right, bottom, scale, first = unpack(QUERY.format, data)
    local arena, capacity = unpack("<I4I4", data, QUERY.bytes + 1)
    local rows, bytes = query.answer(self.episodes[arena + 1], self.request.settings, {
        kind = kind, left = left, top = top, right = right, bottom = bottom, scale = scale, first = first,
    }, capacity)
    return ("Q %d %s %d %s"):format(seq, part, rows, helpers.encode_string(bytes))
end

--- The message alone, without the place in the source before it and the trace behind it.
---@param message any
---@return string
local function reason(message)
    return (tostring(message):match("^[^\n]*"):gsub("^[^:]*:%d+: ", ""))
end

--- Answers with exactly one line, whatever happens: an error that nobody catches would stop the server.
---@param work fun(self: Door, seq: integer, rest: string): string
---@return fun(command: CustomCommandData)
local function answering(work)
    return function(command)
        local seq, rest = (command.parameter or ""):match("^(%d+) ?(.*)$")
        if not seq or not storage.door then
            rcon.print("E 0 " .. (storage.door and "expected the number of an exchange" or "no arenas have been set up"))
            return
        end
        local ok, answer = pcall(work, storage.door, tonumber(seq), rest)
        rcon.print(ok and answer or ("E %s %s"):format(seq, reason(answer)))
    end
end

function door.add_commands()
    commands.add_command("agent-act", "Acts in all arenas; for the bridge of the stock door.", answering(answer_act))
    commands.add_command("agent-ask", "Answers a query for one arena; for the bridge.", answering(answer_ask))
    commands.add_command("agent-see", "Tells what all arenas look like; for the bridge.", answering(answer_see))
end

return door
