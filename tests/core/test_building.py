"""An appeal type before it is published: what does not hold together, what changed, what could be answered."""

import copy
from datetime import date

import pytest

from esaylov.core import appeal_types
from esaylov.core.appeal_types.context import EffectKeys, Template
from esaylov.core.findings import Severity
from esaylov.core.forms import check, read_definition
from esaylov.core.forms.checking import Context
from esaylov.core.texts import finding_text, known

TODAY = date(2026, 11, 24)
WORLD = appeal_types.World(
	effects={
		"accredit_observer": EffectKeys(frozenset({"rows"}), frozenset({"party", "territory"})),
		"withdraw_candidate": EffectKeys(frozenset({"candidate", "reason"})),
		"record_only": EffectKeys(),
	},
	statutes=frozenset({"observer_notice_days", "observer_review_days"}),
	limits=frozenset({"observer_review_days"}),
	stages=frozenset({"campaign_announced", "observers_notification_deadline"}),
	templates={
		"S04": Template(True, frozenset({"n", "d"})),
		"S08": Template(True),
		"S09": Template(True),
		"S99": Template(False, frozenset({"oops"})),
	},
	placeholders=frozenset({"n", "d"}),
	recipients=frozenset({"Administrative Territory", "Constituency"}),
	certificates={"observer_party": "Observer", "candidate": "Candidate", "open": ""},
	transitions=(
		appeal_types.Transition("Draft", "Registered"),
		appeal_types.Transition("Registered", "Under Review"),
		appeal_types.Transition(
			"Registered", "Acknowledged", 'doc.route == "acknowledgement" and frappe.x()'
		),
		appeal_types.Transition("Under Review", "On Agenda", 'doc.route != "chair_decision"'),
		appeal_types.Transition("Under Review", "Granted", 'doc.route == "chair_decision"'),
		appeal_types.Transition("Under Review", "Refused", 'doc.route in ("chair_decision",)'),
		appeal_types.Transition("Registered", "Withdrawn", "frappe.anything(doc.name)"),
	),
)


def label(text: str) -> dict[str, str]:
	return {"uz": f"{text} uz", "ru": f"{text} ru", "en": f"{text} en"}


def sound() -> dict:
	"""A type that may be published, with nothing odd."""
	return {
		"code": "T1",
		"version": 1,
		"titles": label("Title"),
		"applicant_kinds": ["party_district_branch"],
		"election_types": [],
		"recipient_level": "DC",
		"recipient_field": "district",
		"authentication": "EDS",
		"route": "chair_decision",
		"review_statute": "observer_review_days",
		"window_from_stage": "campaign_announced",
		"window_to_stage": "observers_notification_deadline",
		"effect": "accredit_observer",
		"effect_mapping": {"rows": "persons", "territory": "district"},
		"certificate_kind": "observer_party",
		"legal_basis": "art. 33",
		"fields": [
			{
				"name": "district",
				"kind": "Link",
				"label": label("District"),
				"required": True,
				"link": {"doctype": "Administrative Territory"},
			},
			{
				"name": "paper",
				"kind": "File",
				"label": label("Paper"),
				"file": {"kinds": ["application/pdf"], "maximum_bytes": 100},
			},
			{
				"name": "persons",
				"kind": "Group",
				"label": label("People"),
				"min_rows": 2,
				"fields": [{"name": "@person", "kind": "Person"}],
			},
		],
		"rules": [
			{"rule": "inside_window", "parameters": {}, "article": "33"},
			{"rule": "observer_notice", "parameters": {"statute": "observer_notice_days"}, "article": "33"},
			{"rule": "unique_persons", "parameters": {"group": "persons"}, "article": "33"},
		],
		"messages": [
			{"event": "received", "sms_template": "S04"},
			{"event": "granted", "sms_template": "S08"},
			{"event": "refused", "sms_template": "S09"},
		],
	}


def put(definition: dict, path: str, value: object) -> dict:
	"""The definition with a value at a path like `fields.0.label`; "-" takes it out."""
	changed = copy.deepcopy(definition)
	place = changed
	*steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
	for step in steps:
		place = place[step]
	if value == "-":
		del place[last]
	else:
		place[last] = value
	return changed


def test_a_sound_type_has_no_findings():
	assert appeal_types.check(sound(), WORLD) == []


@pytest.mark.parametrize(
	("path", "value", "code", "where"),
	[
		("titles.ru", "", "type_translation", "titles.ru"),
		("fields.0.label.en", "", "definition_translation", "fields[0].label"),
		("fields.1.kind", "Mystery", "definition_kind", "fields[1].kind"),
		("fields.2.fields", [], "definition_fields", "fields[2].fields"),
		("fields.0.shown_if", {"field": "nothing", "equals": "x"}, "definition_condition", "fields"),
		("applicant_kinds", [], "type_nobody", "applicant_kinds"),
		("recipient_field", "nowhere", "type_recipient_unknown", "recipient_field"),
		("recipient_field", "paper", "type_recipient_kind", "recipient_field"),
		("fields.0.link", {"doctype": "Political Party"}, "type_recipient_kind", "recipient_field"),
		("review_statute", "no_days", "type_statute", "review_statute"),
		("review_statute", "", "type_limit_open", "review_statute"),
		("review_statute", "observer_notice_days", "type_statute_unit", "review_statute"),
		("window_to_stage", "no_stage", "type_stage", "window_to_stage"),
		("rules.1.parameters.statute", "no_days", "type_statute", "rules[1].parameters.statute"),
		("rules.1.parameters", {}, "definition_rule_parameter", "rules[1].parameters"),
		("rules.2.rule", "no_rule", "definition_rule", "rules[2]"),
		("rules.2.parameters.group", "nobody", "definition_rule_field", "rules[2].parameters"),
		("effect", "no_effect", "type_effect_unknown", "effect"),
		("effect_mapping.colour", "district", "type_mapping_key", "effect_mapping.colour"),
		("effect_mapping.territory", "nowhere", "type_mapping_field", "effect_mapping.territory"),
		("effect_mapping.rows", "district", "type_mapping_rows", "effect_mapping.rows"),
		("effect", "withdraw_candidate", "type_mapping_missing", "effect_mapping"),
		("certificate_kind", "no_kind", "type_certificate_unknown", "certificate_kind"),
		("certificate_kind", "candidate", "type_certificate_misfit", "certificate_kind"),
		("messages.0.sms_template", "S00", "type_template_missing", "messages[0].sms_template"),
		("messages.0.sms_template", "S99", "type_placeholder", "messages[0].sms_template"),
		("messages.1.event", "received", "type_event_twice", "messages[1].event"),
		("route", "acknowledgement", None, ""),
		("route", "commission_vote", "type_route_state", "route"),
	],
)
def test_what_does_not_hold_together_is_an_error_at_its_place(path, value, code, where):
	found = appeal_types.check(put(sound(), path, value), WORLD)
	errors = {(finding.code, finding.path) for finding in found if finding.severity is Severity.ERROR}
	assert not errors if code is None else (code, where) in errors


@pytest.mark.parametrize(
	("path", "value", "code"),
	[
		("legal_basis", "", "type_legal_basis"),
		("effect", "", "type_no_effect"),
		("rules.0.article", "", "type_article"),
		(
			"rules.0",
			{"rule": "unique_persons", "parameters": {"group": "persons"}, "article": "1"},
			"type_rule_twice",
		),
		("rules", [], "type_window_unruled"),
		("fields.0.help", {"uz": "x"}, "definition_translation"),
		("fields.1.file", {}, "type_file_open"),
		("fields.0.required", False, "type_recipient_optional"),
		("messages.0.sms_template", "S99", "type_template_off"),
		("messages.0", {"event": "on_agenda", "sms_template": "S04"}, "type_event_unreachable"),
		("messages", [], "type_event_silent"),
	],
)
def test_what_is_odd_is_a_warning(path, value, code):
	found = appeal_types.check(put(sound(), path, value), WORLD)
	assert code in {finding.code for finding in found if finding.severity is Severity.WARNING}


@pytest.mark.parametrize(
	("kinds", "level", "severities"),
	[
		(["political_party"], "DC", ["error"]),
		(["party_regional_branch"], "DC", ["error"]),
		(["party_regional_branch"], "REG", []),
		(["political_party", "party_district_branch"], "DC", ["warning"]),
		(["political_party"], "CEC", []),
	],
)
def test_an_applicant_whose_territory_names_no_commission_is_told(kinds, level, severities):
	definition = {**sound(), "recipient_field": "", "applicant_kinds": kinds, "recipient_level": level}
	found = [
		item for item in appeal_types.check(definition, WORLD) if item.code == "type_recipient_unreached"
	]
	assert [item.severity for item in found] == severities


def test_the_issuer_needs_a_field_and_a_read_only_field_its_source():
	definition = put(
		{**sound(), "recipient_field": "", "recipient_level": "ISSUER"}, "fields.0.read_only", True
	)
	codes = {finding.code for finding in appeal_types.check(definition, WORLD)}
	assert {"type_recipient_issuer", "definition_unfilled"} <= codes


def test_choices_and_fields_of_rules_are_looked_at():
	field = {
		"name": "scope",
		"kind": "Choice",
		"label": label("S"),
		"choices": [{"value": "a", "label": {"uz": "A"}}],
	}
	definition = sound()
	definition["fields"].append(field)
	definition["rules"].append(
		{"rule": "unique_values", "parameters": {"group": "persons", "field": "colour"}, "article": "1"}
	)
	found = {(finding.code, finding.path) for finding in appeal_types.check(definition, WORLD)}
	assert ("definition_translation", "fields[3].choices[0].label") in found
	assert ("definition_rule_field", "rules[3].parameters") in found


@pytest.mark.parametrize(
	"wrong", [{}, {"fields": 7, "rules": "x", "titles": 3, "effect_mapping": [], "messages": 1}]
)
def test_a_definition_of_any_shape_is_looked_at(wrong):
	assert appeal_types.check(wrong, WORLD)


def test_without_a_workflow_and_with_an_endless_one():
	no_rows = appeal_types.World(
		**{**{name: getattr(WORLD, name) for name in WORLD.__slots__}, "transitions": ()}
	)
	assert "type_route_state" not in {finding.code for finding in appeal_types.check(sound(), no_rows)}
	rows = (appeal_types.Transition("Draft", "Registered"),)
	endless = appeal_types.World(
		**{**{name: getattr(WORLD, name) for name in WORLD.__slots__}, "transitions": rows}
	)
	assert "type_route_endless" in {finding.code for finding in appeal_types.check(sound(), endless)}


@pytest.mark.parametrize(
	("condition", "holds"),
	[
		("", True),
		("doc.route == 'a'", True),
		("doc.route != 'a'", False),
		("doc.route in ['b', 'c']", False),
		("doc.route not in ['b']", True),
		("doc.route == doc.other", True),
		("doc.route > 'b'", True),
		("not doc.route == 'a'", False),
		("not doc.number", True),
		("doc.route == 'b' or doc.number", True),
		("doc.route == 'b' or doc.route == 'c'", False),
		("doc.route == 'a' or doc.number", True),
		("doc.route == 'b' and doc.number", False),
		("this is no Python", True),
	],
)
def test_a_condition_is_false_only_where_the_route_alone_makes_it_so(condition, holds):
	rows = [appeal_types.Transition("Draft", "There", condition)]
	assert ("There" in appeal_types.reachable(rows, "a")) is holds


CHANGES = [
	("titles.ru", "x", "change_title"),
	("route", "commission_vote", "change_part"),
	("applicant_kinds", ["mahalla"], "change_added"),
	("election_types", ["DC"], "change_added"),
	("fields.0.required", False, "change_field_not_required"),
	("fields.0.read_only", True, "change_field_read_only"),
	("fields.0.label.ru", "x", "change_field_label"),
	("fields.0.help", {"uz": "x"}, "change_field_help"),
	("fields.0.kind", "Date", "change_field_kind"),
	("fields.0.link", {"doctype": "Constituency"}, "change_field_link"),
	("fields.1.file", {}, "change_field_file"),
	("fields.0.name", "place", "change_field_added"),
	("fields.2.min_rows", 3, "change_field_part"),
	("rules.1.article", "34", "change_rule_changed"),
	("rules.1.rule", "women_share", "change_rule_removed"),
	("effect_mapping.rows", "others", "change_mapping"),
]


@pytest.mark.parametrize(("path", "value", "code"), CHANGES)
def test_a_change_is_told_in_words_and_nothing_else_is(path, value, code):
	old, new = sound(), put(sound(), path, value)
	changes = appeal_types.compare(old, new, "en")
	assert code in {change.code for change in changes}
	assert all(known(change.code) and "…" not in finding_text(change, "ru") for change in changes)
	assert appeal_types.compare(new, new) == []


def test_the_way_back_is_told_too():
	old, new = sound(), put(sound(), "fields.0.required", False)
	(change,) = appeal_types.compare(new, old, "en")
	assert finding_text(change, "en") == "The field “District en” became required."
	(removed,) = appeal_types.compare(sound(), put(sound(), "rules.1", "-"))
	assert finding_text(removed, "en") == "The rule observer_notice was removed."


def test_an_order_that_changed_is_told_once():
	new = sound()
	new["fields"].reverse()
	assert [change.code for change in appeal_types.compare(sound(), new)] == ["change_field_order"]


def test_sample_answers_pass_the_form_and_show_each_kind():
	definition = sound()
	definition["fields"] += [
		{"name": "note", "kind": "Long Text", "label": label("N"), "minimum": 30},
		{"name": "decision_no", "kind": "Short Text", "label": label("N"), "maximum": 3},
		{"name": "count", "kind": "Integer", "label": label("N"), "minimum": 5, "maximum": 5},
		{"name": "total", "kind": "Integer", "label": label("N")},
		{"name": "since", "kind": "Date", "label": label("N"), "minimum": "2027-01-01"},
		{"name": "until", "kind": "Date", "label": label("N"), "maximum": "2020-01-01"},
		{"name": "agreed", "kind": "Yes/No", "label": label("N"), "required": True},
		{
			"name": "why",
			"kind": "Short Text",
			"label": label("N"),
			"shown_if": {"field": "agreed", "equals": False},
		},
		{"name": "phone", "kind": "Phone", "label": label("N")},
		{"name": "at", "kind": "Short Text", "label": label("N"), "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
		{"name": "party", "kind": "Link", "label": label("N"), "link": {"doctype": "Political Party"}},
		{"name": "head", "kind": "Person", "label": label("N")},
		{
			"name": "scope",
			"kind": "Choice",
			"label": label("N"),
			"choices": [{"value": "a", "label": label("A")}],
		},
	]
	form = read_definition({key: definition[key] for key in ("code", "version", "fields", "rules")})
	choose = {"district": "1726277"}
	answers = appeal_types.sample_answers(form, TODAY, lambda field: choose.get(field.name))
	assert [item for item in check(form, answers, Context()) if item.severity is Severity.ERROR] == []
	assert len(answers["persons"]) == 2
	assert answers["persons"][0]["pinfl"] != answers["persons"][1]["pinfl"]
	assert "party" not in answers
	assert "why" not in answers


def test_a_pattern_that_no_sample_fits_leaves_the_text_to_the_person():
	definition = sound()
	for name, pattern in (("odd", "^zzz$"), ("rust", "^(?P<a>x)(?<b>y)$")):
		definition["fields"].append(
			{"name": name, "kind": "Short Text", "label": label("N"), "pattern": pattern}
		)
	form = read_definition({key: definition[key] for key in ("code", "version", "fields", "rules")})
	answers = appeal_types.sample_answers(form, TODAY, lambda field: None)
	assert (answers["odd"], answers["rust"]) == ("Namuna 1", "Namuna 1")
