test("deepcopy copies tables within tables and keeps metatables", function()
    local meta = {}
    local original = setmetatable({ a = { b = 1 } }, meta)
    original.me = original
    local copy = table.deepcopy(original)
    equal({ copy.a.b, copy.a ~= original.a, copy.me == copy, getmetatable(copy) == meta }, { 1, true, true, true })
    equal(util.copy({ 1, { 2 } }), { 1, { 2 } })
end)

test("compare looks into tables", function()
    equal(table.compare({ a = { 1 } }, { a = { 1 } }), true)
    equal(table.compare({ a = { 1 } }, { a = { 2 } }), false)
    equal(table.compare({ a = 1 }, { a = 1, b = 2 }), false)
end)

test("positions are measured and moved", function()
    equal(util.distance({ x = 0, y = 0 }, { 3, 4 }), 5)
    equal(util.moveposition({ 1, 1 }, defines.direction.north, 2), { 1, -1 })
    equal(util.oppositedirection(defines.direction.east), defines.direction.west)
    equal(util.positiontostr({ x = 1.5, y = -2 }), "[1.5, -2]")
    raises("not a valid direction", util.moveposition, { 0, 0 }, 3, 1)
end)

test("times and numbers are written for people", function()
    equal({ util.formattime(60 * 61), util.formattime(60 * 3661) }, { "1:01", "1:01:01" })
    equal({ util.format_number(1234567), util.format_number(1250000, true), util.format_number(-999) }, { "1,234,567", "1.2M", "-999" })
end)

test("merge overrides and joins without sharing", function()
    local a = { x = { p = 1 }, y = 1 }
    local merged = util.merge({ a, { x = { q = 2 }, y = 3 } })
    equal(merged, { x = { p = 1, q = 2 }, y = 3 })
    equal(a, { x = { p = 1 }, y = 1 })
end)

test("energies are in joules a tick", function()
    equal({ util.parse_energy("4MJ"), util.parse_energy("150kW"), util.parse_energy("60W") }, { 4e6, 2500, 1 })
end)

test("small helpers do what their names say", function()
    equal(util.split("a,b,c", ","), { "a", "b", "c" })
    equal(util.split_whitespace(" a  b "), { "a", "b" })
    equal(util.string_starts_with("abc", "ab"), true)
    equal(util.clamp(5, 1, 3), 3)
    equal(util.list_to_map({ "a", "b" }), { a = true, b = true })
    local list = { 1, 2, 3 }
    equal({ util.remove_from_list(list, 2), list[2] }, { true, 3 })
    equal(util.color("ff0000"), { r = 1, g = 0, b = 0, a = 1 })
    equal(util.product_amount({ amount_min = 1, amount_max = 3, probability = 0.5 }), 1)
    equal(util.by_pixel(32, 64), { 1, 2 })
end)

test("items go into an entity and out again", function()
    local c = game.surfaces.nauvis.create_entity({ name = "character", position = { 0, 0 }, force = "player" })
    util.insert_safe(c, { coal = 5, ["iron-plate"] = 2 })
    util.remove_safe(c, { coal = 3 })
    equal({ c.get_item_count("coal"), c.get_item_count("iron-plate") }, { 2, 2 })
end)
