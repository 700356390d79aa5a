--- Records how somebody plays an arena of the stock door: its frames, a step apart, and what the hand did in between.
---
---   /agent-record {"file": "walks.jsonl", "arena": 1, "ticks": 4, "seed": [7, 0], "player": "ann"}
---   /agent-record {"stop": true}
---
--- The arena begins the seed's episode, the game runs at normal speed, and every `ticks` ticks a line is appended to the
--- file below script-output. Typed by a player, or with a player's name, it gives the player the arena's character. A file
--- is lines of JSON: harness/envs/recording.py describes them. That players can be given a character so is the API's
--- description; nobody has joined a server of this project yet.

local episode = require("scripts.episode")
local frames = require("frames")
local numbers = require("scripts.numbers")
local observe = require("scripts.observe.init")

local ACTION = frames.ACTION

--- Version of the file's format.
local FORMAT = 1

--- Signs of dx and dy by defines.direction.
local SIGNS = {
    [0] = { 0, -1 }, [2] = { 1, -1 }, [4] = { 1, 0 }, [6] = { 1, 1 }, [8] = { 0, 1 }, [10] = { -1, 1 }, [12] = { -1, 0 },
    [14] = { -1, -1 },
}

local recorder = {}

--- A recording under way.
---@class Recording
---@field file string
---@field arena integer from 1
---@field ticks integer of a step
---@field next_tick integer at which the step ends
---@field speed number game.speed before
---@field was_paused boolean
---@field states table<string, {count: integer, action: number[]}> what the hand was at, tick by tick, in this step
---@field deeds number[][] what it did at once in this step
---@field mined boolean it mined in this step

---@return Episode
local function played(self)
    return storage.door.episodes[self.arena]
end

---@param self Recording
---@param line table
---@param append boolean
local function write(self, line, append)
    helpers.write_file(self.file, helpers.table_to_json(line) .. "\n", append)
end

--- Names of all that hands mine.
local minable

---@return string[]
local function minable_items()
    if not minable then
        local found = {}
        minable = {}
        for _, prototype in pairs(prototypes.entity) do
            local is_natural = prototype.type == "resource" or prototype.type == "tree" or prototype.type == "simple-entity"
            for _, product in ipairs(is_natural and prototype.mineable_properties.products or {}) do
                if product.type == "item" and not found[product.name] then
                    found[product.name] = true
                    minable[#minable + 1] = product.name
                end
            end
        end
    end
    return minable
end

--- What the hand is at in this tick: an action of comm_c/frames.h with its parameters.
---@param character LuaEntity
---@return number[]
local function state_of(character)
    local mining, walking = character.mining_state, character.walking_state
    if mining.mining then
        local target = character.selected
        local position = target and target.position or mining.position or character.position
        return { ACTION.MINE, position.x, position.y }
    end
    local signs = walking.walking and SIGNS[walking.direction] or { 0, 0 }
    return { ACTION.MOVE, signs[1], signs[2] }
end

--- The action of the step: what was done at once, else what the hand was at for most of the ticks.
---@param self Recording
---@return number[]
local function action_of(self)
    if self.deeds[1] then
        return self.deeds[1]
    end
    local best
    for _, state in pairs(self.states) do
        if not best or state.count > best.count or state.count == best.count and state.first < best.first then
            best = state
        end
    end
    return best and best.action or { ACTION.MOVE, 0, 0 }
end

--- Forgets the step that has ended, and notes what the next one is compared with.
---@param self Recording
local function begin_step(self)
    local arena = played(self)
    self.states, self.deeds, self.mined = {}, {}, false
    self.next_tick = game.tick + self.ticks
    arena.products = arena.is_alive and minable_items() or nil
    episode.before_ticks(arena)
end

---@param self Recording
local function encoded(self)
    local request = storage.door.request
    return helpers.encode_string(observe.encode(played(self), request.door.frame, request.settings))
end

---@param self Recording
local function end_step(self)
    local arena, action = played(self), action_of(self)
    local character = arena.character
    local is_mining = character.valid and character.mining_state.mining
    arena.is_reset, arena.result = false, 0
    arena.walking = character.valid and action[1] == ACTION.MOVE and (action[2] ~= 0 or action[3] ~= 0)
    arena.target = is_mining and character.selected or nil
    if not self.mined then
        arena.held = nil
    end
    episode.after_ticks(arena, self.ticks)
    write(self, { action = action, more = math.max(#self.deeds - 1, 0), frame = encoded(self) }, true)
end

---@param reason string
function recorder.stop(reason)
    local self = storage.recording
    if not self then
        error("nothing is being recorded")
    end
    write(self, { ends = reason }, true)
    game.speed, game.tick_paused = self.speed, self.was_paused
    storage.recording = nil
    script.on_event(defines.events.on_tick, nil)
end

local function on_tick()
    local self = storage.recording
    if not self.next_tick then
        played(self).reset_tick = game.tick
        write(self, { frame = encoded(self) }, true)
        begin_step(self)
    elseif game.tick >= self.next_tick then
        end_step(self)
        begin_step(self)
    end
    local arena = played(self)
    if not arena.character.valid then
        recorder.stop("dead")
        return
    end
    local state = state_of(arena.character)
    local key = table.concat(state, " ")
    local noted = self.states[key] or { count = 0, first = game.tick, action = state }
    noted.count = noted.count + 1
    self.states[key] = noted
    self.mined = self.mined or state[1] == ACTION.MINE
end

--- Gives a player the arena's character.
---@param player LuaPlayer
---@param arena Episode
local function hand_over(player, arena)
    player.set_controller({ type = defines.controllers.god })
    player.force = arena.force
    player.teleport(arena.character.position, arena.surface)
    player.set_controller({ type = defines.controllers.character, character = arena.character })
end

---@param name string
---@param value any
---@param low number
---@param high number
local function check_whole(name, value, low, high)
    if type(value) ~= "number" or value < low or value > high or value ~= math.floor(value) then
        error(("%s is %s; it must be a whole number of %d..%.0f"):format(name, tostring(value), low, high))
    end
end

---@param request table
local function check(request)
    if storage.recording then
        error("arena " .. storage.recording.arena .. " is being recorded; stop that first")
    end
    if not storage.door then
        error("no arenas have been set up behind the stock door")
    end
    if type(request.file) ~= "string" or not request.file:match("^[%w_%-]+%.jsonl$") then
        error("file is " .. tostring(request.file) .. "; it must be a plain name that ends in .jsonl")
    end
    check_whole("arena", request.arena, 1, #storage.door.episodes)
    check_whole("ticks", request.ticks, 1, 36000)
    local seed = type(request.seed) == "table" and request.seed or {}
    check_whole("seed[1]", seed[1], 0, 4294967295)
    check_whole("seed[2]", seed[2], 0, 4294967295)
end

---@param request table
---@param player_index integer? who typed it
---@return string name of the surface
function recorder.start(request, player_index)
    check(request)
    local player = request.player and game.get_player(request.player) or player_index and game.get_player(player_index)
    if request.player and not player then
        error("there is no player " .. tostring(request.player))
    end
    local door = storage.door
    local arena = door.episodes[request.arena]
    episode.reset(arena, door.request, request.seed[1], request.seed[2])
    if player then
        hand_over(player, arena)
    end
    storage.recording = {
        file = request.file, arena = request.arena, ticks = request.ticks, speed = game.speed,
        was_paused = game.tick_paused, states = {}, deeds = {}, mined = false,
    }
    write(storage.recording, {
        format = FORMAT, contract = frames.VERSION, frame_kind = door.request.door.frame, ticks = request.ticks,
        script = door.request.scenario, settings = door.request.settings, seed = request.seed,
        pool_scenes = door.request.door.pool_scenes, scene_seed = door.request.scene_seed,
        label = request.label or "", player = player and player.name or "",
    }, request.append == true)
    game.speed, game.tick_paused = 1, false
    recorder.on_load()
    return arena.surface.name
end

--- The recording of whose character an event tells; nil: of another, or none.
---@param event {player_index: integer?}
---@return Recording?
local function of_event(event)
    local self = storage.recording
    if not self or not self.next_tick then
        return nil
    end
    local character = played(self).character
    local player = event.player_index and game.get_player(event.player_index)
    return (not player or player.character == character) and self or nil
end

---@param event EventData.on_built_entity|EventData.script_raised_built
local function note_building(event)
    local self, entity = of_event(event), event.entity
    if self and entity.surface == played(self).surface and entity.force == played(self).force then
        local items = entity.prototype.items_to_place_this
        local item = items and items[1] and numbers.of("item")[items[1].name] or 0
        local place = entity.position
        self.deeds[#self.deeds + 1] = { ACTION.BUILD, place.x, place.y, item, entity.direction }
    end
end

---@param event EventData.on_pre_player_crafted_item
local function note_crafting(event)
    local self = of_event(event)
    if self then
        local recipe = numbers.of("recipe")[event.recipe.name]
        self.deeds[#self.deeds + 1] = { ACTION.CRAFT, 0, 0, recipe, event.queued_count }
    end
end

function recorder.on_load()
    script.on_event(defines.events.on_tick, storage.recording and on_tick or nil)
end

recorder.events = {
    [defines.events.on_built_entity] = note_building,
    [defines.events.script_raised_built] = note_building,
    [defines.events.on_pre_player_crafted_item] = note_crafting,
}

return recorder
