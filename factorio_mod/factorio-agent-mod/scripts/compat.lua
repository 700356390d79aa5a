--- Every difference between Factorio 2.0 and 2.1 that the mod meets, and no other file knows the version.

local compat = {}

--- Settings of an empty surface of that size, in the words of both versions.
---@param width integer tiles
---@param height integer tiles
---@param seed uint32? of the surface; nil: the map's
---@return MapGenSettings
function compat.empty_surface(width, height, seed)
    return {
        seed = seed,
        width = width,
        height = height,
        starting_area = 1,
        peaceful_mode = true,
        no_enemies_mode = true,
        default_enable_all_autoplace_controls = false,
        autoplace_settings = {
            entity = { treat_missing_as_default = false, settings = {} },
            decorative = { treat_missing_as_default = false, settings = {} },
            tile = { treat_missing_as_default = false, settings = {} },
        },
    }
end

return compat
