"""Decisions over appeals of made-up types: what an effect writes, apart from how an appeal of its type is filed."""

import json
from itertools import count
from typing import Any

import frappe

from esaylov.core.appeal_types import floors
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.drafting import signing
from esaylov.decisions.review import reading
from esaylov.decisions.signatures import chair
from esaylov.framework import clock
from esaylov.registers.effects import effects, imports
from esaylov.registers.entries import entries
from esaylov.setup.demo import ground
from factories import appeals as filing
from factories import decisions as make
from factories import settled

COMMISSION, DISTRICT, ELECTION = ground.COMMISSION, ground.DISTRICT, ground.ELECTION
PARTY, OTHER_PARTY = "OZLIDEP", "MILLIY_TIKLANISH"
BRANCH = f"{PARTY}-{DISTRICT}"
PAYLOAD = "{}"
FIELDS = [{"name": "reason", "kind": "Short Text", "label": {"uz": "Sabab"}}]
_serials = count(1)
_people = count(701)


def person(name: str = "Karimov Karim Karimovich", **more: Any) -> dict[str, Any]:
	"""Answers of a person block: somebody new each time."""
	serial = next(_people)
	return {"pinfl": make.pinfl(serial), "full_name": name, "phone": f"+99890300{serial:04d}", **more}


def composition(members: int, *positions: str) -> list[dict[str, Any]]:
	"""A chair, a deputy, a secretary (or those named) and so many members, each with a proposed position."""
	named = [*(positions or ("Chair", "Deputy Chair", "Secretary")), *["Member"] * members]
	return [person(f"A'zo{at} Ism", proposed_position=position) for at, position in enumerate(named)]


def completed(*positions: str, size: int = 11) -> list[dict[str, Any]]:
	"""Persons for these positions, and after them those who make a lawful composition of a commission."""
	heads = [head for head in ("Chair", "Deputy Chair", "Secretary") if head not in positions]
	named = [*positions, *heads]
	return [person(proposed_position=position) for position in [*named, *["Member"] * (size - len(named))]]


def nominees(*named: dict[str, Any], size: int = 75) -> list[dict[str, Any]]:
	"""Candidates of a party's list in their places: these, and after them women who make the shortest lawful list."""
	rows = [*named, *(person(pinfl=make.pinfl(next(_people), female=True)) for _ in range(size - len(named)))]
	return [{"party_membership": "Member", **row, "list_position": at} for at, row in enumerate(rows, 1)]


def foreigner(name: str = "Burak Demir", **more: Any) -> dict[str, Any]:
	"""Answers of a foreign person block."""
	number = f"U{next(_people):08d}"
	return {
		"full_name": name,
		"citizenship": "Turkiya",
		"foreign_passport_no": number,
		"birth_date": "1880-05-05",
		**more,
	}


def link(name: str, doctype: str) -> dict[str, Any]:
	"""A Link field of the form, which tells an effect what its answer leads to."""
	return {"name": name, "kind": "Link", "label": {"uz": name}, "link": {"doctype": doctype, "filters": {}}}


def filed(
	effect: str,
	answers: dict[str, Any],
	mapping: dict[str, str] | None = None,
	*,
	by: tuple[str, str] = ("Party Branch", BRANCH),
	kind: str = "party_district_branch",
	applicant: str | None = None,
	commission: str = COMMISSION,
	route: str = "chair_decision",
	election_types: list[str] | None = None,
	certificate_kind: str = "",
	**definition: Any,
) -> str:
	"""A registered appeal of a type of its own with this effect; written to the tables, as it was never filled in.

	applicant: the Person who files; the demonstration party's own without one.
	"""
	serial = next(_serials)
	code = f"T{serial:03d}"
	place = frappe.db.get_value("Election Commission", commission, ["lft", "territory"], as_dict=True)
	_type(code, effect, mapping or {}, election_types or [], certificate_kind, definition)
	appeal = frappe.new_doc("Appeal")
	appeal.update(
		{
			"subject": f"Sinov {code}",
			"number": f"TEST-{code}-{frappe.generate_hash(length=4)}",
			"status": "Registered",
			"appeal_type": code,
			"type_version": 1,
			"route": route,
			"election": ELECTION,
			"received_at": clock.now().replace(microsecond=0),
			"answers": json.dumps(answers),
			"applicant_kind": kind,
			"applicant_body_type": by[0],
			"applicant_body": by[1],
			"applicant_person": applicant or frappe.db.get_value("Person", {"user": filing.PARTY}),
			"language": "uz",
			"recipient": commission,
			"recipient_lft": place.lft,
			"territory": place.territory,
			"payload": PAYLOAD,
			"payload_sha256": sha256_hex(PAYLOAD.encode()),
		}
	)
	appeal.name = frappe.generate_hash(length=10)
	signature = frappe.new_doc("Document Signature")
	signature.update({"reference_doctype": "Appeal", "reference_name": appeal.name, "purpose": "filing"})
	signature.name = appeal.signature = frappe.generate_hash(length=10)
	signature.db_insert()
	appeal.db_insert()
	return appeal.name


def decided(appeal: str, refused: dict[int, str] | None = None, by: str = filing.CHAIR) -> signing.Result:
	"""The chair's decision on every subject of an appeal; the session is Administrator's afterwards."""
	frappe.set_user(by)
	try:
		asked = [
			{
				"path": subject["path"],
				"outcome": "Refused" if place in (refused or {}) else "Granted",
				"reason": (refused or {}).get(place, ""),
				"ground": "documents_incomplete" if place in (refused or {}) else "",
			}
			for place, subject in enumerate(reading.matter_for(appeal, by)["subjects"])
		]
		signature = filing.signature(by, chair.draft(appeal, asked).payload)
		return chair.decide(appeal, asked, signature)
	finally:
		frappe.set_user("Administrator")


def annulled(decision: str, by: str = filing.CHAIR, reason: str = "Hujjatlar soxta ekan") -> signing.Result:
	"""A decision annulled by a chair with their own key; the session is Administrator's afterwards."""
	frappe.set_user(by)
	try:
		signature = filing.signature(by, chair.annulment_draft(decision, reason).payload)
		return chair.annul(decision, reason, signature)
	finally:
		frappe.set_user("Administrator")


def effect(name: str, answers: dict[str, Any], *arguments: Any, **more: Any) -> str:
	"""The name of a decision that granted everything of an appeal with an effect."""
	return decided(filed(name, answers, *arguments, **more)).decision


def written(decision: str, register: str) -> list[Any]:
	"""The entries of a register that a decision wrote, in the order of its rows."""
	names = [name for doctype, name in effects.entries_of(decision) if doctype == register]
	return [frappe.get_doc(register, name) for name in names]


def imported(register: str, commission: str = COMMISSION, election: str = ELECTION, **values: Any) -> str:
	"""An entry that an imported act of an election gives."""
	act = imports.Act(commission, "12/3", clock.today(), election)
	facts = {"person": person(), **values} if register in entries.OF_PEOPLE else values
	return imports.import_entries(act, [(register, facts)])[0]


def candidate(**values: Any) -> str:
	"""A registered candidate of the demonstration party for the district Kengash."""
	return imported("Candidate", **{"election_type": "DC", "party": PARTY, **values})


def constituency(number: int, election_type: str = "DC", election: str = ELECTION) -> str:
	"""A constituency of the demonstration district."""
	values = {
		"election": election,
		"election_type": election_type,
		"territory": DISTRICT,
		"number": number,
		"title_uz": f"{number}-sinov okrugi",
	}
	return settled.inserted(frappe.get_doc({"doctype": "Constituency", **values})).name


def _type(
	code: str,
	effect: str,
	mapping: dict[str, str],
	election_types: list[str],
	certificate_kind: str,
	definition: dict[str, Any],
) -> None:
	if frappe.db.exists("Appeal Type", code):
		frappe.db.delete("Appeal Type Version", {"appeal_type": code})
		frappe.db.delete("Appeal Type", code)
	appeal_type = frappe.new_doc("Appeal Type")
	appeal_type.update({"code": code, "title_uz": f"Sinov: {effect}", "title_ru": f"Проба: {effect}"})
	appeal_type.name = code
	appeal_type.db_insert()
	version = frappe.new_doc("Appeal Type Version")
	frozen = {
		"code": code,
		"version": 1,
		"fields": FIELDS,
		"route": "commission_vote",
		"effect": effect,
		"effect_mapping": mapping,
		"election_types": election_types,
		"certificate_kind": certificate_kind,
		"review_statute": "observer_review_days",
		**least_window(effect),
		**definition,
		"rules": lawful_rules(effect, mapping, election_types, definition.get("rules", [])),
	}
	version.update({"appeal_type": code, "version": 1, "definition": json.dumps(frozen)})
	version.name = f"{code}-v1"
	version.db_insert()


def lawful_rules(
	effect: str, mapping: dict[str, str], election_types: list[str], own: list[dict[str, Any]]
) -> list[dict[str, Any]]:
	"""A type's own rules, and those of the minimum of its effect that are not among them."""
	named = {use["rule"] for use in own}
	return [*own, *(use for use in least_rules(effect, mapping, election_types) if use["rule"] not in named)]


def least_rules(effect: str, mapping: dict[str, str], election_types: list[str]) -> list[dict[str, Any]]:
	"""The rules without which no type has the effect."""
	found = []
	for least in floors.read_floors()["effects"].get(effect, {"rules": []})["rules"]:
		about = {"group": mapping["rows"]} if least.get("of_rows") and mapping.get("rows") else {}
		numbers = least.get("statutes") or {"": ""}
		needed = PARAMETERS.get(least["rules"][0], {})
		for contest, number in numbers.items():
			only = {"statute": number, "contest": contest.strip("*")} if number else {}
			found.append({"rule": least["rules"][0], "parameters": {**needed, **about, **only}})
	return found


def least_window(effect: str) -> dict[str, str]:
	"""The stages of the window without which no type has the effect."""
	rules = floors.read_floors()["effects"].get(effect, {"rules": []})["rules"]
	return {end: stages[0] for least in rules for end, stages in least.get("window", {}).items()}


PARAMETERS = {
	"list_size": {"minimum_statute": "party_list_min", "maximum_statute": "party_list_max"},
	"women_share": {"statute": "women_share"},
	"group_size_statute": {"statute": "constituencies_district"},
	"unique_values": {"field": "number"},
	"voters_deviation": {"statute": "constituency_deviation"},
}
"""What rules of the minimum cannot do without."""


def admitted(contest: str, election: str = ELECTION) -> str:
	"""The demonstration party's admission to a contest of an election."""
	return imported(
		"Party Admission", election=election, party=PARTY, election_type=contest, election_types=contest
	)


def listed(rows: list[dict[str, Any]]) -> str:
	"""The decision that registered a list of the demonstration party, which is admitted to its contest."""
	admitted("LC_PL")
	answers = {"party": PARTY, "candidates": rows}
	return effect("register_list", answers, {"rows": "candidates"}, election_types=["LC_PL"])


def attached(appeal: str, field: str, content: bytes) -> None:
	"""A file of a filed appeal, as the filing would have kept it."""
	file, ending = frappe.new_doc("File"), "jpg" if content.startswith(b"\xff\xd8") else "json"
	file.update({"file_name": f"{field}.{ending}", "is_private": 1, "content": content})
	file.insert()
	row = frappe.new_doc("Appeal Attachment")
	row.update(
		{"parent": appeal, "parenttype": "Appeal", "parentfield": "attachments", "idx": 1, "field": field}
	)
	row.update(
		{"file": file.name, "file_name": file.file_name, "sha256": sha256_hex(content), "size": len(content)}
	)
	row.db_insert()


def message(appeal_type: str, event: str, template: str) -> None:
	"""The SMS that a made-up type sends on an event."""
	row = frappe.new_doc("Appeal Type Message")
	row.update({"event": event, "sms_template": template, "idx": 1})
	row.update({"parent": appeal_type, "parenttype": "Appeal Type", "parentfield": "messages"})
	row.db_insert()
	frappe.clear_document_cache("Appeal Type", appeal_type)
