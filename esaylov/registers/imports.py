"""Entries of a first set-up or an import: each names a Decision of the kind Imported Act, with the act's number and date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.errors import LawBroken, NotPermitted
from esaylov.registers import entries, history, people, proxies
from esaylov.sole_writer import SoleWriter
from esaylov.trust import service as trust

ACTS = SoleWriter("imported acts")
KIND = "Imported Act"
PERSON = "person"


@dataclass(frozen=True)
class Act:
	"""A commission's act on paper that the entries stand on."""

	commission: str
	number: str
	date: date
	election: str
	title: str = ""


def import_entries(act: Act, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
	"""See service.import_entries."""
	_authority()
	commission = frappe.db.get_value(
		"Election Commission", act.commission, ["name", "lft", "territory"], as_dict=True
	)
	titles = [_title(values) for _, values in rows]
	decision = _act(act, titles)
	persons = _persons(rows)
	written: list[Document] = []
	with entries.WRITER.writing():
		for place, (register, values) in enumerate(rows):
			if register not in entries.REGISTERS:
				raise LawBroken({"doctype": register})
			entry = frappe.new_doc(register)
			entry.update(
				{
					"election": act.election,
					"commission": commission.name,
					"commission_lft": commission.lft,
					"territory": commission.territory,
					"registered_on": act.date,
					"status": entries.REGISTERED,
					"title": titles[place],
					**values,
					**persons.get(place, {}),
					"decision": decision.name,
					"row_path": f"entries[{place}]",
				}
			)
			entry.flags.imported = True
			written.append(entry.insert(ignore_permissions=True))  # the administrator, asked above
	history.record([history.of_entry(entry, "", decision.name) for entry in written])
	proxies.joined(
		str(values["candidate"])
		for register, values in rows
		if register == proxies.PROXY and values.get("status", entries.REGISTERED) == entries.REGISTERED
	)
	trust.record(
		act.commission, "decision.imported", {"decision": decision.name, "entries": len(written)}, clock.now()
	)
	return [str(entry.name) for entry in written]


def check_act(decision: Document) -> None:
	"""An Imported Act is written by this module alone, with the number and date of the act. Raises LawBroken."""
	ACTS.check(decision)
	if decision.appeal or not (decision.act_number and decision.act_date):
		raise LawBroken({"field": "act_number"})


def _authority() -> None:
	user = frappe.session.user
	if user != "Administrator" and "Election Administrator" not in frappe.get_roles(user):
		raise NotPermitted()


def _act(act: Act, titles: Sequence[str]) -> Document:
	decision = frappe.new_doc("Decision")
	decision.update(
		{
			"kind": KIND,
			"commission": act.commission,
			"election": act.election,
			"outcome": "Granted",
			"decided_on": act.date,
			"act_number": act.number,
			"act_date": act.date,
			"text_uz": act.title or act.number,
			"rows": [
				{"row_path": f"entries[{place}]", "subject": title, "outcome": "Granted"}
				for place, title in enumerate(titles)
			],
		}
	)
	with ACTS.writing():
		decision.insert(ignore_permissions=True)  # the administrator, asked above
		decision.status = "Signed"
		decision.save(ignore_permissions=True)  # as above
	return decision


def _title(values: Mapping[str, Any]) -> str:
	inner = values.get(PERSON)
	named = inner.get("full_name") if isinstance(inner, Mapping) else values.get("full_name")
	return str(values.get("title") or named or "-")[:140]


def _persons(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[int, dict[str, str]]:
	"""Persons given by their data, found or made; those given by name stay as they are."""
	given = {place: values[PERSON] for place, (_, values) in enumerate(rows) if _is_data(values)}
	names = people.find_or_make(list(given.values()), "uz")
	return {
		place: {PERSON: name, "full_name": " ".join(str(answer.get("full_name") or "").split())}
		for (place, answer), name in zip(given.items(), names, strict=True)
	}


def _is_data(values: Mapping[str, Any]) -> bool:
	return isinstance(values.get(PERSON), Mapping)
