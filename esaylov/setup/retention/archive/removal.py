"""Rows that are in an archive and leave the tables when two have said so: only what the archive has, byte for byte."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe

from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError
from esaylov.framework.persistence.deletion import remove
from esaylov.permissions.configuration.waiting import notices
from esaylov.setup.retention.archive import bag, orders, parts
from esaylov.setup.retention.archive.seals import REMOVING
from esaylov.setup.retention.rules import Action, Rule, rules


@dataclass(frozen=True, slots=True)
class Removal:
	"""What a rule does with the rows of one archive. days: the number in force, None without one. rows: that would go, or are held."""

	rule: Rule
	archive: Any
	days: int | None
	rows: int


def due() -> list[Removal]:
	"""Of each rule that seals, and each archive in force: how many rows are held, or would leave the tables now; nothing is written."""
	numbers, today, found = statutes.numbers(), clock.today(), []
	for archive in orders.sealed():
		scope = orders.scope_of(archive)
		for rule in rules():
			if rule.action not in (Action.SEALED, Action.ARCHIVED):
				continue
			days = numbers.get(rule.statute) if rule.action is Action.ARCHIVED else None
			is_due = rule.action is Action.SEALED or (
				days is not None and orders.is_over(archive, days, today)
			)
			rows = parts.count(rule, scope, rule.statuses) if is_due else 0
			found.append(Removal(rule, archive, days, rows))
	return found


def agrees(one: Removal) -> bool:
	"""Whether the archive is whole, and has of the rule's rows what the tables have; auditors are told where it has not."""
	if one.rule.code in orders.removed(one.archive.name):  # another run was first
		return False
	name = f"registers/{parts.slug(one.rule.doctype)}.jsonl"
	try:
		file = orders.verified(one.archive.name).file_row
		told = bag.manifest_of(Path(frappe.get_site_path(file.file_url.lstrip("/")))).get(name)
	except (EsaylovError, OSError, KeyError, zipfile.BadZipFile):
		frappe.log_error(f"Archive cannot be read: {one.archive.name}")
		return False
	sign = hashlib.sha256()
	for piece in parts.as_json(one.rule, orders.scope_of(one.archive)):
		sign.update(piece)
	if sign.hexdigest() == told:
		return True
	frappe.log_error(f"Rows differ from their archive: {one.rule.doctype}, {one.archive.name}")
	notices.tell([one.archive.name], "archive_differs", orders.ARCHIVE)
	return False


def take_out(one: Removal) -> int:
	"""Remove the rows of a rule from the tables, with their files; how many. The caller has asked `agrees`, and records it.

	Past the documents' own classes, as what retention erases: they refuse whoever removes what is on record.
	"""
	doctype, count = one.rule.doctype, 0
	tables = [str(field.options) for field in frappe.get_meta(doctype).get_table_fields()]
	for rows in parts.batches(one.rule, orders.scope_of(one.archive)):
		names = [row["name"] for row in rows if not one.rule.statuses or row["status"] in one.rule.statuses]
		for table in tables:
			frappe.db.delete(table, {"parenttype": doctype, "parent": ["in", [*names, ""]]})
		frappe.db.delete(doctype, {"name": ["in", [*names, ""]]})
		hung = {"attached_to_doctype": doctype, "attached_to_name": ["in", [*names, ""]]}
		with REMOVING.writing():
			for file in frappe.get_all("File", hung, pluck="name", order_by="name asc"):
				remove("File", file)
		count += len(names)
	orders.note_removed(one.archive.name, one.rule.code, count)
	return count
