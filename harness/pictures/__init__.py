"""Pictures and films of arenas, drawn from what queries show."""
