"""Open data over HTTP: forms, pages, ETag, refusals."""

import csv
import io

import pytest

CALL = "/api/method/esaylov.api.open_data."

pytestmark = pytest.mark.web


@pytest.fixture
def get(guest):
	def ask(call: str, **kwargs):
		return guest.session.get(f"{guest.address}{CALL}{call}", timeout=60, **kwargs)

	return ask


def test_pages_follow_each_other_until_every_candidate_was_given_once(get):
	seen, after = [], ""
	while True:
		message = get(f"candidates?limit=40&after={after}").json()["message"]
		seen += [row["name"] for row in message["rows"]]
		if not message["next"]:
			break
		after = message["next"]["after"]
	assert len(seen) == len(set(seen)) >= 99
	assert seen == sorted(seen)


def test_csv_has_the_columns_and_opens_in_a_spreadsheet(get):
	answer = get("candidates?form=csv&party=EKOPARTIYA&limit=5")
	assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
	assert answer.content.startswith(b"\xef\xbb\xbf")
	rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
	assert [row["party"] for row in rows] == ["EKOPARTIYA"] * 5


def test_boundaries_are_geojson(get):
	answer = get("constituencies?form=geojson&region=1718&election_type=LC_SMD")
	assert answer.headers["Content-Type"] == "application/geo+json"
	(feature,) = answer.json()["features"]
	assert feature["geometry"]["type"] == "Polygon"
	assert feature["properties"]["territory"] == "1718"


@pytest.mark.parametrize("name", ["candidates", "constituencies", "voters", "parties", "observers"])
def test_what_has_not_changed_is_not_sent_again(get, name):
	first = get(name)
	assert first.headers["Cache-Control"] == "public, no-cache"
	again = get(name, headers={"If-None-Match": first.headers["ETag"]})
	assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
	("call", "status", "code"),
	[
		("candidates?form=xml", 422, "form_invalid"),
		("candidates?form=geojson", 422, "form_invalid"),
		("candidates?limit=many", 422, "form_invalid"),
		("voters?election=nothing", 404, "not_found"),
	],
)
def test_a_wrong_question_is_told_why(get, call, status, code):
	answer = get(call)
	assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
	"call", ["candidates?limit=-5", "parties?start=-1&limit=100000", "candidates?region=%27"]
)
def test_bounds_hold_whatever_is_asked(get, call):
	assert get(call).status_code == 200


def test_a_whole_set_lies_ready(guest):
	answer = guest.session.get(f"{guest.address}/uz/open-data/candidates.csv", timeout=60)
	assert answer.status_code == 200
	assert len(answer.text.splitlines()) >= 100
