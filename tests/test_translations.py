"""Translations: uz and ru hold the same sources, uz-Cyrl, uz-2026 and kaa are made from uz, each DocType and role has its words."""

import csv
import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "esaylov" / "translations"
SAME = {
	*(
		"A4",
		"A5",
		"A6",
		"A7",
		"SRA3",
		"PDF",
		"SHA-256",
		"UTC",
		*("11:00", "13:00", "15:00", "17:00", "20:00"),
		"Ed25519, Base64",
		"CMS",
		"CMS (Base64)",
		"SMS",
		"E-IMZO",
	),
	*("eskiz", "playmobile", "console", "pdf, jpg, png"),
}
"""Names and codes that are written alike in every language; the scopes of keys are others."""
DOCTYPES = sorted((ROOT / "esaylov" / "esaylov" / "doctype").glob("*/*.json"))


def rows(language: str) -> list[list[str]]:
	with (FOLDER / f"{language}.csv").open(encoding="utf-8", newline="") as lines:
		return list(csv.reader(lines))


@pytest.mark.parametrize("language", ["uz", "uz-2026", "uz-Cyrl", "ru", "kaa"])
def test_each_language_translates_the_same_sources_once(language):
	sources = [row[0] for row in rows(language)]
	assert sources == [row[0] for row in rows("uz")]
	assert len(set(sources)) == len(sources)
	assert all(row[1] for row in rows(language))


def test_cyrillic_and_karakalpak_are_made_from_uzbek():
	made = runpy.run_path(str(ROOT / "script" / "transliterate"))
	expected = [[source, made["cyrillic"](text), *rest] for source, text, *rest in rows("uz")]
	assert rows("uz-Cyrl") == expected
	assert rows("kaa") == rows("uz")
	new = [[source, made["new_letters"](text), *rest] for source, text, *rest in rows("uz")]
	assert rows("uz-2026") == new


@pytest.mark.parametrize("language", ["uz", "uz-2026", "uz-Cyrl", "ru", "kaa"])
def test_what_stands_in_braces_is_the_same_in_every_language(language):
	"""The program puts values there by these names."""
	kept = {source: placeholders(text) for source, text, *_ in rows(language)}
	assert kept == {source: placeholders(source) for source in kept}
	assert any(kept.values())


def placeholders(text: str) -> set[str]:
	return set(re.findall(r"\{[^}]*\}", text))


def test_every_doctype_has_its_words_in_each_language():
	"""Its name, what it is for, labels, help and choices: all that the Desk shows of a form and an empty list."""
	translated = {row[0] for row in rows("uz")}
	missing = {
		(path.stem, word)
		for path in DOCTYPES
		for word in shown(json.loads(path.read_text(encoding="utf-8"))) - translated - SAME
		if not re.fullmatch(r"[a-z_]+:(read|write)", word)
	}
	assert len(DOCTYPES) > 20
	assert missing == set()


def shown(doctype: dict) -> set[str]:
	words = {doctype["name"], doctype.get("description", "")}
	for field in doctype["fields"]:
		words |= {field.get("label", ""), field.get("description", "")}
		if field["fieldtype"] == "Select":
			words |= set(field.get("options", "").split("\n"))
	return words - {""}


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_what_is_withdrawn_is_called_so_of_an_appeal_a_type_and_a_text_alike(language):
	"""In Russian the Desk said of each, also of a type that an administrator takes back: withdrawn by the applicant."""
	words = dict(row[:2] for row in rows(language))
	cabinet = json.loads((ROOT / "esaylov" / "portal" / "texts" / f"{language}.json").read_text("utf-8"))
	values = json.loads(
		(ROOT / "esaylov" / "core" / "texts" / "words" / "values" / f"{language}.json").read_text("utf-8")
	)
	assert words["Withdrawn"] == cabinet["state.Withdrawn"] == values["Withdrawn"]


def test_a_biography_is_spelt_one_way_in_uzbek():
	"""The form of a candidate, the table of an import and the page said it in two ways."""
	app = ROOT / "esaylov"
	texts = [
		*app.glob("fixtures/**/*.json"),
		*app.glob("portal/texts/**/*.json"),
		app / "translations" / "uz.csv",
	]
	said = [(path.name, path.read_text("utf-8").lower()) for path in texts]
	assert [name for name, text in said if "tarjimai" in text] == []
	assert any("tarjimayi hol" in text for _, text in said)


def test_names_of_the_code_stay_latin_in_cyrillic():
	cyrillic = runpy.run_path(str(ROOT / "script" / "transliterate"))["cyrillic"]
	assert cyrillic("Maydon: body.party, (core/rules)") == "Майдон: body.party, (core/rules)"
	assert cyrillic("[havola](https://…) SHA-256") == "[ҳавола](https://…) SHA-256"
	assert cyrillic("{count:persons} ta shaxs") == "{count:persons} та шахс"


def test_names_of_the_code_keep_their_letters_in_the_new_alphabet():
	written = runpy.run_path(str(ROOT / "script" / "transliterate"))["new_letters"]
	assert written("Maydon: body.branch, (core/checks) shart") == "Maydon: body.branch, (core/checks) şart"
	assert (
		written("SHA-256 xeshi, https://example.uz/sh {sheet}")
		== "SHA-256 xeşi, https://example.uz/sh {sheet}"
	)


LEGEND = re.compile(r'\(_\("([^"]+)"\), "#[0-9A-F]{6}"\)')


@pytest.mark.parametrize("language", ["uz", "uz-2026", "uz-Cyrl", "ru", "kaa"])
def test_the_legend_of_a_chart_has_room_for_its_words(language):
	"""The library gives each 150 pixels, writes longer ones upon each other and cuts what has more than 18 letters."""
	used = [
		name
		for path in sorted((ROOT / "esaylov" / "esaylov" / "report").glob("*/*.py"))
		for name in LEGEND.findall(path.read_text(encoding="utf-8"))
	]
	assert used
	words = {row[0]: row[1] for row in rows(language)}
	wide = 13 if language in ("ru", "uz-Cyrl") else 15
	assert [words[name] for name in used if len(words[name]) > wide] == []
