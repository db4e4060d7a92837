"""What the database holds of watched documents, read past their classes, and the digests by which the log knows it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.model.meta import Meta
from pypika.functions import Coalesce
from pypika.terms import Function

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework.persistence import reads
from esaylov.permissions.configuration.rules.watched import UNWATCHED_FIELDS, WATCHED, Watch
from esaylov.trust.chains import chain as trust_chain

Values = dict[str, Any]
States = dict[str, dict[str, str]]
"""DocType to name to digest."""
GONE: Final = ""
"""The digest of a document that is not there."""
CHUNK: Final = 1000
USER: Final = "User"
PASSWORD: Final = " (password)"  # noqa: S105 # the end of a name
"""Ends the name by which the log knows the password of a user: it changes by other steps than the login's rights."""


def watched(table: Collection[str] = WATCHED) -> Iterator[str]:
	"""Those DocTypes of a table that this version of the framework has, in order."""
	there = set(frappe.get_all("DocType", {"name": ["in", list(table)]}, pluck="name", order_by="name asc"))
	return (doctype for doctype in sorted(table) if doctype in there)


def digest(salt: str, content: bytes) -> str:
	"""SHA-256 in hex of what a document holds, with the salt of its entry in the log: what is hidden cannot be guessed."""
	return sha256_hex(salt.encode() + b"\n" + content)


def known_as(doctype: str, name: str) -> list[str]:
	"""The names by which the log knows a document: of a user one more, for the password."""
	return (
		[name, name + PASSWORD]
		if WATCHED[doctype].passwords_apart and not name.endswith(PASSWORD)
		else [name]
	)


def snapshot(doctype: str, names: Iterable[str], salt: str) -> dict[str, str]:
	"""Name to digest of documents of one DocType as they are now; GONE for what is not there."""
	read = of_unnamed if WATCHED[doctype].is_followed else contents
	held = read(doctype, sorted(set(names)))
	return {name: digest(salt, held[name]) if name in held else GONE for name in sorted(set(names))}


def new_salt() -> str:
	"""32 hex digits."""
	return trust_chain.new_salt()


def contents(doctype: str, names: list[str] | None = None, watch: Watch | None = None) -> dict[str, bytes]:
	"""Name to the canonical bytes of the watched fields and child rows; of the named documents, or of all that are watched.

	watch: what counts; without it, what counts today.
	"""
	meta, watch = frappe.get_meta(doctype), watch or WATCHED[doctype]
	if watch.in_bulk:
		return _summed(meta, watch, names)
	if names is not None and watch.passwords_apart:
		names = sorted({name.removesuffix(PASSWORD) for name in names})
	if meta.issingle:
		row = _single(meta, watch)
		return {doctype: canonical(row)} if watch.covers(row) else {}
	rows = {name: _plain(row) for name, row in _rows(meta, watch, names) if watch.covers(row)}
	if watch.named_by[0]:
		named = _named(*watch.named_by, names) | (_of_staff(rows, names) if watch.of_staff else set())
		rows = {name: row for name, row in rows.items() if name in named}
	if meta.get("fields", {"fieldtype": "Password"}):
		for name, secret in _passwords(doctype, names).items():
			if name in rows:
				apart = name + PASSWORD if watch.passwords_apart else name
				rows.setdefault(apart, {})["passwords"] = secret
	_add_children(rows, meta, watch, names)
	return {name: canonical(row) for name, row in rows.items()}


def of_unnamed(doctype: str, names: Iterable[str], watch: Watch | None = None) -> dict[str, bytes]:
	"""The same of named documents, whether or not anybody names them now."""
	anybody = replace(watch or WATCHED[doctype], named_by=("", ""), of_staff=False)
	return contents(doctype, sorted(names), anybody)


def _summed(meta: Meta, watch: Watch, names: list[str] | None) -> dict[str, bytes]:
	"""Of many rows: the database makes a SHA-256 over the fields of each, and over its rows of tables; one short text a row is read."""
	found: dict[str, bytes] = {}
	for name, content in _sums(meta.name, "name", tuple(sorted(_fields(meta, watch))), names):
		found[name] = content.encode()
	for table in _tables(meta, watch):
		fields = tuple(sorted(_fields(frappe.get_meta(table.options), Watch(""))))
		for parent, content in _sums(str(table.options), "parent", fields, names, table.fieldname, meta.name):
			if parent in found:
				found[parent] += content.encode()
	return found


def _sums(
	doctype: str, key: str, fields: Sequence[str], names: list[str] | None, field: str = "", of: str = ""
) -> Iterator[tuple[str, str]]:
	"""Rows of a DocType, or of a table of others (`of`, by its `field`): whose they are, and their SHA-256; of the named ones, or of all."""
	for part in _parts(names):
		count = -1 if part is None else len(part)
		yield from frappe.db.sql(_summing(doctype, key, fields, count, field, of), part or ())


@lru_cache(maxsize=64)
def _summing(doctype: str, key: str, fields: Sequence[str], count: int, field: str, of: str) -> str:
	"""count: how many are named, -1 for all. A text that the framework writes as empty here and as none there is one.

	The text is what JSON_ARRAY makes of the values, which takes the database twice as long.
	"""
	table = frappe.qb.DocType(doctype)
	values = [Function("JSON_QUOTE", Coalesce(table[name], "")) for name in fields]
	between = [", "] * len(values)
	text = Function("CONCAT", "[", *list(chain(*zip(values, between, strict=True)))[:-1], "]")
	query = frappe.qb.from_(table).select(table[key], Function("SHA2", text, 256))
	if of:
		query = query.where((table.parenttype == of) & (table.parentfield == field))
		query = query.orderby(table.parent, table.idx, table.name)
	return str((query if count < 0 else query.where(table[key].isin(reads.many(count)))).get_sql())


def _add_children(rows: dict[str, Values], meta: Meta, watch: Watch, names: list[str] | None) -> None:
	for table in _tables(meta, watch):
		for name, children in _children(meta.name, table.fieldname, table.options, names).items():
			if name in rows:
				rows[name][table.fieldname] = children


def _fields(meta: Meta, watch: Watch) -> list[str]:
	known = [
		field.fieldname
		for field in meta.fields
		if field.fieldtype not in (*no_value_fields, *table_fields) and not field.get("is_virtual")
	]
	wanted = watch.fields or known
	return [field for field in known if field in wanted and field not in (*UNWATCHED_FIELDS, *watch.without)]


def _rows(meta: Meta, watch: Watch, names: list[str] | None) -> Iterator[tuple[str, Values]]:
	table = frappe.qb.DocType(meta.name)
	fields = {
		*_fields(meta, watch),
		*(watch.asks if set(watch.asks) <= set(meta.get_valid_columns()) else ()),
	}
	query = frappe.qb.from_(table).select(table.name, *(table[field] for field in sorted(fields)))
	for part in _parts(names):
		for row in (query.where(table.name.isin(part)) if part is not None else query).run(as_dict=True):
			yield str(row.pop("name")), row


def _named(doctype: str, field: str, names: list[str] | None) -> set[str]:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table[field]).distinct()
	parts = (query.where(table[field].isin(part)) if part is not None else query for part in _parts(names))
	return {str(name) for part in parts for (name,) in part.run()}


def of_staff(doctype: str, names: Collection[str]) -> list[str]:
	"""Those of the named documents whose user is a login of the Desk, in order."""
	table = frappe.qb.DocType(doctype)
	held = frappe.qb.from_(table).select(table.name, table.user).where(table.name.isin(list(names) or [""]))
	return sorted(_of_staff({str(name): {"user": user} for name, user in held.run()}, list(names)))


def _of_staff(rows: Mapping[str, Values], names: list[str] | None) -> set[str]:
	"""Those of the rows whose user is a login of the Desk."""
	users = [row["user"] for row in rows.values() if row.get("user")]
	table = frappe.qb.DocType(USER)
	query = frappe.qb.from_(table).select(table.name).where(table.user_type == "System User")
	parts = _parts(users if names is not None else None)
	asked = (query.where(table.name.isin(part)) if part is not None else query for part in parts)
	staff = {str(name) for part in asked for (name,) in part.run()}
	return {name for name, row in rows.items() if row.get("user") in staff}


def _parts(names: list[str] | None) -> Iterator[list[str] | None]:
	if names is None:
		yield None
		return
	for start in range(0, len(names), CHUNK):
		yield names[start : start + CHUNK]


def _tables(meta: Meta, watch: Watch) -> list[Any]:
	tables = meta.get("fields", {"fieldtype": ["in", table_fields]})
	return [field for field in tables if not watch.fields or field.fieldname in watch.fields]


def _children(doctype: str, field: str, child: str, names: list[str] | None) -> Mapping[str, list[Values]]:
	table = frappe.qb.DocType(child)
	columns = _fields(frappe.get_meta(child), Watch(""))
	query = (
		frappe.qb.from_(table)
		.select(table.parent, *(table[column] for column in columns))
		.where((table.parenttype == doctype) & (table.parentfield == field))
		.orderby(table.parent, table.idx, table.name)
	)
	found: dict[str, list[Values]] = defaultdict(list)
	for part in _parts(names):
		for row in (query.where(table.parent.isin(part)) if part is not None else query).run(as_dict=True):
			found[str(row.pop("parent"))].append(_plain(row))
	return found


def _single(meta: Meta, watch: Watch) -> Values:
	table = frappe.qb.Table("tabSingles")
	held = frappe.qb.from_(table).select(table["field"], table.value).where(table.doctype == meta.name).run()
	fields = _fields(meta, watch)
	row = _plain({field: value for field, value in held if field in fields})
	for field in _tables(meta, watch):
		row[field.fieldname] = _children(meta.name, field.fieldname, field.options, [meta.name]).get(
			meta.name, []
		)
	if secret := _passwords(meta.name).get(meta.name):
		row["passwords"] = secret
	return row


def _passwords(doctype: str, names: list[str] | None = None) -> dict[str, str]:
	"""Digests of the encrypted passwords by the name of their document: each lawful change writes them anew."""
	table = frappe.qb.Table("__Auth")
	query = frappe.qb.from_(table).select(table.name, table.fieldname, table.password)
	query = query.where(table.doctype == doctype).orderby(table.name, table.fieldname)
	found: dict[str, str] = {}
	for part in _parts(names):
		for name, field, secret in (query.where(table.name.isin(part)) if part is not None else query).run():
			found[str(name)] = found.get(str(name), "") + sha256_hex(f"{field}\n{secret}".encode())
	return found


def _plain(row: Mapping[str, Any]) -> Values:
	"""Empty things are left out, and a number that is a flag is a number, whatever the column gives."""
	return {key: str(value) for key, value in row.items() if value not in (None, "", 0, "0")}
