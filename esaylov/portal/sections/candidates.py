"""What the pages of candidates (nomzodlar) share: search with its filters, the table, the bars of the parties."""

from collections.abc import Iterable
from typing import Any

from esaylov.portal.sections.ground import Ground, asked_page, bars, is_counted, paged
from esaylov.portal.web import PortalRequest
from esaylov.registers.published import candidates
from esaylov.registers.published.candidates import Wanted
from esaylov.registers.published.places import constituencies_named

SIZE = 50
LOOKS = {"Registered": ("leaf", "yes"), "Replaced": ("ink", "back")}
FILTERS = ("q", "election_type", "party", "region", "gender", "status")
ALL = "all"


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
		("gender", [(key, t(f"gender.{key}")) for key in candidates.GENDERS]),
		("status", [(ALL, t("filter.all")), *((key, t(f"status.{key}")) for key in candidates.STATUSES)]),
	]


def wanted_by(request: PortalRequest, ground: Ground) -> Wanted:
	"""The filters of the address; what is none of the choices asks nothing."""
	values = {
		name: request.args.get(name, "")
		for name, known in choices(ground)
		if request.args.get(name, "") in dict(known)
	}
	status = {ALL: "", "": candidates.REGISTERED}.get(
		values.pop("status", ""), request.args.get("status", "")
	)
	return Wanted(ground.code, q=request.args.get("q", "").strip()[:100], status=status, **values)


def table(ground: Ground, wanted: Wanted) -> dict[str, Any]:
	"""A page of rows with all that the table says of each."""
	request = ground.request
	listed = candidates.page(wanted, SIZE, asked_page(request), is_counted(request))
	places = {row.constituency for row in listed.rows}
	named = {row.name: row for row in constituencies_named(places)}
	for row in listed.rows:
		row.shown = ground.person(row.full_name)
		place = named.get(row.constituency)
		row.standing = ground.constituency(place) if place else ground.place(row.territory)
	return {
		**around(ground),
		"wanted": wanted,
		"looks": LOOKS,
		"list": paged(request, listed, SIZE),
	}


def by_party(ground: Ground, counts: list[Any], address: str) -> list[Any]:
	"""Bars of the parties; `{}` of the address takes the party."""
	return bars(
		(ground.title(row), added(counts, party=code), address.format(code))
		for code, row in ground.parties.items()
		if row.is_active
	)


def added(counts: Iterable[Any], **equal: str) -> int:
	return sum(row.number for row in counts if all(row[key] == value for key, value in equal.items()))
