"""data-juicer over JSON Lines of {"text", "id"}: three filters, or MinHash to its end.

PYTHON benchmarks/peers/filter_data_juicer.py FILE filters|minhash
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from data_juicer.core.data import NestedDataset
from data_juicer.ops.deduplicator.document_minhash_deduplicator import DocumentMinhashDeduplicator
from data_juicer.ops.filter.special_characters_filter import SpecialCharactersFilter
from data_juicer.ops.filter.text_length_filter import TextLengthFilter
from data_juicer.ops.filter.words_num_filter import WordsNumFilter
from datasets import Dataset


def main() -> None:
    file, what = sys.argv[1:3]
    data = NestedDataset(Dataset.from_json(file))
    started = time.perf_counter()
    if what == "filters":
        operators = [TextLengthFilter(min_len=20, max_len=2000, num_proc=2),
                     WordsNumFilter(min_num=5, max_num=500, num_proc=2),
                     SpecialCharactersFilter(max_ratio=0.4, num_proc=2)]  # fmt: skip
    else:
        operators = [DocumentMinhashDeduplicator(window_size=3, num_proc=2)]
    data = data.process(operators)
    Path("out").mkdir()
    data.to_json("out/kept.jsonl")
    seconds = time.perf_counter() - started
    said = {"seconds": seconds, "kept": len(data),
            "versions": f"py-data-juicer {version('py-data-juicer')}"}  # fmt: skip
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
