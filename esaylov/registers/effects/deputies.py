"""Elected deputies (saylangan deputatlar): registered by the commission after the count; no appeal leads to it."""

from collections.abc import Sequence

from esaylov.registers.entries import entries
from esaylov.registers.entries.grants import Grant
from esaylov.registers.outcome_rules import outcome_checks
from esaylov.registers.results.outcome import elected

DEPUTY, CANDIDATE = "Elected Deputy", "Candidate"
KEPT = (
	"election_type",
	"constituency",
	"party",
	"territory",
	"person",
	"full_name",
	"title",
	"list_position",
	"photo",
)
"""What an elected deputy takes over from the candidate."""


def register(grants: Sequence[Grant]) -> None:
	"""Effect `register_deputy`: an entry for each candidate who was elected, once in a contest. Raises LawBroken as
	`results.deputy_findings` say."""
	_refuse_unelected(grants)
	rows = []
	for grant in sorted(grants, key=lambda grant: str(grant.row.get("candidate"))):  # the order of the locks
		candidate = entries.in_force(CANDIDATE, grant.needed("candidate"))
		facts = {key: candidate.get(key) for key in KEPT if candidate.get(key)}
		rows.append((grant, {**facts, "candidate": candidate.name, "votes_count": grant.row.get("votes")}))
	entries.write(DEPUTY, rows)


def _refuse_unelected(grants: Sequence[Grant]) -> None:
	for decision in {grant.decision.name: grant.decision for grant in grants}.values():
		named = [
			{"candidate": grant.needed("candidate"), "votes": grant.row.get("votes") or 0}
			for grant in grants
			if grant.decision.name == decision.name
		]
		for finding in elected.findings(named, decision.commission, decision.election):
			raise outcome_checks.refusal_of_finding(finding)
