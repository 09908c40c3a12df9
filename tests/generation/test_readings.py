"""Which rows are to be asked: a question to the store, answered in pieces."""

import pytest

from aqagen.records import Completion, ReadRow
from aqagen.store.readings import AskPolicy, PendingRows, Reading
from tests.conftest import make_row

CONFIG = "config"


def put_rows(store, n_rows, reading_id="reading"):
    Reading(store, reading_id, "tacos")
    rows = [make_row({"caption": str(number)}, key=number) for number in range(n_rows)]
    with store.writer() as writer:
        for position, row in enumerate(rows):
            writer.put(ReadRow(row, reading_id, position))
    return rows


def put_answers(store, row, *answers, sample=0, config_id=CONFIG):
    """Store what came back for a row: an item, a reason to reject it, or an error."""
    with store.writer() as writer:
        for number, answer in enumerate(answers):
            error = answer if ": " in answer else None
            reason = None if answer == "item" or error else answer
            writer.put(
                Completion(
                    f"{row.row_id} {sample} {number} {config_id}", "r", 1, "tacos", row.row_id,
                    "m", "p", "h", config_id, sample, None if error else "text", "stop", 1, 1, 1.0,
                    error, "generated", 0.0, reason,
                    None if error else int(answer == "item"),
                )
            )  # fmt: skip


def pending_of(store, reading_id="reading", **policy):
    pending = PendingRows(store, reading_id, CONFIG, AskPolicy(**policy))
    pending.extend()
    return pending


def asked(store, **policy):
    """Return (caption, sample, answers before) of all that is to be asked."""
    pending = pending_of(store, **policy)
    taken = pending.take(1000)
    pending.close()
    return [(int(each.row.metadata["caption"]), each.sample, each.n_answers) for each in taken]


def test_the_order_is_that_of_the_file_whatever_the_size_of_the_pieces(store):
    put_rows(store, 50)
    pending = pending_of(store)
    shown = []
    while rows := pending.take(7):
        assert len(rows) <= 7
        shown += [int(each.row.metadata["caption"]) for each in rows]
    assert shown == list(range(50))
    assert (pending.n_rows, pending.n_pending, pending.n_accepted) == (50, 50, 0)


def test_rows_that_are_committed_later_come_later(store):
    rows = put_rows(store, 10)
    pending = pending_of(store)
    assert len(pending.take(100)) == 10
    assert pending.take(100) == []
    with store.writer() as writer:
        for position in (10, 11):
            writer.put(ReadRow(make_row({"caption": str(position)}, key=position), "reading",
                               position))  # fmt: skip
    pending.extend()
    pending.extend()
    assert [each.row.metadata["caption"] for each in pending.take(100)] == ["10", "11"]
    assert pending.n_rows == pending.n_pending == len(rows) + 2


def test_a_row_comes_back_as_it_was_read(store):
    (row,) = put_rows(store, 1)
    (back,) = pending_of(store).take(1)
    assert back.row.metadata == row.metadata
    assert (back.row.row_id, back.row.file, back.row.line) == (row.row_id, row.file, row.line)
    assert back.row.clip.clip_id == row.clip.clip_id


@pytest.mark.parametrize(
    ("answers", "policy", "wanted"),
    [
        ([], {}, 0),
        (["item"], {}, None),
        (["no-json", "item"], {}, None),
        (["no-json"], {}, 1),
        (["no-json"], {"reasks": 0}, None),
        (["no-json", "no-json"], {}, None),
        (["no-json", "no-json"], {"reasks": 3}, 2),
        (["no-json", "no-json"], {"retry_failed": True}, 2),
        (["content-filter"], {}, None),
        (["content-filter"], {"retry_failed": True}, 1),
        (["http-400: too long"], {}, None),
        (["http-400: too long"], {"retry_failed": True}, 0),
        (["http-429: slow down"], {}, 0),
        (["http-408: slow"], {}, 0),
        (["http-500: oh"], {}, 0),
        (["timeout: no answer in 1 s"], {}, 0),
        (["timeout: no answer in 1 s", "item"], {"retry_failed": True}, None),
    ],
)
def test_when_a_row_is_done(store, answers, policy, wanted):
    (row,) = put_rows(store, 1)
    put_answers(store, row, *answers)
    assert asked(store, **policy) == ([] if wanted is None else [(0, 0, wanted)])


def test_what_another_prompt_or_model_answered_does_not_count(store):
    (row,) = put_rows(store, 1)
    put_answers(store, row, "item", config_id="another")
    assert asked(store) == [(0, 0, 0)]


def test_every_sample_is_wanted_of_every_row(store):
    rows = put_rows(store, 3)
    put_answers(store, rows[1], "item", sample=0)
    put_answers(store, rows[2], "no-json", sample=1)
    assert asked(store, samples=2) == [(0, 0, 0), (0, 1, 0), (1, 1, 0), (2, 0, 0), (2, 1, 1)]
    pending = pending_of(store, samples=2)
    assert (pending.n_rows, pending.n_pending, pending.n_accepted) == (6, 5, 1)


def test_a_limit_is_of_rows_of_the_file_not_of_rows_to_ask(store):
    rows = put_rows(store, 20)
    put_answers(store, rows[0], "item")
    assert [row for row, *_ in asked(store, limit=5)] == [1, 2, 3, 4]
    assert pending_of(store, limit=5).n_rows == 5


def test_rows_that_two_readings_share_are_asked_once(store):
    """As with --answers unanimous after majority: its rows are among those answered."""
    rows = put_rows(store, 10, "majority")
    put_rows(store, 6, "unanimous")
    for row in rows:
        put_answers(store, row, "item")
    pending = pending_of(store, "unanimous")
    assert pending.take(10) == []
    assert (pending.n_rows, pending.n_accepted) == (6, 6)


def test_after_the_end_there_is_nothing_and_no_error(store):
    """A thread may still ask when the run has ended."""
    put_rows(store, 3)
    pending = pending_of(store)
    pending.close()
    pending.extend()
    assert pending.take(3) == []
