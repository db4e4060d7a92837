"""The database's user for reports and exports: made by whoever administers the database, once and after each migration.

Closed by default: of our tables it reads every column but those at a permission level, those of a kind that holds secrets, and those
named here; of the framework's the tables, or the columns, that its permissions and reports need. A column that a release brings is
read from the next run on.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import frappe
from frappe.database.database import Database
from frappe.installer import update_site_config

from esaylov.framework.desk import report_user
from esaylov.framework.desk.report_user import PASSWORD, USER

SECRET = frozenset({"Password", "JSON", "Signature"})
"""Kinds of fields whose columns it does not read: secrets, and answers of people as they were typed."""
NAMED: dict[str, frozenset[str]] = {
	"Configuration Change": frozenset({"proposed"}),
	"Document Signature": frozenset({"cms", "signer_phone"}),
	"Commission Vote": frozenset({"payload"}),
	"Count Protocol": frozenset({"payload"}),
	"Decision": frozenset({"payload"}),
	"Session Attendance": frozenset({"payload"}),
	"Signed List": frozenset({"payload"}),
	"State Register Answer": frozenset({"person", "person_key", "appeal", "differs_in"}),
}
"""Columns of ours that hold a signed content, a certificate or a former value, in which numbers of people may stand, or that tell of
whom a register said what."""
OF_DOCUMENTS = frozenset({"_comments"})
"""Columns that the framework adds to each table, with words of people about a document."""
CLOSED = frozenset({"Count Entry", "State Register Prefill", "One-time Code", "Known Device", "Passkey"})
"""DocTypes of ours of which it reads nothing: what registers filled into forms, codes, devices of people,
what one person typed of a count that another is to type too."""
FRAMEWORK: dict[str, frozenset[str]] = {
	**{
		name: frozenset()
		for name in (
			*(
				"Block Module",
				"Country",
				"Currency",
				"Custom DocPerm",
				"Custom Field",
				"Custom Role",
				"DefaultValue",
			),
			*(
				"DocField",
				"DocPerm",
				"DocShare",
				"DocType",
				"DocType Action",
				"DocType Link",
				"DocType State",
			),
			*(
				"Has Role",
				"Installed Application",
				"Language",
				"Module Def",
				"Permission Type",
				"Property Setter",
				"Report",
			),
			*(
				"Report Column",
				"Report Filter",
				"Role",
				"Role Profile",
				"Server Script",
				"Translation",
				"User Permission",
			),
			*("Workflow", "Workflow Document State", "Workflow State", "Workflow Transition"),
		)
	},
	"User": frozenset(
		{"name", "full_name", "first_name", "last_name", "enabled", "user_type", "language", "time_zone"}
		| {
			"owner",
			"creation",
			"modified",
			"modified_by",
			"docstatus",
			"idx",
			"username",
			"role_profile_name",
		}
	),
}
"""DocTypes of the framework that it reads -> the columns; every column where none is named."""
SINGLES = "tabSingles"
"""Settings, secrets not among them: which languages, formats and election. All of them, as rights know no rows."""
TABLE = "tab"
FORM = 0o600
Columns = set[tuple[str, str]]


def prepare(to: str) -> str:
	"""Write the statements that make the user, or make it anew, into a file for MariaDB's own client; what to do with it.

	A password is made where the site has none.
	"""
	if not frappe.conf.get(PASSWORD):
		update_site_config(PASSWORD, secrets.token_urlsafe(32), validate=False)
		frappe.conf[PASSWORD] = frappe.get_site_config()[PASSWORD]
	path = Path(to)
	with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FORM), "w") as file:
		file.write(";\n".join(statements()) + ";\n")
	site = frappe.local.site
	return f"As who administers the database: mariadb < {path}; then bench --site {site} esaylov-switch-on-report-user, and delete {path}"


def switch_on() -> str:
	"""From now on reports and exports of this site are read as the user. Raises frappe.ValidationError where its rights are others."""
	if found := deviations(name()):
		raise frappe.ValidationError("; ".join(found))
	update_site_config(USER, name(), validate=False)
	frappe.conf[USER] = name()
	return f"Reports and exports are read as {name()}"


def name() -> str:
	"""What the user is called."""
	return f"{frappe.conf.db_name}_reports"


def statements() -> list[str]:
	"""What makes the user anew, with the rights of today and no other."""
	account = f"'{name()}'@'{_host()}'"
	password = str(frappe.conf.get(PASSWORD))
	made = f"CREATE USER {account} IDENTIFIED BY '{password}'"
	return [f"DROP USER IF EXISTS {account}", made, *_grants(account)]


def _grants(account: str) -> Iterator[str]:
	of_tables: dict[str, list[str]] = {}
	for table, column in sorted(readable()):
		of_tables.setdefault(table, []).append(f"`{column}`")
	for table, columns in of_tables.items():
		yield f"GRANT SELECT ({', '.join(columns)}) ON `{frappe.conf.db_name}`.`{table}` TO {account}"


def readable() -> Columns:
	"""Table and column of all that the user is to read."""
	kinds = frappe.get_all(
		"DocType", {"issingle": 0, "is_virtual": 0}, ["name", "module"], order_by="name asc", limit=0
	)
	ours = {
		kind.name
		for kind in kinds
		if frappe.local.module_app.get(frappe.scrub(kind.module)) == "esaylov" and kind.name not in CLOSED
	}
	withheld = {doctype: _withheld(doctype) for doctype in ours}
	found: Columns = set()
	for table, column in _columns(frappe.db):
		doctype = table.removeprefix(TABLE)
		if table == SINGLES:
			found.add((table, column))
		if doctype in FRAMEWORK and (not FRAMEWORK[doctype] or column in FRAMEWORK[doctype]):
			found.add((table, column))
		if doctype in ours and column not in withheld[doctype]:
			found.add((table, column))
	return found


def _withheld(doctype: str) -> frozenset[str]:
	fields = frappe.get_meta(doctype).fields
	kept = {field.fieldname for field in fields if field.permlevel or field.fieldtype in SECRET}
	return frozenset(kept) | NAMED.get(doctype, frozenset()) | OF_DOCUMENTS


def deviations(account: str) -> list[str]:
	"""How what a user may do differs from what it should, in words; [] where it does not."""
	connection = report_user.connect(account)
	try:
		may_read = _columns(connection)
		rights = connection.sql(
			"select distinct privilege_type from information_schema.column_privileges"
			" union select privilege_type from information_schema.table_privileges"
			" union select privilege_type from information_schema.schema_privileges"
			" union select privilege_type from information_schema.user_privileges"
		)
	except Exception as problem:  # of either driver: no such user, another password, the server away
		return [f"{account} cannot ask the database: {problem}"]
	finally:
		connection.close()
	should = readable()
	return [
		*_named("reads what it should not", may_read - should),
		*_named("does not read", should - may_read),
		*(f"may do more than read: {right}" for (right,) in rights if right not in ("SELECT", "USAGE")),
	]


def _named(what: str, columns: Columns) -> Iterator[str]:
	if columns:
		first = ", ".join(f"{table}.{column}" for table, column in sorted(columns)[:3])
		yield f"{what}: {len(columns)} columns, the first of them {first}"


def _columns(connection: Database) -> Columns:
	"""Table and column of all that whoever asks may read."""
	query = "select table_name, column_name from information_schema.columns where table_schema = %s"
	return {(table, column) for table, column in connection.sql(query, (frappe.conf.db_name,))}


def _host() -> str:
	"""From where the site asks its database, as its own user is known there."""
	((account,),) = frappe.db.sql("select current_user()")
	return str(account).rpartition("@")[2]
