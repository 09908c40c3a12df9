"""Options are options: no question, this one or another, not untrimmed, not an odd number of them.

Released sets are broken in ways that a reader misses and a matcher does not: one item of MMAU's
test-mini has eight options, one of which is "AirBased on the given audio, what is the most likely
setting?"; others begin with a space, so that no exact comparison finds them. The import trims them;
the record as released says that it had to. A question that somebody in the clip asks may be an
option: where most options are questions, or the item speaks of saying or asking.
"""

from aqagen.curation.checks.base import Check, Example, Reason

LEAST_WORDS = 5
MOST_OPTIONS = 5
# Of an option that asks.
LEAST_WORDS_ASKED = 6
ASKING = ("what", "which", "who", "where", "when", "how", "why")
SPEECH = (
    "say",
    "says",
    "said",
    "saying",
    "ask",
    "asks",
    "asked",
    "asking",
    "question",
    "questions",
    "speak",
    "speaks",
    "speaking",
    "spoken",
    "speaker",
    "speech",
    "phrase",
    "sentence",
    "quote",
    "words",
    "line",
    "lyrics",
    "tell",
    "tells",
    "shout",
    "shouts",
    "shouting",
    "yells",
    "sings",
    "sung",
    "wonders",
    "wondering",
    "utters",
    "conversation",
    "dialogue",
)
FIELDS = ("choices", "choice", "multi_choice", "options")

# Without its first word, which may be glued to what stands before it.
_ASKED = "substr(question_words, 1 + strpos(substr(question_words, 2), ' '))"
_QUESTION_AGAIN = (
    f"(len(string_split(trim(question_words), ' ')) > {LEAST_WORDS} "
    f"AND len(list_filter(options_words, lambda option: contains(option, {_ASKED}))) > 0)"
)
_AFTER_QUESTION = "substr(lines, 1 + length(question))"
_ASKS = (
    "(ends_with(rtrim(options[place]), '?') AND "
    f"len(string_split(trim(options_words[place]), ' ')) >= {LEAST_WORDS_ASKED} AND "
    f"list_has_any(string_split(options_words[place], ' '), {list(ASKING)}))"
)
_ANOTHER_QUESTION = (
    f"(contains({_AFTER_QUESTION}, '?') "
    "AND 2 * len(list_filter(options, lambda option: ends_with(rtrim(option), '?'))) "
    f"<= len(options) AND len(list_filter(range(1, len(options) + 1), lambda place: {_ASKS})) > 0 "
    f"AND NOT list_has_any(string_split(words, ' '), {list(SPEECH)}))"
)
_RELEASED = "list_concat({}, {}, {}, {})".format(
    *(f"json_extract_string(metadata, '$.{field}[*]')" for field in FIELDS)
)
_UNTRIMMED = (
    f"(origin = 'imported' AND len(list_filter({_RELEASED}, "
    r"lambda option: regexp_matches(option, '^\s|\s$'))) > 0)"
)
_ODD = f"(origin = 'imported' AND len(options) > {MOST_OPTIONS})"


def _imported(*options: str, reason: str | None = None, **record: object) -> Example:
    return Example(
        "What is the most likely setting of this?",
        options or ("a park", "a port"),
        dataset="mmau",
        origin="imported",
        metadata=record,
        reason=reason,
    )


CHECK = Check(
    name="option-form",
    version=2,
    reasons=(
        Reason("question-in-option", because="it is no answer, so the others are easier to tell"),
        Reason("many-options", "mark", "two lists may have run together; it may also be meant"),
        Reason("untrimmed-option", "mark", "as released; the import has trimmed it"),
    ),
    summary="no option is a question; of imports: no spaces around options, 5 at most",
    may_fail=(
        f"origin = 'imported' OR contains(substr(words, length(question_words)), {_ASKED}) "
        f"OR contains({_AFTER_QUESTION}, '?')"
    ),
    fails=f"{_QUESTION_AGAIN} OR {_ANOTHER_QUESTION} OR {_ODD} OR {_UNTRIMMED}",
    reason_sql=(
        f"CASE WHEN {_QUESTION_AGAIN} OR {_ANOTHER_QUESTION} THEN 'question-in-option' "
        f"WHEN {_ODD} THEN 'many-options' ELSE 'untrimmed-option' END"
    ),
    detail="{'options': options}",
    accepts=(
        Example(),
        _imported(choices=["a park", "a port"]),
        Example("What is it?", ("what is it?", "a cat", "a cow", "a hen")),
        Example(
            "What comes after the bell?",
            ("what do you want to eat?", "where is he now, at home?", "who on earth is it?", "no"),
        ),
        Example(
            "What does the man say?", ("what do you want to eat?", "hello", "good bye", "thanks")
        ),
        Example(options=("a woman asks what the time is now?", "a cat", "a cow", "a hen")),
    ),
    rejects=(
        _imported(
            "Lake", "AirWhat is the most likely setting of this?", "a port", "a park",
            choices=[],
        ),
        Example(
            options=("what can be heard in this clip", "a cat", "a cow", "a hen"),
        ),
        _imported(
            "Lake", "Soil", "Fire", "AirBased on the given audio, what is the most usual place?",
            "a port", "a park", choices=[],
        ),
        Example(options=("a dog", "Which of the animals barks the most? ", "a cow", "a hen")),
        _imported("a", "b", "c", "d", "e", "f", reason="many-options"),
        _imported(choices=["a park", " a port"], reason="untrimmed-option"),
        _imported(multi_choice=["a park\n", "a port"], reason="untrimmed-option"),
    ),
)  # fmt: skip
