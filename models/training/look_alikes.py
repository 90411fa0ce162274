#!/usr/bin/env python3
"""Measures the `hanzi` of models/lexicon/look_alikes.json anew: for each hanzi of GB 2312's first level those of both
levels that print much like it. What else the file holds stays.

  look_alikes.py models/lexicon/look_alikes.json

A hanzi is drawn in a serif, a sans and a brush font, cropped, scaled to 28 pixels and blurred; two are alike where the
mean correlation is at least 0.6 and the one is among the other's twelve nearest. Needs numpy, OpenCV and Pillow.
"""
import json
import sys

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONTS = [("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
         ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
         ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0)]
SIZE, ALIKE, NEAREST = 28, 0.6, 12


def hanzi(rows):
    for row in rows:
        for cell in range(1, 95):
            try:
                yield bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass


def picture(character, font):
    image = Image.new("L", (56, 60), 0)
    ImageDraw.Draw(image).text((4, 0), character, font=font, fill=255)
    pixels = np.asarray(image, np.float32)
    ys, xs = np.nonzero(pixels > 64)
    pixels = cv2.resize(pixels[ys.min():ys.max() + 1, xs.min():xs.max() + 1], (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    pixels = cv2.GaussianBlur(pixels, (0, 0), 1.2).ravel()
    pixels -= pixels.mean()
    return pixels / (np.linalg.norm(pixels) + 1e-6)


def print_table(table):
    """JSON with a line for each row of a kind."""
    def row(value):
        return json.dumps(value, ensure_ascii=False)

    kinds = []
    for kind, rows in table.items():
        if isinstance(rows, dict):
            kinds.append(f"  {row(kind)}: " + row(rows))
        else:
            kinds.append(f"  {row(kind)}: [\n    " + ",\n    ".join(map(row, rows)) + "\n  ]")
    return "{\n" + ",\n".join(kinds) + "\n}\n"


def main():
    everyday, known = list(hanzi(range(16, 56))), list(hanzi(range(16, 88)))
    drawn = [np.stack([picture(c, ImageFont.truetype(path, 48, index=index)) for c in known]) for path, index in FONTS]
    rows = []
    for i, character in enumerate(everyday):
        likeness = np.mean([d @ d[i] for d in drawn], 0)
        likeness[i] = 0
        alike = [known[j] for j in np.argsort(-likeness)[:NEAREST] if likeness[j] >= ALIKE]
        if alike:
            rows.append(character + "".join(alike))
    with open(sys.argv[1], encoding="utf-8") as file:
        table = json.load(file)
    table["hanzi"] = rows
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(print_table(table))


if __name__ == "__main__":
    main()
