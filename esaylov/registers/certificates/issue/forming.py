"""From a register entry to a numbered, worded certificate, and from that to its file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import count
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils.caching import request_cache

from esaylov.core.records import certificates as law
from esaylov.core.records.token import Claims, TokenInvalid
from esaylov.core.records.token import make as make_token
from esaylov.core.records.token import read as read_token
from esaylov.framework import clock, practice
from esaylov.framework.errors import LawBroken
from esaylov.framework.files import stored_files
from esaylov.framework.persistence import documents, reads
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.messages import events, notifications
from esaylov.registers.certificates.papers import drawing, facts, portraits, stored_papers
from esaylov.registers.entries import ex_officio_acts, grants
from esaylov.trust import keys
from esaylov.trust.chains import chain

WRITER = WriteGuard("certificates")
TEMPLATE_VERSION = "2"
ID_LENGTH = 12
OF_DECISION = ["name", "number", "decided_on", "status", "commission", "election"]

Row = Any
"""A row of a register, as the database gives it (frappe._dict)."""
Entry = tuple[str, str]
"""DocType and name of a register's entry."""


def form_all(entries: Sequence[tuple[Entry, str]]) -> dict[str, list[str]]:
	"""The certificates that decisions give to register entries, numbered and worded; what is read is read once for all.

	entries: each with the decision that wrote it, or an annulment that brought it back. Gives names by that decision. An entry has one
	certificate of a kind by each of them (its issue; a unique index guards it): asked again, it is the one there is. None for an entry
	whose type gives none. A kind without a print format is numbered and stays Formed, without a paper.
	"""
	made: dict[str, list[str]] = {}
	by = dict(entries)
	for register, rows in _by_register([entry for entry, _ in entries]).items():
		for kind, fitting in _by_kind(register, rows).items():
			for decision, name in _form(register, kind, fitting, by):
				made.setdefault(decision, []).append(name)
	return made


def _by_register(entries: Sequence[Entry]) -> dict[str, list[Row]]:
	named: dict[str, dict[str, int]] = {}
	for place, (register, name) in enumerate(entries):
		named.setdefault(register, {})[name] = place
	found = {}
	for register, places in named.items():
		rows = reads.rows(register, {"name": list(places)}, reads.ALL)
		found[register] = sorted(rows, key=lambda row: places[row.name])
	return found


def _by_kind(register: str, rows: Sequence[Row]) -> dict[str, list[Row]]:
	types = _types({row.appeal for row in rows if row.get("appeal")})
	kinds: dict[str, list[Row]] = {}
	for row in rows:
		if row.get("appeal"):
			row.appeal_type = types[row.appeal].appeal_type
		kind = _kind_of(register, row, types)
		if not kind:
			continue
		if frappe.get_cached_value("Certificate Kind", kind, "register_doctype") == register:
			kinds.setdefault(kind, []).append(row)
	return kinds


def _form(
	register: str, kind_name: str, rows: Sequence[Row], by: Mapping[Entry, str]
) -> list[tuple[str, str]]:
	"""(decision, certificate) of each row, in their order."""
	decisions = {row.name: by[register, row.name] for row in rows}
	key = {
		"register_doctype": register,
		"register_name": list(decisions),
		"kind": kind_name,
		"decision": sorted(set(decisions.values())),
	}
	known = {
		(row.decision, row.register_name): row.name
		for row in reads.rows("Certificate", key, ["decision", "register_name", "name"], "number")
	}
	new = [row for row in rows if (decisions[row.name], row.name) not in known]
	if new:
		made = _insert_all(register, frappe.get_cached_doc("Certificate Kind", kind_name), new, decisions)
		known |= {(one.decision, one.register_name): one.name for one in made}
	return [(decisions[row.name], known[decisions[row.name], row.name]) for row in rows]


def _insert_all(register: str, kind: Document, rows: Sequence[Row], by: Mapping[str, str]) -> list[Document]:
	decisions = _decisions({*by.values(), *(row.decision for row in rows)})
	for name in sorted(set(by.values())):
		if name not in decisions or decisions[name].status != "Signed":
			raise LawBroken({"decision": name})
	issued, made = _issued(register, kind.name, rows), []
	# issued by the commission that wrote the entry, also where a higher one brought it back
	series = _series(rows, lambda row: (decisions[row.decision].commission, decisions[by[row.name]].election))
	for (commission, election), of_series in series.items():
		same = _same_for_all(kind, commission, election)
		first = chain.next_number(commission, f"{kind.name}@{election}", len(of_series))
		words = facts.words(kind, election, of_series)
		for number, row, worded in zip(count(first), of_series, words, strict=False):
			decision = decisions[by[row.name]]
			certificate = frappe.new_doc("Certificate")
			certificate.update(
				{**same, **worded, **_numbered(kind, number, issued.get(row.name, 0) + 1, election)}
			)
			certificate.update(
				{"register_doctype": register, "register_name": row.name, "holder": row.person}
			)
			certificate.update({"decision": decision.name})
			certificate.flags.entry = row
			certificate.flags.decided = {"q": decision.number, "d": decision.decided_on}
			_sign(certificate, decision)
			made.append(certificate)
	with WRITER.writing():
		documents.insert(made)  # the effect of decisions; no role may create
	_link(register, sorted(set(by.values())))
	notifications.tell_each(
		events.Event.REGISTERED,
		[notifications.Told(certificate, group=certificate.decision) for certificate in made],
	)
	return made


def _decisions(names: Collection[str]) -> dict[str, Row]:
	"""Decisions by name."""
	return {row.name: row for row in reads.rows("Decision", {"name": sorted(names)}, OF_DECISION)}


def _series(rows: Sequence[Row], key: Callable[[Row], tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
	"""Rows by what numbers their certificates, in their order."""
	found: dict[tuple[str, str], list[Row]] = {}
	for row in rows:
		found.setdefault(key(row), []).append(row)
	return found


def insert(certificate: Document, decision: Row) -> None:
	"""Name, sign and write a numbered certificate of a signed decision (`name`, `number`)."""
	_sign(certificate, decision)
	with WRITER.writing():
		documents.insert([certificate])  # the effect of the decision; no role may create


def _sign(certificate: Document, decision: Row) -> None:
	certificate.name = frappe.generate_hash(length=ID_LENGTH)  # the token names the certificate
	claims = _claims(certificate, decision.number)
	if practice.is_of(certificate.election):
		claims["is_practice"] = True
	certificate.token = make_token(claims, keys.server_key(), keys.server_key_id())
	certificate.flags.decision = decision.name


def complete(name: str) -> None:
	"""Draw the PDF, keep it as a private file and make the certificate valid; nothing when that is done already."""
	if not drawable([name]):
		return
	drawn = frappe.get_doc("Certificate", name)
	if drawn.status != "Formed" or drawn.pdf:
		return
	drawn.photo = portraits.stored_photo(drawn)
	content = drawing.pdf(drawn)  # before the lock: it takes longest
	certificate = frappe.get_doc("Certificate", name, for_update=True)
	if certificate.status != "Formed" or certificate.pdf:
		return
	certificate.photo = drawn.photo
	certificate.pdf = stored_files.hang("Certificate", name, file_name(certificate), content, "pdf").file_url
	certificate.status = "Valid"
	with WRITER.writing():
		certificate.save(ignore_permissions=True)  # a job completes its own certificate
	notifications.tell(events.Event.CERTIFICATE_READY, certificate)
	stored_papers.record(certificate, content)


def check_entry(certificate: Document) -> None:
	"""Called from Certificate.validate: only this package writes, and only for a decision that stands."""
	WRITER.check(certificate)
	if certificate.flags.decision == certificate.decision:
		return  # found signed a moment ago, for all certificates of the decision
	if certificate.is_new() and frappe.db.get_value("Decision", certificate.decision, "status") != "Signed":
		raise LawBroken({"decision": certificate.decision})


def refuse_removal(certificate: Document) -> None:
	"""A certificate is revoked or replaced, never removed."""
	raise LawBroken({"doctype": certificate.doctype, "to": "removed"})


def drawable(names: Sequence[str]) -> list[str]:
	"""Those of the named certificates whose kind has a print format: the others stay without a paper for now."""
	rows = reads.rows("Certificate", {"name": list(names)}, ["name", "kind"], "number")
	return [row.name for row in rows if frappe.get_cached_value("Certificate Kind", row.kind, "print_format")]


def file_name(certificate: Document) -> str:
	"""observer_party-DC-1726277-001.pdf"""
	return f"{certificate.kind}-{certificate.issuer_commission}-{certificate.series_no}.pdf"


def _kind_of(register: str, entry: Row, types: Mapping[str, Row]) -> str:
	"""The kind that the entry's appeal type named when the appeal was signed; a successor's is that of whom it replaces."""
	if not entry.get("appeal"):
		return ex_officio_acts.certificate_kind_of(_subject_of(entry.decision))
	named: str = grants.definition_of(types[entry.appeal])["certificate_kind"]
	if named or not entry.get("replaces"):
		return named
	former = {"register_doctype": register, "register_name": entry.replaces}
	return str(frappe.db.get_value("Certificate", former, "kind") or "")


@request_cache
def _subject_of(decision: str) -> str:
	"""The matter of a decision without an appeal; it never changes."""
	return frappe.db.get_value("Decision", decision, "subject_kind") or ""


def _types(appeals: Collection[str]) -> dict[str, Row]:
	"""Type and version of filed appeals."""
	rows = reads.rows("Appeal", {"name": sorted(appeals)}, ["name", "appeal_type", "type_version"])
	return {row.name: row for row in rows}


def _same_for_all(kind: Document, commission: str, election: str) -> dict[str, object]:
	"""What the certificates of one commission share; issued by the commission that decided (a member's: the forming one)."""
	today = clock.today()
	valid = validity(kind, frappe.get_cached_doc("Election", election), today)
	return {
		"kind": kind.name,
		"issuer_commission": commission,
		"issuer_commission_lft": _lft(commission),
		"role_text": kind.role_text,
		"issued_on": today,
		"election": election,
		"status": "Formed",
		"template_version": TEMPLATE_VERSION,
		"valid_until": valid.valid_until,
		"valid_to_event": valid.to_event,
		**facts.signer(kind, commission, today),
	}


def _lft(commission: str) -> int | None:
	row = reads.row("Election Commission", {"name": commission}, ["lft"])
	return row.lft if row else None


def _numbered(kind: Document, number: int, issue: int, election: str) -> dict[str, object]:
	return {"number": number, "series_no": printed_number(kind, number, election), "issue_no": issue}


def printed_number(kind: Document, number: int, election: str) -> str:
	"""`№` of a certificate; of a practice election with its mark."""
	return practice.marked(law.padded_number(number, kind.number_digits), election)


def _issued(register: str, kind: str, rows: Sequence[Row]) -> dict[str, int]:
	"""By entry, the number of its last certificate of a kind, where it has one."""
	key = {"register_doctype": register, "register_name": [row.name for row in rows], "kind": kind}
	found = reads.rows("Certificate", key, ["register_name", "issue_no"], "issue_no")
	return {row.register_name: row.issue_no for row in found}


def validity(kind: Document, election: Document, issued_on: date) -> law.Validity:
	"""How long a certificate of a kind is valid that is issued on a day for an election."""
	rule = law.ValidityRule(kind.validity)
	last = None
	if rule is law.ValidityRule.PRINTED_DATE:
		last = frappe.utils.getdate(election.election_day) + timedelta(days=kind.valid_days_after_election)
	return law.validity(rule, issued_on, printed_until=last)


def is_as_signed(certificate: Document) -> bool:
	"""Whether a certificate says what the server signed in its token."""
	try:
		claims = read_token(certificate.token, keys.public_keys(), keys.retired_on())
	except TokenInvalid:
		return False
	stands = _claims(certificate, str(frappe.db.get_value("Decision", certificate.decision, "number") or ""))
	if certificate.valid_until and certificate.valid_to_event == law.ValidityRule.OFFICIAL_ANNOUNCEMENT:
		# the day came after the token: what was announced must say it
		stands["valid_to"] = "" if _is_announced(certificate) else stands["valid_to"]
	return {**claims, "election": claims["election"] or stands["election"]} == stands


def _is_announced(certificate: Document) -> bool:
	"""Whether the last day is that of an official announcement of the election, also of an annulled one: what ended keeps its day."""
	said = {"election": certificate.election, "subject_kind": "announcement", "status": ["!=", "Draft"]}
	texts = frappe.get_all("Decision", said, pluck="subject_data", order_by="name asc")
	last = str(certificate.valid_until)
	return any(frappe.parse_json(text or "{}").get("announced_on") == last for text in texts)


def _claims(certificate: Document, decision_number: str) -> Claims:
	return Claims(
		id=certificate.name,
		kind=certificate.kind,
		holder=certificate.holder_name_as_printed,
		commission=certificate.issuer_commission,
		valid_from=str(certificate.issued_on),
		valid_to=str(certificate.valid_until or ""),
		decision=decision_number,
		election=certificate.election or "",
	)


def _link(register: str, decisions: Sequence[str]) -> None:
	"""Name the certificates on their entries: a technical mark in one statement, because the rows do not change."""
	frappe.db.sql(_linking(register, len(decisions)), [register, *decisions])


@lru_cache(maxsize=64)
def _linking(register: str, count: int) -> str:
	entry, certificate = frappe.qb.DocType(register), frappe.qb.DocType("Certificate")
	query = (
		frappe.qb.update(entry)
		.join(certificate)
		.on((certificate.register_name == entry.name) & (certificate.register_doctype == reads.one()))
		.set(entry.certificate, certificate.name)
		.where(certificate.decision.isin(reads.many(count)))
	)
	return str(query.get_sql())
