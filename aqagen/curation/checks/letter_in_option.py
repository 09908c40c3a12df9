r"""No option carries its letter, speaks of other options' letters, or of "the above".

Options are stored without letters and put in another order by every mixture: "B) rain" then
stands under C, "both A and C" and "none of the above" say something else or nothing (and
"all of the above" is advised against whatever the order: Haladyna et al. 2002). In human-made
items "A. Vivaldi", "A" and "A and C" may be names, notes or chords: undecided. So is "none of the
above" there, which its writer meant.
"""

from aqagen.curation.checks.base import Check, Example, Reason

# Each option comes after a line break in `lines`; the question before the first.
_END = r"[ \t]*[.!]?[ \t]*(?:\n|$)"
_NOUN = "(?:[Oo]ption|OPTION|[Cc]hoice|CHOICE|[Aa]nswer|ANSWER)"
_ANY = r"\(?[A-H]\)?"
_JOINED = rf"{_ANY}(?:, ?{_ANY})*,? ?(?:and|or|nor|&|/|\+) ?{_ANY}"
# What an option may begin with, up to the first character of its text; `--fix` takes it off.
STRAY_LETTER = r"[ \t]*(?:[(\[][A-Ha-h][)\]][ \t]*[^ \t\n]|[A-Ha-h](?:\)[ \t]*|:[ \t]+)[^ \t\n:)])"
LETTERED = "|".join(
    (
        rf"\n{STRAY_LETTER}",
        r"\n[ \t]*[Aa]\n[ \t]*[Bb]\n[ \t]*[Cc](?:\n|$)",  # letters and nothing else
        rf"\n[ \t]*{_NOUN} {_ANY}[ \t]*(?:[.:,)-]|\n|$)",
        rf"\n[^\n]*{_NOUN}s? {_ANY}(?:[.,:;)\n]|$| (?:and|or|is|but|&) )",
        r"\n[ \t]*\(?1[.):][ \t]*[^0-9 \t\n][^\n]*\n[ \t]*\(?2[.):][ \t]*[^0-9 \t\n]",
    )
)
# "A. Vivaldi", "C - E - G", a letter alone: also names, chords and notes.
MAYBE_LETTERED = "|".join(
    (
        r"\n[ \t]*[A-Ha-h]\.(?:[ \t]+[^ \t\n]|[A-Za-z]{3})",
        r"\n[ \t]*[A-H] [-–—] [A-Za-z]",
        rf"\n[ \t]*[(\[]?[A-H][)\].:]?{_END}",
    )
)
REFERS = (
    rf"\n[ \t]*(?:(?:[Bb]oth|[Ee]ither|[Nn]either|{_NOUN}s?) )+{_JOINED}[^a-z\n]*"
    r"(?:\n|$| (?:together|combined|only|are|is|apply))"
)
MAYBE_REFERS = rf"\n[ \t]*(?:[Oo]nly )?{_JOINED}(?: (?:together|combined|only))?{_END}"
_SOME = "(?:all|none|any|both|neither|either|two|some|most|each)"
_LISTED = "(?:above|options?|choices?|answers?|listed|given|provided|mentioned|stated|named)"
ABOVE = "(?i)" + "|".join(
    (
        rf"\n(?:[^\n]*[^a-z\n])?{_SOME} (?:of )?the above",
        rf"\n[ \t]*{_SOME} (?:of )?(?:these|those)(?: {_LISTED})*{_END}",
        rf"\n[ \t]*{_SOME} (?:of )?(?:the |these |those )(?:other )?{_LISTED}(?: {_LISTED})*{_END}",
        rf"\n[ \t]*no(?:ne)? (?:other )?(?:option|choice|answer)s?(?: {_LISTED})*{_END}",
    )
)

_SURE = f"regexp_matches(lines, '{LETTERED}')"
_MAYBE = f"regexp_matches(lines, '{MAYBE_LETTERED}')"
_REFERS = f"regexp_matches(lines, '{REFERS}')"
_MAYBE_REFERS = f"regexp_matches(lines, '{MAYBE_REFERS}')"
_ABOVE = f"regexp_matches(lines, '{ABOVE}')"

CHECK = Check(
    name="letter-in-option",
    version=1,
    reasons=(
        Reason("letter-in-option", because="the order changes, and the letter is then a wrong one"),
        Reason("refers-to-options", because="without letters it names nothing"),
        Reason("above-option", because="nothing stands above it once the order changes"),
    ),
    summary='no "B) rain", "Option A", "both A and C", "none of the above" as an option',
    fails=(
        f"CASE WHEN {_SURE} OR {_REFERS} THEN TRUE WHEN {_ABOVE} OR {_MAYBE} OR {_MAYBE_REFERS} "
        "THEN if(origin = 'imported', NULL, TRUE) ELSE FALSE END"
    ),
    reason_sql=(
        f"CASE WHEN {_REFERS} OR {_MAYBE_REFERS} THEN 'refers-to-options' "
        f"WHEN {_SURE} OR {_MAYBE} THEN 'letter-in-option' ELSE 'above-option' END"
    ),
    detail="{'options': options}",
    accepts=(
        Example(),
        Example("What is said in option A?"),
        Example(options=("an a cappella choir", "he says the letter A", "vitamin C", "grade A")),
        Example(options=("1.5 seconds", "2.5 seconds", "3.5 seconds", "4:05 minutes")),
        Example(options=("all of them bark", "none of them", "She Answers A Call", "a.m. radio")),
        Example(options=("Eb: the key", "A major", "A:min/1", "E minor"), origin="imported"),
    ),
    rejects=(
        Example(options=("a dog", "B) a cat", "a cow", "a hen")),
        Example(options=("a dog", "a cat", "C. a cow", "a hen")),
        Example(options=("a dog", "Option B", "a cow", "a hen")),
        Example(options=("1. a dog", "2. a cat", "3. a cow"), origin="imported"),
        Example(options=("a dog", "a cat", "D", "a hen")),
        Example(options=("a dog", "a cat", "both A and B", "a hen"), reason="refers-to-options"),
        Example(options=("a dog", "a cat", "B or C", "a hen"), reason="refers-to-options"),
        Example(options=("a dog", "a cat", "All of the above.", "a hen"), reason="above-option"),
        Example(
            options=("a dog", "a cat", "none of these options", "a hen"), reason="above-option"
        ),
    ),
    undecided=(
        Example(options=("A. Vivaldi", "Bach", "Handel"), origin="imported"),
        Example(options=("A", "C", "A and C", "E"), origin="imported"),
        Example(options=("a dog", "a cat", "None of the above"), origin="imported"),
    ),
)
