"""What only a running game can say: the questions that no page answers, asked over RCON, and the answers.

Each question is a function of a `Game` to a JSON value; a failure is an answer too. They are asked one after the other
of one server, take seconds each, and leave it as they found it.
"""

from __future__ import annotations

import json
import socket
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil

from harness.errors import RconError
from harness.servers.rcon import RconClient

#: Speeds at which the console's answers are timed.
SPEEDS = (1, 10, 60, 100, 1000)
#: Commands timed at each.
ROUND_TRIPS = 15
#: Seconds over which a server's use of a core is looked at.
CPU_SECONDS = 0.5
#: Sizes of datagrams that are tried, bytes.
DATAGRAMS = (1_000, 4_000, 9_000, 16_000, 32_000, 65_000)
#: Datagrams that are sent at once.
BURST = 50
#: Seconds in which one must have come.
DATAGRAM_SECONDS = 1.0
#: Surfaces without anything on them, and ticks that they are run for.
EMPTY_SURFACES, EMPTY_TICKS = 16, 600
#: Seconds that ticks may take to run.
PATIENCE = 30.0


@dataclass(frozen=True)
class Game:
    """A running server and its console."""

    rcon: RconClient
    pid: int
    udp_port: int | None
    """Given to --enable-lua-udp; None without."""

    def run(self, code: str) -> Any:
        """Runs Lua that ends in `return VALUE` and gives the value.

        Raises:
            RconError: if it cannot be run, or its answer is not JSON.
        """
        wrapped = f"rcon.print(helpers.table_to_json({{value = (function() {code} end)()}}))"
        text = self.rcon.command(f"/silent-command {wrapped}")
        if not text.startswith("{"):  # the first use only prints a warning, and has to be sent again
            text = self.rcon.command(f"/silent-command {wrapped}")
        try:
            return json.loads(text).get("value")
        except ValueError as error:
            raise RconError(f"Lua was answered with {text[:200]!r}") from error

    def run_ticks(self, count: int) -> float:
        """Lets that many ticks run under pause; seconds that they took."""
        begun = time.monotonic()
        due = self.run(f"game.tick_paused = true game.ticks_to_run = {count} return game.tick + {count}")
        while self.run("return game.ticks_to_run") > 0:
            if time.monotonic() - begun > PATIENCE:
                raise RconError(f"{count} ticks had not run after {PATIENCE:g} s")
        ran = self.run("return game.tick")
        if ran != due:
            raise RconError(f"ticks_to_run = {count} ran until tick {ran}, not {due}")
        return time.monotonic() - begun


def exact_ticks(game: Game) -> dict[str, int]:
    """Whether `ticks_to_run = n` runs n ticks: how many it ran, by n."""
    ran = {}
    for count in (1, 30, 120):
        before = game.run("return game.tick")
        game.run_ticks(count)
        ran[str(count)] = game.run("return game.tick") - before
    return ran


def on_tick_under_pause(game: Game) -> dict[str, int]:
    """How often on_tick and on_nth_tick(1) were raised in half a second of pause."""
    game.run(
        "counted = {tick = 0, nth = 0} game.tick_paused = true "
        "script.on_event(defines.events.on_tick, function() counted.tick = counted.tick + 1 end) "
        "script.on_nth_tick(1, function() counted.nth = counted.nth + 1 end)"
    )
    time.sleep(CPU_SECONDS)
    heard = game.run("return counted")
    game.run("script.on_event(defines.events.on_tick, nil) script.on_nth_tick(nil)")
    return dict(heard)


def on_tick_before_entities(game: Game) -> dict[str, Any]:
    """Where in a tick on_tick runs: a walking character's x at each of three, and after them."""
    game.run(
        "seen = {} local s = game.surfaces[1] local place = s.find_non_colliding_position('character', {0, 0}, 64, 1) "
        "walker = s.create_entity{name = 'character', position = place, force = 'player'} "
        "walker.walking_state = {walking = true, direction = defines.direction.east} "
        "script.on_event(defines.events.on_tick, function() seen[#seen + 1] = walker.valid and walker.position.x end)"
    )
    start = game.run("return walker.position.x")
    game.run_ticks(3)
    seen, end = game.run("return seen"), game.run("return walker.position.x")
    game.run("script.on_event(defines.events.on_tick, nil) walker.destroy()")
    return {"start": start, "in_on_tick": seen, "end": end, "on_tick_comes_first": bool(seen) and seen[0] == start}


def round_trips(game: Game) -> dict[str, float]:
    """Milliseconds from command to reply while paused, the median at each game.speed."""
    times = {}
    for speed in SPEEDS:
        game.run(f"game.tick_paused = true game.speed = {speed}")
        taken = []
        for _ in range(ROUND_TRIPS):
            begun = time.perf_counter()
            game.rcon.command("/silent-command rcon.print(1)")
            taken.append(time.perf_counter() - begun)
        times[str(speed)] = round(statistics.median(taken) * 1e3, 3)
    return times


def idle_cpu(game: Game) -> dict[str, float]:
    """Share of a core that a paused server takes at each game.speed."""
    process, shares = psutil.Process(game.pid), {}
    for speed in SPEEDS:
        game.run(f"game.tick_paused = true game.speed = {speed}")
        process.cpu_percent()
        time.sleep(CPU_SECONDS)
        shares[str(speed)] = round(process.cpu_percent() / 100, 3)
    return shares


def bytes_of_the_console(game: Game) -> dict[str, Any]:
    """Which bytes rcon.print carries, and whether helpers.encode_string carries all."""
    carried = [
        byte
        for byte in range(1, 256)
        if byte not in (10, 13)
        and game.rcon.command(f"/silent-command rcon.print('<' .. string.char({byte}) .. '>')").encode(
            "utf-8", errors="replace"
        ) in (b"<" + bytes([byte]) + b">", b"<" + bytes([byte]).decode("latin-1").encode() + b">")
    ]  # fmt: skip
    every = "local t = {} for b = 0, 255 do t[b + 1] = string.char(b) end local s = table.concat(t) "
    armour = game.run(every + "return helpers.decode_string(helpers.encode_string(s)) == s")
    return {"rcon_print_carries": len(carried), "printable_ascii": set(range(32, 127)) <= set(carried),
            "encode_string_carries_every_byte": armour}  # fmt: skip


def datagrams(game: Game) -> dict[str, Any] | str:
    """The largest datagram that comes, and how many of a burst; only with --enable-lua-udp."""
    if game.udp_port is None:
        return "not asked: the server runs without --enable-lua-udp"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(DATAGRAM_SECONDS)
        port, largest, came = ear.getsockname()[1], 0, 0
        for size in DATAGRAMS:
            game.run(f"helpers.send_udp({port}, string.rep('x', {size}), 0)")
            try:
                largest = max(largest, len(ear.recv(70_000)))
            except TimeoutError:
                break
        game.run(f"for i = 1, {BURST} do helpers.send_udp({port}, string.rep('x', 1000), 0) end")
        try:
            for _ in range(BURST):
                ear.recv(70_000)
                came += 1
        except TimeoutError:
            pass
    return {"largest": largest, f"of_a_burst_of_{BURST}": came}


def deleted_surfaces(game: Game) -> dict[str, Any]:
    """Whether a surface that is deleted under pause goes before a tick runs, and what making and deleting one costs."""
    begun = time.perf_counter()
    game.run(
        "game.tick_paused = true local s = game.create_surface('probe', {width = 64, height = 64}) "
        "s.generate_with_lab_tiles = true s.request_to_generate_chunks({0, 0}, 1) s.force_generate_chunk_requests()"
    )
    made = time.perf_counter()
    game.run("game.delete_surface('probe')")
    time.sleep(CPU_SECONDS)
    gone_paused = game.run("return game.surfaces['probe'] == nil")
    game.run_ticks(1)
    return {
        "gone_while_paused": gone_paused,
        "gone_after_a_tick": game.run("return game.surfaces['probe'] == nil"),
        "making_ms": round((made - begun) * 1e3, 3),
    }


def empty_surfaces(game: Game) -> dict[str, float]:
    """Ticks a second with one surface and with many that are empty."""
    game.run("game.speed = 1000")
    alone = EMPTY_TICKS / game.run_ticks(EMPTY_TICKS)
    game.run(
        f"for i = 1, {EMPTY_SURFACES} do local s = game.create_surface('empty-' .. i, {{width = 64, height = 64}}) "
        "s.generate_with_lab_tiles = true s.request_to_generate_chunks({0, 0}, 1) s.force_generate_chunk_requests() end"
    )
    many = EMPTY_TICKS / game.run_ticks(EMPTY_TICKS)
    game.run(f"for i = 1, {EMPTY_SURFACES} do game.delete_surface('empty-' .. i) end")
    game.run_ticks(1)
    return {"alone": round(alone), f"with_{EMPTY_SURFACES}": round(many)}


#: In the order in which they are asked.
QUESTIONS: dict[str, Callable[[Game], Any]] = {
    "exact_ticks": exact_ticks,
    "on_tick_under_pause": on_tick_under_pause,
    "on_tick_before_entities": on_tick_before_entities,
    "round_trips_ms_by_speed": round_trips,
    "idle_cpu_by_speed": idle_cpu,
    "bytes_of_the_console": bytes_of_the_console,
    "datagrams": datagrams,
    "deleted_surfaces": deleted_surfaces,
    "empty_surfaces_ticks_a_second": empty_surfaces,
}


def ask(name: str, game: Game) -> Any:
    """The answer to one question; what went wrong, under the key `failed`, where it could not be asked."""
    try:
        return QUESTIONS[name](game)
    except RconError as error:
        return {"failed": str(error)}
