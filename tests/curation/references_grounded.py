"""The checks against annotators' answers and captions once more in plain Python.

Lists of words and patterns are data, taken from the checks; what is done with them is written
anew. Each reference says of an item: True fails, False passes, None could not decide.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from aqagen.curation import opposites, things
from aqagen.curation.checks import Example, answer_changed, ungrounded_answer
from aqagen.curation.checks import distractor_is_an_annotators_answer as annotators_answer
from aqagen.curation.checks.base import NEGATION
from aqagen.curation.synonyms import ALTERNATIVES
from tests.curation.references import lower
from tests.curation.references_form import content, found, spaced, stems

STRONGLY = (
    " (?:yes|yeah|yep|correct|indeed|true|right|certainly|exactly|definitely|surely|of course) "
)
YES = (
    " (?:that|this|it) (?:(?:is|was) (?:indeed |in fact |really )?"
    "(?:the case|so|right|true|correct)|(?:[a-z]+ly |indeed )?(?:does|did|do|can|could)) "
)
NO = (
    " (?:(?:no|nope|nah|incorrect|false|wrong|not|never) |"
    "(?:it|that|this|they|one) (?:[a-z]+ly )?(?:does|did|do|is|was|can|could) not )"
)


def stems_of(text: str) -> str:
    return stems(spaced(text))


def annotated(text: str) -> str:
    """Return an annotator's answer in stems; "8times" is how some write."""
    return stems_of(re.sub(r"([0-9])(?=[^\W\d_])", r"\1 ", text))


def denies(text: str) -> bool:
    return found(NEGATION, spaced(text))


def wrong_options(item: Example) -> list[str]:
    return [o for place, o in enumerate(item.options) if place != item.answer_index]


def saying(item: Example, said: str, besides: str | None = None) -> bool:
    """Say whether a wrong option says it, not after a denial, and no more than it and `besides`."""
    for option in wrong_options(item):
        if besides is not None and any(f" {w} " not in said + besides for w in content(option)):
            continue
        before = re.sub(f"{NEGATION}.*$".replace("\\x27", "'"), " ", spaced(option), count=1)
        if said in stems_of(option) and (not denies(option) or said in stems(before)):
            return True
    return False


def annotators_disagree_fails(item: Example) -> bool | None:
    disputed = item.facts.get("disputed")
    return None if disputed is None else bool(disputed)


def distractor_is_an_annotators_answer_fails(item: Example) -> bool | None:
    answers = item.facts.get("answers") or []
    if not answers:
        return None
    said = [annotated(a["answer"]) for a in answers]
    source = annotated(item.metadata["answer"] or "")
    if len({source, *said}) == 1:
        return False
    key = stems_of(item.options[item.answer_index])
    wrong = [asserted(option) for option in wrong_options(item)]
    others = [
        answer["confidence"]
        for answer, text in zip(answers, said, strict=True)
        if text.strip()
        and lower(answer["answer"].strip(" .,;!")) not in {"yes", "no"}
        and text != source
        and text not in key
        and (
            any(text in option for option in wrong)
            or (
                not says_otherwise(key, text)
                and any(says_otherwise(option, text) for option in wrong)
            )
        )
    ]
    if any(confidence != "no" for confidence in others):
        return True
    return None if others else False


def asserted(option: str) -> str:
    """Return an option in stems, as far as it does not deny."""
    denial = NEGATION.replace("\\x27", "'")
    return stems(re.split(denial, spaced(option), maxsplit=1)[0] + " ") if denies(option) else (
        stems_of(option)
    )  # fmt: skip


def says_otherwise(text: str, said: str) -> bool:
    """Look for an answer, for what means the same, and for its words in any order."""
    if any(other in text for other in ALTERNATIVES.get(said, [said])):
        return True
    words = [word for word in said.split() if word not in annotators_answer.BETWEEN]
    return 1 < len(words) <= annotators_answer.MOST_WORDS and all(
        any(other in text for other in ALTERNATIVES.get(f" {word} ", [f" {word} "]))
        for word in words
    )


def answer_changed_fails(item: Example) -> bool | None:
    was = item.metadata.get("answer")
    if was is None:
        return None
    plain = lower(was.strip(" .,;!"))
    if found(answer_changed.UNSURE, spaced(item.options[item.answer_index])):
        return not found(answer_changed.UNSURE, f" {plain} ")
    if plain in {"yes", "no"}:
        return was_yes(item) if plain == "yes" else was_no(item)
    numbers = set(re.findall("[0-9]+", annotated(was)))
    if numbers:
        now = set(re.findall("[0-9]+", stems_of(item.options[item.answer_index])))
        if numbers & now:
            return False
        return True if now or saying(item, annotated(was)) else None
    return was_a_word(item, annotated(was), plain)


def answered(item: Example) -> str:
    """Return the answer's words without what only sounds like a denial."""
    return re.sub(
        f"{answer_changed.NO_DENIAL}|{answer_changed.ONLY}",
        " ",
        spaced(item.options[item.answer_index]),
    )


def asked_and_shared(item: Example) -> tuple[int, int]:
    """Count the question's words of content, and those that the answer has."""
    asked = [
        stem
        for stem in stems_of(item.question).split()
        if len(stem) > 2 and f" {stem} " not in answer_changed.NO_CONTENT
    ]
    answer = stems_of(item.options[item.answer_index])
    return len(asked), sum(f" {stem} " in answer for stem in asked)


def strongly(item: Example) -> bool:
    words = spaced(item.options[item.answer_index])
    pattern = f"{answer_changed.NO_DENIAL}|{answer_changed.AFFIRMING}"
    return bool(re.match(STRONGLY, answered(item), re.ASCII)) or found(pattern, words)


def says_no(item: Example) -> bool:
    answer = answered(item)
    return bool(re.match(NO, answer, re.ASCII)) or found(answer_changed.DENYING, answer)


def was_yes(item: Example) -> bool | None:
    answer = answered(item)
    asked_denied, denied = denies(item.question), found(NEGATION, answer)
    if says_no(item):
        return None if strongly(item) else True
    if strongly(item) or re.match(YES, answer, re.ASCII):
        return None if denied and not asked_denied else False
    if asked_denied:
        return None
    if denied:
        return True
    return False if asked_and_shared(item)[1] else None


def was_no(item: Example) -> bool | None:
    answer = answered(item)
    if says_no(item):
        return None if strongly(item) else False
    if strongly(item) or re.match(YES, answer, re.ASCII):
        return None if found(NEGATION, answer) else True
    if denies(item.question):
        return None
    if found(NEGATION, answer):
        return False
    asked, shared = asked_and_shared(item)
    if found(answer_changed.CEASED, spaced(item.options[item.answer_index])):
        return None
    return True if asked and shared == asked else None


def was_a_word(item: Example, was: str, plain: str) -> bool | None:
    if not was.strip():
        return None
    answer = answered(item)
    now = stems_of(item.options[item.answer_index])
    if was not in now:
        besides = stems_of(item.question) + answer_changed.SIZES + now
        return True if saying(item, was, besides) else None
    ruled_out = re.escape(was) + answer_changed._RULED_OUT_STEMS
    words = spaced(item.options[item.answer_index])
    if found(answer_changed.RULED_OUT, words) and re.search(ruled_out, now):
        return True
    # What stands before the first denial is affirmed.
    affirmed = stems(re.sub(f"{NEGATION}.*", " ", answer, count=1))
    return found(NEGATION, answer) and was not in affirmed and not found(NEGATION, f" {plain} ")


def ungrounded_answer_fails(item: Example) -> bool | None:  # noqa: PLR0911
    told, said, answer = told_of(item), stems_of(key_of(item)), key_of(item)
    if not told.strip():
        return None
    asks_not = found(ungrounded_answer.ASKS_NOT, spaced(item.question))
    if said.strip() and said in told:
        return not asks_not and out_of_order(item)
    if asks_not:
        return None
    wrong = [stems_of(option) for option in wrong_options(item)]
    if (len(told.split()) > 1 and told in wrong) or out_of_order(item) or other_number(said, told):
        return True
    if opposite_is_wrong(said, told, wrong):
        return True
    if opposed(said.split(), told.split()):
        denied = found(ungrounded_answer.DENIES, spaced(answer))
        return True if not denied and contradicts(item, said, told) else None
    if denies_something(item, told):
        return True if denies_all_of_it(item, told) else None
    if names_another_thing(item):
        return True
    if found(ungrounded_answer.COUNTS, said) and not re.search(" [0-9]", told):
        return None
    return by_share(item, told)


def told_of(item: Example) -> str:
    shown = [item.metadata.get(key) or "" for key in ("caption", "question", "answer")]
    return stems_of(" ".join(shown))


def key_of(item: Example) -> str:
    return item.options[item.answer_index]


def by_share(item: Example, told: str) -> bool | None:
    """Say what the part of its words that the caption has tells."""
    answer = key_of(item)
    if not content(answer):
        # Of an answer without any word nothing can be said.
        words = stems_of(answer).split()
        return False if words and all(word in told.split() for word in words) else None
    if share(answer, told) >= 0.5:
        return False
    said_alike = any(share(o, told) >= 0.8 for o in wrong_options(item))
    said_whole = any(share(o, told) == 1 and len(content(o)) > 1 for o in wrong_options(item))
    return True if said_whole or (share(answer, told) == 0 and said_alike) else None


def opposite_is_wrong(said: str, told: str, wrong: Sequence[str]) -> bool:
    """Say whether a wrong option is the key with the caption's word for its opposite."""
    pairs = (*opposites.CONTRARY, *opposites.ORDER[1:])
    return any(
        opposes(ours, theirs, said, told) and said.replace(f" {ours} ", f" {theirs} ") in wrong
        for pair in pairs
        for ours, theirs in (pair, pair[::-1])
    )


def out_of_order(item: Example) -> bool:
    """Say whether the key is of one part of the caption, and a wrong option of the asked one."""
    question = spaced(item.question)
    caption = spaced(
        " ".join(item.metadata.get(k) or "" for k in ("caption", "question", "answer"))
    )
    # Lists of words to split at are data.
    joints = " (then|before|after|followed by|afterwards|later|until) "
    first = found(ungrounded_answer.FIRST, question)
    last = found(ungrounded_answer.LAST, question)
    if first == last or not re.search(joints, caption):
        return False
    parts = re.match(
        f"(.*?) {'after' if ' after ' in caption else ungrounded_answer.THEN}( .*)$", caption
    )
    before, behind = (parts.group(1) + " ", parts.group(2) + " ") if parts else (" ", " ")
    early, late = (behind, before) if " after " in caption else (before, behind)
    right, other = (early, late) if first else (late, early)

    def of_part(option: str, part: str, rest: str) -> bool:
        words = content(option)
        inside = all(f" {w} " in stems(part) for w in words)
        return bool(words) and inside and not any(f" {w} " in stems(rest) for w in words)

    return of_part(key_of(item), other, right) and any(
        of_part(option, right, other) for option in wrong_options(item)
    )


def without(pattern: str, words: str) -> str:
    return re.sub(pattern.replace("\\x27", "'"), " ", words, flags=re.ASCII)


def denies_something(item: Example, told: str) -> bool:
    answer = without(ungrounded_answer.NO_DENIAL, spaced(key_of(item)))
    caption = " ".join(item.metadata.get(k) or "" for k in ("caption", "question", "answer"))
    ends = found(ungrounded_answer.ENDS, told)
    return found(ungrounded_answer.DENIES, answer) and not (denies(caption) or ends)


def denies_all_of_it(item: Example, told: str) -> bool:
    answer = without(ungrounded_answer.NO_DENIAL, spaced(key_of(item)))
    match = re.search(ungrounded_answer.DENIES + "(.*)$", answer, re.ASCII)
    words = (
        [w for w in stems(match.group(1)).split() if f" {w} " not in ungrounded_answer.EMPTY]
        if match
        else []
    )
    several = found(ungrounded_answer.SEVERAL, item.metadata.get("caption") or "")
    return all(f" {w} " in told for w in words) and len(words) > several


def names_another_thing(item: Example) -> bool:
    rules = ungrounded_answer
    caption = spaced(
        " ".join(item.metadata.get(k) or "" for k in ("caption", "question", "answer"))
    )
    if not found(rules.NAMED_BY_CAPTION, caption) or denies(key_of(item)):
        return False
    if found(rules.ASKS_ASIDE, spaced(item.question)):
        return False
    answer = without(rules.ASIDE, spaced(key_of(item)))
    names = [m.group(1) for m in re.finditer(rules.NAME, answer, re.ASCII)]
    return any(
        not any(f" {hint}" in caption for hint in things.HINTS[name].split()) for name in names
    )


def share(option: str, told: str) -> float:
    words = content(option)
    return sum(f" {word} " in told for word in words) / max(len(words), 1)


def other_number(said: str, told: str) -> bool:
    ours, theirs = (set(re.findall(" ([0-9]+)", counted(text))) for text in (said, told))
    return bool(ours) and bool(theirs) and not ours & theirs


def counted(text: str) -> str:
    if " another " in text:
        return text.replace(" 1 ", " ")
    return re.sub(ungrounded_answer.UNCOUNTED, " ", text)


def contradicts(item: Example, said: str, told: str) -> bool:
    """Say whether the answer is the caption's but for an opposite of the same thing."""
    check = ungrounded_answer
    asked = stems_of(item.question)
    for one, other in check.PAIRS:
        for ours, theirs in ((one, other), (other, one)):
            if (one, other) in check.ORDER or not opposes(ours, theirs, said, told):
                continue
            rest = [word for word in content(item.options[item.answer_index]) if word != ours]
            if any(f" {word} " not in told for word in rest):
                continue
            kin = next((k for k in (check.MEN, check.WOMEN) if f" {ours} " in k), "")
            if kin and set(kin.split()) & set(told.split()):
                continue
            if kin and not set(check.PEOPLE.split()) & set(told.split()):
                return True
            if of_same_thing(ours, theirs, said, told, asked):
                return True
    return False


def opposes(ours: str, theirs: str, said: str, told: str) -> bool:
    mine, caption = said.split(), told.split()
    return ours in mine and theirs in caption and ours not in caption and theirs not in mine


def of_same_thing(ours: str, theirs: str, said: str, told: str, asked: str) -> bool:
    def near(text: str, word: str) -> tuple[str | None, str | None]:
        words, bare = text.split(), without_prepositions(text).split()
        place, bare_place = words.index(word), bare.index(word)
        before = words[place - 1] if place else None
        after = bare[bare_place + 1] if bare_place + 1 < len(bare) else None
        known = [w if w and f" {w} " not in ungrounded_answer.LINKS else None
                 for w in (before, after)]  # fmt: skip
        return known[0], known[1]

    if said.strip() == ours:
        return any(word and f" {word} " in asked for word in near(told, theirs))
    before, after = near(said, ours)
    return bool(
        (before and f" {before} {theirs} " in told)
        or (after and f" {theirs} {after} " in without_prepositions(told))
    )


def without_prepositions(text: str) -> str:
    return re.sub(r" (?:(?:of|in|on|at|to|with|from) )+", " ", text)


def opposed(said: Sequence[str], told: Sequence[str]) -> bool:
    """Say whether one has a word and the other its opposite, and neither has both."""
    return any(
        one in said and other in told and one not in told and other not in said
        for pair in opposites.PAIRS
        for one, other in (pair, pair[::-1])
    )


REFERENCES: Mapping[str, Callable[[Example], bool | None]] = {
    "annotators-disagree": annotators_disagree_fails,
    "distractor-is-an-annotators-answer": distractor_is_an_annotators_answer_fails,
    "answer-changed": answer_changed_fails,
    "ungrounded-answer": ungrounded_answer_fails,
}
