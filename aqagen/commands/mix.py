"""`aqagen mix`: draw a mixture from what is kept and write it with its manifest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aqagen.display import note, print_json, print_table
from aqagen.errors import UsageError
from aqagen.ids import text_hash
from aqagen.mixing.mix import Recipe, make_mixture, write_mixture
from aqagen.mixing.sizes import parse_size
from aqagen.store import Store

__all__ = ["MixOptions", "run_mix"]


@dataclass(frozen=True, slots=True)
class MixOptions:
    """The flags of `aqagen mix`; `sizes` by dataset, as the user wrote them."""

    store: Path
    sizes: Mapping[str, str]
    where: str | None = None
    out: Path | None = None
    seed: int = 0
    keep_option_order: bool = False
    as_json: bool = False


def run_mix(options: MixOptions) -> None:
    """Run the command.

    Raises:
        AqagenError: a size is none, there are too few items, the store or the output cannot
            be used.
    """
    if not options.sizes:
        raise UsageError(
            "a mixture of what? For example: aqagen mix --clotho-aqa all --tacos 12k --dcase 8k"
        )
    asked = {dataset: parse_size(size) for dataset, size in options.sizes.items()}
    recipe = Recipe(asked, options.seed, options.where, options.keep_option_order)
    out = options.out or Path("mixtures") / f"{_name(options)}.parquet"
    with Store.open(options.store, must_exist=True) as store:
        mixture = make_mixture(store, recipe)
    manifest_path = write_mixture(mixture, out)
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    offline = manifest["origins"].get("offline", 0)
    if offline:
        note(f"{offline:,} items come from the offline endpoint: no model wrote them")
    if options.as_json:
        print_json({"mixture": str(out), "manifest": str(manifest_path), **manifest})
        return
    print_table([(dataset, counts["given"]) for dataset, counts in manifest["datasets"].items()])
    print(out)
    print(manifest_path)


def _name(options: MixOptions) -> str:
    """Name a mixture after what was asked: `tacos-12k_dcase2025-8k`, and what is not usual."""
    parts = [f"{dataset}-{size.strip().lower()}" for dataset, size in options.sizes.items()]
    if options.where is not None:
        parts.append(f"where-{text_hash(options.where)[:8]}")
    if options.keep_option_order:
        parts.append("as-written")
    if options.seed:
        parts.append(f"seed-{options.seed}")
    return "_".join(parts)
