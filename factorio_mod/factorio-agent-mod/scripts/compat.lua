--- Every difference between Factorio 2.0 and 2.1 that the mod meets, and no other file knows the version.

local compat = {}

--- Autoplace controls that a flat surface switches off. A control of size 0 keeps frequency 1: with frequency 0 the
--- game fails to compile its noise expressions.
---@return table<string, AutoplaceSetting>
function compat.no_autoplace()
    local controls = {}
    for name in pairs(prototypes.autoplace_control) do
        controls[name] = { frequency = 1, size = 0, richness = 1 }
    end
    return controls
end

--- Settings of an empty surface of that size, in the words of both versions.
---@param width integer tiles
---@param height integer tiles
---@return MapGenSettings
function compat.empty_surface(width, height)
    return {
        width = width,
        height = height,
        starting_area = 1,
        peaceful_mode = true,
        no_enemies_mode = true,
        default_enable_all_autoplace_controls = false,
        autoplace_controls = compat.no_autoplace(),
        autoplace_settings = {
            entity = { treat_missing_as_default = false, settings = {} },
            decorative = { treat_missing_as_default = false, settings = {} },
            tile = { treat_missing_as_default = false, settings = {} },
        },
    }
end

return compat
