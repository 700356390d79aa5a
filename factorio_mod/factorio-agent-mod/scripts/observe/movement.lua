--- The first 64 bytes of every frame.

local frames = require("frames")

local FLAG = frames.FLAG
local FORMAT = frames.MovementFrame.format
local TWO_32 = 4294967296

local floor, sqrt, min, pack = math.floor, math.sqrt, math.min, string.pack

local movement = {}

---@param self Episode
---@return integer bits of frames.FLAG
local function flags(self)
    local bits = self.is_reset and FLAG.RESET or 0
    if not self.is_alive then
        return bits
    end
    if self.walking then
        bits = bits + FLAG.WALKING + (self.blocked > 0 and FLAG.BLOCKED or 0)
    end
    return bits + FLAG.ALIVE + (self.target and FLAG.MINING or 0)
end

---@param self Episode
---@return string 64 bytes
function movement.encode(self)
    local character, goal, x, y = self.character, self.goal, self.x, self.y
    local health, direction, goal_x, goal_y, goal_distance = 0, 0, 0, 0, 0
    if self.is_alive then
        health, direction = character.health, character.direction
    end
    if goal then
        goal_x, goal_y = goal.x, goal.y
        goal_distance = sqrt((x - goal_x) * (x - goal_x) + (y - goal_y) * (y - goal_y))
    end
    local age = game.tick - self.reset_tick
    return pack(
        FORMAT, x, y, goal_x, goal_y, age % TWO_32, floor(age / TWO_32), self.dx, self.dy, health, direction, flags(self),
        self.result, min(self.blocked, 255), self.command_low, self.command_high, self.walked, self.number, goal_distance,
        self.mined % TWO_32
    )
end

return movement
