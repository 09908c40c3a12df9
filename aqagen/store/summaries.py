"""What became of the items of several datasets, counted at once for `validate` and `stats`.

Planning a statement for each dataset and number takes longer than to count ten thousand items.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aqagen.store.store import Store

__all__ = ["Summary", "summaries"]

_ITEMS = """
SELECT dataset, count(*), count(*) FILTER (replaced),
    count(*) FILTER (NOT replaced AND seq > last_seq)
FROM (
    SELECT i.dataset, i.seq, coalesce(j.last_seq, 0) AS last_seq, s.item_id IS NOT NULL AS replaced
    FROM items i LEFT JOIN (SELECT DISTINCT item_id FROM successors) s ON s.item_id = i.item_id
    LEFT JOIN judged_up_to j ON j.dataset = i.dataset
) GROUP BY dataset
"""
_REASONS = """
SELECT i.dataset, CASE WHEN v.status = 'undecided' THEN 'undecided'
    WHEN c.action = 'drop' THEN 'dropped' ELSE 'marked' END AS came_of_it, v.reason, count(*) AS n
FROM verdicts v JOIN checks c ON c.check_name = v.check_name
    AND c.check_version = v.check_version AND c.reason = v.reason AND c.action <> 'ignore'
JOIN items i ON i.item_id = v.item_id
ANTI JOIN successors s ON s.item_id = v.item_id
WHERE v.status IN ('fail', 'undecided') GROUP BY ALL ORDER BY n DESC, v.reason
"""


@dataclass(slots=True)
class Summary:
    """Of one dataset, in items; reasons have the most frequent first.

    Attributes:
        items: all there are.
        replaced: those with a repaired one in their place.
        unjudged: those that the checks in force have not all looked at.
        dropped, marked, undecided: by reason; an item may have several.
    """

    items: int = 0
    replaced: int = 0
    unjudged: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    marked: dict[str, int] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)


def summaries(store: Store, datasets: Sequence[str]) -> dict[str, Summary]:
    """Count, by dataset, the items of those named and what the checks in force say of them.

    Raises:
        StoreError: DuckDB could not count them.
    """
    found = {name: Summary() for name in datasets}
    for dataset, *numbers in store.fetch(_ITEMS):
        if dataset in found:
            found[dataset] = Summary(*numbers)
    for dataset, came_of_it, reason, n in store.fetch(_REASONS):
        if dataset in found:
            getattr(found[dataset], came_of_it)[reason] = n
    return found
