"""Trains the net that reads single symbols: models/symbols.onnx and models/symbols.txt."""

import argparse
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
import nets
import wear

CLASSES = list("≥≤=><%/，。（）、：；-—+～.,():“”0123456789一二三") + [""]
OTHER = len(CLASSES) - 1
# How each class is printed; what has no entry is printed as itself.
FORMS = {text: [text] + [shape for shape, same in charset.SAME.items() if same == text] for text in CLASSES[:-1]}
OPERATORS = "≥≤=><"
NEAR_BARS = set("≥≤=><-—一二三.：:；;")  # a bar more would make another class of these
OTHER_SIGNS = "*#&@$!?[]{}^_±×÷·…《》【】？！√℃①②③④⑤⑥ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
LOOK_LIKE_CLASSES = set("一二三丶丨丿亅乙〇口")

EM = 64
CANVAS = 128
SIDE = 32  # of the net's two planes
HANZI = 20  # height of a hanzi in the first plane


def planes(glyph, line_height, top):
    """The net's input, as extract/read/symbol_reader.cpp makes it: the glyph at its place and size, and the glyph alone."""
    result = np.zeros((2, SIDE, SIDE), np.float32)
    low, high = int(glyph.min()), max(int(glyph.max()), 176)  # a bar cropped to its ink shows no paper
    if high - low < 24:
        return result
    ink = np.clip((high - glyph.astype(np.float32)) / (high - low), 0.0, 1.0)
    height, width = ink.shape

    scale = HANZI / line_height
    placed = _resized(ink, min(SIDE, round_half_up(width * scale)), min(SIDE, round_half_up(height * scale)))
    y = min(max(round_half_up((SIDE - HANZI) / 2 + top * scale), 0), SIDE - placed.shape[0])
    x = (SIDE - placed.shape[1]) // 2
    result[0, y:y + placed.shape[0], x:x + placed.shape[1]] = placed

    scale = 28.0 / max(width, height)
    alone = _resized(ink, round_half_up(width * scale), round_half_up(height * scale))
    y, x = (SIDE - alone.shape[0]) // 2, (SIDE - alone.shape[1]) // 2
    result[1, y:y + alone.shape[0], x:x + alone.shape[1]] = alone
    return result


def round_half_up(value):
    return int(np.floor(value + 0.5))


def _resized(ink, width, height):
    width, height = max(1, width), max(1, height)
    shrinks = width < ink.shape[1] or height < ink.shape[0]
    return cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


class Glyphs:
    """All drawings of all classes, and how tall a hanzi stands beside them."""

    def __init__(self, entries, other_hanzi, seed=0):
        rng = np.random.default_rng(seed)
        self.drawings = [[] for _ in CLASSES]  # (ink, hanzi top, hanzi height), on a canvas of CANVAS pixels
        hanzi = [c for c in charset.LEVEL1 if c not in LOOK_LIKE_CLASSES]
        for font in fonts.load(entries, EM):
            for index, text in enumerate(CLASSES[:-1]):
                for form in FORMS[text]:
                    self._add(font, form, index)
            for char in list(OTHER_SIGNS) + list(rng.choice(hanzi, other_hanzi, replace=False)):
                self._add(font, char, OTHER)

    def _add(self, font, char, index):
        if not font.has(char):
            return
        baseline = CANVAS // 2 + round(font.hanzi_top - font.hanzi_height / 2)
        x = (CANVAS - font.advance(char)) / 2
        ink = font.draw(char, CANVAS, CANVAS, x, baseline)
        if ink.max() > 128:
            self.drawings[index].append((ink, baseline - font.hanzi_top, font.hanzi_height))


def _touching_pair(glyphs, rng):
    """Two glyphs that were taken for one."""
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    first = _any(glyphs, rng)
    second = _any(glyphs, rng)
    boxes = [cv2.boundingRect(drawing[0]) for drawing in (first, second)]
    gap = int(rng.integers(-3, 5))
    width = boxes[0][2] + gap + boxes[1][2]
    if width > CANVAS or boxes[0][2] < 4 or boxes[1][2] < 4:
        return first[0], first[1], first[2], False
    x = (CANVAS - width) // 2
    for drawing, box in ((first, boxes[0]), (second, boxes[1])):
        part = drawing[0][:, box[0]:box[0] + box[2]]
        ink[:, x:x + box[2]] = np.maximum(ink[:, x:x + box[2]], part)
        x += box[2] + gap
    return ink, first[1], first[2], True


def _any(glyphs, rng):
    drawings = glyphs.drawings[int(rng.integers(0, OTHER))]
    return drawings[int(rng.integers(0, len(drawings)))]


def _fragment(glyphs, rng):
    """Half a hanzi, a piece of a ruling, a speck or a stain."""
    kind = rng.random()
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    if kind < 0.5:
        drawings = glyphs.drawings[OTHER]
        whole, top, height = drawings[int(rng.integers(0, len(drawings)))]
        x, y, w, h = cv2.boundingRect(whole)
        if w > EM // 2 and h > EM // 2:
            keep = round(w * rng.uniform(0.35, 0.65))
            start = x if wear.chance(rng, 0.5) else x + w - keep
            ink[:, start:start + keep] = whole[:, start:start + keep]
        else:
            ink = whole
        return ink, top, height
    height = EM * 0.9
    top = CANVAS / 2 - height / 2
    middle = CANVAS // 2
    if kind < 0.7:  # rulings: far longer than any stroke, or standing, or a corner
        thick = int(rng.integers(2, 7))
        if wear.chance(rng, 0.6):
            x = middle + int(rng.integers(-20, 20))
            cv2.line(ink, (x, int(rng.integers(0, 24))), (x, int(rng.integers(104, 128))), 255, thick)
        if wear.chance(rng, 0.4) or not ink.any():
            y = middle + int(rng.integers(-40, 40))
            cv2.line(ink, (0, y), (CANVAS, y), 255, thick)
    elif kind < 0.85:  # specks
        for _ in range(int(rng.integers(2, 14))):
            x, y = rng.integers(30, 98, 2)
            cv2.circle(ink, (int(x), int(y)), int(rng.integers(1, 4)), 255, cv2.FILLED)
    else:  # a stain or a piece of a seal
        points = (rng.normal(CANVAS / 2, 18, (int(rng.integers(3, 8)), 2))).astype(np.int32)
        cv2.fillPoly(ink, [points], 255)
        if wear.chance(rng, 0.5):
            ink[rng.random(ink.shape) < 0.4] = 0
    return ink, top, height


def sample(glyphs, rng, strength):
    """One worn glyph as the net sees it, and its class."""
    while True:
        kind = rng.random()
        index = OTHER
        if kind < 0.12:
            index = CLASSES.index(OPERATORS[int(rng.integers(0, 5))])
        elif kind < 0.78:
            index = int(rng.integers(0, OTHER))
        if index != OTHER or kind < 0.88:
            drawings = glyphs.drawings[index]
            ink, top, height = drawings[int(rng.integers(0, len(drawings)))]
        elif kind < 0.94:
            ink, top, height, joined = _touching_pair(glyphs, rng)
            if not joined:
                continue
        else:
            ink, top, height = _fragment(glyphs, rng)
        made = _scanned(ink, top, height, index, rng, strength)
        if made is not None:
            return made, index


def _scanned(ink, top, height, index, rng, strength):
    ink = wear.slanted(ink, rng, 0.05 * strength)
    line_height = rng.uniform(15, 52)
    scale = line_height / height
    size = max(24, round(CANVAS * scale))
    stretch = float(np.exp(rng.normal(0.0, 0.06 * strength)))
    small = cv2.resize(ink, (max(8, round(size * stretch)), size), interpolation=cv2.INTER_AREA)
    gray = wear.worn(small, rng, strength, line_height / 32.0)
    level = (int(gray.min()) + max(int(gray.max()), 176)) / 2
    mask = (gray < level).astype(np.uint8)
    if strength > 0 and wear.chance(rng, 0.8):  # the caller drops specks
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        if count > 2:
            small_parts = np.where(stats[:, 4] < max(2, 0.05 * stats[1:, 4].max()))[0]
            mask[np.isin(labels, small_parts)] = 0
    x, y, w, h = cv2.boundingRect(mask)
    if w == 0 or h == 0:
        return None
    grow = rng.integers(-1 if min(w, h) > 6 else 0, 3, 4) if wear.chance(rng, 0.6) else np.zeros(4, int)
    left, upper = max(0, x - int(grow[0])), max(0, y - int(grow[1]))
    right, lower = min(gray.shape[1], x + w + int(grow[2])), min(gray.shape[0], y + h + int(grow[3]))
    crop = gray[upper:lower, left:right].copy()
    if crop.size == 0:
        return None
    if index != OTHER and min(crop.shape) > 8 and wear.chance(rng, 0.07 * strength):
        _leave_ruling(crop, rng, across=CLASSES[index] not in NEAR_BARS)
    offset = upper - top * scale
    if wear.chance(rng, 0.25):  # a lone symbol: its place is a guess
        offset = (line_height - crop.shape[0]) / 2 + rng.normal(0.0, 0.12) * line_height
        told_height = line_height * float(np.exp(rng.normal(0.0, 0.12)))
    else:
        offset += rng.normal(0.0, 0.04) * line_height
        told_height = line_height * float(np.exp(rng.normal(0.0, 0.04)))
    return planes(crop, told_height, offset)


def _leave_ruling(crop, rng, across):
    dark = int(crop.min())
    thick = 1 if wear.chance(rng, 0.7) else 2
    side = int(rng.integers(0 if across else 2, 4))
    if side == 0:
        crop[:thick] = dark
    elif side == 1:
        crop[-thick:] = dark
    elif side == 2:
        crop[:, :thick] = dark
    else:
        crop[:, -thick:] = dark


def make_net():
    return nn.Sequential(
        nets.block(2, 12), nn.MaxPool2d(2), nets.block(12, 24), nets.block(24, 24), nn.MaxPool2d(2),
        nets.block(24, 32), nets.block(32, 32), nn.MaxPool2d(2), nets.block(32, 40, kernel=4, padding=0),
        nn.Conv2d(40, len(CLASSES), 1), nn.Flatten())


def _produce(entries, hanzi, seed, strength_of, queue, batch):
    cv2.setNumThreads(1)
    glyphs = Glyphs(entries, hanzi, seed)
    rng = np.random.default_rng(seed)
    while True:
        samples = [sample(glyphs, rng, strength_of(rng)) for _ in range(batch)]
        queue.put((np.stack([s[0] for s in samples]), np.array([s[1] for s in samples])))


def _strength(rng):
    return float(rng.uniform(0.2, 1.0))


def evaluate(net, entries, per_font, seed=99):
    """Per test font: confusion counts [true, read]."""
    result = {}
    for entry in entries:
        glyphs = Glyphs([entry], 600, seed)
        rng = np.random.default_rng(seed)
        glyphs.drawings = [drawings or [None] for drawings in glyphs.drawings]
        counts = np.zeros((len(CLASSES), len(CLASSES)), int)
        samples = []
        while len(samples) < per_font:
            try:
                samples.append(sample(glyphs, rng, _strength(rng)))
            except TypeError:  # a class this font does not have
                continue
        with torch.no_grad():
            scores = net(torch.from_numpy(np.stack([s[0] for s in samples])))
        for (_, true), read in zip(samples, scores.argmax(1).tolist()):
            counts[true, read] += 1
        result[entry[0]] = counts
    return result


def report(confusions):
    lines = ["| class | " + " | ".join(confusions) + " | read as instead |", "|---|" + "---|" * (len(confusions) + 1)]
    for index, text in enumerate(CLASSES):
        shares = []
        total = sum(confusions.values())
        for counts in confusions.values():
            shares.append(f"{100 * counts[index, index] / max(1, counts[index].sum()):.1f}" if counts[index].sum() else "–")
        wrong = [(int(total[index, j]), CLASSES[j] or "other") for j in range(len(CLASSES)) if j != index and total[index, j]]
        wrong = ", ".join(f"{name} {100 * n / total[index].sum():.1f}" for n, name in sorted(wrong, reverse=True)[:3])
        lines.append(f"| `{text or 'other'}` | " + " | ".join(shares) + f" | {wrong} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=os.path.join(os.path.dirname(__file__), ".."))
    parser.add_argument("--samples", type=int, default=900_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--state", default="symbols.pt", help="the weights, for --measure")
    parser.add_argument("--measure", action="store_true", help="only measure the weights of --state")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    net = make_net()
    print("parameters", nets.parameters(net), flush=True)
    if options.measure:
        net.load_state_dict(torch.load(options.state))
    else:
        train(net, options)
        torch.save(net.state_dict(), options.state)
    net.eval()
    confusions = evaluate(net, fonts.TEST, 12000)
    print(report(confusions))
    for name, counts in confusions.items():
        print(name, f"{counts.trace() / counts.sum():.4f}")
    nets.export(net, torch.zeros(1, 2, SIDE, SIDE), os.path.join(options.out, "symbols.onnx"),
                {"glyphs": {0: "n"}, "scores": {0: "n"}})
    with open(os.path.join(options.out, "symbols.txt"), "w", encoding="utf-8") as file:
        file.write("".join(f"{text or 'other'}\n" for text in CLASSES))


def train(net, options):
    batch = 256
    steps = options.samples // batch
    queue = multiprocessing.Queue(8)
    for worker in range(options.workers):
        multiprocessing.Process(target=_produce, daemon=True, args=(
            fonts.CHINESE + fonts.LATIN, 220, 1000 + worker, _strength, queue, batch)).start()
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps, pct_start=0.1)
    right, started = [], time.time()
    for step in range(steps):
        inputs, targets = (torch.from_numpy(part) for part in queue.get())
        scores = net(inputs)
        loss = functional.cross_entropy(scores, targets, label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        right.append((scores.argmax(1) == targets).float().mean().item())
        if step % 100 == 99:
            print(json.dumps({"step": step + 1, "of": steps, "right": round(float(np.mean(right[-100:])), 4),
                              "seconds": round(time.time() - started)}), flush=True)


if __name__ == "__main__":
    main()
