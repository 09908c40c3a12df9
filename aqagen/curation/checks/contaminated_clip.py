r"""No clip to train on that an evaluation set in the store has too.

Clotho, TACOS, DCASE 2025's part 2 and ESC all draw on Freesound, so one recording comes under many
names. Two clips are one recording when they have the same Freesound id (as the metadata say, or as
the name does: 114284.mp3 of TACOS, 1-100032-A-0.wav of ESC), the same bytes (where the audio is at
hand), or the same file name of at least eight characters with a letter in it. A shorter common name
("rain.wav") may be chance: undecided. The evaluation sets are those splits that their sources name
(`Source.evaluation_splits`), and of other sets those called test, dev, eval or the like.
"""

from aqagen.curation.checks.base import Check, Example, Reason

_NAME = r"lower(regexp_replace(c.file_name, '\.[A-Za-z0-9]{1,5}$', ''))"
# As TACOS and FSD50K name files (114284.mp3), ESC (1-100032-A-0.wav), those who cut or fold them
# (114284_cut.wav, fold1-100032-A-0.wav), Freesound's own downloads (114284__user__title.wav), and
# those who say where a number is from (freesound_114284.wav).
_IN_NAME = (
    r"^\d{3,}\.[a-z0-9]+$|^(?:fold)?\d-\d{3,}-[A-Z]-\d+\.[a-z0-9]+$|^\d{3,}__[A-Za-z]|"
    r"^\d{5,}[_-]|"
    r"(?i:freesound|(?:^|[^a-z])fs(?:id)?)[-_ ]?\d{3,}"
)
_FREESOUND = (
    "coalesce(nullif(c.freesound_id, ''), "
    f"nullif(regexp_replace(regexp_extract(c.file_name, '{_IN_NAME}'), "
    r"'^(?:fold)?\d-|-[A-Z]-\d+\.[a-z0-9]+$|\.[a-z0-9]+$|\D', '', 'g'), ''))"
)
_KEYS = f"""
CREATE OR REPLACE TEMP TABLE clip_keys AS
SELECT DISTINCT clip_id, evaluation, key, value FROM (
    SELECT c.clip_id, s.evaluation, 'freesound id' AS key, {_FREESOUND} AS value
    FROM clips c JOIN split_uses s USING (dataset, split)
    UNION ALL
    SELECT c.clip_id, s.evaluation, 'name', {_NAME}
    FROM clips c JOIN split_uses s USING (dataset, split)
    UNION ALL
    SELECT c.clip_id, s.evaluation, 'bytes', a.sha256
    FROM clips c JOIN split_uses s USING (dataset, split) JOIN audio_facts a USING (clip_id)
) WHERE value IS NOT NULL AND value <> ''
"""
_QUERY = r"""
WITH found AS (
    SELECT t.clip_id, bool_or(t.key <> 'name' OR (length(t.value) >= 8
        AND regexp_matches(t.value, '[a-z]'))) AS sure, min(t.key) AS key, min(e.clip_id) AS twin
    FROM clip_keys t JOIN clip_keys e USING (key, value)
    WHERE NOT t.evaluation AND e.evaluation GROUP BY t.clip_id
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
    version=1,
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
    ),
    rejects=(
        _example("100032.mp3", "1-100032-A-0.wav"),
        _example("Dog_in_the_yard.wav", "dog_in_the_yard.flac"),
        _example("a.wav", "100032.wav", freesound_id="100032"),
        _example("100032.mp3", "fold1-100032-A-0.wav"),
        _example("100032__someone__a-dog.wav", "freesound-100032_cut.ogg"),
    ),
    undecided=(_example("rain.wav", "rain.wav"),),
)  # fmt: skip
