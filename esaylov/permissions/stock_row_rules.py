"""What puts rows of the framework's own DocTypes into reach: those that stand beside documents, and those of one user.

The framework lists them by roles alone, and everybody has those roles: files, comments, versions and tasks of a sibling's
appeals stood open in lists. `permissions` reads this table as it reads `row_rules.SCOPES`.
"""

from dataclasses import dataclass

from esaylov.permissions.row_conditions import ByAdministrator, NamedBy, OfUser, Rule
from esaylov.permissions.row_predicates import (
	All,
	Either,
	Has,
	IsEmpty,
	Linked,
	Names,
	NoRow,
	Not,
	Predicate,
	Reach,
)
from esaylov.permissions.row_rules import SCOPES

OURS = Has("module", frozenset({"Esaylov"}))
"""Of a DocType: it is one of ours."""


@dataclass(frozen=True, slots=True)
class Open:
	"""Rows whose `field` has this value; for reading."""

	field: str
	value: int

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		return Has(self.field, frozenset({str(self.value)})) if reading else NoRow()


@dataclass(frozen=True, slots=True)
class Beside:
	"""Rows beside a document of ours in reach, to write where the user acts on that: `kind` and `name` say which one it is.

	Whether somebody may see any row at all of a document without a scope (of the ground) the framework asks. An
	auditor writes none.
	"""

	kind: str
	name: str
	reading_only: bool = False

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if reach.user == "Guest" or (not reading and (self.reading_only or reach.is_auditor)):
			return NoRow()
		is_scoped = Has(self.kind, frozenset(SCOPES))
		unscoped = All((Names(self.kind, "DocType", OURS), Not(is_scoped)))
		scoped = (
			All((Has(self.kind, frozenset({each})), Linked(each, reach, reading, field=self.name)))
			for each in SCOPES
		)
		return Either((unscoped, *scoped))


@dataclass(frozen=True, slots=True)
class Elsewhere:
	"""Rows beside nothing, or beside a document that is not ours: of the users that one of the fields names."""

	kind: str
	mine: tuple[str, ...] = ("owner",)

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if reach.user == "Guest":
			return NoRow()
		is_elsewhere = Either((IsEmpty(self.kind), Not(Names(self.kind, "DocType", OURS))))
		users = (Has(field, frozenset({reach.user})) for field in self.mine)
		return All((is_elsewhere, Either(tuple(users))))


@dataclass(frozen=True, slots=True)
class Each:
	"""Rows for which all of the rules hold."""

	rules: tuple[Rule, ...]

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		return All(tuple(rule.rows(reach, doctype, reading) for rule in self.rules))


def _beside(kind: str, name: str, *mine: str) -> tuple[Rule, ...]:
	return Beside(kind, name), Elsewhere(kind, mine or ("owner",))


STOCK: dict[str, tuple[Rule, ...]] = {
	"Access Log": (),  # filters and pages of what others exported; nobody but Administrator
	"Comment": _beside("reference_doctype", "reference_name"),
	"Communication": _beside("reference_doctype", "reference_name"),
	"Dashboard Settings": (OfUser("name", reading_only=False),),
	"Deleted Document": (),  # whole documents, of every commission; nobody but Administrator
	"DocShare": _beside("share_doctype", "share_name"),
	"Document Follow": (Each((OfUser("user", reading_only=False), Beside("ref_doctype", "ref_docname"))),),
	"Energy Point Log": _beside("reference_doctype", "reference_name"),
	"File": (
		OfUser("owner", reading_only=False),
		Open("is_private", 0),  # anybody fetches it at its address
		Beside("attached_to_doctype", "attached_to_name"),
	),
	"List Filter": (OfUser("for_user", reading_only=False),),
	"Notification Log": (OfUser("for_user"),),
	"Prepared Report": (OfUser("owner"),),
	"Tag Link": _beside("document_type", "document_name"),
	"ToDo": _beside("reference_type", "reference_name", "owner", "allocated_to"),
	# a login is an address, and says who takes part in what: colleagues are chosen in fields, nobody else
	"User": (OfUser("name", reading_only=False), NamedBy("Commission Membership", "user"), ByAdministrator()),
	"Version": _beside("ref_doctype", "docname"),
	"View Log": _beside("reference_doctype", "reference_name"),
	"Workflow Action": (Beside("reference_doctype", "reference_name", reading_only=True),),
}
"""DocType of the framework -> how its rows come into reach; `tests/permissions/table/framework.csv` says it cell by cell."""
