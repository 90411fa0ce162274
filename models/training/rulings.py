"""Trains the net that finds rulings on a page: models/rulings.onnx."""

import argparse
import copy
import json
import multiprocessing
import os
import time

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

import fonts
import nets
import ruled_pages

BLOCK = 4  # pixels: the net speaks of blocks, of each row in them or of each column
TEXT = 2 * BLOCK  # its plane of the answers; rows of level rulings come first, then columns of upright ones


def wide(kernel):
    return kernel


def high(kernel):
    return kernel[1], kernel[0]


def strip(channels, kernel, dilation=(1, 1)):
    padding = tuple((size - 1) // 2 * apart for size, apart in zip(kernel, dilation))
    return [nn.Conv2d(channels, channels, kernel, 1, padding, dilation, bias=False), nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True)]


class Direction(nn.Module):
    """Rulings of one direction, looked for far along it and less far across it."""

    def __init__(self, channels, context, turned):
        super().__init__()
        coarse = turned((2, 4))
        self.far = nn.Sequential(
            nn.Conv2d(channels, context, coarse, coarse, bias=False), nn.BatchNorm2d(context), nn.ReLU(inplace=True),
            *strip(context, turned((3, 5))), *strip(context, turned((3, 5)), turned((1, 2))),
            *strip(context, turned((3, 3)), turned((2, 1))), nn.Conv2d(context, channels, 1))
        self.back = nn.Upsample(scale_factor=tuple(float(size) for size in coarse), mode="nearest")
        self.scores = nn.Conv2d(channels, BLOCK, turned((3, 1)), 1, turned((1, 0)))

    def forward(self, near):
        return self.scores(torch.relu(near + self.back(self.far(near))))


class Net(nn.Module):
    def __init__(self, first=8, channels=16, context=24):
        super().__init__()
        self.near = nn.Sequential(nets.block(1, first, 4, 2, 1), nets.block(first, channels, 3, 2))
        self.level = Direction(channels, context, wide)
        self.upright = Direction(channels, context, high)
        self.text = nn.Conv2d(channels, 1, 1)

    def forward(self, gray):
        near = self.near(gray)
        return torch.cat([self.level(near), self.upright(near), self.text(near)], 1)


class Rulings(nn.Module):
    """What the program runs: rulings only, as likelihoods."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, gray):
        near = self.net.near(gray)
        return torch.sigmoid(torch.cat([self.net.level(near), self.net.upright(near)], 1))


def targets_of(masks):
    """Answers that are right: shares of each block's rows, columns, and of the block."""
    level, upright, text = (functional.avg_pool2d(masks[:, k:k + 1], size)
                            for k, size in enumerate(((1, BLOCK), (BLOCK, 1), (BLOCK, BLOCK))))
    rows = torch.cat([level[:, :, k::BLOCK] for k in range(BLOCK)], 1)
    columns = torch.cat([upright[:, :, :, k::BLOCK] for k in range(BLOCK)], 1)
    return torch.cat([rows, columns, text], 1)


def loss_of(scores, targets):
    """Cross entropy of each piece; rulings are rare and count more, writing only helps to learn."""
    loss = functional.binary_cross_entropy_with_logits(scores, targets, reduction="none")
    loss = loss * (1 + targets)
    return loss[:, :TEXT].mean((1, 2, 3)) + 0.1 * loss[:, TEXT:].mean((1, 2, 3))


def shares(scores, targets):
    """Share of true rulings that are found, and of those found that are true."""
    found, true = scores[:, :TEXT] > 0, targets[:, :TEXT] > 0.5
    surely = targets[:, :TEXT] > 0.02  # beside a ruling is no error
    return np.array([(found & true).sum().item(), true.sum().item(), (found & surely).sum().item(), found.sum().item()])


def _produce(seed, queue, faces):
    cv2.setNumThreads(1)
    rng, writer = np.random.default_rng(seed), ruled_pages.Writer(faces)
    while True:
        gray, masks = ruled_pages.sample(rng, writer)
        queue.put(np.stack([gray, *masks]))


def tensors(samples):
    stack = torch.from_numpy(np.stack(samples)).float() / 255
    return stack[:, :1].contiguous(memory_format=torch.channels_last), targets_of(stack[:, 1:])


def evaluate(net, samples):
    net.eval()
    counts = np.zeros(4)
    with torch.no_grad():
        for start in range(0, len(samples), 20):
            gray, targets = tensors(samples[start:start + 20])
            counts += shares(net(gray), targets)
    net.train()
    return [round(counts[0] / counts[1], 4), round(counts[2] / max(1, counts[3]), 4)]


def train(net, options):
    queue = multiprocessing.Queue(64)
    for worker in range(options.workers):
        multiprocessing.Process(target=_produce, daemon=True, args=(options.seed + worker, queue, fonts.CHINESE)).start()
    rng, writer = np.random.default_rng(5), ruled_pages.Writer(fonts.TEST)
    test = [np.stack([gray, *masks]) for gray, masks in (ruled_pages.sample(rng, writer) for _ in range(100))]
    pieces = [queue.get() for _ in range(200)]
    net.to(memory_format=torch.channels_last)  # half as long again as fast
    optimizer = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=1e-3)
    mean = copy.deepcopy(net)
    started, step, losses, drawn = time.time(), 0, [], 0
    rng = np.random.default_rng(options.seed)
    hardness = np.full(options.pieces, 1.0)  # of each piece: those that are still wrong come more often
    while True:
        share = (time.time() - started) / 60 / options.minutes
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * share)) + 1e-5
        while not queue.empty():
            drawn += 1
            if len(pieces) < options.pieces:
                pieces.append(None)
                place = len(pieces) - 1
            else:
                place = int(rng.integers(0, len(pieces)))
            pieces[place], hardness[place] = queue.get(), hardness[:len(pieces)].max()
        odds = hardness[:len(pieces)] / hardness[:len(pieces)].sum()
        chosen = rng.choice(len(pieces), options.batch, replace=False, p=odds)
        gray, targets = tensors([pieces[k] for k in chosen])
        each = loss_of(net(gray), targets)
        hardness[chosen] = np.minimum(each.detach().numpy(), 0.3)  # beyond, nothing can be told
        loss = each.mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        follow(mean, net, min(0.995, 1 - 1 / (step + 2)))
        losses.append(loss.item())
        step += 1
        if step % 200 == 0:
            torch.save(mean.state_dict(), os.path.join(options.work, "rulings.pt"))
        if step % 400 == 0:
            print(json.dumps({"step": step, "drawn": drawn, "loss": round(float(np.mean(losses[-400:])), 5),
                              "found, true": evaluate(mean, test), "minutes": round(share * options.minutes, 1)}), flush=True)
    torch.save(mean.state_dict(), os.path.join(options.work, "rulings.pt"))
    net.load_state_dict(mean.state_dict())
    print("at last", evaluate(net, test), flush=True)


def follow(mean, net, keep):
    """Moves the mean of the weights towards those of `net`."""
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
            if old.dtype.is_floating_point:
                old.mul_(keep).add_(new, alpha=1 - keep)
            else:
                old.copy_(new)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=os.path.join(os.path.dirname(__file__), ".."))
    parser.add_argument("--work", default="work", help="folder for the weights")
    parser.add_argument("--start", help="weights to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--pieces", type=int, default=3000, help="of the last drawn, from which each step takes some")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    net = Net()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    print("parameters", nets.parameters(net), flush=True)
    if options.minutes > 0:
        train(net, options)
    net.eval()
    nets.export(Rulings(net), torch.zeros(1, 1, 320, 320), os.path.join(options.out, "rulings.onnx"),
                {"glyphs": {2: "height", 3: "width"}, "scores": {2: "height", 3: "width"}})


if __name__ == "__main__":
    main()
