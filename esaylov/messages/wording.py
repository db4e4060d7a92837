"""The text of a message in its receiver's language, with the state in which it goes into the outbox."""

import re
from collections.abc import Mapping
from datetime import timedelta

from frappe.model.document import Document
from frappe.utils.password import encrypt

from esaylov.core import sms
from esaylov.core.names import to_cyrillic
from esaylov.core.outbox import PLACE, FailureKind, Status, Urgency
from esaylov.framework import clock
from esaylov.messages import values
from esaylov.messages.receivers import Receiver
from esaylov.messages.values import Value

ADDRESS = re.compile(r"(\S+://\S+)")
CODE_IN_TEXT = re.compile(r"\b[0-9]{6,10}\b")
LIVES_HOURS = 72.0
COLUMNS = (
	*("text", "sealed_text", "parts", "status", "failure", "failure_kind"),
	*("template_version", "urgency_place", "send_after", "expires_at"),
)


def content(
	template: Document,
	receiver: Receiver,
	given: Mapping[str, Value],
	is_secret: bool = False,
) -> dict[str, object]:
	"""Text, parts, state and times of a row of the outbox: the same columns for each (`COLUMNS`).

	given: values of the placeholders in the receiver's language; dates become dd.mm.yyyy. What cannot be written is seen
	by an operator and stops no decision. is_secret: the text stands encrypted, and what is read has stars for the code.
	"""
	now = clock.now()
	row: dict[str, object] = {
		"text": "",
		"sealed_text": None,
		"parts": 0,
		"status": Status.QUEUED.value,
		"failure": "",
		"failure_kind": "",
		"template_version": template.version,
		"urgency_place": PLACE[Urgency(template.urgency or Urgency.NORMAL)],
		"send_after": now,
		"expires_at": now + timedelta(hours=template.lives_hours or LIVES_HOURS),
	}
	try:
		written = text(template, receiver.language, given)
	except sms.TemplateInvalid as problem:
		return {**row, **_failed(FailureKind.TECHNICAL, str(problem))}
	row |= {"text": written, "parts": sms.parts(written)}
	if is_secret:
		row |= {"text": CODE_IN_TEXT.sub("******", written), "sealed_text": encrypt(written)}
	if not receiver.phone:
		row |= {**_failed(FailureKind.PERMANENT, "no_phone"), "sealed_text": None}
	elif receiver.refuses_reminders and not template.is_compulsory:
		row |= {"status": Status.CANCELLED.value, "failure": "refused_by_receiver"}
	return row


def _failed(kind: FailureKind, failure: str) -> dict[str, object]:
	return {"status": Status.FAILED.value, "failure_kind": kind.value, "failure": failure}


def text(template: Document, language: str, given: Mapping[str, Value]) -> str:
	"""A template filled in, in the language of a person. Raises sms.TemplateInvalid."""
	written = sms.render(template.get(f"text_{values.WORDING.get(language, 'uz')}"), values.written(given))
	return in_script(written, language)


def several(template: Document, language: str, count: int) -> str:
	"""The text that stands for so many messages of a template, in the language of a person. Raises sms.TemplateInvalid."""
	written = template.get(f"text_many_{values.WORDING.get(language, 'uz')}") or ""
	given = values.written({"k": count, "url": values.address(values.READ_AT)})
	return in_script(sms.render(written, given), language)


def in_script(written: str, language: str) -> str:
	"""A text in the script of a language: Uzbek Cyrillic is made from Latin; addresses and places stay."""
	if language != "uz-Cyrl":
		return written
	return "".join(
		part if ADDRESS.fullmatch(part) else to_cyrillic(part, keep=values.KEPT)
		for part in ADDRESS.split(written)
	)
