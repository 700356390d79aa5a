"""`python -m agent.train` in the numpy world: python toy_train.py --scenario movement_micro ..."""

from __future__ import annotations

import sys

from toy_env import ToyEnv

from agent.train import main

if __name__ == "__main__":
    sys.exit(main(make=lambda scenario, arenas, servers: ToyEnv(scenario, arenas)))
