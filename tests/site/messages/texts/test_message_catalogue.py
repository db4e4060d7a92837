"""Every SMS of the catalogue is fired by its event, to the right people, in each language, within its stated parts."""

import csv
import json
import re
from pathlib import Path

import frappe
import pytest
from factories.message_scenes import SCENES
from factories.profile import few

from esaylov.core.formats import sms
from esaylov.messages.texts import templates
from esaylov.setup.demo import ground

ROOT = Path(__file__).resolve().parents[4]
TEMPLATES = {
	data["code"]: data
	for path in sorted((ROOT / "esaylov" / "fixtures" / "sms_templates").glob("*.json"))
	if (data := json.loads(path.read_text(encoding="utf-8")))
}
LANGUAGES = ("uz", "ru", "en")
BOTH_PHONES = {"S02": 2, "S65": 2}
"""Messages to one receiver: a code to the former number, and another to the new one."""
IN_EACH_RUN = sorted(SCENES)[::4]
CASES = few(
	[(code, language) for code in sorted(SCENES) for language in LANGUAGES],
	lambda case: case[1] == "uz" and case[0] in IN_EACH_RUN,
)


def most_parts(code: str, language: str) -> int:
	"""What the template states, or the DocType where it states nothing."""
	return TEMPLATES[code].get(f"most_parts_{language}", {"uz": 1, "ru": 2, "en": 1}[language])


def test_every_text_of_the_catalogue_has_a_scene():
	assert set(SCENES) == set(TEMPLATES)
	assert len(SCENES) == 66


@pytest.mark.parametrize(("code", "language"), CASES)
def test_its_event_fires_it(code, language):
	frappe.db.delete("SMS Message", {"template": code})  # what other tests left
	frappe.db.delete("SMS Campaign", {"template": code})
	receivers = SCENES[code](language)
	fields = ["receiver_person", "text", "sealed_text", "parts", "language", "status", "failure"]
	told = frappe.get_all("SMS Message", {"template": code}, fields, order_by="creation asc")
	mine = [row for row in told if row.receiver_person in receivers]
	assert {row.receiver_person for row in mine} == receivers
	finds_others_too = TEMPLATES[code].get("urgency") == "Bulk" or code in ("S16", "S55")
	if not finds_others_too:
		assert {row.receiver_person for row in told} == receivers
	assert len(mine) == len(receivers) * BOTH_PHONES.get(code, 1)
	for row in mine:
		assert (row.language, row.status, row.failure or "") == (language, "Queued", "")
		text = TEMPLATES[code][f"text_{language}"]
		shown = templates.CODE_IN_TEXT.sub("******", row.text)
		assert re.fullmatch(re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(text)), row.text), row.text
		assert "{" not in row.text
		assert not re.search(r"\b(None|null)\b", row.text), row.text
		assert row.parts == sms.parts(row.text) <= most_parts(code, language)
		assert (
			bool(row.sealed_text)
			is ("******" in row.text)
			is bool({"{code}", "{key}"} & {*re.findall(r"{\w+}", text)})
		)
		assert shown == row.text


def test_no_text_is_over_its_stated_parts():
	texts = {
		(code, language): TEMPLATES[code][f"text_{language}"] for code in TEMPLATES for language in LANGUAGES
	}
	assert [which for which, text in texts.items() if sms.parts(sms.longest(text)) > most_parts(*which)] == []


def test_the_stated_parts_are_those_of_the_domain():
	path = ROOT / "tests" / "data" / "sms_parts.csv"
	with path.open(encoding="utf-8", newline="") as rows:
		for row in csv.DictReader(rows):
			template = TEMPLATES[row["code"]]
			for language in LANGUAGES:
				assert template[f"most_parts_{language}"] == int(row[f"parts_{language}"]), row["code"]


def test_the_demonstration_election_has_the_stages_that_are_told():
	keys = set(frappe.get_all("Election Stage", {"election": ground.ELECTION}, pluck="key"))
	assert {"nomination_period", "campaign_period", "election_day", "proxy_change_deadline"} <= keys


@pytest.mark.parametrize(
	("portal", "link"),
	[
		("https://saylov.uz", "https://saylov.uz/cabinet/papers"),
		("https://e-saylov.namuna.uz/", "https://e-saylov.namuna.uz/cabinet"),
	],
)
def test_a_mandate_is_linked_to_its_page_and_never_cut(portal, link):
	frappe.db.delete("SMS Message", {"template": "S49"})
	frappe.db.set_single_value("E-saylov Settings", "portal_url", portal)
	SCENES["S49"]("uz")
	(text,) = frappe.get_all("SMS Message", {"template": "S49"}, pluck="text", order_by="name asc", limit=1)
	assert text.endswith(f" {link}")
