"""Numbers as they are typed: checked by the rules of the count on the server, stored however far they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.results import FIELDS, Limits, Protocol, check, read
from esaylov.elections import statutes
from esaylov.registers.results import contests
from esaylov.registers.results.contests import Line
from esaylov.registers.results.writing import DRAFT, locked, numbers_of

MOST_TYPED = 20_000
"""Characters of what is typed: a ballot of a hundred lines takes a fifth of it (own design)."""


@dataclass(frozen=True, slots=True)
class Entry:
	"""What a screen shows while a protocol is entered. protocol: the numbers where they are all there and whole."""

	lines: list[Line]
	typed: dict[str, Any]
	findings: list[Finding]
	protocol: Protocol | None


def enter(name: str, typed: Mapping[str, Any]) -> Entry:
	"""Store what was typed and say what is wrong with it. For a member of the precinct. Raises NotFound, WrongState."""
	document = locked(name, DRAFT)
	kept = {key: typed.get(key) for key in (*FIELDS, "votes") if typed.get(key) not in (None, "", {})}
	text = json.dumps(kept, ensure_ascii=False)
	if len(text) <= MOST_TYPED:
		# a note of somebody who is typing, on a locked draft: a save would tell the open form, which would draw itself over the typing
		document.db_set("typed", text, notify=False)
	return looked_at(document, kept)


def entry(document: Document) -> Entry:
	"""The protocol as it stands: what was typed so far, or what was signed, whoever stands today."""
	if document.status == DRAFT:
		return looked_at(document, typed_of(document))
	protocol = numbers_of(document)
	lines = [Line(row["name"], row["title"]) for row in json.loads(document.votes or "[]")]
	numbers = {name: getattr(protocol, name) for name in FIELDS}
	return Entry(lines, {**numbers, "votes": dict(protocol.votes)}, [], protocol)


def typed_of(document: Document) -> dict[str, Any]:
	"""What was typed so far."""
	typed: dict[str, Any] = json.loads(document.typed or "{}")
	return typed


def looked_at(document: Document, typed: Mapping[str, Any]) -> Entry:
	"""The findings on numbers: what is missing or no number, who does not stand, then sums that do not hold; each with its article."""
	lines = contests.ballot(document.election, document.election_type, document.constituency)
	protocol, findings = read(typed, [line.name for line in lines])
	if protocol is not None:
		findings = check(protocol, Limits(reserve=statutes.number("ballot_reserve")))
	return Entry(lines, dict(typed), _named(findings), protocol)


def _named(findings: list[Finding]) -> list[Finding]:
	"""The same with the names that people know of those who do not stand."""
	gone = [str(one.params["name"]) for one in findings if one.code == "vote_not_standing"]
	names = contests.names_of_gone(gone) if gone else {}
	return [
		replace(
			one, params={**one.params, "name": names.get(str(one.params["name"]), str(one.params["name"]))}
		)
		if one.code == "vote_not_standing"
		else one
		for one in findings
	]
