"""Every code has its text, in every language, with the same places."""

import ast
import json
import re
from pathlib import Path

import pytest

import esaylov.core
from esaylov.core.findings import Finding
from esaylov.core.formats import placeholders
from esaylov.core.people.names import uzbek_letters
from esaylov.core.procedure.lifecycle import State
from esaylov.core.texts import CATALOGUE, LANGUAGES, WORDS, finding_text, known, text
from esaylov.core.texts.message import messages

CORE = Path(esaylov.core.__file__).parent
APP = CORE.parent
CARRIERS = {
	"Finding",
	"SignatureInvalid",
	"IdentityInvalid",
	"TokenInvalid",
	"PayloadInvalid",
	"ChainBroken",
	"TemplateInvalid",
	"TableUnreadable",
}
NOT_SHOWN = {"DefinitionInvalid"}


def codes_in(folder: Path) -> set[str]:
	"""First argument of every carrier of a code, and every `code="…"`, read from the source."""
	found = set()
	for path in folder.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.Call):
				found |= _codes_of(node)
	return found


def _codes_of(call: ast.Call) -> set[str]:
	name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
	values = call.args[:1] if name in CARRIERS else []
	values = values + [keyword.value for keyword in call.keywords if keyword.arg == "code"]
	return {
		value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
	}


def test_every_code_of_the_core_has_a_text():
	assert {code for code in codes_in(CORE) if not known(code)} == set()


def test_every_code_of_the_app_has_a_text():
	written = {code for code in codes_in(APP) if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", code)}
	assert {code for code in written if not known(code)} == set()


def test_a_text_has_the_same_places_in_every_language():
	assert len(CATALOGUE) > 300
	for code, message in CATALOGUE.items():
		places = [sorted(placeholders.names(sentence)) for sentence in message]
		assert places[0] == places[1] == places[2], code
		assert all(sentence.strip() == sentence and sentence[-1] in ".!?" for sentence in message), code


def test_uzbek_is_latin_with_its_own_letters_and_cyrillic_is_made_whole():
	for code, message in CATALOGUE.items():
		assert uzbek_letters(message.uz) == message.uz, code
		assert not set(message.uz) & set("‘’`´"), code
		assert not re.search("[а-яА-ЯўғқҳЎҒҚҲ]", message.uz), code
		values = {name: "7" for name in placeholders.names(message.uz)}
		left = set(re.findall("[A-Za-z]+", text(code, "uz-Cyrl", values)))
		assert left <= {"JPEG", "JSON", "PDF", "PNG", "QR", "SMS", "AA"}, code


OF_THE_FRAMEWORK = ("Configuration Change", "Email Account", "Statute", "Workflow", "«Change»")
"""What a list or a step is called in English: the Desk of nobody who reads Uzbek or Russian has these words."""


def test_a_list_and_a_step_are_called_as_the_reader_finds_them():
	english = {
		code: [name for name in OF_THE_FRAMEWORK if name in message.uz + message.ru]
		for code, message in CATALOGUE.items()
	}
	assert {code: names for code, names in english.items() if names} == {}


@pytest.mark.parametrize(
	("lang", "sentence"),
	[
		(
			"uz",
			"Kuzatuvchilar haqida saylovdan kamida 10 kun oldin xabar berilishi kerak; oxirgi kun 17.10.2024 edi,"
			" murojaat kuni – 18.10.2024. (Saylov kodeksi, 33-modda, 18.12.2023 dan amalda)",
		),
		(
			"uz-Cyrl",
			"Кузатувчилар ҳақида сайловдан камида 10 кун олдин хабар берилиши керак; охирги кун 17.10.2024 эди,"
			" мурожаат куни – 18.10.2024. (Сайлов кодекси, 33-модда, 18.12.2023 дан амалда)",
		),
		(
			"ru",
			"О наблюдателях сообщают не позднее чем за 10 дней до выборов; последним днём было 17.10.2024,"
			" день обращения – 18.10.2024. (Избирательный кодекс, ст. 33, действует с 18.12.2023)",
		),
		(
			"en",
			"Observers are notified at least 10 days before the election; the last day was 17.10.2024,"
			" the day of the appeal is 18.10.2024. (Election Code, art. 33, in force from 18.12.2023)",
		),
	],
)
def test_a_finding_says_what_which_article_in_which_edition_and_what_would_be_right(lang, sentence):
	params = {"days": 10, "last_day": "2024-10-17", "day": "2024-10-18"}
	finding = Finding("observer_notice_late", article="33", params=params, edition="2023-12-18")
	assert finding_text(finding, lang) == sentence


def test_karakalpak_and_unknown_languages_show_uzbek():
	assert text("required", "kaa") == text("required", "fr") == text("required", "uz")
	assert "kaa" in LANGUAGES


@pytest.mark.parametrize(
	("article", "end"),
	[
		("20-1", "(Election Code, art. 20-1)"),
		("9, 19", "(Election Code, art. 9, 19)"),
		("Const. 106, 128", "(Constitution, art. 106, 128)"),
		("Referendum, 14", "(Law on the Referendum, art. 14)"),
		("Reg. 952, par. 4", "(Reg. 952, par. 4)"),
		("own design", "filled in."),
		("", "filled in."),
	],
)
def test_sources_of_other_kinds(article, end):
	assert text("required", "en", article=article).endswith(end)


def test_an_unknown_code_is_named_and_a_missing_value_is_seen():
	assert "no_such_code" in text("no_such_code", "en")
	assert text("too_long", "en") == "The text is too long: … characters at most."


def test_states_are_shown_in_words():
	assert set(WORDS) >= {state.value for state in State}
	assert "Удовлетворено" in text("decided_without_decision", "ru", {"state": "Granted"})


def test_values_are_not_read_as_templates():
	assert "{code}" in text("file_kind", "en", {"kinds": "{code}"})


def _written(folder: Path, **texts: dict[str, str]) -> Path:
	folder.mkdir()
	for language, found in texts.items():
		(folder / f"{language}.json").write_text(json.dumps(found), encoding="utf-8")
	return folder


def test_a_code_has_one_text(tmp_path: Path):
	same = {"required": "Bu maydon to'ldirilishi shart."}
	_written(tmp_path / "fields", uz=same, ru=same, en=same)
	assert messages(tmp_path)["required"].uz == same["required"]
	_written(tmp_path / "forms", uz=same)
	with pytest.raises(ValueError, match="required"):
		messages(tmp_path)


def test_a_code_has_a_text_in_each_language(tmp_path: Path):
	_written(tmp_path / "fields", uz={"a": "A."}, ru={"a": "A."}, en={})
	with pytest.raises(ValueError, match="every language"):
		messages(tmp_path)
