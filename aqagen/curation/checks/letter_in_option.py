r"""No option carries a label, speaks of other options, or of "the above".

Options are stored without letters and put in another order by every mixture: "B) rain" then
stands under C, "both A and C" and "none of the above" say something else or nothing (and
"all of the above" is advised against whatever the order: Haladyna et al. 2002). A label is a
letter, a number or a Roman numeral with a mark after it ("iv.", "(1)", "a/"), or with a word
("choice 2"),
before the option or behind it, or in all of them. An option that consists of nothing but words
about options ("the same as the second", "neither is correct") speaks of others, however it is put
(`curation/referring.py`); "none of the birds" has a word of its own. A letter without any mark is a
label too ("B rain falls"), unless it is a key, a note, a class or an initial ("F. Scott").

In human-made items "A. Vivaldi", "A" and "A and C" may be names, notes or chords: undecided; so is
"none of the above" there, which its writer meant. "Both", "neither", "all of them" say something
where the question names two or several: undecided, or content. Where it asks for a letter, a note
or a grade, so are letters.
"""

from aqagen.curation.checks.base import Check, Example, Reason
from aqagen.curation.referring import (
    ABOVE,
    ANY,
    END,
    LETTER,
    MAY_REFER,
    MAYBE_REFERS,
    NOUN,
    OF_THEM,
    REFERS,
    REFERS_IN_WORDS,
    ROMAN,
    START,
)

_MARK = r"(?:\\?\.?[)\]}>]\.?|[:|=/·•]|\.[:|]|[;,](?: -)?|: -|[ \t]+(?:[-–—=>|:~·•]|--|[=-]{1,2}>))"
# What an option may begin with, up to the first character of its text; `--fix` takes it off.
STRAY_LETTER = r"[ \t]*(?:[(\[][A-Ha-h][)\]][ \t]*[^ \t\n]|[A-Ha-h](?:\)[ \t]*|:[ \t]+)[^ \t\n:)])"
LETTERED = "|".join(
    (
        rf"\n{STRAY_LETTER}",
        r"\n[ \t]*[Aa][.)|:-][^\n]*\n[ \t]*[Bb][.)|:-][^\n]*\n[ \t]*[Cc][.)|:-]",
        r"\n[ \t]*A [^\n]*\n[ \t]*B [^\n]*\n[ \t]*C ",
        r"\n[ \t]*[Ii][ .:)][^\n]*\n[ \t]*(?:II|ii)[ .:)]",
        (
            rf"{START}(?:[Tt]he |[Cc]orrect |[Rr]ight |[Bb]est )*(?:{NOUN}|(?:[Nn]o|[Nn]r)\.|#)"
            rf"(?: key)?[:#]? ?(?:[Nn]o\.? ?|[Nn]umber |#)?{ANY}[ \t]*"
            r"(?:[.:,;)>|=/-]|[–—]|\n|$)"
        ),
        rf"{START}(?:[Tt]he |[Cc]orrect |[Rr]ight |[Bb]est )*{NOUN} is:? {LETTER}[.:,;)\]>|=–—-]",
        rf"\n[^\n]*{NOUN}s?:? {LETTER}(?:[.,:;)\]\n]|$| (?:and|or|is|but|&) )",
        (
            f"{START}(?:[Tt]he )?(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|1st|2nd|"
            "3rd|4th) "
            rf"{NOUN}[ \t]*[:.)–—-]"
        ),
        rf"{START}(?:[Ll]etter|[Ii]tem|[Ss]tatement) (?:[A-Ha-h]|[1-9])[.:)] ",
        # Signs of one character: (1) and A in a circle or a square, letters of East Asian width.
        r"\n(?:[^\n]*[ (\[])?[①-⒵Ⓐ-⓿❶-➓🄀-🅩🅰-🆉🇦-🇭][ \t]*[^ \t]|\n[^\n]*[①-⒵Ⓐ-⓿❶-➓🄰-🆉][ \t]*(?:\n|$)",
        "[1-9]\ufe0f?\u20e3",
        (
            r"\n[ \t]*(?:【[A-Ha-h1-9]】|[Ａ-Ｈａ-ｈ１-９][ \t]*[.．):：、）】]|"
            r"[A-Ha-h1-9][．、）：】])"
        ),
        r"\n[^\n]*(?:option|choice|alternative)s? (?:[1-9]|[ivIV]{1,4})(?:[.,:;)\n]|$)",
        r"\n[ \t]*\(?0?1[.):/][ \t]*[^0-9 \t\n][^\n]*\n[ \t]*\(?0?2[.):/][ \t]*[^0-9 \t\n]",
        r"\n[ \t]*\(?0?1[.):][ \t]+[^\n]*\n[ \t]*\(?0?2[.):][ \t]+[^ \t\n]",
        r"\n[ \t]*(?:\(1\)|#1)[ \t]*[^\n]+\n[ \t]*(?:\(2\)|#2)[ \t]*[^ \t\n]",
        r"\n[ \t]*(?:[Ff]irst|[Oo]ne)[:.)] [^\n]*\n[ \t]*(?:[Ss]econd|[Tt]wo)[:.)] ",
    )
)
LETTERS_ALONE = r"\n[ \t]*[Aa]\n[ \t]*[Bb]\n[ \t]*[Cc](?:\n|$)"
# "A. Vivaldi", "C - E - G", a letter alone: also names, chords and notes.
MAYBE_LETTERED = "|".join(
    (
        r"\n[ \t]*[A-Ha-h]\.(?:[ \t]+[^ \t\n]|[A-Za-z]{3})",
        rf"{START}[\[({{<]?(?:[A-Hb-h]|{ROMAN}){_MARK}[ \t]+(?:[A-Za-z\x22\x27]|[0-9]+ [a-z])",
        r"\n[ \t]*(?:a/|a\.\)|a>|a\]|a;) ",
        # A letter without a mark, and "a" where it is no article.
        r"\n[ \t]*[B-Hb-h][ \t]+(?:[A-Za-z][a-z\x27]|[Aa] |[0-9]+ [a-z])",
        r"\n[ \t]*[Aa][,;]?[ \t]+(?:[Aa]|[Aa]n|[Tt]he|[Ii]t|[Tt]here|[Tt]hey|[Hh]e|[Ss]he|Yes|No) ",
        r"\n[ \t]*[Aa] (?:[Yy]es|[Nn]o),",
        rf"\n[ \t]*{ROMAN}\. +[A-Za-z]",
        # Numbers: in brackets, with a mark, or of two digits of which the first is nought.
        (
            r"\n[ \t]*(?:[(\[][0-9]{1,2}[)\]]|[0-9]{1,2}(?:\)|\.\)|\.|:|/|>| [-–—|=>])|"
            r"#[0-9]{1,2}[.:)])"
            r"[ \t]+[A-Za-z\x22\x27]"
        ),
        r"\n[ \t]*0[1-9][.:)/]?[ \t]*[-–—|=>]?[ \t]*[A-Za-z]",
        rf"\n[ \t]*[\[(\x22\x27]?[A-H][\])\x22\x27.:]*{END}",
        rf"\n[ \t]*(?:[Ll]etter|[Ii]tem|[Nn]umber|[Ss]tatement) (?:[A-Ha-h]|{ROMAN}){END}",
        r"\n[^\n]*[a-z.!\x22\x27] ?[(\[][A-Ha-h][)\]][.]?[ \t]*(?:\n|$)",  # behind it
    )
)
# Keys, chords, notes and classes: "C sharp", "B, then A", "D batteries" carry no label.
NO_LABEL = (
    r"(?i)\n[ \t]*[a-h][ ,;-]+(?:and|or|to|then|followed|is|was|as|but|flat|sharp|natural|major|"
    r"minor|maj|min|dim|aug|dur|moll|dorian|mixolydian|lydian|phrygian|locrian|strings?|notes?|"
    r"chords?|clef|keys?|scale|tuning|pentatonic|harmonic|melodic|blues|sides?|day|section|"
    r"batter(?:y|ies)|cells?|movies?|force|vitamins?|grades?|team|size|cups?|power|list|class|"
    r"type|student|average|word|line|flats|sharps)(?:[^a-z\n][^\n]*)?|"
    # Initials: "F. Scott Fitzgerald", "C. S. Lewis".
    r"\n[ \t]*(?:[e-h]\. (?-i:[A-Z])|[a-h]\. ?(?-i:[A-Z])\.)[^\n]*"
)

# A question that names several, by which it is content; and one that counts or asks who.
NAMES_SEVERAL = (
    " (?:or|and|both|either|neither|two|three|four|each|which of|who|whom|whose|how "
    "many|how much|number of|how often|they|them) "
)
ASKS_FOR_LETTERS = (
    " (?:letters?|notes?|chords?|(?:what|which|same|musical|minor|major|of the|original) "
    "keys?|grades?|vitamins?|strings?|spell(?:s|ed|ing)?|spelt|"
    "scale|alphabet|hepatitis|blood) "
)

_SURE = f"regexp_matches(lines, '{LETTERED}')"
_ALONE = f"regexp_matches(lines, '{LETTERS_ALONE}')"
_MAYBE = f"regexp_matches(regexp_replace(lines, '{NO_LABEL}', chr(10), 'g'), '{MAYBE_LETTERED}')"
_REFERS = f"regexp_matches(lines, '{REFERS}')"
_IN_WORDS = f"regexp_matches(lines, '{REFERS_IN_WORDS}')"
_MAYBE_REFERS = f"regexp_matches(lines, '{MAYBE_REFERS}')"
_IS_ABOVE = f"regexp_matches(lines, '{ABOVE}')"
_OF_THEM = f"regexp_matches(lines, '{OF_THEM}')"
_LETTERS_ASKED = f"regexp_matches(question_words, '{ASKS_FOR_LETTERS}')"

# What all of these have, and few options: a letter, or a number with a mark, at either end.
_MAY_LABEL = "(?i)" + "|".join(
    (
        rf"{START}[\[({{<]*(?:[b-h]|ii|iii|iv|vi{{0,3}})(?:[^a-z0-9]|$)",
        rf"{START}[\[({{<]*(?:[ai]|[0-9]{{1,2}})(?:[^a-z0-9 \t]|[ \t]+[-–—=>|:~·•]|[ \t]*$)",
        r"\n[ \t]*[\[({<#]+[ \t]*[0-9]|\n[ \t]*0[1-9]|\n[ \t]*(?:no|nr)\.[ \t]*[a-h0-9iv]",
        r"\n[ \t]*a[,;]?[ \t]+(?:an?|the|it|there|they|s?he|yes|no)[ ,]",
        r"[(\[][a-h][)\]][.]?[ \t]*(?:\n|$)|[①-⒵Ⓐ-⓿❶-➓🄀-🆉🇦-🇭【．、）：】Ａ-Ｈａ-ｈ１-９]",
        "\u20e3",
        r"\n[ \t]*(?:first|one)[:.)] ",
        (
            "(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:opt|choice|answer|ans|"
            "alternative|"
            r"possibility|distractor)"
        ),
    )
)
MAY = f"{_MAY_LABEL}|{MAY_REFER}"

CHECK = Check(
    name="letter-in-option",
    version=3,
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
        Example(
            "Who wrote it?", ("Mark Twain", "F. Scott Fitzgerald", "Ernest Hemingway", "C.S. Lewis")
        ),
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
