"""The cockpit (*boshqaruv paneli*) of the central and the regional commissions: live figures of an election, each with the list of its rows.

Whoever holds a position in one of these commissions sees it and those below it, an auditor all; the steps down the tree stay within
that. Each figure is counted in the database by one statement, however many rows and commissions there are.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import mul
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, ValueWrapper

from esaylov.core.outbox import Status
from esaylov.core.procedure.lifecycle import State
from esaylov.elections import in_office, statutes
from esaylov.framework import clock, practice, titles
from esaylov.framework.errors import NotFound
from esaylov.identity import answers
from esaylov.permissions.configuration import chain_faults
from esaylov.permissions.configuration.waiting import waiting_changes
from esaylov.reports.appeals import APPEAL, RUNNING
from esaylov.reports.cockpit_place import COMMISSION, Filters, Place, place_of
from esaylov.reports.grouping import number_of

MESSAGE, ANSWER = "SMS Message", "State Register Answer"
OPEN = tuple(state.value for state in (*RUNNING, State.RETURNED))
STAGES = tuple(state.value for state in State if state is not State.DRAFT)
DELIVERY = {
	"waiting": (Status.QUEUED, Status.SENDING),
	"handed": (Status.ACCEPTED, Status.SENT),
	"delivered": (Status.DELIVERED,),
	"failed": (Status.FAILED, Status.EXPIRED),
}
DELIVERY_HOURS, REGISTER_HOURS = 24, 1
"""How far back messages and questions to state registers are looked at [ours]."""
MOST_ELECTIONS = 50
MOST_NAMED = 100
"""Appeals of a register out of reach that a list is opened with [ours]: their names stand in its address."""


def figures(user: str, election: str = "", commission: str = "", *, is_named: bool = True) -> dict[str, Any]:
	"""All figures of an election (the present one) at and below a commission. is_named: whether the appeals that wait for a register are told.

	As many statements for a hundred thousand appeals as for one. Raises NotPermitted, NotFound.
	"""
	place = place_of(user, commission)
	choice = _elections(election)
	held = choice[0]["name"] if choice else ""
	today = clock.today()
	soon = today + timedelta(days=statutes.number("reminder_days", today))
	opened = _open_counts(held, place, today, soon)
	totals = _ended_counts(held, place)
	for row in opened:
		totals[row.status] += int(row.total)
	return {
		"commission": _titled(place),
		"election": held,
		"elections": sorted(choice, key=lambda one: (one["election_day"], one["name"]), reverse=True),
		"counted_at": clock.now().isoformat(timespec="seconds"),
		"deadlines": _deadlines(opened, held, place, today, soon),
		"stages": [
			_figure(state, totals[state], APPEAL, _appeals(held, place, ["status", "=", state]))
			for state in STAGES
		],
		"whole": _figure(
			"whole",
			sum(totals[state] for state in OPEN),
			APPEAL,
			_appeals(held, place, ["status", "in", list(OPEN)]),
		),
		"load": _load(opened, held, place, today),
		"unstaffed": unstaffed_by_level(held, place),
		"messages": _messages(place),
		"registers": _registers(held, place, is_named),
		"owed": _owed(held, place),
		"broken_chains": _broken_chains(place),
		"unconfirmed": waiting_changes.count_unconfirmed() if place.is_whole else 0,
	}


def _broken_chains(place: Place) -> list[str]:
	"""Titles of the commissions at and below a place whose chain of events does not hold."""
	broken = chain_faults.list_broken_chains()
	if not broken:
		return []
	filters = {"name": ["in", broken], "lft": [">=", place.lft], "rgt": ["<=", place.rgt]}
	names = frappe.get_all(COMMISSION, filters, pluck="name", order_by="lft asc")
	named = titles.of((COMMISSION, name) for name in names).get(COMMISSION, {})
	return [named.get(name) or name for name in names]


def election_of(wanted: str) -> str:
	"""The election that is meant: the named one, the present one, or the newest; "" where there is none. Raises NotFound."""
	choice = _elections(wanted)
	return choice[0]["name"] if choice else ""


def _elections(wanted: str) -> list[dict[str, Any]]:
	"""The elections to choose from, the chosen one first: the named, the present one, or the newest. Raises NotFound."""
	fields = ["name", "election_day", "status"]
	rows = frappe.get_all("Election", fields=fields, order_by="election_day desc", limit=MOST_ELECTIONS)
	chosen = wanted or frappe.db.get_single_value("E-saylov Settings", "current_election") or ""
	if chosen and not any(row.name == chosen for row in rows):
		rows += frappe.get_all("Election", {"name": chosen}, fields, order_by="name asc")
	if wanted and not any(row.name == wanted for row in rows):
		raise NotFound({"doctype": "Election"})
	named = titles.of(("Election", row.name) for row in rows).get("Election", {})
	rows.sort(key=lambda row: row.name != chosen)
	return [
		{
			"name": row.name,
			"title": named.get(row.name) or row.name,
			"election_day": str(row.election_day or ""),
			"is_practice": row.status in practice.STATES,
		}
		for row in rows
	]


def _titled(place: Place) -> dict[str, Any]:
	named = titles.of((COMMISSION, name) for name in (place.name, place.parent) if name)[COMMISSION]
	return {
		"name": place.name,
		"title": named.get(place.name) or place.name,
		"parent": place.parent or "",
		"parent_title": named.get(place.parent or "", ""),
		"territory": place.territory or "",
		"level": place.level,
	}


def _open_counts(election: str, place: Place, today: date, soon: date) -> list[Any]:
	"""Of each open state and place of a recipient: total, overdue, due_today, due_soon. Read from one index and in its order."""
	appeal = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(appeal).groupby(appeal.recipient_lft)
	query = query.select(
		appeal.recipient_lft,
		Count("*").as_("total"),
		number_of(appeal.due_on < today).as_("overdue"),
		number_of(appeal.due_on == today).as_("due_today"),
		number_of(appeal.due_on.between(today + timedelta(days=1), soon)).as_("due_soon"),
	)
	return list(_by_state(query, appeal, election, place, OPEN))


def _ended_counts(election: str, place: Place) -> Counter[str]:
	"""By state, how many appeals have ended; most of an election have, and of these nothing else is asked."""
	appeal = frappe.qb.DocType(APPEAL)
	ended = [state for state in STAGES if state not in OPEN]
	query = frappe.qb.from_(appeal).select(Count("*").as_("total"))
	return Counter({row.status: row.total for row in _by_state(query, appeal, election, place, ended)})


def _by_state(query: QueryBuilder, appeal: Table, election: str, place: Place, states: Sequence[str]) -> Any:
	"""The rows of a query for each state, which is their `status`, by one statement.

	State by state, as the index has them: of a list of states the database would compare each appeal with each.
	"""
	of_state = [
		query.select(ValueWrapper(state).as_("status")).where(_counted(appeal, election, place, [state]))
		for state in states
	]
	return reduce(mul, of_state).run(as_dict=True)  # each * is a UNION ALL


def _counted(appeal: Table, election: str, place: Place, states: Sequence[str]) -> Criterion:
	below = [] if place.is_whole else [appeal.recipient_lft[place.lft : place.rgt]]
	return Criterion.all([appeal.election == election, appeal.status.isin(states), *below])


def _deadlines(
	opened: Sequence[Any], election: str, place: Place, today: date, soon: date
) -> list[dict[str, Any]]:
	running = [state.value for state in RUNNING]
	days: dict[str, list[Any]] = {
		"overdue": ["due_on", "<", today.isoformat()],
		"due_today": ["due_on", "=", today.isoformat()],
		"due_soon": ["due_on", "between", [(today + timedelta(days=1)).isoformat(), soon.isoformat()]],
	}
	return [
		_figure(
			key,
			sum(int(row[key]) for row in opened if row.status in running),
			APPEAL,
			_appeals(election, place, ["status", "in", running], limit),
		)
		for key, limit in days.items()
	]


def _load(opened: Sequence[Any], election: str, place: Place, today: date) -> list[dict[str, Any]]:
	"""Open and overdue appeals of the commission itself and of each one right below it with all under it, the most loaded first."""
	fields = ["name", "level", "territory", "parent_election_commission", "lft", "rgt"]
	below = {"parent_election_commission": place.name}
	children = frappe.get_all(COMMISSION, below, [*fields, "election"], order_by="lft asc")
	others = {row.name for row in children if row.election and row.election != election}
	parts = [Place(place.name, "", place.territory, None, place.lft, place.lft)]
	parts += [Place(*(row[field] for field in fields)) for row in children]
	starts = [part.lft for part in parts]
	found = {part.name: [0, 0] for part in parts}
	for row in opened:
		counts = found[parts[bisect_right(starts, row.recipient_lft) - 1].name]
		counts[0] += int(row.total)
		counts[1] += int(row.overdue) if row.status in RUNNING else 0
	named = titles.of((COMMISSION, part.name) for part in parts)[COMMISSION]
	rows = [
		_loaded(part, named.get(part.name) or part.name, found[part.name], election, today)
		for part in parts
		if part.name not in others or any(found[part.name])
	]
	return sorted(rows, key=lambda row: (-row["open"], -row["overdue"], row["lft"]))


def _loaded(part: Place, title: str, counts: Sequence[int], election: str, today: date) -> dict[str, Any]:
	"""A row of the load; the commission itself, which has no level here, is listed without those below it."""
	own: Filters = [["recipient", "=", part.name]] if not part.level else part.below("recipient")
	common: Filters = [["election", "=", election], *own]
	running = [state.value for state in RUNNING]
	return {
		"commission": part.name,
		"title": title,
		"territory": part.territory or "",
		"lft": part.lft,
		"has_below": bool(part.level) and part.rgt > part.lft + 1,
		"is_itself": not part.level,
		"open": counts[0],
		"overdue": counts[1],
		"doctype": APPEAL,
		"filters": [*common, ["status", "in", list(OPEN)]],
		"overdue_filters": [*common, ["status", "in", running], ["due_on", "<", today.isoformat()]],
	}


def unstaffed_by_level(election: str, place: Place) -> list[dict[str, Any]]:
	"""By level: commissions of the election, or of no single one, where nobody holds a position today, and those without a chair."""
	query, commission, staffed = staffing(election, place)
	rows = (
		query.select(
			commission.level,
			Count("*").as_("total"),
			number_of(staffed.commission.isnull()).as_("nobody"),
			number_of(staffed.has_chair == 0).as_("no_chair"),
		)
		.groupby(commission.level)
		.run(as_dict=True)
	)
	found = {row.level: row for row in rows}
	return [
		{"level": level, **{key: int(found[level][key] or 0) for key in ("total", "nobody", "no_chair")}}
		for level in ("CEC", "REG", "OKR", "DC", "PEC")
		if level in found
	]


def staffing(election: str, place: Place) -> tuple[QueryBuilder, Table, QueryBuilder]:
	"""The commissions at and below a place with who holds a position there today: query, commission, staffed.

	`staffed.commission` is null where nobody does, `staffed.has_chair` is 0 where no chair or deputy does.
	"""
	commission, membership = frappe.qb.DocType(COMMISSION), frappe.qb.DocType("Commission Membership")
	today = clock.today()
	staffed = (
		frappe.qb.from_(membership)
		.select(
			membership.commission,
			number_of(membership.position.isin(["Chair", "Deputy Chair"])).as_("has_chair"),
		)
		.where(in_office.is_in_office(membership, today))
		.groupby(membership.commission)
	).as_("staffed")
	query = (
		frappe.qb.from_(commission)
		.left_join(staffed)
		.on(staffed.commission == commission.name)
		.where(commission.lft[place.lft : place.rgt])
		.where(commission.election.isnull() | commission.election.isin(["", election]))
	)
	return query, commission, staffed


def _messages(place: Place) -> list[dict[str, Any]]:
	"""SMS of the last day by what became of them; a live code is nobody's to count."""
	since = clock.now() - timedelta(hours=DELIVERY_HOURS)
	message = frappe.qb.DocType(MESSAGE)
	known = [status.value for group in DELIVERY.values() for status in group]
	rows = (
		frappe.qb.from_(message)
		.select(message.status, Count("*"))
		.where(message.status.isin(known) & (message.creation >= since))
		.where(message.commission_lft[place.lft : place.rgt] & (message.is_secret == 0))
		.groupby(message.status)
		.run()
	)
	found = {status: int(total) for status, total in rows}
	moment = since.strftime("%Y-%m-%d %H:%M:%S")
	# the central commission's list has rows of no commission too, which are not counted here
	beneath: Filters = place.below("commission") or [["commission", "is", "set"]]
	return [
		_figure(
			key,
			sum(found.get(status.value, 0) for status in group),
			MESSAGE,
			[
				["status", "in", [status.value for status in group]],
				["creation", ">=", moment],
				*beneath,
			],
		)
		for key, group in DELIVERY.items()
	]


def _registers(election: str, place: Place, is_named: bool) -> list[dict[str, Any]]:
	"""For each state register that was asked in the last hour: how often, how often it could not be reached, and for which `appeals`, if those are to be named.

	Nobody is named. The first two are of the whole site, the appeals are open ones at and below the commission.
	"""
	since = clock.now() - timedelta(hours=REGISTER_HOURS)
	answer = frappe.qb.DocType(ANSWER)
	rows = (
		frappe.qb.from_(answer)
		.select(
			answer.check_code,
			Count("*").as_("asked"),
			number_of(answer.result == answers.Result.UNREACHABLE.value).as_("unreachable"),
		)
		.where(answer.asked_at >= since)
		.groupby(answer.check_code)
		.orderby(answer.check_code)
		.run(as_dict=True)
	)
	is_asked = is_named and any(row.unreachable for row in rows)
	about = _unreached(election, place, since) if is_asked else {}
	return [
		{
			"check": row.check_code,
			"asked": int(row.asked),
			"unreachable": int(row.unreachable),
			"appeals": _named(row.check_code, about.get(row.check_code, [])),
		}
		for row in rows
	]


def _unreached(election: str, place: Place, since: datetime) -> dict[str, list[str]]:
	"""By check the open appeals about whose persons a register could not be asked since then."""
	answer, appeal = frappe.qb.DocType(ANSWER), frappe.qb.DocType(APPEAL)
	rows = (
		frappe.qb.from_(answer)
		.join(appeal)
		.on(appeal.name == answer.appeal)
		.select(answer.check_code, appeal.name)
		.distinct()
		.where((answer.asked_at >= since) & (answer.result == answers.Result.UNREACHABLE.value))
		.where(_counted(appeal, election, place, OPEN))
		.orderby(answer.check_code)
		.orderby(appeal.name)
		.run()
	)
	found: dict[str, list[str]] = {}
	for check, name in rows:
		found.setdefault(check, []).append(name)
	return found


def _named(key: str, appeals: Sequence[str]) -> dict[str, Any]:
	"""A figure whose rows are named; of many the first, as many as are counted."""
	shown = list(appeals[:MOST_NAMED])
	return _figure(key, len(shown), APPEAL, [["name", "in", shown]])


def _owed(election: str, place: Place) -> dict[str, Any]:
	"""Open appeals for which a register has yet to be asked."""
	appeal = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(appeal).select(Count("*")).where(appeal.checks_due_at.isnotnull())
	((count,),) = query.where(_counted(appeal, election, place, OPEN)).run()
	waiting = _appeals(election, place, ["status", "in", list(OPEN)], ["checks_due_at", "is", "set"])
	return _figure("owed", int(count), APPEAL, waiting)


def _appeals(election: str, place: Place, *limits: list[Any]) -> Filters:
	return [["election", "=", election], *limits, *place.below("recipient")]


def _figure(key: str, count: int, doctype: str, filters: Filters) -> dict[str, Any]:
	return {"key": key, "count": count, "doctype": doctype, "filters": filters}
