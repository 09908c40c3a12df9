"""No two options that read the same by the one definition, `answers.normalise`."""

from aqagen.curation.checks.base import Check, Example, Reason

CHECK = Check(
    name="options-distinct",
    version=1,
    reasons=(Reason("duplicate-options"),),
    summary="no two options read the same: then there are two answers, or a wrong one is free",
    applies="TRUE",
    fails="len(list_distinct(options_key)) < len(options_key)",
    detail="{'options': options}",
    accepts=(
        Example(),
        Example(options=("a dog then a cat", "a cat then a dog", "only a dog", "only a cat")),
        Example(options=("the straße", "a street", "an alley", "a path")),
    ),
    rejects=(
        Example(options=("a dog barks", "A dog  barks.", "a cat meows", "a bird sings")),
        Example(options=("the straße", "the STRASSE", "an alley", "a path")),
        Example(origin="imported", options=("Man", "Woman", "Man", "Child")),
    ),
)
