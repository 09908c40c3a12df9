r"""Patterns of options that name other options: "both A and B", "none of the above".

They are matched against `lines` (curation/checks/base.py), in RE2 and in Python alike. An option
of nothing but words about options (`_META`) speaks of others, however it is put.
"""

__all__ = [
    "ABOVE", "ANY", "END", "LETTER", "MAYBE_REFERS", "MAY_REFER", "NOUN", "OF_THEM", "REFERS",
    "REFERS_IN_WORDS", "ROMAN", "START",
]  # fmt: skip

# Each option comes after a line break in `lines`; the question before the first.
END = r"[ \t]*[.!]?[ \t]*(?:\n|$)"
START = r"\n[ \t\x22\x27*]*"
NOUN = (
    r"(?:[Oo]ption|OPTION|[Cc]hoice|CHOICE|[Aa]nswer|ANSWER|[Aa]lternative|[Pp]ossibility|"
    r"[Oo]pt\.?|[Aa]ns\.?|[Dd]istractor)"
)
LETTER = r"[\[(\x22\x27]?[A-H][\])\x22\x27]?"
ROMAN = "(?:I{1,3}|IV|VI{0,3}|i{1,3}|iv|vi{0,3})"
_NUMBER = "(?:0?[1-9]|one|two|three|four|five)"
ANY = rf"(?:{LETTER}|[\[(]?(?:[b-h]|{_NUMBER}|{ROMAN})[\])]?)"
_JOIN = (
    r"(?:,? ?(?:and|or|nor|&|\+|and/or) ?|,? (?:as well as|plus|together with|along with) |, ?|/)"
)
_JOINED = rf"{LETTER}(?:{_JOIN}{LETTER})+"
_RANGE = f"{LETTER}(?: (?:through|thru|to|till|until) | ?[-\u2013\u2014] ?){LETTER}"
_JOINED_ROMANS = rf"(?:{ROMAN})(?:{_JOIN}{ROMAN})+"
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
    "thing|things|noises?|events?|sources?|along|through|isn\\x27t|aren\\x27t|simultaneously|"
    "at once|alone|out|into|between|among|amongst|"
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
_SOUND = "(?:sounds?|noises?|events?|sources?|items?|things?|ones?)"
_ABOVE = "(?:above|below|foregoing|preceding|previous|following|aforementioned|aforesaid)"


def _all_meta(*cores: str) -> str:
    """Return a pattern: an option of words about options alone, with one of the cores in it."""
    return (
        rf"(?i:{START}(?:(?:{_META}){_GAP}+)*(?:{'|'.join(cores)})"
        rf"(?:{_GAP}+(?:{_META}))*{_GAP}*(?:\n|$))"
    )


# Letters, numbers and places that another option has.
_PLACE = "(?:first|second|third|fourth|fifth|last|previous|preceding|former|latter|next|other)"
REFERS = "|".join(
    (
        (
            rf"\n[ \t]*(?:(?:[Bb]oth|[Ee]ither|[Nn]either|{NOUN}s?) )+{_JOINED}[^a-z\n]*"
            r"(?:\n|$| (?:together|combined|only|are|is|apply))"
        ),
        (
            rf"{START}[A-Za-z ]*(?:{NOUN}s? )(?:{_JOINED}|{_RANGE}|{_JOINED_ROMANS}|"
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
        rf"\n[ \t]*(?:[Oo]nly )?{_JOINED}(?: (?:together|combined|only))?{END}",
        rf"\n[ \t]*{_JOINED_ROMANS}{END}",
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
        rf"(?:{_ABOVE}|{_SAID}|others|rest|remaining|{_SOUND} (?:{_ABOVE}|{_SAID}))",
        rf"{_SOME}(?: of)?(?: (?:the|these|those|other))+ {_FEW}(?:answers|statements|responses)",
        # "No one answers" says what somebody does.
        "(?:all|any|both|some|most|several|two|three) (?:answers|statements|responses)",
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
OF_THEM = "(?i)" + START + (
    r"(?:(?:both|neither|either|either one|any|all|neither one|each|it could be any|any one)"
    rf"(?: {_FEW}of them| of it)?(?: (?:together|combined|at once|equally))?|(?:all|any|none|"
    rf"both|the "
    rf"other|all the|any other|the remaining|(?:all|none|any|each) of the other) (?:two|three|"
    rf"four)(?: of them)?(?: (?:are|is) [a-z ]+)?|"
    rf"none of (?:it|them)|not (?:one|any) of them|one of them|(?:some|most) of them){END}"
)  # fmt: skip
_TELLING = (
    f"{_OPTION}s?|possibilities|letters?|{_ABOVE}|{_SAID}|others?|rest|remaining|these|those|them|"
    "among|both|neither|either|any|all|each|none|(?:same|identical|equal|equivalent|similar|like|"
    "as|to)(?: thing)?(?: as| to| with)? (?:the|[a-h])|(?:only|just|but|except|for|not|without) a|"
    "[b-h]|i{2,3}|iv|a,? ?(?:[&+/,]|and|or|nor)|of it"
)
# What all of these have, and few options: an option of such words, or one that names another.
MAY_REFER = "(?i)" + "|".join(
    (
        rf"{START}(?:(?:{_META}){_GAP}+)*(?:{_TELLING})(?:{_GAP}+(?:{_META}))*{_GAP}*(?:\n|$)",
        (
            rf"{START}(?:(?:{_META}){_GAP}+)*(?:[a-z]+ ){{0,2}}(?:correct|right|true|wrong|false|"
            "incorrect|valid|possible|plausible|applicable|suitable|appropriate|accurate|"
            "acceptable)"
            rf"(?:[^a-z]|$)"
        ),
        r"the above|not (?:listed|one of)|(?:two|three|four)(?: of them)? (?:is|are) ",
        rf"\n[ \t]*(?:both|either|neither) (?:{LETTER}|{ROMAN})[^a-z]",
        rf"\n[ \t]*(?:only )?(?:{LETTER}|{ROMAN}){_JOIN}(?:{LETTER}|{ROMAN})[^a-z]",
        (
            "(?:options?|choices?|answers?|alternatives?|possibility|opt|ans|distractor|"
            "letter|item|"
            r"number|statement)s?\.?(?: key)?(?: is| was)?[ \t]*[:#(\[\x22\x27]*[ \t]*(?:no\.? ?|"
            "number )?"
            rf"[#(\[\x22\x27]*(?:[a-h]|{_NUMBER}|{ROMAN})(?:[^a-z]|$)"
        ),
    )
)
