"""The text of a message in its receiver's language, with the state in which it goes into the outbox."""

from collections.abc import Mapping
from datetime import date

from frappe.model.document import Document

from esaylov.core import sms
from esaylov.core.names import to_cyrillic
from esaylov.messages import values
from esaylov.messages.receivers import Receiver


def content(
	template: Document, receiver: Receiver, given: Mapping[str, str | int | date]
) -> dict[str, str | int]:
	"""Text, parts and state. What cannot be written is seen by an operator and stops no decision.

	given: values of the placeholders in the receiver's language; dates become dd.mm.yyyy.
	"""
	try:
		written = text(template, receiver.language, given)
	except sms.TemplateInvalid as problem:
		return {"text": "", "parts": 0, "status": "Failed", "failure": str(problem)}
	state = ("Queued", "") if receiver.phone else ("Failed", "no_phone")
	return {"text": written, "parts": sms.parts(written), "status": state[0], "failure": state[1]}


def text(template: Document, language: str, given: Mapping[str, str | int | date]) -> str:
	"""A template filled in, in the language of a person. Raises sms.TemplateInvalid."""
	written = sms.render(template.get(f"text_{values.WORDING.get(language, 'uz')}"), values.written(given))
	if language != "uz-Cyrl":
		return written
	return to_cyrillic(written, keep=values.KEPT | frozenset(_addresses(written)))


def _addresses(written: str) -> list[str]:
	return [word for word in written.split() if "://" in word]
