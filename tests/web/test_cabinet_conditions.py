"""Conditions of fields live in the page, as the server has them: the nearest field of the name decides."""

import re
from urllib.parse import urljoin

import pytest
import requests

pytestmark = pytest.mark.web

FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Form</title><body><form data-autosave action="/form">
<input type="hidden" name="version" value="1"><span data-saved-line></span>
<label><input type="radio" data-kind="Yes/No" name="a.abroad" value="yes" checked>Abroad</label>
<input name="a.persons.rows" type="hidden" value="2">
{rows}
<div class="field" id="whole" data-shown-if='{{"field": "abroad", "equals": true}}' data-level="a."><input name="a.country"></div>
</form><script src="{bundle}" defer></script></body></html>"""
ROW = """
<label><input type="radio" data-kind="Yes/No" name="a.persons.{n}.abroad" value="yes">yes</label>
<label><input type="radio" data-kind="Yes/No" name="a.persons.{n}.abroad" value="no">no</label>
<div class="field" id="where-{n}" data-shown-if='{{"field": "abroad", "equals": true}}' data-level="a.persons.{n}.">
	<select name="a.persons.{n}.where"><option value=""></option><option value="other">other</option></select></div>
<div class="field" id="which-{n}" data-shown-if='{{"field": "where", "equals": "other"}}' data-level="a.persons.{n}.">
	<input name="a.persons.{n}.which"></div>"""


KINDS = """
<span data-name="a.seats" data-value="2">2</span>
<input name="a.number" data-kind="Integer">
<label><input type="radio" data-kind="Choice" name="a.answer" value="yes">yes</label>
<select data-kind="Choice" name="a.place"><option value=""></option><option value="Boʻz  yer">Boʻz yer</option></select>
<div class="field" id="filled" data-shown-if='{"field": "seats", "equals": 2}' data-level="a."><input name="a.why"></div>
<div class="field" id="truth" data-shown-if='{"field": "answer", "equals": true}' data-level="a."></div>
<div class="field" id="word" data-shown-if='{"field": "answer", "equals": "yes"}' data-level="a."></div>
<div class="field" id="place" data-shown-if='{"field": "place", "equals": "Boʻz  yer"}' data-level="a."></div>
<div class="field" id="seven" data-required-if='{"field": "number", "equals": 7}' data-level="a."><input name="a.x"></div>
<div class="field" id="text" data-required-if='{"field": "number", "equals": "7"}' data-level="a."><input name="a.y"></div>"""


@pytest.fixture
def opened(page, base_url):
	"""Opens a form with fields of one's own and the script of the cabinet."""
	page.goto("/uz")
	# of this bench: a page that was built before may name an older one
	bundle = requests.get(urljoin(base_url, "/assets/assets.json"), timeout=60).json()["portal.bundle.js"]

	def opened(rows: str):
		html = FORM.format(rows=rows, bundle=bundle)
		page.route("**/conditions", lambda route: route.fulfill(body=html, content_type="text/html"))
		page.goto("/conditions")
		return page

	return opened


@pytest.fixture
def form(opened):
	return opened("".join(ROW.format(n=number) for number in range(2)))


def shown(page) -> list[str]:
	return page.eval_on_selector_all(
		"[data-shown-if]", "all => all.filter((one) => !one.hidden).map((one) => one.id)"
	)


def test_a_row_asks_by_its_own_answer_and_never_by_one_outside(form):
	assert shown(form) == ["whole"], "rows that are not answered yet do not read the answer around them"
	form.check("[name='a.persons.1.abroad'][value=yes]")
	assert shown(form) == ["where-1", "whole"]


def test_what_is_hidden_hides_what_hangs_on_it(form):
	form.check("[name='a.persons.0.abroad'][value=yes]")
	form.select_option("[name='a.persons.0.where']", "other")
	assert shown(form) == ["where-0", "which-0", "whole"]
	form.check("[name='a.persons.0.abroad'][value=no]")
	assert shown(form) == ["whole"]
	form.check("[name='a.persons.0.abroad'][value=yes]")
	assert re.fullmatch("where-0,which-0,whole", ",".join(shown(form)))


def test_values_are_compared_by_the_kinds_of_their_fields(opened):
	"""How each is compared: tests/core/data/conditions.json. Here that the page hands the kinds on."""
	form = opened(KINDS)
	assert shown(form) == ["filled", "whole"], "a value that the system filled in counts too"
	form.check("[name='a.answer']")
	assert shown(form) == ["filled", "word", "whole"]
	form.select_option("[name='a.place']", "Boʻz  yer")
	assert shown(form) == ["filled", "word", "place", "whole"], "a choice is compared as its type has it"
	form.fill("[name='a.number']", " 07 ")
	form.press("[name='a.number']", "Tab")
	required = form.eval_on_selector_all("[aria-required=true]", "all => all.map((one) => one.name)")
	assert required == ["a.x"]
