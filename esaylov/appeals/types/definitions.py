"""Appeal types as data: what an administrator edits becomes a frozen version that open appeals keep."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from esaylov.core.appeal_types import floors
from esaylov.core.findings import Finding
from esaylov.core.forms import DefinitionInvalid, FormDefinition, read_definition
from esaylov.core.forms.definition import columns
from esaylov.core.forms.row_places import in_rows
from esaylov.core.forms.rows import fields_of
from esaylov.core.law.articles import split_articles
from esaylov.core.people.names import to_cyrillic
from esaylov.core.records.payload import PayloadInvalid, canonical, sha256_hex
from esaylov.core.rules import STAGE, STATUTE, Prepared, prepared
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, WrongState
from esaylov.framework.persistence import reads, table_cache
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.registers.outcome_rules import outcome_checks

TYPE = "Appeal Type"
VERSION = "Appeal Type Version"
FORM_KEYS = ("code", "version", "fields", "rules")
ALL_LANGUAGES = ("uz", "ru", "en")
WRITER = WriteGuard("versions of appeal types")
COMPLAINT = "uphold_complaint"
"""Effect of the types that are complaints; its mapping says which answers name the decision."""
PARTY = "Political Party"
"""The register whose records a title names by their short names."""
PLACE = re.compile(r"{(?P<count>count:)?(?P<name>[a-z][a-z0-9_]*)}")
"""Place of an answer in the template of a title."""


@dataclass(frozen=True)
class TypeVersion:
	"""An appeal type at one version: its form for the core, and the rest of the frozen definition.

	A version never changes, so what follows from it alone is made once, when it is first asked for.
	"""

	code: str
	version: int
	form: FormDefinition
	data: Mapping[str, Any]

	@cached_property
	def applicant_kinds(self) -> frozenset[str]:
		"""Applicant kinds of the catalogue that may file it."""
		return frozenset(self.data["applicant_kinds"])

	@cached_property
	def election_types(self) -> frozenset[str]:
		"""Election types it belongs to; empty means all."""
		return frozenset(self.data["election_types"])

	@cached_property
	def rules(self) -> Prepared:
		"""Its rules with their parameters. Raises RuleMisused for one that cannot be run."""
		return prepared(self.form.rules)

	@cached_property
	def is_complaint(self) -> bool:
		"""Whether it contests a decision, which its answers name."""
		return bool(self.data["effect"] == COMPLAINT)

	@cached_property
	def is_below_minimum(self) -> bool:
		"""Whether it lacks what the law asks at least of its effect: nobody may publish that, and only the database says it."""
		return any(floors.check(self.data))

	@cached_property
	def needed_statutes(self) -> frozenset[str]:
		"""Keys of the numbers of the law that its rules need."""
		return frozenset(self.rules.needed(STATUTE))

	@cached_property
	def numbers(self) -> frozenset[str]:
		"""Keys of the numbers of the law that its rules and the rules over its result need."""
		return self.needed_statutes | outcome_checks.law_of_effect(self.data["effect"]).numbers

	@cached_property
	def articles(self) -> frozenset[str]:
		"""Articles of its rules and of the rules over its result."""
		own = {article for use in self.form.rules for article in split_articles(use.article)}
		return outcome_checks.law_of_effect(self.data["effect"]).articles | own

	@cached_property
	def needed_stages(self) -> frozenset[str]:
		"""Codes of the stages that its rules need."""
		return frozenset(self.rules.needed(STAGE))

	@cached_property
	def window_stages(self) -> tuple[str, ...]:
		"""Codes of the stages between which it may be filed; an end that is open names none."""
		return tuple(key for key in (self.data["window_from_stage"], self.data["window_to_stage"]) if key)

	@cached_property
	def stages(self) -> frozenset[str]:
		"""Codes of all stages that its window and its rules ask for: read together."""
		return self.needed_stages.union(self.window_stages)

	@cached_property
	def recipient_register(self) -> str:
		"""The register of the field that names the recipient; "" where there is none."""
		field = self.data["recipient_field"]
		link = next((item.link for item in self.form.fields if item.name == field), None)
		return link.doctype if link else ""

	@cached_property
	def subject_places(self) -> tuple[tuple[str, str, bool], ...]:
		"""The template of the title: text, then the answer that follows it ("" at the end), and whether its rows are counted."""
		template, begun = self.data["subject_template"] or self.data["titles"]["uz"], 0
		found = []
		for place in PLACE.finditer(template):
			found.append((template[begun : place.start()], place["name"], bool(place["count"])))
			begun = place.end()
		return (*found, (template[begun:], "", False))

	@cached_property
	def subject_links(self) -> frozenset[str]:
		"""The Link fields whose records the title names, but for those of parties."""
		return self._links_named - self.subject_parties

	@cached_property
	def subject_parties(self) -> frozenset[str]:
		"""The Link fields whose parties the title names."""
		parties = {
			item.name for item in columns(self.form.fields) if item.link and item.link.doctype == PARTY
		}
		return self._links_named & parties

	@cached_property
	def _links_named(self) -> frozenset[str]:
		named = {name for _text, name, _counted in self.subject_places}
		return frozenset(named & {item.name for item in columns(self.form.fields) if item.link})


def unsaved(document: Document) -> TypeVersion:
	"""A type as it stands, as if it were frozen: for previews and dry runs. Raises FormInvalid with what cannot be read."""
	definition = definition_of(document)
	try:
		form = read_definition({key: definition[key] for key in FORM_KEYS})
		canonical(definition)  # a version is frozen in this form
	except DefinitionInvalid as problem:
		rows = [row.as_dict() for row in document.form_fields]
		raise FormInvalid(in_rows(problem.findings, rows)) from problem
	except PayloadInvalid as problem:
		raise FormInvalid([Finding(problem.code, "form_fields")]) from problem
	return TypeVersion(definition["code"], definition["version"], form, definition)


def load(code: str, version: int) -> TypeVersion:
	"""A frozen version; raises NotFound."""
	stored = table_cache.row(VERSION, {"appeal_type": code, "version": version}, ("definition",))
	if not stored or not stored.definition:
		raise NotFound({"doctype": VERSION})
	return _read(stored.definition)


@lru_cache(maxsize=128)
def _read(stored: str) -> TypeVersion:
	"""Parsed once for each text: the text is frozen, so nothing goes stale."""
	data = json.loads(stored)
	form = read_definition({key: data[key] for key in FORM_KEYS})
	return TypeVersion(data["code"], data["version"], form, data)


def offered(code: str) -> TypeVersion:
	"""The version that new filings take, and drafts are filed with.

	Raises NotFound, WrongState (`type_withdrawn`) for a type that was taken back, (`type_below_minimum`) for one
	that lacks what the law
	asks of its effect.
	"""
	row = next(iter(table_cache.run(_current(1), [code])), None)
	if not row or not row.version:
		raise NotFound({"doctype": TYPE})
	if not row.published:
		raise WrongState({"appeal_type": code}, code="type_withdrawn")
	if not row.definition:
		raise NotFound({"doctype": VERSION})
	version = _read(row.definition)
	if version.is_below_minimum:
		raise WrongState({"appeal_type": code}, code="type_below_minimum")
	return version


def current(code: str) -> TypeVersion:
	"""The same; a type that was taken back is not there either: NotFound."""
	try:
		return offered(code)
	except WrongState:
		raise NotFound({"doctype": TYPE}) from None


@reads.statement
def _current(_count: int) -> QueryBuilder:
	types, versions = frappe.qb.DocType(TYPE), frappe.qb.DocType(VERSION)
	return (
		frappe.qb.from_(types)
		.left_join(versions)
		.on((versions.appeal_type == types.name) & (versions.version == types.version))
		.select(types.published, types.version, versions.definition)
		.where(types.name == reads.one())
	)


def published() -> list[TypeVersion]:
	"""All types that may be filed, by code."""
	types, versions = frappe.qb.DocType(TYPE), frappe.qb.DocType(VERSION)
	stored = (
		frappe.qb.from_(types)
		.join(versions)
		.on((versions.appeal_type == types.name) & (versions.version == types.version))
		.select(versions.definition)
		.where(types.published == 1)
		.orderby(types.name)
		.run(pluck=True)
	)
	return [_read(text) for text in stored]


def fingerprint() -> str:
	"""What tells two states of the published types apart: 16 hex digits over their codes and versions."""
	rows = frappe.get_all(
		TYPE, {"published": 1}, ["name", "version"], order_by="name asc", as_list=True, limit=0
	)
	return sha256_hex(repr(rows).encode())[:16]


def validate_type(document: Document) -> None:
	"""Called from Appeal Type.validate: the definition can be read; a published change gets the next version.

	Raises FormInvalid with everything that is wrong (paths like `form_fields[2].kind`). See publishing.py for what else must
	hold of a published type.
	"""
	document.title_uz_cyrl = to_cyrillic(document.title_uz or "")
	definition = unsaved(document).data
	number, last_hash = last_version(document.name)
	if not document.published:
		document.version = number
		return
	document.version = number + 1 if last_hash != hash_of(definition) else number


def freeze_version(document: Document) -> None:
	"""Called from Appeal Type.on_update: write the version that `validate_type` counted, once."""
	if not document.published:
		return
	key = {"appeal_type": document.name, "version": document.version}
	if frappe.db.exists(VERSION, key):
		return
	definition = definition_of(document)
	row = frappe.new_doc(VERSION)
	row.update(key)
	row.definition_sha256 = hash_of(definition)
	row.valid_from = clock.today()
	row.definition = canonical({**definition, "version": document.version}).decode()
	with WRITER.writing():
		row.insert(ignore_permissions=True)  # follows from a type that the administrator may write
	_end_former(row)


def _end_former(row: Document) -> None:
	"""The version before ends on the day before, or on the same day where it began on it; all else of it is frozen."""
	former = {"appeal_type": row.appeal_type, "version": row.version - 1}
	if found := frappe.db.get_value(VERSION, former, ["name", "valid_from"], as_dict=True):
		last = max(row.valid_from - timedelta(days=1), getdate(found.valid_from or date.min))
		frappe.db.set_value(VERSION, found.name, "valid_to", last, update_modified=False)


def guard_version(row: Document) -> None:
	"""Called from Appeal Type Version.validate and on_trash: written once by publishing. Raises LawBroken."""
	WRITER.check(row)
	if not row.is_new():
		raise LawBroken({"doctype": VERSION, "name": row.name})


def last_version(code: str | None) -> tuple[int, str]:
	"""Number and hash of the last frozen version; 0 and "" when there is none."""
	rows = frappe.get_all(
		VERSION,
		filters={"appeal_type": code},
		fields=["version", "definition_sha256"],
		order_by="version desc",
		limit=1,
	)
	return (rows[0].version, rows[0].definition_sha256) if rows else (0, "")


def hash_of(definition: Mapping[str, Any]) -> str:
	"""Hash of what a version says, without its number."""
	return sha256_hex(canonical({**definition, "version": 0}))


def definition_of(document: Document) -> dict[str, Any]:
	"""Everything a version freezes, from a saved or an unsaved type. Raises FormInvalid for JSON that cannot be read."""
	return {
		"code": document.code,
		"version": 1,
		"slug": document.slug or "",
		"titles": {lang: document.get(f"title_{lang}") or "" for lang in (*ALL_LANGUAGES, "kaa")},
		"applicant_kinds": [row.applicant_kind for row in document.applicant_kinds],
		"election_types": [row.election_type for row in document.election_types],
		"recipient_level": document.recipient_level,
		"recipient_field": document.recipient_field or "",
		"authentication": document.authentication,
		"route": document.route,
		"review_statute": document.review_statute or "",
		"window_from_stage": document.window_from_stage or "",
		"window_to_stage": document.window_to_stage or "",
		"subject_template": document.subject_template or "",
		"effect": document.effect or "",
		"effect_mapping": _json(document.effect_mapping, {}, "effect_mapping"),
		"certificate_kind": document.certificate_kind or "",
		"legal_basis": document.legal_basis or "",
		"fields": _fields(document.form_fields),
		"rules": [
			{
				"rule": row.rule,
				"parameters": _json(row.parameters, {}, f"form_rules[{number}].parameters"),
				"article": row.article or "",
				**_days(row),
			}
			for number, row in enumerate(document.form_rules)
		],
	}


def _days(row: Document) -> dict[str, str]:
	"""First and last day of a rule; a rule without any has neither member, as in versions that are older than these days."""
	return {key: str(row.get(key)) for key in ("valid_from", "valid_to") if row.get(key)}


def _fields(rows: Sequence[Document]) -> list[dict[str, Any]]:
	"""The fields of the table, groups with those that name them; raises FormInvalid."""
	try:
		return fields_of([row.as_dict() for row in rows])
	except DefinitionInvalid as problem:
		raise FormInvalid(problem.findings) from problem


def _json(text: str | None, empty: Any, path: str) -> Any:
	"""JSON that an administrator typed; raises FormInvalid."""
	if not isinstance(text, str):
		return text if text is not None else empty
	if not text.strip():
		return empty
	try:
		return json.loads(text)
	except (ValueError, RecursionError):
		raise FormInvalid([Finding("definition_json", path)]) from None
