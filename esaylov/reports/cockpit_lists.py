"""Lists of the cockpit: commissions without staff, which no filter of a list can say, and the figures as a file."""

from collections.abc import Iterable
from typing import Any

from frappe import _
from frappe.query_builder.functions import Count
from pypika.terms import Criterion

from esaylov.core.findings import Finding
from esaylov.framework import clock, titles
from esaylov.framework.desk import report_user
from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import spreadsheets
from esaylov.reports import cockpit
from esaylov.reports.cockpit_place import COMMISSION, place_of

SHOWN, IN_FILE = 200, 20_000
"""Commissions without staff that a list shows and that a file has: there are fewer in the country."""
FORMS = ("csv", "xlsx")
PARTS = ("figures", "unstaffed")
LACKS = ("nobody", "no_chair")
WIDTHS = (36, 60, 16)
"""Of the columns of a workbook, in characters."""


def unstaffed(
	user: str,
	election: str = "",
	commission: str = "",
	level: str = "",
	lack: str = "nobody",
	most: int = SHOWN,
) -> dict[str, Any]:
	"""Commissions where nobody holds a position today, or no chair or deputy: total, and the first rows by their place in the tree.

	lack: nobody, no_chair. Raises NotPermitted, NotFound, FormInvalid.
	"""
	if lack not in LACKS:
		raise FormInvalid([Finding("wrong_type", "lack")])
	place = place_of(user, commission)
	query, table, staffed = cockpit.staffing(cockpit.election_of(election), place)
	limits: list[Criterion] = [staffed.commission.isnull() if lack == "nobody" else staffed.has_chair == 0]
	if level:
		limits.append(table.level == level)
	found = query.where(Criterion.all(limits))
	((total,),) = found.select(Count("*")).run()
	columns = (table.name, table.level, table.parent_election_commission, table.phone)
	rows = found.select(*columns).orderby(table.lft).limit(most).run(as_dict=True)
	links = (
		(COMMISSION, name) for row in rows for name in (row.name, row.parent_election_commission) if name
	)
	named = titles.of(links).get(COMMISSION, {})
	return {
		"total": int(total),
		"rows": [
			{
				"commission": row.name,
				"title": named.get(row.name) or row.name,
				"level": row.level,
				"above": named.get(row.parent_election_commission or "", ""),
				"phone": row.phone or "",
			}
			for row in rows
		],
	}


def export(
	user: str,
	election: str = "",
	commission: str = "",
	form: str = "csv",
	part: str = "figures",
	level: str = "",
	lack: str = "nobody",
) -> tuple[str, bytes]:
	"""The figures, or the commissions without staff, as a file: its name and content. Nobody is named.

	form: csv, xlsx. part: figures, unstaffed (of a level, and what they lack, as in `unstaffed`). Raises NotPermitted, NotFound, FormInvalid (`export_form`, `wrong_type`).
	"""
	if form not in FORMS:
		raise FormInvalid([Finding("export_form", "form")])
	if part not in PARTS:
		raise FormInvalid([Finding("wrong_type", "part")])
	with report_user.reading():
		if part == "figures":
			title, table = _("Cockpit"), list(_figures(_unnamed(user, election, commission)))
		else:
			title = _("Commissions without staff") if lack == "nobody" else _("No chair or deputy")
			table = list(_unstaffed(unstaffed(user, election, commission, level, lack, most=IN_FILE)))
	content = spreadsheets.csv_of(table) if form == "csv" else spreadsheets.xlsx_of(title, table, WIDTHS)
	return f"{title}-{clock.today().isoformat()}.{form}", content


def _unnamed(user: str, election: str, commission: str) -> dict[str, Any]:
	"""The figures without the appeals that they are about: who exports does not read what registers were asked about whom."""
	return cockpit.figures(user, election, commission, is_named=False)


def _figures(found: dict[str, Any]) -> Iterable[list[str]]:
	yield [_("Part"), _("Figure"), _("Number")]
	election = next((one["title"] for one in found["elections"] if one["name"] == found["election"]), "")
	yield [_("Election"), election, ""]
	yield [_("Commission"), found["commission"]["title"], ""]
	yield [_("Counted at"), found["counted_at"].replace("T", " "), ""]
	for part, rows in (("Deadlines", found["deadlines"]), ("Messages", found["messages"])):
		for row in rows:
			yield [_(part), _words(row["key"]), str(row["count"])]
	for row in found["stages"]:
		yield [_("Stages of appeals"), _(row["key"]), str(row["count"])]
	for row in found["load"]:
		yield [_("Open appeals"), row["title"], str(row["open"])]
		yield [_("Overdue"), row["title"], str(row["overdue"])]
	for row in found["unstaffed"]:
		yield [_("Nobody holds a position"), _(row["level"]), str(row["nobody"])]
		yield [_("No chair or deputy"), _(row["level"]), str(row["no_chair"])]
	for row in found["registers"]:
		yield [_("Out of reach"), row["check"], f"{row['unreachable']} / {row['asked']}"]
	yield [_("State registers"), _("Appeals that wait for a register"), str(found["owed"]["count"])]


def _words(key: str) -> str:
	"""What a figure of deadlines or messages is called."""
	known = {
		"overdue": _("Overdue"),
		"due_today": _("Due today"),
		"due_soon": _("Due soon"),
		"waiting": _("Waiting"),
		"handed": _("Handed to the operator"),
		"delivered": _("Delivered"),
		"failed": _("Not delivered"),
	}
	return known[key]


def _unstaffed(found: dict[str, Any]) -> Iterable[list[str]]:
	yield [_("Level"), _("Commission"), _("Phone")]
	for row in found["rows"]:
		yield [_(row["level"]), row["title"], row["phone"]]
