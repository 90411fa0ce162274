#!/usr/bin/env python3
"""Measures results against labelled scans: how many values are right, and what the confidence is worth.

    bench/accuracy.py RESULTS LABELS

RESULTS is the output folder of `shenbao extract`. LABELS is a folder, in any layout, with a file NAME.expected.json or
NAME.truth.json for each scan NAME: {"forms": [{"type": …, "values": {…}}, …]}, the forms in page order, values as in a
result; "__any__" stands where nothing is to be judged. The easiest way to make one: copy a result, correct its "values"
against the paper, and rename it.

Prints tables in Markdown: shares by level of wear (if the labels have a "level"), the confidence against the share that is
right with the expected calibration error, what each --review-below costs and leaves, and the characters most often wrong.
"""

import argparse
import collections
import difflib
import json
import pathlib
import unicodedata

BUDGETS = [0.5, 0.8, 0.9, 0.95, 0.99]  # for --review-below
EDGES = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0000001]
LONG = 120  # characters; longer texts are counted by character errors


def plain(value):
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{float(value):.4f}".rstrip("0").rstrip(".")
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, f"{path}/{key}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from leaves(below, f"{path}/{index}")
    else:
        yield path, value


def pairs(results, labels):
    """(level, expected, given, confidence, status) of every value of every form."""
    by_name = {path.stem: path for path in pathlib.Path(results).rglob("*.json") if path.name != "batch.json"}
    for label in sorted(pathlib.Path(labels).rglob("*.json")):
        name, _, kind = label.name.partition(".")
        if kind not in ("expected.json", "truth.json"):
            continue
        if name not in by_name:
            raise SystemExit(f"{label}: there is no result {name}.json below {results}")
        expected = json.loads(label.read_text("utf-8"))
        given = json.loads(by_name[name].read_text("utf-8"))["forms"]
        for index, form in enumerate(expected["forms"]):
            if index >= len(given) or given[index]["type"] != form["type"]:
                print(f"{name}: form {index + 1} is missing or of another type; its values are not counted")
                continue
            read, evidence = dict(leaves(given[index]["values"])), given[index].get("evidence", {})
            for path, value in leaves(form["values"]):
                if value == "__any__":
                    continue
                place = evidence.get(path, {})
                yield expected.get("level", "all"), value, read.get(path), place.get("confidence"), place.get("status")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results")
    parser.add_argument("labels")
    options = parser.parse_args()
    levels = collections.defaultdict(collections.Counter)
    bins = [[0, 0, 0.0] for _ in EDGES[1:]]
    judged = []  # (confidence, right)
    confused = collections.Counter()
    for level, expected, given, confidence, status in pairs(options.results, options.labels):
        want, got = plain(expected), plain(given)
        count = levels[level]
        if len(want) > LONG:
            matched = sum(block.size for block in difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
            count["characters"] += len(want)
            count["errors"] += max(len(want), len(got)) - matched
            continue
        if want:
            count["values"] += 1
            count["right"] += want == got
            count["review"] += status == "review"
        if status == "accepted":
            count["sure"] += 1
            count["silent"] += want != got
        if confidence is not None and got:
            index = next(i for i, edge in enumerate(EDGES[1:]) if confidence < edge)
            bins[index][0] += 1
            bins[index][1] += want == got
            bins[index][2] += confidence
            judged.append((confidence, want == got))
        if want and got and want != got and len(want) == len(got):
            confused.update((a, b) for a, b in zip(want, got) if a != b)

    print("| level | values | right | accepted and wrong | in review | long texts, characters wrong |\n|---|---|---|---|---|---|")
    for level, count in sorted(levels.items()):
        def share(part, whole):
            return f"{count[part] / count[whole]:.4f}" if count[whole] else "–"
        print(f"| {level} | {count['values']} | {share('right', 'values')} | {share('silent', 'sure')} "
              f"| {share('review', 'values')} | {share('errors', 'characters')} |")
    total = sum(part[0] for part in bins)
    error = sum(abs(right - confidence) for _, right, confidence in bins) / max(1, total)
    print(f"\nExpected calibration error: {error:.4f}\n\n| confidence | values | mean | right |\n|---|---|---|---|")
    for low, high, (number, right, confidence) in zip(EDGES, EDGES[1:], bins):
        if number:
            print(f"| {low:g} to {min(high, 1):g} | {number} | {confidence / number:.3f} | {right / number:.4f} |")
    print(f"\n| `--review-below` | of {total:,} values go to review for that | not below it and wrong |\n|---|---|---|")
    for budget in BUDGETS:
        below = sum(confidence < budget for confidence, _ in judged)
        wrong = sum(confidence >= budget and not right for confidence, right in judged)
        print(f"| {budget:g} | {100 * below / max(1, total):.1f} % | {wrong} |")
    if confused:
        print("\nCharacters most often wrong: " +
              ", ".join(f"{a} read {b} ({n})" for (a, b), n in confused.most_common(12)))


if __name__ == "__main__":
    main()
