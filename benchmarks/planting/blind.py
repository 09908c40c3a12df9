"""Wordings by kind, held out once and read since (see `unseen`)."""

from collections.abc import Callable
from dataclasses import replace

from planting.blind_clip import CLIP
from planting.blind_clotho import CLOTHO
from planting.blind_form import FORM
from planting.blind_sets import SETS
from planting.drafts import Draft, Planted, Wordings
from planting.registry import Maker

__all__ = ["BLIND"]

Plant = Callable[[Maker, Wordings], Draft | Planted]

# {} is a sound item's own text.
_MARKUP = (
    "<answer_choice>{}</answer_choice>", "\\boxed{{{}}}", "$\\text{{{}}}$", "<u>{}</u>",
    "<|assistant|> {}", "{} <|end|>", "<sup>1</sup> {}", "[b]{}[/b]", "~~{}~~",
    "{}&lt;br&gt;", "<!-- question --> {}", "{} [/ANS]", '{{"value": "{}"}}', "<font color=red>{}",
    "{} https://freesound.org/people/x/sounds/77/", "\\textbf{{{}}}", "<question>{}</question>",
    "{}\\n\\nOptions:", "{} <tool_call>", "**{}",
)  # fmt: skip
_LETTERS = (
    "{letter} {text}", "({letter}.) {text}", "{letter}/ {text}", "{letter}] {text}",
    "**{letter}** {text}", "Opt. {letter}: {text}", "{letter} | {text}", "{letter}; {text}",
    "{letter}, {text}", "{letter} -> {text}", "option ({letter}) {text}", "{letter}: - {text}",
)  # fmt: skip
_REFERS = (
    "All the options are correct", "None of these are right", "A and B are both true",
    "Both of the first two options", "Any of the others", "Neither B nor D",
    "The same as option A", "Every answer listed here", "More than one of the choices",
    "Not one of the options given", "Options A through C", "Either A or C",
)  # fmt: skip
_MOJIBAKE = (
    ("", " in a cafÃ©"), ("", " itâ€™s close"), ("", " naÃ¯vely"), ("", " â€“ then silence"),
    ("â€œ", "â€\x9d"), ("", " at 20Â°C"), ("", " \ufffd nearby"), ("", " fran\ufffdais speech"),
    ("Â ", ""), ("", " the childrenâ\x80\x99s voices"), ("", " mÃ¼ller"), ("", " â€¦"),
    ("ï»¿", ""), ("", " SeÃ±or"),
)  # fmt: skip
_LANGUAGE = (
    "Welches Geräusch ist in der Aufnahme zu hören?", "Quel son entend-on au début ?",
    "¿Qué animal se escucha al fondo?", "Che cosa si sente alla fine?",
    "Qual som se ouve primeiro?",
    "Welk geluid is het hardst?", "Vilket ljud hörs i bakgrunden?", "Jaki dźwięk słychać w tle?",
    "Какой звук слышен в начале?", "背景中能听到什么声音\uff1f", "背景で何の音が聞こえますか\uff1f",
    "배경에서 어떤 소리가 들리나요?", "Hangi ses en yüksek?", "ما الصوت الذي يُسمع في الخلفية؟",
)  # fmt: skip
_STATEMENTS = (
    "Choose the option that is best.", "Sure! Here is a question about the clip.",
    "I cannot hear the audio, so I am unable to write a question.", "The correct answer is below.",
    "This question tests counting.", "Multiple choice question", "Audio question answering",
    "A dog barks and a man laughs.", "Question 1 of 4", "As an AI, I can't listen to audio.",
    "Easy", "Let me know if you would like more questions!",
)  # fmt: skip
_TOLD = (
    "Which sound does the annotator list first: {}", "According to the text provided, {}",
    "As per the audio caption, {}", "Based on the sound's tags, {}", "From the file title, {}",
    "The recordist mentions one thing: {}", "Given the metadata above, {}",
    "As the Freesound page explains, {}", "In the uploader's words, {}",
    "The keyword list includes one sound: {}", "In the caption you were given, {}",
    "Considering the clip's written description, {}",
)  # fmt: skip
_TWINS = (
    ("A dog barking", "The barking of a dog"), ("two knocks", "2 knocks"),
    ("Rain and thunder", "Thunder and rain"), ("a car horn", "Car horn"),
    ("Birds chirp", "Birds are chirping"), ("Footsteps", "The footsteps"),
    ("a ringing phone", "A phone ringing"), ("twelve times", "12 times"),
    ("A man's laughter", "The laughter of a man"), ("a door slam", "door slams"),
    ("Wind", "The wind."), ("Water dripping", "dripping water"),
)  # fmt: skip
# A question, and the option that it says; the others are of other sources.
_LEAKS = (
    ("What sound does the barking dog make?", "Barking"),
    ("Which instrument is played by the pianist at the piano?", "A piano"),
    ("What is the weather in this rainy scene?", "Rainy"),
    ("What does the siren of the ambulance sound like?", "An ambulance siren"),
    ("Which animal is meowing like a cat?", "A cat"),
    ("What kind of bell is the church bell that rings?", "A church bell"),
    ("Where does the kitchen noise come from?", "The kitchen"),
    ("What is the man doing as he whistles?", "Whistling"),
    ("Which vehicle is the train that passes by?", "A train"),
    ("What is the hammer that hits the nail?", "A hammer"),
    ("What is the crowd that is clapping doing?", "Clapping"),
    ("What is the source of the frog's croaking?", "A frog"),
)  # fmt: skip
_LEAK_WRONG = ("Sawing", "A violin", "A vacuum cleaner")
# The caption, the question and four options; the first option is the key, and is wrong.
_UNGROUNDED = (
    ("A dog barks twice.", "Which animal barks?", "A cat", "A dog", "A cow", "A horse"),
    ("Three knocks on a door.", "How many knocks are heard?", "Five", "Three", "One", "Two"),
    ("A woman sings alone.", "Who sings?", "A man", "A woman", "A choir", "A child"),
    ("A car passes by slowly.", "How does the car pass?", "Quickly", "Slowly", "Twice", "Never"),
    ("Rain falls before thunder.", "What is heard first?", "Thunder", "Rain", "Hail", "Wind"),
    ("A baby cries loudly.", "What does the baby do?", "It laughs", "It cries", "It coughs",
     "It sleeps"),
    ("A door closes.", "What happens to the door?", "It opens", "It closes", "It is painted",
     "It is knocked on"),
    ("A violin plays.", "Which instrument plays?", "A drum", "A violin", "A flute", "A harp"),
    ("Footsteps come closer.", "Where do the steps go?", "Away", "Closer", "Up", "In circles"),
    ("The engine stops.", "What does the engine do?", "It starts", "It stops", "It idles",
     "It backfires"),
    ("Two men speak quietly.", "How do the men speak?", "They shout", "Quietly", "They sing",
     "In a whisper of one"),
    ("A bell rings four times.", "How often does the bell ring?", "Twice", "Four times",
     "Six times", "Nine times"),
)  # fmt: skip
_AT_LENGTH = (
    ", because its steady and continuous tone stays present from the start to the end",
    ", as evidenced by the gradual build-up and the sharp release that follow each other",
    ", most likely inside a small room judging by the short reflections after every sound",
    " with a clear attack, a sustained middle part and a decay that lasts several seconds",
    " (the loudest and most persistent source in the recording, present almost throughout)",
    " - the sound repeats at regular intervals and can be told apart from all the others",
    ", accompanied by faint background noise and occasional pauses between the repetitions",
    " that becomes louder over time, suggesting that its source is approaching the listener",
    ", which would be consistent with the acoustic features that are heard in the recording",
    " producing several distinct sounds in succession before it finally falls silent again",
    ", since no other source would create such a characteristic and easily recognised sound",
    " heard near the microphone while other, quieter sounds continue in the background",
)  # fmt: skip


def _into(words: Wordings, draft: Draft, form: str) -> Draft:
    at = words.rng.randrange(4)
    return draft.with_option(at, form.format(draft.options[at]))


def markup(make: Maker, words: Wordings) -> Draft:
    return _into(words, make.any(words), words.rng.choice(_MARKUP))


def letter(make: Maker, words: Wordings) -> Draft:
    draft, at = make.any(words), words.rng.randrange(4)
    # "A dog" would be an article and no label.
    form = words.rng.choice(_LETTERS if at else _LETTERS[1:])
    return draft.with_option(at, form.format(letter="ABCD"[at], text=draft.options[at]))


def refers(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option(words.rng.choice(draft.wrong), words.rng.choice(_REFERS))


def mojibake(make: Maker, words: Wordings) -> Draft:
    draft, at = make.any(words), words.rng.randrange(4)
    before, after = words.rng.choice(_MOJIBAKE)
    return draft.with_option(at, before + draft.options[at] + after)


def language(make: Maker, words: Wordings) -> Draft:
    return make.tacos.sound(words).with_question(words.rng.choice(_LANGUAGE))


def nothing_asked(make: Maker, words: Wordings) -> Draft:
    return make.tacos.sound(words).with_question(words.rng.choice(_STATEMENTS))


def told(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.sound(words)
    asked = draft.question[0].lower() + draft.question[1:]
    return draft.with_question(words.rng.choice(_TOLD).replace("{}", asked))


def twins(make: Maker, words: Wordings) -> Draft:
    draft = make.tacos.present(words)
    one, two = words.rng.sample(range(4), 2)
    first, second = words.rng.choice(_TWINS)
    return draft.with_option(one, first).with_option(two, second)


def _item(make: Maker, words: Wordings, caption: str, question: str, texts: list[str]) -> Draft:
    draft = make.tacos.sound(words)
    metadata = draft.metadata | {"caption": caption}
    made = replace(draft, question=question, options=tuple(texts), answer_index=0, beside=(),
                   metadata=metadata, spots=frozenset({0, 1}))  # fmt: skip
    return words.shuffled(made)


def leak(make: Maker, words: Wordings) -> Draft:
    question, answer = words.rng.choice(_LEAKS)
    return _item(make, words, f"{answer}.", question, [answer, *_LEAK_WRONG])


def ungrounded(make: Maker, words: Wordings) -> Draft:
    caption, question, *texts = words.rng.choice(_UNGROUNDED)
    return _item(make, words, caption, question, texts)


def stands_out(make: Maker, words: Wordings) -> Draft:
    """The key alone is hedged and explained at length; the others are bare names."""
    texts = words.rng.sample(("A drum", "A cat", "A train", "A kettle", "A violin", "A saw"), 4)
    texts[0] += words.rng.choice(_AT_LENGTH)
    return _item(make, words, f"{texts[0]}.", "Which source is heard most clearly?", texts)


# By check, then by variant: the function that plants it, and whether words alone decide.
BLIND: dict[str, dict[str, tuple[Plant, bool]]] = {
    "markup-residue": {"blind": (markup, True)},
    "letter-in-option": {"blind: letter": (letter, True), "blind: refers": (refers, True)},
    "mojibake": {"blind": (mojibake, True)},
    "language": {"blind": (language, True)},
    "question-form": {"blind": (nothing_asked, True)},
    "metadata-leak": {"blind": (told, True)},
    "near-identical-options": {"blind": (twins, True)},
    "answer-leak": {"blind": (leak, True)},
    "answer-stands-out": {"blind": (stands_out, True)},
    "ungrounded-answer": {"blind": (ungrounded, True)},
}
for _kinds in (CLIP, CLOTHO, FORM, SETS):
    for _check, _variants in _kinds.items():
        BLIND.setdefault(_check, {}).update(_variants)
