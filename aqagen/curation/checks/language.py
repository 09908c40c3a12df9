r"""Generated items are in English, as the prompts that asked for them (MiAQA report, Tables 3, 4).

Metadata comes in any language, and models follow it; some slip into Chinese. A text fails
when it is in letters of another script, or says at least two different words of another language
(three, over all options: they are short), one of which names and English never have, and none that
only English has. Beside English words it may be what somebody says in the clip, and without such a
word a name ("Béla Bartók", "van den Berg"): undecided. Words as "die", "la", "on", which English
text often has, do not count. Human-made items are in whatever language their set is in.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason

SCRIPTS = "[Ͱ-ϿЀ-ӿ԰-֏֐-׿؀-ۿऀ-ॿ฀-๿぀-ヿ㐀-鿿가-힣]"
ENGLISH = (
    " the are of and what which how does it with from this that who where when there an not yes "
    "then to while they he she his her sound sounds heard hear audio clip can be by for at "
)
FOREIGN = (
    " und ist ein eine einen nicht wird auf zu mit dem im oder bei ich sie sich "
    "une est dans qui que quoi aux avec entend cette cet ce quel quelle qu'entend "
    "una por se qué cuál oye suena perro gato lluvia viento mujer ladra "
    "che gli nel nella sono quale questo questa cosa si "
    "não ouve nesta neste pela pelo "
    "het een welk welke hoor deze wordt niet ook naar "
    "och att det som ett inte är ikke jeg og "
)
# Parts of names, and words that English has too: they count beside one of those above.
PARTS_OF_NAMES = (
    " das den der von les des pour sur el los las con del il di uno della chi um uma os com dos "
    "op van je jag "
)
ACCENTED = "[ß-öø-ÿœąćęłńśźżčďěňřšťůžığş]"
BORROWED = (
    " café cafés cliché clichés clichéd déjà naïve piñata señor señora señorita façade fiancé "
    "fiancée résumé jalapeño crème brûlée über entrée décor touché voilà beyoncé pokémon "
)
# An apostrophe within SQL's own.
_SURE, _ANY = (
    text.replace(chr(39), 2 * chr(39)) for text in (FOREIGN, FOREIGN.rstrip() + PARTS_OF_NAMES)
)
_SURE_WORD = f"contains('{_SURE}', ' ' || word || ' ')"
_FOREIGN_WORD = (
    f"(contains('{_ANY}', ' ' || word || ' ') OR "
    f"(regexp_matches(word, '{ACCENTED}') AND NOT contains('{BORROWED}', ' ' || word || ' ')))"
)


def _count(words: str, condition: str) -> str:
    """Return SQL: how many different words meet a condition."""
    said = f"list_distinct(string_split(trim({words}), ' '))"
    return f"len(list_filter({said}, lambda word: {condition}))"


_OPTIONS = "replace(array_to_string(options_words, ''), '  ', ' ')"
_ENGLISH_WORD = f"contains('{ENGLISH}', ' ' || word || ' ')"


def _says(words: str, least: int) -> str:
    """Return SQL: a text has so many foreign words."""
    return f"({_count(words, _FOREIGN_WORD)} >= {least})"


def _no_english(words: str) -> str:
    return f"({_count(words, _ENGLISH_WORD)} = 0)"


def _foreign(words: str, least: int) -> str:
    sure = f"{_count(words, _SURE_WORD)} > 0"
    return f"({_says(words, least)} AND {_no_english(words)} AND {sure})"


# A word of another script, and not two of ours beside it.
_OTHER_SCRIPT = (
    f"len(list_filter(string_split(lines, chr(10)), lambda line: regexp_matches(line, "
    f"'{SCRIPTS}[^ ]*{SCRIPTS}') "
    "AND NOT regexp_matches(line, '[A-Za-z]{2,} [^\\n]*[A-Za-z]{2,}'))) > 0"
)
_MARKERS = "|".join(_ANY.split())
_MAY = f"regexp_matches(words, ' (?:{_MARKERS}) |[^\\x00-\\x7f]')"

CHECK = Check(
    name="language",
    version=2,
    reasons=(Reason("not-english", because="the model is trained and tested in English"),),
    summary="a generated item is in English",
    applies=GENERATED,
    fails=(
        f"CASE WHEN NOT {_MAY} THEN FALSE "
        f"WHEN {_OTHER_SCRIPT} OR {_foreign('question_words', 2)} OR {_foreign(_OPTIONS, 3)} OR "
        f"len(list_filter(options_words, lambda said: {_foreign('said', 2)})) > 0 THEN TRUE "
        f"WHEN regexp_matches(lines, '{SCRIPTS}{SCRIPTS}') OR {_says('question_words', 2)} OR "
        f"len(list_filter(options_words, lambda said: {_says('said', 2)})) > 0 THEN NULL "
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
