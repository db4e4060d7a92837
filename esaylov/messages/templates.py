"""Which template answers an event, and what a template must hold to be usable."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

import frappe
from frappe.model.document import Document

from esaylov.core import placeholders, sms
from esaylov.core.findings import Finding
from esaylov.core.names import plain_apostrophes
from esaylov.core.outbox import Urgency
from esaylov.framework import reads
from esaylov.framework.errors import FormInvalid
from esaylov.messages import values, wording

LANGUAGES = ("uz", "ru", "en")
OF_EVENT = itemgetter("event", "sms_template")
TEXTS = tuple(f"text{kind}_{language}" for kind in ("", "_many") for language in LANGUAGES)
OF_SEVERAL = frozenset({"k", "url"})
"""Places of a text of several: how many, and where they are read. It holds nothing else, for each has other values."""
MOST_PARTS_OF_SEVERAL = 2
SAMPLES: Mapping[str, str] = {
	**{"area": "Shayxontohur tumani", "cand": "Komilov K.K.", "cert": "001", "code": "123456"},
	**{"comm": "Shayxontohur TSK", "d": "27.10.2024", "d1": "20.09.2024", "d2": "25.10.2024"},
	**{"db": "Shaxslar reestri", "el": "Saylov 2024", "field": "F.I.Sh.", "k": "12", "max": "10"},
	**{"kengash": "Toshkent shahar Kengashi", "kind": "Mandat", "mahalla": "Navro'z MFY"},
	**{"media": "O'zA", "min": "5", "n": "726-15", "name": "Komilov K.K.", "okr": "15-Chilonzor"},
	**{"org": "YXHT/DIIHB", "party": "O'zLiDeP", "phone": "1200", "place": "15-maktab", "pos": "kotib"},
	**{"q": "41", "reason": "hujjat to'liq emas", "result": "qanoatlantirildi", "t": "10:00"},
	"url": "https://saylov.example",
}
"""A made-up value of each placeholder."""


def for_event(event: str, appeal_type: str | None) -> Document | None:
	"""The enabled template that the appeal type names for the event; None when it names none."""
	if not appeal_type:
		return None
	named = _named(appeal_type).get(str(event))
	if not named:
		return None
	template = frappe.get_cached_doc("SMS Template", named)
	return template if template.enabled else None


@reads.once
def _named(appeal_type: str) -> Mapping[str, str]:
	"""The templates that a type names, by their events; of two for one event the first."""
	of_type = {"parent": appeal_type, "parenttype": "Appeal Type"}
	rows = reads.rows("Appeal Type Message", of_type, ["event", "sms_template"], "idx")
	return dict(map(OF_EVENT, reversed(rows)))


def check(template: Document) -> None:
	"""Called from SMS Template.validate: places are known ones and listed, and no text is longer than its stated parts.

	A changed text is a new version. Apostrophes become U+0027: one other letter makes 160 letters a part 70. Raises FormInvalid.
	"""
	for field in TEXTS:
		template.set(field, plain_apostrophes(template.get(field) or "") or template.get(field))
	allowed = set(re.findall(r"\w+", template.placeholders or "")) & set(sms.LIMITS)
	findings = []
	for language in LANGUAGES:
		field, text = f"text_{language}", template.get(f"text_{language}") or ""
		findings += [
			Finding("sms_placeholder_unknown", field, params={"name": name})
			for name in sorted(set(placeholders.names(text)) - allowed)
		]
		parts, most = sms.parts(sms.longest(text)), template.get(f"most_parts_{language}")
		if most and parts > most:
			findings.append(Finding("sms_too_long", field, params={"parts": parts, "most": most}))
	findings += _of_several(template)
	if findings:
		raise FormInvalid(findings)
	before = template.get_doc_before_save()
	if before and any(template.get(field) != before.get(field) for field in TEXTS):
		template.version = (before.version or 1) + 1


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


def preview(texts: Mapping[str, str]) -> list[Preview]:
	"""How texts look and how long they are, while they are typed. texts: uz, ru, en."""
	shown = []
	for language in ("uz", "uz-Cyrl", "ru", "en"):
		written = plain_apostrophes(texts.get(values.WORDING[language]) or "")
		sample = wording.in_script(placeholders.fill(written, _sample), language)
		# a wide letter in place of every value: in Cyrillic the longest text is counted in Cyrillic
		longest = wording.in_script(sms.longest(written), language)
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
