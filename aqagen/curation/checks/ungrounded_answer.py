"""TACOS: the caption supports the answer (Table 4 of the MiAQA report, rule 5).

A caption is one sentence, an answer says part of it in other words. What words can tell:

- another number than the caption's; the opposite of what it says of the same thing (louder for
  quieter, a woman for a man) where the rest of the answer is the caption's, or where a wrong option
  has the caption's word instead; a denial of what it says ("no dog barks");
- the first or the last of two, where the caption has them in the other order;
- a thing that sounds and of which the caption, which names others, has neither the name nor what
  may mean it or what it does (`curation/things.py`). One that is only where or to what something
  happens ("on a train", "repairs a car"), or that another is like, may be there unsaid;
- a wrong option that repeats the whole caption, or most of it where the answer shares nothing.

An answer that shares at least half of its words of content is supported. Everything between, a
paraphrase or an invention, words alone cannot tell apart: undecided, for a judge. So are opposites
of different things ("a nearby dog", "a distant train") and of order: what comes after the bark, the
bark comes before; how many times, where the caption has no number; and what is not heard.
"""

from aqagen.curation.checks.base import GENERATED, NEGATION, Check, Example, Reason
from aqagen.curation.opposites import CONTRARY, GENDERS, MEN, ORDER, PAIRS, PEOPLE, WOMEN
from aqagen.curation.things import HINTS, NAMED, NAMES
from aqagen.curation.words import content_words

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
    for pairs, of_one, of_other in ((GENDERS, MEN, WOMEN), (CONTRARY, "", ""))
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
# How many times, of which the caption has no number.
COUNTS = " [0-9]+ (?:tim|occasion|occurrenc) "
_COUNTS_ALONE = (
    f"(regexp_matches(answer_stems, '{COUNTS}') AND NOT regexp_matches(metadata_stems, ' [0-9]'))"
)


def _distractor_says_it(least_words: int, least_shared: float) -> str:
    return (
        "len(list_filter(options_stems, lambda stems, place: place <> answer_index + 1 AND "
        f"list_transform([{content_words('stems')}], lambda words: len(words) >= {least_words} "
        f"AND {_shared('words')} / len(words) >= {least_shared})[1])) > 0"
    )


# What is asked for is then not what is heard.
ASKS_NOT = (
    " (?:not|never|absent|missing|false|untrue|incorrect|wrong|[a-z]+n\\x27t|unheard|inaudible|"
    "except|least|cannot) "
)
_OF_NOT = f"regexp_matches(question_words, '{ASKS_NOT}')"
# What denies nothing of the caption: manner, and denials that affirm.
NO_DENIAL = (
    " (?:without (?:an? |any )?(?:break|pause|interruption|end|stop|rest|doubt|change|hurry)s?|"
    "no (?:doubt|other|one|more|less)|not (?:only|just|far|long|very|too|quite|so|much)|"
    "nothing (?:but|else|more|other)|none other|nor anything else|never (?:stops?|stopping|ends?|"
    "ending|ceas[a-z]+|paus[a-z]+)|(?:cannot|can\\x27t) be (?:denied|missed)) "
)
DENIES = (
    " (?:no|not|none of|nothing|nobody|nowhere|never|neither|nor|without|cannot|absence of|lacks?|"
    "lack of|lacking|[a-z]+n\\x27t|devoid of|free of|no longer|anything but|everything but) "
)
# Where the caption says one of these, what is denied may be what it says.
ENDS = " (?:stop|ceas|end|fad|silen[a-z]*|quiet|paus|disappear|interrupt[a-z]*|gon|until) "
SEVERAL = r"[,;]| (?:and|while|then|as|before|after|when|but|with) "
# In stems: what adds nothing to a denial.
EMPTY = (
    " at all any ever whatsoever whatever kind sort sound nois clip audio record hear heard audibl "
    "present happen occur her mak do can could to of in from by with single "
)
_TOLD = f"regexp_replace(answer_words, '{NO_DENIAL}', ' ', 'g')"
_MAY_DENY = f"regexp_matches(answer_words, '{DENIES}')"
_DENIED_WORDS = (
    f"list_filter(string_split(trim(sql_stems(regexp_extract({_TOLD}, '{DENIES}(.*)$', 1))), ' '), "
    f"lambda word: word <> '' AND NOT contains('{EMPTY}', ' ' || word || ' '))"
)
# All that is denied is the caption's; of a caption of several things, more than a word.
_DENIES = (
    f"({_MAY_DENY} AND regexp_matches({_TOLD}, '{DENIES}') "
    f"AND NOT regexp_matches(metadata_words, '{NEGATION}') "
    f"AND NOT regexp_matches(metadata_stems, '{ENDS}'))"
)
# All that is denied is the caption's; of a caption of several things, more than a word.
_ALL_DENIED = (
    f"list_transform([{_DENIED_WORDS}], lambda words: {_shared('words')} = len(words) AND "
    f"len(words) > CAST(regexp_matches(metadata->>'caption', '{SEVERAL}') AS INTEGER))[1]"
)
_NAMES = "|".join(NAMES)
_IS_A_WRONG_OPTION = (
    "len(list_filter(options_stems, lambda stems, place: place <> answer_index + 1 AND {})) > 0"
)
_CAPTION_IS_WRONG = (
    f"(contains(trim(metadata_stems), ' ') AND "
    f"{_IS_A_WRONG_OPTION.format('stems = metadata_stems')})"
)
_INSTEAD = _IS_A_WRONG_OPTION.format(
    "stems = replace(answer_stems, ' ' || pair[1] || ' ', ' ' || pair[2] || ' ')"
)
_ALONE = ", ".join(
    f"['{said}', '{told}']"
    for pair in (*CONTRARY, *ORDER[1:])
    for said, told in (pair, tuple(reversed(pair)))
)
# "It starts", where the caption's "stops" is a wrong option.
_OPPOSITE_IS_WRONG = (
    f"(len(list_filter([{_ALONE}], lambda pair: "
    "contains(answer_stems, ' ' || pair[1] || ' ') "
    "AND contains(metadata_stems, ' ' || pair[2] || ' ') "
    "AND NOT contains(metadata_stems, ' ' || pair[1] || ' ') "
    "AND NOT contains(answer_stems, ' ' || pair[2] || ' ') "
    f"AND {_INSTEAD})) > 0)"
)
# The first or last of two: "rain, then thunder", "thunder after rain".
FIRST = " (?:first|earliest|initially|begins?|opens?) "
LAST = " (?:last|finally|ends?|closes?|eventually|next|follows|second) "
THEN = "(?:and then|then|before|followed by|and afterwards|and later|until)"
_ASKS_ORDER = f"regexp_matches(question_words, '{FIRST}|{LAST}')"
_MAY_ORDER = (
    "(regexp_matches(metadata_words, ' (?:then|before|after|followed by|afterwards|later|until) ') "
    f"AND {_ASKS_ORDER})"
)
_FIRST, _LAST = (
    f"CASE WHEN regexp_matches(metadata_words, ' {THEN} ') AND NOT contains(metadata_words, "
    f"' after ') THEN regexp_extract(metadata_words, '^(.*?) {THEN}( .*)$', {one}) "
    "WHEN contains(metadata_words, ' after ') THEN "
    f"regexp_extract(metadata_words, '^(.*?) after( .*)$', {other}) ELSE '' END || ' '"
    for one, other in ((1, 2), (2, 1))
)


def _all_in(stems: str, part: str) -> str:
    """Return SQL: stems have content, all of it in a part of the caption."""
    return (
        f"list_transform([{content_words(stems)}], lambda words: len(words) > 0 AND "
        f"len(list_filter(words, lambda word: NOT contains({part}, ' ' || word || ' '))) = 0)[1]"
    )


def _out_of(stems: str, part: str) -> str:
    return (
        f"(len(list_filter({content_words(stems)}, lambda word: contains({part}, "
        "' ' || word || ' '))) = 0)"
    )


def _of_other_part(asked: str, right: str, wrong: str) -> str:
    other = FIRST if asked == LAST else LAST
    is_right = f"{_all_in('stems', 'parts[1]')} AND {_out_of('stems', 'parts[2]')}"
    return (
        f"(regexp_matches(question_words, '{asked}') "
        f"AND NOT regexp_matches(question_words, '{other}') "
        f"AND list_transform([[sql_stems({right}), sql_stems({wrong})]], lambda parts: "
        f"{_all_in('answer_stems', 'parts[2]')} AND {_out_of('answer_stems', 'parts[1]')} "
        f"AND {_IS_A_WRONG_OPTION.format(is_right)})[1])"
    )


_OUT_OF_ORDER = f"({_of_other_part(FIRST, _FIRST, _LAST)} OR {_of_other_part(LAST, _LAST, _FIRST)})"
# Where something is, what it is like, to what it is done: a thing there need not sound.
ASIDE = (
    r" (?:(?:in|on|at|near|behind|inside|over|under|through|against|into|outside|along|across|onto|"
    r"off|beside|towards?|around|past|for|like|with|[a-z]+ing) "
    rf"(?:an?|the|his|her|their|its|another|some) (?:[a-z]+ )?(?:{_NAMES})(?:e?s)?(?:\x27s?)?"
    rf"|(?:{_NAMES}) (?:station|stop|park|track|yard|stable|tower|show|race|shop|lot|wash|book))\b"
)
# Of what is not heard itself.
ASKS_ASIDE = (
    " (?:where|why|place|location|setting|environment|room|like|resembles?|imitat[a-z]+|similar|"
    "remind[a-z]*|suggests?) "
)
NAME = rf"\b({_NAMES})(?:e?s)?\b"
NAMED_BY_CAPTION = rf"\b(?:{_NAMES}|{'|'.join(NAMED.split())})"
_HINTS = "MAP {" + ", ".join(f"'{name}': '{hints}'" for name, hints in HINTS.items()) + "}"
_MAY_NAME = f"regexp_matches(answer_words, '{NAME}')"
_FOREIGN = (
    f"({_MAY_NAME} AND regexp_matches(metadata_words, '{NAMED_BY_CAPTION}') "
    f"AND NOT regexp_matches(answer_words, '{NEGATION}') "
    f"AND NOT regexp_matches(question_words, '{ASKS_ASIDE}') "
    f"AND len(list_filter(regexp_extract_all(regexp_replace(answer_words, '{ASIDE}', ' ', 'g'), "
    f"'{NAME}', 1), lambda name: len(list_filter(string_split({_HINTS}[name], ' '), "
    "lambda hint: contains(metadata_words, ' ' || hint))) = 0)) > 0)"
)
_HALF = 0.5
# An answer of manner alone ("softly in the distance"): all its words are to be there.
_MANNER = (
    "(trim(answer_stems) <> '' AND "
    "len(list_filter(string_split(trim(answer_stems), ' '), lambda word: NOT "
    "contains(metadata_stems, ' ' || word || ' '))) = 0)"
)
_CONTENT = content_words("answer_stems")
_SUPPORTED = (
    f"list_transform([{_CONTENT}], lambda words: len(words) > 0 AND "
    f"{_shared('words')} >= {_HALF} * len(words))[1]"
)
# Many answers repeat their captions.
_REPEATED = "(contains(metadata_stems, answer_stems) AND trim(answer_stems) <> '')"


def _example(caption: str, answer: str, *others: str, question: str = "What is heard?") -> Example:
    rest = others or ("a kettle boils", "a choir hums", "a zip is pulled")
    return Example(question, (answer, *rest), metadata={"caption": caption})


CHECK = Check(
    name="ungrounded-answer",
    version=3,
    reasons=(Reason("ungrounded-answer", because="the key contradicts what a listener wrote"),),
    summary="TACOS: the caption supports the answer (the paper's rule 5)",
    applies=f"dataset = 'tacos' AND {GENERATED}",
    may_fail=(
        f"(NOT {_REPEATED} OR {_MAY_ORDER}) AND coalesce({_MAY_ORDER} OR {_OTHER_NUMBER} "
        f"OR {_MAY_OPPOSE} OR {_MAY_DENY} OR "
        f"{_MAY_NAME} OR {_COUNTS_ALONE} OR list_contains(options_stems, metadata_stems) "
        f"OR {_OF_NOT} OR NOT {_SUPPORTED}, TRUE)"
    ),
    fails=(
        "CASE WHEN trim(metadata_stems) = '' THEN NULL "
        f"WHEN {_MAY_ORDER} AND NOT {_OF_NOT} AND {_OUT_OF_ORDER} THEN TRUE "
        f"WHEN {_REPEATED} THEN FALSE WHEN {_OF_NOT} THEN NULL "
        f"WHEN {_CAPTION_IS_WRONG} OR {_OTHER_NUMBER} THEN TRUE "
        f"WHEN {_MAY_OPPOSE} AND {_OPPOSITE_IS_WRONG} THEN TRUE "
        f"WHEN {_MAY_OPPOSE} AND ({_OPPOSED}) "
        f"THEN if(NOT {_MAY_DENY} AND {_SURELY_OPPOSED}, TRUE, NULL) "
        f"WHEN {_DENIES} THEN if({_ALL_DENIED}, TRUE, NULL) WHEN {_FOREIGN} THEN TRUE "
        f"WHEN {_COUNTS_ALONE} THEN NULL "
        f"ELSE list_transform([{_CONTENT}], lambda words: CASE "
        f"WHEN len(words) = 0 THEN if({_MANNER}, FALSE, NULL) "
        f"WHEN {_shared('words')} >= {_HALF} * len(words) THEN FALSE "
        f"WHEN {_shared('words')} = 0 AND {_distractor_says_it(1, 0.8)} THEN TRUE "
        f"WHEN {_distractor_says_it(2, 1)} THEN TRUE END)[1] END"
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
        _example("A dog barks.", "a dog that never stops barking"),
        _example("Rain falls before thunder.", "Rain", "Thunder", question="What comes first?"),
        _example("Music is playing.", "a violin plays music"),
        _example("A man hammers on metal.", "a man hammers while repairing a car"),
    ),
    rejects=(
        _example("A gate creaks sharply.", "a gate whines sharply", "a gate creaks sharply"),
        _example("The engine stops.", "It starts", "It stops", question="What does it do?"),
        _example("Rain falls before thunder.", "Thunder", "Rain", question="What comes first?"),
        _example("Thunder after rain.", "Rain", "Thunder", question="Which sound is the last?"),
        _example("A dog barks.", "no dog barks"),
        _example("A dog barks loudly.", "a dog barks loudly, and a violin plays"),
        _example("Waves roll onto a beach.", "a violin"),
        _example("A cat meows on a roof.", "the trumpet is heard on the roof"),
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
        _example("A dog barks.", "a cat", "a dog barks", question="What is not heard?"),
        _example("A dog barks.", "a dog barks three times"),
        _example("A man talks and a dog barks.", "the man does not bark"),
        _example("A dog barks loudly.", "the dog isn't barking slowly"),
        _example("A woman hums while it rains.", "the woman isn't humming"),
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
