"""What must hold whatever a policy reaches: the same episodes however they are played, and nothing that grows."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import psutil

from harness.envs.action_sets import no_action
from harness.envs.vector_env import FactorioVectorEnv, Step
from harness.errors import HarnessError
from harness.runner.case import Case
from harness.runner.episode import Episode
from harness.runner.faults.injector import FaultInjector
from harness.runner.faults.shortage import SHORTAGES, Shortage, shortage
from harness.runner.play import Watcher, play_episodes
from harness.runner.stage import Stage
from harness.servers import Door

MIB = 2**20

#: Seconds that an exchange may take where servers are stopped on purpose: each costs as much.
FAULTY_TIMEOUT = 1.0

#: Times that an episode broken on purpose is played again: it may be hit again and again.
FAULTY_REPLAYS = 10_000


@dataclass(frozen=True)
class Finding:
    """How an invariant came out."""

    reason: str = ""
    """Why it does not hold, in words; empty when it does."""
    facts: dict[str, str] = field(default_factory=dict)
    """What was measured, in words."""
    episodes: Sequence[Episode] = ()
    """What was played."""
    wrong: int | None = None
    """Base seed of the first episode that shows it; None where none does."""


def invariant_names(case: Case) -> list[str]:
    """The invariants that a case asks for, by the names of their tests."""
    asked = case.invariants
    names = [f"same-on-{count}-servers" for count in asked.same_on_servers]
    names += [f"same-in-{count}-arenas" for count in asked.same_in_arenas]
    names += [f"same-through-{door}-door" for door in asked.same_through_doors]
    names += ["memory"] if asked.memory is not None else []
    names += [f"refuses-{kind}" for kind in asked.refuses]
    return names + (["faults"] if asked.faults else [])


def check_invariant(name: str, case: Case, stage: Stage, seeds: Sequence[int], reference: Sequence[Episode]) -> Finding:
    """Checks one.

    Args:
        name: of `invariant_names`.
        case: that asks for it.
        stage: where it is played.
        seeds: base seeds of the episodes.
        reference: the same episodes, played on one server without trouble; unused by `memory`.
    """
    if name == "memory":
        return _memory(case, stage, seeds)
    if name == "faults":
        return _faults(case, stage, seeds, reference)
    for kind in SHORTAGES:
        if name == f"refuses-{kind}":
            return _shortage(kind, stage, seeds, reference)
    _, _, value, what = name.split("-")
    if what == "door":
        return _same_through(stage, seeds, reference, "stock" if value == "stock" else "native")
    return _same(stage, seeds, reference, int(value), what)


def _same(stage: Stage, seeds: Sequence[int], reference: Sequence[Episode], count: int, what: str) -> Finding:
    arenas = min(stage.arenas, len(seeds)) if what == "servers" else min(count, len(seeds))
    servers = min(count, arenas) if what == "servers" else 1
    with stage.env(arenas, servers) as env:
        episodes = play_episodes(env, stage.policy(), seeds)
    return compare(reference, episodes, f"on {servers} servers in {arenas} arenas")


def _same_through(stage: Stage, seeds: Sequence[int], reference: Sequence[Episode], door: Door) -> Finding:
    with replace(stage, door=door).env(servers=1) as env:
        episodes = play_episodes(env, stage.policy(), seeds)
    return compare(reference, episodes, f"through the {door} door")


def compare(reference: Sequence[Episode], episodes: Sequence[Episode], how: str) -> Finding:
    """Whether every episode came out as in the reference, to the bit."""
    facts = {"episodes compared": str(len(episodes)), "played": how}
    for wanted, got in zip(reference, episodes, strict=True):
        if wanted != got:
            reason = f"the episode of seed {got.seed} is another one {how}: {_first_difference(wanted, got)}"
            return Finding(reason, facts, episodes, got.seed)
    return Finding("", facts, episodes)


def _first_difference(wanted: Episode, got: Episode) -> str:
    for name in ("steps", "success", "terminated", "truncated", "reward"):
        if getattr(wanted, name) != getattr(got, name):
            return f"{name} {getattr(got, name)} instead of {getattr(wanted, name)}"
    if wanted.actions != got.actions:
        step = next(i for i, pair in enumerate(zip(wanted.actions, got.actions, strict=True)) if pair[0] != pair[1])
        return f"other actions from step {step} on"
    return f"other frames or rewards (digest {got.digest} instead of {wanted.digest})"


# ---- memory


def server_bytes(env: FactorioVectorEnv) -> int:
    """Resident memory of all servers of an environment."""
    return sum(psutil.Process(pid).memory_info().rss for pid in env.server_pids)


def growth_bytes(sizes: Sequence[int]) -> int:
    """What servers hold in the last third of the rounds and did not hold in the first; the first round warms up.

    Of each third the least counts: between two rounds of a collector of garbage a process holds more than it keeps, and
    never less. What is lost in every round raises the least as well.

    Args:
        sizes: bytes after each round, at least two.
    """
    settled = sizes[1:] if len(sizes) > 2 else sizes
    third = max(1, len(settled) // 3)
    return min(settled[-third:]) - min(settled[:third])


def _memory(case: Case, stage: Stage, seeds: Sequence[int]) -> Finding:
    bound = case.invariants.memory
    assert bound is not None  # noqa: S101  the name is only given where the case asks for it
    sizes, last = list[int](), 0
    with stage.env() as env:
        for number in range(bound.rounds):
            last = len(play_episodes(env, stage.policy(), [seed + number * len(seeds) for seed in seeds]))
            sizes.append(server_bytes(env))
    growth = growth_bytes(sizes) / MIB
    facts = {
        "episodes played": str(last * bound.rounds),
        "servers' memory": f"{sizes[0] / MIB:.1f} MiB after the first round, {sizes[-1] / MIB:.1f} after the last, "
        f"of which {growth:.1f} MiB are growth",
    }
    if growth <= bound.growth_mib:
        return Finding("", facts)
    rounds = ", ".join(f"{size / MIB:.1f}" for size in sizes)
    return Finding(f"servers grew by {growth:.1f} MiB, more than {bound.growth_mib:g}: {rounds} MiB by round", facts)


# ---- faults


def _faults(case: Case, stage: Stage, seeds: Sequence[int], reference: Sequence[Episode]) -> Finding:
    injector = FaultInjector(case.invariants.faults, seed=case.seed)
    marks = BrokenMarks()
    with stage.env(timeout=FAULTY_TIMEOUT) as env:
        episodes = play_episodes(env, stage.policy(), seeds, [injector, marks], FAULTY_REPLAYS)
        lost = env.counters.servers_lost
    found = compare(reference, episodes, f"with {injector.total} faults")
    facts = found.facts | fault_facts(injector.struck, injector.recoveries, lost)
    if not injector.total:
        return Finding("no fault was injected: lower every_steps or play more episodes", facts, episodes)
    return Finding(found.reason or marks.reason, facts, episodes, found.wrong)


class BrokenMarks(Watcher):
    """Sees to it that a broken transition is marked as one: no reward, cut, no success."""

    def __init__(self) -> None:
        self.reason = ""

    def after_step(self, env: FactorioVectorEnv, outcome: Step) -> None:
        """Looks at the step as a learner gets it."""
        _, rewards, terminated, truncated, info = outcome
        lost = info.get("server_lost", np.zeros(env.num_envs, dtype=np.bool_))
        wrong = lost & (terminated | info["success"] | (rewards != 0) | ~truncated)
        if wrong.any() and not self.reason:
            self.reason = f"arena {int(np.argmax(wrong))}: a broken transition was not marked as one"


def fault_facts(struck: Mapping[str, int], recoveries: Sequence[float], lost: int) -> dict[str, str]:
    """What was done and how long servers took to come back, in words."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(struck.items()))
    facts = {"faults": f"{sum(struck.values())} ({kinds})", "servers lost and replaced": str(lost)}
    if recoveries:
        middle, high = np.quantile(recoveries, [0.5, 0.99], method="higher")
        facts["recovery"] = f"median {middle:.2f} s, 99th percentile {high:.2f} s"
    return facts


# ---- shortage


def _shortage(kind: Shortage, stage: Stage, seeds: Sequence[int], reference: Sequence[Episode]) -> Finding:
    """Starting and restarting servers must be refused in words, and all be well again afterwards."""
    with shortage(kind):
        at_start = _refusal(lambda: stage.env().close())
    with stage.env() as env:
        env.reset(seed=seeds[0])
        for pid in env.server_pids:
            os.kill(pid, signal.SIGKILL)
        with shortage(kind):
            at_restart = _refusal(lambda: _step_twice(env))
    facts = {"refused at the start": at_start, "refused at a restart": at_restart}
    for moment, words in facts.items():
        if not words:
            return Finding(f"nothing was {moment}, although there was a {kind.replace('_', ' ')}", facts)
    with stage.env() as env:
        found = compare(reference, play_episodes(env, stage.policy(), seeds), f"after a {kind.replace('_', ' ')}")
    return Finding(found.reason, found.facts | facts, found.episodes, found.wrong)


def _refusal(call: Callable[[], None]) -> str:
    """The first line of the harness's own error; empty where there is none."""
    try:
        call()
    except HarnessError as error:
        return str(error).splitlines()[0]
    return ""


def _step_twice(env: FactorioVectorEnv) -> None:
    """The first step notices that a server is lost, the second at the latest needs the new one."""
    for _ in range(2):
        env.step(no_action(env.scenario.actions, env.num_envs))
