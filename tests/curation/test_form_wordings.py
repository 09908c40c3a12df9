"""Kinds of broken form that checks were not written from, and sound texts that look like them."""

import itertools
from pathlib import Path

import pytest

from aqagen.curation.checks import Example
from tests.curation.test_wordings import said, with_option

# Texts and the code pages as which they are read; those pages have every byte, or lose it.
TEXTS = ("a naïve café", "it’s a dog", "“loud” bells", "wait… a dog", "20 °C outside", "a – dog")
READ_AS = ("cp1252", "latin-1", "cp1250", "cp1251", "cp437", "cp850", "cp866", "mac-roman",
           "koi8-r", "cp932", "gbk", "big5", "euc-kr")  # fmt: skip

SEVERAL = (
    "What barks, and where is it?", "Who speaks, and how many people listen?",
    "Which bird sings; how often does it sing?", "Is it raining, and does the rain stop?",
    "How many bells ring, and which one is louder?", "What is heard first and what is heard last?",
    "Does a dog bark, and if so, how often?", "Where are we and who is there?",
    "Describe the weather and count the birds.", "What and where is the sound?",
    "What barks? Please explain your choice.", "Why does it stop, and when does it start again?",
)  # fmt: skip
NOTHING = (
    "Select the best answer.", "Pick the correct option from the list below.",
    "Please choose one of the following options.", "Can you share the clip?",
    "How may I help you today?", "I'm sorry, but I cannot hear the clip. Could you describe it?",
    "Certainly! Here is one: what barks?", "Would you like me to write another question?",
    "What is the dog doing while the", "Which sound is heard after a",
)  # fmt: skip
ONE = (
    "Which sound, if any, is heard after the bell?", "What follows when the rain stops?",
    "In a clip where a man speaks and a dog barks, what is heard last?",
    "Which of these is heard: a dog, a cat, or a bird?", "What is louder, the dog or the cat?",
    "Who or what is ringing?", "Is it a man, a woman or a child that speaks?",
    "As the bell rings and the crowd cheers, what does the man do?", "With what is it hit?",
    "What does the man ask the woman, who is laughing?", "What can be heard, and from which side?",
    "How does the sound change when and after the door opens?", "Which room are they in?",
    "Select the sound that is heard at the end.", "Pick the animal that is heard first.",
    "Which option best tells what happens and where it takes place?", "What is he listening to",
)  # fmt: skip
SWITCHED = (
    "Hunde bellen laut", "un chien aboie au loin", "un tren pasa rápido", "una donna che ride",
    "uma mulher fala devagar", "een man praat zacht", "en kvinna skrattar", "pies szczeka głośno",
    "žena zpívá tiše", "bir çocuk gülüyor", "seekor burung bernyanyi", "egy férfi énekel",
    "nainen laulaa hiljaa", "tiếng chó sủa", "a dog 叫 loudly", "звук of rain", "雨の音",
    "a man говорит", "개가 짖는다", "bells läuten in der ferne",
)  # fmt: skip
ENGLISH = (
    "a soprano and an alto", "a vacuum cleaner", "rigor mortis", "a sous chef chops", "a kora",
    "an à la carte menu", "hors d'oeuvres are served", "a mariachi trumpet", "El Niño winds",
    "a déjà vu moment", "a prima donna laughs", "an avant-garde solo", "a chat bot beeps",
    "a Volkswagen passes", "kindergarten children play", "a doppelgänger laughs", "la la la",
    "cha cha cha", "ding dong", "ka-ching", "a Rottweiler barks", "a schnauzer whines",
    "a cello plays pianissimo", "tutti frutti", "karaoke night", "an emu booms", "a gamelan plays",
)  # fmt: skip
LEAKS = (
    "In the author's notes, what barks?", "As per the description, what barks?",
    "Given the clip's metadata, what barks?", "According to the labels, what barks?",
    "Which hashtags fit?", "What was the sampling rate?", "Who uploaded it?",
    "According to the dataset, what barks?", "What licence is the file under the licence of?",
    "In 'dog.wav', what barks?", "When was this clip recorded?", "What is the name of this file?",
    "Based on the transcript, what is said?", "In the contributor's words, what barks?",
)  # fmt: skip
NO_LEAKS = (
    "What is used to make this sound?", "Who made the sound?", "What does the label maker do?",
    "Which tag is jingling?", "What does the man say of the data?", "What note is played?",
    "Whose comments are heard?", "Does he read the licence plate?", "What pack of dogs is it?",
    "What is the record player doing?", "Given the echo, where is it?",
)  # fmt: skip


def broken() -> list[str]:
    found = []
    for text, page in itertools.product(TEXTS, READ_AS):
        read = text.encode().decode(page, "replace")
        assert read != text
        found.append(read)
    return found


def test_text_read_as_any_code_page_fails(tmp_path: Path) -> None:
    found = said(tmp_path, "mojibake", [with_option(text) for text in broken()])
    assert [e.options[2] for e in found["pass"] + found["undecided"]] == []


def test_text_that_nobody_broke_passes(tmp_path: Path) -> None:
    found = said(tmp_path, "mojibake", [with_option(text) for text in (*TEXTS, *ENGLISH)])
    assert [e.options[2] for e in found["fail"] + found["undecided"]] == []


@pytest.mark.parametrize(
    ("check", "texts", "verdict"),
    [
        ("question-form", SEVERAL, "fail"),
        ("question-form", NOTHING, "fail"),
        ("question-form", ONE, "pass"),
        ("metadata-leak", LEAKS, "fail"),
        ("metadata-leak", NO_LEAKS, "pass"),
    ],
)
def test_questions(tmp_path: Path, check: str, texts: tuple[str, ...], verdict: str) -> None:
    found = said(tmp_path, check, [Example(text) for text in texts])
    assert sorted(texts) == sorted(e.question for e in found[verdict])


def test_one_option_in_another_language_fails(tmp_path: Path) -> None:
    found = said(tmp_path, "language", [with_option(text) for text in SWITCHED])
    assert [e.options[2] for e in found["pass"] + found["undecided"]] == []


def test_english_with_words_of_others_does_not_fail(tmp_path: Path) -> None:
    found = said(tmp_path, "language", [with_option(text) for text in ENGLISH])
    assert [e.options[2] for e in found["fail"]] == []
