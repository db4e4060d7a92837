"""Grounds of refusal as data of the site: those that fit an appeal, and how a refusal is said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils.caching import request_cache

from esaylov.core import rules, texts
from esaylov.core.findings import Finding
from esaylov.core.formats.language import in_script
from esaylov.core.procedure import grounds as law
from esaylov.core.procedure.grounds import OTHER
from esaylov.core.rules import CONTEST, RuleUse
from esaylov.framework.errors import FormInvalid
from esaylov.registers.entries import entry_classification, grants, keys

DOCTYPE = "Refusal Ground"
TITLES = ("title_uz", "title_ru", "title_en")
LISTS = ("fits_types", "fits_effects", "fits_rules")


@dataclass(frozen=True, slots=True)
class Choice:
	"""A ground that fits an appeal: its words by language, its article there, whether it must be explained."""

	code: str
	words: Mapping[str, str]
	article: str
	asks_explanation: bool


def for_appeal(appeal: Document) -> dict[str, Choice]:
	"""Code to ground, in the order of the list, for a refusal of this appeal."""
	definition = grants.definition_of(appeal)
	uses = _uses(appeal, definition)
	return {
		ground.code: Choice(
			ground.code, words, law.article(ground, uses), ground.asks_explanation or ground.code == OTHER
		)
		for ground, words in _known()
		if law.fits(ground, appeal.appeal_type, definition["effect"], uses)
	}


def _uses(appeal: Document, definition: Mapping[str, Any]) -> list[RuleUse]:
	"""The rules of its type with their articles; of rules of one contest those of the contest that it is about."""
	named = [use for use in definition["rules"] if (use.get("parameters") or {}).get(CONTEST)]
	contest = ""
	if named:
		contest = entry_classification.contest_of(
			definition, appeal.election, frappe.parse_json(appeal.answers) or {}
		)
	others = [use for use in named if use["parameters"][CONTEST] != contest]
	return [
		RuleUse(use["rule"], article=use.get("article") or "")
		for use in definition["rules"]
		if use not in others
	]


def known_facts(codes: Collection[str]) -> dict[str, frozenset[str]]:
	"""Of these grounds those whose fact the system knows, to the rules of which one finds it."""
	found = {ground.code: law.known_rules(ground) for ground, _ in _known() if ground.code in codes}
	return {code: named for code, named in found.items() if named}


def choices(appeal: Document, language: str) -> list[dict[str, object]]:
	"""The same for the list that a chair chooses from."""
	return [
		{
			"code": choice.code,
			"text": _in(choice.words, language),
			"article": texts.article_words(choice.article, language),
			"asks_explanation": choice.asks_explanation,
		}
		for choice in for_appeal(appeal).values()
	]


def said(code: str, article: str, reason: str, language: str) -> str:
	"""Why a row was refused, as a sentence or two: the ground with its article, then its explanation."""
	words = dict((ground.code, words) for ground, words in _known(with_disabled=True)).get(code)
	if not words or code == OTHER:
		return reason
	ground = " ".join(filter(None, (_in(words, language), texts.article_words(article, language))))
	return f"{ground}. {reason}" if reason else ground


def short(row: Document, language: str) -> str:
	"""The same of a Decision Row in as few words as there are, for an SMS: its explanation, else its ground."""
	return row.reason or said(row.ground, "", "", language)


def check(ground: Document) -> None:
	"""Called from Refusal Ground.validate: what it fits is known. Raises FormInvalid."""
	known = {
		"fits_types": set(frappe.get_all("Appeal Type", pluck="name", order_by="name asc")),
		"fits_effects": set(keys.EFFECT_KEYS),
		"fits_rules": set(rules.names()),
	}
	findings = [
		Finding("code_unknown_in_list", field, params={"key": code})
		for field in LISTS
		for code in sorted(_codes(ground.get(field)) - known[field])
	]
	if findings:
		raise FormInvalid(findings)


@request_cache
def _known(with_disabled: bool = False) -> list[tuple[law.Ground, dict[str, str]]]:
	filters = {} if with_disabled else {"enabled": 1}
	fields = ["code", "article", "asks_explanation", *TITLES, *LISTS]
	rows = frappe.get_all(DOCTYPE, filters, fields, order_by="position asc, code asc")
	return [(_ground(row), {title.removeprefix("title_"): row[title] for title in TITLES}) for row in rows]


def _ground(row: Mapping[str, object]) -> law.Ground:
	return law.Ground(
		str(row["code"]),
		str(row["article"] or ""),
		bool(row["asks_explanation"]),
		*(_codes(row[field]) for field in LISTS),
	)


def _codes(text: object) -> frozenset[str]:
	return frozenset(filter(None, (code.strip() for code in str(text or "").split(","))))


def _in(words: Mapping[str, str], language: str) -> str:
	return words.get(language) or in_script(words["uz"], language)
