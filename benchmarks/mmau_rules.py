"""MMAU's own rule against ours, on its real items and answers of many forms.

    python benchmarks/mmau_rules.py data/mmau --out differences.jsonl

Each item gets one answer of a form that models are known to give. Every answer that one rule takes
for right and the other does not is listed with the reason; the program fails where it has none.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

from aqagen.answers import same_answer
from aqagen.commands.scores_table import print_columns
from aqagen.evaluation.benchmarks import Benchmark, BenchmarkItem, load_benchmark
from aqagen.evaluation.judging import Said
from aqagen.evaluation.scoring import complete, score

LETTERS = "ABCDEFGH"


def official(answer: str, said: str, choices: tuple[str, ...]) -> bool:
    """Say it as MMAU's scorer does, written down by itself to check `judging.token_set_match`.

    Words are compared as sets in lower case: all of the answer's are there, and none that stands
    in other choices only.
    """
    words = {text: set(re.findall(r"\w+", text.lower())) for text in (answer, said, *choices)}
    if not words[said]:
        return False
    foreign = set().union(*(words[c] for c in choices)) - words[answer]
    return words[answer].issubset(words[said]) and words[said].isdisjoint(foreign)


def forms(item: BenchmarkItem, draw: random.Random) -> dict[str, str | None]:
    """Return answers to an item by form; the option behind them is drawn by chance."""
    index = draw.randrange(len(item.options))
    if draw.random() < 0.5:  # half of them right, so that both kinds of differences can show
        index = item.answer_index or 0
    text = item.options[index]
    words = text.split()
    shuffled = draw.sample(words, len(words))
    return {
        "the option": text,
        "in tags": f"<answer>{text}</answer>",
        "letter and option": f"{LETTERS[index]}. {text}",
        "letter in brackets": f"({LETTERS[index]}) {text}",
        "letter alone": LETTERS[index],
        "upper case, comma": f"{text.upper()},",
        "a sentence": f"The correct answer is {text}.",
        "cut in the middle": " ".join(words[: (len(words) + 1) // 2]),
        "words in another order": " ".join(shuffled),
        "two options": f"{text} or {item.options[(index + 1) % len(item.options)]}",
        "thinks first": f"<think>Not {item.options[0]}?</think><answer>{text}</answer>",
        "nothing": "",
        "no answer": None,
    }


def reason(item: BenchmarkItem, said: str, *, ours: bool) -> str | None:
    """Return why the rules differ on an answer; None where that cannot be told."""
    words = set(re.findall(r"\w+", said.lower()))
    answer = set(re.findall(r"\w+", item.options[item.answer_index or 0].lower()))
    foreign = {w for o in item.options for w in re.findall(r"\w+", o.lower())} - answer
    letter = re.match(r"\(?([A-H])[.)]", said)
    spoilt = bool(words & foreign)
    only_ours = {
        "the answer has no letter or digit, so the official rule sees no word": not answer,
        "official: the letter in front is a word of another option": letter is not None
        and letter[1].lower() in words & foreign,
        "official: words of another option in the thinking count against it": "<think>" in said
        and spoilt,
        "official: the tag's own word, answer, is a word of another option": "answer" in foreign
        and spoilt,
    }
    only_theirs = {
        "official: another option with the same set of words passes for the answer": any(
            same_answer(said, option) for option in item.options
        ),
        "ours: the same words in another order, or another number of times, are another text": words
        == answer,
        "ours: more words than the option; nothing is searched for in a sentence": words > answer,
    }
    return next((why for why, holds in (only_ours if ours else only_theirs).items() if holds), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("mmau_differences.jsonl"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"{options.data} is missing: data/README.md says where MMAU comes from.")
    benchmark = load_benchmark("mmau", options.data)
    rows, listed, why = [], [], Counter()
    for form in forms(benchmark.items[0], random.Random(0)):
        row, found = one_form(benchmark, form, options.seed)
        rows.append(row)
        listed += found
        why.update(each["reason"] for each in found)
    options.out.write_text("".join(f"{json.dumps(each)}\n" for each in listed), encoding="utf-8")
    header = ("answers as", "both", "only ours", "only theirs", "neither", "% ours", "% theirs",
              "their n")  # fmt: skip
    print_columns(f"MMAU test-mini, {len(benchmark.items)} items a row", header, rows)
    print_columns(f"{len(listed)} differences", ("reason", "n"),
                  [(str(name), str(n)) for name, n in why.most_common()])  # fmt: skip
    if None in why:
        sys.exit(f"{why[None]} differences have no reason: see {options.out}")


def one_form(benchmark: Benchmark, form: str, seed: int) -> tuple[list[str], list[dict]]:
    """Return a row of the table, and the differences."""
    said = {
        item.item_id: forms(item, random.Random(f"{seed}/{item.item_id}"))[form]
        for item in benchmark.items
    }
    given = {(i, 0): Said(text, bare=True) for i, text in said.items() if text is not None}
    ours = complete(benchmark, given)
    copied = complete(benchmark, given, compat="mmau-official")
    counts: Counter[tuple[bool, bool]] = Counter()
    listed, n_official = [], 0
    for item, mine, copy in zip(benchmark.items, ours, copied, strict=True):
        text = said[item.item_id]
        # A record without the key is left out of the official denominator.
        n_official += text is not None
        theirs = text is not None and official(item.options[item.answer_index or 0],
                                               unwrapped(text), item.options)  # fmt: skip
        assert copy.correct is theirs, (text, item)
        raw = text is not None and official(item.options[item.answer_index or 0], text,
                                            item.options)  # fmt: skip
        counts[bool(mine.correct), raw] += 1
        if bool(mine.correct) != raw:
            listed.append({
                "question_id": item.question_id, "options": item.options,
                "answer": item.options[item.answer_index or 0], "said": text, "form": form,
                "ours": mine.correct, "official": raw,
                "reason": reason(item, text or "", ours=bool(mine.correct)),
            })  # fmt: skip
    right = sum(n for (_, theirs), n in counts.items() if theirs)
    table = [(True, True), (True, False), (False, True), (False, False)]
    accuracy = score(ours, benchmark).overall.accuracy
    shares = [f"{100 * accuracy:.1f}", f"{100 * right / n_official:.1f}" if n_official else "-"]
    return [form, *(str(counts[pair]) for pair in table), *shares, str(n_official)], listed


def unwrapped(text: str) -> str:
    """Return what our mode hands to the rule: what stands in the tags, where there are any."""
    found = re.search(r"<answer>(.*?)</answer>", text, re.DOTALL)
    return found[1].strip() if found else text


if __name__ == "__main__":
    main()
