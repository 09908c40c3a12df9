"""TACOS: the caption supports the answer (Table 4 of the MiAQA report, rule 5).

A caption is one sentence, an answer says part of it in other words. What words can tell: another
number than the caption's; the opposite of what it says (louder for quieter, a woman for a man);
an answer that shares nothing with the caption while a wrong option repeats it. An answer that
shares at least half of its words of content is supported. Everything between, a paraphrase
or an invention, words alone cannot tell apart: undecided, for a judge.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason
from aqagen.curation.words import content_words

# In stems, as `answer_stems` has them.
_OPPOSITES = (
    "increas/decreas ris/fall loud/quiet louder/quieter loudly/quietly fast/slow faster/slower "
    "quickly/slowly man/woman men/women mal/femal boy/girl near/distant nearby/distant high/low "
    "higher/lower deep/shrill start/stop begin/end open/clos indoor/outdoor insid/outsid "
    "befor/after approach/depart happy/sad gentl/harsh soft/loud softly/loudly "
    "continuou/intermittent continuously/intermittently steady/irregular adult/child left/right "
    "calm/agitated heavy/light"
)
PAIRS = tuple(tuple(pair.split("/")) for pair in _OPPOSITES.split())


def _shared(words: str) -> str:
    """Return SQL: how many of these words the caption has."""
    return f"len(list_filter({words}, lambda word: contains(metadata_stems, ' ' || word || ' ')))"


_WORDS = sorted({word for pair in PAIRS for word in pair})
_OPPOSABLE = f"' (?:{'|'.join(_WORDS)}) '"
# Cheap, and false of most.
_MAY_OPPOSE = (
    f"(regexp_matches(answer_stems, {_OPPOSABLE}) AND regexp_matches(metadata_stems, {_OPPOSABLE}))"
)


def _one_way(said: str, told: str) -> str:
    def has(stems: str, word: str) -> str:
        return f"contains({stems}, ' {word} ')"

    return (
        f"({has('answer_stems', said)} AND {has('metadata_stems', told)} "
        f"AND NOT {has('metadata_stems', said)} AND NOT {has('answer_stems', told)})"
    )


_OPPOSED = " OR ".join(
    _one_way(*order) for pair in PAIRS for order in (pair, tuple(reversed(pair)))
)
_NUMBERS = r"regexp_extract_all({}, ' (\d+)', 1)"
_OTHER_NUMBER = (
    f"(regexp_matches(answer_stems, ' [0-9]') "
    f"AND len({_NUMBERS.format('metadata_stems')}) > 0 AND NOT "
    f"list_has_any({_NUMBERS.format('answer_stems')}, {_NUMBERS.format('metadata_stems')}))"
)
_DISTRACTOR_SAYS_IT = (
    "len(list_filter(options_stems, lambda stems, place: place <> answer_index + 1 AND "
    f"list_transform([{content_words('stems')}], lambda words: "
    f"len(words) > 0 AND {_shared('words')} / len(words) >= 0.8)[1])) > 0"
)
_HALF = 0.5
# An answer of manner alone ("softly in the distance"): all its words are to be there.
_MANNER = (
    "(len(list_filter(string_split(trim(answer_stems), ' '), lambda word: "
    "NOT contains(metadata_stems, ' ' || word || ' '))) = 0)"
)
# Many answers repeat their captions, and neither number nor opposite makes them doubtful.
_SUPPORTED = (
    f"list_transform([{content_words('answer_stems')}], lambda words: len(words) > 0 AND "
    f"{_shared('words')} >= {_HALF} * len(words))[1]"
)


def _example(caption: str, answer: str, *others: str, question: str = "What is heard?") -> Example:
    rest = others or ("a kettle boils", "a choir hums", "a zip is pulled")
    return Example(question, (answer, *rest), metadata={"caption": caption})


CHECK = Check(
    name="ungrounded-answer",
    version=1,
    reasons=(Reason("ungrounded-answer", because="the key contradicts what a listener wrote"),),
    summary="TACOS: the caption supports the answer (the paper's rule 5)",
    applies=f"dataset = 'tacos' AND {GENERATED}",
    may=f"coalesce({_OTHER_NUMBER} OR {_MAY_OPPOSE} OR NOT {_SUPPORTED}, TRUE)",
    fails=(
        "CASE WHEN trim(metadata_stems) = '' THEN NULL "
        f"WHEN {_OTHER_NUMBER} THEN TRUE WHEN {_MAY_OPPOSE} AND ({_OPPOSED}) THEN TRUE "
        f"ELSE list_transform([{content_words('answer_stems')}], lambda words: CASE "
        f"WHEN len(words) = 0 THEN if({_MANNER}, FALSE, NULL) "
        f"WHEN {_shared('words')} >= {_HALF} * len(words) THEN FALSE "
        f"WHEN {_shared('words')} = 0 AND {_DISTRACTOR_SAYS_IT} THEN TRUE END)[1] END"
    ),
    detail="{'caption': metadata->>'caption', 'answer': answer}",
    accepts=(
        Example(),
        _example("A truck horn honks twice.", "The horn honks two times"),
        _example("A man is speaking during a radio show.", "A man speaks"),
        _example("A dog barks softly.", "softly", question="How does it bark?"),
        _example("A dog barks while a woman and a man talk.", "A woman talking"),
    ),
    rejects=(
        _example("A truck horn honks twice.", "The horn honks three times"),
        _example("A man is speaking.", "A woman is speaking"),
        _example("The noise increases in volume.", "The noise decreases in volume"),
        _example("A baby cries softly.", "An owl calls softly", "a baby crying softly", "a cow"),
        _example("Rain falls on a tin roof.", "A gong", "rain falling on a tin roof", "a cow"),
    ),
    undecided=(
        _example("Heavy breathing.", "Somebody gasps for air"),
        Example(metadata={"caption": None}),
        _example("A dog barks softly.", "faintly", question="How does it bark?"),
    ),
)
