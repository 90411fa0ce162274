"""Fits how far the readers' word can be trusted, on rendered lines in fonts that neither training nor tests use.

    calibration.py --work FOLDER --reader build/bench/shenbao_read_lines --models models

Renders worn lines, has both readers read them, and writes models/calibration.json: for each way two readings can
relate to each other, how often the line reader's character is right, by its own probability (see
extract/read/calibration.h). Prints the counts behind each figure.
"""

import argparse
import collections
import json
import os
import subprocess
import unicodedata

import cv2
import numpy as np

import fonts
import glyph_cache
import lines
import texts

WEAR = (0.0, 0.8)
EDGES = [0.0, 0.3, 0.5, 0.7, 0.85, 0.93, 0.97, 0.99, 0.997, 0.999, 0.9997, 1.0000001]
KEEP = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
PLAIN = str.maketrans("—–“”‘’〈〉", "--\"\"''<>")
LONGER = "㎡℃…"  # NFKC makes more than one character of them


def plain(text):
    text = "".join(c if c in LONGER else unicodedata.normalize("NFKC", c) for c in text)
    return text.translate(PLAIN).replace(" ", "").replace("·", ".")


def like_a_form(source, rng):
    """A text as it stands in a form: no random characters."""
    kind = rng.random()
    if kind < 0.4:
        return source.name(rng)
    return source.prose(rng, int(rng.integers(2, 20))) if kind < 0.75 else texts.number(rng)


def render(options, count):
    """Pictures of worn lines below the work folder: [(path, height of a hanzi, text)]."""
    drawer = lines.Drawer(glyph_cache.cached(fonts.CALIBRATION, os.path.join(options.work, "calibration")))
    source = texts.Texts()
    rng = np.random.default_rng(options.seed)
    folder = os.path.join(options.work, "lines")
    os.makedirs(folder, exist_ok=True)
    made = []
    while len(made) < count:
        drawn = drawer.scan(like_a_form(source, rng), rng, rng.uniform(*WEAR))
        if drawn is None:
            continue
        gray, size, classes = drawn
        path = os.path.join(folder, f"{len(made):05}.png")
        cv2.imwrite(path, gray)
        made.append((path, size, "".join(lines.CLASSES[index] for index in classes)))
    return made


def aligned(own, other):
    """What `other` has at each character of `own`, "" for nothing, and whether it has more besides."""
    rows, columns = len(own) + 1, len(other) + 1
    cost = np.zeros((rows, columns), int)
    cost[0], cost[:, 0] = range(columns), range(rows)
    for i in range(1, rows):
        for j in range(1, columns):
            cost[i, j] = min(cost[i - 1, j - 1] + (own[i - 1] != other[j - 1]), cost[i - 1, j] + 1, cost[i, j - 1] + 1)
    at, more, i, j = [""] * len(own), False, len(own), len(other)
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + (own[i - 1] != other[j - 1]):
            i, j = i - 1, j - 1
            at[i] = other[j]
        elif j and cost[i, j] == cost[i, j - 1] + 1:
            more, j = True, j - 1
        else:
            i -= 1
    return at, more


class Counts:
    """Right and all, by the bin of a probability."""

    def __init__(self):
        self.right, self.all, self.sum = np.zeros(len(EDGES) - 1), np.zeros(len(EDGES) - 1), np.zeros(len(EDGES) - 1)

    def add(self, probability, right):
        index = int(np.searchsorted(EDGES, min(probability, 1.0), side="right")) - 1
        self.right[index] += right
        self.all[index] += 1
        self.sum[index] += probability

    def curve(self):
        """Points (mean probability, share right), rising: neighbours that fall are pooled (isotonic regression).

        Half a wrong one is added to each, so that few lines never make it certain.
        """
        pools = [[s, r, n] for s, r, n in zip(self.sum, self.right, self.all) if n > 0]
        index = 1
        while index < len(pools):
            (s0, r0, n0), (s1, r1, n1) = pools[index - 1], pools[index]
            if r0 / (n0 + 0.5) >= r1 / (n1 + 0.5):
                pools[index - 1:index + 1] = [[s0 + s1, r0 + r1, n0 + n1]]
                index = max(1, index - 1)
            else:
                index += 1
        return [[round(s / n, 5), round(r / (n + 0.5), 5)] for s, r, n in pools]


def fit(readings, truths):
    sure_and_wrong = collections.Counter()
    kinds = {name: Counts() for name in ("alone", "agreed", "denied", "second", "unseen")}
    keep = {share: 0 for share in KEEP}
    for reading, text in zip(readings, truths):
        truth = plain(text)
        own = [plain(entry[0]) or entry[0] for entry in reading["own"]]
        figure = all(c in "0123456789.,-%" for c in "".join(own))
        other = plain(reading["figures" if figure else "text"])
        true_at, _ = aligned(own, truth)
        other_at, more = aligned(own, other)
        for (_, probability, others), mine, true, theirs in zip(reading["own"], own, true_at, other_at):
            right = mine == true
            kinds["alone"].add(probability, right)
            if probability > 0.999 and not right:
                sure_and_wrong[true, mine] += 1
            if mine == theirs:
                kinds["agreed"].add(probability, right)
                continue
            kinds["denied"].add(probability, right)
            if theirs not in [plain(other) for other in others]:
                continue
            kinds["second"].add(probability, theirs == true)
            for share in KEEP:
                keep[share] += right if probability >= share else theirs == true
        if more and own:
            kinds["unseen"].add(reading["overlooked"], len(truth) <= len(own))
    result = {"keep": max(KEEP, key=lambda share: keep[share])}
    for name, counts in kinds.items():
        result[name] = counts.curve() or [[0.0, 0.5], [1.0, 0.5]]
        print(name, [(round(EDGES[i], 4), int(counts.right[i]), int(counts.all[i])) for i in range(len(counts.all))])
    print("sure and wrong", sure_and_wrong.most_common(40))
    print("kept from", {share: int(value) for share, value in keep.items()})
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", default="work", help="folder for caches and pictures")
    parser.add_argument("--reader", default="build/bench/shenbao_read_lines", help="the program that reads lines")
    parser.add_argument("--models", default="models", help="its models, and where the result goes")
    parser.add_argument("--count", type=int, default=6000, help="lines")
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    made = render(options, options.count)
    told = "".join(f"{path}\t{size:.2f}\n" for path, size, _ in made)
    read = subprocess.run([options.reader, options.models], input=told, capture_output=True, text=True, check=True).stdout
    fitted = fit([json.loads(line) for line in read.splitlines()], [text for _, _, text in made])
    with open(os.path.join(options.models, "calibration.json"), "w", encoding="utf-8") as file:
        fields = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in fitted.items())
        file.write("{\n" + fields + "\n}\n")


if __name__ == "__main__":
    main()
