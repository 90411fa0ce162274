"""Glyphs and lines of text as pictures for the line reader's net, worn, 32 pixels high."""

import cv2
import numpy as np

import charset
import glyph_cache
import texts
import wear

HEIGHT = 32
STRIDE = 4  # pixels a column of the net
CLASSES = charset.ASCII + charset.SYMBOLS + charset.LEVEL1 + charset.LEVEL2  # ASCII "~" is never printed: see SAME
INDEX = {char: index for index, char in enumerate(CLASSES)}
PRINTED = {}  # class -> the characters that are printed for it
for _char in CLASSES:
    PRINTED[_char] = [_char] + [shape for shape, same in charset.SAME.items() if same == _char]
COMMON = len(CLASSES) - len(charset.LEVEL2)  # the first so many classes
FEW_FONTS = [1, 3, 5, 7, 8, 9, 10, 13]  # of fonts.CHINESE: two Hei, two Song and their bold ones, old Song, a Kai
HANZI = 26.0  # usual height of a hanzi in a line of HEIGHT pixels
LEGIBLE = 0.3  # share of its ink that a character must have left; of those with less few can still be read


def class_of(char):
    return INDEX[charset.SAME.get(char, char)]


class Drawer:
    """Draws from one cache of glyphs; `latin` has faces whose digits and letters stand in for the Chinese fonts' own."""

    def __init__(self, cache, latin=None):
        self.cache = cache
        self.latin = latin

    def line(self, text, rng, strength, faces=None):
        """`text` as a line: its picture, the classes of what was drawn (characters that the font lacks are left out),
        the middle of each character's ink in pixels of the picture, and whether each is as wide as a hanzi.
        None where wear left too little of a character.
        `faces`: the fonts to choose from, all if None."""
        drawn = self._drawn(text, rng, faces)
        if drawn is None:
            return None
        strip, classes, middles, wide = drawn
        gray, ink, middles, size = _scanned(strip, middles, rng, strength)
        if _ink_left(gray, ink, middles) < LEGIBLE:
            return None
        cut = _cut(gray, ink, middles, size, rng)
        return None if cut is None else (cut[0], classes, cut[1], wide)

    def scan(self, text, rng, strength):
        """`text` as a scanner delivers it with paper around: gray picture, height of a hanzi in it, classes."""
        drawn = self._drawn(text, rng, None)
        if drawn is None:
            return None
        gray, _, _, size = _scanned(np.pad(drawn[0], 16), drawn[2], rng, strength)
        return gray, size, drawn[1]

    def _drawn(self, text, rng, faces):
        if faces is None:  # the brush's faces differ more from each other than the others do
            brush = [row for row, name in enumerate(self.cache.names) if "Kai" in name or "FangSong" in name]
            faces = list(range(len(self.cache.names))) + 2 * brush
        font = int(rng.choice(faces))
        latin = int(rng.integers(0, self.latin.ink.shape[0])) if self.latin is not None and rng.random() < 0.45 else None
        spacing = rng.normal(0.0, 0.8) + (rng.uniform(0.0, 5.0) if rng.random() < 0.15 else 0.0)
        pieces, classes, middles, wide, x = [], [], [], [], 6.0
        for char in text:
            shapes = PRINTED[charset.SAME.get(char, char)]
            shape = char if rng.random() < 0.8 else shapes[int(rng.integers(0, len(shapes)))]
            cache, row = self.cache, font
            column = glyph_cache.INDEX[shape]
            if latin is not None and shape.isascii() and self.latin.advance[latin, column] > 0:
                cache, row = self.latin, latin
            advance = float(cache.advance[row, column])
            if advance <= 0.0:
                continue
            ink = np.asarray(cache.ink[row, column])
            inked = np.flatnonzero(ink.max(0) > 100)
            pieces.append((ink, x))
            classes.append(class_of(char))
            middles.append(round(x) - glyph_cache.MARGIN + (inked[0] + inked[-1] + 1) / 2)
            wide.append(inked[-1] - inked[0] > 0.6 * glyph_cache.EM)
            x += max(4.0, advance + spacing)
        if not classes:
            return None
        strip = np.zeros((glyph_cache.SIDE + 16, int(x) + glyph_cache.SIDE), np.uint8)
        for ink, left in pieces:
            start = int(round(left)) - glyph_cache.MARGIN
            from_x = max(0, -start)
            place = strip[8:8 + glyph_cache.SIDE, start + from_x:start + glyph_cache.SIDE]
            np.maximum(place, ink[:, from_x:], out=place)
        return strip[:, :int(x) + 6], classes, np.array(middles), wide


def _scanned(strip, middles, rng, strength):
    """Turned a little and worn at the size it was scanned in: (gray, ink, middles, height of a hanzi)."""
    size = rng.uniform(17, 46) if rng.random() < 0.5 * strength + 0.1 else rng.uniform(26, 40)  # pixels a hanzi
    scale = size / 36.0
    if rng.random() < 0.4:
        strip = wear.warped(strip, rng, rng.uniform(0.3, 1.1))
    strip = wear.slanted(strip, rng, 0.012 * strength) if rng.random() < 0.5 else strip
    shear = rng.normal(0.0, 0.03 * strength)
    width, height = max(8, round(strip.shape[1] * scale)), max(12, round(strip.shape[0] * scale))
    stretch = float(np.exp(rng.normal(0.0, 0.05 * strength)))
    width = max(8, round(width * stretch))
    middles = middles * (width / strip.shape[1])
    small = cv2.resize(strip, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    if abs(shear) > 0.005:
        matrix = np.array([[1.0, shear, -shear * height / 2], [0.0, 1.0, 0.0]], np.float32)
        small = cv2.warpAffine(small, matrix, (width, height), flags=cv2.INTER_LINEAR)
    printed = small
    if rng.random() < 0.12 * strength:
        printed = small.copy()
        _rule(printed, rng, size)
    return wear.worn(printed, rng, strength, size / 32.0), small, middles, size


def _ink_left(gray, ink, middles):
    """Share of a character's ink that came out nearer to black than to paper by a quarter of what lies between, of the
    character that lost most. Each character's ink is what lies nearest to its middle."""
    ys, xs = np.nonzero(ink > 64)  # of a small point the whole is no darker
    if len(xs) == 0:
        return 0.0
    levels, weights = gray[ys, xs].astype(np.float32), ink[ys, xs].astype(np.float32)
    paper, black = float(np.median(gray)), float(np.percentile(levels, 10))
    if paper - black <= 10:
        return 0.0
    left = levels < paper - 0.25 * (paper - black)
    whose = np.searchsorted((middles[1:] + middles[:-1]) / 2, xs)
    every = np.bincount(whose, weights, len(middles))
    return float((np.bincount(whose, weights * left, len(middles)) / np.maximum(every, 1)).min())


def _cut(gray, ink, middles, size, rng):
    """The line's part of the picture at HEIGHT, and the middles in it; None if nothing is left of it."""
    ys, xs = np.nonzero(ink > 110)
    if len(xs) == 0:
        return None
    # A line is cut to its ink, or, where the ink is low (digits, signs), to the height of its hanzi.
    middle, full = ink.shape[0] / 2.0, size * 1.0
    if rng.random() < 0.5:
        top, bottom = middle - full / 2, middle + full / 2
    else:
        top, bottom = float(ys.min()), float(ys.max() + 1)
        if bottom - top < 0.45 * full:
            top, bottom = middle - full / 2, middle + full / 2
    grown = (bottom - top) * (HEIGHT - HANZI) / 2 / HANZI
    top += rng.normal(0.0, 0.03) * full - grown * rng.uniform(0.5, 1.3)
    bottom += rng.normal(0.0, 0.03) * full + grown * rng.uniform(0.5, 1.3)
    margin = full * 3.0 / HANZI
    left = xs.min() - margin * rng.uniform(0.4, 2.0)
    right = xs.max() + 1 + margin * rng.uniform(0.4, 2.0)
    picture = cropped(gray, left, top, right, bottom)
    if picture is None:
        return None
    left, right = round(float(left)), round(float(right))
    return picture, (middles - left) * (picture.shape[1] / (right - left))


def cropped(gray, left, top, right, bottom):
    """The piece of the picture at HEIGHT, paper around it where the picture ends."""
    left, top, right, bottom = (int(round(v)) for v in (left, top, right, bottom))
    if bottom - top < 4 or right - left < 4:
        return None
    paper = int(np.median(gray))
    pads = max(0, -top), max(0, bottom - gray.shape[0]), max(0, -left), max(0, right - gray.shape[1])
    if any(pads):
        gray = cv2.copyMakeBorder(gray, *pads, cv2.BORDER_CONSTANT, value=paper)
    piece = gray[top + pads[0]:bottom + pads[0], left + pads[2]:right + pads[2]]
    width = max(8, round(piece.shape[1] * HEIGHT / piece.shape[0]))
    shrinks = piece.shape[0] > HEIGHT
    return normalized(cv2.resize(piece, (width, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR))


def normalized(gray):
    """Ink near 1, paper near 0, as extract/read/net_line_reader.cpp makes it."""
    low, high = float(gray.min()), float(np.partition(gray, 3 * gray.size // 4, axis=None)[3 * gray.size // 4])
    low = min(low, high - 24.0)
    return np.clip((high - gray.astype(np.float32)) / (high - low), 0.0, 1.0)


def _softened(ink, scale):
    return cv2.GaussianBlur(ink, (0, 0), 0.35 / scale) if scale < 1.0 else ink


def _rule(ink, rng, size):
    """What is left of a ruling at the edge of the line."""
    thick = 1 if rng.random() < 0.7 else 2
    if rng.random() < 0.6:
        y = int(ink.shape[0] / 2 + (0.56 + rng.uniform(0.0, 0.06)) * size * (1 if rng.random() < 0.5 else -1))
        start = int(rng.integers(0, ink.shape[1]))
        ink[max(0, y):max(0, y) + thick, start:start + int(rng.integers(5, ink.shape[1] + 6))] = 255
    else:
        x = int(rng.integers(0, 3)) if rng.random() < 0.5 else ink.shape[1] - 1 - int(rng.integers(0, 3))
        ink[:, x:x + thick] = 255


def batch_of_lines(drawer, source, rng, count, length, strength, faces=None):
    """`count` lines of about `length` characters padded to the widest: pictures (count, 1, HEIGHT, width) and a list of
    (classes, middles, wide) per line."""
    pictures, said = [], []
    while len(pictures) < count:
        made = drawer.line(source.draw(rng, length)[:length + 4], rng, strength(rng), faces)
        if made is None or made[0].shape[1] > 30 * (length + 6):
            continue
        before = int(rng.integers(0, 40)) if rng.random() < 0.6 else 0  # paper before a line, as after it
        pictures.append(np.pad(made[0], ((0, 0), (before, 0))))
        said.append((made[1], made[2] + before, made[3]))
    width = (max(p.shape[1] for p in pictures) + 7) // 8 * 8
    padded = np.zeros((count, 1, HEIGHT, width), np.float32)
    for row, picture in enumerate(pictures):
        padded[row, 0, :, :picture.shape[1]] = picture
    return padded, said


BLANK, EITHER = -1, -2


def columns_of(said, columns):
    """What each column of the net, STRIDE pixels wide, shall say: a class, BLANK, or EITHER (not judged)."""
    marks = np.full((len(said), columns), BLANK, np.int64)
    for row, (classes, middles, wide) in enumerate(said):
        for index, middle, is_wide in zip(classes, middles, wide):
            place = middle / STRIDE
            at = min(columns - 1, max(0, int(place)))
            near = at + (1 if place - at >= 0.5 else -1)
            for column, mark in ((at, index), (near, index if is_wide else EITHER), (2 * at - near, EITHER if is_wide else BLANK)):
                if 0 <= column < columns and marks[row, column] < 0:
                    marks[row, column] = mark
    return marks
