"""The draft of a decision on an appeal, as decisions would write it today."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.decisions import service as decisions


def subjects(appeal: str) -> list[str]:
	"""The paths of what is decided of an appeal, in its order."""
	found = decisions.matter_for(appeal, frappe.session.user)["subjects"]
	return [subject["path"] for subject in found]


def texts(
	appeal: str, rows: Sequence[Mapping[str, Any]], typed: tuple[str, str] = ("", "")
) -> tuple[str, str]:
	"""The texts in Uzbek and Russian for rows, as typed where they were; writes nothing.

	Raises FormInvalid for rows that do not fit, and for a typed text that no longer names everybody: once it is open the
	draft cannot be mended, and what was adopted could not be signed.
	"""
	prepared = decisions.propose(appeal, rows, decisions.Texts(*typed))
	return prepared.text_uz, prepared.text_ru


def of_matter(kind: str, data: Mapping[str, Any], commission: str, election: str) -> tuple[str, str]:
	"""The same of a decision without an appeal. Raises NotFound, NotPermitted, FormInvalid for data that do not fit."""
	prepared = decisions.propose_matter(kind, data, commission, election)
	return prepared.text_uz, prepared.text_ru


def adopt(item: str) -> str:
	"""Draft the decision of an adopted item; its name."""
	return decisions.adopt(item)
