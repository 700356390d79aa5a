-- helpers, serpent, remote, string.pack: what carries data.

test("table_to_json writes lists, objects in order, and {} for an empty table", function()
    equal(helpers.table_to_json({}), "{}")
    equal(helpers.table_to_json({ 1, 2.5, "x", true, { a = {} } }), '[1,2.5,"x",true,{"a":{}}]')
    equal(helpers.table_to_json({ z = 1, a = "\"\\\n\1" }), '{"z":1,"a":"\\"\\\\\\n\\u0001"}')
    equal(helpers.table_to_json({ [3] = 1 }), '{"3":1}')
    equal(helpers.table_to_json({ x = 0.1, y = 1e300, z = -0.5, w = 2 ^ 53 }), '{"x":0.1,"y":1e+300,"z":-0.5,"w":9007199254740992}')
    raises("Can't convert", helpers.table_to_json, { print })
    raises("Can't convert", helpers.table_to_json, { 0 / 0 })
    local loop = {}
    loop.x = loop
    raises("nested deeper", helpers.table_to_json, loop)
end)

test("json_to_table reads what is JSON and gives nil for all else", function()
    equal(helpers.json_to_table("[1,[2],{}]"), { 1, { 2 }, {} })
    equal(helpers.json_to_table(' {"a" : {"b":[true,false,null]}, "c":"\\u00e4\\ud83d\\ude00\\/"} ').c, "\195\164\240\159\152\128/")
    equal(helpers.json_to_table("-1.5e3"), -1500)
    for _, text in ipairs({ "", "{", "[1,]", "{a:1}", "[1 2]", '"x', "tru", "1 2", "\"\\x\"", "[" .. ("["):rep(500) }) do
        equal(helpers.json_to_table(text), nil)
    end
end)

test("JSON comes back as it was sent", function()
    local value = { a = { 1, 2, 3 }, b = { c = "x", d = { true } } }
    equal(helpers.json_to_table(helpers.table_to_json(value)), value)
end)

test("encode_string comes back through decode_string", function()
    local text = ("factorio\0\255"):rep(50)
    equal(helpers.decode_string(helpers.encode_string(text)), text)
    equal(helpers.decode_string("not base64!"), nil)
end)

test("versions and directions have their words", function()
    equal(helpers.game_version, "2.0.77")
    equal({ helpers.compare_versions("2.0.10", "2.0.9"), helpers.compare_versions("1.1", "1.1.0") }, { 1, 0 })
    raises("needs two versions", helpers.compare_versions, "x", "1.0")
    equal(helpers.direction_to_string(defines.direction.southwest), "southwest")
end)

test("serpent writes lines, blocks and chunks that make the value again", function()
    equal(serpent.line({ 1, "a\nb", x = { true } }), '{1, "a\\nb", x = {true}}')
    equal(serpent.line({ b = 1, a = 2, [10] = 3, [2] = 4 }), "{[2] = 4, [10] = 3, a = 2, b = 1}")
    equal(serpent.block({ a = { 1 } }), "{\n  a = {\n    1\n  }\n}")
    equal(serpent.line(nil), "nil")
    equal(serpent.line(5), "5")
    equal({ serpent.load(serpent.dump({ 1, a = { b = "x" }, ["end"] = 2 })) }, { true, { 1, a = { b = "x" }, ["end"] = 2 } })
    equal(serpent.line({ a = 1, b = 2 }, { keyignore = { a = true } }), "{b = 2}")
    equal(serpent.line({ { {} } }, { maxlevel = 1 }), "{{}}")
    equal((serpent.load("os.exit()")), false)
end)

test("a table that holds itself can be dumped", function()
    local loop = { 1 }
    loop.me = loop
    equal(serpent.line(loop), "{1, me = nil --[[ref]]}")
    local good, copy = serpent.load(serpent.dump(loop))
    equal(good, true)
    equal(copy.me == copy, true)
end)

test("string.pack speaks Lua 5.4's formats", function()
    equal(string.pack("<i4", -2), "\254\255\255\255")
    equal(string.pack(">I2 B", 258, 7), "\1\2\7")
    equal({ string.unpack("<i2 i8", string.pack("<i2 i8", -300, -2 ^ 40)) }, { -300, -2 ^ 40, 11 })
    equal(string.unpack("<d", string.pack("<d", 0.1)), 0.1)
    equal(string.unpack(">f", string.pack(">f", 0.5)), 0.5)
    equal({ string.unpack("z s1 c3", string.pack("z s1 c3", "ab", "cd", "e")) }, { "ab", "cd", "e\0\0", 10 })
    equal(string.packsize("<!4 b i4 x h"), 12)
    equal(#string.pack("!4 b i4", 1, 2), 8)
    equal(string.unpack("B", "abc", -1), 99)
    raises("overflow", string.pack, "b", 128)
    raises("overflow", string.pack, "B", -1)
    raises("too short", string.unpack, "<i4", "abc")
    raises("invalid format option", string.pack, "q", 1)
    raises("variable-length format", string.packsize, "z")
    raises("out of limits", string.pack, "i17", 1)
    raises("unfinished string", string.unpack, "z", "abc")
    raises("got no value", string.pack, "i4")
    raises("too short", string.unpack, "s8", ("\255"):rep(8))
end)

test("remote functions get copies and give copies", function()
    local kept
    remote.add_interface("shop", {
        keep = function(value) kept = value return value end,
        fail = function() error("no stock") end,
        surface = function(s) return s.name, s end,
    })
    local mine = { a = { 1 } }
    local back = remote.call("shop", "keep", mine)
    equal(back, mine)
    equal(kept ~= mine and back ~= kept, true)
    equal((remote.call("shop", "surface", game.surfaces[1])), "nauvis")
    equal(remote.interfaces.shop.keep, true)
    raises("Unknown interface: nope", remote.call, "nope", "x")
    raises("No such function: shop.nope", remote.call, "shop", "nope")
    raises("Error when running interface function shop.fail", remote.call, "shop", "fail")
    raises("Can't copy object of type function", remote.call, "shop", "keep", print)
    raises("already exists", remote.add_interface, "shop", {})
    equal({ remote.remove_interface("shop"), remote.remove_interface("shop") }, { true, false })
end)

test("a localised text is joined, converted or named", function()
    rcon.print({ "", "a", 1, true, { "", "b" } })
    raises("too many parameters", rcon.print, { "", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 })
    raises("Invalid LocalisedString", rcon.print, print)
end)
