data:extend({
    {
        type = "bool-setting",
        name = "training-optimisations",
        setting_type = "runtime-global",
        default_value = true,
        order = "a",
    },
})
