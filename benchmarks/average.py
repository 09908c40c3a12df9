"""The mean of two checkpoints beside reading all of their bytes and writing one's worth.

    python benchmarks/average.py --gb 4

Makes two bfloat16 checkpoints of that size (in shards of a quarter), with a tensor of half a
gigabyte in them, as the embeddings of a 7B model are. Rounds alternate: a plain copy (read both
files, write one, wait for the disk), then the mean, each in a process of its own. Prints times,
ratio and peak memory.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from common import median, run, table

_PIECE = 1 << 22
_COPY = """
import os, sys
piece = bytearray(1 << 22)
first, second, out = sys.argv[1:]
os.mkdir(out)
for name in sorted(n for n in os.listdir(first) if n.endswith(".safetensors")):
    with (open(f"{first}/{name}", "rb", buffering=0) as a,
          open(f"{second}/{name}", "rb", buffering=0) as b,
          open(f"{out}/{name}", "wb", buffering=0) as c):
        while n := a.readinto(piece):
            c.write(memoryview(piece)[:n])
            b.readinto(piece)
        os.fsync(c.fileno())
"""
_MEAN = """
import sys
from pathlib import Path
from trainer.averaging import average
first, second, out = map(Path, sys.argv[1:])
average([first, second], out)
"""


def write_checkpoint(folder: Path, n_bytes: int, seed: int) -> None:
    """Write shards of random bfloat16 numbers, without holding one in memory."""
    numbers = np.random.default_rng(seed).standard_normal(_PIECE // 2, np.float32)
    block = (numbers.view(np.uint32) >> 16).astype("<u2").tobytes()  # again and again: it is quick
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "synthetic"}')
    shards, weight_map = 4, {}
    for shard in range(shards):
        name = f"model-{shard + 1:05}-of-{shards:05}.safetensors"
        left = n_bytes // shards
        sizes = [min(left // 2, 1 << 29)]
        left -= sizes[0]
        sizes += [left // 28] * 28
        header, end = {}, 0
        for number, size in enumerate(sizes):
            rows = size // 2 // 1024
            tensor = f"layers.{shard}.{number}.weight"
            header[tensor] = {"dtype": "BF16", "shape": [rows, 1024],
                              "data_offsets": [end, end + rows * 2048]}  # fmt: skip
            weight_map[tensor] = name
            end += rows * 2048
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with (folder / name).open("wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            for start in range(0, end, _PIECE):
                file.write(block[: min(_PIECE, end - start)])
    index = {"metadata": {"total_size": n_bytes}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--gb", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    times: dict[str, list[float]] = {"copy": [], "mean": []}
    cpu: dict[str, list[float]] = {"copy": [], "mean": []}
    peaks: dict[str, list[float]] = {"copy": [], "mean": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(2):
            write_checkpoint(folder / f"c{seed}", int(options.gb * 1e9), seed)
        for _ in range(options.rounds):
            for kind, code in (("copy", _COPY), ("mean", _MEAN)):
                out = folder / kind
                started = time.monotonic()
                usage = run(
                    [sys.executable, "-c", code, *map(str, (folder / "c0", folder / "c1", out))]
                )
                if usage.code:
                    raise SystemExit(usage.err)
                times[kind].append(time.monotonic() - started)
                cpu[kind].append(usage.cpu_s)
                peaks[kind].append(usage.peak_mb)
                for path in out.iterdir():
                    path.unlink()
                out.rmdir()
    rows = [
        (kind, f"{median(times[kind]):.1f}", f"{min(times[kind]):.1f}-{max(times[kind]):.1f}",
         f"{median(cpu[kind]):.1f}", f"{max(peaks[kind]):.0f}")
        for kind in times
    ]  # fmt: skip
    table([f"2 x {options.gb:g} GB, bfloat16", "s, median", "range", "CPU s", "peak MB"], rows)
    ratios = [mean / copy for mean, copy in zip(times["mean"], times["copy"], strict=True)]
    print(f"mean / copy: {median(ratios):.2f} (rounds: {', '.join(f'{r:.2f}' for r in ratios)})")


if __name__ == "__main__":
    main()
