"""The release of a held site: a statement that says what it changes, and the signatures of two administrators over its bytes.

The site that the copy was taken from may have given numbers after the backup. So the release advances every counter, by a margin or
past a number that a receipt names, and the chain of the central commission says so with the reason.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import frappe

from esaylov.core.findings import Finding
from esaylov.core.formats.strict_json import JsonRefused, parse_strict_json
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import clock, place
from esaylov.framework.errors import FormInvalid, NotPermitted, WrongState
from esaylov.messages.delivery import operating
from esaylov.permissions.configuration.waiting import entries, notices, persons
from esaylov.trust import heads
from esaylov.trust.chains import chain
from esaylov.trust.signatures import verify_document, verify_login

PURPOSE: Final = "site.released"
"""Of the statement, its signatures and the event."""
MARGIN: Final = 1_000
"""So many numbers of each kind each commission may have given after the backup, where no receipt says more [ours]."""
SIGNERS: Final = 2
KINDS: Final = frozenset({"appeal", "decision", "session"})
"""Counters that every commission may have begun after the backup."""
HOURS: Final = 24
"""So long a statement can be signed and used [ours]."""
ALARM_DAYS: Final = 7
"""So long a release by the owner of the bench alone raises an alarm [ours]."""
SEND, STOP = "send", "stop"
COUNTER: Final = "Commission Counter"
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class ReleaseResult:
	"""What becomes of what waited: SMS messages and deliveries of webhooks that go out, messages that the release cancelled."""

	messages: int
	deliveries: int
	cancelled: int = 0


def prepare_release(
	reason: str, margin: int = MARGIN, given: Mapping[str, int] | None = None, waiting: str = SEND
) -> bytes:
	"""The statement that two administrators sign: the held site, the heads of its chains, each counter before and after, the reason.

	margin: numbers that are left out of each counter. given: `COMMISSION|KIND` -> the highest number that was given, from a receipt.
	waiting: `send` or `stop` the messages that wait, which the other site may have sent. The reason is published. Raises WrongState
	where the site is not held, FormInvalid.
	"""
	if not place.is_held():
		raise WrongState(code="release_not_held")
	given = dict(given or {})
	_check_values(reason, margin, given, waiting)
	return canonical(_statement(reason.strip(), margin, given, waiting, clock.now()))


def release(statement: bytes, signatures: Sequence[str], is_by_bench_owner: bool = False) -> ReleaseResult:
	"""Make a held site the site, by the signatures of two administrators over a statement; what becomes of what waited.

	signatures: CMS, detached, Base64 of DER. is_by_bench_owner: the emergency where no two administrators can sign; the event says so,
	and it raises an alarm. Ends all sessions, codes and links. The caller commits. Raises WrongState where the site is not held or is not as the
	statement says, FormInvalid, SignatureRefused, NotPermitted.
	"""
	with place.releasing():
		said = _check_statement(statement)
		signers = _check_signers(statement, signatures, is_by_bench_owner)
		place.end_logins()
		given = said["given"]
		before = _counters()
		chain.skip_numbers(KINDS, said["margin"], given)
		cancelled = operating.stop_waiting() if said["waiting"] == STOP else 0
		after = _counters()
		skipped = {name: after[name] - before.get(name, 0) for name in given}
		body = {
			**{"reason": said["reason"], "statement": sha256_hex(statement), "margin": said["margin"]},
			**{"skipped": skipped, "signatures": len(signers), "by_bench_owner": is_by_bench_owner},
		}
		commission = entries.chain_of()
		if commission:
			chain.record(commission, PURPOSE, body, clock.now())
		if commission and is_by_bench_owner:
			notices.tell([commission], "release_by_bench_owner", "Election Commission")
		place.release()
	left = {"status": "Queued"}
	return ReleaseResult(
		frappe.db.count("SMS Message", left), frappe.db.count("Webhook Delivery", left), cancelled
	)


def _statement(
	reason: str, margin: int, given: Mapping[str, int], waiting: str, at: datetime
) -> dict[str, Any]:
	counters = {
		name: [value, max(value, given[name]) if name in given else value + margin]
		for name, value in _counters().items()
	}
	return {
		"purpose": PURPOSE,
		"site": frappe.local.site,
		"copy": place.current_mark(),
		"heads": {head.commission: [head.sequence, head.hash] for head in heads.current()},
		"counters": counters,
		"given": dict(given),
		"margin": margin,
		"waiting": waiting,
		"reason": reason,
		"at": at.isoformat(timespec="seconds"),
	}


def _counters() -> dict[str, int]:
	"""`COMMISSION|KIND` -> last number, but for chains, whose events follow each other without a gap."""
	rows = frappe.get_all(COUNTER, {"kind": ["!=", "chain"]}, ["name", "value"], order_by="name asc")
	return {str(row.name): int(row.value) for row in rows}


def _check_values(reason: object, margin: object, given: object, waiting: object) -> None:
	wrong = []
	if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
		wrong.append(Finding("required", "reason"))
	if not isinstance(margin, int) or margin < 0:
		wrong.append(Finding("wrong_type", "margin"))
	if not isinstance(given, dict) or not all(_is_given(name, last) for name, last in given.items()):
		wrong.append(Finding("wrong_type", "given"))
	if waiting not in (SEND, STOP):
		wrong.append(Finding("wrong_type", "waiting"))
	if wrong:
		raise FormInvalid(wrong)


def _is_given(name: str, last: object) -> bool:
	commission, _, kind = name.partition("|")
	is_number = isinstance(last, int) and last > 0
	return (
		is_number and kind not in ("", "chain") and bool(frappe.db.exists("Election Commission", commission))
	)


def _check_statement(statement: bytes) -> dict[str, Any]:
	"""What a statement says, where it describes this copy as it is now."""
	if not place.is_held():
		raise WrongState(code="release_not_held")
	try:
		said = parse_strict_json(statement.decode())
		values = (said["reason"], said["margin"], said["given"], said["waiting"])
		at = datetime.fromisoformat(said["at"])
	except (JsonRefused, UnicodeDecodeError, KeyError, TypeError, ValueError):
		raise FormInvalid([Finding("wrong_type", "statement")]) from None
	_check_values(*values)
	if canonical(_statement(*values, at)) != statement.strip():
		raise WrongState({"statement": "another state"}, code="release_outdated")
	if (
		not timedelta(0)
		<= clock.now() - at.replace(tzinfo=None) + timedelta(minutes=5)
		<= timedelta(hours=HOURS)
	):
		raise WrongState({"hours": HOURS}, code="release_outdated")
	return dict(json.loads(statement))


def was_released_by_bench_owner() -> bool:
	"""Whether the emergency released this site within ALARM_DAYS."""
	since = clock.now() - timedelta(days=ALARM_DAYS)
	bodies = frappe.get_all(
		"Chain Event", {"kind": PURPOSE, "creation": [">", since]}, pluck="body", order_by="creation asc"
	)
	return any(json.loads(body).get("by_bench_owner") for body in bodies)


def _check_signers(statement: bytes, signatures: Sequence[str], is_by_bench_owner: bool) -> list[str]:
	"""PINFLs of the administrators who signed, each once; their signatures are kept."""
	known = persons.list_administrators()
	signers = [verify_login(statement, cms).pinfl for cms in signatures]
	obstacles = {pinfl: persons.find_obstacle(user) for pinfl, user in known.items()}
	is_emergency = is_by_bench_owner and list(obstacles.values()).count(None) < SIGNERS
	if not set(signers) <= set(known) or (len(set(signers)) < SIGNERS and not is_emergency):
		raise NotPermitted({"count": SIGNERS}, code="release_signers")
	for pinfl in () if is_emergency else signers:
		if obstacle := obstacles[pinfl]:
			raise obstacle
	for pinfl, cms in zip(signers, signatures, strict=True):
		verify_document("E-saylov Settings", "E-saylov Settings", statement, cms, PURPOSE, pinfl)
	return sorted(set(signers))
