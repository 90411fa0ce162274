"""Fonts to train on, fonts to test on, and their glyphs as pictures."""

import os
from functools import lru_cache

import numpy as np
from fontTools.ttLib import TTCollection, TTFont
from PIL import Image, ImageDraw, ImageFont

ROOT = "/usr/share/fonts"
FANDOL = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"

# (name, file, face in the collection). All from Debian packages; README.md lists them.
CHINESE = [
    ("Noto Sans CJK SC Light", "opentype/noto/NotoSansCJK-Light.ttc", 2),
    ("Noto Sans CJK SC", "opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("Noto Sans CJK SC Medium", "opentype/noto/NotoSansCJK-Medium.ttc", 2),
    ("Noto Sans CJK SC Bold", "opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("Noto Serif CJK SC Light", "opentype/noto/NotoSerifCJK-Light.ttc", 2),
    ("Noto Serif CJK SC", "opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("Noto Serif CJK SC SemiBold", "opentype/noto/NotoSerifCJK-SemiBold.ttc", 2),
    ("Noto Serif CJK SC Bold", "opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    ("WenQuanYi Zen Hei", "truetype/wqy/wqy-zenhei.ttc", 0),
    ("AR PL UMing CN", "truetype/arphic/uming.ttc", 0),
    ("AR PL SungtiL GB", "truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),
    ("BabelStone Han", "truetype/babelstone/BabelStoneHan.ttf", 0),
    ("LXGW WenKai Light", "truetype/lxgw-wenkai/LXGWWenKai-Light.ttf", 0),
    ("LXGW WenKai", "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
    ("LXGW WenKai Bold", "truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf", 0),
    ("HanaMinA", "truetype/hanazono/HanaMinA.ttf", 0),
    ("TW-Sung", "truetype/cns11643/TW-Sung-98_1.ttf", 0),
    ("TW-Kai", "truetype/cns11643/TW-Kai-98_1.ttf", 0),
    ("cwTeXFangSong", "truetype/cwtex/cwfs.ttf", 0),
    ("cwTeXHeiBold", "truetype/cwtex/cwheib.ttf", 0),
    ("cwTeXKai", "truetype/cwtex/cwkai.ttf", 0),
    ("cwTeXMing", "truetype/cwtex/cwming.ttf", 0),
    ("cwTeXYen", "truetype/cwtex/cwyen.ttf", 0),
    ("Fandol Kai", f"{FANDOL}/FandolKai-Regular.otf", 0),
    ("Fandol FangSong", f"{FANDOL}/FandolFang-Regular.otf", 0),
    ("Fandol Song", f"{FANDOL}/FandolSong-Regular.otf", 0),
    ("Fandol Song Bold", f"{FANDOL}/FandolSong-Bold.otf", 0),
    ("Fandol Hei", f"{FANDOL}/FandolHei-Regular.otf", 0),
    ("Fandol Hei Bold", f"{FANDOL}/FandolHei-Bold.otf", 0),
]

# Latin letters and digits that Chinese documents mix in. Open Sans, Noto Sans and Droid Sans stay out:
# the Latin part of a test font, WenQuanYi Micro Hei, is theirs.
LATIN = [
    ("DejaVu Sans", "truetype/dejavu/DejaVuSans.ttf", 0),
    ("DejaVu Serif", "truetype/dejavu/DejaVuSerif.ttf", 0),
    ("Liberation Sans", "truetype/liberation/LiberationSans-Regular.ttf", 0),
    ("Liberation Sans Bold", "truetype/liberation/LiberationSans-Bold.ttf", 0),
    ("Liberation Serif", "truetype/liberation/LiberationSerif-Regular.ttf", 0),
    ("Liberation Serif Bold", "truetype/liberation/LiberationSerif-Bold.ttf", 0),
    ("Liberation Mono", "truetype/liberation/LiberationMono-Regular.ttf", 0),
    ("FreeSans", "truetype/freefont/FreeSans.ttf", 0),
    ("FreeSerif", "truetype/freefont/FreeSerif.ttf", 0),
    ("FreeMono Bold", "truetype/freefont/FreeMonoBold.ttf", 0),
    ("Carlito", "truetype/crosextra/Carlito-Regular.ttf", 0),
    ("Caladea", "truetype/crosextra/Caladea-Regular.ttf", 0),
    ("Lato", "truetype/lato/Lato-Regular.ttf", 0),
    ("Roboto", "truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", 0),
    ("TeX Gyre Termes", "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-regular.otf", 0),
    ("TeX Gyre Heros", "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyreheros-regular.otf", 0),
    ("TeX Gyre Pagella", "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyrepagella-regular.otf", 0),
    ("TeX Gyre Schola", "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyreschola-regular.otf", 0),
    ("Linux Libertine", "opentype/linux-libertine/LinLibertine_R.otf", 0),
]

# Never trained on. AR PL KaitiM Big5 (a part of UKai) and Droid Sans Fallback (Micro Hei was made from it)
# are not in the lists above for that reason.
TEST = [
    ("AR PL UKai CN", "truetype/arphic/ukai.ttc", 0),
    ("AR PL KaitiM GB", "truetype/arphic-gkai00mp/gkai00mp.ttf", 0),
    ("WenQuanYi Micro Hei", "truetype/wqy/wqy-microhei.ttc", 0),
]

# Neither trained on nor tested with: the readers' confidence is fitted on them. Japanese faces: those hanzi that both
# scripts share, now and then in another shape.
CALIBRATION = [
    ("IPAex Mincho", "opentype/ipaexfont-mincho/ipaexm.ttf", 0),
    ("IPAex Gothic", "opentype/ipaexfont-gothic/ipaexg.ttf", 0),
    ("IPA P Mincho", "opentype/ipafont-mincho/ipamp.ttf", 0),
    ("VL Gothic", "truetype/vlgothic/VL-Gothic-Regular.ttf", 0),
]

HANZI_SAMPLES = "国国围量酬霸置繁國圍"  # characters that fill their em box, in either script


class Font:
    """One face, drawn at one size; knows which characters it really has."""

    def __init__(self, name, path, face, em):
        self.name, self.em = name, em
        full = os.path.join(ROOT, path)
        self._font = ImageFont.truetype(full, em, index=face)
        self._cmap = _cmap(full, face)
        boxes = [self._font.getbbox(c, anchor="ls") for c in HANZI_SAMPLES if self.has(c)]
        if boxes:
            self.hanzi_top = float(np.median([-b[1] for b in boxes]))  # above the baseline, pixels
            self.hanzi_height = float(np.median([b[3] - b[1] for b in boxes]))
        else:  # a Latin face: as it stands beside hanzi of the same size
            self.hanzi_top, self.hanzi_height = 0.84 * em, 0.92 * em

    def has(self, char):
        return ord(char) in self._cmap

    def advance(self, text):
        return self._font.getlength(text)

    def draw(self, text, width, height, x, baseline):
        """Ink (0 to 255, 255 = ink) of `text` on a canvas, its origin at (x, baseline)."""
        canvas = Image.new("L", (width, height), 0)
        ImageDraw.Draw(canvas).text((x, baseline), text, font=self._font, fill=255, anchor="ls")
        return np.asarray(canvas)


@lru_cache(maxsize=None)
def _cmap(path, face):
    with open(path, "rb") as file:
        magic = file.read(4)
    font = TTCollection(path, lazy=True).fonts[face] if magic == b"ttcf" else TTFont(path, lazy=True)
    return frozenset(font.getBestCmap())


def load(entries, em):
    return [Font(name, path, face, em) for name, path, face in entries]
