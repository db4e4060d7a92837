"""The text of a decision from its template, and what a template must not lack."""

import json
from pathlib import Path

import pytest

from esaylov.core.procedure.decision_text import (
	HEADINGS,
	NEEDED,
	OUTCOMES,
	Line,
	Template,
	addition_of,
	check,
	count_subject,
	deciding_words,
	keep_subject,
	missing_line,
	text,
	with_heading,
)

SHIPPED = json.loads(
	(Path(__file__).parents[2] / "esaylov" / "fixtures" / "decision_texts" / "decision_text.json").read_text()
)
LINES = [Line("Aliyev"), Line("G'aniyev"), Line("Karimova", is_refused=True, ground="yoshi {place}")]
GOOD = Template(
	"{day}\n1.\n{granted}\n2.\n{refused}", "1.{place}. {subject}", "2.{place}. {subject}: {ground}"
)


def test_rows_are_numbered_and_a_value_is_never_read_as_a_place():
	written = text(GOOD, {"day": "24.11.2026 {granted}"}, LINES)
	assert written == "24.11.2026 {granted}\n1.\n1.1. Aliyev\n1.2. G'aniyev\n2.\n2.1. Karimova: yoshi {place}"


def test_rows_with_one_ground_state_it_once():
	late, young = "Muddat oʻtgan", "Yoshi toʻgʻri kelmaydi"
	rows = [("Ali Aliyev", late), ("Karimova", young), ("Ali Aliyevich", late), ("Valiyev", late)]
	lines = [Line(subject, is_refused=True, ground=ground) for subject, ground in rows]
	written = text(GOOD, {}, lines)
	assert written.count(late) == 1
	first = "2.1. Ali Aliyev; Ali Aliyevich; Valiyev: Muddat oʻtgan"
	assert written.split("\n")[-2:] == [first, "2.2. Karimova: Yoshi toʻgʻri kelmaydi"]
	subjects = [subject for subject, _ in rows]
	for subject in ("Ali Aliyev", "Ali Aliyevich", "Valiyev"):
		assert keep_subject(first, subject, subjects) == f"2.1. {subject}: {late}"
	assert keep_subject("2.1. Ali; Ali: x", "Ali", ["Ali", "Ali"]) == "2.1. Ali: x"
	assert [count_subject(first, subject, subjects) for subject in subjects] == [1, 0, 1, 1]
	assert count_subject("2.1. Ali; Ali: x", "Ali", ["Ali", "Ali"]) == 2


def test_a_fact_that_was_not_brought_is_left_empty():
	assert text(Template("{basis}{day}!", "", ""), {"day": "x"}, []) == "x!"


@pytest.mark.parametrize(
	("outcome", "template", "found"),
	[
		("Partly Granted", GOOD, []),
		("Granted", Template("{granted}", "{subject}", ""), []),
		("Postponed", Template("{basis}", "", ""), []),
		("Granted", Template("{refused}", "{subject}", ""), [("placeholder_missing", "text_uz")]),
		("Granted", Template("{granted}", "x", ""), [("placeholder_missing", "row_uz")]),
		("Refused", Template("{refused}", "", "{subject}"), [("placeholder_missing", "refused_row_uz")]),
		("Granted", Template("{granted}{pinfl}", "{subject}", ""), [("placeholder_unknown", "text_uz")]),
		("Granted", Template("{granted}", "{subject}{day}", ""), [("placeholder_unknown", "row_uz")]),
	],
)
def test_a_template_names_what_its_outcome_needs_and_nothing_unknown(outcome, template, found):
	assert [(finding.code, finding.path) for finding in check(outcome, template, "uz")] == found


def test_edited_text_begins_with_every_line_of_the_rows():
	assert missing_line("1. Aliyev\n\n2. Nazorat", "1. Aliyev") == ""
	assert missing_line("1. Aliyeva", "1. Aliyev") == "1. Aliyev"
	assert missing_line("1. Aliyev", "1. Aliyev\n2. Karimova") == "2. Karimova"


@pytest.mark.parametrize(
	("addition", "found"),
	[
		("2. Nazorat rais zimmasida.", ""),
		("2. Контроль за председателем.", ""),
		("Ro'yxatga olinmasin", "Ro'yxatga olinmasin"),
		("Рад этилсин", "Рад этилсин"),
		("В регистрации ОТКАЗАТЬ", "ОТКАЗАТЬ"),
		("Aliyev kelmasin", "Aliyev"),
	],
)
def test_addition_names_no_subject_and_decides_nothing(addition, found):
	assert deciding_words(addition, ["Aliyev"]) == found


def test_a_name_inside_a_longer_one_is_not_named():
	assert count_subject("1.1. Ali Aliyev. Asos", "Ali Aliyev", ["Ali Aliyev", "Ali Aliyevich"]) == 1
	assert count_subject("1.1. Ali Aliyevich", "Ali Aliyev", ["Ali Aliyev", "Ali Aliyevich"]) == 0


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row["code"])
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_shipped_texts_hold(row, language):
	template = Template(
		row[f"text_{language}"], row.get(f"row_{language}", ""), row.get(f"refused_row_{language}", "")
	)
	assert check(row["outcome"], template, language) == []
	assert row["source_mark"]


def test_every_outcome_has_a_text_for_every_appeal():
	general = {row["outcome"] for row in SHIPPED if row["scope"] == "Every Appeal"}
	assert general == set(OUTCOMES) == set(NEEDED)


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_an_addition_stands_below_a_heading_that_says_it_changes_nothing(language):
	made = "Komissiya\n01.12.2026\n1. Aliyev"
	written = f"{made}\n\nQaror kuchga kirmaydi.\nYana bir gap."
	headed = with_heading(written, made, language)
	assert headed == f"{made}\n\n{HEADINGS[language]}\nQaror kuchga kirmaydi.\nYana bir gap."
	assert with_heading(headed, made, language) == headed
	assert addition_of(headed, made, language) == "Qaror kuchga kirmaydi.\nYana bir gap."
	assert with_heading(made, made, language) == made
	assert with_heading(f"{made}\n\n{HEADINGS[language]}", made, language) == made
	assert not deciding_words(HEADINGS[language], ["Aliyev"])
