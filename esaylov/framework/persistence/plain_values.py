"""What the framework's own check of a document's values finds nothing in: read once of a DocType's meta, told by one look at each value.

`Document._validate` goes through all fields a dozen times (mandatory, kinds of Data, selects, lengths, negative numbers, code,
pictures, markup, passwords), half a millisecond for a document and as much for each row of its tables. Most values are plainly
right. Whoever writes a document past its methods tells those by this table, and asks the framework for all others
(`documents.check_values`), so that what is refused is refused by the framework in its own words. Nothing is plain where the framework
would change a value, and in no DocType of which this table does not know all that is checked
(`tests/site/framework/persistence/test_plain_values.py` compares both, field by field).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from frappe.model import no_value_fields, optional_fields, table_fields
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.utils import cint

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField
	from frappe.model.meta import Meta

PARTS: Final = frozenset(
	{
		*("_validate_mandatory", "_validate_data_fields", "_validate_selects", "_validate_non_negative"),
		*("_validate_length", "_fix_rating_value", "_validate_code_fields", "_sync_autoname_field"),
		*("_extract_images_from_text_editor", "_sanitize_content", "_save_passwords"),
	}
)
"""Checks that this table stands for."""
APART: Final = frozenset({"validate_workflow", "validate_set_only_once", "optional_fields", "set"})
"""What else `_validate` does: whoever reads this table does it too."""
AROUND: Final = frozenset({"get_all_children", "is_new"})
NUMBERS: Final = frozenset({"Int", "Long Int", "Float", "Currency", "Percent", "Duration"})
WHOLE: Final = {"Int": 2**31 - 1, "Long Int": 2**63 - 1}
LONG_DIGITS: Final = 11
"""Above this length the column of an Int is a bigint."""
MOMENTS: Final = frozenset({"Date", "Datetime", "Time"})
SHORT: Final = frozenset(
	{"Data", "Link", "Dynamic Link", "Select", "Read Only", "Color", "Icon", "Phone", "Autocomplete"}
)
SHORT_LETTERS: Final = 140
"""Of a column that names no length."""
TEXTS: Final = frozenset(
	{
		"Small Text",
		"Text",
		"Long Text",
		"Code",
		"JSON",
		"HTML Editor",
		"Markdown Editor",
		"Attach",
		"Attach Image",
	}
)
TELLABLE: Final = NUMBERS | MOMENTS | SHORT | TEXTS | {"Check", *table_fields}
OF_ALL: Final = ("name", "owner", "modified_by")
OF_ROWS: Final = ("parent", "parenttype")
ANY: Final = 2**64
Kinds = frozenset[type]
Told = tuple[str, Kinds, int, int, frozenset[str] | None, bool]
NO_KIND: Kinds = frozenset()
"""Of a value that has a check of its own: only an empty one is plain."""


@dataclass(frozen=True, slots=True)
class Plain:
	"""Of each field that may hold something: name, types of a plain value, its least and largest number or letters, the texts
	that it may be (None: any) and whether it must be there. is_known: False where nothing is plain."""

	fields: tuple[Told, ...] = ()
	is_known: bool = False


def read(meta: "Meta") -> Plain:
	"""The table of a DocType."""
	fields = [field for field in meta.fields if _is_column(field) or field.get("reqd")]
	if not (_is_as_known(meta.name) and all(map(_is_tellable, fields))):
		return Plain()
	if meta.get("issingle") or (meta.autoname or "").startswith("field:"):
		return Plain()
	of_all = [_text(name) for name in (*OF_ALL, *optional_fields)]
	of_rows = [_text(name, is_required=True) for name in OF_ROWS if meta.istable]
	return Plain((*map(_told, fields), *of_all, *of_rows), is_known=True)


def _text(name: str, is_required: bool = False) -> Told:
	return name, frozenset({str}), 0, ANY, None, is_required


def _is_as_known(doctype: str) -> bool:
	"""Whether the check is the framework's, and does what is known here: another version, or a class of its own, may do more."""
	controller = get_controller(doctype)
	own = (getattr(controller, part, None) is getattr(Document, part, None) for part in ("_validate", *PARTS))
	return all(own) and set(vars(Document)["_validate"].__code__.co_names) <= PARTS | APART | AROUND


def _is_column(field: "DocField") -> bool:
	return field.fieldtype not in no_value_fields and field.fieldtype not in table_fields


def _is_tellable(field: "DocField") -> bool:
	"""No kind in which the framework writes (passwords, ratings, pictures in a text), no program, nothing that is worked out."""
	is_asked_apart = field.fieldtype == "Check" and bool(field.get("reqd"))
	is_program = field.fieldtype == "Code" and str(field.options or "").startswith("Python")
	return field.fieldtype in TELLABLE and not (is_asked_apart or is_program or field.get("is_virtual"))


def _told(field: "DocField") -> Told:
	kinds, least, most = _bounds(field)
	return field.fieldname, kinds, least, most, _choices(field), bool(field.get("reqd"))


def _bounds(field: "DocField") -> tuple[Kinds, int, int]:
	if field.fieldtype == "Check":
		return frozenset({int, bool}), -ANY, ANY
	if field.fieldtype in NUMBERS:
		return _of_number(field)
	if field.fieldtype in MOMENTS:
		return frozenset({str, date, datetime, time, timedelta}), 0, ANY
	if field.fieldtype in table_fields:
		return frozenset({list}), 0, ANY
	if field.fieldtype == "Phone" or (field.fieldtype == "Data" and field.get("options")):
		return NO_KIND, 0, 0
	return frozenset({str}), 0, _letters(field)


def _of_number(field: "DocField") -> tuple[Kinds, int, int]:
	most = WHOLE.get(field.fieldtype, ANY)
	if field.fieldtype == "Int" and cint(field.get("length")) > LONG_DIGITS:
		most = WHOLE["Long Int"]
	kinds = {int} if field.fieldtype in WHOLE else {int, float}
	return frozenset(kinds), 0 if field.get("non_negative") else -most, most


def _letters(field: "DocField") -> int:
	return cint(field.get("length")) or SHORT_LETTERS if field.fieldtype in SHORT else ANY


def _choices(field: "DocField") -> frozenset[str] | None:
	if field.fieldtype != "Select" or not field.options or field.fieldname == "naming_series":
		return None
	return frozenset(_stripped(str(field.options)))


def _stripped(options: str) -> Iterator[str]:
	"""Those that the framework leaves as they are."""
	return (option for option in options.split("\n") if option == option.strip())
