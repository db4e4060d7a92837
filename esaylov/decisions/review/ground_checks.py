"""Grounds of refusal that say what the system knows to be otherwise: late where it came in time, too young where the age is known."""

from collections.abc import Mapping, Sequence

from frappe.model.document import Document

from esaylov.appeals.form_facts import rule_findings
from esaylov.core.findings import Finding
from esaylov.core.procedure import decision as law
from esaylov.core.procedure import grounds as law_of_grounds
from esaylov.decisions.drafting import grounds, waiting
from esaylov.decisions.drafting.rows import WHOLE, Verdict
from esaylov.decisions.matters import contested
from esaylov.framework.errors import FormInvalid


def check_grounds(appeal: Document, verdicts: Sequence[Verdict]) -> None:
	"""Each ground whose fact a rule of the form finds is borne out by it. Raises FormInvalid (`ground_not_found`).

	Of a list that other grounds make shorter the rules over lists are asked of what is left, and not here.
	"""
	refused = [each.row for each in verdicts if each.row.outcome is law.Outcome.REFUSED]
	rules_of = grounds.known_facts({row.ground for row in refused})
	checked = [row for row in refused if row.ground in rules_of and not _is_of_rest(row, refused, rules_of)]
	if not checked:
		return
	names = frozenset[str]().union(*(rules_of[row.ground] for row in checked))
	found = rule_findings.findings_by_rule(appeal, names)
	if found is None:
		return
	wrong = [
		row.path
		for row in checked
		if not _is_borne_out(row, [one for name in rules_of[row.ground] for one in found.get(name, ())])
	]
	if wrong := [path for path in wrong if path not in _contested(appeal, wrong)]:
		raise FormInvalid([Finding("ground_not_found", path) for path in wrong])


def _contested(appeal: Document, paths: Sequence[str]) -> set[str]:
	"""Of these rows those that could not be granted anyway: the rules over the result, or an adopted decision, are against them."""
	adopted = waiting.granted([appeal.election], but=[appeal.name])
	found = contested.contests({**adopted, appeal.name: None}).get(appeal.name, [])
	against = {contest.path for contest in found}
	return set(paths) if against & {"", WHOLE} else against


def _is_of_rest(row: law.Row, refused: Sequence[law.Row], rules_of: Mapping[str, frozenset[str]]) -> bool:
	"""Whether a ground is about what other refusals leave of a list."""
	is_of_list = bool(rules_of[row.ground] & law_of_grounds.OF_LISTS)
	return is_of_list and any(other.ground != row.ground for other in refused)


def _is_borne_out(row: law.Row, found: Sequence[Finding]) -> bool:
	return any(law_of_grounds.is_about_row(finding, row.path) for finding in found)
