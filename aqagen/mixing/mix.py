"""`aqagen mix`: sample each dataset, shuffle all together, balance the answer's position.

Everything that chance decides follows from the seed and the items' ids by hashing, so the
same items and seed give the same mixture on every machine, and a smaller mixture of a
dataset is a part of a larger one with the same seed.
"""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqagen import __version__
from aqagen.errors import MixError, UsageError
from aqagen.sources import all_sources
from aqagen.store import Store
from aqagen.store.parquet import write_parquet

__all__ = ["Mixture", "Recipe", "balanced_orders", "make_mixture", "sample", "write_mixture"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a mixture is made of.

    Attributes:
        asked: per dataset how many items; None for all.
        seed: decides which items, their order and the order of their options.
        where: an SQL condition over `kept_items`.
        keep_option_order: leave the options as they were written.
    """

    asked: Mapping[str, int | None]
    seed: int = 0
    where: str | None = None
    keep_option_order: bool = False


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture ready to be written.

    Attributes:
        rows: as in `schemas/mixture_row.schema.json`.
        kept: per dataset, how many items it could have drawn from.
        store_content_sha256: of the sorted ids of all those items.
    """

    recipe: Recipe
    rows: list[dict[str, Any]]
    kept: dict[str, int]
    store_content_sha256: str


def sample(item_ids: Sequence[str], n_items: int | None, seed: int, salt: str) -> list[str]:
    """Draw ids uniformly without replacement, in a random order: the smallest hashes win."""

    def draw(item_id: str) -> bytes:
        return hashlib.sha256(f"{seed}/{salt}/{item_id}".encode()).digest()

    return sorted(item_ids, key=draw)[:n_items]


def balanced_orders(n_options: int, n_items: int, answers: Sequence[int], seed: str) -> list[
    list[int]
]:  # fmt: skip
    """Return an order of the options for each item, such that the answer's position is balanced.

    In every run of `n_options` items the answer stands once at each position, in an order
    that the seed shuffles anew; the distractors fill the rest at random.

    Args:
        n_options: options per item.
        n_items: how many items.
        answers: the answer's present index in each item.
        seed: of the shuffling.

    Returns:
        Per item, the present indices of its options in their new order.
    """
    chance = random.Random(seed)
    orders: list[list[int]] = []
    positions: list[int] = []
    for index in range(n_items):
        if not positions:
            positions = list(range(n_options))
            chance.shuffle(positions)
        order = [option for option in range(n_options) if option != answers[index]]
        chance.shuffle(order)
        order.insert(positions.pop(), answers[index])
        orders.append(order)
    return orders


def make_mixture(store: Store, recipe: Recipe) -> Mixture:
    """Draw a mixture from the kept items of the store.

    Raises:
        MixError: a dataset has fewer items than asked for (the message says how many, and
            why there are no more), or `where` cannot be run.
    """
    pools = {dataset: _pool(store, dataset, recipe) for dataset in recipe.asked}
    drawn = [
        item_id
        for dataset, n_items in recipe.asked.items()
        for item_id in sample(pools[dataset], n_items, recipe.seed, dataset)
    ]
    shuffled = sample(drawn, None, recipe.seed, "order")
    items = store.mixture_items(shuffled)
    rows = [_row(item_id, items[item_id]) for item_id in shuffled]
    if not recipe.keep_option_order:
        _balance(rows, recipe.seed)
    every_id = sorted(item_id for pool in pools.values() for item_id in pool)
    content = hashlib.sha256("\n".join(every_id).encode()).hexdigest()
    return Mixture(recipe, rows, {name: len(pool) for name, pool in pools.items()}, content)


def write_mixture(mixture: Mixture, path: Path) -> Path:
    """Write the rows to `path` (.parquet or .jsonl) and the manifest beside it.

    Returns:
        The manifest's path.

    Raises:
        UsageError: another ending.
        MixError: the file cannot be written.
    """
    if path.suffix not in {".parquet", ".jsonl"}:
        raise UsageError(f"{path}: expected a file name that ends in .parquet or .jsonl.")
    part = path.with_name(f".{path.name}.part")
    manifest = path.with_name(f"{path.name}.manifest.json")
    manifest_part = manifest.with_name(f".{manifest.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            write_parquet(mixture.rows, part)
        else:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in mixture.rows)
            with part.open("w", encoding="utf-8") as file:
                file.writelines(lines)
        manifest_part.write_text(_manifest(mixture, path.name, part), encoding="utf-8")
        part.replace(path)
        manifest_part.replace(manifest)
    except OSError as error:
        for left_over in (part, manifest_part):
            with suppress(OSError):  # it may never have been there, nor its folder
                left_over.unlink()
        raise MixError(
            f"{path} cannot be written: {error.strerror}. Name another with --out."
        ) from error
    return manifest


def _pool(store: Store, dataset: str, recipe: Recipe) -> list[str]:
    """Return the ids that may be drawn; too few is an error that says where the others are."""
    source = all_sources()[dataset]
    if source.evaluation_splits and not source.training_splits:
        raise MixError(f"{dataset} is there to measure models: nothing of it is trained on.")
    splits = source.training_splits
    ids = store.kept_ids(dataset, splits, recipe.where)
    asked = recipe.asked[dataset]
    if not ids or (asked is not None and asked > len(ids)):
        raise MixError(_too_few(store, dataset, recipe, len(ids)))
    return ids


def _too_few(store: Store, dataset: str, recipe: Recipe, n_kept: int) -> str:
    asked = recipe.asked[dataset]
    n_items = store.count("items", dataset)
    message = f"{'all' if asked is None else asked} items of {dataset} asked for, {n_kept} there"
    if not n_items:
        kind = all_sources()[dataset].kind
        return f"{message}: the store holds none. Run `aqagen {kind} {dataset}` first."
    reasons = store.reasons("dropped_items", dataset)
    dropped = ", ".join(f"{n} {reason}" for reason, n in reasons.items()) or "none dropped"
    unjudged = store.unjudged(dataset)
    parts = [f"{message}, of {n_items} items in the store ({dropped}"]
    if unjudged:
        parts.append(f"; {unjudged} not validated yet")
    source = all_sources()[dataset]
    if source.training_splits not in {(), source.splits}:
        parts.append(f"; only the splits {', '.join(source.training_splits)} are for training")
    parts.append(")")
    if recipe.where is not None:
        parts.append(f", narrowed by --where {recipe.where!r}")
    parts.append(_advice(n_kept, unjudged))
    return "".join(parts)


def _advice(n_kept: int, unjudged: int) -> str:
    if unjudged:
        return ". Run `aqagen validate` first."
    return f". Ask for at most {n_kept}." if n_kept else ". Nothing is left to draw from."


def _row(item_id: str, fields: tuple[Any, ...]) -> dict[str, Any]:
    dataset, clip_id, question, options, answer_index, audio_path, origin = fields
    return {
        "item_id": item_id,
        "dataset": dataset,
        "clip_id": clip_id,
        "question": question,
        "options": options,
        "answer": options[answer_index],
        "answer_index": answer_index,
        "audio_path": audio_path,
        "origin": origin,
    }


def _balance(rows: Sequence[dict[str, Any]], seed: int) -> None:
    """Give the options of every row their new order, balanced per dataset and option count."""
    groups: defaultdict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["dataset"], len(row["options"])].append(row)
    for (dataset, n_options), group in groups.items():
        answers = [row["answer_index"] for row in group]
        salt = f"{seed}/options/{dataset}/{n_options}"
        orders = balanced_orders(n_options, len(group), answers, salt)
        for row, order in zip(group, orders, strict=True):
            row["options"] = [row["options"][index] for index in order]
            row["answer_index"] = order.index(row["answer_index"])


def _manifest(mixture: Mixture, name: str, path: Path) -> str:
    recipe = mixture.recipe
    given = Counter(row["dataset"] for row in mixture.rows)
    manifest = {
        "aqagen_version": __version__,
        "file": name,
        "file_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": len(mixture.rows),
        "seed": recipe.seed,
        "where": recipe.where,
        "option_order": "as written" if recipe.keep_option_order else "balanced",
        "datasets": {
            dataset: {
                "asked": "all" if asked is None else asked,
                "given": given[dataset],
                "kept": mixture.kept[dataset],
            }
            for dataset, asked in recipe.asked.items()
        },
        "origins": dict(sorted(Counter(row["origin"] for row in mixture.rows).items())),
        "store_content_sha256": mixture.store_content_sha256,
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
