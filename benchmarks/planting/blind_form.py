"""Wordings, read since: whole items in another language, answers that stand out, letters."""

from collections.abc import Callable
from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.registry import Maker
from planting.sound_tacos import styled

__all__ = ["FORM"]

_ITEMS = (
    ("Welches Tier ist am Ende der Aufnahme zu hören?", "Ein Hund bellt mehrmals",
     "Eine Katze miaut leise", "Ein Pferd wiehert", "Eine Kuh muht in der Ferne"),
    ("Que fait la femme pendant que la pluie tombe ?", "Elle chante doucement",
     "Elle marche dans la rue", "Elle parle au téléphone", "Elle ferme la fenêtre"),
    ("¿Cuántas veces suena la campana?", "Suena dos veces", "Suena una sola vez",
     "Suena más de cinco veces", "No suena ninguna campana"),
    ("Quale suono si sente per primo?", "Una porta che si chiude", "Il motore di una macchina",
     "Dei passi sulle scale", "Le onde del mare"),
    ("Onde foi feita esta gravação?", "Em uma cozinha movimentada", "Na praia, perto das ondas",
     "Dentro de um carro", "Em uma igreja vazia"),
    ("Wat doet de man in het fragment?", "Hij zaagt een plank door", "Hij lacht om een grap",
     "Hij loopt over het grind", "Hij speelt op zijn gitaar"),
    ("Что делает собака в начале записи?", "Она громко лает", "Она тихо рычит",
     "Она скребёт дверь", "Она пьёт воду"),
    ("录音中最先出现的是哪种声音\uff1f", "狗的叫声", "汽车的喇叭声", "有人敲门的声音",
     "远处的雷声"),
    ("録音の最後に何が起こりますか\uff1f", "ドアが静かに閉まる", "電話が鳴り始める",
     "子供が笑う", "車が走り去る"),
    ("녹음에서 남자는 무엇을 하고 있습니까?", "노래를 부르고 있다", "전화로 이야기하고 있다",
     "계단을 오르고 있다", "문을 두드리고 있다"),
    ("Co robi kobieta w tym nagraniu?", "Śpiewa cichą piosenkę", "Biegnie po schodach",
     "Zamyka ciężkie drzwi", "Rozmawia przez telefon"),
    ("Vad hörs efter att dörren stängs?", "En hund som skäller högt", "Fotsteg i trappan",
     "En bil som startar", "Regn mot fönstret"),
    ("Milyen hang hallható a felvétel elején?", "Egy kutya hangosan ugat",
     "Valaki becsukja az ajtót", "Esik az eső a tetőre", "Az emberek tapsolnak"),
    ("ما الذي يفعله الرجل في التسجيل؟", "يغني بصوت عال", "يمشي على الحصى", "يطرق الباب",
     "يتحدث في الهاتف"),
    ("रिकॉर्डिंग में कौन सी आवाज़ सुनाई देती है?", "एक कुत्ता भौंक रहा है", "बारिश हो रही है",
     "कोई दरवाज़ा खटखटा रहा है", "घंटी बज रही है"),
    ("Âm thanh nào được nghe thấy đầu tiên?", "Tiếng chó sủa ở xa", "Tiếng mưa rơi trên mái nhà",
     "Tiếng người nói chuyện", "Tiếng xe máy chạy qua"),
)  # fmt: skip


def whole(make: Maker, words: Wordings) -> Draft:
    question, *options = words.rng.choice(_ITEMS)
    draft = replace(make.tacos.sound(words), question=question, options=tuple(options),
                    answer_index=0, spots=frozenset(range(5)))  # fmt: skip
    return words.shuffled(draft)


def options_only(make: Maker, words: Wordings) -> Draft:
    _, *options = words.rng.choice(_ITEMS)
    return replace(make.tacos.sound(words), options=tuple(options), spots=frozenset(range(1, 5)))


def one_option(make: Maker, words: Wordings) -> Draft:
    """The model slipped into another language for one option."""
    _, *options = words.rng.choice(_ITEMS)
    at = words.rng.randrange(4)
    return make.tacos.sound(words).with_option(at, words.rng.choice(options))


_BARE = ("a barking dog", "heavy rain", "a passing train", "a ringing phone", "light footsteps",
         "a slamming door", "running water", "a crying baby", "distant thunder", "a honking car",
         "loud applause", "a ticking clock", "a squeaky hinge", "a buzzing fly", "rustling leaves",
         "a revving engine")  # fmt: skip
_STANDS_ASKS = ("Which sound is the most prominent?", "What can be heard at the start?",
                "What is heard behind the voices?", "Which sound ends the clip?",
                "What is the loudest sound here?", "Which event comes first?")  # fmt: skip


def _outstanding(make: Maker, words: Wordings, change: Callable[[str], str]) -> Draft:
    texts = words.rng.sample(_BARE, 4)
    draft = make.tacos.sound(words)
    metadata = draft.metadata | {"caption": f"There is {texts[0]}."}
    draft = replace(
        draft, metadata=metadata, question=words.rng.choice(_STANDS_ASKS), answer_index=0,
        options=(change(texts[0]), *texts[1:]), spots=frozenset(range(5)), beside=(),
    )  # fmt: skip
    return words.shuffled(draft)


_CAPITALS: tuple[Callable[[str], str], ...] = (
    str.capitalize, str.title, str.upper,
    lambda t: f"The sound of {t}", lambda t: f"Clearly {t}",
)  # fmt: skip


def capital(make: Maker, words: Wordings) -> Draft:
    return _outstanding(make, words, words.rng.choice(_CAPITALS))


_SENTENCES = (
    "There is {} in the clip.", "{} can be heard.", "The clip has {} in it.", "It sounds like {}.",
    "We hear {} here.", "{} is the sound.", "The audio contains {}.", "This is {}.",
    "The listener hears {}.", "{} stands out the most.", "One can hear {}.", "That must be {}.",
)  # fmt: skip


def full_sentence(make: Maker, words: Wordings) -> Draft:
    form = words.rng.choice(_SENTENCES)

    def change(text: str) -> str:
        said = form.format(text)
        return said[0].upper() + said[1:]

    draft = _outstanding(make, words, change)
    # The others have a capital too, so that it is not the capital that stands out.
    texts = tuple(text[0].upper() + text[1:] for text in draft.options)
    return replace(draft, options=texts)


_NUMBERED = ("{} for 3 seconds", "{}, 5 times", "{} at 0:07", "{}, heard 2 times", "{} (4x)",
             "{} after 10 seconds", "{}, at about 60 dB", "{} on 3 occasions", "{} for 12 s",
             "{}, repeated 6 times", "{} within 15 seconds", "{} some 20 meters away")  # fmt: skip
_UNNUMBERED = ("{} now and then", "{}, quite often", "{} for a while", "{} without a pause",
               "{} again and again", "{} at the end", "{}, far away", "{} all along")  # fmt: skip


def numbered(make: Maker, words: Wordings) -> Draft:
    texts = words.rng.sample(_BARE, 4)
    more = words.rng.sample(_UNNUMBERED, 3)
    key = words.rng.choice(_NUMBERED).format(texts[0])
    others = [form.format(text) for form, text in zip(more, texts[1:], strict=True)]
    draft = _outstanding(make, words, str)
    options = styled([key, *others], (words.chance(0.5), words.chance(0.3)))
    draft = replace(draft, options=options, answer_index=0,
                    metadata=draft.metadata | {"caption": f"{key.capitalize()}."})  # fmt: skip
    return words.shuffled(draft)


_LABELS = (
    ("{}) ", "ABCD"), ("{}. ", "abcd"), ("({}) ", "1234"), ("{}: ", "ABCD"), ("[{}] ", "abcd"),
    ("Option {}: ", "1234"), ("Answer {} - ", "ABCD"), ("{}.) ", "1234"), ("#{} ", "1234"),
    ("**{}.** ", "ABCD"), ("({}). ", "abcd"), ("Choice {} - ", "ABCD"), ("{} \u2013 ", "ABCD"),
)  # fmt: skip


def all_labels(make: Maker, words: Wordings) -> Draft:
    form, letters = words.rng.choice(_LABELS)
    draft = make.any(words)
    options = tuple(form.format(x) + text for x, text in zip(letters, draft.options, strict=True))
    return replace(draft, options=options, spots=frozenset(range(1, 5)))


_POINTS = (
    "Both options 1 and 3", "The first and the third option", "All except C", "A, B and C",
    "None of the choices given", "All of these answers", "Answers B and D are both right",
    "The second option only", "All of the options listed above", "Any of the options A to C",
    "Options (a) and (b) combined", "Two of the above", "None of the other answers applies",
    "A and C, but not B",
)  # fmt: skip


def points(make: Maker, words: Wordings) -> Draft:
    draft = make.any(words)
    return draft.with_option(words.rng.choice(draft.wrong), words.rng.choice(_POINTS))


Plant = Callable[[Maker, Wordings], Draft]
FORM: dict[str, dict[str, tuple[Plant, bool]]] = {
    "language": {"blind: whole item": (whole, True), "blind: the options": (options_only, True),
                 "blind: one option": (one_option, True)},
    "answer-stands-out": {"blind: capital": (capital, True), "blind: number": (numbered, True),
                          "blind: sentence": (full_sentence, True)},
    "letter-in-option": {"blind: all lettered": (all_labels, True),
                         "blind: points": (points, True)},
}  # fmt: skip
