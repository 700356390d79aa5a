local catalogue = require("arenas.catalogue")

remote.add_interface("training-scenarios", { build = catalogue.build, names = catalogue.names })
