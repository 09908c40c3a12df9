"""Options are options: not the question once more, not untrimmed, not an odd number of them.

Released sets are broken in ways that a reader misses and a matcher does not: one item of MMAU's
test-mini has eight options, one of which is "AirBased on the given audio, what is the most likely
setting?"; others begin with a space, so that no exact comparison finds them. The import trims them;
the record as released says that it had to.
"""

from aqagen.curation.checks.base import Check, Example, Reason

LEAST_WORDS = 5
MOST_OPTIONS = 5
FIELDS = ("choices", "choice", "multi_choice", "options")

# Without its first word, which may be glued to what stands before it.
_ASKED = "substr(question_words, 1 + strpos(substr(question_words, 2), ' '))"
_QUESTION_AGAIN = (
    f"(len(string_split(trim(question_words), ' ')) > {LEAST_WORDS} "
    f"AND len(list_filter(options_words, lambda option: contains(option, {_ASKED}))) > 0)"
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
    version=1,
    reasons=(
        Reason("question-in-option", because="it is no answer, so the others are easier to tell"),
        Reason("many-options", "mark", "two lists may have run together; it may also be meant"),
        Reason("untrimmed-option", "mark", "as released; the import has trimmed it"),
    ),
    summary="no option repeats the question; of imports: no spaces around options, 5 at most",
    may=f"origin = 'imported' OR contains(substr(words, length(question_words)), {_ASKED})",
    fails=f"{_QUESTION_AGAIN} OR {_ODD} OR {_UNTRIMMED}",
    reason_sql=(
        f"CASE WHEN {_QUESTION_AGAIN} THEN 'question-in-option' "
        f"WHEN {_ODD} THEN 'many-options' ELSE 'untrimmed-option' END"
    ),
    detail="{'options': options}",
    accepts=(
        Example(),
        _imported(choices=["a park", "a port"]),
        Example("What is it?", ("what is it?", "a cat", "a cow", "a hen")),
    ),
    rejects=(
        _imported(
            "Lake", "AirWhat is the most likely setting of this?", "a port", "a park",
            choices=[],
        ),
        Example(
            options=("what can be heard in this clip", "a cat", "a cow", "a hen"),
        ),
        _imported("a", "b", "c", "d", "e", "f", reason="many-options"),
        _imported(choices=["a park", " a port"], reason="untrimmed-option"),
        _imported(multi_choice=["a park\n", "a port"], reason="untrimmed-option"),
    ),
)  # fmt: skip
