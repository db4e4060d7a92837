"""What is being written and what the portal shows: a text is changed as a draft, and the published one stays in sight.

Publishing copies the content of a document into its `published`; readers see that copy until a later one is published
or the text is withdrawn. So nobody edits in public, and a half-written sentence is never on the portal.
"""

import json
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.portal.editorial.participants import Participant

LANGUAGES = ("uz", "ru", "en")
MARKS = ("legal_basis", "source_mark")
PLACES = tuple(participant.field for participant in Participant)
HELP_PAGE = "for_help"
"""The box of a FAQ that puts it on the help page of users."""


def _each(*names: str) -> tuple[str, ...]:
	return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


CONTENT = {
	"Public Page": ("participant", "section", *_each("title", "body"), *MARKS),
	"FAQ": ("position", *PLACES, HELP_PAGE, *_each("question", "answer"), *MARKS),
	"Legal Act": (
		"act_number",
		"adopted_on",
		"url",
		"position",
		*PLACES,
		*_each("title", "summary"),
		*MARKS,
	),
}
"""What is published of each kind."""
DRAFT, PUBLISHED, WITHDRAWN = "Draft", "Published", "Withdrawn"


def content_of(document: Document) -> dict[str, Any]:
	"""The content of a document as it is being written; days as ISO text."""
	return {field: _plain(document.get(field)) for field in CONTENT[document.doctype]}


def _plain(value: Any) -> Any:
	return value if isinstance(value, int | float) else str(value or "")


def check(document: Document) -> None:
	"""Called from `validate` of Public Page, FAQ and Legal Act: keep the published copy in step with the state.

	Raises LawBroken when a text is changed that is no draft, and when who made it of a user's question publishes it alone.
	"""
	before = document.get_doc_before_save()
	is_shipped = bool(document.flags.shipped)
	if before is None:
		return
	was_changed = content_of(before) != content_of(document)
	if was_changed and before.status != DRAFT and not is_shipped:
		raise LawBroken({"doctype": document.doctype}, code="not_a_draft")
	_check_second_look(document, before)
	if document.status == PUBLISHED and (before.status != PUBLISHED or was_changed):
		document.update(publication(document))
	elif document.status == WITHDRAWN and before.status != WITHDRAWN:
		document.update({"published": "", "published_at": None, "published_by": None})


def _check_second_look(document: Document, before: Document) -> None:
	"""What a user asked may tell of a person: two look at it before it is public."""
	is_published = document.status == PUBLISHED != before.status
	if is_published and document.get("feedback") and frappe.session.user == document.owner:
		raise LawBroken({"doctype": document.doctype}, code="second_look")


def publication(document: Document) -> dict[str, Any]:
	"""The fields of a document whose content is published now."""
	return {
		"published": json.dumps(content_of(document), ensure_ascii=False),
		"published_at": clock.now(),
		"published_by": frappe.session.user,
	}


def publish_shipped(document: Document) -> None:
	"""What the app ships is on the portal from the first day; called from `after_insert` of the same, where no workflow asks."""
	if document.flags.shipped:
		document.db_set({**publication(document), "status": PUBLISHED}, update_modified=False)


def shown(doctype: str) -> list[dict[str, Any]]:
	"""The published content of every document of a kind that is on the portal, with its name and `published_at`."""
	rows = frappe.get_all(
		doctype,
		filters={"published": ["is", "set"]},
		fields=["name", "published", "published_at"],
		order_by="name asc",
	)
	return [{**json.loads(row.published), "name": row.name, "published_at": row.published_at} for row in rows]
