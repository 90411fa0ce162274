"""Trains the line reader on lines whose characters' places are known, easy ones first. Stops and goes on from its checkpoint.

    line_net.py --work FOLDER              train (again: go on) until the plan is done
    line_net.py --work FOLDER --start MODELS  the same, but begin with the plan's last stage, from the model files in MODELS
    line_net.py --work FOLDER --measure    only measure the checkpoint on the test fonts
    line_net.py --work FOLDER --out MODELS only write the model files
"""

import argparse
import copy
import dataclasses
import json
import math
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
CHARACTERS_A_BATCH = 384
SIGNS = "≥≤=><%/，。（）、：；0123456789.一二三"
SHAPE = 96  # numbers that tell how a character looks: see `shapes`


@dataclasses.dataclass(frozen=True)
class Stage:
    steps: int
    wear: tuple  # strength, from and to
    rate: tuple  # of learning, from and to; falls as a cosine
    lengths: tuple  # characters a line
    random: float  # share of lines of random characters beyond those that texts.py draws
    common: bool = False  # only signs and GB 2312 level 1, eight fonts: what is learned first opens the way
    shape: float = 0.0  # weight of the loss on `shapes`
    signs: float = 0.0  # share of lines of random signs and digits
    grown: bool = False  # the net has its second convolutions: see `grow`
    settles: bool = False  # the normalisation stays as it is, and the weights' mean over the last thousand steps is kept


PLAN = [
    Stage(1000, (0.0, 0.2), (2.0e-3, 2.0e-3), (1, 8), 1.0, common=True, shape=1.0),
    Stage(4000, (0.0, 0.6), (2.0e-3, 1.5e-3), (1, 10), 0.7, shape=0.3),
    Stage(18000, (0.05, 1.0), (1.5e-3, 1e-5), (1, 16), 0.1),
    Stage(16000, (0.05, 1.0), (1.0e-3, 5e-6), (1, 16), 0.3),
    Stage(14000, (0.05, 1.0), (8.0e-4, 5e-6), (1, 16), 0.3, signs=0.12, grown=True),
    Stage(8000, (0.05, 1.0), (5.0e-4, 3e-6), (1, 16), 0.4, signs=0.2, grown=True),
    Stage(2500, (0.05, 1.0), (3.0e-4, 3e-6), (1, 16), 0.1, signs=0.03, grown=True),
    Stage(9000, (0.05, 1.0), (2.0e-4, 2e-6), (1, 16), 0.25, signs=0.07, grown=True, settles=True),
]
MEAN_OVER = 1000  # steps, roughly: each step's weights count a thousandth less than the next one's


class Second(nn.Sequential):
    """A convolution that the net gets when it grows."""

    def __init__(self, channels):
        super().__init__(*nets.block(channels, channels))

    def pass_on(self, features):
        """Output = input; the normalisation is set so that training on such features begins there."""
        convolution, normalisation = self[0], self[1]
        nn.init.dirac_(convolution.weight)
        variance, mean = torch.var_mean(features, (0, 2, 3))
        normalisation.running_mean.copy_(mean)
        normalisation.running_var.copy_(variance)
        normalisation.bias.copy_(mean)
        normalisation.weight.copy_(torch.sqrt(variance + normalisation.eps))


class LineNet(nn.Module):
    """Pictures (n, 1, 32, w) to features (n, FEATURES, 1, w / 4) and the score that a column ends no character.

    Which character it is (`classes`, a layer of its own) is only asked where the column is no blank:
    p(character) = (1 - p(blank)) softmax(classes), so a blank column costs nothing.
    """

    def __init__(self, grown):
        super().__init__()
        self.grown = grown

        def second(channels):
            return [Second(channels)] if grown else []

        self.features = nn.Sequential(
            nets.block(1, 24, kernel=5, stride=2), nets.block(24, 32), nn.MaxPool2d(2),
            nets.block(32, 64), nets.block(64, 64), *second(64), nn.MaxPool2d((2, 1)),
            nets.block(64, 96), *second(96), nn.MaxPool2d((2, 1)), nets.block(96, 128), *second(128),
            nn.Conv2d(128, FEATURES, (2, 3), padding=(0, 1), bias=False), nn.BatchNorm2d(FEATURES), nn.ReLU(inplace=True))
        self.blank = nn.Conv2d(FEATURES, 1, 1)
        self.classes = nn.Conv2d(FEATURES, len(lines.CLASSES), 1)

    def forward(self, pictures):
        features = self.features(pictures)
        return features, self.blank(features)


def grow(net, pictures):
    """The net with a second convolution at each height, which reads as before until it learns more.

    Method: Chen, Goodfellow, Shlens, "Net2Net" (2016).
    """
    deeper = LineNet(grown=True).eval()
    deeper.blank, deeper.classes = net.blank, net.classes
    taught, features = iter(net.features), pictures
    with torch.no_grad():
        for layer in deeper.features:
            if isinstance(layer, Second):
                layer.pass_on(features)
            else:
                layer.load_state_dict(next(taught).state_dict())
            features = layer(features)
    return deeper.train()


def net_of_models(folder):
    """The net that the model files hold. Their normalisation is part of the convolutions (nets.folded), so it starts as none."""
    import onnx
    from onnx import numpy_helper

    def convolutions(name):
        graph = onnx.load(os.path.join(folder, name)).graph
        held = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
        return [(held[node.input[1]], held[node.input[2]]) for node in graph.node if node.op_type == "Conv"]

    net = LineNet(grown=True)
    *features, blank = convolutions("line_features.onnx")
    kinds = [[layer for layer in net.features.modules() if isinstance(layer, kind)] for kind in (nn.Conv2d, nn.BatchNorm2d)]
    for (weight, bias), convolution, normalisation in zip(features, *kinds):
        convolution.weight.data.copy_(weight)
        normalisation.bias.data.copy_(bias)
        normalisation.running_var.fill_(1.0 - normalisation.eps)
    for layer, (weight, bias) in ((net.blank, blank), (net.classes, *convolutions("line_classes.onnx"))):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
    return net


def move_mean(mean, net, steps):
    """Takes `net` into the mean of the weights of the `steps` steps before."""
    kept = min(1.0 - 1.0 / MEAN_OVER, (steps + 1) / (steps + 10))
    with torch.no_grad():
        for held, new in zip(mean.parameters(), net.parameters()):
            held.lerp_(new, 1.0 - kept)


class RandomTexts:
    """Characters of one list, each as often as the next."""

    def __init__(self, chars):
        self.chars = list(chars)

    def draw(self, rng, length):
        return "".join(self.chars[int(rng.integers(0, len(self.chars)))] for _ in range(length))


def shapes(work):
    """(classes, SHAPE): the principal components of what each character looks like, its fonts' mean.

    Learning to tell them first gets the net going: with thousands of classes alone it learns nothing for long.
    """
    cache = glyph_cache.Cache(os.path.join(work, "train"))
    means = np.zeros((len(lines.CLASSES), 16 * 16), np.float32)
    for index, char in enumerate(lines.CLASSES):
        having = cache.fonts_with(char)[:12]
        if len(having):
            mean = np.asarray(cache.ink[having, glyph_cache.INDEX[char]], np.float32).mean(0) / 255.0
            means[index] = cv2.resize(cv2.GaussianBlur(mean, (0, 0), 1.5), (16, 16), interpolation=cv2.INTER_AREA).ravel()
    means -= means.mean(0)
    u, singular, _ = np.linalg.svd(means, full_matrices=False)
    kept = u[:, :SHAPE] * np.sqrt(singular[:SHAPE])
    return torch.from_numpy(kept / kept.std(0).mean())


def _produce(work, number, seed, queue):
    cv2.setNumThreads(1)
    drawer = lines.Drawer(glyph_cache.Cache(os.path.join(work, "train")), glyph_cache.Cache(os.path.join(work, "latin")))
    stage = PLAN[number]
    sources = [texts.Texts(), RandomTexts(lines.CLASSES[:lines.COMMON] if stage.common else lines.CLASSES),
               RandomTexts([c for c in charset.ASCII + charset.SYMBOLS if not c.isalpha()] + 2 * list(SIGNS))]
    shares = [1.0 - stage.random - stage.signs, stage.random, stage.signs]
    rng = np.random.default_rng(seed)
    while True:
        length = int(rng.integers(stage.lengths[0], stage.lengths[1] + 1))
        count = min(128, max(16, CHARACTERS_A_BATCH // length))
        pictures, said = lines.batch_of_lines(drawer, sources[int(rng.choice(3, p=shares))], rng, count, length,
                                              lambda r: r.uniform(*stage.wear), lines.FEW_FONTS if stage.common else None)
        queue.put((pictures.astype(np.float16), lines.columns_of(said, pictures.shape[3] // lines.STRIDE)))


def losses(net, shape_head, shape_of, pictures, marks):
    """Cross entropy of the blanks, of the classes where there is a character, and the error of the shapes."""
    with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast where the processor knows bfloat16
        features, blank = net(pictures)
    blank, features = blank.float()[:, 0, 0], features.float()[:, :, 0].permute(0, 2, 1)
    judged = marks != lines.EITHER
    blanks = functional.binary_cross_entropy_with_logits(blank[judged], (marks[judged] == lines.BLANK).float())
    at = marks >= 0
    features, targets = features[at], marks[at]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = functional.linear(features, net.classes.weight.flatten(1), net.classes.bias)
    classes = functional.cross_entropy(scores.float(), targets)
    shape = functional.mse_loss(shape_head(features), shape_of[targets])
    return blanks, classes, shape


def read(net, pictures):
    """A list of class numbers per line: each run of columns that are no blank is one character, which its columns vote on."""
    features, blank = net(pictures)
    ink = torch.sigmoid(-blank[:, 0, 0])
    result = []
    for row in range(len(pictures)):
        line, column, columns = [], 0, ink.shape[1]
        while column < columns:
            end = column
            while end < columns and ink[row, end] > 0.5:
                end += 1
            if end > column:
                mean = (features[row, :, :, column:end] * ink[row, column:end]).sum(2) / ink[row, column:end].sum()
                line.append(int(net.classes(mean[None, :, :, None]).argmax()))
            column = end + 1
        result.append(line)
    return result


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row[0], diagonal = i, row[0]
        for j, y in enumerate(b, 1):
            row[j], diagonal = min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y)), row[j]
    return row[-1]


def plain(line):
    return [charset.PLAIN.get(lines.CLASSES[index], lines.CLASSES[index]) for index in line]


def measure(net, work, count=96, seed=7):
    """Share of characters right (1 - edits / characters) per test font and group, on worn lines."""
    net.eval()
    sources = {"level 1": RandomTexts(charset.LEVEL1), "level 2": RandomTexts(charset.LEVEL2),
               "signs": RandomTexts(SIGNS), "mixed": texts.Texts()}
    result = {}
    for number, entry in enumerate(fonts.TEST):
        drawer = lines.Drawer(glyph_cache.Cache(os.path.join(work, f"test{number}")))
        for name, source in sources.items():
            rng = np.random.default_rng(seed)
            wrong = total = 0
            for _ in range(count // 16):
                length = int(rng.integers(2, 11))
                pictures, said = lines.batch_of_lines(drawer, source, rng, 16, length, lambda r: r.uniform(0.1, 0.8))
                with torch.no_grad():
                    for read_line, (line, _, _) in zip(read(net, torch.from_numpy(pictures)), said):
                        wrong += distance(plain(read_line), plain(line))
                        total += len(line)
            result[f"{entry[0]}, {name}"] = round(1 - wrong / total, 4)
    net.train()
    return result


def optimizer_of(net, shape_head):
    return torch.optim.AdamW([*net.parameters(), *shape_head.parameters()], 1e-3, weight_decay=1e-3)


def train(options):
    path = os.path.join(options.work, "line_net.pt")
    state = torch.load(path) if os.path.exists(path) else None
    stage, step = (len(PLAN) - 1, 0) if options.start else (0, 0)
    net = net_of_models(options.start) if options.start and state is None else LineNet(state is not None and state["grown"])
    net = net.to(memory_format=torch.channels_last)
    shape_head = nn.Linear(FEATURES, SHAPE)
    optimizer = optimizer_of(net, shape_head)
    mean = None
    if state is not None:
        net.load_state_dict(state["net"])
        shape_head.load_state_dict(state["shape_head"])
        optimizer.load_state_dict(state["optimizer"])
        stage, step = state["stage"], state["step"]
        if "mean" in state:
            mean = copy.deepcopy(net)
            mean.load_state_dict(state["mean"])
    print(json.dumps({"parameters": nets.parameters(net), "stage": stage, "step": step}), flush=True)
    started = time.time()
    shape_of = shapes(options.work)

    def save(stage, step):
        made = {"net": net.state_dict(), "grown": net.grown, "shape_head": shape_head.state_dict(), "optimizer": optimizer.state_dict(),
                "stage": stage, "step": step}
        torch.save(made if mean is None else {**made, "mean": mean.state_dict()}, path + ".new")
        os.replace(path + ".new", path)

    while stage < len(PLAN):
        queue = multiprocessing.Queue(12)
        producer = multiprocessing.Process(target=_produce, daemon=True,
                                           args=(options.work, stage, int(time.time()) % 100000, queue))
        producer.start()
        plan, sums = PLAN[stage], []
        if plan.grown and not net.grown:
            net = grow(net, torch.from_numpy(queue.get()[0]).float()).to(memory_format=torch.channels_last)
            optimizer = optimizer_of(net, shape_head)
        if plan.settles and mean is None:
            mean = copy.deepcopy(net)
            optimizer = optimizer_of(net, shape_head)
        while step < plan.steps:
            net.train(not plan.settles)
            share = 0.5 + 0.5 * math.cos(math.pi * step / plan.steps)
            for group in optimizer.param_groups:
                group["lr"] = (plan.rate[1] + (plan.rate[0] - plan.rate[1]) * share) * min(1.0, (step + 1) / 150)
            pictures, marks = (torch.from_numpy(made) for made in queue.get())
            pictures = pictures.float().contiguous(memory_format=torch.channels_last)
            blanks, classes, shape = losses(net, shape_head, shape_of, pictures, marks)
            optimizer.zero_grad()
            (3.0 * blanks + classes + plan.shape * shape).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            if plan.settles:
                move_mean(mean, net, step)
            sums.append((blanks.item(), classes.item(), shape.item()))
            step += 1
            if step % 100 == 0:
                note = {"stage": stage, "step": step, "of": plan.steps,
                        "losses": [round(float(value), 4) for value in np.mean(sums[-100:], 0)],
                        "minutes": round((time.time() - started) / 60, 1)}
                if step % 400 == 0:
                    save(stage, step)
                if step % 2000 == 0 or step == plan.steps:
                    note["right"] = measure(mean if plan.settles else net, options.work, 32)
                print(json.dumps(note, ensure_ascii=False), flush=True)
        producer.terminate()
        stage, step = stage + 1, 0
        save(stage, step)


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
    parser.add_argument("--start", metavar="MODELS", help="begin with the plan's last stage, from the model files here")
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
    state = torch.load(os.path.join(options.work, "line_net.pt"))
    net = LineNet(state["grown"])
    net.load_state_dict(state.get("mean", state["net"]))
    if options.measure:
        for name, share in measure(net, options.work, 320).items():
            print(f"{name}: {share:.4f}")
    if options.out:
        net.eval()
        nets.export(_Reader(net), torch.zeros(1, 1, lines.HEIGHT, 64), os.path.join(options.out, "line_features.onnx"),
                    {"glyphs": {0: "n", 3: "w"}, "features": {0: "n", 3: "c"}, "blank": {0: "n", 3: "c"}},
                    ("features", "blank"))
        nets.export(net.classes, torch.zeros(1, FEATURES, 1, 1), os.path.join(options.out, "line_classes.onnx"),
                    {"glyphs": {3: "n"}, "scores": {3: "n"}})
        with open(os.path.join(options.out, "line_classes.txt"), "w", encoding="utf-8") as file:
            file.write("".join(f"{char}\n" for char in lines.CLASSES))


if __name__ == "__main__":
    main()
