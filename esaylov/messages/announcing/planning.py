"""A campaign before it starts: who would get it, what is still to be said, how it reads, and what it costs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.formats import placeholders, sms
from esaylov.core.texts import word
from esaylov.framework.errors import NotFound
from esaylov.messages.announcing import audiences
from esaylov.messages.announcing.announcements import CAMPAIGN_TEMPLATES, STAGES
from esaylov.messages.announcing.audiences import AUDIENCES
from esaylov.messages.delivery import gateways
from esaylov.messages.texts import naming, templates, values

TEMPLATE = "SMS Template"
KNOWN = frozenset({"el", "url", "phone", "k"})
"""Places that are known of each receiver: the election, the portal, the help line, and what is counted."""
DATES = frozenset({"d", "d1", "d2"})
READ_IN = ("uz", "uz-Cyrl", "ru", "en")


def tried(
	template: str, election: str, audience: str, given: Mapping[str, Any], language: str
) -> dict[str, Any]:
	"""How a campaign would be; "" for what is not chosen yet. Writes nothing. Raises NotFound.

	`receivers`: of each kind `name`, `words`, `count` (None without an election); `total` of the chosen ones; `places` that whoever writes it
	must fill: `name`, `words`, `kind` (date, time, exact, words), `longest` in characters; `previews`: `language`, `text`, `characters`, `parts`
	(0 while a value lacks); `most_parts` of all messages, `most_cost` in soʻm (None without a price); `findings`: what it cannot start with.
	"""
	document = _template(template)
	if election and not frappe.db.exists("Election", election):
		raise NotFound({"doctype": "Election"})
	kinds = [name for name in audiences.named(audience) if name in AUDIENCES]
	counts = {name: AUDIENCES[name].count(election) for name in AUDIENCES} if election else {}
	total = sum(counts.get(name, 0) for name in kinds)
	previews = (
		[_preview(document, election, given, read_in, language) for read_in in READ_IN] if document else []
	)
	price, most = gateways.part_price(), max((one["parts"] for one in previews), default=0) * total
	return {
		"receivers": [
			{"name": name, "words": word(f"receivers.{name}", language), "count": counts.get(name)}
			for name in AUDIENCES
		],
		"total": total,
		"places": [_place(name, language) for name in _to_fill(document)] if document else [],
		"previews": previews,
		"most_parts": most,
		"most_cost": None if price is None else round(price * most, 2),
		"findings": list(findings(document, election, kinds, total, given, language)),
	}


def findings(
	template: Document | None,
	election: str,
	kinds: Sequence[str],
	total: int,
	given: Mapping[str, Any],
	language: str,
) -> Iterator[Finding]:
	"""What a campaign cannot start with: each message of it would fail, there would be none, or it names a day that is none of the election."""
	if code := _wrong_template(template):
		yield Finding(code, "template")
	if not kinds:
		yield Finding("required", "audience")
	elif not total:
		yield Finding("sms_audience_empty", "audience")
	names = _to_fill(template) if template else []
	days = _days(election, template) if template and election and DATES.intersection(names) else None
	for name in names:
		if code := _wrong(name, given) or _wrong_day(name, given, days):
			params = {"name": word(f"place.{name}", language)}
			yield Finding(code, f"placeholder_values.{name}", params=params)


def write_texts(template: str, election: str, given: Mapping[str, Any]) -> str:
	"""The text of a campaign in each language, a line each, as its receivers read it."""
	document = frappe.get_cached_doc(TEMPLATE, template)
	shown = [_preview(document, election, given, read_in, read_in) for read_in in templates.LANGUAGES]
	return "\n".join(f"{one['language']}: {one['text']}" for one in shown)


def _wrong_template(template: Document | None) -> str:
	"""Why a template is none for many receivers, "" where it is: a text of one event would tell each of them what never happened."""
	if template is None:
		return "required"
	if not template.enabled:
		return "sms_template_off"
	if template.name in CAMPAIGN_TEMPLATES:
		return ""
	is_shipped = templates.SHIPPED_CODE.fullmatch(str(template.name))
	is_of_event = is_shipped or frappe.db.exists("Appeal Type Message", {"sms_template": template.name})
	return "sms_template_of_event" if is_of_event else ""


def _days(election: str, template: Document) -> frozenset[str]:
	"""The days that a campaign may announce, as messages write them: of what we ship those of its stage, of another text any of the calendar."""
	stage = STAGES.get(str(template.name), "")
	own = ["election_day", *([] if stage else ["called_on", "official_announcement_on"])]
	of_stage = {"election": election, **({"key": stage} if stage else {})}
	found: list[Any] = []
	if stage in ("", "election_day"):
		found += frappe.get_all("Election", {"name": election}, own, as_list=True)
	if stage != "election_day":
		found += frappe.get_all("Election Stage", of_stage, ["starts_on", "ends_on"], as_list=True, limit=0)
	return frozenset(f"{day:%d.%m.%Y}" for days in found for day in days if day)


def _wrong_day(name: str, given: Mapping[str, Any], days: Collection[str] | None) -> str:
	if name not in DATES or days is None:
		return ""
	said = {values.spoken({name: given.get(name, "")}, language)[name] for language in templates.LANGUAGES}
	return "" if said <= {*days} else "sms_day_of_none"


def _template(name: str) -> Document | None:
	if not name:
		return None
	if not frappe.db.exists(TEMPLATE, name):
		raise NotFound({"doctype": TEMPLATE})
	return frappe.get_cached_doc(TEMPLATE, name)


def _to_fill(template: Document) -> list[str]:
	"""Places of the texts that are known of no receiver, in the order in which they are read."""
	texts = (template.get(f"text_{language}") or "" for language in templates.LANGUAGES)
	return [name for name in placeholders.names(" ".join(texts)) if name not in KNOWN]


def _place(name: str, language: str) -> dict[str, Any]:
	return {
		"name": name,
		"words": word(f"place.{name}", language),
		"kind": _kind(name),
		"longest": sms.LIMITS.get(name),
	}


def _kind(name: str) -> str:
	if name in DATES:
		return "date"
	return "time" if name == "t" else "exact" if name in sms.NEVER_CUT else "words"


def _wrong(name: str, given: Mapping[str, Any]) -> str:
	"""Why a value cannot stand in a message, "" where it can."""
	for language in templates.LANGUAGES:
		try:
			said = values.spoken({name: given.get(name, "")}, language)
			sms.render("{" + name + "}", {key: value for key, value in said.items() if value.strip()})
		except sms.TemplateInvalid as problem:
			return problem.code
	return ""


def _preview(
	template: Document, election: str, given: Mapping[str, Any], read_in: str, language: str
) -> dict[str, Any]:
	known = values.of_election(election, read_in) if election else {"el": templates.SAMPLES["el"]}
	said = {name: value for name, value in values.spoken(given, read_in).items() if value.strip()}
	filled = {**said, "k": templates.SAMPLES["k"], **known}  # what the site knows is never typed
	try:
		text = templates.text(template, read_in, filled)
	except sms.TemplateInvalid:
		texts = template.get(f"text_{values.wording_of(read_in)}") or ""
		shown = values.written(filled)
		called = {name: "{" + words + "}" for name, words in naming.words(language).items()}
		return {
			"language": read_in,
			"text": placeholders.fill(
				templates.in_script(texts, read_in), lambda name: shown.get(name) or called.get(name, name)
			),
			"characters": 0,
			"parts": 0,
		}
	return {"language": read_in, "text": text, "characters": len(text), "parts": sms.parts(text)}
