"""TACOS: the caption supports the answer (Table 4 of the MiAQA report, rule 5).

A caption is one sentence, an answer says part of it in other words. What words can tell:

- another number than the caption's, a denial of what it says ("no dog barks"), what it denies, the
  first or the last of two where it has them in the other order (`curation/contradictions.py`);
- who or what sounds, where the caption names others of the kind and leaves none open ("a trumpet"
  for a flute); how, said of the same thing ("louder" for quieter), or where a wrong option has the
  caption's word instead (`curation/opposites.py`);
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
from aqagen.curation.contradictions import (
    ANSWER,
    COUNTS_ALONE,
    DENIES_ALL,
    DENIES_SOME,
    IS_A_WRONG_OPTION,
    MAY_BE_ABSENT,
    MAY_DENY,
    MAY_ORDER,
    MAY_TURN,
    OF_NOT,
    OTHER_NUMBER,
    OTHER_SIDE,
    OUT_OF_ORDER,
    TOLD_ABSENT,
    named,
    options,
    shared,
    words,
)
from aqagen.curation.opposites import SPOKEN, excluding, in_words
from aqagen.curation.things import ASKS_ASIDE, NAME, foreign
from aqagen.curation.words import content_words

# After these an opposite belongs to the clause, and not to the noun behind it.
LINKS = (
    " of in on at to by for with from and or but a than then whil when until past off up down "
    "along around again into over through under behind outsid insid near "
    "out "
)
_MAY_EXCLUDE = " AND ".join(
    f"regexp_matches({in_words(stems)}, '{SPOKEN}')" for stems in ("answer_stems", "metadata_stems")
)
_CONTENT = words(ANSWER)
# All else that the answer says, the caption says too.
_REST_IS_TOLD = (
    f"len(list_filter({_CONTENT}, lambda word: NOT contains(metadata_stems, ' ' || word || ' ') "
    "AND len(list_filter(of.pairs, lambda pair: contains(' ' || pair.said || ' ', "
    "' ' || word || ' '))) = 0)) = 0"
)


def _clause_shares(stems: str) -> str:
    return (
        f"len(list_filter({words('clause.bare')}, lambda word: contains({stems}, "
        "' ' || word || ' ') AND NOT contains(' ' || pair.told || ' ', ' ' || word || ' '))) > 0"
    )


# What a surface is of belongs to what is heard on it.
ASKS_SURFACE = (
    " (?:(?:on|against|over|through|into|of|in) (?:what|which)|surface|material|ground|floor) "
)
_IS_SURFACE = (
    "(list_contains(pair.kinds, 'm-material') AND "
    f"regexp_matches(question_words, '{ASKS_SURFACE}'))"
)
_ASKED_OF = "contains(question_stems, ' ' || clause.next || ' ')"
_SAID_OF = "contains(answer_stems, ' ' || clause.next || ' ')"
# Behind "softly" nothing is soft; behind "soft" what follows.
_OF_CLAUSE = (
    f"(clause.next = '' OR contains('{LINKS}', ' ' || clause.next || ' ') "
    "OR ends_with(clause.next, 'ly') "
    "OR ends_with(pair.told, 'ly') OR ends_with(pair.told, ' to') OR ends_with(pair.told, ' by'))"
)
_NEXT = "split_part(trim(split_part(clause.stems, ' ' || pair.told || ' ', 2)), ' ', 1)"
_SAME_THING = (
    "len(list_filter(list_transform(list_filter(of.clauses, lambda clause: "
    "contains(clause.stems, ' ' || pair.told || ' ')), lambda clause: "
    f"{{'bare': clause.bare, 'next': {_NEXT}}}), lambda clause: "
    f"if({_OF_CLAUSE} OR {_IS_SURFACE}, {_clause_shares('question_stems')} "
    f"OR told AND ({_clause_shares('answer_stems')} OR len(of.clauses) = 1), "
    f"{_ASKED_OF} OR told AND {_SAID_OF}))) > 0"
)
_OF_SORT = "(len(list_filter(pair.kinds, lambda kind: kind[1] = '{}')) > 0)"
_SWAPPED = "stems = replace(answer_stems, ' ' || pair.said || ' ', ' ' || pair.told || ' ')"
# Sources by themselves; manners of the same thing; anything but before and after where the
# caption's word in its place makes a wrong option.
_SURELY = (
    f"list_transform([{_REST_IS_TOLD}], lambda told: "
    "len(list_filter(of.pairs, lambda pair: CASE "
    f"WHEN {IS_A_WRONG_OPTION.format(_SWAPPED)} THEN NOT list_contains(pair.kinds, 'o-sequence') "
    f"WHEN {MAY_DENY} THEN FALSE "
    f"WHEN {_OF_SORT.format('s')} AND NOT pair.open AND NOT contains(answer_stems, ' lik ') "
    f"AND NOT regexp_matches(question_words, '{ASKS_ASIDE}') THEN TRUE "
    f"WHEN {_OF_SORT.format('s')} OR {_OF_SORT.format('m')} OR {_IS_SURFACE} "
    f"THEN {_SAME_THING} END)) > 0)[1]"
)
_PERHAPS = (
    f"coalesce(len(list_filter(of.pairs, lambda pair: {_OF_SORT.format('s')} "
    f"OR {_OF_SORT.format('m')} OR {_OF_SORT.format('o')})) > 0, FALSE)"
)


def _distractor_says_it(least_words: int, least_shared: float) -> str:
    return options(
        f"list_transform([{words('bare')}], lambda words: len(words) >= {least_words} "
        f"AND {shared('words')} / len(words) >= {least_shared})[1]"
    )


# Words that have a plural of their own.
OTHER_FORMS = (("woman", "women"), ("man", "men"), ("child", "children"), ("goose", "geese"))
_OTHER_FORM = "({})".format(
    " OR ".join(
        f"(contains(answer_stems, ' {one} ') AND contains(metadata_stems, ' {other} '))"
        for pair in OTHER_FORMS
        for one, other in (pair, pair[::-1])
    )
)
_CAPTION_IS_WRONG = (
    "(contains(trim(metadata_stems), ' ') AND "
    f"{IS_A_WRONG_OPTION.format('stems = metadata_stems')})"
)
_MAY_NAME = f"regexp_matches(answer_words, '{NAME}')"
_FOREIGN = (
    f"({_MAY_NAME} AND NOT regexp_matches(answer_words, '{NEGATION}') "
    f"AND NOT regexp_matches(question_words, '{ASKS_ASIDE}') "
    f"AND {foreign('answer_words', 'metadata_words')})"
)
_HALF = 0.5
# An answer of manner alone ("softly in the distance"): all its words are to be there.
_MANNER = (
    "(trim(answer_stems) <> '' AND "
    "len(list_filter(string_split(trim(answer_stems), ' '), lambda word: NOT "
    "contains(metadata_stems, ' ' || word || ' '))) = 0)"
)
_SUPPORTED = (
    f"list_transform([{content_words('answer_stems')}], lambda words: len(words) > 0 AND "
    f"{shared('words')} >= {_HALF} * len(words))[1]"
)
# Many answers repeat their captions.
_REPEATED = "(contains(metadata_stems, answer_stems) AND trim(answer_stems) <> '')"


def _example(caption: str, answer: str, *others: str, question: str = "What is heard?") -> Example:
    rest = others or ("a kettle boils", "a choir hums", "a zip is pulled")
    return Example(question, (answer, *rest), metadata={"caption": caption})


CHECK = Check(
    name="ungrounded-answer",
    version=5,
    reasons=(Reason("ungrounded-answer", because="the key contradicts what a listener wrote"),),
    summary="TACOS: the caption supports the answer (the paper's rule 5)",
    applies=f"dataset = 'tacos' AND {GENERATED}",
    may_fail=(
        f"(NOT {_REPEATED} OR {MAY_ORDER} OR {MAY_BE_ABSENT}) AND coalesce({MAY_ORDER} "
        f"OR {OTHER_NUMBER} OR ({_MAY_EXCLUDE}) OR {MAY_DENY} OR {_MAY_NAME} OR {COUNTS_ALONE} "
        f"OR list_contains(options_stems, metadata_stems) OR {OF_NOT} OR {MAY_TURN} "
        f"OR {MAY_BE_ABSENT} OR NOT {_SUPPORTED}, TRUE)"
    ),
    fails=named(
        f"CASE WHEN {_MAY_EXCLUDE} THEN {excluding('answer_stems', 'metadata_stems')} END",
        "CASE WHEN trim(metadata_stems) = '' THEN NULL "
        f"WHEN NOT {OF_NOT} AND ({OUT_OF_ORDER} OR {TOLD_ABSENT}) THEN TRUE "
        f"WHEN {_REPEATED} THEN FALSE WHEN {OF_NOT} THEN NULL "
        f"WHEN {_CAPTION_IS_WRONG} OR {OTHER_NUMBER} OR {OTHER_SIDE} THEN TRUE "
        f"WHEN len(of.pairs) > 0 AND {_SURELY} THEN TRUE "
        f"WHEN {DENIES_SOME} THEN if({DENIES_ALL}, TRUE, NULL) WHEN {_FOREIGN} THEN TRUE "
        f"WHEN {COUNTS_ALONE} THEN NULL "
        f"ELSE list_transform([{_CONTENT}], lambda words: CASE "
        f"WHEN len(words) = 0 THEN if({_MANNER} AND NOT {_PERHAPS}, FALSE, NULL) "
        f"WHEN {shared('words')} >= {_HALF} * len(words) THEN if({_PERHAPS}, NULL, FALSE) "
        f"WHEN {shared('words')} = 0 AND NOT {_OTHER_FORM} "
        f"AND {_distractor_says_it(1, 0.8)} THEN TRUE "
        f"WHEN {_distractor_says_it(2, 1)} THEN TRUE END)[1] END",
    ),
    detail="{'caption': metadata->>'caption', 'answer': answer}",
    accepts=(
        Example(),
        _example("A truck horn honks twice.", "The horn honks two times"),
        _example("A dog that is not barking pants.", "It pants"),
        _example("A man is speaking during a radio show.", "A man speaks"),
        _example("A dog barks softly.", "softly", question="How does it bark?"),
        _example("A dog barks while a woman and a man talk.", "A woman talking"),
        _example("Two dogs bark.", "more than one dog"),
        _example("A man says no.", "A man says no"),
        _example("The baby babbles.", "No, it babbles", question="Is the baby upset?"),
        _example("Two men talk.", "they talk to one another"),
        _example("One bird chirps, then another bird chirps.", "two birds"),
        _example("Three dogs bark.", "more than two dogs"),
        _example("A dog barks.", "a dog that never stops barking"),
        _example("Rain falls before thunder.", "Rain", "Thunder", question="What comes first?"),
        _example("Music is playing.", "a violin plays music"),
        _example("A man hammers on metal.", "a man hammers while repairing a car"),
    ),
    rejects=(
        _example("A flute plays a tune.", "A trumpet", question="Which instrument plays?"),
        _example("A door is closed softly.", "It is slammed shut", question="What of the door?"),
        _example("The siren fades away.", "It comes closer", question="What does the siren do?"),
        _example("A man walks on wooden stairs.", "On gravel", question="On what does he walk?"),
        _example("No voices are heard, only rain.", "Many voices"),
        _example("The engine starts after a while.", "The engine never starts"),
        _example(
            "Thunder is heard before the rain begins.",
            "After the rain begins",
            question="When is the thunder heard?",
        ),
        _example("A gate creaks sharply.", "a gate whines sharply", "a gate creaks sharply"),
        _example("The engine stops.", "It starts", "It stops", question="What does it do?"),
        _example("Rain falls before thunder.", "Thunder", "Rain", question="What comes first?"),
        _example("Thunder after rain.", "Rain", "Thunder", question="Which sound is the last?"),
        _example("A dog barks.", "no dog barks"),
        _example("A woman hums while it rains.", "the woman isn't humming"),
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
        _example("Rain falls on a roof.", "A cow moos"),
        _example("Waves crash onto the shore.", "A man is talking"),
        _example("No one is talking.", "People are talking", question="Is anyone talking?"),
        _example("The engine starts.", "It is switched off", question="What of the engine?"),
        _example("A wooden gate creaks.", "A metal gate creaks"),
        _example("A single gunshot.", "Several gunshots", question="How many gunshots?"),
        _example("Rain falls on a tin roof.", "A gong", "rain falling on a tin roof", "a cow"),
    ),
    undecided=(
        _example("A tool is used on wood.", "A saw", question="What is used?"),
        _example("A bird sings.", "a crow", question="Which animal is heard?"),
        _example("A dog barks.", "a cat", "a dog barks", question="What is not heard?"),
        _example("A dog barks.", "a dog barks three times"),
        _example("A man talks and a dog barks.", "the man does not bark"),
        _example("A dog barks loudly.", "the dog isn't barking slowly"),
        _example("Heavy breathing.", "Somebody gasps for air"),
        Example(metadata={"caption": None}),
        _example("A dog barks softly.", "faintly", question="How does it bark?"),
        _example("A dog barks before a car passes.", "after the dog barks"),
        _example("A bell rings after a door closes.", "before the bell rings"),
        _example("The siren fades away at the end.", "it begins to fade away"),
        _example("A man inside a car talks.", "a voice outside the car"),
        _example("A nearby dog barks at a train.", "a distant train"),
        _example("A nearby dog barks at a train.", "distant", question="How is the train?"),
        _example("A man talks to the women.", "a woman", "a man", "a boy", "a girl"),
        _example("A man talks to people who laugh.", "a woman laughs"),
        _example("A low engine hum.", "a hum of high intensity"),
        _example("A dog barks loudly while a car passes.", "the car passes quietly"),
    ),
)
