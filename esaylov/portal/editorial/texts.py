"""What the portal shows of the texts that administrators write."""

from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.portal.editorial import drafts
from esaylov.portal.editorial.participants import Participant, Section

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Texts:
	"""All texts of a participant's page: by section, then acts and questions in their order.

	Each is the published content of its document (`title_uz`, `body_ru`, …), Markdown as it was written.
	"""

	participant: Participant
	sections: dict[Section, Content] = field(default_factory=dict)
	acts: list[Content] = field(default_factory=list)
	questions: list[Content] = field(default_factory=list)


def texts_of(participant: Participant, instead: Document | None = None) -> Texts:
	"""What stands on the page of a participant. `instead`: a document shown as it is being written (the preview)."""
	sections = {
		Section(row["section"]): row
		for row in _rows("Public Page", instead)
		if row["participant"] == participant
	}
	return Texts(
		participant,
		sections,
		*(_placed(_rows(doctype, instead), participant) for doctype in ("Legal Act", "FAQ")),
	)


def help_questions() -> list[Content]:
	"""The published questions of the help page of users, in their order."""
	return _ordered(
		[row for row in drafts.shown("FAQ") if row.get(drafts.HELP_PAGE)]
	)  # older copies do not name it


def participants_of(document: Document) -> list[Participant]:
	"""The pages on which a document stands, or will."""
	if document.doctype == "Public Page":
		return [Participant(document.participant)]
	return [participant for participant in Participant if document.get(participant.field)]


def document(doctype: str, name: str) -> Document:
	"""One of the three kinds of texts. Raises frappe.DoesNotExistError, also for another kind."""
	if doctype not in drafts.CONTENT:
		raise frappe.DoesNotExistError
	return frappe.get_doc(doctype, name)


def _rows(doctype: str, instead: Document | None) -> list[Content]:
	rows = drafts.shown(doctype)
	if instead is None or instead.doctype != doctype:
		return rows
	return [
		*(row for row in rows if row["name"] != instead.name),
		{**drafts.content_of(instead), "name": instead.name, "published_at": instead.published_at},
	]


def _placed(rows: list[Content], participant: Participant) -> list[Content]:
	return _ordered([row for row in rows if row[participant.field]])


def _ordered(rows: list[Content]) -> list[Content]:
	return sorted(rows, key=lambda row: (row["position"], row["name"]))
