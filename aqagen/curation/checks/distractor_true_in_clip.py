"""TACOS: no wrong option says what another strong caption of the same clip says.

A clip has four strong captions on average, each with its onset and offset. A distractor that
one of the others bears out is a right answer too, where both are heard at the same time, or where
the question is about the whole clip. If the other caption is of another time and the question
asks about order or time, it may be rightly wrong: undecided. So is a distractor of one word of
content ("stopping"), which may be of something else, and one whose words the caption has in several
clauses, or where either denies: "a woman speaks while a man laughs" bears out no laughing woman.
The order counts where two may act on each other ("the cat chases the dog").
"""

import re

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason
from aqagen.curation.deeds import ACTORS, CLAUSES, IN_LINE, joined, moved, without_manner
from aqagen.curation.forms import ROOTS, roots
from aqagen.curation.words import NO_CONTENT, in_stages, only_content

_TIMED = (
    " (?:when|while|before|after|then|during|first|last|next|beginning|begins?|starts?|ends?|end|"
    "finally|order|sequence|moment|second|seconds|time|follows|followed|precedes|same) "
)

# Where it is heard says nothing else of it, but for where the caption has it at the other end.
PLACES = " (?:(?:somewher|distant|nearby|far) )+"
NEAR, FAR = r"(?i)\b(?:near|nearby|close)\b", r"(?i)\b(?:distant|distance|far|afar)\b"


_ACTOR = f" (?:{'|'.join(ACTORS)}) "
# A word that stands between the clauses of an option; no text has it.
_BREAK = "qzq"
# A clause with two spaces between words, so that LIKE finds words in order; in any order where
# not more than one in it may act.
_CLAUSE_HAS = (
    "len(list_filter(c.clauses, lambda clause: "
    "(clause.stems LIKE '% ' || replace(trim({words}), ' ', ' % ') || ' %' "
    "OR clause.few_act AND len(list_filter(string_split(trim({words}), ' '), lambda word: "
    "NOT contains(clause.stems, ' ' || word || ' '))) = 0) "
    "AND (contains(trim({words}), ' ') OR clause.bare = trim({words})))) > 0"
)
_WHOLE = (
    "array_to_string(list_filter(string_split(d.moved, ' '), "
    f"lambda word: word NOT IN ('', '{_BREAK}')), ' ')"
)
# The whole option, or each of its clauses; a word alone is of a clause that says no more.
_IN_ORDER = (
    f"({_CLAUSE_HAS.format(words='d.content')} OR "
    f"{_CLAUSE_HAS.format(words=_WHOLE)} OR len(list_filter("
    f"string_split(d.moved, '{_BREAK}'), lambda part: trim(part) <> '' AND NOT "
    f"{_CLAUSE_HAS.format(words='part')})) = 0) "
    f"AND NOT regexp_matches(sql_words({without_manner('d.option')}), '{NEGATION}') "
    f"AND NOT (regexp_matches(d.option, '{NEAR}') AND regexp_matches(d.caption, '{FAR}')) "
    f"AND NOT (regexp_matches(d.option, '{FAR}') AND regexp_matches(d.caption, '{NEAR}'))"
)


# Captions of clips with several rows, in roots, with their times.
_CAPTIONS = f"""
CREATE OR REPLACE TEMP TABLE clip_captions AS
WITH told AS (
    SELECT clip_id, row_id, replace(metadata->>'caption', chr(10), ' ') AS caption, facts
    FROM source_rows WHERE dataset = 'tacos'
), several AS (
    SELECT * FROM told WHERE caption IS NOT NULL AND
    clip_id IN (SELECT clip_id FROM told GROUP BY clip_id HAVING count(*) > 1)
), {in_stages("several", "caption")}
SELECT clip_id, row_id, caption, {roots("stem_lines")} AS stems, facts FROM worded
"""
# Words that a later step may cut out of an option.
_MANNERS = " without paus interruption stop with gap end break somewher distant nearby far "
# All that the captions of a clip say.
_WORDS = f"""
CREATE OR REPLACE TEMP TABLE clip_words AS
SELECT clip_id, '{_MANNERS}' || string_agg(stems, '') AS told FROM clip_captions GROUP BY clip_id
"""
_WRONG = "list_filter(e.options_stems, lambda stems, place: place <> e.answer_index + 1)"
# No content, and words of which roots make others: neither has to be among the captions' words.
_PASSED = " (?:(?:{}|[^ ]*ly|[0-9][^ ]*|[^ ]*ed|[^ ]*\\x27s?|{}) )+".format(
    *("|".join(map(re.escape, words)) for words in (
        NO_CONTENT.split(), [old.strip() for old, _ in ROOTS]
    ))
)  # fmt: skip
# Most items have no option all words of which some caption has: what is dear is for the others.
_LIKELY = f"""
CREATE OR REPLACE TEMP TABLE clip_likely AS
WITH wrong AS (
    SELECT e.item_id, e.clip_id, e.row_id, e.question_words, c.told,
        array_to_string({_WRONG}, chr(10)) AS stems,
        string_split(regexp_replace(stems, '{_PASSED}', ' ', 'g'), chr(10)) AS contents
    FROM everything e JOIN clip_words c USING (clip_id)
    WHERE e.dataset = 'tacos' AND e.{GENERATED}
)
SELECT item_id, clip_id, row_id, question_words FROM wrong
WHERE len(list_filter(contents, lambda content: len(list_filter(string_split(trim(content), ' '),
    lambda word: word <> '' AND NOT contains(told, ' ' || word || ' '))) = 0)) > 0
"""
# The options of an item as one text, a line each, twice: one pass for all of them.
_OPTION_LINES = without_manner("""array_to_string(
    list_transform(i.options, lambda option: replace(option, chr(10), ' ')), chr(10))""")
# Of a word alone, where it is heard is the half of what is said.
_PLACELESS = f"regexp_replace({{}}, '{PLACES}', ' ', 'g')"
_DISTRACTORS = f"""
CREATE OR REPLACE TEMP TABLE clip_distractors AS
WITH lined AS (
    SELECT e.*, i.options, i.answer_index, {_OPTION_LINES} AS plain,
        plain || chr(10) || regexp_replace({moved("plain")}, '{IN_LINE}', ' {_BREAK} ', 'g') AS text
    FROM clip_likely e JOIN items i USING (item_id)
), {in_stages("lined", "text")}, told AS (
    SELECT *, string_split({only_content(roots("stem_lines"))}, chr(10)) AS contents FROM worded
), apart AS (
    SELECT item_id, clip_id, row_id, question_words, answer_index, options,
        unnest(contents[:len(options)]) AS whole, unnest(contents[len(options) + 1:]) AS parts,
        generate_subscripts(options, 1) AS place FROM told
)
SELECT item_id, clip_id, row_id, question_words, options[place] AS option,
    {_PLACELESS.format("whole")} AS placeless, contains(trim(placeless), ' ') AS several,
    if(several, placeless, whole) AS content,
    if(several, {_PLACELESS.format("parts")}, parts) AS moved
FROM apart WHERE place <> answer_index + 1 AND trim(content) <> ''
"""
_PAIRS = """
CREATE OR REPLACE TEMP TABLE clip_pairs AS
SELECT d.*, c.row_id AS other_id, c.caption, c.facts
FROM clip_distractors d JOIN clip_captions c ON c.clip_id = d.clip_id AND c.row_id <> d.row_id
WHERE len(list_filter(string_split(trim(d.content), ' '), lambda word:
    NOT contains(c.stems, ' ' || word || ' '))) = 0
"""
# Those captions once more, clause by clause, as they are and with deeds after their sources.
_CLAUSES = f"""
CREATE OR REPLACE TEMP TABLE clip_clauses AS
WITH told AS (SELECT DISTINCT other_id, caption FROM clip_pairs), apart AS (
    SELECT other_id, regexp_replace({joined("caption")} || chr(10) ||
        {joined(moved("caption"))}, '{CLAUSES}', chr(10), 'g') AS text FROM told
), {in_stages("apart", "text")}
SELECT other_id, list_filter(list_transform(
    list_zip(string_split({roots("stem_lines")}, chr(10)),
        string_split({only_content(roots("stem_lines"))}, chr(10)),
        string_split(word_lines, chr(10))),
    lambda each: {{'stems': replace(each[1], ' ', '  '), 'bare': trim(each[2]),
        'denies': regexp_matches(each[3], '{NEGATION}'), 'few_act':
        len(regexp_extract_all(replace(each[1], ' ', '  '), '{_ACTOR}')) < 2}}),
    lambda clause: NOT clause.denies) AS clauses
FROM worded
"""
_OVERLAP = " AND ".join(
    f"({one}.facts->>'onset_s')::DOUBLE < ({other}.facts->>'offset_s')::DOUBLE"
    for one, other in (("d", "own"), ("own", "d"))
)
_QUERY = f"""
SELECT item_id, CASE WHEN bool_or(sure) THEN TRUE END AS failed,
    'distractor-true-in-clip' AS reason,
    {{'option': arg_max(option, sure), 'caption': arg_max(caption, sure)}} AS detail
FROM (
    SELECT d.item_id, d.option, d.caption,
        contains(trim(d.content), ' ') AND (coalesce({_OVERLAP}, FALSE)
            OR NOT regexp_matches(d.question_words, '{_TIMED}')) AND {_IN_ORDER} AS sure
    FROM clip_pairs d JOIN clip_clauses c USING (other_id)
    LEFT JOIN clip_captions own ON own.row_id = d.row_id
) GROUP BY item_id
"""


def _example(
    question: str, other: str, onset_s: float, *, file_name: str = "1.mp3", wrong: str = ""
) -> Example:
    beside = Example(
        metadata={"caption": other},
        facts={"onset_s": onset_s, "offset_s": onset_s + 4.0},
        file_name=file_name,
    )
    options = Example().options
    if wrong:
        options = (*options[:3], wrong)
    return Example(question, options, facts={"onset_s": 1.0, "offset_s": 4.0}, beside=(beside,))


CHECK = Check(
    name="distractor-true-in-clip",
    version=8,
    reasons=(
        Reason("distractor-true-in-clip", because="another listener heard it: it is not wrong"),
    ),
    summary="TACOS: no wrong option says what another caption of the clip says",
    applies=f"dataset = 'tacos' AND {GENERATED}",
    prepare=(_CAPTIONS, _WORDS, _LIKELY, _DISTRACTORS, _PAIRS, _CLAUSES),
    query=_QUERY,
    accepts=(
        Example(),
        _example("What is heard?", "A horse neighs.", 2.0),
        _example("What is heard?", "Rain falls on a roof.", 2.0, file_name="2.mp3"),
        _example("How is it?", "A cat hisses at full volume.", 2.0, wrong="at full volume"),
        Example(
            "How does the dog bark?",
            ("twice", "slowly", "repeatedly", "again and again"),
            beside=(Example(metadata={"caption": "A cow moos repeatedly."}),),
        ),
    ),
    rejects=(
        _example("What is heard?", "Two women chat and laugh.", 2.0, wrong="laughing women"),
        _example("What is heard?", "A crowd cheers and claps.", 2.0, wrong="clapping by a crowd"),
        _example("What is heard?", "A piano plays a melody.", 2.0, wrong="a melody on the piano"),
        _example("What is heard?", "A frog croaks.", 2.0, wrong="somewhere, a croaking frog"),
        _example("What is heard?", "Rain is falling on the roof.", 2.0),
        _example("What is heard in the clip?", "Cars drive past.", 20.0),
        _example("What is heard first?", "Rain falls on a roof.", 2.0),
        _example("What is heard?", "A man talks, and a cat hisses.", 2.0, wrong="a cat hissing"),
        _example("What is heard?", "A cat is heard as it hisses.", 2.0, wrong="a cat hissing"),
        _example(
            "What is heard?", "A cat is heard, hissing at once.", 2.0, wrong="hissing of a cat"
        ),
        _example("What is heard?", "A kettle whistles.", 2.0, wrong="the whistle of a kettle"),
        _example("What is heard?", "A man laughs.", 2.0, wrong="a man's laughter"),
        _example("What is heard?", "The laughter of a man.", 2.0, wrong="a man laughing"),
        _example("What is heard?", "A guitar is strummed.", 2.0, wrong="someone strums a guitar"),
        _example("What is heard?", "A phone rings.", 2.0, wrong="the ringing of a phone"),
        _example(
            "What is heard?",
            "A baby cries while a man hums.",
            2.0,
            wrong="the cry of a baby as a man hums",
        ),
    ),
    undecided=(
        _example("What is heard?", "A distant cat purrs.", 2.0, wrong="a cat purring nearby"),
        _example("What is heard first?", "Rain falls on a roof.", 20.0),
        _example(
            "What is heard?",
            "A woman speaks while a man is laughing.",
            2.0,
            wrong="a woman is laughing",
        ),
        _example("What is heard?", "The cat chases the dog.", 2.0, wrong="a dog chases a cat"),
        _example("What is heard?", "A man talks, barking dogs around.", 2.0, wrong="a man barking"),
        _example(
            "What is heard?",
            "A man speaks and no music is playing.",
            2.0,
            wrong="music is playing",
        ),
        _example("What is heard?", "A man is talking.", 2.0, wrong="a man is not talking"),
        Example(
            "What does the dog do?",
            ("barks", "stops", "howls", "whines"),
            beside=(Example(metadata={"caption": "An engine stops."}),),
        ),
    ),
)
