"""What each step of a preparation still lacks: one finding each, with the article where the law asks for it and the place by name."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from esaylov.core import rules
from esaylov.core.elections.election_kinds import ElectionKind, Seats
from esaylov.core.findings import Finding, Severity, blocking
from esaylov.elections import called_stages, kinds
from esaylov.elections.preparation import planning
from esaylov.elections.titles import choose_title, title_of
from esaylov.framework import clock

STEPS = (
	"kind",
	"date",
	"seats",
	"calendar",
	"commissions",
	"types",
	"texts",
	"people",
	"rehearsal",
	"opening",
)
AFTER_MAKING = frozenset(STEPS[3:])
"""Steps that look at the election itself, which is made of the plan first."""
TEXTS = ("title_ru", "title_en", "short_title_uz", "short_title_ru", "short_title_en")
"""Besides the Uzbek title, which cannot be left out; the short ones stand in SMS."""
WITHDRAWN = "Withdrawn"
"""State of an appeal type that was published and taken back (appeals/types/publishing.py)."""
OFFICES = {"Chair": "chair_missing", "Secretary": "secretary_missing"}


def of(step: str, preparation: Document) -> list[Finding]:
	"""The lacks of one step, in the order of mending; warnings among them stop nothing. Raises SetupMissing."""
	kind = kinds.of_name(preparation.kind)
	if kind is None:
		return [Finding("kind_missing", "kind")]
	if step in AFTER_MAKING and not frappe.db.exists("Election", preparation.code):
		return [Finding("election_not_made")]
	return list(_LACKS[step](kind, preparation))


def _kind(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	wrong = [finding for finding in kinds.plan_findings(preparation) if finding.path == "election_types"]
	yield from wrong


def _date(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	if getdate(preparation.election_day) <= clock.today():
		yield Finding("date_too_early", "election_day", params={"limit": clock.today().isoformat()})
	yield from (one for one in kinds.plan_findings(preparation) if one.path != "election_types")


def _seats(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	yield from planning.seats(kind, preparation)
	made = frappe.db.exists("Election", preparation.code)
	if not made or kind.seats not in (Seats.VACANT, Seats.EARLIER):
		return
	here = {"election": preparation.code, "is_annulled": 0}
	held = set(
		frappe.get_all(
			"Constituency", here, pluck="election_type", distinct=True, order_by="election_type asc"
		)
	)
	for contest in sorted(_contests(preparation) - kind.seatless - held):
		title = _title("Election Type", contest)
		yield Finding("no_constituencies", "seats", article=kind.article, params={"contest": title})


def _calendar(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	stages = _stages(preparation.code)
	plan = kinds.plan_of(preparation)
	for line in kind.stages(frozenset(plan.contests)):
		if line.key not in stages:
			yield Finding(
				"stage_lacking", line.key, article=line.article, params={"stage": choose_title(line.titles)}
			)
	for row in stages.values():
		yield from kinds.stage_findings(row)
	lines = {line.key: line for line in kind.calendar}
	for (_, second), finding in called_stages.find_disorder(stages, lines):
		yield replace(finding, path=second)


def _stages(election: str) -> dict[str, frappe._dict]:
	rows = frappe.get_all(
		"Election Stage", {"election": election}, ["*"], order_by="starts_on asc, name asc", limit=0
	)
	return {row.key: row for row in rows}


def _contests(preparation: Document) -> set[str]:
	return {row.election_type for row in preparation.election_types}


def territories(kind: ElectionKind, preparation: Document) -> set[str] | None:
	"""Territories whose commissions an election needs, those above them included; None for the whole country."""
	if kind.seats not in (Seats.VACANT, Seats.EARLIER) or _contests(preparation) & kind.seatless:
		return None
	here = {"election": preparation.code, "is_annulled": 0}
	named = frappe.get_all("Constituency", here, pluck="territory", distinct=True, order_by="territory asc")
	return set(named) | set(
		frappe.get_all(
			"Administrative Territory",
			{"name": ["in", named or [""]]},
			pluck="parent_administrative_territory",
			order_by="name asc",
		)
	)


def _commissions(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	"""In the whole country only the CEC must be complete: others are filled by appeals and decisions of the open election itself."""
	places = territories(kind, preparation)
	filters: dict[str, Any] = {"level": ["in", ("CEC", "REG", "DC")]}
	if places is not None:
		filters["territory"] = ["in", sorted(places | {_country()})]
	fields = ["name", "level", "territory", "title_uz", "title_uz_cyrl", "title_ru", "title_en"]
	rows = frappe.get_all("Election Commission", filters, fields, order_by="lft asc", limit=0)
	for place in sorted((places or set()) - {row.territory for row in rows}):
		params = {"place": _title("Administrative Territory", place)}
		yield Finding("commission_missing", "commissions", article="19", params=params)
	for position, code in OFFICES.items():
		held = _held(position, [row.name for row in rows])
		for row in rows:
			if row.name not in held:
				is_needed = places is not None or row.level == "CEC"
				severity = Severity.ERROR if is_needed else Severity.WARNING
				yield Finding(code, "commissions", severity, params={"commission": title_of(row)})


def _country() -> str:
	return str(frappe.db.get_value("Administrative Territory", {"level": "Country"}))


def _held(position: str, commissions: Collection[str]) -> set[str]:
	"""Commissions in which somebody holds the position today."""
	row, today = frappe.qb.DocType("Commission Membership"), clock.today()
	query = (
		frappe.qb.from_(row)
		.select(row.commission)
		.where((row.position == position) & row.commission.isin(list(commissions) or [""]))
		.where((row.starts_on <= today) & (row.ends_on.isnull() | (row.ends_on >= today)))
		.where(row.is_annulled == 0)
	)
	return set(query.run(pluck=True))


def _types(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	stages = _stages(preparation.code)
	offered = types(kind, preparation)
	yield from _voters(preparation, [row.name for row in offered])
	for row in offered:
		title = {"type": f"{row.name} {title_of(row)}"}
		if not row.published:
			yield Finding("type_unpublished", row.name, params=title)
		for key in dict.fromkeys((row.window_from_stage, row.window_to_stage)):
			if key and key not in stages:
				yield Finding("type_without_stage", row.name, params={**title, "stage": key})


def _voters(preparation: Document, codes: list[str]) -> Iterator[Finding]:
	"""The number of voters where a type measures signatures by it: without, its form could not even be begun (art. 64)."""
	if frappe.db.get_value("Election", preparation.code, "voters_count"):
		return
	uses = {"parenttype": "Appeal Type", "parent": ["in", codes or [""]]}
	rows = frappe.get_all("Appeal Rule", uses, pluck="rule", group_by="rule", order_by="rule asc")
	if "voters_total" in rules.needs(rules.RuleUse(row) for row in rows if row in rules.names()):
		params = {"key": str(preparation.title_uz)}
		yield Finding("voters_missing", "voters_count", article="64", params=params)


def types(kind: ElectionKind, preparation: Document) -> list[frappe._dict]:
	"""The appeal types that belong to an election of this kind with its contests, by code; not those that were taken back."""
	fields = [
		"name",
		"published",
		"status",
		"window_from_stage",
		"window_to_stage",
		"title_uz",
		"title_ru",
		"title_en",
	]
	rows = frappe.get_all(
		"Appeal Type",
		{"name": ["not in", sorted(kind.without) or [""]]},
		fields,
		order_by="name asc",
		limit=0,
	)
	limited: dict[str, set[str]] = {}
	named = {"parenttype": "Appeal Type", "parentfield": "election_types"}
	for row in frappe.get_all(
		"Election Contest", named, ["parent", "election_type"], order_by="parent asc", limit=0
	):
		limited.setdefault(row.parent, set()).add(row.election_type)
	contests = _contests(preparation)
	rows = [row for row in rows if row.status != WITHDRAWN]
	return [row for row in rows if row.name not in limited or limited[row.name] & contests]


def _texts(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	election = frappe.db.get_value("Election", preparation.code, list(TEXTS), as_dict=True) or frappe._dict()
	meta = frappe.get_meta("Election")
	for field in TEXTS:
		if not election[field]:
			yield Finding("text_missing", field, params={"text": frappe._(meta.get_label(field))})
	codes = [row.name for row in types(kind, preparation)]
	named = {"parenttype": "Appeal Type", "parent": ["in", codes or [""]]}
	used = set(
		frappe.get_all("Appeal Type Message", named, pluck="sms_template", order_by="name asc", limit=0)
	)
	off = {"name": ["in", sorted(used) or [""]], "enabled": 0}
	for name in frappe.get_all("SMS Template", off, pluck="name", order_by="name asc", limit=0):
		yield Finding(
			"sms_switched_off", name, Severity.WARNING, params={"text": name}
		)  # it may be on purpose


def _people(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	rows = {row.step: row for row in preparation.steps}
	for step in STEPS:
		params = {"step": title(step)}
		row = rows.get(step)
		if row is None or not row.responsible:
			yield Finding("responsible_missing", step, params=params)
		elif not frappe.db.get_value("User", row.responsible, "enabled"):
			yield Finding("responsible_gone", step, params={**params, "person": row.responsible})
		elif not row.due_on:
			yield Finding("due_missing", step, params=params)
		elif getdate(row.due_on) >= getdate(preparation.election_day):
			limit = getdate(preparation.election_day).isoformat()
			yield Finding("due_too_late", step, params={**params, "limit": limit})


def _rehearsal(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	"""Each type is opened and closed on the calendar as it stands: one that could never be filed is told.

	A window that is over stops nothing: some days of the law lie before the call, and an election is opened when it is ready.
	"""
	stages = _stages(preparation.code)
	for row in types(kind, preparation):
		first, last = stages.get(row.window_from_stage), stages.get(row.window_to_stage)
		opens = first.starts_on if first else None
		closes = (last.ends_on or last.starts_on) if last else None
		params = {"type": f"{row.name} {title_of(row)}"}
		if opens and closes and closes < opens:
			yield Finding("window_reversed", row.name, params=params)
		elif _is_over(closes):
			params["limit"] = str(closes)
			yield Finding("window_over", row.name, Severity.WARNING, params=params)


def _is_over(closes: date | None) -> bool:
	return closes is not None and closes < clock.today()


def _opening(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	done = {row.step for row in preparation.steps if row.done_on}
	for step in STEPS[:-1]:
		if step not in done or blocking(of(step, preparation)):
			yield Finding("step_open", step, params={"step": title(step)})


_LACKS: Mapping[str, Callable[[ElectionKind, Document], Iterator[Finding]]] = {
	"kind": _kind,
	"date": _date,
	"seats": _seats,
	"calendar": _calendar,
	"commissions": _commissions,
	"types": _types,
	"texts": _texts,
	"people": _people,
	"rehearsal": _rehearsal,
	"opening": _opening,
}


def title(step: str) -> str:
	"""The name of a step in the session's language."""
	return {
		"kind": frappe._("Kind of Election"),
		"date": frappe._("Election Day"),
		"seats": frappe._("Seats and constituencies"),
		"calendar": frappe._("Calendar"),
		"commissions": frappe._("Commissions and their members"),
		"types": frappe._("Types of appeals"),
		"texts": frappe._("Texts"),
		"people": frappe._("People responsible"),
		"rehearsal": frappe._("Rehearsal"),
		"opening": frappe._("Opening"),
	}[step]


def _title(doctype: str, name: str) -> str:
	fields = ["title_uz", "title_uz_cyrl", "title_ru", "title_en"]
	row = frappe.db.get_value(doctype, name, fields, as_dict=True)
	return title_of(row) if row else name
