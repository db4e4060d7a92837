"""Tables for imports: made-up rows, some with faults that are known, as a file of an intake."""

import csv
import io
import itertools
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.setup.demo import ground
from esaylov.setup.imports import running

ADMINISTRATOR = "administrator@esaylov.example"
_people = itertools.count(1 + 200 * secrets.randbelow(4000))
ACT = {"act_commission": ground.COMMISSION, "act_number": "77-sinov"}
Row = Mapping[str, Any]


def csv_file(rows: Sequence[Row]) -> bytes:
	"""Rows by the names of their columns, as a CSV."""
	stream = io.StringIO()
	writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in rows for name in row)), delimiter=";")
	writer.writeheader()
	writer.writerows(rows)
	return stream.getvalue().encode()


def intake(kind: str, content: bytes | Sequence[Row], name: str = "", **values: Any) -> str:
	"""A saved intake with its file; of the demonstration's election, on a made-up act of its commission."""
	content = content if isinstance(content, bytes) else csv_file(content)
	name = name or ("jadval.xlsx" if content.startswith(b"PK") else "jadval.csv")
	file = frappe.new_doc("File")
	file.update({"file_name": name, "is_private": 1, "content": content})
	file.insert()
	defaults = {"election": ground.ELECTION, **ACT, "act_date": clock.today(), "file": file.file_url}
	document = frappe.get_doc({"doctype": "Table Import", "kind": kind, **defaults, **values}).insert()
	file.db_set({"attached_to_doctype": "Table Import", "attached_to_name": document.name})
	return str(document.name)


def ran(name: str, *statuses: str) -> Any:
	"""The intake after its dry run and its import, or those steps that are given."""
	for status in statuses or (running.CHECKING, running.IMPORTING):
		running.begin(name, status)
		sheet = running.open_sheet(name)
		while sheet and running.step(name, sheet):
			pass
	return frappe.get_doc("Table Import", name)


def counts(document: Any) -> tuple[int, int, int, int]:
	"""Added, changed, unchanged, refused."""
	return document.added, document.changed, document.unchanged, document.refused


def stations(count: int, first: int = 50_001) -> list[dict[str, Any]]:
	"""Polling stations of the demonstration district."""
	return [
		{
			"territory": ground.DISTRICT,
			"number": first + place,
			"kind": "Ordinary",
			"title_uz": f"{first + place}-sinov uchastkasi",
			"address": f"Sinov ko'chasi, {place}",
			"latitude": "41.311081",
			"voters_count": 1000 + place,
		}
		for place in range(count)
	]


def with_faults(rows: list[dict[str, Any]], every: int = 100) -> dict[int, str]:
	"""Spoil one row of each hundred, each in another way; line of the file to the column that is wrong."""
	faults = (
		{"territory": "999"},
		{"kind": "Yarim"},
		{"voters_count": "ko'p"},
		{"title_uz": ""},
		{"latitude": "shimol"},
	)
	spoiled = {}
	for turn, place in enumerate(range(every // 2, len(rows), every)):
		fault = faults[turn % len(faults)]
		rows[place].update(fault)
		spoiled[place + 2] = next(iter(fault))
	return spoiled


def pinfl() -> str:
	"""The number of another made-up person."""
	return with_check_digit(f"1020280{next(_people):06d}")


def members(count: int, commission: str = ground.COMMISSION) -> list[dict[str, Any]]:
	"""Members of a commission."""
	return [
		{
			"commission": commission,
			"position": "Member",
			"pinfl": pinfl(),
			"full_name": f"A'zoyev A'zo{place} A'zo o'g'li",
			"starts_on": "01.02.2024",
			"ends_on": "01.03.2024",
		}
		for place in range(count)
	]


def candidates(count: int) -> list[dict[str, Any]]:
	"""Candidates of the demonstration's district Kengash."""
	return [
		{
			"election_type": "DC",
			"party": "OZLIDEP",
			"territory": ground.DISTRICT,
			"pinfl": pinfl(),
			"full_name": f"Nomzodov Nomzod{place} Nomzod o'g'li",
			"birth_date": "02.02.1980",
			"gender": "Ayol" if place % 2 else "Erkak",
		}
		for place in range(count)
	]
