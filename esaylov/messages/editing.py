"""A template as the editor of messages opens, tries and saves it: places by words of the reader's language, parts and cost."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework import shipped_records
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.messages import gateways, naming, templates

TEMPLATE = "SMS Template"
LONGEST = 1000
"""Characters of a text that is tried or saved [ours]: six parts and more, above what any template may take."""


def opened(name: str, language: str) -> dict[str, Any]:
	"""A template: `texts` by language (`text`, `most` parts, `shipped`: our text where it differs, else ""), `places`, `modified`. Raises NotFound.

	places: `name`, `words`, of those that the event gives. Texts have their places called by words.
	"""
	if not frappe.db.exists(TEMPLATE, name):
		raise NotFound({"doctype": TEMPLATE})
	template = frappe.get_doc(TEMPLATE, name)
	ours = shipped_records.contents(TEMPLATE, [name]).get(name, {})
	words = naming.words(language)
	return {
		"template": name,
		"modified": str(template.modified),
		"enabled": bool(template.enabled),
		"places": [
			{"name": place, "words": words[place]} for place in templates.places(template) if place in words
		],
		"texts": {
			lang: {
				"text": naming.named_text(template.get(f"text_{lang}") or "", language),
				"most": template.get(f"most_parts_{lang}") or 0,
				"shipped": _shipped(ours, template, lang, language),
			}
			for lang in templates.LANGUAGES
		},
	}


def tried(name: str, texts: Mapping[str, str], language: str) -> dict[str, Any]:
	"""How texts would look: `previews` (`templates.Preview` with `cost` and `most_cost` in soʻm, None without a price), `findings`; and `stored`, as
	they would be stored. Writes nothing.
	"""
	document = _with(
		frappe.get_doc(TEMPLATE, name) if frappe.db.exists(TEMPLATE, name) else None, texts, language
	)
	price = gateways.part_price()
	previews = [
		{
			**asdict(one),
			"cost": None if price is None else round(price * one.parts, 2),
			"most_cost": None if price is None else round(price * one.longest, 2),
		}
		for one in templates.preview(
			{lang: document.get(f"text_{lang}") or "" for lang in templates.LANGUAGES}
		)
	]
	findings = [*_empty(document), *templates.problems(document)]
	stored = {lang: document.get(f"text_{lang}") or "" for lang in templates.LANGUAGES}
	return {"previews": previews, "findings": findings, "stored": stored}


def save(name: str, texts: Mapping[str, str], modified: str, language: str) -> dict[str, Any]:
	"""Save the texts and give the template as `opened` does: in force at once, as a new version, and an entry of the configuration log.

	Raises NotFound, FormInvalid, WrongState (`template_changed`) where somebody saved it since it was read.
	"""
	stored = frappe.db.get_value(TEMPLATE, name, "modified", for_update=True)
	document = _with(frappe.get_doc(TEMPLATE, name) if stored else None, texts, language)
	if str(stored) != modified:
		raise WrongState(code="template_changed")
	if wrong := [*_empty(document), *templates.problems(document)]:
		raise FormInvalid(wrong)
	document.save()
	return opened(name, language)


def _with(template: Document | None, texts: Mapping[str, str], language: str) -> Document:
	"""The template with texts that were written with words; a language that is not given keeps its own."""
	if template is None:
		raise NotFound({"doctype": TEMPLATE})
	for lang in templates.LANGUAGES:
		if lang in texts:
			written = texts[lang]
			if len(written) > LONGEST:
				raise FormInvalid(
					[Finding("sms_too_long", f"text_{lang}", params={"parts": LONGEST, "most": LONGEST})]
				)
			template.set(f"text_{lang}", naming.plain_text(written, language).strip())
	return template


def _empty(template: Document) -> list[Finding]:
	fields = (f"text_{lang}" for lang in templates.LANGUAGES)
	return [Finding("required", field) for field in fields if not template.get(field)]


def _shipped(ours: Mapping[str, Any], template: Document, lang: str, language: str) -> str:
	written = str(ours.get(f"text_{lang}") or "")
	return "" if written == (template.get(f"text_{lang}") or "") else naming.named_text(written, language)
