"""Held-out wordings: no question or several, residue of markup, letters, wrong encodings."""

# ruff: noqa: RUF001  (the letters that look like others are what is planted)

from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker, Plant
from planting.unseen_items import ALL

__all__ = ["FORM"]

# What stands where the question should; {c} is what is heard.
_NOTHING_ASKED = (
    "In this clip, {c}.",
    "The listener hears that {c}.",
    "Audio description: {c}",
    "Please listen to the audio carefully and select the best answer.",
    "Sure! Here's a challenging multiple-choice question about the audio.",
    "I'm sorry, but I can't listen to audio files directly.",
    "As an AI language model, I am not able to hear this clip.",
    "Sound event identification",
    "The following question concerns the main source of sound.",
    "The refined question is given below.",
    "The original question was kept because it is already clear.",
    "No changes were needed for this question.",
    "Topic: temporal order of the events",
    "N/A",
    "undefined",
    "Let's craft a question whose answer follows from the sound alone.",
    "The user wants a question that can only be answered by listening.",
    "Step 1: Identify the main sound source and its surroundings.",
    "your_question_here",
    "Lorem ipsum dolor sit amet.",
    "This one is about telling two similar sounds apart.",
    "There is not enough information to write a question about this clip.",
    "Correct. The answer follows from the fact that {c}.",
    "Same question as before.",
)
# {q} is a sound question without its question mark, {r} the same with a small first letter.
_SEVERAL = (
    "{q}? And what is heard right before it?",
    "{q}? Does it get louder towards the end?",
    "First, {r}? Second, where does all of this take place?",
    "{q}? Also, how many people are nearby?",
    "{q}? How can you tell?",
    "{q}? If so, how loud is it?",
    "1) {q}? 2) What happens next?",
    "{q}, and why does it stop?",
    "{q}, and is it near or far away?",
    "What is the main sound? {q}?",
    "Is the scene indoors or outdoors? {q}?",
    "How many sources of sound are there, and {r}?",
    "{q}? What emotion does it convey? What happens afterwards?",
    "{q}? Who or what causes it? Is it a natural sound?",
    "{q}; what other sounds can be made out?",
    "{q}? Which material might be involved? Choose the best answer.",
    "{q}? Is it raining?",
    "Can you hear any voices? How many? {q}?",
    "{q}? What time of day could it be?",
    "Where are we? {q}?",
)
_LOOPS = (
    "in the sound of", "and the sound of the", "of the audio", "that can be heard in the clip",
    "or something else", "while it is heard", "which is heard", "and then", "over and over",
    "in the background of the", "the sound", "as the sound continues", "with the noise of the",
    "and again", "near the", "in the recording,", "such as", "that is to say", "more and more",
)  # fmt: skip
_SMALL = {"the", "a", "an", "of", "while", "when", "as", "in", "with", "to", "and", "which", "is"}
_CUT = (
    "Which of the following sounds is heard right after the",
    "What is the most likely source of the loud noise that",
    "How many times does the",
    "At the beginning of the clip, what can be heard in the",
    "What kind of animal is making a",
    "Based on the audio, which event happens between the first and the",
    "Who is speaking when the",
    "In which environment is the sound of",
)
_ENDS = ("", "", " -", ",")  # an ellipsis would be a gap to fill


def _plain(question: str) -> str:
    return question.strip().rstrip("?")


def nothing_asked(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    said = str(draft.metadata["caption"]).rstrip(".")
    text = words.rng.choice(_NOTHING_ASKED)
    return draft.with_question(text.format(c=said[0].lower() + said[1:]))


def several(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    asked = _plain(draft.question)
    text = words.rng.choice(_SEVERAL).format(q=asked, r=asked[0].lower() + asked[1:])
    return draft.with_question(text)


def cut(make: Maker, words: Wordings) -> Draft:
    """The limit of tokens was reached in the middle of the question."""
    draft = make.tacos.sound(words)
    tokens = draft.question.split()
    spots = [n for n in range(3, len(tokens) - 2) if tokens[n].lower() in _SMALL]
    text = words.rng.choice(_CUT)
    if spots and words.chance(0.8):
        text = " ".join(tokens[: words.rng.choice(spots) + 1])
    return draft.with_question(text + words.rng.choice(_ENDS))


def looped(make: Maker, words: Wordings) -> Draft:
    """The model fell into a loop in the middle of the question."""
    draft = make.tacos.sound(words)
    loop = " ".join([words.rng.choice(_LOOPS)] * words.rng.randint(30, 60))
    return draft.with_question(f"{_plain(draft.question)} {loop}?")


_MARKUP = (
    "{}<|endoftext|>", "{} [/INST]", "<answer>{}</answer>", "<|assistant|> {}", "\\boxed{{{}}}",
    "$\\text{{{}}}$", "{}\\n", "&nbsp;{}", "__{}__", "~~{}~~", "## {}", "{}<br/>", "<p>{}</p>",
    "{}</p>", '<span class="option">{}</span>', "```\n{}\n```", '{{"text": "{}"}}', '"{}",',
    "![{}](clip.wav)", "{} https://example.com/audio?id=311", "<|im_start|>{}", "<thinking> {}",
    "{}</think>", "{}</option>", '\\"{}\\"', '{}"]', "{}}}", '["{}"', "<em>{}</em>",
    "[{}](https://www.example.net)", "<!-- {} -->", "&lt;{}&gt;", "{}&amp;", "**{}", "{}**",
    "\\textbf{{{}}}", "<tool_call>{}", "<unk> {}", "[PAD]{}", "{}<eos>", "{}</text>", "\\t{}",
    "'text': '{}'", "answer: |\n  {}", "- [x] {}", "<b>{}", "{}<sup>1</sup>", "|{}|---|",
    "<start_of_turn>{}", "{}<｜end▁of▁sentence｜>",
)  # fmt: skip
# A template whose places were never filled.
_UNFILLED = (
    "{caption}", "{{ answer }}", "${option_c}", "%(distractor)s", "<option text>", "{0}",
    "{% if distractor %}", "{{distractor_2}}", "<INSERT DISTRACTOR>", "${answer}", "{item[text]}",
    "<your answer here>", "{option}", "{{ choices[2] }}", "<distractor>", "<%= option %>",
)  # fmt: skip
_OF_ALL = (
    "**{}**", "<li>{}</li>", '"{}",', "`{}`", "{}<br>", "* {}\\n", "<choice>{}</choice>", "_{}_",
    "\\item {}", '{{"option": "{}"}}', "<td>{}</td>", "'{}',", "[{}]()", "## {}", "{}</li>",
    "<label>{}</label>", "{}\\", "~{}~",
)  # fmt: skip


def _somewhere(draft: Draft, words: Wordings, change: Callable[[str], str]) -> Draft:
    """Change the question or an option."""
    spot = words.rng.randrange(5)
    if not spot:
        return draft.with_question(change(draft.question))
    return draft.with_option(spot - 1, change(draft.options[spot - 1]))


def markup(make: Maker, words: Wordings) -> Draft:
    return _somewhere(make.tacos.sound(words), words, words.rng.choice(_MARKUP).format)


def markup_of_all(make: Maker, words: Wordings) -> Draft:
    draft, form = make.any(words), words.rng.choice(_OF_ALL)
    return replace(draft, options=tuple(form.format(t) for t in draft.options), spots=ALL)


def unfilled(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option(words.rng.choice(draft.wrong), words.rng.choice(_UNFILLED))


# {l} is the letter, {s} the small letter, {n} the number, {r} the Roman number.
_LABELS = (
    "{l}） {t}", "{s}. {t}", "({s}) {t}", "{l}.{t}", "{l}){t}", "{r}) {t}", "({r}) {t}", "#{n} {t}",
    "Opt {l}: {t}", "{l} — {t}", "{l}] {t}", "{t} ({l})", "{t} [{n}]", "{n}- {t}", "Opt_{l}: {t}",
    "option{n}: {t}", "{l}/ {t}", "{l}> {t}", "Choice {l}. {t}", "{l}、{t}", "{l}：{t}", "{l}; {t}",
    "Option ({l}) {t}", "Ans. {l}: {t}", "{r}. {t}", "Response {n}: {t}", "<{l}> {t}", "{l}.  {t}",
    "OPTION {n} - {t}", "Candidate {l}: {t}",
)  # fmt: skip
_ONE_LABEL = (
    "{l}. {t}", "{l}) {t}", "({l}) {t}", "{t} ({l})", "Option {l}: {t}", "{t} - option {l}",
    "{l}: {t}", "Correct answer: {l}. {t}", "{s}) {t}", "{t} (option {l})", "{t} [{l}]",
    "Answer {l}) {t}", "{n}. {t}", "{n}) {t}", "({n}) {t}", "Choice {l}: {t}", "{l}.{t}",
    "[{l}]: {t}",
)  # fmt: skip
_REFERS = (
    "Both the first and the second option", "All of the above are audible",
    "None of these are correct", "A and B only", "Both B & C", "Options 1 and 3", "Neither A nor D",
    "Any of the above", "More than one of the above", "The same as A", "Options B and D together",
    "None of the above sounds", "A or C", "Either of the first two options",
    "All options are correct", "No option is correct", "All choices apply", "Both (a) and (c)",
    "A, C and D", "One of the other three options", "None of the other choices fits",
    "All of the listed sounds", "None of the provided options", "Not listed here",
    "Option A but louder", "Cannot be determined from the options above",
)  # fmt: skip
_REFERS_PERHAPS = (
    "Both", "Neither", "All of them", "None of them", "Something else", "Both at once", "Other",
    "Neither of the two", "Any of them", "All at the same time", "None", "Several of them",
    "Both of these", "Another sound", "Everything",
)  # fmt: skip


def _labelled(form: str, at: int, text: str) -> str:
    roman = ("i", "ii", "iii", "iv")[at]
    return form.format(l="ABCD"[at], s="abcd"[at], n=at + 1, r=roman, t=text)


def all_labelled(make: Maker, words: Wordings) -> Draft:
    draft, form = make.any(words), words.rng.choice(_LABELS)
    options = tuple(_labelled(form, at, text) for at, text in enumerate(draft.options))
    return replace(draft, options=options, spots=ALL)


def one_labelled(make: Maker, words: Wordings) -> Draft:
    draft, at = make.any(words), words.rng.randrange(4)
    return draft.with_option(at, _labelled(words.rng.choice(_ONE_LABEL), at, draft.options[at]))


def refers(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option_like(words.rng.choice(draft.wrong), words.rng.choice(_REFERS))


def refers_perhaps(make: Maker, words: Wordings) -> Draft:
    """It may speak of things in the clip, or of the other options."""
    draft = make.any(words)
    return draft.with_option_like(words.rng.choice(draft.wrong), words.rng.choice(_REFERS_PERHAPS))


# {} is an option; each has letters that ASCII lacks.
_LETTERS = (
    "{} outside a café", "{}, it’s quite loud", "{} — close to the microphone", "{} at about 20 °C",
    "“{}”", "{} with a crème brûlée torch", "{} near the Champs-Élysées", "{} as a piñata breaks",
    "{} in Zürich", "{} over a señora’s voice", "{} … and then silence", "{} ½ a minute long",
    "{} by the façade", "{} during an entrée", "{}, ‘so to speak’", "{} in São Paulo",
    "{} to a Dvořák melody", "{} for £5", "{} along the Malmö coast", "{} on a naïve whistle",
)  # fmt: skip
_WRONG = ("cp1252", "latin-1", "cp437", "mac_roman", "cp850", "cp1251", "cp1250")
_LOST = (
    "{}, but it doesn?t last", "{} near the man?s house", "{} in a caf?", "{}, and it?s loud",
    "{} while they?re talking", "{} by the fa?ade", "{}, though you can?t see it",
    "{} at the neighbour?s door", "{} in S?o Paulo", "{} on a na?ve tune", "{} as he?s leaving",
    "{}, which isn?t far away", "{} over the child?s laughter", "{} during a fianc?e?s speech",
    "{} where we?ve been before",
)  # fmt: skip


def _decoded(words: Wordings, text: str) -> str:
    wrong = words.rng.choice(_WRONG)
    made = text.encode().decode(wrong, errors="replace")
    if words.chance(0.25):
        made = made.encode().decode("cp1252", errors="replace")
    return made


def _replaced(text: str) -> str:
    return text.encode("cp1252", errors="replace").decode("utf-8", errors="replace")


def _into_option(make: Maker, words: Wordings, form: str) -> tuple[Draft, int, str]:
    draft = make.any(words)
    at = words.rng.choice(draft.wrong)
    return draft, at, form.format(draft.options[at].rstrip("."))


def mojibake(make: Maker, words: Wordings) -> Draft:
    draft, at, text = _into_option(make, words, words.rng.choice(_LETTERS))
    return draft.with_option(at, _decoded(words, text))


def replaced(make: Maker, words: Wordings) -> Draft:
    """Letters of an older encoding were read as UTF-8: a mark stands for each."""
    draft, at, text = _into_option(make, words, words.rng.choice(_LETTERS))
    return draft.with_option(at, _replaced(text.replace("ř", "é")))


def lost(make: Maker, words: Wordings) -> Draft:
    """A question mark stands inside a word, where an apostrophe or an accented letter was."""
    draft, at, text = _into_option(make, words, words.rng.choice(_LOST))
    return draft.with_option(at, text)


FORM: dict[str, dict[str, tuple[Plant, bool]]] = {
    "question-form": {
        "unseen: nothing asked": (nothing_asked, True), "unseen: several": (several, True),
        "unseen: cut off": (cut, True), "unseen: loop": (looped, True),
    },
    "markup-residue": {"unseen: one text": (markup, True), "unseen: all": (markup_of_all, True),
                       "unseen: places not filled": (unfilled, True)},
    "letter-in-option": {
        "unseen: all": (all_labelled, True), "unseen: one": (one_labelled, True),
        "unseen: refers": (refers, True), "unseen: refers perhaps": (refers_perhaps, False),
    },
    "mojibake": {"unseen: decoded": (mojibake, True), "unseen: replaced": (replaced, True),
                 "unseen: lost": (lost, True)},
}  # fmt: skip
