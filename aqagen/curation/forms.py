"""SQL for words of one root in other forms: stems are cut alike, roots are the same word.

`sql_stems` cuts what costs little; where two texts of few items are compared, past forms,
possessives and nouns of deeds count as well: "a guitar is strummed", "a man's laughter".
"""

from collections.abc import Mapping

__all__ = ["ENDINGS", "MAY_CHANGE", "ROOTS", "constant_map", "roots"]

# Past forms and nouns of deeds, in stems; "ring" is cut to "r" but "ringing" to "ring".
_IRREGULAR = (
    "spoke/speak spoken/speak speech/speak sang/sing sung/sing s/sing r/ring rang/ring rung/ring "
    "swung/swing sw/swing br/bring p/ping d/ding cl/cling laughter/laugh applaus/applaud "
    "blew/blow blown/blow fell/fall fallen/fall drov/driv driven/driv rod/rid ridden/rid "
    "flew/fly flown/fly flight/fly ran/run wept/weep swept/sweep shook/shak shaken/shak "
    "struck/strik threw/throw thrown/throw crept/creep swam/swim swum/swim ros/ris risen/ris "
    "tor/tear torn/tear spun/spin hung/hang shut/clos ground/grind drew/draw drawn/draw "
    "beaten/beat eaten/eat drank/drink drunk/drink burnt/burn sprang/spring sprung/spring "
    "explosion/explod collision/collid announcement/announc movement/mov vibration/vibrat "
    "rotation/rotat conversation/convers"
)
ROOTS = tuple(
    (f" {old} ", f" {new} ") for old, _, new in (p.partition("/") for p in _IRREGULAR.split())
)
ENDINGS = (
    ("s\x27 ", " "), ("e\x27 ", " "), ("\x27 ", " "), ("\x27s ", " "),
    *((f"{c}{c}ed ", f"{c} ") for c in "bdgmnprt"), ("ied ", "y "), ("ed ", " "),
)  # fmt: skip
# A pattern that any text matches of which `roots` makes another.
MAY_CHANGE = "\\x27 |\\x27s |ed | (?:" + "|".join(old.strip() for old, _ in ROOTS) + ") "


def roots(stems: str) -> str:
    """Return SQL for a text of stems, of one line or several, with roots in their place."""
    changed = stems
    for old, new in (*ROOTS, *ENDINGS):
        changed = "replace({}, '{}', '{}')".format(
            changed, *(text.replace("\x27", "\x27\x27") for text in (old, new))
        )
    return f"CASE WHEN regexp_matches({stems}, '{MAY_CHANGE}') THEN {changed} ELSE {stems} END"


def constant_map(texts: Mapping[str, str]) -> str:
    """Return SQL for a map of texts: two texts split cost a tenth of a MAP to plan."""
    keys, values = ("|".join(each) for each in (texts.keys(), texts.values()))
    return f"map(string_split('{keys}', '|'), string_split('{values}', '|'))"
