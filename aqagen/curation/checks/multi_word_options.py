"""Clotho-AQA: no option is a single word (Table 3 of the MiAQA report, rule 6)."""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

_METADATA = {"question": "Are there waves?", "answer": "yes", "keywords": ["sea"]}
# The keys know every white space, also the one that does not break a line.
_SINGLE = "list_filter(options, lambda option, index: NOT contains(options_key[index], ' '))"


def _example(*options: str) -> Example:
    return Example("Are there waves?", options, dataset="clotho-aqa", metadata=_METADATA)


CHECK = Check(
    name="multi-word-options",
    version=1,
    reasons=(Reason("single-word-option"),),
    summary="Clotho-AQA: no option is a single word (the paper's rule 6)",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    fails=f"len({_SINGLE}) > 0",
    detail=f"{{'options': {_SINGLE}}}",
    accepts=(
        _example("Yes, waves break", "No, it is calm", "Only wind", "Only birds"),
        _example("Yes, waves break", "No, it is calm", "Only wind", "Only\u00a0birds"),
        Example(options=("dog", "cat", "bird", "fish")),
    ),
    rejects=(
        _example("yes", "No, it is calm", "Only wind", "Only birds"),
        _example("Yes, waves break", "No, it is calm", "Only wind", " well-known "),
        _example("Yes, waves break", "No, it is calm", "Only wind", "wind ."),
    ),
)
