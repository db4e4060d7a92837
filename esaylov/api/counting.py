"""Count protocols over HTTP: entry with the sums checked as they are typed, signatures, hand-in, return, correction."""

import base64
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import FindingAnswer
from esaylov.api.endpoint import as_dict, decoded, endpoint, json_list, json_object
from esaylov.appeals.drafts import attachments
from esaylov.core.findings import Finding
from esaylov.registers.results.counting import (
	attached_papers,
	entering,
	opening,
	receiving,
	signing,
	steps,
	turnout,
)

DOCTYPE = "Count Protocol"
by_enterers = guards.commission_staff(of="protocol", doctype=DOCTYPE, commission=("commission", "receiver"))
by_members = guards.commission_staff(
	of="protocol", doctype=DOCTYPE, commission="commission", positions=signing.VOTING
)
by_chairs = guards.commission_staff(
	of="protocol", doctype=DOCTYPE, commission="commission", positions=opening.ARRANGING
)
by_receiver = guards.commission_staff(
	of="protocol", doctype=DOCTYPE, commission="receiver", positions=opening.ARRANGING
)


@endpoint(methods=["POST"])
@guards.signed_in
def open_count(
	commission: str,
	election: str,
	election_type: str,
	constituency: str = "",
	stations: str | list[Any] = "[]",
) -> dict[str, list[str]]:
	"""Open the count of stations below the caller's commission; see results.opening.open_count."""
	names = [str(one) for one in json_list(stations, "stations")]
	return {"protocols": opening.open_count(commission, election, election_type, constituency, names)}


@endpoint(methods=["GET"])
@guards.reader("protocol", DOCTYPE)
def entry(protocol: str) -> dict[str, Any]:
	"""What the screen of a protocol shows: lines of the ballot, numbers, findings, signatures, and what the caller may do."""
	return _shown(protocol)


@endpoint(methods=["POST"])
@by_enterers
def enter(protocol: str, typed: str | dict[str, Any]) -> dict[str, Any]:
	"""Store what the caller typed and say what is wrong with it, at its field and with the article."""
	seen = entering.enter(protocol, json_object(typed, "typed"))
	return {"findings": _found(seen.findings)}


@endpoint(methods=["POST"])
@by_enterers
def finish_entry(protocol: str, as_on_paper: bool = False) -> dict[str, Any]:
	"""End the caller's entry; what the screen shows then. as_on_paper: sums do not hold on the paper itself."""
	entering.finish_entry(protocol, as_on_paper)
	return _shown(protocol)


@endpoint(methods=["POST"])
@by_enterers
def reenter(protocol: str, typed: str | dict[str, Any]) -> dict[str, Any]:
	"""Type the numbers at which two entries differ again, into the caller's own; what the screen shows then."""
	entering.reenter(protocol, json_object(typed, "typed"))
	return _shown(protocol)


@endpoint(methods=["POST"])
@by_enterers
def explain_warnings(protocol: str, explanations: str | dict[str, Any]) -> dict[str, Any]:
	"""Say what the commission found about unlikely numbers, by `CODE:PATH`; what the screen shows then."""
	entering.explain_warnings(protocol, json_object(explanations, "explanations"))
	return _shown(protocol)


@endpoint(methods=["POST"])
@by_chairs
def start_over(protocol: str, reason: str) -> dict[str, bool]:
	"""Have two persons enter a protocol again."""
	entering.start_over(protocol, reason)
	return {"done": True}


@endpoint(methods=["POST"])
@by_enterers
def add_paper(protocol: str, kind: str, file_name: str, content: str) -> dict[str, str]:
	"""Add a scan (`scan`) or an observer's photograph (`photograph`), in Base64, to a protocol; the File."""
	given = attachments.GivenFile(file_name, decoded(content))
	return {
		"file": attached_papers.add_paper(
			protocol, kind, lambda field: attachments.keep(DOCTYPE, protocol, field, given)
		)
	}


@endpoint(methods=["GET"])
@by_members
def payload(protocol: str) -> dict[str, str]:
	"""The bytes (Base64) that a member signs."""
	return {"payload": base64.b64encode(signing.payload(protocol)).decode()}


@endpoint(methods=["POST"])
@by_members
@guards.fresh_factor
def sign(protocol: str, signature: str) -> dict[str, str]:
	"""Sign a protocol; its state then."""
	return {"status": signing.sign(protocol, signature)}


@endpoint(methods=["POST"])
@by_chairs
def reopen(protocol: str, reason: str) -> dict[str, bool]:
	"""Take a protocol that lacks signatures back to entry."""
	signing.reopen(protocol, reason)
	return {"done": True}


@endpoint(methods=["POST"])
@by_receiver
def take_in(protocol: str) -> dict[str, str]:
	"""Take a signed protocol in; its state then."""
	return {"status": receiving.take_in(protocol)}


@endpoint(methods=["POST"])
@by_receiver
def send_back(protocol: str, reason: str) -> dict[str, str]:
	"""Send a protocol back to its precinct; its state then."""
	return {"status": receiving.send_back(protocol, reason)}


@endpoint(methods=["POST"])
@by_members
def correct(protocol: str) -> dict[str, str]:
	"""The new version of a protocol that was sent back."""
	return {"protocol": receiving.correct(protocol)}


@endpoint(methods=["POST"])
@guards.signed_in
def report_turnout(commission: str, election: str, hour: str, voters: int, voted: int) -> dict[str, str]:
	"""Say how many voters of the caller's station took part by an hour; the report."""
	return {"report": turnout.report_turnout(commission, election, hour, voters, voted)}


def _found(findings: list[Finding]) -> list[FindingAnswer]:
	return [as_dict(one, frappe.local.lang or "uz") for one in findings]


def _shown(protocol: str) -> dict[str, Any]:
	document = frappe.get_doc(DOCTYPE, protocol)
	seen = entering.entry(document)
	return {
		"status": document.status,
		"lines": [{"name": line.name, "title": line.title} for line in seen.lines],
		"typed": seen.typed,
		"findings": [_finding(one) for one in seen.findings],
		"finished": [{key: one[key] for key in ("name", "at")} for one in seen.finished],
		"differences": seen.differences,
		"explanations": seen.explanations,
		"is_mine_finished": seen.is_mine_finished,
		"is_agreed": seen.protocol is not None,
		"papers": attached_papers.papers_of(document),
		"signers": [
			{key: one[key] for key in ("name", "position", "at")} for one in signing.signers_of(document)
		],
		"steps": steps.steps_of(document, frappe.session.user, seen),
	}


def _finding(one: Finding) -> dict[str, Any]:
	return {**as_dict(one, frappe.local.lang or "uz"), "key": entering.warning_key(one)}
