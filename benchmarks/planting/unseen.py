"""Held-out wordings by kind: the newest set, written without a look at rules or older sets."""

from planting.registry import Plant
from planting.unseen_clip import CLIP
from planting.unseen_clotho import CLOTHO
from planting.unseen_form import FORM
from planting.unseen_language import LANGUAGE
from planting.unseen_leak import LEAK
from planting.unseen_options import OPTIONS
from planting.unseen_sets import SETS

__all__ = ["UNSEEN"]

# By check, then by variant: the function that plants it, and whether words alone decide.
UNSEEN: dict[str, dict[str, tuple[Plant, bool]]] = {
    **FORM, **LANGUAGE, **OPTIONS, **LEAK, **CLIP, **CLOTHO, **SETS
}  # fmt: skip
