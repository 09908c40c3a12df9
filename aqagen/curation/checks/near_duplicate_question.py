"""No question that another item asks in almost the same words.

Two questions are near when their sets of words are the same, or, where the longer has eight words
or more, when at most one word differs (one word more, fewer, or another). On Clotho-AQA's real
questions "one word differs" would take "a creaking sound" and "a cutting sound" for the same in a
fifth of those of five words and more; at eight and more in 0.9%. They are near, too, when they
ask about the same in another frame ("What else can be heard while X?", "Besides X, which other
sound is there?"): the same words without those of the frame, three at least, both or neither to
be answered with yes or no. What makes another question ("how many", "where", "first", "makes",
"not") is no word of a frame. About one clip that is the same question again, unless it is one
question of Clotho-AQA with several of its answers (`generate --answers all`). About other clips
it is another example: marked; so is the same with the same answer, under a reason of its own,
for those who want each pair of question and answer once.

The key of a set is the exclusive or of its words' hashes, so that of the set without one word is
one more; near sets share a key. The row with the smallest id of those that share one stays.
"""

from aqagen.curation.checks.base import Check, Example, Reason

LEAST_WORDS = 8
LEAST_IN_FRAME = 3
# Words that ask, that it is about what is heard, that there is more of it, and that fill.
FRAME = (
    "what which that this these those there the a an some any is are was were be been being "
    "do does did can could may might must will would has have had one of in on at to from by "
    "for with it its you we i your our me us please kind kinds type types sort sorts hear "
    "hears heard hearing listen listening listener listeners audible noticed notice "
    "noticeable perceived perceive detected detect discernible recognised recognized made out "
    "picked up caught present occur occurs occurring happen happens happening going goes take "
    "takes taking place exists exist appear appears featured features included includes "
    "contains contain part sound sounds noise noises audio clip clips recording recordings "
    "record recorded track sample soundscape scene background event events element acoustic "
    "else other another additional additionally further more also too besides beside apart "
    "aside addition along alongside together accompanies accompany accompanied accompanying "
    "joins join and while whilst as when during meanwhile same time simultaneously "
    "concurrently following option options choice choices answer answers best describes "
    "describe described identify name tell say choose select state if given knowing "
    "considering just really clearly actually exactly precisely simply apparently likely "
    "probably basically indeed now here then"
)
POLAR = "^ (?:is|are|was|were|do|does|did|can|could|has|have|had|will|would) "

# Numbers in the place of ids, in the same order: tens of millions of keys are to fit.
_SETS = f"""
CREATE OR REPLACE TEMP TABLE question_sets AS
SELECT seq, row_no, clip, answer, words,
    list_filter(words, lambda word: NOT list_contains(frame, word)) AS asked, polar
FROM (
    SELECT seq, row_id::UUID AS row_no, hash(clip_id) AS clip, hash(answer_words) AS answer,
        list_filter(hashes, lambda word, place: list_position(hashes, word) = place) AS words,
        regexp_matches(question_words, '{POLAR}') AS polar, frame
    FROM (
        SELECT *, list_transform(string_split(trim(question_words), ' '), lambda word: hash(word))
            AS hashes FROM everything
    ), (SELECT list(hash(word)) AS frame FROM (SELECT unnest(string_split('{FRAME}', ' ')) AS word))
)
"""
_KEYS = f"""
CREATE OR REPLACE TEMP TABLE question_keys AS
SELECT seq, unnest(list_concat(
    if(len(words) < {LEAST_WORDS}, [total],
        list_prepend(total, list_transform(words, lambda word: xor(total, word)))),
    -- Another hash than that of all words: what is asked is not near the words alone.
    if(len(asked) < {LEAST_IN_FRAME}, [], [hash(list_bit_xor(asked), polar)]))) AS key
FROM (SELECT *, list_bit_xor(words) AS total FROM question_sets)
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
_IN_FRAME = "What else can be heard in the clip while rain falls softly?"


def _beside(question: str, **rest: object) -> Example:
    return Example(question, metadata={"caption": "A dog."}, **rest)  # type: ignore[arg-type]


CHECK = Check(
    name="near-duplicate-question",
    version=2,
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
        Example("Is a dog heard while rain falls?", beside=(_beside(_IN_FRAME),)),
        Example("Who is heard while the rain falls softly?", beside=(_beside(_IN_FRAME),)),
        Example(_LONG, beside=(_beside("What makes the first loud sound?", file_name="2.mp3"),)),
    ),
    rejects=(
        Example(_LONG, beside=(_beside(_NEAR),), reason="same-question-again"),
        Example(
            _LONG, beside=(_beside(_NEAR, file_name="2.mp3", answer_index=1),), file_name="3.mp3"
        ),
        Example(
            "Besides rain that softly falls, which other sound is there?",
            beside=(_beside(_IN_FRAME),),
            reason="same-question-again",
        ),
        Example(
            "What is heard here?",
            beside=(_beside("Here, what is heard?", file_name="4.mp3"),),
            reason="near-duplicate-question-and-answer",
        ),
    ),
)
