"""A store of any number of made-up items, mixed from three datasets, made set-wise.

Questions are Clotho-AQA's where its files are at hand, made longer by what else is heard, so that
a million differ; captions and options are those of `planting/scenes.py`. One item in 50 asks what
the one before it asks, but for one word.
"""

import csv
import json
import random
from pathlib import Path

from planting.drafts import Wordings
from planting.scenes import made_event

from aqagen.store import Store

__all__ = ["make_store", "write_texts"]

_MADE_UP = ("What is heard?", "Is there a loud noise?", "How many sounds are there?",
            "Which sound comes first?", "Who makes the sound?", "Is it outside?")  # fmt: skip

# pick(k): one of the clauses, another for each k, the same for the same item.
_MACROS = """
CREATE OR REPLACE TEMP MACRO pick(i, k) AS (
    getvariable('clauses')[1 + (hash(i * 31 + k) % len(getvariable('clauses')))::INTEGER]);
"""

_ROWS = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT i, md5('item' || i) AS item_id, md5('row' || i) AS row_id,
    CASE WHEN i % 10 < 6 THEN 'tacos' WHEN i % 10 < 9 THEN 'clotho-aqa' ELSE 'dcase2025' END
        AS dataset,
    dataset || '-' || (i // 7) AS file_name, md5('clip' || file_name) AS clip_id,
    (hash(i + 7) % 4)::INTEGER AS answer_index,
    pick(i, 1) AS caption, pick(i, 2) AS other,
    rtrim(getvariable('questions')[
        1 + (hash(i + 13) % len(getvariable('questions')))::INTEGER], '? ') AS asked,
    ['yes', 'no', 'two', 'water', 'talking', 'a bird'][1 + (hash(i + 5) % 6)::INTEGER] AS said,
    hash(i + 3) % 10 = 0 AS disputed, hash(i + 4) % 2 = 0 AS capital
FROM range(?::BIGINT, ?::BIGINT) t(i)
"""

_WORDED = """
CREATE OR REPLACE TEMP TABLE worded AS
SELECT *, CASE WHEN dataset = 'clotho-aqa' THEN asked || ' while ' || other || '?'
    ELSE 'Which sound can be heard besides ' || other || ' and ' || pick(i, 3) || '?' END AS plain,
    CASE WHEN i % 50 = 1 THEN replace(lag(plain) OVER (ORDER BY i), '?', ' here?') ELSE plain END
        AS question,
    CASE WHEN dataset = 'clotho-aqa' AND said IN ('yes', 'no')
        THEN said || ', ' || CASE said WHEN 'yes' THEN 'it is heard clearly'
            ELSE 'nothing like that is heard' END
        WHEN dataset = 'clotho-aqa' THEN 'the sound of ' || said ELSE caption END AS right_text
FROM made
"""

_INSERTS = (
    """
    INSERT OR IGNORE INTO clips SELECT DISTINCT ON (clip_id) clip_id, dataset, 'all', file_name,
        NULL, 20.0, (900000 + i)::VARCHAR, 'CC0', '{}' FROM worded
    """,
    """
    INSERT INTO source_rows SELECT row_id, dataset, 'all', clip_id,
        CASE dataset WHEN 'tacos' THEN json_object('caption', caption, 'keywords', ['field',
            'stereo'], 'superclass', 'Animals', 'subclass', 'Dog', 'description',
            'Recorded with a Zoom H4n near Lisbon in ' || (2000 + i % 20) || '. ' || other)
        WHEN 'clotho-aqa' THEN json_object('question', question, 'answer', said,
            'keywords', ['field', 'water'], 'file_name', file_name)
        ELSE json_object('id', item_id, 'question', question) END,
        CASE dataset WHEN 'tacos' THEN json_object('onset_s', 0.5 * (i % 9),
            'offset_s', 0.5 * (i % 9) + 3, 'time_suspect', false)
        WHEN 'clotho-aqa' THEN json_object('answers', [{'answer': said, 'confidence': 'yes'},
            {'answer': said, 'confidence': 'yes'}, {'answer': if(disputed, 'rain', said),
            'confidence': 'maybe'}], 'votes', if(disputed, 2, 3), 'disputed', false)
        ELSE '{}' END, 'made', 1, now()::TIMESTAMP FROM worded
    """,
    """
    INSERT INTO items (item_id, dataset, split, clip_id, row_id, question, options, answer_index,
        origin, created_at)
    SELECT item_id, dataset, 'all', clip_id, row_id, question,
        list_transform([if(answer_index = k, right_text, pick(i, 10 + k)) FOR k IN range(4)],
            lambda x: if(capital, upper(x[1]) || x[2:], x)),
        answer_index, if(dataset = 'dcase2025', 'imported', 'generated'), now()::TIMESTAMP
    FROM worded ORDER BY i
    """,
)


def _questions(data: Path | None) -> list[str]:
    path = data / "clotho_aqa" / "clotho_aqa_train.csv" if data else None
    if not path or not path.is_file():
        return list(_MADE_UP)
    with path.open(encoding="utf-8", newline="") as file:
        return sorted({row["QuestionText"] for row in csv.DictReader(file)})


def make_store(path: Path, n_items: int, data: Path | None) -> None:
    """Fill a new store."""
    rng = random.Random(1)
    halves = (Wordings(rng, heldout=False), Wordings(rng, heldout=True))
    clauses = sorted({made_event(halves[n % 2], counted=n % 12 == 0).clause for n in range(30_000)})
    rng.shuffle(clauses)
    with Store.open(path) as store:
        connection = store.connection
        connection.execute("SET VARIABLE clauses = ?::VARCHAR[]", [clauses])
        connection.execute("SET VARIABLE questions = ?::VARCHAR[]", [_questions(data)])
        connection.execute(_MACROS)
        for first in range(0, n_items, 200_000):
            connection.execute(_ROWS, [first, min(n_items, first + 200_000)])
            connection.execute(_WORDED)
            for statement in _INSERTS:
                connection.execute(statement)


def write_texts(store_path: Path, file: Path, n_items: int) -> None:
    """Write the items as JSON Lines of {"id", "text"}, as the peers read them."""
    with Store.open(store_path) as store:
        rows = store.fetch(
            "SELECT item_id, question, options FROM items ORDER BY seq LIMIT ?", [n_items]
        )
    with file.open("w", encoding="utf-8") as lines:
        for item_id, question, texts in rows:
            lines.write(json.dumps({"id": item_id, "text": "\n".join([question, *texts])}) + "\n")
