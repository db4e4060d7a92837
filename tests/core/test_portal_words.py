"""Words of the portal: each key in three languages, each place and plural form, each letter in the fonts that we ship."""

import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from esaylov.core.formats import language
from esaylov.portal import texts

APP = Path(texts.__file__).parents[2]
FONTS = APP / "public" / "fonts"
UPPER = {
	"uz": "ABDEFGHIJKLMNOPQRSTUVXYZ'ʻʼ‘’",
	"uz-2026": "ABDEFGHIJKLMNOPQRSTUVXYZÖĞŞÇʼ",
	"uz-Cyrl": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЪЬЭЮЯЎҚҒҲ",
	"ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
	"en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"kaa": "AÁBDEFGǴHXÍIJKQLMNŃOÓPRSTUÚVWYZŞÇ" + "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҮЎФХҲЦЧШЩЪЫЬЭЮЯ",
}
"""The alphabets; Karakalpak in the Latin of 2016 and in Cyrillic."""
SIGNS = "0123456789.,:;!?()«»“”–—-/%№+@… \N{NO-BREAK SPACE}"
PAGES = APP / "www"
TEMPLATES = sorted([*PAGES.rglob("*.html"), *(APP / "templates" / "portal").rglob("*.html")])
SOURCES = sorted(
	path for path in (*PAGES.rglob("*.py"), *(APP / "portal").rglob("*.py")) if path.parent.name != "texts"
)
KEY = re.compile(r"\b(?:t|request\.t)\(\s*[\"']([\w.\- ]+)[\"']\s*[,)]")
COUNTED = re.compile(r"\bt\.count\(\s*[\"']([\w.\-]+)[\"']\s*,")


def letters(alphabet: str) -> set[str]:
	return set(alphabet) | set(alphabet.lower()) | ({"ı"} if "Ǵ" in alphabet else set())


def ranges() -> dict[str, list[range]]:
	"""File of each font face of the style sheet to the code points that it says to hold."""
	css = re.sub(r"//.*", "", (APP / "public" / "scss" / "_fonts.scss").read_text(encoding="utf-8"))
	found = {}
	for face in css.split("@font-face")[1:]:
		file = re.search(r"fonts/([\w-]+\.woff2)", face)[1]
		spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face.split("unicode-range")[1])
		found[file] = [range(int(first, 16), int(last or first, 16) + 1) for first, last in spans]
	return found


def shown() -> set[int]:
	"""Code points for which a browser takes a glyph of ours."""
	return {
		code
		for file, spans in ranges().items()
		for code in TTFont(FONTS / file).getBestCmap()
		if any(code in span for span in spans)
	}


GLYPHS = shown()


def missing(text: set[str]) -> list[str]:
	return sorted(letter for letter in text if ord(letter) not in GLYPHS and letter not in "\n\t")


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_letter_of_the_languages_has_a_glyph(code):
	assert missing(letters(UPPER[code]) | set(SIGNS)) == []


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("weight", ["Regular", "SemiBold", "Bold"])
def test_every_letter_has_a_glyph_on_paper_in_each_weight(weight, code):
	held = TTFont(FONTS / f"Inter-{weight}.ttf").getBestCmap()
	assert [letter for letter in sorted(letters(UPPER[code]) | set(SIGNS)) if ord(letter) not in held] == []


def test_a_new_letter_is_drawn_and_no_empty_box():
	"""A font may map a letter to a glyph without a line in it."""
	for file in FONTS.glob("Inter-*.ttf"):
		font = TTFont(file)
		drawn, named = font["glyf"], font.getBestCmap()
		marks = [named[ord(letter)] for letter in "öğşçÖĞŞÇ"]
		assert all(drawn[name].numberOfContours != 0 for name in marks), file.name
		assert len(set(marks)) == 8
		assert ".notdef" not in marks


@pytest.mark.parametrize("code", ["uz", "uz-2026", "uz-Cyrl", "ru", "en"])
def test_every_letter_of_our_words_has_a_glyph(code):
	assert missing({letter for text in texts.catalogue(code).values() for letter in text}) == []


def test_every_letter_of_the_shipped_pages_has_a_glyph():
	files = [
		path
		for name in ("public_pages", "faqs", "legal_acts")
		for path in (APP / "fixtures" / name).iterdir()
	]
	assert len(files) >= 13
	assert missing({letter for path in files for letter in path.read_text(encoding="utf-8")}) == []


@pytest.mark.parametrize("code", ["ru", "en"])
def test_every_key_stands_in_each_language_with_the_same_places(code):
	here, uzbek = texts.catalogue(code), texts.catalogue("uz")
	assert here.keys() == uzbek.keys()
	for key, text in here.items():
		# "1 day left" may say the number in words
		if not key.endswith(".one"):
			assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", uzbek[key])), key


def test_what_is_counted_has_every_form_of_russian_and_english():
	catalogue = texts.catalogue("uz")
	counted = {key.removesuffix(".few") for key in catalogue if key.endswith(".few")}
	for stem in counted:
		assert {f"{stem}.one", f"{stem}.few", f"{stem}.other"} <= catalogue.keys(), stem


@pytest.mark.parametrize("path", [*TEMPLATES, *SOURCES], ids=lambda path: path.name)
def test_every_key_that_a_page_asks_for_exists(path):
	source = path.read_text(encoding="utf-8")
	known = texts.catalogue("uz").keys()
	assert [key for key in KEY.findall(source) if key not in known] == []
	assert [key for key in COUNTED.findall(source) if f"{key}.other" not in known] == []


def test_a_counted_number_is_written_in_groups():
	assert texts.Texts("en").count("measure.candidates.count", 16854) == "16\N{NO-BREAK SPACE}854 candidates"
	assert texts.Texts("ru").count("measure.candidates.count", 16854).endswith("кандидата")


@pytest.mark.parametrize(
	("latin", "cyrillic"),
	[
		("E-saylov orqali SMS keladi", "E-saylov орқали SMS келади"),
		("[kalendar](/{lang}/calendar) sanasi", "[календарь](/{lang}/calendar) санаси"),
		("rasmiy matni (lex.uz) ega", "расмий матни (lex.uz) эга"),
		("{n} ta nomzod", "{n} та номзод"),
		("PDF yuklab olish", "PDF юклаб олиш"),
		("ism@example.uz", "ism@example.uz"),
	],
)
def test_uzbek_cyrillic_keeps_what_is_latin_everywhere(latin, cyrillic):
	assert language.in_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
	("old", "new"),
	[
		("Oʻtish: https://example.uz/show/chain", "Ötiş: https://example.uz/show/chain"),
		("OAV veb-sahifasi chorsu.com", "OAV veb-sahifasi chorsu.com"),
		("Sahifa: t.me/shahar, shahar.uz/chor", "Sahifa: t.me/shahar, shahar.uz/chor"),
		("Sh.Karimov. Chet el", "Ş.Karimov. Çet el"),
		("[chaqiruv](/{lang}/search?ch=1) shu yerda", "[çaqiruv](/{lang}/search?ch=1) şu yerda"),
		("SHA-256 xeshi, chop@shop.example", "SHA-256 xeşi, chop@shop.example"),
		("{choice} tanlash", "{choice} tanlaş"),
	],
)
def test_the_new_letters_keep_what_is_no_word(old, new):
	assert language.in_new_letters(old) == new


def test_readers_choose_among_what_is_offered():
	assert language.choose("uz-2026", []) == "uz"
	assert language.choose(None, ["uz-2026", "ru"]) == "uz"
	assert language.choose("uz-2026", [], tuple(language.LANGUAGES)) == "uz-2026"
	assert language.choose("ru", ["en"]) == "ru"
	assert language.tag("uz-2026") == "uz-Latn"


def test_shipped_texts_say_the_same_in_three_languages_and_carry_their_marks():
	for path in (APP / "fixtures").glob("*/*.json"):
		if path.parent.name not in ("public_pages", "faqs", "legal_acts"):
			continue
		read = json.loads(path.read_text(encoding="utf-8"))
		for row in read if isinstance(read, list) else [read]:
			assert row["source_mark"], path
			for field in ("title", "body", "question", "answer", "summary"):
				found = {code for code in ("uz", "ru", "en") if row.get(f"{field}_{code}")}
				assert found in (set(), {"uz", "ru", "en"}), (path, field)
			body = [row.get(f"body_{code}", "") for code in ("uz", "ru", "en")]
			assert len({len(re.findall(r"^(?:- |\d\. )", text, re.M)) for text in body}) == 1, path
			assert len({tuple(re.findall(r"\]\(([^)]+)\)", text)) for text in body}) == 1, path
