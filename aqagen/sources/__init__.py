"""The datasets: one file each, found by being there."""

import importlib
import pkgutil
import re
from functools import cache

from aqagen.errors import UsageError
from aqagen.sources.base import ReadOptions, Source

_HELPERS = {"base", "importing"}

# Splits to measure with, of sets whose splits have any name.
_EVALUATION = re.compile("(?:^|[^a-z])(?:test|dev|eval|valid|val|bench)", re.IGNORECASE)

__all__ = ["ReadOptions", "Source", "all_sources", "get_source", "is_for_evaluation"]


@cache
def all_sources() -> dict[str, Source]:
    """Return every source by its command line name, in alphabetical order."""
    sources = [
        importlib.import_module(f"{__name__}.{module.name}").SOURCE
        for module in pkgutil.iter_modules(__path__)
        if module.name not in _HELPERS
    ]
    return {source.name: source for source in sorted(sources, key=lambda source: source.name)}


def get_source(name: str, kind: str) -> Source:
    """Return the source of a name.

    Raises:
        UsageError: there is none of that name and kind; the message lists those there are.
    """
    sources = {key: value for key, value in all_sources().items() if value.kind == kind}
    if name not in sources:
        raise UsageError(f"{name!r} is not a dataset to {kind} from. Known: {', '.join(sources)}.")
    return sources[name]


def is_for_evaluation(dataset: str, split: str) -> bool:
    """Say whether a split is there to measure models with, and must not be trained on.

    Of a dataset whose source names no such splits (own JSON Lines, a dataset that is gone), the
    split's name decides: test, dev, eval, val and the like.
    """
    source = all_sources().get(dataset)
    if source is None or not (source.training_splits or source.evaluation_splits):
        return _EVALUATION.search(split) is not None
    if split in source.evaluation_splits:
        return True
    return bool(source.training_splits) and split not in source.training_splits
