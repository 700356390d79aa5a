-- The scenario of a server that was started from a save: nothing happens by itself, console commands find the core
-- library's names as they do in the game.
util = require("util")
