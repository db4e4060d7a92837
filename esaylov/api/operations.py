"""Who may do which stock operation of the Desk with a DocType: `operations.csv`, a line a DocType, a column an operation.

A cell holds words of `manifest.words`; an empty one: nobody. The permissions of the DocType and the rules about rows are asked besides,
by the framework: this says what may be asked at all. `(framework)` is the line of its DocTypes that have none, and what a System
Manager may do with all of them; `(other apps)` that of DocTypes that are neither ours nor the framework's.
"""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import frappe

from esaylov.api import calls, manifest
from esaylov.framework.errors import NotPermitted, shown

FRAMEWORK, OTHER_APPS = "(framework)", "(other apps)"
SECRET = frozenset({"DefaultValue", "__Auth", "Recorder", "Recorder Query", "Recorder Suggested Index"})
"""DocTypes that nobody requests by name, Administrator included: secrets of second factors, and requests of
everybody with their cookies."""
DELETIONS = frozenset(
	{
		*("frappe.api.v1.delete_doc", "frappe.api.v2.delete_doc"),
		*("frappe.client.delete", "frappe.desk.reportview.delete_items"),
	}
)
NEVER_DELETED = "User"
"""The framework deletes its password and commits the logout before any guard of a deletion runs: a user is disabled instead."""
PARENTS = ("parent", "parent_doctype")
"""Arguments that name the DocType to which rows of a table belong."""


@cache
def table() -> dict[str, dict[str, frozenset[str]]]:
	"""DocType -> operation -> words of those who may."""
	with Path(__file__).with_name("operations.csv").open(encoding="utf-8") as lines:
		return {
			row.pop("doctype"): {key: frozenset(cell.split()) for key, cell in row.items() if key != "reason"}
			for row in csv.DictReader(lines)
		}


def require(functions: Iterable[str]) -> None:
	"""Raise frappe.PermissionError if a function does with a DocType of the request what the caller may not do with it."""
	for name in functions:
		line = manifest.entry(name)
		if line and line.operation:
			for doctype in _doctypes(line.of):
				require_operation(line.operation, doctype)
				_refuse_deletion(name, doctype)
			_refuse_other_documents(line.of)


def _refuse_other_documents(of: Iterable[str]) -> None:
	"""Raise frappe.PermissionError for a document of another DocType than the argument that names it: the operation
	is not allowed for that one."""
	for argument in {"doctype", "dt"} & set(of):
		named = frappe.local.form_dict.get(argument)
		documents = (one for sent in calls.DOCUMENT_ARGUMENTS for one in calls.sent_documents(sent))
		if named and any((one.get("doctype") or named) != named for one in documents):
			raise frappe.PermissionError


def _refuse_deletion(function: str, doctype: object) -> None:
	"""Raise NotPermitted (`user_not_deleted`) if a function deletes users."""
	if function in DELETIONS and doctype == NEVER_DELETED:
		with shown():
			raise NotPermitted(code="user_not_deleted")


def require_operation(operation: str, doctype: object) -> None:
	"""Raise frappe.PermissionError unless the caller may do the operation with documents of the DocType.

	Administrator may, where there is such a DocType (frappe.DoesNotExistError) and it is none of `SECRET`.
	"""
	if doctype in SECRET:
		raise frappe.PermissionError
	if frappe.session.user == "Administrator":
		if isinstance(doctype, str) and not frappe.get_cached_value("DocType", doctype, "module"):
			raise frappe.DoesNotExistError
		return
	if not isinstance(doctype, str) or not manifest.words() & _may(operation, _whole(doctype)):
		raise frappe.PermissionError


def _may(operation: str, doctype: str) -> frozenset[str]:
	"""The words of those who may do it; nobody where there is no such DocType."""
	kind = frappe.get_cached_value("DocType", doctype, ["module", "custom"], as_dict=True)
	if not kind:
		return frozenset()
	app = "" if kind.custom else frappe.local.module_app.get(frappe.scrub(kind.module))
	line = table().get(doctype, {}).get(operation, frozenset())
	if app == "esaylov":
		return line
	return line | table()[FRAMEWORK if app == "frappe" else OTHER_APPS][operation]


def _whole(doctype: str) -> str:
	"""The DocType itself; for rows of a table the one to which the request says that they belong."""
	if not frappe.get_cached_value("DocType", doctype, "istable"):
		return doctype
	named = (frappe.local.form_dict.get(argument) for argument in PARENTS)
	return next((name for name in named if name and isinstance(name, str)), doctype)


def _doctypes(of: Iterable[str]) -> Iterator[object]:
	"""What the arguments name, at least one thing; None where nothing is named that must be."""
	given = [value for word in of for value in _named(word)]
	if not given and not any(word.endswith("?") for word in of):
		yield None
	yield from given


def _named(word: str) -> Iterator[object]:
	"""The DocTypes that one word of the manifest's column `of` leads to.

	`=X` X itself, `address` what the router reads, `report:x` the DocType of the report in argument x, `x.doctype` that of the document
	or documents in x, `x` what stands in x (a list, or an object with documents by DocType), with `?`: may be missing.
	"""
	if word.startswith("="):
		yield word[1:]
	elif word == "address":
		yield calls.route().get("doctype")
	elif word.startswith("report:"):
		yield _of_report(frappe.local.form_dict.get(word.removeprefix("report:")))
	elif value := calls.parsed(frappe.local.form_dict.get(word.removesuffix("?").removesuffix(".doctype"))):
		yield from _of_documents(value) if word.endswith(".doctype") else _of_names(value)


def _of_report(name: object) -> object:
	return frappe.get_cached_value("Report", name, "ref_doctype") if isinstance(name, str) else None


def _of_documents(value: Any) -> list[object]:
	documents = value if isinstance(value, list) else [value]
	return [document.get("doctype") if isinstance(document, dict) else document for document in documents]


def _of_names(value: Any) -> list[object]:
	return list(value) if isinstance(value, dict | list) else [value]
