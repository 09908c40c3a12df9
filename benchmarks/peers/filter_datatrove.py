"""datatrove over JSON Lines of {"text", "id"}: three filters, or MinHash to its end.

PYTHON benchmarks/peers/filter_datatrove.py FILE filters|minhash
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.filters import GopherQualityFilter, LambdaFilter, RegexFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

CONFIG = MinhashConfig(n_grams=3, num_buckets=14, hashes_per_bucket=8)


def run(folder: Path, *pipeline: object, tasks: int = 2) -> None:
    LocalPipelineExecutor(
        pipeline=list(pipeline), tasks=tasks, workers=2, logging_dir=str(folder / "logs"),
        skip_completed=False,
    ).run()  # fmt: skip


def main() -> None:
    file, what = Path(sys.argv[1]), sys.argv[2]
    folder = Path.cwd()
    # Two files, so that both cores have one.
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "in").mkdir()
    for half in (0, 1):
        (folder / "in" / f"{half}.jsonl").write_text("".join(lines[half::2]), encoding="utf-8")
    reader = JsonlReader(str(folder / "in"))
    started = time.perf_counter()
    if what == "filters":
        quality = GopherQualityFilter(min_doc_words=5, min_stop_words=0, min_avg_word_length=2,
                                      max_non_alpha_words_ratio=0.3)  # fmt: skip
        run(folder, reader, quality, RegexFilter(r"https?://|<think>|```"),
            LambdaFilter(lambda document: 20 <= len(document.text) <= 2000),
            JsonlWriter(str(folder / "out"), compression=None))  # fmt: skip
    else:
        signatures, pairs, remove = (str(folder / name) for name in ("sig", "pairs", "remove"))
        run(folder, reader, MinhashDedupSignature(signatures, config=CONFIG))
        run(folder, MinhashDedupBuckets(signatures, pairs, config=CONFIG), tasks=14)
        run(folder, MinhashDedupCluster(pairs, remove, config=CONFIG), tasks=1)
        run(folder, reader, MinhashDedupFilter(remove),
            JsonlWriter(str(folder / "out"), compression=None))  # fmt: skip
    seconds = time.perf_counter() - started
    kept = sum(len(path.read_text(encoding="utf-8").splitlines())
               for path in (folder / "out").iterdir())  # fmt: skip
    said = {"seconds": seconds, "kept": kept, "versions": f"datatrove {version('datatrove')}"}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
