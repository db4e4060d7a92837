"""Nothing of a person that the booklet does not show is in any public byte: pages in each language, and open data."""

import re

import frappe
import pytest
from factories import pages, register_load
from factories.profile import few

from esaylov.core.formats.language import LANGUAGES
from esaylov.portal import routes
from esaylov.portal.editorial.participants import Participant
from esaylov.registers.published import forms, names, sets

PERSONAL = ("pinfl", "passport", "phone", "address", "workplace_position", "specialty", "nationality")
NUMBER = 60
STATIC = (
	"",
	"candidates",
	"candidates/DC",
	"candidates/LC_PL",
	"candidates/LC_PL/EKOPARTIYA",
	"candidates?status=all",
	"candidates?q=Karimov",
	"constituencies",
	"constituencies/1718",
	"constituencies/1718401",
	"voters",
	"voters/2024-10-27",
	"calendar",
	"calendar.ics",
	"elections",
	"station",
	"station?q=maktab",
	"chain",
	*(f"for/{participant}{page}" for participant in Participant for page in ("", "/feedback", "/sent")),
	"feedback",
	"track",
	"decisions",
	"results",
	"open-data",
	"territory/1726",
)


LOADED = (*(f"candidate/load{place:06d}" for place in (0, 7, 50)), "constituency/load000001")
OTHERWISE = (
	"open-data/{name}.{form}",
	"candidate/{name}/photo-{width}.jpg",
	"results/DC",
	"results/DC/okrug",
)
"""Looked at by other tests: the sets below, the photo, which is drawn anew (`test_certificate_photos`), and results (`test_result_pages`)."""


@pytest.fixture
def secrets():
	names._kept.clear()
	loaded = register_load.load(NUMBER)
	yield [value for hidden in loaded for value in hidden] + of_demo()
	names._kept.clear()


def of_demo() -> list[str]:
	rows = frappe.get_all("Person", {"name": ["not like", "load%"]}, list(PERSONAL))
	return [str(row[field]) for row in rows for field in PERSONAL if row[field] and len(str(row[field])) > 6]


def found_in(text: str, secrets: list[str]) -> list[str]:
	return [secret for secret in secrets if secret in text or secret.replace("'", "&#39;") in text]


def test_the_test_knows_what_to_look_for(secrets):
	assert len([secret for secret in secrets if len(secret) == 14 and secret.isdigit()]) > NUMBER
	assert len([secret for secret in secrets if secret.startswith("+998")]) > NUMBER
	assert found_in(f"x {secrets[0]} y", secrets) == [secrets[0]]


@pytest.mark.parametrize("language", few(LANGUAGES, ("uz", "ru").__contains__))
def test_no_page_shows_them(monkeypatch, secrets, language):
	for path in (*STATIC, *LOADED):
		assert found_in(pages.rendered(monkeypatch, f"/{language}/{path}"), secrets) == [], path


def test_every_address_that_is_built_is_looked_at():
	looked = [
		*(path.partition("?")[0] for path in (*STATIC, *LOADED)),
		*(path.format(name="candidates", form="csv", width=96) for path in OTHERWISE),
	]
	built = [route.pattern for route in routes.declared_routes() if route.is_built]
	assert [pattern for pattern in built if not any(re.fullmatch(pattern, path) for path in looked)] == []


@pytest.mark.parametrize("name", sorted(sets.SETS))
def test_no_set_of_open_data_holds_them(secrets, name):
	for form in forms.FORMS:
		rows = sets.of(name, register_load.ELECTION, {}, shapes=form == "geojson")
		written = forms.written(form, sets.SETS[name].columns, rows, {}).decode()
		assert found_in(written, secrets) == [], (name, form)


def test_columns_of_open_data_are_those_that_the_booklet_shows():
	"""A new column is a decision: it is written here too."""
	assert set(sets.SETS["candidates"].columns) == {
		"name",
		"full_name",
		"birth_date",
		"birthplace",
		"party",
		"election_type",
		"constituency",
		"territory",
		"list_position",
		"status",
		"registered_on",
	}
	assert set(sets.SETS["observers"].columns) == {"kind", "territory", "number"}
