"""The draft of a decision on an appeal, as decisions would write it today."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.decisions import service as decisions


def subjects(appeal: str) -> list[str]:
	"""The paths of what is decided of an appeal, in its order."""
	found = decisions.matter_for(appeal, frappe.session.user)["subjects"]
	return [subject["path"] for subject in found]


def texts(appeal: str, rows: Sequence[Mapping[str, Any]], edited: tuple[str, str]) -> tuple[str, str]:
	"""The texts in Uzbek and Russian for rows; those that were edited hold, and name every row. Writes nothing.

	Raises FormInvalid for rows or texts that do not fit.
	"""
	prepared = decisions.propose(appeal, rows, decisions.Texts(*edited))
	return prepared.text_uz, prepared.text_ru


def of_matter(kind: str, data: Mapping[str, Any], commission: str, election: str) -> tuple[str, str]:
	"""The texts of a decision without an appeal; kind: code of its Decision Matter. Raises NotFound, NotPermitted, FormInvalid."""
	prepared = decisions.propose_matter(kind, data, commission, election)
	return prepared.text_uz, prepared.text_ru
