"""Proximal policy optimisation: `losses` are pure functions, `ppo` is the whole algorithm in one file."""
