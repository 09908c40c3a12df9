"""Wordings, read since: no question or several, residue of markup, letters, wrong encodings."""

# ruff: noqa: RUF001  (the letters that look like others are what is planted)

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.sound_tacos import sentence

__all__ = ["FORM"]

# What stands where the question should; {c} is a caption.
_NO_QUESTION = (
    "Here is a multiple-choice question based on the audio clip:",
    "Certainly! Below is a question that tests careful listening.",
    "{c}",
    "Question 1",
    "[Insert question here]",
    "A question about the order in which the sounds occur.",
    "I cannot create a question from what was provided.",
    "The question should test whether the listener can tell these sounds apart.",
    "Okay, let me think about what the clip contains. {c}",
    "Choose the correct answer.",
    "This item asks about the loudness of the sound.",
    "Difficulty: medium",
    "The correct answer is given below.",
    "We need a question with four options, of which exactly one is right.",
)
_TOO_SHORT = (
    "What?",
    "Sound?",
    "Which?",
    "string",
    "TBD",
    "Question",
    "null",
    "Why?",
    "...",
    "How?",
)
# {q} is a sound question without its question mark.
_SEVERAL = (
    "{q}, and how long does it last?",
    "{q}? Explain why you think so. What else is heard?",
    "{q}, and where does it come from?",
    "{q}? Is it close to the microphone or far away?",
    "What is the first sound of the clip, and what is the last one?",
    "Who is making the noise? What are they doing?",
    "How many different sounds are there, and which of them is the loudest?",
    "Is the sound continuous? If not, how often does it stop?",
    "{q}? And what happens right after that?",
    "(1) What is the main sound? (2) How does it end?",
    "What kind of place is it, who is there and what are they doing?",
    "Which sound starts the clip; which sound ends it?",
)
_LONG_HEADS = (
    "In this recording the listener first notices the following:", "Imagine that you are there.",
    "The audio clip unfolds in several stages, each with a character of its own.",
    "Consider the acoustic scene as a whole, from its beginning to its end.",
    "Pay close attention to how the different elements of the recording relate to each other.",
)  # fmt: skip
_LONG_TAILS = (
    "Taking all of this into account, which of the following is heard as well?",
    "Given all these details, what else is going on?",
    "With that in mind, which of these options describes what can be heard best?",
)


def no_question(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    form = words.rng.choice(_NO_QUESTION)
    return draft.with_question(form.format(c=draft.metadata["caption"]))


def too_short(make: Maker, words: Wordings) -> Draft:
    return make.tacos.sound(words).with_question(words.rng.choice(_TOO_SHORT))


def several(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    return draft.with_question(words.rng.choice(_SEVERAL).format(q=draft.question.rstrip("?")))


def too_long(make: Maker, words: Wordings) -> Draft:
    """The question retells a long scene."""
    draft = make.tacos.sound(words)
    told = words.rng.choice(_LONG_HEADS)
    while len(told.split()) < 62:
        told += " " + sentence(make.tacos.event(words).clause)
    return draft.with_question(f"{told} {words.rng.choice(_LONG_TAILS)}")


def gap(make: Maker, words: Wordings) -> Draft:
    """A gap to fill: many call it a question, others do not."""
    forms = ("In this clip one hears ____.", "The main sound of the recording is ...",
             "The sound that occurs at the end of the clip is _____.")  # fmt: skip
    return make.tacos.sound(words).with_question(words.rng.choice(forms))


# {} is a sound item's own text.
_MARKUP = (
    "</think>\n\n{}", "```json\n{}", "{}\n```", "**Answer:** {}", "### {}", "- {}", "{}<br>",
    "{} (https://freesound.org/s/51234/)", '"question": "{}",', "{}<|im_end|>", "`{}`", "*{}*",
    "<b>{}</b>", "[{}](http://www.example.org/clip)", "&quot;{}&quot;", "{} /no_think",
    '{{"text": "{}"}}', "<answer>{}</answer>", "| {} |", "> {}", "<audio> {}", "{}&nbsp;",
    '"{}",', "<think>{}</think>", "<p>{}</p>", "\\( {} \\)", "__{}__", "<i>{}</i>", "{}\\n",
    "<option>{}</option>", "***{}***", "<s>{}</s>", "['{}'", "<li>{}", "{} www.freesound.org",
)  # fmt: skip


def markup(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    form = words.rng.choice(_MARKUP)
    at = words.rng.randrange(-1, 4)
    if at < 0 and form not in ("- {}", "> {}"):
        return draft.with_question(form.format(draft.question))
    at = max(at, 0)
    return draft.with_option(at, form.format(draft.options[at]))


def markup_of_all(make: Maker, words: Wordings) -> Draft:
    """All options carry it: one template for the whole list."""
    draft = make.any(words)
    form = words.rng.choice(("**{}**", "- {}", "`{}`", "<li>{}</li>", '"{}",', "* {}"))
    options = tuple(form.format(text) for text in draft.options)
    return replace(draft, options=options, spots=frozenset(range(1, 5)))


# {} is an option, {l} its letter, {n} its number.
_LABELS = (
    "({l}) {}", "{l}. {}", "{l}: {}", "{l} - {}", "Option {l}: {}", "[{l}] {}", "{l}) {}",
    "Answer {l}: {}", "Choice {n}: {}", "{n}) {}", "({n}) {}", "{n}. {}", "{l} = {}",
    "option {l}) {}", "{l} | {}", "{l}.) {}",
)  # fmt: skip
_ONE_LABEL = (
    "{} (correct answer: {l})", "Answer: {l}. {}", "{l}) {}", "({l}) {}", "Option {l} - {}",
    "The answer is {l}: {}", "{l}. {}", "Correct option: {l}) {}", "{} [option {l}]",
    "{l}: {}", "Distractor {n}: {}",
)  # fmt: skip
_REFERS = (
    "Both A and B", "All of these", "None of these options", "Either B or C", "A and D are correct",
    "All of the sounds listed above", "Neither of the above", "Both B and D are possible",
    "Same as option B", "None of the other answers", "All the above", "Options A and C",
    "Only B and D", "Both of the above", "A, B and C", "None of the listed options",
    "All of the above sounds", "B or D, but not both", "Two of the choices above",
    "A combination of A and C", "Any of the other options", "The first and the third option",
    "Not A, but B", "Everything listed here", "None of the choices is correct",
)  # fmt: skip


def all_labelled(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    form, letters = words.rng.choice(_LABELS), words.rng.choice(("ABCD", "abcd"))
    options = tuple(form.format(text, l=letters[at], n=at + 1)
                    for at, text in enumerate(draft.options))  # fmt: skip
    return replace(draft, options=options, spots=frozenset(range(1, 5)))


def one_labelled(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    at = words.rng.randrange(4)
    form = words.rng.choice(_ONE_LABEL)
    return draft.with_option(at, form.format(draft.options[at], l="ABCD"[at], n=at + 1))


def refers(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option_like(words.rng.choice(draft.wrong), words.rng.choice(_REFERS))


# What a text gains, and the encodings in which it is written and read.
_GAINS = ("{} – nearby", "{}, as in a café", "it’s this: {}", "“{}”", "{}…", "{} (at 20 °C)",
          "a naïve take: {}", "{} — in the background", "the speaker’s words, then {}")  # fmt: skip
_READ_AS = (
    ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "mac_roman"), ("utf-8", "cp1251"),
    ("utf-8", "cp437"), ("utf-8", "gbk"), ("utf-8", "cp850"), ("cp1252", "latin-1"),
    ("utf-8", "cp1250"), ("cp1252", "utf-8"), ("utf-8", "iso8859-15"), ("cp1252", "mac_roman"),
)  # fmt: skip
_FIXED = ("ï»¿{}", "{}Â\xa0", "Â {}", "{} \ufffd\ufffd", "The child\ufffds toy: {}", "{}Ã¢â‚¬â„¢",
          "{} (CafÃƒÂ©)", "&{} â€¦ and more", "{} â€“ loud")  # fmt: skip


def mojibake(make: Maker, words: Wordings) -> Draft:
    draft = _everywhere(make, words, words.rng.choice(_GAINS))
    written, read = words.rng.choice(_READ_AS)
    texts = [text.encode(written).decode(read, errors="replace")
             for text in (draft.question, *draft.options)]  # fmt: skip
    made = replace(draft, question=texts[0], options=tuple(texts[1:]))
    return mojibake(make, words) if made == draft else made  # some letters are the same in both


def mojibake_fixed(make: Maker, words: Wordings) -> Draft:
    return _everywhere(make, words, words.rng.choice(_FIXED))


def lost(make: Maker, words: Wordings) -> Draft:
    """A question mark where a letter was: it could be meant."""
    return _everywhere(make, words, words.rng.choice(("{} ? nearby", "{} (caf?)", "it?s {}")))


def _everywhere(make: Maker, words: Wordings, form: str) -> Draft:
    draft = make.tacos.sound(words)
    at = words.rng.randrange(4)
    if words.chance(0.3):
        return draft.with_question(form.format(draft.question))
    return draft.with_option(at, form.format(draft.options[at]))


FORM: dict[str, dict[str, tuple[Plant, bool]]] = {
    "question-form": {
        "fresh: nothing asked": (no_question, True), "fresh: one word": (too_short, True),
        "fresh: several": (several, True), "fresh: retells": (too_long, True),
        "fresh: gap": (gap, False),
    },
    "markup-residue": {"fresh: one text": (markup, True), "fresh: all": (markup_of_all, True)},
    "letter-in-option": {"fresh: all": (all_labelled, True), "fresh: one": (one_labelled, True),
                         "fresh: refers": (refers, True)},
    "mojibake": {"fresh: decoded": (mojibake, True), "fresh: as seen": (mojibake_fixed, True),
                 "fresh: lost": (lost, False)},
}  # fmt: skip
