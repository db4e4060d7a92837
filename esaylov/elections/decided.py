"""Constituencies and polling stations that a decision established: what it decided changes by a decision only."""

from frappe.model.document import Document

from esaylov.framework.persistence.write_guard import WriteGuard

WRITER = WriteGuard("decided ground")
FREE = frozenset(
	{
		"title_uz_cyrl",
		"title_ru",
		"title_en",
		"phone",
		"latitude",
		"longitude",
		"source_mark",
		"is_synthetic",
		"modified",
		"modified_by",
		"idx",
		"_user_tags",
		"_comments",
		"_assign",
		"_liked_by",
	}
)
"""What the administrator may still complete: translations, how to get there, where it comes from."""


def check(document: Document) -> None:
	"""Called from validate. Raises LawBroken when decided facts change by another hand, or are claimed by one."""
	before = document.get_doc_before_save()
	if not document.decision and not (before and before.decision):
		return
	if before is None or _facts(before) != _facts(document):
		WRITER.check(document)


def _facts(document: Document) -> dict[str, object]:
	values = document.get_valid_dict(convert_dates_to_str=True)
	return {key: value or None for key, value in values.items() if key not in FREE}
