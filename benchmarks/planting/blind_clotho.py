"""Wordings, read since, of defects of the annotators' answers (Clotho-AQA)."""

from collections.abc import Sequence
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker
from planting.sound_clotho import NUMBERS, Asked, kind_of
from planting.sound_tacos import style_of, styled
from planting.truth import two_to_one

__all__ = ["CLOTHO"]

_SAYS_NO = (
    "No", "Nope", "No, it isn't", "Not at all", "It does not", "No, never", "That is not true",
    "Not in the slightest", "No, not really", "Not in this clip", "That is not so",
    "That does not seem to be the case", "Negative", "No, there is no sign of it", "False",
    "No, and nothing suggests it",
)  # fmt: skip
_SAYS_YES = (
    "Yes", "Yeah", "Yes, it is", "Definitely", "It does", "That is the case", "Indeed, it is",
    "True", "Affirmative", "That is correct", "Yes, that's right", "Yes, very much so", "Sure",
    "Of course it is", "Yes, although not by much", "Certainly so",
)  # fmt: skip
_HEDGES = (
    "It cannot be determined",
    "It changes over time",
    "The clip is too noisy to tell",
    "Hard to say from the audio",
    "There is not enough context",
    "It is ambiguous",
)


def _changed(make: Maker, words: Wordings, asked: Asked, options: Sequence[str]) -> Draft:
    """The first option is called right."""
    style = (True, style_of(words)[1])
    draft = make.clotho.draft(asked, asked.votes[0], styled(options, style))
    return words.shuffled(replace(draft, spots=frozenset({1})))


def polarity(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("blind polar", lambda a: a.unanimous and kind_of(a.votes[0])
                             == "polarity")  # fmt: skip
    right, wrong = (_SAYS_NO, _SAYS_YES) if asked.votes[0] == "yes" else (_SAYS_YES, _SAYS_NO)
    options = [words.rng.choice(right), words.rng.choice(wrong), *words.rng.sample(_HEDGES, 2)]
    return _changed(make, words, asked, options)


# Forms of a count: {n} is another number than the annotators', in words or digits.
_COUNTS = (
    "{n}", "{n} in all", "exactly {n} of them", "in total {n}", "there are {n} distinct ones",
    "{n} separate sounds", "{n}, evenly spaced", "you can count {n}", "a group of {n}",
    "{n}, one after the other", "{n} (counted to be sure)", "{n} clear ones", "the total is {n}",
)  # fmt: skip


def count(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("blind count", lambda a: a.unanimous and a.votes[0] in NUMBERS[1:])
    true = NUMBERS.index(asked.votes[0])
    # Close by is likely: models miscount by little.
    near = [n for n in range(max(1, true - 4), true + 6) if n != true]
    wrong = words.rng.sample(near, 4)
    form, digits = words.rng.choice(_COUNTS), words.chance(0.5)
    texts = [form.format(n=n if digits or n > 15 else NUMBERS[n]) for n in wrong]
    return _changed(make, words, asked, texts)


_VAGUE = (
    (2, "none at all"), (2, "zero"), (3, "a single one"), (3, "just one"), (3, "only one of them"),
    (4, "a pair"), (4, "a couple"), (4, "just two of them"), (6, "no more than three"),
    (6, "at most four"), (7, "a trio"), (7, "two or three"), (5, "fewer than four"),
)  # fmt: skip
_VAGUE_MORE = (
    (5, "more than ten"), (5, "at least eight"), (5, "a dozen"), (4, "over twenty"),
    (6, "between eight and ten"), (5, "dozens of them"), (6, "half a dozen and then some"),
    (4, "hundreds"), (5, "nine or ten"), (3, "half a dozen"), (5, "upwards of seven"),
)  # fmt: skip


def vague_count(make: Maker, words: Wordings) -> Draft:
    """The count is now a range, or a word like pair or dozen, that leaves the true one out."""
    asked = make.clotho.take("blind vague", lambda a: a.unanimous and a.votes[0] in NUMBERS[1:13])
    true = NUMBERS.index(asked.votes[0])
    fit = [text for low, text in _VAGUE if true >= low]
    fit += [text for high, text in _VAGUE_MORE if true <= high]
    first = words.rng.choice(fit)
    others = [text for text in ("fifteen or so", "about a hundred", "thirteen", "nearly thirty",
                                "fourteen of them") if text != first]  # fmt: skip
    return _changed(make, words, asked, [first, *words.rng.sample(others, 3)])


_NEGATES = (
    "no {} whatsoever", "the absence of {}", "{} is not part of it", "silence rather than {}",
    "something other than {}", "it isn't {} but something else", "neither {} nor anything like it",
    "a place without {}", "{} cannot be the answer", "never {}", "not a trace of {}",
    "it lacks {}", "hardly {}, as it sounds quite different", "{} is ruled out by the audio",
)  # fmt: skip


def _word(asked: Asked) -> bool:
    return asked.unanimous and kind_of(asked.votes[0]) in {"deed", "thing"} and (
        asked.votes[0].isalpha() and len(asked.votes[0]) > 2
    )  # fmt: skip


def negated(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("blind word", _word)
    kind = kind_of(asked.votes[0])
    first = words.rng.choice(_NEGATES).format(asked.votes[0])
    return _changed(make, words, asked, [first, *make.clotho.others(words, asked, kind)])


# What most of the time is said as the other of two.
_OPPOSITES = {
    "male": "a female voice", "female": "a man's voice", "man": "a woman", "woman": "a man",
    "outside": "inside a building", "inside": "outdoors", "outdoors": "indoors",
    "indoors": "out in the open", "fast": "rather slowly", "slow": "at a quick pace",
    "loud": "very quietly", "quiet": "extremely loud", "close": "far away", "far": "close by",
    "start": "right at the end", "end": "at the very beginning", "beginning": "towards the end",
    "wet": "completely dry", "dry": "soaking wet", "up": "downwards", "down": "upwards",
    "high": "low in pitch", "low": "high-pitched", "adult": "a small child", "big": "tiny",
    "child": "a grown-up man", "small": "really large", "large": "quite small",
    "opening": "closing", "closing": "opening", "night": "daytime", "day": "at night",
    "human": "an animal, not a person", "louder": "quieter", "increasing": "it decreases",
    "happy": "sad and upset", "left": "on the right", "right": "on the left", "hot": "ice cold",
    "inhaling": "exhaling", "heavy": "light", "light": "heavy", "old": "brand new", "full": "empty",
}  # fmt: skip
_NEITHER = ("it keeps changing", "both at once", "somewhere in between", "it is impossible to tell",
            "no difference can be made out", "first one, then the other")  # fmt: skip


def opposite(make: Maker, words: Wordings) -> Draft:
    asked = make.clotho.take("blind opposite", lambda a: a.unanimous and a.votes[0] in _OPPOSITES)
    rest = words.rng.sample(_NEITHER, 3)
    return _changed(make, words, asked, [_OPPOSITES[asked.votes[0]], *rest])


_REFINED = (
    "{}", "just {}", "{} in the foreground", "what is heard is {}", "{}, quite clearly",
    "{} close to the microphone", "probably {}", "{} throughout the clip", "{} - faint but there",
    "{}, as it seems", "mostly {}", "the answer is {}", "clearly {}", "{} and little else",
)  # fmt: skip


def key_moved(make: Maker, words: Wordings) -> Draft:
    """The refined answer stands among the options, and the key is beside it."""
    asked = make.clotho.take("blind moved", _word)
    kind, form = kind_of(asked.votes[0]), words.rng.choice(_REFINED)
    wrong = make.clotho.others(words, asked, kind)
    texts = [form.format(text) for text in (wrong[0], asked.votes[0], *wrong[1:])]
    return _changed(make, words, asked, texts)


def another(make: Maker, words: Wordings) -> Draft:
    """Another thing than the annotators', or another name of it: words cannot say."""
    asked = make.clotho.take("blind another", _word)
    wrong = make.clotho.others(words, asked, kind_of(asked.votes[0]), 4)
    form = words.rng.choice(_REFINED)
    return _changed(make, words, asked, [form.format(text) for text in wrong])


def _sure(asked: Asked) -> bool:
    """Say whether the one annotator who differs is sure of it."""
    if not two_to_one(asked):
        return False
    other = min(asked.votes, key=asked.votes.count)
    return any(vote == other and sure == "yes"
               for vote, (_, sure) in zip(asked.votes, asked.answers, strict=True))  # fmt: skip


_SAME_WORD = {
    "car": "automobile", "man": "male adult", "talking": "speaking", "speaking": "talking",
    "motorcycle": "motorbike", "airplane": "aircraft", "liquid": "fluid", "female": "woman",
    "male": "man", "child": "kid", "phone": "telephone", "rocks": "stones", "rock": "stone",
    "bike": "bicycle", "outside": "outdoors", "road": "street", "forest": "woods",
    "aeroplane": "airplane", "engine": "motor", "gasoline": "petrol", "person": "someone",
    "sofa": "couch", "steps": "footsteps", "fast": "quick", "truck": "lorry", "ocean": "sea",
}  # fmt: skip


def _minority(make: Maker, words: Wordings, *, synonym: bool) -> Draft:
    def wanted(asked: Asked) -> bool:
        other = min(asked.votes, key=asked.votes.count)
        alike = _SAME_WORD.get(other) not in {None, *asked.votes}
        return _sure(asked) and (alike or not synonym)

    asked = make.clotho.take(f"blind minority {synonym}", wanted)
    answer = max(asked.votes, key=asked.votes.count)
    other = min(asked.votes, key=asked.votes.count)
    kind = kind_of(answer)
    said = _SAME_WORD[other] if synonym else other
    if kind == "number" and other in NUMBERS and words.chance(0.4):
        said = str(NUMBERS.index(other))
    texts = [answer, said, *make.clotho.others(words, asked, kind, 2)]
    forms = _COUNTS if kind == "number" else _REFINED
    # A model often words each option in its own way.
    own = words.chance(0.5)
    form = words.rng.choice(forms)
    options = [(words.rng.choice(forms) if own else form).format(text, n=text) for text in texts]
    draft = make.clotho.draft(asked, answer, styled(options, style_of(words)))
    return words.shuffled(replace(draft, spots=frozenset({2})))


def minority(make: Maker, words: Wordings) -> Draft:
    return _minority(make, words, synonym=False)


def minority_synonym(make: Maker, words: Wordings) -> Draft:
    return _minority(make, words, synonym=True)


def _distinct(asked: Asked) -> bool:
    """No two of three answers share a beginning, nor is one within another."""
    votes = asked.votes
    return len({vote[:3] for vote in votes}) == 3 and not any(
        one != two and one in two for one in votes for two in votes
    )


def disagree(make: Maker, words: Wordings) -> Draft:
    """Real questions with three answers; any of them was taken as the right one."""
    asked = make.clotho.take("blind differ", _distinct)
    answer = words.rng.choice(asked.votes)
    kind = kind_of(answer)
    if kind == "polarity":
        return make.clotho.item(words, asked, answer)
    form = words.rng.choice(_COUNTS if kind == "number" else _REFINED)
    texts = [
        form.format(text, n=text) for text in (answer, *make.clotho.others(words, asked, kind))
    ]
    return words.shuffled(make.clotho.draft(asked, answer, styled(texts, style_of(words))))


# A question, and what each annotator answered and how sure they were.
_MADE = (
    ("What are the people in the hall doing?", "praying", "clapping", "singing"),
    ("What is the man doing to the wood?", "sanding", "drilling", "chopping"),
    ("Where was this most likely recorded?", "subway", "kitchen", "stadium"),
    ("Which vehicle goes past?", "tractor", "scooter", "helicopter"),
    ("How many knocks can be heard?", "four", "seven", "nine"),
    ("How many people take part in the talk?", "two", "five", "twelve"),
    ("What falls on the floor?", "coins", "glass", "marbles"),
    ("Which instrument leads the tune?", "flute", "violin", "accordion"),
    ("What is the weather like?", "windy", "rainy", "sunny"),
    ("Which animal makes the low sound?", "bear", "cow", "frog"),
    ("What does the crowd feel?", "anger", "joy", "fear"),
    ("What material is being torn?", "paper", "cloth", "plastic"),
    ("What is the machine used for?", "sewing", "printing", "grinding"),
    ("What happens at the end?", "explosion", "silence", "laughter"),
    ("What is dripping?", "faucet", "roof", "candle"),
)  # fmt: skip
_ALIKE = (
    ("What drives past?", "car", "automobile", "vehicle"),
    ("What is the man doing?", "talking", "speaking", "chatting"),
    ("Who is laughing?", "kid", "child", "youngster"),
    ("What rings?", "phone", "telephone", "mobile"),
    ("What is heard in the air?", "plane", "aircraft", "jet"),
)  # fmt: skip


def _made(make: Maker, words: Wordings, rows: tuple[tuple[str, str, str, str], ...]) -> Draft:
    question, *answers = words.rng.choice(rows)
    words.rng.shuffle(answers)
    given = tuple((answer, words.rng.choice(("yes", "yes", "maybe"))) for answer in answers)
    name = f"{words.rng.randrange(10**6)} field.wav"
    asked = Asked(name, question, given, ("field-recording",))
    kind = kind_of(answers[0])
    texts = [answers[0], *make.clotho.others(words, asked, kind)]
    form = words.rng.choice(_COUNTS if kind == "number" else _REFINED)
    options = styled([form.format(text, n=text) for text in texts], style_of(words))
    draft = make.clotho.draft(asked, answers[0], options)
    return words.shuffled(draft)


def disagree_made(make: Maker, words: Wordings) -> Draft:
    return _made(make, words, _MADE)


def agree_in_sense(make: Maker, words: Wordings) -> Draft:
    """Three names of one thing: only who knows the language knows that they agree."""
    return _made(make, words, _ALIKE)


CLOTHO = {
    "answer-changed": {
        "blind: polarity": (polarity, True), "blind: count": (count, True),
        "blind: vague count": (vague_count, True), "blind: negated": (negated, True),
        "blind: key moved": (key_moved, True), "blind: opposite": (opposite, True),
        "blind: another": (another, False),
    },
    "distractor-is-an-annotators-answer": {
        "blind": (minority, True), "blind: a synonym": (minority_synonym, True),
    },
    "annotators-disagree": {
        "blind: real": (disagree, True), "blind: made up": (disagree_made, True),
        "blind: three names": (agree_in_sense, False),
    },
}  # fmt: skip
