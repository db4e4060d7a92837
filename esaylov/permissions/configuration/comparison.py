"""The daily comparison of the database with what the log says, and the log with its events.

Who writes in the database past the documents' classes (SQL, `db.set_value`, a restored table) leaves a difference here;
who makes the log fit leaves one between the log and the chain; who rewrites the chain leaves one with its published heads.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.guarded_steps import CUSTOMISING, IN_CONFIG
from esaylov.identity import person_macs
from esaylov.permissions.configuration import bulk, site_config
from esaylov.permissions.configuration.rules import disclosure, states
from esaylov.permissions.configuration.rules.guarded import EMERGENCY
from esaylov.permissions.configuration.rules.watched import WATCHED, Watch
from esaylov.permissions.configuration.waiting import entries, known_table, notices
from esaylov.permissions.configuration.waiting.entries import CHANGE, IN_FORCE, MANY, UNEXPLAINED
from esaylov.trust import heads, jobs, witness

GROUPED: Final = 50
"""So many differences of one DocType at once are one entry …"""
PART: Final = 5_000
"""… of at most so many, some 500 kB: a hundred thousand rows that were removed at once must be told too, and no packet of MariaDB ends it."""
LINES: Final = 1_000
"""So many differences the log of errors names; the entries name all."""
PERSONS: Final = ("proposed_by", "decided_by")
IN_FORCE_BY: Final = (entries.KIND, entries.EMERGENCY)
FIELDS: Final = (*entries.SEALED, "recorded_at", "seal", "event")
CHAIN: Final = "Chain Event"
Known = Mapping[str, Mapping[str, tuple[str, str]]]
"""DocType to name to the salt and the digest of what the log says."""
Contents = Mapping[str, Mapping[str, bytes]]
Table = Mapping[str, Watch]
Open = Mapping[tuple[str, str], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True, order=True)
class Difference:
	"""A document that is not what the log says. change: Added, Changed, Removed, or Log where the log itself is wrong.

	content: what is wrong with it now, where no document holds it: who accepted one break of a chain accepted no other.
	"""

	doctype: str
	name: str
	change: str
	content: bytes = b""


def differences() -> list[Difference]:
	"""All that differs now, explained or not, in order."""
	now = held()
	found = _against(expected(), now)
	return [*found, *changed_people(found)]


def held(table: Table = WATCHED) -> Contents:
	"""What the database holds of everything that a table watches."""
	return {doctype: states.contents(doctype, watch=table[doctype]) for doctype in states.watched(table)}


def expected() -> Known:
	"""What the log says of each document; later entries over earlier ones."""
	bulk.write()
	said: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
	for row in _rows({"status": IN_FORCE, "states": ["is", "set"]}):
		for name, digest in json.loads(row.states).items():
			said[row.reference_doctype][name] = (row.salt, digest)
	return said


def find(table: Table = WATCHED, by_release: bool = False) -> list[str]:
	"""Job: keep each new difference as an entry with an event, tell the auditors, and close those that are no more; the new entries.

	table: what counts of which DocType; before a migration that of the release before. by_release: a release is about to say
	what it compares, and why.
	"""
	now, said = held(table), expected()
	faults = [*log_faults(), *setbacks(), *(opened() if by_release else known_faults())]
	faults += config_changes(said) if site_config.known(said.get(CHANGE, {})) else []
	against = _against(said, now, table)
	different = [*against, *changed_people(against), *faults]
	close_restored(different, [row for row in _standing() if not _is_of_other_chains(row)])
	new, found = keep_new(different, now)
	if found:
		notices.tell(found, "configuration_found")
		lines = [f"{one.doctype} {one.name}: {one.change}" for one in new[:LINES]]
		if len(new) > LINES:
			lines.append(f"and {len(new) - LINES} more")
		frappe.log_error("Configuration was changed past the log", "\n".join(lines))
	return found


def keep_new(different: Sequence[Difference], now: Contents) -> tuple[list[Difference], list[str]]:
	"""Keep differences that no open entry names as entries with an event; the new ones, and the names of the entries."""
	told = _open_entries()
	new = [one for one in different if not _is_known(one, now, told)]
	return new, [_keep(doctype, ones, now) for doctype, ones in _grouped(new)]


def compare_before_migrate() -> None:
	"""Hook `before_migrate`: what was changed past the log is found before a release may write over it."""
	if frappe.db.table_exists(CHANGE):
		find(_table_before_release(), by_release=True)
		frappe.db.commit()  # a command of the bench; what follows may fail and roll back


def _table_before_release() -> Table:
	"""What the release before watched: what a release begins to watch has its first state in the log by that release alone.

	This hides nothing. All that was watched is compared, and as it was watched: the table names what had no row yet, too.
	It is read from an entry of the log with event and seal. Who takes that entry away or changes it leaves a fault of the
	log, and then nothing is believed of it: everything is compared by the new table, and too much is found.
	"""
	known = known_table.known()
	if not known or log_faults():
		return WATCHED
	return {doctype: watch for doctype, watch in known.items() if doctype in WATCHED}


def record(by: str = entries.RELEASE) -> list[str]:
	"""Keep what the system itself wrote (a release, the set-up of a site) as entries in force; their names.

	What was found before and nobody explained stays so, also where the release reads other fields of it than those
	by which it was found.
	"""
	now, told = held(), _open_entries()
	as_found = {**now, **held(known_table.changed())}
	made: dict[str, list[str]] = defaultdict(list)
	said = expected()
	for one in _against(said, now):
		if not _is_known(one, now, told) and not _is_known(one, as_found, told):
			made[one.doctype].append(one.name)
	parts = (
		(doctype, names[start : start + PART])
		for doctype, names in sorted(made.items())
		for start in range(0, len(names), PART)
	)
	written = [_record(doctype, names, by, now) for doctype, names in parts]
	settings = [one.name for one in config_changes(said) if not _is_known(one, now, told)]
	return [*written, *site_config.keep(settings, by), *known_table.keep(by)]


def log_faults() -> list[Difference]:
	"""Entries that are not what their event says, that lack it, or that somebody else than the server wrote."""
	rows = {row.name: row for row in _rows({"status": ["in", entries.TOLD]})}
	wrong = {name for name, row in rows.items() if not row.event and not entries.is_sealed(row)}
	told: set[str] = set()
	for kinds, status in ((IN_FORCE_BY, (IN_FORCE,)), ((entries.FOUND,), entries.FOUND_STATES)):
		events = {body["change"]: (sign, body) for kind in kinds for sign, body in _events(kind)}
		told |= {name for name, row in rows.items() if name in events and row.status in status}
		wrong |= {name for name, event in events.items() if not _agrees(rows.get(name), status, *event)}
	wrong |= {name for name, row in rows.items() if row.event and name not in told}
	wrong |= {
		name for name, row in rows.items() if row.status == entries.ACCEPTED and not _is_accepted(name, rows)
	}
	return [Difference(CHANGE, name, "Log") for name in sorted(wrong)]


def known_faults() -> list[Difference]:
	"""What the log says is compared and the program does not compare, or compares less of; and what the bench has open now."""
	return [*(Difference(CHANGE, doctype, "Table") for doctype in known_table.narrowed()), *opened()]


def opened() -> list[Difference]:
	"""What the bench has open now, by site_config.json."""
	switched = (key for key in (CUSTOMISING, EMERGENCY) if frappe.conf.get(key))
	return [Difference(CHANGE, IN_CONFIG + key, "Open") for key in switched]


def changed_people(known: Iterable[Difference]) -> list[Difference]:
	"""Persons who do not stand as the server wrote them, beside those that are known to differ from the log."""
	if not frappe.db.has_column(person_macs.PERSON, person_macs.MAC):
		return []  # before the migration that brings the column
	names = {*person_macs.list_invalid()} - {one.name for one in known if one.doctype == person_macs.PERSON}
	stand = states.of_unnamed(person_macs.PERSON, names) if names else {}
	return [
		Difference(person_macs.PERSON, name, "Changed", content) for name, content in sorted(stand.items())
	]


def config_changes(said: Known) -> list[Difference]:
	"""Settings of site_config.json that are not what the log says; all of them before it says any."""
	now, known = site_config.held(), site_config.known(said.get(CHANGE, {}))
	changes = {name: _change(known.get(name), now.get(name)) for name in sorted({*now, *known})}
	return [
		Difference(CHANGE, name, change, now.get(name, b"")) for name, change in changes.items() if change
	]


def list_unchanged_settings() -> list[str]:
	"""Names of the settings of site_config.json that are as the log says."""
	said = expected()
	changed = {one.name for one in config_changes(said)}
	return [name for name in site_config.known(said.get(CHANGE, {})) if name not in changed]


def setbacks() -> list[Difference]:
	"""A chain of the log that does not hold, and published heads that this server has seen and the database has not."""
	commission = entries.chain_of()
	broken = [chain_difference(commission)] if commission and not jobs.holds(commission) else []
	lists = sorted({*witness.set_back(), *heads.unsigned_lists()})
	return [*broken, *(Difference("Published Head", str(number), "Log") for number in lists)]


def chain_difference(commission: str) -> Difference:
	"""A chain that does not hold, with all that is wrong with it now."""
	return Difference(CHAIN, commission, "Log", "\n".join(jobs.breaks(commission)).encode())


def list_chain_entries() -> list[frappe._dict]:
	"""Entries about chains, open or accepted."""
	return [row for row in _standing() if row.reference_doctype == CHAIN]


def _is_of_other_chains(row: frappe._dict) -> bool:
	"""Whether an entry is about chains that `find` does not verify: the nightly job of all chains closes it."""
	return bool(row.reference_doctype == CHAIN and row.reference_name != entries.chain_of())


def _is_accepted(finding: str, rows: Mapping[str, frappe._dict]) -> bool:
	"""Whether an entry in force, which two persons signed for since, says that a finding is accepted.

	What they signed before it was found says nothing of it. Both moments stand in the events.
	"""
	found = rows[finding]
	about = (found.reference_doctype, found.reference_name, MANY)
	return any(
		row.status == IN_FORCE
		and row.recorded_at >= found.recorded_at
		and (row.signature or row.decided_by == entries.BENCH)
		and (
			row.finding == finding or (row.reference_doctype == about[0] and row.reference_name in about[1:])
		)
		for row in rows.values()
	)


def _agrees(row: frappe._dict | None, status: Sequence[str], sign: str, body: Mapping[str, Any]) -> bool:
	"""Whether an entry says what its event says."""
	is_closed = row and row.status in (entries.RESTORED, entries.ACCEPTED)
	if not row or row.status not in status or (row.event != sign and not is_closed):
		return False
	if {key: value for key, value in body.items() if key not in ("kind", *PERSONS)} != entries.body(row):
		return False
	# the two persons of a finding are nobody; of what an earlier version wrote, the hash is by another key
	return (
		status != (IN_FORCE,)
		or not row.salt
		or all(body.get(key) == entries.by(row, row.get(key) or "") for key in PERSONS)
	)


def _events(kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
	commission = entries.chain_of()
	filters = {"commission": commission, "kind": kind}
	rows = frappe.get_all(CHAIN, filters, ["hash", "body"], order_by="sequence asc") if commission else []
	return ((row.hash, json.loads(row.body)) for row in rows)


def _rows(filters: Mapping[str, Any]) -> list[frappe._dict]:
	there = [field for field in FIELDS if frappe.db.has_column(CHANGE, field)]
	return frappe.get_all(CHANGE, filters, there, order_by="recorded_at asc, creation asc")


def _against(said: Known, now: Contents, table: Table = WATCHED) -> list[Difference]:
	found = []
	for doctype, contents in now.items():
		known = {name: (salt, sign) for name, (salt, sign) in said.get(doctype, {}).items() if sign}
		watch, gone = table[doctype], {*known} - {*contents}
		if watch.named_by[0]:
			contents = {**contents, **_left(doctype, watch, gone)}
			known = {name: said for name, said in known.items() if name in contents or watch.is_followed}
		for name in sorted({*contents, *known}):
			if change := _change(known.get(name), contents.get(name)):
				found.append(Difference(doctype, name, change))
	return found


def _left(doctype: str, watch: Watch, names: Collection[str]) -> Mapping[str, bytes]:
	"""Of whom nothing names any more, what they hold: the row that named them is watched itself."""
	return states.of_unnamed(doctype, names, watch) if names and watch.is_followed else {}


def _change(said: tuple[str, str] | None, content: bytes | None) -> str:
	if said is None or content is None:
		return "Removed" if said else "Added"
	salt, sign = said
	return "" if states.digest(salt, content) == sign else "Changed"


def _open_entries() -> Open:
	"""What open entries tell of: DocType and name to the salts and digests."""
	told: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
	for row in _standing():
		for name, sign in json.loads(row.states or "{}").items():
			told[row.reference_doctype, name].append((row.salt, sign))
	return told


def _standing() -> list[frappe._dict]:
	"""Findings that are open, and what was accepted of the log itself: that stays different, for no document comes to hold it."""
	rows = _rows({"status": ["in", (UNEXPLAINED, entries.ACCEPTED)]})
	return [row for row in rows if row.status == UNEXPLAINED or row.reference_doctype not in WATCHED]


def _is_known(one: Difference, now: Contents, told: Open) -> bool:
	"""Whether an open entry tells of just this state."""
	content = _content(one, now)
	return any(_digest(salt, content) == sign for salt, sign in told.get((one.doctype, one.name), ()))


def _content(one: Difference, now: Contents) -> bytes | None:
	return one.content or now.get(one.doctype, {}).get(one.name)


def _digest(salt: str, content: bytes | None) -> str:
	return states.GONE if content is None else states.digest(salt, content)


def _grouped(new: Iterable[Difference]) -> Iterator[tuple[str, list[Difference]]]:
	by_doctype: dict[str, list[Difference]] = defaultdict(list)
	for one in new:
		by_doctype[one.doctype].append(one)
	for doctype, ones in sorted(by_doctype.items()):
		if len(ones) > GROUPED:
			yield from ((doctype, ones[start : start + PART]) for start in range(0, len(ones), PART))
		else:
			yield from ((doctype, [one]) for one in ones)


def _keep(doctype: str, ones: list[Difference], now: Contents) -> str:
	name = ones[0].name if len(ones) == 1 else MANY
	after = _values(doctype, name) if ones[0].change in ("Added", "Changed") else {}
	row = entries.new(doctype, name, "Found", {}, after)
	row.before = _last_told(doctype, name)
	row.update({"status": UNEXPLAINED, "decided_by": "", "decided_at": clock.now()})
	row.note = ", ".join(sorted({one.change for one in ones}))
	return _write(row, {one.name: _content(one, now) for one in ones}, entries.FOUND)


def _record(doctype: str, names: list[str], by: str, now: Contents) -> str:
	row = entries.new(doctype, names[0] if len(names) == 1 else MANY, "Record", {}, {})
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	row.note = ", ".join(names)[:500]
	contents = now.get(doctype, {})
	return _write(row, {name: contents.get(name) for name in names}, entries.KIND)


def _write(row: Document, contents: Mapping[str, bytes | None], kind: str) -> str:
	entries.set_states(row, {name: _digest(row.salt, content) for name, content in contents.items()})
	entries.insert(row)
	entries.chain(row, kind)
	return str(row.name)


def _values(doctype: str, name: str) -> disclosure.Values:
	"""What stands in a document now; of one that the framework cannot read, nothing."""
	if doctype == CHANGE or not frappe.db.exists(doctype, name):
		return {}
	return disclosure.values_of(frappe.get_doc(doctype, name))


def _last_told(doctype: str, name: str) -> str:
	filters = {"reference_doctype": doctype, "reference_name": name, "status": IN_FORCE}
	last = frappe.get_all(CHANGE, filters, pluck="after", order_by="recorded_at desc", limit=1)
	return last[0] if last else "{}"


def close_restored(different: Iterable[Difference], standing: Iterable[frappe._dict]) -> None:
	"""Close those of the standing entries whose difference is gone again. Accepted, too: what comes once more is found once more.

	A setting of site_config.json that was changed again is gone: who signed for one value signed for no other, nor for its return.
	"""
	still = {(one.doctype, one.name): one for one in different}
	for row in standing:
		said = json.loads(row.states or "{}").items()
		if not any(_still_tells(row, sign, still.get((row.reference_doctype, name))) for name, sign in said):
			document = frappe.get_doc(CHANGE, row.name, for_update=True)
			entries.close(document, entries.RESTORED, "")
			entries.chain(document, entries.RECONCILED)


def _still_tells(row: frappe._dict, sign: str, one: Difference | None) -> bool:
	"""Whether an entry tells of a difference that is there."""
	if one is None or not one.name.startswith(IN_CONFIG):
		return one is not None
	return _digest(row.salt, one.content or None) == sign
