"""The text of a decision without an appeal, from its Decision Text (scope Without Appeal)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe

from esaylov.core.procedure.decision import Outcome
from esaylov.decisions.drafting import wording
from esaylov.decisions.drafting.rows import Verdict

BASIS = {"uz": "Asos: {reason}.", "ru": "Основание: {reason}."}


@dataclass(frozen=True, slots=True)
class About:
	"""What the text names. title: of the matter, in its language; number: of the decision that it is about; reason: why."""

	commission: str
	election: str
	day: date
	title: str
	reason: str = ""
	number: str = ""


def text(language: str, code: str, about: About, verdicts: Sequence[Verdict]) -> str:
	"""The whole text in a language. Raises SetupMissing without a template."""
	title = f"title_{language}"
	basis = BASIS[language].format(reason=about.reason.rstrip(".")) if about.reason else ""
	facts = {
		"commission": frappe.get_cached_value("Election Commission", about.commission, title)
		or about.commission,
		"day": f"{about.day:%d.%m.%Y}",
		"election": frappe.get_cached_value("Election", about.election, title) or ""
		if about.election
		else "",
		"number": about.number,
		"title": about.title,
		"basis": basis,
	}
	return wording.text(language, {wording.WITHOUT_APPEAL: code}, Outcome.GRANTED, facts, verdicts)
