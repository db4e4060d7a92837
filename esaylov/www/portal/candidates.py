"""Candidates (nomzodlar), as the booklet leads to them: figures, ways to the lists, search."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import frappe

from esaylov.portal import elections
from esaylov.portal import map as maps
from esaylov.portal.routes import Route
from esaylov.portal.sections import candidates as shared
from esaylov.portal.sections.ground import PLACE, Ground, bars
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import candidates

ROUTE = Route(
	r"candidates",
	login=False,
	is_public=True,
	of_election=True,
	is_built=True,
	arguments=(*shared.FILTERS, *PLACE),
)
OTHERS = 12
"""Other elections that a search looks into, those that run and come first."""


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Figures, ways to the lists, search; with a filter in the address, what it finds."""
	ground = Ground(request)
	if not ground.election:
		return Page(
			"front_empty.html",
			request.t("candidates.title"),
			{"ways": {}, "participants": [], "services": []},
		)
	if not elections.has("candidates", ground.election):
		raise frappe.DoesNotExistError
	if any(request.args.get(name) for name in shared.FILTERS):
		return found(request, ground)
	counts = candidates.counts(ground.code)
	by_region = Counter[str]()
	for row in counts:
		by_region[ground.region_of(row.place or row.territory)] += row.number
	on_map = {region.name: by_region[region.name] for region in ground.regions}
	ages = candidates.by_age(ground.code, ground.election.election_day)
	t = request.t
	values = {
		**shared.around(ground),
		"total": sum(row.number for row in counts),
		"kinds": kinds(ground, counts),
		"by_gender": bars(
			(t(f"gender.{key}"), shared.added(counts, gender=key), "") for key in candidates.GENDERS
		),
		"by_age": bars((t(f"age.{age[0]}"), number, "") for age, number in ages.items()),
		"by_party": shared.by_party(ground, counts, request.within("candidates") + "?party={}"),
		"counts": on_map,
		"elsewhere": by_region[""],
		"map": maps.drawn(on_map),
	}
	return Page("portal/candidates.html", t("candidates.title"), values)


def found(request: PortalRequest, ground: Ground) -> Page:
	"""What search and filters find; works by its address alone."""
	values = {
		**shared.table(ground, shared.wanted_by(request, ground)),
		"in_others": in_others(request, ground),
		"kind": None,
		"party": None,
		"by_party": [],
		"ended": 0,
		"more": "",
	}
	return Page("portal/candidates_list.html", request.t("candidates.found"), values)


def in_others(request: PortalRequest, ground: Ground) -> list[tuple[str, str, int]]:
	"""What the words of a search find in the other elections: title, address and number, those that are over among them."""
	words = request.args.get("q", "").strip()[:100]
	if not words:
		return []
	rows = [row for of_state in elections.others(ground.code).values() for row in of_state]
	found = []
	for row in rows[:OTHERS]:
		number = candidates.page(candidates.Wanted(row.name, q=words), 1).total
		address = f"/{request.language}/election/{row.name}/candidates?{urlencode({'q': words})}"
		found += [(ground.title(row), address, number)] if number else []
	return found


def kinds(ground: Ground, counts: list[Any]) -> list[dict[str, Any]]:
	"""Kinds of election with men, women and all."""
	return [
		{
			"code": code,
			"title": ground.title(row),
			"Male": shared.added(counts, election_type=code, gender="Male"),
			"Female": shared.added(counts, election_type=code, gender="Female"),
			"all": shared.added(counts, election_type=code),
		}
		for code, row in ground.contests.items()
	]
