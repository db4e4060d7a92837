"""Uzbek Latin in everything that is shipped: ʻ (U+02BB) in oʻ and gʻ, ʼ (U+02BC) as tutuq belgisi; SMS keep U+0027."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from esaylov.core.formats import sms
from esaylov.core.people.names import APOSTROPHES
from esaylov.messages.texts.values import CHAMBERS

ROOT = Path(__file__).parents[1]
SMS_TEMPLATES = ROOT / "esaylov" / "fixtures" / "sms_templates"
BUILT = ROOT / "esaylov" / "public" / "dist"
KINDS = frozenset({".py", ".js", ".html", ".json", ".csv", ".md", ".txt", ".scss", ".css"})
OTHERS = "".join(sorted(set(APOSTROPHES) - set("ʻʼ")))
WORD = re.compile(rf"[A-Za-zʻʼ]+(?:[{re.escape(OTHERS)}][A-Za-zʻʼ]+)+")
NO_UZBEK = re.compile(r"(?i)[a-z]+['’](?:s|t|re|ll|ve|d|m)|[bfr]'[a-z]+")
"""English, and the beginning of a string in code."""
WRONG_LETTER = re.compile(r"[A-FH-NP-Za-fh-np-z]ʻ|[OoGg]ʼ")
AS_TYPED = {
	"esaylov/core/forms/answers.py": {"yo'q"},
	"esaylov/core/forms/tables.py": {"yo'q"},
	"esaylov/core/people/names.py": {"Bo'ronov", "BO'RONOV", "o'g'li"},
	"esaylov/messages/texts/templates.py": {"Navro'z", "O'zA", "O'zLiDeP", "to'liq"},
	"esaylov/messages/texts/values.py": {"Jo'qorg'i"},
}
"""What is compared with what people type, and what stands in an SMS."""


def shipped() -> Iterator[Path]:
	"""Every text file of the app and its documents, but the texts of SMS."""
	for folder in (ROOT / "esaylov", ROOT / "docs"):
		found = sorted(path for path in folder.rglob("*") if path.suffix in KINDS)
		yield from (path for path in found if path.parent != SMS_TEMPLATES and BUILT not in path.parents)
	yield from sorted(ROOT.glob("*.md"))


def wrong(text: str) -> set[str]:
	"""Words with another apostrophe than that of Uzbek."""
	words = {word for word in WORD.findall(text) if not NO_UZBEK.fullmatch(word)}
	return words | set(WRONG_LETTER.findall(text))


def test_no_uzbek_word_has_another_apostrophe():
	files = list(shipped())
	assert len(files) > 1000
	found = {}
	for path in files:
		name = path.relative_to(ROOT).as_posix()
		if words := wrong(path.read_text(encoding="utf-8")) - AS_TYPED.get(name, set()):
			found[name] = words
	assert found == {}


@pytest.mark.parametrize("letter", OTHERS)
def test_the_walk_sees_each_other_apostrophe(letter):
	assert wrong(f"Saylovda ro{letter}yxat") == {f"ro{letter}yxat"}
	assert wrong(f"komissiya a{letter}zosi") == {f"a{letter}zosi"}
	assert wrong("komissiya aʼzosi, roʻyxat, the chair's list") == set()


@pytest.mark.parametrize("word", ["aʻzo", "goʼng", "Oʼzbek", "SANʻAT"])
def test_the_walk_sees_a_letter_at_the_place_of_the_other(word):
	assert wrong(word)


def texts(path: Path) -> dict[str, str]:
	row = json.loads(path.read_text(encoding="utf-8"))
	return {field: text for field, text in row.items() if field.startswith("text_") and text}


@pytest.mark.parametrize("path", sorted(SMS_TEMPLATES.glob("*.json")), ids=lambda path: path.stem)
def test_a_text_of_an_sms_has_the_apostrophe_of_gsm(path):
	written = texts(path)
	assert written
	assert not {field for field, text in written.items() if set(text) & (set(APOSTROPHES) - {"'"})}
	assert sms.is_gsm7(written["text_uz"])


def test_a_value_of_an_sms_in_the_code_has_the_apostrophe_of_gsm():
	assert all(sms.is_gsm7(uzbek) for uzbek, _, _ in CHAMBERS.values())
