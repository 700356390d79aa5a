"""A headless server with the Factorio binary's command line, RCON and Lua API over our own simulation engine.

It is reached only as a process: ``python -m harness.standin --help``. Importing this package has no effect, and the
process imports neither numpy nor pydantic, so that a server answers within a fraction of a second.
"""
