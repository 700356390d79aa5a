test("what reaches the machine is not there", function()
    for _, name in ipairs({ "io", "os", "coroutine", "dofile", "loadfile", "python", "collectgarbage", "loadstring", "module" }) do
        equal(_G[name], nil)
    end
    equal(package.loadlib, nil)
    equal(package.cpath, nil)
    equal(string.dump, nil)
    equal(debug.setupvalue, nil)
    equal(debug.getupvalue, nil)
    equal(debug.getregistry, nil)
    equal(debug.sethook, nil)
end)

test("binary chunks are refused", function()
    local chunk, message = load("\27Lua" .. ("\0"):rep(60))
    equal(chunk, nil)
    equal(message:find("binary", 1, true) ~= nil, true)
    equal((load("return 1", "x", "b")), nil)
end)

test("load runs in the mod's own globals, or in the table that it is given", function()
    here = 41
    equal(load("here = here + 1 return here")(), 42)
    local box = { x = 5 }
    equal(load("y = x + 1 return y", "=box", "t", box)(), 6)
    equal(box.y, 6)
    local pieces = { "return ", "7" }
    local i = 0
    equal(load(function() i = i + 1 return pieces[i] end)(), 7)
    equal({ load("x = = 1", "=c") }, { nil, "c:1: unexpected symbol near '='" })
end)

test("require works only while control.lua is read", function()
    raises("Require can't be used outside of control.lua parsing.", require, "util")
end)

test("the metatable of texts is closed and texts have their methods", function()
    equal(getmetatable("x"), "string")
    equal(("abc"):upper(), "ABC")
    equal(("x"):rep(3), "xxx")
    equal(("<I2"):pack(258), "\2\1")
end)

test("changing a library changes it for nobody else", function()
    string.upper = nil
    equal(("abc"):upper(), "ABC")
end)

test("math.random stays in its interval and is not moved by randomseed", function()
    for _ = 1, 200 do
        local a, b, c = math.random(), math.random(6), math.random(-3, 3)
        equal(a >= 0 and a < 1, true)
        equal(b >= 1 and b <= 6 and b == math.floor(b), true)
        equal(c >= -3 and c <= 3, true)
    end
    raises("interval is empty", math.random, 0)
    math.randomseed(5)
    local first = math.random()
    math.randomseed(5)
    equal(math.random() ~= first, true)
end)

test("a generator of one's own repeats with its seed", function()
    local a, b = game.create_random_generator(9), game.create_random_generator(9)
    equal({ a(), a(5), a(2, 3) }, { b(), b(5), b(2, 3) })
    a.re_seed(9)
    b.re_seed(9)
    equal(a(), b())
end)

test("an error value of the server gives nothing away", function()
    local good, failure = pcall(helpers.write_file, "x", print)
    equal(good, false)
    equal(type(failure), "string")
end)

test("debug tells places and hides functions", function()
    local info = debug.getinfo(1)
    equal(info.currentline > 0, true)
    equal(info.func, nil)
    equal(debug.traceback("x"):match("^x\nstack traceback:") ~= nil, true)
end)

test("bit32 is there", function()
    equal(bit32.bxor(5, 3), 6)
    equal(bit32.lrotate(0x80000000, 1), 1)
end)
