"""The numbers and bullets that a file has generated before its paragraphs: 3 as ③, ウ, 三, iii or C."""

from __future__ import annotations

_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_HIRAGANA = str.maketrans({chr(sign): chr(sign - 0x60) for sign in range(0x30A1, 0x30F7)})
_HALF = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンヰヱ",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝヰヱ",
)
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = "".join(
    map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)])
)
# Signs one after the other; behind the last they begin anew, doubled (Word, browsers: aa, bb).
_SEQUENCES = {
    "katakana": _AIUEO,
    "katakana-half": _AIUEO.translate(_HALF),
    "iroha": _IROHA,
    "iroha-half": _IROHA.translate(_HALF),
    "hiragana": _AIUEO.translate(_HIRAGANA),
    "hiragana-iroha": _IROHA.translate(_HIRAGANA),
    "upper-letter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower-letter": "abcdefghijklmnopqrstuvwxyz",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "stems": _STEMS,
    "branches": _BRANCHES,
}
# Signs that end; a number behind the last is printed in digits.
_ENDING = {
    "circled": _CIRCLED,
    "stopped": "".join(map(chr, range(0x2488, 0x249C))),
    "bracketed": "".join(map(chr, range(0x2474, 0x2488))),
    "circled-kanji": "".join(map(chr, range(0x3280, 0x328A))),
}
_KANJI = {
    "kanji": ("〇一二三四五六七八九", "十百千"),
    "formal-kanji": ("零壱弐参四伍六七八九", "拾百阡"),
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LONGEST = 10_000  # numbers beyond it are printed in digits, whatever the style


def counted(style: str, number: int) -> str:
    """A number as a style prints it.

    Args:
        style: ``decimal`` ``decimal-full`` ``decimal-zero`` ``katakana`` ``katakana-half`` ``iroha``
            ``iroha-half`` ``hiragana`` ``hiragana-iroha`` ``upper-letter`` ``lower-letter`` ``greek``
            ``stems`` ``branches`` ``circled`` ``stopped`` ``bracketed`` ``circled-kanji`` ``kanji``
            ``kanji-digits`` ``formal-kanji`` ``upper-roman`` ``lower-roman`` ``dashed`` ``none``; any
            other prints digits.
        number: it.
    """
    if style == "none":
        return ""
    if not 0 < number <= _LONGEST:
        return str(number)
    if style in _SEQUENCES:
        signs = _SEQUENCES[style]
        rounds, index = divmod(number - 1, len(signs))
        return signs[index] * (rounds + 1)
    if style in _ENDING:
        return _ENDING[style][number - 1] if number <= len(_ENDING[style]) else str(number)
    if style in _KANJI:
        return _kanji(number, *_KANJI[style])
    if style in ("upper-roman", "lower-roman"):
        return _roman(number).upper() if style == "upper-roman" else _roman(number)
    digits = str(number)
    if style == "decimal-full":
        return digits.translate(_FULL)
    if style == "decimal-zero":
        return digits.zfill(2)
    if style == "kanji-digits":
        return "".join(_KANJI["kanji"][0][int(digit)] for digit in digits)
    return f"- {digits} -" if style == "dashed" else digits


def _kanji(number: int, signs: str, tens: str) -> str:
    words = ""
    for index, digit in enumerate(reversed(str(number))):
        if digit != "0":
            ten = tens[index - 1] if 0 < index <= len(tens) else "万" if index else ""
            is_silent = digit == "1" and 0 < index <= len(tens) and signs[1] == "一"  # 十, but 壱拾
            one = "" if is_silent else signs[int(digit)]
            words = one + ten + words
    return words


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words


# Bullets of the fonts Symbol and Wingdings, which stand in the private use area: what they look like.
_FONT_BULLETS = {
    0xB7: "•", 0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA8: "◻", 0xB2: "◇", 0xD8: "➢", 0xE0: "→", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑", 0x2A: "＊", 0x2D: "－", 0xAA: "◆", 0xAB: "★", 0xB1: "＋",
}  # fmt: skip
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "opensymbol", "starsymbol")


def font_sign(sign: str, font: str = "") -> str:
    """A sign that means something else in its font: ``\\uf0b7`` of Symbol is •, o of Courier New ◦."""
    code = ord(sign)
    if 0xF000 <= code <= 0xF0FF or (code <= 0xFF and font.lower().startswith(_SYMBOL_FONTS)):
        return _FONT_BULLETS.get(code & 0xFF, "•")
    if sign == "o" and font.lower().startswith("courier"):
        return "◦"
    return "•" if 0xE000 <= code <= 0xF8FF else sign
