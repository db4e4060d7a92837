"""Make the font files of this folder from Inter's variable font (needs fonttools and brotli).

python subset.py InterVariable.ttf     Debian: package fonts-inter-variable, 4.1
"""

import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga", "tnum", "case", "lnum"]
SIGNS = "2010-2027 202F-203A 20A0-20BF 2116-2117 2122 2190-2199 2212 2215 2248 2260-2265 2713-2717 25B2-25C6 25CB-25CF"
LATIN = "20-7E A0-17F 1F4-1F5 218-21B 2B9-2DD 300-30C " + SIGNS
CYRILLIC = "301 400-4FF"
STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


def points(ranges: str) -> set[int]:
	found: set[int] = set()
	for part in ranges.split():
		first, _, last = part.partition("-")
		found.update(range(int(first, 16), int(last or first, 16) + 1))
	return found


def cut(source: str, ranges: str, limits: dict[str, int | tuple[int, int]]) -> TTFont:
	"""The glyphs of the ranges, with the axes limited; subsetting comes first, the instancer needs its glyphs."""
	options = subset.Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, hinting=False)
	options.glyph_names = False
	font = TTFont(source, lazy=False)
	tool = subset.Subsetter(options)
	tool.populate(unicodes=points(ranges))
	tool.subset(font)
	buffer = io.BytesIO()
	font.save(buffer)
	buffer.seek(0)
	return instancer.instantiateVariableFont(TTFont(buffer, lazy=False), limits)


def rename(font: TTFont, weight: int) -> None:
	style = STYLES[weight]
	own_family = style not in ("Regular", "Bold")
	names = {
		1: f"Inter {style}" if own_family else "Inter",
		2: "Regular" if own_family else style,
		3: f"Inter 4.1 {style}",
		4: f"Inter {style}",
		6: f"Inter-{style}",
		16: "Inter",
		17: style,
	}
	for name_id in (*names, 25):
		font["name"].removeNames(nameID=name_id)
	for name_id, value in names.items():
		font["name"].setName(value, name_id, 3, 1, 0x409)
	font["OS/2"].usWeightClass = weight
	if "STAT" in font:
		del font["STAT"]


def main(source: str) -> None:
	here = Path(__file__).parent
	for name, ranges in (("latin", LATIN), ("cyrillic", CYRILLIC)):
		font = cut(source, ranges, {"opsz": 14, "wght": (400, 700)})
		font.flavor = "woff2"
		font.save(here / f"inter-{name}.woff2")
	for weight, style in STYLES.items():
		font = cut(source, f"{LATIN} {CYRILLIC}", {"opsz": 14, "wght": weight})
		rename(font, weight)
		font.save(here / f"Inter-{style}.ttf")


if __name__ == "__main__":
	main(sys.argv[1])
