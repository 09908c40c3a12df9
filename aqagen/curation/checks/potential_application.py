"""TACOS: no question about what the audio could be used for (MiAQA report, Table 4, rule 6)."""

from aqagen.curation.checks.base import Example, tacos_phrase_check

_THIS = r"(?:(?:this|the) )?(?:sound|audio|clip|recording|track|it|this)"
_COULD = r"(?:could|can|might|would|may|should)"
_USED = r"(?:used|useful|suitable|suited|applied|employed)"
_WORK = (
    r"(?:films?|movies?|videos?|games?|documentary|documentaries|podcasts?|projects?|soundtracks?|"
    r"commercials?|advertisements?|meditation|relaxation|presentations?|ringtones?|apps?)"
)

CHECK = tacos_phrase_check(
    name="potential-application",
    version=1,
    summary="TACOS: it does not ask about potential applications (the paper's rule 6)",
    phrases=(
        r"(?:potential|possible|intended|ideal) (?:application|use|usage|use case|purpose)s?",
        r"(?:best|likely) (?:application|usage|use case|purpose)s?",
        rf"{_THIS} {_COULD} (?:[a-z]+ ){{0,2}}be (?:[a-z]+ )?{_USED}",
        rf"{_COULD} {_THIS} (?:[a-z]+ ){{0,2}}be (?:[a-z]+ )?{_USED}",
        rf"(?:be used|useful|suitable|ideal|perfect) (?:for|in|as) (?:a |an |the )?{_WORK}",
        rf"sound effects? (?:in|for) (?:a |an |the )?{_WORK}",
        r"purpose of (?:this|the) (?:audio|clip|recording|sound)",
    ),
    accepts=(
        Example(),
        Example(
            options=("a hammer is used on nails", "a film plays", "a saw cuts", "a drill turns")
        ),
        Example("Which tool could a carpenter be using?"),
    ),
    rejects=(
        Example("What could this sound be used for?"),
        Example("In which project would it be best used?"),
        Example(options=("as a sound effect in a film", "b b", "c c", "d d")),
        Example("What is a potential application of this clip?"),
        Example("For what is this useful?", ("useful for meditation", "b b", "c c", "d d")),
    ),
)
