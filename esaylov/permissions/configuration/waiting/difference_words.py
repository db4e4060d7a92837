"""What a proposed change changes, in words of the reader's language: labels of fields, titles of records, rows of tables."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.utils import cint, flt
from frappe.utils.password import get_decrypted_password

from esaylov.core.elections.calendar import short_date_of
from esaylov.core.formats.text_differences import Line, compare_lines
from esaylov.core.people.identity import masked_phone
from esaylov.framework import titles
from esaylov.framework.desk.field_levels import unread_fields
from esaylov.permissions.configuration.rules import disclosure
from esaylov.permissions.configuration.rules.guarded import TWO_PERSONS
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import PROPOSED

HASHED: Final = re.compile(r"^(hmac|sha256):[0-9a-f]{64}$")
PERSON: Final = "Person"
SHORT: Final = 80
"""A text of so many characters is shown as it was and as it becomes; of a longer one its words."""
SIGNED: Final[Mapping[str, Callable[[str], str]]] = {
	"phone": masked_phone,
	"passport": lambda passport: _masked_end(passport),
	**{one: str for one in ("surname", "given_name", "patronymic", "birth_date", "gender")},
}
"""Fields of a Person that the log hides, and how their second signer reads them: they must know what they sign."""
FORMER: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
	"Statute": ("replaces", ("key", "replaces", "is_active"))
}
"""DocType to the field that names the document which a new one replaces, with which it is compared, and the fields that say nothing then."""
TOLD_FIRST: Final[Mapping[str, str]] = {"Statute": "value", "Commission Membership": "position"}
"""DocType to the field that a list shows of a new document."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
	"""One field. before, after: short values in words, "" for nothing. lines: instead of these, of long texts and of tables."""

	label: str
	before: str = ""
	after: str = ""
	lines: list[Line] = field(default_factory=list)


def describe_differences(change: Document) -> list[Difference]:
	"""The fields that a change changes, in the order of its form.

	Texts and tables are read from an open proposal as its author made it; of any other entry the log tells hashes of them.
	"""
	if not frappe.db.exists("DocType", change.reference_doctype):
		return []
	before, after = _contents(change)
	meta = frappe.get_meta(change.reference_doctype)
	differing = [one for one in _ordered(meta, {*before, *after}) if _differs(before, after, one)]
	known = _titles(meta, differing, (before, after))
	if change.status == PROPOSED:
		known |= {PERSON: _told_apart(known.get(PERSON, {}))}
	return [_difference(meta.get_field(one), before.get(one), after.get(one), known) for one in differing]


def summarise(rows: Iterable[frappe._dict]) -> dict[str, str]:
	"""The first field that each entry changes, as “label: before → after”, by entry; "" where the log tells no short value.

	As many statements for many entries as for one of each DocType.
	"""
	found = {row.name: _short_difference(row) for row in rows}
	links = [link for one in found.values() if one for link in _links_of(one[0], one[1:])]
	known = titles.of(links)
	return {name: _summary(one, known) if one else "" for name, one in found.items()}


def _contents(change: Document) -> tuple[dict[str, Any], dict[str, Any]]:
	"""What stands and what is proposed, whole where the proposal is as its author made it and its document is there."""
	before, after = json.loads(change.before or "{}"), json.loads(change.after or "{}")
	doctype, name = change.reference_doctype, change.reference_name
	is_whole = change.status == PROPOSED and not change.finding and entries.is_sealed(change)
	if not is_whole or change.action not in ("Enter", "Change") or not frappe.db.exists(doctype, name):
		return before, after
	document = frappe.get_doc(doctype, name)
	stands, wanted = disclosure.values_of(document), json.loads(change.proposed or "{}")
	values = {**stands, **wanted}
	told = entries.find_matching_fields(change, values)
	shown = {key: value for key, value in values.items() if key in told}
	open_before = {key: stands[key] for key in shown if key in before or change.action == "Change"}
	secret = _masked(change, document)
	hidden = {*TWO_PERSONS[doctype].hidden, *disclosure.secrets_of(doctype)}
	before |= {key: value for key, value in open_before.items() if key not in hidden}
	after |= {key: value for key, value in shown.items() if key not in hidden}
	former, unsaid = _former(doctype, after) if change.action == "Enter" else ({}, ())
	after = {key: value for key, value in after.items() if key not in unsaid}
	before = {key: value for key, value in before.items() if key not in unsaid}
	return before | former | secret[0], after | secret[1]


def _former(doctype: str, after: Values) -> tuple[dict[str, Any], tuple[str, ...]]:
	"""What stands in the document that a new one replaces, and the fields that are left out beside it."""
	field, unsaid = FORMER.get(doctype, ("", ()))
	name = after.get(field)
	if not name or not frappe.db.exists(doctype, name):
		return {}, ()
	stands = disclosure.values_of(frappe.get_doc(doctype, name))
	return {key: value for key, value in stands.items() if key in after and key not in unsaid}, unsaid


def _masked(change: Document, document: Document) -> tuple[dict[str, str], dict[str, str]]:
	"""What is proposed of who a person is, as it stands and as it is proposed; telephone and passport masked."""
	if change.reference_doctype != PERSON:
		return {}, {}
	sealed = get_decrypted_password(change.doctype, change.name, "sealed", raise_exception=False)
	wanted = {one: value for one, value in json.loads(sealed or "{}").items() if one in SIGNED}
	# its author must not learn whether a guess is what stands
	unread = unread_fields(PERSON) if change.proposed_by == frappe.session.user else frozenset()
	stands = {one: document.get(one) for one in wanted if one not in unread}
	return _readable(stands), _readable(wanted)


def _readable(values: Values) -> dict[str, str]:
	return {one: SIGNED[one](str(value)) if value else "" for one, value in values.items()}


def _ordered(meta: Meta, names: set[str]) -> Iterator[str]:
	return (one.fieldname for one in meta.fields if one.fieldname in names)


def _differs(before: Values, after: Values, name: str) -> bool:
	return _plain(before.get(name)) != _plain(after.get(name))


def _plain(value: Any) -> str:
	"""A value to compare: nothing, an empty table and an unset mark are one, and so are a number and its text."""
	text = str(value if value is not None else "")
	if text in ("", "0", "[]"):
		return ""
	return str(flt(text)) if re.fullmatch(r"-?\d{1,12}(\.\d+)?", text) else text


def _short_difference(row: frappe._dict) -> tuple[Any, str, str] | None:
	"""The first field with a short value that differs, its values before and after."""
	if not frappe.db.exists("DocType", row.reference_doctype, cache=True):
		return None
	before, after = json.loads(row.before or "{}"), json.loads(row.after or "{}")
	meta = frappe.get_meta(row.reference_doctype)
	first = TOLD_FIRST.get(row.reference_doctype, "")
	for name in sorted(_ordered(meta, {*before, *after}), key=first.__ne__):
		former, new = (str(one.get(name) or "") for one in (before, after))
		definition: Any = meta.get_field(name)
		is_short = definition.fieldtype not in table_fields and max(len(former), len(new)) <= SHORT
		is_told = not (HASHED.match(former) or HASHED.match(new))
		if is_short and is_told and _differs(before, after, name):
			return definition, former, new
	return None


def _summary(found: tuple[Any, str, str], known: Mapping[str, Mapping[str, str]]) -> str:
	definition, *values = found
	before, after = (_said(definition, value, known) for value in values)
	change = f"{before} → {after}" if before else after
	return f"{_label(definition)}: {change}"


def _difference(
	definition: Any, before: Any, after: Any, known: Mapping[str, Mapping[str, str]]
) -> Difference:
	label = _label(definition)
	if definition.fieldtype in table_fields:
		rows, new_rows = (_rows(definition.options, value, known) for value in (before, after))
		if rows is not None and new_rows is not None:
			return Difference(label, lines=compare_lines(rows, new_rows))
	former, new = (_said(definition, value, known) for value in (before, after))
	if any(len(one) > SHORT or "\n" in one for one in (former, new)):
		return Difference(label, lines=compare_lines(former.splitlines(), new.splitlines()))
	return Difference(label, former, new)


def _label(definition: Any) -> str:
	return str(_(definition.label or definition.fieldname))


def _rows(doctype: str, value: Any, known: Mapping[str, Mapping[str, str]]) -> list[str] | None:
	"""Rows of a table, each as a text in words; None where only their hash or their text of the log is known."""
	try:
		rows = json.loads(value or "[]")
	except ValueError:
		return None
	meta = frappe.get_meta(doctype)
	return [_row(meta, row, known) for row in rows] if isinstance(rows, list) else None


def _row(meta: Meta, row: Values, known: Mapping[str, Mapping[str, str]]) -> str:
	"""The one value of a row alone, several with their labels."""
	held = [(one, row[one.fieldname]) for one in meta.fields if row.get(one.fieldname) not in (None, "", 0)]
	said = [(_label(one), _said(one, value, known)) for one, value in held]
	return said[0][1] if len(said) == 1 else " · ".join(f"{label}: {value}" for label, value in said)


def _said(definition: Any, value: Any, known: Mapping[str, Mapping[str, str]]) -> str:
	"""A value in words, "" for nothing."""
	if definition.fieldtype == "Check":
		return str(_("Yes") if cint(value) else _("No"))
	text = str(value if value is not None else "")
	if hashed := HASHED.match(text):
		return str(_("Not shown") if hashed[1] == "hmac" else _("Long text"))
	if not text:
		return ""
	if definition.fieldtype in ("Date", "Datetime"):
		return f"{short_date_of(text[:10])}{text[10:16]}"
	if definition.fieldtype == "Link":
		title = known.get(definition.options, {}).get(text) or text
		return str(_(title)) if definition.options in ("Role", "DocType") else title
	return str(_(text, context=definition.parent)) if definition.fieldtype == "Select" else text


def _titles(meta: Meta, names: Iterable[str], sides: Iterable[Values]) -> dict[str, dict[str, str]]:
	"""What the records are called that the values of these fields name, also in rows of tables."""
	links: list[tuple[str, str]] = []
	for name in names:
		definition: Any = meta.get_field(name)
		values = [side.get(name) for side in sides]
		links += _links_of(definition, values)
		if definition.fieldtype in table_fields:
			links += _links_of_rows(frappe.get_meta(definition.options), values)
	return titles.of(links)


def _told_apart(people: Mapping[str, str]) -> dict[str, str]:
	"""People with the day of their birth and the end of their PINFL: who signs must know which of those with this name it is."""
	fields = ["name", "birth_date", "pinfl"]
	rows = frappe.get_all(PERSON, {"name": ["in", sorted(people)]}, fields, order_by="name asc")
	marks = {
		row.name: (short_date_of(str(row.birth_date)) if row.birth_date else "", _masked_end(row.pinfl or ""))
		for row in rows
	}
	return {name: ", ".join(filter(None, (title, *marks.get(name, ())))) for name, title in people.items()}


def _masked_end(number: str) -> str:
	return "*" * max(len(number) - 4, 0) + number[-4:]


def _links_of_rows(meta: Meta, values: Iterable[Any]) -> Iterator[tuple[str, str]]:
	for value in values:
		try:
			rows = json.loads(value or "[]")
		except ValueError:
			continue
		for row in rows if isinstance(rows, list) else []:
			for definition in meta.get_link_fields():
				yield from _links_of(definition, [row.get(definition.fieldname)])


def _links_of(definition: Any, values: Iterable[Any]) -> Iterator[tuple[str, str]]:
	"""DocType and name of what a field of links names, where it has titles."""
	if definition.fieldtype != "Link" or not frappe.get_meta(definition.options).title_field:
		return
	for value in values:
		if value and not HASHED.match(str(value)):
			yield definition.options, str(value)
