r"""No option carries a label, speaks of other options, or of "the above".

Options are stored without letters and put in another order by every mixture: "B) rain" then
stands under C, "both A and C" and "none of the above" say something else or nothing (and
"all of the above" is advised against whatever the order: Haladyna et al. 2002). A label is a
letter, a number or a Roman numeral with a mark after it ("iv.", "(1)", "a/"), or with a word
("choice 2"),
before the option or behind it, or in all of them. An option that consists of nothing but words
about options ("the same as the second", "neither is correct") speaks of others, however it is put;
"none of the birds" has a word of its own.

In human-made items "A. Vivaldi", "A" and "A and C" may be names, notes or chords: undecided; so is
"none of the above" there, which its writer meant. "Both", "neither", "all of them" say something
where the question names two or several: undecided, or content. Where it asks for a letter, a note
or a grade, so are letters.
"""

from aqagen.curation.checks.base import Check, Example, Reason

# Each option comes after a line break in `lines`; the question before the first.
_END = r"[ \t]*[.!]?[ \t]*(?:\n|$)"
_START = r"\n[ \t\x22\x27*]*"
_NOUN = "(?:[Oo]ption|OPTION|[Cc]hoice|CHOICE|[Aa]nswer|ANSWER|[Aa]lternative|[Pp]ossibility)"
_LETTER = r"[\[(\x22\x27]?[A-H][\])\x22\x27]?"
_ROMAN = "(?:I{1,3}|IV|VI{0,3}|i{1,3}|iv|vi{0,3})"
_NUMBER = "(?:[1-9]|one|two|three|four|five)"
_ANY = rf"(?:{_LETTER}|[\[(]?(?:[b-h]|{_NUMBER}|{_ROMAN})[\])]?)"
_JOIN = (
    r"(?:,? ?(?:and|or|nor|&|\+|and/or) ?|,? (?:as well as|plus|together with|along with) |, ?|/)"
)
_JOINED = rf"{_LETTER}(?:{_JOIN}{_LETTER})+"
_JOINED_ROMANS = rf"(?:{_ROMAN})(?:{_JOIN}{_ROMAN})+"
_MARK = r"(?:\.?[)\]}>]\.?|[:|=/]|\.[:|]|[ \t]+(?:[-–—=>|:~]|--|[=-]{1,2}>))"
# What an option may begin with, up to the first character of its text; `--fix` takes it off.
STRAY_LETTER = r"[ \t]*(?:[(\[][A-Ha-h][)\]][ \t]*[^ \t\n]|[A-Ha-h](?:\)[ \t]*|:[ \t]+)[^ \t\n:)])"
LETTERED = "|".join(
    (
        rf"\n{STRAY_LETTER}",
        r"\n[ \t]*[Aa][.)|:-][^\n]*\n[ \t]*[Bb][.)|:-][^\n]*\n[ \t]*[Cc][.)|:-]",
        r"\n[ \t]*A [^\n]*\n[ \t]*B [^\n]*\n[ \t]*C ",
        r"\n[ \t]*[Ii][ .:)][^\n]*\n[ \t]*(?:II|ii)[ .:)]",
        (
            rf"{_START}(?:{_NOUN}|(?:[Nn]o|[Nn]r)\.|#) ?(?:[Nn]o\.? ?|[Nn]umber |#)?{_ANY}[ \t]*"
            r"(?:[.:,)>|=/-]|[–—]|\n|$)"
        ),
        rf"\n[^\n]*{_NOUN}s? {_LETTER}(?:[.,:;)\n]|$| (?:and|or|is|but|&) )",
        r"\n[^\n]*(?:option|choice|alternative)s? (?:[1-9]|[ivIV]{1,4})(?:[.,:;)\n]|$)",
        r"\n[ \t]*\(?0?1[.):/][ \t]*[^0-9 \t\n][^\n]*\n[ \t]*\(?0?2[.):/][ \t]*[^0-9 \t\n]",
        r"\n[ \t]*(?:[Ff]irst|[Oo]ne)[:.)] [^\n]*\n[ \t]*(?:[Ss]econd|[Tt]wo)[:.)] ",
    )
)
LETTERS_ALONE = r"\n[ \t]*[Aa]\n[ \t]*[Bb]\n[ \t]*[Cc](?:\n|$)"
# "A. Vivaldi", "C - E - G", a letter alone: also names, chords and notes.
MAYBE_LETTERED = "|".join(
    (
        r"\n[ \t]*[A-Ha-h]\.(?:[ \t]+[^ \t\n]|[A-Za-z]{3})",
        rf"{_START}[\[({{<]?(?:[A-Hb-h]|{_ROMAN}){_MARK}[ \t]+[A-Za-z\x22\x27]",
        r"\n[ \t]*(?:a/|a\.\)|a>) ",
        rf"\n[ \t]*{_ROMAN}\. +[A-Za-z]",
        # Numbers: in brackets, with a mark, or of two digits of which the first is nought.
        (
            r"\n[ \t]*(?:[(\[][0-9]{1,2}[)\]]|[0-9]{1,2}(?:\)|\.\)|\.|:|/|>| [-–—|=>])|"
            r"#[0-9]{1,2}[.:)])"
            r"[ \t]+[A-Za-z\x22\x27]"
        ),
        r"\n[ \t]*0[1-9][.:)/]?[ \t]*[-–—|=>]?[ \t]*[A-Za-z]",
        rf"\n[ \t]*[\[(\x22\x27]?[A-H][\])\x22\x27.:]*{_END}",
        rf"\n[ \t]*(?:[Ll]etter|[Ii]tem|[Nn]umber|[Ss]tatement) (?:[A-Ha-h]|{_ROMAN}){_END}",
        r"\n[^\n]*[a-z.!\x22\x27] ?[(\[][A-Ha-h][)\]][.]?[ \t]*(?:\n|$)",  # behind it
    )
)

# An option of nothing but these words, one of them about options.
_META = (
    "[a-h]|[1-9]|i{1,3}|iv|all|none|any|both|neither|either|some|most|each|every|everything|"
    "anything|nothing|not|no|non|only|just|but|more|than|one|ones|two|three|four|five|several|few|"
    "many|half|of|the|an|and|or|nor|as|well|same|equal|equally|identical|equivalent|similar|like|"
    "to|in|on|with|together|combined|combination|combinations|mix|mixture|sum|that|this|it|its|"
    "they|he|she|is|are|was|were|be|being|been|could|can|may|might|must|would|will|should|do|does|"
    "apply|applies|hold|holds|fit|fits|match|matches|correct|right|true|wrong|false|incorrect|"
    "valid|invalid|possible|plausible|applicable|suitable|appropriate|accurate|acceptable|likely|"
    "best|here|at|from|for|by|list|except|excluding|besides|apart|aside|along|plus|also|such|so|"
    "what|which|other|another|others|rest|remaining|first|second|third|fourth|fifth|last|previous|"
    "preceding|following|foregoing|aforementioned|aforesaid|next|former|latter|earlier|above|below|"
    "these|those|them|listed|given|provided|mentioned|stated|named|shown|described|offered|"
    "presented|suggested|proposed|said|there|options?|choices?|answers?|alternatives?|"
    "possibilit(?:y|ies)|statements?|responses?|suggestions?|candidates?|items?|letters?|numbers?|"
    "thing|things|isn\\x27t|aren\\x27t|simultaneously|at once|alone|out|into|between|among|amongst|"
    "cannot|seems?|appears?|sounds?|heard|see|refer|without|exception|whichever|alike"
)
_GAP = r"[ \t,.;:!?\x22\x27()&+/-]"
_SOME = (
    "(?:all|none|any|both|neither|either|some|most|each|several|one|two|three|every one|any one|"
    "nothing|everything|anything|more than one|many|no one|not one|half|every|no)"
)
_FEW = "(?:(?:two|three|four|five) )?"
_SAID = "(?:listed|given|mentioned|stated|named|provided|offered|presented|suggested|described)"
_OPTION = "(?:option|choice|alternative|possibility|answer|statement|response|suggestion)"
_ABOVE = "(?:above|below|foregoing|preceding|previous|following|aforementioned|aforesaid)"


def _all_meta(*cores: str) -> str:
    """Return a pattern: an option of words about options alone, with one of the cores in it."""
    return (
        rf"(?i:{_START}(?:(?:{_META}){_GAP}+)*(?:{'|'.join(cores)})"
        rf"(?:{_GAP}+(?:{_META}))*{_GAP}*(?:\n|$))"
    )


# Letters, numbers and places that another option has.
_PLACE = "(?:first|second|third|fourth|fifth|last|previous|preceding|former|latter|next|other)"
REFERS = "|".join(
    (
        (
            rf"\n[ \t]*(?:(?:[Bb]oth|[Ee]ither|[Nn]either|{_NOUN}s?) )+{_JOINED}[^a-z\n]*"
            r"(?:\n|$| (?:together|combined|only|are|is|apply))"
        ),
        (
            rf"{_START}[A-Za-z ]*(?:{_NOUN}s? )(?:{_JOINED}|{_JOINED_ROMANS}|"
            rf"[1-9]{_JOIN}[1-9])[^a-z\n]*"
            r"(?:\n|$| )"
        ),
    )
)
REFERS_IN_WORDS = _all_meta(
    rf"(?-i:[A-H]){_GAP}*{_JOIN}{_GAP}*(?-i:[A-H])",
    r"[b-h],? (?:and|or|nor|&) [a-h]|a,? (?:and|or|nor|&) [b-h]",
    r"(?:both|neither|either|options?|choices?) (?:[1-9]|i{1,3}|iv),? (?:and|or|nor|&) "
    r"(?:[1-9]|i{1,3}|iv)",
    r"(?:same as|same|like|equal to|identical to|only|just|but|except|except for|not|without|as) "
    r"(?-i:[A-H])",
    rf"(?:same|identical|equal|equivalent|similar|like|as|to)(?: thing)?(?: as| to| with)? the "
    rf"{_PLACE}",
    rf"(?:{_OPTION}|letter)s? (?:(?:number|no) )?[(\[]?(?:[a-h]|[1-9]|i{{1,3}}|iv|one|two|three|"
    rf"four)",
    rf"(?:{_OPTION}|letter) (?:is|was|would be|must be|should be) [(\[]?(?-i:[A-H])",
    rf"(?:first|second|third|fourth|fifth|last|previous|preceding|next|other|another|same|either|"
    rf"neither) {_OPTION}s?",
    rf"the (?:first|last|other) (?:two|three|four) {_OPTION}s",
)
MAYBE_REFERS = "|".join(
    (
        rf"\n[ \t]*(?:[Oo]nly )?{_JOINED}(?: (?:together|combined|only))?{_END}",
        rf"\n[ \t]*{_JOINED_ROMANS}{_END}",
    )
)
ABOVE = (
    r"(?i:\n(?:[^\n]*[^a-z\n])?(?:all|none|any|both|neither|either|two|some|most|each) "
    r"(?:of )?the above)|" + _all_meta(
        "options|choices|alternatives|possibilities",
        rf"(?:every|each|any|not one|no (?:other|correct|right|suitable|valid|single|such|true)) "
        rf"{_OPTION}",
        rf"no {_OPTION} (?:is|are|was|fits?|match(?:es)?|holds|applies|here|{_SAID}|{_ABOVE})",
        rf"{_SOME}(?: (?:but|except) one)?(?: of)? (?:the |these |those |other )*{_FEW}"
        rf"(?:{_ABOVE}|{_SAID}|answers|statements|responses|others|rest|remaining|other answers)",
        rf"{_SOME} {_FEW}of {_FEW}(?:these|those)",
        rf"(?:the|as|see|like|than) {_ABOVE}",
        "not (?:listed|among them|one of (?:the|these|those)[a-z ]*)",
        "(?:neither|none|nothing|all|both|either|any|each|everything|several|two|three|more than "
        "one) "
        "(?:of (?:them|these|those|it) )?"
        "(?:is|are|would be|could be|may be|might be|can be|seems?|appl(?:y|ies)|fits?|"
        "match(?:es)?|holds?) "
        "(?:[a-z]+ ){0,2}?(?:correct|right|true|wrong|false|incorrect|valid|possible|plausible|"
        "applicable|suitable|appropriate|accurate|acceptable)",
        "(?:none|all|both|neither|any) (?:of them )?(?:apply|applies|fits?|match(?:es)?)",
    )
)  # fmt: skip
# Of others, or of what the question named: "neither", "all four of them".
OF_THEM = "(?i)" + _START + (
    r"(?:(?:both|neither|either|either one|any|all|neither one|each|it could be any|any one)"
    rf"(?: {_FEW}of them| of it)?(?: (?:together|combined|at once|equally))?|(?:all|any|none|"
    rf"both|the "
    rf"other|all the|any other|the remaining|(?:all|none|any|each) of the other) (?:two|three|"
    rf"four)(?: of them)?(?: (?:are|is) [a-z ]+)?|"
    rf"none of (?:it|them)|not (?:one|any) of them|one of them|(?:some|most) of them){_END}"
)  # fmt: skip
# A question that names several, by which it is content; and one that counts or asks who.
NAMES_SEVERAL = (
    " (?:or|and|both|either|neither|two|three|four|each|which of|who|whom|whose|how "
    "many|how much|number of|how often|they|them) "
)
ASKS_FOR_LETTERS = (
    " (?:letters?|notes?|chords?|keys?|grades?|vitamins?|strings?|spell(?:s|ed|ing)?|spelt|"
    "scale|alphabet|hepatitis|blood) "
)

_SURE = f"regexp_matches(lines, '{LETTERED}')"
_ALONE = f"regexp_matches(lines, '{LETTERS_ALONE}')"
_MAYBE = f"regexp_matches(lines, '{MAYBE_LETTERED}')"
_REFERS = f"regexp_matches(lines, '{REFERS}')"
_IN_WORDS = f"regexp_matches(lines, '{REFERS_IN_WORDS}')"
_MAYBE_REFERS = f"regexp_matches(lines, '{MAYBE_REFERS}')"
_IS_ABOVE = f"regexp_matches(lines, '{ABOVE}')"
_OF_THEM = f"regexp_matches(lines, '{OF_THEM}')"
_LETTERS_ASKED = f"regexp_matches(question_words, '{ASKS_FOR_LETTERS}')"

# What all of these have, and few options: a sign alone with a mark, or a word about options.
MAY = "(?i)" + "|".join(
    (
        rf"{_START}[\[({{<#]*(?:[a-h]|[0-9]{{1,2}}|{_ROMAN})(?:[^a-z0-9]|\n|$)",
        r"[(\[][a-h][)\]][.]?[ \t]*(?:\n|$)",
        rf"[^a-z](?:[a-h]|{_ROMAN})[\])\x22\x27]?{_JOIN}[(\[\x22\x27]?(?:[a-h]|{_ROMAN})(?:[^a-z]|$)",
        (
            r"\n(?:[^\n]*[^a-z\n])?(?:options?|choices?|answers?|alternatives?|possibilit(?:y|ies)|above|"
            r"below|these|those|them|others|rest|listed|given|mentioned|provided|stated|named|offered|"
            r"presented|suggested|described|foregoing|aforementioned|aforesaid|following|remaining|former|"
            r"preceding|previous|letter|item|number|statements?|responses?|suggestions?|no\.|nr\.|first|"
            r"second|third|fourth|fifth|last|latter|next|both|neither|either|none|all|correct|right|true|"
            r"wrong|false|incorrect|(?:in)?valid|possible|plausible|applicable|suitable|appropriate|"
            r"accurate|acceptable|appl(?:y|ies)|any|each|not|nothing|everything|number)(?:[^a-z]|$)"
        ),
        r"\n[ \t\x22\x27*]*(?:the|only|just|one)(?:[^a-z]|$)",
        (
            r"(?:same as|same|like|equal to|identical to|only|just|but|except|except for|not|"
            r"without|"
            r"as) "
            r"(?-i:[A-H])(?:[^a-zA-Z]|$)"
        ),
    )
)

CHECK = Check(
    name="letter-in-option",
    version=2,
    reasons=(
        Reason("letter-in-option", because="the order changes, and the letter is then a wrong one"),
        Reason("refers-to-options", because="without letters it names nothing"),
        Reason("above-option", because="nothing stands above it once the order changes"),
    ),
    summary='no "B) rain", "Option A", "both A and C", "none of the above" as an option',
    may_fail=f"regexp_matches(lines, '{MAY}')",
    fails=(
        f"CASE WHEN {_SURE} OR {_REFERS} THEN TRUE "
        f"WHEN {_ALONE} THEN if({_LETTERS_ASKED}, NULL, TRUE) "
        f"WHEN {_IS_ABOVE} THEN if(origin = 'imported', NULL, TRUE) "
        f"WHEN {_MAYBE} OR {_MAYBE_REFERS} OR {_IN_WORDS} "
        f"THEN if(origin = 'imported' OR {_LETTERS_ASKED}, NULL, TRUE) "
        f"WHEN {_OF_THEM} AND NOT regexp_matches(question_words, '{NAMES_SEVERAL}') "
        "THEN if(origin = 'imported', NULL, TRUE) ELSE FALSE END"
    ),
    reason_sql=(
        f"CASE WHEN {_REFERS} OR {_MAYBE_REFERS} THEN 'refers-to-options' "
        f"WHEN {_SURE} OR {_ALONE} THEN 'letter-in-option' "
        f"WHEN {_IN_WORDS} THEN 'refers-to-options' WHEN {_MAYBE} THEN 'letter-in-option' "
        "ELSE 'above-option' END"
    ),
    detail="{'options': options}",
    accepts=(
        Example(),
        Example("What is said in option A?"),
        Example(options=("an a cappella choir", "he says the letter A", "vitamin C", "grade A")),
        Example(options=("1.5 seconds", "2.5 seconds", "3.5 seconds", "4:05 minutes")),
        Example(
            options=("all of them bark", "none of the birds", "She Answers A Call", "a.m. radio")
        ),
        Example("Who barks?", options=("all of them", "none of them", "both", "the first one")),
        Example("Is it a dog or a cat?", options=("a dog", "a cat", "neither", "both of them")),
        Example(options=("an A/C unit", "a B-flat trumpet", "from above", "a given name")),
        Example(
            "What does he hear?", options=("no answer", "a right answer", "the rest", "nothing")
        ),
        Example(options=("Eb: the key", "A major", "A:min/1", "E minor"), origin="imported"),
    ),
    rejects=(
        Example(options=("a dog", "B) a cat", "a cow", "a hen")),
        Example(options=("a dog", "a cat", "C. a cow", "a hen")),
        Example(options=("a dog", "Option B", "a cow", "a hen")),
        Example(options=("1. a dog", "2. a cat", "3. a cow"), origin="imported"),
        Example(options=("a dog", "a cat", "D", "a hen")),
        Example(options=("a dog", "Option iv. a cat", "a cow", "a hen")),
        Example(options=("a dog", "b/ a cat", "(1) a cow", "choice 2")),
        Example(options=("a dog", "a cat", "a cow (C)", "a hen")),
        Example(options=("a dog", "a cat", "both A and B", "a hen"), reason="refers-to-options"),
        Example(options=("a dog", "a cat", "B or C", "a hen"), reason="refers-to-options"),
        Example(
            options=("a dog", "a cat", "the same as the second", "a hen"),
            reason="refers-to-options",
        ),
        Example(options=("a dog", "a cat", "All of the above.", "a hen"), reason="above-option"),
        Example(
            options=("a dog", "a cat", "none of these options", "a hen"), reason="above-option"
        ),
        Example(options=("a dog", "a cat", "neither is correct", "a hen"), reason="above-option"),
        Example(options=("a dog", "a cat", "all four of them", "a hen"), reason="above-option"),
    ),
    undecided=(
        Example(options=("A. Vivaldi", "Bach", "Handel"), origin="imported"),
        Example(options=("A", "C", "A and C", "E"), origin="imported"),
        Example(options=("a dog", "a cat", "None of the above"), origin="imported"),
        Example("Which letter is spelled?", options=("A", "B", "C", "the letter D")),
    ),
)
