"""Words that contradict each other when they are said of the same thing, in stems."""

__all__ = ["CONTRARY", "GENDERS", "MEN", "ORDER", "PAIRS", "PEOPLE", "WOMEN"]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, _, other in (pair.partition("/") for pair in text.split()))


# All in stems, as `answer_stems` has them.
GENDERS = _pairs("man/woman men/women mal/femal boy/girl")
# One event told from its other side: these never contradict by themselves.
ORDER = _pairs("befor/after begin/end start/stop")
CONTRARY = _pairs(
    "increas/decreas ris/fall loud/quiet louder/quieter loudly/quietly fast/slow faster/slower "
    "quickly/slowly near/distant nearby/distant high/low higher/lower deep/shrill open/clos "
    "indoor/outdoor insid/outsid approach/depart happy/sad gentl/harsh soft/loud softly/loudly "
    "continuou/intermittent continuously/intermittently steady/irregular adult/child left/right "
    "calm/agitated heavy/light"
)
PAIRS = GENDERS + CONTRARY + ORDER
# A caption with one of these tells of a woman, of a man, or of people of either kind.
WOMEN = " woman women femal girl lady mother mom wif sister daughter "
MEN = " man men mal boy guy gentleman gentlemen father dad husband brother son "
PEOPLE = (
    " peopl person crowd audienc group child children kid baby adult someon somebody everyon "
    "voic speaker another other "
)
