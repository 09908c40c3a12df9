"""Traps: sound items at which a careless rule trips."""

from dataclasses import replace

from planting.drafts import Draft, Wordings
from planting.scenes import Event, gerund, made_event
from planting.sound_tacos import TacosMaker

__all__ = ["content", "negated", "order", "short"]


def order(tacos: TacosMaker, words: Wordings) -> Draft:
    """Return a trap: options of the same words in another order, which says another thing."""
    first, second = made_event(words), made_event(words)
    while second.clashes(first.families):
        second = made_event(words)
    one, two = first.clause, second.clause
    then = words.pick(
        (" then ", " and afterwards ", " followed by ", " before "),
        (", after which ", ", and right after that ", ", and only then ", ", and later on "),
    )
    caption = f"{one}, then {two}"
    both = Event(first.families | second.families, caption)
    question = words.pick(
        ("In which order do the two sounds occur?", "What happens first, and what next?",
         "Which sequence of events is heard?", "How do the sounds follow each other?"),
        ("What is the correct order of events?", "How does the scene unfold?",
         "Which option gives the right succession?", "How does this part develop over time?"),
    )  # fmt: skip
    moment = tacos.others(words, both.families, 1, one)[0].clause
    question = f"{question[:-1]} around the time when {moment}?"
    rest = words.pick(
        ((f"{one} while {two}", f"only {one}"),),
        ((f"{one} at the same time as {two}", f"{two} with nothing before or after it"),
         (f"{one}, and meanwhile {two}", f"{two} and not a single other sound")),
    )  # fmt: skip
    texts = [f"{one}{then}{two}", f"{two}{then}{one}", *rest]
    return tacos.draft(words, [both], question, texts, caption, group="trap: order")


def negated(tacos: TacosMaker, words: Wordings) -> Draft:
    """Return a trap: two options that differ by a negation only."""
    first = made_event(words)
    assert first.thing
    deed = gerund(first.deed)
    moment = tacos.others(words, first.families, 1, first.clause)[0].clause
    forms = words.pick((
        ("the {0} keeps {1} {2}", "the {0} is not {1} at all", "the {0} stops {1} half way",
         "the {0} starts {1} only at the end"),
    ), (
        ("the {0} can be heard {1} {2}", "the {0} cannot be heard {1} {2}",
         "another {0} takes over from the first", "the {0} falls over with a crash"),
        ("one hears the {0} {1} {2}", "one never hears the {0} {1} {2}",
         "one hears somebody imitate the {0}", "one hears the {0} being carried away"),
        ("{1} of the {0} goes on {2}", "no {1} of the {0} goes on", "the {0} is drowned out",
         "the {0} is heard through a loudspeaker"),
        ("it is {1} {2}", "it isn't {1} at all", "it is dropped to the floor",
         "it is chased away by someone"),
    ))  # fmt: skip
    texts = [form.format(first.thing.bare, deed, first.manner) for form in forms]
    question = words.pick(
        ("What is true of the {} when {}?",),
        ("Which statement about the {} holds while {}?",
         "What can be said about the {} at the point where {}?",
         "Which description of the {} is correct as {}?",
         "What does the recording reveal about the {} while {}?"),
    ).format(first.thing.bare, moment)  # fmt: skip
    return tacos.draft(words, [first], question, texts, group="trap: negation")


def content(tacos: TacosMaker, words: Wordings) -> Draft:
    """Return a trap: words that look like residue or metadata, but that the caption says."""
    lines = words.pick(
        ("a man explains what a stock option is", "a woman reads a caption aloud",
         "a teacher says the letter A and the letter C", "a man spells his keyword twice",
         "a girl sings a song called Señorita", "a clerk reads out the number 737",
         "a man talks about vitamin C", "a woman describes a painting in detail",
         "a speaker at a café orders plan B", "a boy recites grade A results",
         "a choir sings the word déjà vu", "an announcer calls platform 9 twice"),
        ("a quiz host says the right answer was C", "a coach tells team B to start running",
         "a guide names the location of a café in Málaga", "a nurse asks for vitamin B and D",
         "a clerk describes how to upload a file", "a teacher explains what a bracket is",
         "a woman tells her user name to a friend", "a boy reads a street sign out: Exit 12A"),
    )  # fmt: skip
    event = Event(frozenset({"speech"}), lines)
    wrong = words.pick(
        (("a man hums an old lullaby softly", "a woman counts her steps out loud",
          "a child asks for more ice cream"),),
        (("a father sings a birthday song at home", "a woman complains about the late train",
          "two friends argue over a football match"),
         ("a man shouts for help from afar", "a grandmother tells a long fairy tale",
          "a vendor praises his fresh tomatoes")),
    )  # fmt: skip
    moment = tacos.others(words, event.families, 1, lines)[0].clause
    question = words.pick(
        ("What is said or sung while {}?",),
        ("Which of these is uttered or sung as {}?", "What does one hear voiced when {}?",
         "What comes from a person's mouth at the point where {}?"),
    ).format(moment)  # fmt: skip
    return tacos.draft(words, [event], question, [lines, *wrong], group="trap: content")


def short(tacos: TacosMaker, words: Wordings) -> Draft:
    """Return a trap: a short and plain question of few words."""
    draft = tacos.which(words)
    question = words.pick(
        ("What is it?", "Which animal?", "What sounds?", "Who calls?", "What moves?",
         "Which one?"),
        ("What is this?", "What makes it?", "What was that?", "Which source?"),
    )  # fmt: skip
    return replace(draft, question=question, group="trap: short question")
