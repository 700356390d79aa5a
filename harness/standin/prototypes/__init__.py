"""Prototype numbers of the game: the extractor, the file, and the tables that the engine reads.

`base-2.0.77.json` is the data, made by `from_raw` out of the published data (`extract`) or a user's dump (`from_dump`);
`fields` says what an entry holds, `schema` checks it; `tables` numbers the entries and lays out the rows of the C
structs in `engine/core/prototype_*.h`; `generate` writes the rows as C source at build time and `load` fills them into
memory at run time, so that a user's changed number changes what the engine does.
"""
