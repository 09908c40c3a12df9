"""One run, killed at many random moments: what is lost, doubled, sent again.

    python benchmarks/crash.py --rows 20000 --kills 100

Starts `aqagen generate`, ends it with SIGKILL, starts it again, and at last lets it finish. A
third of the kills falls anywhere between the start of the process and its first request
(imports, opening the store, reading), a third just after the first request, the rest later,
spread so that the rows outlast the kills. The server counts from the other side:

  lost        rows without an item in the end
  doubled     requests with more than one completion in the store, and rows with two items
  sent again  requests beyond one per row, per kill: they were in flight or not flushed
  paid twice  those of them that the server had answered before
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

import duckdb
from common import Launched, Server, aqagen, finish, launch, median, run, table

from data import write_tacos

_DOUBLED = (
    "SELECT count(*) FROM (SELECT request_id FROM completions WHERE text IS NOT NULL "
    "GROUP BY request_id HAVING count(*) > 1)"
)
_POLL_S = 0.003
_JUST_AFTER_S = 0.1


def wait_for_request(server: Server, n_before: int, launched: Launched) -> bool:
    """Return when the process has sent its first request; False when it ended before."""
    while server.brief()["requests"] == n_before:
        if launched.ended:
            return False
        time.sleep(_POLL_S)
    return True


class Killer:
    """Decides when to kill, and remembers what it did."""

    def __init__(self, server: Server, rows: int, seed: int) -> None:
        self.server, self.rows = server, rows
        self.chance = random.Random(seed)
        self.first_request_s: list[float] = []
        self.kills: dict[str, int] = {"before": 0, "at": 0, "after": 0}
        self._rate = 500.0

    def kill(self, launched: Launched, kills_left: int) -> bool:
        """Kill a fresh process at a random moment; False when it ended by itself."""
        before = self.server.brief()["requests"]
        usual_s = median(self.first_request_s[-9:]) if self.first_request_s else 0.0
        phase = self.chance.choice(["before", "at", "after"]) if usual_s else "after"
        if phase == "before":
            time.sleep(self.chance.uniform(0, usual_s))
        else:
            if not wait_for_request(self.server, before, launched):
                return False
            seen_s = time.time()
            self.first_request_s.append(seen_s - launched.started)
            longest_s = _JUST_AFTER_S if phase == "at" else self._longest_s(kills_left)
            time.sleep(self.chance.uniform(0, longest_s))
            self._note_rate(self.server.brief()["requests"] - before, time.time() - seen_s)
        if launched.ended:
            return False
        launched.process.kill()
        self.kills[phase] += 1
        return True

    def _longest_s(self, kills_left: int) -> float:
        """Return how long it may live so that the rows last for all kills."""
        rows_left = self.rows - self.server.stats()["distinct"]
        return 1.8 * rows_left / (kills_left / 3 + 1) / self._rate

    def _note_rate(self, n_requests: int, seconds: float) -> None:
        if seconds > _JUST_AFTER_S:
            self._rate = 0.7 * self._rate + 0.3 * n_requests / seconds


def count(store: Path, sql: str) -> int:
    with duckdb.connect(str(store), read_only=True) as connection:
        row = connection.execute(sql).fetchone()
    assert row
    return int(row[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--delay-ms", type=float, default=20)
    parser.add_argument("--concurrency", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, Server() as server:
        server.reset(delay_ms=options.delay_ms)
        data = write_tacos(Path(name, "tacos"), options.rows)
        store = Path(name, "store.duckdb")
        command = aqagen(data, store, server.url, "--concurrency", options.concurrency)
        killer = Killer(server, options.rows, options.seed)
        started_s = time.time()
        for kills_left in range(options.kills, 0, -1):
            launched = launch(command)
            killed = killer.kill(launched, kills_left)
            usage = finish(launched)
            if not killed:
                print(f"ended by itself: {usage.code} {usage.err[-1000:]}")
                break
            if (kills_left - 1) % 10 == 0:
                stats = server.stats()
                print(f"{kills_left - 1} kills left, {stats['distinct']} rows asked", flush=True)
        books = run(command)
        wall_s = time.time() - started_s
        stats = server.stats()
        accepted = count(store, "SELECT count(DISTINCT row_id) FROM items")
        n_kills = sum(killer.kills.values())
        sent_again = stats["requests"] - stats["distinct"]
        rows: list[tuple[str, object]] = [
            ("kills before, just after, later than the first request", killer.kills),
            ("process start to first request, median s", f"{median(killer.first_request_s):.2f}"),
            ("rows", options.rows),
            ("lost", options.rows - accepted),
            ("completions doubled", count(store, _DOUBLED)),
            ("items doubled", count(store, "SELECT count(*) - count(DISTINCT row_id) FROM items")),
            ("requests that the server saw", stats["requests"]),
            ("distinct", stats["distinct"]),
            ("sent again per kill", f"{sent_again / max(n_kills, 1):.1f}"),
            ("paid twice per kill", f"{stats['answered_twice'] / max(n_kills, 1):.1f}"),
            ("wall s, all starts together", f"{wall_s:.0f}"),
            ("exit code of the last run", books.code),
        ]  # fmt: skip
    table(["", ""], rows)


if __name__ == "__main__":
    main()
