"""`aqagen import`: human-made items into the same store, by the same records."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from aqagen.display import note, print_json, print_table
from aqagen.errors import AqagenError
from aqagen.records import SkippedRow
from aqagen.sources import ReadOptions, get_source
from aqagen.store import Store

__all__ = ["ImportOptions", "run_import"]

_SHOWN_SKIPS = 5


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The flags of `aqagen import`."""

    dataset: str
    store: Path
    data: Path | None = None
    split: str | None = None
    audio: Path | None = None
    as_json: bool = False


def run_import(options: ImportOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: the dataset or the store cannot be used, or not one row was usable.
    """
    source = get_source(options.dataset, "import")
    data = options.data or Path("data") / options.dataset
    skipped: list[SkippedRow] = []
    parts: Counter[str] = Counter()
    n_items = 0
    with Store.open(options.store) as store:
        before = store.count("items", options.dataset)
        with store.writer() as writer:
            for record in source.read(ReadOptions(data, options.split, options.audio)):
                writer.put(record)
                if isinstance(record, SkippedRow):
                    skipped.append(record)
                elif record.item is not None:
                    writer.put(record.item)
                    n_items += 1
                    parts[str(record.facts.get("part", ""))] += 1
        new = store.count("items", options.dataset) - before
    for skip in skipped[:_SHOWN_SKIPS]:
        line = f" line {skip.line}" if skip.line else ""
        note(f"skipped {skip.file}{line}: {skip.reason}: {skip.detail}")
    if len(skipped) > _SHOWN_SKIPS:
        note(f"... {len(skipped) - _SHOWN_SKIPS} more in the table skipped_rows")
    reasons = Counter(skip.reason for skip in skipped)
    if options.as_json:
        print_json({"dataset": options.dataset, "items": n_items, "new": new,
                    "parts": dict(sorted(parts.items())), "skipped": dict(reasons)})  # fmt: skip
    else:
        print_table(
            [
                (f"{options.dataset}: items read", n_items),
                *((f"  {part}", n) for part, n in sorted(parts.items()) if part),
                ("new in the store", new),
                *((f"rows skipped: {reason}", n) for reason, n in reasons.most_common()),
            ]
        )
    if not n_items:
        raise AqagenError(f"{options.dataset}: no usable item in {data}. See data/README.md.")
