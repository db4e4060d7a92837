"""Before a signature: decisions that the registers would refuse, told while there is still something to do about it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.procedure import decision as law
from esaylov.core.procedure.lifecycle import State
from esaylov.decisions.drafting import commission_forming, waiting
from esaylov.decisions.drafting.decision_subject import Prepared
from esaylov.decisions.drafting.signing import locked
from esaylov.decisions.matters import matters_ahead
from esaylov.framework.errors import EsaylovError, LawBroken, NotFound, WrongState, text
from esaylov.registers.claims import claims
from esaylov.registers.claims.claims import Contest
from esaylov.registers.effects import effects

DECISION, DRAFT = "Decision", "Draft"
OF_EFFECT = ("entry_gone", "no_room_left")
"""Left to the effect where no adopted decision is the reason: it names the state of the entry and the numbers."""


def contests(asked: Mapping[str, Collection[str] | None]) -> dict[str, list[Contest]]:
	"""The same as `registers.contests`, and commissions at work that nobody forms anew."""
	found = claims.contests(asked)
	for appeal, contest in commission_forming.contests_of_work(asked).items():
		found.setdefault(appeal, []).append(contest)
	return found


def contests_of_withdrawn(drafts: Collection[str]) -> dict[str, Contest]:
	"""By appeal, that its applicant withdrew it while the decision on it waits for signatures. drafts: names of decisions."""
	which = {"name": ["in", [*drafts, ""]], "status": DRAFT, "appeal": ["is", "set"]}
	asked = frappe.get_all(DECISION, which, pluck="appeal", order_by="name asc", limit=0)
	left = {"name": ["in", [*asked, ""]], "status": State.WITHDRAWN.value}
	names = frappe.get_all("Appeal", left, pluck="name", order_by="name asc", limit=0)
	return {name: Contest("", "appeal_withdrawn") for name in names}


def check(prepared: Prepared) -> None:
	"""What one person is about to decide can be written, beside what commissions adopted, their annulments among it.

	Raises LawBroken: the row and why; WrongState (`rests_on_annulled`).
	"""
	granted = [v.row.path for v in prepared.verdicts if v.row.outcome is not law.Outcome.REFUSED]
	if not prepared.appeal or not granted:
		return
	adopted = waiting.granted([prepared.election], but=[prepared.appeal])
	found = contests({**adopted, prepared.appeal: granted}).get(prepared.appeal, [])
	if against := [contest for contest in found if contest.number or contest.code not in OF_EFFECT]:
		raise refusal_of_contest(against[0])
	if waiting.put_out_by_adopted({prepared.appeal: granted}):
		raise WrongState(code="rests_on_annulled")


def check_result(appeal: str, granted: Collection[str]) -> None:
	"""Refuse a draft that leaves an unlawful result after its refusals. Raises LawBroken."""
	found = contests({appeal: granted}).get(appeal, []) if granted else []
	if unlawful := [contest for contest in found if contest.params is not None]:
		raise refusal_of_contest(unlawful[0])


def reasons(appeal: str, language: str) -> list[str]:
	"""Why granting all of an appeal would be unlawful, each reason once, as texts in a language."""
	found = (contest for contest in contests({appeal: None}).get(appeal, []) if contest.params is not None)
	return list(dict.fromkeys(text(one.code, one.params, language, one.article) for one in found))


def check_drafts(drafts: Sequence[Document]) -> None:
	"""The drafts of a session can all be put into force, one after the other. Raises LawBroken (`decisions_contested`), and what a matter
	without an appeal is refused with."""
	for refusal in matters_ahead.refused_drafts(
		[draft.name for draft in drafts if not draft.appeal]
	).values():
		raise refusal
	asked = [draft for draft in drafts if draft.status == DRAFT and draft.appeal]
	found = contests(granted_of(sorted(asked, key=lambda draft: (draft.creation, draft.name))))
	for appeal, contest in contests_of_withdrawn([draft.name for draft in asked]).items():
		found[appeal] = [contest]
	if found and len(drafts) == 1:
		raise refusal_of_contest(next(iter(found.values()))[0])
	if found:
		raise LawBroken({"numbers": ", ".join(_numbers(list(found)))}, code="decisions_contested")


def granted_of(decisions: Sequence[Document]) -> dict[str, list[str]]:
	"""Appeals to the paths that decisions grant, in their order."""
	return {
		decision.appeal: [row.row_path for row in decision.rows if row.outcome == law.Outcome.GRANTED]
		for decision in decisions
	}


def refusal_of(name: str) -> EsaylovError:
	"""Why the registers refuse an unsigned decision: tried under its locks, and taken back.

	Called by sessions before an adopted item is set aside. Raises NotFound, WrongState (`decision_takes_effect` where they
	would take it: it is to be signed).
	"""
	if appeal := frappe.db.get_value("Decision", name, "appeal"):
		locked(appeal)
	elif not frappe.db.exists("Decision", name):
		raise NotFound({"doctype": "Decision"})
	decision = frappe.get_doc("Decision", name, for_update=True)
	if decision.status != DRAFT:
		raise WrongState({"status": decision.status})
	refusal = (
		matters_ahead.refused_drafts([name]).get(name)
		or _refusal_ahead(decision)
		or effects.refusal_of(decision)
	)
	if refusal is None:
		raise WrongState(code="decision_takes_effect")
	return refusal


def _refusal_ahead(decision: Document) -> LawBroken | None:
	"""What the registers are not asked about: a commission at work, an appeal that was withdrawn."""
	if not decision.appeal:
		return None
	found = {
		**commission_forming.contests_of_work(granted_of([decision])),
		**contests_of_withdrawn([decision.name]),
	}
	return next(map(refusal_of_contest, found.values()), None)


def refusal_of_contest(contest: Contest) -> LawBroken:
	params: Mapping[str, Any] = {"number": contest.number} if contest.number else contest.params or {}
	return LawBroken(params, field=contest.path, article=contest.article or None, code=contest.code)


def _numbers(appeals: Sequence[str]) -> list[str]:
	return frappe.get_all("Appeal", {"name": ["in", appeals]}, pluck="number", order_by="number asc", limit=0)
