"""Candidates (nomzodlar), as the booklet leads to them: kind of election, party, table, biography; figures; search."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import frappe

from esaylov.core.names import surname_and_initials
from esaylov.portal import language as languages
from esaylov.portal import map as maps
from esaylov.portal.sections.ground import Ground, asked_page, bars, paged
from esaylov.portal.titles import titles_of
from esaylov.portal.web import Content, Page, PortalRequest
from esaylov.published import service as published
from esaylov.published.service import Wanted

SIZE = 50
LOOKS = {"Registered": ("leaf", "yes"), "Replaced": ("ink", "back")}
FILTERS = ("q", "election_type", "party", "region", "gender", "status")
ALL = "all"


def candidates(request: PortalRequest) -> Page:
	"""Figures, ways to the lists, search; with a filter in the address, what it finds."""
	ground = Ground(request)
	if not ground.election:
		return Page(
			"front_empty.html",
			request.t("candidates.title"),
			{"ways": {}, "participants": [], "services": []},
		)
	if any(request.args.get(name) for name in FILTERS):
		return found(request, ground)
	counts = published.candidate_counts(ground.code)
	by_region = Counter[str]()
	for row in counts:
		by_region[ground.region_of(row.place or row.territory)] += row.number
	on_map = {region.name: by_region[region.name] for region in ground.regions}
	ages = published.candidates_by_age(ground.code, ground.election.election_day)
	t = request.t
	values = {
		**around(ground),
		"total": sum(row.number for row in counts),
		"kinds": kinds(ground, counts),
		"by_gender": bars((t(f"gender.{key}"), _sum(counts, gender=key), "") for key in published.GENDERS),
		"by_age": bars((t(f"age.{age[0]}"), number, "") for age, number in ages.items()),
		"by_party": by_party(ground, counts, request.public("candidates") + "?party={}"),
		"counts": on_map,
		"elsewhere": by_region[""],
		"map": maps.drawn(on_map),
	}
	return Page("sections/candidates.html", t("candidates.title"), values)


def of_kind(request: PortalRequest, election_type: str) -> Page:
	"""A kind of election: the parties that nominated in it, and the first page of its candidates."""
	return of_party(request, election_type, "")


def of_party(request: PortalRequest, election_type: str, party: str) -> Page:
	"""A party's candidates in a kind of election, in the booklet's table."""
	ground = Ground(request)
	ground.code  # noqa: B018 # raises where there is no election
	if election_type not in ground.contests or (party and party not in ground.parties):
		raise frappe.DoesNotExistError
	kind = ground.contests[election_type]
	wanted = Wanted(ground.code, election_type=election_type, party=party)
	counts = [row for row in published.candidate_counts(ground.code) if row.election_type == election_type]
	title = ground.title(ground.parties[party]) if party else ground.title(kind)
	values = {
		**table(ground, wanted),
		"kind": kind,
		"party": ground.parties.get(party),
		"by_party": by_party(ground, counts, request.public(f"candidates/{election_type}") + "/{}"),
		"ended": published.candidates_ended(wanted),
		"more": _filters(election_type=election_type, party=party),
	}
	return Page("sections/candidates_list.html", title, values)


def found(request: PortalRequest, ground: Ground) -> Page:
	"""What search and filters find; works by its address alone."""
	values = {
		**table(ground, wanted_by(request, ground)),
		"kind": None,
		"party": None,
		"by_party": [],
		"ended": 0,
		"more": "",
	}
	return Page("sections/candidates_list.html", request.t("candidates.found"), values)


def candidate(request: PortalRequest, name: str) -> Page:
	"""A candidate's page: status in plain words with its decision, biography, programme."""
	row = published.candidate(name)
	ground = Ground(request, row.election)
	named = published.decisions_named([code for code in (row.decision, row.end_decision) if code])
	place = published.constituency(row.constituency) if row.constituency else None
	values = {
		**around(ground),
		"row": row,
		"shown": ground.person(row.full_name),
		"initials": "".join(part[0] for part in row.full_name.split()[:2]).upper(),
		"kind": ground.contests.get(row.election_type),
		"party": ground.parties.get(row.party or ""),
		"place": place,
		"looks": LOOKS,
		"photo_language": languages.DEFAULT,  # one file for all languages
		"decision": named.get(row.decision),
		"end_decision": named.get(row.end_decision or ""),
		"commissions": _commissions(ground, named.values()),
	}
	return Page("sections/candidate.html", surname_and_initials(row.full_name), values)


def photo(request: PortalRequest, name: str, width: str) -> Content:
	"""The photo of a registered candidate, for one and for two dots a pixel."""
	return Content(published.candidate_photo(name, int(width)), "image/jpeg")


def around(ground: Ground) -> dict[str, Any]:
	"""What every page of candidates shows: search, choices of the filters, when it was read."""
	return {
		"ground": ground,
		"asked": {name: ground.request.args.get(name, "") for name in FILTERS},
		"choices": choices(ground),
	}


def choices(ground: Ground) -> list[tuple[str, list[tuple[str, str]]]]:
	"""The filters of the address, each with what may be chosen."""
	t = ground.request.t
	return [
		("election_type", [(code, ground.short(row)) for code, row in ground.contests.items()]),
		("party", [(code, ground.short(row)) for code, row in ground.parties.items()]),
		("region", [(row.name, ground.title(row)) for row in ground.regions]),
		("gender", [(key, t(f"gender.{key}")) for key in published.GENDERS]),
		("status", [(ALL, t("filter.all")), *((key, t(f"status.{key}")) for key in published.STATUSES)]),
	]


def wanted_by(request: PortalRequest, ground: Ground) -> Wanted:
	"""The filters of the address; what is none of the choices asks nothing."""
	values = {
		name: request.args.get(name, "")
		for name, known in choices(ground)
		if request.args.get(name, "") in dict(known)
	}
	status = {ALL: "", "": published.REGISTERED}.get(values.pop("status", ""), request.args.get("status", ""))
	return Wanted(ground.code, q=request.args.get("q", "").strip()[:100], status=status, **values)


def table(ground: Ground, wanted: Wanted) -> dict[str, Any]:
	"""A page of rows with all that the table says of each."""
	rows, total = published.candidates_page(wanted, SIZE, asked_page(ground.request))
	named = {row.name: row for row in published.constituencies_named({row.constituency for row in rows})}
	for row in rows:
		row.shown = ground.person(row.full_name)
		place = named.get(row.constituency)
		row.standing = ground.constituency(place) if place else ground.place(row.territory)
	return {
		**around(ground),
		"wanted": wanted,
		"looks": LOOKS,
		"list": paged(ground.request, rows, total, SIZE),
	}


def kinds(ground: Ground, counts: list[Any]) -> list[dict[str, Any]]:
	"""Kinds of election with men, women and all."""
	return [
		{
			"code": code,
			"title": ground.title(row),
			"Male": _sum(counts, election_type=code, gender="Male"),
			"Female": _sum(counts, election_type=code, gender="Female"),
			"all": _sum(counts, election_type=code),
		}
		for code, row in ground.contests.items()
	]


def by_party(ground: Ground, counts: list[Any], address: str) -> list[Any]:
	"""Bars of the parties; `{}` of the address takes the party."""
	return bars(
		(ground.title(row), _sum(counts, party=code), address.format(code))
		for code, row in ground.parties.items()
		if row.is_active
	)


def _sum(counts: Iterable[Any], **equal: str) -> int:
	return sum(row.number for row in counts if all(row[key] == value for key, value in equal.items()))


def _filters(**values: str) -> str:
	return "&".join(f"{key}={value}" for key, value in values.items() if value)


def _commissions(ground: Ground, decisions: Iterable[Any]) -> dict[str, str]:
	return titles_of("Election Commission", {row.commission for row in decisions}, ground.request)
