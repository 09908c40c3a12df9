"""Sound items about clips of several captions, as a good language model would write them."""

from collections.abc import Sequence
from typing import Any

from planting.drafts import Draft, Wordings
from planting.scenes import THINGS, Event, Thing, gerund, made_event

__all__ = ["GEAR", "NAMES", "PLACES", "TacosMaker", "sentence", "style_of", "styled"]

_SUPERCLASS = {"animal": "Animals", "instrument": "Music", "person": "Human sounds"}
_DESCRIPTIONS = ((
    "Made on a walk with my {gear} near {place}, {year}. Levels at -6 dB.",
    "{place}, {year}. {gear}, 48 kHz / 24 bit.\nFeel free to use it in your projects!",
    "Recorded by {name} for a sound library.\nGear: {gear}.",
    "{name} was in {place} that day; you need headphones.",
), (
    "I got this one in {place} back in {year}, mastered by {name}.",
    "{gear} -> laptop, no processing. Location: {place}",
    "Please credit {name} if you use it :)\nShot with {gear} around {place}.",
    "Part of the pack '{place} {year}'. Comments are welcome!",
))  # fmt: skip
GEAR = (("Zoom H4n", "Tascam DR40", "Rode NT5", "Sony PCM-D100"),
        ("Olympus LS-10", "Sennheiser MKH 416", "AKG C414", "Zoom F3"))  # fmt: skip
PLACES = (("Lisbon", "Osaka", "Tallinn", "Marrakesh", "Quito"),
          ("Reykjavik", "Hanoi", "Valparaiso", "Ghent", "Nairobi"))  # fmt: skip
NAMES = ("Jorge", "Annika", "Tomasz", "Priya"), ("Fatima", "Giulia", "Kofi", "Ingrid")

# Manners that one sound may have both, or that many would not tell apart.
_ALIKE_MANNERS = (
    {"loudly", "with growing intensity"}, {"again and again", "repeatedly"},
    {"again and again", "at irregular intervals"}, {"with short pauses", "repeatedly"},
    {"with short pauses", "in quick bursts", "at irregular intervals"},
    {"faintly", "at a distance", "softly in the distance"}, {"for several seconds", "slowly"},
    {"very close by", "nearby", "in the foreground", "loudly"},
    {"for several seconds", "without a break"},
    {"every few seconds", "in a steady rhythm", "all through the recording"},
    {"barely audibly", "from another room", "off to one side"},
)  # fmt: skip
_SEEN_MANNERS = ("loudly", "softly in the distance", "in quick bursts", "without a break", "slowly",
                 "only once at the end", "with growing intensity", "at irregular intervals",
                 "repeatedly")  # fmt: skip
_HELDOUT_MANNERS = ("at full volume", "barely audibly", "every few seconds", "for just a moment",
                    "all through the recording", "now louder, now quieter", "from another room",
                    "in a steady rhythm", "only after a long silence")  # fmt: skip

# No other caption is as long as the longest real ones: as answers they would stand out.
_LONG = 70


def style_of(words: Wordings) -> tuple[bool, bool]:
    """Choose how all options of an item are written: with a capital, with a full stop."""
    return words.chance(0.5), words.chance(0.2)


def styled(texts: Sequence[str], style: tuple[bool, bool]) -> tuple[str, ...]:
    capital, stop = style
    return tuple((t[0].upper() + t[1:] if capital else t) + ("." if stop else "") for t in texts)


def sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _shared(left: str, right: str) -> set[str]:
    """Return the beginnings of words that two clauses share."""
    small = {"a", "an", "the", "is", "in", "and", "of", "with", "can", "be", "hear", "at"}
    return ({word[:4] for word in left.split()} & {word[:4] for word in right.split()}) - small


class TacosMaker:
    """Makes clips, captions and sound items of them."""

    def __init__(self, real: Sequence[Event]) -> None:
        self._real = (real[::2], real[1::2])
        self._number = 0

    def event(self, words: Wordings) -> Event:
        """Return a real caption or one made up."""
        return words.pick(*self._real) if words.chance(0.4) else made_event(words)

    def others(self, words: Wordings, families: frozenset[str], n: int, near: str) -> list[Event]:
        """Return events that are not true of a clip: each of another family, as long as `near`."""
        found: list[Event] = []
        taken = families
        for _ in range(400):
            event = self.event(words)
            slack = 0.35 * len(near) + 4
            if abs(len(event.clause) - len(near)) < slack and not event.clashes(taken):
                found.append(event)
                taken = taken | event.families
            if len(found) == n:
                return found
        near = found[0].clause if found else self.event(words).clause
        return [*found, *self.others(words, taken, n - len(found), near)]

    def scene(self, words: Wordings, first: Event, n: int) -> list[Event]:
        """Return a clip's events, the asked one first, each of another family."""
        events = [first]
        for _ in range(60):
            event = self.event(words)
            if _shared(first.clause, event.clause):
                continue  # the question will say it, and would give the answer away
            if not event.clashes(frozenset().union(*(each.families for each in events))):
                events.append(event)
            if len(events) == n:
                break
        return events

    def draft(
        self,
        words: Wordings,
        events: Sequence[Event],
        question: str,
        options: Sequence[str],
        caption: str = "",
        group: str = "sound",
    ) -> Draft:
        """Build an item about the first event; the first option is right."""
        self._number += 1
        spans = [(0.5, 6.0), (2.0, 9.5), (8.0, 14.0), (12.5, 20.0)]
        rows = [
            (self._metadata(words, event), {"onset_s": on, "offset_s": off, "time_suspect": False})
            for event, (on, off) in zip(events, spans, strict=False)
        ]
        metadata, facts = rows[0]
        if caption:
            metadata = metadata | {"caption": sentence(caption)}
        draft = Draft(
            "tacos", f"{700000 + self._number}.mp3", question, styled(options, style_of(words)), 0,
            metadata, facts, frozenset().union(*(event.families for event in events)),
            tuple(rows[1:]), freesound_id=str(700000 + self._number), duration_s=21.0, group=group,
        )  # fmt: skip
        return words.shuffled(draft)

    def _metadata(self, words: Wordings, event: Event) -> dict[str, Any]:
        rng = words.rng
        said = words.pick(*_DESCRIPTIONS).format(
            gear=words.pick(*GEAR), place=words.pick(*PLACES), name=words.pick(*NAMES),
            year=rng.randint(2006, 2021),
        )  # fmt: skip
        kind = event.thing.kind if event.thing else ""
        subclass = event.thing.bare if event.thing else min(event.families)
        keywords = [*sorted(event.families), "field-recording", rng.choice(("stereo", "close-up"))]
        return {"caption": sentence(event.clause), "keywords": keywords,
                "superclass": _SUPERCLASS.get(kind, "Sounds of things"), "subclass": subclass,
                "description": said}  # fmt: skip

    def sound(self, words: Wordings) -> Draft:
        """Return a sound item of one of the forms."""
        forms = (self.present, self.doing, self.how_many, self.which, self.manner, self.present)
        return words.rng.choice(forms)(words)

    def present(self, words: Wordings, first: Event | None = None) -> Draft:
        """What is heard, with another event of the clip to say where."""
        while not first or len(first.clause) > _LONG:
            first = self.event(words)
        events = self.scene(words, first, words.rng.randint(2, 4))
        context = events[1].clause if len(events) > 1 else "the clip plays"
        question = words.pick(
            ("What can be heard while {}?", ("Which sound occurs in the clip along with this one: "
             "{}?"), "Besides the moment when {}, what else is heard?",
             "Apart from what is heard when {}, which sound is present?",
             "As {}, what other sound is there?", "A listener notices that {}; what else happens?",
             "In addition to this event ({}), which of these sounds occurs?",
             "Which of the following is audible in the same clip in which {}?"),
            ("While {}, something else reaches the listener's ears: what is it?",
             "Which sound shares the recording with the following one: {}?",
             "Leaving aside the part where {}, which sound does the recording feature?",
             "The recording features this: {}. Which additional sound can be made out?",
             "Which acoustic event, other than the one in which {}, is part of the scene?",
             "Someone listening hears how {}. What is the other sound that they would notice?"),
        ).format(context)  # fmt: skip
        families = frozenset().union(*(event.families for event in events))
        wrong = [e.clause for e in self.others(words, families, 3, first.clause)]
        return self.draft(words, events, question, [first.clause, *wrong])

    def doing(self, words: Wordings) -> Draft:
        """What a source does; the distractors are other things that it might do."""
        first = made_event(words)
        assert first.thing
        events = self.scene(words, first, words.rng.randint(2, 3))
        others = [deed for deed in first.thing.deeds if deed != first.deed]
        words.rng.shuffle(others)
        moment = events[1].clause if len(events) > 1 else "the clip plays"
        question = words.pick(
            ("What is the {0} doing while {1}?", "What does the {0} do in this clip, in which {1}?",
             "What can the {0} be heard doing as {1}?",
             "Which action of the {0} is audible when {1}?",
             "While {1}, what happens with the {0}?", "How does the {0} behave as {1}?"),
            ("What best describes the action of the {0} at the point where {1}?",
             "At the time when {1}, what does the {0} seem to be doing?",
             "Which activity of the {0} can be made out while {1}?",
             "What is going on with the {0} in the part where {1}?",
             "Based on the audio, what is the {0} most likely doing when {1}?"),
        ).format(first.thing.bare, moment)  # fmt: skip
        form = words.pick(
            ("it is {0} {1}", "{0} {1}", "it keeps {0} {1}"),
            ("it can be heard {0} {1}", "{0}, {1}", "the sound of it {0} {1}",
             "it seems to be {0} {1}"),
        )  # fmt: skip
        texts = [form.format(gerund(deed), first.manner) for deed in (first.deed, *others[:3])]
        return self.draft(words, events, question, texts)

    def how_many(self, words: Wordings) -> Draft:
        first = made_event(words, counted=True)
        assert first.thing
        events = self.scene(words, first, 2)
        all_times = ["once", "twice", "three times", "four times", "five times", "six times",
                     "seven times", "eight times"]  # fmt: skip
        wrong = [times for times in all_times if times != first.manner]
        words.rng.shuffle(wrong)
        question = words.pick(
            ("How many times does the {0} {1} while {2}?", "How often does the {0} {1} as {2}?",
             "Count it: how many times does the {0} {1} when {2}?",
             "While {2}, how often can the {0} be heard to {1}?"),
            ("What is the number of times that the {0} is heard to {1} in the part where {2}?",
             "In the stretch where {2}, how many separate times does the {0} {1}?",
             "On how many occasions does the {0} {1} during the moment when {2}?",
             "Listening to the {0}, how many times in all does one hear it {1} as {2}?"),
        ).format(first.thing.bare, first.deed, events[-1].clause)  # fmt: skip
        texts = [first.manner, *wrong[:3]]
        if words.chance(0.4):
            digits = dict(zip(all_times, "12345678", strict=True))
            form = words.pick(("{} time{}",), ("{} occurrence{}", "on {} occasion{}",
                                               "{} separate time{}"))  # fmt: skip
            texts = [form.format(digits[text], "s" * (digits[text] != "1")) for text in texts]
        return self.draft(words, events, question, texts)

    def which(self, words: Wordings) -> Draft:
        """Which source; the distractors are sources of the same kind."""
        first = made_event(words)
        assert first.thing
        events = self.scene(words, first, words.rng.randint(2, 3))
        families = frozenset().union(*(event.families for event in events))
        kin = [t for t in THINGS if t.kind == first.thing.kind and t.family not in families]
        rest = [t for t in THINGS if t.family not in families and t not in kin]
        words.rng.shuffle(kin)
        words.rng.shuffle(rest)
        wrong: list[Thing] = [*kin, *rest][:3]
        question = words.pick(
            ("Which of these is heard {} while {}?", ("What is the source of the sound that is "
             "heard {} when {}?"),
             "Who or what is making itself heard {} as {}?", "Which source sounds {} while {}?"),
            ("What is most likely making the noise that is heard {} while {}?",
             "The noise that comes {} as {} can be traced back to what?",
             "Which source can be identified as the one heard {} at the point where {}?",
             "Which of the following would produce what is heard {} in the part where {}?"),
        ).format(first.manner, events[-1].clause)  # fmt: skip
        return self.draft(words, events, question, [first.thing.name, *(t.name for t in wrong)])

    def manner(self, words: Wordings) -> Draft:
        first = made_event(words)
        assert first.thing
        events = self.scene(words, first, 2)
        pool = set(words.pick((_SEEN_MANNERS,), (_HELDOUT_MANNERS,))) - {first.manner}
        for alike in _ALIKE_MANNERS:
            if first.manner in alike:
                pool -= alike
        wrong = words.rng.sample(sorted(pool), 3)
        question = words.pick(
            ("How does the {0} {1} while {2}?", "In what way is the {0} heard to {1} as {2}?",
             "In which manner does the {0} {1} when {2}?",
             "Which words tell best how the {0} {1} while {2}?"),
            ("What best characterizes how the {0} is heard to {1} while {2}?",
             "How could one describe the way in which the {0} happens to {1} as {2}?",
             "In the part where {2}, how does the {0} {1}?",
             "Which phrase fits the way the {0} can be heard to {1} when {2}?"),
        ).format(first.thing.bare, first.deed,
                 events[-1].clause)  # fmt: skip
        return self.draft(words, events, question, [first.manner, *wrong])
