"""Every character of every font drawn once, kept in one file beside the checkpoints.

A cache is a folder: ink.npy (fonts, characters, SIDE, SIDE), uint8, 255 = ink, each glyph drawn from x = MARGIN
on the baseline of its font, so that a hanzi is centred in height; advance.npy (fonts, characters), pixels, 0 where
the font lacks the character; names.txt, the fonts in order.
"""

import os

import numpy as np

import charset
import fonts

EM = 40
MARGIN = 4
SIDE = EM + 2 * MARGIN
CHARACTERS = charset.ASCII + charset.SYMBOLS + charset.LEVEL1 + charset.LEVEL2 + sorted(charset.SAME)
INDEX = {char: index for index, char in enumerate(CHARACTERS)}


class Cache:
    def __init__(self, folder):
        self.ink = np.load(os.path.join(folder, "ink.npy"), mmap_mode="r")
        self.advance = np.load(os.path.join(folder, "advance.npy"))
        with open(os.path.join(folder, "names.txt"), encoding="utf-8") as file:
            self.names = file.read().split("\n")[:-1]

    def fonts_with(self, char):
        return np.flatnonzero(self.advance[:, INDEX[char]] > 0)


def cached(entries, folder):
    """The cache of these fonts in `folder`, made first if it is not there."""
    if not os.path.exists(os.path.join(folder, "names.txt")):
        _make(entries, folder)
    return Cache(folder)


def _make(entries, folder):
    os.makedirs(folder, exist_ok=True)
    ink = np.lib.format.open_memmap(os.path.join(folder, "ink.npy"), "w+", np.uint8,
                                    (len(entries), len(CHARACTERS), SIDE, SIDE))
    advance = np.zeros((len(entries), len(CHARACTERS)), np.float32)
    for row, font in enumerate(fonts.load(entries, EM)):
        baseline = round(SIDE / 2 + font.hanzi_top - font.hanzi_height / 2)
        for column, char in enumerate(CHARACTERS):
            if font.has(char):
                ink[row, column] = font.draw(char, SIDE, SIDE, MARGIN, baseline)
                if ink[row, column].max() > 100:  # a glyph that is there in name only counts as absent
                    advance[row, column] = font.advance(char)
    np.save(os.path.join(folder, "advance.npy"), advance)
    with open(os.path.join(folder, "names.txt"), "w", encoding="utf-8") as file:
        file.write("".join(f"{name}\n" for name, _, _ in entries))
