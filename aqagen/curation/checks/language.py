r"""Generated items are in English, as the prompts that asked for them (MiAQA report, Tables 3, 4).

Metadata comes in any language, and models follow it; some slip into Chinese. A text fails when
it is in letters of another script, or when no word of English grammar is in it and either nothing
of what English says of sounds, or several words of another language (`curation/languages.py`): so a
language that no list knows is found by the absence of English. Options are short, and names have no
grammar: they are judged together, and need four words in small letters or more. Beside English
words a foreign one may be what somebody says in the clip, and two without grammar a name ("Béla
Bartók", "van den Berg"): undecided. Human-made items are in whatever language their set is in.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason
from aqagen.curation.languages import ENGLISH, FOREIGN, SCRIPT, VOCABULARY

# Parts of names, and words that English has too: they count beside one that is of others alone.
PARTS_OF_NAMES = [
    "das",
    "den",
    "der",
    "von",
    "les",
    "des",
    "pour",
    "sur",
    "el",
    "los",
    "las",
    "con",
    "del",
    "il",
    "di",
    "uno",
    "della",
    "chi",
    "um",
    "uma",
    "os",
    "com",
    "dos",
    "op",
    "van",
    "je",
    "jag",
    "ja",
    "si",
]
ACCENTED = "[ß-öø-ÿœąćęłńśźżčďěňřšťůžığş]"
BORROWED = [
    "café",
    "cafés",
    "cliché",
    "clichés",
    "clichéd",
    "déjà",
    "naïve",
    "piñata",
    "señor",
    "señora",
    "señorita",
    "façade",
    "fiancé",
    "fiancée",
    "résumé",
    "jalapeño",
    "crème",
    "brûlée",
    "über",
    "entrée",
    "décor",
    "touché",
    "voilà",
    "beyoncé",
    "pokémon",
]


def _listed(words: list[str]) -> str:
    """Return words as one text in SQL, to look for a word with a space at either end."""
    return f"' {' '.join(words)} '".replace("'", "''")[1:-1]


_SURE_WORD = f"contains({_listed(FOREIGN)}, ' ' || word || ' ')"
_FOREIGN_WORD = (
    f"({_SURE_WORD} OR contains({_listed(PARTS_OF_NAMES)}, ' ' || word || ' ') OR "
    f"(regexp_matches(word, '{ACCENTED}') AND NOT contains({_listed(BORROWED)}, ' ' || word || ' "
    f"')))"
)
_GRAMMAR = "|".join(ENGLISH).replace("'", "\\x27")
# A question may begin with what elsewhere is of other languages too.
_OURS = f"^ (?:is|are|was|do|did|can|has|will) | (?:{_GRAMMAR}|{VOCABULARY}) "


def _count(words: str, condition: str) -> str:
    """Return SQL: how many different words meet a condition."""
    said = f"list_distinct(string_split(trim({words}), ' '))"
    return f"len(list_filter({said}, lambda word: {condition}))"


_OPTIONS = "substr(words, length(question_words))"
# Words in small letters: names are not of many.
SMALL = r"(?:^|[\s\x22(])(\p{Ll}[\pL\x27]+)"
_SMALL_ONES = (
    f"len(list_distinct(regexp_extract_all(substr(lines, length(question) + 1), '{SMALL}', 1)))"
)


def _foreign(words: str) -> str:
    return _count(words, _FOREIGN_WORD)


def _is_foreign(words: str, least: int, long_enough: str) -> str:
    """Return SQL: no grammar of English, and so many foreign words, or nothing English at all."""
    return (
        f"(NOT regexp_matches({words}, ' (?:{_GRAMMAR}) ') AND ("
        f"({_foreign(words)} >= {least} AND {_count(words, _SURE_WORD)} > 0) OR "
        f"({long_enough} AND NOT regexp_matches({words}, '{_OURS}'))))"
    )


_QUESTION = _is_foreign("question_words", 2, "len(string_split(trim(question_words), ' ')) > 2")
# With a word that is of others alone, or two, fewer are enough.
FEWEST_SMALL = (8, 5, 4)
_FEWEST = f"{list(FEWEST_SMALL)}[least({_count(_OPTIONS, _SURE_WORD)}, 2) + 1]"
_ALL_OPTIONS = _is_foreign(_OPTIONS, 3, f"{_SMALL_ONES} >= {_FEWEST}")
_NOTHING_OURS = f"({_SMALL_ONES} >= 4 AND NOT regexp_matches({_OPTIONS}, '{_OURS}'))"
_ONE_OPTION = f"len(list_filter(options_words, lambda said: {_is_foreign('said', 3, 'FALSE')})) > 0"
# Two letters of another script in a word, and more of them than of ours.
_OTHER_SCRIPT = (
    f"len(list_filter(string_split(lines, chr(10)), lambda line: regexp_matches(line, "
    f"'{SCRIPT}[^ ]*{SCRIPT}') AND length(regexp_replace(line, '[^A-Za-z]', '', 'g')) <= "
    f"2 * length(regexp_replace(line, '[^' || substr('{SCRIPT}', 2), '', 'g')))) > 0"
)
_MARKERS = "|".join([*FOREIGN, *PARTS_OF_NAMES]).replace("'", "\\x27")
_MAY = (
    r"regexp_matches(lines, '[^\x00-\x7f]') OR "
    f"regexp_matches(words, ' (?:{_MARKERS}) ') OR "
    f"NOT regexp_matches(question_words, '{_OURS}') OR NOT regexp_matches({_OPTIONS}, '{_OURS}')"
)
_TWO_FOREIGN = (
    f"({_foreign('question_words')} >= 2 OR "
    f"len(list_filter(options_words, lambda said: {_foreign('said')} >= 2)) > 0)"
)

CHECK = Check(
    name="language",
    version=3,
    reasons=(Reason("not-english", because="the model is trained and tested in English"),),
    summary="a generated item is in English",
    applies=GENERATED,
    may_fail=_MAY,
    fails=(
        f"CASE WHEN {_OTHER_SCRIPT} OR {_QUESTION} OR {_ALL_OPTIONS} OR {_ONE_OPTION} THEN TRUE "
        f"WHEN regexp_matches(lines, '{SCRIPT}{SCRIPT}') OR {_TWO_FOREIGN} "
        f"OR {_NOTHING_OURS} THEN NULL "
        "ELSE FALSE END"
    ),
    detail="{'question': question}",
    accepts=(
        Example(),
        Example("What is in the café?", ("a piñata", "an über loud die", "la la la", "na na na")),
        Example("Was ist das?", ("ja", "nein", "vielleicht"), origin="imported"),
        Example(options=("um, um", "a lion den", "an orchestra", "Antonín")),
    ),
    rejects=(
        Example("Was ist in dieser Aufnahme zu hören?"),
        Example("这段录音里能听到什么？"),
        Example(
            options=("ein Hund bellt laut", "es regnet auf das Dach", "eine Tür", "Leute klatschen")
        ),
        Example(options=("el perro ladra", "el gato maúlla", "cae la lluvia", "un coche pasa")),
        Example("Qu'entend le chien dans la rue ?"),
        Example(options=("собака громко лает", "a cat meows", "rain falls", "wind blows")),
    ),
    undecided=(
        Example(options=("Béla Bartók", "Antonín Dvořák", "Bach", "Haydn")),
        Example(options=("a lion den", "van den Berg", "Bach", "Haydn")),
        Example("What is heard when he says 你好吗 to her?"),
        Example("Who sings the song 'Quel est ce chien'?"),
    ),
)
