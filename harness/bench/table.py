"""The benchmark's table: the owner's target, ours and the measured value side by side."""

from __future__ import annotations

from rich.table import Table

from harness.bench.peers import PeerRow
from harness.bench.record import Record, RoundTrip, Row
from harness.bench.train_loop import TrainRow

#: steps/s by scenario and door: the owner's target and ours; native on two cores, stock on one server.
TARGETS = {
    ("movement_micro", "native"): (1_000, 20_000_000),
    ("mining_micro", "native"): (500, 5_000_000),
    ("building_micro", "native"): (200, 2_000_000),
    ("starter_factory", "native"): (50, 200_000),
    ("movement_micro", "stock"): (1_000, 20_000),
    ("mining_micro", "stock"): (500, 10_000),
    ("building_micro", "stock"): (200, 5_000),
    ("starter_factory", "stock"): (50, 1_000),
}


def rate(value: float) -> str:
    """A rate in the unit that a person reads: 5.31 M, 48.0 k."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.0f}"


def nanoseconds(value: float) -> str:
    """A duration given in ns, in the unit that a person reads."""
    for unit, size in (("ms", 1e6), ("us", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.0f} ns"


def size(value: float) -> str:
    """A number of bytes in B, KiB or MiB."""
    for unit, base in (("MiB", 2**20), ("KiB", 2**10)):
        if value >= base:
            return f"{value / base:.3g} {unit}"
    return f"{value:.0f} B"


def _latencies(values: dict[str, float]) -> str:
    return " / ".join(nanoseconds(values[key]) for key in ("p50", "p99", "p999"))


def _cells(row: Row) -> list[str]:
    owner, ours = TARGETS.get((row.scenario, row.door), (0, 0))
    latency = _latencies(row.latency_ns)
    on_schedule = _latencies(row.scheduled_latency_ns) if row.scheduled_latency_ns else "-"
    memory = row.memory_bytes
    return [
        row.scenario,
        row.door,
        row.layer,
        f"{row.servers} x {row.arenas // row.servers}",
        rate(row.steps_per_second),
        f"{rate(owner)} / {rate(ours)}" if owner else "-",
        f"{row.steps_per_second / owner:,.0f}x" if owner else "-",
        latency,
        on_schedule,
        size(row.observation_bytes),
        f"{size(memory['arena'])} / {size(memory['servers'])} / {size(memory['client'])}",
        f"{row.server_share:.0%}",
    ]


def table(record: Record) -> Table:
    """Renders a record for a terminal."""
    result = Table(title=f"Benchmark on {record.machine['cpu']}, {record.machine['cores']} cores")
    for heading, justify in (
        ("scenario", "left"), ("door", "left"), ("layer", "left"), ("servers x arenas", "right"), ("steps/s", "right"),
        ("target: owner / ours", "right"), ("of owner's", "right"), ("exchange p50 / p99 / p99.9", "right"),
        ("on schedule", "right"),
        ("frame", "right"), ("memory: arena / servers / client", "right"), ("server busy", "right"),
    ):  # fmt: skip
        result.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for row in record.rows:
        result.add_row(*_cells(row))
    return result


#: Largest ratio of a round trip to the bare ping-pong, and bytes of an arena on the server: our goals.
ROUND_TRIP_GOAL = 1.5
ARENA_GOALS = {"movement_micro": 16 * 2**10, "starter_factory": 512 * 2**10}


def target_table(record: Record) -> Table:
    """The goals of which something was measured: the owner's, ours, and what came of them."""
    result = Table(title="Goals and what was measured", title_justify="left")
    for heading in ("what", "owner's", "ours", "over shared memory", "with rewards and resets"):
        result.add_column(heading, justify="left" if heading == "what" else "right")
    for (scenario, door), (owner, ours) in TARGETS.items():
        mine = [row for row in record.rows if (row.scenario, row.door) == (scenario, door)]
        best = {layer: max((row.steps_per_second for row in mine if row.layer == layer), default=0.0)
                for layer in ("transport", "environment")}  # fmt: skip
        if mine:
            cells = [rate(value) if value else "-" for value in best.values()]
            result.add_row(f"{scenario}, {door} door, steps/s", rate(owner), rate(ours), *cells)
    for trip in record.round_trips:
        goal, (low, high) = f"<= {ROUND_TRIP_GOAL:g}x", trip.ratio_interval
        measured = f"{trip.ratio:.2f}x ({low:.2f} .. {high:.2f})"
        result.add_row(f"{trip.scenario}, round trip against bare ping-pong", "-", goal, measured, "-")
    for scenario, most in ARENA_GOALS.items():
        sizes = [row.memory_bytes["arena"] for row in record.rows if row.scenario == scenario and row.door == "native"]
        if sizes:
            result.add_row(f"{scenario}, memory of an arena", "-", f"<= {size(most)}", size(min(sizes)), "-")
    return result


def round_trip_line(trip: RoundTrip) -> str:
    """One round trip in words."""
    low, high = trip.ratio_interval
    return (
        f"round trip, one arena of {trip.scenario}: {nanoseconds(trip.step_ns)}; bare cache-line ping-pong "
        f"{nanoseconds(trip.bare_ns)}; ratio {trip.ratio:.2f} ({low:.2f} .. {high:.2f}, goal <= {ROUND_TRIP_GOAL:g})"
    )


#: Columns of a bar in a scaling curve.
BAR = 40


def curve_tables(rows: list[Row]) -> list[Table]:
    """A table for every scenario: steps/s by arenas and servers, as numbers and as bars."""
    tables = []
    for scenario in dict.fromkeys(row.scenario for row in rows):
        mine = [row for row in rows if row.scenario == scenario]
        best = max(row.steps_per_second for row in mine)
        result = Table(title=f"{scenario}: steps/s by servers and arenas", title_justify="left")
        for heading in ("servers", "arenas", "steps/s", "a step", ""):
            result.add_column(heading, justify="left" if not heading else "right")
        for row in mine:
            bar = "#" * max(1, round(BAR * row.steps_per_second / best))
            cost = nanoseconds(1e9 / row.steps_per_second)
            result.add_row(str(row.servers), f"{row.arenas:,}", rate(row.steps_per_second), cost, bar)
        tables.append(result)
    return tables


def peer_table(peers: list[PeerRow]) -> Table:
    """Renders the other environments."""
    result = Table(title="Other environments, in the same process group", title_justify="left")
    for heading in ("peer", "environments", "workers", "steps/s", "observation", "a step is"):
        result.add_column(heading)
    for peer in peers:
        measured = [rate(peer.steps_per_second), size(peer.observation_bytes), peer.what]
        cells = ["-", "-", f"not measured: {peer.absent}"] if peer.absent else measured
        result.add_row(peer.name, str(peer.environments), str(peer.workers), *cells)
    return result


def train_line(row: TrainRow) -> str:
    """A training run in words."""
    shares = ", ".join(f"{name} {share:.0%}" for name, share in row.shares.items())
    return f"training {row.scenario}: {rate(row.steps_per_second)} steps/s over {row.steps:,} steps ({shares})"
