"""Draws the lines that tests/extract/read/net_line_reader_test.cpp reads, in the fonts that no training sees.

    test_lines.py FOLDER        (tests/support/glyphs/lines)
"""

import os
import sys

import cv2
import numpy as np

import fonts

TEXTS = ["岫岩满族自治县司法局", "≥95%", "年度预算收入（万元）", "1375.40", "2021年12月", "≤3", "项目（政策）绩效目标申报表", "瓦房店市、庄河市"]


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for row, font in enumerate(fonts.load(fonts.TEST, 28)):
        for column, text in enumerate(TEXTS):
            ink = font.draw(text, int(font.advance(text)) + 12, 32, 6, round(16 - font.hanzi_height / 2 + font.hanzi_top))
            cv2.imwrite(os.path.join(folder, f"{row}{column}.png"), 255 - cv2.GaussianBlur(np.asarray(ink), (0, 0), 0.5))


if __name__ == "__main__":
    main()
