"""`aqagen validate --fix`: repair the items of the store where that touches no meaning."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from aqagen.curation.fix import FIXES, needs_balance, order_matters, repair_texts
from aqagen.mixing.mix import balanced_orders, sample
from aqagen.records import Item
from aqagen.store import Store
from aqagen.store.fixing import Replacement, fixable_items, replace_items

__all__ = ["fix_orders", "fix_texts"]


def fix_texts(store: Store, dataset: str) -> dict[str, int]:
    """Repair the texts of a dataset's items; return how many each kind of repair changed.

    A repaired item is a new one of the same row and completion, with the origin `edited`; the
    old one stays, with its successor's id in `successors`, and is judged and mixed no more.
    What is repaired needs no repair, so a second run changes nothing.

    Raises:
        StoreError: the items cannot be read or kept.
    """
    replacements = []
    for item, first_origin in fixable_items(store, dataset):
        question, options, kinds = repair_texts(item.question, item.options)
        if kinds:
            new = item.edited(question, options, item.answer_index)
            replacements.append(Replacement(item, new, kinds, first_origin))
    return _replace(store, replacements)


def fix_orders(store: Store, dataset: str, seed: int) -> dict[str, int]:
    """Reorder the options of a dataset's kept items, as `fix_texts` does, where that is needed.

    Of those that are dropped it would say nothing: they are not mixed.

    Raises:
        StoreError: the items cannot be read or kept.
    """
    items = fixable_items(store, dataset, only_kept=True)
    orders = _orders([item for item, _ in items], seed)
    replacements = []
    for item, first_origin in items:
        order = orders.get(item.item_id, [])
        if order != sorted(order):
            options = tuple(item.options[index] for index in order)
            new = item.edited(item.question, options, order.index(item.answer_index))
            replacements.append(Replacement(item, new, ("option-order",), first_origin))
    return _replace(store, replacements)


def _replace(store: Store, replacements: Sequence[Replacement]) -> dict[str, int]:
    replace_items(store, replacements)
    counts = Counter(kind for each in replacements for kind in each.fixes)
    return {kind: counts[kind] for kind in FIXES if counts[kind]}


def _orders(items: Sequence[Item], seed: int) -> dict[str, list[int]]:
    """Return a new order of the options by item id where the answers' position is biased.

    In every run of n items with n options the answer stands once at each place, as in a
    mixture; the wrong options keep their order among themselves, so that no more is changed
    than is biased. Items that speak of their options by place keep their order.
    """
    by_size: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        if not order_matters(item.question, item.options):
            by_size[len(item.options)].append(item)
    free = [item for same_size in by_size.values() for item in same_size]
    if not needs_balance(Counter((len(item.options), item.answer_index) for item in free)):
        return {}
    orders: dict[str, list[int]] = {}
    for n_options, same_size in by_size.items():
        answers = {item.item_id: item.answer_index for item in same_size}
        ids = sample(list(answers), None, seed, f"fix/{n_options}")
        drawn = balanced_orders(
            n_options, len(ids), [answers[item_id] for item_id in ids], f"{seed}/fix/{n_options}"
        )
        for item_id, order in zip(ids, drawn, strict=True):
            place = order.index(answers[item_id])
            wrong = sorted(index for index in order if index != answers[item_id])
            orders[item_id] = [*wrong[:place], answers[item_id], *wrong[place:]]
    return orders
