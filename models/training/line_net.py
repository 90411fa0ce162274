"""Trains the line reader: glyphs first, then lines with CTC. Stops and goes on from its checkpoint.

    line_net.py --work FOLDER              train (again: go on) until the plan is done
    line_net.py --work FOLDER --measure    only measure the checkpoint on the test fonts
    line_net.py --work FOLDER --out MODELS only write the model files
"""

import argparse
import dataclasses
import json
import multiprocessing
import os
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

import charset
import fonts
import glyph_cache
import lines
import nets
import texts

FEATURES = 128
GLYPH_BATCH = 128
LINE_BATCH = 32


@dataclasses.dataclass(frozen=True)
class Stage:
    kind: str  # glyphs, or lines (of text)
    steps: int
    wear: tuple  # strength, from and to
    rate: tuple  # of learning, from and to
    common: bool = False  # only signs and GB 2312 level 1, eight fonts: what is learned first opens the way
    lengths: tuple = (1, 1)  # characters a line


PLAN = [
    Stage("glyphs", 2000, (0.0, 0.15), (2.0e-3, 2.0e-3), common=True),
    Stage("glyphs", 4000, (0.0, 0.4), (2.0e-3, 1.2e-3)),
    Stage("glyphs", 2500, (0.1, 0.8), (1.2e-3, 6e-4)),
    Stage("lines", 3000, (0.1, 0.7), (8e-4, 8e-4), lengths=(1, 6)),
    Stage("lines", 9000, (0.1, 1.0), (8e-4, 4e-4), lengths=(1, 11)),
    Stage("lines", 12000, (0.1, 1.0), (4e-4, 2e-5), lengths=(1, 18)),
]


class LineNet(nn.Module):
    """Pictures (n, 1, 32, w) to features (n, FEATURES, 1, w / 4) and the score that a column ends no character.

    Which character it is (`classes`, a layer of its own) is only asked where the column is no blank:
    p(character) = (1 - p(blank)) softmax(classes), so a blank column costs nothing.
    """

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nets.block(1, 24, kernel=5, stride=2), nets.block(24, 32), nn.MaxPool2d(2),
            nets.block(32, 64), nets.block(64, 64), nn.MaxPool2d((2, 1)),
            nets.block(64, 96), nn.MaxPool2d((2, 1)), nets.block(96, 128),
            nn.Conv2d(128, FEATURES, (2, 3), padding=(0, 1), bias=False), nn.BatchNorm2d(FEATURES), nn.ReLU(inplace=True))
        self.blank = nn.Conv2d(FEATURES, 1, 1)
        self.classes = nn.Conv2d(FEATURES, len(lines.CLASSES), 1)

    def forward(self, pictures):
        features = self.features(pictures)
        return features, self.blank(features)


def glyph_scores(net, pictures):
    """Scores of single glyphs, from the two columns in their middle."""
    features = net.features(pictures)
    middle = features.shape[3] // 2
    return net.classes(features[:, :, :, middle - 1:middle + 1].mean(3, keepdim=True)).flatten(1)


def log_probabilities(net, pictures):
    """(columns, n, 1 + classes), blank first."""
    features, blank = net(pictures)
    n, _, _, width = features.shape
    flat = features.permute(3, 0, 2, 1).reshape(width * n, FEATURES)
    weight = net.classes.weight.flatten(1)
    chars = functional.log_softmax(functional.linear(flat, weight, net.classes.bias).float(), 1)
    blank = blank.float().permute(3, 0, 2, 1).reshape(width * n, 1)
    return torch.cat([functional.logsigmoid(blank), functional.logsigmoid(-blank) + chars], 1).view(width, n, -1)


def _produce(work, number, seed, queue):
    cv2.setNumThreads(1)
    drawer = lines.Drawer(glyph_cache.Cache(os.path.join(work, "train")), glyph_cache.Cache(os.path.join(work, "latin")))
    source = texts.Texts()
    rng = np.random.default_rng(seed)
    stage = PLAN[number]
    while True:
        if stage.kind == "glyphs":
            made = []
            while len(made) < GLYPH_BATCH:
                glyph = drawer.glyph(rng, rng.uniform(*stage.wear), stage.common)
                if glyph is not None:
                    made.append(glyph)
            queue.put((np.stack([g[0] for g in made])[:, None].astype(np.float16), np.array([g[1] for g in made])))
        else:
            pictures, classes, widths = lines.batch_of_lines(
                drawer, source, rng, LINE_BATCH, stage.lengths, lambda r: r.uniform(*stage.wear))
            queue.put((pictures.astype(np.float16), classes, widths))


def ctc_loss(net, pictures, classes):
    scores = log_probabilities(net, pictures)
    targets = torch.tensor([index + 1 for line in classes for index in line])
    # columns of padding carry no ink: letting them be blank teaches the end of a line
    return functional.ctc_loss(scores, targets, torch.full((len(classes),), scores.shape[0]),
                               torch.tensor([len(line) for line in classes]), zero_infinity=True)


def read(net, pictures):
    """Greedy reading: a list of class numbers per line."""
    best = log_probabilities(net, pictures).argmax(2).T.tolist()
    result = []
    for row in best:
        line, before = [], 0
        for index in row:
            if index and index != before:
                line.append(index - 1)
            before = index
        result.append(line)
    return result


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row[0], diagonal = i, row[0]
        for j, y in enumerate(b, 1):
            row[j], diagonal = min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y)), row[j]
    return row[-1]


class GroupTexts:
    """Random characters of one group only."""

    def __init__(self, chars):
        self.chars = sorted(chars)

    def draw(self, rng, length):
        return "".join(self.chars[int(rng.integers(0, len(self.chars)))] for _ in range(length))


def measure(net, work, count=96, seed=7):
    """Share of characters right (1 - edits / characters) per test font and group, on worn lines."""
    net.eval()
    sources = {"level 1": GroupTexts(charset.LEVEL1), "level 2": GroupTexts(charset.LEVEL2),
               "signs": GroupTexts("≥≤=><%/，。（）、：；0123456789.一二三"), "mixed": texts.Texts()}
    result = {}
    for number, entry in enumerate(fonts.TEST):
        drawer = lines.Drawer(glyph_cache.Cache(os.path.join(work, f"test{number}")))
        for name, source in sources.items():
            rng = np.random.default_rng(seed)
            wrong = total = 0
            for _ in range(count // 16):
                pictures, classes, _ = lines.batch_of_lines(drawer, source, rng, 16, (2, 10), lambda r: r.uniform(0.1, 0.8))
                with torch.no_grad():
                    for read_line, line in zip(read(net, torch.from_numpy(pictures)), classes):
                        wrong += distance(read_line, line)
                        total += len(line)
            result[f"{entry[0]}, {name}"] = round(1 - wrong / total, 4)
    net.train()
    return result


def measure_glyphs(net, work, count=1024, seed=7):
    net.eval()
    result = {}
    for number, entry in enumerate(fonts.TEST):
        drawer = lines.Drawer(glyph_cache.Cache(os.path.join(work, f"test{number}")))
        rng = np.random.default_rng(seed)
        made = [g for g in (drawer.glyph(rng, 0.2) for _ in range(count)) if g is not None]
        with torch.no_grad():
            scores = glyph_scores(net, torch.from_numpy(np.stack([g[0] for g in made])[:, None]))
        result[entry[0]] = round(float((scores.argmax(1).numpy() == np.array([g[1] for g in made])).mean()), 4)
    net.train()
    return result


def train(options):
    path = os.path.join(options.work, "line_net.pt")
    net = LineNet().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-3)
    stage, step = 0, 0
    if os.path.exists(path):
        state = torch.load(path)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        stage, step = state["stage"], state["step"]
    print(json.dumps({"parameters": nets.parameters(net), "stage": stage, "step": step}), flush=True)
    log = open(os.path.join(options.work, "line_net.log"), "a", encoding="utf-8")
    started = time.time()
    while stage < len(PLAN):
        step = _train_stage(net, optimizer, stage, step, options, path, log, started)
        stage, step = stage + 1, 0
        _save(path, net, optimizer, stage, step)


def _save(path, net, optimizer, stage, step):
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "stage": stage, "step": step}, path + ".new")
    os.replace(path + ".new", path)


def _train_stage(net, optimizer, stage, step, options, path, log, started):
    kind, steps, (rate_from, rate_to) = PLAN[stage].kind, PLAN[stage].steps, PLAN[stage].rate
    queue = multiprocessing.Queue(12)
    producer = multiprocessing.Process(target=_produce, daemon=True,
                                       args=(options.work, stage, int(time.time()) % 100000, queue))
    producer.start()
    losses = []
    while step < steps:
        warm = min(1.0, (step + 1) / 150)
        for group in optimizer.param_groups:
            group["lr"] = warm * (rate_from + (rate_to - rate_from) * step / steps)
        batch = queue.get()
        pictures = torch.from_numpy(batch[0]).float().contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast where the processor knows bfloat16
            if kind == "glyphs":
                loss = functional.cross_entropy(glyph_scores(net, pictures).float(), torch.from_numpy(batch[1]))
            else:
                loss = ctc_loss(net, pictures, batch[1])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        losses.append(loss.item())
        step += 1
        if step % 100 == 0:
            note = {"stage": stage, "kind": kind, "step": step, "of": steps, "loss": round(float(np.mean(losses[-100:])), 4),
                    "minutes": round((time.time() - started) / 60, 1)}
            if step % 400 == 0:
                note["right"] = measure_glyphs(net, options.work) if kind == "glyphs" else measure(net, options.work, 32)
                _save(path, net, optimizer, stage, step)
            for out in (log, None):
                print(json.dumps(note, ensure_ascii=False), file=out, flush=True)
    producer.terminate()
    return step


class _Reader(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.features, self.blank = net.features, net.blank

    def forward(self, pictures):
        features = self.features(pictures)
        return features, self.blank(features)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", default="work", help="folder for caches, checkpoint and log")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--out", help="write line_features.onnx, line_classes.onnx and line_classes.txt here")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    glyph_cache.cached(fonts.CHINESE, os.path.join(options.work, "train"))
    glyph_cache.cached(fonts.LATIN, os.path.join(options.work, "latin"))
    for number, entry in enumerate(fonts.TEST):
        glyph_cache.cached([entry], os.path.join(options.work, f"test{number}"))
    if not options.measure and not options.out:
        train(options)
        return
    net = LineNet()
    net.load_state_dict(torch.load(os.path.join(options.work, "line_net.pt"))["net"])
    if options.measure:
        for name, share in measure(net, options.work, 320).items():
            print(f"{name}: {share:.4f}")
    if options.out:
        net.eval()
        nets.export(_Reader(net), torch.zeros(1, 1, lines.HEIGHT, 64), os.path.join(options.out, "line_features.onnx"),
                    {"glyphs": {0: "n", 3: "w"}, "features": {0: "n", 3: "c"}, "blank": {0: "n", 3: "c"}},
                    ("features", "blank"))
        nets.export(net.classes, torch.zeros(1, FEATURES, 1, 1), os.path.join(options.out, "line_classes.onnx"),
                    {"glyphs": {0: "n"}, "scores": {0: "n"}})
        with open(os.path.join(options.out, "line_classes.txt"), "w", encoding="utf-8") as file:
            file.write("".join(f"{char}\n" for char in lines.CLASSES))


if __name__ == "__main__":
    main()
