"""Which template answers an event, its text in the receiver's language with the state in which it goes into the outbox, and what a template must
hold to be usable."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter

import frappe
from frappe.model.document import Document
from frappe.utils.password import encrypt

from esaylov.core.findings import Finding
from esaylov.core.formats import placeholders, sms
from esaylov.core.outbox import PLACE, FailureKind, Status, Urgency
from esaylov.core.people.names import plain_apostrophes, to_cyrillic
from esaylov.framework import clock, practice
from esaylov.framework.errors import FormInvalid
from esaylov.framework.persistence import reads, table_cache
from esaylov.messages.texts import values
from esaylov.messages.texts.receivers import Receiver
from esaylov.messages.texts.values import Value

LANGUAGES = ("uz", "ru", "en")
OF_EVENT = itemgetter("event", "sms_template")
TEXTS = tuple(f"text{kind}_{language}" for kind in ("", "_many") for language in LANGUAGES)
OF_SEVERAL = frozenset({"k", "url"})
"""Places of a text of several: how many, and where they are read. It holds nothing else, for each has other values."""
MOST_PARTS_OF_SEVERAL = 2
LONGEST = 1000
"""Characters of a text that is tried or saved [ours]: six parts and more, above what any template may take."""
SAMPLES: Mapping[str, str] = {
	**{"area": "Shayxontohur tumani", "cand": "Komilov K.K.", "cert": "001", "code": "123456"},
	**{"comm": "Shayxontohur TSK", "d": "27.10.2024", "d1": "20.09.2024", "d2": "25.10.2024"},
	**{"db": "Shaxslar reyestri", "el": "Saylov 2024", "field": "F.I.Sh.", "k": "12", "max": "10"},
	**{"kengash": "Toshkent shahar Kengashi", "kind": "Mandat", "mahalla": "Navro'z MFY"},
	**{"media": "O'zA", "min": "5", "n": "726-15", "name": "Komilov K.K.", "okr": "15-Chilonzor"},
	**{"org": "YXHT/DIIHB", "party": "O'zLiDeP", "phone": "1200", "place": "15-maktab", "pos": "kotib"},
	**{"q": "41", "reason": "hujjat to'liq emas", "result": "qanoatlantirildi", "t": "10:00"},
	"url": "https://saylov.example",
}
"""A made-up value of each placeholder."""
ADDRESS = re.compile(r"(\S+://\S+)")
CODE_IN_TEXT = re.compile(r"\b(?:[0-9]{6,10}|[0-9]{16})\b")
SHIPPED_CODE = re.compile(r"S[0-9]+")
LIVES_HOURS = 72.0
COLUMNS = (
	*("text", "sealed_text", "parts", "status", "failure", "failure_kind"),
	*("template_version", "urgency_place", "send_after", "expires_at"),
)


def for_event(event: str, appeal_type: str | None) -> Document | None:
	"""The enabled template that the appeal type names for the event; None when it names none."""
	if not appeal_type:
		return None
	named = _named(appeal_type).get(str(event))
	if not named:
		return None
	template = _template(named)
	return template if template.enabled else None


@table_cache.cached("SMS Template")
def _template(name: str) -> Document:
	return frappe.get_doc("SMS Template", name)


@table_cache.cached("Appeal Type", "Appeal Type Message")
def _named(appeal_type: str) -> Mapping[str, str]:
	"""The templates that a type names, by their events; of two for one event the first."""
	of_type = {"parent": appeal_type, "parenttype": "Appeal Type"}
	rows = reads.rows("Appeal Type Message", of_type, ["event", "sms_template"], "idx")
	return dict(map(OF_EVENT, reversed(rows)))


def check(template: Document) -> None:
	"""Called from SMS Template.validate. A changed text is a new version. Raises FormInvalid with what `problems` finds."""
	if findings := problems(template):
		raise FormInvalid(findings)
	before = template.get_doc_before_save()
	if before and before.enabled and not template.enabled and _is_indispensable(before):
		raise FormInvalid([Finding("template_indispensable", "enabled")])
	if (
		before
	):  # asked again when a second person must sign the texts: then they stand, and so does the version
		is_other = any(template.get(field) != before.get(field) for field in TEXTS)
		template.version = (before.version or 1) + is_other


def _is_indispensable(template: Document) -> bool:
	"""Whether a template carries codes of logins, alarms or calls to a vote: without it nobody enters."""
	return bool(template.is_compulsory) and template.urgency == Urgency.URGENT


def places(template: Document) -> list[str]:
	"""The places that the texts of a template may have, in their order."""
	return [name for name in re.findall(r"\w+", template.placeholders or "") if name in sms.LIMITS]


def named_places(template: Document) -> str:
	"""The known places that the texts of a template name, as they are listed."""
	texts = (template.get(f"text_{language}") or "" for language in LANGUAGES)
	return ",".join(sorted({name for text in texts for name in placeholders.names(text)} & set(sms.LIMITS)))


def begin(template: Document) -> None:
	"""Called from SMS Template.before_insert: a code and a name for the code that nobody typed are made of the title, and are no other template's,
	for by their names ours are found.
	"""
	letters = sms.gsm7(template.trigger_text or "").lower().replace("'", "")
	title = re.sub(r"[^a-z0-9]+", "_", letters).strip("_") or "message"
	template.slug = template.slug or _free("slug", title, 60)
	template.code = template.code or _free("code", title.upper(), 10)


def _free(field: str, wanted: str, length: int) -> str:
	"""What is wanted, as long as the field takes it, with a number where a template has it already or we may ship one that is called so."""
	taken = set(frappe.get_all("SMS Template", pluck=field, order_by="creation asc"))
	found, number = wanted[:length].rstrip("_"), 1
	while found in taken or SHIPPED_CODE.fullmatch(found):
		number += 1
		found = f"{wanted[: length - len(str(number)) - 1].rstrip('_')}_{number}"
	return found


def problems(template: Document) -> list[Finding]:
	"""What is wrong with texts: what stands in braces is a known place and listed, and no text is longer than its stated parts.

	Apostrophes become U+0027: one other letter makes 160 letters a part 70.
	"""
	for field in TEXTS:
		template.set(field, plain_apostrophes(template.get(field) or "") or template.get(field))
	allowed = set(places(template))
	findings = []
	for language in LANGUAGES:
		field, text = f"text_{language}", template.get(f"text_{language}") or ""
		findings += [
			Finding("sms_placeholder_unknown", field, params={"name": name})
			for name in sorted(placeholders.unknown(text, allowed))
		]
		parts, most = sms.parts(sms.longest(text)), template.get(f"most_parts_{language}")
		if most and parts > most:
			findings.append(Finding("sms_too_long", field, params={"parts": parts, "most": most}))
	return [*findings, *_of_several(template)]


def _of_several(template: Document) -> Iterator[Finding]:
	"""What is wrong with the text of several: it stands in each language or in none, says how many, and is no urgent one's."""
	texts = {f"text_many_{language}": template.get(f"text_many_{language}") or "" for language in LANGUAGES}
	if not any(texts.values()):
		return
	if template.urgency == Urgency.URGENT:
		yield Finding("sms_several_urgent", "urgency")
	for field, text in texts.items():
		named = set(placeholders.names(text))
		for name in sorted(named - OF_SEVERAL):
			yield Finding("sms_placeholder_unknown", field, params={"name": name})
		for name in sorted(OF_SEVERAL - named):
			yield Finding("sms_several_lacks", field, params={"name": name})
		if (parts := sms.parts(sms.longest(text))) > MOST_PARTS_OF_SEVERAL:
			yield Finding("sms_too_long", field, params={"parts": parts, "most": MOST_PARTS_OF_SEVERAL})


@dataclass(frozen=True, slots=True)
class Preview:
	"""A text with sample values as a reader of the language gets it. longest: parts with the longest values."""

	language: str
	text: str
	characters: int
	parts: int
	longest: int
	is_gsm7: bool


def require_short(field: str, text: str) -> None:
	"""Raise FormInvalid (`sms_too_long`) for a text that is no message: the look at one costs more than its length."""
	if len(text) > LONGEST:
		raise FormInvalid([Finding("sms_too_long", field, params={"parts": LONGEST, "most": LONGEST})])


def preview(texts: Mapping[str, str]) -> list[Preview]:
	"""How texts look and how long they are, while they are typed. texts: uz, ru, en. Raises FormInvalid (`sms_too_long`)."""
	for language, text in texts.items():
		require_short(f"text_{language}", text)
	shown = []
	for language in ("uz", "uz-Cyrl", "ru", "en"):
		written = plain_apostrophes(texts.get(values.WORDING[language]) or "")
		sample = in_script(placeholders.fill(written, _sample), language)
		# a wide letter in place of every value: in Cyrillic the longest text is counted in Cyrillic
		longest = in_script(sms.longest(written), language)
		shown.append(
			Preview(
				language,
				sample,
				len(sample),
				sms.parts(sample),
				sms.parts(longest),
				sms.is_gsm7(sample),
			)
		)
	return shown


def _sample(name: str) -> str:
	return SAMPLES.get(name, "{" + name + "}")


def content(
	template: Document,
	receiver: Receiver,
	given: Mapping[str, Value],
	is_secret: bool = False,
	is_practice: bool = False,
) -> dict[str, object]:
	"""Text, parts, state and times of a row of the outbox: the same columns for each (`COLUMNS`).

	given: values of the placeholders in the receiver's language; dates become dd.mm.yyyy. What cannot be written is seen
	by an operator and stops no decision. is_secret: the text stands encrypted, and what is read has stars for the code. is_practice:
	of a practice election: it goes to nobody, and its code is read in the cabinet, where the others stand too.
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
	if is_practice:
		return {**row, "status": Status.CANCELLED.value, "failure": practice.NOT_SENT}
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
