"""What of an election to be cannot be: a day or contest that its kind has not, a seat that is held, an election that is prepared already."""

from collections.abc import Iterator

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from esaylov.core.elections import election_kinds as law
from esaylov.core.elections.calendar import DayCounting
from esaylov.core.elections.election_kinds import ElectionKind, Seats
from esaylov.core.findings import Finding, Param, Severity, blocking
from esaylov.elections import kinds, statutes
from esaylov.framework import clock

PREPARATION = "Election Preparation"
OVER = "Finished"


def lock() -> None:
	"""One preparation is checked and saved at a time, so that two never name one seat or one day; until the transaction ends."""
	frappe.db.get_value("DocType", PREPARATION, "name", for_update=True)


def findings(preparation: Document) -> list[Finding]:
	"""Everything that stands against a plan; the caller holds `lock`. Raises SetupMissing for a number that is not entered."""
	kind = kinds.of_name(preparation.kind)
	if kind is None:
		missing = [] if preparation.source_election else [Finding("required", "source_election")]
		return [*missing, *_same_code(preparation)]
	planned = kinds.plan_findings(preparation)
	return [
		*planned,
		*seats(kind, preparation),
		*([] if blocking(planned) else _windows_over(kind, preparation)),
		*(_same_code(preparation) or _same_election(kind, preparation)),
	]


def seats(kind: ElectionKind, preparation: Document) -> list[Finding]:
	"""What stands against the seats that are named, each at its row."""
	if kind.seats is not Seats.VACANT:
		return [Finding("seats_not_named", "vacant_seats")] if preparation.vacant_seats else []
	if not preparation.source_election:
		return [Finding("required", "source_election")]
	named = [row.constituency for row in preparation.vacant_seats]
	if not named:
		return [Finding("seats_missing", "vacant_seats", article=kind.article)]
	return [
		*_repeated(named),
		*_elsewhere(preparation, named),
		*kinds.seat_findings(preparation.source_election, named),
		*_prepared(preparation, named),
		*_short_term(kind, preparation),
	]


def _place(named: list[str], seat: str) -> str:
	return f"vacant_seats[{named.index(seat)}].constituency"


def _repeated(named: list[str]) -> Iterator[Finding]:
	for number, seat in enumerate(named):
		if seat in named[:number]:
			params = {"seat": kinds.seat_title(seat)}
			yield Finding("seat_repeated", f"vacant_seats[{number}].constituency", params=params)


def _elsewhere(preparation: Document, named: list[str]) -> Iterator[Finding]:
	contests = [row.election_type for row in preparation.election_types]
	here = {
		"election": preparation.source_election,
		"election_type": ["in", contests or [""]],
		"is_annulled": 0,
	}
	known = set(
		frappe.get_all("Constituency", {**here, "name": ["in", named]}, pluck="name", order_by="name asc")
	)
	for seat in dict.fromkeys(named):
		if seat not in known:
			yield Finding("seat_elsewhere", _place(named, seat), params={"seat": kinds.seat_title(seat)})


def _prepared(preparation: Document, named: list[str]) -> Iterator[Finding]:
	"""Seats that another preparation names whose election is not over."""
	row, other, election = (frappe.qb.DocType(name) for name in ("Vacant Seat", PREPARATION, "Election"))
	query = (
		frappe.qb.from_(row)
		.join(other)
		.on(row.parent == other.name)
		.left_join(election)
		.on(election.name == other.code)
		.select(row.constituency, other.code)
		.where((row.parenttype == PREPARATION) & row.constituency.isin(named))
		.where(other.name != (preparation.name or ""))
		.where(election.status.isnull() | (election.status != OVER))
		.orderby(row.name)
	)
	# the newest state, as other transactions left it: `lock` has let us in after them
	for seat, code in query.for_update().run():
		params = {"seat": kinds.seat_title(seat), "code": code}
		yield Finding("seat_prepared", _place(named, seat), article="93", params=params)


def _short_term(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	if not preparation.election_day:
		return
	earlier = getdate(frappe.db.get_value("Election", preparation.source_election, "election_day"))
	end = law.later(earlier, statutes.number("deputy_term_months"))
	if law.later(getdate(preparation.election_day), statutes.number("by_election_term_left_months")) > end:
		params = {"limit": end.isoformat()}
		yield Finding("term_ends_soon", "election_day", Severity.WARNING, kind.article, params)


def _windows_over(kind: ElectionKind, preparation: Document) -> Iterator[Finding]:
	"""A by-election is called for a day that is near: its first windows may be over before it is entered."""
	if kind.seats is not Seats.VACANT or not preparation.election_day:
		return
	plan = law.windows(kind, kinds.plan_of(preparation), DayCounting.CALENDAR)
	over = [line for line, window in plan if window.ends_on and window.ends_on < clock.today()]
	if over:
		titles = over[0].titles
		stage = titles.get(frappe.local.lang or "uz") or titles["uz"]
		params: dict[str, Param] = {"count": len(over), "stage": stage}
		yield Finding("windows_over", "election_day", Severity.WARNING, kind.article, params)


def _same_code(preparation: Document) -> list[Finding]:
	others = {"code": preparation.code, "name": ["!=", preparation.name or ""]}
	is_double = frappe.db.get_value(PREPARATION, others, "name", for_update=True)
	return [Finding("election_prepared", "code", params={"code": preparation.code})] if is_double else []


def _same_election(kind: ElectionKind, preparation: Document) -> list[Finding]:
	"""Another preparation of the same kind for the same day; by-elections are told apart by their seats."""
	if kind.seats is Seats.VACANT:
		return []
	same = {
		"kind": kind.name,
		"election_day": preparation.election_day,
		"name": ["!=", preparation.name or ""],
	}
	if kind.seats is Seats.EARLIER:
		same["source_election"] = preparation.source_election
	code = frappe.db.get_value(PREPARATION, same, "code", for_update=True)
	params = {"code": code or ""}
	return [Finding("election_prepared", "election_day", article=kind.article, params=params)] if code else []
