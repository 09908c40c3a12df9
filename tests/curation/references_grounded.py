"""The checks against annotators' answers and captions once more in plain Python.

Lists of words and patterns are data, taken from the checks; what is done with them is written
anew. Each reference says of an item: True fails, False passes, None could not decide.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from aqagen.curation import contradictions, things
from aqagen.curation.checks import Example, ungrounded_answer
from aqagen.curation.checks import distractor_is_an_annotators_answer as annotators_answer
from aqagen.curation.checks.base import NEGATION
from aqagen.curation.synonyms import ALTERNATIVES
from aqagen.curation.words import NO_CONTENT
from tests.curation.references import lower
from tests.curation.references_answers import answer_changed_fails
from tests.curation.references_form import content, found, spaced, stems
from tests.curation.references_words import (
    Pair,
    annotated,
    denies,
    foreign,
    pairs_of,
    stems_of,
    without,
    wrong_options,
)


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


def ungrounded_answer_fails(item: Example) -> bool | None:  # noqa: PLR0911
    told, said = told_of(item), stems_of(key_of(item))
    if not told.strip():
        return None
    asks_not = found(contradictions.ASKS_NOT, spaced(item.question))
    if not asks_not and (out_of_order(item) or told_absent(item, told)):
        return True
    if said.strip() and said in told:
        return False
    if asks_not:
        return None
    wrong = [stems_of(option) for option in wrong_options(item)]
    if (len(told.split()) > 1 and told in wrong) or other_number(said, told) or other_side(item):
        return True
    pairs = pairs_of(said, told)
    if any(surely(item, pair, pairs, said, told) for pair in pairs):
        return True
    if denies_something(item, told):
        return True if denies_all_of_it(item, told) else None
    if names_another_thing(item):
        return True
    if found(contradictions.COUNTS, said) and not re.search(" [0-9]", told):
        return None
    perhaps = any(kind[0] in "smo" for pair in pairs for kind in pair.kinds)
    return by_share(item, told, perhaps=perhaps)


def caption_of(item: Example) -> str:
    return spaced(" ".join(item.metadata.get(k) or "" for k in ("caption", "question", "answer")))


def told_of(item: Example) -> str:
    return stems(caption_of(item))


def key_of(item: Example) -> str:
    return item.options[item.answer_index]


def by_share(item: Example, told: str, *, perhaps: bool) -> bool | None:
    """Say what the part of its words that the caption has tells."""
    answer = key_of(item)
    if not content(answer):
        # Of an answer without any word nothing can be said.
        words = stems_of(answer).split()
        all_told = bool(words) and all(word in told.split() for word in words)
        return False if all_told and not perhaps else None
    if share(answer, told) >= 0.5:
        return None if perhaps else False
    said_alike = any(share(o, told) >= 0.8 for o in wrong_options(item))
    said_whole = any(share(o, told) == 1 and len(content(o)) > 1 for o in wrong_options(item))
    said = stems_of(answer)
    in_other_form = any(
        f" {one} " in said and f" {other} " in told
        for pair in ungrounded_answer.OTHER_FORMS
        for one, other in (pair, pair[::-1])
    )
    shares_nothing = share(answer, told) == 0 and not in_other_form
    return True if said_whole or (shares_nothing and said_alike) else None


def surely(item: Example, pair: Pair, pairs: Sequence[Pair], said: str, told: str) -> bool:
    """Say whether two words that exclude each other make the answer wrong."""
    question, sorts = spaced(item.question), {kind[0] for kind in pair.kinds}
    swapped = said.replace(f" {pair.said} ", f" {pair.told} ")
    if swapped in [stems_of(option) for option in wrong_options(item)]:
        return "o-sequence" not in pair.kinds
    if found(contradictions.DENIES, spaced(key_of(item))):
        return False
    aside = " lik " in said or found(things.ASKS_ASIDE, question)
    if "s" in sorts and not pair.open and not aside:
        return True
    is_surface = "m-material" in pair.kinds and found(ungrounded_answer.ASKS_SURFACE, question)
    if not is_surface and not sorts & {"s", "m"}:
        return False
    left = [w for w in content(key_of(item)) if f" {w} " not in told]
    rest_is_told = all(any(w in p.said.split() for p in pairs) for w in left)
    clauses = clauses_of(told)
    return any(
        of_clause(item, pair, clause, several=len(clauses) > 1, said=said,
                  rest_is_told=rest_is_told, whole=is_surface)
        for clause in clauses if f" {pair.told} " in clause
    )  # fmt: skip


def clauses_of(text: str) -> list[str]:
    return re.sub(contradictions.CLAUSES, " | ", text).split("|")


def content_of(text: str) -> list[str]:
    return [w for w in text.split() if f" {w} " not in NO_CONTENT and not w.endswith("ly")
            and w[0] not in "0123456789"]  # fmt: skip


def of_clause(item: Example, pair: Pair, clause: str, *, several: bool, said: str,
              rest_is_told: bool, whole: bool) -> bool:  # fmt: skip
    """Say whether the caption's word is said there of what the item is about."""
    asked = stems_of(item.question)
    behind = clause.split(f" {pair.told} ")[1].split()
    word = behind[0] if behind else ""
    loose = not word or f" {word} " in ungrounded_answer.LINKS or word.endswith("ly")
    if loose or pair.told.endswith(("ly", " to", " by")) or whole:
        words = [w for w in content_of(clause) if w not in pair.told.split()]
        shares = [any(f" {w} " in text for w in words) for text in (asked, said)]
        return shares[0] or (rest_is_told and (shares[1] or not several))
    return f" {word} " in asked or (rest_is_told and f" {word} " in said)


def out_of_order(item: Example) -> bool:
    """Say whether the key is of one part of the caption, and a wrong option of the asked one."""
    question = spaced(item.question)
    caption = spaced(
        " ".join(item.metadata.get(k) or "" for k in ("caption", "question", "answer"))
    )
    # Lists of words to split at are data.
    joints = " (then|before|after|followed by|afterwards|later|until) "
    first = found(contradictions.FIRST, question)
    last = found(contradictions.LAST, question)
    if first == last or not re.search(joints, caption):
        return False
    parts = re.match(
        f"(.*?) {'after' if ' after ' in caption else contradictions.THEN}( .*)$", caption
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


def denies_something(item: Example, told: str) -> bool:
    answer = without(contradictions.NO_DENIAL, spaced(key_of(item)))
    caption = " ".join(item.metadata.get(k) or "" for k in ("caption", "question", "answer"))
    ends = found(contradictions.ENDS, told)
    return found(contradictions.DENIES, answer) and not (denies(caption) or ends)


def denies_all_of_it(item: Example, told: str) -> bool:
    """Say whether all that is denied, and of what, is the caption's, in one clause of it."""
    answer = without(contradictions.NO_DENIAL, spaced(key_of(item)))
    match = re.search(contradictions.DENIES + "(.*)$", answer, re.ASCII)
    assert match
    denied = [w for w in stems(match.group(1)).split() if f" {w} " not in contradictions.EMPTY]
    words = content_of(stems(answer[: match.start()] + " ")) + denied
    several = found(contradictions.SEVERAL, item.metadata.get("caption") or "")
    return (
        all(f" {w} " in told for w in denied)
        and len(words) > several
        and any(all(f" {w} " in clause for w in words) for clause in clauses_of(told))
    )


def told_absent(item: Example, told: str) -> bool:
    """Say whether the key is what the caption says is not heard, and nothing else."""
    tells = contradictions.TELLS_NOT.replace("\\x27", "'")
    match = re.search(tells, caption_of(item), re.ASCII)
    if not match or found(contradictions.DENIES, spaced(key_of(item))):
        return False
    if found(contradictions.ASIDE_NOT, caption_of(item)):
        return False
    absent = stems(f" {match.group(1)} ")
    nobody = found(contradictions.NOBODY, caption_of(item))
    said = [
        word
        for word in content_of(stems_of(key_of(item)))
        if not (nobody and f" {word} " in contradictions.PEOPLE)
    ]
    return bool(said) and all(
        f" {word} " in absent and told.count(f" {word} ") == 1 for word in said
    )


def other_side(item: Example) -> bool:
    """Say whether the key has an event after the other, and the caption before it."""
    match = re.search(contradictions.WHEN, spaced(key_of(item)), re.ASCII)
    turns = re.findall(" (before|after) ", caption_of(item))
    if not match or len(turns) != 1 or turns[0] == match.group(1):
        return False
    own, other = (stems(f" {part.strip()} ") for part in re.split(" (?:before|after) ",
                                                             caption_of(item)))  # fmt: skip
    said, asked = content(key_of(item)), content(item.question)
    return (
        bool(said)
        and all(f" {w} " in other and f" {w} " not in own for w in said)
        and not any(f" {w} " in other for w in asked)
        and any(f" {w} " in own for w in asked)
    )


def names_another_thing(item: Example) -> bool:
    answer = spaced(key_of(item))
    aside = found(things.ASKS_ASIDE, spaced(item.question))
    return not aside and not found(NEGATION, answer) and foreign(answer, caption_of(item))


def share(option: str, told: str) -> float:
    words = content(option)
    return sum(f" {word} " in told for word in words) / max(len(words), 1)


def other_number(said: str, told: str) -> bool:
    ours, theirs = (set(re.findall(" ([0-9]+)", counted(text))) for text in (said, told))
    return bool(ours) and bool(theirs) and not ours & theirs


def counted(text: str) -> str:
    if " another " in text:
        return text.replace(" 1 ", " ")
    return re.sub(contradictions.UNCOUNTED, " ", text)


REFERENCES: Mapping[str, Callable[[Example], bool | None]] = {
    "annotators-disagree": annotators_disagree_fails,
    "distractor-is-an-annotators-answer": distractor_is_an_annotators_answer_fails,
    "answer-changed": answer_changed_fails,
    "ungrounded-answer": ungrounded_answer_fails,
}
