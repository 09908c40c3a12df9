"""No question that another item asks in almost the same words.

Two questions are near when their sets of words are the same, or, from eight words on, when at
most one word differs (one word more, fewer, or another). On Clotho-AQA's real questions "one word
differs" would take "a creaking sound" and "a cutting sound" for the same in a fifth of the shorter
ones; at eight words and more in 0.9% (docs/log.md). About one clip that is the same question
again, unless it is one question of Clotho-AQA with several of its answers (`generate --answers
all`). About other clips it is another example: marked; so is the same with the same answer, under
a reason of its own, for those who want each pair of question and answer once.

The key of a set is the sum of its words' hashes, so that of the set without one word is a
subtraction; near sets share a key. The row with the smallest id of those that share one stays.
"""

from aqagen.curation.checks.base import Check, Example, Reason

LEAST_WORDS = 8

_SETS = """
CREATE OR REPLACE TEMP TABLE question_sets AS
SELECT item_id, row_id, clip_id, hash(answer_words) AS answer, list_transform(
    list_distinct(string_split(trim(question_words), ' ')),
    lambda word: hash(word)::HUGEINT) AS words
FROM everything
"""
_KEYS = f"""
CREATE OR REPLACE TEMP TABLE question_keys AS
SELECT item_id, row_id, clip_id, answer, unnest(if(len(words) < {LEAST_WORDS}, [total],
    list_prepend(total, list_transform(words, lambda word: total - word)))) AS key
FROM (SELECT *, list_sum(words)::HUGEINT AS total FROM question_sets)
"""
_SHARED = """
CREATE OR REPLACE TEMP TABLE shared_keys AS
SELECT key, clip_id, answer, min(row_id) AS row_id FROM question_keys
SEMI JOIN (SELECT key FROM question_keys GROUP BY key HAVING min(row_id) <> max(row_id)) USING (key)
GROUP BY ALL
"""
_TWINS = """
CREATE OR REPLACE TEMP TABLE question_twins AS
SELECT k.item_id, k.row_id, min(c.row_id) AS in_clip, min(a.row_id) AS same_answer,
    min(f.row_id) AS first
FROM question_keys k
JOIN (SELECT key, min(row_id) AS row_id FROM shared_keys GROUP BY key) f USING (key)
JOIN (SELECT key, clip_id, min(row_id) AS row_id FROM shared_keys GROUP BY ALL) c
    ON c.key = k.key AND c.clip_id = k.clip_id
JOIN (SELECT key, answer, min(row_id) AS row_id FROM shared_keys GROUP BY ALL) a
    ON a.key = k.key AND a.answer = k.answer
GROUP BY k.item_id, k.row_id HAVING min(f.row_id) < k.row_id
"""
_QUERY = """
SELECT t.item_id, TRUE AS failed, CASE
    WHEN t.in_clip < t.row_id AND NOT coalesce(
        own.dataset = 'clotho-aqa' AND twin.dataset = 'clotho-aqa'
        AND own.metadata->>'question' = twin.metadata->>'question', FALSE)
        THEN 'same-question-again'
    WHEN t.same_answer < t.row_id THEN 'near-duplicate-question-and-answer'
    ELSE 'near-duplicate-question' END AS reason, {'first_row_id': if(t.in_clip < t.row_id,
        t.in_clip, t.first)} AS detail
FROM question_twins t
JOIN source_rows own ON own.row_id = t.row_id
LEFT JOIN source_rows twin ON twin.row_id = t.in_clip
"""

_LONG = "What kind of animal makes the very first loud sound here?"
_NEAR = "What kind of animal makes the very first quiet sound here?"


def _beside(question: str, **rest: object) -> Example:
    return Example(question, metadata={"caption": "A dog."}, **rest)  # type: ignore[arg-type]


CHECK = Check(
    name="near-duplicate-question",
    version=1,
    reasons=(
        Reason("near-duplicate-question", "mark", "another clip makes it another example"),
        Reason(
            "near-duplicate-question-and-answer", "mark", "the same, and it is easily memorised"
        ),
        Reason("same-question-again", because="the same question about the same clip"),
    ),
    summary="no question in almost the same words: again about its clip, or about others",
    prepare=(_SETS, _KEYS, _SHARED, _TWINS),
    query=_QUERY,
    accepts=(
        Example(),
        Example("Is a creaking sound heard?", beside=(_beside("Is a cutting sound heard?"),)),
        Example(_LONG, beside=(_beside("What makes the first loud sound?", file_name="2.mp3"),)),
    ),
    rejects=(
        Example(_LONG, beside=(_beside(_NEAR),), reason="same-question-again"),
        Example(
            _LONG, beside=(_beside(_NEAR, file_name="2.mp3", answer_index=1),), file_name="3.mp3"
        ),
        Example(
            "What is heard here?",
            beside=(_beside("Here, what is heard?", file_name="4.mp3"),),
            reason="near-duplicate-question-and-answer",
        ),
    ),
)
