"""The agent that the harness tests: encoders, policies, PPO, monitoring, checkpoints, evaluation.

Start at `agent.run` (one run, from nothing or a checkpoint to its score), `agent.ppo.ppo` (the whole algorithm in one
file) or `agent.evaluate` (held-out success beside its floors). Of the harness only its public face is used.
"""
