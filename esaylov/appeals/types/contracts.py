"""Contracts of appeal types: the schema of answers, and what tells two states of all contracts apart."""

from typing import Any

from esaylov.appeals.types import definitions
from esaylov.core.forms import FormDefinition
from esaylov.core.forms.contract import contract
from esaylov.core.records.payload import sha256_hex
from esaylov.elections import statutes


def schema(appeal_type: str, lang: str = "uz") -> dict[str, Any]:
	"""JSON Schema 2020-12 of the answers of a type's present version, titled in a language. Raises NotFound, WrongState."""
	return contract(definitions.offered(appeal_type).form, lang, statutes.numbers())


def published_schemas(lang: str) -> list[tuple[str, dict[str, Any], dict[str, str]]]:
	"""Of every published type, by code: the code, the schema of its answers titled in a language, its titles in all."""
	numbers = statutes.numbers()
	return [
		(found.code, contract(found.form, lang, numbers), dict(found.data["titles"]))
		for found in definitions.published()
	]


def published_versions() -> str:
	"""What tells two states of the contracts of types apart: another text when one is published anew or taken back, or when a
	number of the law changes."""
	numbers = repr(sorted(statutes.numbers().items()))
	return definitions.fingerprint() + sha256_hex(numbers.encode())[:8]


def form(appeal_type: str, version: int | None = None) -> FormDefinition:
	"""The form of a type at a version (the present one without), for pages that draw it; raises NotFound."""
	found = definitions.load(appeal_type, version) if version else definitions.current(appeal_type)
	return found.form
