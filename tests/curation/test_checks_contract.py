"""Every check, on the examples that it carries, through a real store."""

import pytest

from aqagen.curation.checks import Check, Example, all_checks
from aqagen.store import Store
from aqagen.store.judging import judge
from tests.curation.harness import put_audio, put_example


def statuses(store: Store, check: Check, example: Example) -> list[tuple[str, str]]:
    with store.writer() as writer:
        for key, other in enumerate(example.beside):
            put_example(writer, other, key)
        item = put_example(writer, example, len(example.beside))
    put_audio(store, [*example.beside, example])
    judge(store, [check])
    return store.fetch("SELECT status, reason FROM verdicts WHERE item_id = ?", [item.item_id])


CASES = [
    (check, kind, example)
    for check in all_checks().values()
    for kind in ("accepts", "rejects", "undecided")
    for example in getattr(check, kind)
]


@pytest.mark.parametrize(
    ("check", "kind", "example"),
    CASES,
    ids=[f"{c.name}-{k}-{i}" for i, (c, k, _) in enumerate(CASES)],
)
def test_examples(store: Store, check: Check, kind: str, example: Example) -> None:
    found = statuses(store, check, example)
    if kind == "accepts":
        assert found == []
    elif kind == "rejects":
        assert found == [("fail", example.reason or check.reason)]
    else:
        assert [status for status, _ in found] == ["undecided"]


@pytest.mark.parametrize("check", all_checks().values(), ids=lambda check: check.name)
def test_a_check_is_complete(check: Check) -> None:
    assert check.accepts
    assert check.rejects
    assert check.version >= 1
    assert check.name == check.name.lower().replace("_", "-")
    assert check.reasons
    for reason in check.reasons:
        assert reason.code == reason.code.lower().replace(" ", "-")
    shown = {example.reason or check.reason for example in check.rejects}
    assert shown == {reason.code for reason in check.reasons}


def test_reasons_are_unique() -> None:
    reasons = [reason.code for check in all_checks().values() for reason in check.reasons]
    assert len(reasons) == len(set(reasons))
