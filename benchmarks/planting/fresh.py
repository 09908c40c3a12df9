"""Wordings by kind: a set that was held out once, and has been read since (see `unseen`)."""

from planting.fresh_clip import CLIP
from planting.fresh_clotho import CLOTHO
from planting.fresh_form import FORM
from planting.fresh_options import OPTIONS
from planting.fresh_sets import SETS
from planting.registry import Plant

__all__ = ["FRESH"]

# By check, then by variant: the function that plants it, and whether words alone decide.
FRESH: dict[str, dict[str, tuple[Plant, bool]]] = {**FORM, **OPTIONS, **CLIP, **CLOTHO, **SETS}
