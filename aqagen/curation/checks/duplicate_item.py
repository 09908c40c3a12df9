"""No item stands twice: the same question, options and answer, whatever their order and case.

Within a clip the second teaches nothing new. Across clips and datasets it is another sound with
the same words, as templates make them: marked, so that one can see how many. Of the rows that say
the same the one with the smallest id stays, so the order in which items came does not matter; an
item is never the twin of another sample of its own row.
"""

from aqagen.curation.checks.base import Check, Example, Reason

_KEYS = """
CREATE OR REPLACE TEMP TABLE item_keys AS
SELECT item_id, row_id, clip_id, hash(question_words, answer_words, options_hash) AS key
FROM everything
"""
_QUERY = """
SELECT item_id, TRUE AS failed,
    if(row_id <> first_in_clip, 'duplicate-item', 'duplicate-item-other-clip') AS reason,
    {'first_row_id': if(row_id <> first_in_clip, first_in_clip, first)} AS detail
FROM (
    SELECT item_id, row_id, min(row_id) OVER (PARTITION BY key, clip_id) AS first_in_clip,
        min(row_id) OVER (PARTITION BY key) AS first
    FROM item_keys SEMI JOIN (
        SELECT key FROM item_keys GROUP BY key HAVING min(row_id) <> max(row_id)
    ) USING (key)
) WHERE row_id <> first
"""


def _beside(**rest: object) -> Example:
    return Example(metadata={"caption": "A dog."}, **rest)  # type: ignore[arg-type]


CHECK = Check(
    name="duplicate-item",
    version=2,
    reasons=(
        Reason("duplicate-item", because="the same words about the same clip teach nothing new"),
        Reason("duplicate-item-other-clip", "mark", "the sound differs, and that is what counts"),
    ),
    summary="no two items ask the same with the same options and answer",
    prepare=(_KEYS,),
    query=_QUERY,
    accepts=(
        Example(),
        Example(beside=(_beside(question="What can be heard at last?"),)),
        Example(beside=(_beside(answer_index=1),)),
    ),
    rejects=(
        Example(beside=(_beside(), Example(metadata={"caption": "The dog!"}))),
        Example(
            options=("a dog barks", "rain  falls,", " A cat;", "a hen"),
            beside=tuple(
                _beside(options=("a dog barks", "rain falls", *more))
                for more in (("a cat", "a hen."), ("a hen", "a  cat"))
            ),
        ),
        Example(
            beside=tuple(_beside(file_name=f"{n}.mp3", dataset="jsonl") for n in range(2, 9)),
            file_name="9.mp3",
            reason="duplicate-item-other-clip",
        ),
    ),
)
