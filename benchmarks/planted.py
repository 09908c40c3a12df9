"""Plant every kind of defect into sound items, run all checks, and see what they find.

    python benchmarks/planted.py --data DIR

DIR holds `clotho_aqa/` (its CSV files) and `tacos/captions_sample.csv` (file name and text of
real captions). Sound items are made of Clotho-AQA questions with their annotators' answers, and
of clips of several captions, real ones and made-up ones. Defects are planted by
`benchmarks/planting/`, which knows nothing of the checks' rules: many wordings, positions, number
forms, case and slips of the pen. Those of `unseen*.py` are `held out`: written without a look at
any rule or older wording, and nobody who writes a rule should look at what is missed there. Those
of `blind*.py` and `fresh*.py` were such, too; they have been read since.

The items go into a fresh store, `aqagen validate` judges them, and the tables show:

  recall       a planted item fails with a reason of the check that is there for it
  undecided    the check said that it cannot decide
  false alarms sound items that the check fails, by what its reasons do: drop or mark
  shape        what a reader of the JSON's shape finds: texts that are there, an answer in range
  four         exactly four distinct options, the answer among them
  others       which other checks fail the planted items
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from common import table
from planting.audio import can_read_audio
from planting.collection import Collection, Sizes, collect
from planting.drafts import Draft, put
from planting.scoring import Scored, Verdicts, score

from aqagen.store import Store


def judge(collection: Collection, path: Path, flags: list[str]) -> tuple[Verdicts, list[Any]]:
    """Put all items into a store and validate it; return the verdicts and the items' ids."""
    ids: list[Any] = []
    with Store.open(path) as store, store.writer() as writer:
        number = 0
        for draft in collection.sound:
            number += 1
            ids.append(put(writer, draft, number).item_id)
        for planted in collection.planted:
            number += 1
            partners = [put(writer, each, number + 10_000_000) for each in planted.partners]
            item = put(writer, planted.draft, number)
            ids.append((item.item_id, [partner.item_id for partner in partners]))
    command = [sys.executable, "-m", "aqagen", "validate", "--store", str(path), "--json", *flags]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"aqagen validate ended with {done.returncode}: {done.stderr[-2000:]}")
    with Store.open(path) as store:
        actions = {
            (name, reason): action
            for name, reason, action in store.fetch("SELECT check_name, reason, action FROM checks")
        }
        found: Verdicts = defaultdict(list)
        sql = "SELECT item_id, check_name, status, reason FROM verdicts ORDER BY ALL"
        for item_id, name, status, reason in store.fetch(sql):
            what = actions.get((name, reason), "drop") if status == "fail" else "undecided"
            found[item_id].append((name, reason, what))
    return found, ids


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def report(scored: Scored) -> None:
    print("Planted defects, by check (percent). `?`: words alone do not decide.\n")
    head = ["check", "planted", "recall", "held out", "undecided", "sound: drop", "sound: mark",
            "shape", "four", "others that fail them"]  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for name, row in scored.checks.items():
        others = ", ".join(f"{other} {percent(n, row.n)}" for other, n in row.others.most_common(3))
        check = name.removesuffix(" ?")
        rows.append((name, row.n, percent(row.found_seen, row.n_seen),
                     percent(row.found_heldout, row.n - row.n_seen),
                     percent(row.undecided, row.n),
                     percent(scored.false_drops[check], scored.n_sound),
                     percent(scored.false_marks[check], scored.n_sound),
                     percent(row.shape, row.n), percent(row.four, row.n), others))  # fmt: skip
    table(head, rows)
    absent = {name.removesuffix(" ?") for name in scored.checks} - set(scored.known)
    if absent:
        print(f"There is no check of these names yet: {', '.join(sorted(absent))}.\n")
    print("By variant. `?`: words alone do not decide, so undecided is right.\n")
    rows = []
    for (check, variant), row in scored.variants.items():
        n_seen, n_held = row.n_seen, row.n - row.n_seen
        rows.append((check, variant + ("" if row.decidable else " ?"), row.n,
                     percent(row.found_seen, n_seen), percent(row.found_heldout, n_held),
                     percent(row.undecided, row.n)))  # fmt: skip
    table(["check", "variant", "n", "fail: seen", "fail: held out", "undecided"], rows)
    print("Sound items: dropped or marked at all, and by which reasons.\n")
    rows = []
    for name, (n, drops, marks, reasons) in scored.groups.items():
        most = ", ".join(f"{reason} {percent(k, n)}" for reason, k in reasons.most_common(5))
        rows.append((name, n, percent(drops, n), percent(marks, n), most))
    table(["group", "n", "drop", "mark", "reasons (* undecided)"], rows)


def show(draft: Draft) -> str:
    lines = [f"  question: {draft.question!r}"]
    lines += [
        f"  {'*' if at == draft.answer_index else ' '} {text!r}"
        for at, text in enumerate(draft.options)
    ]
    lines.append(f"  shown: {json.dumps(draft.metadata, ensure_ascii=False)[:300]}")
    if draft.dataset == "clotho-aqa":
        lines.append(f"  annotators: {[each['answer'] for each in draft.facts['answers']]}")
    lines += [f"  also in the clip: {metadata.get('caption')}" for metadata, _ in draft.beside]
    return "\n".join(lines)


def report_worst(scored: Scored, n: int) -> None:
    print(f"The {n} worst mistakes: one of each kind, the most frequent kinds first.\n")
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for mistake in scored.mistakes:
        by_kind[mistake.kind].append(mistake)
    kinds = Counter({kind: len(found) for kind, found in by_kind.items()})
    for kind, count in kinds.most_common(n):
        mistake = by_kind[kind][0]
        print(
            f"{kind} ({count} such)\n{show(mistake.draft)}\n  said: {mistake.said or 'nothing'}\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sound", type=int, default=4_400)
    parser.add_argument("--per-check", type=int, default=240)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", type=Path, help="write every mistake here, one JSON a line")
    parser.add_argument("--flag", action="append", default=[], help="one more for aqagen validate")
    options = parser.parse_args()
    if not (options.data / "clotho_aqa").is_dir() or not (options.data / "tacos").is_dir():
        print(f"left out: {options.data} has no clotho_aqa/ and tacos/ (see data/README.md)")
        return
    if not can_read_audio():
        print("audio defects are left out: soundfile is not installed", file=sys.stderr)
    sizes = Sizes(options.sound, options.per_check)
    with tempfile.TemporaryDirectory() as name:
        audio = Path(name, "audio")
        audio.mkdir()
        collection = collect(options.data, options.seed, sizes, audio)
        verdicts, ids = judge(collection, Path(name, "store.duckdb"), options.flag)
    scored = score(collection, verdicts, ids)
    if options.mistakes:
        with options.mistakes.open("w", encoding="utf-8") as file:
            for mistake in scored.mistakes:
                line = {"kind": mistake.kind, "item": show(mistake.draft), "said": mistake.said}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    if options.json:
        print(json.dumps(scored.as_json()))
        return
    report(scored)
    report_worst(scored, options.worst)


if __name__ == "__main__":
    main()
