"""Drawn pieces of ruled pages, with the exact place of every ruling: what `rulings.py` trains on.

A piece holds tables, writing, and what looks like rulings but is none: underlines, strokes struck through words, streaks of
the scanner, folds, print of the back or of another sheet, watermarks, rims of seals and stamps, shadows, edges of desks.
"""

import os

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import charset
import fonts
import texts
import wear
from wear import chance

SIDE = 320  # pixels of a piece, in the size in which layout looks for rulings


class Writer:
    """Draws text; keeps the faces that it has opened."""

    def __init__(self, faces):
        self._faces = [face for face in faces if os.path.exists(os.path.join(fonts.ROOT, face[1]))]
        self._open = {}
        self._texts = texts.Texts()

    def face(self, rng):
        """The number of a face; one after the last is of no font, but strokes at random."""
        return int(rng.integers(0, len(self._faces) + 1))

    def text(self, rng, length, digits=0.4):
        return texts.number(rng) if chance(rng, digits) else self._texts.draw(rng, max(1, length))

    def line(self, text, face, size):
        """Ink of one line, cut to the print."""
        if face == len(self._faces):
            return strokes(text, size)
        if len(self._open) > 400:
            self._open.clear()
        key = face, size
        if key not in self._open:
            _, path, index = self._faces[face]
            self._open[key] = ImageFont.truetype(os.path.join(fonts.ROOT, path), size, index=index)
        font = self._open[key]
        left, top, right, bottom = font.getbbox(text)
        canvas = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
        ImageDraw.Draw(canvas).text((-left, -top), text, font=font, fill=255)
        return np.asarray(canvas)


def strokes(text, size):
    """As many marks as characters, of level and upright strokes and frames: writing that nobody can read."""
    canvas = np.zeros((size, len(text) * size), np.uint8)
    thick = max(1, size // 12)
    for i, char in enumerate(text):
        random = np.random.default_rng(ord(char))
        left, right = np.sort(random.integers(0, size, 2)) + i * size
        top, bottom = np.sort(random.integers(0, size, 2))
        if random.random() < 0.6:
            cv2.rectangle(canvas, (int(left), int(top)), (int(right), int(bottom)), 255, thick)
        for _ in range(2):
            x, y = int(random.integers(0, size)) + i * size, int(random.integers(0, size))
            cv2.line(canvas, (int(left), y), (int(right), y), 255, thick)
            cv2.line(canvas, (x, int(top)), (x, int(bottom)), 255, thick)
    return canvas


def put(canvas, ink, x, y, level=255):
    """Lays `ink` over the canvas, the darker one wins."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(canvas.shape[0], y + ink.shape[0]), min(canvas.shape[1], x + ink.shape[1])
    if top >= bottom or left >= right:
        return
    part = ink[top - y:bottom - y, left - x:right - x]
    if level < 255:
        part = (part.astype(np.uint16) * level // 255).astype(np.uint8)
    place = canvas[top:bottom, left:right]
    np.maximum(place, part, out=place)


class Piece:
    """Ink and what it is; 255 where it is. `scale` is 2 where a page is drawn at twice the size and reduced."""

    def __init__(self, rng, writer, side=SIDE):
        self.rng, self.writer = rng, writer
        self.scale = 2 if chance(rng, 0.4) else 1
        self.side = side * self.scale
        shape = (self.side, self.side)
        self.ink = np.zeros(shape, np.uint8)
        self.level, self.upright, self.text = (np.zeros(shape, np.uint8) for _ in range(3))
        self.shade = np.zeros(shape, np.uint8)  # tinted cells
        self.white = np.zeros(shape, np.uint8)  # print that is lighter than its ground
        self.glyph = max(8, round(float(np.exp(rng.uniform(np.log(9), np.log(38)))) * self.scale))

    # Rulings

    def ruling(self, style, horizontal, at, begin, end, on_dark=False):
        """One straight line from `begin` to `end`, its middle at `at`."""
        begin, end = max(0, begin), min(self.side, end)
        if end <= begin:
            return
        thickness = style["thickness"]
        first = at - thickness // 2
        target = self.level if horizontal else self.upright
        row = np.zeros((thickness, end - begin), np.uint8)
        kind, dash, gap = style["kind"], style["dash"], style["gap"]
        if kind in ("dotted", "dashed"):
            on = (np.arange(end - begin) + int(self.rng.integers(0, dash + gap))) % (dash + gap) < dash
            row[:, on] = style["tone"]
        elif kind in ("double", "hollow"):
            row[:style["line"]] = row[-style["line"]:] = style["tone"]
        else:
            row[:] = style["tone"]
        if kind == "worn":
            holes = self.rng.random(row.shape[1] // 8 + 2) < 0.15
            row[:, np.repeat(holes, 8)[:row.shape[1]]] //= 3
        mask = np.full_like(row, 255)
        if not horizontal:
            row, mask = row.T, mask.T
        x, y = (begin, first) if horizontal else (first, begin)
        put(self.white if on_dark else self.ink, row, x, y)
        put(target, mask, x, y)

    def style(self, faint):
        rng, scale = self.rng, self.scale
        kind = rng.choice(["solid", "dotted", "dashed", "double", "hollow", "worn"], p=[0.66, 0.08, 0.08, 0.05, 0.05, 0.08])
        thickness = max(1, round(float(rng.choice([0.5, 1, 1.5, 2, 3, 4, 6], p=[.12, .3, .2, .2, .1, .05, .03])) * scale))
        tone = int(rng.uniform(150, 256))
        if faint:
            tone = int(rng.uniform(35, 130))
        elif thickness == 1 and chance(rng, 0.3):
            tone = int(rng.uniform(70, 200))
        line = max(1, thickness // 3)
        if kind == "double":
            thickness = max(4 * scale, min(8 * scale, 2 * thickness + int(rng.integers(2, 4) * scale)))
            line = max(1, thickness // 4)
        if kind == "hollow":
            thickness, line = max(3 * scale, min(thickness, 5 * scale)), 1
        dash = max(1, int(thickness * rng.uniform(1, 2)) if kind == "dotted" else int(self.glyph * rng.uniform(0.2, 0.9)))
        gap = max(1 + (scale > 1), int(dash * rng.uniform(0.6, 2.0 if kind == "dotted" else 1.0)))
        gap = min(gap, max(2, self.glyph // 2))
        return {"kind": kind, "thickness": thickness, "tone": tone, "dash": dash, "gap": gap, "line": line}

    # Writing

    def write(self, text, x, y, size=None, canvas=None, level=255, face=None, mark=True):
        ink = self.writer.line(text, self.face if face is None else face, size or self.glyph)
        put(self.ink if canvas is None else canvas, ink, x, y, level)
        if mark:
            put(self.text, ink, x, y)
        return ink.shape[1], ink.shape[0]

    def fill_cell(self, left, top, right, bottom, on_dark):
        """Lines of text in a cell, as many as fit."""
        rng, size = self.rng, self.glyph
        width, height = right - left, bottom - top
        if chance(rng, 0.12) or width < size * 0.6 or height < size * 0.9:
            return
        digits = 0.8 if width < 4 * size else 0.35
        room = max(1, (width - size // 3) // size)
        pitch = max(size, int(size * rng.uniform(1.0, 1.2 if chance(rng, 0.6) else 1.6)))
        most = max(1, (height - size) // pitch + 1)
        lines = 1 if chance(rng, 0.45) else int(rng.integers(1, most + 1))
        if chance(rng, 0.06) and height > 2.5 * size:  # a vertical label
            for i in range(min(most, int(rng.integers(2, 8)))):
                self.write(str(rng.choice(charset.LEVEL1)), left + (width - size) // 2, top + size // 6 + i * pitch)
            return
        y = top + (height - (lines - 1) * pitch - size) // 2 if chance(rng, 0.7) else top + max(1, size // 6)
        centred = chance(rng, 0.5)
        for i in range(lines):
            text = self.writer.text(rng, room if lines > 1 and i < lines - 1 or chance(rng, 0.3) else int(rng.integers(1, room + 1)), digits)
            text = text[:room * 2 if text.isascii() else room]
            ink = self.writer.line(text, self.face, size)
            x = left + (width - ink.shape[1]) // 2 if centred else left + max(1, size // 5)
            canvas = self.white if on_dark else self.ink
            put(canvas, ink, x, y + i * pitch)
            put(self.text, ink, x, y + i * pitch)
            self.stroke_at(x, y + i * pitch, ink, (left, right))

    def stroke_at(self, x, y, ink, cell):
        """Underlines and strokes through words, which bound nothing."""
        rng = self.rng
        if chance(rng, self.underlined):
            low = y + ink.shape[0] + int(rng.integers(0, 2 + self.glyph // 6))
        elif chance(rng, self.struck):
            low = y + int(ink.shape[0] * rng.uniform(0.35, 0.65))
        else:
            return
        thick = max(1, int(rng.integers(1, 3) * self.scale * (1.5 if chance(rng, 0.2) else 0.8)))
        room = max(2, self.glyph // 4)
        longer = int(rng.uniform(0, 2) * self.glyph)
        first, last = max(cell[0] + room, x - longer), min(cell[1] - room, x + ink.shape[1] + longer)
        if last > first:
            slope = int(rng.normal(0, 0.01) * (last - first))
            cv2.line(self.ink, (first, low), (last, low + slope), int(rng.uniform(120, 256)), thick)

    # Tables

    def table(self, top, bottom):
        rng, glyph, scale = self.rng, self.glyph, self.scale
        dense = chance(rng, 0.45)
        voucher = chance(rng, 0.1)
        left = int(rng.uniform(-4, 3) * glyph) if chance(rng, 0.7) else int(rng.uniform(0, 0.4) * self.side)
        xs, ys = [left], [top]
        right_end = self.side + int(4 * glyph) if chance(rng, 0.55) else int(rng.uniform(0.5, 0.98) * self.side)
        few = rng.uniform(0.8, 3)
        while xs[-1] < right_end and len(xs) < 40:
            wide = rng.uniform(0.75, 1.4) if voucher and chance(rng, 0.8) else rng.exponential(3.0) * few + 1.3
            xs.append(xs[-1] + max(4 * scale, int(wide * glyph)))
        uniform = rng.uniform(1.08, 1.6) if dense else rng.uniform(1.3, 3)
        while ys[-1] < bottom and len(ys) < 60:
            high = uniform if chance(rng, 0.75) else rng.uniform(1.1, 6 if not dense else 2.5)
            ys.append(ys[-1] + max(5 * scale, int(high * glyph)))
        rows, cols = len(ys) - 1, len(xs) - 1
        level = np.ones((rows + 1, cols), bool)
        upright = np.ones((rows, cols + 1), bool)
        owner = np.arange(rows * cols).reshape(rows, cols)
        for _ in range(int(rng.integers(0, 1 + rows * cols // 6))):
            r, c = int(rng.integers(0, rows)), int(rng.integers(0, cols))
            h, w = (1, int(rng.integers(2, 5))) if chance(rng, 0.6) else (int(rng.integers(2, 5)), int(rng.integers(1, 3)))
            block = owner[r:r + h, c:c + w]
            if len(np.unique(block)) != block.size or any((owner == v).sum() > 1 for v in block.ravel()):
                continue
            owner[r:r + h, c:c + w] = owner[r, c]
            level[r + 1:min(r + h, rows), c:c + w] = False
            upright[r:r + h, c + 1:min(c + w, cols)] = False
        if chance(rng, 0.08):
            upright[:, 0] = upright[:, -1] = False
        self.draw_edges(xs, ys, level, upright, self.bands(xs, ys))
        self.fill_cells(xs, ys, owner)

    def bands(self, xs, ys):
        """Rows or columns on a tinted or dark ground; returns the rows whose print is white."""
        rng = self.rng
        dark = set()
        if chance(rng, 0.25):
            tone = int(rng.uniform(12, 80))
            for r in range(int(rng.integers(0, 2)), len(ys) - 1, int(rng.integers(2, 6))):
                self.shade[max(0, ys[r]):max(0, ys[r + 1]), max(0, xs[0]):max(0, xs[-1])] = tone
        elif chance(rng, 0.12):
            tone = int(rng.uniform(120, 250))
            for r in range(0, len(ys) - 1, int(rng.integers(3, 12))):
                self.shade[max(0, ys[r]):max(0, ys[r + 1]), max(0, xs[0]):max(0, xs[-1])] = tone
                dark.add(r)
        self.dark = dark
        return dark

    def draw_edges(self, xs, ys, level, upright, dark):
        rng = self.rng
        faint = chance(rng, 0.22)
        inner, frame = self.style(faint), self.style(faint and chance(rng, 0.7))
        across = self.style(faint) if chance(rng, 0.25) else inner
        framed = chance(rng, 0.4)
        white_lines = chance(rng, 0.6)
        stick = int(rng.integers(0, 3)) * self.scale if chance(rng, 0.3) else 0
        for horizontal, edges, at, along in ((True, level, ys, xs), (False, upright.T, xs, ys)):
            for i, line in enumerate(edges):
                style = frame if framed and i in (0, len(edges) - 1) else inner if horizontal else across
                if chance(rng, 0.04):
                    style = self.style(faint)
                begin = None
                for k, closed in enumerate(list(line) + [False]):
                    cut = not horizontal and k in dark and not white_lines  # no uprights on the dark ground
                    if closed and not cut:
                        begin = k if begin is None else begin
                    elif begin is not None:
                        first, last = along[begin] - stick, along[k] + 1 + stick
                        self.ruling(style, horizontal, at[i], first, last)
                        begin = None
        if not white_lines:
            return
        for r in dark:  # white lines between dark cells
            for c, x in enumerate(xs):
                if upright[r, c]:
                    self.ruling(dict(inner, tone=255, kind="solid"), False, x, ys[r], ys[r + 1], on_dark=True)

    def fill_cells(self, xs, ys, owner):
        done = set()
        rows, cols = owner.shape
        for r in range(rows):
            for c in range(cols):
                if owner[r, c] in done:
                    continue
                done.add(owner[r, c])
                last_r, last_c = (int(v) for v in np.argwhere(owner == owner[r, c])[-1])
                box = xs[c], ys[r], xs[last_c + 1], ys[last_r + 1]
                if box[2] > 0 and box[3] > 0 and box[0] < self.side and box[1] < self.side:
                    self.fill_cell(*box, on_dark=r in self.dark)

    # What surrounds tables

    def prose(self, top, bottom):
        rng, y = self.rng, top
        while y < bottom:
            size = self.glyph if chance(rng, 0.75) else int(self.glyph * rng.uniform(1.2, 4.0))
            x = int(rng.uniform(-3, 0.5 * self.side / size) * size)
            text = self.writer.text(rng, int(rng.integers(2, 3 + self.side // size)), 0.2)
            width, height = self.write(text, x, y, size)
            if chance(rng, 0.15 + self.underlined):
                low = y + height + int(rng.integers(0, 2 + size // 6))
                cv2.line(self.ink, (x + int(rng.uniform(0, 1) * width), low), (x + width, low), 255, self.scale)
            y += int(height + size * rng.uniform(0.1, 1.5))


def draw(rng, writer, side=SIDE):
    """A flat, clean piece."""
    piece = Piece(rng, writer, side)
    piece.face = writer.face(rng)
    piece.underlined = rng.uniform(0.1, 0.6) if chance(rng, 0.25) else 0.0
    piece.struck = rng.uniform(0.02, 0.3) if chance(rng, 0.08) else 0.0
    piece.dark = set()
    kind = rng.random()
    if kind < 0.14:
        piece.prose(int(rng.uniform(-1, 2) * piece.glyph), piece.side)
    elif kind < 0.45:
        edge = int(rng.uniform(0.05, 0.8) * piece.side)
        if chance(rng, 0.5):
            piece.prose(0, edge - 2 * piece.glyph)
            piece.table(edge, piece.side + 3 * piece.glyph)
        else:
            piece.table(int(-rng.uniform(0, 3) * piece.glyph), edge)
            piece.prose(edge + 4 * piece.glyph, piece.side)
    else:
        piece.table(int(-rng.uniform(0, 4) * piece.glyph), piece.side + 3 * piece.glyph)
    return piece


def other_print(rng, writer, side, scale):
    """Pale print that is not of this page: of the back, or of another sheet."""
    other = draw(rng, writer, side // scale)
    ink = np.maximum(other.ink, other.shade)
    if other.scale != scale:
        ink = cv2.resize(ink, (side, side), interpolation=cv2.INTER_AREA)
    if chance(rng, 0.7):
        ink = np.ascontiguousarray(ink[:, ::-1])
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), rng.normal(0, 0.7), 1.0)
    ink = cv2.warpAffine(ink, turn, (side, side))
    return cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.3, 1.8) * scale)


def seal(rng, writer, piece):
    """A round, oval or square seal or a slanted stamp with its words."""
    size, glyph = piece.side, piece.glyph
    radius = int(glyph * rng.uniform(1.5, 5.0))
    canvas = np.zeros((2 * radius + 8, 2 * radius + 8), np.uint8)
    middle = radius + 4
    thick = max(1, int(radius * rng.uniform(0.03, 0.1)))
    face = writer.face(rng)
    if chance(rng, 0.5):
        cv2.circle(canvas, (middle, middle), radius, 255, thick, cv2.LINE_AA)
        em = max(6, int(radius * 0.28))
        for i in range(int(rng.integers(6, 14))):
            angle = np.pi * (0.8 + 1.4 * i / 12)
            ink = writer.line(str(rng.choice(charset.LEVEL1)), face, em)
            put(canvas, ink, int(middle + 0.75 * radius * np.cos(angle) - em / 2),
                int(middle + 0.75 * radius * np.sin(angle) - em / 2))
        points = [(middle + 0.3 * radius * (1 if k % 2 else 0.4) * np.sin(k * np.pi / 5),
                   middle + 0.3 * radius * (1 if k % 2 else 0.4) * np.cos(k * np.pi / 5)) for k in range(10)]
        cv2.fillPoly(canvas, [np.array(points, np.int32)], 255)
    else:
        high = int(radius * rng.uniform(0.3, 0.9))
        cv2.rectangle(canvas, (4, middle - high), (2 * radius + 3, middle + high), 255, thick)
        em = max(6, int(high * rng.uniform(0.8, 1.5)))
        put(canvas, writer.line(writer.text(rng, max(1, 2 * radius // em), 0.1)[:max(1, 2 * radius // em)], face, em),
            4 + em // 4, middle - em // 2)
        turn = cv2.getRotationMatrix2D((middle, middle), rng.normal(0, 12) if chance(rng, 0.8) else 0.0, 0.97)
        canvas = cv2.warpAffine(canvas, turn, (canvas.shape[1], canvas.shape[0]))
    put(piece.ink, canvas, int(rng.uniform(-radius, size - radius)), int(rng.uniform(-radius, size - radius)),
        int(rng.uniform(50, 230)))


def streaks_and_folds(rng, piece, dark):
    """Lines that go right across: of the scanner, and of folded paper, which are soft. `dark` is float ink, [0, 1]."""
    side, scale = piece.side, piece.scale
    along = np.arange(side, dtype=np.float32)
    for _ in range(int(rng.integers(1, 3))):
        slope = rng.normal(0, 0.004)
        at = rng.uniform(0, side) + slope * along
        distance = np.abs(along[None, :] - at[:, None])
        if chance(rng, 0.5):
            depth = np.exp(-(distance / (rng.uniform(1.5, 9) * scale)) ** 2) * rng.uniform(0.08, 0.4)
        else:
            depth = (distance < rng.uniform(0.5, 1.6) * scale) * rng.uniform(0.12, 0.9)
            depth = depth * (rng.random(side)[:, None] < rng.uniform(0.6, 1.3))
        depth = depth if chance(rng, 0.65) else depth.T
        dark = np.maximum(dark, depth) if chance(rng, 0.8) else np.clip(dark - depth, 0, 1)
    return dark


def watermark(rng, writer, piece):
    mark = writer.line(writer.text(rng, 6, 0.1), writer.face(rng), int(piece.glyph * rng.uniform(1, 5)))
    side = piece.side
    canvas = np.zeros((side, side), np.uint8)
    for _ in range(int(rng.integers(1, 8))):
        put(canvas, mark, int(rng.uniform(-0.3, 0.9) * side), int(rng.uniform(-0.1, 1) * side))
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), rng.uniform(-50, 50), 1.0)
    return cv2.warpAffine(canvas, turn, (side, side))


def pen(rng, piece):
    """Handwriting over the print."""
    for _ in range(int(rng.integers(1, 7))):
        count = int(rng.integers(3, 7))
        points = np.cumsum(rng.normal(0, 1.2, (count, 2)), 0) * piece.glyph + rng.uniform(0, piece.side, 2)
        steps = np.linspace(0, count - 1, 12 * count)
        x, y = (np.interp(steps, np.arange(count), points[:, k]) for k in range(2))
        curve = np.stack([cv2.blur(v.reshape(1, -1).astype(np.float32), (9, 1)).ravel() for v in (x, y)], 1)
        cv2.polylines(piece.ink, [curve.astype(np.int32)], False, int(rng.uniform(120, 256)),
                      int(rng.integers(1, 4)) * piece.scale, cv2.LINE_AA)


def bent(rng, piece):
    """Skew, bend and perspective: the map by which all of a piece is moved."""
    side = piece.side
    kind = rng.random()
    skew = rng.normal(0, 0.25) if kind < 0.75 else rng.normal(0, 1.6)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    turn = np.float32(np.deg2rad(skew))
    u, v = x / side - 0.5, y / side - 0.5
    bend = side * (rng.normal(0, 0.004) if kind < 0.75 else rng.normal(0, 0.02))
    more = side * (rng.normal(0, 0.003) if kind < 0.75 else rng.normal(0, 0.02))
    dx = -turn * v * side + np.float32(more) * u * v * 4 + np.float32(bend) * v * v * 4
    dy = turn * u * side + np.float32(more) * u * v * 4 + np.float32(bend) * u * u * 4 + np.float32(rng.uniform(-.5, .5))
    return x + dx, y + dy


def worn(rng, writer, piece):
    """The grey picture of a piece and its masks (level, upright, text), all uint8, as layout sees them."""
    scale, side = piece.scale, piece.side
    if chance(rng, 0.1):
        seal(rng, writer, piece)
    if chance(rng, 0.05):
        pen(rng, piece)
    maps = bent(rng, piece)
    move = lambda image: cv2.remap(image, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    ink, shade, white = move(piece.ink), move(piece.shade), move(piece.white)
    masks = [move(m) for m in (piece.level, piece.upright, piece.text)]
    if chance(rng, 0.1):
        ink = wear.thicken(ink, rng)
    if chance(rng, 0.08):
        ink = wear.fade_in_patches(ink, rng, rng.uniform(0.2, 0.6))
    dark = np.maximum(ink, shade).astype(np.float32) / 255
    dark *= 1 - white.astype(np.float32) / 255 * rng.uniform(0.8, 1.0)
    if chance(rng, 0.17):
        dark = np.maximum(dark, other_print(rng, writer, side, scale) / 255.0 * rng.uniform(0.06, 0.38)).astype(np.float32)
    if chance(rng, 0.05):
        dark = np.maximum(dark, watermark(rng, writer, piece) / 255.0 * rng.uniform(0.06, 0.35)).astype(np.float32)
    if chance(rng, 0.16):
        dark = streaks_and_folds(rng, piece, dark)
    if chance(rng, 0.8):
        dark = cv2.GaussianBlur(dark, (0, 0), rng.uniform(0.25, 0.9 if chance(rng, 0.8) else 1.5) * scale)
    gray = exposed(rng, dark.astype(np.float32), scale)
    if scale > 1:
        reduce = lambda image, way: way.reduce(image.reshape(side // 2, 2, side // 2, 2), axis=(1, 3))
        gray = reduce(gray, np.minimum)
        masks = [reduce(m, np.maximum) for m in masks]
    return gray, masks


def exposed(rng, dark, scale):
    """Paper, light, noise, compression. Returns grey, 0 = black."""
    side = dark.shape[0]
    if chance(rng, 0.15):  # bilevel, as of a fax
        rough = dark + rng.normal(0, rng.uniform(0, 0.12), dark.shape)
        return np.where(rough > rng.uniform(0.25, 0.6), 0, 255).astype(np.uint8)
    paper = rng.uniform(160, 256) if chance(rng, 0.5) else 252.0
    black = rng.uniform(0, min(130.0, paper - 60.0)) if chance(rng, 0.6) else 10.0
    gray = paper - dark * (paper - black)
    if chance(rng, 0.25):  # light that changes over the sheet
        coarse = rng.uniform(0.55 if chance(rng, 0.3) else 0.85, 1.0, (3, 3)).astype(np.float32)
        gray *= cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    if chance(rng, 0.05):  # the sheet's edge, and a desk beside it
        beside = np.rot90(gray, int(rng.integers(0, 4)))
        beside[:, :int(rng.uniform(0, 0.15) * side)] = rng.uniform(20, 200)
    if chance(rng, 0.6):
        gray = gray + rng.normal(0, rng.uniform(1, 8 if chance(rng, 0.8) else 16), dark.shape)
    gray = np.clip(gray, 0, 255).astype(np.uint8)
    if chance(rng, 0.1):
        gray = wear.resample(gray, rng, 0.5)
    if chance(rng, 0.45):
        gray = wear.jpeg(gray, rng)
    return gray


def sample(rng, writer, side=SIDE):
    """Grey picture and masks of level rulings, upright ones and text."""
    return worn(rng, writer, draw(rng, writer, side))
