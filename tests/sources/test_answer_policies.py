"""What becomes of imported rows whose answer cannot be used as it is."""

import pytest

from aqagen.records import Clip, SourceRow
from aqagen.sources import ReadOptions
from aqagen.sources.importing import BadRecordError, import_item

OPTIONS = ["A. a dog", "B. a cat", "C. rain"]


def imported(answer, **options):
    row = SourceRow.make(Clip.make("x", "dev", "a.wav"), {}, key=0, file="f", line=1)
    return import_item(row, " Q? ", OPTIONS, answer, ReadOptions("data", **options))


def test_a_conflict_is_refused_unless_a_policy_decides():
    with pytest.raises(BadRecordError) as caught:
        imported("A. a cat")
    assert caught.value.reason == "answer-conflict"
    assert imported("A. a cat", conflicts="text").item.answer_index == 1
    row = imported("A. a cat", conflicts="letter")
    assert row.item.answer_index == 0
    assert "letter A" in row.facts["answer_conflict"]
    assert "answer_conflict" not in imported("B. a cat", conflicts="letter").facts


def test_a_letter_beyond_the_options_decides_nothing():
    with pytest.raises(BadRecordError):
        imported("D. a cat", conflicts="letter")
    assert imported("D. a cat", conflicts="text").item.answer_index == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(None, "answer-missing"), ("", "answer-missing"), ("E. wind", "answer-not-an-option")],
)
def test_rows_without_a_usable_answer_are_kept_where_they_are_wanted(answer, reason):
    with pytest.raises(BadRecordError) as caught:
        imported(answer)
    assert caught.value.reason == reason
    row = imported(answer, unanswered=True)
    assert row.item is None
    assert (row.facts["question"], row.facts["answer_error"]) == ("Q?", reason)
    assert row.facts["options"] == ["a dog", "a cat", "rain"]
