"""Checks without a plain Python reference are named; a new check breaks nothing but is seen."""

import pytest

from aqagen.curation.checks import all_checks
from tests.curation import references, references_form, references_grounded, references_sets

OF_ITEMS = {
    *references.REFERENCES,
    *references.PHRASE_CHECKS,
    *references_form.REFERENCES,
    *references_grounded.REFERENCES,
}
OF_SETS = set(references_sets.REFERENCES)


@pytest.mark.parametrize("name", all_checks())
def test_a_check_has_a_reference(name: str):
    of_sets = bool(all_checks()[name].query)
    if name not in (OF_SETS if of_sets else OF_ITEMS):
        place = "references_sets.py" if of_sets else "references_form.py or references_grounded.py"
        pytest.skip(f"{name}: no plain Python reference; add one to tests/curation/{place}")


def test_no_reference_is_of_a_check_that_is_gone():
    assert all_checks().keys() >= OF_ITEMS | OF_SETS
