"""How people say yes and no, and that they cannot tell, as patterns over the column `words`."""

__all__ = [
    "DENYING", "DOES", "NO", "NO_DENIAL", "NO_WAY", "ONLY", "SURELY_NOT", "UNSURE", "YES",
]  # fmt: skip

# What begins or sounds like a denial and is none.
NO_DENIAL = (
    " (?:not (?:only|just)|no (?:doubt|question|wonder|mistaking)|"
    "(?:without|beyond) (?:(?:a|any|all) )?(?:shadow of a )?(?:doubt|question|fail|exception)|"
    "cannot be (?:denied|doubted)|(?:isn\\x27t|not) (?:wrong|false|incorrect|untrue|in doubt)) "
)
# The thing after it, and no other: denies all the rest.
ONLY = " (?:nothing (?:but|except|other than|less than)|none other than|no other than) "
# "Certainly not" has nothing of "certainly".
SURELY_NOT = (
    " (?:most )?(?:absolutely|certainly|definitely|surely|of course|clearly|exactly|indeed|truly|"
    "really|obviously|probably|likely|apparently) (no|not|never) "
)
_FULLY = (
    "(?: (?:to be|very much|in fact|indeed|really|clearly|surely|actually|quite|entirely|plainly|"
    "simply|certainly|definitely))*"
)
_SAID = (
    "(?:assumption|claim|statement|guess|premise|idea|suggestion|notion|that|this|it|which|they|"
    "one|you|so|answer)(?: (?:above|here|there))? (?:is|are|was|were|would be|must be|proves|seems|"
    f"appears|turns out|does|do|did){_FULLY}"
)
_THIS = "(?:this|that|it|so|such|the (?:claim|idea|assumption|guess|statement|presence))"
_WHO = "(?:it|that|this|they|there|one|he|she|we|you|i)"
_HOW = "(?:[a-z]+ly|indeed|of course|in fact|very much|so|too|here|then|also|still|quite)"
_AUXILIARY = (
    "(?:is|are|was|were|does|did|do|can|could|has|have|had|will|would|must|might|may|should)"
)
# An answer that begins so, and goes on as it likes.
_BEGINS_YES = (
    "^ (?:yes|yeah|yep|yup|sure|correct|indeed|true|right|certainly|exactly|definitely|surely|"
    "absolutely|positively|of course|naturally|affirmative) "
)
# "It certainly is", and no more.
_ALONE = (
    f"^ {_WHO} (?:{_HOW} )*(?:{_AUXILIARY}|occurs?|happens?|exists?)(?: {_HOW})*"
    "(?: (?:true|right|correct|the case))? $"
)
# How people say yes and no without these words.
_AFFIRMING = (
    f" (?:{_SAID} (?:true|so|right|correct|accurate|the case|happening|certain)|"
    "(?:bears?|bore|borne) (?:this|that|it) out|"
    "(?:confirms?|supports?|proves?|backs?|verif(?:y|ies)|attests?|corroborates?|validates?|"
    f"affirms?) {_THIS}|sure of (?:it|that|this)|"
    "(?:is|are|be) (?:confirmed|supported|certain)|undoubtedly|unquestionably|absolutely|"
    "affirmative|for (?:sure|certain)|holds true|goes without saying) "
)
YES = f"{_BEGINS_YES}|{_ALONE}|{_AFFIRMING}"
# "It does bark", where it is not denied.
DOES = f"^ {_WHO} (?:{_HOW} )*(?:does|did|do|can|could) "
NO = (
    "^ (?:no|nope|nah|incorrect|false|wrong|not|never|negative|hardly|unlikely|absent|missing) |"
    f"^ {_WHO} (?:{_HOW} )*(?:{_AUXILIARY} (?:{_HOW} )*)?(?:not|never|absent|missing|inaudible) "
    f"| (?:{_SAID} (?:wrong|mistaken|erroneous|unfounded|unsupported|a mistake|absent|missing)|"
    "(?:be|is|are) (?:ruled out|excluded|dismissed|denied|absent|missing|nowhere)|"
    f"rules? {_THIS} out|"
    "(?:disproves?|contradicts?|refutes?|den(?:y|ies)|rebuts?|belies|excludes?|speaks? against|"
    "argues? against|points? against) (?:this|that|it|such|the)|"
    "(?:quite|just|exactly|rather|precisely) the (?:contrary|opposite|reverse)|"
    "the (?:opposite|reverse|contrary) (?:is|holds)|on the contrary|to the contrary|by no means|"
    "in no way|under no circumstances|negative|out of the question|(?:fails?|failed|failing) to|"
    "nope|nah|nonexistent|inaudible|unheard) "
)

_TELL = (
    "(?:tell|told|say|said|determined?|know|known|infer|inferred|identify|identified|established?|"
    "concluded?|decided?|judged?|specify|specified|confirm|confirmed|discern|discerned|guess|"
    "knowing|telling|saying|recogni[sz]ed?|ascertain|ascertained|deduced?|distinguish|"
    "be (?:sure|certain))"
)
_CAN_NOT = (
    "(?:cannot|can not|can\\x27t|could not|couldn\\x27t|unable to|not able to|(?:nobody|no one|"
    "none) (?:can|could)|impossible to|hard to|difficult to|tough to|no way (?:to|of)|not possible "
    "to|not easy to)"
)
_CLIP = "(?:(?:the|this) )?(?:audio|clip|recording|sound|record)"
_FAINT = (
    "(?:noisy|quiet|short|faint|soft|distant|muffled|vague|unclear|low|loud|ambiguous|weak|brief|"
    "distorted|far away|blurred|indistinct)"
)
_UNKNOWN = (
    "(?:unclear|unknown|uncertain|undetermined|unsure|indeterminate|undeterminable|undecidable|"
    "unspecified|unidentifiable|unidentified|unrecogni[sz]able|ambiguous|inconclusive|debatable|"
    "undecided|unresolved|(?:not|never) (?:entirely |really |quite |very |fully )?(?:sure|clear|"
    "certain|known|specified|obvious|stated|evident|discernible|distinguishable|identifiable))"
)
# The whole of an answer of one who cannot tell, or what only such an answer has in it.
UNSURE = (
    "^ (?:(?:it|this|that|there|the answer|the source|the exact [a-z]+)"
    "(?: is|\\x27s| remains| stays| seems)? |they are |i am |i |we are |one is )?"
    f"(?:still |too |very |rather |simply |just |quite |somewhat |really )?(?:{_UNKNOWN}|"
    f"(?:(?:one|we|you|i|it) )?{_CAN_NOT} (?:really |possibly )?(?:be )?{_TELL}|"
    "no idea|no telling|no clue|no clear answer|(?:do not|don\\x27t) know|"
    "(?:not enough|insufficient|too little) (?:information|context|detail|details|evidence|data)|"
    f"{_CLIP} (?:does not|doesn\\x27t|cannot|can\\x27t|is too noisy to|gives no) .*"
    ")(?: (?:for|with|from|by|in|on|based on|given|without|at all|here|exactly|what|which|who|how|"
    "where|when|whether|if|to|about|as|because|since|due|any|anything|enough|so|precisely)"
    "(?: .*)?)? $"
    "|^ (?:it (?:might|may|could) be |might be |may be |could be )?(?:maybe|perhaps|possibly|"
    "potentially|anything|either|either one|either way|both are possible|either is possible|"
    "either or|one or the other)(?: (?:so|yes|no|maybe|perhaps|or|both|either|one|something|"
    "anything|possibly|maybe not|or not|perhaps not))* $"
    f"|^ (?:an? |some )?{_UNKNOWN} (?:source|sound|noise|thing|object|animal|origin|event|"
    "person)s? $"
    f"| (?:too {_FAINT} (?:(?:of )?an? [a-z]+ )?(?:to|for)(?: be)? (?:{_TELL}|hear|certainty|make)|"
    f"(?:not|isn\\x27t) (?:audible|clear|loud|distinct|long) enough|(?:anyone|anybody)(?:\\x27s)? "
    "guess|(?:it|that|this|which|answer) (?:all )?depends|(?:could|might|may|can) "
    "(?:just as well )?(?:go|be) (?:either|anything|any of)|open to (?:interpretation|debate|"
    "question|discussion)|"
    f"(?:remains|stays|is left) (?:{_UNKNOWN}|open|a mystery)|(?:nobody|no one|who) knows|"
    f"(?:it|this|that|one|we|you) (?:is )?{_CAN_NOT} (?:be )?{_TELL}|hard to say|"
    f"(?:is|are) {_UNKNOWN} (?:from|in|here|based)|with (?:any )?(?:certainty|confidence) $) "
)
# "No" of such an answer denies nothing.
NO_WAY = " no (?:way|idea|telling|clue|clear|certainty|knowing) "
# In stems: what denies the words behind it.
DENYING = (
    " (?:opposit of|contrary of|contrary to|as opposed to|unlik|minus|non|rul out|exclud|deny|"
    "contradict|0|san|devoid of|omit|never)"
    "(?: (?:any|all|singl|kind of|sort of|sound of|nois of|trac of|presenc of|sign of|of))*"
)
