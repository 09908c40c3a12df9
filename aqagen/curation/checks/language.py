r"""Generated items are in English, as the prompts that asked for them (MiAQA report, Tables 3, 4).

Metadata comes in any language, and models follow it; some slip into Chinese. A text fails when it
is in letters of another script, or when no word of English grammar is in it and either nothing of
what English says of sounds, or several words of another language (`curation/languages.py`): so a
language that no list knows is found by the absence of English. Options are short, and names have no
grammar: they are judged together, and need four words in small letters or more. Beside English
words a foreign one may be what somebody says in the clip, and two without grammar a name ("Béla
Bartók", "van den Berg"): undecided. One option for itself is decided, too: letters of another
script without quotes, several words of another language without English grammar, or one of them and
no word of English, small letters among them. What the caption says, and what is said, sung, read or
named, may be in any language: undecided. Human-made items are in whatever language their set is in.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason
from aqagen.curation.languages import ENGLISH, FOREIGN, SCRIPT, VOCABULARY

# Parts of names, and words that English has too: they count beside one that is of others alone.
_PARTS_OF_NAMES = (
    "das des kim tom dan ada hai mai sola mas sous porte den der von les pour sur el los las "
    "con del il uno chi um os com dos op van je jag ja si "
    "la le de du et en em na da al au art cane care ce dove hang hay ka kali nan pas ting wa "
    "ya"
)
PARTS_OF_NAMES = _PARTS_OF_NAMES.split()
ACCENTED = "[ß-öø-ÿœąćęłńśźżčďěňřšťůžığşăđőűơưțșạ-ỹ]"
_BORROWED = (
    "café cafés cliché clichés clichéd déjà naïve piñata señor señora señorita façade fiancé "
    "fiancée résumé jalapeño crème brûlée über entrée décor touché voilà beyoncé pokémon olé "
    "soufflé purée consommé sautéed sauté matinée protégé crêpe crêpes risqué passé château "
    "façades jalapeños doppelgänger smörgåsbord animé maté saké bodhrán ländler träumerei "
    "frère für élise fauré quinceañera mañana rosé pâté"
)
BORROWED = _BORROWED.split()


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
# What somebody says, sings, reads or is called may be in any language.
SPEECH = (
    " (?:says?|said|saying|spoken|shout(?:s|ed|ing)?|yell(?:s|ed)?|"
    "called|sings?|singing|sung|songs?|lyrics|words?|languages?|accents?|titles?|names?|"
    "named|pronounc(?:es|ed)|greet(?:s|ed|ing)?|thanks?|toast|pieces?|tunes?|melody|composers?|"
    "composed|opera|aria|anthem|carol|hymn|prayers?|pray(?:s|ed|ing)?|dish|dishes|menu|ordered|"
    "orders|reads?|reading|written|writes|announc(?:es|ed|ement)|dances?|bands?|singers?|chant(?:s|"
    "ed|ing)?|style|genre|recit(?:es|ed|ing)|repeat(?:s|ed) by|spell(?:s|ed)?|brand|letters?|"
    "characters?|whisper(?:s|ed)?|utter(?:s|ed)?|exclaim(?:s|ed)?|mention(?:s|ed)?) "
)
OTHER_LETTERS = f"{SCRIPT}{SCRIPT}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
QUOTE = r"[\x22“”«»「」‘]|(?:^| )\x27"
# In small letters, of three letters and more: a name has none.
SMALL_WORD = r"(?:^|[\s(])\p{Ll}[\pL\x27]{2}"
_ACCENTED_WORD = (
    f"regexp_matches(word, '{ACCENTED}') AND NOT contains({_listed(BORROWED)}, ' ' || word || ' ')"
)
_LONG_SURE = f"length(word) > 2 AND {_SURE_WORD}"
_OUR_WORD = f"regexp_full_match(word, '{VOCABULARY}') AND NOT {_FOREIGN_WORD}"
# An option for itself: words of another language and none of English, or several and no grammar.
_LIKELY = (
    f"list_filter(list_zip(options_words, options), lambda pair: {_foreign('pair[1]')} > 0 AND "
    f"regexp_matches(pair[2], '{SMALL_WORD}') AND NOT regexp_matches(pair[1], ' (?:{_GRAMMAR}) ') "
    "AND NOT contains(metadata_words, pair[1]))"
)
_SWITCHED = (
    f"len(list_filter({_LIKELY}, lambda pair: {_count('pair[1]', _LONG_SURE)} > 1 OR "
    f"(({_count('pair[1]', _SURE_WORD)} > 0 OR {_count('pair[1]', _ACCENTED_WORD)} > 1) AND "
    f"{_count('pair[1]', 'TRUE')} > 1 AND {_count('pair[1]', _OUR_WORD)} = 0))) > 0"
)
_LETTERS_BETWEEN = (
    f"len(list_filter(string_split(lines, chr(10)), lambda line: "
    f"regexp_matches(line, '{OTHER_LETTERS}') AND NOT regexp_matches(line, '{QUOTE}'))) > 0"
)
# Others have a letter by which they are found.
_MARKERS = "|".join(filter(str.isascii, [*FOREIGN, *PARTS_OF_NAMES])).replace("'", "\\x27")
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
    version=4,
    reasons=(Reason("not-english", because="the model is trained and tested in English"),),
    summary="a generated item is in English",
    applies=GENERATED,
    may_fail=_MAY,
    fails=(
        f"CASE WHEN {_OTHER_SCRIPT} OR {_QUESTION} OR {_ALL_OPTIONS} OR {_ONE_OPTION} THEN TRUE "
        f"WHEN {_LETTERS_BETWEEN} OR {_SWITCHED} "
        f"THEN if(regexp_matches(words, '{SPEECH}'), NULL, TRUE) "
        f"WHEN regexp_matches(lines, '{OTHER_LETTERS}') OR {_TWO_FOREIGN} "
        f"OR {_NOTHING_OURS} THEN NULL "
        "ELSE FALSE END"
    ),
    detail="{'question': question}",
    accepts=(
        Example(),
        Example("What is in the café?", ("a piñata", "an über loud die", "la la la", "na na na")),
        Example("Was ist das?", ("ja", "nein", "vielleicht"), origin="imported"),
        Example("Which piece is it?", ("Für Elise", "Clair de lune", "La Campanella", "Träumerei")),
        Example("Where is it?", ("in a café", "in a château", "at a soirée", "in the sous chef's")),
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
        Example(options=("a dog barks", "Ein Pferd wiehert", "rain falls", "wind blows")),
        Example(options=("a dog barks", "en bil som startar", "rain falls", "wind blows")),
        Example(options=("a dog barks", "Footsteps auf einer Holztreppe", "rain", "wind blows")),
        Example(options=("a dog barks", "a person 敲门 repeatedly", "rain falls", "wind blows")),
        Example(options=("собака громко лает", "a cat meows", "rain falls", "wind blows")),
    ),
    undecided=(
        Example("What does the waiter say?", ("bitte einen Moment", "b b", "c c", "d d")),
        Example(options=("a man, the sign says 你好", "b b", "c c", "d d")),
        Example(options=("Béla Bartók", "Antonín Dvořák", "Bach", "Haydn")),
        Example(options=("a lion den", "van den Berg", "Bach", "Haydn")),
        Example("What is heard when he says 你好吗 to her?"),
        Example("Who sings the song 'Quel est ce chien'?"),
    ),
)
