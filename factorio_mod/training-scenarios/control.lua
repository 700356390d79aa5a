local catalogue = require("arenas.catalogue")

remote.add_interface("training-scenarios", {
    build = catalogue.build,
    check = catalogue.check,
    names = catalogue.names,
})
