"""Whom a correction names: the people of the filing that it corrects, unless a remark asked for somebody else."""

import json
import re
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.applicants import APPEAL
from esaylov.appeals.corrections import REMARK
from esaylov.appeals.definitions import TypeVersion
from esaylov.core.findings import Finding
from esaylov.core.people import IDENTIFIERS, Block, blocks
from esaylov.registers import latest_filing

ROW = re.compile(r"\[[0-9]+\]$")


def check_same_people(appeal: Document, version: TypeVersion, answers: Mapping[str, Any]) -> list[Finding]:
	"""`correction_identity` for each person who was not in the filing that is corrected.

	Papers are mended in a correction (art. 39, 64, 72); somebody else is a new filing, in its own time [ours]. A remark on the number,
	the row or the whole group asks for another person.
	"""
	filed = latest_filing.last(frappe.get_doc(APPEAL, appeal.name)).answers
	before = blocks(version.form, json.loads(filed or "{}"))
	fresh = [
		block for block in blocks(version.form, answers) if block.identifier and not _is_of(block, before)
	]
	if not fresh:
		return []
	round_ = {"appeal": appeal.name, "correction": appeal.flags.correction.name}
	asked = set(frappe.get_all(REMARK, round_, pluck="field", order_by="name asc", limit=0))
	return [Finding("correction_identity", _place(block)) for block in fresh if not asked & _places_of(block)]


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
