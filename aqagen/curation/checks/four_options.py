"""Exactly four options, one of them right (Tables 3 and 4 of the MiAQA report, rule 1)."""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

CHECK = Check(
    name="four-options",
    version=1,
    reasons=(Reason("not-four-options"),),
    summary="a generated item has exactly 4 options with 1 answer (the paper's rule 1)",
    applies=GENERATED,
    fails="len(options) <> 4 OR answer IS NULL",
    detail="{'options': len(options)}",
    accepts=(
        Example(),
        Example(origin="imported", options=("yes it is", "no it is not")),
    ),
    rejects=(
        Example(options=("a dog barks", "a cat meows", "a bird sings")),
        Example(options=("one dog", "two dogs", "three dogs", "four dogs", "five dogs")),
    ),
)
