r"""No clip to train on that an evaluation set in the store has too.

Clotho, TACOS, DCASE 2025's part 2 and ESC all draw on Freesound, so one recording comes under many
names. Two clips are one recording when they have the same Freesound id (as the metadata say, or as
the name does: 114284.mp3 of TACOS, 1-100032-A-0.wav of ESC), the same bytes (where the audio is at
hand), or the same file name of at least eight characters: without folders, endings and case, its
letters composed, whatever stands between its words ("Old gate (2).wav", "old_gate-2",
"Old%20gate%202.mp3"). A shorter or a numbered name ("rain.wav", "audio_123.wav") may be chance:
undecided. So is a bare number ("100032.wav" of another set than TACOS), unless the other side says
that it is a Freesound id; then "100032_hq.wav", "fs-100032.wav", "a dog (100032).wav" and
"rain_id-100032.wav" count too, but not "clip_100032.wav", which may be a running number.

The evaluation sets are those splits that their sources name (`Source.evaluation_splits`), and of
other sets those called test, dev, eval or the like.
"""

from aqagen.curation.checks.base import Check, Example, Reason

# Some datasets keep the folder in a clip's name; some name files as an address does.
_FILE = (
    "regexp_extract(CASE WHEN contains(c.file_name, '%') "
    "THEN coalesce(TRY(url_decode(c.file_name)), c.file_name) ELSE c.file_name END, "
    r"'[^/\\\n]+$')"
)
ENDINGS = (
    "wav|wave|flac|mp3|mp2|mp4|m4a|ogg|oga|opus|aac|ac3|wma|aif|aiff|aifc|caf|au|amr|webm|mka|mkv"
)
# Words one after the other; what stands between two numbers counts: "1 12" is not "11 2".
_SPACED = (
    rf"trim(regexp_replace(regexp_replace(lower(nfc_normalize(file)), "
    rf"'^\s+|(?:\.(?:{ENDINGS}))+\s*$', '', 'g'), '[^\pL\pN\pM]+', ' ', 'g'))"
)
_NAME = r"regexp_replace(regexp_replace(words, ' ([^0-9])', '\1', 'g'), '([^0-9]) ', '\1', 'g')"
# One word and numbers tell little of a recording.
_TELLING = "length(value) >= 8 AND NOT regexp_matches(words, '^[a-z]*(?: ?[0-9]+)+$')"
# As TACOS and FSD50K name files (114284.mp3), which elsewhere is any number, ESC
# (1-100032-A-0.wav), those who fold it (fold1-100032-A-0.wav), Freesound's own downloads
# (114284__user__title.wav), and those who say where a number is from (freesound_114284.wav). A
# number before a word may as well be a date, and one after "fs" a sampling rate.
_BARE = r"^\d{3,}\.[a-z0-9]+$"
_IN_NAME = (
    rf"{_BARE}|^(?:fold)?\d-\d{{3,}}-[A-Z]-\d+\.[a-z0-9]+$|^\d{{3,}}__[A-Za-z]|"
    r"(?i:freesound|(?:^|[^a-z])fsid)[-_ ]?\d{3,}"
)
_FREESOUND = (
    "coalesce(nullif(freesound_id, ''), "
    f"nullif(regexp_replace(regexp_extract(file, '{_IN_NAME}'), "
    r"'^(?:fold)?\d-|-[A-Z]-\d+\.[a-z0-9]+$|\.[a-z0-9]+$|\D', '', 'g'), ''))"
)
_STATED = (
    f"coalesce(freesound_id, '') <> '' OR dataset = 'tacos' OR NOT regexp_matches(file, '{_BARE}')"
)
# As others cut and rename: "114284_hq.wav", "fs-114284-stereo.wav", "eval-114284-000.wav". It
# counts where the other side states the number as its id, and is no date (110805) and no rate.
_OF_SET = r"(?:fs|fsd|fsd50k|id|sound|train|test|eval|evaluation|dev|val|valid|validation)"
# Said to be an id, or between brackets: "dog (114284).wav", "rain_id-114284.wav". After any other
# word a number may as well be a running one ("clip_114284.wav").
_MARKED = (
    r"^(?:.*[(\[]|(?i:(?:.*[^A-Za-z])?id)[-_ #]?)([1-9]\d{4,6})(?:[-_ .)\]+]\D*)?\.[A-Za-z0-9]+$"
)
_RENAMED = (
    rf"coalesce(nullif(regexp_extract(file, '^(?i:(?:{_OF_SET}[-_ ]?)*)(\d{{5,7}})[-_ .+].*"
    rf"\.[A-Za-z0-9]+$', 1), ''), nullif(regexp_extract(file, "
    rf"'^(?i:fs(?:d(?:50k)?)?[-_ ]?(?:{_OF_SET}[-_ ]?)*)(\d{{5,7}})\.[A-Za-z0-9]+$', 1), ''), "
    rf"regexp_extract(file, '{_MARKED}', 1))"
)
_NO_ID = r"^(?:\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|11025|16000|22050|44100|48000|96000)$"
_KEYS = f"""
CREATE OR REPLACE TEMP TABLE clip_keys AS
WITH files AS MATERIALIZED (
    SELECT c.clip_id, c.dataset, c.freesound_id, s.evaluation, {_FILE} AS file
    FROM clips c JOIN split_uses s USING (dataset, split)
), keys AS (
    SELECT clip_id, evaluation, 'freesound id' AS key, {_FREESOUND} AS value, {_STATED} AS sure,
        FALSE AS renamed
    FROM files
    UNION ALL
    SELECT clip_id, evaluation, 'freesound id', value, FALSE, TRUE FROM (
        SELECT clip_id, evaluation, {_RENAMED} AS value FROM files WHERE dataset <> 'tacos'
    ) WHERE NOT regexp_matches(value, '{_NO_ID}')
    UNION ALL
    SELECT clip_id, evaluation, 'name', value, {_TELLING}, FALSE FROM (
        SELECT *, {_NAME} AS value FROM (SELECT *, {_SPACED} AS words FROM files)
    )
    UNION ALL
    SELECT c.clip_id, s.evaluation, 'bytes', a.sha256, TRUE, FALSE
    FROM clips c JOIN split_uses s USING (dataset, split) JOIN audio_facts a USING (clip_id)
)
SELECT DISTINCT * FROM keys WHERE value IS NOT NULL AND value <> ''
"""
_QUERY = """
WITH found AS (
    SELECT t.clip_id, bool_or(t.sure OR e.sure) AS sure,
        min(t.key) AS key, min(e.clip_id) AS twin
    FROM clip_keys t JOIN clip_keys e USING (key, value)
    WHERE NOT t.evaluation AND e.evaluation
        AND NOT (t.renamed AND NOT e.sure) AND NOT (e.renamed AND NOT t.sure)
    GROUP BY t.clip_id
)
SELECT e.item_id, CASE WHEN f.sure THEN TRUE END AS failed, 'contaminated-clip' AS reason,
    {'evaluation_clip_id': f.twin, 'same': f.key} AS detail
FROM everything e JOIN found f USING (clip_id) JOIN split_uses s USING (dataset, split)
WHERE NOT s.evaluation
"""


def _example(file_name: str, other: str, **rest: object) -> Example:
    beside = Example(dataset="mmau", split="test-mini", origin="imported", file_name=other)
    return Example(file_name=file_name, beside=(beside,), **rest)  # type: ignore[arg-type]


CHECK = Check(
    name="contaminated-clip",
    version=5,
    reasons=(
        Reason("contaminated-clip", because="scores on that evaluation set would mean nothing"),
    ),
    summary="no clip to train on is in an evaluation set of the store too",
    prepare=(_KEYS,),
    query=_QUERY,
    accepts=(
        Example(),
        _example("dog_in_the_yard.wav", "dog_in_a_yard.wav"),
        _example("114284.mp3", "1-100032-A-0.wav"),
        _example(
            "dog_in_the_yard.wav", "dog_in_the_yard.wav", dataset="dcase2025", split="dev",
            origin="imported",
        ),
        _example("20110805_forest.crows.07.wav", "20110805_playground.wav"),
        _example("rain_fs44100.wav", "dog_fs44100.wav"),
        _example("100032_hq.wav", "100032-cut.wav", dataset="jsonl", origin="imported"),
        _example("110805.mp3", "110805_forest.wav"),
        _example("114284.mp3", "eval_114284.wav"),
        _example("100032.mp3", "clip_100032.wav"),
        _example("100032.mp3", "dog_bark_0100032.wav"),
        _example("100032.mp3", "grid100032.wav"),
        _example("old gate 1 12.wav", "old gate 11 2.wav"),
        _example("Old gate take 1.wav", "old_gate_take_2.wav"),
    ),
    rejects=(
        _example("100032.mp3", "1-100032-A-0.wav"),
        _example("Dog_in_the_yard.wav", "dog_in_the_yard.flac"),
        _example("a.wav", "100032.wav", freesound_id="100032"),
        _example("train/100032.wav", "dev/1-100032-A-0.wav"),
        _example("audio/dog_in_the_yard.wav", "dog_in_the_yard.wav"),
        _example("100032.mp3", "fold1-100032-A-0.wav"),
        _example("100032__someone__a-dog.wav", "freesound-100032_cut.ogg"),
        _example("100032.mp3", "100032_hq.wav"),
        _example("100032.mp3", "fs-100032-stereo.wav"),
        _example("100032.mp3", "FS100032.wav"),
        _example("100032.mp3", "fsd50k_eval_100032.wav"),
        _example("100032.mp3", "eval-100032-000.wav"),
        _example("100032.mp3", "A dog (100032).wav"),
        _example("100032.mp3", "id100032_lq.ogg"),
        _example("100032.mp3", "rain_id-100032.wav"),
        _example("100032.mp3", "rain [100032] cut.wav"),
        _example("Old gate (take 2).wav", "old_gate-take_2.WAV.flac"),
        _example("KitchenMixer_High.wav", "data\\kitchen-mixer high"),
        _example("M\u00e9tro, ligne 4.wav", "Me%CC%81tro%2C%20ligne%204.mp3"),
        _example("100032.wav", "fsid_100032.wav", dataset="jsonl", origin="imported"),
        _example("100032.wav", "1-100032-A-0.wav", dataset="jsonl", origin="imported"),
    ),
    undecided=(
        _example("rain.wav", "rain.wav"),
        _example("audio_00123.wav", "audio_00123.wav"),
        _example("tape 2019-07-12.wav", "tape-2019_07_12.wav"),
        _example("00123.wav", "00123.wav", dataset="jsonl", origin="imported"),
    ),
)  # fmt: skip
