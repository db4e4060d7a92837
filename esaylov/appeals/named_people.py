"""People whom an appeal names, compared with the Persons that are known: before it is filed, as the decision compares them."""

from collections.abc import Mapping
from typing import Any, Final

import frappe

from esaylov.core.findings import Finding
from esaylov.framework import limits
from esaylov.framework.errors import FormInvalid, TooMany
from esaylov.registers import people

CODE: Final = "person_differs"
TRIES: Final = "named-people"
MOST: Final = 30
"""Filings of a user that were refused for it within an hour [ours]: a long list has slips, and nobody tries out
whose number it is."""
HOUR: Final = 3600  # seconds


def check_people(answers: Mapping[str, Any]) -> None:
	"""Refuse answers with the number of a known person under another name, or with numbers of two persons. Raises
	FormInvalid, TooMany."""
	differing = people.differing(answers)
	if not differing:
		return
	if limits.hit(TRIES, str(frappe.session.user), HOUR) > MOST:
		raise TooMany()
	raise FormInvalid(
		[
			Finding(CODE, f"{path}.full_name" if path else "full_name", params={"name": name})
			for path, name in differing.items()
		]
	)
