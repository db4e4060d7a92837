"""Who answers for the time limits of a batch of appeals: officers, chairs, the commissions above; read once for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.query_builder.functions import Coalesce
from pypika.functions import NullIf

from esaylov.core.people.names import surname_and_initials
from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.messages.texts import values
from esaylov.messages.texts.receivers import Receiver

COMMISSION = "Election Commission"
LANGUAGES = ("uz", "ru", "en")


@dataclass(frozen=True)
class People:
	"""chairs: of commissions. officers: user to receiver and name. above: commission to the one above it."""

	chairs: Mapping[str, Sequence[Receiver]]
	officers: Mapping[str, tuple[Receiver, str]]
	above: Mapping[str, str]
	titles: Mapping[str, Mapping[str, str]]

	def officer_or_chairs(self, row: frappe._dict) -> Sequence[Receiver]:
		"""The officer of an appeal; its commission's chairs while nobody has it."""
		found = self.officers.get(row.assigned_to or "")
		return [found[0]] if found else self.chairs.get(row.recipient, ())

	def officer_name(self, row: frappe._dict) -> str:
		"""Surname and initials of the officer, "" without one."""
		found = self.officers.get(row.assigned_to or "")
		return surname_and_initials(found[1]) if found else ""

	def title(self, commission: str, language: str) -> str:
		"""Short title of a commission for a person of a language."""
		return self.titles.get(commission, {}).get(values.wording_of(language)) or commission


def of(rows: Sequence[frappe._dict]) -> People:
	"""The people of a batch of appeals (`recipient`, `assigned_to`): four queries, however many rows."""
	names = sorted({row.recipient for row in rows})
	fields = ["name", "parent_election_commission as above"]
	fields += [f"{kind}title_{language}" for language in LANGUAGES for kind in ("short_", "")]
	commissions = frappe.get_all(COMMISSION, {"name": ["in", names]}, fields, order_by="name asc")
	above = {row.name: row.above for row in commissions if row.above}
	titles = {
		row.name: {lang: row[f"short_title_{lang}"] or row[f"title_{lang}"] for lang in LANGUAGES}
		for row in commissions
	}
	return People(_chairs({*names, *above.values()}), _officers(rows), above, titles)


def _chairs(commissions: set[str]) -> dict[str, list[Receiver]]:
	membership, person = frappe.qb.DocType("Commission Membership"), frappe.qb.DocType("Person")
	today = clock.today()
	rows = (
		frappe.qb.from_(membership)
		.join(person)
		.on(person.name == membership.person)
		.select(membership.commission, person.name, person.language)
		.select(Coalesce(NullIf(person.phone, ""), membership.phone).as_("phone"))
		.where(membership.commission.isin(sorted(commissions)) & (membership.position == "Chair"))
		.where(in_office.is_in_office(membership, today))
		.orderby(person.name)
		.run(as_dict=True)
	)
	found: dict[str, list[Receiver]] = {}
	for row in rows:
		found.setdefault(row.commission, []).append(_receiver(row))
	return found


def _officers(rows: Sequence[frappe._dict]) -> dict[str, tuple[Receiver, str]]:
	users = sorted({row.assigned_to for row in rows if row.assigned_to})
	if not users:
		return {}  # a filter for "" would find everybody who has no login, and tell one of them
	people = frappe.get_all(
		"Person",
		{"user": ["in", users]},
		["name", "user", "phone", "language", "full_name"],
		order_by="name asc",
	)
	return {person.user: (_receiver(person), person.full_name or "") for person in people}


def _receiver(row: frappe._dict) -> Receiver:
	return Receiver(row.name, row.phone or "", row.language or "uz")
