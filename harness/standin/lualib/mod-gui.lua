--- mod-gui: where mods put their buttons and frames on a player's screen.

local mod_gui = { button_style = "mod_gui_button", frame_style = "non_draggable_frame" }

local function child(parent, name, direction)
    return parent[name] or parent.add({ type = "flow", name = name, direction = direction })
end

function mod_gui.get_button_flow(player)
    return child(player.gui.top, "mod_gui_button_flow", "horizontal")
end

function mod_gui.get_frame_flow(player)
    return child(player.gui.left, "mod_gui_frame_flow", "horizontal")
end

return mod_gui
