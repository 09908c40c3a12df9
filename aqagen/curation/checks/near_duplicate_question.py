"""No question that another item asks in almost the same words.

Two questions are near when their sets of words are the same, or, where the longer has eight words
or more, when at most one word differs (one word more, fewer, or another). On Clotho-AQA's real
questions "one word differs" would take "a creaking sound" and "a cutting sound" for the same in a
fifth of those of five words and more; at eight and more in 0.9%. About one clip that is the same
question again, unless it is one question of Clotho-AQA with several of its answers (`generate
--answers all`). About other clips it is another example: marked; so is the same with the same
answer, under a reason of its own, for those who want each pair of question and answer once.

The key of a set is the exclusive or of its words' hashes, so that of the set without one word is
one more; near sets share a key. The row with the smallest id of those that share one stays.
"""

from aqagen.curation.checks.base import Check, Example, Reason

LEAST_WORDS = 8

# Numbers in the place of ids, in the same order: tens of millions of keys are to fit.
_SETS = """
CREATE OR REPLACE TEMP TABLE question_sets AS
SELECT seq, row_id::UUID AS row_no, hash(clip_id) AS clip, hash(answer_words) AS answer,
    list_filter(hashes, lambda word, place: list_position(hashes, word) = place) AS words
FROM (
    SELECT *, list_transform(string_split(trim(question_words), ' '), lambda word: hash(word))
        AS hashes FROM everything
)
"""
_KEYS = f"""
CREATE OR REPLACE TEMP TABLE question_keys AS
SELECT seq, unnest(if(len(words) < {LEAST_WORDS}, [total],
    list_prepend(total, list_transform(words, lambda word: xor(total, word))))) AS key
FROM (SELECT seq, words, list_bit_xor(words) AS total FROM question_sets)
"""
# Nearly all keys are one question's, and are left behind before the rest is joined to them.
_SHARED = """
CREATE OR REPLACE TEMP TABLE shared_keys AS
WITH several AS MATERIALIZED (
    SELECT k.key, s.seq, s.row_no, s.clip, s.answer FROM question_keys k
    SEMI JOIN (SELECT key FROM question_keys GROUP BY key HAVING count(*) > 1) USING (key)
    JOIN question_sets s USING (seq)
)
SELECT s.*, f.first FROM several s JOIN (
    SELECT key, min(row_no) AS first FROM several GROUP BY key HAVING min(row_no) <> max(row_no)
) f USING (key)
"""
_TWINS = """
CREATE OR REPLACE TEMP TABLE question_twins AS
SELECT k.seq, k.row_no, min(c.row_no) AS in_clip, min(a.row_no) AS same_answer,
    min(k.first) AS first
FROM shared_keys k
JOIN (SELECT key, clip, min(row_no) AS row_no FROM shared_keys GROUP BY ALL) c
    ON c.key = k.key AND c.clip = k.clip
JOIN (SELECT key, answer, min(row_no) AS row_no FROM shared_keys GROUP BY ALL) a
    ON a.key = k.key AND a.answer = k.answer
GROUP BY k.seq, k.row_no HAVING min(k.first) < k.row_no
"""
_QUERY = """
SELECT e.item_id, TRUE AS failed, CASE
    WHEN t.in_clip < t.row_no AND NOT coalesce(
        own.dataset = 'clotho-aqa' AND twin.dataset = 'clotho-aqa'
        AND own.metadata->>'question' = twin.metadata->>'question', FALSE)
        THEN 'same-question-again'
    WHEN t.same_answer < t.row_no THEN 'near-duplicate-question-and-answer'
    ELSE 'near-duplicate-question' END AS reason, {'first_row_id': t.row_id} AS detail
FROM (
    SELECT *, replace(if(in_clip < row_no, in_clip, first)::VARCHAR, '-', '') AS row_id
    FROM question_twins
) t
JOIN everything e ON e.seq = t.seq
JOIN source_rows own ON own.row_id = e.row_id
LEFT JOIN source_rows twin ON twin.row_id = t.row_id AND t.in_clip < t.row_no
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
