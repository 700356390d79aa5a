--- The generator of scenes: xoshiro128++, the same sequence as the native door's (harness/standin/engine/random.c).
--- Lua 5.2 has doubles and bit32 only, so every step stays within 32 bits, and products are made of 16-bit halves.

local lrotate, rshift, lshift, bxor, band = bit32.lrotate, bit32.rshift, bit32.lshift, bit32.bxor, bit32.band

local TWO_32 = 4294967296

local random = {}

---@class Random
---@field [1] uint32
---@field [2] uint32
---@field [3] uint32
---@field [4] uint32

--- a * b modulo 2^32; exact, because each partial product stays below 2^53.
---@param a uint32
---@param b uint32
---@return uint32
local function multiply(a, b)
    local low, high = band(a, 0xFFFF), rshift(a, 16)
    return (low * b + band(high * band(b, 0xFFFF), 0xFFFF) * 65536) % TWO_32
end

---@param value uint32
---@return uint32
local function mix(value)
    value = multiply(bxor(value, rshift(value, 16)), 0x21F0AAAD)
    value = multiply(bxor(value, rshift(value, 15)), 0x735A2D97)
    return bxor(value, rshift(value, 15))
end

--- Makes a generator. A number holds seeds below 2^53; `high` gives the upper half of greater ones.
---@param seed number a whole number, 0..2^53-1, or the low 32 bits when `high` is given
---@param high uint32?
---@return Random
function random.new(seed, high)
    local low = seed % TWO_32
    high = high or math.floor(seed / TWO_32)
    local state, z = {}, low
    for i = 0, 3 do
        z = (z + 0x9E3779B9) % TWO_32
        state[i + 1] = mix(i % 2 == 1 and bxor(z, high) or z)
    end
    if state[1] == 0 and state[2] == 0 and state[3] == 0 and state[4] == 0 then
        state[1] = 1
    end
    return state
end

--- The next 32 random bits.
---@param state Random
---@return uint32
function random.next(state)
    local s0, s1, s2, s3 = state[1], state[2], state[3], state[4]
    local result = (lrotate((s0 + s3) % TWO_32, 7) + s0) % TWO_32
    local t = lshift(s1, 9)
    s2 = bxor(s2, s0)
    s3 = bxor(s3, s1)
    s1 = bxor(s1, s2)
    s0 = bxor(s0, s3)
    s2 = bxor(s2, t)
    s3 = lrotate(s3, 11)
    state[1], state[2], state[3], state[4] = s0, s1, s2, s3
    return result
end

--- A whole number of [low, high], both ends included; low when high < low. Takes exactly one output.
---@param state Random
---@param low integer
---@param high integer at most low + 2^21, so that the product is exact
---@return integer
function random.range(state, low, high)
    local bits = random.next(state)
    if high < low then
        return low
    end
    return low + math.floor(bits * (high - low + 1) / TWO_32)
end

return random
