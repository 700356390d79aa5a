-- What flowed when: LuaFlowStatistics.get_flow_count and the statistics of electric networks.

local P = defines.flow_precision_index

local function items()
    return game.forces.player.get_item_production_statistics(1)
end

test("what has just flowed is in no sample before its tick is over", function()
    local statistics = items()
    statistics.on_flow("coal", 5)
    equal(statistics.get_flow_count({ name = "coal", category = "input", precision_index = P.five_seconds }), 0)
    equal(statistics.get_input_count("coal"), 5)
end)

test("get_flow_count refuses what it does not know", function()
    local statistics = items()
    local function ask(change)
        local question = { name = "coal", category = "input", precision_index = P.one_minute }
        for key, value in pairs(change) do question[key] = value end
        return statistics.get_flow_count(question)
    end
    raises('Unknown category "in"', ask, { category = "in" })
    raises("Invalid precision_index", ask, { precision_index = 99 })
    raises("Unknown item name: nope", ask, { name = "nope" })
    raises("sample_index must be between 1 and 300", ask, { sample_index = 301 })
    raises("Unknown quality name: golden", ask, { name = { name = "coal", quality = "golden" } })
    raises('samples of "storage" are not kept', ask, { category = "storage" })
    raises('Key "category" not found', statistics.get_flow_count, { name = "coal", precision_index = P.one_minute })
    equal(ask({ name = { name = "coal", quality = "normal" } }), 0)
    equal(ask({ name = prototypes.item.coal, sample_index = 300, count = true }), 0)
end)
