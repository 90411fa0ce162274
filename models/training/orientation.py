"""Trains the net that tells which way up a glyph stands: models/orientation.onnx."""

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
import glyph_cache
import nets
import wear

SIDE = 32
FILLED = 28  # the longer side of the glyph within it
DIGITS = [c for c in charset.ASCII if c.isalnum()]


def plane(glyph):
    """The net's input, as layout/page/orientation.cpp makes it."""
    result = np.zeros((1, SIDE, SIDE), np.float32)
    low, high = int(glyph.min()), int(glyph.max())
    if high - low < 24:
        return result
    height, width = glyph.shape
    scale = FILLED / max(width, height)
    width, height = max(1, int(width * scale + 0.5)), max(1, int(height * scale + 0.5))
    shrinks = scale < 1.0
    small = cv2.resize(glyph, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    x, y = (SIDE - width) // 2, (SIDE - height) // 2
    result[0, y:y + height, x:x + width] = np.clip((high - small.astype(np.float32)) / (high - low), 0.0, 1.0)
    return result


def upright(cache, rng, strength):
    """A worn, upright glyph (gray), cropped as connected components would crop it."""
    kind = rng.random()
    while True:
        font = int(rng.integers(0, cache.ink.shape[0]))
        if kind < 0.6:
            char = charset.LEVEL1[int(rng.integers(0, len(charset.LEVEL1)))]
        elif kind < 0.88:
            char = charset.LEVEL2[int(rng.integers(0, len(charset.LEVEL2)))]
        else:
            char = DIGITS[int(rng.integers(0, len(DIGITS)))]
        if cache.advance[font, glyph_cache.INDEX[char]] > 0:
            break
    ink = np.array(cache.ink[font, glyph_cache.INDEX[char]])
    ink = wear.slanted(ink, rng, 0.06)
    size = int(rng.uniform(20, 52))
    stretch = float(np.exp(rng.normal(0.0, 0.06)))
    ink = cv2.resize(ink, (max(8, round(size * stretch)), size), interpolation=cv2.INTER_AREA)
    gray = wear.worn(ink, rng, strength, size / 40.0)
    mask = (gray < (int(gray.min()) + int(gray.max())) / 2).astype(np.uint8)
    if kind > 0.35 or strength == 0:
        box = cv2.boundingRect(mask)
    else:  # one part of the glyph, or parts that a threshold joined
        joined = cv2.dilate(mask, np.ones((int(rng.integers(1, 4)), int(rng.integers(1, 4))), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        if count < 2:
            return None
        box = stats[1 + int(stats[1:, 4].argmax()), :4]
    x, y, w, h = (int(v) for v in box)
    if max(w, h) < size * 0.3 or min(w, h) < 3:
        return None
    grow = rng.integers(0, 3, 4)
    return gray[max(0, y - grow[0]):y + h + grow[1], max(0, x - grow[2]):x + w + grow[3]]


def no_glyph(rng):
    """Specks, strokes and stains: they must not vote."""
    gray = np.full((40, 40), 255, np.uint8)
    for _ in range(int(rng.integers(1, 5))):
        a, b = rng.integers(2, 38, 2), rng.integers(2, 38, 2)
        if wear.chance(rng, 0.5):
            b[0] = a[0]
        elif wear.chance(rng, 0.5):
            b[1] = a[1]
        cv2.line(gray, tuple(int(v) for v in a), tuple(int(v) for v in b), 0, int(rng.integers(1, 6)))
    if wear.chance(rng, 0.3):
        gray[rng.random(gray.shape) < rng.uniform(0.1, 0.5)] = 0
    return gray


def sample(cache, rng, strength):
    """A glyph turned by some quarter turns, and how many clockwise ones put it right (-1: no glyph)."""
    if wear.chance(rng, 0.08):
        return plane(no_glyph(rng)), -1
    glyph = None
    while glyph is None or glyph.size == 0:
        glyph = upright(cache, rng, strength)
    turns = int(rng.integers(0, 4))
    return plane(np.ascontiguousarray(np.rot90(glyph, turns))), turns  # rot90 turns counterclockwise


def make_net():
    return nn.Sequential(
        nets.block(1, 16, kernel=5, stride=2), nets.block(16, 32), nn.MaxPool2d(2), nets.block(32, 48), nn.MaxPool2d(2),
        nets.block(48, 80), nets.block(80, 64, kernel=4, padding=0), nn.Conv2d(64, 4, 1), nn.Flatten())


def _strength(rng):
    return float(rng.uniform(0.1, 1.0))


def _produce(folder, seed, queue, batch):
    cv2.setNumThreads(1)
    cache = glyph_cache.Cache(folder)
    rng = np.random.default_rng(seed)
    while True:
        samples = [sample(cache, rng, _strength(rng)) for _ in range(batch)]
        queue.put((np.stack([s[0] for s in samples]), np.array([s[1] for s in samples])))


def targets_of(turns):
    """One-hot, smoothed; what is no glyph is to give each way the same."""
    known = turns >= 0
    hot = functional.one_hot(turns.clamp(min=0), 4).float() * 0.96 + 0.01
    return torch.where(known[:, None], hot, torch.full_like(hot, 0.25))


def evaluate(net, cache, count, seed=5):
    rng = np.random.default_rng(seed)
    samples = []
    while len(samples) < count:
        made = sample(cache, rng, _strength(rng))
        if made[1] >= 0:
            samples.append(made)
    with torch.no_grad():
        scores = net(torch.from_numpy(np.stack([s[0] for s in samples])))
    return (scores.argmax(1).numpy() == np.array([s[1] for s in samples])).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=os.path.join(os.path.dirname(__file__), ".."))
    parser.add_argument("--work", default="work", help="folder for the glyph caches and the weights")
    parser.add_argument("--samples", type=int, default=800_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    folder = os.path.join(options.work, "train")
    glyph_cache.cached(fonts.CHINESE, folder)
    tests = [glyph_cache.cached([entry], os.path.join(options.work, f"test{number}"))
             for number, entry in enumerate(fonts.TEST)]
    net = make_net()
    print("parameters", nets.parameters(net), flush=True)
    train(net, folder, options, tests)
    torch.save(net.state_dict(), os.path.join(options.work, "orientation.pt"))
    net.eval()
    for test in tests:
        print(test.names[0], f"{evaluate(net, test, 8000):.4f}")
    nets.export(net, torch.zeros(1, 1, SIDE, SIDE), os.path.join(options.out, "orientation.onnx"),
                {"glyphs": {0: "n"}, "scores": {0: "n"}})


def train(net, folder, options, tests):
    batch = 256
    steps = options.samples // batch
    queue = multiprocessing.Queue(8)
    for worker in range(options.workers):
        multiprocessing.Process(target=_produce, daemon=True, args=(folder, 2000 + worker, queue, batch)).start()
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps, pct_start=0.1)
    started, losses = time.time(), []
    for step in range(steps):
        inputs, turns = (torch.from_numpy(part) for part in queue.get())
        loss = functional.cross_entropy(net(inputs), targets_of(turns))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 200 == 199:
            net.eval()
            right = [round(float(evaluate(net, test, 1000)), 3) for test in tests]
            net.train()
            print(json.dumps({"step": step + 1, "of": steps, "loss": round(float(np.mean(losses[-200:])), 4),
                              "right": right, "seconds": round(time.time() - started)}), flush=True)


if __name__ == "__main__":
    main()
