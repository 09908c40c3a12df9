"""Clotho-AQA: the annotators' question stays as it was (Table 3 of the MiAQA report, rule 2).

White space, case and the punctuation at the end may differ: models tidy them, and one
question of the released test split ends in "?:".
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

_METADATA = {"question": "Are there waves?", "answer": "yes", "keywords": ["sea"]}
_OPTIONS = ("Yes, waves break", "No, it is calm", "Only the wind blows", "Only birds call")


def _example(question: str) -> Example:
    return Example(question, _OPTIONS, dataset="clotho-aqa", metadata=_METADATA)


CHECK = Check(
    name="question-unchanged",
    version=1,
    reasons=(Reason("question-changed"),),
    summary="Clotho-AQA: the question is the annotators' own (the paper's rule 2)",
    applies=f"dataset = 'clotho-aqa' AND {GENERATED}",
    fails="rtrim(question_key, '?!:;.,\" ') <> rtrim(source_question_key, '?!:;.,\" ')",
    detail="{'was': metadata->>'question'}",
    accepts=(_example("Are there waves?"), _example(" are  there waves ?")),
    rejects=(_example("Are there any waves?"), _example("What is heard?")),
)
