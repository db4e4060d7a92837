"""Conditions of fields live in the page, as the server has them: the nearest field of the name decides."""

import re

import pytest

pytestmark = pytest.mark.web

FORM = """<!doctype html><html lang="en"><title>Form</title><body><form data-autosave action="/form">
<input type="hidden" name="version" value="1"><span data-saved-line></span>
<label><input type="radio" name="a.abroad" value="yes" checked>Abroad</label>
<input name="a.persons.rows" type="hidden" value="2">
{rows}
<div class="field" id="whole" data-shown-if='{{"field": "abroad", "equals": true}}' data-level="a."><input name="a.country"></div>
</form><script src="{bundle}" defer></script></body></html>"""
ROW = """
<label><input type="radio" name="a.persons.{n}.abroad" value="yes">yes</label>
<label><input type="radio" name="a.persons.{n}.abroad" value="no">no</label>
<div class="field" id="where-{n}" data-shown-if='{{"field": "abroad", "equals": true}}' data-level="a.persons.{n}.">
	<select name="a.persons.{n}.where"><option value=""></option><option value="other">other</option></select></div>
<div class="field" id="which-{n}" data-shown-if='{{"field": "where", "equals": "other"}}' data-level="a.persons.{n}.">
	<input name="a.persons.{n}.which"></div>"""


@pytest.fixture
def form(page, base_url):
	page.goto("/uz")
	bundle = page.locator("script[src*='portal.bundle']").first.get_attribute("src")
	html = FORM.format(rows="".join(ROW.format(n=number) for number in range(2)), bundle=bundle)
	page.route("**/conditions", lambda route: route.fulfill(body=html, content_type="text/html"))
	page.goto("/conditions")
	return page


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
