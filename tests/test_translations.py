"""Translations: uz and ru hold the same sources, uz-Cyrl and kaa are made from uz, each DocType and role has its words."""

import csv
import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "esaylov" / "translations"
DOCTYPES = sorted((ROOT / "esaylov" / "esaylov" / "doctype").glob("*/*.json"))


def rows(language: str) -> list[list[str]]:
	with (FOLDER / f"{language}.csv").open(encoding="utf-8", newline="") as lines:
		return list(csv.reader(lines))


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_each_language_translates_the_same_sources_once(language):
	sources = [row[0] for row in rows(language)]
	assert sources == [row[0] for row in rows("uz")]
	assert len(set(sources)) == len(sources)
	assert all(row[1] for row in rows(language))


def test_cyrillic_and_karakalpak_are_made_from_uzbek():
	made = runpy.run_path(str(ROOT / "script" / "transliterate"))
	expected = [
		[source, made["to_cyrillic"](text, made["STAYING"]), *rest] for source, text, *rest in rows("uz")
	]
	assert rows("uz-Cyrl") == expected
	assert rows("kaa") == rows("uz")


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda path: path.stem)
def test_a_doctype_has_its_name_in_each_language(path):
	name = json.loads(path.read_text(encoding="utf-8"))["name"]
	assert name in {row[0] for row in rows("uz")}


def test_uzbek_is_written_with_the_plain_apostrophe():
	assert not [text for _, text in rows("uz") if set(text) & set("‘’ʻʼ`")]
