"""Colours that are told apart with any kind of colour vision, and by their lightness in print.

The eight hues are those of M. Okabe and K. Ito, "Color Universal Design" (2008); the ramps go from
light to dark in one hue.
"""

from __future__ import annotations

INK = "#222222"
QUIET = "#595959"  # 7:1 on white
RULE = "#D0D0D0"
PAPER = "#FFFFFF"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#999999"
# For things without an order; the eighth and later share grey.
HUES = (BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, YELLOW)
_LIGHT, _DARK = (0xE6, 0xF1, 0xF8), (0x00, 0x3F, 0x66)


def hue(index: int) -> str:
    """The hue of the n-th of several things; grey behind the last hue."""
    return HUES[index] if index < len(HUES) else GREY


def ramp(share: float) -> str:
    """A blue between light (0) and dark (1)."""
    return "#" + "".join(
        f"{round(light + (dark - light) * share):02X}"
        for light, dark in zip(_LIGHT, _DARK, strict=True)
    )


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2): 0 black, 1 white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))
