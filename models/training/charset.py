"""The characters the nets know."""


def _gb2312_rows(first, last):
    rows = []
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                rows.append(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass  # the last places of row 55 are empty
    return rows


LEVEL1 = _gb2312_rows(16, 55)  # the 3,755 common hanzi
LEVEL2 = _gb2312_rows(56, 87)  # the 3,008 others
ASCII = [chr(code) for code in range(0x21, 0x7F)]
SYMBOLS = list("≥≤，。（）、：；“”‘’《》〈〉？！—…·～【】〔〕「」〇×÷±℃㎡‰°￥√□①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ")

# Shapes that say the same: what is printed on the left is read as what stands on the right.
SAME = {"⩾": "≥", "≧": "≥", "⩽": "≤", "≦": "≤", "＝": "=", "﹦": "=", "＞": ">", "＜": "<", "％": "%", "／": "/",
        "－": "-", "＋": "+", "．": ".", "~": "～", "¥": "￥", "•": "·", "–": "-"}
# One shape alone; what stands beside it tells. Readings are compared in the form on the right (extract/read/look_alikes.cpp).
PLAIN = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "？": "?", "！": "!", "—": "-", "～": "~", "“": '"', "”": '"',
         "‘": "'", "’": "'", "·": ".", "〈": "<", "〉": ">"}
SAME.update({chr(0xFF10 + n): str(n) for n in range(10)})
SAME.update({chr(0xFF21 + n): chr(0x41 + n) for n in range(26)})
SAME.update({chr(0xFF41 + n): chr(0x61 + n) for n in range(26)})
