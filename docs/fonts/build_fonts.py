"""Build the project's font from Atkinson Hyperlegible Next (OFL): plain zeros, arrows, a tick, French only.

Not part of the application: fontTools is needed only to run this again. See static/fonts/README.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Relief Hyperlegible"
LETTERS = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸñÑáíóúß"
SIGNS = "«»’‘“”–—…€·•°×−½²³ªº©\u00a0\u202f\u2009\u2011→←✓"
SCREEN = "".join(map(chr, range(0x20, 0x7F))) + LETTERS + SIGNS
WEIGHTS = (400, 700)


def plain_zero(font: TTFont) -> None:
    """Give the zero an open counter: the letter O's inner contour, fitted in the zero's, at both ends of the axis."""
    glyphs, variations = font["glyf"], font["gvar"].variations

    def counter(location: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[int]]:
        single = instantiateVariableFont(TTFont(font.reader.file.name), {"wght": location})
        zero, letter = single["glyf"]["zero"], single["glyf"]["O"]
        zeros, ends, _ = zero.getCoordinates(single["glyf"])
        outer, slashed = list(zeros[: ends[0] + 1]), list(zeros[ends[0] + 1 :])
        letters, letter_ends, flags = letter.getCoordinates(single["glyf"])
        inner = list(letters[letter_ends[0] + 1 :])
        xs, ys = [x for x, _ in inner], [y for _, y in inner]
        left, right = min(x for x, _ in slashed), max(x for x, _ in slashed)
        low, high = min(y for _, y in slashed), max(y for _, y in slashed)
        fitted = [
            (
                round(left + (x - min(xs)) * (right - left) / (max(xs) - min(xs))),
                round(low + (y - min(ys)) * (high - low) / (max(ys) - min(ys))),
            )
            for x, y in inner
        ]
        return outer, fitted, list(flags[letter_ends[0] + 1 :])

    light, heavy = counter(WEIGHTS[0]), counter(WEIGHTS[1])
    zero = glyphs["zero"]
    points, ends, flags = zero.getCoordinates(glyphs)
    keep = ends[0] + 1
    coordinates = type(points)(light[0] + light[1])
    zero.numberOfContours, zero.endPtsOfContours = 2, [ends[0], len(coordinates) - 1]
    zero.coordinates, zero.flags = coordinates, type(flags)(list(flags[:keep]) + light[2])
    moved = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(light[0] + light[1], heavy[0] + heavy[1], strict=True)]
    advances = [font["hmtx"]["zero"][0], 0]
    single = instantiateVariableFont(TTFont(font.reader.file.name), {"wght": WEIGHTS[1]})
    advances[1] = single["hmtx"]["zero"][0]
    phantom = [(0, 0), (advances[1] - advances[0], 0), (0, 0), (0, 0)]
    variations["zero"] = [TupleVariation({"wght": (0.0, 1.0, 1.0)}, moved + phantom)]


def arrow(stroke: int, *, mirrored: bool) -> list[tuple[int, int]]:
    """An arrow to the right (or left) as one closed outline, its strokes that thick (font units)."""
    tip, tail, middle, reach, half = 730, 70, 318, 250, stroke / 2
    slant = stroke * 2**0.5 / 2
    inner = tip - 2 * slant - half
    points = [
        (tail, middle + half),
        (inner, middle + half),
        (tip - reach - slant, middle + reach - slant),
        (tip - reach, middle + reach),
        (tip, middle),
        (tip - reach, middle - reach),
        (tip - reach - slant, middle - reach + slant),
        (inner, middle - half),
        (tail, middle - half),
    ]
    return [(round(790 - x if mirrored else x), round(y)) for x, y in points]


def tick(stroke: int) -> list[tuple[int, int]]:
    """A tick, its strokes that thick (font units)."""
    slant = stroke * 2**0.5 / 2
    low, left, right = (265, 60), (70, 255), (625, 470)
    points = [
        (left[0] - slant / 2, left[1] - slant / 2 + slant / 2),
        (left[0] + slant / 2, left[1] + slant),
        (low[0], low[1] + slant * 1.55),
        (right[0] - slant / 2, right[1] + slant),
        (right[0] + slant / 2, right[1] + slant / 4),
        (low[0], low[1] - slant * 0.45),
    ]
    return [(round(x), round(y)) for x, y in points]


def add_signs(font: TTFont) -> None:
    """Add what the source lacks: two horizontal arrows and a tick, U+202F and U+2011."""
    order = font.getGlyphOrder()
    thin, thick = 86, 132
    signs = {
        "arrowright": (0x2192, arrow(thin, mirrored=False), arrow(thick, mirrored=False), 790),
        "arrowleft": (0x2190, arrow(thin, mirrored=True)[::-1], arrow(thick, mirrored=True)[::-1], 790),
        "tick": (0x2713, tick(thin), tick(thick), 700),
    }
    for name, (code, light, heavy, width) in signs.items():
        pen = TTGlyphPen(None)
        pen.moveTo(light[0])
        for point in light[1:]:
            pen.lineTo(point)
        pen.closePath()
        glyph = pen.glyph()
        order = [*order, name]
        font.setGlyphOrder(order)
        font["glyf"][name] = glyph
        font["hmtx"][name] = (width, min(x for x, _ in light))
        moved = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(light, heavy, strict=True)]
        font["gvar"].variations[name] = [TupleVariation({"wght": (0.0, 1.0, 1.0)}, moved + [(0, 0)] * 4)]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    font.setGlyphOrder([*order, "narrownbspace"])
    font["glyf"]["narrownbspace"] = TTGlyphPen(None).glyph()
    font["hmtx"]["narrownbspace"] = (font["hmtx"]["space"][0] * 3 // 4, 0)
    font["gvar"].variations["narrownbspace"] = []
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x202F] = "narrownbspace"
            table.cmap[0x2011] = table.cmap[0x2D]
    font["maxp"].numGlyphs = len(order) + 1


def rename(font: TTFont) -> None:
    """Call the modified font by another name, as its licence likes it."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            words = FAMILY if record.nameID != 6 else FAMILY.replace(" ", "")
            record.string = words + (" Bold" if record.nameID in (3, 4) and font["OS/2"].usWeightClass > 600 else "")


def shrink(font: TTFont, characters: str, flavour: str | None) -> TTFont:
    """Keep those characters only, without hints, with kerning, tabular and plain figures."""
    options = subset.Options(flavor=flavour, hinting=False, layout_features=["kern", "ccmp", "mark", "tnum"])
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "MVAR", "STAT"] if "fvar" not in font else ["DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = flavour
    return font


def main(source: Path, target: Path) -> None:
    """Write the screen's variable font and the PDF's two static ones."""
    variable = target / "relief.ttf"
    narrowed = instantiateVariableFont(TTFont(source), {"wght": (WEIGHTS[0], WEIGHTS[0], WEIGHTS[1])})
    narrowed.flavor = None
    narrowed.save(variable)
    font = TTFont(variable)
    plain_zero(font)
    add_signs(font)
    rename(font)
    whole = target / "relief-whole.ttf"
    font.save(whole)
    shrink(TTFont(whole), SCREEN, "woff2").save(target / "relief.woff2")
    for weight, style in ((400, "Regular"), (700, "Bold")):
        static = instantiateVariableFont(TTFont(whole), {"wght": weight}, updateFontNames=False)
        static["OS/2"].usWeightClass = weight
        static["OS/2"].fsSelection = 0x20 if weight > 600 else 0x40
        static["head"].macStyle = 1 if weight > 600 else 0
        rename(static)
        for record in static["name"].names:
            if record.nameID in (2, 17):
                record.string = style
        characters = SCREEN + "".join(map(chr, range(0xA0, 0x180))) + "≥≤"
        shrink(static, characters, None).save(target / "pdf" / f"Relief-{style}.ttf")
    variable.unlink()
    whole.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
