"""Ground data: commissions and voter figures (the administrator's own), constituencies and polling stations (of an act)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import frappe
from frappe.utils.nestedset import rebuild_tree

from esaylov.core.findings import Finding
from esaylov.elections import checks
from esaylov.framework.guarded_steps import PROVED, is_opened
from esaylov.framework.persistence import table_cache
from esaylov.permissions import row_rules
from esaylov.permissions.configuration import bulk, watching
from esaylov.portal.built import invalidation
from esaylov.registers.effects import imports
from esaylov.setup.imports import targets
from esaylov.setup.imports.reading import Row
from esaylov.setup.imports.targets import Resolved, Target, among

BATCH = 2_000
"""Rows of a transaction where rows are written together: a third of a second of work, and one Imported Act."""
LEVELS = ("CEC", "REG", "DC", "PEC")
COMMISSION, STATION, CONSTITUENCY, FIGURE = (
	"Election Commission",
	"Polling Station",
	"Constituency",
	"Voter Statistic",
)


class Ground(Target):
	"""Facts that one administrator changes in part; of the rest a table brings in nothing, unless two have signed that."""

	def resolve(self, rows: Sequence[Row]) -> list[Resolved]:
		found = super().resolve(rows)
		if not is_opened():
			for item in self.guarded(found):
				item.findings.append(Finding("places_import_closed", self.key_fields[-1]))
		return found

	def guarded(self, found: Sequence[Resolved]) -> list[Resolved]:
		"""Rows that would change what a second administrator signs in a form (`permissions.configuration`)."""
		raise NotImplementedError

	def changing(self, found: Sequence[Resolved], *fields: str, **always: Any) -> list[Resolved]:
		"""Rows of records that are there, which would change one of the fields. always: values that each import writes."""
		names = [item.name for item in found if item.name and item.values]
		held = frappe.get_all(self.doctype, {"name": ["in", names or [""]]}, ["name", *fields], limit=0)
		stand = {row.name: row for row in held}
		return [
			item
			for item in found
			if (row := stand.get(item.name))
			and any({**row, **item.values, **always}[name] != row[name] for name in fields)
		]


class Commissions(Ground):
	"""The tree of commissions: higher ones first, numbered once at the end."""

	doctype = COMMISSION
	key_fields = ("code",)
	extra = ("polling_station_no",)

	def order_of(self, rows: Sequence[Row]) -> list[int]:
		rank = {level: place for place, level in enumerate(LEVELS)}
		return sorted(range(len(rows)), key=lambda place: rank.get(str(rows[place].get("level")), len(rank)))

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any]:
		return {"code": among(found, "code")}

	def complete(self, found: Sequence[Resolved]) -> None:
		wanted = [item for item in found if item.row.get("polling_station_no")]
		numbers = sorted({item.row["polling_station_no"] for item in wanted})
		keys = {"territory": among(wanted, "territory"), "number": ["in", numbers or [0]]}
		rows = (
			frappe.get_all(STATION, keys, ["name", "territory", "number"], order_by="name asc")
			if wanted
			else []
		)
		stations = {(row.territory, row.number): row.name for row in rows}
		for item in wanted:
			station = stations.get((item.row.get("territory"), item.row["polling_station_no"]))
			if station:
				item.values["polling_station"] = station
			else:
				item.findings.append(Finding("intake_station_unknown", "polling_station_no"))

	def guarded(self, found: Sequence[Resolved]) -> list[Resolved]:
		return self.changing(found, *watching.guarded_fields(COMMISSION))

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		for level in LEVELS:  # a commission is checked against the one above, which must stand by then
			documents = [_named(COMMISSION, item.values) for item in fresh if item.values["level"] == level]
			_mark_groups({document.parent_election_commission for document in documents})
			checks.insert_many(COMMISSION, documents)
			bulk.note_all(COMMISSION, [str(document.name) for document in documents])
			for document in documents:
				invalidation.note_change(document)
		_save(COMMISSION, changed)

	def finish(self) -> None:
		"""Number the tree, where rows came into it, and bring the copies of its numbers in line."""
		if frappe.db.exists(COMMISSION, {"lft": ["in", [0, None]]}) or frappe.db.exists(
			COMMISSION, {"rgt": 0}
		):
			table_cache.note_write(COMMISSION)
			rebuild_tree(COMMISSION)
			row_rules.refresh_places()


class Places(Ground):
	"""Constituencies and polling stations: written on the act that decided them."""

	batch = BATCH

	def complete(self, found: Sequence[Resolved]) -> None:
		targets.check_boundary(found)

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		bulk.look_at(self.doctype, [item.name for item in changed])
		rows = [(item.name, item.values) for item in (*fresh, *changed)]
		imports.import_places(self.order.basis, self.doctype, rows)


class Constituencies(Places):
	"""Constituencies of one election."""

	doctype = CONSTITUENCY
	key_fields = ("election_type", "territory", "number")

	def values(self, row: Row) -> dict[str, Any]:
		return {**super().values(row), "election": self.order.election}

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any]:
		return {"election": self.order.election, "territory": among(found, "territory")}

	def complete(self, found: Sequence[Resolved]) -> None:
		super().complete(found)
		targets.check_contest(self.order, found)

	def guarded(self, found: Sequence[Resolved]) -> list[Resolved]:
		is_draft = watching.are_drafts("Election", [self.order.election])
		return [] if is_draft else [item for item in found if item.values]


class Stations(Places):
	"""Polling stations, of no election."""

	doctype = STATION
	key_fields = ("territory", "number")

	def values(self, row: Row) -> dict[str, Any]:
		values = super().values(row)
		for name in {"latitude", "longitude"} & values.keys():
			values[name] = float(str(values[name]).replace(",", "."))
		return values

	def filters(self, found: Sequence[Resolved]) -> list[list[Any]]:
		# a list of numbers beside that of territories would be as many places in the index as both multiplied
		numbers = [item.values["number"] for item in found]
		return [
			["territory", *among(found, "territory")],
			["number", ">=", min(numbers)],
			["number", "<=", max(numbers)],
		]

	def guarded(self, found: Sequence[Resolved]) -> list[Resolved]:
		return self.changing(found, *watching.guarded_fields(STATION), is_annulled=0)

	def complete(self, found: Sequence[Resolved]) -> None:
		super().complete(found)
		for item in found:
			if item.values.get("kind") == "Abroad" and not item.values.get("country"):
				item.findings.append(Finding("required", "country"))


class Figures(Ground):
	"""Voter figures of one election."""

	doctype = FIGURE
	key_fields = ("kind", "territory", "gender")

	def values(self, row: Row) -> dict[str, Any]:
		return {**super().values(row), "election": self.order.election}

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any]:
		return {"election": self.order.election, "territory": among(found, "territory")}

	def guarded(self, found: Sequence[Resolved]) -> list[Resolved]:
		is_draft = watching.are_drafts("Election", [self.order.election])
		return [] if is_draft else self.changing(found, "value")

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		documents = [_named(FIGURE, {**item.values, "key": _figure_key(item.values)}) for item in fresh]
		checks.insert_many(FIGURE, documents)
		_save(FIGURE, changed)


def _figure_key(values: dict[str, Any]) -> str:
	parts = (values["kind"], values["territory"], str(values.get("gender") or "").lower())
	return "_".join(part for part in parts if part)


def _named(doctype: str, values: dict[str, Any]) -> Any:
	document = frappe.new_doc(doctype)
	document.update(values)
	document.set_new_name()
	return document


def writing_signed() -> AbstractContextManager[None]:
	"""Inside it is written what two have signed; without their signature `Ground.guarded` left out what they sign."""
	return PROVED.writing() if is_opened() else nullcontext()


def _save(doctype: str, changed: Sequence[Resolved]) -> None:
	with writing_signed():
		for item in changed:
			document = frappe.get_doc(doctype, item.name, for_update=True)
			document.update(item.values)
			document.save(ignore_permissions=True)  # the job of the administrator who ordered it


def _mark_groups(parents: set[str | None]) -> None:
	wanted = {"name": ["in", sorted(parent for parent in parents if parent) or [""]], "is_group": 0}
	table_cache.note_write(COMMISSION)
	# a mark of the tree: set_value, because the higher commission itself does not change
	frappe.db.set_value(COMMISSION, wanted, "is_group", 1, update_modified=False)
