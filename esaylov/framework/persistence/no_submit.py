"""Nothing of ours is submitted, so nothing is cancelled or discarded either: an event of every document.

The framework lets Administrator submit a document of a kind that cannot be submitted, and then cancel it; its discard writes
a document as cancelled past its `validate`. No law of the document's own would see either.
"""

from frappe.model.document import Document

from esaylov.framework.errors import LawBroken, shown

MODULE = "Esaylov"


def refuse(document: Document, event: str = "") -> None:
	"""Refuse it for a document of ours, whoever asks. Raises LawBroken."""
	if document.meta.module == MODULE:
		with shown():
			raise LawBroken()
