"""What puts rows of the framework's own DocTypes into reach: those that stand beside documents, and those of one user.

The framework lists them by roles alone, and everybody has those roles: files, comments, versions and tasks of a sibling's
appeals stood open in lists. `permissions` reads this table as it reads `row_rules.SCOPES`.
"""

# ruff: noqa: S608
# (names are ours, values go through `quoted`; the hook can return nothing but SQL text)
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.permissions.row_conditions import (
	NOTHING,
	ByAdministrator,
	NamedBy,
	OfUser,
	Reach,
	Rule,
	all_of,
	any_of,
	quoted,
)
from esaylov.permissions.row_rules import SCOPES

OURS = "select name from `tabDocType` where module = 'Esaylov'"


@dataclass(frozen=True, slots=True)
class Mine:
	"""Rows that name the user in `field`; to write and to enter, too."""

	field: str

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if reach.user == "Guest":
			return NOTHING
		return f"`tab{doctype}`.`{self.field}` = {quoted([reach.user])}"

	def admits(self, reach: Reach, doc: Document) -> bool:
		return reach.user != "Guest" and doc.get(self.field) == reach.user


@dataclass(frozen=True, slots=True)
class Open:
	"""Rows whose `field` has this value; for reading."""

	field: str
	value: int

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		return f"`tab{doctype}`.`{self.field}` = {int(self.value)}" if reading else NOTHING

	def admits(self, reach: Reach, doc: Document) -> bool:
		return False


@dataclass(frozen=True, slots=True)
class Beside:
	"""Rows beside a document of ours in reach, to write where the user acts on that: `kind` and `name` say which one it is.

	Whether somebody may see any row at all of a document without a scope (of the ground) the framework asks.
	"""

	kind: str
	name: str
	reading_only: bool = False

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		kind, name = (f"`tab{doctype}`.`{field}`" for field in (self.kind, self.name))
		if reach.user == "Guest" or (self.reading_only and not reading):
			return NOTHING
		unscoped = f"{kind} in ({OURS}) and {kind} not in ({quoted(SCOPES)})"
		within = ((scoped, reach.condition(scoped, reading)) for scoped in SCOPES)
		return any_of(
			[
				NOTHING if reach.is_auditor and not reading else unscoped,
				*(
					f"{kind} = {quoted([scoped])} and {name} in (select `tab{scoped}`.name from `tab{scoped}` where {rows})"
					for scoped, rows in within
					if rows != NOTHING
				),
			]
		)

	def admits(self, reach: Reach, doc: Document) -> bool:
		kind, name = doc.get(self.kind), doc.get(self.name)
		if not kind or not name or self.reading_only or reach.user == "Guest" or reach.is_auditor:
			return False
		if kind in SCOPES:
			return reach.has(kind, [name], reading=False)
		return bool(frappe.get_cached_value("DocType", kind, "module") == "Esaylov")


@dataclass(frozen=True, slots=True)
class Elsewhere:
	"""Rows beside nothing, or beside a document that is not ours: of the users that one of the fields names."""

	kind: str
	mine: tuple[str, ...] = ("owner",)

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if reach.user == "Guest":
			return NOTHING
		kind = f"`tab{doctype}`.`{self.kind}`"
		users = any_of(f"`tab{doctype}`.`{field}` = {quoted([reach.user])}" for field in self.mine)
		return all_of([f"{kind} is null or {kind} not in ({OURS})", users])

	def admits(self, reach: Reach, doc: Document) -> bool:
		if reach.user == "Guest":
			return False
		kind = doc.get(self.kind)
		return not kind or frappe.get_cached_value("DocType", kind, "module") != "Esaylov"


@dataclass(frozen=True, slots=True)
class Each:
	"""Rows for which all of the rules hold."""

	rules: tuple[Rule, ...]

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		return all_of(rule.sql(reach, doctype, reading) for rule in self.rules)

	def admits(self, reach: Reach, doc: Document) -> bool:
		return all(rule.admits(reach, doc) for rule in self.rules)


def _beside(kind: str, name: str, *mine: str) -> tuple[Rule, ...]:
	return Beside(kind, name), Elsewhere(kind, mine or ("owner",))


STOCK: dict[str, tuple[Rule, ...]] = {
	"Access Log": (),  # filters and pages of what others exported; nobody but Administrator
	"Comment": _beside("reference_doctype", "reference_name"),
	"Communication": _beside("reference_doctype", "reference_name"),
	"Dashboard Settings": (Mine("name"),),
	"Deleted Document": (),  # whole documents, of every commission; nobody but Administrator
	"DocShare": _beside("share_doctype", "share_name"),
	"Document Follow": (Each((Mine("user"), Beside("ref_doctype", "ref_docname"))),),
	"Energy Point Log": _beside("reference_doctype", "reference_name"),
	"File": (
		Mine("owner"),
		Open("is_private", 0),  # anybody fetches it at its address
		Beside("attached_to_doctype", "attached_to_name"),
	),
	"List Filter": (Mine("for_user"),),
	"Notification Log": (OfUser("for_user"),),
	"Prepared Report": (OfUser("owner"),),
	"Tag Link": _beside("document_type", "document_name"),
	"ToDo": _beside("reference_type", "reference_name", "owner", "allocated_to"),
	# a login is an address, and says who takes part in what: colleagues are chosen in fields, nobody else
	"User": (Mine("name"), NamedBy("Commission Membership", "user"), ByAdministrator()),
	"Version": _beside("ref_doctype", "docname"),
	"View Log": _beside("reference_doctype", "reference_name"),
	"Workflow Action": (Beside("reference_doctype", "reference_name", reading_only=True),),
}
"""DocType of the framework -> how its rows come into reach; `tests/permissions/table/framework.csv` says it cell by cell."""
