"""Does an appeal type hold together: with itself, with the law's numbers, the calendar, the registers, the messages.

Errors stop publishing, warnings are shown. What the reading of the form finds (`definition_…`) comes first; paths are
those of the definition (`fields[2].label`, `effect_mapping.party`). Own design.
"""

from collections.abc import Iterator

from esaylov.core.appeal_types import effects, floors, forms, outline
from esaylov.core.appeal_types.context import World
from esaylov.core.appeal_types.views import Definition, fields, mappings, text, texts
from esaylov.core.findings import Finding, Severity
from esaylov.core.forms import DefinitionInvalid, FormDefinition, read_definition

FORM_KEYS = ("code", "version", "fields", "rules")
LANGUAGES = ("uz", "ru", "en")

__all__ = ["World", "check"]


def check(definition: Definition, world: World) -> list[Finding]:
	"""All findings, errors first; empty when the type may be published and nothing is odd."""
	placed = fields(definition)
	form, unreadable = _read(definition)
	found = [
		*unreadable,
		*_titles(definition),
		*forms.check(form, placed),
		*forms.rules(definition, world),
		*outline.check(definition, placed, world),
		*effects.check(definition, placed, world),
		*floors.check(definition),
		*_messages(definition, world),
	]
	unique = list({(item.code, item.path, str(dict(item.params))): item for item in found}.values())
	return sorted(unique, key=lambda item: item.severity is not Severity.ERROR)


def _read(definition: Definition) -> tuple[FormDefinition | None, list[Finding]]:
	try:
		return read_definition({"version": 1, **{key: definition.get(key) for key in FORM_KEYS}}), []
	except DefinitionInvalid as problem:
		return None, problem.findings


def _titles(definition: Definition) -> Iterator[Finding]:
	titles = texts(definition, "titles")
	for lang in LANGUAGES:
		if not titles.get(lang):
			yield Finding("type_translation", f"titles.{lang}", params={"language": lang})


def _messages(definition: Definition, world: World) -> Iterator[Finding]:
	told: set[str] = set()
	states = world.states(text(definition, "route"))
	for number, row in enumerate(mappings(definition.get("messages"))):
		event, code, path = text(row, "event"), text(row, "sms_template"), f"messages[{number}]"
		if event in told:
			yield Finding("type_event_twice", f"{path}.event", params={"event": event})
		told.add(event)
		yield from _template(code, path, world)
		if states and event in EVENT_STATES and EVENT_STATES[event].isdisjoint(states):
			yield Finding(
				"type_event_unreachable", f"{path}.event", Severity.WARNING, params={"event": event}
			)
	for event in EXPECTED_EVENTS - told:
		yield Finding("type_event_silent", "messages", Severity.WARNING, params={"event": event})


def _template(code: str, path: str, world: World) -> Iterator[Finding]:
	here = f"{path}.sms_template"
	template = world.templates.get(code)
	if template is None:
		yield Finding("type_template_missing", here, params={"template": code})
		return
	if not template.is_enabled:
		yield Finding("type_template_off", here, Severity.WARNING, params={"template": code})
	for name in sorted(template.placeholders - world.placeholders):
		yield Finding("type_placeholder", here, params={"template": code, "name": name})


EVENT_STATES = {
	"returned": frozenset({"Returned"}),
	"in_review": frozenset({"Under Review"}),
	"on_agenda": frozenset({"On Agenda"}),
	"granted": frozenset({"Granted", "Partly Granted", "Acknowledged"}),
	"refused": frozenset({"Refused", "Partly Granted"}),
	"withdrawn": frozenset({"Withdrawn"}),
}
"""States that an event of a message belongs to."""
EXPECTED_EVENTS = frozenset({"received", "granted", "refused"})
"""What an applicant would miss."""
