local function keys(t)
    local result = {}
    for key in pairs(t) do
        result[#result + 1] = tostring(key)
    end
    return table.concat(result, " ")
end

test("pairs walks the keys of a constructor as they are written", function()
    equal(keys({ zebra = 1, apple = 2, mango = 3 }), "zebra apple mango")
    equal(keys({ [10] = 1, ["x y"] = 2, z = 3 }), "10 x y z")
end)

test("pairs walks keys in the order in which they were stored", function()
    local t = {}
    t.q = 1
    t.w = 2
    t["e"] = 3
    t.a = 4
    equal(keys(t), "q w e a")
end)

test("a constructor with more than fifteen keys keeps their order", function()
    local t = { s = 1, r = 1, q = 1, p = 1, o = 1, n = 1, m = 1, l = 1, k = 1, j = 1, i = 1, h = 1, g = 1, f = 1, e = 1,
        d = 1, c = 1, b = 1, a = 1 }
    equal(keys(t), "s r q p o n m l k j i h g f e d c b a")
end)

test("a constructor with computed keys and values keeps their order", function()
    local name = "second"
    local t = { first = name and 1 or 2, [name] = { z = 1, a = 2 }, third = (function() return 3 end)() }
    equal(keys(t), "first second third")
    equal(keys(t.second), "z a")
end)

test("two tables of one constructor do not share what is added later", function()
    local function make() return { b = 1, a = 2 } end
    local one, two = make(), make()
    one.z = 3
    two.c = 4
    equal(keys(one), "b a z")
    equal(keys(two), "b a c")
    equal(keys(make()), "b a")
end)

test("whole numbers come first and ascend, whatever the order of their insertion", function()
    local t = { name = 1 }
    t[3], t[1], t[2] = "c", "a", "b"
    t[700], t[9] = "y", "x"
    equal(keys(t), "1 2 3 9 700 name")
end)

test("numbers above 1024 that do not continue the list come as they were stored", function()
    local t = {}
    t[5000] = 1
    t.x = 2
    t[2000] = 3
    equal(keys(t), "5000 x 2000")
end)

test("a key that is removed and stored again is walked once", function()
    local t = { a = 1, b = 2, c = 3 }
    t.a = nil
    equal(keys(t), "b c")
    for i = 1, 40 do
        t.a, t.d = nil, nil
        t.a, t.d = i, i
    end
    local count = 0
    for _ in pairs(t) do
        count = count + 1
    end
    equal(count, 4)
end)

test("a number removed from the middle of a list hides none behind it", function()
    local t = { 1, 2, 3, 4, 5 }
    t[2] = nil
    equal(keys(t), "1 3 4 5")
    t[1] = nil
    equal(keys(t), "3 4 5")
    t[1] = "one"
    equal(keys(t), "1 3 4 5")
end)

test("a queue that is taken from the front is walked whole", function()
    local t = {}
    for i = 1, 50 do
        table.insert(t, i)
    end
    for i = 1, 30 do
        t[i] = nil
    end
    t[51] = 51
    local count = 0
    for _, value in pairs(t) do
        count = count + 1
        equal(value, 30 + count)
    end
    equal(count, 21)
end)

test("nil in a constructor hides nothing", function()
    equal(keys({ nil, 2, nil, 4 }), "2 4")
    equal(keys({ nil, 2, x = 1 }), "2 x")
    equal(keys({ x = 1, nil, 2, y = 3 }), "2 x y")
    local t = { nil, 2 }
    t.x = 1
    equal(keys(t), "2 x")
end)

test("a value may be cleared while its table is walked", function()
    local t = { a = 1, b = 2, c = 3, d = 4 }
    local seen = {}
    for key in pairs(t) do
        seen[#seen + 1] = key
        t[key] = nil
    end
    equal(table.concat(seen), "abcd")
    equal(next(t), nil)
end)

test("next starts, goes on, ends, and refuses a key that is not there", function()
    local t = { 7, b = 2 }
    equal({ next(t) }, { 1, 7 })
    equal({ next(t, 1) }, { "b", 2 })
    equal(next(t, "b"), nil)
    equal(next({}), nil)
    raises("invalid key to 'next'", next, t, "nope")
end)

test("nested functions, upvalues and globals keep order too", function()
    local outer = {}
    local function fill(name)
        return function()
            outer[name] = true
        end
    end
    fill("z")()
    fill("a")()
    equal(keys(outer), "z a")
end)

test("rawset, table.pack and json_to_table keep order", function()
    local t = {}
    rawset(t, "y", 1)
    rawset(t, "x", 2)
    equal(keys(t), "y x")
    equal(keys(table.pack("a", nil, "c")), "1 3 n")
    equal(keys(helpers.json_to_table('{"b":1,"a":2,"0":3}')), "b a 0")
end)

test("__newindex and __pairs work as in Lua", function()
    local log = {}
    local t = setmetatable({}, { __newindex = function(self, key, value) log[#log + 1] = key rawset(self, key, value) end })
    t.b = 1
    t.a = 2
    t.b = 3
    equal(table.concat(log), "ba")
    equal(keys(t), "b a")
    local walked = setmetatable({}, { __pairs = function() return function(_, k) if not k then return "only" end end end })
    equal(keys(walked), "only")
end)

test("a table with weak keys lets them go", function()
    local t = setmetatable({}, { __mode = "k" })
    t[{}] = 1
    equal(next(t) ~= nil, true)
end)

test("table_size counts all keys and the record is seen by nobody", function()
    local t = { a = 1, 2, nil, 4 }
    equal(table_size(t), 3)
    equal(#t >= 1, true)
    equal(serpent.line({ b = 1, a = 2 }), "{a = 2, b = 1}")
    equal(helpers.table_to_json({ b = 1, a = 2 }), '{"b":1,"a":2}')
end)

test("insert and remove shift like Lua's own", function()
    local t = { "a", "b", "c" }
    table.insert(t, 2, "x")
    equal(table.concat(t), "axbc")
    equal(table.remove(t, 1), "a")
    equal(table.remove(t), "c")
    equal(table.concat(t), "xb")
    equal(table.remove({}), nil)
    raises("wrong number of arguments to 'insert'", table.insert, t)
end)

test("line numbers and variable names of errors stay what they were", function()
    local chunk = load("local a = {x = 1}\nlocal t = {b = 2, c = {}}\nt.c.d.e = 5", "@file.lua")
    local _, message = pcall(chunk)
    equal(message, "file.lua:3: attempt to index field 'd' (a nil value)")
    local _, second = pcall(load("local thing\n\nthing.x = {y = 1}", "@file.lua"))
    equal(second, "file.lua:3: attempt to index local 'thing' (a nil value)")
end)

test("loops with stores, breaks and gotos run as written", function()
    local t, n = {}, 0
    for i = 1, 10 do
        if i % 2 == 0 then
            goto continue
        end
        t["k" .. i] = i
        for _, v in ipairs({ 1, 2, 3 }) do
            if v == 2 then
                break
            end
            n = n + v
            t.last = v
        end
        ::continue::
    end
    while n > 0 do
        n = n - 1
        t["w" .. n] = { n = n, [n + 1] = true }
    end
    repeat
        t.done = n == 0 and { yes = true } or nil
    until t.done
    equal(keys(t), "k1 last k3 k5 k7 k9 w4 w3 w2 w1 w0 done")
end)

test("positions and boxes of the game are walked x before y, left_top before right_bottom, also when keys are added", function()
    local chest = game.surfaces[1].create_entity({ name = "wooden-chest", position = { 3, 4 }, force = "player" })
    equal(keys(chest.position), "x y")
    equal(keys(chest.bounding_box), "left_top right_bottom")
    local place = chest.position
    place.a = 1
    equal(keys(place), "x y a")
    place.x = nil
    equal(keys(place), "y a")
    local key, value = next(chest.position)
    equal({ key, value }, { "x", 3.5 })
    equal({ next(chest.position, "x") }, { "y", 4.5 })
    equal(next(chest.position, "y"), nil)
    equal({ table_size(chest.position), helpers.table_to_json(chest.position) }, { 2, '{"x":3.5,"y":4.5}' })
end)
