"""Voters (saylovchilar) in figures: all, by gender, by region; each with its source and day."""

from typing import Any

import frappe

from esaylov.portal import map as maps
from esaylov.portal.routes import Route
from esaylov.portal.sections.ground import Ground, bars
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import candidates, others

ROUTES = (
	Route(r"voters", login=False, is_public=True, is_built=True, of_election=True),
	Route(
		r"voters/(?P<election>[\w-]+)",
		login=False,
		is_public=True,
		is_built=True,
		records={"election": "Election"},
	),
)

KINDS = ("voters", "abroad", "first_time")
GENDERS = candidates.GENDERS


@portal_page
def get_context(request: PortalRequest, election: str = "") -> Page:
	"""Figures of the current election, or of a named one."""
	ground = Ground(request, election or None)
	if not ground.election:
		if election:
			raise frappe.DoesNotExistError
		return Page(
			"front_empty.html", request.t("voters.title"), {"ways": {}, "participants": [], "services": []}
		)
	rows = others.voters(ground.code)
	country = {row.kind: row for row in rows if not row.gender and _is_country(ground, row)}
	by_region = {row.territory: row for row in rows if _is_of(row, "") and not _is_country(ground, row)}
	genders = sorted(
		(row for row in rows if row.gender and _is_country(ground, row)),
		key=lambda row: GENDERS.index(row.gender),
	)
	counts = {
		region.name: by_region[region.name].value if region.name in by_region else 0
		for region in ground.regions
	}
	values = {
		"ground": ground,
		"figures": [(kind, country[kind]) for kind in KINDS if kind in country],
		"in_all": others.voters_in_all(ground.code),
		"genders": bars((request.t(f"gender.{row.gender}"), row.value, "") for row in genders),
		"gender_source": genders[0] if genders else None,
		"by_region": by_region,
		"by_gender": {(row.territory, row.gender): row.value for row in rows if row.gender},
		"counts": counts,
		"map": maps.drawn(counts),
		"others": [row for row in others.elections_with_voters() if row.name != ground.code],
	}
	return Page("portal/voters.html", request.t("voters.title"), values)


def _is_country(ground: Ground, row: Any) -> bool:
	return bool(ground.territories[row.territory].level == "Country")


def _is_of(row: Any, gender: str) -> bool:
	return row.kind == KINDS[0] and (row.gender or "") == gender
