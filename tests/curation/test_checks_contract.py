"""Every check, on the examples that it carries, through a real store."""

import pytest

from aqagen.curation.checks import Check, Example, all_checks
from aqagen.store import Store
from aqagen.store.judging import judge
from tests.conftest import make_row, put_item


def statuses(store: Store, check: Check, example: Example) -> list[tuple[str, str]]:
    row = make_row(example.metadata, dataset=example.dataset, facts=example.facts)
    put_item(store, row, example.question, example.options, example.answer_index, example.origin)
    judge(store, [check], example.dataset)
    return store.fetch("SELECT status, reason FROM verdicts")


CASES = [
    (check, kind, example)
    for check in all_checks().values()
    for kind, examples in (("accepts", check.accepts), ("rejects", check.rejects))
    for example in examples
]


@pytest.mark.parametrize(
    ("check", "kind", "example"),
    CASES,
    ids=[f"{c.name}-{k}-{i}" for i, (c, k, _) in enumerate(CASES)],
)
def test_examples(store: Store, check: Check, kind: str, example: Example) -> None:
    expected = [] if kind == "accepts" else [("fail", check.reason)]
    assert statuses(store, check, example) == expected


@pytest.mark.parametrize("check", all_checks().values(), ids=lambda check: check.name)
def test_a_check_is_complete(check: Check) -> None:
    assert check.accepts
    assert check.rejects
    assert check.version >= 1
    assert check.reason == check.reason.lower().replace(" ", "-")
    assert check.name == check.name.lower().replace("_", "-")


def test_reasons_are_unique() -> None:
    reasons = [check.reason for check in all_checks().values()]
    assert len(reasons) == len(set(reasons))
