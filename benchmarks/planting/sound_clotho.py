"""Sound items of real Clotho-AQA questions on which all annotators agree."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aqagen.answers import normalise
from planting.drafts import Draft, Wordings
from planting.sound_tacos import style_of, styled

__all__ = ["NO", "NUMBERS", "WRAPS", "YES", "Asked", "ClothoMaker", "kind_of", "read_questions"]

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen", "fifteen")  # fmt: skip
_LARGE = re.compile(r"(teen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundred)")
_NO_ANSWERS = {"unknown", "none", "nothing", "sound", "many", "very", "maybe"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on one clip, with what its annotators answered."""

    file_name: str
    question: str
    answers: tuple[tuple[str, str], ...]
    keywords: tuple[str, ...]

    @property
    def votes(self) -> list[str]:
        return [normalise(answer) for answer, _ in self.answers]

    @property
    def unanimous(self) -> bool:
        return len(set(self.votes)) == 1


def read_questions(data: Path) -> list[Asked]:
    """Read all splits; questions of one text are kept once, and those by three annotators."""
    folder = data / "clotho_aqa"
    with (folder / "clotho_aqa_metadata.csv").open(encoding="utf-8", newline="") as file:
        keywords = {row["file_name"]: row["keywords"].split(";") for row in csv.DictReader(file)}
    answers: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for split in ("train", "val", "test"):
        with (folder / f"clotho_aqa_{split}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                pair = (row["answer"].strip(), row["confidence"].strip().lower())
                answers[row["file_name"], row["QuestionText"]].append(pair)
    seen: set[frozenset[str]] = set()
    asked = []
    for (name, question), given in answers.items():
        key = frozenset(re.findall(r"\w+", question.lower()))
        plain = question.isascii() and question.strip().endswith("?") and len(key) > 3
        times = any(answer in _NO_ANSWERS | {"once", "twice"} for answer, _ in given)
        if len(given) == 3 and plain and key not in seen and "&" not in name and not times:
            seen.add(key)
            words = tuple(word.strip() for word in keywords.get(name, []))
            asked.append(Asked(name, question, tuple(given), words))
    return asked


def kind_of(answer: str) -> str:
    """Say what kind of answer this is, so that distractors are of the same kind."""
    if answer in {"yes", "no"}:
        return "polarity"
    if answer in NUMBERS or _LARGE.search(answer):
        return "number"
    return "deed" if answer.endswith("ing") else "thing"


YES = (("yes, it can be heard clearly", "yes, throughout the clip", "yes, at several points",
         "yes, that is the case here", "yes, and it is easy to hear",
         "yes, this happens in the clip", "yes, more than once", "yes, that is what is heard"),
        ("yes, without any doubt", "yes, it is obvious from the recording",
         "yes, one can tell that it is so", "yes, the audio supports this",
         "yes, definitely", "yes, as anyone listening would agree"))  # fmt: skip
NO = (("no, it cannot be heard anywhere", "no, nothing like that occurs", "no, not at any point",
        "no, that is not the case", "no, other sounds are heard instead",
        "no, there is no sign of that", "no, this never happens here", "no, it stays absent",
        "no, that does not occur", "no, only other things are heard"),
       ("no, quite the opposite", "no, the audio gives no hint of it", "no, definitely not",
        "no, one would be mistaken to think so", "no, it is something else entirely",
        "no, the recording shows otherwise"))  # fmt: skip
WRAPS = {
    "number": (("{} in total", "exactly {}", "{} of them", "there are {}", "{} altogether",
                "a count of {}"),
               ("the number is {}", "{} all told", "it comes to {}", "I count {}")),
    "deed": (("it is {}", "somebody or something is {}", "{} is heard", "mainly {}",
              "the act of {}", "one hears {}"),
             ("what goes on is {}", "it sounds like {}", "{} is taking place",
              "we can make out {}")),
    "thing": (("the sound of {}", "it is {}", "{} of some kind", "most likely {}",
               "that would be {}", "{} can be heard"),
              ("{} is the best match", "it comes across as {}", "it would have to be {}",
               "in all likelihood {}")),
}  # fmt: skip


def _head(question: str) -> str:
    return " ".join(question.lower().split()[:2])


class ClothoMaker:
    """Makes items of real questions; each question is used once until all are used."""

    def __init__(self, asked: Sequence[Asked], rng: random.Random) -> None:
        self.asked = list(asked)
        rng.shuffle(self.asked)
        self._places: dict[str, int] = {}
        self._answers: dict[str, list[str]] = {}
        for kind in ("number", "deed", "thing"):
            said = {answer for each in asked for answer in each.votes if kind_of(answer) == kind}
            plain = {a for a in said if a.isalpha() and len(a) > 2} - _NO_ANSWERS
            self._answers[kind] = sorted(plain)
        self._alike: dict[str, set[str]] = defaultdict(set)
        for each in asked:
            self._alike[_head(each.question)] |= {vote for vote in each.votes if vote.isalpha()}

    def take(self, name: str, wanted: Callable[[Asked], bool]) -> Asked:
        """Return the next question of a kind; `name` is that of the kind."""
        for step in range(len(self.asked)):
            at = (self._places.get(name, 0) + step) % len(self.asked)
            if wanted(self.asked[at]):
                self._places[name] = at + 1
                return self.asked[at]
        raise LookupError(f"no question is {name}")

    def sound(self, words: Wordings) -> Draft:
        return self.item(words, self.take("unanimous", lambda asked: asked.unanimous))

    def spoken(self, words: Wordings) -> Draft:
        """Return a sound item whose answer is no yes or no."""
        return self.item(words, self.take("spoken", lambda asked: asked.unanimous
                                          and kind_of(asked.votes[0]) != "polarity"))  # fmt: skip

    def item(self, words: Wordings, asked: Asked, answer: str = "") -> Draft:
        """Make an item; the answer is what most annotators said."""
        answer = answer or max(asked.votes, key=asked.votes.count)
        kind = kind_of(answer)
        if kind == "polarity":
            options = self.polar(words, asked, positive=answer == "yes")
        else:
            form = words.pick(*WRAPS[kind])
            options = [form.format(t) for t in (answer, *self.others(words, asked, kind))]
        return words.shuffled(self.draft(asked, answer, styled(options, style_of(words))))

    def draft(self, asked: Asked, answer: str, options: tuple[str, ...]) -> Draft:
        metadata = {"question": asked.question, "answer": answer,
                    "keywords": list(asked.keywords), "file_name": asked.file_name}  # fmt: skip
        votes = asked.votes.count(answer)
        facts = {"answers": [{"answer": a, "confidence": c} for a, c in asked.answers],
                 "votes": votes, "disputed": votes == 1}  # fmt: skip
        return Draft("clotho-aqa", asked.file_name, asked.question, options, 0, metadata, facts,
                     split="train")  # fmt: skip

    def polar(self, words: Wordings, asked: Asked, *, positive: bool) -> list[str]:
        """Return a right option and three others; half are in the words of the question."""
        there = re.match(r"(?i)^(is|are) there (an? |any )?([\w ]{3,40}) ?\?$", asked.question)
        right, wrong = (YES, NO) if positive else (NO, YES)
        if not there or words.chance(0.5):
            pool = [*words.pick((wrong[0],), (wrong[1],))]
            words.rng.shuffle(pool)
            return [words.pick(*right), *pool[:3]]
        verb, _, what = there.groups()
        yes = f"yes, there {verb.lower()} {there[2] or ''}{what}"
        no = f"no, there {verb.lower()} no {what}"
        only = words.pick(("only at the very start", "but only once", "just at the very end",
                           "for a single moment"),
                          ("somewhere near the middle", "towards the close", "in the background",
                           "in the opening seconds"))  # fmt: skip
        if positive:
            return [yes, no, *words.pick(
                (("no, only wind is heard", "no, it is silent all along"),),
                (("no, nothing but static comes through", "no, the recording is just hiss"),
                 ("no, it is merely a low hum", "no, all that remains is an echo")),
            )]  # fmt: skip
        more = words.pick(("yes, along with a strong wind",),
                          ("yes, mixed with a lot of static", "yes, on top of a low hum",
                           "yes, together with an echo"))  # fmt: skip
        return [no, f"yes, {only} there {verb.lower()} {there[2] or ''}{what}", yes, more]

    def others(self, words: Wordings, asked: Asked, kind: str, n: int = 3) -> list[str]:
        """Return answers of the same kind that no annotator gave here, each of another stem."""
        whole = 99 if kind == "number" else 4  # a number has no stem
        taken = {vote[:whole] for vote in asked.votes} | {word[:4] for word in asked.keywords}
        found: list[str] = []
        every = words.rng.sample(self._answers[kind], len(self._answers[kind]))
        # Answers to questions that begin alike are the plausible ones.
        alike = self._alike[_head(asked.question)]
        for answer in sorted(every, key=lambda answer: answer not in alike):
            key = answer[:whole]
            if key not in taken and answer not in asked.question.lower():
                found.append(answer)
                taken.add(key)
            if len(found) == n:
                break
        return found

    def forms(self, words: Wordings) -> Draft:
        """A trap: the right option says the answer in another form of the same word or number."""
        asked = self.take("forms", lambda a: a.unanimous and a.votes[0] in NUMBERS[2:11])
        answer = asked.votes[0]
        number = NUMBERS.index(answer)
        wrong = words.rng.sample([n for n in range(2, 14) if n != number], 3)
        form = words.pick(
            ("{} in total", "{} of them", "exactly {}", "{} altogether"),
            ("{} all told", "the number is {}", "it comes to {}"),
        )
        options = [form.format(n) for n in (number, *wrong)]
        draft = self.draft(asked, answer, styled(options, style_of(words)))
        return replace(words.shuffled(draft), group="trap: number form")
