"""Reading, generating and mixing: seconds and peak memory.

    python benchmarks/foundation.py --clotho-aqa data/clotho-aqa

Measures, each in a process of its own (medians of --runs):
  read      all training annotations of Clotho-AQA, grouped
  generate  every training question through the offline endpoint: render, ask, parse, store
  mix       35k items out of 200k made-up ones
The parts on real data are left out, with a message, when the folder is not there.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from aqagen.curation.checks import all_checks
from aqagen.records import Clip, Item, SourceRow
from aqagen.store import Store
from aqagen.store.judging import judge, set_checks_in_force

READ = """
import sys, time
from pathlib import Path
from aqagen.sources import ReadOptions, get_source
started = time.perf_counter()
rows = list(get_source("clotho-aqa", "generate").read(ReadOptions(Path(sys.argv[1]))))
print(len(rows), time.perf_counter() - started)
"""


def measure(command: Sequence[str]) -> tuple[float, float, str]:
    """Return wall seconds, peak MB and stdout of a command."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        out.seek(0)
        text = out.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, text


def report(name: str, runs: Sequence[tuple[float, float, str]], remark: str) -> None:
    seconds = statistics.median(run[0] for run in runs)
    peak_mb = max(run[1] for run in runs)
    print(f"{name:10} {seconds:8.2f} s {peak_mb:8.0f} MB   {remark}", flush=True)


def make_store(path: Path, n_items: int) -> None:
    """Fill a store with judged items: 10 questions per clip."""
    with Store.open(path) as store:
        with store.writer() as writer:
            for number in range(n_items):
                clip = Clip.make("tacos", "all", f"{number // 10}.mp3", audio_path="a.mp3")
                row = SourceRow.make(
                    clip, {"caption": f"sound {number}"}, key=number, file="made", line=number
                )
                options = tuple(f"sound number {number + step}" for step in range(4))
                writer.put(row)
                writer.put(Item.make(row, f"What is heard, {number}?", options, 0, "generated"))
        checks = list(all_checks().values())
        set_checks_in_force(store, checks)
        judge(store, checks, ["tacos"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--clotho-aqa", type=Path, default=Path("data/clotho-aqa"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--items", type=int, default=200_000)
    options = parser.parse_args()
    aqagen = [sys.executable, "-m", "aqagen"]
    with tempfile.TemporaryDirectory() as folder:
        if options.clotho_aqa.is_dir():
            data = str(options.clotho_aqa)
            runs = [measure([sys.executable, "-c", READ, data]) for _ in range(options.runs)]
            inner = statistics.median(float(run[2].split()[1]) for run in runs)
            report("read", runs, f"{runs[0][2].split()[0]} questions; reading alone {inner:.2f} s")
            runs = []
            for number in range(options.runs):
                store = f"{folder}/{number}.duckdb"
                command = ["generate", "clotho-aqa", "--data", data, "--offline", "--json"]
                runs.append(measure([*aqagen, *command, "--store", store]))
            accepted = json.loads(runs[0][2])["accepted"]
            report("generate", runs, f"{accepted} items stored")
        else:
            print(f"read, generate: left out, there is no {options.clotho_aqa} (data/README.md)")
        store_path = Path(folder, "mix.duckdb")
        make_store(store_path, options.items)
        n_mixed = options.items * 35 // 200
        command = ["mix", "--tacos", str(n_mixed), "--store", str(store_path)]
        command += ["--out", f"{folder}/m.parquet"]
        runs = [measure([*aqagen, *command]) for _ in range(options.runs)]
        report("mix", runs, f"{n_mixed} of {options.items} items")


if __name__ == "__main__":
    main()
