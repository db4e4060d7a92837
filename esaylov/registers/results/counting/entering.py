"""Two persons enter a protocol from the paper, each without the other's numbers; only two equal entries are signed (own design, after the
Abacus of the Kiesraad).

Entries are rows of Count Entry, which no role may read. What somebody typed leaves this module only to that person, until both entries of
a round are finished. Then the two see where they differ, look at the paper and type these numbers again: nobody chooses between entries.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding, Severity
from esaylov.core.results import FIELDS, Limits, Protocol, check
from esaylov.core.results.double_entry import (
	STATION,
	Assessment,
	Reported,
	Surroundings,
	assess,
	flat,
	merged,
	read_entry,
)
from esaylov.core.results.turnout import Hour
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotPermitted, WrongState
from esaylov.identity import positions
from esaylov.registers.results.counting.entry_rows import (
	PERSONS,
	finished_entries,
	known_numbers,
	own_entry,
	own_open_entry,
	persons_of,
	revise_entry,
	save_entry,
	typed_in,
)
from esaylov.registers.results.counting.opening import ARRANGING
from esaylov.registers.results.outcome import contests
from esaylov.registers.results.outcome.contests import Line
from esaylov.registers.results.outcome.writing import (
	COLUMNS,
	DRAFT,
	PROTOCOL,
	RECEIVED,
	SIGNED,
	SIGNING,
	leave_entry_event,
	locked,
	numbers_of,
	save,
)

MOST_TYPED = 20_000
"""Characters of what is typed: a ballot of a hundred lines takes a fifth of it (own design)."""
SHORTEST_EXPLANATION, LONGEST_EXPLANATION = 10, 500
OTHER_COUNTS = (SIGNING, SIGNED, RECEIVED)
"""States of neighbours whose numbers are fixed."""


@dataclass(frozen=True, slots=True)
class Entry:
	"""What the screen of a protocol shows to one user.

	typed: what this user typed, or the numbers where two entries agree. findings: on these. finished: who finished an entry of this round, in
	their order. differences: path to both values for the two who entered, to None for everybody else. protocol: the numbers where they agree.
	may_enter: this user may make one of the two entries. is_ready: nothing stops a signature.
	"""

	lines: list[Line]
	typed: dict[str, Any]
	findings: list[Finding]
	protocol: Protocol | None = None
	finished: list[dict[str, Any]] = field(default_factory=list)
	differences: dict[str, list[Any] | None] = field(default_factory=dict)
	explanations: dict[str, str] = field(default_factory=dict)
	is_mine_finished: bool = False
	may_enter: bool = False
	is_ready: bool = False


def enter(name: str, typed: Mapping[str, Any]) -> Entry:
	"""Store what the caller typed so far and say what is wrong with it. For a member of the precinct or of the commission above.

	Raises NotFound, NotPermitted, WrongState (`count_state`, `entry_own_finished`).
	"""
	document = locked(name, DRAFT)
	row = own_open_entry(document, _entering_person(document))
	kept = known_numbers(typed)
	text = json.dumps(kept, ensure_ascii=False)
	if len(text) <= MOST_TYPED:
		row.typed = text
		save_entry(row)
	return _seen_alone(document, kept)


def finish_entry(name: str, as_on_paper: bool = False) -> Entry:
	"""End the caller's entry: the first or second of this round. as_on_paper: a sum does not hold, and the paper says so itself.

	Raises as `enter`; FormInvalid for numbers that are missing, the number of another station, and sums that do not hold.
	"""
	document = locked(name, DRAFT)
	row = own_open_entry(document, _entering_person(document))
	finished = finished_entries(document, locking=True)
	if len(finished) >= PERSONS:
		raise WrongState({"status": document.status}, code="count_state", article="58, 94")
	seen = _seen_alone(document, typed_in(row))
	if seen.findings and not (as_on_paper and seen.protocol):
		raise FormInvalid(seen.findings)
	row.update({"place": len(finished) + 1, "finished_at": clock.now().replace(microsecond=0)})
	save_entry(row)
	leave_entry_event(document, "count.entered", int(row.place))
	return entry(document)


def reenter(name: str, typed: Mapping[str, Any]) -> Entry:
	"""Type the differing numbers again, all of them, into the caller's own entry, from the paper; the former values stay on record.

	Raises NotFound, NotPermitted, WrongState (`entry_not_differing`), FormInvalid for a number that is missing or none.
	"""
	document = locked(name, DRAFT)
	person = _entering_person(document)
	rows = finished_entries(document, locking=True)
	mine = next((row for row in rows if row.person == person), None)
	paths = _assessed(document, rows).differing
	if mine is None or not paths:
		raise WrongState({"status": document.status}, code="entry_not_differing", article="58, 94")
	new = merged(typed_in(mine), known_numbers(typed), paths)
	_, findings = read_entry(new, [line.name for line in _ballot(document)], _station(document))
	if findings:
		raise FormInvalid(findings)
	revise_entry(mine.name, new)
	leave_entry_event(document, "count.entered", int(mine.place))
	return entry(document)


def explain_warnings(name: str, explanations: Mapping[str, Any]) -> Entry:
	"""Store what the commission found about numbers that are unlikely, by `CODE:PATH` of the warning. For those who may enter.

	Raises NotFound, NotPermitted, FormInvalid (`warning_unexplained`) for one that is too short.
	"""
	document = locked(name, DRAFT)
	_entering_person(document)
	found = _assessed(document, finished_entries(document))
	known = {warning_key(one): one for one in found.findings if one.severity is Severity.WARNING}
	said = {
		key: " ".join(str(text).split())[:LONGEST_EXPLANATION]
		for key, text in explanations.items()
		if key in known
	}
	if short := [known[key] for key, text in said.items() if len(text) < SHORTEST_EXPLANATION]:
		raise FormInvalid([_unexplained(one) for one in short])
	document.explanations = json.dumps({**_explanations(document), **said}, ensure_ascii=False)
	save(document)
	return entry(document)


def start_over(name: str, reason: str) -> None:
	"""Begin a new round: both entries are made again, and those of this round stay on record. For the chair, deputy or secretary.

	Raises NotFound, NotPermitted, WrongState, FormInvalid without a reason.
	"""
	document = locked(name, DRAFT)
	positions.require_position(frappe.session.user, document.commission, ARRANGING)
	if not str(reason or "").strip():
		raise FormInvalid([Finding("required", "reason", article="58, 94")])
	begin_round(document, reason)
	save(document)
	leave_entry_event(document, "count.reopened", 0)


def begin_round(document: Document, reason: str) -> None:
	"""Put the next round of entries on a locked protocol; the caller saves it."""
	document.update(
		{
			"entry_round": document.entry_round + 1,
			"explanations": None,
			"entered_by": None,
			"reason": " ".join(str(reason or "").split())[:500],
		}
	)


def entry(document: Document) -> Entry:
	"""The protocol as the session's user may see it: what they typed, what two entries say, or what was signed."""
	if document.status != DRAFT:
		protocol = numbers_of(document)
		lines = [Line(row["name"], row["title"]) for row in json.loads(document.votes or "[]")]
		numbers = {name: getattr(protocol, name) for name in FIELDS}
		typed = {STATION: _station(document), **numbers, "votes": dict(protocol.votes)}
		finished = json.loads(document.entered_by or "[]")
		return Entry(lines, typed, [], protocol, finished, explanations=_explanations(document))
	rows = finished_entries(document)
	person = _person_of(document)
	mine = next((row for row in rows if row.person == person), None)
	if len(rows) < PERSONS:
		own = mine or own_entry(document, person)
		seen = _seen_alone(document, typed_in(own) if own else {})
		return replace(
			seen,
			protocol=None,
			finished=persons_of(rows),
			is_mine_finished=bool(mine),
			may_enter=bool(person and not mine),
		)
	return _seen_together(document, rows, mine)


def agreed(document: Document) -> Entry:
	"""The numbers of two equal entries, ready to be signed; puts those who entered them on the document.

	Raises FormInvalid: `entry_second_missing`, `entries_differ` for each number, sums, warnings that nobody explained.
	"""
	rows = finished_entries(document, locking=True)
	if len(rows) < PERSONS:
		params: dict[str, str | int] = {"number": len(rows)}
		raise FormInvalid([Finding("entry_second_missing", "", article="58, 94", params=params)])
	seen = _seen_together(document, rows, None)
	if not seen.is_ready:
		open_ones = [_unexplained(one) for one in seen.findings if _is_open_warning(one, seen.explanations)]
		raise FormInvalid([one for one in seen.findings if one.severity is Severity.ERROR] or open_ones)
	document.entered_by = json.dumps(seen.finished, ensure_ascii=False)
	return seen


def warning_key(one: Finding) -> str:
	"""The key of a warning's explanation."""
	return f"{one.code}:{one.path}"


def _seen_alone(document: Document, typed: Mapping[str, Any]) -> Entry:
	"""An entry by itself: nothing of another one, and no warning that other sources give."""
	lines = _ballot(document)
	protocol, findings = read_entry(typed, [line.name for line in lines], _station(document))
	if protocol is not None:
		findings = check(protocol, _limits())
	return Entry(lines, dict(typed), _named(findings, lines), protocol)


def _seen_together(document: Document, rows: list[frappe._dict], mine: frappe._dict | None) -> Entry:
	lines = _ballot(document)
	found = _assessed(document, rows)
	explanations = _explanations(document)
	first, second = (flat(typed_in(row)) for row in rows)
	differences = {path: [first.get(path), second.get(path)] if mine else None for path in found.differing}
	findings = [
		*(Finding("entries_differ", path, article="58, 94") for path in found.differing),
		*_named(found.findings, lines),
	]
	stops = any(one.severity is Severity.ERROR or _is_open_warning(one, explanations) for one in findings)
	shown = typed_in(mine or rows[0]) if mine or not differences else {}
	return Entry(
		lines,
		shown,
		findings,
		found.protocol,
		persons_of(rows),
		differences,
		explanations,
		is_mine_finished=bool(mine),
		is_ready=found.protocol is not None and not stops,
	)


def _assessed(document: Document, rows: list[frappe._dict]) -> Assessment:
	if len(rows) < PERSONS:
		return Assessment()
	first, second = (typed_in(row) for row in rows)
	standing = [line.name for line in _ballot(document)]
	return assess((first, second), standing, _station(document), _limits(), _surroundings(document))


def _surroundings(document: Document) -> Surroundings:
	where = {
		**{key: document.get(key) for key in ("election", "election_type", "receiver")},
		"status": ["in", OTHER_COUNTS],
		"name": ["!=", document.name],
	}
	if document.constituency:
		where["constituency"] = document.constituency
	rows = frappe.get_all(
		PROTOCOL, where, ["name", "title", "votes", *COLUMNS.values()], order_by="name asc", limit=0
	)
	return Surroundings([(row.title, numbers_of(row)) for row in rows], _last_report(document))


def _last_report(document: Document) -> Reported | None:
	where = {"election": document.election, "polling_station": document.polling_station}
	fields = ["hour", "voters", "voted"]
	rows = frappe.get_all("Turnout Report", where, fields, order_by="hour desc", limit=1)
	return Reported(Hour(rows[0].hour), rows[0].voters, rows[0].voted) if rows else None


def _entering_person(document: Document) -> str:
	"""The person of the session's user, who holds a position at the precinct or the commission above. Raises NotPermitted."""
	if person := _person_of(document):
		return person
	raise NotPermitted()


def _person_of(document: Document) -> str:
	commissions = (document.commission, document.receiver)
	held = [one for one in positions.positions_of(frappe.session.user) if one.commission in commissions]
	return held[0].person if held else ""


def _explanations(document: Document) -> dict[str, str]:
	said: dict[str, str] = json.loads(document.explanations or "{}")
	return said


def _is_open_warning(one: Finding, explanations: Mapping[str, str]) -> bool:
	return one.severity is Severity.WARNING and warning_key(one) not in explanations


def _unexplained(one: Finding) -> Finding:
	return Finding("warning_unexplained", one.path, article=one.article)


def _ballot(document: Document) -> list[Line]:
	return contests.ballot(document.election, document.election_type, document.constituency)


def _station(document: Document) -> int:
	return int(frappe.get_cached_value("Polling Station", document.polling_station, "number") or 0)


def _limits() -> Limits:
	return Limits(reserve=statutes.number("ballot_reserve"))


def _named(findings: list[Finding], lines: list[Line]) -> list[Finding]:
	"""The same with the names that people know of lines and of those who do not stand."""
	gone = [str(one.params["name"]) for one in findings if one.code == "vote_not_standing"]
	names = {line.name: line.title for line in lines} | (contests.names_of_gone(gone) if gone else {})
	return [
		replace(one, params={key: names.get(str(value), value) for key, value in one.params.items()})
		if one.code in ("vote_not_standing", "lines_swapped")
		else one
		for one in findings
	]
