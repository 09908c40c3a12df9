"""TACOS: the caption supports the answer (Table 4 of the MiAQA report, rule 5).

A caption is one sentence, an answer says part of it in other words. What words can tell: another
number than the caption's; the opposite of what it says of the same thing (louder for quieter, a
woman for a man) where the rest of the answer is the caption's; an answer that shares nothing with
the caption while a wrong option repeats it. An answer that shares at least half of its words of
content is supported. Everything between, a paraphrase or an invention, words alone cannot tell
apart: undecided, for a judge. So are opposites of different things ("a nearby dog", "a distant
train") and of order: what comes after the bark, the bark comes before.
"""

from aqagen.curation.checks.base import GENERATED, Check, Example, Reason
from aqagen.curation.words import content_words


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, _, other in (pair.partition("/") for pair in text.split()))


# All in stems, as `answer_stems` has them.
_GENDERS = _pairs("man/woman men/women mal/femal boy/girl")
# One event told from its other side: these never contradict by themselves.
ORDER = _pairs("befor/after begin/end start/stop")
_CONTRARY = _GENDERS + _pairs(
    "increas/decreas ris/fall loud/quiet louder/quieter loudly/quietly fast/slow faster/slower "
    "quickly/slowly near/distant nearby/distant high/low higher/lower deep/shrill open/clos "
    "indoor/outdoor insid/outsid approach/depart happy/sad gentl/harsh soft/loud softly/loudly "
    "continuou/intermittent continuously/intermittently steady/irregular adult/child left/right "
    "calm/agitated heavy/light"
)
PAIRS = _CONTRARY + ORDER
# A caption with one of these tells of a woman, of a man, or of people of either kind.
WOMEN = " woman women femal girl lady mother mom wif sister daughter "
MEN = " man men mal boy guy gentleman gentlemen father dad husband brother son "
PEOPLE = (
    " peopl person crowd audienc group child children kid baby adult someon somebody everyon "
    "voic speaker another other "
)
# Beside these an opposite says nothing of what it is the opposite of.
LINKS = " of in on at to by for with from and or but a than then whil when until "
_PREPOSITIONS = r" (?:(?:of|in|on|at|to|with|from) )+"


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
_DIRECTIONS = ", ".join(
    f"['{said}', '{told}', '{kin}']"
    for pairs, of_one, of_other in ((_GENDERS, MEN, WOMEN), (_CONTRARY[len(_GENDERS) :], "", ""))
    for one, other in pairs
    for said, told, kin in ((one, other, of_one), (other, one, of_other))
)


def _split(stems: str) -> str:
    return f"string_split(trim({stems}), ' ')"


def _has_any(stems: str, words: str) -> str:
    return f"list_has_any({_split(stems)}, {_split(words)})"


def _beside(stems: str, word: str, step: int) -> str:
    """Return SQL for the word before (-1) or after (1) another; NULL where it tells nothing."""
    place = f"list_position({_split(stems)}, {word})"
    # A list from nought on: there is no word before the first.
    found = f"list_prepend('', {_split(stems)})[{place} + {1 + step}]"
    return f"(list_filter([{found}], lambda word: NOT contains('{LINKS} ', ' ' || word || ' '))[1])"


def _bare(stems: str) -> str:
    return f"regexp_replace({stems}, '{_PREPOSITIONS}', ' ', 'g')"


_BARE_ANSWER, _BARE_CAPTION = "bare[1]", "bare[2]"
# Of the same thing: the word beside it is beside its opposite in the caption ("man speak", "woman
# speak"). An answer of this word alone ("softly"): then the question has the caption's neighbour.
_SAME_THING = (
    "if(trim(answer_stems) = pair[1], "
    f"contains(question_stems, ' ' || {_beside('metadata_stems', 'pair[2]', -1)} || ' ') "
    f"OR contains(question_stems, ' ' || {_beside(_BARE_CAPTION, 'pair[2]', 1)} || ' '), "
    f"contains(metadata_stems, ' ' || {_beside('answer_stems', 'pair[1]', -1)} || ' ' || pair[2] "
    "|| ' ') OR contains("
    f"{_BARE_CAPTION}, ' ' || pair[2] || ' ' || {_beside(_BARE_ANSWER, 'pair[1]', 1)} || ' '))"
)
_OF_PEOPLE = _has_any("metadata_stems", f"'{PEOPLE}'")
_CONTRADICTS = (
    "contains(answer_stems, ' ' || pair[1] || ' ') "
    "AND contains(metadata_stems, ' ' || pair[2] || ' ') "
    "AND NOT contains(metadata_stems, ' ' || pair[1] || ' ') "
    "AND NOT contains(answer_stems, ' ' || pair[2] || ' ') "
    # The rest of the answer is the caption's.
    "AND len(list_filter(words, lambda word: word <> pair[1] "
    "AND NOT contains(metadata_stems, ' ' || word || ' '))) = 0 "
    f"AND NOT (pair[3] <> '' AND {_has_any('metadata_stems', 'pair[3]')}) "
    f"AND ((pair[3] <> '' AND NOT {_OF_PEOPLE}) "
    f"OR coalesce({_SAME_THING}, FALSE))"
)
# Asked of few: nearly all items have no opposites.
_SURELY_OPPOSED = (
    f"list_transform([{content_words('answer_stems')}], lambda words: "
    f"list_transform([[{_bare('answer_stems')}, {_bare('metadata_stems')}]], lambda bare: "
    f"len(list_filter([{_DIRECTIONS}], lambda pair: {_CONTRADICTS})) > 0)[1])[1]"
)


def _counted(stems: str) -> str:
    """Return SQL for stems without numbers that count nothing: "one another", "more than one"."""
    return (
        f"CASE WHEN contains({stems}, ' another ') THEN replace({stems}, ' 1 ', ' ') "
        f"WHEN contains({stems}, ' 1 ') OR contains({stems}, ' than ') "
        f"THEN regexp_replace({stems}, '{UNCOUNTED}', ' ', 'g') ELSE {stems} END"
    )


UNCOUNTED = " (?:than [0-9]+|(?:mor|of|each|every) 1|1 (?:mor|than|of|each|other)) "
_NUMBERS = r"regexp_extract_all({}, ' (\d+)', 1)"
_ANSWER_NUMBERS = _NUMBERS.format(_counted("answer_stems"))
_CAPTION_NUMBERS = _NUMBERS.format(_counted("metadata_stems"))
_OTHER_NUMBER = (
    f"(regexp_matches(answer_stems, ' [0-9]') AND len({_ANSWER_NUMBERS}) > 0 "
    f"AND len({_CAPTION_NUMBERS}) > 0 AND NOT list_has_any({_ANSWER_NUMBERS}, {_CAPTION_NUMBERS}))"
)
_DISTRACTOR_SAYS_IT = (
    "len(list_filter(options_stems, lambda stems, place: place <> answer_index + 1 AND "
    f"list_transform([{content_words('stems')}], lambda words: "
    f"len(words) > 0 AND {_shared('words')} / len(words) >= 0.8)[1])) > 0"
)
_HALF = 0.5
# An answer of manner alone ("softly in the distance"): all its words are to be there.
_MANNER = (
    "(trim(answer_stems) <> '' AND "
    "len(list_filter(string_split(trim(answer_stems), ' '), lambda word: NOT "
    "contains(metadata_stems, ' ' || word || ' '))) = 0)"
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
    version=2,
    reasons=(Reason("ungrounded-answer", because="the key contradicts what a listener wrote"),),
    summary="TACOS: the caption supports the answer (the paper's rule 5)",
    applies=f"dataset = 'tacos' AND {GENERATED}",
    may_fail=f"coalesce({_OTHER_NUMBER} OR {_MAY_OPPOSE} OR NOT {_SUPPORTED}, TRUE)",
    fails=(
        "CASE WHEN trim(metadata_stems) = '' THEN NULL "
        f"WHEN {_OTHER_NUMBER} THEN TRUE "
        f"WHEN {_MAY_OPPOSE} AND ({_OPPOSED}) THEN if({_SURELY_OPPOSED}, TRUE, NULL) "
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
        _example("Two dogs bark.", "more than one dog"),
        _example("Two men talk.", "they talk to one another"),
        _example("One bird chirps, then another bird chirps.", "two birds"),
        _example("Three dogs bark.", "more than two dogs"),
    ),
    rejects=(
        _example("A truck horn honks twice.", "The horn honks three times"),
        _example("A man is speaking.", "A woman is speaking"),
        _example("A man is speaking while music plays.", "a woman", question="Who is heard?"),
        _example("A man speaks to a crowd.", "a woman speaking to a crowd"),
        _example("A dog barks loudly while it rains.", "quietly", question="How does it bark?"),
        _example("A nearby dog barks at a train.", "a distant dog"),
        _example("The noise increases in volume.", "The noise decreases in volume"),
        _example("A baby cries softly.", "An owl calls softly", "a baby crying softly", "a cow"),
        _example("Rain falls on a tin roof.", "A gong", "rain falling on a tin roof", "a cow"),
    ),
    undecided=(
        _example("Heavy breathing.", "Somebody gasps for air"),
        Example(metadata={"caption": None}),
        _example("A dog barks softly.", "faintly", question="How does it bark?"),
        _example("A dog barks before a car passes.", "after the dog barks"),
        _example("A bell rings after a door closes.", "before the bell rings"),
        _example("The siren fades away at the end.", "it begins to fade away"),
        _example("A man inside a car talks.", "wind outside the car"),
        _example("A nearby dog barks at a train.", "a distant train"),
        _example("A nearby dog barks at a train.", "distant", question="How is the train?"),
        _example("A man talks to the women.", "a woman", "a man", "a boy", "a girl"),
        _example("A man talks to people who laugh.", "a woman laughs"),
        _example("A low engine hum.", "a hum of high intensity"),
        _example("A dog barks loudly while a car passes.", "the car passes quietly"),
    ),
)
