"""Words of content: what an option says, not its manner, place, time, number or question word."""

import re

__all__ = ["NO_CONTENT", "content_words", "only_content"]

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
    "throughout whol entir part kind typ "
)

# One pattern costs a quarter of asking each word of a list.
_RUN = " (?:(?:{}|[^ ]*ly|[0-9][^ ]*) )+".format(
    "|".join(re.escape(word) for word in NO_CONTENT.split())
)


def only_content(stems: str) -> str:
    """Return SQL for a text of stems, of one line or several, without what is no content."""
    return f"regexp_replace({stems}, '{_RUN}', ' ', 'g')"


def content_words(stems: str) -> str:
    """Return SQL for the list of words of content in a text of stems.

    Args:
        stems: SQL for the text, in the form of the column `answer_stems`.
    """
    return (
        f"list_filter(string_split(trim({only_content(stems)}), ' '), lambda word: word <> '')"
    )
