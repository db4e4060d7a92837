"""Which rows a user reaches. `query` and `agree` are the two halves of Frappe's permission hooks; both ask `reach`.

A commission acts on its own rows, reads its own and those of the commissions below, never a sibling's. An applicant
reaches the rows of the bodies and the person that they are. An Election Auditor reads everything but unfiled drafts and changes nothing.
An Election Administrator reaches ground data, and of people only those who hold a position or represent a body. Roles
decide which DocTypes a user sees at all; this module decides which rows. Guests reach none.

The condition is SQL text because `permission_query_conditions` takes nothing else; its values go through
`frappe.db.escape`. A stored row is checked with the same text against what is stored, not against what the caller has
changed in memory, so nobody moves a row into their reach by writing to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import frappe
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.permissions import get_role_permissions

from esaylov.framework import compat
from esaylov.framework.errors import NotFound
from esaylov.framework.files.stored_files import FILES
from esaylov.identity import persons, positions
from esaylov.identity.bodies import bodies_of
from esaylov.permissions.row_conditions import ByAdministrator, Rule
from esaylov.permissions.row_predicates import (
	EVERYTHING,
	NOTHING,
	Linked,
	Predicate,
	all_of,
	any_of,
	quoted,
	selected,
	united,
	witnessed,
)
from esaylov.permissions.row_rules import SCOPES
from esaylov.permissions.stock_row_rules import STOCK

READING = frozenset({"read", "select", "report", "print", "email", "export"})
WIDE = frozenset({"CEC", "REG"})
"""Levels of commissions for whose members a list asks row by row [measured]: a large part of all rows is theirs. A district and its
precincts have a two-hundredth, read by an index."""
COUNTRY = "CEC"
"""Level of the commission under which all others stand."""
OF_AUDITOR = {
	"Appeal": "`tabAppeal`.`status` != 'Draft'",
	"File": (
		"not (`tabFile`.`attached_to_doctype` = 'Appeal' and exists (select 1 from `tabAppeal`"
		" where `tabAppeal`.`name` = `tabFile`.`attached_to_name` and `tabAppeal`.`status` = 'Draft'))"
	),
}
"""Rows that an auditor reads, where these are not all: a draft is the applicant's alone until it is filed."""
HIDDEN = {"SMS Message": "`tabSMS Message`.`is_secret` = 0"}
"""Rows that nobody reads: a live code is read on the phone it went to, and by no officer or auditor."""


@dataclass(frozen=True, slots=True)
class Reach:
	"""What a user stands for today.

	spans: `lft, rgt` of the user's commissions and all below them. is_wide: they are a large part of all (`WIDE`); is_country: they are all.
	"""

	user: str
	is_system: bool = False
	is_auditor: bool = False
	is_administrator: bool = False
	commissions: frozenset[str] = frozenset()
	spans: frozenset[tuple[int, int]] = frozenset()
	bodies: frozenset[tuple[str, str]] = frozenset()
	person: str | None = None
	is_wide: bool = False
	is_country: bool = False

	def sql(self, doctype: str, reading: bool = True) -> str:
		"""The condition on rows of a DocType, without outer brackets, for lists; `1=0` for a DocType that has no scope.

		Where rules read other tables the rows are named by a union, whose parts are read by an index each; who reaches a large
		part of all commissions has too many for that, and is asked about row by row.
		"""
		if self.is_wide:
			return self.by_row(doctype, reading)
		if not self._reads_others(doctype, reading):
			return self.condition(doctype, reading)
		names = dict.fromkeys(self._names(doctype, reading))
		return self._shown(doctype, united(doctype, names) if names else NOTHING)

	def counting(self, doctype: str) -> str:
		"""The same for who counts all rows in reach: those of a region are read by its union, for whoever reaches the country
		its parts are dearer than a look at each row."""
		asked = self if self.is_country else replace(self, is_wide=False)
		return asked.sql(doctype)

	def by_row(self, doctype: str, reading: bool = True) -> str:
		"""The same, asked about one row after another."""
		if not self._reads_others(doctype, reading):
			return self.condition(doctype, reading)
		found = list(self._predicates(doctype, reading))
		own = [each.sql(doctype) for each in found if not isinstance(each, Linked)]
		linked = [each for each in found if isinstance(each, Linked)]
		return self._shown(
			doctype, witnessed(own, [text for each in linked for text in each.witness_statements(doctype)])
		)

	def _reads_others(self, doctype: str, reading: bool) -> bool:
		if self.is_system or self._is_whole(doctype, reading):
			return False
		return any(isinstance(each, Linked) for each in self._predicates(doctype, reading))

	def _predicates(self, doctype: str, reading: bool) -> Iterator[Predicate]:
		"""What each rule of a DocType says of its rows."""
		return (rule.rows(self, doctype, reading) for rule in rules_of(doctype))

	def condition(self, doctype: str, reading: bool = True) -> str:
		"""The same for a few named rows, which a union would read all of its rows for."""
		if self.is_system:
			return EVERYTHING
		if self._is_whole(doctype, reading):
			return self._shown(doctype, OF_AUDITOR.get(doctype, EVERYTHING))
		return self._shown(doctype, any_of(each.sql(doctype) for each in self._predicates(doctype, reading)))

	def alternatives(self, doctype: str, reading: bool = True) -> Iterator[str]:
		"""The same as conditions of which one must hold; none where there is no row."""
		if self.is_system or self._is_whole(doctype, reading):
			yield self.condition(doctype, reading)
			return
		for each in self._predicates(doctype, reading):
			if (own := each.sql(doctype)) != NOTHING:
				yield self._shown(doctype, own)

	def _is_whole(self, doctype: str, reading: bool) -> bool:
		"""Whether all its rows are in reach, but for those that nobody reads."""
		if self.is_auditor and reading:
			return True
		return self.is_administrator and any(isinstance(rule, ByAdministrator) for rule in rules_of(doctype))

	def _shown(self, doctype: str, rows: str) -> str:
		return all_of([rows, HIDDEN[doctype]]) if doctype in HIDDEN else rows

	def _names(self, doctype: str, reading: bool) -> Iterator[str]:
		for each in self._predicates(doctype, reading):
			if isinstance(each, Linked):
				yield from each.name_statements(doctype)
			elif (own := each.sql(doctype)) != NOTHING:
				yield selected(doctype, own)

	def covers(self, doc: Document, ptype: str = "read") -> bool:
		"""Whether the user reaches this document: as it is stored, or as it is about to be inserted."""
		if self.is_system:
			return True
		if doc.get("__islocal") or not doc.name:
			return any(each.holds_for(doc) for each in self._predicates(doc.doctype, reading=False))
		return self.has(doc.doctype, [doc.name], reading=ptype in READING)

	def has(self, doctype: str, names: Iterable[str], reading: bool = True) -> bool:
		"""Whether the user reaches each of the named stored rows."""
		wanted = set(names)
		condition = all_of([f"name in ({quoted(wanted)})", self.condition(doctype, reading)])
		rows = frappe.db.sql(f"select name from `tab{doctype}` where {condition}")  # noqa: S608 # see the module's text
		return len(rows) == len(wanted)


def rules_of(doctype: str) -> tuple[Rule, ...]:
	"""What brings rows of a DocType, ours or the framework's, into reach."""
	return SCOPES.get(doctype) or STOCK.get(doctype, ())


def reach(user: str | None = None) -> Reach:
	"""What a user (of the session) reaches today; read from the rows each time, nothing is cached."""
	user = user or frappe.session.user
	if user == "Administrator":
		return Reach(user, is_system=True)
	if user == "Guest":
		return Reach(user)
	roles = frappe.get_roles(user)
	held = positions.positions_of(user)
	return Reach(
		user,
		is_auditor="Election Auditor" in roles,
		is_administrator="Election Administrator" in roles,
		commissions=frozenset(position.commission for position in held),
		spans=frozenset((position.lft, position.rgt) for position in held),
		bodies=frozenset((body.doctype, body.name) for body in bodies_of(user)),
		person=persons.person_of(user),
		is_wide=any(position.level in WIDE for position in held),
		is_country=any(position.level == COUNTRY for position in held),
	)


def query(user: str | None = None, doctype: str = "") -> str:
	"""Hook `permission_query_conditions`: bracketed SQL; no row where anything goes wrong."""
	try:
		return f"({reach(user).sql(doctype)})"
	except Exception:  # a hook that throws breaks every list; what cannot be decided is refused
		frappe.logger("esaylov").exception("permission query of %s", doctype)
		return f"({NOTHING})"


def query_of_table(user: str | None = None, doctype: str = "") -> str:
	"""The same hook, of rows of a table: those of documents that the user may list.

	Frappe 16 joins the documents and asks of them; 15 asks of their DocType alone, and listed the rows of every document.
	"""
	try:
		return f"({any_of(_of_documents(user or frappe.session.user, doctype))})"
	except Exception:  # as in `query`
		frappe.logger("esaylov").exception("permission query of %s", doctype)
		return f"({NOTHING})"


def _of_documents(user: str, table: str) -> Iterator[str]:
	"""The conditions on rows of a table, one for each DocType that has it and that the user may read."""
	is_table = {"options": table, "fieldtype": ["in", table_fields]}
	for doctype in sorted(set(frappe.get_all("DocField", is_table, pluck="parent", order_by="parent asc"))):
		rights = get_role_permissions(frappe.get_meta(doctype), user=user)
		if not rights.get("select") and not rights.get("read"):
			continue
		of = f"`tab{table}`.parenttype = {quoted([doctype])}"
		hooks = map(frappe.get_attr, frappe.get_hooks("permission_query_conditions", {}).get(doctype, []))
		asked = {"user": user, "doctype": doctype}
		if rows := [found for hook in hooks if (found := hook(**frappe.get_newargs(hook, asked)))]:
			of = all_of([of, f"`tab{table}`.parent in ({selected(doctype, all_of(rows))})"])
		yield of


def agree(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook `has_permission`: False, or what leaves it to the other hooks of the DocType."""
	return compat.agreed() if check(doc, ptype, user) else False


def check(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Whether the user reaches a document; False where anything goes wrong."""
	try:
		return reach(user).covers(doc, ptype)
	except Exception:  # the same: what cannot be decided is refused
		frappe.logger("esaylov").exception("permission check of %s", doc.doctype)
		return False


def check_attachment(file: Document, event: str = "") -> None:
	"""Event of File: nobody hangs a file on a document of ours that they do not act on, or by a request on another document
	that they do not write: reading it is not enough. Raises NotFound.

	A service may hang it before the document stands in the database.
	"""
	doctype, name = file.attached_to_doctype, file.attached_to_name
	if FILES.is_writing:
		return
	if doctype in SCOPES and name and not reach().has(doctype, [name], reading=False):
		raise NotFound({"doctype": doctype})
	if doctype not in SCOPES and _is_attached_by_request(file) and not _may_write(doctype, name):
		raise NotFound({"doctype": doctype})


def _is_attached_by_request(file: Document) -> bool:
	"""Whether a request attaches a file, or moves it to another document, with the rights of its user."""
	if not (getattr(frappe.local, "request", None) and file.attached_to_doctype and file.attached_to_name):
		return False
	fields = ("attached_to_doctype", "attached_to_name")
	return not file.flags.ignore_permissions and (file.is_new() or any(map(file.has_value_changed, fields)))


def _may_write(doctype: str, name: str) -> bool:
	"""Whether the user of the session writes a document; of one that is not stored yet, whether they write one of their own."""
	document = name if frappe.db.exists(doctype, name) else frappe.new_doc(doctype)
	return bool(frappe.has_permission(doctype, "write", document))


def require_report(name: object) -> None:
	"""Raise frappe.PermissionError unless the user of the session may run a report; the same for one that does not exist.

	A report asks it itself too: the framework's job of a prepared report asks nothing.
	"""
	if not isinstance(name, str) or not frappe.db.exists("Report", name):
		raise frappe.PermissionError
	report = frappe.get_cached_doc("Report", name)
	if report.report_type == "Custom Report":
		return require_report(report.reference_report)
	if not report.is_permitted() or not frappe.has_permission(report.ref_doctype, "report"):
		raise frappe.PermissionError
	return None
