"""The texts of a decision, uz and ru, from the Decision Text that fits best; see `core.procedure.decision_text`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils.caching import request_cache

from esaylov.core.findings import Finding
from esaylov.core.procedure import decision_text as law
from esaylov.core.procedure.decision import Outcome
from esaylov.decisions.drafting import grounds
from esaylov.decisions.drafting.rows import Verdict
from esaylov.framework.errors import FormInvalid, SetupMissing
from esaylov.registers.entries import keys

DOCTYPE = "Decision Text"
LANGUAGES = ("uz", "ru")
ANY, ROUTE, EFFECT, TYPE = "Every Appeal", "Route", "Effect", "Appeal Type"
WITHOUT_APPEAL = "Without Appeal"
ROUTES = ("commission_vote", "chair_decision", "acknowledgement", "expert_then_vote")
LIMIT = 100_000
"""Characters of an edited text (own design): a list of a hundred persons takes a tenth of it."""

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Texts:
	"""The wording of a decision in both languages; an empty one is taken from the template."""

	uz: str = ""
	ru: str = ""


def text(
	language: str, scopes: Mapping[str, str], outcome: str, facts: Facts, verdicts: Sequence[Verdict]
) -> str:
	"""The text in a language: scopes names the route, effect and type of the appeal, or the kind of what has none.

	facts: see core.procedure.decision_text.FACTS, in that language. Raises SetupMissing without a template.
	"""
	return law.text(_template(scopes, outcome, language), facts, [_line(row, language) for row in verdicts])


def edited(texts: Texts | None, made: Texts, subjects: Sequence[str]) -> Texts:
	"""The texts that the templates made, with what was typed below them. Raises FormInvalid.

	The lines made of the rows stay as they are and come first; an addition names no subject and decides nothing, and its heading
	says that it changes nothing.
	"""
	if not texts or not (texts.uz or texts.ru):
		return made
	typed = {"uz": _plain(texts.uz), "ru": _plain(texts.ru)}
	findings = [
		finding
		for language, written in typed.items()
		if written
		for finding in _check_edited(language, written, _plain(getattr(made, language)), subjects)
	]
	if findings:
		raise FormInvalid(findings)
	headed = {
		language: law.with_heading(written, _plain(getattr(made, language)), language)
		for language, written in typed.items()
		if written
	}
	return Texts(headed.get("uz", made.uz), headed.get("ru", made.ru))


def check(template: Document) -> None:
	"""Called from Decision Text.validate. Raises FormInvalid."""
	findings = [
		finding
		for language in LANGUAGES
		for finding in law.check(template.outcome, _read(template, language), language)
	]
	if template.scope_key and template.scope_key not in _keys(template.scope):
		findings.append(Finding("scope_key_unknown", "scope_key", params={"key": template.scope_key}))
	if template.scope not in (ANY, WITHOUT_APPEAL) and not template.scope_key:
		findings.append(Finding("required", "scope_key"))
	if findings:
		raise FormInvalid(findings)


def sample_text(values: Mapping[str, object]) -> Texts:
	"""The text of a Decision Text, saved or not, over made-up people, for the preview in the Desk.

	values: columns of the Decision Text. Raises FormInvalid with what is wrong in it.
	"""
	template = frappe.new_doc(DOCTYPE)
	template.update(
		{field: values.get(field) for field in template.meta.get_valid_columns() if field in values}
	)
	check(template)
	return Texts(
		*(
			law.text(_read(template, language), SAMPLE[language], SAMPLE_LINES[language])
			for language in LANGUAGES
		)
	)


def _check_edited(language: str, written: str, made: str, subjects: Sequence[str]) -> list[Finding]:
	field = f"text_{language}"
	if len(written) > LIMIT:
		return [Finding("text_too_long", field, params={"limit": LIMIT})]
	if line := law.missing_line(written, made):
		return [Finding("text_not_of_rows", field, params={"line": line})]
	words = law.deciding_words(law.addition_of(written, made, language), subjects)
	return [Finding("addition_decides", field, params={"words": words})] if words else []


def _plain(written: str) -> str:
	# angle brackets are replaced: Frappe's sanitizer would change a text with them after it was signed
	lines = written.replace("\r\n", "\n").replace("<", "‹").replace(">", "›").split("\n")
	return "\n".join(line.rstrip() for line in lines).strip()


def _line(verdict: Verdict, language: str) -> law.Line:
	row = verdict.row
	if row.outcome is not Outcome.REFUSED:
		return law.Line(verdict.subject)
	said = grounds.said(row.ground, verdict.article, row.reason, language)
	return law.Line(verdict.subject, is_refused=True, ground=said)


def _template(scopes: Mapping[str, str], outcome: str, language: str) -> law.Template:
	"""The most specific of the enabled texts of an outcome."""
	found = {(row.scope, row.scope_key or ""): row for row in _enabled(outcome)}
	for scope in (WITHOUT_APPEAL, TYPE, EFFECT, ROUTE):
		if scope in scopes and (row := found.get((scope, scopes[scope]))):
			return _read(row, language)
	row = found.get((WITHOUT_APPEAL if WITHOUT_APPEAL in scopes else ANY, ""))
	if row is None:
		raise SetupMissing({"outcome": outcome}, code="decision_text_missing")
	return _read(row, language)


@request_cache
def _enabled(outcome: str) -> list[frappe._dict]:
	fields = ["scope", "scope_key", *(f"{part}_{language}" for part in PARTS for language in LANGUAGES)]
	return frappe.get_all(DOCTYPE, {"outcome": outcome, "enabled": 1}, fields, order_by="name asc")


PARTS = ("text", "row", "refused_row")


def _read(row: Document | frappe._dict, language: str) -> law.Template:
	return law.Template(*(row.get(f"{part}_{language}") or "" for part in PARTS))


def _keys(scope: str) -> set[str]:
	if scope == TYPE:
		return set(frappe.get_all("Appeal Type", pluck="name", order_by="name asc"))
	return {EFFECT: set(keys.EFFECT_KEYS), ROUTE: set(ROUTES), WITHOUT_APPEAL: set(KINDS)}.get(scope, set())


KINDS = (
	"annulment",
	"form_commission",
	"end_accreditation",
	"end_mandate",
	"elected_deputies",
	"announcement",
	"result_table",
	"annul_count",
)
"""Kinds of decisions that no appeal asked for (design); a text without a kind serves those that have none of their own."""

SAMPLE: Mapping[str, Facts] = {
	"uz": {
		"commission": "Shayxontohur tuman saylov komissiyasi",
		"day": "24.11.2026",
		"election": "Namuna saylov",
		"number": "26277-000123",
		"title": "Murojaat turi nomi",
		"applicant": "Namuna partiyasi tuman kengashi",
		"subject": "Murojaat mazmuni",
		"basis": "Asos",
	},
	"ru": {
		"commission": "Шайхантахурская районная избирательная комиссия",
		"day": "24.11.2026",
		"election": "Пробные выборы",
		"number": "26277-000123",
		"title": "Название вида обращения",
		"applicant": "Районный кенгаш партии «Пример»",
		"subject": "Содержание обращения",
		"basis": "Основание",
	},
}
SAMPLE_LINES = {
	language: [
		law.Line("Boʻronov Boʻron Boʻronovich"),
		law.Line("Gʻaniyev Oʻktam Sherzod oʻgʻli"),
		law.Line("Aliyeva Zulfiya Anvarovna", is_refused=True, ground=ground),
	]
	for language, ground in {
		"uz": "Hujjatlar toʻliq emas. Ariza imzolanmagan",
		"ru": "Документы неполны. Заявление не подписано",
	}.items()
}
