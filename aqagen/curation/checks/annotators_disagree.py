"""Clotho-AQA: its three annotators settled on an answer.

Of the 7,043 training questions 863 have three answers from three people (counted in the released
files). Then the answer that became the key is one person's word.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

_OPTIONS = ("A bell is ringing", "A door is closing", "A dog is barking", "A car is passing")


def _example(disputed: bool | None) -> Example:
    return Example(
        "What can be heard?",
        _OPTIONS,
        dataset="clotho-aqa",
        metadata={"question": "What can be heard?", "answer": "bell"},
        facts={} if disputed is None else {"disputed": disputed},
    )


CHECK = Check(
    name="annotators-disagree",
    version=1,
    reasons=(
        Reason(
            "annotators-disagree",
            "mark",
            "the report trained on all 7,043 questions, and most tied answers are near each other",
        ),
    ),
    summary="Clotho-AQA: more annotators gave this answer than any other",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    fails="(facts->>'disputed') = 'true'",
    detail="{'answers': facts->'answers'}",
    accepts=(_example(disputed=False),),
    rejects=(_example(disputed=True),),
    undecided=(_example(disputed=None),),
)
