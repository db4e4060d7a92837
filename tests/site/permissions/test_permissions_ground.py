"""Which rows a user reaches: one table, asked of both halves of the permission hooks and of Frappe itself."""

from contextlib import nullcontext

import frappe
import pytest
from factories.profile import few
from frappe.permissions import get_role_permissions
from werkzeug.wrappers import Request

from esaylov.api import access
from esaylov.identity.roles import APPLICANTS, DESK, Role
from esaylov.permissions import reach as permissions
from esaylov.permissions.stock_row_rules import STOCK

CHAIR, SECRETARY = "chair@esaylov.example", "secretary@esaylov.example"
SIBLING, HIGHER = "sibling.chair@esaylov.example", "regional.chair@esaylov.example"
PARTY, RIVAL = "party@esaylov.example", "rival@esaylov.example"
ADMINISTRATOR, AUDITOR = "administrator@esaylov.example", "auditor@esaylov.example"
IN_EACH_RUN = {
	"Appeal",
	"Body Representative",
	"Certificate",
	"Decision",
	"Feedback",
	"Person",
	"SMS Message",
}
"""A kind of row of each way to reach it: by the commission, the body, the person and the office."""
USERS = (CHAIR, SECRETARY, SIBLING, HIGHER, PARTY, RIVAL, ADMINISTRATOR, AUDITOR)


def membership_of(user: str) -> str:
	return frappe.db.get_value("Commission Membership", {"user": user})


def representation_of(user: str) -> str:
	return frappe.db.get_value("Body Representative", {"user": user})


def person_of(user: str) -> str:
	return frappe.db.get_value("Person", {"user": user})


MEMBERSHIPS = [
	# who, whose membership, may read, may write (where a role lets them at all)
	(CHAIR, CHAIR, True, True),
	(CHAIR, SECRETARY, True, True),
	(CHAIR, SIBLING, False, False),
	(CHAIR, HIGHER, False, False),
	(HIGHER, CHAIR, True, False),
	(HIGHER, SIBLING, True, False),
	(HIGHER, HIGHER, True, True),
	(PARTY, CHAIR, False, False),
	(AUDITOR, CHAIR, True, False),
	(ADMINISTRATOR, CHAIR, True, True),
	("Guest", CHAIR, False, False),
	("Administrator", CHAIR, True, True),
]


@pytest.mark.parametrize(("user", "whose", "reads", "writes"), MEMBERSHIPS)
def test_reach_of_memberships(user, whose, reads, writes):
	document = frappe.get_doc("Commission Membership", membership_of(whose))
	assert permissions.check(document, "read", user) is reads
	assert permissions.check(document, "write", user) is writes
	assert (document.name in listed("Commission Membership", user)) is reads


@pytest.mark.parametrize(
	("user", "whose", "reads"),
	[
		(PARTY, PARTY, True),
		(PARTY, RIVAL, False),
		(RIVAL, PARTY, False),
		(CHAIR, PARTY, False),
		(AUDITOR, PARTY, True),
		(ADMINISTRATOR, RIVAL, True),
		("Guest", PARTY, False),
	],
)
def test_reach_of_representations(user, whose, reads):
	document = frappe.get_doc("Body Representative", representation_of(whose))
	assert permissions.check(document, "read", user) is reads
	assert (document.name in listed("Body Representative", user)) is reads


@pytest.mark.parametrize(
	("user", "whose", "reads"),
	[
		(CHAIR, CHAIR, True),
		(CHAIR, SECRETARY, True),
		(CHAIR, SIBLING, False),
		(HIGHER, SIBLING, True),
		(PARTY, PARTY, True),
		(PARTY, RIVAL, False),
		(ADMINISTRATOR, CHAIR, True),
		(AUDITOR, PARTY, True),
		("Guest", CHAIR, False),
	],
)
def test_reach_of_people(user, whose, reads):
	document = frappe.get_doc("Person", person_of(whose))
	assert permissions.check(document, "read", user) is reads
	assert (document.name in listed("Person", user)) is reads


def test_an_administrator_does_not_reach_people_of_the_appeals():
	stranger = frappe.get_doc(doctype="Person", surname="Begonov", given_name="Begon").insert()
	assert not permissions.check(stranger, "read", ADMINISTRATOR)
	assert permissions.check(stranger, "read", AUDITOR)
	reach = permissions.Reach(ADMINISTRATOR, is_administrator=True)
	assert {reach.sql(doctype) for doctype in ("Appeal", "Decision", "Certificate", "SMS Message")} == {"1=0"}


def listed(doctype: str, user: str) -> set[str]:
	"""Names that the query half lets through."""
	condition = permissions.query(user, doctype)
	return {row[0] for row in frappe.db.sql(f"select name from `tab{doctype}` where {condition}")}  # noqa: S608 # the condition under test


HOLDS_NOTHING_OF_OURS = {
	*("Calendar View", "Connected App", "Country", "DocType Layout", "Email Template", "Form Tour", "Gender"),
	*(
		"Language",
		"Letter Head",
		"Module Def",
		"Module Onboarding",
		"Network Printer Settings",
		"Onboarding Step",
	),
	*("Print Format", "Print Heading", "Salutation", "Tag", "User", "User Group", "Website Settings"),
	*("UTM Campaign", "UTM Medium", "UTM Source", "Marketing Campaign", "Workflow", "Workflow State"),
	*(
		"Dashboard",
		"Dashboard Chart",
		"Number Card",
		"Report",
		"Desktop Icon",
		"Workspace",
		"Workspace Sidebar",
	),
}
"""DocTypes of the framework that every member of staff reads: how things look and are named, never what stands in a row."""
OF_ITS_OWNER = {
	*(
		"Address",
		"Contact",
		"Custom HTML Block",
		"Desktop Layout",
		"Event",
		"Google Calendar",
		"Google Contacts",
	),
	*("Kanban Board", "Note", "Notification Settings", "Personal Data Download Request", "Reminder"),
	*("Submission Queue", "Token Cache"),
}
"""Those that the framework itself keeps to the user who made the row, or that the user makes for everybody to read."""


@pytest.mark.parametrize("doctype", few(sorted(permissions.SCOPES), IN_EACH_RUN.__contains__))
def test_both_halves_say_the_same(doctype):
	names = frappe.get_all(doctype, pluck="name", order_by="name asc", limit=50)
	documents = [frappe.get_doc(doctype, name) for name in names]
	for user in (*USERS, "Guest", "Administrator"):
		reached = listed(doctype, user)
		checked = [permissions.check(document, "read", user) for document in documents]
		assert checked == [name in reached for name in names], user


@pytest.mark.parametrize("doctype", sorted(permissions.SCOPES))
def test_a_condition_is_bracketed_and_a_guest_reaches_nothing(doctype):
	assert permissions.query("Guest", doctype) == "(1=0)"
	condition = permissions.query(HIGHER, doctype)
	assert condition.startswith("(")
	assert condition.endswith(")")


@pytest.mark.parametrize("user", [*USERS, "Guest", "nobody@esaylov.example"])
def test_a_doctype_without_a_scope_is_out_of_reach(user):
	expected = "(1=1)" if user == AUDITOR else "(1=0)"
	assert permissions.query(user, "No Such DocType") == expected


def test_neither_half_throws(monkeypatch):
	def broken(user=None):
		raise RuntimeError

	monkeypatch.setattr(permissions, "reach", broken)
	document = frappe.get_doc("Commission Membership", membership_of(CHAIR))
	assert permissions.query(CHAIR, "Appeal") == "(1=0)"
	assert permissions.check(document, "read", CHAIR) is False


def test_a_row_is_checked_as_it_is_stored():
	document = frappe.get_doc("Commission Membership", membership_of(SIBLING))
	document.commission = "DC-1726277"
	assert permissions.check(document, "write", CHAIR) is False


def test_values_inside_the_condition_are_escaped():
	reach = permissions.Reach("x", commissions=frozenset({"a' or '1'='1"}), spans=frozenset({(1, 2)}))
	assert reach.sql("Chain Event", reading=False).count("\\'") == 4


@pytest.mark.parametrize(
	("user", "doctype", "ptype", "allowed"),
	[
		(CHAIR, "Election Commission", "read", True),
		(CHAIR, "Election Commission", "write", False),
		(CHAIR, "Statute", "write", False),
		(CHAIR, "Commission Membership", "create", False),
		(ADMINISTRATOR, "Statute", "write", True),
		(ADMINISTRATOR, "Commission Membership", "create", True),
		(ADMINISTRATOR, "Person", "create", True),
		(ADMINISTRATOR, "Person", "delete", False),
		(AUDITOR, "Statute", "read", True),
		(AUDITOR, "Statute", "write", False),
		(AUDITOR, "Person", "read", True),
		(AUDITOR, "Person", "write", False),
		(AUDITOR, "E-saylov Settings", "write", False),
		(PARTY, "Person", "read", False),
		(PARTY, "Election Commission", "write", False),
		("Guest", "Election Commission", "read", False),
		("Guest", "Person", "read", False),
	],
)
def test_what_roles_allow(user, doctype, ptype, allowed):
	assert bool(frappe.has_permission(doctype, ptype, user=user)) is allowed


@pytest.mark.parametrize("user", [CHAIR, AUDITOR, ADMINISTRATOR])
def test_personal_data_stand_at_a_level_that_nobody_reads(user, as_user):
	as_user(user)
	rows = frappe.get_list("Person", fields=["name", "full_name", "pinfl", "phone"], limit=5)
	assert rows
	assert all(row.full_name for row in rows)
	assert not any(row.get("pinfl") or row.get("phone") for row in rows)


def test_what_the_framework_opens_to_staff_has_a_scope_or_is_known(as_user):
	"""A new version that opens another DocType to everybody with a desk is found here."""
	as_user(CHAIR)
	others = frappe.get_all("DocType", {"module": ["!=", "Esaylov"], "istable": 0}, pluck="name")
	rights = {doctype: get_role_permissions(frappe.get_meta(doctype), CHAIR) for doctype in others}
	opened = {
		doctype
		for doctype, has in rights.items()
		if any(has.get(right) for right in ("read", "select", "write"))
	}
	assert opened - STOCK.keys() - HOLDS_NOTHING_OF_OURS - OF_ITS_OWNER == set()


def test_lists_of_the_framework_are_scoped(as_user):
	as_user(CHAIR)
	commissions = set(frappe.get_list("Commission Membership", pluck="commission"))
	own = "DC-1726277"
	below = frappe.get_all("Election Commission", {"name": ["descendants of", own]}, pluck="name")
	assert own in commissions
	assert commissions <= {own, *below}


@pytest.mark.parametrize("role", sorted(Role))
def test_applicants_and_integrators_do_not_open_the_desk(role):
	assert frappe.db.get_value("Role", role, "desk_access") == int(role in DESK)
	assert role in DESK or role in APPLICANTS or role == Role.INTEGRATOR


@pytest.mark.parametrize(
	("path", "cmd", "allowed"),
	[
		("/api/method/esaylov.api.appeals.types", None, True),
		("/api/v1/method/esaylov.api.appeals.types", None, True),
		("/api/method/logout", None, True),
		("/cabinet", None, True),
		("/uz/verify", None, True),
		("/files/logo.svg", None, True),
		("/api/method/frappe.client.get_list", None, False),
		("/api/method//frappe.client.get_list", None, False),
		("/API/method/frappe.client.get_list", None, False),
		("/api/method/run_doc_method", None, False),
		("/api/method/esaylov.identity.roles.sync_all", None, False),
		("/api/resource/Person", None, False),
		("//api/resource/Person", None, False),
		("/api/v1/resource/Person/x", None, False),
		("/api/v2/document/Person", None, False),
		("/api/v2/method/esaylov.api.appeals.types", None, False),
		("/app", None, False),
		("/app/person", None, False),
		("/desk", None, False),
		("/printview", None, False),
		("/private/files/x.pdf", None, False),
		("/backups/x.sql.gz", None, False),
		("/", "frappe.client.get_list", False),
		("/", "esaylov.api.appeals.types", True),
		("/cabinet", "frappe.client.get_list", False),
	],
)
def test_the_allow_list_of_website_users(path, cmd, allowed):
	assert access.may_call(path, cmd) is allowed


@pytest.mark.parametrize(
	("user", "held"),
	[
		(PARTY, True),
		(RIVAL, True),
		(CHAIR, False),
		(AUDITOR, False),
		("Guest", False),
		("Administrator", False),
	],
)
def test_who_is_held_to_the_allow_list(user, held):
	assert access.is_held(user) is held


@pytest.mark.parametrize(("user", "refused"), [(PARTY, True), (CHAIR, False)])
def test_the_hook_refuses_before_anything_is_looked_up(user, refused, as_user, monkeypatch):
	request = Request.from_values("/api/resource/Person")
	monkeypatch.setattr(frappe.local, "request", request, raising=False)
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(), raising=False)
	as_user(user)
	with pytest.raises(frappe.PermissionError) if refused else nullcontext():
		access.check_request()


@pytest.fixture
def asking(monkeypatch, as_user):
	"""`asking("frappe.client.get", doctype=…)`: a chair's request for a stock method, checked; gives its arguments."""

	def ask(method: str, **values: object) -> frappe._dict:
		as_user(CHAIR)  # which forgets the arguments
		form = frappe._dict(values)
		request = Request.from_values(f"/api/method/{method}")
		monkeypatch.setattr(frappe.local, "request", request, raising=False)
		monkeypatch.setattr(frappe.local, "form_dict", form, raising=False)
		access.check_request()
		return form

	return ask


@pytest.mark.parametrize("step", ["search_link", "search_widget"])
def test_no_search_looks_past_the_rules_about_rows(asking, step):
	"""Frappe 15 reads "past User Permissions" as "past every rule": the chair of one commission saw the people of all."""
	sent = asking(f"frappe.desk.search.{step}", doctype="Person", txt="x", ignore_user_permissions=1)
	assert not sent.ignore_user_permissions


def test_a_hidden_field_is_refused_whether_or_not_it_fits(asking):
	"""Frappe 15 looks before it asks for fields: "not found" and "refused" told how somebody's number begins."""
	for pinfl in ("%", "no such%"):
		with pytest.raises(frappe.PermissionError):
			asking("frappe.client.get", doctype="Person", filters={"pinfl": ["like", pinfl]})


def test_the_frameworks_own_rule_about_its_rows_is_asked_too():
	"""The auditor reads every row; the framework keeps a ToDo for those whose it is."""
	todo = frappe.get_doc(doctype="ToDo", description="Sinov", allocated_to=CHAIR).insert()
	assert permissions.check(todo, "read", AUDITOR)
	assert not frappe.has_permission("ToDo", "read", todo, user=AUDITOR)
	assert frappe.has_permission("ToDo", "read", todo, user=CHAIR)


def test_on_frappe_15_the_hook_leaves_what_is_in_reach_to_the_other_hooks(monkeypatch):
	document = frappe.get_doc("Commission Membership", membership_of(SECRETARY))
	for version, agreed in (("15.55.1", None), ("16.0.0-dev", True)):
		monkeypatch.setattr(frappe, "__version__", version)
		assert permissions.agree(document, "read", CHAIR) is agreed
		assert permissions.agree(document, "read", SIBLING) is False
