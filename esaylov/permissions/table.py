"""The whole table of who may do what, in words: `python -m esaylov.permissions.table` writes it into this package's README.

Made of the permissions of the DocTypes and of the rules of `row_rules` and `stock_row_rules`, so that nothing is written twice;
`tests/permissions/test_readme.py` holds the README against it.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from esaylov.permissions.row_conditions import (
	ByAdministrator,
	EnteredByAdministrator,
	NamedBy,
	OfBody,
	OfCommission,
	OfOfficials,
	OfOwnEntry,
	OfPerson,
	OfUser,
	Rule,
	Through,
)
from esaylov.permissions.row_rules import SCOPES
from esaylov.permissions.stock_row_rules import STOCK, Beside, Each, Elsewhere, Open

HERE = Path(__file__).parent
README = HERE / "README.md"
DOCTYPES = HERE.parent / "esaylov" / "doctype"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
RIGHTS = {
	"read": "r",
	"write": "w",
	"create": "c",
	"delete": "d",
	"report": "rep",
	"export": "exp",
	"import": "imp",
	"print": "prt",
	"email": "mail",
	"share": "shr",
}
"""Right of the framework -> its sign; `select` alone (choosing a record in a field without reading it) is `sel`."""
COMMISSION = {
	"Commission Chair",
	"Commission Deputy Chair",
	"Commission Secretary",
	"Commission Member",
	"Commission Staff",
}
APPLICANTS = {
	"Candidate",
	"Foreign Ministry Representative",
	"Hokimiyat Representative",
	"Kengash Representative",
	"Mahalla Representative",
	"Media Representative",
	"Party Authorized Representative",
	"Party Representative",
	"Proxy",
}
GROUPS = {"all of a commission": COMMISSION, "all applicants": APPLICANTS}


def rule_in_words(rule: Rule) -> str:
	"""What brings a row into reach. Raises KeyError for a kind of rule that has no words yet."""
	return _WORDS[type(rule)](rule)


_WORDS: dict[type, Callable[[Any], str]] = {
	OfCommission: lambda rule: (
		f"of the own commission by `{rule.field}`; to read, of those below too"
		+ (f"; not while {rule.after[0]} is {rule.after[1]}" if rule.after else "")
	),
	OfBody: lambda rule: f"of a body that one represents, by `{rule.name_field}`",
	OfOwnEntry: lambda rule: f"of the entry that one is, by `{rule.name_field}`; to read",
	OfPerson: lambda rule: f"of oneself, by `{rule.field}`" + ("; to read" if rule.reading_only else ""),
	OfUser: lambda rule: f"of one's own user, by `{rule.field}`" + ("; to read" if rule.reading_only else ""),
	Through: lambda rule: (
		f"whose {rule.doctype} is in reach, by `{rule.field}`"
		+ (f"; only while {rule.only[0]} is {rule.only[1]}" if rule.only else "")
	),
	NamedBy: lambda rule: f"that a {rule.doctype} in reach names; to read",
	ByAdministrator: lambda rule: "all, for an Election Administrator",
	OfOfficials: lambda rule: f"that any {rule.doctype} names, for an Election Administrator",
	EnteredByAdministrator: lambda rule: "entered by oneself, for an Election Administrator",
	Open: lambda rule: f"whose `{rule.field}` is {rule.value}; to read",
	Beside: lambda rule: "beside a document of ours in reach" + ("; to read" if rule.reading_only else ""),
	Elsewhere: lambda rule: (
		f"beside no document of ours, of one's own user by {' or '.join(f'`{field}`' for field in rule.mine)}"
	),
	Each: lambda rule: " and ".join(rule_in_words(part) for part in rule.rules),
}


def rights_in_words(permissions: Sequence[Mapping[str, Any]]) -> str:
	"""Roles with their rights, those with the same ones together. permissions: as a DocType's file has them."""
	of_role: dict[str, list[str]] = {}
	for row in permissions:
		level = f"@{row['permlevel']}" if row.get("permlevel") else ""
		signs = [sign + level for right, sign in RIGHTS.items() if row.get(right)]
		if not signs and row.get("select"):
			signs = ["sel" + level]
		of_role.setdefault(row["role"], []).extend(signs)
	together: dict[str, set[str]] = {}
	for role, signs in of_role.items():
		together.setdefault(" ".join(signs), set()).add(role)
	return "; ".join(f"{', '.join(_grouped(roles))}: {signs or '–'}" for signs, roles in together.items())


def _grouped(roles: set[str]) -> Iterator[str]:
	for name, group in GROUPS.items():
		if group <= roles:
			yield name
			roles = roles - group
	yield from sorted(roles)


def rules_in_words(rules: Sequence[Rule]) -> str:
	return "; or ".join(rule_in_words(rule) for rule in rules) or "none; the auditor and Administrator alone"


def table() -> str:
	"""The table as Markdown: our DocTypes, then those of the framework whose rows have rules."""
	lines = ["| DocType | rows in reach | roles and rights |", "|---|---|---|"]
	for path in sorted(DOCTYPES.glob("*/*.json")):
		doctype = json.loads(path.read_text(encoding="utf-8"))
		if not doctype.get("istable"):
			rows = rules_in_words(SCOPES[doctype["name"]]) if doctype["name"] in SCOPES else "all"
			lines.append(f"| {doctype['name']} | {rows} | {rights_in_words(doctype['permissions'])} |")
	lines += ["", "| DocType of the framework | rows in reach |", "|---|---|"]
	lines += [f"| {name} | {rules_in_words(rules)} |" for name, rules in sorted(STOCK.items())]
	return "\n".join(lines) + "\n"


def write() -> None:
	"""Put the table into the README."""
	before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
	README.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
	write()
