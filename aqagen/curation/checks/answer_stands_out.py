r"""The right option does not differ from all others by its form alone.

Writers, human or not, put more care into what is right: it is longer, it is a full sentence, it
alone is capitalised or tells a number (item-writing guideline "keep options alike in length and
form", Haladyna et al. 2002). A model rewarded for the pick learns the form. Longest by far is
twice as long as any other and 20 characters more. A capital may be that of a name ("Spanish
guitar"): unless its word is ordinary, or one of the metadata's in lower case, it is undecided. A
number gives itself away where the question counts; elsewhere it is content ("two men talk"), unless
it is a figure ("heard 2 times") among options without any number. So does what is written in
capitals or with a sign that no other has: brackets, a semicolon. Case and signs of
human-made items are their writers' habit: there only length and numbers asked for are judged, as
marks.
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
# How often, how long, when; not "Boeing 747" and "mp3".
FIGURE = (
    "(?i)(?:^|[^a-z0-9.,:/#+-])[0-9]{1,2}(?:[.,:][0-9]+)?(?:x|s|secs?|ms|min|k?hz|db|st|nd|rd|th)?"
    "(?:[^a-z0-9]|$)"
)
SHOUTED = "^[^a-z]*[A-Z]{3,}[^a-z]* [^a-z]*[A-Z]{3,}[^a-z]*$|^[^a-z]*[A-Z]{6,}[^a-z]*$"
# Every long word begins with a capital; and one does not.
TITLE = r"^ *[A-Z][a-z\x27]*(?: +[a-z]{1,3}| +[A-Z][a-z\x27]*)* +[A-Z][a-z\x27]{2,}[ .!]*$"
NO_TITLE = " [a-z]{4,}"
SIGNS = (r"[(\[{]", ";")
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


def _alone(pattern: str) -> str:
    """Return SQL: the answer matches and no wrong option does, or the other way round."""

    def is_so(text: str) -> str:
        return f"regexp_matches({text}, '{pattern}')"

    return (
        f"(CASE WHEN {is_so('answer')} = {is_so(_OTHER)} THEN FALSE "
        f"WHEN {is_so('answer')} THEN {_none(is_so('option'))} "
        f"ELSE {_none('NOT ' + is_so('option'))} END)"
    )


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
# Few have any of it; asked of two texts at once.
_ODD = r"[0-9]|[A-Z][A-Z]|[(\[{;]|[A-Za-z\x27] +[A-Z]"
_MAYBE_ODD = f"{GENERATED} AND regexp_matches(concat(answer, chr(10), {_OTHER}), '{_ODD}')"

_FIGURE = f"(regexp_matches(answer, '{FIGURE}') AND {_none(_ANY_NUMBER)})"
_SIGNED = f"({' OR '.join(map(_alone, SIGNS))})"
_ODDLY = f"({_FIGURE} OR {_SIGNED} OR {_alone(SHOUTED)})"
_NO_TITLE = f"NOT regexp_matches(option, '{NO_TITLE}')"
_TITLED = f"(regexp_matches(answer, '{TITLE}') AND {_none(_NO_TITLE)})"
# A title that the caption says in small letters is no name.
_NO_NAME = "contains(metadata->>'caption', lower(trim(answer, ' .!')))"

CHECK = Check(
    name="answer-stands-out",
    version=3,
    reasons=(
        Reason("answer-longest", because="the longest is picked without listening"),
        Reason("answer-only-sentence", because="its full stop is seen without listening"),
        Reason("answer-only-capital", because="its first letter is seen without listening"),
        Reason("answer-only-number", because="it alone has the number, or a figure"),
        Reason("answer-only-sign", because="its brackets or semicolon are seen without listening"),
        Reason("human-answer-stands-out", "mark", because="people wrote and reviewed it"),
    ),
    summary="the answer is not the longest by far, nor alone in case, stop, signs or number",
    fails=(
        f"CASE WHEN {_LONGEST} OR {_SENTENCE} OR {_ONE_NUMBER} THEN TRUE "
        f"WHEN {_CASE} THEN CASE WHEN {_COMMON} OR {_ODDLY} THEN TRUE END "
        f"WHEN NOT ({_MAYBE_ODD}) THEN FALSE WHEN {_ODDLY} THEN TRUE "
        f"WHEN {_TITLED} THEN CASE WHEN {_NO_NAME} THEN TRUE END ELSE FALSE END"
    ),
    reason_sql=(
        "CASE WHEN origin = 'imported' THEN 'human-answer-stands-out' "
        f"WHEN {_LONGEST} THEN 'answer-longest' WHEN {_SENTENCE} THEN 'answer-only-sentence' "
        f"WHEN {_ONE_NUMBER} OR {_FIGURE} THEN 'answer-only-number' "
        f"WHEN {_SIGNED} THEN 'answer-only-sign' ELSE 'answer-only-capital' END"
    ),
    detail="{'answer': answer, 'options': options}",
    accepts=(
        Example(),
        Example(options=("Bitter", "fresh", "sweet", "stale"), origin="imported"),
        Example(options=("A dog barks.", "A cat meows.", "Rain falls.", "Wind blows.")),
        Example(options=("two men talk", "a dog barks", "rain falls", "wind blows")),
        Example(options=("DJ scratching", "drum rolls", "a cat", "a hen")),
        Example(options=("a Boeing 747", "an mp3 player", "a V8 engine", "a drum")),
        Example(options=("barking, 2 times", "barking twice", "rain", "wind")),
        Example(options=("a TV set", "a fan", "a car", "rain")),
        Example(options=("a dog (barking)", "a cat (meowing)", "rain", "wind")),
        Example(options=("FM RADIO", "Heavy Rain", "DISTANT THUNDER", "a car")),
        Example("Which is it?", ("barks, 2 times", "a cat", "rain", "wind"), origin="imported"),
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
            options=("barking, 2 times", "a cat, now and then", "rain", "wind"),
            reason="answer-only-number",
        ),
        Example(options=("a dog (near)", "a cat", "rain", "wind"), reason="answer-only-sign"),
        Example(
            options=("a dog", "a cat; far", "rain; near", "wind; far"), reason="answer-only-sign"
        ),
        Example(
            options=("HEAVY RAIN", "Loud thunder", "A dog", "a cat"), reason="answer-only-capital"
        ),
        Example(
            options=("A Big Dog Barking", "A cat meowing", "Rain falling", "A loud horn"),
            metadata={"caption": "There is a big dog barking."},
            reason="answer-only-capital",
        ),
        Example(
            "How many bark?",
            ("two dogs", "a few", "none", "many"),
            origin="imported",
            reason="human-answer-stands-out",
        ),
    ),
    undecided=(
        Example(options=("Spanish guitar", "electric guitar", "a harp", "a flute")),
        Example(options=("Jingle Bells", "A slow waltz", "Loud rock music", "A drum solo")),
    ),
)
