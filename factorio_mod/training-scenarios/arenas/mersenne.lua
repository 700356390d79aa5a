--- Python's random.Random, draw for draw: the Mersenne Twister MT19937 and what its integers, choices and reals are made
--- of. Scenes whose published generators are written in Python are drawn with it; all others with scripts/random.lua.
---
--- Source: Matsumoto and Nishimura, "Mersenne Twister", 1998; init_by_array of its reference; CPython's documentation of
--- random.seed (a whole number is split into words of 32 bits) and random.random (53 bits of two words).

local band, bor, bxor, lshift, rshift = bit32.band, bit32.bor, bit32.bxor, bit32.lshift, bit32.rshift

local TWO_32 = 4294967296
local WORDS, AHEAD = 624, 397

local mersenne = {}

---@class Mersenne
---@field words uint32[] from 0
---@field index integer of the next word; WORDS: all are used

--- a * b modulo 2^32; exact, because each partial product stays below 2^53.
---@param a uint32
---@param b uint32
---@return uint32
local function multiply(a, b)
    local low, high = band(a, 0xFFFF), rshift(a, 16)
    return (low * b + band(high * band(b, 0xFFFF), 0xFFFF) * 65536) % TWO_32
end

---@param seed uint32
---@return uint32[]
local function spread(seed)
    local words = { [0] = seed }
    for i = 1, WORDS - 1 do
        local before = words[i - 1]
        words[i] = (multiply(bxor(before, rshift(before, 30)), 1812433253) + i) % TWO_32
    end
    return words
end

--- A generator as random.Random(seed) makes it.
---@param seed number a whole number, 0..2^53-1
---@return Mersenne
function mersenne.new(seed)
    local key = { [0] = seed % TWO_32, math.floor(seed / TWO_32) }
    local length = key[1] > 0 and 2 or 1
    local words, i, j = spread(19650218), 1, 0
    local function advance()
        i = i + 1
        if i >= WORDS then
            words[0], i = words[WORDS - 1], 1
        end
    end
    for _ = 1, WORDS do
        local before = words[i - 1]
        words[i] = (bxor(words[i], multiply(bxor(before, rshift(before, 30)), 1664525)) + key[j] + j) % TWO_32
        advance()
        j = (j + 1) % length
    end
    for _ = 1, WORDS - 1 do
        local before = words[i - 1]
        words[i] = (bxor(words[i], multiply(bxor(before, rshift(before, 30)), 1566083941)) - i) % TWO_32
        advance()
    end
    words[0] = 0x80000000
    return { words = words, index = WORDS }
end

---@param self Mersenne
local function twist(self)
    local words = self.words
    for i = 0, WORDS - 1 do
        local y = bor(band(words[i], 0x80000000), band(words[(i + 1) % WORDS], 0x7FFFFFFF))
        local odd = band(y, 1) == 1 and 0x9908B0DF or 0
        words[i] = bxor(words[(i + AHEAD) % WORDS], rshift(y, 1), odd)
    end
    self.index = 0
end

---@param self Mersenne
---@return uint32
local function word(self)
    if self.index >= WORDS then
        twist(self)
    end
    local y = self.words[self.index]
    self.index = self.index + 1
    y = bxor(y, rshift(y, 11))
    y = bxor(y, band(lshift(y, 7), 0x9D2C5680))
    y = bxor(y, band(lshift(y, 15), 0xEFC60000))
    return bxor(y, rshift(y, 18))
end

--- random.random(): in [0, 1).
---@param self Mersenne
---@return number
function mersenne.random(self)
    local high, low = rshift(word(self), 5), rshift(word(self), 6)
    return (high * 67108864 + low) / 9007199254740992
end

--- random.uniform(first, last).
---@param self Mersenne
---@param first number
---@param last number
---@return number
function mersenne.uniform(self, first, last)
    return first + (last - first) * mersenne.random(self)
end

--- random.randrange(count): draws as many bits as the count has until they are below it.
---@param self Mersenne
---@param count integer 1..2^31
---@return integer 0..count - 1
function mersenne.below(self, count)
    local bits = 0
    while 2 ^ bits <= count do
        bits = bits + 1
    end
    while true do
        local drawn = rshift(word(self), 32 - bits)
        if drawn < count then
            return drawn
        end
    end
end

--- random.randint(first, last).
---@param self Mersenne
---@param first integer
---@param last integer
---@return integer first..last
function mersenne.whole(self, first, last)
    return first + mersenne.below(self, last - first + 1)
end

--- random.choice(list).
---@generic T
---@param self Mersenne
---@param list T[]
---@return T
function mersenne.choice(self, list)
    return list[1 + mersenne.below(self, #list)]
end

return mersenne
