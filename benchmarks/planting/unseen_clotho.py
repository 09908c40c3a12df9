"""Held-out wordings: answers changed, distractors that an annotator gave, annotators apart."""

from collections.abc import Sequence
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.sound_clotho import NUMBERS, Asked, kind_of
from planting.sound_tacos import style_of, styled
from planting.unseen_items import ALL

__all__ = ["CLOTHO"]

_YES = (
    "yes, this can be made out", "yes, and quite clearly", "yeah, that is right",
    "yes, in the second half", "yes, it certainly does seem so", "that is right, yes",
    "yes, for most of the time", "true, that can be heard", "yes, although only faintly",
    "affirmative, it can be heard", "indeed, this is the case", "it does, yes",
    "correct, that happens here", "yes, that much is clear", "absolutely, it is there",
    "sure, one can hear it", "yes, that is audible here",
)  # fmt: skip
_NO = (
    "no, this cannot be made out", "no, and there is no hint of it", "nope, that is not right",
    "no, not in this clip", "no, it does not seem so", "that is not right, no",
    "no, at no time", "false, it is not heard", "no, not even faintly",
    "negative, it is not heard", "not at all", "it does not, no", "incorrect, this never happens",
    "no, that much is clear", "certainly not", "no such thing is heard", "no, it never occurs",
)  # fmt: skip
_COUNTS = (
    "{n}", "a total of {n}", "there are {n} of them", "{n}, as far as one can tell",
    "{n} can be counted", "one can count {n}", "the count is {n}", "{n} in number", "{n}, no more",
    "I hear {n}", "{n} in the whole clip", "only {n}", "{n} different ones", "{n} altogether then",
    "it happens {n} times", "the answer is {n}", "all {n} of them",
)  # fmt: skip
_SAYINGS = {
    "deed": (
        "{}", "they are {}", "it sounds like {}", "a kind of {}", "{}, most of the time",
        "somebody is {}", "the noise of {}", "what is heard is {}", "{} again and again",
        "busy {}", "simply {}", "there is some {}", "one hears {}", "continuous {}", "{} nearby",
        "mostly {}",
    ),
    "thing": (
        "{}", "it is {}", "most probably {}", "some kind of {}", "the sound of {}",
        "it sounds like {}", "{}, by the sound of it", "it has to do with {}", "this is {}",
        "clearly {}", "{} or the like", "probably {}", "it must be {}", "one would say {}",
        "the word for it is {}", "typical {}",
    ),
}  # fmt: skip
_UNSURE = (
    "it cannot be determined from the audio", "the recording is not clear enough to say",
    "there is no way to know", "it is impossible to tell", "one cannot say for sure",
    "the audio does not provide this information", "unknown", "this is left open",
    "not enough information is given", "hard to say without seeing it", "it remains unclear",
    "no answer can be given", "it is up to the listener to decide", "that is anyone's guess",
    "insufficient evidence",
)  # fmt: skip
# {} is the answer; a refined option may say more, or take something back.
_DENIED = (
    "anything but {}", "not {}", "everything except {}", "no {} at all", "it is not {}",
    "definitely not {}", "something other than {}", "the opposite of {}", "hardly {}",
    "it only seems to be {}, but is not", "there is no {} here", "the absence of {}",
    "by no means {}", "instead of {}, something else", "it cannot be {}",
)  # fmt: skip
_VAGUE = {
    "number": ("several", "a few", "a handful", "more than one", "some of them", "quite a few",
               "numerous", "not many", "a small number", "a lot of them", "a couple", "various",
               "a certain number", "multiple", "many of them"),
    "deed": ("some kind of activity", "they are busy", "an action of some sort", "making noise",
             "they do something", "moving about", "carrying on", "a repeated movement",
             "going about their business", "they are active", "an everyday activity", "work",
             "an outdoor activity", "it is in use", "causing a sound"),
    "thing": ("some object", "a thing of some sort", "an everyday item", "something common",
              "a source of noise", "a familiar sound", "something that moves", "a part of it",
              "a solid object", "something nearby", "a usual one", "a certain kind",
              "a natural phenomenon", "something made by people", "an item in the room"),
}  # fmt: skip
# Words that are true of so much that another word need not change what was said.
_GENERAL = {
    "animal", "animals", "device", "inside", "instrument", "machine", "material", "movement",
    "moving", "music", "nature", "noise", "object", "person", "sound", "thing", "tool", "vehicle",
}  # fmt: skip


def _plain(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and word not in _GENERAL


def _take(make: Maker, name: str, *kinds: str) -> Asked:
    """Return the next question whose annotators agree on an answer of one of the kinds."""
    return make.clotho.take(
        f"unseen {name}",
        lambda a: a.unanimous and kind_of(a.votes[0]) in kinds and _plain(a.votes[0]),
    )


def _item(
    make: Maker, words: Wordings, asked: Asked, options: Sequence[str], *, answer: str = ""
) -> Draft:
    """Build an item; the first option is called right."""
    answer = answer or max(asked.votes, key=asked.votes.count)
    draft = make.clotho.draft(asked, answer, styled(options, style_of(words)))
    return words.shuffled(replace(draft, spots=ALL))


def flipped(make: Maker, words: Wordings) -> Draft:
    asked = _take(make, "flipped", "polarity")
    right, wrong = (_NO, _YES) if asked.votes[0] == "yes" else (_YES, _NO)
    return _item(make, words, asked, [words.rng.choice(right), *words.rng.sample(wrong, 3)])


def counted(make: Maker, words: Wordings) -> Draft:
    """Another number, in words or in digits."""
    asked = make.clotho.take(
        "unseen counted", lambda a: a.unanimous and a.votes[0] in NUMBERS[1:13]
    )
    number = NUMBERS.index(asked.votes[0])
    others = words.rng.sample([n for n in range(2, 15) if n != number], 4)
    shown = [str(n) if words.chance(0.5) else NUMBERS[n] for n in others]
    form = words.rng.choice(_COUNTS)
    return _item(make, words, asked, [form.format(n=n) for n in shown])


def exchanged(make: Maker, words: Wordings) -> Draft:
    """The key says something else of the same kind, with nothing in common."""
    kind = words.rng.choice(("deed", "thing"))
    asked = _take(make, f"exchanged {kind}", kind)
    texts = _others(make, words, asked, kind, 4)
    form = words.rng.choice(_SAYINGS[kind])
    return _item(make, words, asked, [form.format(text) for text in texts])


def denied(make: Maker, words: Wordings) -> Draft:
    kind = words.rng.choice(("deed", "thing"))
    asked = _take(make, f"denied {kind}", kind)
    right = words.rng.choice(_DENIED).format(asked.votes[0])
    return _item(make, words, asked, [right, *_others(make, words, asked, kind, 3)])


def unsure(make: Maker, words: Wordings) -> Draft:
    kind = words.rng.choice(("number", "deed", "thing"))
    asked = _take(make, f"unsure {kind}", kind)
    right = words.rng.choice(_UNSURE)
    return _item(make, words, asked, [right, *_others(make, words, asked, kind, 3)])


def vague(make: Maker, words: Wordings) -> Draft:
    """The key may mean what was answered, or not."""
    kind = words.rng.choice(("number", "deed", "thing"))
    asked = _take(make, f"vague {kind}", kind)
    right = words.rng.choice(_VAGUE[kind])
    return _item(make, words, asked, [right, *_others(make, words, asked, kind, 3)])


# Answers that say much the same.
_ALIKE = (
    "outside outdoors outdoor street park open", "car vehicle automobile truck van traffic cars",
    "people person human humans man crowd", "engine motor machine", "water liquid rain river",
    "bird birds seagull crow cock chicken rooster duck ducks goose parrot pigeon owl cuckoo",
    "insect insects bug bugs cricket crickets cicada bee bees fly", "metal steel iron tin",
    "talking speaking conversing chatting", "steps footsteps walking",
    "road street pavement", "sink faucet tap", "driving passing moving", "bell bells chimes",
)  # fmt: skip


def _group(text: str) -> str:
    """Return what stands for an answer: the first of those that say much the same, or its stem."""
    return next((names[:4] for names in _ALIKE if text in names.split()), text[:4])


def _others(make: Maker, words: Wordings, asked: Asked, kind: str, n: int) -> list[str]:
    """Return other answers of a kind that say nothing like what annotators said."""
    said = {_group(vote) for vote in asked.votes}
    found = make.clotho.others(words, asked, kind, n + 6)
    return [text for text in found if kind == "number"
            or not (_group(text) in said or text in _GENERAL)][:n]  # fmt: skip


def _two_to_one(asked: Asked) -> bool:
    """Say whether one annotator gave another answer, of the same kind and of another stem."""
    kinds = {kind_of(vote) for vote in asked.votes}
    plain = len(kinds) == 1 and not kinds & {"polarity"} and all(map(_plain, asked.votes))
    return plain and len(set(asked.votes)) == 2 == len({_group(v) for v in asked.votes})


def _votes(make: Maker, words: Wordings, kind: str, n: int) -> tuple[Asked, list[str]]:
    """Return a question that annotators answered in n ways, and each answer, the key first.

    Answers that its own annotators did not give are those to questions that begin alike.
    """
    asked = _take(make, f"votes {kind} {n}", kind)
    said = [asked.votes[0], *_others(make, words, asked, kind, n - 1)]
    given = said[:1] * (4 - n) + said[1:]
    words.rng.shuffle(given)
    answers = tuple((text, words.rng.choice(("yes", "yes", "maybe"))) for text in given)
    return replace(asked, answers=answers), said


def _apart(make: Maker, words: Wordings) -> tuple[Asked, list[str], str]:
    """Return a question answered in two ways, both answers, the key first, and their kind."""
    if words.chance(0.5):
        asked = make.clotho.take("unseen two to one", _two_to_one)
        said = sorted(set(asked.votes), key=asked.votes.count, reverse=True)
        return asked, said, kind_of(said[0])
    kind = _kind(words)
    return *_votes(make, words, kind, 2), kind


def _kind(words: Wordings) -> str:
    return words.rng.choice(("number", "deed", "thing"))


def _forms(kind: str) -> tuple[str, ...]:
    if kind == "number":
        return tuple(form.replace("{n}", "{}") for form in _COUNTS)
    return _SAYINGS[kind]


def minority(make: Maker, words: Wordings) -> Draft:
    asked, said, kind = _apart(make, words)
    form = words.rng.choice(_forms(kind))
    texts = [form.format(text) for text in (*said, *_others(make, words, asked, kind, 2))]
    return _item(make, words, asked, texts)


def minority_own_form(make: Maker, words: Wordings) -> Draft:
    """Each option is worded in a way of its own, numbers in digits."""
    asked, said, kind = _apart(make, words)
    texts = [*said, *_others(make, words, asked, kind, 2)]
    if kind == "number":
        texts = [str(NUMBERS.index(text)) if text in NUMBERS else text for text in texts]
    forms = words.rng.sample(_forms(kind), 4)
    return _item(make, words, asked, [f.format(t) for f, t in zip(forms, texts, strict=True)])


_KIN = {
    "car": "automobile", "people": "folks", "child": "kid", "bird": "feathered animal",
    "road": "street", "water": "liquid", "engine": "motor", "walking": "strolling",
    "talking": "chatting", "rain": "drizzle", "street": "road", "metal": "steel", "wood": "timber",
    "machine": "device", "train": "locomotive", "driving": "motoring", "plane": "aircraft",
    "speaking": "talking", "kitchen": "galley", "outside": "in the open air", "rock": "stone",
    "crowd": "throng", "boat": "ship", "house": "home", "forest": "woods", "plastic": "vinyl",
    "running": "jogging", "singing": "chanting",
}  # fmt: skip


def _kin(asked: Asked) -> list[str]:
    """Return what one annotator alone answered, if another word for it is known."""
    once = [vote for vote in asked.votes if asked.votes.count(vote) == 1]
    if len(once) != 1 or kind_of(asked.votes[0]) == "polarity":
        return []
    return [word for word in once if word in _KIN and _KIN[word] not in asked.votes]


def minority_kin(make: Maker, words: Wordings) -> Draft:
    """A distractor says, in another word, what one annotator answered."""
    asked = make.clotho.take("unseen kin", lambda a: bool(_kin(a)))
    answer = max(asked.votes, key=asked.votes.count)
    kin = _KIN[_kin(asked)[0]]
    texts = [answer, kin, *_others(make, words, asked, kind_of(answer), 2)]
    return _item(make, words, asked, texts)


def apart(make: Maker, words: Wordings) -> Draft:
    """Three annotators gave three answers; one of them is the key."""
    kind = _kind(words)
    asked, said = _votes(make, words, kind, 3)
    form = words.rng.choice(_forms(kind))
    texts = [form.format(t) for t in (said[0], *_others(make, words, asked, kind, 3))]
    return _item(make, words, asked, texts, answer=said[0])


def _all_differ(asked: Asked) -> bool:
    plain = all(_plain(vote) and kind_of(vote) != "polarity" for vote in asked.votes)
    return plain and len({_group(vote) for vote in asked.votes}) == 3


def really_apart(make: Maker, words: Wordings) -> Draft:
    """Three real answers, no two of one stem."""
    asked = make.clotho.take("unseen apart", _all_differ)
    answer = words.rng.choice(asked.votes)
    kind = kind_of(answer)
    form = words.rng.choice(_forms(kind))
    texts = [form.format(t) for t in (answer, *_others(make, words, asked, kind, 3))]
    return _item(make, words, asked, texts, answer=answer)


CLOTHO: dict[str, dict[str, tuple[Plant, bool]]] = {
    "answer-changed": {
        "unseen: yes and no": (flipped, True), "unseen: count": (counted, True),
        "unseen: another": (exchanged, True), "unseen: denied": (denied, True),
        "unseen: unsure": (unsure, True), "unseen: vague": (vague, False),
    },
    "distractor-is-an-annotators-answer": {
        "unseen: same form": (minority, True), "unseen: own form": (minority_own_form, True),
        "unseen: kin": (minority_kin, False),
    },
    "annotators-disagree": {
        "unseen: three answers": (apart, True), "unseen: real": (really_apart, True),
    },
}  # fmt: skip
