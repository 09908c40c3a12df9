"""SQL for words: of a text, and those of content among them.

Words of content are what an option says, not its manner, place, time, number or question word.
"""

import re

__all__ = ["NO_CONTENT", "as_lines", "content_words", "in_stages", "only_content"]

# Words that tell nothing apart, and words that fit any sound.
# In stems (tests/curation/test_stems_of_checks.py has the words).
NO_CONTENT = (
    " of in on at to by for with from and or but a than then so not no y do did can could who "
    "what which how why when wher whil into onto over under up down out off near about after "
    "befor dur through between h sh they i you w hi her their 1 someon someth sound nois "
    "audio clip record hear heard audibl listen present mak keep get distanc background "
    "foreground quick burst break irregular regular interval grow intensity repeat loud soft "
    "quiet slow fast short long high low end start begin middl moment tim 2 first last second "
    "third only also mor most le$ very again several many few other another sam different "
    "throughout whol entir part kind typ ha hav had will would may might must shall should all "
    "just "
    "now still yet again alway oft sometim each any every both "
    "volum full rhythm steady quieter louder faster slower away sid room hint "
)

# One pattern costs a quarter of asking each word of a list.
_RUN = " (?:(?:{}|[^ ]*ly|[0-9][^ ]*) )+".format(
    "|".join(re.escape(word) for word in NO_CONTENT.split())
)


def as_lines(*texts: str) -> str:
    """Return SQL for one text with a line for each text (SQL too), whatever breaks it has."""
    return " || chr(10) || ".join(f"replace({text}, chr(10), ' ')" for text in texts)


def only_content(stems: str) -> str:
    """Return SQL for a text of stems, of one line or several, without what is no content."""
    return f"regexp_replace({stems}, '{_RUN}', ' ', 'g')"


def content_words(stems: str) -> str:
    """Return SQL for the list of words of content in a text of stems.

    Args:
        stems: SQL for the text, in the form of the column `answer_stems`.
    """
    return f"list_filter(string_split(trim({only_content(stems)}), ' '), lambda word: word <> '')"


def in_stages(source: str, text: str, *, stems: bool = True) -> str:
    """Return CTEs that add the words, and the stems, of a text of lines to a relation.

    One step each, for a macro within a macro writes its argument out again and again, and DuckDB
    plans every copy of it.

    Args:
        source: the relation.
        text: its column with the text.
        stems: whether the stems are wanted too.

    Returns:
        Definitions for WITH; the last is `worded`: `source` with `word_lines` and `stem_lines`, a
        space at either end of a line, which string_split(.., chr(10)) takes apart.
    """
    steps = [
        f"lower(replace({text}, chr(8217), chr(39)))",
        "' ' || replace(step, chr(10), ' ' || chr(10) || ' ') || ' '",
        "plain_punctuation(step)",
        "only_words(step)",
        "single_spaces(step)",
    ]
    ctes, before = [], source
    for number, step in enumerate(steps):
        star = "*" if number == 0 else "* EXCLUDE (step)"
        ctes.append(f"step_{number} AS (SELECT {star}, {step} AS step FROM {before})")
        before = f"step_{number}"
    if not stems:
        return ", ".join([*ctes, f"worded AS (SELECT * RENAME (step AS word_lines) FROM {before})"])
    ctes.append(
        f"digits AS (SELECT * RENAME (step AS word_lines), digits_for_numbers(step) AS digits "
        f"FROM {before})"
    )
    ctes.append(
        "bare AS (SELECT * EXCLUDE (digits), without_stop_words(digits) AS bare FROM digits)"
    )
    ctes.append("worded AS (SELECT * EXCLUDE (bare), plain_suffixes(bare) AS stem_lines FROM bare)")
    return ", ".join(ctes)
