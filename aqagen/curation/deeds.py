"""SQL that brings what a source does beside it, however a sentence is made.

"Bleating of a goat" says that a goat bleats, "a guitar is strummed" that one strums it, "two women
chat and laugh" that they laugh.
"""

from aqagen.curation.synonyms import stem
from aqagen.curation.things import ACTING

__all__ = [
    "ACTORS", "CLAUSES", "DEED_OF", "DOES_MORE", "DONE", "DONE_TO", "GOES_ON", "IN_LINE", "MANNER",
    "MOVED", "NOUN_BEHIND", "SAME_SOURCE", "joined", "moved", "without_manner",
]  # fmt: skip

# Where a caption goes on to something else; none of these words is content. A line each.
CLAUSES = r"(?i)[,;:.!?]|\b(?:while|and|then|as|before|after|when|but|who|with|by)\b"
IN_LINE = CLAUSES.replace("[,", "[ \\t]*[,")
# What a caption goes on with is of the same source: "a goat is heard as it bleats",
# "a bell is heard, ringing in the distance"; a noun after it ("a man talks, barking dogs") is not.
SAME_SOURCE = (
    r"(?i),? (?:as|while|and|that|which|who) (?:it|he|she|they) (?:is |are |can be )?|"
    r",? (?:that|which|who) (?:is|are) "
)
# Manner that sounds like a denial, or like another source.
MANNER = (
    r"(?i) (?:without (?:an? |any )?(?:break|pause|interruption|end|stop)s?|"
    r"with (?:an? )?(?:short|long|brief|few|some) (?:pause|break|gap)s?)\b"
)
GOES_ON = (
    r"(?i), ([a-z]+ing) (in|on|at|by|to|from|with|for|very|every|again|without|off|all|now|once|"
    r"twice|"
    r"over|through|[a-z]+ly|[a-z]+ times)\b"
)
# "Bleating of a goat, at full volume" says that a goat bleats, "the whistle of a kettle" that it
# whistles.
DEED_OF = (
    r"(?im)\b(?:([a-z]+ing)(?: sounds?| noises?)? (?:of|by|from|made by|coming from) "
    r"(?:(?:an?|the|some|several|many) )?|([a-z]+) (?:of|by|from|made by|coming from) "
    r"(?:an?|the|some) )"
    r"((?:[a-z]+ ){0,2}[a-z]+?)(,| (?:in|on|at|with|for|from|near|over|again|every|all|off|now|"
    r"without|as|while|and|then|when|[a-z]+ly)\b|[.]?$)"
)
MOVED = r"\3 \1\2\4"
# "A guitar is strummed" says that one strums it.
DONE_TO = (
    r"(?im)\b((?:[a-z]+ )?[a-z]+) (?:is|are|was|were|gets?|has been|have been)(?: being)? "
    r"((?:[a-z]+ly )?[a-z]+(?:ed|en|wn|ung|uck))\b"
)
DONE = r"\2 \1"


def moved(text: str) -> str:
    """Return SQL for a text of lines in which the deed stands after its source, if it can."""
    text = f"regexp_replace({text}, '{DEED_OF}', '{MOVED}', 'g')"
    return f"regexp_replace({text}, '{DONE_TO}', '{DONE}', 'g')"


def without_manner(text: str) -> str:
    """Return SQL for a text without manner that sounds like a denial."""
    return f"regexp_replace({text}, '{MANNER}', '', 'g')"


# Who and what may act: where a clause has two of them, the order of words tells which does.
_PEOPLE = (
    "man men woman women boy girl child children kid baby person people crowd audience someone "
    "somebody everyone group driver singer player worker animal insect machine engine vehicle"
)
_MORE = (
    "siren bell telephone phone doorbell gong clock alarm choir singer infant toddler kettle "
    "teapot faucet toilet shower zipper coin marble dice thunder gunshot firework balloon rain "
    "footsteps applause laughter speech"
)
_THINGS = [*ACTING, *_MORE.split()]
ACTORS = tuple(dict.fromkeys(stem(word).strip() for word in (*_PEOPLE.split(), *_THINGS)))
# What else sounds, and is no deed of what stands before it.
_NOUNS = (
    f"{_PEOPLE.replace(' ', '|')}|{'|'.join(_THINGS)}|wind|water|music|voice|traffic|wave|noise|"
    "sound|laughter|lightning|leave|step|tone|melod(?:y|ie)|song|bang|click|note|chime|static|"
    "silence|breathing|splashe?|drop|door|glass|paper|metal|wood|key|chatter|hum|birdsong"
)
# Before "the" nothing is taken for a deed.
NOUN_BEHIND = rf"(?i)\b(and|then|while|before|after) ((?:{_NOUNS})(?:e?s)?)\b"
# "Two women chat and laugh", "a crowd cheers and claps loudly": both do both.
DOES_MORE = (
    r"(?i),? (?:and|and then|then|while|before|after) ([a-z]+)( (?:in|on|at|by|to|from|for|very|"
    r"every|again|without|off|away|all|now|once|twice|over|through|into|onto|around|along|past|and|"
    r"then|[a-z]+ly|[a-z]+ times)\b|,|[.]? *$)"
)


def joined(caption: str) -> str:
    """Return SQL for a caption in which a source and all that it does stand in one clause."""
    text = f"regexp_replace({without_manner(caption)}, '{SAME_SOURCE}', ' ', 'g')"
    text = rf"regexp_replace({text}, '{NOUN_BEHIND}', '\1 the \2', 'g')"
    text = rf"regexp_replace({text}, '{DOES_MORE}', ' \1\2', 'g')"
    return rf"regexp_replace({text}, '{GOES_ON}', ' \1 \2', 'g')"
