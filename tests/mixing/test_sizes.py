import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqagen.errors import UsageError
from aqagen.mixing.sizes import parse_size


@pytest.mark.parametrize(
    ("text", "n_items"),
    [
        ("500", 500),
        ("1", 1),
        ("8k", 8_000),
        ("8K", 8_000),
        (" 12k ", 12_000),
        ("1.5k", 1_500),
        ("1.5m", 1_500_000),
        ("0.001m", 1_000),
        ("0.007k", 7),  # 7.000000000000001 in floating point
        ("1.0", 1),
        ("007", 7),
        ("all", None),
        ("ALL", None),
        (" All ", None),
    ],
)
def test_a_size(text, n_items):
    assert parse_size(text) == n_items


@pytest.mark.parametrize(
    "text",
    ["8kk", "0.5", "1.0005k", "-1", "+1", "", " ", "1e3", "0", "0k", "0.0", ".5k", "5.", "k", "8 k",
     "8,000", "8_000", "0x10", "inf", "nan", "\u0663", "\uff18k", "\u00bd", "8g", "alll", "8k8k",
     "1.2.3", "8k\n9k"],
)  # fmt: skip
def test_no_size(text):
    with pytest.raises(UsageError, match=r"is not a size.*500, 8k or 1\.5m, or all") as caught:
        parse_size(text)
    assert repr(text) in str(caught.value)


@given(st.integers(1, 10**9), st.sampled_from([("", 1), ("k", 1_000), ("m", 10**6)]))
def test_whole_numbers(number, unit):
    suffix, factor = unit
    assert parse_size(f"{number}{suffix}") == number * factor


@given(st.text("0123456789.kmKM-+e _", max_size=6))
def test_a_size_is_never_less_than_one(text):
    try:
        n_items = parse_size(text)
    except UsageError:
        return
    assert n_items is not None
    assert n_items >= 1
