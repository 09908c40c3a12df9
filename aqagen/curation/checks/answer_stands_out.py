r"""The right option does not differ from all others by its form alone.

Writers, human or not, put more care into what is right: it is longer, it is a full sentence, it
alone is capitalised or tells a number (item-writing guideline "keep options alike in length and
form", Haladyna et al. 2002). A model rewarded for the pick learns the form. Longest by far is
twice as long as any other and 20 characters more. A capital may be that of a name ("Spanish
guitar"): unless its word is ordinary, or one of the metadata's in lower case, it is undecided. A
number gives itself away where the question counts; elsewhere it is content. Case and full stop
of human-made items are their writers' habit: there only length and numbers are judged, as marks.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason
from aqagen.curation.languages import ENGLISH, VOCABULARY

TIMES_AS_LONG = 2
MORE_CHARACTERS = 20
ORDINARY = (
    "a|an|the|it|he|she|they|there|this|that|these|those|one|two|three|four|five|six|seven|eight|"
    "nine|ten|eleven|twelve|yes|no|not|only|just|some|someone|somebody|something|several|many|few|"
    "both|all|none|people|in|on|at|by|from|with|near|under|during|after|before|about|exactly|"
    "mainly|most|mostly|once|twice|[a-z]+ing|[a-z]+ly|" + "|".join(ENGLISH) + f"|{VOCABULARY}"
)
COUNTS = " (?:how many|how often|number of|count) "
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|hundred|once|twice|"
    "thrice|(?:twen|thir|fou?r|fif|six|seven|eigh|nine)ty[a-z]*|one time"
)
NUMBER = f"[0-9]|(?i)(?:^|[^a-z])(?:{_WORDS})(?:[^a-z]|$)"
# "One" and "zero" are often something else: enough not to stand alone, too little to stand out.
PERHAPS_NUMBER = f"[0-9]|(?i)(?:^|[^a-z])(?:{_WORDS}|one|zero)(?:[^a-z]|$)"
CAPITAL = r"^ *[A-Z][a-z\x27]*(?:[ \t,.]|$)"
STOP = r"[A-Za-z0-9\x27)%][ \t\n]*[.!]+[ \t\n]*$"

_WRONG = "list_filter(options, lambda option, place: place <> answer_index + 1)"


def _none(condition: str) -> str:
    """Return SQL: there are wrong options, and none is so (SQL of `option`)."""
    return f"(len(options) > 1 AND len(list_filter({_WRONG}, lambda option: {condition})) = 0)"


# Character classes, not ranges of a collation.
_UPPER = "regexp_matches({}, '^ *[A-Z]')"
_LOWER = "regexp_matches({}, '^ *[a-z]')"
_STOPPED = f"regexp_matches({{}}, '{STOP}')"

# One wrong option: where the answer is like it, it does not stand out. Cheap, and true of most.
_OTHER = "options[if(answer_index = 0, 2, 1)]"
_LONGEST = (
    f"(CASE WHEN length(answer) <= {MORE_CHARACTERS} "
    f"OR length({_OTHER}) * {TIMES_AS_LONG} >= length(answer) THEN FALSE "
    f"ELSE {_none(f'length(option) * {TIMES_AS_LONG} >= length(answer)')} "
    f"AND {_none(f'length(option) + {MORE_CHARACTERS} >= length(answer)')} END)"
)
_SENTENCE = (
    f"(CASE WHEN NOT {GENERATED} OR {_STOPPED.format('answer')} = {_STOPPED.format(_OTHER)} "
    f"THEN FALSE WHEN {_STOPPED.format('answer')} "
    f"THEN contains(trim(answer), ' ') AND {_none(_STOPPED.format('option'))} "
    f"ELSE {_none('NOT ' + _STOPPED.format('option'))} END)"
)
_CASE = (
    f"(CASE WHEN NOT {GENERATED} OR {_UPPER.format('answer')} = {_UPPER.format(_OTHER)} THEN FALSE "
    f"WHEN regexp_matches(answer, '{CAPITAL}') THEN {_none('NOT ' + _LOWER.format('option'))} "
    f"WHEN {_LOWER.format('answer')} THEN {_none('NOT ' + _UPPER.format('option'))} ELSE FALSE END)"
)
_FIRST = r"lower(regexp_extract(ltrim(answer), '^[A-Za-z\x27]+'))"
_ORDINARY = ORDINARY.replace("'", "\\x27")
_COMMON = (
    f"({_LOWER.format('answer')} OR regexp_matches({_FIRST}, '^(?:{_ORDINARY})$') OR "
    "contains(' ' || concat_ws(' ', metadata->>'caption', metadata->>'answer') || ' ', "
    f"' ' || {_FIRST} || ' '))"
)
_ANY_NUMBER = f"regexp_matches(option, '{PERHAPS_NUMBER}')"
_ONE_NUMBER = (
    f"(CASE WHEN NOT regexp_matches(question_words, '{COUNTS}') THEN FALSE "
    f"ELSE regexp_matches(answer, '{NUMBER}') AND {_none(_ANY_NUMBER)} END)"
)

CHECK = Check(
    name="answer-stands-out",
    version=2,
    reasons=(
        Reason("answer-longest", because="the longest is picked without listening"),
        Reason("answer-only-sentence", because="its full stop is seen without listening"),
        Reason("answer-only-capital", because="its first letter is seen without listening"),
        Reason("answer-only-number", because="asked for a number, it alone has one"),
        Reason("human-answer-stands-out", "mark", because="people wrote and reviewed it"),
    ),
    summary="the answer is not the longest by far, nor alone in its case, full stop or number",
    fails=(
        f"CASE WHEN {_LONGEST} OR {_SENTENCE} OR {_ONE_NUMBER} THEN TRUE "
        f"WHEN {_CASE} THEN CASE WHEN {_COMMON} THEN TRUE END ELSE FALSE END"
    ),
    reason_sql=(
        "CASE WHEN origin = 'imported' THEN 'human-answer-stands-out' "
        f"WHEN {_LONGEST} THEN 'answer-longest' WHEN {_SENTENCE} THEN 'answer-only-sentence' "
        f"WHEN {_ONE_NUMBER} THEN 'answer-only-number' ELSE 'answer-only-capital' END"
    ),
    detail="{'answer': answer, 'options': options}",
    accepts=(
        Example(),
        Example(options=("Bitter", "fresh", "sweet", "stale"), origin="imported"),
        Example(options=("A dog barks.", "A cat meows.", "Rain falls.", "Wind blows.")),
        Example(options=("two men talk", "a dog barks", "rain falls", "wind blows")),
        Example(options=("DJ scratching", "drum rolls", "a cat", "a hen")),
    ),
    rejects=(
        Example(
            options=("a dog barks at a car that slowly drives by", "a cat meows", "rain", "wind"),
            reason="answer-longest",
        ),
        Example(options=("A dog barks.", "a cat", "rain", "wind"), reason="answer-only-sentence"),
        Example(
            options=("it barks", "It meows.", "It rains.", "It blows."),
            reason="answer-only-sentence",
        ),
        Example(options=("A dog", "a cat", "rain", "wind"), reason="answer-only-capital"),
        Example(options=("a dog", "A cat", "Rain", "Wind"), reason="answer-only-capital"),
        Example(
            "How many times does it bark?",
            ("3 times", "many times", "not at all", "all the time"),
            reason="answer-only-number",
        ),
        Example(
            "How many bark?",
            ("two dogs", "a few", "none", "many"),
            origin="imported",
            reason="human-answer-stands-out",
        ),
    ),
    undecided=(Example(options=("Spanish guitar", "electric guitar", "a harp", "a flute")),),
)
