"""What a correction is about: the people and records of the filing that it corrects, unless a remark asked for others."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections.corrections import REMARK
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.findings import Finding
from esaylov.core.forms.definition import Field, Kind
from esaylov.core.procedure.people import IDENTIFIERS, Block, blocks
from esaylov.registers.entries import latest_filing
from esaylov.registers.outcome_rules import asked_mandates

ROW = re.compile(r"\[[0-9]+\]$")


def check_same_subject(appeal: Document, version: TypeVersion, answers: Mapping[str, Any]) -> list[Finding]:
	"""`correction_identity` for each person, and `correction_record` for each record (a certificate, a constituency), who was
	not in the filing that is corrected; `correction_order` where the candidates of a list change places.

	Papers are mended in a correction (art. 39, 64, 72); somebody or something else is a new filing, in its own time [ours]. A remark
	on the number, the field, the row or the whole group asks for another one.
	"""
	filed = json.loads(latest_filing.last(frappe.get_doc(APPEAL, appeal.name)).answers or "{}")
	before, now = blocks(version.form, filed), blocks(version.form, answers)
	fresh = [block for block in now if block.identifier and not _is_of(block, before)]
	changed = _changed_records(version, filed, answers)
	is_moved = version.data["effect"] == asked_mandates.LISTING and _is_moved(before, now)
	if not fresh and not changed and not is_moved:
		return []
	round_ = {"appeal": appeal.name, "correction": appeal.flags.correction.name}
	asked = set(frappe.get_all(REMARK, round_, pluck="field", order_by="name asc", limit=0))
	found = [
		Finding("correction_identity", _place(block)) for block in fresh if not asked & _places_of(block)
	]
	found += [Finding("correction_record", path) for path in changed if not asked & _around(path)]
	group = str(version.data["effect_mapping"].get("rows") or "")
	if is_moved and not any(path == group or path.startswith(f"{group}[") for path in asked):
		found.append(Finding("correction_order", group))
	return found


def _changed_records(version: TypeVersion, filed: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
	"""The paths of links that the effect uses, and whose record the filing did not name there; a field that was empty may be filled."""
	mapping = version.data["effect_mapping"]
	used = {*mapping, *mapping.values()}
	before = defaultdict[str, set[str]](set)
	for name, _, value in _links(version.form.fields, filed):
		before[name].add(value)
	return [
		path
		for name, path, value in _links(version.form.fields, answers)
		if name in used and before[name] and value not in before[name]
	]


def _links(
	fields: tuple[Field, ...], answers: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, str, str]]:
	"""Name, path and record of each link that is answered."""
	for item in fields:
		value, here = answers.get(item.name), f"{path}{item.name}"
		if item.kind is Kind.LINK and isinstance(value, str) and value:
			yield item.name, here, value
		elif item.kind is Kind.GROUP and isinstance(value, list):
			for number, row in enumerate(value):
				if isinstance(row, Mapping):
					yield from _links(item.fields, row, f"{here}[{number}].")


def _is_moved(before: list[Block], now: list[Block]) -> bool:
	"""Whether people who stand in both lists stand in another order."""
	first, second = ([block.identifier for block in people if block.identifier] for people in (before, now))
	both = {*first} & {*second}
	return [one for one in first if one in both] != [one for one in second if one in both]


def _around(path: str) -> set[str]:
	"""A path, its row and its group."""
	row = path.rpartition(".")[0]
	return {path, row, ROW.sub("", row)} - {""}


def _is_of(block: Block, before: list[Block]) -> bool:
	"""Whether a person was named before: by PINFL, or by the passport where there was no PINFL."""
	return any(
		block.identifier == one.identifier
		or (not one.text("pinfl") and bool(one.identifier) and one.identifier == block.text("passport"))
		for one in before
	)


def _place(block: Block) -> str:
	return block.at(next(column for column in IDENTIFIERS if block.text(column)))


def _places_of(block: Block) -> set[str]:
	"""The places whose remark asks for another person."""
	around = {block.path, ROW.sub("", block.path), ROW.sub("", block.path.removesuffix(".person"))}
	return {*(block.at(column) for column in IDENTIFIERS), *around} - {""}
