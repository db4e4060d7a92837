"""Titles of records of elections in the language of the session."""

from collections.abc import Mapping
from typing import Any

import frappe


def title_of(row: Mapping[str, Any]) -> str:
	"""The title of a row in the language of the session."""
	return choose_title(
		{
			language: row.get(f"title_{language.lower().replace('-', '_')}")
			for language in ("uz", "uz-Cyrl", "ru", "en")
		}
	)


def choose_title(titles: Mapping[str, str | None]) -> str:
	"""The title in the language of the session, by language; the Uzbek one where that is missing."""
	return str(titles.get(frappe.local.lang or "uz") or titles["uz"] or "")
