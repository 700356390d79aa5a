"""The benchmark's table: the owner's target, ours and the measured value side by side."""

from __future__ import annotations

from rich.table import Table

from harness.bench.record import Record, RoundTrip, Row

#: steps/s: the owner's target and ours, on two cores over shared memory.
TARGETS = {
    "movement_micro": (1_000, 20_000_000),
    "mining_micro": (500, 5_000_000),
    "building_micro": (200, 2_000_000),
    "starter_factory": (50, 200_000),
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


def _cells(row: Row) -> list[str]:
    owner, ours = TARGETS.get(row.scenario, (0, 0))
    latency = " / ".join(nanoseconds(row.latency_ns[key]) for key in ("p50", "p99", "p999"))
    memory = row.memory_bytes
    return [
        row.scenario,
        row.layer,
        f"{row.servers} x {row.arenas // row.servers}",
        rate(row.steps_per_second),
        f"{rate(owner)} / {rate(ours)}" if owner else "-",
        f"{row.steps_per_second / owner:,.0f}x" if owner else "-",
        latency,
        size(row.observation_bytes),
        f"{size(memory['arena'])} / {size(memory['servers'])} / {size(memory['client'])}",
        f"{row.server_share:.0%}",
    ]


def table(record: Record) -> Table:
    """Renders a record for a terminal."""
    result = Table(title=f"Benchmark on {record.machine['cpu']}, {record.machine['cores']} cores")
    for heading, justify in (
        ("scenario", "left"), ("layer", "left"), ("servers x arenas", "right"), ("steps/s", "right"),
        ("target: owner / ours", "right"), ("of owner's", "right"), ("exchange p50 / p99 / p99.9", "right"),
        ("frame", "right"), ("memory: arena / servers / client", "right"), ("server busy", "right"),
    ):  # fmt: skip
        result.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for row in record.rows:
        result.add_row(*_cells(row))
    return result


def round_trip_line(trip: RoundTrip) -> str:
    """One round trip in words."""
    low, high = trip.ratio_interval
    return (
        f"round trip, one arena of {trip.scenario}: {nanoseconds(trip.step_ns)}; bare cache-line ping-pong "
        f"{nanoseconds(trip.bare_ns)}; ratio {trip.ratio:.2f} ({low:.2f} .. {high:.2f}, goal <= 1.5)"
    )
