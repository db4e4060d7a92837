"""A template as the editor of messages opens, tries and saves it: places by words of the reader's language, parts and cost."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.outbox import Urgency
from esaylov.framework import shipped_records
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.messages.delivery import gateways
from esaylov.messages.texts import naming, templates

TEMPLATE = "SMS Template"
COMBINED = {f"many_{language}": language for language in templates.LANGUAGES}
"""The texts that stand for several messages, by what is behind `text_` in their field, and the language of each."""
TEXTS = (*templates.LANGUAGES, *COMBINED)


def opened(name: str, language: str) -> dict[str, Any]:
	"""A template; "" for one that is begun. Raises NotFound.

	`texts` by language: `language`, `text`, `most` parts, `shipped` (our text where it differs, else ""); `combined`: the same of the texts that
	stand for several, by `many_uz` and so on, none for an urgent template, which has none. `places` and `combined_places`: `name`, `words`, of
	those that the event gives; a template of the site's own may have each. Texts have their places called by words.
	"""
	template = _template(name)
	if template is None:
		raise NotFound({"doctype": TEMPLATE})
	ours = _ours(name)
	words = naming.words(language)

	def read(key: str, lang: str, most: int) -> dict[str, Any]:
		text = naming.named_text(template.get(f"text_{key}") or "", language)
		return {
			"language": lang,
			"text": text,
			"most": most,
			"shipped": _shipped(ours, template, key, language),
		}

	return {
		"template": name,
		"modified": str(template.modified or ""),
		"enabled": bool(template.enabled),
		"places": _called(templates.places(template) if ours else words, words),
		"combined_places": _called(templates.OF_SEVERAL, words),
		"texts": {
			lang: read(lang, lang, template.get(f"most_parts_{lang}") or 0) for lang in templates.LANGUAGES
		},
		"combined": {
			key: read(key, lang, templates.MOST_PARTS_OF_SEVERAL)
			for key, lang in COMBINED.items()
			if template.urgency != Urgency.URGENT or any(template.get(f"text_{one}") for one in COMBINED)
		},
	}


def tried(name: str, texts: Mapping[str, str], language: str) -> dict[str, Any]:
	"""How texts would look: `previews` (`templates.Preview` with `cost` and `most_cost` in soʻm, None without a price), `combined`: the same of
	the texts that stand for several, none where there is none; `findings`; and `stored` and `placeholders`, as they would be stored. Writes nothing.
	"""
	document = _with(name, texts, language)
	single = {lang: document.get(f"text_{lang}") or "" for lang in templates.LANGUAGES}
	combined = {lang: document.get(f"text_{key}") or "" for key, lang in COMBINED.items()}
	price = gateways.part_price()
	findings = [*_empty(document), *templates.problems(document)]
	return {
		"previews": _previews(single, price),
		"combined": _previews(combined, price) if any(combined.values()) else [],
		"findings": findings,
		"stored": {key: document.get(f"text_{key}") or "" for key in TEXTS},
		"placeholders": document.placeholders or "",
	}


def save(name: str, texts: Mapping[str, str], modified: str, language: str) -> dict[str, Any]:
	"""Save the texts and give the template as `opened` does: as it stands, for another person must sign them (`permissions.configuration`).

	Raises NotFound, FormInvalid, WrongState (`template_changed`) where somebody saved it since it was read.
	"""
	stored = frappe.db.get_value(TEMPLATE, name, "modified", for_update=True) if name else None
	if not stored:
		raise NotFound({"doctype": TEMPLATE})
	document = _with(name, texts, language)
	if str(stored) != modified:
		raise WrongState(code="template_changed")
	if wrong := [*_empty(document), *templates.problems(document)]:
		raise FormInvalid(wrong)
	document.save()
	return opened(name, language)


def _template(name: str) -> Document | None:
	if not name:
		return frappe.new_doc(TEMPLATE)
	return frappe.get_doc(TEMPLATE, name) if frappe.db.exists(TEMPLATE, name) else None


def _ours(name: str) -> Mapping[str, Any]:
	"""The template as we ship it; nothing of one of the site's own."""
	return shipped_records.contents(TEMPLATE, [name]).get(name, {}) if name else {}


def _with(name: str, texts: Mapping[str, str], language: str) -> Document:
	"""The template with texts that were written with words; one that is not given stays. The site's own may have the places that they name."""
	template = _template(name)
	if template is None:
		raise NotFound({"doctype": TEMPLATE})
	for key in TEXTS:
		if key in texts:
			written = texts[key]
			templates.require_short(f"text_{key}", written)
			template.set(f"text_{key}", naming.plain_text(written, language).strip())
	if not _ours(name):
		template.placeholders = templates.named_places(template)
	return template


def _called(places: Collection[str], words: Mapping[str, str]) -> list[dict[str, str]]:
	found = [{"name": place, "words": words[place]} for place in places if place in words]
	return sorted(found, key=lambda one: one["words"].casefold())


def _previews(texts: Mapping[str, str], price: float | None) -> list[dict[str, Any]]:
	return [
		{
			**asdict(one),
			"cost": None if price is None else round(price * one.parts, 2),
			"most_cost": None if price is None else round(price * one.longest, 2),
		}
		for one in templates.preview(texts)
	]


def _empty(template: Document) -> list[Finding]:
	fields = (f"text_{lang}" for lang in templates.LANGUAGES)
	return [Finding("required", field) for field in fields if not template.get(field)]


def _shipped(ours: Mapping[str, Any], template: Document, key: str, language: str) -> str:
	written = str(ours.get(f"text_{key}") or "")
	return "" if written == (template.get(f"text_{key}") or "") else naming.named_text(written, language)
