"""Open data for anybody: sets of rows as JSON, CSV or GeoJSON, in pages, with an ETag. Described at `/{language}/open-data`.

An answer with the same ETag (`If-None-Match`) is 304 without a body. Whole sets lie ready at `/{language}/open-data/…`.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, cast

import frappe
from werkzeug.wrappers import Response

from esaylov.api.answers import OpenData, OpenRows
from esaylov.api.endpoint import endpoint
from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.built import answers
from esaylov.registers.published import forms, others, sets

PAGE, LARGEST = 100, 1000
LIMIT, SECONDS = 120, 60


@endpoint(methods=["GET"], guest=True)  # public by law: the registered candidates are published
@rate_limit(limit=LIMIT, seconds=SECONDS)
def candidates(
	election: str = "",
	election_type: str = "",
	party: str = "",
	region: str = "",
	constituency: str = "",
	status: str = "",
	after: str = "",
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Candidates with the columns of the booklet's table, those who left too (`status`); `after`: the last `name` had."""
	filters = {
		"election_type": election_type,
		"party": party,
		"region": region,
		"constituency": constituency,
		"status": status,
		"after": after,
	}
	return _answer("candidates", election, filters, limit, 0, form)


@endpoint(methods=["GET"], guest=True)  # public by law: constituencies are published with their boundaries
@rate_limit(limit=LIMIT, seconds=SECONDS)
def constituencies(
	election: str = "",
	election_type: str = "",
	region: str = "",
	constituency: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Constituencies with voters; as `geojson` with their boundaries."""
	filters = {"election_type": election_type, "region": region, "constituency": constituency}
	return _answer("constituencies", election, filters, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public figures, nobody is named
@rate_limit(limit=LIMIT, seconds=SECONDS)
def voters(
	election: str = "",
	kind: str = "",
	territory: str = "",
	gender: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Figures about voters with day and source."""
	filters = {"kind": kind, "territory": territory, "gender": gender}
	return _answer("voters", election, filters, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public: the parties, and how many candidates each has
@rate_limit(limit=LIMIT, seconds=SECONDS)
def parties(election: str = "", start: int = 0, limit: int = PAGE, form: str = "json") -> OpenData:
	"""Parties in the order of the ballot."""
	return _answer("parties", election, {}, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public figures: observers are counted, never named
@rate_limit(limit=LIMIT, seconds=SECONDS)
def observers(
	election: str = "",
	kind: str = "",
	territory: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Registered observers in numbers, by kind and territory."""
	return _answer("observers", election, {"kind": kind, "territory": territory}, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public by law: the protocol of each station is posted (art. 58)
@rate_limit(limit=LIMIT, seconds=SECONDS)
def protocols(
	election: str = "",
	election_type: str = "",
	constituency: str = "",
	polling_station: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Count protocols that were taken in, one a station and contest, with every number; `name` verifies at `/verify`."""
	filters = {
		"election_type": election_type,
		"constituency": constituency,
		"polling_station": polling_station,
	}
	return _answer("protocols", election, filters, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public by law, as above
@rate_limit(limit=LIMIT, seconds=SECONDS)
def votes(
	election: str = "",
	election_type: str = "",
	constituency: str = "",
	polling_station: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Votes by line of the ballot in each protocol that was taken in."""
	filters = {
		"election_type": election_type,
		"constituency": constituency,
		"polling_station": polling_station,
	}
	return _answer("votes", election, filters, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public: where the voters of a constituency vote
@rate_limit(limit=LIMIT, seconds=SECONDS)
def stations(
	election: str = "",
	election_type: str = "",
	constituency: str = "",
	territory: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Polling stations of each constituency with address, phone and voters; one of several contests is there for each."""
	filters = {"election_type": election_type, "constituency": constituency, "territory": territory}
	return _answer("stations", election, filters, limit, start, form)


@endpoint(methods=["GET"], guest=True)  # public figures: stations report them during the day
@rate_limit(limit=LIMIT, seconds=SECONDS)
def turnout(
	election: str = "",
	hour: str = "",
	polling_station: str = "",
	start: int = 0,
	limit: int = PAGE,
	form: str = "json",
) -> OpenData:
	"""Turnout that each station reported by an hour: preliminary, the protocols have the last word."""
	return _answer(
		"turnout", election, {"hour": hour, "polling_station": polling_station}, limit, start, form
	)


def _answer(name: str, election: str, filters: dict[str, str], limit: int, start: int, form: str) -> OpenRows:
	known = sets.SETS[name]
	if form not in forms.FORMS or (form == "geojson" and not known.shape):
		raise FormInvalid([Finding("not_a_choice", "form")])
	held = others.election(election)
	if not held:
		raise NotFound({"doctype": "Election"})
	size, start = min(max(limit, 1), LARGEST), max(start, 0)
	made = partial(_part, name, held.name, filters, size, start, form)
	body = answers.of_data(
		held.name, f"open-data/{name}.json", (form, size, start, sorted(filters.items())), made
	)
	response = Response(body, content_type=forms.FORMS[form])
	response.set_etag(hashlib.sha256(body).hexdigest()[:32])
	response.headers["Cache-Control"] = "public, no-cache"
	if form != "json":
		response.headers["Content-Disposition"] = f"attachment; filename={name}.{form}"
	# the framework sends a Response as it is: this one has in it what the contract says
	return cast("OpenRows", response.make_conditional(frappe.local.request))


def _part(name: str, election: str, filters: dict[str, str], size: int, start: int, form: str) -> bytes:
	known = sets.SETS[name]
	rows = _sums(name, election, filters) if known.is_sum else _rows(name, election, filters, form)
	page = list(islice(rows, start, start + size + 1))
	more, page = len(page) > size, page[:size]
	following = (
		{} if not more else {"after": page[-1]["name"]} if name == "candidates" else {"start": start + size}
	)
	about = {"set": name, "election": election, "next": following or None}
	body = forms.written(form, known.columns, page, about)
	return b'{"message":' + body + b"}" if form == "json" else body


def _rows(name: str, election: str, filters: dict[str, str], form: str) -> Iterator[dict[str, Any]]:
	return sets.of(name, election, filters, shapes=form == "geojson")


def _sums(name: str, election: str, filters: dict[str, str]) -> Iterator[dict[str, Any]]:
	"""Rows of a set that counts a whole register, counted once for all answers until the register changes."""

	def count() -> bytes:
		return json.dumps(list(sets.of(name, election, {}))).encode()

	rows = json.loads(answers.of_data(election, f"open-data/{name}.json", ("rows",), count))
	return (row for row in rows if all(row[key] == value for key, value in filters.items() if value))
